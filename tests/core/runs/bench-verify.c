// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/*
 * How fast files are verified from the medium, and what a report and a manifest of a million rows
 * cost. Prints, and asserts only that it works: the figures are judged by who reads them.
 *
 * SUSUN_BENCH_MB: how much there is to verify (one side), SUSUN_BENCH_ROWS: rows of the large
 * files, SUSUN_BENCH_DIR: where it all lies (the disk that is measured).
 */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/susun-path.h"
#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-verify-survey-private.h"
#include "core/runs/susun-verify.h"
#include "tests/core/runs/runs-fixture.h"

static guint
number_from (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static long
peak_mb (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

/* --- files of the sizes that cameras make */

static void
put_large (const char *folder, const char *name, const guint8 *noise, gsize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

  g_assert_cmpint (fd, >=, 0);
  for (gsize done = 0; done < size;)
    {
      gsize piece = MIN (size - done, 1 << 20);
      g_assert_cmpint (write (fd, noise, piece), ==, (gssize) piece);
      done += piece;
    }
  g_assert_no_errno (fsync (fd));
  close (fd);
}

static guint64
make_files (Fixture *self, guint megabytes)
{
  g_autofree char *path = fixture_path (self, "report.csv");
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree guint8 *noise = g_malloc (1 << 20);
  Report *report = report_new (path);
  guint64 total = 0;

  for (guint i = 0; i < 1 << 20; i++)
    noise[i] = (guint8) g_rand_int (rand);
  for (guint i = 0; total < (guint64) megabytes << 20; i++)
    {
      /* One film among twenty photos. */
      gsize size = i % 20 == 19 ? (gsize) g_rand_int_range (rand, 20 << 20, 60 << 20)
                                : (gsize) g_rand_int_range (rand, 1 << 20, 5 << 20);
      g_autofree char *name = g_strdup_printf ("%05u.jpg", i);
      g_autofree char *source = g_build_filename (self->source, name, NULL);
      g_autofree char *destination = g_build_filename (self->archive, name, NULL);
      memcpy (noise, &i, sizeof i);
      put_large (self->source, name, noise, size);
      put_large (self->archive, name, noise, size);
      report_add (report, self->run_id, "copy", "ok", source, destination, (gint64) size, NULL);
      total += size;
    }
  report_end (report);
  return total;
}

static void
bench_files (Fixture *self, gconstpointer data)
{
  static const guint workers[] = { 1, 2, 4 };
  guint64 bytes = make_files (self, number_from ("SUSUN_BENCH_MB", 512));

  for (guint i = 0; i < G_N_ELEMENTS (workers); i++)
    {
      SusunVerifyOptions *options = susun_verify_options_new ();
      g_autofree char *out = g_strdup_printf ("verified-%u.csv", workers[i]);
      g_autofree char *other = g_strdup_printf ("unverified-%u.csv", workers[i]);
      gint64 began = g_get_monotonic_time ();
      double cpu = cpu_seconds ();

      options->input_csv = fixture_path (self, "report.csv");
      options->verified_out = fixture_path (self, out);
      options->unverified_out = fixture_path (self, other);
      options->workers = workers[i];
      g_object_unref (fixture_run (self, susun_verify_job_new (options), -1));
      double seconds = (double) (g_get_monotonic_time () - began) / 1e6;
      g_print ("# verify, %u workers: %.0f MB of each side in %.2f s, %.0f MB/s, %.2f s of CPU\n",
               workers[i], (double) bytes / 1e6, seconds, 2 * (double) bytes / 1e6 / seconds,
               cpu_seconds () - cpu);
    }
}

/* --- a million rows */

static void
bench_survey (Fixture *self, gconstpointer data)
{
  guint rows = number_from ("SUSUN_BENCH_ROWS", 1000000);
  g_autofree char *path = fixture_path (self, "report.csv");
  SusunHash hash = hash_of ("x");
  g_auto (SusunVerifySurvey) survey = { 0 };
  g_autoptr (GError) error = NULL;
  Report *report = report_new (path);

  for (guint i = 0; i < rows; i++)
    {
      g_autofree char *source = g_strdup_printf ("/media/card/DCIM/%03u/IMG_%07u.jpg", i % 999, i);
      g_autofree char *destination
          = g_strdup_printf ("/srv/archive/%u/IMG_%07u.jpg", 2000 + i % 25, i);
      report_add (report, self->run_id, "copy", "ok", source, destination, 3000000, &hash);
    }
  report_end (report);

  long before = peak_mb ();
  gint64 began = g_get_monotonic_time ();
  g_assert_true (susun_verify_survey_read (&survey, path, 0, 0, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (survey.rows, ==, rows);
  g_assert_cmpuint (survey.window_bytes, ==, (guint64) rows * 3000000);
  g_assert_cmpstr (survey.run_id, ==, self->run_id);
  g_assert_cmpstr (survey.source_parent, ==, "/media/card/DCIM");
  g_assert_cmpstr (survey.archive, ==, "/srv/archive");
  g_print ("# survey of a report of %u rows (%.0f MB): %.2f s, %ld MB more memory\n", rows,
           (double) survey.identity.size / 1e6, (double) (g_get_monotonic_time () - began) / 1e6,
           peak_mb () - before);
}

/* Rows that need no file: what remains is the reading, the writing and the history. */
static void
bench_rows (Fixture *self, gconstpointer data)
{
  guint rows = number_from ("SUSUN_BENCH_ROWS", 1000000);
  g_autofree char *path = fixture_path (self, "report.csv");
  Report *report = report_new (path);
  SusunVerifyOptions *options = susun_verify_options_new ();

  for (guint i = 0; i < rows; i++)
    {
      g_autofree char *source = g_strdup_printf ("/../card/DCIM/%03u/IMG_%07u.jpg", i % 999, i);
      report_add (report, self->run_id, "copy", "ok", source, source, 3000000, NULL);
    }
  report_end (report);

  options->input_csv = fixture_path (self, "report.csv");
  options->verified_out = fixture_path (self, "verified.csv");
  options->unverified_out = fixture_path (self, "unverified.csv");
  long before = peak_mb ();
  gint64 began = g_get_monotonic_time ();
  g_object_unref (fixture_run (self, susun_verify_job_new (options), -1));
  g_print ("# verify, %u rows without a file: %.2f s, %ld MB more memory\n", rows,
           (double) (g_get_monotonic_time () - began) / 1e6, peak_mb () - before);
}

/* --- a manifest of a million rows, one copy in twenty twice; nothing of it is on the disk */

static void
bench_dedupe (Fixture *self, gconstpointer data)
{
  guint rows = number_from ("SUSUN_BENCH_ROWS", 1000000);
  g_autofree char *path = fixture_path (self, "manifest.csv");
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  SusunCsvWriter *writer = susun_csv_writer_new (fd, path);
  SusunDedupeOptions *options = susun_dedupe_options_new ();

  g_assert_true (susun_verify_report_write_header (writer, NULL));
  for (guint i = 0; i < rows; i++)
    {
      SusunHash hash = hash_of ("x");
      guint content = i % 20 == 19 ? i - 1 : i;
      g_autofree char *destination
          = g_strdup_printf ("%s/%u/IMG_%07u.jpg", self->archive, 2000 + content % 25, i);
      SusunVerifyRow row = {
        .run_id = self->run_id,
        .source_path = destination,
        .destination_path = destination,
        .source_hash = &hash,
        .destination_hash = &hash,
        .status = SUSUN_VERIFICATION_VERIFIED,
      };
      memcpy (hash.bytes, &content, sizeof content);
      g_assert_true (susun_verify_report_write_row (writer, &row, NULL));
    }
  g_assert_true (susun_csv_writer_flush (writer, NULL));
  susun_csv_writer_free (writer);

  options->manifest = fixture_path (self, "manifest.csv");
  options->archive_root = g_strdup (self->archive);
  options->quarantine_root = g_strdup (self->quarantine);
  options->keep_out = fixture_path (self, "keep.csv");
  options->dupes_out = fixture_path (self, "dupes.csv");
  options->expected_run_id = g_strdup ("auto");
  options->dry_run = TRUE;
  long before = peak_mb ();
  gint64 began = g_get_monotonic_time ();
  g_object_unref (fixture_run (self, susun_dedupe_job_new (options), -1));
  g_print ("# dedupe, a manifest of %u rows: %.2f s, %ld MB more memory\n", rows,
           (double) (g_get_monotonic_time () - began) / 1e6, peak_mb () - before);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/bench-verify/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  if (g_getenv ("SUSUN_BENCH_DIR") != NULL)
    g_setenv ("TMPDIR", g_getenv ("SUSUN_BENCH_DIR"), TRUE);
  g_test_init (&argc, &argv, NULL);
  /* Memory only grows: what needs little comes first. */
  ADD ("1 survey", bench_survey);
  ADD ("2 rows", bench_rows);
  ADD ("3 dedupe", bench_dedupe);
  ADD ("4 files", bench_files);
  return g_test_run ();
}
