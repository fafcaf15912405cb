// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/susun-error.h"
#include "core/base/susun-sys.h"
#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-resume.h"
#include "tests/core/runs/runs-fixture.h"

/* Dedupe killed (or failed) at the n-th call through the seam, n = 1, 2, … until it comes through.
 * Right after that every file of the archive is still there, in the archive or in the quarantine;
 * gone on with, files and lists are those of an undisturbed run. */

static const struct
{
  const char *rel;
  const char *content;
} copies[] = {
  { "2019/IMG_1.jpg", "one" },  { "2019/Hari Raya.jpg", "one" }, { "2019/sub/IMG_1.jpg", "one" },
  { "2020/IMG_2.jpg", "two" },  { "2020/IMG_2 (2).jpg", "two" }, { "2021/alone.jpg", "alone" },
  { "no year/a.jpg", "three" }, { "no year/b.jpg", "three" },
};

static void
make_archive (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "manifest.csv");
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  SusunCsvWriter *writer = susun_csv_writer_new (fd, path);

  g_assert_true (susun_verify_report_write_header (writer, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autofree char *destination = g_build_filename (self->archive, copies[i].rel, NULL);
      SusunHash hash = hash_of (copies[i].content);
      SusunVerifyRow row = {
        .run_id = self->run_id,
        .source_path = "/media/card/x.jpg",
        .destination_path = destination,
        .source_hash = &hash,
        .destination_hash = &hash,
        .status = SUSUN_VERIFICATION_VERIFIED,
      };
      g_assert_true (susun_verify_report_write_row (writer, &row, NULL));
    }
  g_assert_true (susun_csv_writer_flush (writer, NULL));
  susun_csv_writer_free (writer);
}

static SusunDedupeOptions *
options_new (Fixture *self, gboolean with_state)
{
  SusunDedupeOptions *options = susun_dedupe_options_new ();

  options->manifest = fixture_path (self, "manifest.csv");
  options->archive_root = g_strdup (self->archive);
  options->quarantine_root = g_strdup (self->quarantine);
  options->keep_out = fixture_path (self, "keep.csv");
  options->dupes_out = fixture_path (self, "dupes.csv");
  options->expected_run_id = g_strdup (self->run_id);
  options->state_file = with_state ? fixture_path (self, "state.json") : NULL;
  options->workers = 1;
  return options;
}

/* --- the tree */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* "rel=content" of every file below, in order; without files when @content is NULL. */
static void
list_tree (GPtrArray *into, const char *folder, const char *rel)
{
  g_autofree char *path = g_build_filename (folder, rel, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  if (dir == NULL && g_file_get_contents (path, &text, NULL, NULL))
    g_ptr_array_add (into, g_strdup_printf ("%s=%s", rel, text));
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *child = g_build_filename (rel, name, NULL);
      list_tree (into, folder, child);
    }
}

/* Everything that is to be the same after a disturbance: all files but those of the history. */
static char *
dup_truth (Fixture *self)
{
  static const char *const parts[]
      = { "archive", "quarantine", "keep.csv", "dupes.csv", "state.json" };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    list_tree (all, self->base, parts[i]);
  g_ptr_array_sort (all, compare_names);
  g_ptr_array_add (all, NULL);
  return g_strjoinv ("\n", (char **) all->pdata);
}

/* How often every content stands in archive and quarantine together, if only for a moment twice. */
static void
assert_nothing_lost (Fixture *self, guint64 point)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  list_tree (all, self->base, "archive");
  list_tree (all, self->base, "quarantine");
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      guint wanted = 0, found = 0;
      for (guint j = 0; j < G_N_ELEMENTS (copies); j++)
        wanted += strcmp (copies[i].content, copies[j].content) == 0;
      for (guint j = 0; j < all->len; j++)
        found += strcmp (strchr (all->pdata[j], '=') + 1, copies[i].content) == 0;
      if (found < wanted)
        g_error ("point %" G_GUINT64_FORMAT ": “%s” is there %u times, not %u", point,
                 copies[i].content, found, wanted);
    }
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_remove (path);
}

