// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/manifest/susun-dedupe-report.h"
#include "core/manifest/susun-organize-report.h"
#include "core/manifest/susun-quarantine-report.h"
#include "core/manifest/susun-sha256sums.h"
#include "core/manifest/susun-verify-report.h"
#include "tests/core/hostile-names.h"
#include "tests/core/manifest/memory-file.h"

#define HEADER_18                                                                                  \
  "schema_version,run_id,action,media_kind,source_path,file_name,file_extension,file_size_bytes,"  \
  "effective_datetime,effective_year,destination_root,destination_path,collision_resolved,"        \
  "collision_suffix,metadata_source,date_filter_result,status,notes"
#define HEADER_23 HEADER_18 ",capture_utc_offset,date_confidence,group_id,source_hash,source_uri"
#define RUN_ID "0b8f5a0e-6d5c-4b9a-8f39-1a2b3c4d5e6f"
#define HASH "00ff000000000000000000000000000000000000000000000000000000000001"

static const SusunHash hash = { { 0, 0xff, [31] = 1 } };

static SusunCsvReader *
read_again (int fd)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  SusunCsvReader *csv = susun_csv_reader_new (second_fd (fd), "report.csv", &error);
  g_assert_no_error (error);
  return csv;
}

static SusunOrganizeReader *
read_organize (const char *text, GError **error)
{
  SusunCsvReader *csv = susun_csv_reader_new (memory_file (text, strlen (text)), "r.csv", error);

  return susun_organize_reader_new (csv, error);
}

/* --- organize */

static void
test_organize_write (void)
{
  g_auto (SusunFd) fd = memory_file ("", 0);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (second_fd (fd), "report.csv");
  SusunOrganizeRow row = {
    .run_id = RUN_ID,
    .action = SUSUN_ORGANIZE_ACTION_COPY,
    .media_kind = SUSUN_ORGANIZE_KIND_IMAGE,
    .source_path = "/src/a b/IMG_1.JPG",
    .file_size_bytes = 12345,
    .effective_wall = 0,
    .effective_year = 1970,
    .destination_root = "/arc",
    .destination_path = "/arc/1970/IMG_1 (2).JPG",
    .collision_resolved = TRUE,
    .collision_suffix = 2,
    .metadata_source = "exif",
    .date_filter_result = SUSUN_ORGANIZE_FILTER_INCLUDED,
    .status = SUSUN_ORGANIZE_STATUS_OK,
    .notes = "one; two, three",
    .capture_utc_offset = -210,
    .date_confidence = "certain",
    .group_id = "7",
    .source_hash = &hash,
  };
  SusunOrganizeRow bare = {
    .source_path = "/s\xff/.x\n",
    .file_size_bytes = -1,
    .effective_wall = SUSUN_WALL_NONE,
    .capture_utc_offset = SUSUN_OFFSET_NONE,
  };

  g_assert_true (susun_organize_report_write_header (writer, NULL));
  g_assert_true (susun_organize_report_write_row (writer, &row, NULL));
  g_assert_true (susun_organize_report_write_row (writer, &bare, NULL));
  g_assert_true (susun_csv_writer_flush (writer, NULL));
  g_autofree char *text = whole_file (fd, NULL);
  g_assert_cmpstr (
      text, ==,
      HEADER_23 "\r\n"
                "1.0," RUN_ID ",copy,image,/src/a b/IMG_1.JPG,IMG_1.JPG,.jpg,12345,"
                "1970-01-01T00:00:00,1970,/arc,/arc/1970/IMG_1 (2).JPG,true,(2),exif,included,"
                "ok,\"one; two, three\",-03:30,certain,7," HASH ",file:///src/a%20b/IMG_1.JPG\r\n"
                "1.0,,,unknown,/s\\xFF/.x\\x0A,\".x\n\",,,,,,,false,,,,,,,,,,"
                "file:///s%FF/.x%0A\r\n");
}

static const char *
random_word (GRand *rand, const char *const *words)
{
  return words[g_rand_int_range (rand, 0, g_strv_length ((char **) words))];
}

