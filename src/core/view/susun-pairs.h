// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-worker.h"
#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunPair: two files to be looked at side by side: of a verification an original and the copy
 * that is not proven; of a dedupe the one that is kept and the one that goes. An immutable value;
 * g_atomic_rc_box.
 */
typedef struct
{
  gint64 item;
  gint64 group; /* those of one group go together, or stay: 0 for none */
  char *first;  /* (nullable): absolute path as bytes: the original, or the one that is kept */
  char *second; /* (nullable): the copy, or the one that goes */
  guint64 size;
  gboolean film;
  SusunCause cause;
  char *note;        /* (nullable): what is wrong, for a person */
  gboolean left_out; /* by the user: it stays */
} SusunPair;

SusunPair *susun_pair_ref (SusunPair *self);
void susun_pair_unref (SusunPair *self);

typedef struct
{
  GPtrArray *pairs; /* (element-type SusunPair) */
  guint64 total;    /* how many there are, also those beyond the limit */
  guint64 bytes;    /* of all */
} SusunPairs;

/* The pairs of a run in its order: of a verification what is not proven though it was copied, of a
 * dedupe what is still to go. @limit: 0 for all. Blocks. Returns: (transfer full) (nullable) */
SusunPairs *susun_pairs_read (SusunStore *store, const char *run_id, guint limit, GError **error);
void susun_pairs_free (SusunPairs *self);

/* The same on a worker. */
void susun_pairs_load (SusunWorker *worker, const char *run_id, guint limit,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
SusunPairs *susun_pairs_load_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunPair, susun_pair_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunPairs, susun_pairs_free)

G_END_DECLS
