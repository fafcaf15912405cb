// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <string.h>

#include "core/base/susun-civil.h"

/* The bounds of the partial indices in susun-schema.c, in its words. */
#define STATE_WITHOUT_INDEX SUSUN_ITEM_FOUND
#define CONFIDENCE_WITHOUT_INDEX                                                                   \
  4 /* SUSUN_CONFIDENCE_CERTAIN: core/media is not seen from here                                  \
     */

static const char select_counts[]
    = "SELECT op, state, role, media, cause, size FROM item WHERE id > ?1 AND id < ?2";
static const char select_sizes[] = "SELECT id, size, head_print, hash IS NOT NULL FROM item"
                                   " WHERE id > ?1 AND id < ?2 AND +state = ?3 ORDER BY size, id";

struct _SusunItemCursor
{
  SusunStore *store;  /* not owned: it outlives the cursor */
  sqlite3_stmt *stmt; /* (owned) (nullable): the rows as they come, NULL with ids */
  GArray *ids;        /* (owned) (nullable) (element-type gint64): of a sorted query */
  guint next;         /* in ids */
  SusunItem item;     /* its strings are ours with ids, SQLite's with stmt */
};

/* Is exactly one bit set? @which: (out) */
static gboolean
is_one_state (guint64 states, int *which)
{
  *which = states != 0 ? __builtin_ctzll (states) : 0;
  return states != 0 && (states & (states - 1)) == 0;
}

/* Every condition of the query. A single value is looked up in an index, several are filtered from
 * the rows in the order asked for: an index on them would mean sorting all rows afterwards. */
static void
append_conditions (GString *sql, const SusunItemQuery *query)
{
  gboolean indexed = query->order != SUSUN_ORDER_SEQ;
  int state;

  if (query->states != 0 && is_one_state (query->states, &state) && indexed
      && state != STATE_WITHOUT_INDEX)
    g_string_append_printf (sql, " AND state = :state AND state <> %d", STATE_WITHOUT_INDEX);
  else if (query->states != 0)
    g_string_append (sql, " AND (:states >> state) & 1");
  if (query->has_day)
    g_string_append (sql, indexed ? " AND run = :run AND day IS :day" : " AND +day IS :day");
  if (query->has_confidence && indexed && query->confidence != CONFIDENCE_WITHOUT_INDEX)
    g_string_append_printf (sql, " AND confidence = :confidence AND confidence <> %d",
                            CONFIDENCE_WITHOUT_INDEX);
  else if (query->has_confidence)
    g_string_append (sql, " AND +confidence = :confidence");
  if (query->has_cause && indexed && query->cause != 0)
    g_string_append (sql, " AND cause = :cause AND cause <> 0");
  else if (query->has_cause)
    g_string_append (sql, " AND +cause = :cause");
  if (query->parent != 0)
    g_string_append (sql, " AND parent = :parent AND parent <> 0");
  if (query->search != NULL)
    g_string_append (sql, " AND instr (search_name, :search) > 0");
  if (query->path != NULL)
    g_string_append (sql, " AND src_path = :path");
}

/* FROM … LIMIT. */
static void
append_query (GString *sql, const SusunItemQuery *query)
{
  if (query->order == SUSUN_ORDER_SEQ)
    g_string_append (sql, " FROM item INDEXED BY item_seq"
                          " WHERE run = :run AND seq > :after AND seq > 0");
  else if (query->run != 0)
    g_string_append (sql, " FROM item WHERE id > :after AND id < :end");
  else
    g_string_append (sql, " FROM item WHERE id > :after");
  append_conditions (sql, query);
  switch (query->order)
    {
    case SUSUN_ORDER_SEQ:
      g_string_append (sql, " ORDER BY seq");
      break;
    case SUSUN_ORDER_PATH:
      g_string_append (sql, " ORDER BY src_root, src_path, id");
      break;
    case SUSUN_ORDER_DAY:
      g_string_append (sql, " ORDER BY day, wall, id");
      break;
    case SUSUN_ORDER_ID:
    default:
      g_string_append (sql, " ORDER BY id");
      break;
    }
  if (query->limit > 0)
    g_string_append (sql, " LIMIT :limit");
}

