// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-job.h"

G_BEGIN_DECLS

/**
 * SusunRunJob: a job that is a run of the history: the common part of organize, verify, quarantine
 * and all others.
 *
 * Its run is there (with its run_id) as soon as the job was started, and is complete when
 * susun_job_run() has returned, however that ended: errors and cancellation are recorded in it.
 */
#define SUSUN_TYPE_RUN_JOB (susun_run_job_get_type ())
G_DECLARE_DERIVABLE_TYPE (SusunRunJob, susun_run_job, SUSUN, RUN_JOB, SusunJob)

struct _SusunRunJobClass
{
  SusunJobClass parent_class;

  /* Does the work between susun_run_job_begin() and …_end(), which the base calls. */
  gboolean (*work) (SusunRunJob *self, SusunStore *store, GCancellable *cancellable,
                    GError **error);
};

/* After the job has run. Returns: (transfer none) (nullable): NULL when it was refused before
 * anything was recorded */
const SusunRun *susun_run_job_get_run (SusunRunJob *self);

/* Sentences for a person that are no failures: what was passed over, what a file system could not
 * keep. Returns: (transfer none) (element-type utf8) */
GPtrArray *susun_run_job_get_remarks (SusunRunJob *self);

G_END_DECLS