static void
fill_row (GRand *rand, SusunOrganizeRow *row, char *strings[3])
{
  static const char *const roots[] = { "/src/", "/media/USB DISK/DCIM/100APPLE/", "/x\xff/", NULL };
  static const char *const sources[]
      = { "exif", "video_metadata", "filesystem_mtime", "none", NULL };
  static const char *const confidences[] = { "certain", "weak", "none", NULL };
  g_autofree char *name = hostile_name (rand);
  g_autofree char *note = hostile_name (rand);
  gboolean dated = g_rand_boolean (rand);

  strings[0] = g_strconcat (random_word (rand, roots), name, NULL);
  strings[1] = g_rand_boolean (rand) ? g_strconcat ("/archive/2019/", name, NULL) : g_strdup ("");
  strings[2] = g_utf8_make_valid (note, -1);
  *row = (SusunOrganizeRow){
    .run_id = RUN_ID,
    .action = g_rand_int_range (rand, 0, 4),
    .media_kind = g_rand_int_range (rand, 0, 3),
    .source_path = strings[0],
    .file_size_bytes = g_rand_boolean (rand) ? -1 : (gint64) g_rand_int (rand) * 1000,
    .effective_wall = dated ? (gint64) g_rand_int (rand) * 20 - 10000000000 : SUSUN_WALL_NONE,
    .effective_year = dated ? g_rand_int_range (rand, 1, 10000) : 0,
    .destination_root = "/archive",
    .destination_path = strings[1],
    .collision_resolved = g_rand_boolean (rand),
    .collision_suffix = g_rand_int_range (rand, 0, 5000),
    .metadata_source = random_word (rand, sources),
    .date_filter_result = g_rand_int_range (rand, 0, 5),
    .status = g_rand_int_range (rand, 0, 6),
    .notes = strings[2],
    .capture_utc_offset = dated ? g_rand_int_range (rand, -720, 841) : SUSUN_OFFSET_NONE,
    .date_confidence = random_word (rand, confidences),
    .group_id = "",
    .source_hash = g_rand_boolean (rand) ? &hash : NULL,
  };
}

static void
assert_same_row (const SusunOrganizeRow *a, const SusunOrganizeRow *b)
{
  g_assert_cmpstr (a->run_id, ==, b->run_id);
  g_assert_cmpint (a->action, ==, b->action);
  g_assert_cmpint (a->media_kind, ==, b->media_kind);
  g_assert_cmpstr (a->source_path, ==, b->source_path);
  g_assert_cmpint (a->file_size_bytes, ==, b->file_size_bytes);
  g_assert_cmpint (a->effective_wall, ==, b->effective_wall);
  g_assert_cmpint (a->effective_year, ==, b->effective_year);
  g_assert_cmpstr (a->destination_root, ==, b->destination_root);
  g_assert_cmpstr (a->destination_path, ==, b->destination_path);
  g_assert_cmpint (a->collision_resolved, ==, b->collision_resolved);
  g_assert_cmpuint (a->collision_suffix, ==, b->collision_suffix);
  g_assert_cmpstr (a->metadata_source, ==, b->metadata_source);
  g_assert_cmpint (a->date_filter_result, ==, b->date_filter_result);
  g_assert_cmpint (a->status, ==, b->status);
  g_assert_cmpstr (a->notes, ==, b->notes);
  g_assert_cmpint (a->capture_utc_offset, ==, b->capture_utc_offset);
  g_assert_cmpstr (a->date_confidence, ==, b->date_confidence);
  g_assert_cmpstr (a->group_id, ==, b->group_id);
  g_assert_cmpint (a->source_hash != NULL, ==, b->source_hash != NULL);
  if (a->source_hash != NULL)
    g_assert_true (susun_hash_equal (a->source_hash, b->source_hash));
}

