// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/susun-sys.h"
#include "places.h"
#include "scenario.h"

/*
 * The crash sweep: every operation is killed before and after the first call that goes through the
 * file-system seam, then the second, and so on until it completes; the invariants are checked as
 * the kill left things, then after recovery, and the run must be finished to the same end as an
 * undisturbed one. Then the same with errors instead of kills: at the n-th call only, and from the
 * n-th call on.
 *
 * SUSUN_SWEEP_STRIDE=N tries every N-th point only (under the sanitizers, which are slow).
 */

typedef struct
{
  const Scenario *scenario;
  guint64 count;    /* calls so far that count */
  guint64 at;       /* which one is hit; 0: none, EVERY: each once */
  int failure;      /* errno or SUSUN_SYS_SHORT; 0: kill */
  gboolean after;   /* kill after it instead of before */
  gboolean lasting; /* fail all that follow, too */
  gboolean again;   /* EVERY: this call was just hit and is made again */
} Fault;

#define EVERY G_MAXUINT64

static gboolean
changes_something (SusunSysCall call)
{
  switch (call)
    {
    case SUSUN_SYS_STAT:
    case SUSUN_SYS_READ:
    case SUSUN_SYS_READ_DIR:
    case SUSUN_SYS_CACHE:
      return FALSE;
    default:
      return TRUE;
    }
}

/* Is this call a point of its own? */
static gboolean
counts (const Fault *fault, SusunSysCall call)
{
  switch (fault->failure)
    {
    /* A kill before a call that changes nothing is a kill after the one before it. */
    case 0:
    /* These are not what a call answers that only looks. */
    case ENOSPC:
    case EDQUOT:
    case EROFS:
      return changes_something (call);
    case SUSUN_SYS_SHORT:
      return call == SUSUN_SYS_WRITE;
    default:
      return TRUE;
    }
}

/* A call that was interrupted is made again at once. */
static int
hit_once (Fault *fault)
{
  fault->again = !fault->again && fault->failure == EINTR;
  if (!fault->again && fault->failure == EINTR)
    return 0;
  fault->count++;
  return fault->failure;
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
  if (fault->at == EVERY)
    return phase == SUSUN_SYS_BEFORE ? hit_once (fault) : 0;
  if (phase == SUSUN_SYS_BEFORE)
    fault->count++;
  if (fault->at == 0 || fault->count < fault->at || (fault->count > fault->at && !fault->lasting))
    return 0;
  if (fault->failure != 0)
    return phase == SUSUN_SYS_BEFORE ? fault->failure : 0;
  if ((phase == SUSUN_SYS_AFTER) == fault->after)
    kill (getpid (), SIGKILL);
  return 0;
}

/* --- worlds */

static Places places;
static guint64 stride = 1;

static const char *
other_place (const Scenario *scenario)
{
  switch (scenario->where)
    {
    case ACROSS:
      return places.other;
    case ON_DISK:
      return places.disk;
    case BESIDE:
    default:
      return NULL;
    }
}

static World *
make_world (const Scenario *scenario)
{
  World *world = world_new (places.base, other_place (scenario), scenario->prepare != NULL);

  if (scenario->prepare != NULL)
    scenario->prepare (world);
  return world;
}

static void
check_all_but_list (World *world, const char *context)
{
  g_autofree char *left = world_find_left_behind (world);

  world_check (world, context);
  world_check_history (world, context);
  if (left != NULL)
    g_error ("%s: left behind: %s", context, left);
}

static void
check_end (World *world, const char *context, const char *expected)
{
  g_autofree char *found = world_list (world);

  check_all_but_list (world, context);
  if (!g_str_equal (found, expected))
    g_error ("%s: ends differently:\n%s\nand not as undisturbed:\n%s", context, found, expected);
}

/* After an error two things may be otherwise: which of two files got a name first, and that an
 * original that could not go the first time is still there beside its copy, which the next run
 * finds in the archive and leaves to verify and quarantine. */
