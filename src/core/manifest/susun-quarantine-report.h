// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/manifest/susun-csv-reader.h"
#include "core/manifest/susun-csv-writer.h"

G_BEGIN_DECLS

/**
 * The results CSV of `quarantine`: what happened to each original.
 */
typedef enum
{
  SUSUN_QUARANTINE_ACTION_UNKNOWN = 0,
  SUSUN_QUARANTINE_ACTION_QUARANTINE,
  SUSUN_QUARANTINE_ACTION_DELETE,
  SUSUN_QUARANTINE_ACTION_SKIPPED,
  SUSUN_QUARANTINE_ACTION_ERROR,
} SusunQuarantineAction;

/* "quarantine", "delete", "skipped", "error", "" for UNKNOWN */
const char *susun_quarantine_action_nick (SusunQuarantineAction action);

/**
 * SusunQuarantineRow: strings are borrowed; a reader's are valid until its next row.
 */
typedef struct
{
  const char *run_id;
  const char *source_path; /* bytes */
  SusunQuarantineAction action;
  const char *quarantine_path; /* bytes, "" when it is not in a quarantine */
  const char *notes;
} SusunQuarantineRow;

extern const char *const susun_quarantine_columns[];

gboolean susun_quarantine_report_write_header (SusunCsvWriter *writer, GError **error);
gboolean susun_quarantine_report_write_row (SusunCsvWriter *writer, const SusunQuarantineRow *row,
                                            GError **error);

/**
 * SusunQuarantineReader: required are all columns but notes.
 */
typedef struct _SusunQuarantineReader SusunQuarantineReader;

/* Takes over @csv, also when it fails. @csv: (nullable) (transfer full): NULL fails with @error
 * left as it is. Returns: (nullable) */
SusunQuarantineReader *susun_quarantine_reader_new (SusunCsvReader *csv, GError **error);
void susun_quarantine_reader_free (SusunQuarantineReader *self);
SusunCsvReader *susun_quarantine_reader_get_csv (SusunQuarantineReader *self);
SusunCsvStep susun_quarantine_reader_next (SusunQuarantineReader *self, SusunQuarantineRow *row,
                                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunQuarantineReader, susun_quarantine_reader_free)

G_END_DECLS
