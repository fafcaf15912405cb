// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-apply-private.h"

/* SAFETY.md 2.1 allows 256 items or 2 GiB. Less: every item holds descriptors (1,024 are usual),
 * and cancelling rolls back what a batch has copied. */
#define BATCH_ITEMS 256
#define BATCH_BYTES (G_GUINT64_CONSTANT (512) << 20)

#define LEFT_TO_DO                                                                                 \
  (G_GUINT64_CONSTANT (1) << SUSUN_ITEM_PLANNED | G_GUINT64_CONSTANT (1) << SUSUN_ITEM_COPIED)

/* A medium that gave back other bytes so often is failing. */
#define MISMATCHES_ALLOWED 2

gboolean
susun_work_is_live (const SusunWork *work)
{
  return work->end == 0 && !work->back_to_plan;
}

/* After these nothing else can succeed: the run stops, nothing more is tried. */
static gboolean
stops_the_run (SusunBatch *self, SusunWork *work, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY)
      || g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_AWAY)
      || g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_MEDIUM))
    return TRUE;
  return susun_root_is_away (work->src) || (work->dst != NULL && susun_root_is_away (work->dst))
         || (work->ref != NULL && susun_root_is_away (work->ref));
}

void
susun_batch_fail (SusunBatch *self, SusunWork *work, SusunItemState end, GError *error)
{
  g_assert (error != NULL);
  if (work->end != 0 || work->back_to_plan)
    {
      g_error_free (error);
      return;
    }
  if (!stops_the_run (self, work, error))
    {
      work->end = end;
      work->error = error;
      return;
    }
  work->back_to_plan = TRUE;
  if (self->stop != NULL)
    g_error_free (error);
  else if (susun_root_is_away (work->src) || (work->dst != NULL && susun_root_is_away (work->dst)))
    {
      SusunRoot *away = susun_root_is_away (work->src) ? work->src : work->dst;
      g_autofree char *display = susun_path_display (susun_root_get_path (away));
      susun_throw (&self->stop, SUSUN_ERROR_AWAY,
                   _ ("The folder or disk “%s” went away. What was not finished is unchanged; "
                      "connect it and resume the run."),
                   display);
      g_error_free (error);
    }
  else
    self->stop = error;
}

static gboolean
same_group (const SusunItem *a, const SusunItem *b)
{
  return a->group != 0 && a->group == b->group;
}

void
susun_batch_fail_groups (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *failed = &self->work[i];
      if (susun_work_is_live (failed) || failed->item->group == 0)
        continue;
      for (guint j = 0; j < self->items->len; j++)
        {
          SusunWork *work = &self->work[j];
          if (!susun_work_is_live (work) || !same_group (work->item, failed->item))
            continue;
          if (failed->back_to_plan)
            {
              work->back_to_plan = TRUE;
              continue;
            }
          g_autofree char *name = susun_path_display_name (failed->item->src_path);
          work->end = failed->end;
          work->error = g_error_new (
              SUSUN_ERROR, SUSUN_ERROR_REFUSED,
              _ ("Left where it is, because “%s”, which belongs to it, could not go along"), name);
        }
    }
}

/* --- folders of a batch */

static void
close_folder (gpointer fd)
{
  close (GPOINTER_TO_INT (fd));
}

static char *
folder_key (SusunRoot *root, const char *rel)
{
  return g_strdup_printf ("%p/%.*s", (void *) root, (int) (susun_path_name (rel) - rel), rel);
}

int
susun_batch_source_folder (SusunBatch *self, SusunWork *work, const char **name, GError **error)
{
  const char *rel = work->item->src_path;
  g_autofree char *key = folder_key (work->src, rel);
  gpointer known;

  *name = susun_path_name (rel);
  if (g_hash_table_lookup_extended (self->folders, key, NULL, &known))
    return GPOINTER_TO_INT (known);
  int fd = susun_root_open_parent (work->src, rel, name, error);
  if (fd >= 0)
    g_hash_table_insert (self->folders, g_steal_pointer (&key), GINT_TO_POINTER (fd));
  return fd;
}