static gboolean
is_good_enough (const char *found, const char *expected)
{
  g_auto (GStrv) found_lines = g_strsplit (found, "\n", -1);
  g_auto (GStrv) expected_lines = g_strsplit (expected, "\n", -1);

  for (guint i = 0; expected_lines[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) found_lines, expected_lines[i]))
      return FALSE;
  for (guint i = 0; found_lines[i] != NULL; i++)
    {
      g_autofree char *copy = g_strconcat ("archive", strchr (found_lines[i], ' '), NULL);
      if (!g_strv_contains ((const char *const *) expected_lines, found_lines[i])
          && !(g_str_has_prefix (found_lines[i], "source ")
               && g_strv_contains ((const char *const *) found_lines, copy)))
        return FALSE;
    }
  return TRUE;
}

static void
check_end_after_error (World *world, const char *context, const char *expected)
{
  g_autofree char *found = world_list_contents (world);

  check_all_but_list (world, context);
  if (!is_good_enough (found, expected))
    g_error ("%s: ends differently:\n%s\nand not as undisturbed:\n%s", context, found, expected);
}

/* The end that nobody disturbed. */
static char *
undisturbed (const Scenario *scenario, char *(*list) (World *world))
{
  g_autoptr (World) world = make_world (scenario);
  g_autofree char *before = world_list (world);
  Fault none = { .scenario = scenario };

  susun_sys_set_hook (fault_hook, &none);
  world_must_run (world, scenario->make (world));
  susun_sys_set_hook (NULL, NULL);
  g_autofree char *after = world_list (world);
  check_end (world, scenario->name, after);
  g_assert_cmpstr (before, !=, after);
  return list (world);
}

/* Resumes what can be resumed; what had not begun is begun again. */
static void
finish (World *world, const Scenario *scenario)
{
  Fault none = { .scenario = scenario };

  susun_sys_set_hook (fault_hook, &none);
  world_finish (world, scenario->kind, scenario->make (world));
  susun_sys_set_hook (NULL, NULL);
}

static gboolean
lacks_other_disk (const Scenario *scenario)
{
  if (scenario->where == BESIDE || other_place (scenario) != NULL)
    return FALSE;
  g_test_skip (scenario->where == ON_DISK
                   ? "needs an ext4 of its own: root, mkfs.ext4, loop devices"
                   : "needs a second file system that can be written to");
  return TRUE;
}

/* build-aux/sum-tests.py adds these up. @every: every how manieth was tried */
static void
tell_points (const Scenario *scenario, const char *what, guint64 points, guint64 every)
{
  if (every > 1)
    g_test_message ("injection points: %" G_GUINT64_FORMAT " (%s: %s; one in %" G_GUINT64_FORMAT
                    ")",
                    points, scenario->name, what, every);
  else
    g_test_message ("injection points: %" G_GUINT64_FORMAT " (%s: %s)", points, scenario->name,
                    what);
  /* The least is to give six folders their old names back. */
  g_assert_cmpuint (points * every, >, 50);
}

/* --- kills */

