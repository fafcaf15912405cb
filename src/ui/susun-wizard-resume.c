// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "core/runs/susun-organize.h"
#include "core/runs/susun-rename.h"
#include "core/runs/susun-resume.h"
#include "ui/susun-wizard-private.h"

static SusunStage
stage_of (const SusunRun *run)
{
  switch (run->kind)
    {
    case SUSUN_RUN_ORGANIZE:
      return SUSUN_STAGE_ORGANIZE;
    case SUSUN_RUN_VERIFY:
    case SUSUN_RUN_REPAIR:
      return SUSUN_STAGE_VERIFY;
    case SUSUN_RUN_QUARANTINE:
    case SUSUN_RUN_DEDUPE:
      return SUSUN_STAGE_CLEAN_UP;
    case SUSUN_RUN_RENAME:
      return SUSUN_STAGE_RENAMED;
    default:
      return SUSUN_STAGE_ASIDE;
    }
}

/* A run that Review began and that was not told to go on: its user has not seen
 * the plan yet, or not decided. */
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

/* One that stopped while it looked into the folders looks into them again, for the page where its
 * user decides. */
static gboolean
looks_for_titles (SusunStore *store, const SusunRun *run)
{
  SusunItemQuery query = { .run = run->id, .order = SUSUN_ORDER_SEQ, .limit = 1 };
  g_autoptr (SusunRenameOptions) options = NULL;

  if (run->kind != SUSUN_RUN_RENAME || run->state == SUSUN_RUN_STATE_PLANNED)
    return FALSE;
  options = susun_rename_options_from_json (run->options, NULL);
  return options != NULL && options->plan_only
         && susun_store_count_items (store, &query, NULL) == 0;
}

/* @run: with the plan that waits */
static void
show_plan (SusunWizard *self, const SusunRun *run)
{
  self->job_stage = SUSUN_STAGE_REVIEW;
  self->corrected = TRUE;
  susun_wizard_forget_after (self, SUSUN_STAGE_CHOOSE);
  self->reached = SUSUN_STAGE_REVIEW;
  susun_wizard_go_to (self, SUSUN_STAGE_REVIEW);
  susun_wizard_read_standing (self, susun_outcome_new_for_run (run));
}

/* The pairs of a dedupe that waits for its user. */
static void
show_duplicates (SusunWizard *self, const SusunRun *run)
{
  /* What the wizard was about is no longer. */
  susun_wizard_forget_after (self, SUSUN_STAGE_CHOOSE);
  self->reached = SUSUN_STAGE_CLEAN_UP;
  self->job_stage = SUSUN_STAGE_CLEAN_UP;
  susun_wizard_go_to (self, SUSUN_STAGE_CLEAN_UP);
  susun_wizard_read_standing (self, susun_outcome_new_for_run (run));
}

static gboolean
is_of_chain (const SusunOutcome *outcome, const char *chain_id)
{
  return outcome != NULL && outcome->run != NULL && g_str_equal (outcome->run->chain_id, chain_id);
}

/* Is it a run of what the wizard is about? */
static gboolean
is_in_hand (SusunWizard *self, const SusunRun *run)
{
  if (self->chain != NULL && g_str_equal (self->chain->chain_id, run->chain_id))
    return TRUE;
  for (guint i = 0; i < SUSUN_N_STAGES; i++)
    if (is_of_chain (self->outcomes[i], run->chain_id))
      return TRUE;
  return FALSE;
}

/* Goes on with a run. Beside one of another chain stands nothing of what was in hand before. @job:
 * (transfer full) */
static void
go_on_at (SusunWizard *self, SusunStage stage, SusunJob *job)
{
  if (stage != SUSUN_STAGE_ASIDE && !is_in_hand (self, susun_run_job_get_run (SUSUN_RUN_JOB (job))))
    {
      susun_wizard_forget_after (self, SUSUN_STAGE_CHOOSE);
      self->corrected = TRUE;
      self->titles_kept = TRUE;
    }
  susun_wizard_start (self, stage, job);
}

typedef struct
{
  char *run_id;
  gboolean decided; /* the user has seen the plan and says go */
  GArray *left_out; /* (nullable) (element-type gint64) */
  gboolean titles;  /* told by the worker: it is to propose titles first */
} Resume;

static void
resume_free (gpointer data)
{
  Resume *self = data;

  g_free (self->run_id);
  g_clear_pointer (&self->left_out, g_array_unref);
  g_free (self);
}

static gboolean
leave_out (SusunStore *store, const GArray *items, GError **error)
{
  gboolean ok = TRUE;

  if (items == NULL || items->len == 0)
    return TRUE;
  if (!susun_store_begin (store, error))
    return FALSE;
  for (guint i = 0; ok && i < items->len; i++)
    {
      SusunOverride override = {
        .item = g_array_index (items, gint64, i),
        .manual = G_MININT64,
        .left_out = TRUE,
      };
      ok = susun_store_set_override (store, &override, error);
    }
  return susun_store_end (store, ok, error);
}

