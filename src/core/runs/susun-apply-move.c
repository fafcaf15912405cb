// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/runs/susun-apply-private.h"

#define NAMES_TRIED 10000

/* --- giving a name */

/* "name (2).ext" after "name.ext", or "name (restored).ext", "name (restored 2).ext". */
static char *
next_name (const SusunBatch *self, const char *first_path, guint number)
{
  const char *name = susun_path_name (first_path);
  const char *extension = susun_path_extension (name);
  int stem = (int) (extension - first_path);

  if (self->apply->occupied == SUSUN_OCCUPIED_NUMBER)
    return g_strdup_printf ("%.*s (%u)%s", stem, first_path, number, extension);
  return number == 2
             ? g_strdup_printf ("%.*s (restored)%s", stem, first_path, extension)
             : g_strdup_printf ("%.*s (restored %u)%s", stem, first_path, number - 1, extension);
}

gboolean
susun_batch_commit_item (SusunBatch *self, SusunItem *item, SusunItemState state, GError **error)
{
  SusunStore *store = self->apply->store;
  SusunItemState old_state = item->state;

  item->state = state;
  if (!susun_store_begin (store, error))
    return FALSE;
  return susun_store_end (store, susun_store_step_item (store, item, old_state, error), error);
}

/* A reservation is in the journal before it is on the disk, and its inode before it is renamed
 * over: recovery then removes only what is ours. */
gboolean
susun_batch_journal_reservation (guint64 ino, gpointer user_data, GError **error)
{
  SusunReserving *reserving = user_data;

  reserving->work->item->reserved_ino = ino;
  return susun_batch_commit_item (reserving->batch, reserving->work->item, SUSUN_ITEM_RESERVING,
                                  error);
}

/* Does the disk show what a failed publish may have left half-done? Then only recovery, which looks
 * at everything anew, can tell what the item is. */
gboolean
susun_work_is_unsettled (const SusunWork *work, int new_folder, const GError *failure)
{
  SusunIdentity found;

  if (g_error_matches (failure, SUSUN_ERROR, SUSUN_ERROR_UNSURE))
    return TRUE;
  /* The reservation of the name could not be taken back. */
  return work->item->state == SUSUN_ITEM_RESERVING
         && (susun_sys_identity_at (new_folder, susun_path_name (work->item->dst_path), &found) == 0
             || errno != ENOENT);
}

gboolean
susun_batch_publish (SusunBatch *self, SusunWork *work, gboolean from_temp, GError **error)
{
  SusunItem *item = work->item;
  g_autofree char *first_path = g_strdup (item->dst_path);
  SusunItemState state = item->state;
  SusunReserving reserving = { self, work };
  const char *old_name, *new_name;
  GError *failure = NULL;
  int new_folder = susun_batch_target_folder (self, work, &new_name, &failure);
  int old_folder = new_folder;

  old_name = item->temp_name;
  if (new_folder >= 0 && !from_temp)
    old_folder = susun_batch_source_folder (self, work, &old_name, &failure);
  if (old_folder < 0 || new_folder < 0)
    {
      susun_batch_fail (self, work, SUSUN_ITEM_FAILED, failure);
      return TRUE;
    }

  for (guint number = 2; number < NAMES_TRIED; number++)
    {
      SusunPublishResult result = susun_publish (
          self->publisher, old_folder, old_name, new_folder, susun_path_name (item->dst_path),
          from_temp ? &work->copied.target : &work->now, susun_batch_journal_reservation,
          &reserving, &item->target, &failure);
      if (result == SUSUN_PUBLISHED)
        {
          work->moved = TRUE;
          return TRUE;
        }
      if (result == SUSUN_PUBLISH_FAILED && susun_work_is_unsettled (work, new_folder, failure))
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      if (result == SUSUN_PUBLISH_FAILED)
        {
          susun_batch_fail (self, work, SUSUN_ITEM_FAILED, failure);
          return TRUE;
        }
      /* Somebody else's file has taken the name since it was planned. It stays; ours takes the next
       * name, which the journal must know before the disk does. */
      g_free (item->dst_path);
      item->dst_path = next_name (self, first_path, number);
      item->suffix = (int) number;
      item->reserved_ino = 0;
      if (!susun_batch_commit_item (self, item, state, error))
        return FALSE;
    }
  susun_throw (&failure, SUSUN_ERROR_UNSURE, _ ("No free name was found for “%s”"), first_path);
  susun_batch_fail (self, work, SUSUN_ITEM_FAILED, failure);
  return TRUE;
}

