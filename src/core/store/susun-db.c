// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-db.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"

/* How long a connection waits for another one's lock. */
#define BUSY_TIMEOUT_MS 5000

/* How many steps of SQLite's machine are between two looks at a cancellable: about a millisecond.
 */
#define WATCH_STEPS 20000

gboolean
susun_db_open (SusunDb *self, const char *name, const char *path, int flags, GError **error)
{
  self->name = susun_path_display (path);
  self->statements = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL,
                                            (GDestroyNotify) sqlite3_finalize);
  if (sqlite3_open_v2 (name, &self->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                       NULL)
      != SQLITE_OK)
    return susun_db_throw (self, error);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);

  /* A database that was tampered with must not run code of its own, and "x" is a name, never text.
   */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  return TRUE;
}

void
susun_db_close (SusunDb *self)
{
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->handle, sqlite3_close);
  g_clear_pointer (&self->name, g_free);
}

gboolean
susun_db_throw_damaged (SusunDb *self, const char *reason, GError **error)
{
  return susun_throw (error, SUSUN_ERROR_CORRUPT,
                      /* Translators: a path, then the database's own word for what is wrong */
                      _ ("The history “%s” is damaged (%s). It was left as it is: move it away to "
                         "begin a new one, or put a backup in its place"),
                      self->name, reason);
}

/* The code of a failure of the system below SQLite. */
static int
io_error_code (SusunDb *self)
{
  int saved = self->handle != NULL ? sqlite3_system_errno (self->handle) : ENOMEM;

  return saved != 0 ? (int) g_io_error_from_errno (saved) : G_IO_ERROR_FAILED;
}

