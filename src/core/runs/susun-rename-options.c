// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-rename.h"

#include <glib/gi18n-lib.h>

#include "core/runs/susun-preflight-private.h"
#include "core/runs/susun-run-job-private.h"

#define DEFAULT_CONFIDENCE 0.6

SusunRenameOptions *
susun_rename_options_new (void)
{
  SusunRenameOptions *self = g_new0 (SusunRenameOptions, 1);

  self->dry_run = TRUE;
  self->confidence = DEFAULT_CONFIDENCE;
  self->workers = 4;
  return self;
}

void
susun_rename_options_free (SusunRenameOptions *self)
{
  g_free (self->folder);
  g_free (self->own_words);
  g_clear_pointer (&self->ignored_folders, g_ptr_array_unref);
  g_clear_pointer (&self->ignored_types, g_ptr_array_unref);
  g_free (self->report_json);
  g_free (self->undo_script);
  g_free (self->zone);
  g_free (self);
}

char *
susun_rename_options_to_json (const SusunRenameOptions *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  susun_options_set_path (object, "folder", self->folder);
  json_object_set_boolean_member (object, "dry_run", self->dry_run);
  json_object_set_double_member (object, "confidence", self->confidence);
  json_object_set_string_member (object, "case", susun_title_case_nick (self->letter_case));
  susun_options_set_path (object, "own_words", self->own_words);
  susun_options_set_texts (object, "ignored_folders", self->ignored_folders);
  susun_options_set_texts (object, "ignored_types", self->ignored_types);
  susun_options_set_path (object, "report_json", self->report_json);
  susun_options_set_path (object, "undo_script", self->undo_script);
  susun_options_set_text (object, "zone", self->zone);
  json_object_set_int_member (object, "day_starts", self->day_starts);
  json_object_set_int_member (object, "workers", self->workers);
  json_object_set_int_member (object, "now", self->now);
  json_object_set_boolean_member (object, "plan_only", self->plan_only);
  return susun_options_print (object);
}

static double
get_confidence (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "confidence");

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node)
                                                      : DEFAULT_CONFIDENCE;
}

SusunRenameOptions *
susun_rename_options_from_json (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = susun_options_parse (json, error);
  g_autoptr (SusunRenameOptions) self = NULL;

  if (object == NULL)
    return NULL;
  self = susun_rename_options_new ();
  g_autofree char *letter_case = susun_options_get_text (object, "case");
  self->folder = susun_options_get_path (object, "folder");
  self->dry_run = susun_options_get_boolean (object, "dry_run");
  self->confidence = get_confidence (object);
  if (letter_case != NULL)
    susun_title_case_from_nick (letter_case, &self->letter_case);
  self->own_words = susun_options_get_path (object, "own_words");
  self->ignored_folders = susun_options_get_texts (object, "ignored_folders", FALSE);
  self->ignored_types = susun_options_get_texts (object, "ignored_types", FALSE);
  self->report_json = susun_options_get_path (object, "report_json");
  self->undo_script = susun_options_get_path (object, "undo_script");
  self->zone = susun_options_get_text (object, "zone");
  self->day_starts = (int) susun_options_get_int (object, "day_starts", 0);
  self->workers = (guint) susun_options_get_int (object, "workers", 4);
  self->now = susun_options_get_int (object, "now", 0);
  self->plan_only = susun_options_get_boolean (object, "plan_only");
  if (self->folder == NULL)
    {
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("The history does not hold the choices this run was made with, so it cannot "
                      "be continued. Start a new run instead; nothing was touched."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

gboolean
susun_rename_options_check (const SusunRenameOptions *self, GError **error)
{
  g_autoptr (SusunRoot) root = susun_root_open (self->folder, error);

  return root != NULL && (self->dry_run || susun_preflight_writable (root, error));
}
