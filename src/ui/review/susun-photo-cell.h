// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

#include "core/thumbs/susun-thumb-pool.h"
#include "core/view/susun-item-stub.h"

G_BEGIN_DECLS

/**
 * SusunPhotoCell: one picture of the grid: what it shows, its name, its day, how sure that is or
 * what becomes of it, and a film's length.
 *
 * Marks are signs with words for a screen reader, never colours alone. Its picture is asked for by
 * who knows what can be seen; signal "filled": it is known now which picture that is.
 */
#define SUSUN_TYPE_PHOTO_CELL (susun_photo_cell_get_type ())
G_DECLARE_FINAL_TYPE (SusunPhotoCell, susun_photo_cell, SUSUN, PHOTO_CELL, GtkWidget)

/* How wide one wants to be, and how high its picture is. */
#define SUSUN_PHOTO_CELL_WIDTH 152
#define SUSUN_PHOTO_CELL_PICTURE 114

GtkWidget *susun_photo_cell_new (SusunThumbPool *pool);

/* @stub: (nullable): NULL lets go of the one before, and of what is read for it */
void susun_photo_cell_set_stub (SusunPhotoCell *self, SusunItemStub *stub);

/* Is its picture still to be asked for? */
gboolean susun_photo_cell_is_wanting (SusunPhotoCell *self);
void susun_photo_cell_load (SusunPhotoCell *self, SusunThumbUrgency urgency);

G_END_DECLS
