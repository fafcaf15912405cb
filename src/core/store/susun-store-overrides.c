// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include "core/base/susun-civil.h"

static const char insert_override[]
    = "INSERT OR REPLACE INTO override (item, manual, shift, left_out) VALUES (?1, ?2, ?3, ?4)";
static const char select_override[]
    = "SELECT manual, shift, left_out FROM override WHERE item = ?1";

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
  override->manual = susun_db_column_wall (stmt, 0);
  override->shift = sqlite3_column_int (stmt, 1);
  override->left_out = sqlite3_column_int (stmt, 2) != 0;
  sqlite3_reset (stmt);
  return TRUE;
}
