// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

#include "core/thumbs/susun-thumb-pool.h"

G_BEGIN_DECLS

/**
 * SusunPhotoGrid: pictures in as many columns as fit, up to a million. Several can be selected, by
 * keys or with the mouse over free space.
 *
 * GtkGridView keeps 32 cells a column bound, far more than can be seen: pictures are read for what
 * is seen first, then for what is one page away, and for nothing else.
 *
 * Signal "activate" (guint position): Enter, or a double click.
 */
#define SUSUN_TYPE_PHOTO_GRID (susun_photo_grid_get_type ())
G_DECLARE_FINAL_TYPE (SusunPhotoGrid, susun_photo_grid, SUSUN, PHOTO_GRID, GtkWidget)

/* Once. @model: of SusunItemStub */
void susun_photo_grid_set_model (SusunPhotoGrid *self, GtkSelectionModel *model,
                                 SusunThumbPool *pool);

/* Is the first row in sight? */
gboolean susun_photo_grid_is_at_top (SusunPhotoGrid *self);

/* Scrolls to where it can be seen. */
void susun_photo_grid_show_item (SusunPhotoGrid *self, guint position);

/* Tells those who cannot see it that what it shows is about to be replaced. */
void susun_photo_grid_set_busy (SusunPhotoGrid *self, gboolean busy);

G_END_DECLS
