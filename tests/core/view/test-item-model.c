// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <sqlite3.h>

#include "core/base/susun-civil.h"
#include "core/view/susun-item-model.h"
#include "tests/core/job/toy-job.h"
#include "tests/core/view/view-fixture.h"

typedef struct
{
  Fixture history;
  SusunWorker *pages;
  SusunWorker *queries;
  SusunItemModel *model;

  guint changes; /* of the model, and the last one */
  guint position;
  guint removed;
  guint added;
  guint n_items; /* as a view would know it from the changes alone */
  guint failures;
} World;

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, World *self)
{
  self->changes++;
  self->position = position;
  self->removed = removed;
  self->added = added;
  self->n_items += added - removed;
  g_assert_cmpuint (self->n_items, ==, g_list_model_get_n_items (model));
}

static void
failed_cb (SusunItemModel *model, const GError *error, World *self)
{
  g_assert_nonnull (error);
  self->failures++;
}

static void
set_up (World *self, gconstpointer data)
{
  fixture_set_up (&self->history, NULL);
  self->pages = susun_worker_new ("pages", self->history.path, SUSUN_STORE_READ_ONLY);
  self->queries = susun_worker_new ("queries", self->history.path, SUSUN_STORE_READ_ONLY);
  self->model = susun_item_model_new (self->pages, self->queries);
  g_signal_connect (self->model, "items-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->model, "failed", G_CALLBACK (failed_cb), self);
}

static void
tear_down (World *self, gconstpointer data)
{
  if (self->model != NULL)
    g_assert_finalize_object (self->model);
  susun_worker_stop (self->pages);
  susun_worker_stop (self->queries);
  g_object_unref (self->pages);
  g_object_unref (self->queries);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  fixture_tear_down (&self->history, NULL);
}

static gint64
add_library (World *self, guint n)
{
  g_autoptr (SusunRun) run = fixture_add_run (&self->history, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY,
                                              SUSUN_RUN_STATE_PREPARING, NULL);

  fixture_add_items (&self->history, run->id, 0, n);
  return run->id;
}

static guint
length (World *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->model));
}

static gboolean
is_at_rest (gpointer user_data)
{
  World *self = user_data;

  return !susun_item_model_get_busy (self->model);
}

static void
show (World *self, const SusunViewQuery *query)
{
  susun_item_model_set_query (self->model, query);
  fixture_wait (is_at_rest, self);
}

static SusunItemStub *
item_at (World *self, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->model), position);
}

static gboolean
is_filled (gpointer stub)
{
  return susun_item_stub_get_item (stub) != NULL;
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

/* --- what the workers are at */

static void
returned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
return_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  g_task_return_boolean (task, TRUE);
}

static gboolean
is_true (gpointer flag)
{
  return *(gboolean *) flag;
}

/* Waits until the worker has done what it had to do, and its answers have arrived. */
static void
drain (SusunWorker *worker)
{
  gboolean returned = FALSE;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, returned_cb, &returned);

  susun_worker_push (worker, task, return_in_worker);
  fixture_wait (is_true, &returned);
}

static void
tell_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  g_async_queue_push (g_task_get_task_data (task), task);
  g_task_return_boolean (task, TRUE);
}

/* Waits until the worker has done what it had to do, while no answer arrives. */
static void
let_answer (SusunWorker *worker)
{
  g_autoptr (GAsyncQueue) done = g_async_queue_new ();
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_task_data (task, g_async_queue_ref (done), (GDestroyNotify) g_async_queue_unref);
  susun_worker_push (worker, task, tell_in_worker);
  g_async_queue_pop (done);
}

/* --- stubs and pages */

