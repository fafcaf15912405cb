// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <sys/resource.h>

#include "core/base/susun-sys.h"
#include "core/runs/susun-organize.h"

/*
 * usage: phases SOURCE ARCHIVE HISTORY_DB REPORT_CSV report|copy
 *
 * One organize run, and as JSON what each of its phases took: seconds, seconds of processor time,
 * calls of each kind. What a program sees from outside is the sum only. Phases are told apart by
 * looking ten thousand times a second.
 */

#define LOOK_EVERY_US 100
#define N_PHASES (SUSUN_PHASE_REPORTING + 1)

typedef struct
{
  double wall;
  double cpu;
  guint64 calls[SUSUN_N_SYS_CALLS];
} Phase;

static const char *const phase_nicks[N_PHASES] = {
  "waiting",   "scanning", "comparing", "planning",  "copying",
  "verifying", "moving",   "removing",  "reporting",
};

static int calls[SUSUN_N_SYS_CALLS]; /* (atomic) */
static int finished;                 /* (atomic) */

static int
count_call (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  if (phase == SUSUN_SYS_BEFORE)
    g_atomic_int_inc (&calls[call]);
  return 0;
}

static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* What was taken since the last look belongs to the phase that was seen then. */
static gpointer
watch_in_worker (gpointer data)
{
  SusunJob *job = data;
  Phase *phases = g_new0 (Phase, N_PHASES);
  gint64 wall = g_get_monotonic_time ();
  double cpu = cpu_seconds ();
  guint64 counted[SUSUN_N_SYS_CALLS] = { 0 };
  SusunProgress progress = { .phase = SUSUN_PHASE_WAITING };
  gboolean last = FALSE;

  while (!last)
    {
      SusunPhase before = progress.phase;
      last = g_atomic_int_get (&finished);
      susun_job_get_progress (job, &progress);
      if (progress.phase != before || last)
        {
          gint64 now = g_get_monotonic_time ();
          double cpu_now = cpu_seconds ();
          phases[before].wall += (double) (now - wall) / 1e6;
          phases[before].cpu += cpu_now - cpu;
          for (guint i = 0; i < SUSUN_N_SYS_CALLS; i++)
            {
              guint64 so_far = (guint64) g_atomic_int_get (&calls[i]);
              phases[before].calls[i] += so_far - counted[i];
              counted[i] = so_far;
            }
          wall = now;
          cpu = cpu_now;
        }
      g_usleep (LOOK_EVERY_US);
    }
  return phases;
}

static void
print_phases (const Phase *phases)
{
  const char *separator = "";

  g_print ("{");
  for (guint i = 0; i < N_PHASES; i++)
    {
      if (phases[i].wall == 0.0)
        continue;
      g_print ("%s\n  \"%s\": {\"wall\": %.6f, \"cpu\": %.6f", separator, phase_nicks[i],
               phases[i].wall, phases[i].cpu);
      for (guint j = 0; j < SUSUN_N_SYS_CALLS; j++)
        if (phases[i].calls[j] > 0)
          g_print (", \"%s\": %" G_GUINT64_FORMAT, susun_sys_call_nick (j), phases[i].calls[j]);
      g_print ("}");
      separator = ",";
    }
  g_print ("\n}\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = NULL;
  g_autoptr (SusunJob) job = NULL;
  SusunOrganizeOptions *options;
  g_autofree Phase *phases = NULL;
  GThread *watcher;
  gboolean ok;

  if (argc != 6)
    {
      g_printerr ("usage: phases SOURCE ARCHIVE HISTORY_DB REPORT_CSV report|copy\n");
      return 2;
    }
  options = susun_organize_options_new ();
  if (options->sources == NULL)
    options->sources = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (options->sources, g_strdup (argv[1]));
  g_free (options->destination);
  options->destination = g_strdup (argv[2]);
  g_free (options->report_csv);
  options->report_csv = g_strdup (argv[4]);
  options->mode = g_str_equal (argv[5], "copy") ? SUSUN_MODE_COPY : SUSUN_MODE_REPORT;

  susun_sys_set_hook (count_call, NULL);
  store = susun_store_open (argv[3], SUSUN_STORE_WRITE, &error);
  if (store == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  job = susun_organize_job_new (options);
  watcher = g_thread_new ("watch", watch_in_worker, job);
  ok = susun_job_run (job, store, NULL, &error);
  g_atomic_int_set (&finished, 1);
  phases = g_thread_join (watcher);
  if (!ok)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  print_phases (phases);
  return 0;
}
