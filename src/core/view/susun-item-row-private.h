// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunItemRow: one item as it was read, with what the user decided about it and the roots its
 * paths are relative to. Immutable, g_atomic_rc_box: made on the reader thread, shown on the other.
 */
typedef struct
{
  SusunItem item; /* (owned) */
  SusunOverride override;
  char *camera;     /* (owned) (nullable): "Canon EOS 70D" */
  GPtrArray *roots; /* (owned) (element-type SusunRootRow): shared by all rows of a page */
} SusunItemRow;

/* What a page of a list is filled with: for every id a row, NULL for one that is gone. Blocks.
 * Returns: (transfer full) (element-type SusunItemRow) (nullable) */
GPtrArray *susun_item_rows_read (SusunStore *store, const gint64 *ids, guint n, GError **error);

SusunItemRow *susun_item_row_ref (SusunItemRow *self);
void susun_item_row_unref (SusunItemRow *self);

/**
 * SusunRowCache: the rows that were shown last, at most so many. One thread.
 */
typedef struct _SusunRowCache SusunRowCache;

SusunRowCache *susun_row_cache_new (guint max_rows);
void susun_row_cache_free (SusunRowCache *self);
void susun_row_cache_clear (SusunRowCache *self);

/* Takes a reference; the row that was asked for longest ago goes when there are too many. */
void susun_row_cache_add (SusunRowCache *self, SusunItemRow *row);
gboolean susun_row_cache_contains (SusunRowCache *self, gint64 id);

/* It is the last to go now. Returns: (transfer none) (nullable) */
SusunItemRow *susun_row_cache_look_up (SusunRowCache *self, gint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunItemRow, susun_item_row_unref)

G_END_DECLS
