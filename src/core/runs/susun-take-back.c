// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-take-back.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/files/susun-own-file.h"
#include "core/plan/susun-rename-plan.h"
#include "core/runs/susun-apply-private.h"

/* Items read and written in one transaction while the plan is made. */
#define PLAN_ROWS 1000

#define KINDS_RESTORE (1u << SUSUN_RUN_QUARANTINE | 1u << SUSUN_RUN_DEDUPE)
#define KINDS_UNDO (1u << SUSUN_RUN_ORGANIZE | 1u << SUSUN_RUN_RENAME | KINDS_RESTORE)

struct _SusunTakeBackJob
{
  SusunRunJob parent_instance;

  SusunTakeBackOptions *options; /* (owned) (nullable): NULL when resuming */
  guint workers;
  gboolean resuming;

  SusunStore *store;
  SusunRunRoots *roots; /* of this run: the same folders as the target's */
  SusunRun *target;     /* (owned) */
  GHashTable *root_ids; /* the target's root id to ours */
  gint64 seq;
};

G_DEFINE_FINAL_TYPE (SusunTakeBackJob, susun_take_back_job, SUSUN_TYPE_RUN_JOB)

SusunTakeBackOptions *
susun_take_back_options_new (void)
{
  SusunTakeBackOptions *self = g_new0 (SusunTakeBackOptions, 1);

  self->workers = 4;
  return self;
}

void
susun_take_back_options_free (SusunTakeBackOptions *self)
{
  g_free (self->run_id);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_free (self);
}

static void
susun_take_back_job_init (SusunTakeBackJob *self)
{
  self->roots = susun_run_roots_new ();
  self->root_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

static void
susun_take_back_job_finalize (GObject *object)
{
  SusunTakeBackJob *self = SUSUN_TAKE_BACK_JOB (object);

  susun_run_roots_free (self->roots);
  g_hash_table_unref (self->root_ids);
  g_clear_pointer (&self->target, susun_run_free);
  g_clear_pointer (&self->options, susun_take_back_options_free);
  G_OBJECT_CLASS (susun_take_back_job_parent_class)->finalize (object);
}

static SusunRunKind
kind_of (SusunTakeBack what)
{
  switch (what)
    {
    case SUSUN_TAKE_BACK_UNDO:
      return SUSUN_RUN_UNDO;
    case SUSUN_TAKE_BACK_PURGE:
      return SUSUN_RUN_PURGE;
    case SUSUN_TAKE_BACK_RESTORE:
    default:
      return SUSUN_RUN_RESTORE;
    }
}

/* --- which run */

static gboolean
has_done_items (SusunTakeBackJob *self, const SusunRun *run)
{
  SusunItemQuery query = {
    .run = run->id,
    .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE,
    .limit = 1,
  };
  g_autoptr (GPtrArray) items = susun_store_list_items (self->store, &query, NULL);

  return items != NULL && items->len > 0;
}

/* On a chain the last run that still has something to give back; a run named itself is taken as
 * it is. */
static SusunRun *
find_target (SusunTakeBackJob *self, GError **error)
{
  guint kinds = self->options->what == SUSUN_TAKE_BACK_UNDO ? KINDS_UNDO : KINDS_RESTORE;
  g_autoptr (SusunRun) repair = susun_store_get_run (self->store, self->options->run_id, NULL);
  g_autoptr (SusunRun) named = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  /* What made room for a fresh copy comes back only when it is asked for: it is the worse one. */
  if (repair != NULL && repair->kind == SUSUN_RUN_REPAIR
      && self->options->what == SUSUN_TAKE_BACK_RESTORE)
    return g_steal_pointer (&repair);
  named = susun_store_find_run (self->store, self->options->run_id, kinds, error);
  if (named == NULL || g_str_equal (named->run_id, self->options->run_id)
      || has_done_items (self, named))
    return g_steal_pointer (&named);
  runs = susun_store_list_runs (self->store, 0, error);
  if (runs == NULL)
    return NULL;
  for (guint i = 0; i < runs->len; i++)
    {
      const SusunRun *run = runs->pdata[i];
      if (g_str_equal (run->chain_id, named->chain_id) && kinds & 1u << run->kind
          && has_done_items (self, run))
        return susun_store_get_run (self->store, run->run_id, error);
    }
  return g_steal_pointer (&named);
}

static gboolean
check_target (SusunTakeBackJob *self, GError **error)
{
  const SusunRun *target = self->target;

  if (target->state == SUSUN_RUN_STATE_RUNNING)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("The run %s was interrupted and could not be settled yet. Connect its "
                           "disks and resume it first; nothing was touched."),
                        target->run_id);
  if (self->options->what == SUSUN_TAKE_BACK_PURGE && self->options->older_than != 0
      && target->finished > self->options->older_than)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("The quarantine of the run %s is younger than asked for. Nothing was "
                           "touched."),
                        target->run_id);
  return TRUE;
}

