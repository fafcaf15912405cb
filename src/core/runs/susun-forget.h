// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/*
 * Runs leave the history; no file is touched. What the history alone knows about files of the user
 * is never forgotten: where those in quarantine belong, and how a run that was begun can be ended.
 */

/* SUSUN_ERROR_REFUSED with a sentence when the run is not finished, or files lie in quarantine
 * through it. */
gboolean susun_forget_run (SusunStore *store, const SusunRun *run, GError **error);

/* A run that is only planned: nothing of it was carried out, and its plan is no longer wanted.
 * SUSUN_ERROR_REFUSED when it is not, or no longer, only planned. */
gboolean susun_forget_plan (SusunStore *store, const char *run_id, GError **error);

/* All chains of which every run may be forgotten. @forgotten: (out) (optional): how many runs */
gboolean susun_forget_finished (SusunStore *store, guint *forgotten, GError **error);

G_END_DECLS