/* The same run, but nothing is carried out that its user has not seen. @job:
 * (transfer full) */
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
  Resume *resume = g_task_get_task_data (task);
  GError *failure = NULL;
  SusunJob *job;

  if (store == NULL)
    {
      g_task_return_error (task, g_error_copy (error));
      return;
    }
  if (!leave_out (store, resume->left_out, &failure))
    {
      g_task_return_error (task, failure);
      return;
    }
  job = susun_resume_job_new (store, resume->run_id, 0, &failure);
  if (job != NULL && !resume->decided)
    job = stop_when_planned (job, store, &failure);
  if (job != NULL)
    resume->titles = looks_for_titles (store, susun_run_job_get_run (SUSUN_RUN_JOB (job)));
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
  if (self->given_up)
    return;
  if (job == NULL)
    {
      susun_wizard_tell_failed (self, error->message);
      susun_wizard_tell_changed (self);
      return;
    }
  run = susun_run_job_get_run (SUSUN_RUN_JOB (job));
  if (!resume->decided && run->kind == SUSUN_RUN_DEDUPE && run->state == SUSUN_RUN_STATE_PLANNED)
    show_duplicates (self, run);
  else if (!resume->decided && run->kind == SUSUN_RUN_RENAME
           && run->state == SUSUN_RUN_STATE_PLANNED)
    susun_wizard_show_titles (self, run);
  else if (resume->titles)
    go_on_at (self, SUSUN_STAGE_TITLES, g_steal_pointer (&job));
  else if (resume->decided || !waits_for_review (run))
    go_on_at (self, stage_of (run), g_steal_pointer (&job));
  else if (run->state == SUSUN_RUN_STATE_PLANNED)
    show_plan (self, run);
  else
    go_on_at (self, SUSUN_STAGE_REVIEW, g_steal_pointer (&job));
}

void
susun_wizard_go_on (SusunWizard *self, const char *run_id, gboolean decided, GArray *left_out)
{
  g_autoptr (GTask) task = NULL;
  Resume *resume;

  if (susun_wizard_is_busy (self))
    return;
  resume = g_new0 (Resume, 1);
  resume->run_id = g_strdup (run_id);
  resume->decided = decided;
  resume->left_out = left_out != NULL ? g_array_ref (left_out) : NULL;
  self->resuming = TRUE;
  self->given_up = FALSE;
  task = g_task_new (self, NULL, resume_made_cb, NULL);
  g_task_set_task_data (task, resume, resume_free);
  susun_worker_push (self->worker, task, make_resume_in_worker);
}

void
susun_wizard_resume (SusunWizard *self, const char *run_id)
{
  susun_wizard_go_on (self, run_id, FALSE, NULL);
}

void
susun_wizard_organize (SusunWizard *self)
{
  const SusunOutcome *outcome = self->outcomes[SUSUN_STAGE_REVIEW];

  if (outcome != NULL && outcome->run != NULL)
    susun_wizard_go_on (self, outcome->run->run_id, TRUE, NULL);
}

/* --- a chain of the history whose last run is finished */

typedef struct
{
  char *run_id;
  SusunStanding *standing;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *self = data;

  g_free (self->run_id);
  susun_standing_free (self->standing);
  g_free (self);
}

static void
open_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  Opening *opening = g_task_get_task_data (task);

  if (store == NULL)
    {
      g_task_return_error (task, g_error_copy (error));
      return;
    }
  susun_standing_read (opening->standing, store, opening->run_id);
  g_task_return_boolean (task, TRUE);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunWizard *self = SUSUN_WIZARD (object);
  Opening *opening = g_task_get_task_data (G_TASK (result));
  SusunStanding *standing = opening->standing;
  g_autoptr (GError) error = NULL;

  self->resuming = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      susun_wizard_tell_failed (self, error->message);
      return;
    }
  if (self->job != NULL || standing->organize == NULL || standing->chain->report == NULL)
    {
      susun_wizard_tell_failed (
          self, _ ("The history no longer knows the whole of this run, so it cannot be gone "
                   "on with here. Nothing was touched."));
      return;
    }
  susun_wizard_clear (self);
  susun_wizard_take_chain (self, SUSUN_STAGE_CLEAN_UP, standing);
  if (self->chain->unproven > 0 || self->outcomes[SUSUN_STAGE_VERIFY] == NULL)
    {
      g_clear_pointer (&self->outcomes[SUSUN_STAGE_VERIFY], susun_outcome_free);
      susun_wizard_reach (self, SUSUN_STAGE_ORGANIZE);
    }
  else
    susun_wizard_reach (self, SUSUN_STAGE_CLEAN_UP);
  susun_wizard_tell_changed (self);
}

void
susun_wizard_open (SusunWizard *self, const char *run_id)
{
  g_autoptr (GTask) task = NULL;
  Opening *opening;

  if (susun_wizard_is_busy (self))
    return;
  opening = g_new0 (Opening, 1);
  opening->run_id = g_strdup (run_id);
  opening->standing = susun_standing_new (NULL);
  self->resuming = TRUE;
  task = g_task_new (self, NULL, opened_cb, NULL);
  g_task_set_task_data (task, opening, opening_free);
  susun_worker_push (self->worker, task, open_in_worker);
}
