// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"

/* How a field of SusunItem stands in its column. */
typedef enum
{
  AS_INT64, /* also for unsigned ones: the same bits */
  AS_INT32,
  AS_UINT16,
  AS_BYTE,
  AS_UINT32,
  AS_WALL,   /* NULL for SUSUN_WALL_NONE */
  AS_OFFSET, /* NULL for SUSUN_OFFSET_NONE */
  AS_PATH,   /* BLOB */
  AS_TEXT,
  AS_HASH,
  AS_EVIDENCE,
} ItemType;

enum
{
  ITEM_ID,
  ITEM_RUN,
  ITEM_SEQ,
  ITEM_PARENT,
  ITEM_OP,
  ITEM_STATE,
  ITEM_MEDIA,
  ITEM_ROLE,
  ITEM_CAUSE,
  ITEM_CONFIDENCE,
  ITEM_SIZE,
  ITEM_HEAD_PRINT,
  ITEM_DAY,
  ITEM_WALL,
  ITEM_UTC_OFFSET,
  ITEM_DATE_SOURCE,
  ITEM_SUSPICIONS,
  ITEM_CAMERA,
  ITEM_GROUP,
  ITEM_SRC_ROOT,
  ITEM_DST_ROOT,
  ITEM_REF_ROOT,
  ITEM_SUFFIX,
  ITEM_LEVEL,
  ITEM_DEV,
  ITEM_INO,
  ITEM_MTIME_NS,
  ITEM_CTIME_NS,
  ITEM_NLINK,
  ITEM_RESERVED_INO,
  ITEM_TARGET_DEV,
  ITEM_TARGET_INO,
  ITEM_TARGET_SIZE,
  ITEM_TARGET_MTIME_NS,
  ITEM_HASH,
  ITEM_SRC_PATH,
  ITEM_DST_PATH,
  ITEM_REF_PATH,
  ITEM_TEMP_NAME,
  ITEM_NOTE,
  ITEM_EVIDENCE,
  N_ITEM_COLUMNS
};

#define COLUMN(name, type, field)                                                                  \
  {                                                                                                \
    name, type, G_STRUCT_OFFSET (SusunItem, field)                                                 \
  }

