// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-repair.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/runs/susun-apply-private.h"
#include "core/runs/susun-preflight-private.h"

#define DEFAULT_WORKERS 4
#define PLAN_ROWS 500

struct _SusunRepairJob
{
  SusunRunJob parent_instance;

  SusunRepairOptions *options; /* (owned) (nullable): NULL when resuming */
  guint workers;
  gboolean resuming;

  SusunStore *store; /* (borrowed), while it runs */
  SusunRunRoots *roots;
  SusunRun *verify;     /* (owned) (nullable): NULL when resuming */
  GHashTable *root_ids; /* (element-type gint64 gint64): the verification's root to ours */
  GHashTable *recorded; /* (element-type filename SusunHash): what was copied, by the original */
  GHashTable *places;   /* (element-type filename): of the archive, that are dealt with */
  gint64 archive_id;
  gint64 quarantine_id; /* 0: no copy has to make room */
  gint64 seq;
  guint64 left_changed; /* the original is not what was copied: the archive has the better one */
  guint64 left_since;   /* the archive has changed since the verification */
  guint64 left_gone;    /* there is no original, or it lies in none of the sources */
};

G_DEFINE_FINAL_TYPE (SusunRepairJob, susun_repair_job, SUSUN_TYPE_RUN_JOB)

SusunRepairOptions *
susun_repair_options_new (void)
{
  SusunRepairOptions *self = g_new0 (SusunRepairOptions, 1);

  self->workers = DEFAULT_WORKERS;
  return self;
}

void
susun_repair_options_free (SusunRepairOptions *self)
{
  g_free (self->run_id);
  g_free (self->quarantine_root);
  g_free (self);
}

