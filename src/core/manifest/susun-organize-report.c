// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-organize-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/manifest/susun-words-private.h"

#define SCHEMA_VERSION "1.0"

static const char *const action_words[] = { "", "report", "copy", "move" };
static const char *const kind_words[] = { "unknown", "image", "video" };
static const char *const filter_words[]
    = { "", "included", "excluded_before", "excluded_after", "error" };
static const char *const status_words[]
    = { "", "ok", "skipped", "error", "already_archived", "duplicate" };

const char *const susun_organize_columns[] = {
  "schema_version",     "run_id",           "action",
  "media_kind",         "source_path",      "file_name",
  "file_extension",     "file_size_bytes",  "effective_datetime",
  "effective_year",     "destination_root", "destination_path",
  "collision_resolved", "collision_suffix", "metadata_source",
  "date_filter_result", "status",           "notes",
  "capture_utc_offset", "date_confidence",  "group_id",
  "source_hash",        "source_uri",       NULL,
};

/* The columns that are read, those that must be there first. */
enum
{
  COLUMN_SCHEMA_VERSION,
  COLUMN_RUN_ID,
  COLUMN_SOURCE_PATH,
  COLUMN_DESTINATION_PATH,
  COLUMN_STATUS,
  N_REQUIRED_COLUMNS,
  COLUMN_ACTION = N_REQUIRED_COLUMNS,
  COLUMN_MEDIA_KIND,
  COLUMN_FILE_SIZE,
  COLUMN_EFFECTIVE_DATETIME,
  COLUMN_EFFECTIVE_YEAR,
  COLUMN_DESTINATION_ROOT,
  COLUMN_COLLISION_RESOLVED,
  COLUMN_COLLISION_SUFFIX,
  COLUMN_METADATA_SOURCE,
  COLUMN_DATE_FILTER_RESULT,
  COLUMN_NOTES,
  COLUMN_CAPTURE_UTC_OFFSET,
  COLUMN_DATE_CONFIDENCE,
  COLUMN_GROUP_ID,
  COLUMN_SOURCE_HASH,
  COLUMN_SOURCE_URI,
  N_COLUMNS
};

static const char *const read_columns[N_COLUMNS] = {
  [COLUMN_SCHEMA_VERSION] = "schema_version",
  [COLUMN_RUN_ID] = "run_id",
  [COLUMN_SOURCE_PATH] = "source_path",
  [COLUMN_DESTINATION_PATH] = "destination_path",
  [COLUMN_STATUS] = "status",
  [COLUMN_ACTION] = "action",
  [COLUMN_MEDIA_KIND] = "media_kind",
  [COLUMN_FILE_SIZE] = "file_size_bytes",
  [COLUMN_EFFECTIVE_DATETIME] = "effective_datetime",
  [COLUMN_EFFECTIVE_YEAR] = "effective_year",
  [COLUMN_DESTINATION_ROOT] = "destination_root",
  [COLUMN_COLLISION_RESOLVED] = "collision_resolved",
  [COLUMN_COLLISION_SUFFIX] = "collision_suffix",
  [COLUMN_METADATA_SOURCE] = "metadata_source",
  [COLUMN_DATE_FILTER_RESULT] = "date_filter_result",
  [COLUMN_NOTES] = "notes",
  [COLUMN_CAPTURE_UTC_OFFSET] = "capture_utc_offset",
  [COLUMN_DATE_CONFIDENCE] = "date_confidence",
  [COLUMN_GROUP_ID] = "group_id",
  [COLUMN_SOURCE_HASH] = "source_hash",
  [COLUMN_SOURCE_URI] = "source_uri",
};

struct _SusunOrganizeReader
{
  SusunCsvReader *csv; /* (owned) */
  int columns[N_COLUMNS];
  SusunHash source_hash; /* of the current row */
};

const char *
susun_organize_action_nick (SusunOrganizeAction action)
{
  return SUSUN_WORD (action_words, action);
}

const char *
susun_organize_kind_nick (SusunOrganizeKind kind)
{
  return SUSUN_WORD (kind_words, kind);
}

const char *
susun_organize_filter_nick (SusunOrganizeFilter filter)
{
  return SUSUN_WORD (filter_words, filter);
}

const char *
susun_organize_status_nick (SusunOrganizeStatus status)
{
  return SUSUN_WORD (status_words, status);
}

