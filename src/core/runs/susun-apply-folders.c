// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/plan/susun-name.h"
#include "core/plan/susun-rename-plan.h"
#include "core/runs/susun-apply-private.h"

/*
 * Folders that get another name in the folder they lie in (SAFETY.md 2.4): never over anything,
 * never into another folder. The members of a circle of names (A→B→A) have a group; the one whose
 * id that is steps aside under a temporary name before the first of them moves, and comes last.
 * Once begun, a circle is gone through: nobody is left standing aside.
 */

#define NAMES_TRIED 10000

static SusunItemState
next_renaming (const SusunWork *work)
{
  return susun_work_is_live (work) && work->item->op == SUSUN_OP_RENAME ? SUSUN_ITEM_RENAMING : 0;
}

static SusunItemState
next_renamed (const SusunWork *work)
{
  return work->moved && work->item->op == SUSUN_OP_RENAME ? SUSUN_ITEM_DONE : 0;
}

static gboolean
goes_aside (const SusunItem *item)
{
  return item->group != 0 && item->group == item->id;
}

/* --- looking */

/* What lies in it may have changed since; it is the same folder. A new one may have been given the
 * inode of one that is gone: the time it was made, which items of folders have as their ctime,
 * tells them apart. */
static gboolean
is_planned_inode (SusunRunRoots *roots, const SusunItem *item, const SusunIdentity *found)
{
  SusunIdentity planned = item->identity;

  susun_run_roots_adapt (roots, item->src_root, &planned);
  return S_ISDIR (found->mode) && susun_identity_same_file (&planned, found)
         && (planned.ctime_ns == 0 || found->btime_ns == 0 || planned.ctime_ns == found->btime_ns);
}

/* FAT and FUSE give the same folder another inode number at every mount. */
static gboolean
knows_no_inodes (SusunRunRoots *roots, const SusunItem *item)
{
  return susun_root_get_traits (susun_run_roots_get (roots, item->src_root)) & SUSUN_FS_NEW_INODES;
}

static gboolean
is_the_folder (SusunRunRoots *roots, const SusunItem *item, const SusunIdentity *found)
{
  return is_planned_inode (roots, item, found)
         || (S_ISDIR (found->mode) && knows_no_inodes (roots, item));
}

/* @name in the folder that holds the item. */
static char *
beside (const SusunItem *item, const char *name)
{
  const char *last = susun_path_name (item->src_path);

  return g_strdup_printf ("%.*s%s", (int) (last - item->src_path), item->src_path, name);
}

void
susun_batch_look_at_folder (SusunBatch *self, SusunWork *work)
{
  const SusunItem *item = work->item;
  g_autofree char *name = susun_path_display_name (item->src_path);
  GError *error = NULL;
  gboolean there = susun_root_identify (work->src, item->src_path, &work->now, &error);

  if (there && is_the_folder (self->apply->roots, item, &work->now))
    return;
  /* It stands aside since this run was interrupted. */
  if (item->temp_name != NULL)
    {
      g_autofree char *temp = beside (item, item->temp_name);
      work->aside = susun_root_identify (work->src, temp, &work->now, NULL)
                    && is_the_folder (self->apply->roots, item, &work->now);
    }
  if (work->aside)
    {
      work->from = g_strdup (item->temp_name);
      g_clear_error (&error);
    }
  else if (there)
    susun_throw (&error, SUSUN_ERROR_CHANGED,
                 _ ("“%s” is not the folder that was looked at; it was left alone. Run again to "
                    "look at it anew."),
                 name);
  if (error != NULL)
    susun_batch_fail (self, work, SUSUN_ITEM_SKIPPED, error);
}

/* --- names of which some disks make one */

static gboolean
is_one_name (const char *first, const char *second)
{
  g_autofree char *first_key = susun_name_collision_key (first);
  g_autofree char *second_key = susun_name_collision_key (second);

  return strcmp (first_key, second_key) == 0;
}