static void
test_organize_round_trip (void)
{
  enum
  {
    N = 20000
  };
  g_auto (SusunFd) fd = memory_file ("", 0);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (second_fd (fd), "report.csv");
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) writing = g_rand_new_with_seed (seed);
  g_autoptr (GRand) reading = g_rand_new_with_seed (seed);
  g_autoptr (GError) error = NULL;
  SusunOrganizeRow row, expected;
  char *strings[3];

  g_assert_true (susun_organize_report_write_header (writer, &error));
  for (guint i = 0; i < N; i++)
    {
      fill_row (writing, &row, strings);
      g_assert_true (susun_organize_report_write_row (writer, &row, &error));
      for (guint j = 0; j < 3; j++)
        g_free (strings[j]);
    }
  g_assert_true (susun_csv_writer_flush (writer, &error));

  g_autoptr (SusunOrganizeReader) reader = susun_organize_reader_new (read_again (fd), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N; i++)
    {
      fill_row (reading, &expected, strings);
      g_assert_cmpint (susun_organize_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
      g_assert_no_error (error);
      assert_same_row (&row, &expected);
      for (guint j = 0; j < 3; j++)
        g_free (strings[j]);
    }
  g_assert_cmpint (susun_organize_reader_next (reader, &row, &error), ==, SUSUN_CSV_END);
  g_assert_cmpuint (susun_csv_reader_get_row_count (susun_organize_reader_get_csv (reader)), ==, N);
}

