// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-worker.h"
#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunChainState: how far a chain has come, from its organize run to the empty source: what one
 * needs to go on with it, also after a restart. A value: made on a worker's thread, used on the
 * other. Freed by whoever got it.
 */
typedef struct
{
  char *chain_id;
  SusunRun *organize; /* (nullable): the history may not know it */
  GPtrArray *sources; /* (element-type filename) */
  char *archive;      /* (nullable) */
  char *report;       /* (nullable): the CSV of the organize run, once it is written */

  SusunRun *verify; /* (nullable): the last verification that was finished */
  char *verified;   /* (nullable): its CSV of what is proven */
  guint64 proven;   /* how many that are */
  guint64 proven_bytes;
  guint64 originals; /* stand in both places */
  guint64 unproven;  /* of these */

  char *place; /* (nullable): the folder they can go to, on their disk: beside the first source, or
                  inside it where that is the only place */

  /* The last run whose originals lie in quarantine now, and can be put back. */
  char *quarantine_run; /* (nullable): its run_id */
  char *quarantine;     /* (nullable): where they lie */
  guint64 quarantined;
  guint64 quarantined_bytes;
  gint64 quarantined_at; /* µs since 1970 UTC: when it was finished */
  gboolean emptied;      /* some were deleted for ever */
} SusunChainState;

/* @id: a chain_id, or the run_id of any run of it. Blocks. Returns: (transfer full) (nullable) */
SusunChainState *susun_chain_state_read (SusunStore *store, const char *id, GError **error);
void susun_chain_state_free (SusunChainState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunChainState, susun_chain_state_free)

G_END_DECLS
