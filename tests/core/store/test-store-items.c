// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Items: every field there and back, planning, the journal and its log, every kind of query. */

#include "config.h"

#include <string.h>

#include "core/base/susun-civil.h"
#include "core/store/susun-store-private.h"
#include "tests/core/store/store-fixture.h"

#define STATE(state) (G_GUINT64_CONSTANT (1) << (state))

static void
assert_items_equal (const SusunItem *a, const SusunItem *b)
{
  g_assert_cmpint (a->id, ==, b->id);
  g_assert_cmpint (a->run, ==, b->run);
  g_assert_cmpint (a->seq, ==, b->seq);
  g_assert_cmpint (a->parent, ==, b->parent);
  g_assert_cmpint (a->op, ==, b->op);
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpint (a->media, ==, b->media);
  g_assert_cmpint (a->role, ==, b->role);
  g_assert_cmpint (a->group, ==, b->group);
  g_assert_cmpint (a->src_root, ==, b->src_root);
  g_assert_cmpstr (a->src_path, ==, b->src_path);
  g_assert_cmpint (a->dst_root, ==, b->dst_root);
  g_assert_cmpstr (a->dst_path, ==, b->dst_path);
  g_assert_cmpint (a->suffix, ==, b->suffix);
  g_assert_cmpint (a->ref_root, ==, b->ref_root);
  g_assert_cmpstr (a->ref_path, ==, b->ref_path);
  g_assert_true (susun_identity_unchanged (&a->identity, &b->identity));
  g_assert_cmpuint (a->identity.nlink, ==, b->identity.nlink);
  g_assert_cmpuint (a->head_print, ==, b->head_print);
  g_assert_cmpint (a->has_hash, ==, b->has_hash);
  g_assert_true (susun_hash_equal (&a->hash, &b->hash));
  g_assert_cmpint (a->wall, ==, b->wall);
  g_assert_cmpint (a->offset, ==, b->offset);
  g_assert_cmpint (a->date_source, ==, b->date_source);
  g_assert_cmpint (a->confidence, ==, b->confidence);
  g_assert_cmpint (a->suspicions, ==, b->suspicions);
  g_assert_cmpint (a->day, ==, b->day);
  g_assert_cmpint (a->camera, ==, b->camera);
  g_assert_cmpmem (a->evidence, a->evidence_length, b->evidence, b->evidence_length);
  g_assert_cmpint (a->cause, ==, b->cause);
  g_assert_cmpstr (a->note, ==, b->note);
  g_assert_cmpstr (a->temp_name, ==, b->temp_name);
  g_assert_cmpuint (a->reserved_ino, ==, b->reserved_ino);
  g_assert_true (susun_identity_same_content (&a->target, &b->target));
  g_assert_cmpint (a->level, ==, b->level);
}

