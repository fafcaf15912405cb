// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-job.h"

G_BEGIN_DECLS

/**
 * SusunDatesOptions: what to date, and how.
 */
typedef struct
{
  GPtrArray *paths; /* (element-type filename): absolute: folders, and files of any name */
  gboolean recursive;
  gboolean explain;   /* notes hold every candidate */
  GTimeZone *zone;    /* (nullable): UTC */
  gint64 now;         /* seconds since 1970 UTC */
  GPtrArray *clocks;  /* (nullable) (element-type SusunClock) */
  GPtrArray *folders; /* (nullable) (element-type SusunFolderRule) */
  GPtrArray *dates;   /* (nullable) (element-type SusunHandDate) */
  guint workers;
} SusunDatesOptions;

void susun_dates_options_free (SusunDatesOptions *self);

/* The folders that are looked at, as the scan will call them: a single file is looked at from its
 * real one. Returns: (transfer full) (element-type filename) */
GPtrArray *susun_dates_options_list_folders (const SusunDatesOptions *self);

/* One photo or film. */
typedef struct
{
  char *path;        /* absolute */
  const char *kind;  /* "image", "video", "unknown" */
  gint64 wall;       /* SUSUN_WALL_NONE without a date */
  gint16 offset;     /* minutes, or SUSUN_OFFSET_NONE */
  guint8 source;     /* SusunDateSource */
  guint8 confidence; /* SusunConfidence */
  char *notes;       /* (nullable) */
} SusunDateRow;

/**
 * SusunDatesJob: dates files and folders by a scan, without a history. Run once.
 *
 * A path that cannot be dated is told in the failures and does not stop the others.
 */
#define SUSUN_TYPE_DATES_JOB (susun_dates_job_get_type ())
G_DECLARE_FINAL_TYPE (SusunDatesJob, susun_dates_job, SUSUN, DATES_JOB, SusunJob)

SusunJob *susun_dates_job_new (SusunDatesOptions *options); /* (transfer full) */

/* After the run: in the order of the paths, each one's sorted by path.
 * Returns: (transfer none) (element-type SusunDateRow) */
GArray *susun_dates_job_get_rows (SusunDatesJob *self);

/* Sentences: paths that are not there or no photo or film, and what could not be read below them.
 * Returns: (transfer none) (element-type utf8) */
GPtrArray *susun_dates_job_get_failed_paths (SusunDatesJob *self);
GPtrArray *susun_dates_job_get_failed_files (SusunDatesJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunDatesOptions, susun_dates_options_free)

G_END_DECLS
