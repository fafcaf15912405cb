// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <glib/gi18n-lib.h>

/* The order of bind_run() and read_run(). */
#define RUN_COLUMNS                                                                                \
  "run_id, chain_id, kind, mode, state, started, finished, options, target, manifest,"             \
  " manifest_hash, error, totals, id"

enum
{
  RUN_RUN_ID,
  RUN_CHAIN_ID,
  RUN_KIND,
  RUN_MODE,
  RUN_STATE,
  RUN_STARTED,
  RUN_FINISHED,
  RUN_OPTIONS,
  RUN_TARGET,
  RUN_MANIFEST,
  RUN_MANIFEST_HASH,
  RUN_ERROR,
  RUN_TOTALS,
  RUN_ID,
};

static const char insert_run[] = "INSERT INTO run (" RUN_COLUMNS ")"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
                                 " NULL)";
static const char update_run[]
    = "UPDATE run SET state = ?5, started = ?6, finished = ?7, options = ?8, target = ?9,"
      " manifest = ?10, manifest_hash = ?11, error = ?12, totals = ?13 WHERE id = ?14";
static const char select_run[] = "SELECT " RUN_COLUMNS " FROM run WHERE run_id = ?1";
static const char select_chain[] = "SELECT " RUN_COLUMNS " FROM run"
                                   " WHERE chain_id = ?1 AND (?2 >> kind) & 1"
                                   " ORDER BY id DESC LIMIT 1";
static const char select_runs[] = "SELECT " RUN_COLUMNS " FROM run ORDER BY id DESC LIMIT ?1";
static const char select_runs_in_state[]
    = "SELECT " RUN_COLUMNS " FROM run WHERE (?1 >> state) & 1 ORDER BY id";

static const char insert_root[]
    = "INSERT INTO root (run, role, path, host_path, dev, ino, mount_id, fs_type)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char select_roots[]
    = "SELECT id, role, path, host_path, dev, ino, mount_id, fs_type FROM root WHERE run = ?1"
      " ORDER BY id";

static void
bind_run (sqlite3_stmt *stmt, const SusunRun *run)
{
  susun_db_bind_text (stmt, RUN_RUN_ID + 1, run->run_id);
  susun_db_bind_text (stmt, RUN_CHAIN_ID + 1, run->chain_id);
  sqlite3_bind_int (stmt, RUN_KIND + 1, run->kind);
  sqlite3_bind_int (stmt, RUN_MODE + 1, run->mode);
  sqlite3_bind_int (stmt, RUN_STATE + 1, run->state);
  sqlite3_bind_int64 (stmt, RUN_STARTED + 1, run->started);
  sqlite3_bind_int64 (stmt, RUN_FINISHED + 1, run->finished);
  susun_db_bind_text (stmt, RUN_OPTIONS + 1, run->options);
  susun_db_bind_text (stmt, RUN_TARGET + 1, run->target);
  susun_db_bind_bytes (stmt, RUN_MANIFEST + 1, run->manifest);
  susun_db_bind_hash (stmt, RUN_MANIFEST_HASH + 1,
                      run->has_manifest_hash ? &run->manifest_hash : NULL);
  susun_db_bind_text (stmt, RUN_ERROR + 1, run->error);
  susun_db_bind_text (stmt, RUN_TOTALS + 1, run->totals);
  sqlite3_bind_int64 (stmt, RUN_ID + 1, run->id);
}

/* Returns: (transfer full) (nullable): NULL with SUSUN_ERROR_CORRUPT */
static SusunRun *
read_run (SusunStore *self, sqlite3_stmt *stmt, GError **error)
{
  g_autoptr (SusunRun) run = susun_run_new ();

  run->id = sqlite3_column_int64 (stmt, RUN_ID);
  run->run_id = susun_db_dup_string (stmt, RUN_RUN_ID);
  run->chain_id = susun_db_dup_string (stmt, RUN_CHAIN_ID);
  run->kind = sqlite3_column_int (stmt, RUN_KIND);
  run->mode = sqlite3_column_int (stmt, RUN_MODE);
  run->state = sqlite3_column_int (stmt, RUN_STATE);
  run->started = sqlite3_column_int64 (stmt, RUN_STARTED);
  run->finished = sqlite3_column_int64 (stmt, RUN_FINISHED);
  run->options = susun_db_dup_string (stmt, RUN_OPTIONS);
  run->target = susun_db_dup_string (stmt, RUN_TARGET);
  run->manifest = susun_db_dup_string (stmt, RUN_MANIFEST);
  run->has_manifest_hash = susun_db_column_hash (stmt, RUN_MANIFEST_HASH, &run->manifest_hash);
  run->error = susun_db_dup_string (stmt, RUN_ERROR);
  run->totals = susun_db_dup_string (stmt, RUN_TOTALS);
  if (run->run_id != NULL && run->chain_id != NULL)
    return g_steal_pointer (&run);
  susun_db_throw_damaged (&self->db, "a run without an id", error);
  return NULL;
}