static void
susun_repair_job_init (SusunRepairJob *self)
{
  self->roots = susun_run_roots_new ();
  self->root_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->recorded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
susun_repair_job_finalize (GObject *object)
{
  SusunRepairJob *self = SUSUN_REPAIR_JOB (object);

  susun_run_roots_free (self->roots);
  g_hash_table_unref (self->root_ids);
  g_hash_table_unref (self->recorded);
  g_hash_table_unref (self->places);
  g_clear_pointer (&self->verify, susun_run_free);
  g_clear_pointer (&self->options, susun_repair_options_free);
  G_OBJECT_CLASS (susun_repair_job_parent_class)->finalize (object);
}

/* --- what there is to repair */

/* The verification says of these that the archive's side is at fault, or may be. */
static gboolean
is_candidate (const SusunItem *item)
{
  return item->cause == SUSUN_CAUSE_DIFFERS || item->cause == SUSUN_CAUSE_MISSING;
}

static gint64
our_root (SusunRepairJob *self, gint64 theirs)
{
  const gint64 *ours = g_hash_table_lookup (self->root_ids, &theirs);

  return ours != NULL ? *ours : 0;
}

/* Returns: (transfer full) (nullable) */
static char *
dup_source (SusunRepairJob *self, const SusunItem *item)
{
  SusunRoot *root = susun_run_roots_get (self->roots, our_root (self, item->src_root));

  return root != NULL ? susun_root_dup_path (root, item->src_path) : NULL;
}

typedef gboolean (*Visit) (SusunRepairJob *self, const SusunItem *item, GError **error);

static gboolean
visit_candidates (SusunRepairJob *self, Visit visit, GError **error)
{
  SusunItemQuery query = {
    .run = self->verify->id,
    .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_UNVERIFIED,
    .order = SUSUN_ORDER_SEQ,
    .limit = PLAN_ROWS,
  };

  for (;;)
    {
      g_autoptr (GPtrArray) items = susun_store_list_items (self->store, &query, error);
      if (items == NULL)
        return FALSE;
      for (guint i = 0; i < items->len; i++)
        if (is_candidate (items->pdata[i]) && !visit (self, items->pdata[i], error))
          return FALSE;
      if (items->len == 0)
        return TRUE;
      query.after = ((SusunItem *) items->pdata[items->len - 1])->seq;
    }
}

static gboolean
want_record (SusunRepairJob *self, const SusunItem *item, GError **error)
{
  char *source = dup_source (self, item);

  if (source != NULL)
    g_hash_table_insert (self->recorded, source, NULL);
  return TRUE;
}

/* What was copied from the wanted originals: one pass over the organize run, if the history has it.
 */
static gboolean
read_records (SusunRepairJob *self, GError **error)
{
  g_autoptr (SusunRun) organize
      = susun_store_find_run (self->store, self->verify->chain_id, 1u << SUSUN_RUN_ORGANIZE, NULL);
  g_autoptr (GPtrArray) roots = NULL;
  SusunItemQuery query = { 0 };
  const SusunItem *item;
  SusunStep step;

  if (organize == NULL || g_hash_table_size (self->recorded) == 0)
    return TRUE;
  roots = susun_store_list_roots (self->store, organize->id, error);
  query.run = organize->id;
  g_autoptr (SusunItemCursor) cursor
      = roots != NULL ? susun_store_query (self->store, &query, error) : NULL;
  if (cursor == NULL)
    return FALSE;
  while ((step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW)
    for (guint i = 0; item->has_hash && i < roots->len; i++)
      {
        const SusunRootRow *root = roots->pdata[i];
        if (root->id != item->src_root)
          continue;
        g_autofree char *source = g_build_filename (root->path, item->src_path, NULL);
        if (g_hash_table_contains (self->recorded, source))
          g_hash_table_replace (self->recorded, g_steal_pointer (&source),
                                g_memdup2 (&item->hash, sizeof item->hash));
      }
  return step == SUSUN_STEP_DONE;
}

/* --- the plan */

static gboolean
store_item (SusunRepairJob *self, SusunItem *item, GError **error)
{
  return susun_store_add_item (self->store, item, error)
         && susun_store_plan_item (self->store, item, error);
}

typedef enum
{
  PLACE_FREE,
  PLACE_BAD,     /* what the verification has found there */
  PLACE_CHANGED, /* something else: nobody's to judge before it was verified, too */
} Place;

static Place
look_at_place (SusunRepairJob *self, const SusunItem *bad)
{
  SusunRoot *archive = susun_run_roots_get (self->roots, self->archive_id);
  SusunIdentity seen = bad->target;
  SusunIdentity now;
  g_autoptr (GError) error = NULL;

  if (!susun_root_identify (archive, bad->dst_path, &now, &error))
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? PLACE_FREE : PLACE_CHANGED;
  susun_run_roots_adapt (self->roots, self->archive_id, &seen);
  if (bad->cause != SUSUN_CAUSE_DIFFERS || !S_ISREG (now.mode) || now.size != seen.size
      || now.mtime_ns != seen.mtime_ns)
    return PLACE_CHANGED;
  return susun_root_get_traits (archive) & SUSUN_FS_NEW_INODES
                 || susun_identity_same_file (&seen, &now)
             ? PLACE_BAD
             : PLACE_CHANGED;
}

/* The copy that differs makes room. */
static gboolean
plan_aside (SusunRepairJob *self, const SusunItem *bad, GError **error)
{
  const SusunRun *run = susun_run_job_get_run (SUSUN_RUN_JOB (self));
  g_auto (SusunItem) item = {
    .run = run->id,
    .op = SUSUN_OP_MOVE,
    .state = SUSUN_ITEM_PLANNED,
    .media = bad->media,
    .src_root = self->archive_id,
    .src_path = g_strdup (bad->dst_path),
    .identity = bad->target,
    .dst_root = self->quarantine_id,
    .dst_path = g_build_filename (run->chain_id, bad->dst_path, NULL),
    .wall = bad->wall,
    .offset = bad->offset,
    .day = bad->day,
  };

  item.seq = ++self->seq;
  return store_item (self, &item, error);
}

static gboolean
plan_candidate (SusunRepairJob *self, const SusunItem *bad, GError **error)
{
  const SusunRun *run = susun_run_job_get_run (SUSUN_RUN_JOB (self));
  g_autofree char *source = dup_source (self, bad);
  const SusunHash *recorded = source != NULL ? g_hash_table_lookup (self->recorded, source) : NULL;
  gint64 src_root = our_root (self, bad->src_root);
  SusunRoot *root = susun_run_roots_get (self->roots, src_root);
  g_auto (SusunItem) item = {
    .run = run->id,
    .op = SUSUN_OP_COPY,
    /* Planned when its name is free. */
    .state = SUSUN_ITEM_FOUND,
    .media = bad->media,
    .src_root = src_root,
    .src_path = g_strdup (bad->src_path),
    .dst_root = our_root (self, bad->dst_root),
    .dst_path = g_strdup (bad->dst_path),
    .wall = bad->wall,
    .offset = bad->offset,
    .day = bad->day,
  };
  Place place;

  if (root == NULL || item.dst_root != self->archive_id || item.dst_path == NULL
      || !susun_root_identify (root, item.src_path, &item.identity, NULL)
      || !S_ISREG (item.identity.mode))
    {
      self->left_gone++;
      return TRUE;
    }
  if (bad->cause == SUSUN_CAUSE_DIFFERS && recorded != NULL
      && !(bad->has_hash && susun_hash_equal (recorded, &bad->hash)))
    {
      self->left_changed++;
      return TRUE;
    }
  /* The copy of several equal originals is made once. */
  if (!g_hash_table_add (self->places, g_strdup (bad->dst_path)))
    return TRUE;
  place = look_at_place (self, bad);
  if (place == PLACE_CHANGED)
    {
      self->left_since++;
      return TRUE;
    }
  return (place == PLACE_FREE || plan_aside (self, bad, error)) && store_item (self, &item, error);
}

static void
tell_left (SusunRepairJob *self)
{
  if (self->left_changed > 0)
    susun_run_job_remark (
        SUSUN_RUN_JOB (self),
        ngettext ("%lu file was left as it is: its original was changed after it "
                  "was copied, so the archive may hold the better one",
                  "%lu files were left as they are: their originals were changed "
                  "after they were copied, so the archive may hold the better ones",
                  (gulong) self->left_changed),
        (gulong) self->left_changed);
  if (self->left_since > 0)
    susun_run_job_remark (
        SUSUN_RUN_JOB (self),
        ngettext ("%lu copy has changed since it was verified and was left as it "
                  "is; verify again",
                  "%lu copies have changed since they were verified and were left "
                  "as they are; verify again",
                  (gulong) self->left_since),
        (gulong) self->left_since);
  if (self->left_gone > 0)
    susun_run_job_remark (SUSUN_RUN_JOB (self),
                          ngettext ("%lu file could not be copied again: its original is not there",
                                    "%lu files could not be copied again: their "
                                    "originals are not there",
                                    (gulong) self->left_gone),
                          (gulong) self->left_gone);
}

/* --- the folders */

static void
know_root (SusunRepairJob *self, gint64 theirs, gint64 ours)
{
  g_hash_table_insert (self->root_ids, g_memdup2 (&theirs, sizeof theirs),
                       g_memdup2 (&ours, sizeof ours));
}

static gboolean
take_over_roots (SusunRepairJob *self, const SusunRun *run, GError **error)
{
  g_autoptr (SusunRunRoots) theirs = susun_run_roots_new ();

  if (!susun_run_roots_load (theirs, self->store, self->verify->id, error))
    return FALSE;
  for (guint i = 0; i < susun_run_roots_count (theirs); i++)
    {
      gint64 id = susun_run_roots_get_id (theirs, i);
      gint64 ours = susun_run_roots_add (self->roots, self->store, run->id,
                                         susun_run_roots_get_role (theirs, i),
                                         susun_run_roots_get (theirs, id), error);
      if (ours == 0)
        return FALSE;
      know_root (self, id, ours);
    }
  self->archive_id = susun_run_roots_first (self->roots, SUSUN_ROOT_ARCHIVE);
  if (self->archive_id == 0)
    return susun_throw (error, SUSUN_ERROR_AWAY,
                        _ ("The archive of this verification is not there now. Connect its disk "
                           "and try again; nothing was touched."));
  return susun_preflight_writable (susun_run_roots_get (self->roots, self->archive_id), error);
}

static gboolean
open_quarantine (SusunRepairJob *self, const SusunRun *run, GError **error)
{
  SusunRoot *archive = susun_run_roots_get (self->roots, self->archive_id);
  g_autofree char *path
      = self->options->quarantine_root != NULL
            ? g_strdup (self->options->quarantine_root)
            : g_build_filename (susun_root_get_path (archive), SUSUN_QUARANTINE_NAME, NULL);
  g_autoptr (GPtrArray) roots = g_ptr_array_new ();
  g_autoptr (SusunRoot) quarantine = susun_root_open (path, NULL);

  for (guint i = 0; i < susun_run_roots_count (self->roots); i++)
    g_ptr_array_add (roots,
                     susun_run_roots_get (self->roots, susun_run_roots_get_id (self->roots, i)));
  if (!susun_preflight_quarantine (quarantine, path, roots, error))
    return FALSE;
  if (quarantine == NULL)
    quarantine = susun_root_open_or_make (path, NULL, error);
  if (quarantine == NULL || !susun_preflight_writable (quarantine, error))
    return FALSE;
  self->quarantine_id = susun_run_roots_add (self->roots, self->store, run->id,
                                             SUSUN_ROOT_QUARANTINE, quarantine, error);
  return self->quarantine_id != 0;
}

static gboolean
lock_roots (SusunRepairJob *self, GError **error)
{
  return susun_run_roots_lock (self->roots, 1u << SUSUN_ROOT_ARCHIVE | 1u << SUSUN_ROOT_QUARANTINE,
                               error);
}

/* --- the run */

static char *
options_to_json (const SusunRepairOptions *options)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "workers", options->workers);
  return susun_options_print (object);
}