/* --- renaming on one mount */

static SusunItemState
next_renaming (const SusunWork *work)
{
  return susun_work_is_live (work) && susun_work_goes_by_rename (work) ? SUSUN_ITEM_RENAMING : 0;
}

/* A rename that had to reserve its new name is RESERVING by now; so is a copy, but that has a
 * temporary. */
static gboolean
is_in_rename (const SusunItem *item)
{
  return item->state == SUSUN_ITEM_RENAMING
         || (item->state == SUSUN_ITEM_RESERVING && item->temp_name == NULL);
}

static SusunItemState
next_renamed (const SusunWork *work)
{
  return work->moved && is_in_rename (work->item) ? SUSUN_ITEM_DONE : 0;
}

/* One that was moved goes back, because its group could not go along. It had its old name a moment
 * ago; when that is taken now, it stays where it is and is told. */
void
susun_batch_move_back (SusunBatch *self, SusunWork *work)
{
  const char *old_name, *new_name;
  int old_folder = susun_batch_source_folder (self, work, &old_name, NULL);
  int new_folder = susun_batch_target_folder (self, work, &new_name, NULL);

  if (old_folder < 0 || new_folder < 0
      || susun_publish (self->publisher, new_folder, new_name, old_folder, old_name,
                        &work->item->target, NULL, NULL, NULL, NULL)
             != SUSUN_PUBLISHED)
    return;
  work->moved = FALSE;
}

static void
keep_groups_together (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *failed = &self->work[i];
      if (failed->moved || failed->item->group == 0 || susun_work_is_live (failed))
        continue;
      for (guint j = 0; j < self->items->len; j++)
        if (self->work[j].moved && self->work[j].item->group == failed->item->group)
          susun_batch_move_back (self, &self->work[j]);
    }
}

gboolean
susun_batch_record_source_folders (SusunBatch *self, SusunWorkNext next, GError **error)
{
  SusunApply *apply = self->apply;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!susun_store_begin (apply->store, error))
    return FALSE;
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      const char *path = work->item->src_path;
      const char *name = susun_path_name (path);
      g_autofree char *folder = g_strndup (path, name > path ? name - path - 1 : 0);
      SusunIdentity identity;
      if (next (work) == 0)
        continue;
      g_autofree char *key
          = g_strdup_printf ("%" G_GINT64_FORMAT "/%s", work->item->src_root, folder);
      if (!g_hash_table_add (known, g_steal_pointer (&key)))
        continue;
      if (susun_root_identify (work->src, folder, &identity, NULL)
          && !susun_store_add_folder (apply->store, apply->run->id, work->item->src_root, folder,
                                      FALSE, identity.mtime_ns, error))
        {
          susun_store_rollback (apply->store);
          return FALSE;
        }
    }
  return susun_store_end (apply->store, TRUE, error);
}

static gboolean
any (SusunBatch *self, SusunWorkNext next)
{
  for (guint i = 0; i < self->items->len; i++)
    if (next (&self->work[i]) != 0)
      return TRUE;
  return FALSE;
}

gboolean
susun_batch_rename (SusunBatch *self, GError **error)
{
  if (!any (self, next_renaming))
    return TRUE;
  if (!susun_batch_record_source_folders (self, next_renaming, error)
      || !susun_batch_commit (self, next_renaming, error))
    return FALSE;

  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      GError *failure = NULL;
      if (work->item->state != SUSUN_ITEM_RENAMING || !susun_work_is_live (work))
        continue;
      if (self->stop != NULL
          || g_cancellable_set_error_if_cancelled (self->apply->cancellable, &self->stop))
        {
          work->back_to_plan = TRUE;
          continue;
        }
      susun_job_set_current (SUSUN_JOB (self->apply->job), work->item->src_path);
      /* The proof is looked at once more at the last moment: both files as they were, and not
       * older than a minute; one that aged in a long batch is made anew. */
      if (work->proof != NULL && !susun_proof_check (work->proof, &failure))
        {
          g_clear_error (&failure);
          g_clear_pointer (&work->proof, susun_proof_free);
          work->proof = susun_prove (self->mediums->pdata[0], work->src, work->item->src_path,
                                     work->ref, work->item->ref_path, &work->item->hash,
                                     SUSUN_PROOF_SET_ASIDE, self->apply->cancellable, &failure);
          if (work->proof == NULL)
            {
              susun_batch_fail (self, work, SUSUN_ITEM_SKIPPED, failure);
              continue;
            }
        }
      if (!susun_batch_publish (self, work, FALSE, error))
        return FALSE;
    }

  if (!susun_batch_read_back (self, next_renamed, susun_batch_move_back, error))
    return FALSE;
  keep_groups_together (self);
  susun_batch_fail_groups (self);
  return susun_batch_sync_folders (self, TRUE, error)
         && susun_batch_commit (self, next_renamed, error);
}

