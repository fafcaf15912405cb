// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/store/susun-store-private.h"

#include <string.h>

#include "core/base/susun-civil.h"

static const char select_counts[]
    = "SELECT op, state, role, media, cause, size FROM item WHERE id > ?1 AND id < ?2";
static const char select_sizes[] = "SELECT id, size, head_print, hash IS NOT NULL FROM item"
                                   " WHERE id > ?1 AND id < ?2 AND state = ?3 ORDER BY id";

struct _SusunItemCursor
{
  SusunStore *store;  /* not owned: it outlives the cursor */
  sqlite3_stmt *stmt; /* (owned) (nullable): the rows as they come, NULL with ids */
  GArray *ids;        /* (owned) (nullable) (element-type gint64): of a sorted query */
  guint next;         /* in ids */
  SusunItem item;     /* its strings are ours with ids, SQLite's with stmt */
};

static void
append_conditions (GString *sql, const SusunItemQuery *query)
{
  if (query->left_out)
    g_string_append (sql, " AND ((:states >> state) & 1 OR id IN (SELECT item FROM override"
                          " WHERE item > :begin AND item < :end AND left_out))");
  else if (query->states != 0)
    g_string_append (sql, " AND (:states >> state) & 1");
  if (query->confidences != 0)
    g_string_append (sql, " AND (:confidences >> confidence) & 1");
  if (query->has_confidence)
    g_string_append (sql, " AND confidence = :confidence");
  if (query->has_day)
    g_string_append (sql, " AND day IS :day");
  if (query->has_days)
    g_string_append (sql, " AND day BETWEEN :first_day AND :last_day");
  if (query->has_cause)
    g_string_append (sql, " AND cause = :cause");
  if (query->parent != 0)
    g_string_append (sql, " AND parent = :parent AND parent <> 0");
  if (query->search != NULL)
    g_string_append (sql, " AND instr (search_name, :search) > 0");
  if (query->path != NULL)
    g_string_append (sql, " AND src_path = :path");
  if (query->until != 0)
    g_string_append (sql, " AND id <= :until");
  if (query->roles != 0)
    g_string_append (sql, " AND (:roles >> role) & 1");
  if (query->doubts != 0)
    g_string_append (sql, " AND ((:doubts >> confidence) & 1 OR suspicions <> 0)");
  if (query->camera != 0)
    g_string_append (sql, " AND camera = :camera");
  if (query->undated != 0)
    g_string_append (sql, " AND (day IS NULL OR (:undated >> date_source) & 1)");
  if (query->open)
    g_string_append (sql, " AND id NOT IN (SELECT item FROM override WHERE item > :begin"
                          " AND item < :end AND (manual IS NOT NULL OR shift <> 0 OR left_out))");
  /* '0' is what comes after '/'. */
  if (query->folder != NULL)
    g_string_append (sql, *query->folder != '\0' ? " AND src_root = :folder_root"
                                                   " AND src_path > CAST (:folder || '/' AS BLOB)"
                                                   " AND src_path < CAST (:folder || '0' AS BLOB)"
                                                 : " AND src_root = :folder_root");
}

static void
append_from (GString *sql, const SusunItemQuery *query)
{
  if (query->order == SUSUN_ORDER_SEQ)
    g_string_append (sql, " FROM item INDEXED BY item_seq"
                          " WHERE run = :run AND seq > :after AND seq > 0");
  else if (query->run != 0)
    g_string_append (sql, " FROM item WHERE id > :after AND id < :end");
  else
    g_string_append (sql, " FROM item WHERE id > :after");
  append_conditions (sql, query);
}

