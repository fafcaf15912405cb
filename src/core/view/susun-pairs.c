// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-pairs.h"

#include "core/media/susun-kind.h"
#include "core/view/susun-view-task-private.h"

typedef struct
{
  char *run_id; /* (owned) */
  guint limit;
} Question;

static void
pair_clear (gpointer data)
{
  SusunPair *self = data;

  g_free (self->first);
  g_free (self->second);
  g_free (self->note);
}

SusunPair *
susun_pair_ref (SusunPair *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
susun_pair_unref (SusunPair *self)
{
  g_atomic_rc_box_release_full (self, pair_clear);
}

void
susun_pairs_free (SusunPairs *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->pairs);
  g_free (self);
}

/* A path without a root of its run is absolute already. Returns: (transfer full) (nullable) */
static char *
dup_path (const GPtrArray *roots, gint64 root, const char *path)
{
  for (guint i = 0; path != NULL && i < roots->len; i++)
    {
      const SusunRootRow *row = roots->pdata[i];
      if (row->id == root)
        return g_build_filename (row->path, path, NULL);
    }
  return g_strdup (path);
}

static SusunPair *
pair_new (const SusunRun *run, const GPtrArray *roots, const SusunItem *item)
{
  SusunPair *self = g_atomic_rc_box_new0 (SusunPair);
  gboolean verify = run->kind == SUSUN_RUN_VERIFY;

  self->item = item->id;
  self->group = item->group;
  self->first = verify ? dup_path (roots, item->src_root, item->src_path)
                       : dup_path (roots, item->ref_root, item->ref_path);
  self->second = verify ? dup_path (roots, item->dst_root, item->dst_path)
                        : dup_path (roots, item->src_root, item->src_path);
  self->size = item->identity.size;
  self->film = item->media == SUSUN_KIND_VIDEO;
  self->cause = (SusunCause) item->cause;
  self->note = g_strdup (item->note);
  return self;
}

/* What the user has left out already, when the run was only planned. */
static gboolean
read_left_out (SusunPairs *self, SusunStore *store, const SusunRun *run, GError **error)
{
  g_autoptr (GArray) overrides = susun_store_list_overrides (store, run->id, error);
  g_autoptr (GHashTable) left = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (overrides == NULL)
    return FALSE;
  for (guint i = 0; i < overrides->len; i++)
    {
      SusunOverride *override = &g_array_index (overrides, SusunOverride, i);
      if (override->left_out)
        g_hash_table_add (left, &override->item);
    }
  for (guint i = 0; i < self->pairs->len; i++)
    {
      SusunPair *pair = self->pairs->pdata[i];
      pair->left_out = g_hash_table_contains (left, &pair->item);
    }
  return TRUE;
}

SusunPairs *
susun_pairs_read (SusunStore *store, const char *run_id, guint limit, GError **error)
{
  g_autoptr (SusunRun) run = susun_store_get_run (store, run_id, error);
  g_autoptr (GPtrArray) roots = run != NULL ? susun_store_list_roots (store, run->id, error) : NULL;
  g_autoptr (SusunPairs) self = g_new0 (SusunPairs, 1);
  SusunItemQuery query = { .order = SUSUN_ORDER_SEQ };
  g_autoptr (SusunItemCursor) cursor = NULL;
  const SusunItem *item;
  SusunStep step;

  self->pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_pair_unref);
  if (roots == NULL)
    return NULL;
  query.run = run->id;
  query.states = G_GUINT64_CONSTANT (1)
                 << (run->kind == SUSUN_RUN_VERIFY ? SUSUN_ITEM_UNVERIFIED : SUSUN_ITEM_PLANNED);
  cursor = susun_store_query (store, &query, error);
  if (cursor == NULL)
    return NULL;
  while ((step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW)
    {
      if (item->cause == SUSUN_CAUSE_NOT_COPIED)
        continue;
      self->total++;
      self->bytes += item->identity.size;
      if (limit == 0 || self->pairs->len < limit)
        g_ptr_array_add (self->pairs, pair_new (run, roots, item));
    }
  if (step == SUSUN_STEP_ERROR || !read_left_out (self, store, run, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- on a worker */

static void
question_free (gpointer data)
{
  g_free (((Question *) data)->run_id);
  g_free (data);
}

static void
load_in_worker (GTask *task, SusunStore *store, const GError *store_error)
{
  const Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  SusunPairs *self;

  if (!susun_view_task_begin (task, store, store_error))
    return;
  self = susun_pairs_read (store, question->run_id, question->limit, &error);
  susun_view_task_end (task, store, self, (GDestroyNotify) susun_pairs_free, error);
}

void
susun_pairs_load (SusunWorker *worker, const char *run_id, guint limit, GCancellable *cancellable,
                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->run_id = g_strdup (run_id);
  question->limit = limit;
  g_task_set_source_tag (task, susun_pairs_load);
  g_task_set_task_data (task, question, question_free);
  susun_worker_push (worker, task, load_in_worker);
}

SusunPairs *
susun_pairs_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, susun_pairs_load), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