static void
test_stub_identity (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 1000) };
  gpointer gone;

  show (self, &query);
  g_assert_cmpuint (length (self), ==, 1000);
  g_autoptr (SusunItemStub) stub = item_at (self, 500);
  g_autoptr (SusunItemStub) same = item_at (self, 500);
  g_autoptr (SusunItemStub) other = item_at (self, 501);
  g_assert_true (stub == same);
  g_assert_true (stub != other);
  g_assert_cmpint (susun_item_stub_get_id (stub), ==,
                   susun_item_model_get_item_id (self->model, 500));
  g_assert_null (item_at (self, 1000));
  g_assert_cmpint (susun_item_model_get_item_id (self->model, 1000), ==, 0);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (self->model)) == SUSUN_TYPE_ITEM_STUB);

  /* It goes with its last reference: the model holds none. */
  gone = item_at (self, 7);
  g_object_add_weak_pointer (gone, &gone);
  g_object_unref (gone);
  g_assert_null (gone);
}

static void
test_page_fills (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 1000) };
  guint notified = 0, neighbour_notified = 0, far_notified = 0;
  g_autofree char *source = NULL;

  show (self, &query);
  g_autoptr (SusunItemStub) stub = item_at (self, 450);
  g_autoptr (SusunItemStub) neighbour = item_at (self, 400);
  g_assert_null (susun_item_stub_get_item (stub));
  g_assert_cmpstr (susun_item_stub_get_name (stub), ==, "");
  g_assert_null (susun_item_stub_dup_source (stub));
  g_signal_connect (stub, "notify::item", G_CALLBACK (count_cb), &notified);
  g_signal_connect (neighbour, "notify::item", G_CALLBACK (count_cb), &neighbour_notified);
  fixture_wait (is_filled, stub);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpuint (neighbour_notified, ==, 1);
  g_assert_cmpint (susun_item_stub_get_item (stub)->id, ==, susun_item_stub_get_id (stub));
  g_assert_cmpstr (susun_item_stub_get_name (stub), ==, "IMG_0450.JPG");
  g_assert_cmpint (susun_item_stub_get_override (stub)->manual, ==, SUSUN_WALL_NONE);
  source = susun_item_stub_dup_source (stub);
  g_assert_cmpstr (source, ==, "/media/card/Pictures/New Folder (4)/IMG_0450.JPG");
  g_assert_null (susun_item_stub_dup_destination (stub));

  /* The whole page was read: its other rows are there at once. */
  g_autoptr (SusunItemStub) last = item_at (self, 599);
  g_assert_nonnull (susun_item_stub_get_item (last));
  g_autoptr (SusunItemStub) next = item_at (self, 600);
  g_assert_null (susun_item_stub_get_item (next));
  g_signal_connect (next, "notify::item", G_CALLBACK (count_cb), &far_notified);
  fixture_wait (is_filled, next);
  g_assert_cmpuint (far_notified, ==, 1);
  g_assert_cmpuint (notified, ==, 1);
}

/* Rows that nobody holds go when more than so many were read since; pages that nobody waits for any
 * more are not read at all. */
static void
test_bound (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 20000) };

  show (self, &query);
  g_autoptr (SusunItemStub) held = item_at (self, 0);
  fixture_wait (is_filled, held);
  for (guint page = 1; page <= SUSUN_ITEM_ROWS / SUSUN_ITEM_PAGE; page++)
    {
      g_autoptr (SusunItemStub) stub = item_at (self, page * SUSUN_ITEM_PAGE);
      fixture_wait (is_filled, stub);
    }
  g_assert_nonnull (susun_item_stub_get_item (held));
  g_autoptr (SusunItemStub) again = item_at (self, 1);
  g_assert_null (susun_item_stub_get_item (again));
  g_autoptr (SusunItemStub) recent = item_at (self, SUSUN_ITEM_ROWS);
  g_assert_nonnull (susun_item_stub_get_item (recent));

  for (guint i = 50; i < 100; i++)
    g_object_unref (item_at (self, i * SUSUN_ITEM_PAGE));
  g_autoptr (SusunItemStub) wanted = item_at (self, 10000 - 1);
  fixture_wait (is_filled, wanted);
  for (guint i = 50; i < 100; i++)
    drain (self->pages);
  /* The first of them was on its way when it was let go; the others were not read. */
  for (guint i = 51; i < 100; i++)
    {
      g_autoptr (SusunItemStub) unread = item_at (self, i * SUSUN_ITEM_PAGE + 5);
      g_assert_null (susun_item_stub_get_item (unread));
    }
}