static gboolean
check_verification (SusunRepairJob *self, GError **error)
{
  if (self->verify->state == SUSUN_RUN_STATE_FINISHED)
    return TRUE;
  return susun_throw (error, SUSUN_ERROR_REFUSED,
                      _ ("The verification %s is not finished. Resume it first; nothing was "
                         "touched."),
                      self->verify->run_id);
}

/* All in one transaction: the plan is there, or it is not. */
static gboolean
make_plan (SusunRepairJob *self, GError **error)
{
  if (!visit_candidates (self, want_record, error) || !read_records (self, error)
      || !susun_store_begin (self->store, error))
    return FALSE;
  if (!visit_candidates (self, plan_candidate, error) || !susun_store_commit (self->store, error))
    {
      susun_store_rollback (self->store);
      return FALSE;
    }
  tell_left (self);
  return susun_run_job_set_state (SUSUN_RUN_JOB (self), self->store, SUSUN_RUN_STATE_PLANNED,
                                  error);
}

static gboolean
prepare (SusunRepairJob *self, GError **error)
{
  SusunRun *run;

  susun_job_begin_phase (SUSUN_JOB (self), SUSUN_PHASE_PLANNING, 0, 0);
  self->verify
      = susun_store_find_run (self->store, self->options->run_id, 1u << SUSUN_RUN_VERIFY, error);
  if (self->verify == NULL || !check_verification (self, error))
    return FALSE;
  run = susun_run_job_begin (SUSUN_RUN_JOB (self), self->store, SUSUN_RUN_REPAIR, SUSUN_MODE_NONE,
                             self->verify->chain_id, options_to_json (self->options),
                             self->verify->run_id, error);
  return run != NULL && take_over_roots (self, run, error) && open_quarantine (self, run, error)
         && lock_roots (self, error) && make_plan (self, error);
}

