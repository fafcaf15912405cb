// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunRunView: one run of the history: what it was, its items by outcome and by name, and the ways
 * back and on.
 *
 * Actions: run-view.resume, .undo, .restore, .export, .open-folder, .forget.
 */
#define SUSUN_TYPE_RUN_VIEW (susun_run_view_get_type ())
G_DECLARE_FINAL_TYPE (SusunRunView, susun_run_view, SUSUN, RUN_VIEW, AdwBin)

/* Once. @worker: forgets; @reader: reads pages of items; @counter: lists and counts them. */
void susun_run_view_set_wizard (SusunRunView *self, SusunWizard *wizard, SusunWorker *worker,
                                SusunWorker *reader, SusunWorker *counter);

/* @run_id: (nullable): NULL shows nothing and lets go of the items */
void susun_run_view_show (SusunRunView *self, const char *run_id);

/* Goes to the search. */
void susun_run_view_search (SusunRunView *self);

G_END_DECLS