/* What the original tools write: 18 columns, fractions of a second, paths as they were given. */
static void
test_organize_foreign (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunOrganizeReader) reader = read_organize (
      HEADER_18
      "\r\n"
      "1.0," RUN_ID ",move,video,src/a.MOV,a.MOV,.mov,,2019-07-04T12:13:14.123456,2019,arc,"
      "arc/2019/a (1).MOV,true,(1),ffprobe,included,ok,collision applied\r\n"
      "1.0," RUN_ID ",report,image,/b\xff.jpg,b\xff.jpg,.jpg,,,,/arc,,false,,error,error,error,"
      "effective date error\r\n"
      "1.0," RUN_ID ",copy,unknown,D:\\x.jpg,x.jpg,.jpg,7.0,2019-07-04 12:13:14,2019.0,D:\\arc,"
      "D:\\arc\\2019\\x.jpg,True,_1,exif,later,moved,\r\n",
      &error);
  SusunOrganizeRow row;

  g_assert_no_error (error);
  g_assert_cmpint (susun_organize_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
  g_assert_cmpint (row.action, ==, SUSUN_ORGANIZE_ACTION_MOVE);
  g_assert_cmpint (row.media_kind, ==, SUSUN_ORGANIZE_KIND_VIDEO);
  g_assert_cmpstr (row.source_path, ==, "src/a.MOV");
  g_assert_cmpint (row.file_size_bytes, ==, -1);
  g_assert_cmpint (row.effective_wall, ==, susun_wall_from_text ("2019-07-04T12:13:14"));
  g_assert_cmpint (row.effective_year, ==, 2019);
  g_assert_true (row.collision_resolved);
  g_assert_cmpuint (row.collision_suffix, ==, 1);
  g_assert_cmpstr (row.metadata_source, ==, "ffprobe");
  g_assert_cmpint (row.capture_utc_offset, ==, SUSUN_OFFSET_NONE);
  g_assert_cmpstr (row.date_confidence, ==, "");
  g_assert_null (row.source_hash);

  g_assert_cmpint (susun_organize_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
  g_assert_cmpstr (row.source_path, ==, "/b\xff.jpg");
  g_assert_cmpint (row.status, ==, SUSUN_ORGANIZE_STATUS_ERROR);
  g_assert_cmpint (row.effective_wall, ==, SUSUN_WALL_NONE);
  g_assert_cmpstr (row.destination_path, ==, "");

  g_assert_cmpint (susun_organize_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
  g_assert_cmpstr (row.destination_path, ==, "D:\\arc\\2019\\x.jpg");
  g_assert_cmpint (row.effective_year, ==, 2019);
  g_assert_cmpint (row.file_size_bytes, ==, 7);
  g_assert_cmpint (row.status, ==, SUSUN_ORGANIZE_STATUS_UNKNOWN);
  g_assert_cmpint (row.date_filter_result, ==, SUSUN_ORGANIZE_FILTER_UNKNOWN);
  g_assert_cmpuint (row.collision_suffix, ==, 0);
  g_assert_cmpint (susun_organize_reader_next (reader, &row, &error), ==, SUSUN_CSV_END);
}

/* Columns in another order, foreign ones between them, most of ours missing. */
static void
test_organize_columns (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunOrganizeReader) reader
      = read_organize ("x,status,destination_path,y,source_path,run_id,schema_version\n"
                       "1,ok,/b,2,/a,r,1.3\n",
                       &error);
  SusunOrganizeRow row;

  g_assert_no_error (error);
  g_assert_cmpint (susun_organize_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
  g_assert_cmpstr (row.source_path, ==, "/a");
  g_assert_cmpstr (row.destination_path, ==, "/b");
  g_assert_cmpint (row.status, ==, SUSUN_ORGANIZE_STATUS_OK);
  g_assert_cmpint (row.file_size_bytes, ==, -1);
  g_assert_cmpstr (row.notes, ==, "");

  g_autoptr (SusunOrganizeReader) missing
      = read_organize ("schema_version,run_id,source_path,status\n", &error);
  g_assert_null (missing);
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "“r.csv” has no column destination_path");

  g_clear_error (&error);
  g_assert_null (
      susun_organize_reader_new (susun_csv_reader_open ("/nonexistent", &error), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_organize_source_uri (void)
{
  static const struct
  {
    const char *path;
    const char *uri;
    const char *source; /* NULL: refused */
  } cases[] = {
    { "/a b", "file:///a%20b", "/a b" },
    { "/a b", "", "/a b" },
    { "", "file:///a%20b", "/a b" },
    { "/a\\xFF", "file:///a%FF", "/a\xff" },
    { "whatever", "file:///a%FF", "/a\xff" },
    { "/a_b", "file:///a%0Ab", "/a\nb" },
    { "file:///a%FF", "", "/a\xff" },
    { "/edited", "file:///original", NULL },
    { "/a", "file:///%ZZ", NULL },
    { "/a", "file:///%00", NULL },
    { "file:///%", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "schema_version,run_id,source_path,destination_path,status,source_uri\n"
          "1.0,r,%s,/b,ok,%s\n",
          cases[i].path, cases[i].uri);
      g_autoptr (GError) error = NULL;
      g_autoptr (SusunOrganizeReader) reader = read_organize (text, &error);
      SusunOrganizeRow row;
      SusunCsvStep step = susun_organize_reader_next (reader, &row, &error);
      if (cases[i].source == NULL)
        {
          g_assert_cmpint (step, ==, SUSUN_CSV_ERROR);
          g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
          g_assert_nonnull (strstr (error->message, "line 2"));
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (row.source_path, ==, cases[i].source);
    }
}

static void
test_organize_refused (void)
{
  static const char *const rows[] = {
    "2.0,r,/a,/b,ok,1,",    ",r,/a,/b,ok,1,",       "1,r,/a,/b,ok,1,",
    "1.0,r,/a,/b,ok,1 kB,", "1.0,r,/a,/b,ok,1,abc", "1.0,r,/a,file:///%q,ok,1,",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "schema_version,run_id,source_path,destination_path,status,file_size_bytes,source_hash\n"
          "%s\n",
          rows[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (SusunOrganizeReader) reader = read_organize (text, &error);
      SusunOrganizeRow row;
      g_assert_cmpint (susun_organize_reader_next (reader, &row, &error), ==, SUSUN_CSV_ERROR);
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
    }
}

static void
test_organize_words (void)
{
  g_assert_cmpstr (susun_organize_action_nick (SUSUN_ORGANIZE_ACTION_MOVE), ==, "move");
  g_assert_cmpstr (susun_organize_kind_nick (SUSUN_ORGANIZE_KIND_UNKNOWN), ==, "unknown");
  g_assert_cmpstr (susun_organize_filter_nick (SUSUN_ORGANIZE_FILTER_EXCLUDED_AFTER), ==,
                   "excluded_after");
  g_assert_cmpstr (susun_organize_status_nick (SUSUN_ORGANIZE_STATUS_ALREADY_ARCHIVED), ==,
                   "already_archived");
  g_assert_cmpstr (susun_organize_status_nick (SUSUN_ORGANIZE_STATUS_DUPLICATE), ==, "duplicate");
  g_assert_cmpstr (susun_organize_status_nick (SUSUN_ORGANIZE_STATUS_UNKNOWN), ==, "");
}

/* --- verify */

static void
test_verify (void)
{
  g_auto (SusunFd) fd = memory_file ("", 0);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (second_fd (fd), "verified.csv");
  g_autoptr (GError) error = NULL;
  SusunVerifyRow verified
      = { RUN_ID, "/s/\xff", "/d/a,b", 5, &hash, &hash, SUSUN_VERIFICATION_VERIFIED, "" };
  SusunVerifyRow unverified
      = { RUN_ID, "/s/=x", "", -1, NULL, NULL, SUSUN_VERIFICATION_UNVERIFIED, "source missing" };
  SusunVerifyRow row;

  g_assert_true (susun_verify_report_write_header (writer, NULL));
  g_assert_true (susun_verify_report_write_row (writer, &verified, NULL));
  g_assert_true (susun_verify_report_write_row (writer, &unverified, NULL));
  g_assert_true (susun_csv_writer_flush (writer, NULL));
  g_autofree char *text = whole_file (fd, NULL);
  g_assert_cmpstr (text, ==,
                   "run_id,source_path,destination_path,file_size_bytes,source_hash,"
                   "destination_hash,verification_status,notes\r\n" RUN_ID
                   ",file:///s/%FF,\"/d/a,b\",5," HASH "," HASH ",verified,\r\n" RUN_ID
                   ",/s/=x,,,,,unverified,source missing\r\n");

  g_autoptr (SusunVerifyReader) reader = susun_verify_reader_new (read_again (fd), &error);
  g_assert_no_error (error);
  g_assert_cmpint (susun_verify_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
  g_assert_cmpstr (row.run_id, ==, RUN_ID);
  g_assert_cmpstr (row.source_path, ==, "/s/\xff");
  g_assert_cmpstr (row.destination_path, ==, "/d/a,b");
  g_assert_cmpint (row.file_size_bytes, ==, 5);
  g_assert_true (susun_hash_equal (row.source_hash, &hash));
  g_assert_true (susun_hash_equal (row.destination_hash, &hash));
  g_assert_cmpint (row.status, ==, SUSUN_VERIFICATION_VERIFIED);
  g_assert_cmpint (susun_verify_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
  g_assert_cmpstr (row.source_path, ==, "/s/=x");
  g_assert_null (row.source_hash);
  g_assert_cmpint (row.file_size_bytes, ==, -1);
  g_assert_cmpint (row.status, ==, SUSUN_VERIFICATION_UNVERIFIED);
  g_assert_cmpstr (row.notes, ==, "source missing");
  g_assert_cmpint (susun_verify_reader_next (reader, &row, &error), ==, SUSUN_CSV_END);
}

/* A word that we do not know proves nothing; a damaged hash stops the reading. */
static void
test_verify_foreign (void)
{
  static const char header[]
      = "run_id,source_path,destination_path,source_hash,destination_hash,verification_status\n";
  g_autofree char *text
      = g_strconcat (header, "r,/a,/b,,,Verified\nr,/a,/b," HASH ",0,verified\n", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunVerifyReader) reader = susun_verify_reader_new (
      susun_csv_reader_new (memory_file (text, strlen (text)), "v.csv", &error), &error);
  SusunVerifyRow row;

  g_assert_cmpint (susun_verify_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
  g_assert_cmpint (row.status, ==, SUSUN_VERIFICATION_UNKNOWN);
  g_assert_cmpint (susun_verify_reader_next (reader, &row, &error), ==, SUSUN_CSV_ERROR);
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "“v.csv”, line 3"));
}

/* --- quarantine, dedupe */

static void
test_quarantine (void)
{
  static const SusunQuarantineRow rows[] = {
    { RUN_ID, "/s/a.jpg", SUSUN_QUARANTINE_ACTION_QUARANTINE, "/q/r/a.jpg", "" },
    { RUN_ID, "/s/\xff", SUSUN_QUARANTINE_ACTION_ERROR, "", "=not proven" },
    { RUN_ID, "/s/c", SUSUN_QUARANTINE_ACTION_DELETE, "", "" },
    { RUN_ID, "/s/d", SUSUN_QUARANTINE_ACTION_SKIPPED, "", "" },
  };
  g_auto (SusunFd) fd = memory_file ("", 0);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (second_fd (fd), "results.csv");
  g_autoptr (GError) error = NULL;

  g_assert_true (susun_quarantine_report_write_header (writer, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (susun_quarantine_report_write_row (writer, &rows[i], NULL));
  g_assert_true (susun_csv_writer_flush (writer, NULL));
  g_autofree char *text = whole_file (fd, NULL);
  g_assert_cmpstr (text, ==,
                   "run_id,source_path,action_taken,destination_quarantine_path,notes\r\n" RUN_ID
                   ",/s/a.jpg,quarantine,/q/r/a.jpg,\r\n" RUN_ID
                   ",file:///s/%FF,error,,'=not proven\r\n" RUN_ID ",/s/c,delete,,\r\n" RUN_ID
                   ",/s/d,skipped,,\r\n");

  g_autoptr (SusunQuarantineReader) reader = susun_quarantine_reader_new (read_again (fd), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SusunQuarantineRow row;
      g_assert_cmpint (susun_quarantine_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
      g_assert_cmpstr (row.run_id, ==, RUN_ID);
      g_assert_cmpstr (row.source_path, ==, rows[i].source_path);
      g_assert_cmpint (row.action, ==, rows[i].action);
      g_assert_cmpstr (row.quarantine_path, ==, rows[i].quarantine_path);
      g_assert_cmpstr (row.notes, ==, rows[i].notes);
    }
}

static void
test_dedupe (void)
{
  g_auto (SusunFd) keep_fd = memory_file ("", 0);
  g_auto (SusunFd) dupes_fd = memory_file ("", 0);
  g_autoptr (SusunCsvWriter) keep = susun_csv_writer_new (second_fd (keep_fd), "keep.csv");
  g_autoptr (SusunCsvWriter) dupes = susun_csv_writer_new (second_fd (dupes_fd), "dupes.csv");
  SusunDedupeKeepRow kept
      = { RUN_ID, SUSUN_DEDUPE_SCOPE_GLOBAL, "2019", &hash, "/d/2019/Raya.jpg", "no-copy-suffix" };
  SusunDedupeDuplicateRow duplicate = { RUN_ID,
                                        SUSUN_DEDUPE_SCOPE_YEAR,
                                        "2019",
                                        &hash,
                                        "/d/2019/Raya (2).jpg",
                                        "/q/2019/Raya (2).jpg",
                                        SUSUN_DEDUPE_ACTION_DRY_RUN_QUARANTINE,
                                        "" };

  g_assert_true (susun_dedupe_keep_write_header (keep, NULL));
  g_assert_true (susun_dedupe_keep_write_row (keep, &kept, NULL));
  g_assert_true (susun_csv_writer_flush (keep, NULL));
  g_assert_true (susun_dedupe_duplicate_write_header (dupes, NULL));
  g_assert_true (susun_dedupe_duplicate_write_row (dupes, &duplicate, NULL));
  g_assert_true (susun_csv_writer_flush (dupes, NULL));

  g_autofree char *keep_text = whole_file (keep_fd, NULL);
  g_assert_cmpstr (keep_text, ==,
                   "run_id,scope,year,hash,kept_destination_path,keep_reason\r\n" RUN_ID
                   ",global,2019," HASH ",/d/2019/Raya.jpg,no-copy-suffix\r\n");
  g_autofree char *dupes_text = whole_file (dupes_fd, NULL);
  g_assert_cmpstr (dupes_text, ==,
                   "run_id,scope,year,hash,duplicate_destination_path,quarantine_path,"
                   "action_taken,notes\r\n" RUN_ID ",year,2019," HASH
                   ",/d/2019/Raya (2).jpg,/q/2019/Raya (2).jpg,dry-run-quarantine,\r\n");
  g_assert_cmpstr (susun_dedupe_action_nick (SUSUN_DEDUPE_ACTION_MISSING), ==, "missing");
}

/* --- sha256sums */

static void
test_sha256sums (void)
{
  static const struct
  {
    const char *path;
    const char *line;
  } rows[] = {
    { "a b.jpg", HASH "  a b.jpg\n" }, { "/x/\xff", HASH "  /x/\xff\n" },
    { "a\nb", "\\" HASH "  a\\nb\n" }, { "a\\b\rc\n", "\\" HASH "  a\\\\b\\rc\\n\n" },
    { " x", HASH "   x\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (SusunFd) fd = memory_file ("", 0);
      g_autoptr (SusunOutput) output = susun_output_new (second_fd (fd), "sums");
      g_autofree char *path = NULL;
      SusunHash parsed;
      g_assert_true (susun_sha256sums_write (output, &hash, rows[i].path, NULL));
      g_assert_true (susun_output_flush (output, NULL));
      g_autofree char *text = whole_file (fd, NULL);
      g_assert_cmpstr (text, ==, rows[i].line);
      text[strlen (text) - 1] = '\0';
      g_assert_true (susun_sha256sums_parse (text, &parsed, &path));
      g_assert_cmpstr (path, ==, rows[i].path);
      g_assert_true (susun_hash_equal (&parsed, &hash));
    }
}

static void
test_sha256sums_refused (void)
{
  static const char *const lines[] = {
    "",
    "x",
    HASH,
    HASH "  ",
    HASH " x",
    HASH "\t\tx",
    "\\" HASH "  a\\x",
    "\\" HASH "  a\\",
    "zz" HASH "  x",
    "# comment",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      SusunHash parsed;
      char *path = NULL;
      g_assert_false (susun_sha256sums_parse (lines[i], &parsed, &path));
      g_assert_null (path);
    }
  g_autofree char *path = NULL;
  SusunHash parsed;
  g_assert_true (susun_sha256sums_parse (HASH " *x", &parsed, &path));
  g_assert_cmpstr (path, ==, "x");
}

/* coreutils itself reads the list, with names that hold what a list could break at. */
static void
test_sha256sums_coreutils (void)
{
  static const char *const names[]
      = { "plain", "a b", "a\nb", "back\\slash", "cr\rx", "\xff", "-x" };
  g_autofree char *sha256sum = g_find_program_in_path ("sha256sum");
  g_autofree char *folder = g_dir_make_tmp ("susun-XXXXXX", NULL);
  g_autoptr (SusunHasher) hasher = susun_hasher_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *list = g_build_filename (folder, "SHA256SUMS", NULL);
  int status;

  if (sha256sum == NULL)
    {
      g_test_skip ("sha256sum is not installed");
      return;
    }
  g_assert_true (g_file_set_contents (list, "", 0, NULL));
  g_auto (SusunFd) fd = open (list, O_WRONLY | O_CLOEXEC);
  g_autoptr (SusunOutput) output = susun_output_new (susun_fd_steal (&fd), list);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      SusunHash digest;
      g_assert_true (g_file_set_contents (path, names[i], -1, NULL));
      susun_hasher_digest (hasher, names[i], strlen (names[i]), &digest);
      g_assert_true (susun_sha256sums_write (output, &digest, names[i], NULL));
    }
  g_assert_true (susun_output_sync (output, NULL));

  char *argv[]
      = { sha256sum, (char *) "--check", (char *) "--strict", (char *) "--quiet", list, NULL };
  g_autofree char *out = NULL;
  g_assert_true (
      g_spawn_sync (folder, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (out, ==, "");
  g_assert_true (g_spawn_check_wait_status (status, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_unlink (list), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/organize/write", test_organize_write);
  g_test_add_func ("/organize/round-trip", test_organize_round_trip);
  g_test_add_func ("/organize/foreign", test_organize_foreign);
  g_test_add_func ("/organize/columns", test_organize_columns);
  g_test_add_func ("/organize/source-uri", test_organize_source_uri);
  g_test_add_func ("/organize/refused", test_organize_refused);
  g_test_add_func ("/organize/words", test_organize_words);
  g_test_add_func ("/verify/round-trip", test_verify);
  g_test_add_func ("/verify/foreign", test_verify_foreign);
  g_test_add_func ("/quarantine/round-trip", test_quarantine);
  g_test_add_func ("/dedupe/write", test_dedupe);
  g_test_add_func ("/sha256sums/round-trip", test_sha256sums);
  g_test_add_func ("/sha256sums/refused", test_sha256sums_refused);
  g_test_add_func ("/sha256sums/coreutils", test_sha256sums_coreutils);
  return g_test_run ();
}
