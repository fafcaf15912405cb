// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/susun-error.h"
#include "core/runs/susun-balance.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-repair.h"
#include "core/runs/susun-take-back.h"
#include "core/runs/susun-verify.h"
#include "tests/core/runs/runs-fixture.h"

/* Organizes what stands in the source, as a person would. Returns: the report (transfer full) */
static char *
organize (Fixture *self)
{
  SusunOrganizeOptions *options = susun_organize_options_new ();
  g_autoptr (SusunRunJob) job = NULL;

  g_ptr_array_add (options->sources, g_strdup (self->source));
  options->destination = g_strdup (self->archive);
  options->mode = SUSUN_MODE_COPY;
  options->workers = 1;
  options->layout = (g_free (options->layout), g_strdup ("{year}"));
  job = fixture_run (self, susun_organize_job_new (options), -1);
  return g_strdup (susun_run_job_get_run (job)->manifest);
}

/* Returns: its run_id (transfer full) */
static char *
verify (Fixture *self, const char *report, guint number, guint64 verified, guint64 unverified)
{
  SusunVerifyOptions *options = susun_verify_options_new ();
  g_autofree char *good = g_strdup_printf ("good-%u.csv", number);
  g_autofree char *bad = g_strdup_printf ("bad-%u.csv", number);
  g_autoptr (SusunRunJob) job = NULL;
  SusunBalance balance;

  options->input_csv = g_strdup (report);
  options->verified_out = fixture_path (self, good);
  options->unverified_out = fixture_path (self, bad);
  job = fixture_run (self, susun_verify_job_new (options), -1);
  g_assert_true (
      susun_balance_read (fixture_store (self), susun_run_job_get_run (job), &balance, NULL));
  g_assert_cmpuint (balance.counts[SUSUN_BALANCE_VERIFIED], ==, verified);
  g_assert_cmpuint (balance.counts[SUSUN_BALANCE_UNVERIFIED], ==, unverified);
  return g_strdup (susun_run_job_get_run (job)->run_id);
}

static SusunRunJob *
repair (Fixture *self, const char *run_id, int code)
{
  SusunRepairOptions *options = susun_repair_options_new ();

  options->run_id = g_strdup (run_id);
  return fixture_run (self, susun_repair_job_new (options), code);
}

static void
put_photo (Fixture *self, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (self->source, name, NULL);
  struct timespec times[2] = { { .tv_sec = 1558087200 }, { .tv_sec = 1558087200 } };

  fixture_put (self->source, name, content);
  g_assert_no_errno (utimensat (AT_FDCWD, path, times, 0));
}

static void
spoil (Fixture *self, const char *rel, const char *content)
{
  g_autofree char *path = g_build_filename (self->archive, rel, NULL);

  g_assert_no_errno (g_unlink (path));
  if (content != NULL)
    fixture_put (self->archive, rel, content);
}

static guint64
count (Fixture *self, SusunRunJob *job, SusunBalanceLine line)
{
  SusunBalance balance;

  g_assert_true (
      susun_balance_read (fixture_store (self), susun_run_job_get_run (job), &balance, NULL));
  g_assert_true (susun_balance_adds_up (&balance));
  return balance.counts[line];
}

/* One copy is spoilt, one is missing: both are made again, the spoilt one is kept. */
static void
test_repair (Fixture *self, gconstpointer data)
{
  put_photo (self, "a.jpg", "one");
  put_photo (self, "b.jpg", "two");
  put_photo (self, "c.jpg", "three");
  g_autofree char *report = organize (self);
  spoil (self, "2019/a.jpg", "spoilt");
  spoil (self, "2019/b.jpg", NULL);
  g_autofree char *bad = verify (self, report, 1, 1, 2);

  g_autoptr (SusunRunJob) job = repair (self, bad, -1);
  const SusunRun *run = susun_run_job_get_run (job);
  g_assert_cmpuint (count (self, job, SUSUN_BALANCE_COPIED), ==, 2);
  g_assert_cmpuint (count (self, job, SUSUN_BALANCE_QUARANTINED), ==, 1);
  g_assert_cmpstr (run->target, ==, bad);
  g_assert_true (fixture_has (self->archive, "2019/a.jpg", "one"));
  g_assert_true (fixture_has (self->archive, "2019/b.jpg", "two"));
  g_autofree char *aside = g_strdup_printf (".susun-quarantine/%s/2019/a.jpg", run->chain_id);
  g_assert_true (fixture_has (self->archive, aside, "spoilt"));
  g_free (verify (self, report, 2, 3, 0));

  /* What was repaired is not repaired once more: neither by what was found then nor by what is
   * found now. */
  g_autofree char *good = verify (self, report, 3, 3, 0);
  g_autoptr (SusunRunJob) again = repair (self, bad, -1);
  g_autoptr (SusunRunJob) once_more = repair (self, good, -1);
  g_assert_cmpuint (count (self, again, SUSUN_BALANCE_COPIED), ==, 0);
  g_assert_cmpuint (count (self, again, SUSUN_BALANCE_QUARANTINED), ==, 0);
  g_assert_cmpuint (count (self, once_more, SUSUN_BALANCE_COPIED), ==, 0);

  /* What was put aside comes back beside the fresh copy. */
  SusunTakeBackOptions *options = susun_take_back_options_new ();
  options->what = SUSUN_TAKE_BACK_RESTORE;
  options->run_id = g_strdup (run->run_id);
  g_autoptr (SusunRunJob) back = fixture_run (self, susun_take_back_job_new (options), -1);
  g_assert_cmpuint (count (self, back, SUSUN_BALANCE_RESTORED), ==, 1);
  g_assert_true (fixture_has (self->archive, "2019/a.jpg", "one"));
  g_assert_true (fixture_has (self->archive, "2019/a (restored).jpg", "spoilt"));
}