gboolean
susun_store_add_run (SusunStore *self, SusunRun *run, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);
  g_return_val_if_fail (run->run_id != NULL && run->chain_id != NULL, FALSE);

  stmt = susun_db_statement (&self->db, insert_run, error);
  if (stmt == NULL)
    return FALSE;
  bind_run (stmt, run);
  if (!susun_db_run (&self->db, stmt, error))
    return FALSE;
  run->id = sqlite3_last_insert_rowid (self->db.handle);
  return TRUE;
}

static gboolean
throw_no_run (GError **error, const char *run_id)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("The history knows no run “%s”"),
               run_id);
  return FALSE;
}

gboolean
susun_store_update_run (SusunStore *self, const SusunRun *run, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  stmt = susun_db_statement (&self->db, update_run, error);
  if (stmt == NULL)
    return FALSE;
  bind_run (stmt, run);
  return susun_db_run (&self->db, stmt, error)
         && (sqlite3_changes (self->db.handle) == 1 || throw_no_run (error, run->run_id));
}

/* The one run that a statement finds. @found: (out) (nullable): NULL for none */
static gboolean
find_one (SusunStore *self, sqlite3_stmt *stmt, SusunRun **found, GError **error)
{
  SusunStep step = susun_db_step (&self->db, stmt, error);

  *found = NULL;
  if (step != SUSUN_STEP_ROW)
    return step == SUSUN_STEP_DONE;
  *found = read_run (self, stmt, error);
  sqlite3_reset (stmt);
  return *found != NULL;
}

static gboolean
look_up (SusunStore *self, const char *run_id, SusunRun **found, GError **error)
{
  sqlite3_stmt *stmt = susun_db_statement (&self->db, select_run, error);

  if (stmt == NULL)
    return FALSE;
  susun_db_bind_text (stmt, 1, run_id);
  return find_one (self, stmt, found, error);
}

SusunRun *
susun_store_get_run (SusunStore *self, const char *run_id, GError **error)
{
  SusunRun *run = NULL;

  g_return_val_if_fail (susun_store_may_read (self), NULL);

  if (look_up (self, run_id, &run, error) && run == NULL)
    throw_no_run (error, run_id);
  return run;
}

SusunRun *
susun_store_find_run (SusunStore *self, const char *id, guint kinds, GError **error)
{
  g_autoptr (SusunRun) named = NULL;
  SusunRun *last = NULL;
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_read (self), NULL);

  if (!look_up (self, id, &named, error))
    return NULL;
  if (named != NULL && (kinds >> named->kind & 1) != 0)
    return g_steal_pointer (&named);

  stmt = susun_db_statement (&self->db, select_chain, error);
  if (stmt == NULL)
    return NULL;
  susun_db_bind_text (stmt, 1, named != NULL ? named->chain_id : id);
  sqlite3_bind_int64 (stmt, 2, kinds);
  if (!find_one (self, stmt, &last, error))
    return NULL;
  if (last == NULL && named == NULL)
    throw_no_run (error, id);
  else if (last == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("The history knows no run of that kind that belongs to “%s”"), id);
  return last;
}

static GPtrArray *
list_runs (SusunStore *self, sqlite3_stmt *stmt, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_run_free);
  SusunStep step;

  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      SusunRun *run = read_run (self, stmt, error);
      if (run == NULL)
        {
          sqlite3_reset (stmt);
          return NULL;
        }
      g_ptr_array_add (runs, run);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&runs) : NULL;
}

GPtrArray *
susun_store_list_runs (SusunStore *self, guint limit, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_read (self), NULL);

  stmt = susun_db_statement (&self->db, select_runs, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, limit > 0 ? (gint64) limit : -1);
  return list_runs (self, stmt, error);
}

GPtrArray *
susun_store_list_runs_in_state (SusunStore *self, guint states, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_read (self), NULL);

  stmt = susun_db_statement (&self->db, select_runs_in_state, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, states);
  return list_runs (self, stmt, error);
}

/* In this order: the tombstones need the items, and the log lets go only when its run is gone.
 * ?1 run, ?2 and ?3 its items' ids, ?4 REMOVE, ?5 PURGED, ?6 DONE, ?7 REMOVING */