/* The one place that says which column holds which field, and how. */
static const struct
{
  const char *name;
  ItemType type;
  gsize offset;
} columns[] = {
  [ITEM_ID] = COLUMN ("id", AS_INT64, id),
  [ITEM_RUN] = COLUMN ("run", AS_INT64, run),
  [ITEM_SEQ] = COLUMN ("seq", AS_INT64, seq),
  [ITEM_PARENT] = COLUMN ("parent", AS_INT64, parent),
  [ITEM_OP] = COLUMN ("op", AS_BYTE, op),
  [ITEM_STATE] = COLUMN ("state", AS_BYTE, state),
  [ITEM_MEDIA] = COLUMN ("media", AS_BYTE, media),
  [ITEM_ROLE] = COLUMN ("role", AS_BYTE, role),
  [ITEM_CAUSE] = COLUMN ("cause", AS_BYTE, cause),
  [ITEM_CONFIDENCE] = COLUMN ("confidence", AS_BYTE, confidence),
  [ITEM_SIZE] = COLUMN ("size", AS_INT64, identity.size),
  [ITEM_HEAD_PRINT] = COLUMN ("head_print", AS_INT64, head_print),
  [ITEM_DAY] = COLUMN ("day", AS_WALL, day),
  [ITEM_WALL] = COLUMN ("wall", AS_WALL, wall),
  [ITEM_UTC_OFFSET] = COLUMN ("utc_offset", AS_OFFSET, offset),
  [ITEM_DATE_SOURCE] = COLUMN ("date_source", AS_BYTE, date_source),
  [ITEM_SUSPICIONS] = COLUMN ("suspicions", AS_UINT16, suspicions),
  [ITEM_CAMERA] = COLUMN ("camera", AS_INT64, camera),
  [ITEM_GROUP] = COLUMN ("group_id", AS_INT64, group),
  [ITEM_SRC_ROOT] = COLUMN ("src_root", AS_INT64, src_root),
  [ITEM_DST_ROOT] = COLUMN ("dst_root", AS_INT64, dst_root),
  [ITEM_REF_ROOT] = COLUMN ("ref_root", AS_INT64, ref_root),
  [ITEM_SUFFIX] = COLUMN ("suffix", AS_INT32, suffix),
  [ITEM_LEVEL] = COLUMN ("level", AS_BYTE, level),
  [ITEM_DEV] = COLUMN ("dev", AS_INT64, identity.dev),
  [ITEM_INO] = COLUMN ("ino", AS_INT64, identity.ino),
  [ITEM_MTIME_NS] = COLUMN ("mtime_ns", AS_INT64, identity.mtime_ns),
  [ITEM_CTIME_NS] = COLUMN ("ctime_ns", AS_INT64, identity.ctime_ns),
  [ITEM_NLINK] = COLUMN ("nlink", AS_UINT32, identity.nlink),
  [ITEM_RESERVED_INO] = COLUMN ("reserved_ino", AS_INT64, reserved_ino),
  [ITEM_TARGET_DEV] = COLUMN ("target_dev", AS_INT64, target.dev),
  [ITEM_TARGET_INO] = COLUMN ("target_ino", AS_INT64, target.ino),
  [ITEM_TARGET_SIZE] = COLUMN ("target_size", AS_INT64, target.size),
  [ITEM_TARGET_MTIME_NS] = COLUMN ("target_mtime_ns", AS_INT64, target.mtime_ns),
  [ITEM_HASH] = COLUMN ("hash", AS_HASH, hash),
  [ITEM_SRC_PATH] = COLUMN ("src_path", AS_PATH, src_path),
  [ITEM_DST_PATH] = COLUMN ("dst_path", AS_PATH, dst_path),
  [ITEM_REF_PATH] = COLUMN ("ref_path", AS_PATH, ref_path),
  [ITEM_TEMP_NAME] = COLUMN ("temp_name", AS_PATH, temp_name),
  [ITEM_NOTE] = COLUMN ("note", AS_TEXT, note),
  [ITEM_EVIDENCE] = COLUMN ("evidence", AS_EVIDENCE, evidence),
};
G_STATIC_ASSERT (G_N_ELEMENTS (columns) == N_ITEM_COLUMNS);

/* What planning decides, and what a step of the journal changes. The id comes first: it is ?1. */
static const guint8 plan_columns[] = {
  ITEM_ID,         ITEM_SEQ,      ITEM_OP,         ITEM_STATE,    ITEM_GROUP,
  ITEM_DST_ROOT,   ITEM_DST_PATH, ITEM_SUFFIX,     ITEM_REF_ROOT, ITEM_REF_PATH,
  ITEM_HASH,       ITEM_WALL,     ITEM_UTC_OFFSET, ITEM_DAY,      ITEM_DATE_SOURCE,
  ITEM_CONFIDENCE, ITEM_CAUSE,    ITEM_SUSPICIONS, ITEM_NOTE,
};
static const guint8 step_columns[] = {
  ITEM_ID,           ITEM_STATE,      ITEM_SUFFIX,     ITEM_DST_PATH,    ITEM_TEMP_NAME,
  ITEM_RESERVED_INO, ITEM_TARGET_DEV, ITEM_TARGET_INO, ITEM_TARGET_SIZE, ITEM_TARGET_MTIME_NS,
  ITEM_HASH,         ITEM_LEVEL,      ITEM_CAUSE,      ITEM_NOTE,
};

static const char insert_log[]
    = "INSERT INTO item_log (item, old_state, new_state, at) VALUES (?1, ?2, ?3, ?4)";
static const char insert_log_from_item[]
    = "INSERT INTO item_log (item, old_state, new_state, at)"
      " SELECT id, state, ?2, ?3 FROM item WHERE id = ?1 AND state <> ?2";
