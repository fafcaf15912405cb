// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "world.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/susun-sys.h"
#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-quarantine.h"
#include "core/runs/susun-take-back.h"

/*
 * The crash sweep: every operation is killed before and after the first call that goes through the
 * file-system seam, then the second, and so on until it completes; the invariants are checked as
 * the kill left things, then after recovery, and the run must be finished to the same end as an
 * undisturbed one. Then the same with errors instead of kills.
 */

typedef struct
{
  const char *name;
  gboolean cross;                 /* the archive lies on another file system */
  void (*prepare) (World *world); /* (nullable): what comes before the operation */
  SusunJob *(*make) (World *world);
  SusunRunKind kind;
  int refused_rename; /* errno that renameat2 answers, to force other ways of publishing; 0: none */
  int refused_link;
} Scenario;

/* --- operations */

static SusunJob *
organize (World *world, SusunMode mode)
{
  SusunOrganizeOptions *options = susun_organize_options_new ();

  g_ptr_array_add (options->sources, g_strdup (world->source));
  options->destination = g_strdup (world->archive);
  options->mode = mode;
  options->workers = 1;
  options->now = 1700000000;
  return susun_organize_job_new (options);
}

static SusunJob *
make_copy (World *world)
{
  return organize (world, SUSUN_MODE_COPY);
}

static SusunJob *
make_move (World *world)
{
  return organize (world, SUSUN_MODE_MOVE);
}

static SusunJob *
quarantine (World *world, gboolean delete)
{
  SusunQuarantineOptions *options = susun_quarantine_options_new ();

  options->manifest = g_strdup (world->manifest);
  options->expected_run_id = g_strdup ("auto");
  options->quarantine_root = g_strdup (world->quarantine);
  options->delete_permanently = delete;
  options->workers = 1;
  return susun_quarantine_job_new (options);
}

static SusunJob *
make_quarantine (World *world)
{
  return quarantine (world, FALSE);
}

static SusunJob *
make_delete (World *world)
{
  return quarantine (world, TRUE);
}

static SusunJob *
take_back (World *world, SusunTakeBack what)
{
  SusunTakeBackOptions *options = susun_take_back_options_new ();

  options->what = what;
  options->run_id = g_strdup (world->chain_id);
  options->workers = 1;
  return susun_take_back_job_new (options);
}

static SusunJob *
make_restore (World *world)
{
  return take_back (world, SUSUN_TAKE_BACK_RESTORE);
}

static SusunJob *
make_undo (World *world)
{
  return take_back (world, SUSUN_TAKE_BACK_UNDO);
}

static SusunJob *
make_purge (World *world)
{
  return take_back (world, SUSUN_TAKE_BACK_PURGE);
}

static SusunJob *
make_dedupe (World *world)
{
  SusunDedupeOptions *options = susun_dedupe_options_new ();

  options->manifest = g_strdup (world->manifest);
  options->archive_root = g_strdup (world->archive);
  options->quarantine_root = g_strdup (world->quarantine);
  options->keep_out = g_build_filename (world->base, "history", "keep.csv", NULL);
  options->dupes_out = g_build_filename (world->base, "history", "dupes.csv", NULL);
  options->expected_run_id = g_strdup ("auto");
  options->workers = 1;
  return susun_dedupe_job_new (options);
}

static void
must_run (World *world, SusunJob *job)
{
  g_autoptr (GError) error = NULL;

  world_run (world, job, &error);
  g_assert_no_error (error);
}

static void
prepare_quarantined (World *world)
{
  world_organize (world);
  must_run (world, make_quarantine (world));
}

static void
prepare_moved (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = NULL;
  g_autoptr (SusunRun) run = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  must_run (world, make_move (world));
  store = susun_store_open (world->db, SUSUN_STORE_READ_ONLY, &error);
  g_assert_no_error (error);
  runs = susun_store_list_runs (store, 1, &error);
  world->chain_id = g_strdup (((SusunRun *) runs->pdata[0])->chain_id);
}

