// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-sys.h"
#include "core/runs/susun-balance.h"
#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-quarantine.h"
#include "core/runs/susun-resume.h"
#include "core/runs/susun-take-back.h"
#include "core/runs/susun-verify.h"
#include "runs-fixture.h"

/* 2019-05-17T10:11:12Z: the time of every file here that is given none. */
#define MAY_2019 1558087872

static void
put (Fixture *self, const char *rel, const char *content, gint64 mtime)
{
  g_autofree char *path = g_build_filename (self->source, rel, NULL);
  struct timespec times[2] = { { .tv_sec = mtime }, { .tv_sec = mtime } };

  fixture_put (self->source, rel, content);
  g_assert_no_errno (utimensat (AT_FDCWD, path, times, 0));
}

static SusunOrganizeOptions *
choices (Fixture *self, SusunMode mode)
{
  SusunOrganizeOptions *options = susun_organize_options_new ();

  g_ptr_array_add (options->sources, g_strdup (self->source));
  options->destination = g_strdup (self->archive);
  options->mode = mode;
  options->now = 1700000000;
  return options;
}

static char *
organize (Fixture *self, SusunMode mode)
{
  g_autoptr (SusunRunJob) job
      = fixture_run (self, susun_organize_job_new (choices (self, mode)), -1);

  return g_strdup (susun_run_job_get_run (job)->run_id);
}

static char *
verify (Fixture *self, const char *run_id)
{
  SusunVerifyOptions *options = susun_verify_options_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunRun) run = susun_store_get_run (fixture_store (self), run_id, &error);
  g_autofree char *name = g_strconcat ("verified-", run_id, ".csv", NULL);
  g_autofree char *other = g_strconcat ("unverified-", run_id, ".csv", NULL);
  char *verified = fixture_path (self, name);

  g_assert_no_error (error);
  options->input_csv = g_strdup (run->manifest);
  options->verified_out = g_strdup (verified);
  options->unverified_out = fixture_path (self, other);
  g_object_unref (fixture_run (self, susun_verify_job_new (options), -1));
  return verified;
}

static SusunJob *
quarantine (Fixture *self, const char *manifest)
{
  SusunQuarantineOptions *options = susun_quarantine_options_new ();

  options->manifest = g_strdup (manifest);
  options->expected_run_id = g_strdup ("auto");
  options->quarantine_root = g_strdup (self->quarantine);
  return susun_quarantine_job_new (options);
}

static SusunJob *
take_back (SusunTakeBack what, const char *run_id)
{
  SusunTakeBackOptions *options = susun_take_back_options_new ();

  options->what = what;
  options->run_id = g_strdup (run_id);
  return susun_take_back_job_new (options);
}

static guint64
line (Fixture *self, SusunRunJob *job, SusunBalanceLine wanted)
{
  g_autoptr (GError) error = NULL;
  SusunBalance balance;

  g_assert_true (
      susun_balance_read (fixture_store (self), susun_run_job_get_run (job), &balance, &error));
  g_assert_no_error (error);
  g_assert_true (susun_balance_adds_up (&balance));
  return balance.counts[wanted];
}