static const char update_state[] = "UPDATE item SET state = ?2 WHERE id = ?1";
static const char update_hash[] = "UPDATE item SET hash = ?2 WHERE id = ?1";
static const char select_last[]
    = "SELECT id FROM item WHERE id > ?1 AND id < ?2 ORDER BY id DESC LIMIT 1";

void
susun_item_append_columns (GString *sql)
{
  for (guint i = 0; i < N_ITEM_COLUMNS; i++)
    {
      g_string_append (sql, i > 0 ? ", " : "");
      g_string_append (sql, columns[i].name);
    }
}

/* All columns, and search_name as the last value. */
static char *
make_insert (void)
{
  GString *sql = g_string_new ("INSERT INTO item (");

  susun_item_append_columns (sql);
  g_string_append (sql, ", search_name) VALUES (?1");
  for (guint i = 1; i <= N_ITEM_COLUMNS; i++)
    g_string_append_printf (sql, ", ?%u", i + 1);
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

static char *
make_update (const guint8 *set, guint n)
{
  GString *sql = g_string_new ("UPDATE item SET ");

  for (guint i = 1; i < n; i++)
    g_string_append_printf (sql, "%s%s = ?%u", i > 1 ? ", " : "", columns[set[i]].name, i + 1);
  g_string_append (sql, " WHERE id = ?1");
  return g_string_free (sql, FALSE);
}

static char *
make_select (void)
{
  GString *sql = g_string_new ("SELECT ");

  susun_item_append_columns (sql);
  g_string_append (sql, " FROM item WHERE id = ?1");
  return g_string_free (sql, FALSE);
}

void
susun_item_prepare_sql (SusunStore *self)
{
  self->insert_item = make_insert ();
  self->plan_item = make_update (plan_columns, G_N_ELEMENTS (plan_columns));
  self->step_item = make_update (step_columns, G_N_ELEMENTS (step_columns));
  self->select_item = make_select ();
}

void
susun_item_free_sql (SusunStore *self)
{
  g_free (self->insert_item);
  g_free (self->plan_item);
  g_free (self->step_item);
  g_free (self->select_item);
}

static void
bind_column (sqlite3_stmt *stmt, int number, guint column, const SusunItem *item)
{
  gconstpointer field = (const guint8 *) item + columns[column].offset;

  switch (columns[column].type)
    {
    case AS_INT64:
      sqlite3_bind_int64 (stmt, number, *(const gint64 *) field);
      break;
    case AS_INT32:
      sqlite3_bind_int (stmt, number, *(const int *) field);
      break;
    case AS_UINT16:
      sqlite3_bind_int (stmt, number, *(const guint16 *) field);
      break;
    case AS_BYTE:
      sqlite3_bind_int (stmt, number, *(const guint8 *) field);
      break;
    case AS_UINT32:
      sqlite3_bind_int64 (stmt, number, *(const guint32 *) field);
      break;
    case AS_WALL:
      susun_db_bind_wall (stmt, number, *(const gint64 *) field);
      break;
    case AS_OFFSET:
      if (*(const gint16 *) field == SUSUN_OFFSET_NONE)
        sqlite3_bind_null (stmt, number);
      else
        sqlite3_bind_int (stmt, number, *(const gint16 *) field);
      break;
    case AS_PATH:
      susun_db_bind_bytes (stmt, number, *(char *const *) field);
      break;
    case AS_TEXT:
      susun_db_bind_text (stmt, number, *(char *const *) field);
      break;
    case AS_HASH:
      susun_db_bind_hash (stmt, number, item->has_hash ? &item->hash : NULL);
      break;
    case AS_EVIDENCE:
      sqlite3_bind_blob64 (stmt, number, item->evidence, item->evidence_length, SQLITE_STATIC);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
read_column (sqlite3_stmt *stmt, int column, SusunItem *item)
{
  gpointer field = (guint8 *) item + columns[column].offset;

  switch (columns[column].type)
    {
    case AS_INT64:
      *(gint64 *) field = sqlite3_column_int64 (stmt, column);
      break;
    case AS_INT32:
      *(int *) field = sqlite3_column_int (stmt, column);
      break;
    case AS_UINT16:
      *(guint16 *) field = (guint16) sqlite3_column_int (stmt, column);
      break;
    case AS_BYTE:
      *(guint8 *) field = (guint8) sqlite3_column_int (stmt, column);
      break;
    case AS_UINT32:
      *(guint32 *) field = (guint32) sqlite3_column_int64 (stmt, column);
      break;
    case AS_WALL:
      *(gint64 *) field = susun_db_column_wall (stmt, column);
      break;
    case AS_OFFSET:
      *(gint16 *) field = sqlite3_column_type (stmt, column) == SQLITE_NULL
                              ? SUSUN_OFFSET_NONE
                              : (gint16) sqlite3_column_int (stmt, column);
      break;
    case AS_PATH:
    case AS_TEXT:
      *(char **) field = susun_db_column_string (stmt, column);
      break;
    case AS_HASH:
      item->has_hash = susun_db_column_hash (stmt, column, &item->hash);
      break;
    case AS_EVIDENCE:
      item->evidence = (guint8 *) sqlite3_column_blob (stmt, column);
      item->evidence_length = (gsize) sqlite3_column_bytes (stmt, column);
      break;
    default:
      g_assert_not_reached ();
    }
}

gboolean
susun_item_read_row (SusunStore *self, sqlite3_stmt *stmt, SusunItem *item, GError **error)
{
  *item = (SusunItem){ 0 };
  for (int i = 0; i < N_ITEM_COLUMNS; i++)
    read_column (stmt, i, item);
  /* The schema does not let it be missing; nobody looks for that. */
  return item->src_path != NULL
         || susun_db_throw_damaged (&self->db, "an item without a path", error);
}

/* Printable ASCII but the backslash is displayed as it is: the way of nearly all names. */
static gboolean
is_plain (const char *name)
{
  for (; *name != '\0'; name++)
    if (!g_ascii_isprint (*name))
      return FALSE;
  return TRUE;
}

char *
susun_item_search_text (const char *name)
{
  g_autofree char *display = NULL;
  g_autofree char *normal = NULL;

  if (is_plain (name))
    return g_ascii_strdown (name, -1);
  /* Names from a Mac are decomposed, what is typed is not. */
  display = susun_path_display (name);
  normal = g_utf8_normalize (display, -1, G_NORMALIZE_NFKC);
  return g_utf8_casefold (normal, -1);
}

/* Counts on from what the run has already. */
static gboolean
find_next_item (SusunStore *self, gint64 run, GError **error)
{
  sqlite3_stmt *stmt = susun_db_statement (&self->db, select_last, error);
  SusunStep step;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, susun_store_items_begin (run));
  sqlite3_bind_int64 (stmt, 2, susun_store_items_end (run));
  step = susun_db_step (&self->db, stmt, error);
  if (step == SUSUN_STEP_ERROR)
    return FALSE;
  self->item_run = run;
  self->next_item = susun_store_items_begin (run) + 1;
  if (step == SUSUN_STEP_ROW)
    {
      self->next_item = sqlite3_column_int64 (stmt, 0) + 1;
      sqlite3_reset (stmt);
    }
  return TRUE;
}

gboolean
susun_store_add_item (SusunStore *self, SusunItem *item, GError **error)
{
  g_autofree char *search_name = NULL;
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);
  g_return_val_if_fail (item->run > 0 && item->src_path != NULL, FALSE);

  if (item->run != self->item_run && !find_next_item (self, item->run, error))
    return FALSE;
  stmt = susun_db_statement (&self->db, self->insert_item, error);
  if (stmt == NULL)
    return FALSE;
  item->id = self->next_item;
  for (guint i = 0; i < N_ITEM_COLUMNS; i++)
    bind_column (stmt, (int) i + 1, i, item);
  search_name = susun_item_search_text (susun_path_name (item->src_path));
  susun_db_bind_text (stmt, N_ITEM_COLUMNS + 1, search_name);
  if (!susun_db_run (&self->db, stmt, error))
    return FALSE;
  self->next_item++;
  return TRUE;
}

static gboolean
throw_no_item (SusunStore *self, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _ ("The history “%s” does not know this file"), self->path);
  return FALSE;
}

