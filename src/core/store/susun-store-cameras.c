// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <glib/gi18n-lib.h>

static const char insert_camera[] = "INSERT INTO camera (maker, model, serial) VALUES (?1, ?2, ?3)";
static const char select_camera[]
    = "SELECT id FROM camera WHERE maker = ?1 AND model = ?2 AND serial = ?3";
static const char select_camera_by_id[] = "SELECT maker, model, serial FROM camera WHERE id = ?1";

static gint64
add_camera (SusunStore *self, const char *maker, const char *model, const char *serial,
            GError **error)
{
  sqlite3_stmt *stmt = susun_db_statement (&self->db, insert_camera, error);

  if (stmt == NULL)
    return -1;
  susun_db_bind_text (stmt, 1, maker);
  susun_db_bind_text (stmt, 2, model);
  susun_db_bind_text (stmt, 3, serial);
  return susun_db_run (&self->db, stmt, error) ? sqlite3_last_insert_rowid (self->db.handle) : -1;
}

static gint64
find_camera (SusunStore *self, const char *maker, const char *model, const char *serial,
             GError **error)
{
  sqlite3_stmt *stmt = susun_db_statement (&self->db, select_camera, error);
  gint64 id = 0;
  SusunStep step;

  if (stmt == NULL)
    return -1;
  susun_db_bind_text (stmt, 1, maker);
  susun_db_bind_text (stmt, 2, model);
  susun_db_bind_text (stmt, 3, serial);
  step = susun_db_step (&self->db, stmt, error);
  if (step == SUSUN_STEP_ROW)
    {
      id = sqlite3_column_int64 (stmt, 0);
      sqlite3_reset (stmt);
    }
  return step == SUSUN_STEP_ERROR ? -1 : id;
}

gint64
susun_store_camera (SusunStore *self, const char *maker, const char *model, const char *serial,
                    GError **error)
{
  g_autofree char *key = NULL;
  const gint64 *cached;
  gint64 id;

  g_return_val_if_fail (susun_store_may_write (self), -1);

  maker = maker != NULL ? maker : "";
  model = model != NULL ? model : "";
  serial = serial != NULL ? serial : "";
  if (*maker == '\0' && *model == '\0' && *serial == '\0')
    return 0;

  key = g_strjoin ("\n", maker, model, serial, NULL);
  cached = g_hash_table_lookup (self->cameras, key);
  if (cached != NULL)
    return *cached;
  id = find_camera (self, maker, model, serial, error);
  if (id == 0)
    id = add_camera (self, maker, model, serial, error);
  if (id > 0)
    g_hash_table_insert (self->cameras, g_steal_pointer (&key), g_memdup2 (&id, sizeof id));
  return id;
}

gboolean
susun_store_get_camera (SusunStore *self, gint64 camera, char **maker, char **model, char **serial,
                        GError **error)
{
  sqlite3_stmt *stmt;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), FALSE);

  stmt = susun_db_statement (&self->db, select_camera_by_id, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, camera);
  step = susun_db_step (&self->db, stmt, error);
  if (step == SUSUN_STEP_ERROR)
    return FALSE;
  if (step == SUSUN_STEP_DONE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("The history does not know this camera"));
      return FALSE;
    }
  *maker = susun_db_dup_string (stmt, 0);
  *model = susun_db_dup_string (stmt, 1);
  *serial = susun_db_dup_string (stmt, 2);
  sqlite3_reset (stmt);
  return TRUE;
}
