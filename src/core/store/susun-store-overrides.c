// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"

static const char insert_override[]
    = "INSERT OR REPLACE INTO override (item, manual, shift, left_out) VALUES (?1, ?2, ?3, ?4)";
static const char select_override[]
    = "SELECT manual, shift, left_out FROM override WHERE item = ?1";
static const char select_overrides[] = "SELECT manual, shift, left_out, item FROM override"
                                       " WHERE item > ?1 AND item < ?2 ORDER BY item";
static const char count_overrides[]
    = "SELECT count (*) FROM override WHERE item > ?1 AND item < ?2";
static const char select_begun[]
    = "SELECT 1 FROM item WHERE id > ?1 AND id < ?2 AND (?3 >> state) & 1 LIMIT 1";
static const char reset_plan[]
    = "UPDATE item SET state = ?3, seq = 0, op = 0, dst_root = 0, dst_path = NULL, suffix = 0,"
      " cause = 0 WHERE id > ?1 AND id < ?2 AND state <> ?4";

gboolean
susun_store_set_override (SusunStore *self, const SusunOverride *override, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  stmt = susun_db_statement (&self->db, insert_override, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, override->item);
  susun_db_bind_wall (stmt, 2, override->manual);
  sqlite3_bind_int (stmt, 3, override->shift);
  sqlite3_bind_int (stmt, 4, override->left_out);
  return susun_db_run (&self->db, stmt, error);
}

/* The order of the columns in both statements. */
static void
read_override (sqlite3_stmt *stmt, SusunOverride *override)
{
  override->manual = susun_db_column_wall (stmt, 0);
  override->shift = sqlite3_column_int (stmt, 1);
  override->left_out = sqlite3_column_int (stmt, 2) != 0;
}

gboolean
susun_store_get_override (SusunStore *self, gint64 item, SusunOverride *override, GError **error)
{
  sqlite3_stmt *stmt;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), FALSE);

  *override = (SusunOverride){ .item = item, .manual = SUSUN_WALL_NONE };
  stmt = susun_db_statement (&self->db, select_override, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, item);
  step = susun_db_step (&self->db, stmt, error);
  if (step != SUSUN_STEP_ROW)
    return FALSE;
  read_override (stmt, override);
  sqlite3_reset (stmt);
  return TRUE;
}

GArray *
susun_store_list_overrides (SusunStore *self, gint64 run, GError **error)
{
  g_autoptr (GArray) overrides = g_array_new (FALSE, FALSE, sizeof (SusunOverride));
  sqlite3_stmt *stmt;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), NULL);

  stmt = susun_db_statement (&self->db, select_overrides, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, susun_store_items_begin (run));
  sqlite3_bind_int64 (stmt, 2, susun_store_items_end (run));
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      SusunOverride override = { .item = sqlite3_column_int64 (stmt, 3) };
      read_override (stmt, &override);
      g_array_append_val (overrides, override);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&overrides) : NULL;
}

gint64
susun_store_count_overrides (SusunStore *self, gint64 run, GError **error)
{
  sqlite3_stmt *stmt;
  gint64 count;

  g_return_val_if_fail (susun_store_may_read (self), -1);

  stmt = susun_db_statement (&self->db, count_overrides, error);
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

/* States that only applying brings about: to forget one would be to forget where a file is. */
static gboolean
was_begun (SusunStore *self, gint64 run, gboolean *begun, GError **error)
{
  static const guint8 states[]
      = { SUSUN_ITEM_INTENT,   SUSUN_ITEM_RESERVING,  SUSUN_ITEM_COPIED,  SUSUN_ITEM_RENAMING,
          SUSUN_ITEM_REMOVING, SUSUN_ITEM_DONE,       SUSUN_ITEM_SKIPPED, SUSUN_ITEM_LOST,
          SUSUN_ITEM_UNSURE,   SUSUN_ITEM_UNVERIFIED, SUSUN_ITEM_UNDONE,  SUSUN_ITEM_RESTORED,
          SUSUN_ITEM_PURGED };
  sqlite3_stmt *stmt = susun_db_statement (&self->db, select_begun, error);
  guint64 bits = 0;
  SusunStep step;

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    bits |= G_GUINT64_CONSTANT (1) << states[i];
  sqlite3_bind_int64 (stmt, 1, susun_store_items_begin (run));
  sqlite3_bind_int64 (stmt, 2, susun_store_items_end (run));
  susun_db_bind_bits (stmt, 3, bits);
  step = susun_db_step (&self->db, stmt, error);
  *begun = step == SUSUN_STEP_ROW;
  if (*begun)
    sqlite3_reset (stmt);
  return step != SUSUN_STEP_ERROR;
}

gboolean
susun_store_reset_plan (SusunStore *self, gint64 run, GError **error)
{
  sqlite3_stmt *stmt;
  gboolean begun = TRUE;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  if (!was_begun (self, run, &begun, error))
    return FALSE;
  if (begun)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("This run was begun already: its plan cannot be made anew"));
  stmt = susun_db_statement (&self->db, reset_plan, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, susun_store_items_begin (run));
  sqlite3_bind_int64 (stmt, 2, susun_store_items_end (run));
  sqlite3_bind_int (stmt, 3, SUSUN_ITEM_FOUND);
  sqlite3_bind_int (stmt, 4, SUSUN_ITEM_UNREADABLE);
  return susun_db_run (&self->db, stmt, error);
}
