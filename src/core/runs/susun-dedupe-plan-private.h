// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-chain-private.h"
#include "core/runs/susun-together-private.h"

G_BEGIN_DECLS

/**
 * SusunDedupePlan: turns groups of equal copies into items: which copy stays and where the others
 * go. Looks at the archive (a copy may be gone by now) and into the quarantine (names are taken
 * there), changes nothing.
 *
 * Files that belong together go together: a duplicate that is part of a Live Photo or has sidecars
 * goes only when all its companions are duplicates of what stays beside the kept one.
 */
typedef struct
{
  SusunStore *store;
  const SusunRun *run;
  SusunEqualCopies *copies;
  SusunTogether *together;
  SusunChain *chain; /* knows what was put aside earlier */
  SusunRoot *archive;
  gint64 archive_id;
  SusunRoot *quarantine; /* (nullable): NULL when it is not there (a dry run does not make it) */
  gint64 quarantine_id;
  gboolean dry_run;
  SusunJob *job;
  GCancellable *cancellable;

  guint64 kept_together; /* (out): duplicates left for the sake of their companions */
} SusunDedupePlan;

/* In the caller's transaction. */
gboolean susun_dedupe_plan_groups (SusunDedupePlan *self, guint first, guint n_groups,
                                   GError **error);

G_END_DECLS