static const char *const forget_steps[] = {
  "INSERT INTO tombstone (run_id, path, size, hash, kept, at)"
  " SELECT run.run_id, CAST (rtrim (source.path, '/') || '/' || item.src_path AS BLOB), item.size, "
  "item.hash,"
  " CAST (rtrim (keeper.path, '/') || '/' || item.ref_path AS BLOB),"
  " coalesce (log.at, nullif (run.finished, 0), run.started)"
  " FROM item JOIN run ON run.id = ?1"
  " JOIN root AS source ON source.id = item.src_root"
  " LEFT JOIN root AS keeper ON keeper.id = item.ref_root"
  " LEFT JOIN (SELECT item, max (at) AS at FROM item_log WHERE item > ?2 AND item < ?3"
  "            GROUP BY item) AS log ON log.item = item.id"
  " WHERE item.id > ?2 AND item.id < ?3"
  " AND (item.state = ?5 OR (item.op = ?4 AND item.state IN (?6, ?7)))",
  "DELETE FROM override WHERE item > ?2 AND item < ?3",
  "DELETE FROM item WHERE id > ?2 AND id < ?3",
  "DELETE FROM run WHERE id = ?1",
  "DELETE FROM item_log WHERE item > ?2 AND item < ?3",
};

gboolean
susun_store_forget_run (SusunStore *self, gint64 run, GError **error)
{
  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (forget_steps); i++)
    {
      g_autoptr (sqlite3_stmt) stmt = susun_db_prepare (&self->db, forget_steps[i], error);
      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, run);
      /* The others where a step has them. */
      sqlite3_bind_int64 (stmt, 2, susun_store_items_begin (run));
      sqlite3_bind_int64 (stmt, 3, susun_store_items_end (run));
      sqlite3_bind_int (stmt, 4, SUSUN_OP_REMOVE);
      sqlite3_bind_int (stmt, 5, SUSUN_ITEM_PURGED);
      sqlite3_bind_int (stmt, 6, SUSUN_ITEM_DONE);
      sqlite3_bind_int (stmt, 7, SUSUN_ITEM_REMOVING);
      if (!susun_db_run (&self->db, stmt, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
susun_store_add_root (SusunStore *self, SusunRootRow *root, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);
  g_return_val_if_fail (root->path != NULL, FALSE);

  stmt = susun_db_statement (&self->db, insert_root, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, root->run);
  sqlite3_bind_int (stmt, 2, root->role);
  susun_db_bind_bytes (stmt, 3, root->path);
  susun_db_bind_bytes (stmt, 4, root->host_path);
  susun_db_bind_bits (stmt, 5, root->dev);
  susun_db_bind_bits (stmt, 6, root->ino);
  susun_db_bind_bits (stmt, 7, root->mount_id);
  susun_db_bind_bits (stmt, 8, root->fs_type);
  if (!susun_db_run (&self->db, stmt, error))
    return FALSE;
  root->id = sqlite3_last_insert_rowid (self->db.handle);
  return TRUE;
}

/* Returns: (transfer full) (nullable): NULL with SUSUN_ERROR_CORRUPT */
static SusunRootRow *
read_root (SusunStore *self, sqlite3_stmt *stmt, gint64 run, GError **error)
{
  g_autoptr (SusunRootRow) root = g_new0 (SusunRootRow, 1);

  root->run = run;
  root->id = sqlite3_column_int64 (stmt, 0);
  root->role = sqlite3_column_int (stmt, 1);
  root->path = susun_db_dup_string (stmt, 2);
  root->host_path = susun_db_dup_string (stmt, 3);
  root->dev = susun_db_column_bits (stmt, 4);
  root->ino = susun_db_column_bits (stmt, 5);
  root->mount_id = susun_db_column_bits (stmt, 6);
  root->fs_type = susun_db_column_bits (stmt, 7);
  if (root->path != NULL)
    return g_steal_pointer (&root);
  susun_db_throw_damaged (&self->db, "a root without a path", error);
  return NULL;
}

GPtrArray *
susun_store_list_roots (SusunStore *self, gint64 run, GError **error)
{
  g_autoptr (GPtrArray) roots
      = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_root_row_free);
  sqlite3_stmt *stmt;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), NULL);

  stmt = susun_db_statement (&self->db, select_roots, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, run);
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      SusunRootRow *root = read_root (self, stmt, run, error);
      if (root == NULL)
        {
          sqlite3_reset (stmt);
          return NULL;
        }
      g_ptr_array_add (roots, root);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&roots) : NULL;
}
