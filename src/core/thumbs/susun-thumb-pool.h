// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/thumbs/susun-thumb-cache.h"
#include "core/thumbs/susun-thumb.h"
#include "core/thumbs/susun-thumbnailer.h"

G_BEGIN_DECLS

/**
 * SusunThumbPool: a few threads that make thumbs, and a memory of those that are made.
 *
 * Of what waits, visible cells go first, then placeholders before finished thumbs, then what was
 * asked last: that is where the person looks now. A request ends by its callback exactly once, also
 * when it was cancelled (at once, when no thread has begun it).
 *
 * Any thread; callbacks come in the thread-default main context of who asked, behind the drawing of
 * frames.
 */
#define SUSUN_TYPE_THUMB_POOL (susun_thumb_pool_get_type ())
G_DECLARE_FINAL_TYPE (SusunThumbPool, susun_thumb_pool, SUSUN, THUMB_POOL, GObject)

typedef enum
{
  SUSUN_THUMB_URGENCY_VISIBLE,
  SUSUN_THUMB_URGENCY_NEARBY, /* may soon be scrolled to */
} SusunThumbUrgency;

/* @threads: at least 1. @budget: bytes of finished thumbs that are kept. @cache: (nullable): the
 * desktop's, read before anything is decoded and written after. */
SusunThumbPool *susun_thumb_pool_new (guint threads, gsize budget, SusunThumbCache *cache);

/* Asks for the thumb of the file at @path (absolute). With SUSUN_THUMB_WANT_PLACEHOLDER a finished
 * one is also an answer, when it is at hand. */
void susun_thumb_pool_load_async (SusunThumbPool *self, const char *path, SusunThumbSize size,
                                  SusunThumbWant want, SusunThumbUrgency urgency,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);

/* Returns: (transfer full): also for a broken file, see its state; NULL with G_IO_ERROR_CANCELLED
 * or the errno of reading */
SusunThumb *susun_thumb_pool_load_finish (SusunThumbPool *self, GAsyncResult *result,
                                          GError **error);

/* What is in memory, without looking at the file: for a cell that is bound again. Returns:
 * (transfer full) (nullable): finished or a placeholder */
SusunThumb *susun_thumb_pool_peek (SusunThumbPool *self, const char *path, SusunThumbSize size);

/* Requests that wait, and the bytes of the thumbs that are kept. */
guint susun_thumb_pool_get_waiting (SusunThumbPool *self);
gsize susun_thumb_pool_get_cost (SusunThumbPool *self);

/* Ends the threads after what they have in hand; blocks. What waits is cancelled, and so is
 * what is asked from now on. Also done by the last unref. */
void susun_thumb_pool_stop (SusunThumbPool *self);

G_END_DECLS