/* Is it among the names that the folder lists, letter for letter? */
static gboolean
lists_name (int folder, const char *name)
{
  int fd = susun_sys_openat (folder, ".", O_RDONLY | O_DIRECTORY, 0);
  DIR *dir = fd >= 0 ? susun_sys_fdopendir (fd) : NULL;
  struct dirent *entry;
  gboolean found = FALSE;

  /* What cannot be listed may be there. */
  if (dir == NULL)
    {
      susun_fd_clear (&fd);
      return TRUE;
    }
  while (!found && (entry = susun_sys_readdir (dir)) != NULL)
    found = strcmp (entry->d_name, name) == 0;
  found = found || errno != 0;
  closedir (dir);
  return found;
}

/* --- moving */

/* Two names of one run never meet, and recovery touches no other. */
static void
choose_temp_name (SusunBatch *self, SusunItem *item)
{
  if (item->temp_name == NULL)
    item->temp_name = g_strdup_printf (".susun-ren-%.8s-%" G_GINT64_MODIFIER "x",
                                       self->apply->run->run_id, item->id & G_MAXUINT32);
}

/* An empty folder that was to hold the temporary name, which nobody else has. */
static void
clear_temp_name (const SusunWork *work, int folder)
{
  SusunIdentity found;

  if (susun_sys_identity_at (folder, work->item->temp_name, &found) == 0 && S_ISDIR (found.mode)
      && !susun_identity_same_file (&found, &work->now)
      && !susun_publish_remove_reservation (folder, work->item->temp_name, found.ino, NULL))
    g_debug ("a temporary folder was left");
}

/* Its temporary name is in the journal. Returns: FALSE with @error when recovery must settle it;
 * what only this work suffers ends the work */
static gboolean
step_aside (SusunBatch *self, SusunWork *work, int folder, GError **error)
{
  GError *failure = NULL;
  SusunPublishResult result
      = susun_publish (self->publisher, folder, susun_path_name (work->item->src_path), folder,
                       work->item->temp_name, &work->now, NULL, NULL, &work->now, &failure);

  if (result == SUSUN_PUBLISHED)
    {
      work->aside = TRUE;
      return TRUE;
    }
  if (result == SUSUN_PUBLISH_OCCUPIED)
    g_set_error (&failure, G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("“%s” is taken"),
                 work->item->temp_name);
  if (susun_work_is_unsettled (work, folder, failure))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  clear_temp_name (work, folder);
  susun_batch_fail (self, work, SUSUN_ITEM_FAILED, failure);
  return TRUE;
}

/* It could not get its new name: the old one again. */
static gboolean
step_back (SusunBatch *self, SusunWork *work, int folder, GError **error)
{
  g_autofree char *name = susun_path_display_name (work->item->src_path);

  if (!work->aside)
    return TRUE;
  work->aside
      = susun_publish (self->publisher, folder, work->item->temp_name, folder,
                       susun_path_name (work->item->src_path), &work->now, NULL, NULL, NULL, NULL)
        != SUSUN_PUBLISHED;
  return !work->aside
         || susun_throw (error, SUSUN_ERROR_UNSURE,
                         _ ("“%s” stands under a temporary name, “%s”, because neither its new nor "
                            "its old name could be given to it. Resume the run."),
                         name, work->item->temp_name);
}

/* The name without a number that was given to it before. */
static char *
dup_plain_name (const SusunItem *item)
{
  g_autofree char *suffix = g_strdup_printf (" (%d)", item->suffix);
  const char *name = susun_path_name (item->dst_path);

  if (item->suffix > 0 && g_str_has_suffix (name, suffix))
    return g_strndup (name, strlen (name) - strlen (suffix));
  return g_strdup (name);
}

/* As files are named: what stands on a disk does not depend on the language. */
static char *
next_name (SusunBatch *self, const char *plain, guint number)
{
  if (self->apply->occupied == SUSUN_OCCUPIED_NUMBER)
    return susun_rename_number_name (plain, number);
  return number == 1 ? g_strdup_printf ("%s (restored)", plain)
                     : g_strdup_printf ("%s (restored %u)", plain, number);
}

/* Does the new name find the folder itself, because this disk tells no capital from a small letter?
 * Then it is not listed as it is asked for. Inodes cannot tell: FUSE gives each spelling its own.
 */
