// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-verify-report.h"

#include "core/manifest/susun-words-private.h"

static const char *const status_words[] = { "", "verified", "unverified" };

const char *const susun_verify_columns[] = {
  "run_id",      "source_path",      "destination_path",    "file_size_bytes",
  "source_hash", "destination_hash", "verification_status", "notes",
  NULL,
};

/* The columns that are read, those that must be there first. */
enum
{
  COLUMN_RUN_ID,
  COLUMN_SOURCE_PATH,
  COLUMN_DESTINATION_PATH,
  COLUMN_SOURCE_HASH,
  COLUMN_DESTINATION_HASH,
  COLUMN_STATUS,
  N_REQUIRED_COLUMNS,
  COLUMN_FILE_SIZE = N_REQUIRED_COLUMNS,
  COLUMN_NOTES,
  N_COLUMNS
};

static const char *const read_columns[N_COLUMNS] = {
  [COLUMN_RUN_ID] = "run_id",
  [COLUMN_SOURCE_PATH] = "source_path",
  [COLUMN_DESTINATION_PATH] = "destination_path",
  [COLUMN_SOURCE_HASH] = "source_hash",
  [COLUMN_DESTINATION_HASH] = "destination_hash",
  [COLUMN_STATUS] = "verification_status",
  [COLUMN_FILE_SIZE] = "file_size_bytes",
  [COLUMN_NOTES] = "notes",
};

struct _SusunVerifyReader
{
  SusunCsvReader *csv; /* (owned) */
  int columns[N_COLUMNS];
  SusunHash source_hash; /* of the current row */
  SusunHash destination_hash;
};

gboolean
susun_verify_report_write_header (SusunCsvWriter *writer, GError **error)
{
  return susun_csv_writer_header (writer, susun_verify_columns, error);
}

gboolean
susun_verify_report_write_row (SusunCsvWriter *writer, const SusunVerifyRow *row, GError **error)
{
  susun_csv_writer_text (writer, row->run_id);
  susun_csv_writer_path (writer, row->source_path);
  susun_csv_writer_path (writer, row->destination_path);
  if (row->file_size_bytes >= 0)
    susun_csv_writer_uint64 (writer, row->file_size_bytes);
  else
    susun_csv_writer_word (writer, NULL);
  susun_csv_writer_hash (writer, row->source_hash);
  susun_csv_writer_hash (writer, row->destination_hash);
  susun_csv_writer_word (writer, SUSUN_WORD (status_words, row->status));
  susun_csv_writer_text (writer, row->notes);
  return susun_csv_writer_end_row (writer, error);
}

SusunVerifyReader *
susun_verify_reader_new (SusunCsvReader *csv, GError **error)
{
  if (csv == NULL)
    return NULL;

  g_autoptr (SusunVerifyReader) self = g_new0 (SusunVerifyReader, 1);

  self->csv = csv;
  if (!susun_csv_reader_find_columns (csv, read_columns, N_COLUMNS, N_REQUIRED_COLUMNS,
                                      self->columns, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
susun_verify_reader_free (SusunVerifyReader *self)
{
  susun_csv_reader_free (self->csv);
  g_free (self);
}

SusunCsvReader *
susun_verify_reader_get_csv (SusunVerifyReader *self)
{
  return self->csv;
}

static gboolean
read_row (SusunVerifyReader *self, SusunVerifyRow *row, GError **error)
{
  const int *columns = self->columns;
  SusunVerifyRow r = { 0 };
  gboolean has_source, has_destination;

  r.source_path = susun_csv_reader_get_path (self->csv, columns[COLUMN_SOURCE_PATH], error);
  if (r.source_path == NULL)
    return FALSE;
  r.destination_path
      = susun_csv_reader_get_path (self->csv, columns[COLUMN_DESTINATION_PATH], error);
  if (r.destination_path == NULL)
    return FALSE;
  if (!susun_csv_reader_get_size (self->csv, columns[COLUMN_FILE_SIZE], &r.file_size_bytes, error)
      || !susun_csv_reader_get_hash (self->csv, columns[COLUMN_SOURCE_HASH], &self->source_hash,
                                     &has_source, error)
      || !susun_csv_reader_get_hash (self->csv, columns[COLUMN_DESTINATION_HASH],
                                     &self->destination_hash, &has_destination, error))
    return FALSE;

  r.run_id = susun_csv_reader_get_text (self->csv, columns[COLUMN_RUN_ID]);
  r.source_hash = has_source ? &self->source_hash : NULL;
  r.destination_hash = has_destination ? &self->destination_hash : NULL;
  r.status = SUSUN_WORD_VALUE (status_words,
                               susun_csv_reader_get_text (self->csv, columns[COLUMN_STATUS]));
  r.notes = susun_csv_reader_get_text (self->csv, columns[COLUMN_NOTES]);
  *row = r;
  return TRUE;
}

SusunCsvStep
susun_verify_reader_next (SusunVerifyReader *self, SusunVerifyRow *row, GError **error)
{
  SusunCsvStep step = susun_csv_reader_next (self->csv, error);

  if (step != SUSUN_CSV_ROW)
    return step;
  return read_row (self, row, error) ? SUSUN_CSV_ROW : SUSUN_CSV_ERROR;
}
