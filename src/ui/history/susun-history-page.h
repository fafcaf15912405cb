// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunHistoryPage: every run: what, when, from where to where, how it ended;
 * where a picture went; a page for each run; and what a run of the history does
 * while it is taken back.
 *
 * Actions: history.show (run_id), history.done.
 */
#define SUSUN_TYPE_HISTORY_PAGE (susun_history_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunHistoryPage, susun_history_page, SUSUN, HISTORY_PAGE, AdwBin)

/* Once. @worker: forgets; @reader: reads the history; @counter: reads all of
 * it. */
void susun_history_page_set_wizard (SusunHistoryPage *self, SusunWizard *wizard,
                                    SusunWorker *worker, SusunWorker *reader, SusunWorker *counter);

/* One step back inside. Returns: FALSE when there is none */
gboolean susun_history_page_go_back (SusunHistoryPage *self);

G_END_DECLS