gboolean
susun_db_throw (SusunDb *self, GError **error)
{
  int extended = self->handle != NULL ? sqlite3_extended_errcode (self->handle) : SQLITE_NOMEM;
  const char *reason = self->handle != NULL ? sqlite3_errmsg (self->handle) : g_strerror (ENOMEM);
  int code;

  switch (extended)
    {
    case SQLITE_IOERR_SHORT_READ:
    case SQLITE_IOERR_DATA:
    case SQLITE_IOERR_CORRUPTFS:
      return susun_db_throw_damaged (self, reason, error);
    default:
      break;
    }
  switch (extended & 0xff)
    {
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
      return FALSE;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return susun_db_throw_damaged (self, reason, error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return susun_throw (error, SUSUN_ERROR_LOCKED,
                          _ ("Another program is working with the history “%s”. Wait until it has "
                             "finished"),
                          self->name);
    case SQLITE_FULL:
      code = G_IO_ERROR_NO_SPACE;
      break;
    case SQLITE_READONLY:
      code = G_IO_ERROR_READ_ONLY;
      break;
    case SQLITE_PERM:
    case SQLITE_AUTH:
      code = G_IO_ERROR_PERMISSION_DENIED;
      break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      code = io_error_code (self);
      break;
    default:
      code = G_IO_ERROR_FAILED;
      break;
    }
  /* Translators: a path, then the database's own word for what went wrong */
  g_set_error (error, G_IO_ERROR, code, _ ("The history “%s” could not be used: %s"), self->name,
               reason);
  return FALSE;
}

gboolean
susun_db_cannot_open (SusunDb *self)
{
  int code = self->handle != NULL ? sqlite3_errcode (self->handle) & 0xff : SQLITE_NOMEM;

  return code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
}

/* Other than 0 ends the statement. */
static int
look_at_cancellable (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

void
susun_db_watch (SusunDb *self, GCancellable *cancellable)
{
  sqlite3_progress_handler (self->handle, cancellable != NULL ? WATCH_STEPS : 0,
                            cancellable != NULL ? look_at_cancellable : NULL, cancellable);
}

gboolean
susun_db_exec (SusunDb *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
    return susun_db_throw (self, error);
  return TRUE;
}

gboolean
susun_db_get_int64 (SusunDb *self, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = susun_db_prepare (self, sql, error);

  if (stmt == NULL)
    return FALSE;
  if (sqlite3_step (stmt) != SQLITE_ROW)
    return susun_db_throw (self, error);
  *value = sqlite3_column_int64 (stmt, 0);
  return TRUE;
}

char *
susun_db_get_text (SusunDb *self, const char *sql, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = susun_db_prepare (self, sql, error);

  if (stmt == NULL)
    return NULL;
  if (sqlite3_step (stmt) != SQLITE_ROW)
    {
      susun_db_throw (self, error);
      return NULL;
    }
  return g_strdup ((const char *) sqlite3_column_text (stmt, 0));
}

sqlite3_stmt *
susun_db_prepare (SusunDb *self, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = NULL;

  if (sqlite3_prepare_v2 (self->handle, sql, -1, &stmt, NULL) != SQLITE_OK)
    susun_db_throw (self, error);
  return stmt;
}

sqlite3_stmt *
susun_db_statement (SusunDb *self, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = g_hash_table_lookup (self->statements, sql);

  if (stmt != NULL)
    {
      g_assert (!sqlite3_stmt_busy (stmt));
      return stmt;
    }
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL)
      != SQLITE_OK)
    {
      susun_db_throw (self, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, stmt);
  return stmt;
}

SusunStep
susun_db_step (SusunDb *self, sqlite3_stmt *stmt, GError **error)
{
  int result = sqlite3_step (stmt);

  if (result == SQLITE_ROW)
    return SUSUN_STEP_ROW;
  if (result != SQLITE_DONE)
    susun_db_throw (self, error);
  sqlite3_reset (stmt);
  return result == SQLITE_DONE ? SUSUN_STEP_DONE : SUSUN_STEP_ERROR;
}

gboolean
susun_db_run (SusunDb *self, sqlite3_stmt *stmt, GError **error)
{
  SusunStep step = susun_db_step (self, stmt, error);

  g_assert (step != SUSUN_STEP_ROW);
  return step == SUSUN_STEP_DONE;
}

void
susun_db_bind_text (sqlite3_stmt *stmt, int number, const char *text)
{
  sqlite3_bind_text (stmt, number, text, -1, SQLITE_STATIC);
}

void
susun_db_bind_bytes (sqlite3_stmt *stmt, int number, const char *bytes)
{
  if (bytes == NULL)
    sqlite3_bind_null (stmt, number);
  else
    sqlite3_bind_blob (stmt, number, bytes, (int) strlen (bytes), SQLITE_STATIC);
}

void
susun_db_bind_hash (sqlite3_stmt *stmt, int number, const SusunHash *hash)
{
  if (hash == NULL)
    sqlite3_bind_null (stmt, number);
  else
    sqlite3_bind_blob (stmt, number, hash->bytes, sizeof hash->bytes, SQLITE_STATIC);
}

void
susun_db_bind_bits (sqlite3_stmt *stmt, int number, guint64 bits)
{
  sqlite3_bind_int64 (stmt, number, (gint64) bits);
}

guint64
susun_db_column_bits (sqlite3_stmt *stmt, int column)
{
  return (guint64) sqlite3_column_int64 (stmt, column);
}

void
susun_db_bind_wall (sqlite3_stmt *stmt, int number, gint64 wall)
{
  if (wall == SUSUN_WALL_NONE)
    sqlite3_bind_null (stmt, number);
  else
    sqlite3_bind_int64 (stmt, number, wall);
}

gint64
susun_db_column_wall (sqlite3_stmt *stmt, int column)
{
  if (sqlite3_column_type (stmt, column) == SQLITE_NULL)
    return SUSUN_WALL_NONE;
  return sqlite3_column_int64 (stmt, column);
}

char *
susun_db_column_string (sqlite3_stmt *stmt, int column)
{
  /* SQLite gives a BLOB as text by adding the NUL and changing nothing. */
  return (char *) sqlite3_column_text (stmt, column);
}

char *
susun_db_dup_string (sqlite3_stmt *stmt, int column)
{
  return g_strdup (susun_db_column_string (stmt, column));
}

gboolean
susun_db_column_hash (sqlite3_stmt *stmt, int column, SusunHash *hash)
{
  const void *bytes = sqlite3_column_blob (stmt, column);

  if (bytes == NULL || sqlite3_column_bytes (stmt, column) != sizeof hash->bytes)
    {
      memset (hash, 0, sizeof *hash);
      return FALSE;
    }
  memcpy (hash->bytes, bytes, sizeof hash->bytes);
  return TRUE;
}
