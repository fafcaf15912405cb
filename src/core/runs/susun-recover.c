// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/files/susun-copy.h"
#include "core/files/susun-publish.h"
#include "core/runs/susun-apply-private.h"
#include "core/runs/susun-resume.h"
#include "core/runs/susun-run-roots-private.h"

/* Settling what a kill or a power cut left in the middle: the table of SAFETY.md 2.5. Nothing is
 * touched but what the journal names; a file with a final name is never removed unless it is our
 * own empty reservation; whatever the table does not know becomes UNSURE and is left alone. */

typedef struct
{
  SusunStore *store;
  SusunRunRoots *roots;
  SusunMedium *medium;
  SusunItemState parent_state; /* what the parent of a DONE item becomes; 0: nothing */
} Recovery;

/* What stands under a name now. */
typedef struct
{
  gboolean there;
  SusunIdentity identity;
} Seen;

static gboolean
look (SusunRoot *root, const char *path, Seen *seen, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *seen = (Seen){ 0 };
  if (root == NULL || path == NULL)
    return TRUE;
  seen->there = susun_root_identify (root, path, &seen->identity, &failure);
  if (seen->there || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
      || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static char *
beside (const char *path, const char *name)
{
  const char *last = susun_path_name (path);

  return g_strdup_printf ("%.*s%s", (int) (last - path), path, name);
}

static gboolean
sync_parent (SusunRoot *root, const char *path, GError **error)
{
  const char *name = susun_path_name (path);
  g_autofree char *folder = g_strndup (path, name > path ? name - path - 1 : 0);

  return susun_root_sync_folder (root, folder, error);
}

static gboolean
settle (Recovery *self, SusunItem *item, SusunItemState state, SusunCause cause, const char *note,
        GError **error)
{
  SusunItemState old_state = item->state;

  item->state = state;
  if (cause != SUSUN_CAUSE_NONE)
    {
      item->cause = cause;
      g_free (item->note);
      item->note = g_strdup (note);
    }
  if (state == SUSUN_ITEM_PLANNED)
    g_clear_pointer (&item->temp_name, g_free);
  if (!susun_store_begin (self->store, error))
    return FALSE;
  return susun_store_end (
      self->store,
      susun_store_step_item (self->store, item, old_state, error)
          && (state != SUSUN_ITEM_DONE || item->parent == 0 || self->parent_state == 0
              || susun_store_set_item_state (self->store, item->parent, self->parent_state, error)),
      error);
}

static gboolean
discard_temp (SusunRoot *root, const SusunItem *item, GError **error)
{
  const char *name;
  g_auto (SusunFd) folder = susun_root_open_parent (root, item->dst_path, &name, error);

  return folder >= 0 && susun_copy_discard_temp (folder, item->temp_name, error);
}

/* The final name holds a whole file, and no temporary is left: is it ours? Only its bytes tell. */
static gboolean
is_the_copy (Recovery *self, SusunRoot *src, SusunRoot *dst, SusunItem *item)
{
  SusunIdentity source, target;
  SusunHash source_hash, target_hash;
  SusunLevel level;

  if (!susun_medium_hash (self->medium, dst, item->dst_path, NULL, &target, &target_hash, &level,
                          NULL)
      || !susun_medium_hash (self->medium, src, item->src_path, NULL, &source, &source_hash, &level,
                             NULL)
      || !susun_hash_equal (&source_hash, &target_hash)
      || susun_identity_same_file (&source, &target))
    return FALSE;
  item->has_hash = TRUE;
  item->hash = target_hash;
  item->target = target;
  return TRUE;
}

/* The inode of our reservation. FUSE and FAT give the same file another number later: there, that
 * it is empty must do, as when it was not known yet. */
static guint64
reservation_of (SusunRoot *dst, const SusunItem *item)
{
  return susun_root_get_traits (dst) & SUSUN_FS_NEW_INODES ? 0 : item->reserved_ino;
}

static gboolean
settle_copy (Recovery *self, SusunItem *item, GError **error)
{
  SusunRoot *src = susun_run_roots_get (self->roots, item->src_root);
  SusunRoot *dst = susun_run_roots_get (self->roots, item->dst_root);
  g_autofree char *temp = item->temp_name != NULL ? beside (item->dst_path, item->temp_name) : NULL;
  Seen temp_seen, dst_seen;

  if (!look (dst, temp, &temp_seen, error) || !look (dst, item->dst_path, &dst_seen, error))
    return FALSE;

  if (item->state == SUSUN_ITEM_RESERVING && dst_seen.there && dst_seen.identity.size == 0
      && (reservation_of (dst, item) == 0 || reservation_of (dst, item) == dst_seen.identity.ino))
    {
      const char *name;
      g_auto (SusunFd) folder = susun_root_open_parent (dst, item->dst_path, &name, error);
      /* Without an inode in the journal the empty file may also be the finished copy of an empty
       * original: then the temporary is gone and the bytes are equal. */
      if (folder < 0)
        return FALSE;
      if (temp_seen.there || reservation_of (dst, item) != 0 || !is_the_copy (self, src, dst, item))
        {
          if (!susun_publish_remove_reservation (folder, name, reservation_of (dst, item), error))
            return FALSE;
          dst_seen.there = FALSE;
        }
    }
  if (temp_seen.there && dst_seen.there
      && susun_identity_same_file (&temp_seen.identity, &dst_seen.identity))
    {
      const char *name;
      g_auto (SusunFd) folder = susun_root_open_parent (dst, item->dst_path, &name, error);
      if (folder < 0 || !susun_publish_finish_link (folder, item->temp_name, folder, name, error))
        return FALSE;
      temp_seen.there = FALSE;
    }
  if (temp_seen.there)
    {
      if (!discard_temp (dst, item, error) || !sync_parent (dst, item->dst_path, error))
        return FALSE;
      return settle (self, item, SUSUN_ITEM_PLANNED, SUSUN_CAUSE_NONE, NULL, error);
    }
  if (dst_seen.there && is_the_copy (self, src, dst, item))
    {
      g_auto (SusunFd) fd = susun_root_open_file (dst, item->dst_path, NULL, error);
      if (fd < 0)
        return FALSE;
      if (susun_sys_fsync (fd) < 0)
        return susun_throw_errno (error, _ ("Saving “%s”"), item->dst_path);
      if (!sync_parent (dst, item->dst_path, error) || !susun_item_read_back (item, dst, error))
        return FALSE;
      return settle (self, item, item->op == SUSUN_OP_COPY ? SUSUN_ITEM_DONE : SUSUN_ITEM_COPIED,
                     SUSUN_CAUSE_NONE, NULL, error);
    }
  return settle (self, item, SUSUN_ITEM_PLANNED, SUSUN_CAUSE_NONE, NULL, error);
}

/* What the journal knew of the source is what a rename has carried to the new name. */
static gboolean
is_the_source (Recovery *self, const SusunItem *item, const Seen *seen)
{
  SusunIdentity planned = item->identity;

  if (!seen->there || planned.size != seen->identity.size
      || planned.mtime_ns != seen->identity.mtime_ns)
    return FALSE;
  susun_run_roots_adapt (self->roots, item->src_root, &planned);
  return planned.ino == seen->identity.ino
         || susun_root_get_traits (susun_run_roots_get (self->roots, item->dst_root))
                & SUSUN_FS_NEW_INODES;
}

static gboolean
settle_rename (Recovery *self, SusunItem *item, GError **error)
{
  SusunRoot *src = susun_run_roots_get (self->roots, item->src_root);
  SusunRoot *dst = susun_run_roots_get (self->roots, item->dst_root);
  Seen src_seen, dst_seen;

  if (!look (src, item->src_path, &src_seen, error)
      || !look (dst, item->dst_path, &dst_seen, error))
    return FALSE;
  if (item->state == SUSUN_ITEM_RESERVING && src_seen.there && dst_seen.there
      && dst_seen.identity.size == 0
      && !susun_identity_same_file (&src_seen.identity, &dst_seen.identity))
    {
      const char *name;
      g_auto (SusunFd) folder = susun_root_open_parent (dst, item->dst_path, &name, error);
      if (folder < 0
          || !susun_publish_remove_reservation (folder, name, reservation_of (dst, item), error))
        return FALSE;
      dst_seen.there = FALSE;
    }
  if (src_seen.there && dst_seen.there
      && susun_identity_same_file (&src_seen.identity, &dst_seen.identity))
    {
      const char *old_name, *new_name;
      g_auto (SusunFd) old_folder = susun_root_open_parent (src, item->src_path, &old_name, error);
      g_auto (SusunFd) new_folder = -1;
      if (old_folder >= 0)
        new_folder = susun_root_open_parent (dst, item->dst_path, &new_name, error);
      if (new_folder < 0
          || !susun_publish_finish_link (old_folder, old_name, new_folder, new_name, error))
        return FALSE;
      src_seen.there = FALSE;
    }
  if (src_seen.there)
    return settle (self, item, SUSUN_ITEM_PLANNED, SUSUN_CAUSE_NONE, NULL, error);
  if (is_the_source (self, item, &dst_seen))
    {
      if (!sync_parent (dst, item->dst_path, error) || !sync_parent (src, item->src_path, error))
        return FALSE;
      item->target = dst_seen.identity;
      if (!susun_item_read_back (item, dst, error))
        return FALSE;
      return settle (self, item, SUSUN_ITEM_DONE, SUSUN_CAUSE_NONE, NULL, error);
    }
  if (dst_seen.there)
    return settle (self, item, SUSUN_ITEM_UNSURE, SUSUN_CAUSE_UNSURE,
                   _ ("It is not at its old place, and another file stands at its new one; both "
                      "were left alone."),
                   error);
  return settle (self, item, SUSUN_ITEM_LOST, SUSUN_CAUSE_LOST,
                 _ ("It stands neither at its old place nor at its new one. Look into the "
                    "lost+found folder of the disk."),
                 error);
}

static gboolean
settle_removal (Recovery *self, SusunItem *item, GError **error)
{
  SusunRoot *src = susun_run_roots_get (self->roots, item->src_root);
  Seen seen;

  if (!look (src, item->src_path, &seen, error))
    return FALSE;
  if (!seen.there)
    return sync_parent (src, item->src_path, error)
           && settle (self, item, SUSUN_ITEM_DONE, SUSUN_CAUSE_NONE, NULL, error);
  /* It still stands: removing it needs a proof made anew. */
  return settle (self, item, item->op == SUSUN_OP_MOVE ? SUSUN_ITEM_COPIED : SUSUN_ITEM_PLANNED,
                 SUSUN_CAUSE_NONE, NULL, error);
}

static gboolean
settle_item (Recovery *self, SusunItem *item, GError **error)
{
  switch ((SusunItemState) item->state)
    {
    case SUSUN_ITEM_INTENT:
      return settle_copy (self, item, error);
    case SUSUN_ITEM_RESERVING:
      return item->temp_name != NULL ? settle_copy (self, item, error)
                                     : settle_rename (self, item, error);
    case SUSUN_ITEM_RENAMING:
      return settle_rename (self, item, error);
    case SUSUN_ITEM_REMOVING:
      return settle_removal (self, item, error);
    default:
      return TRUE;
    }
}

static SusunItemState
parent_state_of (SusunRunKind kind)
{
  switch (kind)
    {
    case SUSUN_RUN_RESTORE:
      return SUSUN_ITEM_RESTORED;
    case SUSUN_RUN_UNDO:
      return SUSUN_ITEM_UNDONE;
    case SUSUN_RUN_PURGE:
      return SUSUN_ITEM_PURGED;
    default:
      return 0;
    }
}

/* --- folders: all of a run are looked at, then all is written in one commit */

static gboolean
look_at_folder (Recovery *self, SusunItem *item, GError **error)
{
  SusunItemState state = item->state;
  SusunCause cause = SUSUN_CAUSE_NONE;
  const char *note = NULL;

  if (!susun_folder_settle (self->roots, item, &state, &cause, &note, error))
    return FALSE;
  item->state = state;
  if (cause != SUSUN_CAUSE_NONE)
    {
      item->cause = cause;
      g_free (item->note);
      item->note = g_strdup (note);
    }
  return TRUE;
}

static gboolean
look_at_folders (Recovery *self, GPtrArray *items, GError **error)
{
  /* One that stepped aside can get its name when the others have theirs. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < items->len; i++)
      {
        SusunItem *item = items->pdata[i];
        if (item->op == SUSUN_OP_RENAME && !susun_item_state_is_end (item->state)
            && (item->temp_name != NULL) == (pass == 1) && !look_at_folder (self, item, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
write_folders (Recovery *self, gint64 run, GPtrArray *items, const guint8 *old_states,
               GError **error)
{
  g_autofree SusunMovedFolder *moved = g_new0 (SusunMovedFolder, items->len);
  SusunRoot *root = NULL;
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const SusunItem *item = items->pdata[i];
      if (item->op != SUSUN_OP_RENAME)
        continue;
      if (!susun_store_step_item (self->store, item, old_states[i], error)
          || (item->state == SUSUN_ITEM_DONE && item->parent != 0 && self->parent_state != 0
              && !susun_store_set_item_state (self->store, item->parent, self->parent_state,
                                              error)))
        return FALSE;
      /* One that waits aside has that name until its run is resumed. */
      if (item->state == SUSUN_ITEM_DONE)
        moved[n++] = (SusunMovedFolder){ item->src_path, item->dst_path };
      else if (item->state == SUSUN_ITEM_PLANNED && item->temp_name != NULL)
        moved[n++] = (SusunMovedFolder){ item->src_path, item->temp_name };
      root = susun_run_roots_get (self->roots, item->src_root);
    }
  return n == 0
         || susun_store_follow_folders (self->store, run, susun_root_get_path (root), moved, n,
                                        error);
}

static gboolean
settle_folders (Recovery *self, gint64 run, GPtrArray *items, GError **error)
{
  g_autofree guint8 *old_states = g_new0 (guint8, items->len + 1);
  gboolean any = FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      old_states[i] = ((SusunItem *) items->pdata[i])->state;
      any = any || ((SusunItem *) items->pdata[i])->op == SUSUN_OP_RENAME;
    }
  return !any
         || (look_at_folders (self, items, error) && susun_store_begin (self->store, error)
             && susun_store_end (self->store, write_folders (self, run, items, old_states, error),
                                 error));
}

