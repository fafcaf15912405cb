// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-rename.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/runs/susun-apply-private.h"
#include "core/runs/susun-preflight-private.h"
#include "core/runs/susun-rename-private.h"

struct _SusunRenameJob
{
  SusunRunJob parent_instance;

  SusunRenameOptions *options; /* (owned) */
  SusunTitleAdviser adviser;
  gboolean has_adviser;
  gboolean resuming;

  /* while running */
  SusunStore *store;
  SusunRunRoots *roots;
  SusunRoot *root; /* (owned) (nullable) */
  gint64 root_id;
  SusunTitles *titles; /* (owned) (nullable) */
  SusunDating dating;
};

G_DEFINE_FINAL_TYPE (SusunRenameJob, susun_rename_job, SUSUN_TYPE_RUN_JOB)

const char *
susun_title_from_nick (SusunTitleFrom from)
{
  switch (from)
    {
    case SUSUN_TITLE_FROM_AI:
      return "ai";
    case SUSUN_TITLE_FROM_USER:
      return "user";
    case SUSUN_TITLE_FROM_RULES:
    default:
      return "offline";
    }
}

static void
susun_rename_job_init (SusunRenameJob *self)
{
  self->roots = susun_run_roots_new ();
}

static void
susun_rename_job_finalize (GObject *object)
{
  SusunRenameJob *self = SUSUN_RENAME_JOB (object);

  susun_run_roots_free (self->roots);
  g_clear_pointer (&self->root, susun_root_unref);
  g_clear_pointer (&self->titles, susun_titles_unref);
  g_clear_pointer (&self->dating.zone, g_time_zone_unref);
  susun_rename_options_free (self->options);
  G_OBJECT_CLASS (susun_rename_job_parent_class)->finalize (object);
}

/* --- inputs */

static gboolean
read_choices (SusunRenameJob *self, GError **error)
{
  const SusunRenameOptions *options = self->options;
  const SusunTitleOptions titles = { options->letter_case, options->own_words };

  if (!(options->confidence >= 0 && options->confidence <= 1))
    return susun_throw (error, SUSUN_ERROR_INVALID, _ ("The share goes from 0 to 1"));
  if (options->zone != NULL)
    {
      self->dating.zone = g_time_zone_new_identifier (options->zone);
      if (self->dating.zone == NULL)
        return susun_throw (error, SUSUN_ERROR_INVALID,
                            _ ("“%s” is no time zone. Use a name such as Asia/Kuala_Lumpur."),
                            options->zone);
    }
  self->dating.day_starts = options->day_starts;
  self->dating.now = options->now;
  self->titles = susun_titles_new (&titles, error);
  return self->titles != NULL;
}

/* Everything that can be refused is refused here, before anything is recorded. */
static gboolean
begin_anew (SusunRenameJob *self, GError **error)
{
  SusunRun *run;

  self->root = susun_root_open (self->options->folder, error);
  if (self->root == NULL
      || (!self->options->dry_run && !susun_preflight_writable (self->root, error))
      || !susun_rename_check_outputs (self->options, error))
    return FALSE;
  run = susun_run_job_begin (SUSUN_RUN_JOB (self), self->store, SUSUN_RUN_RENAME, SUSUN_MODE_NONE,
                             NULL, susun_rename_options_to_json (self->options), NULL, error);
  if (run == NULL)
    return FALSE;
  self->root_id = susun_run_roots_add (self->roots, self->store, run->id, SUSUN_ROOT_SOURCE,
                                       self->root, error);
  return self->root_id != 0;
}

static gboolean
lock_root (SusunRenameJob *self, GError **error)
{
  return self->options->dry_run || susun_run_roots_lock (self->roots, ~0u, error);
}

/* --- finding and planning */

/* As for organize: two readers for a worker, but on a disk that spins. */
static guint
count_readers (SusunRenameJob *self)
{
  guint workers = susun_run_roots_limit_workers (self->roots, self->options->workers);

  return workers > 1 ? 2 * workers : 1;
}

/* The answers that came for what was offered. */
static gboolean
take_answers (SusunRenameJob *self, GCancellable *cancellable, GError **error)
{
  SusunItemQuery query = {
    .run = susun_run_job_peek (SUSUN_RUN_JOB (self))->id,
    .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_FOUND,
  };
  const SusunTitleAdviser *adviser = &self->adviser;

  if (!self->has_adviser)
    return TRUE;
  susun_job_begin_phase (SUSUN_JOB (self), SUSUN_PHASE_ASKING, 0, 0);
  if (!adviser->collect (SUSUN_JOB (self), cancellable, adviser->user_data, error))
    return FALSE;
  g_autoptr (GPtrArray) items = susun_store_list_items (self->store, &query, error);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const SusunItem *item = items->pdata[i];
      g_autofree char *title = adviser->get ((guint64) item->id, adviser->user_data);
      if (title != NULL
          && !susun_rename_set_title (self->store, item->id, title, SUSUN_TITLE_FROM_AI, error))
        return FALSE;
    }
  return items != NULL;
}

static gboolean
make_plan (SusunRenameJob *self, GError **error)
{
  susun_job_begin_phase (SUSUN_JOB (self), SUSUN_PHASE_PLANNING, 0, 0);
  return susun_rename_make_plan (self->store, susun_run_job_peek (SUSUN_RUN_JOB (self)), self->root,
                                 self->root_id, self->options->dry_run, error);
}

