// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-schema.h"

#include <glib/gi18n-lib.h>

/* "SUSN": what file(1) and other programs know our database by. */
#define APPLICATION_ID 0x5355534e

/*
 * A released step is never edited: append a new one. tests/core/store holds a sample database of
 * every version.
 *
 * Paths are BLOBs: bytes, not text. 64-bit unsigned numbers (dev, ino) are kept as the same bits.
 * NULL in wall and day is SUSUN_WALL_NONE. An item's id is its run's id in the high 32 bits and a
 * number from 1 in the low ones: the items of a run are one piece of the table without an index,
 * and no id is ever used again.
 *
 * There are few indices, on purpose: those on state, day, confidence and cause took a third of the
 * processor time of adding an item and more than a quarter of planning one, and looking through all
 * items of a run without them takes about 0.2 s for a million. An index on what most items do not
 * have costs nothing.
 */
static const char *const steps[] = {
  /* version 1 */
  "CREATE TABLE run ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " run_id TEXT NOT NULL UNIQUE,"
  " chain_id TEXT NOT NULL,"
  " kind INTEGER NOT NULL,"
  " mode INTEGER NOT NULL,"
  " state INTEGER NOT NULL,"
  " started INTEGER NOT NULL,"
  " finished INTEGER NOT NULL,"
  " options TEXT,"
  " target TEXT,"
  " manifest BLOB,"
  " manifest_hash BLOB,"
  " error TEXT,"
  " totals TEXT"
  ") STRICT;"
  "CREATE INDEX run_chain ON run (chain_id);"

  "CREATE TABLE root ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT,"
  " run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,"
  " role INTEGER NOT NULL,"
  " path BLOB NOT NULL,"
  " host_path BLOB,"
  " dev INTEGER NOT NULL,"
  " ino INTEGER NOT NULL,"
  " mount_id INTEGER NOT NULL,"
  " fs_type INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX root_run ON root (run);"

  "CREATE TABLE camera ("
  " id INTEGER PRIMARY KEY,"
  " maker TEXT NOT NULL,"
  " model TEXT NOT NULL,"
  " serial TEXT NOT NULL,"
  " UNIQUE (maker, model, serial)"
  ") STRICT;"

  "CREATE TABLE item ("
  " id INTEGER PRIMARY KEY,"
  " run INTEGER NOT NULL,"
  " seq INTEGER NOT NULL,"
  " parent INTEGER NOT NULL,"
  " op INTEGER NOT NULL,"
  " state INTEGER NOT NULL,"
  " media INTEGER NOT NULL,"
  " role INTEGER NOT NULL,"
  " cause INTEGER NOT NULL,"
  " confidence INTEGER NOT NULL,"
  " size INTEGER NOT NULL,"
  " head_print INTEGER NOT NULL,"
  " day INTEGER,"
  " wall INTEGER,"
  " utc_offset INTEGER,"
  " date_source INTEGER NOT NULL,"
  " suspicions INTEGER NOT NULL,"
  " camera INTEGER NOT NULL,"
  " group_id INTEGER NOT NULL,"
  " src_root INTEGER NOT NULL,"
  " dst_root INTEGER NOT NULL,"
  " ref_root INTEGER NOT NULL,"
  " suffix INTEGER NOT NULL,"
  " level INTEGER NOT NULL,"
  " dev INTEGER NOT NULL,"
  " ino INTEGER NOT NULL,"
  " mtime_ns INTEGER NOT NULL,"
  " ctime_ns INTEGER NOT NULL,"
  " nlink INTEGER NOT NULL,"
  " reserved_ino INTEGER NOT NULL,"
  " target_dev INTEGER NOT NULL,"
  " target_ino INTEGER NOT NULL,"
  " target_size INTEGER NOT NULL,"
  " target_mtime_ns INTEGER NOT NULL,"
  " hash BLOB,"
  " search_name TEXT NOT NULL,"
  " src_path BLOB NOT NULL,"
  " dst_path BLOB,"
  " ref_path BLOB,"
  " temp_name BLOB,"
  " note TEXT,"
  " evidence BLOB"
  ") STRICT;"
  "CREATE INDEX item_seq ON item (run, seq) WHERE seq > 0;"
  "CREATE INDEX item_parent ON item (parent) WHERE parent <> 0;"

  /* Every change of state, as it was committed. Nothing is taken out but with its whole run. */
  "CREATE TABLE item_log ("
  " id INTEGER PRIMARY KEY,"
  " item INTEGER NOT NULL,"
  " old_state INTEGER NOT NULL,"
  " new_state INTEGER NOT NULL,"
  " at INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TRIGGER item_log_no_update BEFORE UPDATE ON item_log BEGIN"
  " SELECT RAISE (ABORT, 'the log of items is only appended to');"
  "END;"
  "CREATE TRIGGER item_log_no_delete BEFORE DELETE ON item_log"
  " WHEN EXISTS (SELECT 1 FROM run WHERE id = OLD.item >> 32) BEGIN"
  " SELECT RAISE (ABORT, 'the log of items is only appended to');"
  "END;"

  /* What was deleted for ever by a run that was forgotten. */
  "CREATE TABLE tombstone ("
  " id INTEGER PRIMARY KEY,"
  " run_id TEXT NOT NULL,"
  " path BLOB NOT NULL,"
  " size INTEGER NOT NULL,"
  " hash BLOB,"
  " kept BLOB,"
  " at INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TRIGGER tombstone_no_update BEFORE UPDATE ON tombstone BEGIN"
  " SELECT RAISE (ABORT, 'tombstones stay');"
  "END;"
  "CREATE TRIGGER tombstone_no_delete BEFORE DELETE ON tombstone BEGIN"
  " SELECT RAISE (ABORT, 'tombstones stay');"
  "END;"

  "CREATE TABLE override ("
  " item INTEGER PRIMARY KEY,"
  " manual INTEGER,"
  " shift INTEGER NOT NULL,"
  " left_out INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE folder ("
  " run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,"
  " root INTEGER NOT NULL,"
  " path BLOB NOT NULL,"
  " made INTEGER NOT NULL,"
  " mtime_ns INTEGER NOT NULL,"
  " PRIMARY KEY (run, root, path)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE known_hash ("
  " dev INTEGER NOT NULL,"
  " ino INTEGER NOT NULL,"
  " size INTEGER NOT NULL,"
  " mtime_ns INTEGER NOT NULL,"
  " ctime_ns INTEGER NOT NULL,"
  " hash BLOB NOT NULL,"
  " PRIMARY KEY (dev, ino)"
  ") STRICT, WITHOUT ROWID;",
};

