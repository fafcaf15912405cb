// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-run-job.h"

G_BEGIN_DECLS

/**
 * Moves originals into quarantine, or deletes them for good, by a verified manifest only; each one
 * with a proof made right before it goes.
 *
 * The run_id of all rows in the window is checked before the first file is touched:
 * SUSUN_ERROR_REFUSED otherwise.
 */
typedef struct
{
  char *manifest;
  char *expected_run_id; /* a UUID or "auto" */
  char *quarantine_root;
  char *results_out; /* (nullable): NULL is QUARANTINE/<run_id>/results.csv */
  char *state_file;  /* (nullable) */
  guint64 limit;
  guint64 offset;
  gboolean dry_run;
  gboolean delete_permanently; /* the caller has asked twice */
  guint workers;
} SusunQuarantineOptions;

SusunQuarantineOptions *susun_quarantine_options_new (void);
void susun_quarantine_options_free (SusunQuarantineOptions *self);
char *susun_quarantine_options_to_json (const SusunQuarantineOptions *self);
SusunQuarantineOptions *susun_quarantine_options_from_json (const char *json, GError **error);

#define SUSUN_TYPE_QUARANTINE_JOB (susun_quarantine_job_get_type ())
G_DECLARE_FINAL_TYPE (SusunQuarantineJob, susun_quarantine_job, SUSUN, QUARANTINE_JOB, SusunRunJob)

SusunJob *susun_quarantine_job_new (SusunQuarantineOptions *options); /* (transfer full) */
SusunJob *susun_quarantine_job_new_resume (SusunRun *run, guint workers, GError **error);

/* Where the results were written. (nullable) before the end */
const char *susun_quarantine_job_get_results (SusunQuarantineJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunQuarantineOptions, susun_quarantine_options_free)

G_END_DECLS
