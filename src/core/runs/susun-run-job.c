// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <json-glib/json-glib.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/runs/susun-balance.h"
#include "core/runs/susun-resume.h"
#include "core/runs/susun-run-job-private.h"

typedef struct
{
  SusunRun *run;      /* (owned) (nullable) */
  GPtrArray *remarks; /* (element-type utf8) */
  gboolean waits;     /* ends PLANNED, to be gone on with later */
} SusunRunJobPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SusunRunJob, susun_run_job, SUSUN_TYPE_JOB)

#define PRIVATE(self) ((SusunRunJobPrivate *) susun_run_job_get_instance_private (self))

static void
susun_run_job_init (SusunRunJob *self)
{
  PRIVATE (self)->remarks = g_ptr_array_new_with_free_func (g_free);
}

static void
susun_run_job_finalize (GObject *object)
{
  SusunRunJobPrivate *private = PRIVATE (SUSUN_RUN_JOB (object));

  g_clear_pointer (&private->run, susun_run_free);
  g_ptr_array_unref (private->remarks);
  G_OBJECT_CLASS (susun_run_job_parent_class)->finalize (object);
}

/* Whatever happened is written into the run: how it ended, the sheet, when. */
static gboolean
record_end (SusunRunJob *self, SusunStore *store, const GError *failure, GError **error)
{
  SusunRun *run = PRIVATE (self)->run;
  SusunBalance balance;

  susun_store_rollback (store);
  if (failure == NULL)
    run->state = PRIVATE (self)->waits ? SUSUN_RUN_STATE_PLANNED : SUSUN_RUN_STATE_FINISHED;
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    run->state = SUSUN_RUN_STATE_CANCELLED;
  else
    run->state = SUSUN_RUN_STATE_FAILED;
  g_free (run->error);
  run->error = failure != NULL && run->state == SUSUN_RUN_STATE_FAILED ? g_strdup (failure->message)
                                                                       : NULL;
  run->finished = g_get_real_time ();
  if (!susun_balance_read (store, run, &balance, error))
    return FALSE;
  /* Verify keeps how far it came in there; it writes its own totals. */
  if (run->kind != SUSUN_RUN_VERIFY)
    {
      g_free (run->totals);
      run->totals = susun_balance_to_json (&balance);
    }
  return susun_store_begin (store, error)
         && susun_store_end (store, susun_store_update_run (store, run, error), error);
}

static gboolean
susun_run_job_run (SusunJob *job, SusunStore *store, GCancellable *cancellable, GError **error)
{
  SusunRunJob *self = SUSUN_RUN_JOB (job);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) unrecorded = NULL;
  gboolean ok;

  g_return_val_if_fail (store != NULL, FALSE);
  ok = susun_recover (store, NULL, &failure)
       && SUSUN_RUN_JOB_GET_CLASS (self)->work (self, store, cancellable, &failure);
  g_assert (ok == (failure == NULL));
  if (PRIVATE (self)->run != NULL && !record_end (self, store, failure, &unrecorded) && ok)
    {
      g_propagate_error (error, g_steal_pointer (&unrecorded));
      return FALSE;
    }
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&failure));
  return ok;
}

static void
susun_run_job_class_init (SusunRunJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_run_job_finalize;
  SUSUN_JOB_CLASS (klass)->run = susun_run_job_run;
}

const SusunRun *
susun_run_job_get_run (SusunRunJob *self)
{
  return PRIVATE (self)->run;
}

GPtrArray *
susun_run_job_get_remarks (SusunRunJob *self)
{
  return PRIVATE (self)->remarks;
}

SusunRun *
susun_run_job_peek (SusunRunJob *self)
{
  return PRIVATE (self)->run;
}

void
susun_run_job_adopt (SusunRunJob *self, SusunRun *run)
{
  g_return_if_fail (PRIVATE (self)->run == NULL);
  PRIVATE (self)->run = run;
}