/* --- queries */

static void
test_filter_change (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 2000) };

  show (self, &query);
  g_assert_cmpuint (self->changes, ==, 1);
  g_autoptr (SusunItemStub) kept = item_at (self, 7);
  query.filter = SUSUN_ITEM_FILTER_DUPLICATES;
  susun_item_model_set_query (self->model, &query);
  g_assert_true (susun_item_model_get_busy (self->model));
  g_assert_cmpuint (length (self), ==, 2000);
  fixture_wait (is_at_rest, self);
  g_assert_cmpuint (self->changes, ==, 2);
  g_assert_cmpuint (length (self), ==, 100);

  /* The item is another position now, the object is the same. */
  g_autoptr (SusunItemStub) same = item_at (self, 0);
  g_assert_true (same == kept);
  fixture_wait (is_filled, kept);

  /* The same query again is no query. */
  susun_item_model_set_query (self->model, &query);
  g_assert_false (susun_item_model_get_busy (self->model));
  susun_item_model_set_query (self->model, NULL);
  g_assert_cmpuint (length (self), ==, 0);
  g_assert_null (susun_item_model_get_counts (self->model));
}

/* Before the list is another it can be asked what stands where. */
static void
replacing_cb (SusunItemModel *model, GArray *before)
{
  g_array_set_size (before, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      gint64 id = susun_item_model_get_item_id (model, i);
      g_array_append_val (before, id);
    }
}

/* One splice, no larger than what is different. */
static void
test_splice (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 300) };
  SusunOverride override = { .manual = SUSUN_WALL_NONE, .left_out = TRUE };
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  guint position = 0;

  query.filter = SUSUN_ITEM_FILTER_LEFT_OUT;
  show (self, &query);
  g_signal_connect (self->model, "replacing", G_CALLBACK (replacing_cb), before);
  g_assert_cmpuint (length (self), ==, 1);
  fixture_begin (&self->history);
  for (guint i = 100; i < 103; i++)
    {
      override.item = (query.run << 32) + 1 + i;
      susun_store_set_override (self->history.store, &override, &error);
      g_assert_no_error (error);
    }
  fixture_commit (&self->history);
  susun_item_model_refresh (self->model);
  fixture_wait (is_at_rest, self);
  g_assert_cmpuint (length (self), ==, 4);
  g_assert_cmpuint (self->position, ==, 1);
  g_assert_cmpuint (self->removed, ==, 0);
  g_assert_cmpuint (self->added, ==, 3);
  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpint (g_array_index (before, gint64, 0), ==,
                   susun_item_model_get_item_id (self->model, 0));
  g_assert_true (susun_item_model_find (self->model, override.item, &position));
  g_assert_cmpuint (position, ==, 3);
  g_assert_false (susun_item_model_find (self->model, 1, &position));

  fixture_begin (&self->history);
  override.item--;
  override.left_out = FALSE;
  susun_store_set_override (self->history.store, &override, &error);
  g_assert_no_error (error);
  fixture_commit (&self->history);
  susun_item_model_refresh (self->model);
  fixture_wait (is_at_rest, self);
  g_assert_cmpuint (self->position, ==, 2);
  g_assert_cmpuint (self->removed, ==, 1);
  g_assert_cmpuint (self->added, ==, 0);
  g_assert_cmpuint (before->len, ==, 4);

  /* Nothing is different: nothing is told. */
  guint changes = self->changes;
  susun_item_model_refresh (self->model);
  fixture_wait (is_at_rest, self);
  g_assert_cmpuint (self->changes, ==, changes);
}

static void
wait_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  GMutex *gate = g_task_get_task_data (task);

  g_mutex_lock (gate);
  g_mutex_unlock (gate);
  g_task_return_boolean (task, TRUE);
}

/* Holds a worker until the gate is unlocked. */
static void
hold (SusunWorker *worker, GMutex *gate)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_task_data (task, gate, NULL);
  susun_worker_push (worker, task, wait_in_worker);
}

