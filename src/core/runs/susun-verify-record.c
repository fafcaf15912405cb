// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-verify-record-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "core/manifest/susun-output.h"
#include "core/manifest/susun-sha256sums.h"
#include "core/runs/susun-appended-csv-private.h"
#include "core/runs/susun-new-file-private.h"

/* --- totals */

static const struct
{
  const char *name;
  gsize offset;
} counts[] = {
  { "verified", G_STRUCT_OFFSET (SusunVerifyTotals, verified) },
  { "unverified", G_STRUCT_OFFSET (SusunVerifyTotals, unverified) },
  { "differs", G_STRUCT_OFFSET (SusunVerifyTotals, differs) },
  { "missing", G_STRUCT_OFFSET (SusunVerifyTotals, missing) },
  { "not_copied", G_STRUCT_OFFSET (SusunVerifyTotals, not_copied) },
  { "bytes", G_STRUCT_OFFSET (SusunVerifyTotals, bytes) },
  { "first", G_STRUCT_OFFSET (SusunVerifyTotals, first) },
  { "cursor", G_STRUCT_OFFSET (SusunVerifyTotals, cursor) },
  { "verified_bytes", G_STRUCT_OFFSET (SusunVerifyTotals, verified_bytes) },
  { "unverified_bytes", G_STRUCT_OFFSET (SusunVerifyTotals, unverified_bytes) },
};

char *
susun_verify_totals_to_json (const SusunVerifyTotals *self)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "{\"found\":%" G_GUINT64_FORMAT, self->verified + self->unverified);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    g_string_append_printf (text, ",\"%s\":%" G_GINT64_FORMAT, counts[i].name,
                            G_STRUCT_MEMBER (gint64, self, counts[i].offset));
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

gboolean
susun_verify_totals_from_json (SusunVerifyTotals *self, const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;
  SusunVerifyTotals totals = { 0 };

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  JsonObject *object = json_node_get_object (node);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      JsonNode *member = json_object_get_member (object, counts[i].name);
      if (member == NULL || !JSON_NODE_HOLDS_VALUE (member)
          || json_node_get_value_type (member) != G_TYPE_INT64 || json_node_get_int (member) < 0)
        return FALSE;
      G_STRUCT_MEMBER (gint64, &totals, counts[i].offset) = json_node_get_int (member);
    }
  *self = totals;
  return TRUE;
}

/* --- where to begin */

/* How an output goes on from a state file. */
static SusunAppendedFrom
from_state (const SusunVerifyRecord *self, gint64 length)
{
  if (self->state_file == NULL)
    return self->resumed ? SUSUN_APPENDED_BEGUN : SUSUN_APPENDED_NEW;
  if (length < 0 && self->state.cursor == 0)
    return SUSUN_APPENDED_BEGUN;
  return susun_appended_csv_from (length);
}