gboolean
susun_organize_report_write_header (SusunCsvWriter *writer, GError **error)
{
  return susun_csv_writer_header (writer, susun_organize_columns, error);
}

static void
write_extension (SusunCsvWriter *writer, const char *name)
{
  char lower[16];
  const char *extension = susun_path_extension (name);
  gsize length = strlen (extension);

  if (length >= sizeof lower)
    {
      g_autofree char *long_lower = g_ascii_strdown (extension, length);
      susun_csv_writer_text (writer, long_lower);
      return;
    }
  for (gsize i = 0; i <= length; i++)
    lower[i] = g_ascii_tolower (extension[i]);
  susun_csv_writer_text (writer, lower);
}

static void
write_suffix (SusunCsvWriter *writer, guint number)
{
  char text[16] = "";

  if (number > 0)
    g_snprintf (text, sizeof text, "(%u)", number);
  susun_csv_writer_word (writer, text);
}

gboolean
susun_organize_report_write_row (SusunCsvWriter *writer, const SusunOrganizeRow *row,
                                 GError **error)
{
  const char *name = row->source_path != NULL ? susun_path_name (row->source_path) : "";
  char wall[SUSUN_WALL_TEXT_SIZE];
  char offset[SUSUN_OFFSET_TEXT_SIZE];

  susun_wall_to_text (row->effective_wall, wall);
  susun_offset_to_text (row->capture_utc_offset, offset);

  susun_csv_writer_word (writer, SCHEMA_VERSION);
  susun_csv_writer_text (writer, row->run_id);
  susun_csv_writer_word (writer, susun_organize_action_nick (row->action));
  susun_csv_writer_word (writer, susun_organize_kind_nick (row->media_kind));
  susun_csv_writer_text (writer, row->source_path);
  susun_csv_writer_text (writer, name);
  write_extension (writer, name);
  if (row->file_size_bytes >= 0)
    susun_csv_writer_uint64 (writer, row->file_size_bytes);
  else
    susun_csv_writer_word (writer, NULL);
  susun_csv_writer_word (writer, wall);
  if (row->effective_year > 0)
    susun_csv_writer_uint64 (writer, row->effective_year);
  else
    susun_csv_writer_word (writer, NULL);
  susun_csv_writer_path (writer, row->destination_root);
  susun_csv_writer_path (writer, row->destination_path);
  susun_csv_writer_word (writer, row->collision_resolved ? "true" : "false");
  write_suffix (writer, row->collision_suffix);
  susun_csv_writer_text (writer, row->metadata_source);
  susun_csv_writer_word (writer, susun_organize_filter_nick (row->date_filter_result));
  susun_csv_writer_word (writer, susun_organize_status_nick (row->status));
  susun_csv_writer_text (writer, row->notes);
  susun_csv_writer_word (writer, offset);
  susun_csv_writer_text (writer, row->date_confidence);
  susun_csv_writer_text (writer, row->group_id);
  susun_csv_writer_hash (writer, row->source_hash);
  susun_csv_writer_uri (writer, row->source_path);
  return susun_csv_writer_end_row (writer, error);
}

