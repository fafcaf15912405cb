// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Wall clock time as a number: seconds since 1970-01-01T00:00:00 *on that wall clock*, as if every
 * day had 86,400 s and the clock were UTC. No zone, no daylight saving. The proleptic Gregorian
 * calendar (ISO 8601:2019, 4.2.1). Pure: no clock, no locale, no environment.
 */
#define SUSUN_WALL_NONE G_MININT64
#define SUSUN_OFFSET_NONE G_MININT16 /* an offset in minutes east of UTC that is not known */
#define SUSUN_WALL_DAY G_GINT64_CONSTANT (86400)

typedef struct
{
  int year; /* 1 to 9999 */
  int month;
  int day;
  int hour;
  int minute;
  int second;
} SusunCivil;

/* Days since 1970-01-01. The date must be valid. */
gint64 susun_civil_days (int year, int month, int day);

gboolean susun_civil_is_valid (const SusunCivil *civil);

/* Returns: the wall clock second, or SUSUN_WALL_NONE when @civil is no valid date and time. A
 * second of 60 is taken as 59, a leap second belongs to its minute. */
gint64 susun_civil_to_wall (const SusunCivil *civil);
void susun_civil_from_wall (gint64 wall, SusunCivil *civil);

/* "YYYY-MM-DDTHH:MM:SS" */
#define SUSUN_WALL_TEXT_SIZE 24
void susun_wall_to_text (gint64 wall, char text[SUSUN_WALL_TEXT_SIZE]);

/* Reads "YYYY-MM-DD" optionally followed by "T" or " " and "HH:MM:SS". Returns: SUSUN_WALL_NONE
 * when
 * @text is anything else */
gint64 susun_wall_from_text (const char *text);

/* "+08:00", "-03:30", or "" for SUSUN_OFFSET_NONE */
#define SUSUN_OFFSET_TEXT_SIZE 8
void susun_offset_to_text (int offset_minutes, char text[SUSUN_OFFSET_TEXT_SIZE]);

/* Reads "+08:00", "+0800", "Z". Returns: SUSUN_OFFSET_NONE when @text is anything else or is beyond
 * -12:00 to +14:00, the offsets in use (IANA tz database) */
int susun_offset_from_text (const char *text);

G_END_DECLS
