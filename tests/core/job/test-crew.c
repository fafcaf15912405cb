// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* The crew: everything once, never two at a time with one worker's buffers, in order when alone. */

#include "config.h"

#include "core/job/susun-crew.h"

#define N 20000
#define MOST_WORKERS 8

typedef struct
{
  guint workers;
  int seen[N];            /* (atomic) */
  int busy[MOST_WORKERS]; /* (atomic) */
  guint order[N];         /* with one worker only */
  guint n;
  GThread *caller;
} Work;

static void
do_one (guint index, guint worker, gpointer user_data)
{
  Work *work = user_data;

  g_assert_cmpuint (worker, <, work->workers);
  g_assert_cmpint (g_atomic_int_add (&work->busy[worker], 1), ==, 0);
  g_atomic_int_inc (&work->seen[index]);
  if (work->workers == 1)
    {
      g_assert_true (g_thread_self () == work->caller);
      work->order[work->n++] = index;
    }
  g_assert_cmpint (g_atomic_int_add (&work->busy[worker], -1), ==, 1);
}

static void
test_crew (gconstpointer data)
{
  static const guint sizes[] = { 0, 1, 2, 7, N, 3, N };
  g_autofree Work *work = g_new0 (Work, 1);
  g_autoptr (SusunCrew) crew = NULL;

  work->workers = GPOINTER_TO_UINT (data);
  work->caller = g_thread_self ();
  crew = susun_crew_new (work->workers);
  g_assert_cmpuint (susun_crew_get_workers (crew), ==, work->workers);
  /* One crew for many calls, shorter and longer than it has workers. */
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      for (guint i = 0; i < N; i++)
        work->seen[i] = 0;
      work->n = 0;
      susun_crew_run (crew, sizes[s], do_one, work);
      for (guint i = 0; i < N; i++)
        g_assert_cmpint (g_atomic_int_get (&work->seen[i]), ==, i < sizes[s]);
      for (guint i = 0; i < work->n; i++)
        g_assert_cmpuint (work->order[i], ==, i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/crew/one", GUINT_TO_POINTER (1), test_crew);
  g_test_add_data_func ("/crew/two", GUINT_TO_POINTER (2), test_crew);
  g_test_add_data_func ("/crew/eight", GUINT_TO_POINTER (MOST_WORKERS), test_crew);
  return g_test_run ();
}
