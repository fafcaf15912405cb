// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/thumbs/susun-thumb.h"

G_BEGIN_DECLS

/**
 * SusunThumbnailer: makes the small picture of a file. Blocks; never asks the desktop's cache.
 *
 * Holds the buffers of one thread, so there is one a thread; any number may work at the same time.
 * Whatever the file holds, it ends: pixels, bytes and seconds are bounded.
 */
typedef struct _SusunThumbnailer SusunThumbnailer;

typedef enum
{
  SUSUN_THUMB_WANT_PLACEHOLDER, /* only what is embedded: a fraction of a millisecond, 7 for HEIC */
  SUSUN_THUMB_WANT_FULL,
} SusunThumbWant;

SusunThumbnailer *susun_thumbnailer_new (void);
void susun_thumbnailer_free (SusunThumbnailer *self);

/* @fd: (borrowed): a regular file, open for reading; its position is not used. @name: the file's
 * name or path, for messages and for what content does not tell.
 *
 * Returns: (transfer full): also for a file that is damaged or cannot be shown, see its state;
 * NULL with G_IO_ERROR_CANCELLED or the errno of reading */
SusunThumb *susun_thumbnailer_load (SusunThumbnailer *self, int fd, const char *name,
                                    SusunThumbSize size, SusunThumbWant want,
                                    GCancellable *cancellable, GError **error);

/* The same for a path. A symlink, a pipe or a device is G_IO_ERROR_NOT_REGULAR_FILE. */
SusunThumb *susun_thumbnailer_load_path (SusunThumbnailer *self, const char *path,
                                         SusunThumbSize size, SusunThumbWant want,
                                         GCancellable *cancellable, GError **error);

/* Opens @path as susun_thumbnailer_load() wants it, without waiting for anything. Returns: -1 with
 * @error */
int susun_thumbnailer_open (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunThumbnailer, susun_thumbnailer_free)

G_END_DECLS