SusunOrganizeReader *
susun_organize_reader_new (SusunCsvReader *csv, GError **error)
{
  if (csv == NULL)
    return NULL;

  g_autoptr (SusunOrganizeReader) self = g_new0 (SusunOrganizeReader, 1);

  self->csv = csv;
  if (!susun_csv_reader_find_columns (csv, read_columns, N_COLUMNS, N_REQUIRED_COLUMNS,
                                      self->columns, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
susun_organize_reader_free (SusunOrganizeReader *self)
{
  susun_csv_reader_free (self->csv);
  g_free (self);
}

SusunCsvReader *
susun_organize_reader_get_csv (SusunOrganizeReader *self)
{
  return self->csv;
}

static const char *
get_text (SusunOrganizeReader *self, int column)
{
  return susun_csv_reader_get_text (self->csv, self->columns[column]);
}

/* Would the writer have put this path into a cell as it is, so that two different cells cannot mean
 * the same file? */
static gboolean
is_plain (const char *path)
{
  if (*path != '/' || !g_utf8_validate (path, -1, NULL))
    return FALSE;
  for (const char *p = path; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;
  return TRUE;
}

static const char *
read_source_path (SusunOrganizeReader *self, GError **error)
{
  const char *path
      = susun_csv_reader_get_path (self->csv, self->columns[COLUMN_SOURCE_PATH], error);
  if (path == NULL)
    return NULL;
  if (*get_text (self, COLUMN_SOURCE_URI) == '\0')
    return path;

  const char *exact
      = susun_csv_reader_get_path (self->csv, self->columns[COLUMN_SOURCE_URI], error);
  if (exact == NULL)
    return NULL;
  if (*path != '\0' && is_plain (exact) && strcmp (exact, path) != 0)
    {
      susun_csv_reader_throw (self->csv, error,
                              _ ("source_path and source_uri name two different files"));
      return NULL;
    }
  return exact;
}

/* The original tools write isoformat(), which may go on with fractions of a second. */
static gint64
read_wall (const char *text)
{
  char whole[20];

  g_strlcpy (whole, text, sizeof whole);
  return susun_wall_from_text (whole);
}

static int
read_year (SusunOrganizeReader *self)
{
  gint64 year;

  if (!susun_csv_reader_get_size (self->csv, self->columns[COLUMN_EFFECTIVE_YEAR], &year, NULL))
    return 0;
  return year >= 1 && year <= 9999 ? (int) year : 0;
}

static guint
read_suffix (const char *text)
{
  const char *p = text + (*text == '(');
  guint number = 0;

  for (; g_ascii_isdigit (*p) && number < 100000; p++)
    number = number * 10 + (*p - '0');
  return number;
}

static gboolean
read_row (SusunOrganizeReader *self, SusunOrganizeRow *row, GError **error)
{
  SusunOrganizeRow r = { 0 };
  gboolean has_hash;

  if (!g_str_has_prefix (get_text (self, COLUMN_SCHEMA_VERSION), "1."))
    return susun_csv_reader_throw (self->csv, error,
                                   _ ("this schema_version is not known; it should be 1.0"));
  r.source_path = read_source_path (self, error);
  if (r.source_path == NULL)
    return FALSE;
  r.destination_root
      = susun_csv_reader_get_path (self->csv, self->columns[COLUMN_DESTINATION_ROOT], error);
  if (r.destination_root == NULL)
    return FALSE;
  r.destination_path
      = susun_csv_reader_get_path (self->csv, self->columns[COLUMN_DESTINATION_PATH], error);
  if (r.destination_path == NULL)
    return FALSE;
  if (!susun_csv_reader_get_size (self->csv, self->columns[COLUMN_FILE_SIZE], &r.file_size_bytes,
                                  error)
      || !susun_csv_reader_get_hash (self->csv, self->columns[COLUMN_SOURCE_HASH],
                                     &self->source_hash, &has_hash, error))
    return FALSE;

  r.run_id = get_text (self, COLUMN_RUN_ID);
  r.action = SUSUN_WORD_VALUE (action_words, get_text (self, COLUMN_ACTION));
  r.media_kind = SUSUN_WORD_VALUE (kind_words, get_text (self, COLUMN_MEDIA_KIND));
  r.effective_wall = read_wall (get_text (self, COLUMN_EFFECTIVE_DATETIME));
  r.effective_year = read_year (self);
  r.collision_resolved
      = susun_csv_reader_get_boolean (self->csv, self->columns[COLUMN_COLLISION_RESOLVED]);
  r.collision_suffix = read_suffix (get_text (self, COLUMN_COLLISION_SUFFIX));
  r.metadata_source = get_text (self, COLUMN_METADATA_SOURCE);
  r.date_filter_result
      = SUSUN_WORD_VALUE (filter_words, get_text (self, COLUMN_DATE_FILTER_RESULT));
  r.status = SUSUN_WORD_VALUE (status_words, get_text (self, COLUMN_STATUS));
  r.notes = get_text (self, COLUMN_NOTES);
  r.capture_utc_offset = susun_offset_from_text (get_text (self, COLUMN_CAPTURE_UTC_OFFSET));
  r.date_confidence = get_text (self, COLUMN_DATE_CONFIDENCE);
  r.group_id = get_text (self, COLUMN_GROUP_ID);
  r.source_hash = has_hash ? &self->source_hash : NULL;
  *row = r;
  return TRUE;
}

SusunCsvStep
susun_organize_reader_next (SusunOrganizeReader *self, SusunOrganizeRow *row, GError **error)
{
  SusunCsvStep step = susun_csv_reader_next (self->csv, error);

  if (step != SUSUN_CSV_ROW)
    return step;
  return read_row (self, row, error) ? SUSUN_CSV_ROW : SUSUN_CSV_ERROR;
}