/* LIMIT only when there is one: with it SQLite sorts in a tree, which takes twice as long. */
static char *
order_by (const SusunItemQuery *query)
{
  static const char *const orders[][2] = {
    [SUSUN_ORDER_ID] = { "id", "id DESC" },
    [SUSUN_ORDER_SEQ] = { "seq", "seq DESC" },
    [SUSUN_ORDER_PATH] = { "src_root, src_path, id", "src_root DESC, src_path DESC, id DESC" },
    [SUSUN_ORDER_DAY]
    = { "day IS NULL, day, wall, id", "day IS NULL, day DESC, wall DESC, id DESC" },
    [SUSUN_ORDER_NAME] = { "search_name, id", "search_name DESC, id DESC" },
    [SUSUN_ORDER_SIZE] = { "size, id", "size DESC, id DESC" },
  };

  return g_strconcat (" ORDER BY ", orders[query->order][query->descending ? 1 : 0],
                      query->limit > 0 ? " LIMIT :limit" : "", NULL);
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

  if (query->order != SUSUN_ORDER_SEQ)
    after = MAX (query->order == SUSUN_ORDER_ID ? after : 0, susun_store_items_begin (query->run));
  bind_int64 (stmt, ":after", after);
  bind_int64 (stmt, ":begin", query->run != 0 ? susun_store_items_begin (query->run) : 0);
  bind_int64 (stmt, ":end", query->run != 0 ? susun_store_items_end (query->run) : G_MAXINT64);
  bind_int64 (stmt, ":run", query->run);
  bind_int64 (stmt, ":states", (gint64) query->states);
  bind_int64 (stmt, ":confidences", query->confidences);
  bind_int64 (stmt, ":confidence", query->confidence);
  /* An undated item's day is NULL, which is also what a value that is not bound is. */
  if (query->day != SUSUN_WALL_NONE)
    bind_int64 (stmt, ":day", query->day);
  bind_int64 (stmt, ":first_day", query->first_day);
  bind_int64 (stmt, ":last_day", query->last_day);
  bind_int64 (stmt, ":cause", query->cause);
  bind_int64 (stmt, ":parent", query->parent);
  bind_int64 (stmt, ":limit", query->limit);
  bind_int64 (stmt, ":until", query->until);
  bind_int64 (stmt, ":roles", query->roles);
  bind_int64 (stmt, ":doubts", query->doubts);
  bind_int64 (stmt, ":camera", query->camera);
  bind_int64 (stmt, ":undated", (gint64) query->undated);
  bind_int64 (stmt, ":folder_root", query->folder_root);
  if (number > 0)
    {
      g_autofree char *search = susun_item_search_text (query->search);
      sqlite3_bind_text (stmt, number, search, -1, SQLITE_TRANSIENT);
    }
  number = sqlite3_bind_parameter_index (stmt, ":path");
  if (number > 0)
    sqlite3_bind_blob64 (stmt, number, query->path, strlen (query->path), SQLITE_TRANSIENT);
  number = sqlite3_bind_parameter_index (stmt, ":folder");
  if (number > 0)
    sqlite3_bind_blob64 (stmt, number, query->folder, strlen (query->folder), SQLITE_TRANSIENT);
}

static char *
make_sql (const char *what, const SusunItemQuery *query, const char *then)
{
  GString *sql = g_string_new ("SELECT ");

  if (what != NULL)
    g_string_append (sql, what);
  else
    susun_item_append_columns (sql);
  append_from (sql, query);
  g_string_append (sql, then);
  return g_string_free (sql, FALSE);
}

sqlite3_stmt *
susun_store_prepare_query (SusunStore *self, const char *what, const SusunItemQuery *query,
                           const char *then, GError **error)
{
  g_autofree char *sql = make_sql (what, query, then);
  sqlite3_stmt *stmt = susun_db_prepare (&self->db, sql, error);

  if (stmt != NULL)
    bind_query (stmt, query);
  return stmt;
}

/* Only within a run items have a place. */
static gboolean
may_query (SusunStore *self, const SusunItemQuery *query)
{
  return susun_store_may_read (self) && query->order < SUSUN_N_ITEM_ORDERS
         && (query->run > 0 || (query->run == 0 && query->order != SUSUN_ORDER_SEQ));
}

/* What items are sorted by that are sorted by numbers. */
typedef struct
{
  gint64 first;
  gint64 second;
  gint64 id;
} SortKey;

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const SortKey *one = a;
  const SortKey *other = b;

  if (one->first != other->first)
    return one->first < other->first ? -1 : 1;
  return (one->second > other->second) - (one->second < other->second);
}

/* Sorting a million days here takes 0.45 s, with SQLite's sorter, which packs them into records,
 * 0.75 s. The ids come in order and stay so among equals: the sort is stable. What has no day comes
 * last in both directions. */
static gboolean
read_sorted (SusunStore *self, sqlite3_stmt *stmt, const SusunItemQuery *query, GArray *ids,
             GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (SortKey));
  g_autoptr (GArray) undated = g_array_new (FALSE, FALSE, sizeof (gint64));
  SusunStep step;

  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      SortKey key = {
        .id = sqlite3_column_int64 (stmt, 0),
        .first = susun_db_column_wall (stmt, 1),
        .second = susun_db_column_wall (stmt, 2),
      };
      if (key.first != SUSUN_WALL_NONE)
        g_array_append_val (keys, key);
      else
        g_array_append_val (undated, key.id);
    }
  if (step == SUSUN_STEP_ERROR)
    return FALSE;
  g_array_sort (keys, compare_keys);
  g_array_set_size (ids, keys->len);
  for (guint i = 0; i < keys->len; i++)
    g_array_index (ids, gint64, query->descending ? keys->len - 1 - i : i)
        = g_array_index (keys, SortKey, i).id;
  g_array_append_vals (ids, undated->data, undated->len);
  return TRUE;
}

