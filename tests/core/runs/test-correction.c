// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "../media/fixture.h"
#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/base/susun-sys.h"
#include "core/media/susun-resolver.h"
#include "core/runs/susun-forget.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-resume.h"
#include "runs-fixture.h"

/* 2019-05-17T10:11:12Z: the time of every file here. */
#define MAY_2019 1558087872

static void
put_file (Fixture *self, const char *rel, const char *content)
{
  g_autofree char *path = g_build_filename (self->source, rel, NULL);
  struct timespec times[2] = { { .tv_sec = MAY_2019 }, { .tv_sec = MAY_2019 } };

  fixture_put (self->source, rel, content);
  g_assert_no_errno (utimensat (AT_FDCWD, path, times, 0));
}

/* Returns: the run_id of a plan that waits */
static char *
plan (Fixture *self, SusunMode mode)
{
  SusunOrganizeOptions *options = susun_organize_options_new ();

  g_ptr_array_add (options->sources, g_strdup (self->source));
  options->destination = g_strdup (self->archive);
  options->mode = mode;
  options->now = 1700000000;
  options->plan_only = TRUE;
  g_autoptr (SusunRunJob) job = fixture_run (self, susun_organize_job_new (options), -1);
  g_assert_cmpint (susun_run_job_get_run (job)->state, ==, SUSUN_RUN_STATE_PLANNED);
  return g_strdup (susun_run_job_get_run (job)->run_id);
}

static SusunItem *
find (Fixture *self, const char *run_id, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunRun) run = susun_store_get_run (fixture_store (self), run_id, &error);
  SusunItemQuery query = { .run = run->id, .path = path };
  g_autoptr (GPtrArray) items = susun_store_list_items (fixture_store (self), &query, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 1);
  return g_ptr_array_steal_index (items, 0);
}

/* @wall: of DATE; @shift: of SHIFT */
static SusunJob *
correction_job (Fixture *self, const char *run_id, SusunCorrectionKind kind, gint64 wall, int shift,
                const char *const *paths)
{
  g_autoptr (GError) error = NULL;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  SusunCorrection *correction = susun_correction_new (kind, ids);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (SusunItem) item = find (self, run_id, paths[i]);
      g_array_append_val (ids, item->id);
    }
  correction->wall = wall;
  correction->shift = shift;
  SusunRun *run = susun_store_get_run (fixture_store (self), run_id, &error);
  g_assert_no_error (error);
  SusunJob *job = susun_organize_job_new_plan (run, correction, &error);
  g_assert_no_error (error);
  return job;
}

static gint64
wall_of (Fixture *self, const char *run_id, const char *path)
{
  g_autoptr (SusunItem) item = find (self, run_id, path);

  return item->wall;
}

static void
put_picture (Fixture *self, const char *rel, const FixtureExif *exif)
{
  g_autoptr (GByteArray) jpeg = fixture_jpeg (exif);
  g_autofree char *path = g_build_filename (self->source, rel, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *) jpeg->data, jpeg->len, &error);
  g_assert_no_error (error);
}

static void
correct_camera (Fixture *self, const char *run_id, int shift, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunItem) item = find (self, run_id, path);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  SusunCorrection *correction = susun_correction_new (SUSUN_CORRECT_SHIFT, ids);

  g_array_append_val (ids, item->id);
  correction->shift = shift;
  correction->whole_camera = TRUE;
  SusunRun *run = susun_store_get_run (fixture_store (self), run_id, &error);
  g_assert_no_error (error);
  SusunJob *job = susun_organize_job_new_plan (run, correction, &error);
  g_assert_no_error (error);
  g_object_unref (fixture_run (self, job, -1));
}

static void
correct (Fixture *self, const char *run_id, SusunCorrectionKind kind, gint64 wall, int shift,
         const char *const *paths)
{
  g_autoptr (SusunRunJob) job
      = fixture_run (self, correction_job (self, run_id, kind, wall, shift, paths), -1);

  g_assert_cmpint (susun_run_job_get_run (job)->state, ==, SUSUN_RUN_STATE_PLANNED);
}

