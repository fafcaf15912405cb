// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

#include "core/files/susun-publish.h"
#include "core/job/susun-crew.h"
#include "core/runs/susun-run-job.h"
#include "core/runs/susun-run-roots-private.h"

G_BEGIN_DECLS

/*
 * For the operations of this room: how a job becomes a run.
 */

/* Records a new run in state PREPARING; from here on its end is recorded too, whatever happens.
 * @chain_id: (nullable): NULL begins a chain. @options: (transfer full) JSON. @target: (nullable).
 * Returns: (transfer none) (nullable) */
SusunRun *susun_run_job_begin (SusunRunJob *self, SusunStore *store, SusunRunKind kind,
                               SusunMode mode, const char *chain_id, char *options,
                               const char *target, GError **error);

/* Goes on with a run that is there. @run: (transfer full) */
void susun_run_job_adopt (SusunRunJob *self, SusunRun *run);

/* A plan is there, or it is not: it is one transaction. */
gboolean susun_run_job_has_plan (SusunRunJob *self, SusunStore *store);

/* A run that was killed before it had a plan has touched nothing: all that is known of it is
 * forgotten, and it starts over under its id. */
gboolean susun_run_job_start_over (SusunRunJob *self, SusunStore *store, GError **error);

/* Such a run that cannot start over. Returns: FALSE always, with SUSUN_ERROR_INVALID */
gboolean susun_run_job_refuse_to_resume (GError **error);

/* (transfer none) (nullable): may be changed; written with the next state. */
SusunRun *susun_run_job_peek (SusunRunJob *self);

/* Commits the run's row with another state. */
gboolean susun_run_job_set_state (SusunRunJob *self, SusunStore *store, SusunRunState state,
                                  GError **error);

/* The run ends PLANNED, not FINISHED, when the work ends well: it waits for its user. */
void susun_run_job_wait_planned (SusunRunJob *self);
void susun_run_job_remark (SusunRunJob *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* --- JSON for options: small readers that check types */

/* Parses @json and returns its object (transfer full), or NULL with SUSUN_ERROR_INVALID. */
JsonObject *susun_options_parse (const char *json, GError **error);
char *susun_options_get_path (JsonObject *object, const char *name); /* (nullable) full */
char *susun_options_get_text (JsonObject *object, const char *name); /* (nullable) full */
gint64 susun_options_get_int (JsonObject *object, const char *name, gint64 otherwise);
gboolean susun_options_get_boolean (JsonObject *object, const char *name);

JsonArray *susun_options_get_array (JsonObject *object, const char *name); /* (nullable) none */

/* What is no text is left out; @uris: they are paths. Returns: (transfer full) (nullable)
 * (element-type utf8 or filename) */
GPtrArray *susun_options_get_texts (JsonObject *object, const char *name, gboolean uris);
void susun_options_set_texts (JsonObject *object, const char *name, GPtrArray *texts);

/* Paths are kept as file:// URIs: JSON is UTF-8, names are bytes. NULL is left out. */
void susun_options_set_path (JsonObject *object, const char *name, const char *path);
void susun_options_set_text (JsonObject *object, const char *name, const char *text);

/* Returns: (transfer full) */
char *susun_options_print (JsonObject *object);

G_END_DECLS
