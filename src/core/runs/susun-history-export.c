// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/manifest/susun-dedupe-report.h"
#include "core/manifest/susun-organize-report.h"
#include "core/manifest/susun-quarantine-report.h"
#include "core/manifest/susun-verify-report.h"
#include "core/media/susun-evidence.h"
#include "core/media/susun-kind.h"
#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-export-private.h"
#include "core/runs/susun-new-file-private.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-resume.h"

#define ITEMS_BETWEEN_LOOKS 1024

/* --- what all kinds share */

gboolean
susun_export_init (SusunExport *self, SusunStore *store, const SusunRun *run,
                   GCancellable *cancellable, GError **error)
{
  *self = (SusunExport){ .store = store, .run = run, .cancellable = cancellable };
  self->roots = susun_store_list_roots (store, run->id, error);
  return self->roots != NULL;
}

void
susun_export_clear (SusunExport *self)
{
  g_clear_pointer (&self->roots, g_ptr_array_unref);
}

char *
susun_export_dup_path (const SusunExport *self, gint64 root, const char *rel)
{
  if (rel == NULL)
    return g_strdup ("");
  for (guint i = 0; root != 0 && i < self->roots->len; i++)
    {
      const SusunRootRow *row = self->roots->pdata[i];
      if (row->id == root)
        return g_strconcat (row->path, g_str_has_suffix (row->path, "/") ? "" : "/", rel, NULL);
    }
  return g_strdup (rel);
}

const char *
susun_export_get_root (const SusunExport *self, SusunRootRole role)
{
  for (guint i = 0; i < self->roots->len; i++)
    {
      const SusunRootRow *row = self->roots->pdata[i];
      if (row->role == role)
        return row->path;
    }
  return NULL;
}

/* In the order of the plan; a run that was interrupted before it had one, as it was scanned. */
static SusunItemCursor *
query_items (const SusunExport *self, GError **error)
{
  SusunItemQuery query = { .run = self->run->id, .order = SUSUN_ORDER_SEQ, .limit = 1 };
  g_autoptr (GPtrArray) planned = susun_store_list_items (self->store, &query, error);

  if (planned == NULL)
    return NULL;
  query.order = planned->len > 0 ? SUSUN_ORDER_SEQ : SUSUN_ORDER_ID;
  query.limit = 0;
  return susun_store_query (self->store, &query, error);
}

