// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

/* One file has one row: what it held before is of no use any more. */
static const char insert_hash[]
    = "INSERT OR REPLACE INTO known_hash (dev, ino, size, mtime_ns, ctime_ns, hash)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
static const char select_hash[] = "SELECT hash FROM known_hash WHERE dev = ?1 AND ino = ?2"
                                  " AND size = ?3 AND mtime_ns = ?4 AND ctime_ns = ?5";

static void
bind_identity (sqlite3_stmt *stmt, const SusunIdentity *identity)
{
  susun_db_bind_bits (stmt, 1, identity->dev);
  susun_db_bind_bits (stmt, 2, identity->ino);
  susun_db_bind_bits (stmt, 3, identity->size);
  sqlite3_bind_int64 (stmt, 4, identity->mtime_ns);
  sqlite3_bind_int64 (stmt, 5, identity->ctime_ns);
}

gboolean
susun_store_get_hash (SusunStore *self, const SusunIdentity *identity, SusunHash *hash)
{
  sqlite3_stmt *stmt;
  SusunHash found;
  gboolean known;

  g_return_val_if_fail (susun_store_may_read (self), FALSE);

  /* Not finding out is the same as not knowing: the file is hashed again. */
  stmt = susun_db_statement (&self->db, select_hash, NULL);
  if (stmt == NULL)
    return FALSE;
  bind_identity (stmt, identity);
  if (susun_db_step (&self->db, stmt, NULL) != SUSUN_STEP_ROW)
    return FALSE;
  known = susun_db_column_hash (stmt, 0, &found);
  sqlite3_reset (stmt);
  if (known)
    *hash = found;
  return known;
}

gboolean
susun_store_put_hash (SusunStore *self, const SusunIdentity *identity, const SusunHash *hash,
                      GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  stmt = susun_db_statement (&self->db, insert_hash, error);
  if (stmt == NULL)
    return FALSE;
  bind_identity (stmt, identity);
  susun_db_bind_hash (stmt, 6, hash);
  return susun_db_run (&self->db, stmt, error);
}