/* Of three queries one after another only the last is shown, and only it. */
static void
test_generation (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 2000) };
  GMutex gate;

  show (self, &query);
  guint changes = self->changes;
  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  hold (self->queries, &gate);
  query.filter = SUSUN_ITEM_FILTER_DUPLICATES;
  susun_item_model_set_query (self->model, &query);
  query.filter = SUSUN_ITEM_FILTER_ARCHIVED;
  susun_item_model_set_query (self->model, &query);
  query.filter = SUSUN_ITEM_FILTER_UNREADABLE;
  susun_item_model_set_query (self->model, &query);
  g_mutex_unlock (&gate);
  fixture_wait (is_at_rest, self);
  g_assert_cmpuint (length (self), ==, 2);
  g_assert_cmpuint (self->changes, ==, changes + 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (self->changes, ==, changes + 1);
  g_assert_cmpuint (self->failures, ==, 0);
  g_mutex_clear (&gate);
}

/* An answer that is on its way already, ready to be delivered, is not of the new query. */
static void
test_old_answer (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 2000) };

  susun_item_model_set_query (self->model, &query);
  /* The worker answers; the main context does not run. */
  susun_worker_stop (self->queries);
  query.filter = SUSUN_ITEM_FILTER_UNREADABLE;
  susun_item_model_set_query (self->model, &query);
  fixture_wait (is_at_rest, self);
  g_assert_cmpuint (self->changes, ==, 0);
  g_assert_cmpuint (length (self), ==, 0);
  /* That the worker was stopped is nothing to be told. */
  g_assert_cmpuint (self->failures, ==, 0);
}

static gboolean
has_counts (gpointer user_data)
{
  return susun_item_model_get_counts (((World *) user_data)->model) != NULL;
}

static void
test_counts (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 2000), .pictures = TRUE };

  show (self, &query);
  fixture_wait (has_counts, self);
  const SusunViewCounts *counts = susun_item_model_get_counts (self->model);
  g_assert_cmpuint (counts->filters[SUSUN_ITEM_FILTER_ALL], ==, length (self));
  g_assert_cmpuint (counts->filters[SUSUN_ITEM_FILTER_UNREADABLE], ==, 2);
  g_assert_cmpuint (counts->months->len, >, 10);
}

static void
test_refresh (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 1000) };
  SusunOverride override = { .manual = G_GINT64_CONSTANT (1600000000) };
  g_autoptr (GError) error = NULL;
  guint notified = 0;

  show (self, &query);
  g_autoptr (SusunItemStub) stub = item_at (self, 3);
  fixture_wait (is_filled, stub);
  g_signal_connect (stub, "notify::item", G_CALLBACK (count_cb), &notified);
  override.item = susun_item_stub_get_id (stub);
  fixture_begin (&self->history);
  susun_store_set_override (self->history.store, &override, &error);
  g_assert_no_error (error);
  fixture_commit (&self->history);
  susun_item_model_refresh (self->model);
  /* What is known stays until it is known better. */
  g_assert_nonnull (susun_item_stub_get_item (stub));
  drain (self->pages);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpint (susun_item_stub_get_override (stub)->manual, ==, override.manual);
}

/* A page that was read before, and arrives after, is not shown any more. */
static void
test_old_page (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 1000) };
  SusunOverride override = { .manual = G_GINT64_CONSTANT (1600000000) };
  g_autoptr (GError) error = NULL;
  guint notified = 0;

  show (self, &query);
  g_autoptr (SusunItemStub) stub = item_at (self, 3);
  g_signal_connect (stub, "notify::item", G_CALLBACK (count_cb), &notified);
  let_answer (self->pages);
  override.item = susun_item_stub_get_id (stub);
  fixture_begin (&self->history);
  susun_store_set_override (self->history.store, &override, &error);
  g_assert_no_error (error);
  fixture_commit (&self->history);
  susun_item_model_refresh (self->model);
  fixture_wait (is_filled, stub);
  drain (self->pages);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpint (susun_item_stub_get_override (stub)->manual, ==, override.manual);
}

/* --- growing */