static const Scenario scenarios[] = {
  { "copy", FALSE, NULL, make_copy, SUSUN_RUN_ORGANIZE, 0, 0 },
  { "copy-by-link", FALSE, NULL, make_copy, SUSUN_RUN_ORGANIZE, EINVAL, 0 },
  { "copy-by-reservation", FALSE, NULL, make_copy, SUSUN_RUN_ORGANIZE, EINVAL, EPERM },
  { "copy-across", TRUE, NULL, make_copy, SUSUN_RUN_ORGANIZE, 0, 0 },
  { "move", FALSE, NULL, make_move, SUSUN_RUN_ORGANIZE, 0, 0 },
  { "move-by-link", FALSE, NULL, make_move, SUSUN_RUN_ORGANIZE, EINVAL, 0 },
  { "move-by-reservation", FALSE, NULL, make_move, SUSUN_RUN_ORGANIZE, EINVAL, EPERM },
  { "move-across", TRUE, NULL, make_move, SUSUN_RUN_ORGANIZE, 0, 0 },
  { "quarantine", FALSE, world_organize, make_quarantine, SUSUN_RUN_QUARANTINE, 0, 0 },
  { "quarantine-across", TRUE, world_organize, make_quarantine, SUSUN_RUN_QUARANTINE, 0, 0 },
  { "delete", FALSE, world_organize, make_delete, SUSUN_RUN_DELETE, 0, 0 },
  { "restore", FALSE, prepare_quarantined, make_restore, SUSUN_RUN_RESTORE, 0, 0 },
  { "restore-across", TRUE, prepare_quarantined, make_restore, SUSUN_RUN_RESTORE, 0, 0 },
  { "purge", FALSE, prepare_quarantined, make_purge, SUSUN_RUN_PURGE, 0, 0 },
  { "undo-copy", FALSE, world_organize, make_undo, SUSUN_RUN_UNDO, 0, 0 },
  { "undo-move", FALSE, prepare_moved, make_undo, SUSUN_RUN_UNDO, 0, 0 },
  { "undo-move-across", TRUE, prepare_moved, make_undo, SUSUN_RUN_UNDO, 0, 0 },
  { "dedupe", FALSE, world_organize, make_dedupe, SUSUN_RUN_DEDUPE, 0, 0 },
};

/* --- the hook */

typedef struct
{
  const Scenario *scenario;
  guint64 count;  /* calls so far that count */
  guint64 at;     /* which one is hit; 0: none */
  gboolean after; /* kill after it instead of before */
  int error;      /* fail with this instead of killing; 0: kill */
  gboolean reads; /* do calls that change nothing count, too? */
} Fault;

/* A kill before a call that changes nothing is a kill after the one before it. */
static gboolean
counts (const Fault *fault, SusunSysCall call)
{
  switch (call)
    {
    case SUSUN_SYS_STAT:
    case SUSUN_SYS_READ:
    case SUSUN_SYS_READ_DIR:
    case SUSUN_SYS_CACHE:
    case SUSUN_SYS_OPEN:
      return fault->reads || call == SUSUN_SYS_OPEN;
    default:
      return TRUE;
    }
}

static int
fault_hook (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  Fault *fault = user_data;

  if (phase == SUSUN_SYS_BEFORE && call == SUSUN_SYS_RENAME && fault->scenario->refused_rename != 0)
    return fault->scenario->refused_rename;
  if (phase == SUSUN_SYS_BEFORE && call == SUSUN_SYS_LINK && fault->scenario->refused_link != 0)
    return fault->scenario->refused_link;
  if (!counts (fault, call))
    return 0;
  if (phase == SUSUN_SYS_BEFORE)
    fault->count++;
  if (fault->count != fault->at)
    return 0;
  if (fault->error != 0)
    return phase == SUSUN_SYS_BEFORE ? fault->error : 0;
  if ((phase == SUSUN_SYS_AFTER) == fault->after)
    kill (getpid (), SIGKILL);
  return 0;
}

/* --- worlds */

static char *base_folder;
static char *other_folder; /* (nullable): on another file system */

static World *
make_world (const Scenario *scenario)
{
  World *world = world_new (base_folder, scenario->cross ? other_folder : NULL);

  if (scenario->prepare != NULL)
    scenario->prepare (world);
  return world;
}

static gboolean
has_finished (World *world, SusunRunKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (world->db, SUSUN_STORE_READ_ONLY, &error);
  g_autoptr (GPtrArray) runs = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return FALSE;
  g_assert_no_error (error);
  runs = susun_store_list_runs (store, 1, &error);
  g_assert_no_error (error);
  return runs->len == 1 && ((SusunRun *) runs->pdata[0])->kind == kind
         && ((SusunRun *) runs->pdata[0])->state == SUSUN_RUN_STATE_FINISHED;
}

/* The end that nobody disturbed. */
static char *
undisturbed (const Scenario *scenario, char *(*list) (World *world))
{
  g_autoptr (World) world = make_world (scenario);
  Fault fault = { .scenario = scenario };

  susun_sys_set_hook (fault_hook, &fault);
  must_run (world, scenario->make (world));
  susun_sys_set_hook (NULL, NULL);
  world_check (world, scenario->name);
  world_check_tidy (world, scenario->name);
  return list (world);
}

/* Runs the job in a child that the hook kills. Returns: was it killed? */
static gboolean
run_killed (World *world, Fault *fault)
{
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      susun_sys_set_hook (fault_hook, fault);
      g_autoptr (GError) error = NULL;
      if (!world_run (world, fault->scenario->make (world), &error))
        g_printerr ("%s\n", error->message);
      _exit (error == NULL ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFSIGNALED (status))
    {
      g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
      return TRUE;
    }
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return FALSE;
}

