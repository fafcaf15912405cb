// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/runs/susun-balance.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-rename.h"
#include "core/runs/susun-resume.h"
#include "core/runs/susun-take-back.h"
#include "runs-fixture.h"

/* A photo of that day in an event folder. */
static void
put (Fixture *self, const char *folder, const char *name, const char *day)
{
  g_autofree char *rel = g_build_filename (folder, name, NULL);
  g_autofree char *path = g_build_filename (self->source, rel, NULL);
  g_autofree char *noon = g_strconcat (day, "T12:00:00", NULL);
  struct timespec time = { .tv_sec = susun_wall_from_text (noon) };
  struct timespec times[2] = { time, time };

  fixture_put (self->source, rel, rel);
  g_assert_no_errno (utimensat (AT_FDCWD, path, times, 0));
}

static SusunRenameOptions *
choices (Fixture *self)
{
  SusunRenameOptions *options = susun_rename_options_new ();

  options->folder = g_strdup (self->source);
  options->dry_run = FALSE;
  options->now = 1700000000;
  options->workers = 2;
  return options;
}

static SusunRunJob *
plan (Fixture *self)
{
  SusunRenameOptions *options = choices (self);

  options->plan_only = TRUE;
  return fixture_run (self, susun_rename_job_new (options, NULL), -1);
}

static void
resume (Fixture *self, SusunRunJob *planned)
{
  g_autoptr (GError) error = NULL;
  const char *run_id = susun_run_job_get_run (planned)->run_id;
  SusunJob *job = susun_resume_job_new (fixture_store (self), run_id, 1, &error);

  g_assert_no_error (error);
  g_object_unref (fixture_run (self, job, -1));
}

static void
undo (Fixture *self, SusunRunJob *done)
{
  SusunTakeBackOptions *options = susun_take_back_options_new ();

  options->what = SUSUN_TAKE_BACK_UNDO;
  options->run_id = g_strdup (susun_run_job_get_run (done)->run_id);
  g_object_unref (fixture_run (self, susun_take_back_job_new (options), -1));
}

/* The item of a folder. */
static void
get (Fixture *self, SusunRunJob *job, const char *name, SusunItem *item)
{
  g_autoptr (GError) error = NULL;
  SusunItemQuery query = { .run = susun_run_job_get_run (job)->id, .path = name };
  g_autoptr (GPtrArray) items = susun_store_list_items (fixture_store (self), &query, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 1);
  susun_item_copy (items->pdata[0], item);
}

static void
assert_item (Fixture *self, SusunRunJob *job, const char *name, SusunItemState state,
             SusunCause cause)
{
  g_auto (SusunItem) item = { 0 };

  get (self, job, name, &item);
  g_assert_cmpstr (susun_item_state_nick (item.state), ==, susun_item_state_nick (state));
  g_assert_cmpstr (susun_cause_nick (item.cause), ==, susun_cause_nick (cause));
}

static gboolean
has (Fixture *self, const char *folder)
{
  g_autofree char *path = g_build_filename (self->source, folder, NULL);

  return g_file_test (path, G_FILE_TEST_IS_DIR);
}

