// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/thumbs/susun-thumb-pool.h"
#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunDuplicatesView: the duplicates in the archive before they go: pairs side by side, the one
 * that is kept marked, each with a check that can be taken away.
 *
 * Actions: duplicates.take, duplicates.leave.
 */
#define SUSUN_TYPE_DUPLICATES_VIEW (susun_duplicates_view_get_type ())
G_DECLARE_FINAL_TYPE (SusunDuplicatesView, susun_duplicates_view, SUSUN, DUPLICATES_VIEW, AdwBin)

/* Once. */
void susun_duplicates_view_set_wizard (SusunDuplicatesView *self, SusunWizard *wizard,
                                       SusunWorker *reader, SusunThumbPool *thumbs);

/* Shows the plan of that dedupe run, again only when it is another one. @run_id: (nullable) */
void susun_duplicates_view_show (SusunDuplicatesView *self, const char *run_id);

G_END_DECLS