static gboolean
take_over_roots (SusunTakeBackJob *self, const SusunRun *run, GError **error)
{
  g_autoptr (SusunRunRoots) theirs = susun_run_roots_new ();

  if (!susun_run_roots_load (theirs, self->store, self->target->id, error))
    return FALSE;
  for (guint i = 0; i < susun_run_roots_count (theirs); i++)
    {
      gint64 id = susun_run_roots_get_id (theirs, i);
      gint64 ours = susun_run_roots_add (self->roots, self->store, run->id,
                                         susun_run_roots_get_role (theirs, i),
                                         susun_run_roots_get (theirs, id), error);
      if (ours == 0)
        return FALSE;
      gint64 *key = g_new (gint64, 1);
      gint64 *value = g_new (gint64, 1);
      *key = id;
      *value = ours;
      g_hash_table_insert (self->root_ids, key, value);
    }
  return TRUE;
}

static gint64
our_root (SusunTakeBackJob *self, gint64 theirs)
{
  const gint64 *ours = g_hash_table_lookup (self->root_ids, &theirs);

  return ours != NULL ? *ours : 0;
}

/* --- the plan: backwards */

static gboolean
is_wanted (SusunTakeBackJob *self, const SusunItem *item)
{
  GPtrArray *paths = self->options->paths;
  SusunRoot *root;

  if (paths == NULL || paths->len == 0)
    return TRUE;
  root = susun_run_roots_get (self->roots, our_root (self, item->src_root));
  g_autofree char *path = root != NULL ? susun_root_dup_path (root, item->src_path) : NULL;
  for (guint i = 0; path != NULL && i < paths->len; i++)
    {
      const char *below = susun_path_below (path, paths->pdata[i]);
      if (below != NULL)
        return TRUE;
    }
  return FALSE;
}

/* The file under @root and @path becomes the source of what is to be done. */
static gboolean
fill_back (SusunTakeBackJob *self, const SusunItem *from, SusunItem *back)
{
  back->parent = from->id;
  back->media = from->media;
  back->role = from->role;
  back->group = from->group;
  back->state = SUSUN_ITEM_PLANNED;
  back->src_root = our_root (self, from->dst_root);
  back->src_path = g_strdup (from->dst_path);
  back->identity = from->target;
  back->has_hash = from->has_hash;
  back->hash = from->hash;
  back->wall = from->wall;
  back->day = from->day;
  back->offset = from->offset;
  back->date_source = from->date_source;
  back->confidence = from->confidence;

  switch (self->options->what)
    {
    case SUSUN_TAKE_BACK_PURGE:
      back->op = SUSUN_OP_REMOVE;
      back->ref_root = our_root (self, from->ref_root);
      back->ref_path = g_strdup (from->ref_path);
      return from->op == SUSUN_OP_MOVE && back->ref_root != 0;
    case SUSUN_TAKE_BACK_UNDO:
      if (from->op == SUSUN_OP_COPY)
        {
          back->op = SUSUN_OP_REMOVE;
          back->ref_root = our_root (self, from->src_root);
          back->ref_path = g_strdup (from->src_path);
          return TRUE;
        }
      G_GNUC_FALLTHROUGH;
    case SUSUN_TAKE_BACK_RESTORE:
    default:
      back->op = SUSUN_OP_MOVE;
      back->dst_root = our_root (self, from->src_root);
      back->dst_path = g_strdup (from->src_path);
      return from->op == SUSUN_OP_MOVE;
    }
}