/* What the user sets right by hand, before anything is copied, decides where files go. */
static void
test_corrections (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SusunOrganizeOptions *options = choices (self, SUSUN_MODE_COPY);

  put (self, "dated.jpg", "a", MAY_2019);
  put (self, "wrong.jpg", "b", MAY_2019);
  put (self, "fast.jpg", "c", MAY_2019);
  put (self, "not this one.jpg", "d", MAY_2019);
  options->plan_only = TRUE;
  g_autoptr (SusunRunJob) planned = fixture_run (self, susun_organize_job_new (options), -1);
  const SusunRun *run = susun_run_job_get_run (planned);
  g_assert_cmpint (run->state, ==, SUSUN_RUN_STATE_PLANNED);
  g_assert_false (fixture_has (self->archive, "2019/dated.jpg", "a"));

  SusunStore *store = fixture_store (self);
  SusunItemQuery query = { .run = run->id };
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 4);
  g_assert_true (susun_store_begin (store, &error));
  for (guint i = 0; i < items->len; i++)
    {
      const SusunItem *item = items->pdata[i];
      SusunOverride override = { .item = item->id, .manual = SUSUN_WALL_NONE };
      if (g_str_equal (item->src_path, "wrong.jpg"))
        override.manual = susun_wall_from_text ("1987-08-31T10:00:00");
      else if (g_str_equal (item->src_path, "fast.jpg"))
        override.shift = -200 * 86400;
      else if (g_str_equal (item->src_path, "not this one.jpg"))
        override.left_out = TRUE;
      else
        continue;
      g_assert_true (susun_store_set_override (store, &override, &error));
    }
  g_assert_true (susun_store_commit (store, &error));

  g_autoptr (SusunJob) resumed = susun_resume_job_new (store, run->run_id, 2, &error);
  g_assert_no_error (error);
  susun_job_run (resumed, store, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (fixture_has (self->archive, "2019/dated.jpg", "a"));
  g_assert_true (fixture_has (self->archive, "1987/wrong.jpg", "b"));
  g_assert_true (fixture_has (self->archive, "2018/fast.jpg", "c"));
  g_assert_cmpuint (line (self, SUSUN_RUN_JOB (resumed), SUSUN_BALANCE_COPIED), ==, 3);
  g_assert_cmpuint (line (self, SUSUN_RUN_JOB (resumed), SUSUN_BALANCE_LEFT_OUT), ==, 1);
}

/* A group goes wholly or not at all: one member is not proven, so none is quarantined. */
static void
test_group_stays (Fixture *self, gconstpointer data)
{
  put (self, "IMG_1.heic", "still", MAY_2019);
  put (self, "IMG_1.mov", "clip", MAY_2019);
  put (self, "alone.jpg", "alone", MAY_2019);
  g_autofree char *run_id = organize (self, SUSUN_MODE_COPY);
  /* The copy of the clip rots before it is verified. */
  fixture_put (self->archive, "2019/IMG_1.mov", "CLIP");
  g_autofree char *manifest = verify (self, run_id);

  g_autoptr (SusunRunJob) job = fixture_run (self, quarantine (self, manifest), -1);
  g_assert_true (fixture_has (self->source, "IMG_1.heic", "still"));
  g_assert_true (fixture_has (self->source, "IMG_1.mov", "clip"));
  g_assert_false (fixture_has (self->source, "alone.jpg", "alone"));
  g_assert_cmpuint (line (self, job, SUSUN_BALANCE_QUARANTINED), ==, 1);
  g_assert_cmpuint (line (self, job, SUSUN_BALANCE_SKIPPED), ==, 1);
  /* And what lies in a quarantine is nobody's business but its owner's. */
  g_autofree char *folder = g_build_filename (self->quarantine, run_id, NULL);
  struct stat status;
  g_assert_no_errno (stat (folder, &status));
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
}

/* A place that was taken meanwhile is not taken back from whoever has it now. */
static void
test_restore_beside (Fixture *self, gconstpointer data)
{
  put (self, "a.jpg", "mine", MAY_2019);
  g_autofree char *run_id = organize (self, SUSUN_MODE_COPY);
  g_autofree char *manifest = verify (self, run_id);
  g_object_unref (fixture_run (self, quarantine (self, manifest), -1));
  put (self, "a.jpg", "somebody's", MAY_2019);

  g_object_unref (fixture_run (self, take_back (SUSUN_TAKE_BACK_RESTORE, run_id), -1));
  g_assert_true (fixture_has (self->source, "a.jpg", "somebody's"));
  g_assert_true (fixture_has (self->source, "a (restored).jpg", "mine"));
}

