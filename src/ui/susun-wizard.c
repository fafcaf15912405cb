// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-wizard.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-quarantine.h"
#include "core/runs/susun-resume.h"
#include "core/runs/susun-take-back.h"
#include "core/runs/susun-verify.h"
#include "core/view/susun-chain-state.h"

struct _SusunWizard
{
  GObject parent_instance;

  SusunWorker *worker;
  SusunChoices *choices; /* (owned) */
  char *data_folder;
  SusunMode mode; /* of the run in hand */

  SusunStage stage;
  SusunStage reached;
  SusunOutcome *outcomes[SUSUN_N_STAGES]; /* (nullable) each */
  char *chain_id;                         /* (nullable): of the organize run */
  char *report;                           /* (nullable): its CSV */
  char *verified;                         /* (nullable): CSV of the last verify */

  SusunJob *job; /* (nullable) */
  SusunStage job_stage;
  gboolean resuming;         /* a run of the history is being looked up */
  GCancellable *cancellable; /* (nullable): of the job */
  GQueue corrections;        /* (element-type SusunCorrection): what the plan still has to hear */
  gboolean correcting;       /* the job makes the plan anew */
};

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

static void
outcome_free (SusunOutcome *self)
{
  g_clear_pointer (&self->run, susun_run_free);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->remarks, g_ptr_array_unref);
  g_free (self->source);
  g_free (self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunOutcome, outcome_free)

static void
changed (SusunWizard *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
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

  for (guint i = 0; i < SUSUN_N_STAGES; i++)
    g_clear_pointer (&self->outcomes[i], outcome_free);
  g_queue_clear_full (&self->corrections, (GDestroyNotify) susun_correction_free);
  g_free (self->data_folder);
  g_free (self->chain_id);
  g_free (self->report);
  g_free (self->verified);
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
  g_signal_connect_swapped (choices, "changed", G_CALLBACK (changed), self);
  self->data_folder = g_strdup (data_folder);
  return self;
}

/* --- choices */

SusunChoices *
susun_wizard_get_choices (SusunWizard *self)
{
  return self->choices;
}

/* A run is begun, or one of the history is gone on with: no longer those on the page. */
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
    g_clear_pointer (&self->outcomes[i], outcome_free);
  g_clear_pointer (&self->chain_id, g_free);
  g_clear_pointer (&self->report, g_free);
  g_clear_pointer (&self->verified, g_free);
  self->reached = SUSUN_STAGE_CHOOSE;
  susun_choices_clear (self->choices);
  susun_wizard_set_stage (self, SUSUN_STAGE_CHOOSE);
  changed (self);
}

/* --- steps */

SusunStage
susun_wizard_get_stage (SusunWizard *self)
{
  return self->stage;
}

gboolean
susun_wizard_has_reached (SusunWizard *self, SusunStage stage)
{
  return stage <= self->reached;
}

void
susun_wizard_set_stage (SusunWizard *self, SusunStage stage)
{
  if (stage > self->reached || stage == self->stage)
    return;
  self->stage = stage;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
}

static void
reach (SusunWizard *self, SusunStage stage)
{
  self->reached = MAX (self->reached, stage);
  susun_wizard_set_stage (self, stage);
}

/* --- jobs */

/* What is read from the history after a job, on the worker. */
static void
fill_outcome (SusunOutcome *outcome, SusunStore *store)
{
  const char *run_id = outcome->run != NULL ? outcome->run->run_id : NULL;

  if (store != NULL && run_id != NULL)
    {
      g_autoptr (SusunRun) run = susun_store_get_run (store, run_id, NULL);
      g_autoptr (GPtrArray) roots
          = run != NULL ? susun_store_list_roots (store, run->id, NULL) : NULL;
      if (roots != NULL && roots->len > 0)
        outcome->source = g_strdup (((SusunRootRow *) roots->pdata[0])->path);
      if (run != NULL && susun_balance_read (store, run, &outcome->balance, NULL))
        {
          outcome->problems = susun_balance_list_problems (store, run, NULL);
          susun_run_free (outcome->run);
          outcome->run = g_steal_pointer (&run);
        }
    }
}

static void
read_outcome_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  fill_outcome (g_task_get_task_data (task), store);
  g_task_return_boolean (task, TRUE);
}