typedef struct
{
  SusunBatch *batch;
  SusunWork *work;
} Making;

/* The folder is in the journal before it is on the disk, so that undo knows it as ours. */
static gboolean
journal_made_folder (const char *rel, gpointer user_data, GError **error)
{
  Making *making = user_data;
  SusunApply *apply = making->batch->apply;

  if (!susun_store_begin (apply->store, error))
    return FALSE;
  return susun_store_end (apply->store,
                          susun_store_add_folder (apply->store, apply->run->id,
                                                  making->work->item->dst_root, rel, TRUE, 0,
                                                  error),
                          error);
}

int
susun_batch_target_folder (SusunBatch *self, SusunWork *work, const char **name, GError **error)
{
  const char *rel = work->item->dst_path;
  g_autofree char *key = folder_key (work->dst, rel);
  Making making = { self, work };
  gpointer known;

  *name = susun_path_name (rel);
  if (g_hash_table_lookup_extended (self->folders, key, NULL, &known))
    return GPOINTER_TO_INT (known);
  /* What lies in a quarantine is nobody's business but its owner's. */
  mode_t mode
      = susun_run_roots_is_quarantine (self->apply->roots, work->item->dst_root) ? 0700 : 0777;
  int fd = susun_root_make_parent_with_mode (work->dst, rel, mode, name, journal_made_folder,
                                             &making, error);
  if (fd >= 0)
    g_hash_table_insert (self->folders, g_steal_pointer (&key), GINT_TO_POINTER (fd));
  return fd;
}

static gboolean
sync_folder (SusunBatch *self, GHashTable *synced, SusunRoot *root, const char *path,
             GError **error)
{
  const char *name = susun_path_name (path);
  g_autofree char *folder = g_strndup (path, name > path ? name - path - 1 : 0);
  g_autofree char *key = g_strdup_printf ("%p/%s", (void *) root, folder);

  return !g_hash_table_add (synced, g_steal_pointer (&key))
         || susun_root_sync_folder (root, folder, error);
}

gboolean
susun_batch_sync_folders (SusunBatch *self, gboolean sources, GError **error)
{
  g_autoptr (GHashTable) synced = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* The new names first: in a power cut a file may have two names, never none. */
  for (guint i = 0; i < self->items->len; i++)
    if (self->work[i].moved && self->work[i].dst != NULL
        && !sync_folder (self, synced, self->work[i].dst, self->work[i].item->dst_path, error))
      return FALSE;
  for (guint i = 0; sources && i < self->items->len; i++)
    if (self->work[i].moved
        && !sync_folder (self, synced, self->work[i].src, self->work[i].item->src_path, error))
      return FALSE;
  return TRUE;
}

/* --- the journal */

static gboolean
has_next (const SusunWork *work, SusunWorkNext next)
{
  SusunItemState state = next (work);

  return state != 0 && state != work->item->state;
}

