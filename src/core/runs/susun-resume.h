// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-run-job.h"

G_BEGIN_DECLS

/* The job that goes on with an interrupted run of any kind. @run_id: a run_id or a chain_id (then
 * the last run of the chain that can be resumed). Fails with SUSUN_ERROR_INVALID and a sentence
 * when there is nothing to resume. Returns: (transfer full) (nullable) */
SusunJob *susun_resume_job_new (SusunStore *store, const char *run_id, guint workers,
                                GError **error);

/* Settles what a killed process left behind in all runs whose roots can be reached now (SAFETY.md
 * 2.5): idempotent, touches only what the journal names. Every job calls it before it begins.
 * @settled: (out) (optional): how many items were in the middle of something */
gboolean susun_recover (SusunStore *store, guint *settled, GError **error);

/* Writes a run's items as the CSV of its kind (schema 1.0 for organize), never over an existing
 * file. */
gboolean susun_history_export (SusunStore *store, const SusunRun *run, const char *path,
                               GCancellable *cancellable, GError **error);

G_END_DECLS