/* --- removing with proof: REMOVE, and the source of a MOVE whose copy stands */

static SusunItemState
next_removing (const SusunWork *work)
{
  gboolean copied = work->item->op == SUSUN_OP_MOVE && work->item->state == SUSUN_ITEM_COPIED;
  gboolean remove = work->item->op == SUSUN_OP_REMOVE && work->item->state == SUSUN_ITEM_PLANNED;

  return susun_work_is_live (work) && work->proof != NULL && (copied || remove)
             ? SUSUN_ITEM_REMOVING
             : 0;
}

static SusunItemState
next_removed (const SusunWork *work)
{
  return work->moved && work->item->state == SUSUN_ITEM_REMOVING ? SUSUN_ITEM_DONE : 0;
}

/* Not removed after all: what stands, stands. A copy whose original could not go is a copy. */
static SusunItemState
next_kept (const SusunWork *work)
{
  if (work->moved || work->item->op != SUSUN_OP_MOVE
      || (work->item->state != SUSUN_ITEM_REMOVING && work->item->state != SUSUN_ITEM_COPIED))
    return 0;
  if (work->back_to_plan)
    return SUSUN_ITEM_COPIED;
  return work->end != 0 ? SUSUN_ITEM_FAILED : 0;
}

static void
remove_one (SusunBatch *self, SusunWork *work)
{
  GError *failure = NULL;
  const char *name;

  if (self->stop != NULL
      || g_cancellable_set_error_if_cancelled (self->apply->cancellable, &self->stop))
    {
      work->back_to_plan = TRUE;
      return;
    }
  susun_job_set_current (SUSUN_JOB (self->apply->job), work->item->src_path);
  if (susun_batch_source_folder (self, work, &name, &failure) < 0
      || !susun_remove_with_proof (work->proof, &failure))
    susun_batch_fail (self, work, SUSUN_ITEM_SKIPPED, failure);
  else
    work->moved = TRUE;
}

static void
explain_kept (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      if (next_kept (work) != SUSUN_ITEM_FAILED || work->error == NULL)
        continue;
      work->item->cause = susun_cause_from_error (work->error);
      g_free (work->item->note);
      work->item->note
          = g_strdup_printf (_ ("Copied, but the original was left: %s"), work->error->message);
    }
}

gboolean
susun_batch_remove (SusunBatch *self, GError **error)
{
  for (guint i = 0; i < self->items->len; i++)
    if (self->work[i].item->state == SUSUN_ITEM_COPIED)
      self->work[i].moved = FALSE;
  susun_batch_prove (self, TRUE);
  susun_batch_fail_groups (self);

  if (any (self, next_removing))
    {
      if (!susun_batch_record_source_folders (self, next_removing, error)
          || !susun_batch_commit (self, next_removing, error))
        return FALSE;
      for (guint i = 0; i < self->items->len; i++)
        if (self->work[i].item->state == SUSUN_ITEM_REMOVING && susun_work_is_live (&self->work[i]))
          remove_one (self, &self->work[i]);
      for (guint i = 0; i < self->items->len; i++)
        {
          SusunWork *work = &self->work[i];
          const char *path = work->item->src_path;
          const char *name = susun_path_name (path);
          g_autofree char *folder = g_strndup (path, name > path ? name - path - 1 : 0);
          if (next_removed (work) != 0 && !susun_root_sync_folder (work->src, folder, error))
            return FALSE;
        }
      if (!susun_batch_commit (self, next_removed, error))
        return FALSE;
    }
  explain_kept (self);
  return susun_batch_commit (self, next_kept, error);
}
