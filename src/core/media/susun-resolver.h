// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

#include "core/media/susun-evidence.h"

G_BEGIN_DECLS

/**
 * The resolver weighs evidence and says one date, how sure it is, and why. Two stages: the first
 * looks at a folder's files for what siblings can lend (an offset by camera, outliers), the second
 * resolves each file. Pure: no clock, no environment, no I/O. The rules are rows of one table.
 */
typedef struct
{
  GTimeZone *zone;  /* (nullable): the archive's zone for what is only known in UTC; NULL: UTC */
  int day_starts;   /* minutes after midnight at which a day begins, 0 to 720 */
  gint64 now;       /* seconds since 1970 UTC, as given by the caller: for dates in the future */
  int clock_shift;  /* seconds to add to what this file's camera told (--clock), usually 0 */
  int folder_shift; /* the same for all clocks of a folder, also those that named files */
  gboolean zone_is_set; /* the user set @zone for this very folder: it goes before all guesses */
  gint64 manual;        /* a wall clock second set by the user, or SUSUN_WALL_NONE */
  gboolean mtime_first; /* --video-date-source filesystem */
} SusunDateRules;

/* What the siblings in one folder tell: by camera, the offset most photos carry. The order in which
 * they are added does not matter. One thread at a time, also for resolving with it. */
typedef struct _SusunFolderHints SusunFolderHints;

SusunFolderHints *susun_folder_hints_new (void);
void susun_folder_hints_free (SusunFolderHints *self);
/* @rules: of that file: a wrong clock lends no wrong offset. */
void susun_folder_hints_add (SusunFolderHints *self, const SusunEvidence *evidence,
                             const SusunDateRules *rules);

/**
 * SusunDate: the answer for one file. A plain value.
 */
typedef struct
{
  gint64 wall;        /* the capture's wall clock second, or SUSUN_WALL_NONE */
  gint32 nsec;        /* or -1 */
  gint16 offset;      /* minutes east of UTC, or SUSUN_OFFSET_NONE */
  guint8 source;      /* SusunDateSource */
  guint8 confidence;  /* SusunConfidence */
  guint8 precision;   /* SusunPrecision */
  guint8 zone_from;   /* SusunZoneFrom: why this offset */
  guint16 suspicions; /* SusunSuspicion flags: why it is doubted */
  gint64 day;         /* the day it is filed under, as the wall second of its midnight (day_starts
                         counted), or SUSUN_WALL_NONE */
  gint64 shift;       /* seconds that the user's corrections added to it */
  gboolean asks_siblings; /* what the folder's other files tell has, or could have, a say in it */
} SusunDate;

typedef enum
{
  SUSUN_ZONE_FROM_NOTHING = 0, /* a wall clock needs none */
  SUSUN_ZONE_FROM_TAG,
  SUSUN_ZONE_FROM_CONTAINER, /* the container's own local date */
  SUSUN_ZONE_FROM_SIBLINGS,
  SUSUN_ZONE_FROM_ARCHIVE,
  SUSUN_ZONE_FROM_GPS,
  SUSUN_ZONE_FROM_NAME,   /* the file name's local time beside an instant in UTC */
  SUSUN_ZONE_FROM_FOLDER, /* set by the user for this folder */
} SusunZoneFrom;

typedef enum
{
  SUSUN_SUSPICION_ZERO = 1 << 0,         /* 0000:00:00, blank, or an epoch: 1904, 1970 */
  SUSUN_SUSPICION_FACTORY = 1 << 1,      /* a camera's factory clock, such as 2000-01-01 00:00:00 */
  SUSUN_SUSPICION_FUTURE = 1 << 2,       /* more than a day ahead */
  SUSUN_SUSPICION_TOO_OLD = 1 << 3,      /* before 1826, the first photograph */
  SUSUN_SUSPICION_OUTLIER = 1 << 4,      /* years away from all its siblings, with a weak source */
  SUSUN_SUSPICION_CONTRADICTED = 1 << 5, /* rivals of equal rank disagree by more than a day */
  /* No doubt of the date: the scan says that it could be a part of several groups. */
  SUSUN_SUSPICION_AMBIGUOUS = 1 << 6
} SusunSuspicion;

/* @hints: (nullable). Always fills @date; without usable evidence confidence is NONE. mtime is a
 * candidate like others (SUSUN_DATE_SOURCE_MTIME, the caller adds it): the weakest. */
void susun_resolve (const SusunEvidence *evidence, const SusunDateRules *rules,
                    const SusunFolderHints *hints, SusunDate *date);

/* One line for the column notes: what is special about this answer, or "" when nothing is.
 * Returns: (transfer full) */
char *susun_date_note (const SusunDate *date, const SusunEvidence *evidence);

/* Every candidate and the reasoning, a few translated lines, the winner first.
 * Returns: (transfer full) */
char *susun_date_explain (const SusunDate *date, const SusunEvidence *evidence,
                          const SusunDateRules *rules);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunFolderHints, susun_folder_hints_free)

G_END_DECLS
