// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-quarantine.h"

#include <glib/gi18n-lib.h>

#include "core/runs/susun-run-job-private.h"

SusunQuarantineOptions *
susun_quarantine_options_new (void)
{
  SusunQuarantineOptions *self = g_new0 (SusunQuarantineOptions, 1);

  self->workers = 4;
  return self;
}

void
susun_quarantine_options_free (SusunQuarantineOptions *self)
{
  g_free (self->manifest);
  g_free (self->expected_run_id);
  g_free (self->quarantine_root);
  g_free (self->results_out);
  g_free (self->state_file);
  g_free (self);
}

char *
susun_quarantine_options_to_json (const SusunQuarantineOptions *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  susun_options_set_path (object, "manifest", self->manifest);
  susun_options_set_text (object, "expected_run_id", self->expected_run_id);
  susun_options_set_path (object, "quarantine_root", self->quarantine_root);
  susun_options_set_path (object, "results_out", self->results_out);
  susun_options_set_path (object, "state_file", self->state_file);
  json_object_set_int_member (object, "limit", (gint64) self->limit);
  json_object_set_int_member (object, "offset", (gint64) self->offset);
  json_object_set_boolean_member (object, "dry_run", self->dry_run);
  json_object_set_boolean_member (object, "delete_permanently", self->delete_permanently);
  json_object_set_int_member (object, "workers", self->workers);
  return susun_options_print (object);
}

SusunQuarantineOptions *
susun_quarantine_options_from_json (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = susun_options_parse (json, error);
  g_autoptr (SusunQuarantineOptions) self = NULL;

  if (object == NULL)
    return NULL;
  self = susun_quarantine_options_new ();
  self->manifest = susun_options_get_path (object, "manifest");
  self->expected_run_id = susun_options_get_text (object, "expected_run_id");
  self->quarantine_root = susun_options_get_path (object, "quarantine_root");
  self->results_out = susun_options_get_path (object, "results_out");
  self->state_file = susun_options_get_path (object, "state_file");
  self->limit = (guint64) susun_options_get_int (object, "limit", 0);
  self->offset = (guint64) susun_options_get_int (object, "offset", 0);
  self->dry_run = susun_options_get_boolean (object, "dry_run");
  self->delete_permanently = susun_options_get_boolean (object, "delete_permanently");
  self->workers = (guint) susun_options_get_int (object, "workers", 4);
  if (self->manifest == NULL || self->expected_run_id == NULL || self->quarantine_root == NULL)
    {
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("The history does not hold the choices this run was made with, so it cannot "
                      "be continued. Start a new run instead; nothing was touched."));
      return NULL;
    }
  return g_steal_pointer (&self);
}
