// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <string.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"

/* Every column costs 30 ms for a million items: only what filters ask for. */
#define TRAITS "id, state, role, cause, confidence, day, date_source, suspicions"

static void
read_traits (sqlite3_stmt *stmt, SusunItemTraits *traits)
{
  *traits = (SusunItemTraits){
    .id = sqlite3_column_int64 (stmt, 0),
    .state = (guint8) sqlite3_column_int (stmt, 1),
    .role = (guint8) sqlite3_column_int (stmt, 2),
    .cause = (guint8) sqlite3_column_int (stmt, 3),
    .confidence = (guint8) sqlite3_column_int (stmt, 4),
    .day = susun_db_column_wall (stmt, 5),
    .date_source = (guint8) sqlite3_column_int (stmt, 6),
    .suspicions = (guint16) sqlite3_column_int (stmt, 7),
  };
}

/* Both come in the order of ids. @next: the first override that was not passed yet */
static void
add_override (GArray *overrides, guint *next, SusunItemTraits *traits)
{
  while (*next < overrides->len
         && g_array_index (overrides, SusunOverride, *next).item < traits->id)
    (*next)++;
  if (*next == overrides->len || g_array_index (overrides, SusunOverride, *next).item != traits->id)
    return;
  const SusunOverride *override = &g_array_index (overrides, SusunOverride, *next);
  traits->left_out = override->left_out;
  traits->decided
      = override->left_out || override->shift != 0 || override->manual != SUSUN_WALL_NONE;
}

gboolean
susun_store_visit_items (SusunStore *self, const SusunItemQuery *query, SusunItemTraitsFunc func,
                         gpointer user_data, GError **error)
{
  g_autoptr (GArray) overrides = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint next = 0;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), FALSE);
  g_return_val_if_fail (query->run > 0 && query->order == SUSUN_ORDER_ID, FALSE);

  overrides = susun_store_list_overrides (self, query->run, error);
  if (overrides == NULL)
    return FALSE;
  stmt = susun_store_prepare_query (self, TRAITS, query, " ORDER BY id", error);
  if (stmt == NULL)
    return FALSE;
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      SusunItemTraits traits;
      read_traits (stmt, &traits);
      add_override (overrides, &next, &traits);
      func (&traits, user_data);
    }
  return step == SUSUN_STEP_DONE;
}

/* --- folders */

static void
folder_count_free (gpointer data)
{
  SusunFolderCount *folder = data;

  g_free (folder->path);
  g_free (folder);
}

static guint
folder_hash (gconstpointer key)
{
  const SusunFolderCount *folder = key;

  return g_str_hash (folder->path) ^ (guint) folder->root;
}

static gboolean
folder_equal (gconstpointer a, gconstpointer b)
{
  const SusunFolderCount *one = a;
  const SusunFolderCount *other = b;

  return one->root == other->root && strcmp (one->path, other->path) == 0;
}

/* A folder's items mostly follow each other: @last is asked first. */
static SusunFolderCount *
find_folder (GHashTable *known, GPtrArray *folders, SusunFolderCount *last, gint64 root,
             const char *path, gsize length)
{
  if (last != NULL && last->root == root && strncmp (last->path, path, length) == 0
      && last->path[length] == '\0')
    return last;

  g_autofree char *name = g_strndup (path, length);
  SusunFolderCount key = { .root = root, .path = name };
  SusunFolderCount *folder = g_hash_table_lookup (known, &key);
  if (folder != NULL)
    return folder;
  folder = g_new0 (SusunFolderCount, 1);
  folder->root = root;
  folder->path = g_steal_pointer (&name);
  folder->first_day = SUSUN_WALL_NONE;
  folder->last_day = SUSUN_WALL_NONE;
  g_ptr_array_add (folders, folder);
  g_hash_table_add (known, folder);
  return folder;
}

GPtrArray *
susun_store_count_folders (SusunStore *self, const SusunItemQuery *query, GError **error)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (folder_count_free);
  g_autoptr (GHashTable) known = g_hash_table_new (folder_hash, folder_equal);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  SusunFolderCount *folder = NULL;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), NULL);
  g_return_val_if_fail (query->run > 0 && query->order == SUSUN_ORDER_ID, NULL);

  stmt = susun_store_prepare_query (self, "size, day, src_root, src_path", query, " ORDER BY id",
                                    error);
  if (stmt == NULL)
    return NULL;
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      const char *path = susun_db_column_string (stmt, 3);
      gint64 day = susun_db_column_wall (stmt, 1);
      const char *name = path != NULL ? susun_path_name (path) : "";
      gsize length = path != NULL && name > path ? (gsize) (name - path) - 1 : 0;

      folder = find_folder (known, folders, folder, sqlite3_column_int64 (stmt, 2),
                            path != NULL ? path : "", length);
      folder->count++;
      folder->bytes += susun_db_column_bits (stmt, 0);
      if (day == SUSUN_WALL_NONE)
        continue;
      if (folder->first_day == SUSUN_WALL_NONE || day < folder->first_day)
        folder->first_day = day;
      folder->last_day = MAX (folder->last_day, day);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&folders) : NULL;
}