/* The window waits for its user: titles, days, what is left out. Then names follow. */
static void
test_decisions (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (SusunItem) first = { 0 }, second = { 0 }, mixed = { 0 };

  put (self, "satu", "a.jpg", "2019-05-17");
  put (self, "dua", "a.jpg", "2019-05-17");
  put (self, "tiga", "a.jpg", "2019-05-17");
  put (self, "campur", "a.jpg", "2019-05-17");
  put (self, "campur", "b.jpg", "2018-05-17");
  g_autoptr (SusunRunJob) job = plan (self);
  g_assert_true (has (self, "satu"));
  get (self, job, "satu", &first);
  get (self, job, "dua", &second);
  get (self, job, "campur", &mixed);
  g_assert_cmpstr (first.dst_path, ==, "2019-05-17 Satu");
  g_assert_cmpstr (first.ref_path, ==, "Satu");
  g_assert_cmpint (mixed.state, ==, SUSUN_ITEM_LEFT_OUT);

  /* Two get the same title, one stays, one gets its day by hand. */
  g_assert_true (susun_rename_set_title (fixture_store (self), first.id, "Hari: Raya",
                                         SUSUN_TITLE_FROM_USER, &error));
  g_auto (SusunItem) third = { 0 };
  get (self, job, "tiga", &third);
  const gint64 day = susun_wall_from_text ("2018-05-17T20:00:00");
  const SusunRenameDecision decisions[] = {
    { second.id, "Hari: Raya", SUSUN_TITLE_FROM_USER, SUSUN_WALL_NONE, FALSE },
    { third.id, third.ref_path, SUSUN_TITLE_FROM_RULES, SUSUN_WALL_NONE, TRUE },
    { mixed.id, mixed.ref_path, SUSUN_TITLE_FROM_RULES, day, FALSE },
  };
  g_assert_true (
      susun_rename_decide (fixture_store (self), decisions, G_N_ELEMENTS (decisions), &error));
  g_assert_no_error (error);
  resume (self, job);
  /* Names are given: no more words about it. */
  g_assert_false (susun_rename_decide (fixture_store (self), decisions, 1, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_REFUSED);

  g_assert_true (has (self, "2019-05-17 Hari_ Raya"));
  g_assert_true (has (self, "2019-05-17 Hari_ Raya (1)"));
  g_assert_true (has (self, "tiga"));
  g_assert_true (has (self, "2018-05-17 Campur"));
  assert_item (self, job, "tiga", SUSUN_ITEM_LEFT_OUT, SUSUN_CAUSE_NONE);
  undo (self, job);
  g_assert_true (has (self, "satu") && has (self, "dua") && has (self, "tiga"));
  g_assert_true (fixture_has (self->source, "campur/b.jpg", "campur/b.jpg"));
}

/* What would be refused is told before anything is recorded. */
static void
test_check (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRenameOptions) options = choices (self);
  g_autoptr (GError) error = NULL;

  put (self, "satu", "a.jpg", "2019-05-17");
  g_assert_true (susun_rename_options_check (options, &error));
  g_assert_no_error (error);
  g_free (options->folder);
  options->folder = g_build_filename (self->source, "nowhere", NULL);
  g_assert_false (susun_rename_options_check (options, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "nowhere"));
}

static void
move_folder (Fixture *self, const char *from, const char *to)
{
  g_autofree char *old_path = g_build_filename (self->source, from, NULL);
  g_autofree char *new_path = g_build_filename (self->source, to, NULL);

  g_assert_no_errno (g_rename (old_path, new_path));
}

static void
remove_folder (Fixture *self, const char *folder, const char *file)
{
  g_autofree char *path = g_build_filename (self->source, folder, NULL);
  g_autofree char *file_path = g_build_filename (path, file, NULL);

  g_assert_no_errno (g_unlink (file_path));
  g_assert_no_errno (g_rmdir (path));
}

