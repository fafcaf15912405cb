// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/*
 * The wizard's own: its steps and plans (susun-wizard.c), and what it does with
 * a chain that is organized (susun-wizard-chain.c).
 */

struct _SusunWizard
{
  GObject parent_instance;

  SusunWorker *worker;
  SusunChoices *choices; /* (owned) */
  char *data_folder;
  SusunMode mode; /* of the run in hand */

  SusunStage stage;
  SusunStage reached;
  SusunOutcome *outcomes[SUSUN_N_STAGES + 1]; /* (nullable) each; the last: SUSUN_STAGE_ASIDE */
  SusunChainState *chain;                     /* (nullable): how far the run in hand is */
  char *duplicates;                           /* (nullable): run_id of a dedupe to be decided */

  SusunJob *job; /* (nullable) */
  SusunStage job_stage;
  gboolean resuming;         /* a run of the history is being looked up */
  GCancellable *cancellable; /* (nullable): of the job */
  GQueue corrections;        /* (element-type SusunCorrection): what the plan still has
                                to hear */
  gboolean correcting;       /* the job makes the plan anew */
  gboolean corrected;        /* its user has set something right in the plan, or may have */
};

/* Tells "changed". */
void susun_wizard_tell_changed (SusunWizard *self);

/* Starts a job, which must be possible now, and goes to its stage. @job:
 * (transfer full) */
void susun_wizard_start (SusunWizard *self, SusunStage stage, SusunJob *job);

/* Goes on with a run. @decided: its user has seen the plan and says go.
 * @left_out: (nullable) (element-type gint64): items that he wants to stay */
void susun_wizard_go_on (SusunWizard *self, const char *run_id, gboolean decided, GArray *left_out);

/* Forgets a run of which nothing was carried out. */
void susun_wizard_forget (SusunWizard *self, const char *run_id);

G_END_DECLS
