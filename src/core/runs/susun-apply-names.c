// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/files/susun-read-back.h"
#include "core/runs/susun-apply-private.h"

/* SAFETY.md 2.2.11: what was published is looked up again, from the root and in its folder. */

static char *
dup_folder (const char *path)
{
  const char *name = susun_path_name (path);

  return g_strndup (path, name > path ? name - path - 1 : 0);
}

static void
take_listed_name (SusunItem *item, SusunReadBack *file)
{
  g_autofree char *folder = dup_folder (item->dst_path);
  g_autofree char *listed = g_steal_pointer (&file->listed);

  if (listed == NULL)
    return;
  g_free (item->dst_path);
  item->dst_path
      = *folder != '\0' ? g_build_filename (folder, listed, NULL) : g_steal_pointer (&listed);
}

static gboolean
throw_listing (const char *path, GError **error)
{
  int saved = errno;
  g_autofree char *folder = dup_folder (path);
  g_autofree char *display = susun_path_display (folder);

  errno = saved;
  return susun_throw_errno (error, _ ("Reading the folder “%s”"), display);
}

gboolean
susun_item_read_back (SusunItem *item, SusunRoot *root, GError **error)
{
  SusunReadBack file = { .identity = &item->target };
  g_auto (SusunFd) folder = susun_root_open_parent (root, item->dst_path, &file.name, error);

  if (folder < 0)
    return FALSE;
  if (!susun_read_back_names (folder, &file, 1))
    return throw_listing (item->dst_path, error);
  take_listed_name (item, &file);
  return TRUE;
}

/* Is the open folder the one that @rel leads to? Somebody may have moved it since it was opened. */
static gboolean
check_place (SusunRoot *root, const char *rel, int folder, GError **error)
{
  SusunIdentity opened, named;

  if (susun_sys_identity (folder, &opened) < 0)
    return susun_throw_errno (error, _ ("Reading the folder “%s”"), rel);
  if (!susun_root_identify (root, rel, &named, error))
    return FALSE;
  if (susun_identity_same_file (&opened, &named))
    return TRUE;
  g_autofree char *path = susun_root_dup_path (root, rel);
  g_autofree char *display = susun_path_display (path);
  return susun_throw (error, SUSUN_ERROR_CHANGED,
                      _ ("The folder “%s” was moved away or replaced while files were put there. "
                         "They were taken back; run again."),
                      display);
}

/* @works: (element-type SusunWork): all in the one open folder. */
static gboolean
read_names (int folder, GPtrArray *works, GError **error)
{
  g_autofree SusunReadBack *files = g_new0 (SusunReadBack, works->len);

  for (guint i = 0; i < works->len; i++)
    {
      SusunWork *work = works->pdata[i];
      files[i].name = susun_path_name (work->item->dst_path);
      files[i].identity = &work->item->target;
    }
  if (!susun_read_back_names (folder, files, works->len))
    return throw_listing (((SusunWork *) works->pdata[0])->item->dst_path, error);
  for (guint i = 0; i < works->len; i++)
    take_listed_name (((SusunWork *) works->pdata[i])->item, &files[i]);
  return TRUE;
}

static gboolean
take_all_back (SusunBatch *self, GPtrArray *works, SusunWorkTakeBack take_back,
               const GError *failure, GError **error)
{
  for (guint i = 0; i < works->len; i++)
    {
      SusunWork *work = works->pdata[i];
      take_back (self, work);
      if (work->moved)
        {
          g_propagate_error (error, g_error_copy (failure));
          return FALSE;
        }
      susun_batch_fail (self, work, SUSUN_ITEM_FAILED, g_error_copy (failure));
    }
  return TRUE;
}

static GHashTable *
by_folder (SusunBatch *self, SusunWorkNext next)
{
  GHashTable *folders
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < self->items->len; i++)
    {
      SusunWork *work = &self->work[i];
      const char *name;
      if (next (work) == 0)
        continue;
      /* Open since the file was put there: only looked up. */
      gpointer folder = GINT_TO_POINTER (susun_batch_target_folder (self, work, &name, NULL));
      GPtrArray *works = g_hash_table_lookup (folders, folder);
      if (works == NULL)
        {
          works = g_ptr_array_new ();
          g_hash_table_insert (folders, folder, works);
        }
      g_ptr_array_add (works, work);
    }
  return folders;
}

gboolean
susun_batch_read_back (SusunBatch *self, SusunWorkNext next, SusunWorkTakeBack take_back,
                       GError **error)
{
  g_autoptr (GHashTable) folders = by_folder (self, next);
  GHashTableIter iter;
  gpointer folder, value;

  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, &folder, &value))
    {
      GPtrArray *works = value;
      const SusunWork *first = works->pdata[0];
      g_autofree char *rel = dup_folder (first->item->dst_path);
      g_autoptr (GError) failure = NULL;
      if ((!check_place (first->dst, rel, GPOINTER_TO_INT (folder), &failure)
           || !read_names (GPOINTER_TO_INT (folder), works, &failure))
          && !take_all_back (self, works, take_back, failure, error))
        return FALSE;
    }
  return TRUE;
}
