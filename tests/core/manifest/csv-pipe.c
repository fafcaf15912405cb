// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/manifest/susun-organize-report.h"

/* For check-csv-python.py: reports from and to plain NUL-terminated fields.
 *
 *     csv-pipe write < FIELDS > CSV     a source path, a destination path and a note for each row
 *     csv-pipe read CSV > FIELDS        the same fields and the size
 */

static const char *
next_field (char **p, char *end)
{
  char *field = *p;

  g_assert_true (field < end);
  *p = field + strlen (field) + 1;
  return field;
}

static void
write_report (void)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (dup (1), "stdout");
  guint8 buffer[65536];
  gsize n;

  while ((n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_byte_array_append (input, buffer, n);
  g_assert_true (susun_organize_report_write_header (writer, NULL));
  for (char *p = (char *) input->data, *end = p + input->len; p < end;)
    {
      SusunOrganizeRow row = {
        .run_id = "r",
        .action = SUSUN_ORGANIZE_ACTION_COPY,
        .media_kind = SUSUN_ORGANIZE_KIND_IMAGE,
        .source_path = next_field (&p, end),
        .file_size_bytes = 12345,
        .effective_wall = 0,
        .effective_year = 1970,
        .destination_root = "/archive",
        .destination_path = next_field (&p, end),
        .metadata_source = "exif",
        .date_filter_result = SUSUN_ORGANIZE_FILTER_INCLUDED,
        .status = SUSUN_ORGANIZE_STATUS_OK,
        .notes = next_field (&p, end),
        .capture_utc_offset = SUSUN_OFFSET_NONE,
        .date_confidence = "certain",
      };
      g_assert_true (susun_organize_report_write_row (writer, &row, NULL));
    }
  g_assert_true (susun_csv_writer_flush (writer, NULL));
}

static void
read_report (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunOrganizeReader) reader
      = susun_organize_reader_new (susun_csv_reader_open (path, &error), &error);
  SusunOrganizeRow row;
  SusunCsvStep step;

  g_assert_no_error (error);
  while ((step = susun_organize_reader_next (reader, &row, &error)) == SUSUN_CSV_ROW)
    printf ("%s%c%s%c%s%c%" G_GINT64_FORMAT "%c", row.source_path, 0, row.destination_path, 0,
            row.notes, 0, row.file_size_bytes, 0);
  g_assert_no_error (error);
  g_assert_cmpint (step, ==, SUSUN_CSV_END);
}

int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], "write") == 0)
    write_report ();
  else if (argc == 3 && strcmp (argv[1], "read") == 0)
    read_report (argv[2]);
  else
    return 2;
  return 0;
}
