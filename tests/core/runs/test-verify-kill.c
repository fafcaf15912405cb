// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/susun-error.h"
#include "core/base/susun-sys.h"
#include "core/runs/susun-resume.h"
#include "core/runs/susun-verify.h"
#include "tests/core/runs/runs-fixture.h"

/* Verification killed (or failed) at the n-th call through the seam, n = 1, 2, … until it comes
 * through, then gone on with: every row must be in exactly one output, once, with the verdict that
 * an undisturbed run gives it. Three batches; most rows need no file, so that it stays quick. */

#define ROWS 600
#define PAIRS 8

static const char *const outputs[]
    = { "verified.csv", "unverified.csv", "state.json", "sums", "history" };

static void
write_rows (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "report.csv");
  Report *report = report_new (path);

  for (guint i = 0; i < ROWS; i++)
    {
      gboolean pair = i % (ROWS / PAIRS) == 7;
      g_autofree char *name = g_strdup_printf ("%04u.jpg", i);
      g_autofree char *source = g_build_filename (self->source, name, NULL);
      g_autofree char *destination = g_build_filename (self->archive, name, NULL);
      if (pair)
        {
          fixture_put (self->source, name, name);
          fixture_put (self->archive, name, i % 2 == 0 ? "other" : name);
        }
      /* Paths that are not followed. */
      g_autofree char *nowhere = g_strconcat ("/..", source, NULL);
      report_add (report, self->run_id, "copy", "ok", pair ? source : nowhere,
                  pair ? destination : nowhere, 8, NULL);
    }
  report_end (report);
}

static SusunVerifyOptions *
options_new (Fixture *self, gboolean with_state)
{
  SusunVerifyOptions *options = susun_verify_options_new ();

  options->input_csv = fixture_path (self, "report.csv");
  options->verified_out = fixture_path (self, "verified.csv");
  options->unverified_out = fixture_path (self, "unverified.csv");
  options->sha256sums = fixture_path (self, "sums");
  options->state_file = with_state ? fixture_path (self, "state.json") : NULL;
  options->workers = 1;
  return options;
}

static void
clear_outputs (Fixture *self)
{
  fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autofree char *path = fixture_path (self, outputs[i]);
      if (!g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          g_unlink (path);
          continue;
        }
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          g_unlink (child);
        }
      g_rmdir (path);
    }
}

static char *
dup_truth (Fixture *self)
{
  g_autofree char *verified = fixture_path (self, "verified.csv");
  g_autofree char *unverified = fixture_path (self, "unverified.csv");
  g_autofree char *sums = fixture_path (self, "sums");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (verified, &first, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (unverified, &second, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (sums, &third, NULL, &error);
  g_assert_no_error (error);
  return g_strconcat (first, second, third, NULL);
}

/* --- one disturbance */

typedef struct
{
  guint64 at;
  guint64 calls;
  SusunSysPhase phase;
  int failure; /* 0: kill */
} Disturbance;

static int
disturb (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  Disturbance *self = user_data;

  /* A file that cannot be read is a verdict; what must fail is writing. */
  gboolean writes = call == SUSUN_SYS_WRITE || call == SUSUN_SYS_FSYNC || call == SUSUN_SYS_RENAME
                    || call == SUSUN_SYS_COMMIT || call == SUSUN_SYS_ALLOCATE;
  if (phase != self->phase || (self->failure != 0 && !writes) || ++self->calls != self->at)
    return 0;
  if (self->failure == 0)
    kill (getpid (), SIGKILL);
  return self->failure;
}

typedef enum
{
  ENDED_WELL,
  ENDED_BADLY,
  KILLED,
} End;

static End
run_disturbed (Fixture *self, Disturbance *disturbance, gboolean with_state)
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    {
      /* Or the child draws the run_id that the parent draws next. */
      g_random_set_seed ((guint32) disturbance->at);
      susun_sys_set_hook (disturb, disturbance);
      g_autofree char *path = fixture_path (self, "history/history.db");
      SusunStore *store = susun_store_open (path, SUSUN_STORE_WRITE, NULL);
      SusunJob *job = susun_verify_job_new (options_new (self, with_state));
      gboolean ok = store != NULL && susun_job_run (job, store, NULL, NULL);
      /* It may come through all the same, where a failure does not matter; then nothing was hit. */
      _exit (ok && disturbance->calls < disturbance->at ? 0 : 1);
    }
  g_assert_cmpint (child, >, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFSIGNALED (status))
    {
      g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
      return KILLED;
    }
  return WEXITSTATUS (status) == 0 ? ENDED_WELL : ENDED_BADLY;
}

/* By the history: the run that was begun goes on; when none was, it is begun. */
static void
go_on_by_history (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = susun_store_list_runs (fixture_store (self), 0, &error);
  SusunJob *job = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, <=, 1);
  if (runs->len == 0)
    job = susun_verify_job_new (options_new (self, FALSE));
  else if (((SusunRun *) runs->pdata[0])->state == SUSUN_RUN_STATE_FINISHED)
    return;
  else
    job = susun_resume_job_new (self->store, ((SusunRun *) runs->pdata[0])->run_id, 1, &error);
  g_assert_no_error (error);
  g_autoptr (SusunRunJob) done = fixture_run (self, job, -1);

  SusunItemQuery query = { .run = susun_run_job_get_run (done)->id };
  g_assert_cmpint (susun_store_count_items (self->store, &query, NULL), ==, ROWS);
}