/* Every field at a value that a narrower or signed column would spoil. */
static void
fill_extreme (SusunItem *item, gint64 run)
{
  static guint8 evidence[] = { 1, 0, 255, 0, 7 };

  *item = (SusunItem){
    .run = run,
    .seq = 7,
    .parent = 12345678901,
    .op = SUSUN_OP_MOVE,
    .state = SUSUN_ITEM_COPIED,
    .media = 255,
    .role = SUSUN_PART_ORPHAN,
    .group = G_MAXINT64,
    .src_root = 3,
    .src_path = (char *) "DCIM/\xff\xfe quoted\"\n'/caf\xc3\xa9 \\ .JPG",
    .dst_root = 4,
    .dst_path = (char *) "2023/\x01",
    .suffix = 999,
    .ref_root = 5,
    .ref_path = (char *) "2023/ref",
    .identity = { .dev = G_MAXUINT64,
                  .ino = G_MAXUINT64 - 1,
                  .size = G_MAXINT64,
                  .mtime_ns = G_MININT64,
                  .ctime_ns = G_MAXINT64,
                  .nlink = G_MAXUINT32 },
    .head_print = G_MAXUINT64,
    .has_hash = TRUE,
    .hash = { { 0, 1, 2, 255 } },
    .wall = -62167219200,
    .offset = -720,
    .date_source = 200,
    .confidence = 4,
    .suspicions = 0xffff,
    .day = -86400,
    .camera = 77,
    .evidence = evidence,
    .evidence_length = sizeof evidence,
    .cause = 18,
    .note = (char *) "catatan ✓",
    .temp_name = (char *) ".susun-12345678-1.part",
    .reserved_ino = G_MAXUINT64,
    .target = { .dev = 1, .ino = G_MAXUINT64, .size = 9, .mtime_ns = -1 },
    .level = 4,
  };
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (SusunRun) run = fixture_add_run (store);
  g_autoptr (GError) error = NULL;
  SusunItem least = { .run = run->id,
                      .src_path = (char *) "",
                      .wall = SUSUN_WALL_NONE,
                      .offset = SUSUN_OFFSET_NONE,
                      .day = SUSUN_WALL_NONE };
  SusunItem most;

  fill_extreme (&most, run->id);
  fixture_begin (store);
  susun_store_add_item (store, &most, &error);
  g_assert_no_error (error);
  susun_store_add_item (store, &least, &error);
  g_assert_no_error (error);
  fixture_commit (store);
  g_assert_cmpint (least.id, ==, most.id + 1);

  {
    g_auto (SusunItem) got = { 0 };
    g_assert_true (susun_store_get_item (store, most.id, &got, &error));
    assert_items_equal (&most, &got);
  }
  {
    g_auto (SusunItem) got = { 0 };
    g_assert_true (susun_store_get_item (store, least.id, &got, &error));
    assert_items_equal (&least, &got);
    g_assert_null (got.evidence);
  }
  {
    g_auto (SusunItem) got = { 0 };
    g_assert_false (susun_store_get_item (store, 4, &got, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  }
}

static void
test_copy (void)
{
  g_auto (SusunItem) copy = { 0 };
  g_auto (SusunItem) empty = { 0 };
  SusunItem none = { 0 };
  SusunItem item;

  fill_extreme (&item, 1);
  susun_item_copy (&item, &copy);
  assert_items_equal (&item, &copy);
  g_assert_true (copy.src_path != item.src_path && copy.evidence != item.evidence);
  susun_item_copy (&none, &empty);
  assert_items_equal (&none, &empty);
}

/* Planning writes its own columns and no other. */
static void
test_plan (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (SusunRun) run = fixture_add_run (store);
  g_autoptr (GError) error = NULL;
  g_auto (SusunItem) got = { 0 };
  SusunItem expected, changed;

  fixture_begin (store);
  fill_extreme (&expected, run->id);
  susun_store_add_item (store, &expected, &error);
  g_assert_no_error (error);

  /* All at other values: the ones planning does not write must come back as they were. */
  changed = (SusunItem){
    .id = expected.id,
    .run = 99,
    .seq = 1,
    .op = SUSUN_OP_COPY,
    .state = SUSUN_ITEM_PLANNED,
    .group = 5,
    .src_path = (char *) "other",
    .dst_root = 6,
    .dst_path = (char *) "2024/x",
    .suffix = 2,
    .ref_root = 8,
    .wall = 100,
    .offset = 60,
    .day = SUSUN_WALL_NONE,
    .date_source = 3,
    .confidence = 1,
    .suspicions = 9,
    .cause = 2,
    .note = (char *) "because",
  };
  g_assert_true (susun_store_plan_item (store, &changed, &error));
  fixture_commit (store);

  expected.seq = 1;
  expected.op = SUSUN_OP_COPY;
  expected.state = SUSUN_ITEM_PLANNED;
  expected.group = 5;
  expected.dst_root = 6;
  expected.dst_path = (char *) "2024/x";
  expected.suffix = 2;
  expected.ref_root = 8;
  expected.ref_path = NULL;
  expected.has_hash = FALSE;
  memset (&expected.hash, 0, sizeof expected.hash);
  expected.wall = 100;
  expected.offset = 60;
  expected.day = SUSUN_WALL_NONE;
  expected.date_source = 3;
  expected.confidence = 1;
  expected.suspicions = 9;
  expected.cause = 2;
  expected.note = (char *) "because";
  g_assert_true (susun_store_get_item (store, expected.id, &got, &error));
  assert_items_equal (&expected, &got);
}

static gint64
query_number (SusunStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = -1;

  susun_db_get_int64 (&store->db, sql, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
test_journal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (SusunRun) run = fixture_add_run (store);
  g_autoptr (GError) error = NULL;
  SusunHash hash = { { 42 } };
  SusunItem expected, step;

  fixture_begin (store);
  fill_extreme (&expected, run->id);
  expected.state = SUSUN_ITEM_PLANNED;
  susun_store_add_item (store, &expected, &error);
  g_assert_no_error (error);

  step = (SusunItem){ .id = expected.id,
                      .state = SUSUN_ITEM_INTENT,
                      .suffix = 3,
                      .dst_path = (char *) "2023/a (3).jpg",
                      .temp_name = (char *) ".t",
                      .reserved_ino = 5,
                      .target = { .dev = 1, .ino = 2, .size = 3, .mtime_ns = 4 },
                      .level = 3,
                      .cause = 1,
                      .note = (char *) "n" };
  g_assert_true (susun_store_step_item (store, &step, SUSUN_ITEM_PLANNED, &error));
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM item_log"), ==, 1);
  /* The same state again is no change. */
  g_assert_true (susun_store_step_item (store, &step, SUSUN_ITEM_INTENT, &error));
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM item_log"), ==, 1);

  expected.state = SUSUN_ITEM_INTENT;
  expected.suffix = 3;
  expected.dst_path = (char *) "2023/a (3).jpg";
  expected.temp_name = (char *) ".t";
  expected.reserved_ino = 5;
  expected.target = step.target;
  expected.level = 3;
  expected.cause = 1;
  expected.note = (char *) "n";
  expected.has_hash = FALSE;
  memset (&expected.hash, 0, sizeof expected.hash);
  {
    g_auto (SusunItem) got = { 0 };
    g_assert_true (susun_store_get_item (store, expected.id, &got, &error));
    assert_items_equal (&expected, &got);
  }

  g_assert_true (susun_store_set_item_state (store, step.id, SUSUN_ITEM_UNDONE, &error));
  g_assert_true (susun_store_set_item_state (store, step.id, SUSUN_ITEM_UNDONE, &error));
  g_assert_true (susun_store_set_item_hash (store, step.id, &hash, &error));
  fixture_commit (store);
  expected.state = SUSUN_ITEM_UNDONE;
  expected.has_hash = TRUE;
  expected.hash = hash;
  {
    g_auto (SusunItem) got = { 0 };
    g_assert_true (susun_store_get_item (store, expected.id, &got, &error));
    assert_items_equal (&expected, &got);
  }
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM item_log"), ==, 2);
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM item_log WHERE old_state = 3"
                                        " AND new_state = 40"),
                   ==, 1);
}

static void
test_unknown_item (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  SusunHash hash = { { 0 } };
  SusunItem item = { .id = 99 };
  g_autoptr (GError) plan = NULL;
  g_autoptr (GError) step = NULL;
  g_autoptr (GError) state = NULL;
  g_autoptr (GError) hashed = NULL;

  fixture_begin (store);
  g_assert_false (susun_store_plan_item (store, &item, &plan));
  g_assert_error (plan, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (susun_store_step_item (store, &item, SUSUN_ITEM_PLANNED, &step));
  g_assert_error (step, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (susun_store_set_item_state (store, 99, SUSUN_ITEM_UNDONE, &state));
  g_assert_error (state, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (susun_store_set_item_hash (store, 99, &hash, &hashed));
  g_assert_error (hashed, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM item_log"), ==, 0);
}

static void
test_log_is_append_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  gint64 run = fixture_add_items (store, 1);
  g_autoptr (GError) error = NULL;

  fixture_begin (store);
  susun_store_set_item_state (store, susun_store_items_begin (run) + 1, SUSUN_ITEM_DONE, &error);
  g_assert_no_error (error);
  fixture_commit (store);

  g_assert_false (susun_db_exec (&store->db, "UPDATE item_log SET at = 0", NULL));
  g_assert_false (susun_db_exec (&store->db, "DELETE FROM item_log", NULL));
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM item_log WHERE at > 0"), ==, 1);
}

/* A run with items of many kinds:
 *   id   path          seq state      conf cause day
 *   +1   b/IMG_1.JPG   4   PLANNED    4    0     10
 *   +2   a/Zoë.jpg     3   PLANNED    2    0     10
 *   +3   a/x_50%.png   2   DUPLICATE  4    0     none
 *   +4   B/img_10.mov  1   FAILED     3    5     -3
 *   +5   a/\xff.jpg    0   FOUND      0    0     12
 */
static gint64
add_varied_items (SusunStore *store)
{
  static const struct
  {
    const char *path;
    gint64 seq;
    guint8 state;
    guint8 confidence;
    guint8 cause;
    gint64 day;
    gint64 parent;
    guint64 size;
  } rows[] = {
    { "b/IMG_1.JPG", 4, SUSUN_ITEM_PLANNED, 4, 0, 10, 0, 30 },
    { "a/Zoe\xcc\x88.jpg", 3, SUSUN_ITEM_PLANNED, 2, 0, 10, 0, 20 },
    { "a/x_50%.png", 2, SUSUN_ITEM_DUPLICATE, 4, 0, G_MININT64, 0, 10 },
    { "B/img_10.mov", 1, SUSUN_ITEM_FAILED, 3, 5, -3, 17, 5 },
    { "a/\xff.jpg", 0, SUSUN_ITEM_FOUND, 0, 0, 12, 0, 1 },
  };
  g_autoptr (SusunRun) run = fixture_add_run (store);
  g_autoptr (GError) error = NULL;

  fixture_begin (store);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SusunItem item = {
        .run = run->id,
        .seq = rows[i].seq,
        .parent = rows[i].parent,
        .state = rows[i].state,
        .src_root = 1,
        .src_path = (char *) rows[i].path,
        .confidence = rows[i].confidence,
        .cause = rows[i].cause,
        .day = rows[i].day == G_MININT64 ? SUSUN_WALL_NONE : rows[i].day * SUSUN_WALL_DAY,
        .wall = SUSUN_WALL_NONE,
        .offset = SUSUN_OFFSET_NONE,
        .identity = { .size = rows[i].size },
      };
      susun_store_add_item (store, &item, &error);
      g_assert_no_error (error);
    }
  fixture_commit (store);
  return run->id;
}

/* Says what a query answers as the last digits of the ids, and that all ways to ask agree. */
static char *
ask (SusunStore *store, SusunItemQuery query)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunItemCursor) cursor = susun_store_query (store, &query, &error);
  g_autoptr (GArray) ids = susun_store_list_item_ids (store, &query, &error);
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, &error);
  gint64 count = susun_store_count_items (store, &query, &error);
  const SusunItem *item = NULL;
  guint n = 0;

  g_assert_no_error (error);
  g_assert_cmpint (count, ==, ids->len);
  g_assert_cmpuint (items->len, ==, ids->len);
  while (susun_item_cursor_step (cursor, &item, &error) == SUSUN_STEP_ROW)
    {
      g_assert_cmpint (item->id, ==, g_array_index (ids, gint64, n));
      assert_items_equal (item, g_ptr_array_index (items, n));
      g_string_append_printf (digits, "%d", (int) (item->id & 0xffffffff));
      n++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, ids->len);
  return g_string_free (g_steal_pointer (&digits), FALSE);
}