SusunRun *
susun_run_job_begin (SusunRunJob *self, SusunStore *store, SusunRunKind kind, SusunMode mode,
                     const char *chain_id, char *options, const char *target, GError **error)
{
  g_autoptr (SusunRun) run = susun_run_new ();

  run->run_id = g_uuid_string_random ();
  run->chain_id = g_strdup (chain_id != NULL ? chain_id : run->run_id);
  run->kind = kind;
  run->mode = mode;
  run->state = SUSUN_RUN_STATE_PREPARING;
  run->started = g_get_real_time ();
  run->options = options;
  run->target = g_strdup (target);
  if (!susun_store_begin (store, error)
      || !susun_store_end (store, susun_store_add_run (store, run, error), error))
    return NULL;
  PRIVATE (self)->run = g_steal_pointer (&run);
  return PRIVATE (self)->run;
}

gboolean
susun_run_job_set_state (SusunRunJob *self, SusunStore *store, SusunRunState state, GError **error)
{
  SusunRun *run = PRIVATE (self)->run;

  run->state = state;
  return susun_store_begin (store, error)
         && susun_store_end (store, susun_store_update_run (store, run, error), error);
}

gboolean
susun_run_job_has_plan (SusunRunJob *self, SusunStore *store)
{
  SusunItemQuery query = { .run = PRIVATE (self)->run->id, .order = SUSUN_ORDER_SEQ, .limit = 1 };
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, NULL);

  return items != NULL && items->len > 0;
}

gboolean
susun_run_job_start_over (SusunRunJob *self, SusunStore *store, GError **error)
{
  SusunRun *run = PRIVATE (self)->run;

  run->state = SUSUN_RUN_STATE_PREPARING;
  return susun_store_begin (store, error)
         && susun_store_end (store,
                             susun_store_forget_run (store, run->id, error)
                                 && susun_store_add_run (store, run, error),
                             error);
}

gboolean
susun_run_job_refuse_to_resume (GError **error)
{
  return susun_throw (error, SUSUN_ERROR_INVALID,
                      _ ("This run was interrupted before it had begun. Nothing was touched; start "
                         "it again."));
}

void
susun_run_job_wait_planned (SusunRunJob *self)
{
  PRIVATE (self)->waits = TRUE;
}

void
susun_run_job_remark (SusunRunJob *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (PRIVATE (self)->remarks, g_strdup_vprintf (format, args));
  va_end (args);
}

/* --- options */

JsonObject *
susun_options_parse (const char *json, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("The history does not hold the choices this run was made with, so it cannot "
                      "be continued. Start a new run instead; nothing was touched."));
      return NULL;
    }
  return json_object_ref (json_node_get_object (node));
}

static JsonNode *
member_of_type (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type
             ? node
             : NULL;
}

char *
susun_options_get_text (JsonObject *object, const char *name)
{
  JsonNode *node = member_of_type (object, name, G_TYPE_STRING);

  return node != NULL ? json_node_dup_string (node) : NULL;
}

char *
susun_options_get_path (JsonObject *object, const char *name)
{
  g_autofree char *uri = susun_options_get_text (object, name);

  return uri != NULL ? susun_path_from_uri (uri) : NULL;
}

gint64
susun_options_get_int (JsonObject *object, const char *name, gint64 otherwise)
{
  JsonNode *node = member_of_type (object, name, G_TYPE_INT64);

  return node != NULL ? json_node_get_int (node) : otherwise;
}

gboolean
susun_options_get_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = member_of_type (object, name, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}

JsonArray *
susun_options_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

GPtrArray *
susun_options_get_texts (JsonObject *object, const char *name, gboolean uris)
{
  JsonArray *array = susun_options_get_array (object, name);
  GPtrArray *texts;

  if (array == NULL)
    return NULL;
  texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      char *text
          = uris ? susun_path_from_uri (json_node_get_string (node)) : json_node_dup_string (node);
      if (text != NULL)
        g_ptr_array_add (texts, text);
    }
  return texts;
}

void
susun_options_set_texts (JsonObject *object, const char *name, GPtrArray *texts)
{
  JsonArray *array;

  if (texts == NULL)
    return;
  array = json_array_new ();
  for (guint i = 0; i < texts->len; i++)
    json_array_add_string_element (array, texts->pdata[i]);
  json_object_set_array_member (object, name, array);
}

void
susun_options_set_path (JsonObject *object, const char *name, const char *path)
{
  if (path == NULL)
    return;
  g_autofree char *uri = susun_path_to_uri (path);
  json_object_set_string_member (object, name, uri);
}

void
susun_options_set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

char *
susun_options_print (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, object);
  return json_to_string (node, FALSE);
}