static gboolean
never_runs (SusunJob *job, SusunStore *store, GCancellable *cancellable, gpointer user_data,
            GError **error)
{
  return TRUE;
}

static gboolean
has_6000 (gpointer user_data)
{
  const SusunViewCounts *counts = susun_item_model_get_counts (((World *) user_data)->model);

  return length (user_data) == 6000 && counts != NULL
         && counts->filters[SUSUN_ITEM_FILTER_ALL] == 6000;
}

static void
test_growth (World *self, gconstpointer data)
{
  g_autoptr (SusunJob) job = toy_job_new (never_runs, NULL);
  SusunViewQuery query = { .run = add_library (self, 1000), .order = SUSUN_ORDER_DAY };
  guint removed = 0;

  susun_item_model_follow (self->model, job);
  show (self, &query);
  g_autoptr (SusunItemStub) first = item_at (self, 0);
  for (guint i = 1; i < 6; i++)
    {
      fixture_add_items (&self->history, query.run, i * 1000, 1000);
      susun_job_tell_items (job, (i + 1) * 1000);
      g_main_context_iteration (NULL, FALSE);
      removed += self->removed;
    }
  fixture_wait (has_6000, self);
  g_assert_cmpuint (removed, ==, 0);
  g_autoptr (SusunItemStub) still = item_at (self, 0);
  g_assert_true (first == still);
  for (guint i = 1000; i < 6000; i++)
    g_assert_cmpint (susun_item_model_get_item_id (self->model, i), ==, (query.run << 32) + 1 + i);
  g_assert_false (susun_item_model_get_busy (self->model));

  /* In order when the job has ended. */
  susun_item_model_follow (self->model, NULL);
  susun_item_model_refresh (self->model);
  fixture_wait (is_at_rest, self);
  g_assert_cmpuint (length (self), ==, 6000);
  g_assert_cmpint (susun_item_model_get_item_id (self->model, 5999), !=, (query.run << 32) + 6000);
}

/* A filter that little passes: what was looked at is not looked at again, and nothing comes twice.
 */
static gboolean
has_four (gpointer user_data)
{
  return length (user_data) == 4;
}

static void
test_growth_filtered (World *self, gconstpointer data)
{
  g_autoptr (SusunJob) job = toy_job_new (never_runs, NULL);
  SusunViewQuery query = { .run = add_library (self, 900), .filter = SUSUN_ITEM_FILTER_UNREADABLE };

  susun_item_model_follow (self->model, job);
  show (self, &query);
  g_assert_cmpuint (length (self), ==, 1);
  for (guint i = 9; i < 34; i++)
    {
      fixture_add_items (&self->history, query.run, i * 100, 100);
      susun_job_tell_items (job, i * 100);
      g_main_context_iteration (NULL, FALSE);
    }
  fixture_wait (has_four, self);
  g_assert_cmpuint (self->n_items, ==, 4);
}

/* --- ends */

static void
test_dispose (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 1000) };
  GMutex gate;

  show (self, &query);
  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  hold (self->pages, &gate);
  hold (self->queries, &gate);
  g_autoptr (SusunItemStub) stub = item_at (self, 0);
  query.filter = SUSUN_ITEM_FILTER_DUPLICATES;
  susun_item_model_set_query (self->model, &query);
  /* Nothing that is on its way keeps it. */
  g_assert_finalize_object (g_steal_pointer (&self->model));
  g_mutex_unlock (&gate);
  drain (self->pages);
  drain (self->queries);
  g_assert_null (susun_item_stub_get_item (stub));
  g_assert_cmpuint (self->failures, ==, 0);
  g_mutex_clear (&gate);
}

static void
let_go_cb (GObject *stub, GParamSpec *pspec, World *self)
{
  g_clear_object (&self->model);
}

/* Whoever hears that a row is there may let the whole list go. */
static void
test_dispose_while_filling (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 1000) };

  show (self, &query);
  g_autoptr (SusunItemStub) stub = item_at (self, 10);
  g_autoptr (SusunItemStub) later = item_at (self, 20);
  g_signal_connect (stub, "notify::item", G_CALLBACK (let_go_cb), self);
  fixture_wait (is_filled, stub);
  drain (self->pages);
  g_assert_null (self->model);
  g_assert_nonnull (susun_item_stub_get_name (later));
}

