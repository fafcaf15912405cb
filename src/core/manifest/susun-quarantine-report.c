// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-quarantine-report.h"

#include "core/manifest/susun-words-private.h"

static const char *const action_words[] = { "", "quarantine", "delete", "skipped", "error" };

const char *const susun_quarantine_columns[] = {
  "run_id", "source_path", "action_taken", "destination_quarantine_path", "notes", NULL,
};

/* The columns that are read, those that must be there first. */
enum
{
  COLUMN_RUN_ID,
  COLUMN_SOURCE_PATH,
  COLUMN_ACTION,
  COLUMN_QUARANTINE_PATH,
  N_REQUIRED_COLUMNS,
  COLUMN_NOTES = N_REQUIRED_COLUMNS,
  N_COLUMNS
};

struct _SusunQuarantineReader
{
  SusunCsvReader *csv; /* (owned) */
  int columns[N_COLUMNS];
};

const char *
susun_quarantine_action_nick (SusunQuarantineAction action)
{
  return SUSUN_WORD (action_words, action);
}

gboolean
susun_quarantine_report_write_header (SusunCsvWriter *writer, GError **error)
{
  return susun_csv_writer_header (writer, susun_quarantine_columns, error);
}

gboolean
susun_quarantine_report_write_row (SusunCsvWriter *writer, const SusunQuarantineRow *row,
                                   GError **error)
{
  susun_csv_writer_text (writer, row->run_id);
  susun_csv_writer_path (writer, row->source_path);
  susun_csv_writer_word (writer, susun_quarantine_action_nick (row->action));
  susun_csv_writer_path (writer, row->quarantine_path);
  susun_csv_writer_text (writer, row->notes);
  return susun_csv_writer_end_row (writer, error);
}

SusunQuarantineReader *
susun_quarantine_reader_new (SusunCsvReader *csv, GError **error)
{
  if (csv == NULL)
    return NULL;

  g_autoptr (SusunQuarantineReader) self = g_new0 (SusunQuarantineReader, 1);

  self->csv = csv;
  if (!susun_csv_reader_find_columns (csv, susun_quarantine_columns, N_COLUMNS, N_REQUIRED_COLUMNS,
                                      self->columns, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
susun_quarantine_reader_free (SusunQuarantineReader *self)
{
  susun_csv_reader_free (self->csv);
  g_free (self);
}

SusunCsvReader *
susun_quarantine_reader_get_csv (SusunQuarantineReader *self)
{
  return self->csv;
}

SusunCsvStep
susun_quarantine_reader_next (SusunQuarantineReader *self, SusunQuarantineRow *row, GError **error)
{
  const int *columns = self->columns;
  SusunCsvStep step = susun_csv_reader_next (self->csv, error);

  if (step != SUSUN_CSV_ROW)
    return step;
  const char *source = susun_csv_reader_get_path (self->csv, columns[COLUMN_SOURCE_PATH], error);
  if (source == NULL)
    return SUSUN_CSV_ERROR;
  const char *quarantine
      = susun_csv_reader_get_path (self->csv, columns[COLUMN_QUARANTINE_PATH], error);
  if (quarantine == NULL)
    return SUSUN_CSV_ERROR;
  *row = (SusunQuarantineRow){
    .run_id = susun_csv_reader_get_text (self->csv, columns[COLUMN_RUN_ID]),
    .source_path = source,
    .action = SUSUN_WORD_VALUE (action_words,
                                susun_csv_reader_get_text (self->csv, columns[COLUMN_ACTION])),
    .quarantine_path = quarantine,
    .notes = susun_csv_reader_get_text (self->csv, columns[COLUMN_NOTES]),
  };
  return SUSUN_CSV_ROW;
}