/* Between plan and deed: one is gone, another stands in its place, a name is taken, files came. */
static void
test_meanwhile (Fixture *self, gconstpointer data)
{
  put (self, "satu", "a.jpg", "2019-05-17");
  put (self, "dua", "a.jpg", "2019-05-18");
  put (self, "tiga", "a.jpg", "2019-05-19");
  put (self, "empat", "a.jpg", "2019-05-20");
  g_autoptr (SusunRunJob) job = plan (self);
  move_folder (self, "satu", "away");
  remove_folder (self, "dua", "a.jpg");
  put (self, "dua", "stranger.jpg", "2001-01-01");
  put (self, "2019-05-19 Tiga", "stranger.jpg", "2001-01-01");
  put (self, "empat", "b.jpg", "2001-01-01");
  resume (self, job);

  assert_item (self, job, "satu", SUSUN_ITEM_SKIPPED, SUSUN_CAUSE_MISSING);
  assert_item (self, job, "dua", SUSUN_ITEM_SKIPPED, SUSUN_CAUSE_CHANGED);
  assert_item (self, job, "tiga", SUSUN_ITEM_DONE, SUSUN_CAUSE_NONE);
  assert_item (self, job, "empat", SUSUN_ITEM_DONE, SUSUN_CAUSE_NONE);
  g_assert_true (has (self, "away") && has (self, "dua"));
  g_assert_true (
      fixture_has (self->source, "2019-05-19 Tiga/stranger.jpg", "2019-05-19 Tiga/stranger.jpg"));
  g_assert_true (fixture_has (self->source, "2019-05-19 Tiga (1)/a.jpg", "tiga/a.jpg"));
  g_assert_true (fixture_has (self->source, "2019-05-20 Empat/b.jpg", "empat/b.jpg"));
  undo (self, job);
  g_assert_true (fixture_has (self->source, "tiga/a.jpg", "tiga/a.jpg"));
  g_assert_true (has (self, "2019-05-19 Tiga"));
}

/* Answers of an AI enter as values; what it says nothing of keeps the offline title. */
typedef struct
{
  GHashTable *asked; /* (element-type guint64 utf8): id to what was offered */
  guint64 answered;
  gboolean collected;
} Advice;

static void
offer_cb (guint64 id, const char *event, const char *title, SusunTitleFlags flags,
          gpointer user_data)
{
  Advice *advice = user_data;

  g_assert_false (advice->collected);
  g_assert_cmpstr (event, !=, "");
  if (g_str_equal (event, "mjlis"))
    advice->answered = id;
  g_hash_table_insert (advice->asked, g_memdup2 (&id, sizeof id), g_strdup (title));
}

static gboolean
collect_cb (SusunJob *job, GCancellable *cancellable, gpointer user_data, GError **error)
{
  ((Advice *) user_data)->collected = TRUE;
  return TRUE;
}

static char *
get_cb (guint64 id, gpointer user_data)
{
  return id == ((Advice *) user_data)->answered ? g_strdup ("Majlis") : NULL;
}

static void
test_adviser (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) asked
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Advice advice = { .asked = asked };
  const SusunTitleAdviser adviser = { offer_cb, collect_cb, get_cb, &advice };
  g_auto (SusunItem) answered = { 0 }, other = { 0 };

  put (self, "mjlis", "a.jpg", "2019-05-17");
  put (self, "kenduri", "a.jpg", "2019-05-18");
  put (self, "2019-05-19", "a.jpg", "2019-05-19");
  g_mkdir_with_parents (self->source, 0755);
  g_autofree char *empty = g_build_filename (self->source, "kosong", NULL);
  g_assert_no_errno (g_mkdir (empty, 0755));
  g_autoptr (SusunRunJob) job
      = fixture_run (self, susun_rename_job_new (choices (self), &adviser), -1);
  g_assert_true (advice.collected);
  /* What has no title, and what gets no name, is not asked about. */
  g_assert_cmpuint (g_hash_table_size (asked), ==, 2);
  get (self, job, "mjlis", &answered);
  get (self, job, "kenduri", &other);
  g_assert_cmpstr (answered.dst_path, ==, "2019-05-17 Majlis");
  g_assert_cmpint (answered.level, ==, SUSUN_TITLE_FROM_AI);
  g_assert_cmpstr (other.dst_path, ==, "2019-05-18 Kenduri");
  g_assert_cmpint (other.level, ==, SUSUN_TITLE_FROM_RULES);
  g_assert_true (has (self, "2019-05-17 Majlis"));
}