gboolean
susun_batch_step (SusunBatch *self, SusunWorkNext next, GError **error)
{
  SusunApply *apply = self->apply;

  for (guint i = 0; i < self->items->len; i++)
    {
      SusunItem *item = self->work[i].item;
      SusunItemState old_state = item->state;
      if (!has_next (&self->work[i], next))
        continue;
      item->state = next (&self->work[i]);
      if (!susun_store_step_item (apply->store, item, old_state, error))
        return FALSE;
      if (item->state == SUSUN_ITEM_DONE && item->parent != 0 && apply->parent_state != 0
          && !susun_store_set_item_state (apply->store, item->parent, apply->parent_state, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
susun_batch_commit (SusunBatch *self, SusunWorkNext next, GError **error)
{
  SusunStore *store = self->apply->store;
  gboolean any = FALSE;

  for (guint i = 0; !any && i < self->items->len; i++)
    any = has_next (&self->work[i], next);
  if (!any)
    return TRUE;
  return susun_store_begin (store, error)
         && susun_store_end (store, susun_batch_step (self, next, error), error);
}

static SusunItemState
state_at_end (const SusunWork *work)
{
  if (work->end != 0)
    return susun_item_state_is_end (work->item->state) ? 0 : work->end;
  /* One whose copy already stands stays COPIED: only its source has still to go. */
  return work->back_to_plan && work->item->state != SUSUN_ITEM_COPIED ? SUSUN_ITEM_PLANNED : 0;
}

static void
explain_ends (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      if (state_at_end (work) == 0)
        continue;
      g_clear_pointer (&work->item->temp_name, g_free);
      if (work->error == NULL)
        continue;
      work->item->cause = g_error_matches (work->error, SUSUN_ERROR, SUSUN_ERROR_REFUSED)
                              ? SUSUN_CAUSE_GROUP
                              : susun_cause_from_error (work->error);
      g_free (work->item->note);
      work->item->note = g_strdup (work->error->message);
    }
}

/* --- one batch */

gboolean
susun_work_goes_by_rename (const SusunWork *work)
{
  if (work->item->op != SUSUN_OP_MOVE || work->item->state == SUSUN_ITEM_COPIED)
    return FALSE;
  if (susun_root_get_traits (work->src) & SUSUN_FS_FRAGILE)
    return FALSE;
  return work->now.dev == susun_root_get_identity (work->dst)->dev
         && work->now.mount_id == susun_root_get_identity (work->dst)->mount_id
         && susun_roots_lent_together (work->src, work->dst);
}

/* The file must still be what was planned. FAT makes new inode numbers at every mount, and a disk
 * that was unplugged may come back under another device number. */
static gboolean
is_as_planned (SusunBatch *self, SusunWork *work)
{
  SusunIdentity planned = work->item->identity;

  susun_run_roots_adapt (self->apply->roots, work->item->src_root, &planned);
  if (planned.size != work->now.size || planned.mtime_ns != work->now.mtime_ns)
    return FALSE;
  return susun_root_get_traits (work->src) & SUSUN_FS_NEW_INODES
         || susun_identity_same_file (&planned, &work->now);
}

static void
look_at_source (SusunBatch *self, SusunWork *work)
{
  GError *error = NULL;

  if (work->item->op == SUSUN_OP_RENAME)
    {
      susun_batch_look_at_folder (self, work);
      return;
    }
  if (!susun_root_identify (work->src, work->item->src_path, &work->now, &error))
    {
      susun_batch_fail (self, work, SUSUN_ITEM_SKIPPED, error);
      return;
    }
  if (S_ISREG (work->now.mode) && is_as_planned (self, work))
    return;
  g_autofree char *name = susun_path_display_name (work->item->src_path);
  susun_throw (&error, SUSUN_ERROR_CHANGED,
               _ ("“%s” has changed since it was looked at; it was left alone. Run again to take "
                  "the new version."),
               name);
  susun_batch_fail (self, work, SUSUN_ITEM_SKIPPED, error);
}

static void
prove_in_worker (guint index, guint worker, gpointer user_data)
{
  SusunBatch *self = user_data;
  SusunWork *work = &self->work[index];
  const SusunItem *item = work->item;
  gboolean copied = item->state == SUSUN_ITEM_COPIED;
  SusunRoot *keeper = copied ? work->dst : work->ref;
  gboolean destroy = copied || item->op == SUSUN_OP_REMOVE;

  if (!susun_work_is_live (work) || keeper == NULL || copied != self->proving_copies)
    return;
  g_clear_pointer (&work->proof, susun_proof_free);
  susun_job_set_current (SUSUN_JOB (self->apply->job), item->src_path);
  work->proof = susun_prove (self->mediums->pdata[worker], work->src, item->src_path, keeper,
                             copied ? item->dst_path : item->ref_path, &item->hash,
                             destroy ? SUSUN_PROOF_DESTROY : SUSUN_PROOF_SET_ASIDE,
                             self->apply->cancellable, &work->error);
}

/* After the crew: errors are sorted on this thread, which alone may touch the batch. */
static void
sort_proof_errors (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      GError *error = g_steal_pointer (&work->error);
      if (error == NULL || !susun_work_is_live (work))
        {
          work->error = error;
          continue;
        }
      if (work->item->state == SUSUN_ITEM_COPIED
          && g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_UNPROVEN)
          && !(susun_root_get_traits (work->dst) & SUSUN_FS_REMOTE)
          && ++self->mismatches > MISMATCHES_ALLOWED)
        {
          g_autofree char *display = susun_path_display (susun_root_get_path (work->dst));
          g_clear_error (&error);
          susun_throw (&error, SUSUN_ERROR_MEDIUM,
                       _ ("Several copies on “%s” could not be proven: the disk may be failing. "
                          "The run was stopped; no original was removed without proof."),
                       display);
        }
      susun_batch_fail (self, work, SUSUN_ITEM_SKIPPED, error);
    }
}

void
susun_batch_prove (SusunBatch *self, gboolean copies)
{
  self->proving_copies = copies;
  susun_crew_run (self->crew, self->items->len, prove_in_worker, self);
  sort_proof_errors (self);
}

static void
drop_unreached (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (susun_work_is_live (&self->work[i]))
      self->work[i].back_to_plan = TRUE;
}

static gboolean
apply_batch (SusunBatch *self, GError **error)
{
  SusunJob *job = SUSUN_JOB (self->apply->job);
  gboolean ok;

  for (guint i = 0; i < self->items->len; i++)
    look_at_source (self, &self->work[i]);
  susun_batch_fail_groups (self);
  susun_batch_prove (self, FALSE);
  susun_batch_fail_groups (self);
  if (self->stop != NULL)
    drop_unreached (self);

  ok = susun_batch_rename_folders (self, error) && susun_batch_rename (self, error)
       && susun_batch_copy (self, error) && susun_batch_remove (self, error);
  explain_ends (self);
  ok = ok && susun_batch_commit (self, state_at_end, error);
  for (guint i = 0; i < self->items->len; i++)
    if (!self->work[i].back_to_plan)
      susun_job_add_done (job, 1, 0);
  return ok;
}

static void
work_clear (SusunWork *work)
{
  g_clear_pointer (&work->proof, susun_proof_free);
  if (work->has_temp)
    susun_fd_clear (&work->copied.fd);
  g_clear_error (&work->error);
  g_free (work->from);
}

static void
batch_end (SusunBatch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    work_clear (&self->work[i]);
  g_clear_pointer (&self->work, g_free);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_hash_table_remove_all (self->folders);
}

static SusunRoot *
root_of (SusunApply *self, gint64 id)
{
  return id != 0 ? susun_run_roots_get (self->roots, id) : NULL;
}

static gboolean
batch_begin (SusunBatch *self, GPtrArray *items, GError **error)
{
  self->items = items;
  self->work = g_new0 (SusunWork, MAX (1, items->len));
  for (guint i = 0; i < items->len; i++)
    {
      SusunWork *work = &self->work[i];
      work->item = items->pdata[i];
      work->copied.fd = -1;
      work->src = root_of (self->apply, work->item->src_root);
      work->dst = root_of (self->apply, work->item->dst_root);
      work->ref = root_of (self->apply, work->item->ref_root);
      /* Rows of ours always have them; a database changed by hand may not. */
      if (work->src == NULL || (work->item->op != SUSUN_OP_REMOVE && work->dst == NULL)
          || (work->item->op == SUSUN_OP_REMOVE && (work->ref == NULL || !work->item->has_hash)))
        return susun_throw (error, SUSUN_ERROR_CORRUPT,
                            _ ("The history names no folder for “%s”; the run was stopped and "
                               "nothing more was touched."),
                            work->item->src_path);
    }
  return TRUE;
}

/* Would a batch of the first @cut items take a group apart? At the end of the list only the next
 * query would tell: then it is taken to. */
static gboolean
cuts_a_group (GPtrArray *items, guint cut)
{
  const SusunItem *last = items->pdata[cut - 1];

  return cut < items->len ? same_group (last, items->pdata[cut]) : last->group != 0;
}

static guint
cut_between_groups (GPtrArray *items, guint keep)
{
  guint cut = keep;

  while (cut > 1 && cuts_a_group (items, cut))
    cut--;
  /* One group larger than a batch goes in pieces: there is no other way. */
  return cuts_a_group (items, cut) ? keep : cut;
}

/* The next items in order, cut so that bytes stay bounded and groups stay whole. */
static GPtrArray *
next_items (SusunApply *self, gint64 after, GError **error)
{
  SusunItemQuery query = {
    .run = self->run->id,
    .states
    = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_PLANNED | G_GUINT64_CONSTANT (1) << SUSUN_ITEM_COPIED,
    .order = SUSUN_ORDER_SEQ,
    .after = after,
    .limit = BATCH_ITEMS,
  };
  g_autoptr (GPtrArray) items = susun_store_list_items (self->store, &query, error);
  guint64 bytes = 0;
  guint keep = 0;

  if (items == NULL)
    return NULL;
  while (keep < items->len && (keep == 0 || bytes < BATCH_BYTES))
    bytes += ((SusunItem *) items->pdata[keep++])->identity.size;
  if (keep < items->len || items->len == BATCH_ITEMS)
    keep = cut_between_groups (items, keep);
  if (keep < items->len)
    g_ptr_array_remove_range (items, keep, items->len - keep);
  return g_steal_pointer (&items);
}

static gboolean
begin (SusunApply *self, GError **error)
{
  SusunItemQuery query = { .run = self->run->id, .states = LEFT_TO_DO };
  gint64 files = susun_store_count_items (self->store, &query, error);

  if (files < 0
      || !susun_run_job_set_state (self->job, self->store, SUSUN_RUN_STATE_RUNNING, error))
    return FALSE;
  susun_job_begin_phase (SUSUN_JOB (self->job), self->phase, (guint64) files, self->bytes);
  return TRUE;
}

gboolean
susun_apply_run (SusunApply *self, GError **error)
{
  guint workers = susun_run_roots_limit_workers (self->roots, self->workers);
  g_autoptr (SusunCrew) crew = susun_crew_new (workers);
  g_autoptr (GPtrArray) mediums
      = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_medium_free);
  g_autoptr (GHashTable) folders
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, close_folder);
  g_autoptr (SusunPublisher) publisher = susun_publisher_new ();
  SusunBatch batch = {
    .apply = self,
    .crew = crew,
    .mediums = mediums,
    .publisher = publisher,
    .folders = folders,
  };
  gint64 after = 0;

  if (!begin (self, error))
    return FALSE;
  for (guint i = 0; i < workers; i++)
    {
      SusunMedium *medium = susun_medium_new ();
      susun_medium_set_progress (medium, susun_job_bytes_done, self->job);
      g_ptr_array_add (mediums, medium);
    }
  for (;;)
    {
      GPtrArray *items;
      gboolean ok;
      if (!susun_job_go_on (SUSUN_JOB (self->job), self->cancellable, error))
        return FALSE;
      items = next_items (self, after, error);
      if (items == NULL)
        return FALSE;
      if (items->len == 0)
        {
          g_ptr_array_unref (items);
          return TRUE;
        }
      after = ((SusunItem *) items->pdata[items->len - 1])->seq;
      ok = batch_begin (&batch, items, error) && apply_batch (&batch, error);
      batch_end (&batch);
      if (!ok)
        {
          g_clear_error (&batch.stop);
          return FALSE;
        }
      if (batch.stop != NULL)
        {
          g_propagate_error (error, batch.stop);
          return FALSE;
        }
    }
}