/* By the state file: the same command again. */
static void
go_on_by_state (Fixture *self)
{
  g_autoptr (SusunRunJob) done
      = fixture_run (self, susun_verify_job_new (options_new (self, TRUE)), -1);

  g_assert_nonnull (susun_run_job_get_run (done));
}

static void
sweep (Fixture *self, gboolean with_state, int failure)
{
  const char *how = with_state ? "state file" : "history";
  g_autofree char *truth = NULL;
  guint64 points = 0;

  write_rows (self);
  g_autoptr (SusunRunJob) undisturbed G_GNUC_UNUSED
      = fixture_run (self, susun_verify_job_new (options_new (self, with_state)), -1);
  truth = dup_truth (self);
  clear_outputs (self);

  for (SusunSysPhase phase = SUSUN_SYS_BEFORE;
       phase <= (failure == 0 ? SUSUN_SYS_AFTER : SUSUN_SYS_BEFORE); phase++)
    for (guint64 n = 1;; n += fixture_stride ())
      {
        Disturbance disturbance = { .at = n, .phase = phase, .failure = failure };
        End end = run_disturbed (self, &disturbance, with_state);
        if (end == ENDED_WELL)
          break;
        points++;
        g_assert_cmpint (end, ==, failure == 0 ? KILLED : ENDED_BADLY);
        if (with_state)
          go_on_by_state (self);
        else
          go_on_by_history (self);
        g_autofree char *found = dup_truth (self);
        if (strcmp (found, truth) != 0)
          g_error ("%s, point %" G_GUINT64_FORMAT
                   ": the outputs are not those of an undisturbed run",
                   how, n);
        clear_outputs (self);
      }
  g_test_message ("%s, %s: %" G_GUINT64_FORMAT " points", how,
                  failure == 0 ? "killed" : g_strerror (failure), points);
  g_assert_cmpuint (points * fixture_stride (), >, failure == 0 ? 100 : 20);
}

static void
test_killed_history (Fixture *self, gconstpointer data)
{
  sweep (self, FALSE, 0);
}

static void
test_killed_state (Fixture *self, gconstpointer data)
{
  sweep (self, TRUE, 0);
}

static void
test_failed_history (Fixture *self, gconstpointer data)
{
  sweep (self, FALSE, ENOSPC);
}

static void
test_failed_state (Fixture *self, gconstpointer data)
{
  sweep (self, TRUE, EIO);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/verify-kill/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  /* Thousands of runs with dozens of fsyncs each: in memory, where they cost nothing. */
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("history", test_killed_history);
  ADD ("state file", test_killed_state);
  ADD ("history, disk full", test_failed_history);
  ADD ("state file, disk failing", test_failed_state);
  return g_test_run ();
}