static void
remember_manifests (SusunWizard *self, SusunStage stage, const SusunOutcome *outcome)
{
  if (outcome->run == NULL || outcome->error != NULL || outcome->cancelled)
    return;
  /* A run of the history was made with other choices than those on the page. */
  if (stage == SUSUN_STAGE_REVIEW || stage == SUSUN_STAGE_ORGANIZE)
    self->mode = outcome->run->mode;
  if (stage == SUSUN_STAGE_ORGANIZE)
    {
      g_free (self->chain_id);
      g_free (self->report);
      self->chain_id = g_strdup (outcome->run->chain_id);
      self->report = g_strdup (outcome->run->manifest);
    }
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
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, outcome->error);
  changed (self);
}

static void
outcome_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunWizard *self = SUSUN_WIZARD (object);
  SusunStage stage = self->job_stage;
  SusunOutcome *outcome = g_task_get_task_data (G_TASK (result));
  gboolean kept = self->correcting && (outcome->error != NULL || outcome->cancelled);

  self->correcting = FALSE;
  if (kept)
    {
      keep_plan (self, outcome);
      return;
    }

  /* The task lets go of it: it is the wizard's now. */
  g_clear_pointer (&self->outcomes[stage], outcome_free);
  self->outcomes[stage] = g_memdup2 (outcome, sizeof *outcome);
  memset (outcome, 0, sizeof *outcome);
  outcome = self->outcomes[stage];
  remember_manifests (self, stage, outcome);

  g_clear_object (&self->job);
  g_clear_object (&self->cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  /* What is planned is not organized: that page has nothing to show before its user says go. */
  if (outcome->error == NULL && !outcome->cancelled && stage != SUSUN_STAGE_REVIEW)
    self->reached = MAX (self->reached, MIN (stage + 1, SUSUN_STAGE_DONE));
  changed (self);
  correct_next (self);
}

static SusunRun *
copy_run_id (const SusunRun *run)
{
  SusunRun *copy;

  if (run == NULL)
    return NULL;
  copy = susun_run_new ();
  copy->run_id = g_strdup (run->run_id);
  copy->chain_id = g_strdup (run->chain_id);
  copy->kind = run->kind;
  return copy;
}

/* @outcome: (transfer full) */
static void
read_outcome (SusunWizard *self, SusunOutcome *outcome)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, outcome_read_cb, NULL);

  g_task_set_task_data (task, outcome, (GDestroyNotify) outcome_free);
  susun_worker_push (self->worker, task, read_outcome_in_worker);
}

static void
finished_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunWizard) self = user_data;
  SusunJob *job = SUSUN_JOB (object);
  g_autoptr (GError) error = NULL;
  SusunOutcome *outcome = g_new0 (SusunOutcome, 1);

  if (!susun_job_finish (job, result, &error))
    {
      outcome->cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      outcome->error = outcome->cancelled ? NULL : g_strdup (error->message);
    }
  outcome->run = copy_run_id (susun_run_job_get_run (SUSUN_RUN_JOB (job)));
  outcome->remarks = g_ptr_array_ref (susun_run_job_get_remarks (SUSUN_RUN_JOB (job)));
  read_outcome (self, outcome);
}

static void
start (SusunWizard *self, SusunStage stage, SusunJob *job)
{
  g_assert (self->job == NULL);
  self->job = job;
  self->job_stage = stage;
  self->cancellable = g_cancellable_new ();
  /* A plan that is made anew is shown meanwhile. */
  if (!self->correcting)
    g_clear_pointer (&self->outcomes[stage], outcome_free);
  self->reached = MAX (self->reached, stage);
  self->stage = stage;
  /* Told also when it is the stage already: whoever looks elsewhere (the history) comes to see it.
   */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOB]);
  changed (self);
  susun_job_start (job, self->worker, self->cancellable, finished_cb, g_object_ref (self));
}

SusunJob *
susun_wizard_get_job (SusunWizard *self)
{
  return self->job;
}

/* What was done with an earlier plan is no longer what these pages are about. */
static void
forget_after (SusunWizard *self, SusunStage stage)
{
  for (guint i = stage + 1; i < SUSUN_N_STAGES; i++)
    g_clear_pointer (&self->outcomes[i], outcome_free);
  self->reached = stage;
}

static void
forget_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  g_autoptr (SusunRun) run
      = store != NULL ? susun_store_get_run (store, g_task_get_task_data (task), NULL) : NULL;

  /* What cannot be forgotten stays in the history, and can be gone on with there. */
  if (run != NULL && susun_store_begin (store, NULL))
    susun_store_end (store, susun_store_forget_run (store, run->id, NULL), NULL);
  g_task_return_boolean (task, TRUE);
}