static gboolean
recover_run (SusunStore *store, SusunRun *run, guint *settled, GError **error)
{
  SusunItemQuery query = {
    .run = run->id,
    .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_INTENT
              | G_GUINT64_CONSTANT (1) << SUSUN_ITEM_RESERVING
              | G_GUINT64_CONSTANT (1) << SUSUN_ITEM_RENAMING
              | G_GUINT64_CONSTANT (1) << SUSUN_ITEM_REMOVING,
  };
  g_autoptr (SusunRunRoots) roots = susun_run_roots_new ();
  g_autoptr (SusunMedium) medium = susun_medium_new ();
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, error);
  g_autoptr (GError) failure = NULL;
  Recovery self = { store, roots, medium, parent_state_of (run->kind) };

  if (items == NULL)
    return FALSE;
  if (items->len > 0)
    {
      /* A disk that is away, or in use by another Susun, is settled the next time. */
      if (!susun_run_roots_load (roots, store, run->id, &failure))
        return TRUE;
      if (!susun_run_roots_lock (roots, ~0u, NULL))
        return TRUE;
    }
  for (guint i = 0; i < items->len; i++)
    if (((SusunItem *) items->pdata[i])->op != SUSUN_OP_RENAME
        && !settle_item (&self, items->pdata[i], error))
      return FALSE;
  if (!settle_folders (&self, run->id, items, error))
    return FALSE;
  *settled += items->len;

  if (run->state != SUSUN_RUN_STATE_RUNNING)
    return TRUE;
  run->state = SUSUN_RUN_STATE_FAILED;
  g_free (run->error);
  run->error = g_strdup (_ ("Interrupted; what was in hand has been settled. Resume it to go on."));
  if (!susun_store_begin (store, error))
    return FALSE;
  return susun_store_end (store, susun_store_update_run (store, run, error), error);
}

gboolean
susun_recover (SusunStore *store, guint *settled, GError **error)
{
  /* A failed or cancelled run may also have items in the middle: when its end could not be
   * journalled, or its disk was away at the last try. */
  g_autoptr (GPtrArray) runs
      = susun_store_list_runs_in_state (store,
                                        1u << SUSUN_RUN_STATE_RUNNING | 1u << SUSUN_RUN_STATE_FAILED
                                            | 1u << SUSUN_RUN_STATE_CANCELLED,
                                        error);
  guint count = 0;

  if (runs == NULL)
    return FALSE;
  for (guint i = 0; i < runs->len; i++)
    if (!recover_run (store, runs->pdata[i], &count, error))
      return FALSE;
  if (settled != NULL)
    *settled = count;
  return TRUE;
}
