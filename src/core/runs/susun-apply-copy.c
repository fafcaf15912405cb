// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/base/susun-fd.h"
#include "core/runs/susun-apply-private.h"

/* The copying stage: COPY, and MOVE where a rename cannot do it. */

/* Files of up to that size in the middle are made durable by one syncfs for the batch: an fsync of
 * each costs more than its data. */
#define AT_ONCE_SIZE (G_GUINT64_CONSTANT (1) << 20)
#define AT_ONCE_ITEMS 4
#define AT_ONCE_FOLDERS 4

/* syncfs also writes what others have written to that disk. Longer than this it does not only wait
 * for us, and the fsync of each file is the better way. */
#define AT_ONCE_PATIENCE (5 * G_USEC_PER_SEC)

static gboolean
is_to_copy (const SusunWork *work)
{
  if (!susun_work_is_live (work) || work->item->state != SUSUN_ITEM_PLANNED)
    return FALSE;
  return work->item->op == SUSUN_OP_COPY
         || (work->item->op == SUSUN_OP_MOVE && !susun_work_goes_by_rename (work));
}

static SusunItemState
next_intent (const SusunWork *work)
{
  return is_to_copy (work) && work->item->temp_name != NULL ? SUSUN_ITEM_INTENT : 0;
}

static gboolean
is_in_intent (const SusunWork *work)
{
  return work->item->state == SUSUN_ITEM_INTENT || work->item->state == SUSUN_ITEM_RESERVING;
}

static SusunItemState
next_copied (const SusunWork *work)
{
  if (!work->moved || !is_in_intent (work))
    return 0;
  return work->item->op == SUSUN_OP_COPY ? SUSUN_ITEM_DONE : SUSUN_ITEM_COPIED;
}

/* The folders are made, and all is written down, before the first byte is. */
static gboolean
prepare (SusunBatch *self, GError **error)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      GError *failure = NULL;
      const char *name;
      if (!is_to_copy (work))
        continue;
      if (susun_batch_target_folder (self, work, &name, &failure) < 0)
        {
          susun_batch_fail (self, work, SUSUN_ITEM_FAILED, failure);
          continue;
        }
      g_free (work->item->temp_name);
      work->item->temp_name = susun_copy_temp_name (self->apply->run->run_id, work->item->id);
    }
  susun_batch_fail_groups (self);
  return susun_batch_commit (self, next_intent, error);
}

static gboolean
copy_once (SusunBatch *self, SusunWork *work, guint worker, GError **error)
{
  const char *name;
  /* Opened by prepare(): only looked up here, so that the crew does not write the table. */
  int folder = susun_batch_target_folder (self, work, &name, error);

  if (folder < 0
      || !susun_copy_to_temp (self->mediums->pdata[worker], work->src, work->item->src_path,
                              &work->now, folder, work->item->temp_name, self->apply->cancellable,
                              &work->copied, error))
    return FALSE;
  work->has_temp = TRUE;
  return TRUE;
}

static void
copy_in_worker (guint index, guint worker, gpointer user_data)
{
  SusunBatch *self = user_data;
  SusunWork *work = &self->work[index];

  if (!is_in_intent (work) || !susun_work_is_live (work))
    return;
  susun_job_set_current (SUSUN_JOB (self->apply->job), work->item->src_path);
  if (!susun_job_go_on (SUSUN_JOB (self->apply->job), self->apply->cancellable, &work->error))
    return;
  if (copy_once (self, work, worker, &work->error) && !self->at_once)
    susun_copy_start_writeback (&work->copied);
}

/* Before anything is copied: is it worth it? */
static gboolean
may_sync_at_once (const SusunBatch *self)
{
  SusunRoot *root = NULL;
  guint64 bytes = 0;
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      const SusunWork *work = &self->work[i];
      if (!is_to_copy (work))
        continue;
      if (root != NULL && work->dst != root)
        return FALSE;
      root = work->dst;
      bytes += work->now.size;
      n++;
    }
  return n >= AT_ONCE_ITEMS && bytes / n <= AT_ONCE_SIZE && !self->at_once_waits;
}

/* FALSE: each file needs its own fsync; after a syncfs that failed it tells which one it was. */
static gboolean
sync_at_once (SusunBatch *self)
{
  g_autofree const SusunCopied **copied = g_new (const SusunCopied *, self->items->len);
  gint64 began = g_get_monotonic_time ();
  SusunRoot *root = NULL;
  guint n = 0;

  for (guint i = 0; self->at_once && i < self->items->len; i++)
    if (self->work[i].has_temp)
      {
        root = self->work[i].dst;
        copied[n++] = &self->work[i].copied;
      }
  if (n == 0 || !susun_copy_sync_together (root, copied, n))
    return FALSE;
  self->synced_root = root;
  self->at_once_waits = g_get_monotonic_time () - began > AT_ONCE_PATIENCE;
  return TRUE;
}

static void
discard (SusunBatch *self, SusunWork *work)
{
  const char *name;
  int folder = susun_batch_target_folder (self, work, &name, NULL);

  susun_fd_clear (&work->copied.fd);
  work->has_temp = FALSE;
  /* What cannot be removed now stays in the journal: recovery will. */
  if (folder >= 0 && !susun_copy_discard_temp (folder, work->item->temp_name, NULL))
    g_debug ("a temporary was left for recovery");
}

