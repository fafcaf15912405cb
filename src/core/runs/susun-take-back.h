// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-run-job.h"

G_BEGIN_DECLS

/**
 * Taking a run back, item by item, as a run of its own that points to the one it takes back.
 *
 * restore: quarantined files (also those of dedupe) go back where they were; a name that is taken
 * meanwhile becomes "name (restored).ext".
 * undo: moves and renamed folders go back; copies are removed from the archive, each only with a
 * fresh proof that its original stands at its place with the same bytes, otherwise kept and named;
 * folders the run made go when they are empty. purge: a quarantine is emptied for good, each file
 * with a fresh proof of its archive copy.
 */
typedef enum
{
  SUSUN_TAKE_BACK_RESTORE,
  SUSUN_TAKE_BACK_UNDO,
  SUSUN_TAKE_BACK_PURGE,
} SusunTakeBack;

typedef struct
{
  SusunTakeBack what;
  char *run_id;      /* a run_id or a chain_id */
  GPtrArray *paths;  /* (nullable) (element-type filename): restore only these originals */
  gint64 older_than; /* purge: µs since 1970 UTC; runs finished after it are refused; 0: any */
  guint workers;
} SusunTakeBackOptions;

SusunTakeBackOptions *susun_take_back_options_new (void);
void susun_take_back_options_free (SusunTakeBackOptions *self);

#define SUSUN_TYPE_TAKE_BACK_JOB (susun_take_back_job_get_type ())
G_DECLARE_FINAL_TYPE (SusunTakeBackJob, susun_take_back_job, SUSUN, TAKE_BACK_JOB, SusunRunJob)

SusunJob *susun_take_back_job_new (SusunTakeBackOptions *options); /* (transfer full) */
SusunJob *susun_take_back_job_new_resume (SusunRun *run, guint workers, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunTakeBackOptions, susun_take_back_options_free)

G_END_DECLS