static void
go_on (Fixture *self, const char *run_id)
{
  g_autoptr (GError) error = NULL;
  SusunJob *job = susun_resume_job_new (fixture_store (self), run_id, 2, &error);

  g_assert_no_error (error);
  g_object_unref (fixture_run (self, job, -1));
}

/* A correction shows in the plan at once, and it can be taken back. */
static void
test_plan_follows (Fixture *self, gconstpointer data)
{
  const char *one[] = { "a.jpg", NULL };

  put_file (self, "a.jpg", "a");
  put_file (self, "b.jpg", "b");
  g_autofree char *run_id = plan (self, SUSUN_MODE_COPY);

  correct (self, run_id, SUSUN_CORRECT_DATE, susun_wall_from_text ("1987-08-31T12:00:00"), 0, one);
  g_autoptr (SusunItem) dated = find (self, run_id, "a.jpg");
  g_assert_cmpint (dated->state, ==, SUSUN_ITEM_PLANNED);
  g_assert_cmpstr (dated->dst_path, ==, "1987/a.jpg");
  g_assert_cmpint (dated->date_source, ==, SUSUN_DATE_SOURCE_MANUAL);

  correct (self, run_id, SUSUN_CORRECT_SHIFT, 0, 200 * 86400, one);
  g_autoptr (SusunItem) shifted = find (self, run_id, "a.jpg");
  g_assert_cmpstr (shifted->dst_path, ==, "1988/a.jpg");

  correct (self, run_id, SUSUN_CORRECT_LEAVE_OUT, 0, 0, one);
  g_autoptr (SusunItem) left_out = find (self, run_id, "a.jpg");
  g_assert_cmpint (left_out->state, ==, SUSUN_ITEM_LEFT_OUT);
  g_assert_nonnull (strstr (left_out->note, "Left out by hand"));

  correct (self, run_id, SUSUN_CORRECT_PUT_BACK, 0, 0, one);
  correct (self, run_id, SUSUN_CORRECT_FORGET_DATE, 0, 0, one);
  g_autoptr (SusunItem) own = find (self, run_id, "a.jpg");
  g_assert_cmpint (own->state, ==, SUSUN_ITEM_PLANNED);
  g_assert_cmpstr (own->dst_path, ==, "2019/a.jpg");
  g_assert_true (own->note == NULL || strstr (own->note, "Left out by hand") == NULL);

  g_assert_false (fixture_has (self->archive, "2019/a.jpg", "a"));
  go_on (self, run_id);
  g_assert_true (fixture_has (self->archive, "2019/a.jpg", "a"));
  g_assert_true (fixture_has (self->archive, "2019/b.jpg", "b"));
}

/* All that the camera's clock has dated, and nothing else: no other camera, nothing that a
 * satellite or the user dated. */