/* A copy whose original is gone or changed is the only one: undo keeps it and says so. */
static void
test_undo_keeps (Fixture *self, gconstpointer data)
{
  put (self, "gone.jpg", "gone", MAY_2019);
  put (self, "changed.jpg", "before", MAY_2019);
  put (self, "here.jpg", "here", MAY_2019);
  g_autofree char *run_id = organize (self, SUSUN_MODE_COPY);
  g_autofree char *gone = g_build_filename (self->source, "gone.jpg", NULL);
  g_assert_no_errno (g_unlink (gone));
  put (self, "changed.jpg", "after!", MAY_2019);

  g_autoptr (SusunRunJob) job = fixture_run (self, take_back (SUSUN_TAKE_BACK_UNDO, run_id), -1);
  g_assert_true (fixture_has (self->archive, "2019/gone.jpg", "gone"));
  g_assert_true (fixture_has (self->archive, "2019/changed.jpg", "before"));
  g_assert_false (fixture_has (self->archive, "2019/here.jpg", "here"));
  g_assert_true (fixture_has (self->source, "here.jpg", "here"));
  g_assert_cmpuint (line (self, job, SUSUN_BALANCE_REMOVED), ==, 1);
  g_assert_cmpuint (line (self, job, SUSUN_BALANCE_SKIPPED), ==, 2);
}

