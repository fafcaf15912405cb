// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/*
 * How long the history takes for what a run asks of it. Prints, and asserts only that it works: the
 * times are judged by who reads them. SUSUN_BENCH_ITEMS sets the number of items, SUSUN_BENCH_DIR
 * the folder of the database.
 */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "core/base/susun-civil.h"
#include "core/store/susun-store.h"

#define BATCH 1000

static guint n_items = 200000;
static gint64 began;
static double cpu_began;

/* Seconds of processor time: what a busy machine does not change. */
static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
start (void)
{
  began = g_get_monotonic_time ();
  cpu_began = cpu_seconds ();
}

static void
report (const char *what)
{
  struct rusage usage;
  double seconds = (double) (g_get_monotonic_time () - began) / 1e6;

  getrusage (RUSAGE_SELF, &usage);
  g_print ("# %-40s %7.3f s  %7.3f s of CPU  %6.2f us an item  %4ld MB at most\n", what, seconds,
           cpu_seconds () - cpu_began, seconds * 1e6 / n_items, usage.ru_maxrss / 1024);
}

static void
report_size (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf status;

  if (g_stat (name, &status) == 0)
    g_print ("# %-40s %7.1f MB  %4.0f bytes an item\n", suffix, (double) status.st_size / 1e6,
             (double) status.st_size / n_items);
}

static void
begin (SusunStore *store)
{
  g_autoptr (GError) error = NULL;

  susun_store_begin (store, &error);
  g_assert_no_error (error);
}

static void
commit (SusunStore *store)
{
  g_autoptr (GError) error = NULL;

  susun_store_commit (store, &error);
  g_assert_no_error (error);
}

static void
each_thousand (SusunStore *store, guint i)
{
  if (i % BATCH != BATCH - 1)
    return;
  commit (store);
  begin (store);
}

static SusunRun *
add_run (SusunStore *store)
{
  g_autoptr (SusunRun) run = susun_run_new ();
  g_autoptr (GError) error = NULL;

  run->run_id = g_uuid_string_random ();
  run->chain_id = g_strdup (run->run_id);
  run->kind = SUSUN_RUN_ORGANIZE;
  run->mode = SUSUN_MODE_COPY;
  run->state = SUSUN_RUN_STATE_PREPARING;
  run->started = g_get_real_time ();
  begin (store);
  susun_store_add_run (store, run, &error);
  g_assert_no_error (error);
  commit (store);
  return g_steal_pointer (&run);
}

/* Folders of 100 files, of one to three days each, as event folders are. */
static void
fill_item (SusunItem *item, gint64 run, guint i, char *path, gsize size)
{
  static guint8 evidence[70];
  gint64 day = (gint64) (14000 + i / 100 * 7919 % 5000 + i % 100 / 40) * SUSUN_WALL_DAY;

  g_snprintf (path, size, "Pictures/New Folder (%u)/IMG_%04u.JPG", i / 100, i % 10000);
  *item = (SusunItem){
    .run = run,
    .state = SUSUN_ITEM_FOUND,
    .media = 1,
    .src_root = 1,
    .src_path = path,
    .identity = { .dev = 65024,
                  .ino = 5000000 + i,
                  .size = 2000000 + i * 7919 % 3000000,
                  .mtime_ns = G_GINT64_CONSTANT (1700000000123456789) + i,
                  .ctime_ns = G_GINT64_CONSTANT (1700000000987654321) + i,
                  .nlink = 1 },
    .head_print = (guint64) i * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15),
    .wall = day + i % 86400,
    .offset = i % 3 == 0 ? 480 : SUSUN_OFFSET_NONE,
    .date_source = 1,
    .confidence = i % 10 == 0 ? 2 : 4,
    .day = day,
    .evidence = evidence,
    .evidence_length = sizeof evidence,
  };
}

