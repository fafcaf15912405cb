// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>

#include "core/manifest/susun-organize-report.h"
#include "core/manifest/susun-verify-report.h"

/* A million rows of each report, out and in again. Figures are printed, not judged: they depend on
 * the machine. */
#define N 1000000

static double
microseconds_a_row (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / N;
}

static void
write_organize (SusunCsvWriter *writer)
{
  static const SusunHash hash = { { 1, 2, 3 } };
  char source[128], destination[128], group[16];

  g_assert_true (susun_organize_report_write_header (writer, NULL));
  for (guint i = 0; i < N; i++)
    {
      g_snprintf (source, sizeof source, "/media/user/USB DISK/DCIM/%03uAPPLE/IMG_%07u.JPG",
                  i / 1000, i);
      g_snprintf (destination, sizeof destination, "/home/user/Pictures/Archive/2019/IMG_%07u.JPG",
                  i);
      g_snprintf (group, sizeof group, "%u", i);
      SusunOrganizeRow row = {
        .run_id = "0b8f5a0e-6d5c-4b9a-8f39-1a2b3c4d5e6f",
        .action = SUSUN_ORGANIZE_ACTION_COPY,
        .media_kind = SUSUN_ORGANIZE_KIND_IMAGE,
        .source_path = source,
        .file_size_bytes = 3456789 + i,
        .effective_wall = 1500000000 + i,
        .effective_year = 2017,
        .destination_root = "/home/user/Pictures/Archive",
        .destination_path = destination,
        .metadata_source = "exif",
        .date_filter_result = SUSUN_ORGANIZE_FILTER_INCLUDED,
        .status = SUSUN_ORGANIZE_STATUS_OK,
        .notes = i % 10 == 0 ? "the date is from the file's name" : "",
        .capture_utc_offset = 480,
        .date_confidence = "certain",
        .group_id = group,
        .source_hash = &hash,
      };
      g_assert_true (susun_organize_report_write_row (writer, &row, NULL));
    }
  g_assert_true (susun_csv_writer_flush (writer, NULL));
}

static void
test_organize (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  SusunOrganizeRow row;
  guint64 sum = 0;

  SusunCsvWriter *nowhere = susun_csv_writer_new (open ("/dev/null", O_WRONLY | O_CLOEXEC), "null");
  gint64 start = g_get_monotonic_time ();
  write_organize (nowhere);
  double making = microseconds_a_row (start);
  g_test_message ("organize, made: %.2f µs a row (the names made by this test included)", making);
  susun_csv_writer_free (nowhere);

  int fd = g_file_open_tmp ("susun-bench-XXXXXX.csv", &path, &error);
  g_assert_no_error (error);
  SusunCsvWriter *writer = susun_csv_writer_new (fd, path);
  start = g_get_monotonic_time ();
  write_organize (writer);
  g_test_message ("organize, written: %.2f µs a row, %.0f MB", microseconds_a_row (start),
                  susun_csv_writer_get_length (writer) / 1e6);
  susun_csv_writer_free (writer);

  g_autoptr (SusunOrganizeReader) reader
      = susun_organize_reader_new (susun_csv_reader_open (path, &error), &error);
  g_assert_no_error (error);
  start = g_get_monotonic_time ();
  while (susun_organize_reader_next (reader, &row, &error) == SUSUN_CSV_ROW)
    sum += row.file_size_bytes;
  g_assert_no_error (error);
  g_assert_cmpuint (sum, ==, (guint64) N * 3456789 + (guint64) N * (N - 1) / 2);
  g_test_message ("organize, read: %.2f µs a row", microseconds_a_row (start));

  g_autoptr (SusunCsvReader) skipping = susun_csv_reader_open (path, &error);
  g_assert_no_error (error);
  start = g_get_monotonic_time ();
  g_assert_cmpint (susun_csv_reader_skip (skipping, N, &error), ==, SUSUN_CSV_ROW);
  g_test_message ("organize, skipped: %.2f µs a row", microseconds_a_row (start));
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_verify (void)
{
  static const SusunHash hash = { { 1, 2, 3 } };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  SusunVerifyRow row;
  guint n = 0;
  int fd = g_file_open_tmp ("susun-bench-XXXXXX.csv", &path, &error);

  g_assert_no_error (error);
  SusunCsvWriter *writer = susun_csv_writer_new (fd, path);
  gint64 start = g_get_monotonic_time ();
  g_assert_true (susun_verify_report_write_header (writer, NULL));
  for (guint i = 0; i < N; i++)
    {
      row = (SusunVerifyRow){
        .run_id = "0b8f5a0e-6d5c-4b9a-8f39-1a2b3c4d5e6f",
        .source_path = "/media/user/USB DISK/DCIM/100APPLE/IMG_0000001.JPG",
        .destination_path = "/home/user/Pictures/Archive/2019/IMG_0000001.JPG",
        .file_size_bytes = i,
        .source_hash = &hash,
        .destination_hash = &hash,
        .status = SUSUN_VERIFICATION_VERIFIED,
      };
      g_assert_true (susun_verify_report_write_row (writer, &row, NULL));
    }
  g_assert_true (susun_csv_writer_flush (writer, NULL));
  g_test_message ("verify, written: %.2f µs a row", microseconds_a_row (start));
  susun_csv_writer_free (writer);

  g_autoptr (SusunVerifyReader) reader
      = susun_verify_reader_new (susun_csv_reader_open (path, &error), &error);
  g_assert_no_error (error);
  start = g_get_monotonic_time ();
  for (; susun_verify_reader_next (reader, &row, &error) == SUSUN_CSV_ROW; n++)
    g_assert_true (susun_hash_equal (row.source_hash, row.destination_hash));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, N);
  g_test_message ("verify, read: %.2f µs a row", microseconds_a_row (start));
  g_assert_cmpint (g_unlink (path), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bench/organize", test_organize);
  g_test_add_func ("/bench/verify", test_verify);
  return g_test_run ();
}