gboolean
susun_export_items (const SusunExport *self, SusunExportItem write, SusunCsvWriter *writer,
                    gpointer user_data, GError **error)
{
  g_autoptr (SusunItemCursor) cursor = query_items (self, error);
  const SusunItem *item = NULL;
  SusunStep step = SUSUN_STEP_ERROR;

  for (guint64 count = 0;
       cursor != NULL && (step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW;
       count++)
    if ((count % ITEMS_BETWEEN_LOOKS == 0
         && g_cancellable_set_error_if_cancelled (self->cancellable, error))
        || !write (self, item, writer, user_data, error))
      return FALSE;
  return step == SUSUN_STEP_DONE;
}

/* --- organize */

static SusunOrganizeAction
organize_action (const SusunRun *run)
{
  switch (run->mode)
    {
    case SUSUN_MODE_COPY:
      return SUSUN_ORGANIZE_ACTION_COPY;
    case SUSUN_MODE_MOVE:
      return SUSUN_ORGANIZE_ACTION_MOVE;
    case SUSUN_MODE_REPORT:
    case SUSUN_MODE_NONE:
    default:
      return SUSUN_ORGANIZE_ACTION_REPORT;
    }
}

static SusunOrganizeKind
organize_kind (const SusunItem *item)
{
  switch (item->media)
    {
    case SUSUN_KIND_IMAGE:
      return SUSUN_ORGANIZE_KIND_IMAGE;
    case SUSUN_KIND_VIDEO:
      return SUSUN_ORGANIZE_KIND_VIDEO;
    default:
      return SUSUN_ORGANIZE_KIND_UNKNOWN;
    }
}

static SusunOrganizeStatus
organize_status (const SusunItem *item)
{
  switch ((SusunItemState) item->state)
    {
    case SUSUN_ITEM_DONE:
    case SUSUN_ITEM_UNDONE:
    case SUSUN_ITEM_RESTORED:
    case SUSUN_ITEM_PURGED:
    case SUSUN_ITEM_COPIED:
      return SUSUN_ORGANIZE_STATUS_OK;
    case SUSUN_ITEM_REPORTED:
      /* A sidecar without its photo stays where it is. */
      return item->dst_path != NULL ? SUSUN_ORGANIZE_STATUS_OK : SUSUN_ORGANIZE_STATUS_SKIPPED;
    case SUSUN_ITEM_ARCHIVED:
      return SUSUN_ORGANIZE_STATUS_ALREADY_ARCHIVED;
    case SUSUN_ITEM_DUPLICATE:
      return SUSUN_ORGANIZE_STATUS_DUPLICATE;
    case SUSUN_ITEM_EXCLUDED:
    case SUSUN_ITEM_LEFT_OUT:
    case SUSUN_ITEM_FOUND:
    case SUSUN_ITEM_PLANNED:
    case SUSUN_ITEM_INTENT:
    case SUSUN_ITEM_RESERVING:
    case SUSUN_ITEM_RENAMING:
    case SUSUN_ITEM_REMOVING:
      return SUSUN_ORGANIZE_STATUS_SKIPPED;
    case SUSUN_ITEM_UNREADABLE:
    case SUSUN_ITEM_FAILED:
    case SUSUN_ITEM_SKIPPED:
    case SUSUN_ITEM_LOST:
    case SUSUN_ITEM_UNSURE:
    case SUSUN_ITEM_UNVERIFIED:
    default:
      return SUSUN_ORGANIZE_STATUS_ERROR;
    }
}

static SusunOrganizeFilter
organize_filter (const SusunItem *item, const SusunOrganizeOptions *options)
{
  if (item->state == SUSUN_ITEM_UNREADABLE)
    return SUSUN_ORGANIZE_FILTER_ERROR;
  if (item->state != SUSUN_ITEM_EXCLUDED)
    return SUSUN_ORGANIZE_FILTER_INCLUDED;
  return options->date_from != SUSUN_WALL_NONE && item->day < options->date_from
             ? SUSUN_ORGANIZE_FILTER_EXCLUDED_BEFORE
             : SUSUN_ORGANIZE_FILTER_EXCLUDED_AFTER;
}

/* What the state alone says, where no note was written. */
static const char *
organize_note (const SusunItem *item)
{
  if (item->note != NULL && *item->note != '\0')
    return item->note;
  switch ((SusunItemState) item->state)
    {
    case SUSUN_ITEM_UNDONE:
      return _ ("Taken back by a later run");
    case SUSUN_ITEM_FOUND:
    case SUSUN_ITEM_PLANNED:
    case SUSUN_ITEM_INTENT:
    case SUSUN_ITEM_RESERVING:
    case SUSUN_ITEM_RENAMING:
    case SUSUN_ITEM_REMOVING:
      return _ ("Not reached");
    default:
      return item->cause != SUSUN_CAUSE_NONE ? susun_cause_label (item->cause) : NULL;
    }
}

static int
year_of (gint64 day)
{
  SusunCivil civil;

  if (day == SUSUN_WALL_NONE)
    return 0;
  susun_civil_from_wall (day, &civil);
  return civil.year;
}

static gboolean
write_organize_item (const SusunExport *self, const SusunItem *item, SusunCsvWriter *writer,
                     gpointer user_data, GError **error)
{
  const SusunOrganizeOptions *options = user_data;
  SusunOrganizeStatus status = organize_status (item);
  gboolean stands
      = status != SUSUN_ORGANIZE_STATUS_ERROR && status != SUSUN_ORGANIZE_STATUS_SKIPPED;
  g_autofree char *source = susun_export_dup_path (self, item->src_root, item->src_path);
  g_autofree char *destination
      = stands ? susun_export_dup_path (self, item->dst_root, item->dst_path) : NULL;
  char group[24] = "";

  if (item->group != 0)
    g_snprintf (group, sizeof group, "%" G_GINT64_FORMAT, item->group);
  SusunOrganizeRow row = {
    .run_id = self->run->run_id,
    .action = organize_action (self->run),
    .media_kind = organize_kind (item),
    .source_path = source,
    .file_size_bytes = (gint64) item->identity.size,
    .effective_wall = item->wall,
    .effective_year = year_of (item->day),
    .destination_root = susun_export_get_root (self, SUSUN_ROOT_ARCHIVE),
    .destination_path = destination,
    .collision_resolved = stands && item->suffix > 1,
    .collision_suffix = stands && item->suffix > 1 ? (guint) item->suffix : 0,
    .metadata_source = susun_date_source_word (item->date_source),
    .date_filter_result = organize_filter (item, options),
    .status = status,
    .notes = organize_note (item),
    .capture_utc_offset = item->offset,
    .date_confidence = susun_confidence_nick (item->confidence),
    .group_id = group,
    .source_hash = item->has_hash ? &item->hash : NULL,
  };
  return susun_organize_report_write_row (writer, &row, error);
}

static gboolean
export_organize (const SusunExport *self, SusunCsvWriter *writer, GError **error)
{
  g_autoptr (SusunOrganizeOptions) options
      = susun_organize_options_from_json (self->run->options, error);

  return options != NULL && susun_organize_report_write_header (writer, error)
         && susun_export_items (self, write_organize_item, writer, options, error);
}

/* --- verify */

static gboolean
write_verify_item (const SusunExport *self, const SusunItem *item, SusunCsvWriter *writer,
                   gpointer user_data, GError **error)
{
  gboolean verified = item->state == SUSUN_ITEM_DONE;
  g_autofree char *source = susun_export_dup_path (self, item->src_root, item->src_path);
  g_autofree char *destination = susun_export_dup_path (self, item->dst_root, item->dst_path);
  SusunVerifyRow row = {
    .run_id = self->run->chain_id,
    .source_path = source,
    .destination_path = destination,
    .file_size_bytes = (gint64) item->identity.size,
    .source_hash = verified && item->has_hash ? &item->hash : NULL,
    .destination_hash = verified && item->has_hash ? &item->hash : NULL,
    .status = verified ? SUSUN_VERIFICATION_VERIFIED : SUSUN_VERIFICATION_UNVERIFIED,
    .notes = item->note,
  };

  return susun_verify_report_write_row (writer, &row, error);
}

static gboolean
export_verify (const SusunExport *self, SusunCsvWriter *writer, GError **error)
{
  return susun_verify_report_write_header (writer, error)
         && susun_export_items (self, write_verify_item, writer, NULL, error);
}

/* --- quarantine and delete */

SusunQuarantineAction
susun_export_quarantine_action (const SusunItem *item)
{
  switch ((SusunItemState) item->state)
    {
    case SUSUN_ITEM_DONE:
    case SUSUN_ITEM_UNDONE:
    case SUSUN_ITEM_RESTORED:
    case SUSUN_ITEM_PURGED:
      return item->op == SUSUN_OP_REMOVE ? SUSUN_QUARANTINE_ACTION_DELETE
                                         : SUSUN_QUARANTINE_ACTION_QUARANTINE;
    case SUSUN_ITEM_SKIPPED:
    case SUSUN_ITEM_REPORTED:
    case SUSUN_ITEM_PLANNED:
      return SUSUN_QUARANTINE_ACTION_SKIPPED;
    default:
      return SUSUN_QUARANTINE_ACTION_ERROR;
    }
}

static gboolean
write_quarantine_item (const SusunExport *self, const SusunItem *item, SusunCsvWriter *writer,
                       gpointer user_data, GError **error)
{
  SusunQuarantineAction action = susun_export_quarantine_action (item);
  g_autofree char *source = susun_export_dup_path (self, item->src_root, item->src_path);
  g_autofree char *place = action == SUSUN_QUARANTINE_ACTION_QUARANTINE
                               ? susun_export_dup_path (self, item->dst_root, item->dst_path)
                               : NULL;
  SusunQuarantineRow row = {
    .run_id = self->run->chain_id,
    .source_path = source,
    .action = action,
    .quarantine_path = place,
    .notes = item->state == SUSUN_ITEM_REPORTED ? _ ("Dry run: it would go") : item->note,
  };

  return susun_quarantine_report_write_row (writer, &row, error);
}

static gboolean
export_quarantine (const SusunExport *self, SusunCsvWriter *writer, GError **error)
{
  return susun_quarantine_report_write_header (writer, error)
         && susun_export_items (self, write_quarantine_item, writer, NULL, error);
}

/* --- what has no format of its own: taking back, renaming folders */

static const char *const plain_columns[]
    = { "run_id",          "op",   "state", "source_path", "destination_path",
        "file_size_bytes", "hash", "cause", "notes",       NULL };

static const char *const op_words[] = {
  [SUSUN_OP_NONE] = "none",     [SUSUN_OP_COPY] = "copy",     [SUSUN_OP_MOVE] = "move",
  [SUSUN_OP_REMOVE] = "remove", [SUSUN_OP_VERIFY] = "verify", [SUSUN_OP_RENAME] = "rename",
};

static gboolean
write_plain_item (const SusunExport *self, const SusunItem *item, SusunCsvWriter *writer,
                  gpointer user_data, GError **error)
{
  g_autofree char *source = susun_export_dup_path (self, item->src_root, item->src_path);
  g_autofree char *destination = susun_export_dup_path (self, item->dst_root, item->dst_path);

  susun_csv_writer_text (writer, self->run->run_id);
  susun_csv_writer_word (writer, item->op < G_N_ELEMENTS (op_words) ? op_words[item->op] : NULL);
  susun_csv_writer_word (writer, susun_item_state_nick (item->state));
  susun_csv_writer_path (writer, source);
  susun_csv_writer_path (writer, destination);
  susun_csv_writer_uint64 (writer, item->identity.size);
  susun_csv_writer_hash (writer, item->has_hash ? &item->hash : NULL);
  susun_csv_writer_word (writer,
                         item->cause != SUSUN_CAUSE_NONE ? susun_cause_nick (item->cause) : NULL);
  susun_csv_writer_text (writer, item->note);
  return susun_csv_writer_end_row (writer, error);
}

static gboolean
export_plain (const SusunExport *self, SusunCsvWriter *writer, GError **error)
{
  return susun_csv_writer_header (writer, plain_columns, error)
         && susun_export_items (self, write_plain_item, writer, NULL, error);
}

/* --- the whole */

static gboolean
export_dedupe (const SusunExport *self, SusunCsvWriter *writer, GError **error)
{
  g_autoptr (SusunDedupeOptions) options
      = susun_dedupe_options_from_json (self->run->options, error);

  return options != NULL && susun_dedupe_duplicate_write_header (writer, error)
         && susun_export_dedupe_duplicates (self, options->global, writer, error);
}

static gboolean
export_rows (const SusunExport *self, SusunCsvWriter *writer, GError **error)
{
  switch (self->run->kind)
    {
    case SUSUN_RUN_ORGANIZE:
      return export_organize (self, writer, error);
    case SUSUN_RUN_VERIFY:
      return export_verify (self, writer, error);
    case SUSUN_RUN_QUARANTINE:
    case SUSUN_RUN_DELETE:
      return export_quarantine (self, writer, error);
    case SUSUN_RUN_DEDUPE:
      return export_dedupe (self, writer, error);
    case SUSUN_RUN_RESTORE:
    case SUSUN_RUN_PURGE:
    case SUSUN_RUN_UNDO:
    case SUSUN_RUN_RENAME:
    case SUSUN_RUN_REPAIR:
    case SUSUN_N_RUN_KINDS:
    default:
      return export_plain (self, writer, error);
    }
}

gboolean
susun_history_export (SusunStore *store, const SusunRun *run, const char *path,
                      GCancellable *cancellable, GError **error)
{
  g_auto (SusunExport) export = { 0 };
  int fd = -1;

  if (!susun_new_file_check (path, error)
      || !susun_export_init (&export, store, run, cancellable, error))
    return FALSE;
  g_autoptr (SusunNewFile) file = susun_new_file_begin (path, run->run_id, &fd, error);
  if (file == NULL)
    return FALSE;
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (fd, path);
  return export_rows (&export, writer, error) && susun_csv_writer_sync (writer, error)
         && susun_new_file_publish (file, error);
}
