// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

#include "core/thumbs/susun-thumb-pool.h"

G_BEGIN_DECLS

/**
 * SusunThumbView: the small picture of a file, or a quiet sign that there is none.
 *
 * It is drawn as large as there is room and never distorted. Nothing is read before it is loaded:
 * who shows many loads those that can be seen.
 *
 * Signal "loaded": there is another thumb than before, see susun_thumb_view_get_thumb().
 */
#define SUSUN_TYPE_THUMB_VIEW (susun_thumb_view_get_type ())
G_DECLARE_FINAL_TYPE (SusunThumbView, susun_thumb_view, SUSUN, THUMB_VIEW, GtkWidget)

GtkWidget *susun_thumb_view_new (void);

/* What it asks for; it may get a third less width. */
void susun_thumb_view_set_size (SusunThumbView *self, int width, int height);

/* Shows another file: what is in memory at once, else nothing yet. What was asked for before is
 * cancelled. @path: (nullable): absolute; NULL shows nothing and lets go. @film: for the sign. */
void susun_thumb_view_set_path (SusunThumbView *self, SusunThumbPool *pool, const char *path,
                                SusunThumbSize size, gboolean film);

/* Is something still to be asked for? */
gboolean susun_thumb_view_is_wanting (SusunThumbView *self);

/* Asks for it: first for the small picture in the file, then for the finished one. Again does
 * nothing, unless it is more urgent now. */
void susun_thumb_view_load (SusunThumbView *self, SusunThumbUrgency urgency);

/* Returns: (transfer none) (nullable): finished or a placeholder */
SusunThumb *susun_thumb_view_get_thumb (SusunThumbView *self);

G_END_DECLS