/* A statement that must have changed exactly one item. */
static gboolean
run_on_item (SusunStore *self, sqlite3_stmt *stmt, GError **error)
{
  return susun_db_run (&self->db, stmt, error)
         && (sqlite3_changes (self->db.handle) == 1 || throw_no_item (self, error));
}

static gboolean
update_item (SusunStore *self, const char *sql, const guint8 *set, guint n, const SusunItem *item,
             GError **error)
{
  sqlite3_stmt *stmt = susun_db_statement (&self->db, sql, error);

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    bind_column (stmt, (int) i + 1, set[i], item);
  return run_on_item (self, stmt, error);
}

gboolean
susun_store_plan_item (SusunStore *self, const SusunItem *item, GError **error)
{
  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  return update_item (self, self->plan_item, plan_columns, G_N_ELEMENTS (plan_columns), item,
                      error);
}

static gboolean
append_log (SusunStore *self, gint64 item, SusunItemState old_state, SusunItemState new_state,
            GError **error)
{
  sqlite3_stmt *stmt = susun_db_statement (&self->db, insert_log, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, item);
  sqlite3_bind_int (stmt, 2, old_state);
  sqlite3_bind_int (stmt, 3, new_state);
  sqlite3_bind_int64 (stmt, 4, g_get_real_time ());
  return susun_db_run (&self->db, stmt, error);
}