/* PRAGMA takes no bound values: numbers of our own are put into its text. */
static gboolean
set_pragma (SusunDb *db, const char *pragma, int value, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s = %d", pragma, value);

  return susun_db_exec (db, sql, error);
}

SusunSchemaState
susun_schema_look (SusunDb *db, GError **error)
{
  gint64 application, version, tables;

  if (!susun_db_get_int64 (db, "SELECT count (*) FROM sqlite_schema", &tables, error)
      || !susun_db_get_int64 (db, "PRAGMA application_id", &application, error)
      || !susun_db_get_int64 (db, "PRAGMA user_version", &version, error))
    return SUSUN_SCHEMA_UNKNOWN;

  if (tables == 0 && application == 0 && version == 0)
    return SUSUN_SCHEMA_EMPTY;
  if (application != APPLICATION_ID || version < 1)
    {
      susun_throw (error, SUSUN_ERROR_SCHEMA,
                   _ ("“%s” is a database of another application, not a history of Susun. It was "
                      "not touched. Move it away, and a history is begun there."),
                   db->name);
      return SUSUN_SCHEMA_UNKNOWN;
    }
  if (version > (gint64) G_N_ELEMENTS (steps))
    {
      susun_throw (error, SUSUN_ERROR_SCHEMA,
                   _ ("The history “%s” was written by a newer Susun. It was not touched. Use that "
                      "version, or move the file away, and a new history is begun."),
                   db->name);
      return SUSUN_SCHEMA_UNKNOWN;
    }
  return version < (gint64) G_N_ELEMENTS (steps) ? SUSUN_SCHEMA_OLDER : SUSUN_SCHEMA_CURRENT;
}

static gboolean
apply_step (SusunDb *db, int version, GError **error)
{
  return susun_db_exec (db, steps[version - 1], error)
         && set_pragma (db, "application_id", APPLICATION_ID, error)
         && set_pragma (db, "user_version", version, error) && susun_db_exec (db, "COMMIT", error);
}

gboolean
susun_schema_upgrade (SusunDb *db, GError **error)
{
  gint64 version;

  if (!susun_db_get_int64 (db, "PRAGMA user_version", &version, error))
    return FALSE;
  while (++version <= (gint64) G_N_ELEMENTS (steps))
    {
      if (!susun_db_exec (db, "BEGIN IMMEDIATE", error))
        return FALSE;
      if (!apply_step (db, (int) version, error))
        {
          susun_db_exec (db, "ROLLBACK", NULL);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
susun_schema_check (SusunDb *db, GError **error)
{
  g_autofree char *answer = susun_db_get_text (db, "PRAGMA quick_check (1)", error);

  if (answer == NULL)
    return FALSE;
  if (g_strcmp0 (answer, "ok") == 0)
    return TRUE;
  return susun_db_throw_damaged (db, answer, error);
}