/* A failed fsync has dropped the pages: the file is copied once more, into a new temporary. */
static void
sync_in_worker (guint index, guint worker, gpointer user_data)
{
  SusunBatch *self = user_data;
  SusunWork *work = &self->work[index];
  g_autoptr (GError) failure = NULL;

  if (!work->has_temp || !susun_work_is_live (work))
    return;
  if (susun_copy_sync (&work->copied, work->item->temp_name, &failure))
    return;
  if (failure->domain == G_IO_ERROR && failure->code == G_IO_ERROR_NO_SPACE)
    {
      work->error = g_steal_pointer (&failure);
      return;
    }
  discard (self, work);
  if (copy_once (self, work, worker, &work->error))
    susun_copy_sync (&work->copied, work->item->temp_name, &work->error);
}

/* The crew left errors in the works; they are sorted on this thread. */
static void
sort_errors (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      GError *error = g_steal_pointer (&work->error);
      if (error == NULL || work->end != 0)
        work->error = error;
      else
        susun_batch_fail (self, work, SUSUN_ITEM_FAILED, error);
    }
  susun_batch_fail_groups (self);
}

static void
discard_dead (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      if (work->has_temp && !work->moved && (!susun_work_is_live (work) || self->stop != NULL))
        {
          if (susun_work_is_live (work))
            work->back_to_plan = TRUE;
          discard (self, work);
        }
    }
}

static void
unpublish (SusunBatch *self, SusunWork *work)
{
  const char *name;
  int folder = susun_batch_target_folder (self, work, &name, NULL);

  /* Only our own file of a moment ago: its inode is looked at before and after. */
  if (folder < 0
      || susun_publish (self->publisher, folder, name, folder, work->item->temp_name,
                        &work->item->target, NULL, NULL, NULL, NULL)
             != SUSUN_PUBLISHED)
    return;
  work->moved = FALSE;
  discard (self, work);
}

/* A group of which one could not be published is not in the archive in part. */
static void
keep_groups_together (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *failed = &self->work[i];
      if (failed->moved || failed->item->group == 0 || susun_work_is_live (failed))
        continue;
      for (guint j = 0; j < self->items->len; j++)
        if (self->work[j].moved && is_in_intent (&self->work[j])
            && self->work[j].item->group == failed->item->group)
          unpublish (self, &self->work[j]);
    }
}

static gboolean
publish_all (SusunBatch *self, GError **error)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      if (!work->has_temp || !is_in_intent (work) || !susun_work_is_live (work))
        continue;
      if (self->stop != NULL)
        {
          work->back_to_plan = TRUE;
          continue;
        }
      if (!susun_batch_publish (self, work, TRUE, error))
        return FALSE;
    }
  if (!susun_batch_read_back (self, next_copied, unpublish, error))
    return FALSE;
  keep_groups_together (self);
  susun_batch_fail_groups (self);
  discard_dead (self);
  return TRUE;
}

/* What came out, and that it is done: one commit. */
static gboolean
commit_copied (SusunBatch *self, GError **error)
{
  SusunStore *store = self->apply->store;
  gboolean ok = TRUE;

  if (!susun_store_begin (store, error))
    return FALSE;
  for (guint i = 0; ok && i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      if (next_copied (work) == 0)
        continue;
      work->item->has_hash = TRUE;
      work->item->hash = work->copied.hash;
      work->item->level = SUSUN_LEVEL_NONE;
      susun_fd_clear (&work->copied.fd);
      work->has_temp = FALSE;
      ok = susun_store_put_hash (store, &work->copied.source, &work->copied.hash, error)
           && susun_store_put_hash (store, &work->item->target, &work->copied.hash, error);
    }
  return susun_store_end (store, ok && susun_batch_step (self, next_copied, error), error);
}

/* The new names, likewise: all are on the file system that was synced at once a moment ago. */
static gboolean
sync_names (SusunBatch *self, GError **error)
{
  if (self->synced_root != NULL && g_hash_table_size (self->folders) >= AT_ONCE_FOLDERS
      && susun_copy_sync_together (self->synced_root, NULL, 0))
    return TRUE;
  return susun_batch_sync_folders (self, FALSE, error);
}

static gboolean
any_to_copy (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (is_to_copy (&self->work[i]))
      return TRUE;
  return FALSE;
}

gboolean
susun_batch_copy (SusunBatch *self, GError **error)
{
  if (!any_to_copy (self))
    return TRUE;
  self->at_once = may_sync_at_once (self);
  self->synced_root = NULL;
  if (!prepare (self, error))
    return FALSE;
  susun_crew_run (self->crew, self->items->len, copy_in_worker, self);
  sort_errors (self);
  discard_dead (self);
  if (!sync_at_once (self))
    susun_crew_run (self->crew, self->items->len, sync_in_worker, self);
  sort_errors (self);
  discard_dead (self);
  return publish_all (self, error) && sync_names (self, error) && commit_copied (self, error);
}
