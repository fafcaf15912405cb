// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/susun-identity.h"
#include "core/thumbs/susun-thumb.h"

G_BEGIN_DECLS

/**
 * SusunThumbShelf: finished thumbs in memory, within a budget; what was not asked for the longest
 * goes first. One thread at a time.
 */
typedef struct _SusunThumbShelf SusunThumbShelf;

/* @budget: bytes */
SusunThumbShelf *susun_thumb_shelf_new (gsize budget);
void susun_thumb_shelf_free (SusunThumbShelf *self);

/* Replaces what is there, but never a finished thumb of the same file by a placeholder. A thumb
 * that alone is over the budget is not kept. */
void susun_thumb_shelf_put (SusunThumbShelf *self, const char *path, SusunThumbSize size,
                            const SusunIdentity *identity, SusunThumb *thumb);

/* @identity: (nullable): of the file now; a thumb of what the file was before is dropped. NULL
 * takes what is there. Returns: (transfer full) (nullable) */
SusunThumb *susun_thumb_shelf_get (SusunThumbShelf *self, const char *path, SusunThumbSize size,
                                   const SusunIdentity *identity);

/* Bytes that are kept now. */
gsize susun_thumb_shelf_get_cost (SusunThumbShelf *self);
guint susun_thumb_shelf_get_length (SusunThumbShelf *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunThumbShelf, susun_thumb_shelf_free)

G_END_DECLS
