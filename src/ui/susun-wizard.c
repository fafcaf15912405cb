// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-wizard.h"

#include "core/runs/susun-forget.h"
#include "core/runs/susun-organize.h"
#include "ui/susun-wizard-private.h"

G_DEFINE_FINAL_TYPE (SusunWizard, susun_wizard, G_TYPE_OBJECT)

enum
{
  PROP_STAGE = 1,
  PROP_JOB,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_CHANGED,
  SIGNAL_FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

void
susun_wizard_tell_changed (SusunWizard *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
susun_wizard_tell_failed (SusunWizard *self, const char *sentence)
{
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, sentence);
}

static void
susun_wizard_init (SusunWizard *self)
{
  self->mode = SUSUN_MODE_COPY;
}

static void
susun_wizard_dispose (GObject *object)
{
  SusunWizard *self = SUSUN_WIZARD (object);

  if (self->choices != NULL)
    g_signal_handlers_disconnect_by_data (self->choices, self);
  g_clear_object (&self->choices);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->job);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (susun_wizard_parent_class)->dispose (object);
}

static void
susun_wizard_finalize (GObject *object)
{
  SusunWizard *self = SUSUN_WIZARD (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->outcomes); i++)
    g_clear_pointer (&self->outcomes[i], susun_outcome_free);
  g_clear_pointer (&self->chain, susun_chain_state_free);
  g_free (self->duplicates);
  g_queue_clear_full (&self->corrections, (GDestroyNotify) susun_correction_free);
  g_free (self->data_folder);
  G_OBJECT_CLASS (susun_wizard_parent_class)->finalize (object);
}

