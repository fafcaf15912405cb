// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/thumbs/susun-thumb-pool.h"
#include "ui/titles/susun-title-row.h"

G_BEGIN_DECLS

/**
 * SusunTitleCell: an event folder in the list: its pictures, its name now and the one proposed,
 * which is written into, the share of its day, and what an AI suggests.
 */
#define SUSUN_TYPE_TITLE_CELL (susun_title_cell_get_type ())
G_DECLARE_FINAL_TYPE (SusunTitleCell, susun_title_cell, SUSUN, TITLE_CELL, AdwBin)

GtkWidget *susun_title_cell_new (SusunWorker *reader, SusunThumbPool *thumbs);

/* @row: (nullable): NULL lets go */
void susun_title_cell_set_row (SusunTitleCell *self, SusunTitleRow *row);

/* Can nothing be decided any more? */
void susun_title_cell_set_fixed (SusunTitleCell *self, gboolean fixed);

/* It can be seen: its pictures are looked for and loaded. Again does nothing. */
void susun_title_cell_load (SusunTitleCell *self);

G_END_DECLS