/* One row must not be written into both, nor over the report itself. */
static gboolean
check_apart (const SusunVerifyOptions *options, GError **error)
{
  const char *const paths[] = {
    options->input_csv,  options->verified_out, options->unverified_out,
    options->state_file, options->sha256sums,
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    for (guint j = i + 1; j < G_N_ELEMENTS (paths); j++)
      {
        SusunIdentity first, second;
        if (paths[i] == NULL || paths[j] == NULL)
          continue;
        if (strcmp (paths[i], paths[j]) != 0
            && (susun_sys_identity_at (AT_FDCWD, paths[i], &first) < 0
                || susun_sys_identity_at (AT_FDCWD, paths[j], &second) < 0
                || !susun_identity_same_file (&first, &second)))
          continue;
        g_autofree char *display = susun_path_display (paths[j]);
        return susun_throw (error, SUSUN_ERROR_INVALID,
                            _ ("“%s” is named twice: the input, the outputs and the state file "
                               "must be different files"),
                            display);
      }
  return TRUE;
}

static gboolean
check_outputs (const SusunVerifyRecord *self, SusunAppendedFrom *verified,
               SusunAppendedFrom *unverified, GError **error)
{
  const SusunVerifyOptions *options = self->options;
  const SusunVerifyTotals *totals = &self->totals;

  *verified = from_state (self, totals->verified_bytes);
  *unverified = from_state (self, totals->unverified_bytes);
  if (self->resumed && totals->verified_bytes >= 0)
    *verified = SUSUN_APPENDED_LENGTH;
  if (self->resumed && totals->unverified_bytes >= 0)
    *unverified = SUSUN_APPENDED_LENGTH;
  return susun_appended_csv_check (options->verified_out, susun_verify_columns, *verified,
                                   totals->verified_bytes, error)
         && susun_appended_csv_check (options->unverified_out, susun_verify_columns, *unverified,
                                      totals->unverified_bytes, error);
}

SusunVerifyRecord *
susun_verify_record_new (const SusunVerifyOptions *options, gboolean resumed, const char *totals,
                         GError **error)
{
  g_autoptr (SusunVerifyRecord) self = g_new0 (SusunVerifyRecord, 1);
  SusunAppendedFrom verified, unverified;

  self->options = options;
  self->resumed = resumed;
  self->state = (SusunState) SUSUN_STATE_INIT;
  if (!check_apart (options, error))
    return NULL;
  if (options->state_file != NULL)
    {
      self->state_file = susun_state_file_open (options->state_file, &self->state, error);
      if (self->state_file == NULL)
        return NULL;
    }
  if (!resumed || !susun_verify_totals_from_json (&self->totals, totals))
    {
      self->totals.first = MAX (options->offset, self->state.cursor);
      self->totals.cursor = self->totals.first;
      self->totals.verified_bytes = self->state.verified_bytes;
      self->totals.unverified_bytes = self->state.unverified_bytes;
    }
  else if (self->state.cursor > self->totals.cursor)
    {
      g_autofree char *display = susun_path_display (options->state_file);
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("Another verification has gone on from here with “%s”; there is nothing left "
                      "of this one to continue"),
                   display);
      return NULL;
    }
  if (!check_outputs (self, &verified, &unverified, error))
    return NULL;
  if (options->sha256sums != NULL && !resumed && self->state.cursor == 0
      && !susun_new_file_check (options->sha256sums, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
susun_verify_record_free (SusunVerifyRecord *self)
{
  g_clear_pointer (&self->state_file, susun_state_file_free);
  g_clear_pointer (&self->verified, susun_csv_writer_free);
  g_clear_pointer (&self->unverified, susun_csv_writer_free);
  g_free (self);
}

gboolean
susun_verify_record_is_beyond (const SusunVerifyRecord *self, guint64 number)
{
  return self->options->limit > 0 && number >= self->totals.first
         && number - self->totals.first >= self->options->limit;
}

/* --- writing */

gboolean
susun_verify_record_open (SusunVerifyRecord *self, GError **error)
{
  const SusunVerifyOptions *options = self->options;
  SusunAppendedFrom verified, unverified;

  if (!check_outputs (self, &verified, &unverified, error))
    return FALSE;
  self->verified = susun_appended_csv_open (options->verified_out, susun_verify_columns, verified,
                                            self->totals.verified_bytes, error);
  if (self->verified == NULL)
    return FALSE;
  self->unverified = susun_appended_csv_open (options->unverified_out, susun_verify_columns,
                                              unverified, self->totals.unverified_bytes, error);
  if (self->unverified == NULL)
    return FALSE;
  return susun_verify_record_sync (self, error);
}

gboolean
susun_verify_record_add (SusunVerifyRecord *self, const SusunVerifyPair *pair, GError **error)
{
  SusunVerifyTotals *totals = &self->totals;
  SusunVerifyRow row;

  susun_verify_pair_to_row (pair, &row);
  if (!susun_verify_report_write_row (pair->verified ? self->verified : self->unverified, &row,
                                      error))
    return FALSE;
  if (pair->verified)
    {
      totals->verified++;
      totals->bytes += (guint64) MAX (0, row.file_size_bytes);
    }
  else
    {
      totals->unverified++;
      totals->differs += pair->cause == SUSUN_CAUSE_DIFFERS;
      totals->missing += pair->cause == SUSUN_CAUSE_MISSING;
      totals->not_copied += pair->cause == SUSUN_CAUSE_NOT_COPIED;
    }
  totals->cursor = pair->number;
  return TRUE;
}

/* Only what grew is worth waiting for the disk. */
static gboolean
sync_output (SusunCsvWriter *writer, gint64 *length, GError **error)
{
  gint64 now = (gint64) susun_csv_writer_get_length (writer);

  if (now != *length && !susun_csv_writer_sync (writer, error))
    return FALSE;
  *length = now;
  return TRUE;
}

gboolean
susun_verify_record_sync (SusunVerifyRecord *self, GError **error)
{
  return sync_output (self->verified, &self->totals.verified_bytes, error)
         && sync_output (self->unverified, &self->totals.unverified_bytes, error);
}

gboolean
susun_verify_record_save_state (SusunVerifyRecord *self, GError **error)
{
  if (self->state_file == NULL)
    return TRUE;
  /* As long as no row is done, an offset is no progress. */
  if (self->totals.cursor > self->totals.first)
    self->state.cursor = self->totals.cursor;
  self->state.verified_bytes = self->totals.verified_bytes;
  self->state.unverified_bytes = self->totals.unverified_bytes;
  return susun_state_file_write (self->state_file, &self->state, error);
}

/* --- the list */

static gboolean
list_rows (SusunVerifyReader *reader, SusunOutput *output, GCancellable *cancellable,
           GError **error)
{
  SusunVerifyRow row;
  SusunCsvStep step;

  while ((step = susun_verify_reader_next (reader, &row, error)) == SUSUN_CSV_ROW)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (row.status == SUSUN_VERIFICATION_VERIFIED && row.destination_hash != NULL
          && !susun_sha256sums_write (output, row.destination_hash, row.destination_path, error))
        return FALSE;
    }
  return step == SUSUN_CSV_END && susun_output_sync (output, error);
}

gboolean
susun_verify_record_write_list (SusunVerifyRecord *self, const char *run_id,
                                GCancellable *cancellable, GError **error)
{
  const char *path = self->options->sha256sums;
  int fd = -1;
  g_autoptr (SusunVerifyReader) reader
      = susun_verify_reader_new (susun_csv_reader_open (self->options->verified_out, error), error);
  g_autoptr (SusunNewFile) file
      = reader != NULL ? susun_new_file_begin (path, run_id, &fd, error) : NULL;

  if (file == NULL)
    return FALSE;
  g_autoptr (SusunOutput) output = susun_output_new (fd, path);
  return list_rows (reader, output, cancellable, error) && susun_new_file_publish (file, error);
}
