// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Runs, roots, cameras, overrides, folders, known hashes; and forgetting a run. */

#include "config.h"

#include "core/base/susun-civil.h"
#include "core/store/susun-store-private.h"
#include "tests/core/store/store-fixture.h"

static void
assert_runs_equal (const SusunRun *a, const SusunRun *b)
{
  g_assert_cmpint (a->id, ==, b->id);
  g_assert_cmpstr (a->run_id, ==, b->run_id);
  g_assert_cmpstr (a->chain_id, ==, b->chain_id);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpint (a->mode, ==, b->mode);
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpint (a->started, ==, b->started);
  g_assert_cmpint (a->finished, ==, b->finished);
  g_assert_cmpstr (a->options, ==, b->options);
  g_assert_cmpstr (a->target, ==, b->target);
  g_assert_cmpstr (a->manifest, ==, b->manifest);
  g_assert_cmpint (a->has_manifest_hash, ==, b->has_manifest_hash);
  g_assert_true (susun_hash_equal (&a->manifest_hash, &b->manifest_hash));
  g_assert_cmpstr (a->error, ==, b->error);
  g_assert_cmpstr (a->totals, ==, b->totals);
}

static void
test_runs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (SusunRun) run = fixture_add_run (store);
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (SusunRun) got = susun_store_get_run (store, run->run_id, &error);
    g_assert_no_error (error);
    assert_runs_equal (run, got);
  }

  run->state = SUSUN_RUN_STATE_FAILED;
  run->finished = G_MAXINT64;
  run->options = g_strdup ("{\"sources\":[\"/media/card\"]}");
  run->target = g_strdup ("another");
  run->manifest = g_strdup ("/archive/\xff.csv");
  run->has_manifest_hash = TRUE;
  run->manifest_hash.bytes[31] = 9;
  run->error = g_strdup ("Cakera penuh");
  run->totals = g_strdup ("{}");
  fixture_begin (store);
  g_assert_true (susun_store_update_run (store, run, &error));
  fixture_commit (store);
  {
    g_autoptr (SusunRun) got = susun_store_get_run (store, run->run_id, &error);
    g_assert_no_error (error);
    assert_runs_equal (run, got);
  }

  {
    g_autoptr (SusunRun) none = susun_store_get_run (store, "no such run", &error);
    g_assert_null (none);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    g_clear_error (&error);
  }
  fixture_begin (store);
  run->id = 1000;
  g_assert_false (susun_store_update_run (store, run, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
add_chained_run (SusunStore *store, const char *run_id, const char *chain_id, SusunRunKind kind,
                 SusunRunState state)
{
  g_autoptr (SusunRun) run = susun_run_new ();
  g_autoptr (GError) error = NULL;

  run->run_id = g_strdup (run_id);
  run->chain_id = g_strdup (chain_id);
  run->kind = kind;
  run->state = state;
  susun_store_add_run (store, run, &error);
  g_assert_no_error (error);
}

static void
assert_finds (SusunStore *store, const char *id, guint kinds, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunRun) run = susun_store_find_run (store, id, kinds, &error);

  if (expected == NULL)
    {
      g_assert_null (run);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (run->run_id, ==, expected);
}

static char *
join_run_ids (GPtrArray *runs)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    g_string_append (ids, ((SusunRun *) g_ptr_array_index (runs, i))->run_id);
  return g_string_free (ids, FALSE);
}

static void
test_chains (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) two = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autofree char *all_ids = NULL;
  g_autofree char *two_ids = NULL;
  g_autofree char *open_ids = NULL;

  fixture_begin (store);
  add_chained_run (store, "a", "a", SUSUN_RUN_ORGANIZE, SUSUN_RUN_STATE_FINISHED);
  add_chained_run (store, "b", "a", SUSUN_RUN_QUARANTINE, SUSUN_RUN_STATE_CANCELLED);
  add_chained_run (store, "c", "c", SUSUN_RUN_ORGANIZE, SUSUN_RUN_STATE_RUNNING);
  add_chained_run (store, "d", "a", SUSUN_RUN_QUARANTINE, SUSUN_RUN_STATE_FINISHED);
  add_chained_run (store, "e", "a", SUSUN_RUN_VERIFY, SUSUN_RUN_STATE_RUNNING);
  fixture_commit (store);

  assert_finds (store, "a", 1 << SUSUN_RUN_ORGANIZE, "a");
  assert_finds (store, "a", 1 << SUSUN_RUN_QUARANTINE, "d");
  assert_finds (store, "b", 1 << SUSUN_RUN_QUARANTINE, "b");
  assert_finds (store, "e", 1 << SUSUN_RUN_QUARANTINE, "d");
  assert_finds (store, "e", 1 << SUSUN_RUN_QUARANTINE | 1 << SUSUN_RUN_VERIFY, "e");
  assert_finds (store, "b", 1 << SUSUN_RUN_ORGANIZE, "a");
  assert_finds (store, "c", 1 << SUSUN_RUN_QUARANTINE, NULL);
  assert_finds (store, "z", 1 << SUSUN_RUN_ORGANIZE, NULL);

  all = susun_store_list_runs (store, 0, &error);
  two = susun_store_list_runs (store, 2, &error);
  open = susun_store_list_runs_in_state (
      store, 1 << SUSUN_RUN_STATE_RUNNING | 1 << SUSUN_RUN_STATE_CANCELLED, &error);
  g_assert_no_error (error);
  all_ids = join_run_ids (all);
  two_ids = join_run_ids (two);
  open_ids = join_run_ids (open);
  g_assert_cmpstr (all_ids, ==, "edcba");
  g_assert_cmpstr (two_ids, ==, "ed");
  g_assert_cmpstr (open_ids, ==, "bce");

  /* A run_id is there once. */
  fixture_begin (store);
  {
    g_autoptr (SusunRun) again = susun_run_new ();
    again->run_id = g_strdup ("a");
    again->chain_id = g_strdup ("a");
    g_assert_false (susun_store_add_run (store, again, &error));
    g_assert_nonnull (error);
  }
}