static gboolean
begin_again (SusunRepairJob *self, GError **error)
{
  const SusunRun *run = susun_run_job_get_run (SUSUN_RUN_JOB (self));

  if (run->state == SUSUN_RUN_STATE_PREPARING)
    return susun_run_job_refuse_to_resume (error);
  if (!susun_run_roots_load (self->roots, self->store, run->id, error))
    return FALSE;
  self->archive_id = susun_run_roots_first (self->roots, SUSUN_ROOT_ARCHIVE);
  return lock_roots (self, error);
}

/* The names are free: the originals follow. */
static gboolean
plan_copies (SusunRepairJob *self, guint64 *files, guint64 *bytes, GError **error)
{
  const SusunRun *run = susun_run_job_get_run (SUSUN_RUN_JOB (self));
  SusunItemQuery query = { .run = run->id, .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_FOUND };
  g_autoptr (GArray) ids = susun_store_list_item_ids (self->store, &query, error);
  SusunItemQuery all = { .run = run->id };
  gint64 seq = susun_store_count_items (self->store, &all, error);
  gboolean ok = TRUE;

  if (ids == NULL || seq < 0 || !susun_store_begin (self->store, error))
    return FALSE;
  for (guint i = 0; ok && i < ids->len; i++)
    {
      g_auto (SusunItem) item = { 0 };
      ok = susun_store_get_item (self->store, g_array_index (ids, gint64, i), &item, error);
      item.state = SUSUN_ITEM_PLANNED;
      item.seq = seq + 1 + i;
      ok = ok && susun_store_plan_item (self->store, &item, error);
      *files += 1;
      *bytes += item.identity.size;
    }
  return susun_store_end (self->store, ok, error);
}

