// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-worker.h"
#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunPictureTrace: where one picture went in one run: the answer to “Where did this picture go?”.
 */
typedef struct
{
  char *run_id;
  SusunRunKind kind;
  gint64 started; /* µs since 1970 UTC */
  gint64 item;
  SusunItemState state;
  char *name;          /* displayable */
  char *from;          /* absolute path, bytes */
  char *to;            /* (nullable): absolute path, bytes */
  const char *outcome; /* translated: "Copied", "In quarantine" */
} SusunPictureTrace;

typedef struct
{
  GPtrArray *traces; /* (element-type SusunPictureTrace): newest first */
  gboolean more;     /* there are more than were asked for */
} SusunPictureTraces;

/* Looks in all runs for files whose name has @text in it, whatever its case: 0.3 s for a million
 * items, less when @limit is reached. Blocks. Returns: (transfer full) (nullable) */
SusunPictureTraces *susun_picture_search (SusunStore *store, const char *text, guint limit,
                                          GError **error);
void susun_picture_traces_free (SusunPictureTraces *self);

/* The same on a worker with a read-only store. */
void susun_picture_search_start (SusunWorker *worker, const char *text, guint limit,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
SusunPictureTraces *susun_picture_search_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunPictureTraces, susun_picture_traces_free)

G_END_DECLS
