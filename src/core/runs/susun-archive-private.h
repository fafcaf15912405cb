// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-medium.h"
#include "core/plan/susun-taken.h"
#include "core/runs/susun-run-job-private.h"

G_BEGIN_DECLS

/**
 * SusunArchive: what stands in the archive, as far as planning needs it: which names are taken, and
 * where a content stands already.
 *
 * Only files whose size some source file shares are remembered, and only those whose first bytes
 * agree, too, are hashed (through the page cache: this is planning, not proof), unless the history
 * knows their hash.
 */
typedef struct _SusunArchive SusunArchive;

SusunArchive *susun_archive_new (void);
void susun_archive_free (SusunArchive *self);

/* Where in the archive these bytes stand. Returns: (transfer full) (nullable): relative path, the
 * first by name when there are several */
char *susun_archive_find (SusunArchive *self, const SusunHash *hash);

/* (transfer none): names in use; planning adds its own. */
SusunTaken *susun_archive_get_taken (SusunArchive *self);

/* Walks the archive (@root NULL: there is none yet) and hashes, in source and archive, what may be
 * equal to something else: the hashes of the run's items are in the store afterwards. */
gboolean susun_archive_compare (SusunArchive *self, SusunRunJob *job, SusunStore *store,
                                SusunRun *run, SusunRunRoots *roots, SusunRoot *root, guint workers,
                                GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunArchive, susun_archive_free)

G_END_DECLS