static gboolean
plan_back (SusunTakeBackJob *self, const SusunRun *run, const SusunItem *from, GError **error)
{
  g_auto (SusunItem) back = { .run = run->id };

  /* Before this run's first step its target is looked at: a plan without it would be refused. */
  if (!is_wanted (self, from) || !fill_back (self, from, &back))
    return TRUE;
  back.seq = ++self->seq;
  return susun_store_add_item (self->store, &back, error)
         && susun_store_plan_item (self->store, &back, error);
}

/* All in one transaction: the plan is there, or it is not. */
static gboolean
plan_all (SusunTakeBackJob *self, const SusunRun *run, GError **error)
{
  SusunItemQuery query = {
    .run = self->target->id,
    .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE,
    .order = SUSUN_ORDER_SEQ,
    .limit = PLAN_ROWS,
  };

  for (;;)
    {
      g_autoptr (GPtrArray) items = susun_store_list_items (self->store, &query, error);
      if (items == NULL)
        return FALSE;
      for (guint i = 0; i < items->len; i++)
        if (!plan_back (self, run, items->pdata[i], error))
          return FALSE;
      if (items->len == 0)
        return TRUE;
      query.after = ((SusunItem *) items->pdata[items->len - 1])->seq;
    }
}

/* --- folders: their names, in an order in which each is free */

/* One that stands aside since its run was interrupted goes home, too. */
static gboolean
stands_renamed (const SusunItem *from)
{
  return from->op == SUSUN_OP_RENAME && (from->state == SUSUN_ITEM_DONE || from->temp_name != NULL);
}

static char *
place_of (const SusunItem *from)
{
  const char *name = susun_path_name (from->src_path);

  if (from->state == SUSUN_ITEM_DONE)
    return g_strdup (from->dst_path);
  return g_strdup_printf ("%.*s%s", (int) (name - from->src_path), from->src_path, from->temp_name);
}

static gboolean
add_folder_back (SusunTakeBackJob *self, const SusunRun *run, const SusunItem *from,
                 const SusunRename *rename, SusunItem *back, GError **error)
{
  *back = (SusunItem){
    .run = run->id,
    .parent = from->state == SUSUN_ITEM_DONE ? from->id : 0,
    .op = SUSUN_OP_RENAME,
    .state = SUSUN_ITEM_PLANNED,
    .seq = rename->place,
    .src_root = our_root (self, from->dst_root),
    .src_path = g_strdup (rename->name),
    .dst_root = our_root (self, from->src_root),
    .dst_path = g_strdup (rename->target),
    .identity = from->state == SUSUN_ITEM_DONE ? from->target : from->identity,
    .wall = from->wall,
    .day = from->day,
    .offset = from->offset,
  };
  back->identity.size = 0;
  back->identity.ctime_ns = from->identity.ctime_ns;
  return susun_store_add_item (self->store, back, error);
}