static void
bench_insert (SusunStore *store, gint64 run)
{
  g_autoptr (GError) error = NULL;

  start ();
  begin (store);
  for (guint i = 0; i < n_items; i++)
    {
      char path[128];
      SusunItem item;
      fill_item (&item, run, i, path, sizeof path);
      item.camera = susun_store_camera (store, "SONY", i % 2 == 0 ? "DSC-RX100M3" : "ILCE-6400", "",
                                        &error);
      susun_store_add_item (store, &item, &error);
      g_assert_no_error (error);
      each_thousand (store, i);
    }
  commit (store);
  report ("add, commits of 1,000");
}

static void
bench_sizes (SusunStore *store, gint64 run)
{
  g_autoptr (GArray) sizes = NULL;

  start ();
  sizes = susun_store_list_sizes (store, run, NULL);
  g_assert_cmpuint (sizes->len, ==, n_items);
  report ("list_sizes");
}

static void
bench_plan (SusunStore *store, gint64 run)
{
  SusunItemQuery query = { .run = run, .order = SUSUN_ORDER_PATH };
  g_autoptr (SusunItemCursor) cursor = NULL;
  g_autoptr (GError) error = NULL;
  const SusunItem *row;
  guint i = 0;

  start ();
  cursor = susun_store_query (store, &query, &error);
  g_assert_no_error (error);
  report ("query by path, until the first row");
  begin (store);
  while (susun_item_cursor_step (cursor, &row, &error) == SUSUN_STEP_ROW)
    {
      char path[128];
      SusunItem item = *row;
      g_snprintf (path, sizeof path, "2023/IMG_%04u (%u).JPG", i % 10000, i / 10000);
      item.seq = i + 1;
      item.op = SUSUN_OP_COPY;
      item.state = i % 20 == 0 ? SUSUN_ITEM_DUPLICATE : SUSUN_ITEM_PLANNED;
      item.dst_root = 2;
      item.dst_path = path;
      susun_store_plan_item (store, &item, &error);
      g_assert_no_error (error);
      each_thousand (store, i);
      i++;
    }
  commit (store);
  g_assert_no_error (error);
  g_assert_cmpuint (i, ==, n_items);
  report ("plan all in the order of paths");
}

static void
bench_read (SusunStore *store, gint64 run, const char *what, SusunItemOrder order)
{
  SusunItemQuery query = { .run = run, .order = order };
  g_autoptr (SusunItemCursor) cursor = NULL;
  const SusunItem *row;
  guint i = 0;

  start ();
  cursor = susun_store_query (store, &query, NULL);
  while (susun_item_cursor_step (cursor, &row, NULL) == SUSUN_STEP_ROW)
    i++;
  g_assert_cmpuint (i, ==, n_items);
  report (what);
}

static void
bench_ids (SusunStore *store, const char *what, SusunItemQuery query)
{
  g_autoptr (GArray) ids = NULL;
  char line[80];

  start ();
  ids = susun_store_list_item_ids (store, &query, NULL);
  g_assert_nonnull (ids);
  g_snprintf (line, sizeof line, "%s (%u)", what, ids->len);
  report (line);
}

static void
bench_steps (SusunStore *store, gint64 run)
{
  static const guint8 states[] = { SUSUN_ITEM_PLANNED, SUSUN_ITEM_INTENT, SUSUN_ITEM_DONE };
  SusunItemQuery query = { .run = run, .order = SUSUN_ORDER_SEQ, .limit = 256 };
  g_autoptr (GError) error = NULL;

  start ();
  for (;;)
    {
      g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, &error);
      g_assert_no_error (error);
      if (items->len == 0)
        break;
      for (guint step = 1; step < G_N_ELEMENTS (states); step++)
        {
          begin (store);
          for (guint i = 0; i < items->len; i++)
            {
              SusunItem *item = g_ptr_array_index (items, i);
              item->state = states[step];
              item->target = item->identity;
              item->has_hash = TRUE;
              susun_store_step_item (store, item, states[step - 1], &error);
              g_assert_no_error (error);
            }
          commit (store);
        }
      query.after = ((SusunItem *) g_ptr_array_index (items, items->len - 1))->seq;
    }
  report ("two steps each, groups of 256");
}