static void
susun_wizard_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SusunWizard *self = SUSUN_WIZARD (object);

  switch (id)
    {
    case PROP_STAGE:
      g_value_set_int (value, (int) self->stage);
      break;
    case PROP_JOB:
      g_value_set_object (value, self->job);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
susun_wizard_class_init (SusunWizardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = susun_wizard_dispose;
  object_class->finalize = susun_wizard_finalize;
  object_class->get_property = susun_wizard_get_property;
  properties[PROP_STAGE] = g_param_spec_int ("stage", NULL, NULL, 0, SUSUN_N_STAGES - 1, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_JOB] = g_param_spec_object ("job", NULL, NULL, SUSUN_TYPE_JOB,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SUSUN_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", SUSUN_TYPE_WIZARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

SusunWizard *
susun_wizard_new (SusunWorker *worker, SusunChoices *choices, const char *data_folder)
{
  SusunWizard *self = g_object_new (SUSUN_TYPE_WIZARD, NULL);

  self->worker = g_object_ref (worker);
  self->choices = g_object_ref (choices);
  g_signal_connect_swapped (choices, "changed", G_CALLBACK (susun_wizard_tell_changed), self);
  self->data_folder = g_strdup (data_folder);
  return self;
}

/* --- choices */

SusunChoices *
susun_wizard_get_choices (SusunWizard *self)
{
  return self->choices;
}

/* A run is begun, or one of the history is gone on with: no longer those on the
 * page. */
SusunMode
susun_wizard_get_mode (SusunWizard *self)
{
  return self->mode;
}

void
susun_wizard_clear (SusunWizard *self)
{
  g_return_if_fail (self->job == NULL);
  for (guint i = 0; i < SUSUN_N_STAGES; i++)
    g_clear_pointer (&self->outcomes[i], susun_outcome_free);
  g_clear_pointer (&self->chain, susun_chain_state_free);
  g_clear_pointer (&self->duplicates, g_free);
  self->reached = SUSUN_STAGE_CHOOSE;
  susun_choices_clear (self->choices);
  susun_wizard_set_stage (self, SUSUN_STAGE_CHOOSE);
  susun_wizard_tell_changed (self);
}

/* --- steps */

SusunStage
susun_wizard_get_stage (SusunWizard *self)
{
  return self->stage;
}

/* Of the two ways only one is gone at a time; the first step is of both. */
static gboolean
is_other_way (SusunWizard *self, SusunStage stage)
{
  return stage != SUSUN_STAGE_CHOOSE
         && (stage >= SUSUN_STAGE_TITLES) != (self->reached >= SUSUN_STAGE_TITLES);
}

/* The first step shows the way that is gone: it may be that of a run of the history. */
static void
keep_choice (SusunWizard *self)
{
  if (self->reached != SUSUN_STAGE_CHOOSE)
    susun_choices_set_renaming (self->choices, self->reached >= SUSUN_STAGE_TITLES);
}

static void
extend_way (SusunWizard *self, SusunStage stage)
{
  self->reached = is_other_way (self, stage) ? stage : MAX (self->reached, stage);
  keep_choice (self);
}

gboolean
susun_wizard_is_renaming (SusunWizard *self)
{
  return self->stage == SUSUN_STAGE_CHOOSE ? susun_choices_get_renaming (self->choices)
                                           : self->stage >= SUSUN_STAGE_TITLES;
}

gboolean
susun_wizard_has_reached (SusunWizard *self, SusunStage stage)
{
  return stage <= self->reached && !is_other_way (self, stage);
}

void
susun_wizard_set_stage (SusunWizard *self, SusunStage stage)
{
  if (!susun_wizard_has_reached (self, stage) || stage == self->stage)
    return;
  susun_wizard_go_to (self, stage);
}

void
susun_wizard_go_to (SusunWizard *self, SusunStage stage)
{
  self->stage = stage;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
}

void
susun_wizard_reach (SusunWizard *self, SusunStage stage)
{
  extend_way (self, stage);
  susun_wizard_set_stage (self, stage);
}

/* --- jobs */

/* What is read from the history after a job, on the worker. What is only planned has no chain yet
 * that one could go on with. */
static void
read_standing_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  SusunStanding *standing = g_task_get_task_data (task);
  const SusunRun *run = standing->outcome->run;
  gboolean plan = g_object_get_data (G_OBJECT (task), "susun-plan") != NULL;

  if (store != NULL)
    susun_standing_read (standing, store, run != NULL && !plan ? run->chain_id : NULL);
  g_task_return_boolean (task, TRUE);
}

static void
fill_outcome (SusunWizard *self, SusunStage stage, SusunOutcome **outcome)
{
  if (self->outcomes[stage] == NULL)
    self->outcomes[stage] = g_steal_pointer (outcome);
}

void
susun_wizard_take_chain (SusunWizard *self, SusunStage stage, SusunStanding *standing)
{
  if (standing->chain == NULL
      || (stage == SUSUN_STAGE_ASIDE
          && (self->chain == NULL
              || !g_str_equal (self->chain->chain_id, standing->chain->chain_id))))
    return;
  g_clear_pointer (&self->chain, susun_chain_state_free);
  self->chain = g_steal_pointer (&standing->chain);
  /* A run of the history was made with other choices than those on the page. */
  if (self->chain->organize != NULL)
    self->mode = self->chain->organize->mode;
  fill_outcome (self, SUSUN_STAGE_ORGANIZE, &standing->organize);
  fill_outcome (self, SUSUN_STAGE_VERIFY, &standing->verify);
}

/* A dedupe that is only planned has not come out in any way: its pairs are to be looked at. */
static void
take_outcome (SusunWizard *self, SusunStage stage, SusunOutcome *outcome)
{
  if (outcome->kind == SUSUN_RUN_DEDUPE && outcome->error == NULL && !outcome->cancelled
      && outcome->run->state == SUSUN_RUN_STATE_PLANNED)
    {
      g_free (self->duplicates);
      self->duplicates = g_strdup (outcome->run->run_id);
      susun_outcome_free (outcome);
      return;
    }
  g_clear_pointer (&self->outcomes[stage], susun_outcome_free);
  self->outcomes[stage] = outcome;
  if (stage == SUSUN_STAGE_REVIEW && outcome->run != NULL)
    self->mode = outcome->run->mode;
}

/* How far one may go now. */
static void
reach_after (SusunWizard *self, SusunStage stage)
{
  const SusunOutcome *outcome = self->outcomes[stage];

  if (stage == SUSUN_STAGE_ASIDE || outcome == NULL || outcome->error != NULL || outcome->cancelled
      || outcome->kind == SUSUN_RUN_REPAIR || stage >= SUSUN_STAGE_TITLES)
    return;
  self->reached = MAX (self->reached, MIN (stage + 1, SUSUN_STAGE_DONE));
}

static void correct_next (SusunWizard *self);

/* What could not be corrected leaves the plan as it was. */
static void
keep_plan (SusunWizard *self, const SusunOutcome *outcome)
{
  g_queue_clear_full (&self->corrections, (GDestroyNotify) susun_correction_free);
  g_clear_object (&self->job);
  g_clear_object (&self->cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  if (outcome->error != NULL)
    susun_wizard_tell_failed (self, outcome->error);
  susun_wizard_tell_changed (self);
}

static void
standing_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunWizard *self = SUSUN_WIZARD (object);
  SusunStage stage = self->job_stage;
  SusunStanding *standing = g_task_get_task_data (G_TASK (result));
  const SusunOutcome *outcome = standing->outcome;
  gboolean kept = self->correcting && (outcome->error != NULL || outcome->cancelled);

  self->resuming = FALSE;
  self->correcting = FALSE;
  if (kept)
    {
      keep_plan (self, outcome);
      return;
    }

  /* The task lets go of it: it is the wizard's now. */
  take_outcome (self, stage, g_steal_pointer (&standing->outcome));
  susun_wizard_take_chain (self, stage, standing);
  g_clear_object (&self->job);
  g_clear_object (&self->cancellable);
  reach_after (self, stage);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  susun_wizard_tell_changed (self);
  correct_next (self);
}

void
susun_wizard_read_standing (SusunWizard *self, SusunOutcome *outcome)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, standing_read_cb, NULL);

  self->resuming = TRUE;
  /* Folders that get names have no chain. */
  if (self->job_stage == SUSUN_STAGE_REVIEW || self->job_stage == SUSUN_STAGE_TITLES
      || self->job_stage == SUSUN_STAGE_RENAMED)
    g_object_set_data (G_OBJECT (task), "susun-plan", self);
  g_task_set_task_data (task, susun_standing_new (outcome), (GDestroyNotify) susun_standing_free);
  susun_worker_push (self->worker, task, read_standing_in_worker);
}

