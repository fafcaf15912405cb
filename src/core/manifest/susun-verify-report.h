// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/susun-hash.h"
#include "core/manifest/susun-csv-reader.h"
#include "core/manifest/susun-csv-writer.h"

G_BEGIN_DECLS

/**
 * The CSVs of `verify`: one for rows that are verified, one for those that are not, with the same
 * columns. `quarantine` and `dedupe` read the first as their manifest.
 */
typedef enum
{
  SUSUN_VERIFICATION_UNKNOWN = 0, /* a word of somebody else's: prove nothing by it */
  SUSUN_VERIFICATION_VERIFIED,
  SUSUN_VERIFICATION_UNVERIFIED,
} SusunVerification;

/**
 * SusunVerifyRow: strings are borrowed; a reader's are valid until its next row.
 */
typedef struct
{
  const char *run_id;
  const char *source_path;           /* bytes */
  const char *destination_path;      /* bytes */
  gint64 file_size_bytes;            /* -1 when not known */
  const SusunHash *source_hash;      /* (nullable) */
  const SusunHash *destination_hash; /* (nullable) */
  SusunVerification status;
  const char *notes;
} SusunVerifyRow;

extern const char *const susun_verify_columns[];

gboolean susun_verify_report_write_header (SusunCsvWriter *writer, GError **error);
gboolean susun_verify_report_write_row (SusunCsvWriter *writer, const SusunVerifyRow *row,
                                        GError **error);

/**
 * SusunVerifyReader: required are run_id, source_path, destination_path, source_hash,
 * destination_hash and verification_status; further columns are passed over.
 */
typedef struct _SusunVerifyReader SusunVerifyReader;

/* Takes over @csv, also when it fails. @csv: (nullable) (transfer full): NULL fails with @error
 * left as it is. Returns: (nullable) */
SusunVerifyReader *susun_verify_reader_new (SusunCsvReader *csv, GError **error);
void susun_verify_reader_free (SusunVerifyReader *self);
SusunCsvReader *susun_verify_reader_get_csv (SusunVerifyReader *self);

/* @row is filled for SUSUN_CSV_ROW only and valid until the next call. After a row that is refused
 * for what it says the next call goes on behind it; a file that is no CSV stays refused. */
SusunCsvStep susun_verify_reader_next (SusunVerifyReader *self, SusunVerifyRow *row,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunVerifyReader, susun_verify_reader_free)

G_END_DECLS