static void
bench_hashes (SusunStore *store)
{
  SusunIdentity identity = { .dev = 65024, .size = 1000, .nlink = 1 };
  SusunHash hash = { { 1 } };

  start ();
  begin (store);
  for (guint i = 0; i < n_items; i++)
    {
      identity.ino = 5000000 + i;
      g_assert_true (susun_store_put_hash (store, &identity, &hash, NULL));
      each_thousand (store, i);
    }
  commit (store);
  report ("put_hash");

  start ();
  for (guint i = 0; i < n_items; i++)
    {
      identity.ino = 5000000 + i;
      g_assert_true (susun_store_get_hash (store, &identity, &hash));
    }
  report ("get_hash");
}

static void
bench_all (void)
{
  const char *dir = g_getenv ("SUSUN_BENCH_DIR");
  g_autofree char *folder
      = dir != NULL ? g_strdup (dir) : g_dir_make_tmp ("susun-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "history.db", NULL);
  g_autoptr (GError) error = NULL;
  SusunStore *store = susun_store_open (path, SUSUN_STORE_WRITE, &error);
  g_autoptr (SusunRun) run = NULL;
  g_autoptr (GArray) counts = NULL;

  g_assert_no_error (error);
  run = add_run (store);
  bench_insert (store, run->id);
  report_size (path, "");
  report_size (path, "-wal");
  bench_sizes (store, run->id);
  bench_plan (store, run->id);
  report_size (path, "");
  report_size (path, "-wal");
  bench_read (store, run->id, "read all by id", SUSUN_ORDER_ID);
  bench_read (store, run->id, "read all by seq", SUSUN_ORDER_SEQ);
  bench_read (store, run->id, "read all by path", SUSUN_ORDER_PATH);
  bench_read (store, run->id, "read all by day", SUSUN_ORDER_DAY);
  bench_ids (store, "ids by id", (SusunItemQuery){ .run = run->id });
  bench_ids (store, "ids by day", (SusunItemQuery){ .run = run->id, .order = SUSUN_ORDER_DAY });
  bench_ids (store, "ids by path", (SusunItemQuery){ .run = run->id, .order = SUSUN_ORDER_PATH });
  bench_ids (
      store, "ids of duplicates",
      (SusunItemQuery){ .run = run->id, .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DUPLICATE });
  bench_ids (store, "ids of a weak date",
             (SusunItemQuery){ .run = run->id, .has_confidence = TRUE, .confidence = 2 });
  bench_ids (store, "ids of a search", (SusunItemQuery){ .run = run->id, .search = "img_007" });
  bench_ids (store, "ids of a path", (SusunItemQuery){ .run = run->id, .path = "nowhere" });
  start ();
  counts = susun_store_sum_items (store, run->id, NULL);
  g_assert_cmpuint (counts->len, ==, 2);
  report ("sum_items");
  bench_steps (store, run->id);
  report_size (path, "-wal");
  bench_hashes (store);
  start ();
  susun_store_close (store);
  report ("close");
  report_size (path, "");
  start ();
  store = susun_store_open (path, SUSUN_STORE_WRITE, &error);
  g_assert_no_error (error);
  report ("open");
  start ();
  begin (store);
  susun_store_forget_run (store, run->id, &error);
  g_assert_no_error (error);
  commit (store);
  report ("forget_run");
  susun_store_close (store);

  g_remove (path);
  g_free (path);
  path = g_build_filename (folder, "history.db.lock", NULL);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  const char *wanted = g_getenv ("SUSUN_BENCH_ITEMS");

  g_test_init (&argc, &argv, NULL);
  if (wanted != NULL)
    n_items = (guint) strtoul (wanted, NULL, 10);
  g_test_add_func ("/store/bench", bench_all);
  return g_test_run ();
}