static void
test_queries (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  gint64 before = fixture_add_items (store, 2);
  gint64 run = add_varied_items (store);
  gint64 after = fixture_add_items (store, 2);
  gint64 first = susun_store_items_begin (run);
  const struct
  {
    const char *expected;
    SusunItemQuery query;
  } cases[] = {
    { "12345", { 0 } },
    { "4321", { .order = SUSUN_ORDER_SEQ } },
    { "4235"
      "1",
      { .order = SUSUN_ORDER_PATH } },
    { "41253", { .order = SUSUN_ORDER_DAY } },
    { "52143", { .order = SUSUN_ORDER_DAY, .descending = TRUE } },
    { "52143", { .order = SUSUN_ORDER_DAY, .descending = TRUE, .limit = 5 } },
    { "345", { .after = first + 2 } },
    { "21", { .order = SUSUN_ORDER_SEQ, .after = 2 } },
    { "34", { .after = first + 2, .limit = 2 } },
    { "432", { .order = SUSUN_ORDER_SEQ, .limit = 3 } },
    { "42", { .order = SUSUN_ORDER_PATH, .limit = 2 } },
    { "12", { .states = STATE (SUSUN_ITEM_PLANNED) } },
    { "21", { .order = SUSUN_ORDER_SEQ, .states = STATE (SUSUN_ITEM_PLANNED) } },
    { "345",
      { .states
        = STATE (SUSUN_ITEM_DUPLICATE) | STATE (SUSUN_ITEM_FAILED) | STATE (SUSUN_ITEM_FOUND) } },
    { "5", { .states = STATE (SUSUN_ITEM_FOUND) } },
    { "", { .states = STATE (SUSUN_ITEM_PURGED) } },
    { "12", { .has_day = TRUE, .day = 10 * SUSUN_WALL_DAY } },
    { "3", { .has_day = TRUE, .day = SUSUN_WALL_NONE } },
    { "4", { .has_day = TRUE, .day = -3 * SUSUN_WALL_DAY } },
    { "", { .has_day = TRUE, .day = 0 } },
    { "124",
      { .has_days = TRUE, .first_day = -3 * SUSUN_WALL_DAY, .last_day = 10 * SUSUN_WALL_DAY } },
    { "13", { .has_confidence = TRUE, .confidence = 4 } },
    { "5", { .has_confidence = TRUE, .confidence = 0 } },
    { "25", { .confidences = 1 << 0 | 1 << 2 } },
    { "4", { .has_cause = TRUE, .cause = 5 } },
    { "1235", { .has_cause = TRUE, .cause = 0 } },
    { "4", { .parent = 17 } },
    { "", { .parent = 18 } },
    { "14", { .search = "IMG_1" } },
    { "1", { .search = "img_1." } },
    { "2", { .search = "ZO\xc3\x8b" } }, /* composed and in upper case; the name is decomposed */
    { "3", { .search = "50%" } },
    { "", { .search = "5_%" } },
    { "5", { .search = "\\XFF" } }, /* as it is shown */
    { "", { .search = "a/" } },     /* folders are not searched */
    { "5", { .path = "a/\xff.jpg" } },
    { "", { .path = "a/" } },
    { "2",
      { .path = "a/Zoe\xcc\x88.jpg",
        .has_confidence = TRUE,
        .confidence = 2,
        .has_day = TRUE,
        .day = 10 * SUSUN_WALL_DAY,
        .states = STATE (SUSUN_ITEM_PLANNED),
        .search = "zo",
        .order = SUSUN_ORDER_SEQ } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SusunItemQuery query = cases[i].query;
      g_autofree char *got = NULL;
      query.run = run;
      got = ask (store, query);
      g_test_message ("case %u: “%s”, expected “%s”", i, got, cases[i].expected);
      g_assert_cmpstr (got, ==, cases[i].expected);
    }

  /* Without a run: of all. */
  {
    g_autofree char *all = ask (store, (SusunItemQuery){ 0 });
    g_autofree char *found = ask (store, (SusunItemQuery){ .search = "img_0000" });
    g_autofree char *back = ask (store, (SusunItemQuery){ .parent = 17 });
    g_assert_cmpstr (all, ==, "121234512");
    g_assert_cmpstr (found, ==, "1212");
    g_assert_cmpstr (back, ==, "4");
  }
  g_assert_cmpint (before, <, run);
  g_assert_cmpint (run, <, after);
}

static void
test_sums (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  gint64 run = add_varied_items (store);
  SusunItemQuery query = { .run = run };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = susun_store_sum_items (store, run, &error);
  g_autoptr (GArray) none = susun_store_sum_items (store, run + 1, &error);
  g_autoptr (GArray) days = susun_store_count_days (store, &query, &error);
  static const SusunDayCount expected_days[]
      = { { SUSUN_WALL_NONE, 1 }, { -3 * 86400, 1 }, { 10 * 86400, 2 }, { 12 * 86400, 1 } };
  guint64 files = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (counts->len, ==, 4);
  for (guint i = 0; i < counts->len; i++)
    {
      SusunItemCount *count = &g_array_index (counts, SusunItemCount, i);
      files += count->count;
      if (count->state == SUSUN_ITEM_PLANNED)
        {
          g_assert_cmpuint (count->count, ==, 2);
          g_assert_cmpuint (count->bytes, ==, 50);
        }
      if (count->state == SUSUN_ITEM_FAILED)
        g_assert_cmpuint (count->cause, ==, 5);
    }
  g_assert_cmpuint (files, ==, 5);
  g_assert_cmpmem (days->data, days->len * sizeof (SusunDayCount), expected_days,
                   sizeof expected_days);
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (SusunRun) run = fixture_add_run (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) sizes = NULL;

  fixture_begin (store);
  for (guint i = 0; i < 100; i++)
    {
      SusunItem item = { .run = run->id,
                         .state = i < 90 ? SUSUN_ITEM_FOUND : SUSUN_ITEM_UNREADABLE,
                         .src_path = (char *) "a",
                         .identity = { .size = i * 7919 % 50 },
                         .head_print = G_MAXUINT64 - i,
                         .has_hash = i % 2 == 1 };
      susun_store_add_item (store, &item, &error);
      g_assert_no_error (error);
    }
  fixture_commit (store);

  sizes = susun_store_list_sizes (store, run->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sizes->len, ==, 90);
  for (guint i = 0; i < sizes->len; i++)
    {
      SusunSizeRow *row = &g_array_index (sizes, SusunSizeRow, i);
      guint number = (guint) (G_MAXUINT64 - row->head_print);
      g_assert_cmpuint (row->size, ==, number * 7919 % 50);
      g_assert_cmpint (row->has_hash, ==, number % 2 == 1);
      g_assert_cmpint (row->id, ==, susun_store_items_begin (run->id) + 1 + number);
      if (i > 0)
        g_assert_cmpuint (row->size, >=, row[-1].size);
    }
}

/* Planning in the order of paths with commits between: each item once, as it is now. */
static void
test_write_while_reading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  gint64 run = fixture_add_items (store, 3000);
  SusunItemQuery query
      = { .run = run, .order = SUSUN_ORDER_PATH, .states = STATE (SUSUN_ITEM_FOUND) };
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunItemCursor) cursor = susun_store_query (store, &query, &error);
  const SusunItem *row = NULL;
  gint64 seq = 0;
  SusunStep step;

  fixture_begin (store);
  while ((step = susun_item_cursor_step (cursor, &row, &error)) == SUSUN_STEP_ROW)
    {
      SusunItem item = *row;
      item.seq = ++seq;
      item.state = SUSUN_ITEM_PLANNED;
      item.dst_path = (char *) "2023/a-name-that-makes-the-row-longer-than-it-was.jpg";
      susun_store_plan_item (store, &item, &error);
      g_assert_no_error (error);
      if (seq % 100 == 0)
        {
          fixture_commit (store);
          fixture_begin (store);
        }
    }
  g_assert_cmpint (step, ==, SUSUN_STEP_DONE);
  fixture_commit (store);
  g_assert_cmpint (seq, ==, 3000);
  query.order = SUSUN_ORDER_SEQ;
  query.states = STATE (SUSUN_ITEM_PLANNED);
  g_assert_cmpint (susun_store_count_items (store, &query, &error), ==, 3000);
}