/* The original is the one that was changed: the archive has what was copied. */
static void
test_changed_original (Fixture *self, gconstpointer data)
{
  put_photo (self, "a.jpg", "one");
  g_autofree char *report = organize (self);
  g_autofree char *path = g_build_filename (self->source, "a.jpg", NULL);
  g_assert_no_errno (g_unlink (path));
  put_photo (self, "a.jpg", "changed since");
  g_autofree char *bad = verify (self, report, 1, 0, 1);

  g_autoptr (SusunRunJob) job = repair (self, bad, -1);
  g_assert_cmpuint (count (self, job, SUSUN_BALANCE_COPIED), ==, 0);
  g_assert_cmpuint (susun_run_job_get_remarks (job)->len, ==, 1);
  g_assert_true (fixture_has (self->archive, "2019/a.jpg", "one"));
  g_assert_true (fixture_has (self->source, "a.jpg", "changed since"));
}

/* Neither original nor copy: there is nothing to copy, and it is told. */
static void
test_no_original (Fixture *self, gconstpointer data)
{
  put_photo (self, "a.jpg", "one");
  g_autofree char *report = organize (self);
  g_autofree char *path = g_build_filename (self->source, "a.jpg", NULL);
  g_assert_no_errno (g_unlink (path));
  spoil (self, "2019/a.jpg", NULL);
  g_autofree char *bad = verify (self, report, 1, 0, 1);

  g_autoptr (SusunRunJob) job = repair (self, bad, -1);
  g_assert_cmpuint (count (self, job, SUSUN_BALANCE_COPIED), ==, 0);
  g_assert_cmpuint (susun_run_job_get_remarks (job)->len, ==, 1);
}

/* Somebody has put another file there since the verification: it is not ours to move. */
static void
test_changed_copy (Fixture *self, gconstpointer data)
{
  put_photo (self, "a.jpg", "one");
  g_autofree char *report = organize (self);
  spoil (self, "2019/a.jpg", NULL);
  g_autofree char *bad = verify (self, report, 1, 0, 1);
  fixture_put (self->archive, "2019/a.jpg", "a stranger's");

  g_autoptr (SusunRunJob) job = repair (self, bad, -1);
  g_assert_cmpuint (count (self, job, SUSUN_BALANCE_COPIED), ==, 0);
  g_assert_cmpuint (susun_run_job_get_remarks (job)->len, ==, 1);
  g_assert_true (fixture_has (self->archive, "2019/a.jpg", "a stranger's"));
}

static void
test_no_verification (Fixture *self, gconstpointer data)
{
  SusunRepairOptions *options = susun_repair_options_new ();
  g_autoptr (SusunJob) none = NULL;
  g_autoptr (GError) error = NULL;

  put_photo (self, "a.jpg", "one");
  g_free (organize (self));
  options->run_id = g_strdup ("3f0c9f0e-0000-4000-8000-000000000000");
  none = susun_repair_job_new (options);
  g_assert_false (susun_job_run (none, fixture_store (self), NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/repair/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("repair", test_repair);
  ADD ("changed-original", test_changed_original);
  ADD ("no-original", test_no_original);
  ADD ("changed-copy", test_changed_copy);
  ADD ("no-verification", test_no_verification);
  return g_test_run ();
}