static void
set_back (Fixture *self)
{
  static const char *const parts[]
      = { "archive", "quarantine", "keep.csv", "dupes.csv", "state.json", "history" };

  fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = fixture_path (self, parts[i]);
      remove_tree (path);
    }
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    fixture_put (self->archive, copies[i].rel, copies[i].content);
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

  if (phase != self->phase || ++self->calls != self->at)
    return 0;
  if (self->failure == 0)
    kill (getpid (), SIGKILL);
  return self->failure;
}

/* Returns: TRUE when there was nothing left to be hit */
static gboolean
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
      SusunJob *job = susun_dedupe_job_new (options_new (self, with_state));
      gboolean ok = store != NULL && susun_job_run (job, store, NULL, NULL);
      _exit (ok && disturbance->calls < disturbance->at ? 0 : 1);
    }
  g_assert_cmpint (child, >, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFSIGNALED (status))
    g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

/* The run goes on; one that had not begun is begun again. */
static void
go_on (Fixture *self, gboolean with_state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = susun_store_list_runs (fixture_store (self), 0, &error);

  g_assert_no_error (error);
  if (runs->len > 0)
    {
      const SusunRun *last = runs->pdata[0];
      if (last->state == SUSUN_RUN_STATE_FINISHED)
        return;
      g_autoptr (SusunJob) job = susun_resume_job_new (self->store, last->run_id, 1, &error);
      g_assert_no_error (error);
      if (susun_job_run (job, self->store, NULL, &error))
        return;
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
    }
  g_object_unref (fixture_run (self, susun_dedupe_job_new (options_new (self, with_state)), -1));
}

static void
sweep (Fixture *self, gboolean with_state)
{
  guint64 points = 0;

  make_archive (self);
  set_back (self);
  g_object_unref (fixture_run (self, susun_dedupe_job_new (options_new (self, with_state)), -1));
  g_autofree char *truth = dup_truth (self);
  set_back (self);

  for (SusunSysPhase phase = SUSUN_SYS_BEFORE; phase <= SUSUN_SYS_AFTER; phase++)
    for (guint64 n = 1;; n += fixture_stride ())
      {
        Disturbance disturbance = { .at = n, .phase = phase };
        if (run_disturbed (self, &disturbance, with_state))
          break;
        points++;
        assert_nothing_lost (self, n);
        go_on (self, with_state);
        g_autofree char *found = dup_truth (self);
        if (strcmp (found, truth) != 0)
          g_error ("point %" G_GUINT64_FORMAT ": this is left:\n%s\nand this should be:\n%s", n,
                   found, truth);
        set_back (self);
      }
  g_test_message ("%s: killed at %" G_GUINT64_FORMAT " points",
                  with_state ? "with a state file" : "without a state file", points);
  g_assert_cmpuint (points * fixture_stride (), >, 200);
}

static void
test_killed (Fixture *self, gconstpointer data)
{
  sweep (self, FALSE);
}

static void
test_killed_with_state (Fixture *self, gconstpointer data)
{
  sweep (self, TRUE);
}

/* Any call may fail: nothing is lost, and what it says it has done is done. */
static void
test_failed (Fixture *self, gconstpointer data)
{
  static const int failures[] = { EIO, ENOSPC, EACCES, EROFS };
  guint64 points = 0;

  make_archive (self);
  set_back (self);
  for (guint64 n = 1;; n += fixture_stride ())
    {
      Disturbance disturbance = {
        .at = n,
        .phase = SUSUN_SYS_BEFORE,
        .failure = failures[n % G_N_ELEMENTS (failures)],
      };
      if (run_disturbed (self, &disturbance, FALSE))
        break;
      points++;
      assert_nothing_lost (self, n);
      set_back (self);
    }
  g_test_message ("failed at %" G_GUINT64_FORMAT " points", points);
  g_assert_cmpuint (points * fixture_stride (), >, 200);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/dedupe-kill/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  /* Many runs with dozens of fsyncs each: in memory, where they cost nothing. */
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("killed", test_killed);
  ADD ("killed with a state file", test_killed_with_state);
  ADD ("failed", test_failed);
  return g_test_run ();
}
