// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-run-job.h"

G_BEGIN_DECLS

/**
 * Copies again what a verification found missing in the archive or different from its original: as
 * a run of its own that points to the verification.
 *
 * A copy that differs is not overwritten: it first moves into the quarantine of the archive, where
 * it stays until somebody has looked at it (it can be restored, and is never purged: nothing else
 * may hold its bytes). Then the original is copied to the free name. A copy whose original was
 * changed after it was copied is the better one of the two, and left alone; so is what has no
 * original. Both are told.
 */
typedef struct
{
  char *run_id;          /* of the verification, or of its chain: then the last one */
  char *quarantine_root; /* (nullable): NULL is ARCHIVE/.susun-quarantine */
  guint workers;
} SusunRepairOptions;

SusunRepairOptions *susun_repair_options_new (void);
void susun_repair_options_free (SusunRepairOptions *self);

#define SUSUN_TYPE_REPAIR_JOB (susun_repair_job_get_type ())
G_DECLARE_FINAL_TYPE (SusunRepairJob, susun_repair_job, SUSUN, REPAIR_JOB, SusunRunJob)

SusunJob *susun_repair_job_new (SusunRepairOptions *options); /* (transfer full) */
SusunJob *susun_repair_job_new_resume (SusunRun *run, guint workers, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRepairOptions, susun_repair_options_free)

G_END_DECLS
