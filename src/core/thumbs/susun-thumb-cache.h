// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/thumbs/susun-thumb.h"

G_BEGIN_DECLS

/**
 * SusunThumbCache: the thumbnails that all programs of the desktop share, by the freedesktop.org
 * Thumbnail Managing Standard: PNG files named by the MD5 of the file's URI, with the URI and the
 * modification time inside.
 *
 * Immutable; any thread. What cannot be read is not there, what cannot be written is not kept.
 */
typedef struct _SusunThumbCache SusunThumbCache;

/* @folder: "$XDG_CACHE_HOME/thumbnails". It is made when something is first written. */
SusunThumbCache *susun_thumb_cache_new (const char *folder);
SusunThumbCache *susun_thumb_cache_ref (SusunThumbCache *self);
void susun_thumb_cache_unref (SusunThumbCache *self);

/* @path: absolute. @mtime: seconds since 1970, as the file has it now: a thumbnail of another time
 * is stale and is not read. @film: a thumbnail that tells no length is not enough.
 *
 * Returns: (transfer full) (nullable): also a broken one, when an earlier try of ours failed */
SusunThumb *susun_thumb_cache_read (SusunThumbCache *self, const char *path, gint64 mtime,
                                    SusunThumbSize size, gboolean film);

/* Keeps a finished thumb, or of a broken file that there is none. Placeholders, what is only
 * unshowable, and thumbnails of thumbnails are not kept: TRUE without writing. */
gboolean susun_thumb_cache_write (SusunThumbCache *self, const char *path, gint64 mtime,
                                  SusunThumbSize size, SusunThumb *thumb, GError **error);

/* Removes the thumbnails that Susun has made from the cache in @folder, and no others; they are
 * made again when they are needed. Blocks. Returns: how many (susun-thumb-clear.c) */
guint susun_thumb_cache_clear_own (const char *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunThumbCache, susun_thumb_cache_unref)

G_END_DECLS
