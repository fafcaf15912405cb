// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-run-job.h"
#include "core/view/susun-chain-state.h"
#include "core/view/susun-run-sheet.h"

G_BEGIN_DECLS

/**
 * SusunOutcome: how a job ended. Immutable; owned by the wizard until the next
 * job of that stage.
 */
typedef struct
{
  SusunRun *run; /* (owned) (nullable): NULL when it was refused */
  SusunRunKind kind;
  SusunBalance balance;
  guint64 planned;      /* photos and films that are still to be copied or moved */
  SusunRunSheet *sheet; /* (owned) (nullable): NULL when it was refused */
  GPtrArray *remarks;   /* (owned) (element-type utf8) */
  char *error;          /* (owned) (nullable): a sentence; NULL when it went through */
  gboolean cancelled;
} SusunOutcome;

/**
 * SusunStanding: how things stand after a job, or when a run of the history is
 * gone on with: its outcome, its chain, and the runs of the chain that were
 * before it. Read on a worker.
 */
typedef struct
{
  SusunOutcome *outcome;  /* (owned) (nullable) */
  SusunChainState *chain; /* (owned) (nullable) */
  SusunOutcome *organize; /* (owned) (nullable): of the chain */
  SusunOutcome *verify;   /* (owned) (nullable): the last one that was finished */
} SusunStanding;

/* Of a job that has ended with @error (nullable). */
SusunOutcome *susun_outcome_new (SusunRunJob *job, const GError *error);

/* Of a run of the history. @run: not kept */
SusunOutcome *susun_outcome_new_for_run (const SusunRun *run);
void susun_outcome_free (SusunOutcome *self);

/* @outcome: (transfer full) (nullable) */
SusunStanding *susun_standing_new (SusunOutcome *outcome);
void susun_standing_free (SusunStanding *self);

/* Reads all that the history knows. @chain_id: (nullable): NULL for a run that
 * is only planned. Blocks. */
void susun_standing_read (SusunStanding *self, SusunStore *store, const char *chain_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunOutcome, susun_outcome_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunStanding, susun_standing_free)

G_END_DECLS
