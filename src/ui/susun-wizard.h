// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/job/susun-worker.h"
#include "core/runs/susun-correction.h"
#include "core/runs/susun-take-back.h"
#include "ui/susun-choices.h"
#include "ui/susun-outcome.h"

G_BEGIN_DECLS

/**
 * SusunWizard: where a person is on the way from a dropped folder to a clean
 * source: what was chosen, which job is running, how those before it ended. The
 * pages show it and change it; it holds no widget. Main thread only; the work
 * is done by the worker's thread.
 *
 * Tells "notify::stage", "notify::job", and "changed" for everything else a
 * page shows, also for the choices. "failed" (string): a sentence: what was
 * asked could not even be begun.
 */
typedef enum
{
  SUSUN_STAGE_CHOOSE,
  SUSUN_STAGE_REVIEW,
  SUSUN_STAGE_ORGANIZE,
  SUSUN_STAGE_VERIFY,
  SUSUN_STAGE_CLEAN_UP,
  SUSUN_STAGE_DONE,
  /* the other way: Choose, then these */
  SUSUN_STAGE_TITLES,
  SUSUN_STAGE_RENAMED,
  SUSUN_N_STAGES
} SusunStage;

/* No step: a job of the history, which shows it. */
#define SUSUN_STAGE_ASIDE SUSUN_N_STAGES

#define SUSUN_TYPE_WIZARD (susun_wizard_get_type ())
G_DECLARE_FINAL_TYPE (SusunWizard, susun_wizard, SUSUN, WIZARD, GObject)

/* @worker: runs the jobs; @data_folder: where manifests of runs are kept.
 * Returns: (transfer full)
 */
SusunWizard *susun_wizard_new (SusunWorker *worker, SusunChoices *choices, const char *data_folder);

/* (transfer none) */
SusunChoices *susun_wizard_get_choices (SusunWizard *self);

/* Of the run in hand, which may be one of the history. */
SusunMode susun_wizard_get_mode (SusunWizard *self);

/* All is forgotten; the first step. */
void susun_wizard_clear (SusunWizard *self);

SusunStage susun_wizard_get_stage (SusunWizard *self);

/* Goes to a stage that is reached already. */
void susun_wizard_set_stage (SusunWizard *self, SusunStage stage);
gboolean susun_wizard_has_reached (SusunWizard *self, SusunStage stage);

/* Event folders get other names; else pictures are arranged. */
gboolean susun_wizard_is_renaming (SusunWizard *self);

/* (transfer none) (nullable): what is running now */
SusunJob *susun_wizard_get_job (SusunWizard *self);

/* Of the job that runs, or that was the last one: it may be SUSUN_STAGE_ASIDE.
 */
SusunStage susun_wizard_get_job_stage (SusunWizard *self);

/* (transfer none) (nullable): how far the run in hand is, as of the last job's
 * end */
const SusunChainState *susun_wizard_get_chain (SusunWizard *self);

/* Each starts the stage's job; nothing happens while one is running. Review
 * finds, dates and plans and touches nothing; the plan that waits then is what
 * organizing carries out. */
void susun_wizard_review (SusunWizard *self);
void susun_wizard_organize (SusunWizard *self);
void susun_wizard_verify (SusunWizard *self);
void susun_wizard_clean_up (SusunWizard *self);

/* Copies again what the last verification found at fault. */
void susun_wizard_copy_again (SusunWizard *self);

/* Are there proven originals that were not put aside yet? */
gboolean susun_wizard_can_clean_up (SusunWizard *self);

/* What lies in quarantine goes back, or is deleted for ever. */
void susun_wizard_restore (SusunWizard *self);
void susun_wizard_purge (SusunWizard *self);

/* Takes a run of the history back, aside. */
void susun_wizard_take_back (SusunWizard *self, SusunTakeBack what, const char *run_id);

/* Looks for duplicates in the archive and plans what is to go; then the run
 * waits for its user: its run_id (transfer none) (nullable), then what he says.
 * @left_out: (element-type gint64): items that are to stay; all of them when he
 * leaves them. */
void susun_wizard_find_duplicates (SusunWizard *self);
const char *susun_wizard_get_duplicates (SusunWizard *self);
void susun_wizard_take_duplicates (SusunWizard *self, GArray *left_out);
void susun_wizard_leave_duplicates (SusunWizard *self);

/* Nothing is left to do: the last page. */
void susun_wizard_finish (SusunWizard *self);

/* The run that Review shows, 0 for none: also while it is being made. */
gint64 susun_wizard_get_reviewed_run (SusunWizard *self);

/* Is there a plan that waits for its user, and no part of it was carried out
 * yet? */
gboolean susun_wizard_has_plan (SusunWizard *self);

/* Has the plan made anew with what its user says about some pictures. What is
 * said while that goes on waits its turn. Without a plan, or when it has been told to be carried
 * out, nothing happens.
 * @correction: (transfer full) */
void susun_wizard_correct (SusunWizard *self, SusunCorrection *correction);
gboolean susun_wizard_is_correcting (SusunWizard *self);

/* Looks into the event folders and proposes titles; touches nothing. Then the names are given that
 * its user has agreed to. */
void susun_wizard_propose_titles (SusunWizard *self);
void susun_wizard_rename (SusunWizard *self);

/* (transfer none) (nullable): the run of the titles, also while it is being made */
const SusunRun *susun_wizard_get_titled_run (SusunWizard *self);

/* Do the titles wait for their user, and was none of the names given yet? */
gboolean susun_wizard_has_titles (SusunWizard *self);

/* He has decided something about them: they are not simply forgotten. */
void susun_wizard_keep_titles (SusunWizard *self);

/* Goes on with a run of the history: one that was interrupted, or one that waits for its user, who
 * sees its plan first. */
void susun_wizard_resume (SusunWizard *self, const char *run_id);

/* Goes to the next step of a chain of which every run is finished: to prove its copies, or when all
 * are proven to clean up. */
void susun_wizard_open (SusunWizard *self, const char *run_id);
void susun_wizard_cancel (SusunWizard *self);
gboolean susun_wizard_is_cancelling (SusunWizard *self);

/* (transfer none) (nullable) */
const SusunOutcome *susun_wizard_get_outcome (SusunWizard *self, SusunStage stage);

/* What has since taken all of a step's run back, from its page or from the history, or the copies
 * that a step is about: what its page told before is so no more.
 * Returns: (transfer none) (nullable) */
const SusunOutcome *susun_wizard_get_undo (SusunWizard *self, SusunStage stage);

G_END_DECLS
