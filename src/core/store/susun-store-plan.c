// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <string.h>

#include "core/base/susun-path.h"

/* What is asked of all items of a run, and by few of their columns: reading whole items for it
 * would take several times as long. */

static const char select_paths[]
    = "SELECT id, src_root, src_path FROM item WHERE id > ?1 AND id < ?2 ORDER BY id";
static const char select_undated[]
    = "SELECT count (*), count (day) FROM item WHERE id > ?1 AND id < ?2"
      " AND confidence <= ?3 AND state <> ?4 AND role NOT IN (?5, ?6)"
      " AND (day IS NULL OR date_source = ?7)";
static const char select_renamed[]
    = "SELECT count (*) FROM item WHERE id > ?1 AND id < ?2 AND suffix > 0 AND dst_path IS NOT NULL"
      " AND op <> 0";

static void
clear_stretch (gpointer data)
{
  g_free (((SusunStretch *) data)->path);
}

static gboolean
continues (const SusunStretch *stretch, gint64 root, const char *path, gsize length)
{
  return stretch->root == root && strlen (stretch->path) == length
         && memcmp (stretch->path, path, length) == 0;
}

GArray *
susun_store_list_stretches (SusunStore *self, gint64 run, GError **error)
{
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (SusunStretch));
  sqlite3_stmt *stmt;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), NULL);

  g_array_set_clear_func (stretches, clear_stretch);
  stmt = susun_db_statement (&self->db, select_paths, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, susun_store_items_begin (run));
  sqlite3_bind_int64 (stmt, 2, susun_store_items_end (run));
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      gint64 root = sqlite3_column_int64 (stmt, 1);
      const char *path = susun_db_column_string (stmt, 2);
      SusunStretch *last = stretches->len > 0
                               ? &g_array_index (stretches, SusunStretch, stretches->len - 1)
                               : NULL;
      if (path == NULL)
        {
          susun_db_throw_damaged (&self->db, "an item without a path", error);
          sqlite3_reset (stmt);
          return NULL;
        }
      gsize length = susun_path_name (path) - path;
      if (last != NULL && continues (last, root, path, length))
        {
          last->length++;
          continue;
        }
      SusunStretch stretch = {
        .root = root,
        .path = g_strndup (path, length),
        .first_id = sqlite3_column_int64 (stmt, 0),
        .length = 1,
      };
      g_array_append_val (stretches, stretch);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&stretches) : NULL;
}

gboolean
susun_store_count_undated (SusunStore *self, gint64 run, guint8 confidence, guint8 date_source,
                           guint64 *undated, guint64 *dated_by_it, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_read (self), FALSE);

  stmt = susun_db_statement (&self->db, select_undated, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, susun_store_items_begin (run));
  sqlite3_bind_int64 (stmt, 2, susun_store_items_end (run));
  sqlite3_bind_int (stmt, 3, confidence);
  sqlite3_bind_int (stmt, 4, SUSUN_ITEM_UNREADABLE);
  sqlite3_bind_int (stmt, 5, SUSUN_PART_SIDECAR);
  sqlite3_bind_int (stmt, 6, SUSUN_PART_ORPHAN);
  sqlite3_bind_int (stmt, 7, date_source);
  if (susun_db_step (&self->db, stmt, error) != SUSUN_STEP_ROW)
    return FALSE;
  *undated = susun_db_column_bits (stmt, 0);
  *dated_by_it = susun_db_column_bits (stmt, 1);
  sqlite3_reset (stmt);
  return TRUE;
}

gint64
susun_store_count_renamed (SusunStore *self, gint64 run, GError **error)
{
  sqlite3_stmt *stmt;
  gint64 count;

  g_return_val_if_fail (susun_store_may_read (self), -1);

  stmt = susun_db_statement (&self->db, select_renamed, error);
  if (stmt == NULL)
    return -1;
  sqlite3_bind_int64 (stmt, 1, susun_store_items_begin (run));
  sqlite3_bind_int64 (stmt, 2, susun_store_items_end (run));
  if (susun_db_step (&self->db, stmt, error) != SUSUN_STEP_ROW)
    return -1;
  count = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return count;
}
