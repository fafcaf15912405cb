// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/*
 * How long a window waits for a list of 100,000 and of a million items: each query, and scrolling
 * by jumps. Prints; asserts only that it works. SUSUN_BENCH_ITEMS sets one other number of items,
 * SUSUN_BENCH_DIR the folder of the history.
 */

#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "core/base/susun-civil.h"
#include "core/view/susun-item-model.h"
#include "core/view/susun-picture-search.h"
#include "core/view/susun-run-list.h"
#include "tests/core/job/toy-job.h"
#include "tests/core/view/view-fixture.h"

#define JUMPS 200
#define VISIBLE 60 /* cells of a window full of thumbnails */

static gint64 began;
static double cpu_began;

/* Of this thread: what a busy machine does not change. */
static double
cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
start (void)
{
  began = g_get_monotonic_time ();
  cpu_began = cpu_ms ();
}

static void
report (const char *what, guint64 n)
{
  g_print ("# %-44s %9.2f ms  %9.2f ms of CPU  %8" G_GUINT64_FORMAT "\n", what,
           (double) (g_get_monotonic_time () - began) / 1e3, cpu_ms () - cpu_began, n);
}

/* --- the store's side */

static void
bench_list (SusunStore *store, const char *what, SusunViewQuery query)
{
  SusunItemQuery items;
  g_autoptr (GArray) ids = NULL;

  susun_view_query_to_items (&query, &items);
  start ();
  ids = susun_store_list_item_ids (store, &items, NULL);
  g_assert_nonnull (ids);
  report (what, ids->len);
}

static void
bench_queries (Fixture *self, gint64 run)
{
  static const struct
  {
    const char *name;
    SusunItemOrder order;
  } orders[] = {
    { "all in the order of the scan", SUSUN_ORDER_ID },
    { "all by day", SUSUN_ORDER_DAY },
    { "all by name", SUSUN_ORDER_NAME },
    { "all by size", SUSUN_ORDER_SIZE },
    { "all by path", SUSUN_ORDER_PATH },
  };
  g_autoptr (SusunStore) store = susun_store_open (self->path, SUSUN_STORE_READ_ONLY, NULL);
  SusunViewQuery query = { .run = run, .pictures = TRUE };
  SusunItemQuery items;

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    bench_list (store, orders[i].name,
                (SusunViewQuery){ .run = run, .order = orders[i].order, .pictures = i > 0 });
  for (guint i = SUSUN_ITEM_FILTER_ATTENTION; i < SUSUN_N_ITEM_FILTERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s, by day", susun_item_filter_nick (i));
      query.filter = i;
      query.order = SUSUN_ORDER_DAY;
      bench_list (store, name, query);
    }
  bench_list (store, "a year", (SusunViewQuery){ .run = run, .year = 2015 });
  bench_list (store, "a month", (SusunViewQuery){ .run = run, .year = 2015, .month = 3 });
  bench_list (store, "a cause", (SusunViewQuery){ .run = run, .cause = SUSUN_CAUSE_IO });
  bench_list (store, "a name", (SusunViewQuery){ .run = run, .search = (char *) "img_0077" });
  bench_list (store, "a folder",
              (SusunViewQuery){ .run = run,
                                .folder_root = self->source,
                                .folder = (char *) "Pictures/New Folder (7)" });

  query.filter = SUSUN_ITEM_FILTER_ALL;
  query.order = SUSUN_ORDER_ID;
  start ();
  g_autoptr (SusunViewCounts) counts = susun_view_counts_read (store, &query, NULL, NULL);
  report ("counts of all chips and months, one pass", counts->months->len);
  susun_view_query_to_items (&query, &items);
  start ();
  g_autoptr (GPtrArray) folders = susun_store_count_folders (store, &items, NULL);
  report ("counts of folders", folders->len);
  g_autoptr (GArray) ids = susun_store_list_item_ids (store, &items, NULL);
  start ();
  for (guint i = 0; i < JUMPS; i++)
    {
      guint at = (guint) g_random_int_range (0, (gint32) (ids->len - SUSUN_ITEM_PAGE));
      g_autoptr (GPtrArray) page
          = susun_store_get_items (store, &g_array_index (ids, gint64, at), SUSUN_ITEM_PAGE, NULL);
      g_assert_cmpuint (page->len, ==, SUSUN_ITEM_PAGE);
    }
  report ("200 pages of 200 rows", JUMPS * SUSUN_ITEM_PAGE);
  start ();
  g_autoptr (SusunPictureTraces) none = susun_picture_search (store, "nowhere", 200, NULL);
  report ("a picture that is nowhere, all runs", none->traces->len);
  start ();
  g_autoptr (SusunPictureTraces) some = susun_picture_search (store, "img_0077", 200, NULL);
  report ("a picture that is somewhere, all runs", some->traces->len);
}

