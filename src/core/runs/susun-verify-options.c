// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/runs/susun-run-job-private.h"
#include "core/runs/susun-verify.h"

#define DEFAULT_WORKERS 4

SusunVerifyOptions *
susun_verify_options_new (void)
{
  SusunVerifyOptions *self = g_new0 (SusunVerifyOptions, 1);

  self->workers = DEFAULT_WORKERS;
  return self;
}

void
susun_verify_options_free (SusunVerifyOptions *self)
{
  g_free (self->input_csv);
  g_free (self->verified_out);
  g_free (self->unverified_out);
  g_free (self->state_file);
  g_free (self->sha256sums);
  g_free (self);
}

char *
susun_verify_options_to_json (const SusunVerifyOptions *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  susun_options_set_path (object, "input_csv", self->input_csv);
  susun_options_set_path (object, "verified_out", self->verified_out);
  susun_options_set_path (object, "unverified_out", self->unverified_out);
  susun_options_set_path (object, "state_file", self->state_file);
  susun_options_set_path (object, "sha256sums", self->sha256sums);
  json_object_set_int_member (object, "limit", (gint64) self->limit);
  json_object_set_int_member (object, "offset", (gint64) self->offset);
  json_object_set_boolean_member (object, "anywhere", self->anywhere);
  json_object_set_int_member (object, "workers", self->workers);
  return susun_options_print (object);
}

SusunVerifyOptions *
susun_verify_options_from_json (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = susun_options_parse (json, error);
  g_autoptr (SusunVerifyOptions) self = susun_verify_options_new ();

  if (object == NULL)
    return NULL;
  self->input_csv = susun_options_get_path (object, "input_csv");
  self->verified_out = susun_options_get_path (object, "verified_out");
  self->unverified_out = susun_options_get_path (object, "unverified_out");
  self->state_file = susun_options_get_path (object, "state_file");
  self->sha256sums = susun_options_get_path (object, "sha256sums");
  self->limit = (guint64) MAX (0, susun_options_get_int (object, "limit", 0));
  self->offset = (guint64) MAX (0, susun_options_get_int (object, "offset", 0));
  self->anywhere = susun_options_get_boolean (object, "anywhere");
  self->workers
      = (guint) CLAMP (susun_options_get_int (object, "workers", DEFAULT_WORKERS), 1, 256);
  if (self->input_csv == NULL || self->verified_out == NULL || self->unverified_out == NULL)
    {
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("The history does not hold the files this verification was made with, so it "
                      "cannot be continued. Start a new one; nothing was touched."));
      return NULL;
    }
  return g_steal_pointer (&self);
}
