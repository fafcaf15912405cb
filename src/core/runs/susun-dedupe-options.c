// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-run-job-private.h"

#define DEFAULT_WORKERS 4

SusunDedupeOptions *
susun_dedupe_options_new (void)
{
  SusunDedupeOptions *self = g_new0 (SusunDedupeOptions, 1);

  self->workers = DEFAULT_WORKERS;
  return self;
}

void
susun_dedupe_options_free (SusunDedupeOptions *self)
{
  g_free (self->manifest);
  g_free (self->archive_root);
  g_free (self->quarantine_root);
  g_free (self->keep_out);
  g_free (self->dupes_out);
  g_free (self->expected_run_id);
  g_free (self->state_file);
  g_free (self);
}

char *
susun_dedupe_options_to_json (const SusunDedupeOptions *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  susun_options_set_path (object, "manifest", self->manifest);
  susun_options_set_path (object, "archive_root", self->archive_root);
  susun_options_set_path (object, "quarantine_root", self->quarantine_root);
  susun_options_set_path (object, "keep_out", self->keep_out);
  susun_options_set_path (object, "dupes_out", self->dupes_out);
  susun_options_set_text (object, "expected_run_id", self->expected_run_id);
  susun_options_set_path (object, "state_file", self->state_file);
  json_object_set_boolean_member (object, "global", self->global);
  json_object_set_int_member (object, "limit", (gint64) self->limit);
  json_object_set_boolean_member (object, "dry_run", self->dry_run);
  json_object_set_int_member (object, "workers", self->workers);
  if (self->plan_only)
    json_object_set_boolean_member (object, "plan_only", TRUE);
  return susun_options_print (object);
}

SusunDedupeOptions *
susun_dedupe_options_from_json (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = susun_options_parse (json != NULL ? json : "", error);
  g_autoptr (SusunDedupeOptions) self = susun_dedupe_options_new ();

  if (object == NULL)
    return NULL;
  self->manifest = susun_options_get_path (object, "manifest");
  self->archive_root = susun_options_get_path (object, "archive_root");
  self->quarantine_root = susun_options_get_path (object, "quarantine_root");
  self->keep_out = susun_options_get_path (object, "keep_out");
  self->dupes_out = susun_options_get_path (object, "dupes_out");
  self->expected_run_id = susun_options_get_text (object, "expected_run_id");
  self->state_file = susun_options_get_path (object, "state_file");
  self->global = susun_options_get_boolean (object, "global");
  self->limit = (guint64) MAX (0, susun_options_get_int (object, "limit", 0));
  self->dry_run = susun_options_get_boolean (object, "dry_run");
  self->plan_only = susun_options_get_boolean (object, "plan_only");
  self->workers
      = (guint) CLAMP (susun_options_get_int (object, "workers", DEFAULT_WORKERS), 1, 256);
  if (self->manifest == NULL || self->archive_root == NULL || self->quarantine_root == NULL
      || self->keep_out == NULL || self->dupes_out == NULL || self->expected_run_id == NULL)
    {
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("The history does not hold the choices this run was made with, so it cannot "
                      "be continued. Start a new run instead; nothing was touched."));
      return NULL;
    }
  return g_steal_pointer (&self);
}