GArray *
susun_store_list_item_ids (SusunStore *self, const SusunItemQuery *query, GError **error)
{
  static const char *const numbers[SUSUN_N_ITEM_ORDERS] = {
    [SUSUN_ORDER_DAY] = "id, day, wall",
  };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autofree char *order = NULL;
  const char *sorted_by;
  SusunStep step;

  g_return_val_if_fail (may_query (self, query), NULL);

  sorted_by = query->limit == 0 ? numbers[query->order] : NULL;
  order = sorted_by != NULL ? g_strdup (" ORDER BY id") : order_by (query);
  stmt
      = susun_store_prepare_query (self, sorted_by != NULL ? sorted_by : "id", query, order, error);
  if (stmt == NULL)
    return NULL;
  if (sorted_by != NULL)
    return read_sorted (self, stmt, query, ids, error) ? g_steal_pointer (&ids) : NULL;
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
  g_autofree char *order = NULL;

  g_return_val_if_fail (may_query (self, query), NULL);

  cursor->store = self;
  /* What must be sorted is sorted by id alone and its rows are fetched one by one: less to sort,
   * and no statement is open between two rows, so that what is written meanwhile can be moved from
   * the WAL into the database. 8 MB for a million items. */
  if (query->order >= SUSUN_ORDER_PATH)
    {
      cursor->ids = susun_store_list_item_ids (self, query, error);
      return cursor->ids != NULL ? g_steal_pointer (&cursor) : NULL;
    }
  order = order_by (query);
  cursor->stmt = susun_store_prepare_query (self, NULL, query, order, error);
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
  if (step != SUSUN_STEP_ROW)
    return step;
  if (!susun_item_read_row (self->store, self->stmt, &self->item, error))
    return SUSUN_STEP_ERROR;
  *item = &self->item;
  return SUSUN_STEP_ROW;
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

static void
add_copy (GPtrArray *items, const SusunItem *item)
{
  SusunItem *copy = g_new (SusunItem, 1);

  susun_item_copy (item, copy);
  g_ptr_array_add (items, copy);
}

/* For an order that SQLite gives as it reads. The statement is kept: a run asks for its folders and
 * batches by the thousand, and to prepare one takes as long as to read 50 items. */
static gboolean
list_as_read (SusunStore *self, const SusunItemQuery *query, GPtrArray *items, GError **error)
{
  g_autofree char *order = order_by (query);
  g_autofree char *sql = make_sql (NULL, query, order);
  sqlite3_stmt *stmt = susun_db_statement (&self->db, g_intern_string (sql), error);
  SusunItem item;
  SusunStep step;

  if (stmt == NULL)
    return FALSE;
  sqlite3_clear_bindings (stmt);
  bind_query (stmt, query);
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      if (!susun_item_read_row (self, stmt, &item, error))
        {
          sqlite3_reset (stmt);
          return FALSE;
        }
      add_copy (items, &item);
    }
  return step == SUSUN_STEP_DONE;
}

GPtrArray *
susun_store_list_items (SusunStore *self, const SusunItemQuery *query, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_item_free);
  g_autoptr (SusunItemCursor) cursor = NULL;
  const SusunItem *item = NULL;
  SusunStep step;

  g_return_val_if_fail (may_query (self, query), NULL);

  if (query->order < SUSUN_ORDER_PATH)
    return list_as_read (self, query, items, error) ? g_steal_pointer (&items) : NULL;
  cursor = susun_store_query (self, query, error);
  if (cursor == NULL)
    return NULL;
  while ((step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW)
    add_copy (items, item);
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&items) : NULL;
}

gint64
susun_store_count_items (SusunStore *self, const SusunItemQuery *query, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gint64 count;

  g_return_val_if_fail (may_query (self, query), -1);

  stmt = susun_store_prepare_query (self, "count (*)", query, "", error);
  if (stmt == NULL || susun_db_step (&self->db, stmt, error) != SUSUN_STEP_ROW)
    return -1;
  count = sqlite3_column_int64 (stmt, 0);
  return query->limit > 0 ? MIN (count, (gint64) query->limit) : count;
}

GArray *
susun_store_count_days (SusunStore *self, const SusunItemQuery *query, GError **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (SusunDayCount));
  g_autoptr (sqlite3_stmt) stmt = NULL;
  SusunStep step;

  g_return_val_if_fail (may_query (self, query), NULL);

  stmt = susun_store_prepare_query (self, "day, count (*)", query, " GROUP BY day ORDER BY day",
                                    error);
  if (stmt == NULL)
    return NULL;
  while ((step = susun_db_step (&self->db, stmt, error)) == SUSUN_STEP_ROW)
    {
      SusunDayCount count = {
        .day = susun_db_column_wall (stmt, 0),
        .count = susun_db_column_bits (stmt, 1),
      };
      g_array_append_val (days, count);
    }
  return step == SUSUN_STEP_DONE ? g_steal_pointer (&days) : NULL;
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

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  const SusunSizeRow *one = a;
  const SusunSizeRow *other = b;

  return (one->size > other->size) - (one->size < other->size);
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
  if (step == SUSUN_STEP_ERROR)
    return NULL;
  /* They come by id and stay so among equals: the sort is stable, and faster than SQLite's. */
  g_array_sort (rows, compare_sizes);
  return g_steal_pointer (&rows);
}