static void
test_roots (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (SusunRun) run = fixture_add_run (store);
  SusunRootRow root = { .run = run->id,
                        .role = SUSUN_ROOT_ARCHIVE,
                        .path = (char *) "/run/user/1000/doc/\xe9",
                        .host_path = (char *) "/home/a/\xe9",
                        .dev = G_MAXUINT64,
                        .ino = G_MAXUINT64 - 1,
                        .mount_id = 3,
                        .fs_type = 0xff534d42 };
  SusunRootRow stray = { .run = 99, .path = (char *) "/" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) roots = NULL;
  SusunRootRow *got;

  fixture_begin (store);
  susun_store_add_root (store, &root, &error);
  g_assert_no_error (error);
  roots = susun_store_list_roots (store, run->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (roots->len, ==, 2);
  got = g_ptr_array_index (roots, 0);
  g_assert_cmpstr (got->path, ==, "/media/card");
  g_assert_null (got->host_path);
  got = g_ptr_array_index (roots, 1);
  g_assert_cmpint (got->id, ==, root.id);
  g_assert_cmpint (got->run, ==, run->id);
  g_assert_cmpint (got->role, ==, SUSUN_ROOT_ARCHIVE);
  g_assert_cmpstr (got->path, ==, root.path);
  g_assert_cmpstr (got->host_path, ==, root.host_path);
  g_assert_cmpuint (got->dev, ==, root.dev);
  g_assert_cmpuint (got->ino, ==, root.ino);
  g_assert_cmpuint (got->mount_id, ==, 3);
  g_assert_cmpuint (got->fs_type, ==, 0xff534d42);

  /* Foreign keys are on. */
  g_assert_false (susun_store_add_root (store, &stray, &error));
  g_assert_nonnull (error);
}

static void
test_cameras (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *maker = NULL;
  g_autofree char *model = NULL;
  g_autofree char *serial = NULL;
  gint64 first, second, lost;

  fixture_begin (store);
  g_assert_cmpint (susun_store_camera (store, "", NULL, "", &error), ==, 0);
  first = susun_store_camera (store, "Canon", "EOS 5D", "123", &error);
  second = susun_store_camera (store, "Canon", "EOS 5D", NULL, &error);
  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (second, >, first);
  g_assert_cmpint (susun_store_camera (store, "Canon", "EOS 5D", "123", &error), ==, first);
  fixture_commit (store);

  /* What was rolled back is not remembered: its id may become another camera's. */
  fixture_begin (store);
  lost = susun_store_camera (store, "Nikon", "", "", &error);
  susun_store_rollback (store);
  fixture_begin (store);
  g_assert_cmpint (susun_store_camera (store, "Sony", "", "", &error), ==, lost);
  g_assert_cmpint (susun_store_camera (store, "Nikon", "", "", &error), !=, lost);
  g_assert_cmpint (susun_store_camera (store, "Canon", "EOS 5D", "", &error), ==, second);
  fixture_commit (store);

  g_assert_true (susun_store_get_camera (store, first, &maker, &model, &serial, &error));
  g_assert_cmpstr (maker, ==, "Canon");
  g_assert_cmpstr (model, ==, "EOS 5D");
  g_assert_cmpstr (serial, ==, "123");
  g_assert_no_error (error);
  {
    char *none = NULL;
    g_assert_false (susun_store_get_camera (store, 1000, &none, &none, &none, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    g_assert_null (none);
  }
}

static void
test_overrides (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (GError) error = NULL;
  SusunOverride set = { .item = 7, .manual = -1, .shift = -3600, .left_out = TRUE };
  SusunOverride got = { 0 };

  g_assert_false (susun_store_get_override (store, 7, &got, &error));
  g_assert_no_error (error);
  g_assert_cmpint (got.item, ==, 7);
  g_assert_cmpint (got.manual, ==, SUSUN_WALL_NONE);
  g_assert_cmpint (got.shift, ==, 0);
  g_assert_false (got.left_out);

  fixture_begin (store);
  g_assert_true (susun_store_set_override (store, &set, &error));
  g_assert_true (susun_store_get_override (store, 7, &got, &error));
  g_assert_cmpint (got.manual, ==, -1);
  g_assert_cmpint (got.shift, ==, -3600);
  g_assert_true (got.left_out);
  set = (SusunOverride){ .item = 7, .manual = SUSUN_WALL_NONE, .shift = 5 };
  g_assert_true (susun_store_set_override (store, &set, &error));
  fixture_commit (store);
  g_assert_true (susun_store_get_override (store, 7, &got, &error));
  g_assert_cmpint (got.manual, ==, SUSUN_WALL_NONE);
  g_assert_cmpint (got.shift, ==, 5);
  g_assert_false (got.left_out);
}

/* A plan is made anew only while nothing of it was begun: the journal is never forgotten. */
static void
test_reset_plan (Fixture *fixture, gconstpointer data)
{
  static const guint8 planned[]
      = { SUSUN_ITEM_PLANNED,   SUSUN_ITEM_REPORTED, SUSUN_ITEM_EXCLUDED,   SUSUN_ITEM_LEFT_OUT,
          SUSUN_ITEM_DUPLICATE, SUSUN_ITEM_ARCHIVED, SUSUN_ITEM_UNREADABLE, SUSUN_ITEM_FAILED };
  static const guint8 begun[]
      = { SUSUN_ITEM_INTENT,   SUSUN_ITEM_RESERVING,  SUSUN_ITEM_COPIED,  SUSUN_ITEM_RENAMING,
          SUSUN_ITEM_REMOVING, SUSUN_ITEM_DONE,       SUSUN_ITEM_SKIPPED, SUSUN_ITEM_LOST,
          SUSUN_ITEM_UNSURE,   SUSUN_ITEM_UNVERIFIED, SUSUN_ITEM_UNDONE,  SUSUN_ITEM_RESTORED,
          SUSUN_ITEM_PURGED };
  g_autoptr (SusunStore) store = fixture_open (fixture);
  gint64 other = fixture_add_items (store, 1);
  gint64 run = fixture_add_items (store, G_N_ELEMENTS (planned));
  gint64 first = susun_store_items_begin (run) + 1;
  SusunOverride override = { .item = first, .manual = 5 };
  g_autoptr (GError) error = NULL;

  fixture_begin (store);
  g_assert_cmpint (susun_store_count_overrides (store, run, &error), ==, 0);
  susun_store_set_override (store, &override, &error);
  g_assert_cmpint (susun_store_count_overrides (store, run, &error), ==, 1);
  g_assert_cmpint (susun_store_count_overrides (store, other, &error), ==, 0);
  susun_store_set_item_state (store, susun_store_items_begin (other) + 1, SUSUN_ITEM_DONE, &error);
  for (guint i = 0; i < G_N_ELEMENTS (planned); i++)
    {
      SusunItem item = { .id = first + i,
                         .seq = i + 1,
                         .state = planned[i],
                         .op = SUSUN_OP_COPY,
                         .dst_root = 2,
                         .dst_path = (char *) "2023/a",
                         .wall = 77,
                         .cause = 1 };
      susun_store_plan_item (store, &item, &error);
    }
  g_assert_no_error (error);
  fixture_commit (store);

  for (guint i = 0; i < G_N_ELEMENTS (begun); i++)
    {
      fixture_begin (store);
      susun_store_set_item_state (store, first + 1, begun[i], &error);
      g_assert_no_error (error);
      g_assert_false (susun_store_reset_plan (store, run, &error));
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_REFUSED);
      g_clear_error (&error);
      susun_store_rollback (store);
    }

  fixture_begin (store);
  g_assert_true (susun_store_reset_plan (store, run, &error));
  g_assert_no_error (error);
  fixture_commit (store);
  for (guint i = 0; i < G_N_ELEMENTS (planned); i++)
    {
      g_auto (SusunItem) item = { 0 };
      g_assert_true (susun_store_get_item (store, first + i, &item, &error));
      if (planned[i] == SUSUN_ITEM_UNREADABLE)
        {
          g_assert_cmpint (item.state, ==, SUSUN_ITEM_UNREADABLE);
          continue;
        }
      g_assert_cmpint (item.state, ==, SUSUN_ITEM_FOUND);
      g_assert_cmpint (item.seq, ==, 0);
      g_assert_cmpint (item.op, ==, SUSUN_OP_NONE);
      g_assert_cmpint (item.dst_root, ==, 0);
      g_assert_null (item.dst_path);
      g_assert_cmpint (item.cause, ==, 0);
      g_assert_cmpint (item.wall, ==, 77);
    }
  /* Another run's items are its own. */
  {
    g_auto (SusunItem) item = { 0 };
    g_assert_true (
        susun_store_get_item (store, susun_store_items_begin (other) + 1, &item, &error));
    g_assert_cmpint (item.state, ==, SUSUN_ITEM_DONE);
  }
}

static void
test_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  gint64 run = fixture_add_items (store, 1);
  g_autoptr (GError) error = NULL;

  fixture_begin (store);
  fixture_add_item (store, run, "a");
  g_assert_false (susun_store_end (store, FALSE, &error));
  g_assert_no_error (error); /* the failure was told by what failed */
  g_assert_false (susun_store_in_transaction (store));
  g_assert_cmpint (fixture_count (fixture), ==, 1);
  fixture_begin (store);
  fixture_add_item (store, run, "a");
  g_assert_true (susun_store_end (store, TRUE, &error));
  g_assert_cmpint (fixture_count (fixture), ==, 2);
}

static void
test_folders (Fixture *fixture, gconstpointer data)
{
  static const char *const added[] = { "2023", "2023/10", "", "2024/a/b", "2024", "2023/10" };
  static const char *const expected[] = { "2024/a/b", "2023/10", "2023", "2024", "" };
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (SusunRun) run = fixture_add_run (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) folders = NULL;

  fixture_begin (store);
  for (guint i = 0; i < G_N_ELEMENTS (added); i++)
    {
      susun_store_add_folder (store, run->id, 1, added[i], i % 2 == 0, i, &error);
      g_assert_no_error (error);
    }
  folders = susun_store_list_folders (store, run->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (folders->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < folders->len; i++)
    {
      SusunFolderRow *row = g_ptr_array_index (folders, i);
      g_assert_cmpstr (row->path, ==, expected[i]);
      g_assert_cmpint (row->root, ==, 1);
    }
  /* The first entry won. */
  {
    SusunFolderRow *row = g_ptr_array_index (folders, 1);
    g_assert_false (row->made);
    g_assert_cmpint (row->mtime_ns, ==, 1);
  }
}

static void
test_hashes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  g_autoptr (GError) error = NULL;
  SusunIdentity file = { .dev = G_MAXUINT64, .ino = 5, .size = 10, .mtime_ns = -1, .ctime_ns = 2 };
  SusunHash hash = { { 1, 2, 3 } };
  SusunHash newer = { { 4 } };
  SusunHash got = { { 9 } };

  g_assert_false (susun_store_get_hash (store, &file, &got));
  g_assert_cmpuint (got.bytes[0], ==, 9);
  fixture_begin (store);
  g_assert_true (susun_store_put_hash (store, &file, &hash, &error));
  fixture_commit (store);
  g_assert_true (susun_store_get_hash (store, &file, &got));
  g_assert_true (susun_hash_equal (&got, &hash));

  /* Every part of the identity counts. */
  for (guint i = 0; i < 5; i++)
    {
      SusunIdentity other = file;
      other.dev -= i == 0;
      other.ino += i == 1;
      other.size += i == 2;
      other.mtime_ns += i == 3;
      other.ctime_ns += i == 4;
      g_assert_false (susun_store_get_hash (store, &other, &got));
    }

  /* The file changed: what it held before is forgotten. */
  {
    SusunIdentity changed = file;
    changed.mtime_ns = 99;
    fixture_begin (store);
    g_assert_true (susun_store_put_hash (store, &changed, &newer, &error));
    fixture_commit (store);
    g_assert_false (susun_store_get_hash (store, &file, &got));
    g_assert_true (susun_store_get_hash (store, &changed, &got));
    g_assert_true (susun_hash_equal (&got, &newer));
  }
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
test_forget (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  gint64 kept = fixture_add_items (store, 3);
  gint64 run = fixture_add_items (store, 4);
  gint64 first = susun_store_items_begin (run) + 1;
  SusunOverride override = { .item = first, .manual = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  SusunItem removed = { .id = first + 1, .state = SUSUN_ITEM_PLANNED, .op = SUSUN_OP_REMOVE };

  fixture_begin (store);
  susun_store_set_override (store, &override, &error);
  susun_store_add_folder (store, run, 1, "2023", TRUE, 0, &error);
  /* One original deleted for ever, one quarantined and purged later, one copied, one left. */
  susun_store_plan_item (store, &removed, &error);
  removed.state = SUSUN_ITEM_DONE;
  susun_store_step_item (store, &removed, SUSUN_ITEM_PLANNED, &error);
  susun_store_set_item_state (store, first + 2, SUSUN_ITEM_PURGED, &error);
  susun_store_set_item_state (store, first + 3, SUSUN_ITEM_DONE, &error);
  susun_store_set_item_state (store, susun_store_items_begin (kept) + 1, SUSUN_ITEM_DONE, &error);
  g_assert_no_error (error);
  fixture_commit (store);
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM item_log"), ==, 4);

  fixture_begin (store);
  g_assert_true (susun_store_forget_run (store, run, &error));
  g_assert_no_error (error);
  fixture_commit (store);

  runs = susun_store_list_runs (store, 0, &error);
  g_assert_cmpuint (runs->len, ==, 1);
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM item"), ==, 3);
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM root"), ==, 1);
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM folder"), ==, 0);
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM override"), ==, 0);
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM item_log"), ==, 1);

  /* What is gone for ever is still told, with its time from the log, and stays told. */
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM tombstone"), ==, 2);
  g_assert_cmpint (query_number (store, "SELECT count (*) FROM tombstone WHERE path ="
                                        " CAST ('/media/card/DCIM/100CANON/IMG_00001.JPG' AS BLOB)"
                                        " AND at > 1700000000000000"),
                   ==, 1);
  g_assert_cmpint (query_number (store,
                                 "SELECT count (*) FROM tombstone WHERE path ="
                                 " CAST ('/media/card/DCIM/100CANON/IMG_00002.JPG' AS BLOB)"),
                   ==, 1);
  g_assert_false (susun_db_exec (&store->db, "DELETE FROM tombstone", NULL));
  g_assert_false (susun_db_exec (&store->db, "UPDATE tombstone SET size = 1", NULL));

  /* No id is used twice: an item elsewhere may still point at one of the forgotten. */
  g_assert_cmpint (fixture_add_items (store, 1), >, run);
}

/* Items added by turns to two runs, and by a later process, go on counting. */
static void
test_item_ids (Fixture *fixture, gconstpointer data)
{
  gint64 a, b;

  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    a = fixture_add_items (store, 2);
    b = fixture_add_items (store, 2);
    fixture_begin (store);
    g_assert_cmpint (fixture_add_item (store, a, "x"), ==, susun_store_items_begin (a) + 3);
    g_assert_cmpint (fixture_add_item (store, b, "x"), ==, susun_store_items_begin (b) + 3);
    g_assert_cmpint (fixture_add_item (store, a, "x"), ==, susun_store_items_begin (a) + 4);
    fixture_commit (store);
  }
  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    fixture_begin (store);
    g_assert_cmpint (fixture_add_item (store, a, "x"), ==, susun_store_items_begin (a) + 5);
    fixture_commit (store);
  }
}

#define ADD(path, function)                                                                        \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/runs", test_runs);
  ADD ("/store/chains", test_chains);
  ADD ("/store/roots", test_roots);
  ADD ("/store/cameras", test_cameras);
  ADD ("/store/overrides", test_overrides);
  ADD ("/store/reset-plan", test_reset_plan);
  ADD ("/store/end", test_end);
  ADD ("/store/folders", test_folders);
  ADD ("/store/hashes", test_hashes);
  ADD ("/store/forget", test_forget);
  ADD ("/store/item-ids", test_item_ids);
  return g_test_run ();
}
