// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/*
 * The wizard's own: its steps, jobs and plans (susun-wizard.c), what it does with
 * a chain that is organized (susun-wizard-chain.c), what it does with event
 * folders (susun-wizard-titles.c), and how it goes on with a run of the history
 * (susun-wizard-resume.c).
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
  gboolean resuming;         /* a run of the history is being looked up, or its standing read */
  gboolean given_up;         /* it is not to begin when it has been looked up */
  GCancellable *cancellable; /* (nullable): of the job */
  GQueue corrections;        /* (element-type SusunCorrection): what the plan still has
                                to hear */
  gboolean correcting;       /* the job makes the plan anew */
  gboolean corrected;        /* its user has set something right in the plan, or may have */
  gboolean titles_kept;      /* its user has decided about titles, or may have */
};

/* Is a job running, or about to? Nothing else begins meanwhile. */
gboolean susun_wizard_is_busy (SusunWizard *self);

/* Tells "changed". */
void susun_wizard_tell_changed (SusunWizard *self);

/* Tells "failed". */
void susun_wizard_tell_failed (SusunWizard *self, const char *sentence);

/* Goes to a stage and tells so, also when it is the stage already: whoever looks
 * elsewhere (the history) comes to see it. */
void susun_wizard_go_to (SusunWizard *self, SusunStage stage);

/* Goes to a stage, which was perhaps not reached before. */
void susun_wizard_reach (SusunWizard *self, SusunStage stage);

/* What was done with an earlier plan is no longer what the pages after @stage
 * are about: it is the last one that is reached. */
void susun_wizard_forget_after (SusunWizard *self, SusunStage stage);

/* Has read how things stand after the job of job_stage ended as @outcome
 * (transfer full), and takes it over. */
void susun_wizard_read_standing (SusunWizard *self, SusunOutcome *outcome);

/* Takes the chain over, and what was done with it before. At SUSUN_STAGE_ASIDE
 * only if it is the chain in hand: a job of the history may be about another. */
void susun_wizard_take_chain (SusunWizard *self, SusunStage stage, SusunStanding *standing);

/* Starts a job, which must be possible now, and goes to its stage. @job:
 * (transfer full) */
void susun_wizard_start (SusunWizard *self, SusunStage stage, SusunJob *job);

/* Goes on with a run. @decided: its user has seen the plan and says go.
 * @left_out: (nullable) (element-type gint64): items that he wants to stay */
void susun_wizard_go_on (SusunWizard *self, const char *run_id, gboolean decided, GArray *left_out);

/* Shows the titles of a run that waits for its user. */
void susun_wizard_show_titles (SusunWizard *self, const SusunRun *run);

/* A plan that was looked at and is not wanted any more, and of which nothing was carried out, is
 * forgotten. One in which its user has set something right stays in the history, and can be gone on
 * with from there. */
void susun_wizard_forget_plans (SusunWizard *self);

/* Forgets a run of which nothing was carried out. */
void susun_wizard_forget (SusunWizard *self, const char *run_id);

G_END_DECLS
