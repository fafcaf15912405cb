// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-run-job.h"

G_BEGIN_DECLS

/**
 * Keeps the best name of every group of equal files in the archive (by a verified manifest) and
 * quarantines the others under QUARANTINE/<year>/, each with a fresh proof.
 */
typedef struct
{
  char *manifest;
  char *archive_root;
  char *quarantine_root;
  char *keep_out;
  char *dupes_out;
  char *expected_run_id; /* a UUID or "auto" */
  gboolean global;       /* --scope global; otherwise within a year folder */
  guint64 limit;         /* groups of duplicates, 0: all */
  char *state_file;      /* (nullable) */
  gboolean dry_run;
  guint workers;

  /* The window: stop when planned. Applied by susun_resume_job, which first leaves out what the
   * user has left out (susun_store_set_override), with all that belongs to it. */
  gboolean plan_only;
} SusunDedupeOptions;

SusunDedupeOptions *susun_dedupe_options_new (void);
void susun_dedupe_options_free (SusunDedupeOptions *self);
char *susun_dedupe_options_to_json (const SusunDedupeOptions *self);
SusunDedupeOptions *susun_dedupe_options_from_json (const char *json, GError **error);

#define SUSUN_TYPE_DEDUPE_JOB (susun_dedupe_job_get_type ())
G_DECLARE_FINAL_TYPE (SusunDedupeJob, susun_dedupe_job, SUSUN, DEDUPE_JOB, SusunRunJob)

SusunJob *susun_dedupe_job_new (SusunDedupeOptions *options); /* (transfer full) */
SusunJob *susun_dedupe_job_new_resume (SusunRun *run, guint workers, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunDedupeOptions, susun_dedupe_options_free)

G_END_DECLS
