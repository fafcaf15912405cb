// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/susun-civil.h"
#include "core/base/susun-hash.h"
#include "core/manifest/susun-csv-reader.h"
#include "core/manifest/susun-csv-writer.h"

G_BEGIN_DECLS

/**
 * The CSV of `organize`, schema 1.0: 18 columns as other tools know them and five of our own after
 * them. A word that is not known is read as UNKNOWN (0); what to do with such a row is the
 * caller's.
 */
typedef enum
{
  SUSUN_ORGANIZE_ACTION_UNKNOWN = 0,
  SUSUN_ORGANIZE_ACTION_REPORT,
  SUSUN_ORGANIZE_ACTION_COPY,
  SUSUN_ORGANIZE_ACTION_MOVE,
} SusunOrganizeAction;

typedef enum
{
  SUSUN_ORGANIZE_KIND_UNKNOWN = 0,
  SUSUN_ORGANIZE_KIND_IMAGE,
  SUSUN_ORGANIZE_KIND_VIDEO,
} SusunOrganizeKind;

typedef enum
{
  SUSUN_ORGANIZE_FILTER_UNKNOWN = 0,
  SUSUN_ORGANIZE_FILTER_INCLUDED,
  SUSUN_ORGANIZE_FILTER_EXCLUDED_BEFORE,
  SUSUN_ORGANIZE_FILTER_EXCLUDED_AFTER,
  SUSUN_ORGANIZE_FILTER_ERROR,
} SusunOrganizeFilter;

typedef enum
{
  SUSUN_ORGANIZE_STATUS_UNKNOWN = 0,
  SUSUN_ORGANIZE_STATUS_OK,
  SUSUN_ORGANIZE_STATUS_SKIPPED,
  SUSUN_ORGANIZE_STATUS_ERROR,
  SUSUN_ORGANIZE_STATUS_ALREADY_ARCHIVED, /* destination_path is the copy that stands */
  SUSUN_ORGANIZE_STATUS_DUPLICATE,        /* likewise */
} SusunOrganizeStatus;

/* "report", "image", "excluded_before", "already_archived", …; "" for UNKNOWN ("unknown" for a
 * kind) */
const char *susun_organize_action_nick (SusunOrganizeAction action);
const char *susun_organize_kind_nick (SusunOrganizeKind kind);
const char *susun_organize_filter_nick (SusunOrganizeFilter filter);
const char *susun_organize_status_nick (SusunOrganizeStatus status);

/**
 * SusunOrganizeRow: one row. Strings are borrowed; a reader's are valid until its next row. NULL
 * and
 * "" are the same for a writer, a reader returns "".
 *
 * file_name and file_extension (in lower case) are no members: they are made from source_path.
 */
typedef struct
{
  const char *run_id;
  SusunOrganizeAction action;
  SusunOrganizeKind media_kind;
  const char *source_path;      /* bytes */
  gint64 file_size_bytes;       /* -1 when not known */
  gint64 effective_wall;        /* wall clock second, or SUSUN_WALL_NONE */
  int effective_year;           /* of the day it is filed under, 0 when there is none */
  const char *destination_root; /* bytes */
  const char *destination_path; /* bytes, "" when there is none */
  gboolean collision_resolved;
  guint collision_suffix;      /* 2 for "(2)", 0 for none */
  const char *metadata_source; /* "exif", "filesystem_mtime", … */
  SusunOrganizeFilter date_filter_result;
  SusunOrganizeStatus status;
  const char *notes;
  int capture_utc_offset;      /* minutes east of UTC, or SUSUN_OFFSET_NONE */
  const char *date_confidence; /* "certain", … */
  const char *group_id;
  const SusunHash *source_hash; /* (nullable) */
} SusunOrganizeRow;

/* schema_version,…,notes and our five, NULL-terminated */
extern const char *const susun_organize_columns[];

gboolean susun_organize_report_write_header (SusunCsvWriter *writer, GError **error);

/* source_path shows the path to a person, source_uri holds it without loss. */
gboolean susun_organize_report_write_row (SusunCsvWriter *writer, const SusunOrganizeRow *row,
                                          GError **error);

/**
 * SusunOrganizeReader: reads such a report, written by us or by anyone: further columns are passed
 * over, our own five and most others may be missing (required: schema_version, run_id, source_path,
 * destination_path, status). A schema_version other than 1.x is refused.
 *
 * The source's path is source_uri where there is one. Where both name a file plainly and not the
 * same one, somebody changed one of them: that row is refused (SUSUN_ERROR_INVALID), not guessed.
 */
typedef struct _SusunOrganizeReader SusunOrganizeReader;

/* Takes over @csv, also when it fails. @csv: (nullable) (transfer full): NULL fails with @error
 * left as it is, so that a failed open can be passed straight on. Returns: (nullable) */
SusunOrganizeReader *susun_organize_reader_new (SusunCsvReader *csv, GError **error);
void susun_organize_reader_free (SusunOrganizeReader *self);

/* The borrowed reader below: for skipping, the row count, the line. */
SusunCsvReader *susun_organize_reader_get_csv (SusunOrganizeReader *self);

/* @row is filled for SUSUN_CSV_ROW only and valid until the next call. After a row that is refused
 * for what it says the next call goes on behind it; a file that is no CSV stays refused. */
SusunCsvStep susun_organize_reader_next (SusunOrganizeReader *self, SusunOrganizeRow *row,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunOrganizeReader, susun_organize_reader_free)

G_END_DECLS