/* dedupe put the copy aside that the manifest names: the one it kept is the proof. */
static void
test_kept_copy_proves (Fixture *self, gconstpointer data)
{
  put (self, "trip/Langkawi sunset.jpg", "sunset", MAY_2019);
  g_autofree char *first = organize (self, SUSUN_MODE_COPY);
  g_autofree char *twin = g_build_filename (self->archive, "2019", "IMG_0001.jpg", NULL);
  g_autofree char *manifest = verify (self, first);
  /* A second copy stands in the archive, and the manifest names both. */
  fixture_put (self->archive, "2019/IMG_0001.jpg", "sunset");
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (manifest, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", 3);
  g_auto (GStrv) halves = g_strsplit (lines[1], "2019/Langkawi sunset.jpg", 2);
  g_autofree char *second = g_strjoinv ("2019/IMG_0001.jpg", halves);
  g_autofree char *both = g_strdup_printf ("%s\r\n%s\r\n%s\r\n", lines[0], lines[1], second);
  g_autofree char *wide = fixture_path (self, "both.csv");
  g_assert_true (g_file_set_contents (wide, both, -1, NULL));

  SusunDedupeOptions *options = susun_dedupe_options_new ();
  options->manifest = g_strdup (wide);
  options->archive_root = g_strdup (self->archive);
  options->quarantine_root = g_strdup (self->quarantine);
  options->keep_out = fixture_path (self, "keep.csv");
  options->dupes_out = fixture_path (self, "dupes.csv");
  options->expected_run_id = g_strdup ("auto");
  g_object_unref (fixture_run (self, susun_dedupe_job_new (options), -1));
  g_assert_false (g_file_test (twin, G_FILE_TEST_EXISTS));
  g_assert_true (fixture_has (self->archive, "2019/Langkawi sunset.jpg", "sunset"));

  /* Now a manifest that names only the twin. */
  g_autofree char *only = g_strdup_printf ("%s\r\n%s\r\n", lines[0], second);
  g_autofree char *narrow = fixture_path (self, "only.csv");
  g_assert_true (g_file_set_contents (narrow, only, -1, NULL));
  g_autoptr (SusunRunJob) job = fixture_run (self, quarantine (self, narrow), -1);
  g_assert_cmpuint (line (self, job, SUSUN_BALANCE_QUARANTINED), ==, 1);
  g_assert_false (fixture_has (self->source, "trip/Langkawi sunset.jpg", "sunset"));
}

/* A root that is not there is away, never deleted: nothing of its run changes. */
static void
test_away (Fixture *self, gconstpointer data)
{
  put (self, "a.jpg", "a", MAY_2019);
  g_autofree char *run_id = organize (self, SUSUN_MODE_COPY);
  g_autofree char *elsewhere = fixture_path (self, "unplugged");
  g_assert_no_errno (g_rename (self->archive, elsewhere));

  g_object_unref (fixture_run (self, take_back (SUSUN_TAKE_BACK_UNDO, run_id), SUSUN_ERROR_AWAY));
  /* Another folder under the same name is not the archive either. */
  g_assert_no_errno (g_mkdir (self->archive, 0755));
  g_object_unref (fixture_run (self, take_back (SUSUN_TAKE_BACK_UNDO, run_id), SUSUN_ERROR_AWAY));
  g_assert_no_errno (g_rmdir (self->archive));
  g_assert_no_errno (g_rename (elsewhere, self->archive));
  g_object_unref (fixture_run (self, take_back (SUSUN_TAKE_BACK_UNDO, run_id), -1));
  g_assert_false (fixture_has (self->archive, "2019/a.jpg", "a"));
  g_assert_true (fixture_has (self->source, "a.jpg", "a"));
}

/* Copying again what is there already writes nothing, also when the archive was rearranged. */
static void
test_again (Fixture *self, gconstpointer data)
{
  put (self, "a.jpg", "a", MAY_2019);
  put (self, "b/a.jpg", "another", MAY_2019);
  put (self, "b/a.jpg.xmp", "<xmp/>", MAY_2019);
  g_free (organize (self, SUSUN_MODE_COPY));
  g_autofree char *year = g_build_filename (self->archive, "2019", NULL);
  g_autofree char *album = g_build_filename (self->archive, "Album", NULL);
  g_assert_no_errno (g_rename (year, album));

  SusunOrganizeOptions *options = choices (self, SUSUN_MODE_COPY);
  options->report_csv = fixture_path (self, "again.csv");
  g_autoptr (SusunRunJob) job = fixture_run (self, susun_organize_job_new (options), -1);
  g_assert_cmpuint (line (self, job, SUSUN_BALANCE_COPIED), ==, 0);
  g_assert_cmpuint (line (self, job, SUSUN_BALANCE_ARCHIVED), ==, 2);
  g_assert_false (g_file_test (year, G_FILE_TEST_EXISTS));
}

/* A sidecar that was written after its photo had been archived follows it, to its name there. */
static void
test_late_sidecar (Fixture *self, gconstpointer data)
{
  put (self, "a/IMG_1.jpg", "first", MAY_2019);
  put (self, "b/IMG_1.jpg", "second", MAY_2019);
  g_free (organize (self, SUSUN_MODE_COPY));
  g_assert_true (fixture_has (self->archive, "2019/IMG_1 (2).jpg", "second"));
  put (self, "b/IMG_1.jpg.xmp", "<xmp/>", MAY_2019);

  SusunOrganizeOptions *options = choices (self, SUSUN_MODE_COPY);
  options->report_csv = fixture_path (self, "late.csv");
  g_object_unref (fixture_run (self, susun_organize_job_new (options), -1));
  g_assert_true (fixture_has (self->archive, "2019/IMG_1 (2).jpg.xmp", "<xmp/>"));
}

/* Nothing that is refused leaves a trace, in the folders or in the history. */
static void
test_refusals (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SusunOrganizeOptions *inside = choices (self, SUSUN_MODE_COPY);
  SusunOrganizeOptions *twice = choices (self, SUSUN_MODE_COPY);
  SusunOrganizeOptions *around = choices (self, SUSUN_MODE_COPY);

  put (self, "a.jpg", "a", MAY_2019);
  g_free (inside->destination);
  inside->destination = g_build_filename (self->source, "new", "archive", NULL);
  g_ptr_array_add (twice->sources, g_build_filename (self->source, "..", "source", NULL));
  g_free (around->destination);
  around->destination = g_strdup (self->base);
  g_object_unref (fixture_run (self, susun_organize_job_new (inside), SUSUN_ERROR_REFUSED));
  g_object_unref (fixture_run (self, susun_organize_job_new (twice), SUSUN_ERROR_REFUSED));
  g_object_unref (fixture_run (self, susun_organize_job_new (around), SUSUN_ERROR_REFUSED));

  g_autofree char *made = g_build_filename (self->source, "new", NULL);
  g_assert_false (g_file_test (made, G_FILE_TEST_EXISTS));
  g_autoptr (GPtrArray) runs = susun_store_list_runs (fixture_store (self), 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 0);
}

/* A purge needs the archive's copy; what has none stays in quarantine. */
static void
test_purge (Fixture *self, gconstpointer data)
{
  put (self, "a.jpg", "a", MAY_2019);
  put (self, "b.jpg", "b", MAY_2019);
  g_autofree char *run_id = organize (self, SUSUN_MODE_COPY);
  g_autofree char *manifest = verify (self, run_id);
  g_object_unref (fixture_run (self, quarantine (self, manifest), -1));
  fixture_put (self->archive, "2019/b.jpg", "B");

  SusunTakeBackOptions *young = susun_take_back_options_new ();
  young->what = SUSUN_TAKE_BACK_PURGE;
  young->run_id = g_strdup (run_id);
  young->older_than = 1;
  g_object_unref (fixture_run (self, susun_take_back_job_new (young), SUSUN_ERROR_REFUSED));

  g_autoptr (SusunRunJob) job = fixture_run (self, take_back (SUSUN_TAKE_BACK_PURGE, run_id), -1);
  g_autofree char *folder = g_build_filename (self->quarantine, run_id, NULL);
  g_assert_false (fixture_has (folder, "a.jpg", "a"));
  g_assert_true (fixture_has (folder, "b.jpg", "b"));
  g_assert_cmpuint (line (self, job, SUSUN_BALANCE_REMOVED), ==, 1);
  g_assert_cmpuint (line (self, job, SUSUN_BALANCE_SKIPPED), ==, 1);
}

typedef struct
{
  char *from;
  char *to;
  int moved; /* (atomic) */
} Mover;

static int
move_folder_away (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  Mover *mover = user_data;

  if (call == SUSUN_SYS_RENAME && phase == SUSUN_SYS_BEFORE
      && g_file_test (mover->from, G_FILE_TEST_IS_DIR)
      && g_atomic_int_compare_and_exchange (&mover->moved, FALSE, TRUE))
    g_assert_no_errno (rename (mover->from, mover->to));
  return 0;
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* The folder of the year is moved away just before files get their names in it: the journal would
 * tell where they are not. They are taken back, and the next run puts them where it says. */
static void
test_folder_moved (Fixture *self, gconstpointer data)
{
  static const SusunMode modes[] = { SUSUN_MODE_COPY, SUSUN_MODE_MOVE };
  g_autofree char *year = g_build_filename (self->archive, "2019", NULL);
  g_autofree char *aside = g_build_filename (self->archive, "aside", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      SusunOrganizeOptions *options = choices (self, modes[i]);
      Mover mover = { year, aside };
      g_autofree char *first = g_strdup_printf ("first %u.jpg", i);
      g_autofree char *second = g_strdup_printf ("second %u.jpg", i);
      put (self, first, first, MAY_2019);
      put (self, second, second, MAY_2019);
      options->report_csv = fixture_path (self, first);

      susun_sys_set_hook (move_folder_away, &mover);
      g_autoptr (SusunRunJob) job = fixture_run (self, susun_organize_job_new (options), -1);
      susun_sys_set_hook (NULL, NULL);
      g_assert_true (mover.moved);
      g_assert_cmpuint (line (self, job, SUSUN_BALANCE_FAILED), ==, 2 * (i + 1));
      g_assert_true (fixture_has (self->source, first, first));
      g_assert_true (fixture_has (self->source, second, second));
      g_assert_cmpuint (count_entries (aside), ==, 0);
      g_assert_false (g_file_test (year, G_FILE_TEST_EXISTS));

      options = choices (self, modes[i]);
      options->report_csv = fixture_path (self, second);
      g_object_unref (fixture_run (self, susun_organize_job_new (options), -1));
      g_assert_true (fixture_has (year, first, first));
      g_assert_true (fixture_has (year, second, second));
      g_assert_no_errno (g_rmdir (aside));
      g_autofree char *old = fixture_path (self, i == 0 ? "copied" : "moved");
      g_assert_no_errno (rename (self->archive, old));
    }
}

static const struct
{
  const char *name;
  void (*func) (Fixture *self, gconstpointer data);
} tests[] = {
  { "/runs/folder-moved", test_folder_moved },
  { "/runs/corrections", test_corrections },
  { "/runs/group-stays", test_group_stays },
  { "/runs/restore-beside", test_restore_beside },
  { "/runs/undo-keeps", test_undo_keeps },
  { "/runs/kept-copy-proves", test_kept_copy_proves },
  { "/runs/away", test_away },
  { "/runs/again", test_again },
  { "/runs/late-sidecar", test_late_sidecar },
  { "/runs/refusals", test_refusals },
  { "/runs/purge", test_purge },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);
  return g_test_run ();
}