static void
test_worker_stopped (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 1000) };

  show (self, &query);
  susun_worker_stop (self->pages);
  susun_worker_stop (self->queries);
  g_autoptr (SusunItemStub) stub = item_at (self, 0);
  susun_item_model_refresh (self->model);
  fixture_wait (is_at_rest, self);
  g_assert_null (susun_item_stub_get_item (stub));
  g_assert_cmpuint (length (self), ==, 1000);
  g_assert_cmpuint (self->failures, ==, 0);
}

static gboolean
has_failed (gpointer user_data)
{
  return ((World *) user_data)->failures > 0;
}

static void
test_no_history (World *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->history.folder, "none.db", NULL);
  g_autoptr (SusunWorker) worker = susun_worker_new ("none", path, SUSUN_STORE_READ_ONLY);
  g_autoptr (SusunItemModel) model = susun_item_model_new (worker, worker);
  SusunViewQuery query = { .run = 1 };

  g_signal_connect (model, "failed", G_CALLBACK (failed_cb), self);
  susun_item_model_set_query (model, &query);
  fixture_wait (has_failed, self);
  g_assert_false (susun_item_model_get_busy (model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 0);
}

/* --- a storm */

static gboolean
is_calm (gpointer user_data)
{
  World *self = user_data;
  const SusunViewCounts *counts = susun_item_model_get_counts (self->model);
  const SusunViewQuery *query = susun_item_model_get_query (self->model);

  return !susun_item_model_get_busy (self->model) && counts != NULL
         && counts->filters[query->filter] == length (self);
}

/* What the model shows when all is at rest is what the history holds. */
static void
assert_true_to_history (World *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  SusunItemQuery items;

  susun_view_query_to_items (susun_item_model_get_query (self->model), &items);
  ids = susun_store_list_item_ids (self->history.store, &items, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, length (self));
  g_assert_cmpuint (self->n_items, ==, length (self));
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpint (g_array_index (ids, gint64, i), ==,
                     susun_item_model_get_item_id (self->model, i));
}

