// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/runs/susun-run-roots-private.h"

typedef struct
{
  gint64 id;
  SusunRootRole role;
  SusunRoot *root;
  SusunRootLock *lock; /* (nullable) */
  guint64 recorded_dev;
} Entry;

struct _SusunRunRoots
{
  GPtrArray *entries; /* (element-type Entry) */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->lock, susun_root_lock_free);
  susun_root_unref (entry->root);
  g_free (entry);
}

SusunRunRoots *
susun_run_roots_new (void)
{
  SusunRunRoots *self = g_new0 (SusunRunRoots, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

void
susun_run_roots_free (SusunRunRoots *self)
{
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static void
add_entry (SusunRunRoots *self, gint64 id, SusunRootRole role, SusunRoot *root,
           guint64 recorded_dev)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->id = id;
  entry->role = role;
  entry->root = susun_root_ref (root);
  entry->recorded_dev = recorded_dev;
  g_ptr_array_add (self->entries, entry);
}

gint64
susun_run_roots_add (SusunRunRoots *self, SusunStore *store, gint64 run, SusunRootRole role,
                     SusunRoot *root, GError **error)
{
  const SusunIdentity *identity = susun_root_get_identity (root);
  gboolean own_transaction = !susun_store_in_transaction (store);

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];
      if (entry->role == role
          && strcmp (susun_root_get_path (entry->root), susun_root_get_path (root)) == 0)
        return entry->id;
    }

  g_autofree char *host_path = susun_root_dup_host_path (root);
  SusunRootRow row = {
    .run = run,
    .role = role,
    .path = (char *) susun_root_get_path (root),
    .host_path = host_path,
    .dev = identity->dev,
    .ino = identity->ino,
    .mount_id = identity->mount_id,
    .fs_type = susun_root_get_fs_type (root),
  };
  if (own_transaction && !susun_store_begin (store, error))
    return 0;
  if (!susun_store_add_root (store, &row, error)
      || (own_transaction && !susun_store_commit (store, error)))
    {
      if (own_transaction)
        susun_store_rollback (store);
      return 0;
    }
  add_entry (self, row.id, role, root, identity->dev);
  return row.id;
}

/* Another disk under the same path must not be taken for the one the run knew. A device number may
 * change when a disk is plugged in again; the inode of its folder and its kind do not. */
static gboolean
is_the_same (const SusunRootRow *row, SusunRoot *root)
{
  const SusunIdentity *identity = susun_root_get_identity (root);

  if (row->fs_type != susun_root_get_fs_type (root))
    return FALSE;
  return row->ino == identity->ino || susun_root_get_traits (root) & SUSUN_FS_NEW_INODES;
}

gboolean
susun_run_roots_load (SusunRunRoots *self, SusunStore *store, gint64 run, GError **error)
{
  g_autoptr (GPtrArray) rows = susun_store_list_roots (store, run, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const SusunRootRow *row = rows->pdata[i];
      g_autoptr (SusunRoot) root = susun_root_open (row->path, error);
      if (root == NULL)
        return FALSE;
      if (!is_the_same (row, root))
        {
          g_autofree char *display = susun_path_display (row->path);
          return susun_throw (error, SUSUN_ERROR_AWAY,
                              _ ("“%s” is not the folder this run worked with: another folder or "
                                 "disk stands there now. Nothing was touched; connect the right "
                                 "disk and try again."),
                              display);
        }
      add_entry (self, row->id, row->role, root, row->dev);
    }
  return TRUE;
}

gboolean
susun_run_roots_lock (SusunRunRoots *self, guint roles, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];
      gboolean locked = !(roles & 1u << entry->role) || entry->lock != NULL;
      /* One folder may have two roles (a quarantine that is the archive of nothing else). */
      for (guint j = 0; j < i && !locked; j++)
        {
          Entry *other = self->entries->pdata[j];
          locked = other->lock != NULL
                   && susun_identity_same_file (susun_root_get_identity (other->root),
                                                susun_root_get_identity (entry->root));
        }
      if (locked)
        continue;
      entry->lock = susun_root_lock (entry->root, error);
      if (entry->lock == NULL)
        return FALSE;
    }
  return TRUE;
}

void
susun_run_roots_unlock (SusunRunRoots *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    g_clear_pointer (&((Entry *) self->entries->pdata[i])->lock, susun_root_lock_free);
}

SusunRoot *
susun_run_roots_get (SusunRunRoots *self, gint64 id)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];
      if (entry->id == id)
        return entry->root;
    }
  return NULL;
}

gint64
susun_run_roots_first (SusunRunRoots *self, SusunRootRole role)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];
      if (entry->role == role)
        return entry->id;
    }
  return 0;
}

gint64
susun_run_roots_find (SusunRunRoots *self, SusunRootRole role, const char *path, const char **rel)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];
      const char *below = susun_path_below (path, susun_root_get_path (entry->root));
      if (entry->role == role && below != NULL && susun_path_is_safe_relative (below))
        {
          *rel = below;
          return entry->id;
        }
    }
  return 0;
}

void
susun_run_roots_adapt (SusunRunRoots *self, gint64 id, SusunIdentity *identity)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];
      if (entry->id == id && identity->dev == entry->recorded_dev)
        identity->dev = susun_root_get_identity (entry->root)->dev;
    }
}

guint
susun_run_roots_count (SusunRunRoots *self)
{
  return self->entries->len;
}

gint64
susun_run_roots_get_id (SusunRunRoots *self, guint index)
{
  return ((Entry *) self->entries->pdata[index])->id;
}

SusunRootRole
susun_run_roots_get_role (SusunRunRoots *self, guint index)
{
  return ((Entry *) self->entries->pdata[index])->role;
}

gboolean
susun_run_roots_is_quarantine (SusunRunRoots *self, gint64 id)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (susun_run_roots_get_id (self, i) == id)
      return susun_run_roots_get_role (self, i) == SUSUN_ROOT_QUARANTINE;
  return FALSE;
}

guint
susun_run_roots_limit_workers (SusunRunRoots *self, guint workers)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (susun_root_is_rotational (((Entry *) self->entries->pdata[i])->root))
      return 1;
  return MAX (1, workers);
}