static gboolean
apply_plan (SusunRepairJob *self, SusunPhase phase, guint64 bytes, GCancellable *cancellable,
            GError **error)
{
  SusunApply apply = {
    .job = SUSUN_RUN_JOB (self),
    .store = self->store,
    .run = susun_run_job_peek (SUSUN_RUN_JOB (self)),
    .roots = self->roots,
    .cancellable = cancellable,
    .workers = self->workers,
    .occupied = SUSUN_OCCUPIED_NUMBER,
    .phase = phase,
    .bytes = bytes,
  };

  return susun_apply_run (&apply, error);
}

static gboolean
susun_repair_job_work (SusunRunJob *job, SusunStore *store, GCancellable *cancellable,
                       GError **error)
{
  SusunRepairJob *self = SUSUN_REPAIR_JOB (job);
  guint64 files = 0, bytes = 0;

  self->store = store;
  if (!(self->resuming ? begin_again (self, error) : prepare (self, error)))
    return FALSE;
  if (!apply_plan (self, SUSUN_PHASE_MOVING, 0, cancellable, error)
      || !plan_copies (self, &files, &bytes, error)
      || !susun_preflight_space (susun_run_roots_get (self->roots, self->archive_id), bytes, files,
                                 error)
      || !apply_plan (self, SUSUN_PHASE_COPYING, bytes, cancellable, error))
    return FALSE;
  susun_run_roots_unlock (self->roots);
  return TRUE;
}

static void
susun_repair_job_class_init (SusunRepairJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_repair_job_finalize;
  SUSUN_RUN_JOB_CLASS (klass)->work = susun_repair_job_work;
}

SusunJob *
susun_repair_job_new (SusunRepairOptions *options)
{
  SusunRepairJob *self = g_object_new (SUSUN_TYPE_REPAIR_JOB, NULL);

  self->options = options;
  self->workers = options->workers;
  return SUSUN_JOB (self);
}

SusunJob *
susun_repair_job_new_resume (SusunRun *run, guint workers, GError **error)
{
  g_autoptr (SusunRun) owned = run;
  g_autoptr (JsonObject) options = susun_options_parse (run->options, error);
  SusunRepairJob *self;

  if (options == NULL)
    return NULL;
  self = g_object_new (SUSUN_TYPE_REPAIR_JOB, NULL);
  self->resuming = TRUE;
  self->workers
      = workers > 0
            ? workers
            : (guint) CLAMP (susun_options_get_int (options, "workers", DEFAULT_WORKERS), 1, 256);
  susun_run_job_adopt (SUSUN_RUN_JOB (self), g_steal_pointer (&owned));
  return SUSUN_JOB (self);
}
