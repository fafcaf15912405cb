// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Jobs: running, progress and its signals, pause, cancel. */

#include "config.h"

#include <string.h>

#include "core/base/susun-error.h"
#include "tests/core/job/toy-job.h"

/* --- running */

static gboolean
count_runs (SusunJob *job, SusunStore *store, GCancellable *cancellable, gpointer user_data,
            GError **error)
{
  int *runs = user_data;

  g_assert_null (store);
  (*runs)++;
  return TRUE;
}

static gboolean
fail (SusunJob *job, SusunStore *store, GCancellable *cancellable, gpointer user_data,
      GError **error)
{
  return susun_throw (error, SUSUN_ERROR_REFUSED, "no");
}

static void
test_run (void)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  int runs = 0;
  g_autoptr (SusunJob) good = toy_job_new (count_runs, &runs);
  g_autoptr (SusunJob) bad = toy_job_new (fail, NULL);
  g_autoptr (SusunJob) late = toy_job_new (count_runs, &runs);

  g_assert_true (susun_job_run (good, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (runs, ==, 1);

  g_assert_false (susun_job_run (bad, NULL, NULL, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_REFUSED);
  g_clear_error (&error);

  /* Cancelled before it began: it does not begin. */
  g_cancellable_cancel (cancelled);
  g_assert_false (susun_job_run (late, NULL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (runs, ==, 1);

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*started*");
  g_assert_false (susun_job_run (good, NULL, NULL, NULL));
  g_test_assert_expected_messages ();
  g_assert_cmpint (runs, ==, 1);
}

/* --- progress */

#define N_THREADS 8
#define N_STEPS 5000

static gpointer
report_steps (gpointer data)
{
  SusunJob *job = data;

  for (guint i = 0; i < N_STEPS; i++)
    {
      susun_job_set_current (job, i % 2 == 0 ? "a/one.jpg" : "a/two.jpg");
      susun_job_add_done (job, 1, 0);
      susun_job_bytes_done (3, job);
      susun_job_add_total (job, 0, 1);
    }
  return NULL;
}

static gboolean
report_from_many_threads (SusunJob *job, SusunStore *store, GCancellable *cancellable,
                          gpointer user_data, GError **error)
{
  GThread *threads[N_THREADS];

  susun_job_begin_phase (job, SUSUN_PHASE_COPYING, N_THREADS * N_STEPS, 7);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("reporter", report_steps, job);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  susun_job_tell_items (job, 10);
  susun_job_tell_items (job, 20);
  return TRUE;
}

typedef struct
{
  GThread *thread;
  guint progressed;
  guint items_added;
  guint64 items;
  gboolean finished;
  gboolean ok;
  GError *error;   /* (owned) */
  GMainLoop *loop; /* (owned) */
} Heard;

static void
heard_set_up (Heard *heard)
{
  *heard = (Heard){ .thread = g_thread_self () };
  heard->loop = g_main_loop_new (g_main_context_get_thread_default (), FALSE);
}

static void
heard_clear (Heard *heard)
{
  g_clear_error (&heard->error);
  g_main_loop_unref (heard->loop);
}

static void
progressed_cb (SusunJob *job, Heard *heard)
{
  SusunProgress progress;

  g_assert_true (g_thread_self () == heard->thread);
  susun_job_get_progress (job, &progress);
  heard->progressed++;
}

static void
items_added_cb (SusunJob *job, guint64 count, Heard *heard)
{
  g_assert_true (g_thread_self () == heard->thread);
  heard->items_added++;
  heard->items = count;
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_true (g_thread_self () == heard->thread);
  heard->finished = TRUE;
  heard->ok = susun_job_finish (SUSUN_JOB (source), result, &heard->error);
  g_main_loop_quit (heard->loop);
}

static void
run_started (SusunJob *job, SusunWorker *worker, GCancellable *cancellable, Heard *heard)
{
  susun_job_start (job, worker, cancellable, finished_cb, heard);
  g_main_loop_run (heard->loop);
  g_assert_true (heard->finished);
}

/* Lets everything that is on its way arrive, a signal that waits for its time too. */
static void
drain (GMainContext *context, SusunJob *job)
{
  while (G_OBJECT (job)->ref_count > 1)
    g_main_context_iteration (context, TRUE);
}

static void
listen_to_progress (void)
{
  GMainContext *context = g_main_context_get_thread_default ();
  g_autoptr (SusunWorker) worker = susun_worker_new ("toy", NULL, SUSUN_STORE_WRITE);
  g_autoptr (SusunJob) job = toy_job_new (report_from_many_threads, NULL);
  SusunProgress progress;
  gint64 before = g_get_monotonic_time ();
  Heard heard;

  heard_set_up (&heard);
  g_signal_connect (job, "progressed", G_CALLBACK (progressed_cb), &heard);
  g_signal_connect (job, "items-added", G_CALLBACK (items_added_cb), &heard);
  susun_job_get_progress (job, &progress);
  g_assert_cmpint (progress.phase, ==, SUSUN_PHASE_WAITING);
  g_assert_cmpstr (progress.current, ==, "");

  run_started (job, worker, NULL, &heard);
  g_assert_no_error (heard.error);
  g_assert_true (heard.ok);
  susun_worker_stop (worker);
  drain (context, job);

  /* Nothing is lost, and little is told of it. */
  susun_job_get_progress (job, &progress);
  g_assert_cmpint (progress.phase, ==, SUSUN_PHASE_COPYING);
  g_assert_cmpuint (progress.files, ==, N_THREADS * N_STEPS);
  g_assert_cmpuint (progress.bytes, ==, 3 * N_THREADS * N_STEPS);
  g_assert_cmpuint (progress.total_files, ==, N_THREADS * N_STEPS);
  g_assert_cmpuint (progress.total_bytes, ==, 7 + N_THREADS * N_STEPS);
  g_assert_cmpint (progress.phase_started, >=, before);
  g_assert_cmpstr (progress.current, ==, "two.jpg");
  g_assert_false (progress.paused);
  g_assert_cmpuint (heard.progressed, >=, 1);
  g_assert_cmpint (heard.progressed, <=, 2 + (g_get_monotonic_time () - before) / 50000);
  g_assert_cmpuint (heard.items_added, >=, 1);
  g_assert_cmpuint (heard.items, ==, 20);
  heard_clear (&heard);
}

static void
test_progress (void)
{
  listen_to_progress ();
}

static gpointer
listen_in_thread (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  listen_to_progress ();
  g_main_context_pop_thread_default (context);
  return NULL;
}

/* Everything comes where the job was made, also when that is not the main thread. */
static void
test_progress_in_context (void)
{
  g_thread_join (g_thread_new ("maker", listen_in_thread, NULL));
}

/* Without a handler nothing waits in a context that nobody may ever run. */
static void
test_progress_unheard (void)
{
  g_autoptr (SusunJob) job = toy_job_new (report_from_many_threads, NULL);

  g_assert_true (susun_job_run (job, NULL, NULL, NULL));
  g_assert_false (g_main_context_pending (NULL));
  g_assert_cmpuint (G_OBJECT (job)->ref_count, ==, 1);
}

static void
ignore_cb (SusunJob *job, gpointer user_data)
{
}

/* However much is reported, one source at most is on its way: each holds the job. */
static void
test_one_pending (void)
{
  g_autoptr (SusunJob) job = toy_job_new (report_from_many_threads, NULL);

  g_signal_connect (job, "progressed", G_CALLBACK (ignore_cb), NULL);
  g_signal_connect (job, "items-added", G_CALLBACK (ignore_cb), NULL);
  for (guint round = 0; round < 3; round++)
    {
      for (guint i = 0; i < 100; i++)
        {
          susun_job_add_done (job, 1, 1);
          susun_job_tell_items (job, i);
          g_assert_cmpuint (G_OBJECT (job)->ref_count, ==, 2);
        }
      drain (NULL, job);
    }
}

static void
test_current (void)
{
  static const struct
  {
    const char *path;
    const char *expected;
  } cases[] = {
    { "a/b/IMG_1.jpg", "IMG_1.jpg" },
    { "IMG_1.jpg", "IMG_1.jpg" },
    { "a/\xff\n.jpg", "\\xFF\\x0A.jpg" },
    { "a/caf\xc3\xa9", "caf\xc3\xa9" },
    { NULL, "" },
  };
  g_autoptr (SusunJob) job = toy_job_new (fail, NULL);
  SusunProgress progress;
  char name[256];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      susun_job_set_current (job, cases[i].path);
      susun_job_get_progress (job, &progress);
      g_assert_cmpstr (progress.current, ==, cases[i].expected);
    }

  /* As long as a name can be, and longer when it is shown: shortened where a character ends. */
  for (guint lead = 1; lead < 8; lead++)
    {
      memset (name, 0xff, sizeof name - 1);
      name[sizeof name - 1] = '\0';
      for (guint i = lead; i + 2 < sizeof name; i += 2)
        memcpy (name + i, "\xc3\xa9", 2);
      susun_job_set_current (job, name);
      susun_job_get_progress (job, &progress);
      g_assert_true (g_utf8_validate (progress.current, -1, NULL));
      g_assert_cmpuint (strlen (progress.current), >=, 250);
      g_assert_true (g_str_has_prefix (progress.current, "\\xFF"));
    }
  /* A new phase begins with nothing in hand. */
  susun_job_begin_phase (job, SUSUN_PHASE_VERIFYING, 1, 1);
  susun_job_get_progress (job, &progress);
  g_assert_cmpstr (progress.current, ==, "");
}

/* --- pause and cancel */

typedef struct
{
  GAsyncQueue *arrived; /* (owned): told before each look */
  int allowed;          /* (atomic): set right before the pause is taken back */
  guint steps;
} Steps;

static gboolean
step_by_step (SusunJob *job, SusunStore *store, GCancellable *cancellable, gpointer user_data,
              GError **error)
{
  Steps *steps = user_data;

  for (guint i = 0; i < 3; i++)
    {
      g_async_queue_push (steps->arrived, GUINT_TO_POINTER (i + 1));
      if (!susun_job_go_on (job, cancellable, error))
        return FALSE;
      g_assert_cmpint (g_atomic_int_get (&steps->allowed), ==, 1);
      steps->steps++;
    }
  return TRUE;
}

static void
test_pause (void)
{
  g_autoptr (SusunWorker) worker = susun_worker_new ("toy", NULL, SUSUN_STORE_WRITE);
  Steps steps = { .arrived = g_async_queue_new () };
  g_autoptr (SusunJob) job = toy_job_new (step_by_step, &steps);
  SusunProgress progress;
  Heard heard;

  heard_set_up (&heard);
  susun_job_set_paused (job, TRUE);
  susun_job_start (job, worker, NULL, finished_cb, &heard);
  g_async_queue_pop (steps.arrived);
  susun_job_get_progress (job, &progress);
  g_assert_true (progress.paused);
  g_atomic_int_set (&steps.allowed, 1);
  susun_job_set_paused (job, FALSE);
  g_main_loop_run (heard.loop);
  g_assert_true (heard.ok);
  g_assert_cmpuint (steps.steps, ==, 3);
  susun_job_get_progress (job, &progress);
  g_assert_false (progress.paused);
  heard_clear (&heard);
  g_async_queue_unref (steps.arrived);
}

static void
test_cancel_while_paused (void)
{
  g_autoptr (SusunWorker) worker = susun_worker_new ("toy", NULL, SUSUN_STORE_WRITE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Steps steps = { .arrived = g_async_queue_new () };
  g_autoptr (SusunJob) job = toy_job_new (step_by_step, &steps);
  Heard heard;

  heard_set_up (&heard);
  susun_job_set_paused (job, TRUE);
  susun_job_start (job, worker, cancellable, finished_cb, &heard);
  g_async_queue_pop (steps.arrived);
  g_cancellable_cancel (cancellable);
  g_main_loop_run (heard.loop);
  g_assert_false (heard.ok);
  g_assert_error (heard.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (steps.steps, ==, 0);
  heard_clear (&heard);
  g_async_queue_unref (steps.arrived);
}

/* Cancelled and woken over and over: neither is lost, at whatever moment it comes. */
static void
test_cancel_races (void)
{
  g_autoptr (SusunWorker) worker = susun_worker_new ("toy", NULL, SUSUN_STORE_WRITE);

  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Steps steps = { .arrived = g_async_queue_new (), .allowed = 1 };
      g_autoptr (SusunJob) job = toy_job_new (step_by_step, &steps);
      Heard heard;
      heard_set_up (&heard);
      susun_job_set_paused (job, TRUE);
      susun_job_start (job, worker, cancellable, finished_cb, &heard);
      if (i % 4 < 2)
        g_async_queue_pop (steps.arrived);
      if (i % 2 == 0)
        g_cancellable_cancel (cancellable);
      else
        susun_job_set_paused (job, FALSE);
      g_main_loop_run (heard.loop);
      g_assert_cmpint (heard.ok, ==, i % 2 == 1);
      g_assert_cmpuint (steps.steps, ==, i % 2 == 1 ? 3 : 0);
      heard_clear (&heard);
      g_async_queue_unref (steps.arrived);
    }
}

static gboolean
finish_in_spite (SusunJob *job, SusunStore *store, GCancellable *cancellable, gpointer user_data,
                 GError **error)
{
  g_cancellable_cancel (cancellable);
  return TRUE;
}

/* Work that was done is told as done, though the cancel came before its end. */
static void
test_cancel_too_late (void)
{
  g_autoptr (SusunWorker) worker = susun_worker_new ("toy", NULL, SUSUN_STORE_WRITE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SusunJob) job = toy_job_new (finish_in_spite, NULL);
  Heard heard;

  heard_set_up (&heard);
  run_started (job, worker, cancellable, &heard);
  g_assert_no_error (heard.error);
  g_assert_true (heard.ok);
  heard_clear (&heard);
}

static void
test_labels (void)
{
  for (SusunPhase a = SUSUN_PHASE_WAITING; a <= SUSUN_PHASE_REPORTING; a++)
    for (SusunPhase b = a + 1; b <= SUSUN_PHASE_REPORTING; b++)
      g_assert_cmpstr (susun_phase_label (a), !=, susun_phase_label (b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/run", test_run);
  g_test_add_func ("/job/progress", test_progress);
  g_test_add_func ("/job/progress-in-context", test_progress_in_context);
  g_test_add_func ("/job/progress-unheard", test_progress_unheard);
  g_test_add_func ("/job/one-pending", test_one_pending);
  g_test_add_func ("/job/current", test_current);
  g_test_add_func ("/job/pause", test_pause);
  g_test_add_func ("/job/cancel-while-paused", test_cancel_while_paused);
  g_test_add_func ("/job/cancel-races", test_cancel_races);
  g_test_add_func ("/job/cancel-too-late", test_cancel_too_late);
  g_test_add_func ("/job/labels", test_labels);
  return g_test_run ();
}
