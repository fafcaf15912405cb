// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cli/susun-session.h"
#include "core/runs/susun-run-job.h"

G_BEGIN_DECLS

/* Opens the history for writing, runs @job with progress on stderr, tells on stdout what became of
 * it and what can be done next. @job: (transfer full).
 * Returns: the exit status */
int susun_outcome_run (SusunSession *session, SusunJob *job);

/* As above with a history that is open. */
int susun_outcome_run_with_store (SusunSession *session, SusunStore *store, SusunJob *job);

G_END_DECLS