/* --- the model's side */

typedef struct
{
  SusunItemModel *model;
  GPtrArray *visible; /* (element-type SusunItemStub) */
  guint awaited;
} Scroll;

static gboolean
is_at_rest (gpointer user_data)
{
  return !susun_item_model_get_busy (((Scroll *) user_data)->model);
}

static gboolean
has_counts (gpointer user_data)
{
  return susun_item_model_get_counts (((Scroll *) user_data)->model) != NULL;
}

static gboolean
is_filled (gpointer user_data)
{
  Scroll *self = user_data;

  for (guint i = 0; i < self->visible->len; i++)
    if (susun_item_stub_get_item (self->visible->pdata[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
has_awaited (gpointer user_data)
{
  Scroll *self = user_data;

  return g_list_model_get_n_items (G_LIST_MODEL (self->model)) == self->awaited;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static void
report_percentiles (const char *what, double *times, guint n)
{
  qsort (times, n, sizeof *times, compare_doubles);
  g_print ("# %-44s p50 %.2f ms  p95 %.2f ms  max %.2f ms\n", what, times[n / 2],
           times[n * 95 / 100], times[n - 1]);
}

/* Shows the cells at @first as a view does: new ones are bound, then old ones let go. */
static void
look_at (Scroll *self, guint first)
{
  GPtrArray *visible = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < VISIBLE; i++)
    g_ptr_array_add (visible, g_list_model_get_item (G_LIST_MODEL (self->model), first + i));
  g_ptr_array_unref (self->visible);
  self->visible = visible;
}

static void
bench_scroll (Scroll *self, guint n)
{
  double filled[JUMPS], called[JUMPS];

  for (guint i = 0; i < JUMPS; i++)
    {
      guint first = (guint) g_random_int_range (0, (gint32) (n - VISIBLE));
      gint64 before = g_get_monotonic_time ();
      look_at (self, first);
      called[i] = (double) (g_get_monotonic_time () - before) / 1e3;
      fixture_wait (is_filled, self);
      filled[i] = (double) (g_get_monotonic_time () - before) / 1e3;
    }
  report_percentiles ("a jump: 60 cells made", called, JUMPS);
  report_percentiles ("a jump: 60 cells filled", filled, JUMPS);

  /* A fast wheel: ten rows of cells a frame, whatever is filled meanwhile. */
  for (guint i = 0; i < JUMPS; i++)
    {
      gint64 before = g_get_monotonic_time ();
      look_at (self, i * VISIBLE % (n - VISIBLE));
      while (g_main_context_iteration (NULL, FALSE))
        ;
      called[i] = (double) (g_get_monotonic_time () - before) / 1e3;
    }
  report_percentiles ("a wheel: time of the main thread a frame", called, JUMPS);
  gint64 before = g_get_monotonic_time ();
  fixture_wait (is_filled, self);
  g_print ("# %-44s %.2f ms\n", "a wheel: filled after the last frame",
           (double) (g_get_monotonic_time () - before) / 1e3);
}

static gboolean
never_runs (SusunJob *job, SusunStore *store, GCancellable *cancellable, gpointer user_data,
            GError **error)
{
  return TRUE;
}

/* A scan adds 20 times 1,000: the model's own time on the main thread. */
static void
bench_growth (Scroll *self, Fixture *history, gint64 run, guint n)
{
  g_autoptr (SusunJob) job = toy_job_new (never_runs, NULL);
  double times[20];

  susun_item_model_follow (self->model, job);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      fixture_add_items (history, run, n + i * 1000, 1000);
      gint64 before = g_get_monotonic_time ();
      susun_job_tell_items (job, n + (i + 1) * 1000);
      self->awaited += 1000;
      fixture_wait (has_awaited, self);
      times[i] = (double) (g_get_monotonic_time () - before) / 1e3;
    }
  susun_item_model_follow (self->model, NULL);
  report_percentiles ("1,000 new items are in the list (50 ms told)", times, G_N_ELEMENTS (times));
}

static void
bench_model (Fixture *history, gint64 run, guint n)
{
  g_autoptr (SusunWorker) pages = susun_worker_new ("pages", history->path, SUSUN_STORE_READ_ONLY);
  g_autoptr (SusunWorker) queries
      = susun_worker_new ("queries", history->path, SUSUN_STORE_READ_ONLY);
  Scroll self = { susun_item_model_new (pages, queries),
                  g_ptr_array_new_with_free_func (g_object_unref), n };
  SusunViewQuery query = { .run = run };
  gint64 resident = fixture_resident ();

  start ();
  susun_item_model_set_query (self.model, &query);
  fixture_wait (is_at_rest, &self);
  report ("model: first list", g_list_model_get_n_items (G_LIST_MODEL (self.model)));
  fixture_wait (has_counts, &self);
  report ("model: list and counts", n);
  bench_scroll (&self, n);
  g_print ("# %-44s %.1f MB\n", "model: more resident after scrolling",
           (double) (fixture_resident () - resident) / 1e6);
  bench_growth (&self, history, run, n);

  /* Seven letters typed one after another: only the last is answered. */
  start ();
  for (guint i = 1; i <= 7; i++)
    {
      g_autofree char *typed = g_strndup ("img_007", i);
      query.search = typed;
      susun_item_model_set_query (self.model, &query);
    }
  fixture_wait (is_at_rest, &self);
  report ("model: seven letters typed, list", g_list_model_get_n_items (G_LIST_MODEL (self.model)));
  start ();
  susun_item_model_set_query (self.model, &(SusunViewQuery){ .run = run, .pictures = TRUE });
  fixture_wait (is_at_rest, &self);
  report ("model: all again", g_list_model_get_n_items (G_LIST_MODEL (self.model)));
  g_ptr_array_unref (self.visible);
  g_object_unref (self.model);
  susun_worker_stop (pages);
  susun_worker_stop (queries);
}

static void
bench_runs (Fixture *self, const char *what)
{
  g_autoptr (SusunRunList) list = NULL;

  start ();
  list = susun_run_list_read (self->store, NULL);
  report (what, list->unproven);
}

/* A run that is done with every item copied (an organize run) or proven (one that verifies it). */
static void
add_done (Fixture *self, SusunRunKind kind, SusunMode mode, SusunOp op, guint n, char **chain)
{
  g_autoptr (SusunRun) run = fixture_add_run (self, kind, mode, SUSUN_RUN_STATE_FINISHED, *chain);
  g_autoptr (GError) error = NULL;

  if (*chain == NULL)
    *chain = g_strdup (run->chain_id);
  run->totals = g_strdup_printf ("{\"found\": %u, \"%s\": %u}", n,
                                 kind == SUSUN_RUN_VERIFY ? "verified" : "copied", n);
  fixture_begin (self);
  susun_store_update_run (self->store, run, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      SusunItem item;
      char path[128];
      fixture_fill_item (self, run->id, i, &item, path, sizeof path);
      item.op = op;
      item.state = SUSUN_ITEM_DONE;
      fixture_add_item (self, &item);
    }
  fixture_commit (self);
}

static void
bench (Fixture *self, gconstpointer data)
{
  const char *wanted = g_getenv ("SUSUN_BENCH_ITEMS");
  guint n = wanted != NULL ? (guint) strtoul (wanted, NULL, 10) : GPOINTER_TO_UINT (data);
  g_autoptr (SusunRun) run = fixture_add_run (self, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY,
                                              SUSUN_RUN_STATE_PREPARING, NULL);

  g_print ("# --- %u items\n", n);
  start ();
  fixture_add_items (self, run->id, 0, n);
  report ("added", n);
  bench_queries (self, run->id);
  bench_model (self, run->id, n);
  bench_runs (self, "list of runs, one of them unfinished");
  if (n > 100000)
    return;

  g_autofree char *chain = NULL;
  add_done (self, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY, SUSUN_OP_COPY, n, &chain);
  bench_runs (self, "the same, and a copy not verified");
  add_done (self, SUSUN_RUN_VERIFY, SUSUN_MODE_NONE, SUSUN_OP_VERIFY, n, &chain);
  bench_runs (self, "the same, verified");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/view/bench-100000", Fixture, GUINT_TO_POINTER (100000), fixture_set_up, bench,
              fixture_tear_down);
  if (g_getenv ("SUSUN_BENCH_ITEMS") == NULL)
    g_test_add ("/view/bench-1000000", Fixture, GUINT_TO_POINTER (1000000), fixture_set_up, bench,
                fixture_tear_down);
  return g_test_run ();
}
