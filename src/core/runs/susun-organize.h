// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-correction.h"
#include "core/runs/susun-run-job.h"

G_BEGIN_DECLS

/**
 * SusunOrganizeOptions: everything the user chose. Kept with the run as JSON, so that it can be
 * resumed and repeated. Owned strings.
 */
typedef enum
{
  SUSUN_UNDATED_MTIME,
  SUSUN_UNDATED_FOLDER, /* ARCHIVE/Undated */
  SUSUN_UNDATED_SKIP,
} SusunUndated;

typedef struct
{
  GPtrArray *sources; /* (element-type filename): absolute */
  char *destination;  /* absolute */
  SusunMode mode;
  gboolean dry_run; /* plan, write the CSV, touch nothing else */
  gboolean images;
  gboolean videos;
  GPtrArray *types;    /* (nullable) (element-type utf8): ".jpg" */
  GPtrArray *excludes; /* (nullable) (element-type utf8): globs */
  gboolean include_hidden;
  gint64 date_from;     /* wall second of the first day, or SUSUN_WALL_NONE */
  gint64 date_to;       /* of the last day, inclusive */
  char *report_csv;     /* (nullable): absolute; NULL is the default name in the destination */
  gboolean mtime_first; /* --video-date-source filesystem */
  char *layout;
  SusunUndated undated;
  char *zone;              /* (nullable): IANA name */
  int day_starts;          /* minutes */
  GPtrArray *clocks;       /* (nullable) (element-type SusunClock) */
  GPtrArray *folder_rules; /* (nullable) (element-type SusunFolderRule) */
  GPtrArray *hand_dates;   /* (nullable) (element-type SusunHandDate) */
  guint workers;
  gint64 now; /* seconds since 1970 UTC: for dates in the future and the report's name */
  gboolean portable_names; /* names that Windows and FAT can keep, whatever the archive's disk */
  gboolean plan_only;      /* the window: stop when planned, to be applied by susun_resume_job */
} SusunOrganizeOptions;

SusunOrganizeOptions *susun_organize_options_new (void); /* the defaults of CLI.md */
void susun_organize_options_free (SusunOrganizeOptions *self);
char *susun_organize_options_to_json (const SusunOrganizeOptions *self);
SusunOrganizeOptions *susun_organize_options_from_json (const char *json, GError **error);

/* Would a run with these choices be refused? Looks at the folders and touches nothing; may block.
 * Returns: FALSE with the error the job would end with */
gboolean susun_organize_options_check (const SusunOrganizeOptions *options, GError **error);

/* scan, date, plan, and as the mode says apply; writes the report. Refuses with
 * SUSUN_ERROR_REFUSED before touching anything (susun-preflight.h); SUSUN_ERROR_INVALID for a bad
 * layout, zone or pattern. @options: (transfer full) */
#define SUSUN_TYPE_ORGANIZE_JOB (susun_organize_job_get_type ())
G_DECLARE_FINAL_TYPE (SusunOrganizeJob, susun_organize_job, SUSUN, ORGANIZE_JOB, SusunRunJob)

SusunJob *susun_organize_job_new (SusunOrganizeOptions *options);

/* Goes on with a run of this kind that was interrupted. @run: (transfer full) */
SusunJob *susun_organize_job_new_resume (SusunRun *run, guint workers, GError **error);

/* Goes on with a run that was begun with plan_only until it waits for its user (again), and carries
 * nothing out: one that was interrupted, or one whose plan is to be made anew with @correction
 * (transfer full, nullable). SUSUN_ERROR_REFUSED when it was begun. @run: (transfer full) */
SusunJob *susun_organize_job_new_plan (SusunRun *run, SusunCorrection *correction, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunOrganizeOptions, susun_organize_options_free)

G_END_DECLS