static void
finish (World *world, const Scenario *scenario)
{
  Fault none = { .scenario = scenario };

  susun_sys_set_hook (fault_hook, &none);
  world_recover (world);
  if (!has_finished (world, scenario->kind))
    must_run (world, scenario->make (world));
  susun_sys_set_hook (NULL, NULL);
}

static gboolean
lacks_other_disk (const Scenario *scenario)
{
  if (!scenario->cross || other_folder != NULL)
    return FALSE;
  g_test_skip ("needs a second file system that can be written to");
  return TRUE;
}

static void
test_kill (gconstpointer data)
{
  const Scenario *scenario = data;
  guint points = 0;

  if (lacks_other_disk (scenario))
    return;
  g_autofree char *expected = undisturbed (scenario, world_list);
  for (guint64 at = 1;; at++)
    {
      gboolean killed = FALSE;
      for (int after = 0; after < 2; after++)
        {
          g_autoptr (World) world = make_world (scenario);
          g_autofree char *context
              = g_strdup_printf ("%s killed %s call %" G_GUINT64_FORMAT, scenario->name,
                                 after ? "after" : "before", at);
          Fault fault = { .scenario = scenario, .at = at, .after = after };
          killed = run_killed (world, &fault);
          world_check (world, context);
          finish (world, scenario);
          world_check (world, context);
          world_check_tidy (world, context);
          g_autofree char *found = world_list (world);
          if (!g_str_equal (found, expected))
            g_error ("%s: ends differently:\n%s\nand not as undisturbed:\n%s", context, found,
                     expected);
          points += killed;
        }
      if (!killed)
        break;
    }
  g_test_message ("%s: %u kills", scenario->name, points);
  g_assert_cmpuint (points, >, 40);
}

/* --- errors instead of kills */

static const int errors[] = { EIO, ENOSPC, EINTR, EACCES, EROFS, EDQUOT };

static void
test_error (gconstpointer data)
{
  const Scenario *scenario = data;
  guint points = 0;

  if (lacks_other_disk (scenario))
    return;
  g_autofree char *expected = undisturbed (scenario, world_list_contents);
  for (guint e = 0; e < G_N_ELEMENTS (errors); e++)
    for (guint64 at = 1;; at++)
      {
        g_autoptr (World) world = make_world (scenario);
        g_autofree char *context = g_strdup_printf ("%s with “%s” at call %" G_GUINT64_FORMAT,
                                                    scenario->name, g_strerror (errors[e]), at);
        Fault fault = { .scenario = scenario, .at = at, .error = errors[e] };
        g_autoptr (GError) error = NULL;

        susun_sys_set_hook (fault_hook, &fault);
        world_run (world, scenario->make (world), &error);
        susun_sys_set_hook (NULL, NULL);
        world_check (world, context);
        if (fault.count < at)
          break;
        points++;
        /* What failed is tried again, as its user would: resume, then once more from the start. */
        finish (world, scenario);
        must_run (world, scenario->make (world));
        world_check (world, context);
        world_check_tidy (world, context);
        /* Which of two files got its name first may differ; what stands where may not. */
        g_autofree char *found = world_list_contents (world);
        if (!g_str_equal (found, expected))
          g_error ("%s: ends differently:\n%s\nand not as undisturbed:\n%s", context, found,
                   expected);
      }
  g_test_message ("%s: %u errors", scenario->name, points);
  g_assert_cmpuint (points, >, 40);
}

/* A folder of our own below the first of these that can be written to. */
static char *
make_folder (const char *const *places)
{
  for (guint i = 0; places[i] != NULL; i++)
    {
      char *folder = g_build_filename (places[i], "susun-sweep-XXXXXX", NULL);
      if (g_mkdtemp (folder) != NULL)
        return folder;
      g_free (folder);
    }
  return NULL;
}

int
main (int argc, char **argv)
{
  const char *quick[] = { "/dev/shm", g_get_tmp_dir (), NULL };
  const char *slow[] = { g_get_tmp_dir (), "/var/tmp", NULL };
  struct stat base, other;

  g_test_init (&argc, &argv, NULL);
  base_folder = make_folder (quick);
  other_folder = make_folder (slow);
  g_assert_nonnull (base_folder);
  if (other_folder != NULL && stat (base_folder, &base) == 0 && stat (other_folder, &other) == 0
      && base.st_dev == other.st_dev)
    {
      world_remove (other_folder);
      g_clear_pointer (&other_folder, g_free);
    }

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *kill_path = g_strconcat ("/sweep/kill/", scenarios[i].name, NULL);
      g_autofree char *error_path = g_strconcat ("/sweep/error/", scenarios[i].name, NULL);
      g_test_add_data_func (kill_path, &scenarios[i], test_kill);
      g_test_add_data_func (error_path, &scenarios[i], test_error);
    }
  int result = g_test_run ();
  world_remove (base_folder);
  if (other_folder != NULL)
    world_remove (other_folder);
  return result;
}
