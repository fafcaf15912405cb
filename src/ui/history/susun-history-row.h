// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/view/susun-picture-search.h"
#include "core/view/susun-run-list.h"

G_BEGIN_DECLS

/**
 * SusunHistoryRow: one line of the history as its lists have it: a run, or where a picture went in
 * one. A copy of what is shown, so that the answer it was read with can go.
 */
#define SUSUN_TYPE_HISTORY_ROW (susun_history_row_get_type ())
G_DECLARE_FINAL_TYPE (SusunHistoryRow, susun_history_row, SUSUN, HISTORY_ROW, GObject)

SusunHistoryRow *susun_history_row_new_run (const SusunRunEntry *entry);
SusunHistoryRow *susun_history_row_new_picture (const SusunPictureTrace *trace);

const char *susun_history_row_get_run_id (SusunHistoryRow *self);
SusunRunKind susun_history_row_get_kind (SusunHistoryRow *self);
gboolean susun_history_row_is_unfinished (SusunHistoryRow *self);

/* Is @text, case folded, part of what it shows? */
gboolean susun_history_row_has (SusunHistoryRow *self, const char *text);

/* Cells of a list view. */
GtkListItemFactory *susun_history_row_factory_new (void);

G_END_DECLS