static void
bind_int64 (sqlite3_stmt *stmt, const char *name, gint64 value)
{
  int number = sqlite3_bind_parameter_index (stmt, name);

  if (number > 0)
    sqlite3_bind_int64 (stmt, number, value);
}

/* Binds what the query's SQL has of these. Strings are copied: the statement outlives the query. */
static void
bind_query (sqlite3_stmt *stmt, const SusunItemQuery *query)
{
  int number = sqlite3_bind_parameter_index (stmt, ":search");
  gint64 after = query->after;
  int state;

  if (query->order != SUSUN_ORDER_SEQ)
    after = MAX (query->order == SUSUN_ORDER_ID ? after : 0, susun_store_items_begin (query->run));
  bind_int64 (stmt, ":after", after);
  bind_int64 (stmt, ":end", susun_store_items_end (query->run));
  bind_int64 (stmt, ":run", query->run);
  is_one_state (query->states, &state);
  bind_int64 (stmt, ":state", state);
  bind_int64 (stmt, ":states", (gint64) query->states);
  bind_int64 (stmt, ":confidence", query->confidence);
  bind_int64 (stmt, ":cause", query->cause);
  bind_int64 (stmt, ":parent", query->parent);
  bind_int64 (stmt, ":limit", query->limit);
  /* An undated item's day is NULL, which is also what a value that is not bound is. */
  if (query->day != SUSUN_WALL_NONE)
    bind_int64 (stmt, ":day", query->day);
  if (number > 0)
    {
      g_autofree char *search = susun_item_search_text (query->search);
      sqlite3_bind_text (stmt, number, search, -1, SQLITE_TRANSIENT);
    }
  number = sqlite3_bind_parameter_index (stmt, ":path");
  if (number > 0)
    sqlite3_bind_blob64 (stmt, number, query->path, strlen (query->path), SQLITE_TRANSIENT);
}

static sqlite3_stmt *
prepare_query (SusunStore *self, const char *what, const SusunItemQuery *query, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  sqlite3_stmt *stmt;

  if (what != NULL)
    g_string_append (sql, what);
  else
    susun_item_append_columns (sql);
  append_query (sql, query);
  stmt = susun_db_prepare (&self->db, sql->str, error);
  if (stmt != NULL)
    bind_query (stmt, query);
  return stmt;
}

GArray *
susun_store_list_item_ids (SusunStore *self, const SusunItemQuery *query, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) stmt = NULL;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), NULL);
  g_return_val_if_fail (query->run > 0 || query->parent > 0, NULL);

  stmt = prepare_query (self, "id", query, error);
  if (stmt == NULL)
    return NULL;
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      gint64 id = sqlite3_column_int64 (stmt, 0);
      g_array_append_val (ids, id);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

SusunItemCursor *
susun_store_query (SusunStore *self, const SusunItemQuery *query, GError **error)
{
  g_autoptr (SusunItemCursor) cursor = g_new0 (SusunItemCursor, 1);

  g_return_val_if_fail (susun_store_may_read (self), NULL);
  g_return_val_if_fail (query->run > 0 || query->parent > 0, NULL);

  cursor->store = self;
  /* What must be sorted is sorted by id alone and its rows are fetched one by one: less to sort,
   * and no statement is open between two rows, so that what is written meanwhile can be moved from
   * the WAL into the database. 8 MB for a million items. */
  if (query->order == SUSUN_ORDER_PATH || query->order == SUSUN_ORDER_DAY)
    {
      cursor->ids = susun_store_list_item_ids (self, query, error);
      return cursor->ids != NULL ? g_steal_pointer (&cursor) : NULL;
    }
  cursor->stmt = prepare_query (self, NULL, query, error);
  return cursor->stmt != NULL ? g_steal_pointer (&cursor) : NULL;
}

SusunStep
susun_item_cursor_step (SusunItemCursor *self, const SusunItem **item, GError **error)
{
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self->store), SUSUN_STEP_ERROR);

  if (self->ids != NULL)
    {
      if (self->next == self->ids->len)
        return SUSUN_STEP_DONE;
      susun_item_clear (&self->item);
      if (!susun_store_get_item (self->store, g_array_index (self->ids, gint64, self->next),
                                 &self->item, error))
        return SUSUN_STEP_ERROR;
      self->next++;
      *item = &self->item;
      return SUSUN_STEP_ROW;
    }
  step = susun_db_step (&self->store->db, self->stmt, error);
  if (step == SUSUN_STEP_ROW)
    {
      susun_item_read_row (self->stmt, &self->item);
      *item = &self->item;
    }
  return step;
}

