// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/susun-hash.h"
#include "core/manifest/susun-csv-writer.h"

G_BEGIN_DECLS

/**
 * The two CSVs of `dedupe`: which copy of each group is kept and why, and what became of the
 * others. Nothing of ours reads them again. Strings are borrowed.
 */
typedef enum
{
  SUSUN_DEDUPE_SCOPE_YEAR,
  SUSUN_DEDUPE_SCOPE_GLOBAL,
} SusunDedupeScope;

typedef enum
{
  SUSUN_DEDUPE_ACTION_QUARANTINE,
  SUSUN_DEDUPE_ACTION_DRY_RUN_QUARANTINE,
  SUSUN_DEDUPE_ACTION_MISSING,
  SUSUN_DEDUPE_ACTION_ERROR,
} SusunDedupeAction;

/* "year", "global" */
const char *susun_dedupe_scope_nick (SusunDedupeScope scope);

/* "quarantine", "dry-run-quarantine", "missing", "error" */
const char *susun_dedupe_action_nick (SusunDedupeAction action);

typedef struct
{
  const char *run_id;
  SusunDedupeScope scope;
  const char *year; /* the year folder, "" when the copy is in none */
  const SusunHash *hash;
  const char *kept_path;   /* bytes */
  const char *keep_reason; /* susun_name_keep_reason() */
} SusunDedupeKeepRow;

typedef struct
{
  const char *run_id;
  SusunDedupeScope scope;
  const char *year;
  const SusunHash *hash;
  const char *duplicate_path;  /* bytes */
  const char *quarantine_path; /* bytes */
  SusunDedupeAction action;
  const char *notes;
} SusunDedupeDuplicateRow;

extern const char *const susun_dedupe_keep_columns[];
extern const char *const susun_dedupe_duplicate_columns[];

gboolean susun_dedupe_keep_write_header (SusunCsvWriter *writer, GError **error);
gboolean susun_dedupe_keep_write_row (SusunCsvWriter *writer, const SusunDedupeKeepRow *row,
                                      GError **error);
gboolean susun_dedupe_duplicate_write_header (SusunCsvWriter *writer, GError **error);
gboolean susun_dedupe_duplicate_write_row (SusunCsvWriter *writer,
                                           const SusunDedupeDuplicateRow *row, GError **error);

G_END_DECLS