static void
test_whole_camera (Fixture *self, gconstpointer data)
{
  const gint64 noon = susun_wall_from_text ("2019-05-17T12:00:00");
  const char *by_hand[] = { "hand.jpg", NULL };
  FixtureExif exif = { .make = "Canon", .model = "EOS", .original = "2019:05:17 12:00:00" };

  g_assert_no_errno (g_mkdir_with_parents (self->source, 0755));
  put_picture (self, "one.jpg", &exif);
  exif.original = "2019:05:17 12:00:01";
  put_picture (self, "two.jpg", &exif);
  exif.original = "2019:05:17 12:00:02";
  put_picture (self, "hand.jpg", &exif);
  exif.original = NULL;
  exif.gps_date = "2019:05:17";
  exif.gps_time[0] = 5;
  put_picture (self, "satellite.jpg", &exif);
  put_picture (
      self, "other.jpg",
      &(FixtureExif){ .make = "NIKON", .model = "D70", .original = "2019:05:17 12:00:00" });
  g_autofree char *run_id = plan (self, SUSUN_MODE_COPY);
  gint64 satellite = wall_of (self, run_id, "satellite.jpg");
  correct (self, run_id, SUSUN_CORRECT_DATE, noon - SUSUN_WALL_DAY, 0, by_hand);

  correct_camera (self, run_id, -7 * 3600, "one.jpg");
  g_assert_cmpint (wall_of (self, run_id, "one.jpg"), ==, noon - 7 * 3600);
  g_assert_cmpint (wall_of (self, run_id, "two.jpg"), ==, noon + 1 - 7 * 3600);
  g_assert_cmpint (wall_of (self, run_id, "hand.jpg"), ==, noon - SUSUN_WALL_DAY);
  g_assert_cmpint (wall_of (self, run_id, "satellite.jpg"), ==, satellite);
  g_assert_cmpint (wall_of (self, run_id, "other.jpg"), ==, noon);

  /* It adds up for all of them. */
  correct_camera (self, run_id, 7 * 3600, "two.jpg");
  g_assert_cmpint (wall_of (self, run_id, "one.jpg"), ==, noon);
  g_assert_cmpint (wall_of (self, run_id, "two.jpg"), ==, noon + 1);
  g_assert_cmpint (wall_of (self, run_id, "hand.jpg"), ==, noon - SUSUN_WALL_DAY);
}

/* Two shifts add up, also when both members of a group are named. */
static void
test_shifts_add_up (Fixture *self, gconstpointer data)
{
  const char *both[] = { "IMG_1.jpg", "IMG_1.cr2", NULL };

  put_file (self, "IMG_1.jpg", "still");
  put_file (self, "IMG_1.cr2", "raw");
  g_autofree char *run_id = plan (self, SUSUN_MODE_COPY);
  g_autoptr (SusunItem) before = find (self, run_id, "IMG_1.jpg");

  correct (self, run_id, SUSUN_CORRECT_SHIFT, 0, -3600, both);
  correct (self, run_id, SUSUN_CORRECT_SHIFT, 0, -7200, both);
  for (guint i = 0; both[i] != NULL; i++)
    {
      g_autoptr (SusunItem) item = find (self, run_id, both[i]);
      g_assert_cmpint (item->wall, ==, before->wall - 3 * 3600);
    }
}

/* Nobody knows to which of the two the clip belongs, whatever its date. */
static void
test_doubt_about_the_group_stays (Fixture *self, gconstpointer data)
{
  const char *clip[] = { "IMG_1.mov", NULL };

  put_file (self, "IMG_1.heic", "a still");
  put_file (self, "IMG_1.jpg", "another");
  put_file (self, "IMG_1.mov", "a clip");
  g_autofree char *run_id = plan (self, SUSUN_MODE_COPY);
  g_autoptr (SusunItem) before = find (self, run_id, "IMG_1.mov");
  g_assert_cmpint (before->suspicions & SUSUN_SUSPICION_AMBIGUOUS, !=, 0);

  correct (self, run_id, SUSUN_CORRECT_DATE, susun_wall_from_text ("1987-08-31T12:00:00"), 0, clip);
  g_autoptr (SusunItem) dated = find (self, run_id, "IMG_1.mov");
  g_assert_cmpstr (dated->dst_path, ==, "1987/IMG_1.mov");
  g_assert_cmpint (dated->suspicions & SUSUN_SUSPICION_AMBIGUOUS, !=, 0);
  g_autoptr (SusunItem) still = find (self, run_id, "IMG_1.heic");
  g_assert_cmpstr (still->dst_path, ==, "2019/IMG_1.heic");

  correct (self, run_id, SUSUN_CORRECT_FORGET_DATE, 0, 0, clip);
  g_autoptr (SusunItem) own = find (self, run_id, "IMG_1.mov");
  g_assert_cmpint (own->wall, ==, before->wall);
  g_assert_cmpint (own->suspicions, ==, before->suspicions);
}