static void
test_nicks (void)
{
  g_assert_cmpstr (susun_run_kind_nick (SUSUN_RUN_ORGANIZE), ==, "organize");
  g_assert_cmpstr (susun_run_kind_nick (SUSUN_RUN_RENAME), ==, "rename");
  g_assert_cmpstr (susun_run_kind_nick (0), ==, "?");
  g_assert_cmpstr (susun_run_kind_nick (SUSUN_N_RUN_KINDS), ==, "?");
  g_assert_cmpstr (susun_run_state_nick (SUSUN_RUN_STATE_FINISHED), ==, "finished");
  g_assert_cmpstr (susun_run_state_nick (99), ==, "?");
  g_assert_cmpstr (susun_mode_nick (SUSUN_MODE_NONE), ==, "");
  g_assert_cmpstr (susun_mode_nick (SUSUN_MODE_MOVE), ==, "move");
  g_assert_cmpstr (susun_item_state_nick (SUSUN_ITEM_LEFT_OUT), ==, "left-out");
  g_assert_cmpstr (susun_item_state_nick (SUSUN_ITEM_PURGED), ==, "purged");
  g_assert_cmpstr (susun_item_state_nick (8), ==, "?");
  g_assert_cmpstr (susun_item_state_nick (1000), ==, "?");
  for (guint state = 1; state < 50; state++)
    g_assert_cmpint (susun_item_state_is_end (state), ==, state >= SUSUN_ITEM_DONE);
}

#define ADD(path, function)                                                                        \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/items/nicks", test_nicks);
  g_test_add_func ("/store/items/copy", test_copy);
  ADD ("/store/items/round-trip", test_round_trip);
  ADD ("/store/items/plan", test_plan);
  ADD ("/store/items/journal", test_journal);
  ADD ("/store/items/unknown", test_unknown_item);
  ADD ("/store/items/log-is-append-only", test_log_is_append_only);
  ADD ("/store/items/queries", test_queries);
  ADD ("/store/items/sums", test_sums);
  ADD ("/store/items/sizes", test_sizes);
  ADD ("/store/items/write-while-reading", test_write_while_reading);
  return g_test_run ();
}