static gboolean
prepare (SusunRenameJob *self, GCancellable *cancellable, GError **error)
{
  SusunEventFinder finder = {
    .job = SUSUN_RUN_JOB (self),
    .store = self->store,
    .run = susun_run_job_peek (SUSUN_RUN_JOB (self)),
    .options = self->options,
    .dating = &self->dating,
    .titles = self->titles,
    .adviser = self->has_adviser ? &self->adviser : NULL,
    .root = self->root,
    .root_id = self->root_id,
    .readers = count_readers (self),
  };

  return lock_root (self, error) && susun_event_finder_run (&finder, cancellable, error)
         && take_answers (self, cancellable, error) && make_plan (self, error)
         && susun_run_job_set_state (SUSUN_RUN_JOB (self), self->store, SUSUN_RUN_STATE_PLANNED,
                                     error);
}

/* --- going on with a run */

static gboolean
start_over (SusunRenameJob *self, GError **error)
{
  SusunRunJob *job = SUSUN_RUN_JOB (self);

  self->root = susun_root_open (self->options->folder, error);
  if (self->root == NULL || !susun_run_job_start_over (job, self->store, error))
    return FALSE;
  self->root_id = susun_run_roots_add (self->roots, self->store, susun_run_job_peek (job)->id,
                                       SUSUN_ROOT_SOURCE, self->root, error);
  return self->root_id != 0;
}

/* A plan that nobody has begun with is made anew: names may have been taken or given up since, and
 * its user may have decided otherwise. */
static gboolean
begin_again (SusunRenameJob *self, GError **error)
{
  const SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));

  if (!susun_run_roots_load (self->roots, self->store, run->id, error))
    return FALSE;
  self->root_id = susun_run_roots_first (self->roots, SUSUN_ROOT_SOURCE);
  if (self->root_id == 0)
    return susun_throw (error, SUSUN_ERROR_CORRUPT,
                        _ ("The history names no folder for this run; nothing was touched."));
  self->root = susun_root_ref (susun_run_roots_get (self->roots, self->root_id));
  return lock_root (self, error)
         && (run->state != SUSUN_RUN_STATE_PLANNED || make_plan (self, error));
}

/* --- the run */

static gboolean
apply_plan (SusunRenameJob *self, GCancellable *cancellable, GError **error)
{
  SusunApply apply = {
    .job = SUSUN_RUN_JOB (self),
    .store = self->store,
    .run = susun_run_job_peek (SUSUN_RUN_JOB (self)),
    .roots = self->roots,
    .cancellable = cancellable,
    .workers = 1,
    .occupied = SUSUN_OCCUPIED_NUMBER,
    .phase = SUSUN_PHASE_RENAMING,
  };

  return susun_apply_run (&apply, error);
}

static gboolean
susun_rename_job_work (SusunRunJob *job, SusunStore *store, GCancellable *cancellable,
                       GError **error)
{
  SusunRenameJob *self = SUSUN_RENAME_JOB (job);

  self->store = store;
  if (!read_choices (self, error))
    return FALSE;
  if (self->resuming && susun_run_job_has_plan (job, store))
    {
      if (!begin_again (self, error))
        return FALSE;
    }
  else
    {
      if (!(self->resuming ? start_over (self, error) : begin_anew (self, error))
          || !prepare (self, cancellable, error))
        return FALSE;
      if (self->options->plan_only)
        {
          susun_run_roots_unlock (self->roots);
          susun_run_job_wait_planned (job);
          return TRUE;
        }
    }
  if (!self->options->dry_run && !apply_plan (self, cancellable, error))
    return FALSE;
  susun_run_roots_unlock (self->roots);
  return susun_rename_write_outputs (store, susun_run_job_peek (job), self->options, error);
}

static void
susun_rename_job_class_init (SusunRenameJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_rename_job_finalize;
  SUSUN_RUN_JOB_CLASS (klass)->work = susun_rename_job_work;
}

SusunJob *
susun_rename_job_new (SusunRenameOptions *options, const SusunTitleAdviser *adviser)
{
  SusunRenameJob *self = g_object_new (SUSUN_TYPE_RENAME_JOB, NULL);

  if (options->now == 0)
    options->now = g_get_real_time () / G_USEC_PER_SEC;
  self->options = options;
  self->has_adviser = adviser != NULL;
  if (adviser != NULL)
    self->adviser = *adviser;
  return SUSUN_JOB (self);
}

SusunJob *
susun_rename_job_new_resume (SusunRun *run, guint workers, GError **error)
{
  g_autoptr (SusunRun) owned = run;
  SusunRenameOptions *options = susun_rename_options_from_json (run->options, error);
  SusunRenameJob *self;

  if (options == NULL)
    return NULL;
  if (workers > 0)
    options->workers = workers;
  self = g_object_new (SUSUN_TYPE_RENAME_JOB, NULL);
  self->options = options;
  self->resuming = TRUE;
  susun_run_job_adopt (SUSUN_RUN_JOB (self), g_steal_pointer (&owned));
  return SUSUN_JOB (self);
}
