// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/job/susun-job.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"

/* Nobody reads faster than this, and a signal for every file would keep the main loop busy. */
#define TELL_INTERVAL_MS 50

typedef struct
{
  GMainContext *context; /* (owned): of the thread that made the job; signals come there */
  int started;           /* (atomic): a job runs once */
  int paused;            /* (atomic), written under lock: a quick look without it */

  GMutex lock;
  GCond go_on;            /* paused was taken back, or a cancellable went off */
  SusunProgress progress; /* (lock): without current and paused */
  char current[256];      /* (lock): file name as bytes: made readable when somebody reads it */
  guint64 items;          /* (lock): as told to susun_job_tell_items() */
  gboolean progressed;    /* (lock): since the last signal */
  gboolean items_added;   /* (lock): since the last signal */
  gboolean pending;       /* (lock): a source that will tell is on its way */
  gint64 told;            /* (lock): monotonic time of the last signals */
} SusunJobPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SusunJob, susun_job, G_TYPE_OBJECT)

enum
{
  SIGNAL_PROGRESSED,
  SIGNAL_ITEMS_ADDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

#define PRIVATE(job) ((SusunJobPrivate *) susun_job_get_instance_private (job))

static void
susun_job_finalize (GObject *object)
{
  SusunJobPrivate *priv = PRIVATE (SUSUN_JOB (object));

  g_main_context_unref (priv->context);
  g_mutex_clear (&priv->lock);
  g_cond_clear (&priv->go_on);
  G_OBJECT_CLASS (susun_job_parent_class)->finalize (object);
}

static void
susun_job_class_init (SusunJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_job_finalize;

  signals[SIGNAL_PROGRESSED] = g_signal_new ("progressed", SUSUN_TYPE_JOB, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ITEMS_ADDED] = g_signal_new ("items-added", SUSUN_TYPE_JOB, G_SIGNAL_RUN_LAST, 0,
                                              NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static void
susun_job_init (SusunJob *self)
{
  SusunJobPrivate *priv = PRIVATE (self);

  priv->context = g_main_context_ref_thread_default ();
  g_mutex_init (&priv->lock);
  g_cond_init (&priv->go_on);
}

const char *
susun_phase_label (SusunPhase phase)
{
  switch (phase)
    {
    case SUSUN_PHASE_SCANNING:
      return _ ("Looking for photos and videos");
    case SUSUN_PHASE_COMPARING:
      return _ ("Comparing files");
    case SUSUN_PHASE_PLANNING:
      return _ ("Planning");
    case SUSUN_PHASE_COPYING:
      return _ ("Copying");
    case SUSUN_PHASE_VERIFYING:
      return _ ("Verifying");
    case SUSUN_PHASE_MOVING:
      return _ ("Moving");
    case SUSUN_PHASE_REMOVING:
      return _ ("Removing");
    case SUSUN_PHASE_REPORTING:
      return _ ("Writing the report");
    case SUSUN_PHASE_ASKING:
      return _ ("Waiting for titles");
    case SUSUN_PHASE_RENAMING:
      return _ ("Renaming");
    case SUSUN_PHASE_WAITING:
    default:
      return _ ("Waiting");
    }
}

gboolean
susun_job_run (SusunJob *self, SusunStore *store, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (SUSUN_IS_JOB (self), FALSE);
  g_return_val_if_fail (g_atomic_int_compare_and_exchange (&PRIVATE (self)->started, 0, 1), FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return SUSUN_JOB_GET_CLASS (self)->run (self, store, cancellable, error);
}

static void
job_in_worker (GTask *task, SusunStore *store, const GError *store_error)
{
  SusunJob *self = SUSUN_JOB (g_task_get_source_object (task));
  GError *error = NULL;

  if (store_error != NULL)
    g_task_return_error (task, g_error_copy (store_error));
  else if (susun_job_run (self, store, g_task_get_cancellable (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
susun_job_start (SusunJob *self, SusunWorker *worker, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SUSUN_IS_JOB (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, susun_job_start);
  /* What was done before the cancel counts: the job itself says how it ended. */
  g_task_set_check_cancellable (task, FALSE);
  susun_worker_push (worker, task, job_in_worker);
}

gboolean
susun_job_finish (SusunJob *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, susun_job_start), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
tell_cb (gpointer user_data)
{
  SusunJob *self = SUSUN_JOB (user_data);
  SusunJobPrivate *priv = PRIVATE (self);
  gboolean progressed, items_added;
  guint64 items;

  g_mutex_lock (&priv->lock);
  progressed = priv->progressed;
  items_added = priv->items_added;
  items = priv->items;
  priv->progressed = FALSE;
  priv->items_added = FALSE;
  priv->pending = FALSE;
  priv->told = g_get_monotonic_time ();
  g_mutex_unlock (&priv->lock);

  if (items_added)
    g_signal_emit (self, signals[SIGNAL_ITEMS_ADDED], 0, items);
  if (progressed)
    g_signal_emit (self, signals[SIGNAL_PROGRESSED], 0);
  return G_SOURCE_REMOVE;
}

/* With the lock held: sees to it that the signals come. Without a handler nobody is told, and no
 * source waits in a context that may never be run (the command line has no main loop). */
static void
tell_later (SusunJob *self, guint signal)
{
  SusunJobPrivate *priv = PRIVATE (self);
  g_autoptr (GSource) source = NULL;
  gint64 wait;

  if (priv->pending || !g_signal_has_handler_pending (self, signals[signal], 0, FALSE))
    return;
  priv->pending = TRUE;
  wait = priv->told + TELL_INTERVAL_MS * 1000 - g_get_monotonic_time ();
  source = priv->told != 0 && wait > 0 ? g_timeout_source_new ((guint) (wait / 1000 + 1))
                                       : g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, priv->context);
}

static void
progressed_unlock (SusunJob *self)
{
  SusunJobPrivate *priv = PRIVATE (self);

  priv->progressed = TRUE;
  tell_later (self, SIGNAL_PROGRESSED);
  g_mutex_unlock (&priv->lock);
}

void
susun_job_get_progress (SusunJob *self, SusunProgress *progress)
{
  SusunJobPrivate *priv = PRIVATE (self);
  g_autofree char *display = NULL;
  char current[sizeof priv->current];

  g_mutex_lock (&priv->lock);
  *progress = priv->progress;
  memcpy (current, priv->current, sizeof current);
  g_mutex_unlock (&priv->lock);

  progress->paused = g_atomic_int_get (&priv->paused) != 0;
  display = susun_path_display (current);
  if (strlen (display) >= sizeof progress->current)
    *g_utf8_find_prev_char (display, display + sizeof progress->current) = '\0';
  g_strlcpy (progress->current, display, sizeof progress->current);
}

void
susun_job_set_paused (SusunJob *self, gboolean paused)
{
  SusunJobPrivate *priv = PRIVATE (self);

  g_mutex_lock (&priv->lock);
  g_atomic_int_set (&priv->paused, paused != FALSE);
  g_cond_broadcast (&priv->go_on);
  progressed_unlock (self);
}

void
susun_job_begin_phase (SusunJob *self, SusunPhase phase, guint64 total_files, guint64 total_bytes)
{
  SusunJobPrivate *priv = PRIVATE (self);

  g_mutex_lock (&priv->lock);
  priv->progress = (SusunProgress){
    .phase = phase,
    .total_files = total_files,
    .total_bytes = total_bytes,
    .phase_started = g_get_monotonic_time (),
  };
  priv->current[0] = '\0';
  progressed_unlock (self);
}

void
susun_job_add_done (SusunJob *self, guint64 files, guint64 bytes)
{
  SusunJobPrivate *priv = PRIVATE (self);

  g_mutex_lock (&priv->lock);
  priv->progress.files += files;
  priv->progress.bytes += bytes;
  progressed_unlock (self);
}

void
susun_job_add_total (SusunJob *self, guint64 files, guint64 bytes)
{
  SusunJobPrivate *priv = PRIVATE (self);

  g_mutex_lock (&priv->lock);
  priv->progress.total_files += files;
  priv->progress.total_bytes += bytes;
  progressed_unlock (self);
}

void
susun_job_set_current (SusunJob *self, const char *path)
{
  SusunJobPrivate *priv = PRIVATE (self);
  const char *name = path != NULL ? susun_path_name (path) : "";

  g_mutex_lock (&priv->lock);
  g_strlcpy (priv->current, name, sizeof priv->current);
  progressed_unlock (self);
}

void
susun_job_bytes_done (guint64 bytes, gpointer job)
{
  susun_job_add_done (SUSUN_JOB (job), 0, bytes);
}

static void
wake_cb (GCancellable *cancellable, gpointer user_data)
{
  SusunJobPrivate *priv = PRIVATE (SUSUN_JOB (user_data));

  g_mutex_lock (&priv->lock);
  g_cond_broadcast (&priv->go_on);
  g_mutex_unlock (&priv->lock);
}

static void
wait_while_paused (SusunJob *self, GCancellable *cancellable)
{
  SusunJobPrivate *priv = PRIVATE (self);
  gulong handler = 0;

  /* Connected and disconnected without the lock, which the callback takes. */
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wake_cb), self, NULL);
  g_mutex_lock (&priv->lock);
  while (g_atomic_int_get (&priv->paused) && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&priv->go_on, &priv->lock);
  g_mutex_unlock (&priv->lock);
  g_cancellable_disconnect (cancellable, handler);
}

gboolean
susun_job_go_on (SusunJob *self, GCancellable *cancellable, GError **error)
{
  if (G_UNLIKELY (g_atomic_int_get (&PRIVATE (self)->paused)))
    wait_while_paused (self, cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

void
susun_job_tell_items (SusunJob *self, guint64 count)
{
  SusunJobPrivate *priv = PRIVATE (self);

  g_mutex_lock (&priv->lock);
  priv->items = count;
  priv->items_added = TRUE;
  tell_later (self, SIGNAL_ITEMS_ADDED);
  g_mutex_unlock (&priv->lock);
}

gboolean
susun_job_has_viewer (SusunJob *self)
{
  g_return_val_if_fail (SUSUN_IS_JOB (self), FALSE);
  return g_signal_has_handler_pending (self, signals[SIGNAL_ITEMS_ADDED], 0, FALSE);
}