static char *
organize (Fixture *self)
{
  SusunOrganizeOptions *options = susun_organize_options_new ();

  g_ptr_array_add (options->sources, g_strdup (self->source));
  options->destination = g_strdup (self->archive);
  options->mode = SUSUN_MODE_COPY;
  options->now = 1700000000;
  g_free (options->layout);
  options->layout = g_strdup ("{event}");
  g_autoptr (SusunRunJob) job = fixture_run (self, susun_organize_job_new (options), -1);
  return g_strdup (susun_run_job_get_run (job)->run_id);
}

static SusunRunJob *
rename_in (Fixture *self, const char *folder)
{
  SusunRenameOptions *options = choices (self);

  g_free (options->folder);
  options->folder = g_strdup (folder);
  return fixture_run (self, susun_rename_job_new (options, NULL), -1);
}

/* Where a run's files are when their folders got other names since: source and archive, a circle of
 * names among them, and a run whose root is one of the folders. */
static void
test_history_follows (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put (self, "2020-02-03 Satu", "a.jpg", "2021-02-03");
  put (self, "2021-02-03 Satu", "b.jpg", "2020-02-03");
  put (self, "dua", "c.jpg", "2019-05-17");
  put (self, "dua/dalam", "d.jpg", "2019-05-17");
  g_autofree char *dua = g_build_filename (self->source, "dua", NULL);
  g_autofree char *run_id = organize (self);
  g_autoptr (SusunRunJob) inside = rename_in (self, dua);
  g_autoptr (SusunRunJob) in_source = rename_in (self, self->source);
  g_object_unref (rename_in (self, self->archive));
  g_assert_true (has (self, "2019-05-17 Dua"));
  g_assert_true (fixture_has (self->source, "2021-02-03 Satu/a.jpg", "2020-02-03 Satu/a.jpg"));

  /* Each copy goes with the proof that its original stands where it stands now. */
  SusunTakeBackOptions *options = susun_take_back_options_new ();
  options->what = SUSUN_TAKE_BACK_UNDO;
  options->run_id = g_strdup (run_id);
  g_autoptr (SusunRunJob) undone = fixture_run (self, susun_take_back_job_new (options), -1);
  SusunBalance balance;
  g_assert_true (
      susun_balance_read (fixture_store (self), susun_run_job_get_run (undone), &balance, &error));
  g_assert_cmpuint (balance.counts[SUSUN_BALANCE_REMOVED], ==, 4);
  g_assert_cmpuint (susun_balance_get_problems (&balance), ==, 0);

  /* The run in the folder that has another name now finds it. */
  undo (self, inside);
  g_assert_true (fixture_has (self->source, "2019-05-17 Dua/dalam/d.jpg", "dua/dalam/d.jpg"));
  undo (self, in_source);
  g_assert_true (fixture_has (self->source, "dua/dalam/d.jpg", "dua/dalam/d.jpg"));
  g_assert_true (fixture_has (self->source, "2020-02-03 Satu/a.jpg", "2020-02-03 Satu/a.jpg"));
}

/* A plan that was not begun can be made again and again. */
static void
test_plan_again (Fixture *self, gconstpointer data)
{
  put (self, "satu", "a.jpg", "2019-05-17");
  g_autoptr (SusunRunJob) job = plan (self);
  g_autoptr (SusunRunJob) other = plan (self);

  resume (self, job);
  g_assert_true (has (self, "2019-05-17 Satu"));
  /* The second plan finds its folder gone from its place, and says so. */
  resume (self, other);
  assert_item (self, other, "satu", SUSUN_ITEM_SKIPPED, SUSUN_CAUSE_MISSING);
  g_assert_true (has (self, "2019-05-17 Satu"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test)                                                                            \
  g_test_add ("/runs/rename/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("decisions", test_decisions);
  ADD ("check", test_check);
  ADD ("meanwhile", test_meanwhile);
  ADD ("adviser", test_adviser);
  ADD ("plan-again", test_plan_again);
  ADD ("history-follows", test_history_follows);
  return g_test_run ();
}
