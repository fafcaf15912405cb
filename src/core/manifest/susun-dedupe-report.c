// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-dedupe-report.h"

#include "core/manifest/susun-words-private.h"

static const char *const scope_words[] = { "year", "global" };
static const char *const action_words[]
    = { "quarantine", "dry-run-quarantine", "missing", "error" };

const char *const susun_dedupe_keep_columns[] = {
  "run_id", "scope", "year", "hash", "kept_destination_path", "keep_reason", NULL,
};

const char *const susun_dedupe_duplicate_columns[] = {
  "run_id",          "scope",        "year",  "hash", "duplicate_destination_path",
  "quarantine_path", "action_taken", "notes", NULL,
};

const char *
susun_dedupe_scope_nick (SusunDedupeScope scope)
{
  return SUSUN_WORD (scope_words, scope);
}

const char *
susun_dedupe_action_nick (SusunDedupeAction action)
{
  return SUSUN_WORD (action_words, action);
}

gboolean
susun_dedupe_keep_write_header (SusunCsvWriter *writer, GError **error)
{
  return susun_csv_writer_header (writer, susun_dedupe_keep_columns, error);
}

gboolean
susun_dedupe_keep_write_row (SusunCsvWriter *writer, const SusunDedupeKeepRow *row, GError **error)
{
  susun_csv_writer_text (writer, row->run_id);
  susun_csv_writer_word (writer, susun_dedupe_scope_nick (row->scope));
  susun_csv_writer_text (writer, row->year);
  susun_csv_writer_hash (writer, row->hash);
  susun_csv_writer_path (writer, row->kept_path);
  susun_csv_writer_text (writer, row->keep_reason);
  return susun_csv_writer_end_row (writer, error);
}

gboolean
susun_dedupe_duplicate_write_header (SusunCsvWriter *writer, GError **error)
{
  return susun_csv_writer_header (writer, susun_dedupe_duplicate_columns, error);
}

gboolean
susun_dedupe_duplicate_write_row (SusunCsvWriter *writer, const SusunDedupeDuplicateRow *row,
                                  GError **error)
{
  susun_csv_writer_text (writer, row->run_id);
  susun_csv_writer_word (writer, susun_dedupe_scope_nick (row->scope));
  susun_csv_writer_text (writer, row->year);
  susun_csv_writer_hash (writer, row->hash);
  susun_csv_writer_path (writer, row->duplicate_path);
  susun_csv_writer_path (writer, row->quarantine_path);
  susun_csv_writer_word (writer, susun_dedupe_action_nick (row->action));
  susun_csv_writer_text (writer, row->notes);
  return susun_csv_writer_end_row (writer, error);
}