static gboolean
is_itself (const SusunWork *work, int folder)
{
  const char *new_name = susun_path_name (work->item->dst_path);

  return !work->aside && is_one_name (susun_path_name (work->item->src_path), new_name)
         && !lists_name (folder, new_name);
}

/* The journal knows the next free name before the disk does. */
static gboolean
take_next_name (SusunBatch *self, SusunWork *work, const char *plain, GError **error)
{
  SusunItem *item = work->item;
  g_autofree char *name = next_name (self, plain, (guint) ++item->suffix);

  g_free (item->dst_path);
  item->dst_path = beside (item, name);
  item->reserved_ino = 0;
  return susun_batch_commit_item (self, item, SUSUN_ITEM_RENAMING, error);
}

static gboolean
rename_one (SusunBatch *self, SusunWork *work, int folder, GError **error)
{
  SusunItem *item = work->item;
  SusunReserving reserving = { self, work };
  g_autofree char *plain = dup_plain_name (item);
  GError *failure = NULL;

  /* A disk that lists all names in small letters has called the new one by the old. */
  if (!work->aside && strcmp (item->src_path, item->dst_path) == 0)
    {
      item->target = work->now;
      work->moved = TRUE;
      return TRUE;
    }
  for (guint tries = 0; tries < NAMES_TRIED; tries++)
    {
      const char *old_name = work->aside ? item->temp_name : susun_path_name (item->src_path);
      SusunPublishResult result = susun_publish (
          self->publisher, folder, old_name, folder, susun_path_name (item->dst_path), &work->now,
          susun_batch_journal_reservation, &reserving, &item->target, &failure);
      if (result == SUSUN_PUBLISHED)
        {
          work->moved = TRUE;
          work->aside = FALSE;
          g_clear_pointer (&item->temp_name, g_free);
          return TRUE;
        }
      if (result == SUSUN_PUBLISH_FAILED && susun_work_is_unsettled (work, folder, failure))
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      if (result == SUSUN_PUBLISH_FAILED)
        break;
      if (is_itself (work, folder))
        {
          choose_temp_name (self, item);
          if (!susun_batch_commit_item (self, item, SUSUN_ITEM_RENAMING, error)
              || !step_aside (self, work, folder, error))
            return FALSE;
          if (!susun_work_is_live (work))
            return TRUE;
        }
      else if (!take_next_name (self, work, plain, error))
        return FALSE;
    }
  if (failure == NULL)
    susun_throw (&failure, SUSUN_ERROR_UNSURE, _ ("No free name was found for “%s”"), plain);
  if (!step_back (self, work, folder, error))
    {
      g_error_free (failure);
      return FALSE;
    }
  susun_batch_fail (self, work, SUSUN_ITEM_FAILED, failure);
  return TRUE;
}

/* --- a batch */

/* The member of a circle that has to make room. */
static SusunWork *
find_aside (SusunBatch *self, gint64 group)
{
  for (guint i = 0; i < self->items->len; i++)
    if (self->work[i].item->id == group && goes_aside (self->work[i].item))
      return &self->work[i];
  return NULL;
}

static gboolean
begin_circle (SusunBatch *self, gint64 group, int folder, GError **error)
{
  SusunWork *first = find_aside (self, group);

  if (first == NULL || !susun_work_is_live (first) || first->aside)
    return TRUE;
  if (!step_aside (self, first, folder, error))
    return FALSE;
  if (!susun_work_is_live (first))
    susun_batch_fail_groups (self);
  return TRUE;
}

static gboolean
rename_all (SusunBatch *self, GError **error)
{
  gint64 circle = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      GError *failure = NULL;
      const char *name;
      if (work->item->state != SUSUN_ITEM_RENAMING || !susun_work_is_live (work))
        continue;
      gboolean in_circle = work->item->group != 0 && work->item->group == circle;
      if (!in_circle
          && (self->stop != NULL
              || g_cancellable_set_error_if_cancelled (self->apply->cancellable, &self->stop)))
        {
          work->back_to_plan = TRUE;
          continue;
        }
      susun_job_set_current (SUSUN_JOB (self->apply->job), work->item->src_path);
      int folder = susun_batch_source_folder (self, work, &name, &failure);
      if (folder < 0)
        {
          susun_batch_fail (self, work, SUSUN_ITEM_FAILED, failure);
          continue;
        }
      circle = work->item->group;
      if (circle != 0 && !in_circle && !begin_circle (self, circle, folder, error))
        return FALSE;
      if (susun_work_is_live (work) && !rename_one (self, work, folder, error))
        return FALSE;
    }
  return TRUE;
}