static void
finished_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunWizard) self = user_data;
  SusunJob *job = SUSUN_JOB (object);
  g_autoptr (GError) error = NULL;

  susun_job_finish (job, result, &error);
  susun_wizard_read_standing (self, susun_outcome_new (SUSUN_RUN_JOB (job), error));
}

void
susun_wizard_start (SusunWizard *self, SusunStage stage, SusunJob *job)
{
  g_assert (self->job == NULL);
  self->job = job;
  self->job_stage = stage;
  self->cancellable = g_cancellable_new ();
  /* A plan that is made anew is shown meanwhile. */
  if (!self->correcting)
    g_clear_pointer (&self->outcomes[stage], susun_outcome_free);
  if (stage != SUSUN_STAGE_ASIDE)
    {
      extend_way (self, stage);
      susun_wizard_go_to (self, stage);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  susun_wizard_tell_changed (self);
  susun_job_start (job, self->worker, self->cancellable, finished_cb, g_object_ref (self));
}

gboolean
susun_wizard_is_busy (SusunWizard *self)
{
  return self->job != NULL || self->resuming;
}

SusunJob *
susun_wizard_get_job (SusunWizard *self)
{
  return self->job;
}

SusunStage
susun_wizard_get_job_stage (SusunWizard *self)
{
  return self->job_stage;
}

void
susun_wizard_forget_after (SusunWizard *self, SusunStage stage)
{
  for (guint i = stage + 1; i < SUSUN_N_STAGES; i++)
    g_clear_pointer (&self->outcomes[i], susun_outcome_free);
  g_clear_pointer (&self->chain, susun_chain_state_free);
  g_clear_pointer (&self->duplicates, g_free);
  self->reached = stage;
}

static void
forget_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  /* What cannot be forgotten stays in the history, and can be gone on with there. */
  if (store != NULL)
    susun_forget_plan (store, g_task_get_task_data (task), NULL);
  g_task_return_boolean (task, TRUE);
}

void
susun_wizard_forget (SusunWizard *self, const char *run_id)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_task_data (task, g_strdup (run_id), g_free);
  susun_worker_push (self->worker, task, forget_in_worker);
}

void
susun_wizard_forget_plans (SusunWizard *self)
{
  if (susun_wizard_has_plan (self) && !self->corrected)
    susun_wizard_forget (self, self->outcomes[SUSUN_STAGE_REVIEW]->run->run_id);
  if (susun_wizard_has_titles (self) && !self->titles_kept)
    susun_wizard_forget (self, self->outcomes[SUSUN_STAGE_TITLES]->run->run_id);
}

/* Who goes back to look at the choices and changes none finds the plan, with
 * all that was set right in it, as it was. */
static gboolean
has_plan_for (SusunWizard *self, SusunOrganizeOptions *options)
{
  g_autoptr (SusunOrganizeOptions) old = NULL;
  g_autofree char *before = NULL;
  g_autofree char *now = NULL;
  gint64 time = options->now;

  if (!susun_wizard_has_plan (self))
    return FALSE;
  old = susun_organize_options_from_json (self->outcomes[SUSUN_STAGE_REVIEW]->run->options, NULL);
  if (old == NULL)
    return FALSE;
  options->now = old->now;
  before = susun_organize_options_to_json (old);
  now = susun_organize_options_to_json (options);
  options->now = time;
  return g_str_equal (before, now);
}