/* A plan that was looked at and is not wanted any more. Nothing of it was carried out. */
static void
forget_plan (SusunWizard *self)
{
  g_autoptr (GTask) task = NULL;

  if (!susun_wizard_has_plan (self))
    return;
  task = g_task_new (self, NULL, NULL, NULL);
  g_task_set_task_data (task, g_strdup (self->outcomes[SUSUN_STAGE_REVIEW]->run->run_id), g_free);
  susun_worker_push (self->worker, task, forget_in_worker);
}

/* Who goes back to look at the choices and changes none finds the plan, with all that was set right
 * in it, as it was. */
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

  if (self->job != NULL || self->resuming
      || susun_choices_get_obstacle (self->choices, NULL) != NULL)
    return;
  options = susun_choices_make_options (self->choices);
  options->plan_only = TRUE;
  if (has_plan_for (self, options))
    {
      susun_wizard_set_stage (self, SUSUN_STAGE_REVIEW);
      return;
    }
  forget_plan (self);
  susun_choices_remember (self->choices);
  self->mode = susun_choices_get_mode (self->choices);
  forget_after (self, SUSUN_STAGE_REVIEW);
  start (self, SUSUN_STAGE_REVIEW, susun_organize_job_new (g_steal_pointer (&options)));
}

static void
correct_next (SusunWizard *self)
{
  SusunCorrection *correction;
  GError *error = NULL;
  SusunJob *job;

  if (self->job != NULL || !susun_wizard_has_plan (self))
    return;
  correction = g_queue_pop_head (&self->corrections);
  if (correction == NULL)
    return;
  job = susun_organize_job_new_plan (susun_run_copy (self->outcomes[SUSUN_STAGE_REVIEW]->run),
                                     correction, &error);
  if (job == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
      g_error_free (error);
      return;
    }
  self->correcting = TRUE;
  start (self, SUSUN_STAGE_REVIEW, job);
}