/* What other runs know of the files in these folders follows in the same commit. All lie in one
 * folder: that of the run. */
static gboolean
follow (SusunBatch *self, GError **error)
{
  g_autofree SusunMovedFolder *moved = g_new0 (SusunMovedFolder, self->items->len);
  SusunRoot *root = NULL;
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      const SusunWork *work = &self->work[i];
      if (next_renamed (work) == 0)
        continue;
      root = work->src;
      moved[n++] = (SusunMovedFolder){ work->from != NULL ? work->from : work->item->src_path,
                                       work->item->dst_path };
    }
  return n == 0
         || susun_store_follow_folders (self->apply->store, self->apply->run->id,
                                        susun_root_get_path (root), moved, n, error);
}

static gboolean
commit_renamed (SusunBatch *self, GError **error)
{
  SusunStore *store = self->apply->store;

  return susun_store_begin (store, error)
         && susun_store_end (
             store, follow (self, error) && susun_batch_step (self, next_renamed, error), error);
}

gboolean
susun_batch_rename_folders (SusunBatch *self, GError **error)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->items->len; i++)
    {
      if (next_renaming (&self->work[i]) == 0)
        continue;
      any = TRUE;
      if (goes_aside (self->work[i].item))
        choose_temp_name (self, self->work[i].item);
    }
  if (!any)
    return TRUE;
  return susun_batch_record_source_folders (self, next_renaming, error)
         && susun_batch_commit (self, next_renaming, error) && rename_all (self, error)
         && susun_batch_read_back (self, next_renamed, susun_batch_move_back, error)
         && susun_batch_sync_folders (self, TRUE, error) && commit_renamed (self, error);
}

/* --- recovery */

/* One of the names that the folder may have. */
typedef struct
{
  char *path;
  gboolean there;
  gboolean ours;
  SusunIdentity identity;
} Name;