/* Only as long as nothing of it was carried out. */
static void
test_a_plan_is_forgotten (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put_file (self, "a.jpg", "a");
  g_autofree char *unwanted = plan (self, SUSUN_MODE_COPY);
  g_assert_true (susun_forget_plan (fixture_store (self), unwanted, &error));
  g_assert_no_error (error);
  g_assert_null (susun_store_get_run (fixture_store (self), unwanted, &error));
  g_clear_error (&error);
  g_assert_true (fixture_has (self->source, "a.jpg", "a"));

  g_autofree char *wanted = plan (self, SUSUN_MODE_COPY);
  go_on (self, wanted);
  g_assert_false (susun_forget_plan (fixture_store (self), wanted, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_REFUSED);
  g_autoptr (SusunItem) item = find (self, wanted, "a.jpg");
  g_assert_cmpint (item->state, ==, SUSUN_ITEM_DONE);
}

/* A plan that is only reported is made anew, too, where no archive is there yet. */
static void
test_report_only (Fixture *self, gconstpointer data)
{
  const char *one[] = { "a.jpg", NULL };

  put_file (self, "a.jpg", "a");
  g_autofree char *run_id = plan (self, SUSUN_MODE_REPORT);
  correct (self, run_id, SUSUN_CORRECT_DATE, susun_wall_from_text ("1987-08-31T12:00:00"), 0, one);
  g_autoptr (SusunItem) item = find (self, run_id, "a.jpg");
  g_assert_cmpint (item->state, ==, SUSUN_ITEM_REPORTED);
  g_assert_cmpstr (item->dst_path, ==, "1987/a.jpg");
}

static int
cancel_at_commit (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  if (call == SUSUN_SYS_COMMIT && phase == SUSUN_SYS_AFTER)
    g_cancellable_cancel (user_data);
  return 0;
}

/* Stopped between the correction and the new plan: what was said is still known, and nothing is
 * copied before there is a plan with it. */
static void
test_cancelled_between (Fixture *self, gconstpointer data)
{
  const char *one[] = { "a.jpg", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  put_file (self, "a.jpg", "a");
  put_file (self, "b.jpg", "b");
  g_autofree char *run_id = plan (self, SUSUN_MODE_COPY);
  g_autoptr (SusunJob) job = correction_job (self, run_id, SUSUN_CORRECT_LEAVE_OUT, 0, 0, one);
  susun_sys_set_hook (cancel_at_commit, cancellable);
  g_assert_false (susun_job_run (job, fixture_store (self), cancellable, &error));
  susun_sys_set_hook (NULL, NULL);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&job); /* and its lock */
  g_autoptr (SusunItem) item = find (self, run_id, "b.jpg");
  g_assert_cmpint (item->state, ==, SUSUN_ITEM_FOUND);

  go_on (self, run_id);
  g_assert_false (fixture_has (self->archive, "2019/a.jpg", "a"));
  g_assert_true (fixture_has (self->archive, "2019/b.jpg", "b"));
}

/* What is copied is no plan any more. */
static void
test_refused_when_done (Fixture *self, gconstpointer data)
{
  const char *one[] = { "a.jpg", NULL };
  g_autoptr (GError) error = NULL;

  put_file (self, "a.jpg", "a");
  g_autofree char *run_id = plan (self, SUSUN_MODE_COPY);
  go_on (self, run_id);
  g_autoptr (SusunJob) job = correction_job (self, run_id, SUSUN_CORRECT_LEAVE_OUT, 0, 0, one);
  g_assert_false (susun_job_run (job, fixture_store (self), NULL, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_REFUSED);
  g_autoptr (SusunItem) item = find (self, run_id, "a.jpg");
  g_assert_cmpint (item->state, ==, SUSUN_ITEM_DONE);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/runs/correction/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

static void
added_cb (SusunJob *job, guint64 count, guint *calls)
{
  (*calls)++;
}

/* The plan of the source, made on the side. @calls: (nullable): somebody looks on. Returns:
 * (element-type SusunItem): in the order of the plan */
static GPtrArray *
plan_report (Fixture *self, guint *calls)
{
  SusunOrganizeOptions *options = susun_organize_options_new ();
  SusunJob *job = susun_organize_job_new (options);
  SusunItemQuery query = { .order = SUSUN_ORDER_SEQ };
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (options->sources, g_strdup (self->source));
  options->destination = g_strdup (self->archive);
  options->now = 1700000000;
  options->workers = 4;
  if (calls != NULL)
    g_signal_connect (job, "items-added", G_CALLBACK (added_cb), calls);
  g_autoptr (SusunRunJob) done = fixture_run (self, job, -1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  query.run = susun_run_job_get_run (done)->id;
  GPtrArray *items = susun_store_list_items (fixture_store (self), &query, &error);
  g_assert_no_error (error);
  return items;
}

/* Who looks on sees rows of a large folder before all of it is read; the plan is the same. */
static void
test_looking_on (Fixture *self, gconstpointer data)
{
  guint calls = 0;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/IMG_%03u.jpg", self->source, i);
      g_autofree char *when = g_strdup_printf ("2023:07:13 11:%02u:%02u", i / 60, i % 60);
      FixtureExif exif = { .make = "Kodachi", .original = when, .offset_original = "+08:00" };
      g_autoptr (GByteArray) bytes = fixture_jpeg (&exif);
      g_autoptr (GError) error = NULL;
      g_file_set_contents (path, (char *) bytes->data, bytes->len, &error);
      g_assert_no_error (error);
    }
  /* Comes first, and is told the zone by all the others. */
  put_file (self, "A.jpg", "\xff\xd8\xff\xd9");
  put_file (self, "A.jpg.json",
            "{\"title\": \"A.jpg\", \"photoTakenTime\": {\"timestamp\": \"1689220225\"}}");

  g_autoptr (GPtrArray) unseen = plan_report (self, NULL);
  g_autoptr (GPtrArray) seen = plan_report (self, &calls);
  g_assert_cmpuint (calls, >, 0);
  g_assert_cmpuint (unseen->len, ==, 302);
  g_assert_cmpuint (seen->len, ==, unseen->len);
  for (guint i = 0; i < seen->len; i++)
    {
      const SusunItem *one = unseen->pdata[i];
      const SusunItem *other = seen->pdata[i];
      g_assert_cmpstr (other->src_path, ==, one->src_path);
      g_assert_cmpstr (other->dst_path, ==, one->dst_path);
      g_assert_cmpstr (other->note, ==, one->note);
      g_assert_cmpint (other->wall, ==, one->wall);
      g_assert_cmpint (other->offset, ==, 480);
      g_assert_cmpint (one->offset, ==, 480);
      g_assert_cmpuint (other->confidence, ==, one->confidence);
      g_assert_cmpuint (other->suspicions, ==, one->suspicions);
      g_assert_cmpuint (other->role, ==, one->role);
    }
  g_assert_cmpstr (((const SusunItem *) seen->pdata[0])->src_path, ==, "A.jpg");
  g_assert_cmpstr (((const SusunItem *) seen->pdata[301])->src_path, ==, "IMG_299.jpg");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("plan-follows", test_plan_follows);
  ADD ("whole-camera", test_whole_camera);
  ADD ("shifts-add-up", test_shifts_add_up);
  ADD ("a-plan-is-forgotten", test_a_plan_is_forgotten);
  ADD ("doubt-about-the-group-stays", test_doubt_about_the_group_stays);
  ADD ("report-only", test_report_only);
  ADD ("cancelled-between", test_cancelled_between);
  ADD ("refused-when-done", test_refused_when_done);
  ADD ("looking-on", test_looking_on);
  return g_test_run ();
}