void
susun_item_cursor_free (SusunItemCursor *self)
{
  if (self == NULL)
    return;
  if (self->ids != NULL)
    susun_item_clear (&self->item);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->stmt, sqlite3_finalize);
  g_free (self);
}

GPtrArray *
susun_store_list_items (SusunStore *self, const SusunItemQuery *query, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_item_free);
  g_autoptr (SusunItemCursor) cursor = susun_store_query (self, query, error);
  const SusunItem *item = NULL;
  SusunStep step;

  if (cursor == NULL)
    return NULL;
  while ((step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW)
    {
      SusunItem *copy = g_new (SusunItem, 1);
      susun_item_copy (item, copy);
      g_ptr_array_add (items, copy);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&items) : NULL;
}

gint64
susun_store_count_items (SusunStore *self, const SusunItemQuery *query, GError **error)
{
  /* The order means nothing to a count, but the items without a seq do. */
  SusunItemQuery all = *query;
  g_autoptr (GString) sql = g_string_new ("SELECT count (*) FROM (SELECT 1");
  g_autoptr (sqlite3_stmt) stmt = NULL;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), -1);
  g_return_val_if_fail (query->run > 0 || query->parent > 0, -1);

  if (all.order != SUSUN_ORDER_SEQ)
    all.order = SUSUN_ORDER_ID;
  append_query (sql, &all);
  g_string_append_c (sql, ')');
  stmt = susun_db_prepare (&self->db, sql->str, error);
  if (stmt == NULL)
    return -1;
  bind_query (stmt, &all);
  step = susun_db_step (&self->db, stmt, error);
  return step == SUSUN_STEP_ROW ? sqlite3_column_int64 (stmt, 0) : -1;
}

/* A run has few different combinations: looked for from the last one, which mostly is the one. */
static SusunItemCount *
find_count (GArray *counts, const SusunItemCount *key)
{
  for (guint i = counts->len; i > 0; i--)
    {
      SusunItemCount *count = &g_array_index (counts, SusunItemCount, i - 1);
      if (count->op == key->op && count->state == key->state && count->role == key->role
          && count->media == key->media && count->cause == key->cause)
        return count;
    }
  g_array_append_val (counts, *key);
  return &g_array_index (counts, SusunItemCount, counts->len - 1);
}

GArray *
susun_store_sum_items (SusunStore *self, gint64 run, GError **error)
{
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (SusunItemCount));
  sqlite3_stmt *stmt;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), NULL);

  stmt = susun_db_statement (&self->db, select_counts, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, susun_store_items_begin (run));
  sqlite3_bind_int64 (stmt, 2, susun_store_items_end (run));
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      SusunItemCount key = {
        .op = (guint8) sqlite3_column_int (stmt, 0),
        .state = (guint8) sqlite3_column_int (stmt, 1),
        .role = (guint8) sqlite3_column_int (stmt, 2),
        .media = (guint8) sqlite3_column_int (stmt, 3),
        .cause = (guint8) sqlite3_column_int (stmt, 4),
      };
      SusunItemCount *count = find_count (counts, &key);
      count->count++;
      count->bytes += susun_db_column_bits (stmt, 5);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&counts) : NULL;
}

GArray *
susun_store_list_sizes (SusunStore *self, gint64 run, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (SusunSizeRow));
  sqlite3_stmt *stmt;
  SusunStep step;

  g_return_val_if_fail (susun_store_may_read (self), NULL);

  stmt = susun_db_statement (&self->db, select_sizes, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, susun_store_items_begin (run));
  sqlite3_bind_int64 (stmt, 2, susun_store_items_end (run));
  sqlite3_bind_int (stmt, 3, SUSUN_ITEM_FOUND);
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      SusunSizeRow row = {
        .id = sqlite3_column_int64 (stmt, 0),
        .size = susun_db_column_bits (stmt, 1),
        .head_print = susun_db_column_bits (stmt, 2),
        .has_hash = sqlite3_column_int (stmt, 3),
      };
      g_array_append_val (rows, row);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}
