// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/manifest/susun-rename-report.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "core/base/susun-path.h"

/* Of each reason so many are shown in the summary. */
#define SAMPLES 5

static const char *const end_nicks[] = {
  [SUSUN_RENAME_RENAMED] = "renamed",
  [SUSUN_RENAME_WOULD] = "would-rename",
  [SUSUN_RENAME_UNCHANGED] = "unchanged",
  [SUSUN_RENAME_SKIPPED] = "skipped",
  [SUSUN_RENAME_ERROR] = "error",
  [SUSUN_RENAME_UNDONE] = "undone",
  [SUSUN_RENAME_NOT_REACHED] = "not-reached",
};
G_STATIC_ASSERT (G_N_ELEMENTS (end_nicks) == SUSUN_N_RENAME_ENDS);

/* The members of the summary, in the same order. */
static const char *const summary_names[] = {
  "renamed", "would_rename", "unchanged", "skipped", "errors", "undone", "not_reached",
};
G_STATIC_ASSERT (G_N_ELEMENTS (summary_names) == SUSUN_N_RENAME_ENDS);

static void
clear_day (gpointer data)
{
  g_free (((SusunRenameDay *) data)->day);
}

SusunRenameRow *
susun_rename_row_new (void)
{
  SusunRenameRow *self = g_new0 (SusunRenameRow, 1);

  self->days = g_array_new (FALSE, FALSE, sizeof (SusunRenameDay));
  g_array_set_clear_func (self->days, clear_day);
  return self;
}

void
susun_rename_row_free (SusunRenameRow *self)
{
  g_free (self->name);
  g_free (self->new_name);
  g_free (self->day);
  g_free (self->last_day);
  g_free (self->title);
  g_free (self->explanation);
  g_array_unref (self->days);
  g_free (self);
}

/* A member that has nothing to tell is null. @text: (nullable): what is not UTF-8 is shown escaped
 */
static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  g_autofree char *shown = g_utf8_validate (text, -1, NULL) ? NULL : susun_path_display (text);
  json_builder_add_string_value (builder, shown != NULL ? shown : text);
}

static void
add_count (JsonBuilder *builder, const char *name, guint64 count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

static void
add_row (const SusunRenameReport *self, const SusunRenameRow *row, JsonBuilder *builder)
{
  g_autofree char *path = g_build_filename (self->folder, row->name, NULL);
  g_autofree char *uri = susun_path_to_uri (path);

  json_builder_begin_object (builder);
  add_text (builder, "name", row->name);
  add_text (builder, "uri", uri);
  add_text (builder, "new_name", row->new_name);
  add_text (builder, "status", end_nicks[row->end]);
  add_text (builder, "reason", row->reason);
  add_text (builder, "explanation", row->explanation);
  add_text (builder, "day", row->day);
  add_text (builder, "last_day", row->last_day);
  json_builder_set_member_name (builder, "share");
  json_builder_add_double_value (builder, row->share);
  add_text (builder, "title", row->title);
  add_text (builder, "title_from", row->from);
  add_count (builder, "media", row->media);
  add_count (builder, "undated", row->undated);
  add_count (builder, "suspect", row->suspect);
  add_count (builder, "unreadable", row->unreadable);
  add_count (builder, "by_time_stamp", row->by_time_stamp);
  json_builder_set_member_name (builder, "days");
  json_builder_begin_object (builder);
  for (guint i = 0; i < row->days->len; i++)
    {
      const SusunRenameDay *day = &g_array_index (row->days, SusunRenameDay, i);
      add_count (builder, day->day, day->files);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_summary (const SusunRenameReport *self, JsonBuilder *builder)
{
  guint64 counts[SUSUN_N_RENAME_ENDS] = { 0 };

  for (guint i = 0; i < self->rows->len; i++)
    counts[((SusunRenameRow *) self->rows->pdata[i])->end]++;
  json_builder_set_member_name (builder, "summary");
  json_builder_begin_object (builder);
  add_count (builder, "folders", self->rows->len);
  for (guint i = 0; i < SUSUN_N_RENAME_ENDS; i++)
    add_count (builder, summary_names[i], counts[i]);
  json_builder_end_object (builder);
}

/* How many for each reason, and the first few of them. */
static void
add_skipped (const SusunRenameReport *self, JsonBuilder *builder)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) samples = g_ptr_array_new ();
  g_autoptr (GPtrArray) reasons = g_ptr_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      const SusunRenameRow *row = self->rows->pdata[i];
      if ((row->end != SUSUN_RENAME_SKIPPED && row->end != SUSUN_RENAME_ERROR)
          || row->reason == NULL)
        continue;
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, row->reason)) + 1;
      g_hash_table_replace (counts, (char *) row->reason, GUINT_TO_POINTER (count));
      if (count == 1)
        g_ptr_array_add (reasons, (char *) row->reason);
      if (count <= SAMPLES)
        g_ptr_array_add (samples, (gpointer) row);
    }
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_object (builder);
  for (guint i = 0; i < reasons->len; i++)
    add_count (builder, reasons->pdata[i],
               GPOINTER_TO_UINT (g_hash_table_lookup (counts, reasons->pdata[i])));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "samples");
  json_builder_begin_array (builder);
  for (guint i = 0; i < samples->len; i++)
    {
      const SusunRenameRow *row = samples->pdata[i];
      json_builder_begin_object (builder);
      add_text (builder, "name", row->name);
      add_text (builder, "reason", row->reason);
      add_text (builder, "explanation", row->explanation);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
susun_rename_report_to_json (const SusunRenameReport *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "run_id", self->run_id);
  add_text (builder, "folder", self->folder);
  json_builder_set_member_name (builder, "dry_run");
  json_builder_add_boolean_value (builder, self->dry_run);
  json_builder_set_member_name (builder, "confidence");
  json_builder_add_double_value (builder, self->confidence);
  add_summary (self, builder);
  add_skipped (self, builder);
  json_builder_set_member_name (builder, "folders");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->rows->len; i++)
    add_row (self, self->rows->pdata[i], builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *json = json_to_string (root, TRUE);
  return g_strconcat (json, "\n", NULL);
}