void
susun_wizard_correct (SusunWizard *self, SusunCorrection *correction)
{
  if (!susun_wizard_has_plan (self))
    {
      susun_correction_free (correction);
      return;
    }
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
susun_wizard_verify (SusunWizard *self)
{
  SusunVerifyOptions *options;

  if (self->job != NULL || self->report == NULL)
    return;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *verified = g_strdup_printf ("verified-%s.csv", id);
  g_autofree char *unverified = g_strdup_printf ("unverified-%s.csv", id);
  options = susun_verify_options_new ();
  options->input_csv = g_strdup (self->report);
  options->verified_out = g_build_filename (self->data_folder, verified, NULL);
  options->unverified_out = g_build_filename (self->data_folder, unverified, NULL);
  g_free (self->verified);
  self->verified = g_strdup (options->verified_out);
  start (self, SUSUN_STAGE_VERIFY, susun_verify_job_new (options));
}

char *
susun_wizard_dup_quarantine (SusunWizard *self)
{
  g_autoptr (GFile) source = g_list_model_get_item (susun_choices_get_sources (self->choices), 0);
  const SusunOutcome *outcome = self->outcomes[SUSUN_STAGE_ORGANIZE];
  const char name[] = ".susun-quarantine";
  char *beside;

  if (source == NULL && outcome != NULL && outcome->source != NULL)
    source = g_file_new_for_path (outcome->source);
  if (source == NULL)
    return NULL;
  beside = susun_path_beside (g_file_peek_path (source), name);
  /* Within it, where only it was lent to a sandbox. */
  return beside != NULL ? beside : g_build_filename (g_file_peek_path (source), name, NULL);
}

void
susun_wizard_clean_up (SusunWizard *self)
{
  SusunQuarantineOptions *options;

  if (self->job != NULL || self->verified == NULL)
    return;
  options = susun_quarantine_options_new ();
  options->manifest = g_strdup (self->verified);
  options->expected_run_id = g_strdup (self->chain_id);
  options->quarantine_root = susun_wizard_dup_quarantine (self);
  start (self, SUSUN_STAGE_CLEAN_UP, susun_quarantine_job_new (options));
}

void
susun_wizard_restore (SusunWizard *self)
{
  SusunTakeBackOptions *options;

  if (self->job != NULL || self->chain_id == NULL)
    return;
  options = susun_take_back_options_new ();
  options->what = SUSUN_TAKE_BACK_RESTORE;
  options->run_id = g_strdup (self->chain_id);
  start (self, SUSUN_STAGE_CLEAN_UP, susun_take_back_job_new (options));
}

void
susun_wizard_undo (SusunWizard *self, const char *run_id)
{
  SusunTakeBackOptions *options;

  if (self->job != NULL)
    return;
  options = susun_take_back_options_new ();
  options->what = SUSUN_TAKE_BACK_UNDO;
  options->run_id = g_strdup (run_id);
  start (self, SUSUN_STAGE_DONE, susun_take_back_job_new (options));
}

void
susun_wizard_finish (SusunWizard *self)
{
  if (self->job == NULL)
    reach (self, SUSUN_STAGE_DONE);
}

static SusunStage
stage_of (const SusunRun *run)
{
  switch (run->kind)
    {
    case SUSUN_RUN_ORGANIZE:
      return SUSUN_STAGE_ORGANIZE;
    case SUSUN_RUN_VERIFY:
      return SUSUN_STAGE_VERIFY;
    case SUSUN_RUN_QUARANTINE:
      return SUSUN_STAGE_CLEAN_UP;
    default:
      return SUSUN_STAGE_DONE;
    }
}

/* A run that Review began and that was not told to go on: its user has not seen the plan yet, or
 * not decided. */
static gboolean
waits_for_review (const SusunRun *run)
{
  g_autoptr (SusunOrganizeOptions) options = NULL;

  if (run->kind != SUSUN_RUN_ORGANIZE || run->state == SUSUN_RUN_STATE_RUNNING
      || run->state == SUSUN_RUN_STATE_FINISHED)
    return FALSE;
  options = susun_organize_options_from_json (run->options, NULL);
  return options != NULL && options->plan_only;
}

/* @run: with the plan that waits */
static void
show_plan (SusunWizard *self, const SusunRun *run)
{
  SusunOutcome *outcome = g_new0 (SusunOutcome, 1);

  outcome->run = copy_run_id (run);
  self->job_stage = SUSUN_STAGE_REVIEW;
  read_outcome (self, outcome);
  forget_after (self, SUSUN_STAGE_REVIEW);
  self->stage = SUSUN_STAGE_REVIEW;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAGE]);
}

typedef struct
{
  char *run_id;
  gboolean decided; /* the user has seen the plan and says go */
} Resume;

static void
resume_free (gpointer data)
{
  g_free (((Resume *) data)->run_id);
  g_free (data);
}

/* The same run, but nothing is carried out that its user has not seen. @job: (transfer full) */
static SusunJob *
stop_when_planned (SusunJob *job, SusunStore *store, GError **error)
{
  const SusunRun *run = susun_run_job_get_run (SUSUN_RUN_JOB (job));
  g_autoptr (SusunJob) resumed = job;
  SusunRun *again;

  if (!waits_for_review (run))
    return g_steal_pointer (&resumed);
  again = susun_store_get_run (store, run->run_id, error);
  return again != NULL ? susun_organize_job_new_plan (again, NULL, error) : NULL;
}

static void
make_resume_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  const Resume *resume = g_task_get_task_data (task);
  GError *failure = NULL;
  SusunJob *job;

  if (store == NULL)
    {
      g_task_return_error (task, g_error_copy (error));
      return;
    }
  job = susun_resume_job_new (store, resume->run_id, 0, &failure);
  if (job != NULL && !resume->decided)
    job = stop_when_planned (job, store, &failure);
  if (job != NULL)
    g_task_return_pointer (task, job, g_object_unref);
  else
    g_task_return_error (task, failure);
}

static void
resume_made_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunWizard *self = SUSUN_WIZARD (object);
  const Resume *resume = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunJob) job = g_task_propagate_pointer (G_TASK (result), &error);
  const SusunRun *run;

  self->resuming = FALSE;
  if (job == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
      changed (self);
      return;
    }
  run = susun_run_job_get_run (SUSUN_RUN_JOB (job));
  if (resume->decided || !waits_for_review (run))
    start (self, stage_of (run), g_steal_pointer (&job));
  else if (run->state == SUSUN_RUN_STATE_PLANNED)
    show_plan (self, run);
  else
    start (self, SUSUN_STAGE_REVIEW, g_steal_pointer (&job));
}