/* Runs the job in a child that the hook kills. Returns: was it killed? */
static gboolean
run_killed (World *world, Fault *fault)
{
  int status;
  pid_t child = fork ();

  g_assert_no_errno (child);
  if (child == 0)
    {
      g_autoptr (GError) error = NULL;
      susun_sys_set_hook (fault_hook, fault);
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
test_kill (gconstpointer data)
{
  const Scenario *scenario = data;
  gboolean killed = TRUE;
  guint64 points = 0;

  if (lacks_other_disk (scenario))
    return;
  world_copies_in_pieces (scenario->refused_rename == 0);
  g_autofree char *expected = undisturbed (scenario, world_list);
  for (guint64 at = 1; killed; at += stride)
    for (int after = 0; after < 2; after++)
      {
        g_autoptr (World) world = make_world (scenario);
        g_autofree char *context = g_strdup_printf ("%s killed %s call %" G_GUINT64_FORMAT,
                                                    scenario->name, after ? "after" : "before", at);
        Fault fault = { .scenario = scenario, .at = at, .after = after };
        killed = run_killed (world, &fault);
        world_check (world, context);
        finish (world, scenario);
        check_end (world, context, expected);
        points += killed;
      }
  tell_points (scenario, "kills", points, stride);
}

/* --- errors */

/* With one call failing, or all from one on. Returns: was that call reached? */
static gboolean
fail_at (const Scenario *scenario, Fault *fault, const char *expected)
{
  g_autoptr (World) world = make_world (scenario);
  g_autofree char *context
      = g_strdup_printf ("%s with “%s” %s call %" G_GUINT64_FORMAT, scenario->name,
                         g_strerror (fault->failure), fault->lasting ? "from" : "at", fault->at);
  g_autoptr (GError) error = NULL;

  susun_sys_set_hook (fault_hook, fault);
  world_run (world, scenario->make (world), &error);
  susun_sys_set_hook (NULL, NULL);
  world_check (world, context);
  if (fault->count < fault->at)
    return FALSE;
  finish (world, scenario);
  g_autofree char *found = world_list_contents (world);
  g_autofree char *left = world_find_left_behind (world);
  if (left == NULL && is_good_enough (found, expected))
    {
      world_check (world, context);
      world_check_history (world, context);
      return TRUE;
    }
  /* What failed for itself alone is tried once more from the start, as its user would; that also
   * clears a lock that could not be given back. */
  world_must_run (world, scenario->make (world));
  check_end_after_error (world, context, expected);
  return TRUE;
}

/* A sample begins elsewhere in each sweep: together they meet more of the calls. */
static guint64
first_point (const Scenario *scenario, guint number)
{
  return 1 + ((guint64) (scenario - scenarios) * 7 + number * 5) % stride;
}

static void
sweep_errors (const Scenario *scenario, const int *failures, gsize n_failures, gboolean lasting)
{
  guint64 points = 0;

  if (lacks_other_disk (scenario))
    return;
  /* How a name is published has nothing to do with how bytes are copied. */
  world_copies_in_pieces (!lasting && scenario->refused_rename == 0);
  g_autofree char *expected = undisturbed (scenario, world_list_contents);
  for (guint i = 0; i < n_failures; i++)
    for (guint64 at = first_point (scenario, i);; at += stride)
      {
        Fault fault
            = { .scenario = scenario, .at = at, .failure = failures[i], .lasting = lasting };
        if (!fail_at (scenario, &fault, expected))
          break;
        points++;
      }
  tell_points (scenario, lasting ? "lasting errors" : "errors", points, stride);
}

static void
test_error (gconstpointer data)
{
  static const int failures[] = { EIO, ENOSPC, EACCES, EROFS, EDQUOT };

  sweep_errors (data, failures, G_N_ELEMENTS (failures), FALSE);
}

/* An interrupted call is made again, the rest of a short write is written: neither is a failure, so
 * that every call of one run can meet it. */
static void
test_harmless (gconstpointer data)
{
  static const int failures[] = { EINTR, SUSUN_SYS_SHORT };
  const Scenario *scenario = data;
  guint64 points = 0;

  if (lacks_other_disk (scenario))
    return;
  world_copies_in_pieces (TRUE);
  g_autofree char *expected = undisturbed (scenario, world_list);
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (World) world = make_world (scenario);
      Fault fault = { .scenario = scenario, .at = EVERY, .failure = failures[i] };
      susun_sys_set_hook (fault_hook, &fault);
      world_must_run (world, scenario->make (world));
      susun_sys_set_hook (NULL, NULL);
      check_end (world, scenario->name, expected);
      points += fault.count;
    }
  tell_points (scenario, "interruptions and short writes", points, 1);
}

/* A disk that is full, gone bad or read-only stays so until somebody comes. */
static void
test_lasting (gconstpointer data)
{
  static const int failures[] = { EIO, ENOSPC, EROFS };

  sweep_errors (data, failures, G_N_ELEMENTS (failures), TRUE);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GTestDataFunc test;
  } kinds[] = {
    { "kill", test_kill },
    { "error", test_error },
    { "lasting", test_lasting },
    { "harmless", test_harmless },
  };
  const char *wanted_stride = g_getenv ("SUSUN_SWEEP_STRIDE");

  g_test_init (&argc, &argv, NULL);
  if (wanted_stride != NULL)
    stride = CLAMP (g_ascii_strtoull (wanted_stride, NULL, 10), 1, 1000);
  places_find (&places);
  for (const Scenario *scenario = scenarios; scenario->name != NULL; scenario++)
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
      {
        g_autofree char *path = g_strdup_printf ("/sweep/%s/%s", kinds[i].name, scenario->name);
        g_test_add_data_func (path, scenario, kinds[i].test);
      }
  int result = g_test_run ();
  places_leave (&places);
  return result;
}