static void
name_clear (Name *name)
{
  g_free (name->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Name, name_clear)

typedef struct
{
  SusunRunRoots *roots;
  SusunRoot *root;
  SusunItem *item;
  SusunPublisher *publisher;
  int folder;
} Settling;

/* @path: (transfer full) (nullable) */
static gboolean
look (Settling *self, char *path, Name *name, GError **error)
{
  g_autoptr (GError) failure = NULL;

  name->path = path;
  if (path == NULL)
    return TRUE;
  name->there = susun_root_identify (self->root, path, &name->identity, &failure);
  name->ours = name->there && is_planned_inode (self->roots, self->item, &name->identity);
  if (name->there || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* A reservation of ours that was cut in the middle; one that is not empty is none. */
static void
remove_reservation (Settling *self, Name *name, guint64 ino)
{
  if (!name->there || !S_ISDIR (name->identity.mode)
      || (ino != 0 && ino != name->identity.ino
          && !(susun_root_get_traits (self->root) & SUSUN_FS_NEW_INODES)))
    return;
  if (susun_publish_remove_reservation (self->folder, susun_path_name (name->path),
                                        name->identity.ino, NULL))
    name->there = FALSE;
}

/* Where no inode tells, the names must: one that was not left yet is where it was. */
static void
guess_by_name (Settling *self, Name *src, Name *temp, Name *dst)
{
  Name *found = src->there ? src : temp->there ? temp : dst;

  if (src->ours || temp->ours || dst->ours || !knows_no_inodes (self->roots, self->item))
    return;
  found->ours = found->there && S_ISDIR (found->identity.mode);
}

/* Both names find one entry: the disk folds them, and lists it as one of the two. Listed as
 * neither, it is taken for not renamed: that can be done again. */
static void
tell_apart (Settling *self, Name *src, Name *dst)
{
  const char *old_name = susun_path_name (src->path);
  const char *new_name = susun_path_name (dst->path);

  if (!src->there || !dst->there || strcmp (old_name, new_name) == 0
      || !is_one_name (old_name, new_name))
    return;
  gboolean old_listed = lists_name (self->folder, old_name);
  gboolean new_listed = lists_name (self->folder, new_name);
  if (old_listed && new_listed)
    return;
  Name *wrong = new_listed ? src : dst;
  wrong->there = FALSE;
  wrong->ours = FALSE;
}

static gboolean
move_on (Settling *self, const Name *from, const Name *to, SusunIdentity *published)
{
  return susun_publish (self->publisher, self->folder, susun_path_name (from->path), self->folder,
                        susun_path_name (to->path), &from->identity, NULL, NULL, published, NULL)
         == SUSUN_PUBLISHED;
}

static gboolean
sync_parent (Settling *self, GError **error)
{
  g_autofree char *parent = beside (self->item, "");
  gsize length = strlen (parent);

  if (length > 0)
    parent[length - 1] = '\0';
  return susun_root_sync_folder (self->root, parent, error);
}

/* What is at its new name has arrived. */
static gboolean
end_done (Settling *self, const SusunIdentity *identity, SusunItemState *state, GError **error)
{
  self->item->target = *identity;
  g_clear_pointer (&self->item->temp_name, g_free);
  *state = SUSUN_ITEM_DONE;
  return sync_parent (self, error) && susun_item_read_back (self->item, self->root, error);
}

static gboolean
settle_aside (Settling *self, Name *src, Name *temp, Name *dst, SusunItemState *state,
              GError **error)
{
  SusunIdentity published;

  if (!dst->there && move_on (self, temp, dst, &published))
    return end_done (self, &published, state, error);
  *state = SUSUN_ITEM_PLANNED;
  /* In the middle of a circle neither name is free: it waits until the run is resumed. */
  if (src->there || !move_on (self, temp, src, NULL))
    return TRUE;
  g_clear_pointer (&self->item->temp_name, g_free);
  return sync_parent (self, error);
}

static gboolean
settle (Settling *self, SusunItemState *state, SusunCause *cause, const char **note, GError **error)
{
  SusunItem *item = self->item;
  g_auto (Name) src = { 0 };
  g_auto (Name) temp = { 0 };
  g_auto (Name) dst = { 0 };

  if (!look (self, g_strdup (item->src_path), &src, error)
      || !look (self, item->temp_name != NULL ? beside (item, item->temp_name) : NULL, &temp, error)
      || !look (self, g_strdup (item->dst_path), &dst, error))
    return FALSE;
  tell_apart (self, &src, &dst);
  guess_by_name (self, &src, &temp, &dst);
  if (temp.there && (!temp.ours || src.ours))
    remove_reservation (self, &temp, 0);
  if (item->state == SUSUN_ITEM_RESERVING && !dst.ours && (src.ours || temp.ours))
    remove_reservation (self, &dst, item->reserved_ino);

  if (dst.ours)
    return end_done (self, &dst.identity, state, error);
  if (temp.there && temp.ours && !src.ours)
    return settle_aside (self, &src, &temp, &dst, state, error);
  if (src.there)
    {
      g_clear_pointer (&item->temp_name, g_free);
      *state = SUSUN_ITEM_PLANNED;
      return TRUE;
    }
  *state = SUSUN_ITEM_LOST;
  *cause = SUSUN_CAUSE_LOST;
  *note = _ ("The folder stands neither under its old nor under its new name: somebody has moved "
             "it, or look into the lost+found folder of the disk.");
  return TRUE;
}

gboolean
susun_folder_settle (SusunRunRoots *roots, SusunItem *item, SusunItemState *state,
                     SusunCause *cause, const char **note, GError **error)
{
  g_autoptr (SusunPublisher) publisher = susun_publisher_new ();
  SusunRoot *root = susun_run_roots_get (roots, item->src_root);
  const char *name;
  g_auto (SusunFd) folder = susun_root_open_parent (root, item->src_path, &name, error);
  Settling self = { roots, root, item, publisher, folder };

  return folder >= 0 && settle (&self, state, cause, note, error);
}