void
susun_wizard_review (SusunWizard *self)
{
  g_autoptr (SusunOrganizeOptions) options = NULL;

  if (susun_wizard_is_busy (self) || susun_choices_get_obstacle (self->choices, NULL) != NULL)
    return;
  options = susun_choices_make_options (self->choices);
  options->plan_only = TRUE;
  if (has_plan_for (self, options))
    {
      susun_wizard_set_stage (self, SUSUN_STAGE_REVIEW);
      return;
    }
  susun_wizard_forget_plans (self);
  self->corrected = FALSE;
  susun_choices_remember (self->choices);
  self->mode = susun_choices_get_mode (self->choices);
  susun_wizard_forget_after (self, SUSUN_STAGE_REVIEW);
  susun_wizard_start (self, SUSUN_STAGE_REVIEW,
                      susun_organize_job_new (g_steal_pointer (&options)));
}

static void
correct_next (SusunWizard *self)
{
  SusunCorrection *correction;
  GError *error = NULL;
  SusunJob *job;

  if (susun_wizard_is_busy (self) || !susun_wizard_has_plan (self))
    return;
  correction = g_queue_pop_head (&self->corrections);
  if (correction == NULL)
    return;
  job = susun_organize_job_new_plan (susun_run_copy (self->outcomes[SUSUN_STAGE_REVIEW]->run),
                                     correction, &error);
  if (job == NULL)
    {
      susun_wizard_tell_failed (self, error->message);
      g_error_free (error);
      return;
    }
  self->correcting = TRUE;
  susun_wizard_start (self, SUSUN_STAGE_REVIEW, job);
}

void
susun_wizard_correct (SusunWizard *self, SusunCorrection *correction)
{
  gboolean going_on = self->resuming && self->job == NULL;

  if (!susun_wizard_has_plan (self) || going_on)
    {
      susun_correction_free (correction);
      return;
    }
  self->corrected = TRUE;
  g_queue_push_tail (&self->corrections, correction);
  correct_next (self);
}

gboolean
susun_wizard_is_correcting (SusunWizard *self)
{
  return self->correcting;
}

gint64
susun_wizard_get_reviewed_run (SusunWizard *self)
{
  const SusunOutcome *outcome = self->outcomes[SUSUN_STAGE_REVIEW];
  const SusunRun *run = outcome != NULL ? outcome->run : NULL;

  if (self->job != NULL && self->job_stage == SUSUN_STAGE_REVIEW)
    run = susun_run_job_get_run (SUSUN_RUN_JOB (self->job));
  return run != NULL ? run->id : 0;
}

gboolean
susun_wizard_has_plan (SusunWizard *self)
{
  const SusunOutcome *outcome = self->outcomes[SUSUN_STAGE_REVIEW];

  return outcome != NULL && outcome->run != NULL && outcome->error == NULL && !outcome->cancelled
         && outcome->run->state == SUSUN_RUN_STATE_PLANNED
         && self->outcomes[SUSUN_STAGE_ORGANIZE] == NULL;
}

void
susun_wizard_finish (SusunWizard *self)
{
  if (self->job == NULL)
    susun_wizard_reach (self, SUSUN_STAGE_DONE);
}

void
susun_wizard_cancel (SusunWizard *self)
{
  if (self->cancellable == NULL)
    {
      self->given_up = self->resuming;
      return;
    }
  susun_job_set_paused (self->job, FALSE);
  g_cancellable_cancel (self->cancellable);
  susun_wizard_tell_changed (self);
}

gboolean
susun_wizard_is_cancelling (SusunWizard *self)
{
  return self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable);
}

const SusunOutcome *
susun_wizard_get_outcome (SusunWizard *self, SusunStage stage)
{
  return self->outcomes[stage];
}

const SusunOutcome *
susun_wizard_get_undo (SusunWizard *self, SusunStage stage)
{
  gboolean follows = stage > SUSUN_STAGE_ORGANIZE && stage <= SUSUN_STAGE_DONE;
  const SusunOutcome *outcome = self->outcomes[follows ? SUSUN_STAGE_ORGANIZE : stage];
  const SusunOutcome *undo = self->outcomes[SUSUN_STAGE_ASIDE];

  if (outcome == NULL || outcome->sheet == NULL || undo == NULL || undo->sheet == NULL
      || undo->kind != SUSUN_RUN_UNDO || undo->error != NULL || undo->cancelled
      || susun_balance_get_problems (&undo->sheet->balance) > 0
      || g_strcmp0 (undo->sheet->run->target, outcome->sheet->run->run_id) != 0)
    return NULL;
  return undo;
}
