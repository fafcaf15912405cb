// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SusunEventCount: how the photos and films of one event folder are spread over the days, and how
 * many of them tell no day that can be trusted. A builder; one thread at a time.
 */
typedef struct _SusunEventCount SusunEventCount;

/* Why a file has no part in the count of days. */
typedef enum
{
  SUSUN_EVENT_UNDATED,    /* it tells no date at all */
  SUSUN_EVENT_SUSPECT,    /* its date is doubted: a factory clock, the future, an outlier */
  SUSUN_EVENT_UNREADABLE, /* it could not be read */
  SUSUN_N_EVENT_DOUBTS
} SusunEventDoubt;

SusunEventCount *susun_event_count_new (void);
void susun_event_count_free (SusunEventCount *self);

/* One file of that day. @day: the wall second of its midnight, as the resolver files it. @by_mtime:
 * nothing better than the file's time stamp told it */
void susun_event_count_add (SusunEventCount *self, gint64 day, gboolean by_mtime);
void susun_event_count_add_doubtful (SusunEventCount *self, SusunEventDoubt doubt);

/* All media files that were added. */
guint64 susun_event_count_get_media (const SusunEventCount *self);
guint64 susun_event_count_get_doubtful (const SusunEventCount *self, SusunEventDoubt doubt);
guint64 susun_event_count_get_by_mtime (const SusunEventCount *self);

/* The days in order. @n: (out). Returns: (transfer none) (array length=n) */
typedef struct
{
  gint64 day;
  guint64 files;
} SusunEventDay;
const SusunEventDay *susun_event_count_get_days (SusunEventCount *self, guint *n);

/* For the history, and back. Unpacking takes any bytes; what is no count is an empty one.
 * Returns: (transfer full) */
GBytes *susun_event_count_pack (SusunEventCount *self);
SusunEventCount *susun_event_count_unpack (const guint8 *data, gsize length);

typedef enum
{
  SUSUN_EVENT_DATED,     /* one day has the share that was asked for */
  SUSUN_EVENT_SPAN,      /* days that follow one another have it together: the first of them */
  SUSUN_EVENT_NO_MEDIA,  /* no photo and no film in it */
  SUSUN_EVENT_NO_DATE,   /* none of them tells a day that can be trusted */
  SUSUN_EVENT_TIE,       /* days apart from one another have the same, largest share */
  SUSUN_EVENT_LOW_SHARE, /* no day has the share */
} SusunEventVerdict;

/* Days that follow one another are one event up to this many: a camera's folder of a whole month is
 * none. */
#define SUSUN_EVENT_DAYS 14

/**
 * SusunEventDate: what the count says. A plain value.
 */
typedef struct
{
  SusunEventVerdict verdict;
  gint64 day;      /* the event's day, or of the largest share where there is none;
                      SUSUN_WALL_NONE without any */
  gint64 last_day; /* of a span; otherwise the same as day */
  guint64 files;   /* of the day, or of all days of the span */
  guint64 media;   /* all that were examined */
  double share;    /* files / media, 0 without media */
} SusunEventDate;

/* @threshold: from 0 to 1: files of the top day ÷ media files, those without a day too. Pure. */
void susun_event_decide (SusunEventCount *self, double threshold, SusunEventDate *date);

/* "dated", "span", "no-media", …: for JSON. */
const char *susun_event_verdict_nick (SusunEventVerdict verdict);

/* A sentence for a person: why this day, or why none. Returns: (transfer full): translated */
char *susun_event_explain (SusunEventCount *self, const SusunEventDate *date, double threshold);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunEventCount, susun_event_count_free)

G_END_DECLS
