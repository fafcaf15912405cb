// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-run-job.h"

G_BEGIN_DECLS

/**
 * Reads a schema-1.0 report, written by anyone, and reads both files of every row from the medium.
 * Writes a row into exactly one of two CSVs. Touches nothing else.
 *
 * With a state file the outputs are appended and the cursor goes on; after a kill they are cut back
 * to the lengths the state file counts. Without one they are new and must not exist yet.
 */
typedef struct
{
  char *input_csv; /* absolute, like all paths here */
  char *verified_out;
  char *unverified_out;
  char *state_file; /* (nullable) */
  char *sha256sums; /* (nullable) */
  guint64 limit;    /* 0: all */
  guint64 offset;
  gboolean anywhere;
  guint workers;
} SusunVerifyOptions;

SusunVerifyOptions *susun_verify_options_new (void);
void susun_verify_options_free (SusunVerifyOptions *self);
char *susun_verify_options_to_json (const SusunVerifyOptions *self);
SusunVerifyOptions *susun_verify_options_from_json (const char *json, GError **error);

#define SUSUN_TYPE_VERIFY_JOB (susun_verify_job_get_type ())
G_DECLARE_FINAL_TYPE (SusunVerifyJob, susun_verify_job, SUSUN, VERIFY_JOB, SusunRunJob)

SusunJob *susun_verify_job_new (SusunVerifyOptions *options); /* (transfer full) */
SusunJob *susun_verify_job_new_resume (SusunRun *run, guint workers, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunVerifyOptions, susun_verify_options_free)

G_END_DECLS
