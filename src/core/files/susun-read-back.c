// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-read-back.h"

#include <errno.h>

#include "core/base/susun-sys.h"
#include "core/files/susun-file-system.h"

/* Returns: (transfer full) (nullable): the names of a folder, NULL with errno */
static GPtrArray *
list_names (int folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  /* fdopendir takes its descriptor over, and the caller goes on to use @folder. */
  int copy = susun_sys_openat (folder, ".", O_RDONLY | O_DIRECTORY, 0);
  DIR *dir = copy >= 0 ? susun_sys_fdopendir (copy) : NULL;
  struct dirent *entry;

  if (dir == NULL)
    {
      int saved = errno;
      if (copy >= 0)
        close (copy);
      errno = saved;
      return NULL;
    }
  while ((entry = susun_sys_readdir (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (entry->d_name));
  int failure = errno;
  closedir (dir);
  errno = failure;
  return failure == 0 ? g_steal_pointer (&names) : NULL;
}

static void
find_by_identity (int folder, const char *name, GHashTable *unlisted)
{
  SusunIdentity identity;
  GHashTableIter iter;
  gpointer value;

  if (susun_sys_identity_at (folder, name, &identity) < 0)
    return;
  g_hash_table_iter_init (&iter, unlisted);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      SusunReadBack *file = value;
      /* What FUSE and NFS keep of a removed name while the file is open (.ghost-ntfs-3g-…,
       * .fuse_hidden…, .nfs…) is the same file, too, for a moment. */
      if (!susun_identity_same_file (file->identity, &identity)
          || (*name == '.' && *file->name != '.'))
        continue;
      file->listed = g_strdup (name);
      g_hash_table_iter_remove (&iter);
      return;
    }
}

gboolean
susun_read_back_names (int folder, SusunReadBack *files, guint n)
{
  if (n == 0 || susun_fs_keeps_names (susun_sys_fs_type (folder)))
    return TRUE;

  g_autoptr (GHashTable) unlisted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) names = list_names (folder);
  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    g_hash_table_insert (unlisted, (gpointer) files[i].name, &files[i]);
  for (guint i = names->len; i > 0; i--)
    if (g_hash_table_remove (unlisted, names->pdata[i - 1]))
      g_ptr_array_remove_index_fast (names, i - 1);
  for (guint i = 0; i < names->len && g_hash_table_size (unlisted) > 0; i++)
    find_by_identity (folder, names->pdata[i], unlisted);
  return TRUE;
}
