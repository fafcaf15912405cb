// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Any bytes as a report or a list of checksums; the first byte chooses. */

#include "config.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/manifest/susun-organize-report.h"
#include "core/manifest/susun-sha256sums.h"
#include "core/manifest/susun-verify-report.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static SusunCsvReader *
open_csv (const guint8 *data, gsize size, const char *header)
{
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, header, strlen (header)), ==, strlen (header));
  g_assert_cmpint (write (fd, data, size), ==, size);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  return susun_csv_reader_new (fd, "fuzz.csv", NULL);
}

static void
read_any (const guint8 *data, gsize size)
{
  g_autoptr (SusunCsvReader) reader = open_csv (data, size, "");

  while (reader != NULL && susun_csv_reader_next (reader, NULL) == SUSUN_CSV_ROW)
    for (int i = 0; i < 4; i++)
      {
        gint64 number;
        SusunHash hash;
        gboolean present;
        susun_csv_reader_get_text (reader, i);
        susun_csv_reader_get_size (reader, i, &number, NULL);
        susun_csv_reader_get_hash (reader, i, &hash, &present, NULL);
        susun_csv_reader_get_path (reader, i, NULL);
      }
}

static void
read_organize (const guint8 *data, gsize size)
{
  g_autoptr (SusunOrganizeReader) reader = susun_organize_reader_new (
      open_csv (data, size,
                "schema_version,run_id,source_path,destination_path,status,source_uri,"
                "effective_datetime,collision_suffix,capture_utc_offset\n1.0,"),
      NULL);
  SusunOrganizeRow row;

  while (susun_organize_reader_next (reader, &row, NULL) == SUSUN_CSV_ROW)
    g_assert_nonnull (row.source_path);
}

static void
read_verify (const guint8 *data, gsize size)
{
  g_autoptr (SusunVerifyReader) reader = susun_verify_reader_new (
      open_csv (data, size,
                "run_id,source_path,destination_path,source_hash,destination_hash,"
                "verification_status\n"),
      NULL);
  SusunVerifyRow row;

  while (susun_verify_reader_next (reader, &row, NULL) == SUSUN_CSV_ROW)
    g_assert_nonnull (row.destination_path);
}

static void
read_sums (const guint8 *data, gsize size)
{
  g_autofree char *line = g_strndup ((const char *) data, size);
  g_autofree char *path = NULL;
  SusunHash hash;

  if (susun_sha256sums_parse (line, &hash, &path))
    g_assert_cmpuint (strlen (path), <, size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size == 0)
    return 0;
  switch (data[0])
    {
    case 'o':
      read_organize (data + 1, size - 1);
      break;
    case 'v':
      read_verify (data + 1, size - 1);
      break;
    case 's':
      read_sums (data + 1, size - 1);
      break;
    default:
      read_any (data, size);
      break;
    }
  return 0;
}