static gboolean
are_filled (gpointer user_data)
{
  GPtrArray *stubs = user_data;

  for (guint i = 0; i < stubs->len; i++)
    if (susun_item_stub_get_item (stubs->pdata[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
decide_something (World *self, gint64 run, guint n)
{
  SusunOverride override = {
    .item = (run << 32) + 1 + g_test_rand_int_range (0, (gint32) n),
    .manual = SUSUN_WALL_NONE,
    .left_out = g_test_rand_bit (),
  };
  g_autoptr (GError) error = NULL;

  fixture_begin (&self->history);
  susun_store_set_override (self->history.store, &override, &error);
  g_assert_no_error (error);
  fixture_commit (&self->history);
}

/* Whatever is done in whatever order: stubs stay themselves and get filled with their own item, and
 * in the end the list is right. */
static void
test_storm (World *self, gconstpointer data)
{
  g_autoptr (SusunJob) job = toy_job_new (never_runs, NULL);
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  SusunViewQuery query = { .run = add_library (self, 3000) };
  guint n = 3000;

  susun_item_model_follow (self->model, job);
  susun_item_model_set_query (self->model, &query);
  for (guint step = 0; step < 1000; step++)
    {
      switch (g_test_rand_int_range (0, 12))
        {
        case 0:
          query.filter = g_test_rand_int_range (0, SUSUN_N_ITEM_FILTERS);
          susun_item_model_set_query (self->model, &query);
          break;
        case 1:
          query.search = g_test_rand_bit () ? NULL : (char *) "img_00";
          susun_item_model_set_query (self->model, &query);
          break;
        case 2:
          decide_something (self, query.run, n);
          susun_item_model_refresh (self->model);
          break;
        case 3:
          fixture_add_items (&self->history, query.run, n, 10);
          n += 10;
          susun_job_tell_items (job, n);
          break;
        case 4:
        case 5:
          if (held->len > 0)
            g_ptr_array_remove_index_fast (held, g_test_rand_int_range (0, (gint32) held->len));
          break;
        case 6:
        case 7:
          g_main_context_iteration (NULL, FALSE);
          break;
        default:
          if (length (self) > 0)
            g_ptr_array_add (held,
                             item_at (self, g_test_rand_int_range (0, (gint32) length (self))));
          break;
        }
    }
  susun_item_model_refresh (self->model);
  fixture_wait (is_calm, self);
  assert_true_to_history (self);
  fixture_wait (are_filled, held);
  for (guint i = 0; i < held->len; i++)
    g_assert_cmpint (susun_item_stub_get_item (held->pdata[i])->id, ==,
                     susun_item_stub_get_id (held->pdata[i]));
  g_assert_cmpuint (self->failures, ==, 0);
}

/* --- a million */

static void
execute (sqlite3 *handle, const char *sql)
{
  g_autofree char *message = NULL;

  if (sqlite3_exec (handle, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static char *
other_columns (sqlite3 *handle)
{
  sqlite3_stmt *stmt = NULL;
  char *columns;

  sqlite3_prepare_v2 (handle,
                      "SELECT group_concat (name, ', ') FROM pragma_table_info ('item')"
                      " WHERE name <> 'id'",
                      -1, &stmt, NULL);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  columns = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  return columns;
}

/* Doubles a run's items, again and again: SQLite alone is three times as fast as adding them. */
static guint
multiply (World *self, gint64 run, guint n, guint times)
{
  g_autofree char *columns = NULL;
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (self->history.path, &handle), ==, SQLITE_OK);
  execute (handle, "PRAGMA synchronous = OFF");
  columns = other_columns (handle);
  for (guint i = 0; i < times; i++, n *= 2)
    {
      g_autofree char *sql
          = g_strdup_printf ("INSERT INTO item (id, %s) SELECT id + %u, %s FROM item"
                             " WHERE id > %" G_GINT64_FORMAT " AND id <= %" G_GINT64_FORMAT,
                             columns, n, columns, run << 32, (run << 32) + n);
      execute (handle, sql);
    }
  sqlite3_close (handle);
  return n;
}

static void
test_million (World *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self, 1000) };
  guint n = multiply (self, query.run, 1000, 10);
  gint64 before = fixture_resident ();
  gint64 listed;

  show (self, &query);
  listed = fixture_resident ();
  g_assert_cmpuint (length (self), ==, n);
  g_assert_cmpuint (n, >, 1000000);
  for (guint i = 0; i < n; i += n / 50)
    {
      g_autoptr (SusunItemStub) stub = item_at (self, i);
      fixture_wait (is_filled, stub);
    }
  g_test_message ("%u ids: %.1f MB more resident, %.1f MB after scrolling", n,
                  (double) (listed - before) / 1e6, (double) (fixture_resident () - before) / 1e6);
#ifndef __SANITIZE_ADDRESS__
  /* The ids, as much again while the array grew, SQLite's cache and the rows. A million objects
   * would be more than 100 MB. */
  g_assert_cmpint (fixture_resident () - before, <, 45000000);
#endif
}

#define ADD(name, func) g_test_add ("/item-model/" name, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("stub-identity", test_stub_identity);
  ADD ("page-fills", test_page_fills);
  ADD ("bound", test_bound);
  ADD ("filter-change", test_filter_change);
  ADD ("splice", test_splice);
  ADD ("generation", test_generation);
  ADD ("old-answer", test_old_answer);
  ADD ("counts", test_counts);
  ADD ("refresh", test_refresh);
  ADD ("old-page", test_old_page);
  ADD ("growth", test_growth);
  ADD ("growth-filtered", test_growth_filtered);
  ADD ("dispose", test_dispose);
  ADD ("dispose-while-filling", test_dispose_while_filling);
  ADD ("worker-stopped", test_worker_stopped);
  ADD ("no-history", test_no_history);
  ADD ("storm", test_storm);
  ADD ("million", test_million);
  return g_test_run ();
}
