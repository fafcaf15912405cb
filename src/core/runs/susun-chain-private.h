// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-run-job-private.h"

G_BEGIN_DECLS

/**
 * SusunChain: what a manifest's rows are about: the roots below which its files lie, and what the
 * history knows of the chain: its groups, and which copies dedupe has put aside for which others.
 *
 * A chain that the history does not know (made on another machine, or by the original tools) has
 * the common folders of its paths as roots, and no groups.
 */
typedef struct _SusunChain SusunChain;

/* @chain_id: the run_id of the manifest's rows. */
SusunChain *susun_chain_new (SusunStore *store, const char *chain_id, GError **error);
void susun_chain_free (SusunChain *self);

/* Does the history hold the organize run of this chain? */
gboolean susun_chain_is_known (SusunChain *self);

/* For an unknown chain: widens the common folders. Both absolute. */
void susun_chain_add_paths (SusunChain *self, const char *source, const char *destination);

/* Opens the roots and records them for @run, sources as SOURCE, the archive as ARCHIVE. */
gboolean susun_chain_open (SusunChain *self, SusunStore *store, gint64 run, SusunRunRoots *roots,
                           GError **error);

/* The folders of the sources, @n_sources (out) of them, and then of the archive (for the refusals
 * before a run is recorded). (transfer full) (element-type SusunRoot) (nullable) */
GPtrArray *susun_chain_open_for_checks (SusunChain *self, guint *n_sources, GError **error);

/* The group of a source file in the organize run (its id), 0 for none; how many media and sidecars
 * of it there are in all. */
gint64 susun_chain_get_group (SusunChain *self, const char *source, guint *members);

/* Where the copy stands that dedupe kept for this one; both absolute. (transfer full) (nullable) */
char *susun_chain_find_kept (SusunChain *self, const char *destination);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunChain, susun_chain_free)

G_END_DECLS
