// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* The worker: order, its thread, its context, its store, its end. */

#include "config.h"

#include <glib/gstdio.h>

#include "tests/core/job/toy-job.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("susun-worker-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "history.db", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  static const char *const suffixes[] = { "", ".lock", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->path, suffixes[i], NULL);
      g_remove (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

/* --- what the tasks do */

typedef struct
{
  GPtrArray *order; /* (element-type guint): as they ran; used by the worker only until it stops */
  GThread *thread;
} Seen;

static void
note_order (GTask *task, SusunStore *store, const GError *error)
{
  Seen *seen = g_task_get_source_tag (task);

  g_assert_no_error (error);
  g_assert_true (seen->thread == NULL || seen->thread == g_thread_self ());
  seen->thread = g_thread_self ();
  g_ptr_array_add (seen->order, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

static void
push (SusunWorker *worker, SusunWorkerFunc func, gpointer tag, guint number,
      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, GUINT_TO_POINTER (number), NULL);
  susun_worker_push (worker, task, func);
}

static void
test_order (void)
{
  g_autoptr (SusunWorker) worker = susun_worker_new ("toy", NULL, SUSUN_STORE_WRITE);
  Seen seen = { .order = g_ptr_array_new () };

  for (guint i = 0; i < 1000; i++)
    push (worker, note_order, &seen, i, NULL, NULL);
  /* What is queued is done before it ends. */
  susun_worker_stop (worker);
  g_assert_cmpuint (seen.order->len, ==, 1000);
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (g_ptr_array_index (seen.order, i)), ==, i);
  g_assert_true (seen.thread != g_thread_self ());
  g_ptr_array_unref (seen.order);
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (GAsyncResult **kept)
{
  while (*kept == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *kept;
}

static void
test_stopped (void)
{
  g_autoptr (SusunWorker) worker = susun_worker_new ("toy", NULL, SUSUN_STORE_WRITE);
  Seen seen = { .order = g_ptr_array_new () };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  susun_worker_stop (worker);
  susun_worker_stop (worker);
  push (worker, note_order, &seen, 1, keep_result_cb, &result);
  wait_for_result (&result);
  g_assert_false (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_cmpuint (seen.order->len, ==, 0);
  g_ptr_array_unref (seen.order);
}

static void
look_at_context (GTask *task, SusunStore *store, const GError *error)
{
  GMainContext *context = g_main_context_get_thread_default ();

  g_assert_null (store);
  g_task_return_boolean (task, context != NULL && context != g_main_context_default ());
}

static void
test_context (void)
{
  g_autoptr (SusunWorker) worker = susun_worker_new ("toy", NULL, SUSUN_STORE_WRITE);
  g_autoptr (GAsyncResult) result = NULL;

  push (worker, look_at_context, NULL, 0, keep_result_cb, &result);
  g_assert_true (g_task_propagate_boolean (G_TASK (wait_for_result (&result)), NULL));
}

static void
drop_worker (GTask *task, SusunStore *store, const GError *error)
{
  SusunWorker *worker = g_task_get_task_data (task);

  g_assert_finalize_object (worker);
  g_task_return_boolean (task, TRUE);
}

/* The last reference may go with a task, on the thread that would have to be waited for. */
static void
test_dropped_on_itself (void)
{
  SusunWorker *worker = susun_worker_new ("toy", NULL, SUSUN_STORE_WRITE);
  g_autoptr (GTask) task = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  task = g_task_new (NULL, NULL, keep_result_cb, &result);
  g_task_set_task_data (task, worker, NULL);
  susun_worker_push (worker, task, drop_worker);
  g_assert_true (g_task_propagate_boolean (G_TASK (wait_for_result (&result)), NULL));
}

/* --- the store */

static gboolean
add_run (SusunJob *job, SusunStore *store, GCancellable *cancellable, gpointer user_data,
         GError **error)
{
  Seen *seen = user_data;
  g_autoptr (SusunRun) run = susun_run_new ();

  /* All jobs on one thread; the store is opened there whenever it is needed. */
  g_assert_nonnull (store);
  g_assert_true (seen->thread == NULL || seen->thread == g_thread_self ());
  seen->thread = g_thread_self ();

  run->run_id = g_uuid_string_random ();
  run->chain_id = g_strdup (run->run_id);
  run->kind = SUSUN_RUN_ORGANIZE;
  run->state = SUSUN_RUN_STATE_FINISHED;
  return susun_store_begin (store, error) && susun_store_add_run (store, run, error)
         && susun_store_commit (store, error);
}

static gboolean
run_job (SusunWorker *worker, ToyFunc func, gpointer user_data, GError **error)
{
  g_autoptr (SusunJob) job = toy_job_new (func, user_data);
  g_autoptr (GAsyncResult) result = NULL;

  susun_job_start (job, worker, NULL, keep_result_cb, &result);
  return susun_job_finish (job, wait_for_result (&result), error);
}

static guint
count_runs (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (fixture->path, SUSUN_STORE_READ_ONLY, &error);
  g_autoptr (GPtrArray) runs = NULL;

  g_assert_no_error (error);
  runs = susun_store_list_runs (store, 0, &error);
  g_assert_no_error (error);
  return runs->len;
}

static void
test_store (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunWorker) worker = susun_worker_new ("toy", fixture->path, SUSUN_STORE_WRITE);
  g_autoptr (GError) error = NULL;
  Seen seen = { 0 };

  /* Opened with the first task, not before. */
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (run_job (worker, add_run, &seen, &error));
      g_assert_no_error (error);
    }
  g_assert_true (seen.thread != g_thread_self ());
  g_assert_cmpuint (count_runs (fixture), ==, 3);

  /* Idle, it lets go of the lock: another may have it (the answer came a moment before that). */
  SusunStore *other = NULL;
  for (guint i = 0; i < 500 && other == NULL; i++)
    {
      g_clear_error (&error);
      other = susun_store_open (fixture->path, SUSUN_STORE_WRITE, &error);
      if (other == NULL)
        g_usleep (10000);
    }
  g_assert_no_error (error);
  susun_store_close (other);
  /* And takes it again when there is work. */
  g_assert_true (run_job (worker, add_run, &seen, &error));
  g_assert_no_error (error);

  /* Closed at the end, too. */
  susun_worker_stop (worker);
  {
    g_autoptr (SusunStore) store = susun_store_open (fixture->path, SUSUN_STORE_WRITE, &error);
    g_assert_no_error (error);
    g_assert_nonnull (store);
  }
}

static void
test_store_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunWorker) worker = susun_worker_new ("toy", fixture->path, SUSUN_STORE_WRITE);
  g_autoptr (GError) error = NULL;
  SusunStore *other = susun_store_open (fixture->path, SUSUN_STORE_WRITE, &error);
  Seen seen = { 0 };

  g_assert_no_error (error);
  g_assert_false (run_job (worker, add_run, &seen, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_null (seen.thread);

  /* The next one tries again. */
  susun_store_close (other);
  g_assert_true (run_job (worker, add_run, &seen, &error));
  g_assert_no_error (error);
}

static gboolean
count_in_job (SusunJob *job, SusunStore *store, GCancellable *cancellable, gpointer user_data,
              GError **error)
{
  g_autoptr (GPtrArray) runs = susun_store_list_runs (store, 0, error);
  guint *count = user_data;

  if (runs == NULL)
    return FALSE;
  *count = runs->len;
  return TRUE;
}

/* The window's reader beside the writer: it finds the history when there is one, and what is new.
 */
static void
test_reader (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunWorker) writer = susun_worker_new ("writer", fixture->path, SUSUN_STORE_WRITE);
  g_autoptr (SusunWorker) reader
      = susun_worker_new ("reader", fixture->path, SUSUN_STORE_READ_ONLY);
  g_autoptr (GError) error = NULL;
  guint count = 99;
  Seen seen = { 0 };

  g_assert_false (run_job (reader, count_in_job, &count, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  for (guint i = 1; i <= 3; i++)
    {
      g_assert_true (run_job (writer, add_run, &seen, &error));
      g_assert_true (run_job (reader, count_in_job, &count, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (count, ==, i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/order", test_order);
  g_test_add_func ("/worker/stopped", test_stopped);
  g_test_add_func ("/worker/context", test_context);
  g_test_add_func ("/worker/dropped-on-itself", test_dropped_on_itself);
  g_test_add ("/worker/store", Fixture, NULL, set_up, test_store, tear_down);
  g_test_add ("/worker/store-locked", Fixture, NULL, set_up, test_store_locked, tear_down);
  g_test_add ("/worker/reader", Fixture, NULL, set_up, test_reader, tear_down);
  return g_test_run ();
}