/* The members of a circle have the id of the one that goes aside. */
static gboolean
write_circles (SusunTakeBackJob *self, const SusunRename *renames, SusunItem *backs, guint n,
               GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      for (guint j = 0; j < n && renames[i].circle != 0; j++)
        if (renames[j].circle == renames[i].circle && renames[j].goes_aside)
          backs[i].group = backs[j].id;
      if (!susun_store_plan_item (self->store, &backs[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
plan_folders_back (SusunTakeBackJob *self, const SusunRun *run, GError **error)
{
  SusunItemQuery query = {
    .run = self->target->id,
    .states
    = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE | G_GUINT64_CONSTANT (1) << SUSUN_ITEM_PLANNED,
    .order = SUSUN_ORDER_SEQ,
  };
  g_autoptr (GPtrArray) items = susun_store_list_items (self->store, &query, error);
  gboolean ok = TRUE;

  if (items == NULL)
    return FALSE;
  for (guint i = items->len; i > 0; i--)
    if (!stands_renamed (items->pdata[i - 1]) || !is_wanted (self, items->pdata[i - 1]))
      g_ptr_array_remove_index (items, i - 1);

  guint n = items->len;
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_free);
  g_autofree SusunRename *renames = g_new0 (SusunRename, MAX (n, 1));
  g_autofree SusunItem *backs = g_new0 (SusunItem, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      char *place = place_of (items->pdata[i]);
      g_ptr_array_add (places, place);
      renames[i].name = place;
      renames[i].target = g_strdup (((SusunItem *) items->pdata[i])->src_path);
    }
  susun_rename_order (renames, n);
  for (guint i = 0; ok && i < n; i++)
    ok = add_folder_back (self, run, items->pdata[i], &renames[i], &backs[i], error);
  ok = ok && write_circles (self, renames, backs, n, error);
  for (guint i = 0; i < n; i++)
    {
      susun_item_clear (&backs[i]);
      susun_rename_clear (&renames[i]);
    }
  return ok;
}

static char *
options_to_json (const SusunTakeBackOptions *options)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "what", options->what);
  json_object_set_int_member (object, "workers", options->workers);
  json_object_set_boolean_member (object, "partial",
                                  options->paths != NULL && options->paths->len > 0);
  return susun_options_print (object);
}

static gboolean
prepare (SusunTakeBackJob *self, GError **error)
{
  SusunRun *run;

  self->target = find_target (self, error);
  if (self->target == NULL || !check_target (self, error))
    return FALSE;
  run = susun_run_job_begin (SUSUN_RUN_JOB (self), self->store, kind_of (self->options->what),
                             self->target->mode, self->target->chain_id,
                             options_to_json (self->options), self->target->run_id, error);
  if (run == NULL || !take_over_roots (self, run, error)
      || !susun_run_roots_lock (self->roots, ~0u, error) || !susun_store_begin (self->store, error))
    return FALSE;
  if ((self->target->kind == SUSUN_RUN_RENAME ? plan_folders_back (self, run, error)
                                              : plan_all (self, run, error))
      && susun_store_commit (self->store, error))
    return susun_run_job_set_state (SUSUN_RUN_JOB (self), self->store, SUSUN_RUN_STATE_PLANNED,
                                    error);
  susun_store_rollback (self->store);
  return FALSE;
}

/* --- folders, afterwards */

/* Folders of a moved or quarantined file get the time back that they had, when nobody but us has
 * changed them since. */
static void
put_back_times (SusunTakeBackJob *self, const SusunFolderRow *row, SusunRoot *root)
{
  const SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  SusunIdentity identity;
  gint64 finished_ns = self->target->finished * 1000;
  gint64 started_ns = run->started * 1000;

  if (!susun_root_identify (root, row->path, &identity, NULL)
      || (identity.mtime_ns > finished_ns && identity.mtime_ns < started_ns))
    return;
  g_auto (SusunFd) fd = susun_sys_open_beneath (
      susun_root_get_fd (root), *row->path == '\0' ? "." : row->path, O_RDONLY | O_DIRECTORY, 0);
  /* Not for us to set on some file systems: a folder's time is a courtesy, no promise. */
  if (fd >= 0 && susun_sys_set_times (fd, row->mtime_ns, row->mtime_ns) < 0)
    g_debug ("the folder's time was not put back");
}

static gboolean
take_back_folders (SusunTakeBackJob *self, GError **error)
{
  g_autoptr (GPtrArray) rows = susun_store_list_folders (self->store, self->target->id, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const SusunFolderRow *row = rows->pdata[i];
      SusunRoot *root = susun_run_roots_get (self->roots, our_root (self, row->root));
      if (root == NULL)
        continue;
      if (row->made)
        susun_root_remove_empty_folder (root, row->path);
      else
        put_back_times (self, row, root);
    }
  return TRUE;
}

/* The report that the run left in the archive goes with it, when it is still as it was written: its
 * rows stay in the history, and can be exported. */
static void
take_back_report (SusunTakeBackJob *self)
{
  const SusunRun *target = self->target;
  const char *rel;
  gint64 id;

  if (target->kind != SUSUN_RUN_ORGANIZE || target->manifest == NULL || !target->has_manifest_hash)
    return;
  id = susun_run_roots_find (self->roots, SUSUN_ROOT_ARCHIVE, target->manifest, &rel);
  if (id == 0)
    return;
  if (susun_remove_own_file (susun_run_roots_get (self->roots, id), rel, &target->manifest_hash,
                             NULL))
    susun_run_job_remark (SUSUN_RUN_JOB (self),
                          _ ("The run's report was removed from the archive, too; it can be saved "
                             "again from the history."));
}

static gboolean
everything_is_back (SusunTakeBackJob *self)
{
  SusunItemQuery done = {
    .run = self->target->id,
    .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE,
  };

  return susun_store_count_items (self->store, &done, NULL) == 0;
}

/* --- the run */

static gboolean
begin_again (SusunTakeBackJob *self, GError **error)
{
  const SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  g_autoptr (JsonObject) options = susun_options_parse (run->options, error);

  if (options == NULL)
    return FALSE;
  self->options = susun_take_back_options_new ();
  self->options->what = susun_options_get_int (options, "what", SUSUN_TAKE_BACK_RESTORE);
  if (self->workers == 0)
    self->workers = (guint) susun_options_get_int (options, "workers", 4);
  self->target = susun_store_get_run (self->store, run->target, error);
  if (self->target == NULL)
    return FALSE;
  if (run->state == SUSUN_RUN_STATE_PREPARING)
    return susun_run_job_refuse_to_resume (error);
  return susun_run_roots_load (self->roots, self->store, run->id, error)
         && take_over_roots (self, run, error) && susun_run_roots_lock (self->roots, ~0u, error);
}

static gboolean
susun_take_back_job_work (SusunRunJob *job, SusunStore *store, GCancellable *cancellable,
                          GError **error)
{
  SusunTakeBackJob *self = SUSUN_TAKE_BACK_JOB (job);

  self->store = store;
  if (!(self->resuming ? begin_again (self, error) : prepare (self, error)))
    return FALSE;

  static const SusunItemState parent_states[] = {
    [SUSUN_TAKE_BACK_RESTORE] = SUSUN_ITEM_RESTORED,
    [SUSUN_TAKE_BACK_UNDO] = SUSUN_ITEM_UNDONE,
    [SUSUN_TAKE_BACK_PURGE] = SUSUN_ITEM_PURGED,
  };
  SusunApply apply = {
    .job = job,
    .store = store,
    .run = susun_run_job_peek (job),
    .roots = self->roots,
    .cancellable = cancellable,
    .workers = self->workers,
    .occupied = SUSUN_OCCUPIED_RESTORED,
    .parent_state = parent_states[self->options->what],
    .phase
    = self->options->what == SUSUN_TAKE_BACK_RESTORE ? SUSUN_PHASE_MOVING : SUSUN_PHASE_REMOVING,
  };

  if (!susun_apply_run (&apply, error))
    return FALSE;
  if (self->options->what != SUSUN_TAKE_BACK_PURGE && everything_is_back (self))
    {
      if (self->options->what == SUSUN_TAKE_BACK_UNDO)
        take_back_report (self);
      if (!take_back_folders (self, error))
        return FALSE;
    }
  susun_run_roots_unlock (self->roots);
  return TRUE;
}

static void
susun_take_back_job_class_init (SusunTakeBackJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_take_back_job_finalize;
  SUSUN_RUN_JOB_CLASS (klass)->work = susun_take_back_job_work;
}

SusunJob *
susun_take_back_job_new (SusunTakeBackOptions *options)
{
  SusunTakeBackJob *self = g_object_new (SUSUN_TYPE_TAKE_BACK_JOB, NULL);

  self->options = options;
  self->workers = options->workers;
  return SUSUN_JOB (self);
}

SusunJob *
susun_take_back_job_new_resume (SusunRun *run, guint workers, GError **error)
{
  SusunTakeBackJob *self = g_object_new (SUSUN_TYPE_TAKE_BACK_JOB, NULL);

  self->resuming = TRUE;
  self->workers = workers;
  susun_run_job_adopt (SUSUN_RUN_JOB (self), run);
  return SUSUN_JOB (self);
}