static void
go_on (SusunWizard *self, const char *run_id, gboolean decided)
{
  g_autoptr (GTask) task = NULL;
  Resume *resume;

  if (self->job != NULL || self->resuming)
    return;
  resume = g_new0 (Resume, 1);
  resume->run_id = g_strdup (run_id);
  resume->decided = decided;
  self->resuming = TRUE;
  task = g_task_new (self, NULL, resume_made_cb, NULL);
  g_task_set_task_data (task, resume, resume_free);
  susun_worker_push (self->worker, task, make_resume_in_worker);
}

void
susun_wizard_resume (SusunWizard *self, const char *run_id)
{
  go_on (self, run_id, FALSE);
}

void
susun_wizard_organize (SusunWizard *self)
{
  const SusunOutcome *outcome = self->outcomes[SUSUN_STAGE_REVIEW];

  if (outcome != NULL && outcome->run != NULL)
    go_on (self, outcome->run->run_id, TRUE);
}

/* --- a chain of the history whose last run is finished */

typedef struct
{
  char *run_id;
  SusunChainState *chain; /* (nullable) */
  SusunOutcome *organize; /* (nullable) */
  SusunOutcome *verify;   /* (nullable) */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *self = data;

  g_free (self->run_id);
  g_clear_pointer (&self->chain, susun_chain_state_free);
  g_clear_pointer (&self->organize, outcome_free);
  g_clear_pointer (&self->verify, outcome_free);
  g_free (self);
}

static SusunOutcome *
read_outcome_of (SusunStore *store, const SusunRun *run)
{
  SusunOutcome *outcome = g_new0 (SusunOutcome, 1);

  outcome->run = copy_run_id (run);
  outcome->remarks = g_ptr_array_new_with_free_func (g_free);
  fill_outcome (outcome, store);
  return outcome;
}

static void
open_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  Opening *opening = g_task_get_task_data (task);
  GError *failure = NULL;

  if (store == NULL)
    {
      g_task_return_error (task, g_error_copy (error));
      return;
    }
  opening->chain = susun_chain_state_read (store, opening->run_id, &failure);
  if (opening->chain == NULL)
    {
      g_task_return_error (task, failure);
      return;
    }
  if (opening->chain->organize != NULL)
    opening->organize = read_outcome_of (store, opening->chain->organize);
  if (opening->chain->verify != NULL && opening->chain->verified != NULL)
    opening->verify = read_outcome_of (store, opening->chain->verify);
  g_task_return_boolean (task, TRUE);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunWizard *self = SUSUN_WIZARD (object);
  Opening *opening = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean proven;

  self->resuming = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
      return;
    }
  if (self->job != NULL || opening->organize == NULL || opening->chain->report == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_FAILED], 0,
                     _ ("The history no longer knows the whole of this run, so it cannot be gone "
                        "on with here. Nothing was touched."));
      return;
    }
  susun_wizard_clear (self);
  proven = opening->verify != NULL && opening->chain->unproven == 0;
  self->chain_id = g_strdup (opening->chain->chain_id);
  self->report = g_strdup (opening->chain->report);
  self->verified = g_strdup (opening->chain->verified);
  self->mode = opening->chain->organize->mode;
  self->outcomes[SUSUN_STAGE_ORGANIZE] = g_steal_pointer (&opening->organize);
  self->outcomes[SUSUN_STAGE_VERIFY] = proven ? g_steal_pointer (&opening->verify) : NULL;
  reach (self, proven ? SUSUN_STAGE_CLEAN_UP : SUSUN_STAGE_VERIFY);
  changed (self);
}

void
susun_wizard_open (SusunWizard *self, const char *run_id)
{
  g_autoptr (GTask) task = NULL;
  Opening *opening;

  if (self->job != NULL || self->resuming)
    return;
  opening = g_new0 (Opening, 1);
  opening->run_id = g_strdup (run_id);
  self->resuming = TRUE;
  task = g_task_new (self, NULL, opened_cb, NULL);
  g_task_set_task_data (task, opening, opening_free);
  susun_worker_push (self->worker, task, open_in_worker);
}

void
susun_wizard_cancel (SusunWizard *self)
{
  if (self->cancellable == NULL)
    return;
  susun_job_set_paused (self->job, FALSE);
  g_cancellable_cancel (self->cancellable);
  changed (self);
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
