// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-reading-private.h"

G_BEGIN_DECLS

/**
 * SusunAnywhere: all files of an archive by their size, so that a content can be found wherever it
 * lies now. Candidates are read from the medium, each at most once in its life; about 16 bytes and
 * the name for a file that is none.
 */
typedef struct _SusunAnywhere SusunAnywhere;

/* Walks the archive. Returns: (transfer full) (nullable) */
SusunAnywhere *susun_anywhere_new (SusunRoot *archive, GCancellable *cancellable, GError **error);
void susun_anywhere_free (SusunAnywhere *self);

/* One content that is looked for. */
typedef struct
{
  SusunHash hash;
  guint64 size;
  const char *name;            /* (borrowed): files of this name are read first */
  const SusunIdentity *except; /* (borrowed) (nullable): this file itself does not count */

  /* (out) (borrowed) (nullable): where it stands, proven by reading at least at
   * SUSUN_LEVEL_REMOTE; good for the life of the index */
  const SusunReading *found;
} SusunWanted;

/* Looks for several at once. FALSE when it was cancelled. @wanted: (element-type SusunWanted) */
gboolean susun_anywhere_find (SusunAnywhere *self, SusunReaders *readers, GArray *wanted,
                              GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunAnywhere, susun_anywhere_free)

G_END_DECLS