gboolean
susun_store_step_item (SusunStore *self, const SusunItem *item, SusunItemState old_state,
                       GError **error)
{
  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  if (!update_item (self, self->step_item, step_columns, G_N_ELEMENTS (step_columns), item, error))
    return FALSE;
  return item->state == old_state || append_log (self, item->id, old_state, item->state, error);
}

gboolean
susun_store_set_item_state (SusunStore *self, gint64 item, SusunItemState state, GError **error)
{
  sqlite3_stmt *log;
  sqlite3_stmt *update;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  log = susun_db_statement (&self->db, insert_log_from_item, error);
  update = log != NULL ? susun_db_statement (&self->db, update_state, error) : NULL;
  if (update == NULL)
    return FALSE;
  sqlite3_bind_int64 (log, 1, item);
  sqlite3_bind_int (log, 2, state);
  sqlite3_bind_int64 (log, 3, g_get_real_time ());
  sqlite3_bind_int64 (update, 1, item);
  sqlite3_bind_int (update, 2, state);
  return susun_db_run (&self->db, log, error) && run_on_item (self, update, error);
}

gboolean
susun_store_set_item_hash (SusunStore *self, gint64 item, const SusunHash *hash, GError **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (susun_store_may_write (self), FALSE);

  stmt = susun_db_statement (&self->db, update_hash, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, item);
  susun_db_bind_hash (stmt, 2, hash);
  return run_on_item (self, stmt, error);
}

gboolean
susun_store_get_item (SusunStore *self, gint64 id, SusunItem *item, GError **error)
{
  sqlite3_stmt *stmt;
  SusunItem row;
  SusunStep step;
  gboolean found;

  g_return_val_if_fail (susun_store_may_read (self), FALSE);

  stmt = susun_db_statement (&self->db, self->select_item, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  step = susun_db_step (&self->db, stmt, error);
  if (step == SUSUN_STEP_ERROR)
    return FALSE;
  if (step == SUSUN_STEP_DONE)
    return throw_no_item (self, error);
  found = susun_item_read_row (self, stmt, &row, error);
  if (found)
    susun_item_copy (&row, item);
  sqlite3_reset (stmt);
  return found;
}
