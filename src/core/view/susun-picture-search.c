// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-picture-search.h"

#include "core/base/susun-path.h"
#include "core/view/susun-view-task-private.h"
#include "core/view/susun-words.h"

typedef struct
{
  char *text; /* (owned) */
  guint limit;
} Question;

/* A run that was met, with its folders. */
typedef struct
{
  SusunRun *run;    /* (borrowed) */
  GPtrArray *roots; /* (owned) (element-type SusunRootRow) */
} Met;

static void
trace_free (gpointer data)
{
  SusunPictureTrace *trace = data;

  g_free (trace->run_id);
  g_free (trace->name);
  g_free (trace->from);
  g_free (trace->to);
  g_free (trace);
}

static SusunPictureTraces *
traces_new (void)
{
  SusunPictureTraces *self = g_new0 (SusunPictureTraces, 1);

  self->traces = g_ptr_array_new_with_free_func (trace_free);
  return self;
}

void
susun_picture_traces_free (SusunPictureTraces *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->traces);
  g_free (self);
}

static SusunRun *
find_run (const GPtrArray *runs, gint64 id)
{
  for (guint i = 0; i < runs->len; i++)
    if (((SusunRun *) runs->pdata[i])->id == id)
      return runs->pdata[i];
  return NULL;
}

/* A path without a root of its run is absolute already. Returns: (transfer full) (nullable) */
static char *
dup_path (const GPtrArray *roots, gint64 root, const char *path)
{
  if (path == NULL)
    return NULL;
  for (guint i = 0; i < roots->len; i++)
    {
      const SusunRootRow *row = roots->pdata[i];
      if (row->id == root)
        return g_build_filename (row->path, path, NULL);
    }
  return g_strdup (path);
}

static SusunPictureTrace *
trace_new (const Met *met, const SusunItem *item)
{
  SusunPictureTrace *trace = g_new0 (SusunPictureTrace, 1);

  trace->run_id = g_strdup (met->run->run_id);
  trace->kind = met->run->kind;
  trace->started = met->run->started;
  trace->item = item->id;
  trace->state = (SusunItemState) item->state;
  trace->name = susun_path_display_name (item->src_path);
  trace->from = dup_path (met->roots, item->src_root, item->src_path);
  trace->to = dup_path (met->roots, item->dst_root, item->dst_path);
  trace->outcome = susun_item_outcome_label (met->run->kind, item);
  return trace;
}

SusunPictureTraces *
susun_picture_search (SusunStore *store, const char *text, guint limit, GError **error)
{
  SusunItemQuery query = { .search = text, .descending = TRUE, .limit = limit + 1 };
  g_autoptr (SusunPictureTraces) self = traces_new ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) roots = NULL;
  Met met = { NULL, NULL };

  if (*text == '\0')
    return g_steal_pointer (&self);
  runs = susun_store_list_runs (store, 0, error);
  items = runs != NULL ? susun_store_list_items (store, &query, error) : NULL;
  if (items == NULL)
    return NULL;
  self->more = items->len > limit;
  for (guint i = 0; i < MIN (items->len, limit); i++)
    {
      const SusunItem *item = items->pdata[i];
      if (met.run == NULL || met.run->id != item->run)
        {
          g_clear_pointer (&roots, g_ptr_array_unref);
          roots = susun_store_list_roots (store, item->run, error);
          if (roots == NULL)
            return NULL;
          met = (Met){ find_run (runs, item->run), roots };
        }
      /* A run that began after the runs were listed. */
      if (met.run != NULL)
        g_ptr_array_add (self->traces, trace_new (&met, item));
    }
  return g_steal_pointer (&self);
}

/* --- on a worker */

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->text);
  g_free (question);
}

static void
search_in_worker (GTask *task, SusunStore *store, const GError *store_error)
{
  const Question *question = g_task_get_task_data (task);
  SusunPictureTraces *traces;
  GError *error = NULL;

  /* No history yet: no pictures. */
  if (g_error_matches (store_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_task_return_pointer (task, traces_new (), (GDestroyNotify) susun_picture_traces_free);
      return;
    }
  if (!susun_view_task_begin (task, store, store_error))
    return;
  traces = susun_picture_search (store, question->text, question->limit, &error);
  susun_view_task_end (task, store, traces, (GDestroyNotify) susun_picture_traces_free, error);
}

void
susun_picture_search_start (SusunWorker *worker, const char *text, guint limit,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->text = g_strdup (text);
  question->limit = limit;
  g_task_set_source_tag (task, susun_picture_search_start);
  g_task_set_task_data (task, question, question_free);
  susun_worker_push (worker, task, search_in_worker);
}

SusunPictureTraces *
susun_picture_search_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, susun_picture_search_start), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
