// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <string.h>

static const char insert_folder[] = "INSERT OR IGNORE INTO folder (run, root, path, made, mtime_ns)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5)";
static const char select_folders[] = "SELECT root, path, made, mtime_ns FROM folder WHERE run = ?1";

gboolean
susun_store_add_folder (SusunStore *self, gint64 run, gint64 root, const char *path, gboolean made,
                        gint64 mtime_ns, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  stmt = susun_db_statement (&self->db, insert_folder, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, run);
  sqlite3_bind_int64 (stmt, 2, root);
  susun_db_bind_bytes (stmt, 3, path);
  sqlite3_bind_int (stmt, 4, made != FALSE);
  sqlite3_bind_int64 (stmt, 5, mtime_ns);
  return susun_db_run (&self->db, stmt, error);
}

static void
folder_row_free (gpointer data)
{
  SusunFolderRow *row = data;

  g_free (row->path);
  g_free (row);
}

static guint
depth_of (const char *path)
{
  guint depth = *path != '\0';

  for (; *path != '\0'; path++)
    depth += *path == '/';
  return depth;
}

static int
compare_deepest_first (gconstpointer a, gconstpointer b)
{
  const SusunFolderRow *first = *(const SusunFolderRow *const *) a;
  const SusunFolderRow *second = *(const SusunFolderRow *const *) b;
  guint first_depth = depth_of (first->path);
  guint second_depth = depth_of (second->path);

  if (first_depth != second_depth)
    return first_depth > second_depth ? -1 : 1;
  if (first->root != second->root)
    return first->root < second->root ? -1 : 1;
  return strcmp (first->path, second->path);
}

GPtrArray *
susun_store_list_folders (SusunStore *self, gint64 run, GError **error)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (folder_row_free);
  sqlite3_stmt *stmt;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), NULL);

  stmt = susun_db_statement (&self->db, select_folders, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, run);
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      SusunFolderRow *row = g_new0 (SusunFolderRow, 1);
      row->root = sqlite3_column_int64 (stmt, 0);
      row->path = susun_db_dup_string (stmt, 1);
      g_ptr_array_add (folders, row);
      if (row->path == NULL)
        {
          susun_db_throw_damaged (&self->db, "a folder without a path", error);
          sqlite3_reset (stmt);
          return NULL;
        }
      row->made = sqlite3_column_int (stmt, 2) != 0;
      row->mtime_ns = sqlite3_column_int64 (stmt, 3);
    }
  if (step == SUSUN_STEP_ERROR)
    return NULL;
  g_ptr_array_sort (folders, compare_deepest_first);
  return g_steal_pointer (&folders);
}
