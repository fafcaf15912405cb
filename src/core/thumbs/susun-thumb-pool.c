// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/thumbs/susun-thumb-pool.h"

#include <sys/resource.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "core/media/susun-kind.h"
#include "core/thumbs/susun-thumb-shelf.h"

/* Pictures come before the job that runs, and after the window that shows them. */
#define NICENESS 5

#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)

/* What the threads and the object share. Each thread has a reference of its own: the object may go
 * first, when its last reference is dropped on such a thread. */
typedef struct
{
  SusunThumbCache *cache; /* (owned) (nullable) */

  GMutex lock;
  GCond more;
  GSequence *waiting;     /* (lock) (element-type Request): the next one first */
  SusunThumbShelf *shelf; /* (lock) (owned) */
  guint64 asked;          /* (lock): requests so far */
  gboolean stopping;      /* (lock) */
} Shared;

/* One that asks. Refcounted, for its cancellable may call while a thread works. */
typedef struct
{
  Shared *shared; /* (owned) */
  char *path;     /* (owned) */
  SusunThumbSize size;
  SusunThumbWant want;
  SusunThumbUrgency urgency;
  guint64 serial;
  gulong cancelled_id;

  GTask *task; /* (lock) (owned) (nullable): NULL once it is answered or in a thread's hand */
  GSequenceIter *iter; /* (lock) (nullable): NULL when it does not wait */
  gboolean cancelled;  /* (lock) */
} Request;

struct _SusunThumbPool
{
  GObject parent_instance;

  Shared *shared;
  GPtrArray *threads; /* (owned) (element-type GThread) */
};

G_DEFINE_FINAL_TYPE (SusunThumbPool, susun_thumb_pool, G_TYPE_OBJECT)

static void
shared_clear (gpointer data)
{
  Shared *shared = data;

  g_clear_pointer (&shared->cache, susun_thumb_cache_unref);
  g_sequence_free (shared->waiting);
  susun_thumb_shelf_free (shared->shelf);
  g_mutex_clear (&shared->lock);
  g_cond_clear (&shared->more);
}

static void
shared_unref (Shared *shared)
{
  g_atomic_rc_box_release_full (shared, shared_clear);
}

static void
request_clear (gpointer data)
{
  Request *request = data;

  g_clear_object (&request->task);
  g_free (request->path);
  shared_unref (request->shared);
}

static void
request_unref (gpointer request)
{
  g_atomic_rc_box_release_full (request, request_clear);
}

/* The order in which requests are served. */
static int
compare_requests (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Request *one = a, *other = b;

  if (one->urgency != other->urgency)
    return one->urgency < other->urgency ? -1 : 1;
  if (one->want != other->want)
    return one->want == SUSUN_THUMB_WANT_PLACEHOLDER ? -1 : 1;
  return one->serial > other->serial ? -1 : 1;
}

static void
answer_cancelled (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s",
                           _ ("The thumbnail is no longer wanted"));
}

/* Takes a waiting request out. Call with the lock held. Returns: (transfer full): its task */
static GTask *
withdraw (Request *request)
{
  GTask *task = g_steal_pointer (&request->task);
  GSequenceIter *iter = g_steal_pointer (&request->iter);

  g_sequence_remove (iter); /* drops the queue's reference, which may be the last */
  return task;
}

/* Any thread. The request's own reference stands behind @user_data. */
static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr (GTask) task = NULL;

  g_mutex_lock (&request->shared->lock);
  request->cancelled = TRUE;
  if (request->iter != NULL)
    task = withdraw (request);
  g_mutex_unlock (&request->shared->lock);
  if (task != NULL)
    answer_cancelled (task);
}

static SusunThumb *
look_on_shelf (Shared *shared, Request *request, const SusunIdentity *identity)
{
  SusunThumb *thumb;

  g_mutex_lock (&shared->lock);
  thumb = susun_thumb_shelf_get (shared->shelf, request->path, request->size, identity);
  g_mutex_unlock (&shared->lock);
  if (thumb != NULL && susun_thumb_is_placeholder (thumb) && request->want == SUSUN_THUMB_WANT_FULL)
    g_clear_pointer (&thumb, susun_thumb_unref);
  return thumb;
}

static void
put_on_shelf (Shared *shared, Request *request, const SusunIdentity *identity, SusunThumb *thumb)
{
  if (susun_thumb_get_state (thumb) == SUSUN_THUMB_NOTHING)
    return;
  g_mutex_lock (&shared->lock);
  susun_thumb_shelf_put (shared->shelf, request->path, request->size, identity, thumb);
  g_mutex_unlock (&shared->lock);
}

/* @fresh: (out): it was decoded now. @identity: (out): of the file it is of */
static SusunThumb *
load_in_worker (Shared *shared, SusunThumbnailer *thumbnailer, Request *request,
                GCancellable *cancellable, SusunIdentity *identity, gboolean *fresh, GError **error)
{
  g_auto (SusunFd) fd = -1;
  SusunThumb *thumb;

  *fresh = FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  fd = susun_thumbnailer_open (request->path, error);
  if (fd < 0)
    return NULL;
  if (susun_sys_identity (fd, identity) < 0)
    {
      g_autofree char *name = susun_path_display_name (request->path);
      susun_throw_errno (error, _ ("Reading “%s”"), name);
      return NULL;
    }
  thumb = look_on_shelf (shared, request, identity);
  if (thumb != NULL)
    return thumb;
  if (request->want == SUSUN_THUMB_WANT_FULL && shared->cache != NULL)
    thumb = susun_thumb_cache_read (shared->cache, request->path,
                                    identity->mtime_ns / NS_PER_SECOND, request->size,
                                    susun_kind_from_name (request->path) == SUSUN_KIND_VIDEO);
  if (thumb == NULL)
    {
      thumb = susun_thumbnailer_load (thumbnailer, fd, request->path, request->size, request->want,
                                      cancellable, error);
      *fresh = thumb != NULL && request->want == SUSUN_THUMB_WANT_FULL;
    }
  if (thumb != NULL)
    put_on_shelf (shared, request, identity, thumb);
  return thumb;
}

static void
serve_in_worker (Shared *shared, SusunThumbnailer *thumbnailer, Request *request, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  SusunIdentity identity;
  GError *error = NULL;
  gboolean fresh;
  g_autoptr (SusunThumb) thumb
      = load_in_worker (shared, thumbnailer, request, cancellable, &identity, &fresh, &error);

  /* Without the lock: it waits for a callback that may wait for the lock. */
  g_cancellable_disconnect (cancellable, request->cancelled_id);
  if (thumb != NULL)
    g_task_return_pointer (task, susun_thumb_ref (thumb), (GDestroyNotify) susun_thumb_unref);
  else
    g_task_return_error (task, error);
  /* After the answer: nobody waits for the desktop's cache, and nobody is told when it is full. */
  if (fresh && shared->cache != NULL)
    susun_thumb_cache_write (shared->cache, request->path, identity.mtime_ns / NS_PER_SECOND,
                             request->size, thumb, NULL);
}

/* Returns: (transfer full) (nullable): NULL when the pool stops. @task: (out) (transfer full) */
static Request *
take_request_in_worker (Shared *shared, GTask **task)
{
  Request *request = NULL;

  g_mutex_lock (&shared->lock);
  while (g_sequence_is_empty (shared->waiting) && !shared->stopping)
    g_cond_wait (&shared->more, &shared->lock);
  if (!shared->stopping)
    {
      request = g_sequence_get (g_sequence_get_begin_iter (shared->waiting));
      g_atomic_rc_box_acquire (request);
      *task = withdraw (request);
    }
  g_mutex_unlock (&shared->lock);
  return request;
}

static gpointer
run_in_worker (gpointer data)
{
  Shared *shared = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SusunThumbnailer) thumbnailer = susun_thumbnailer_new ();
  GTask *task;
  Request *request;

  /* As in SusunWorker: nothing of the main thread's may be invoked here. */
  setpriority (PRIO_PROCESS, (id_t) gettid (), NICENESS);
  g_main_context_push_thread_default (context);
  while ((request = take_request_in_worker (shared, &task)) != NULL)
    {
      serve_in_worker (shared, thumbnailer, request, task);
      request_unref (request);
      g_object_unref (task);
    }
  g_main_context_pop_thread_default (context);
  shared_unref (shared);
  return NULL;
}

static void
susun_thumb_pool_finalize (GObject *object)
{
  SusunThumbPool *self = SUSUN_THUMB_POOL (object);

  susun_thumb_pool_stop (self);
  g_ptr_array_unref (self->threads);
  shared_unref (self->shared);
  G_OBJECT_CLASS (susun_thumb_pool_parent_class)->finalize (object);
}

static void
susun_thumb_pool_class_init (SusunThumbPoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_thumb_pool_finalize;
}

static void
susun_thumb_pool_init (SusunThumbPool *self)
{
  self->shared = g_atomic_rc_box_new0 (Shared);
  g_mutex_init (&self->shared->lock);
  g_cond_init (&self->shared->more);
  self->shared->waiting = g_sequence_new (request_unref);
  self->threads = g_ptr_array_new ();
}

SusunThumbPool *
susun_thumb_pool_new (guint threads, gsize budget, SusunThumbCache *cache)
{
  SusunThumbPool *self = g_object_new (SUSUN_TYPE_THUMB_POOL, NULL);

  self->shared->cache = cache != NULL ? susun_thumb_cache_ref (cache) : NULL;
  self->shared->shelf = susun_thumb_shelf_new (budget);
  for (guint i = 0; i < MAX (threads, 1); i++)
    g_ptr_array_add (self->threads, g_thread_new ("susun-thumb", run_in_worker,
                                                  g_atomic_rc_box_acquire (self->shared)));
  return self;
}

/* Returns: FALSE when it is too late; the caller answers */
static gboolean
enqueue (Shared *shared, Request *request)
{
  gboolean queued;

  g_mutex_lock (&shared->lock);
  queued = !shared->stopping && !request->cancelled;
  if (queued)
    {
      request->serial = ++shared->asked;
      request->iter = g_sequence_insert_sorted (shared->waiting, g_atomic_rc_box_acquire (request),
                                                compare_requests, NULL);
      g_cond_signal (&shared->more);
    }
  g_mutex_unlock (&shared->lock);
  return queued;
}

void
susun_thumb_pool_load_async (SusunThumbPool *self, const char *path, SusunThumbSize size,
                             SusunThumbWant want, SusunThumbUrgency urgency,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Request *request;
  GTask *task;

  g_return_if_fail (SUSUN_IS_THUMB_POOL (self));
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, susun_thumb_pool_load_async);
  g_task_set_name (task, "thumb");
  g_task_set_priority (task, G_PRIORITY_DEFAULT_IDLE);
  /* What was made in spite of it may be shown. */
  g_task_set_check_cancellable (task, FALSE);

  request = g_atomic_rc_box_new0 (Request);
  request->shared = g_atomic_rc_box_acquire (self->shared);
  request->path = g_strdup (path);
  request->size = size;
  request->want = want;
  request->urgency = urgency;
  request->task = task;
  /* Before it can be served: a thread disconnects it. When it is cancelled already this calls at
   * once. */
  if (cancellable != NULL)
    request->cancelled_id = g_cancellable_connect (
        cancellable, G_CALLBACK (cancelled_cb), g_atomic_rc_box_acquire (request), request_unref);
  if (!enqueue (self->shared, request))
    {
      g_autoptr (GTask) refused = g_steal_pointer (&request->task);
      answer_cancelled (refused);
    }
  request_unref (request);
}

SusunThumb *
susun_thumb_pool_load_finish (SusunThumbPool *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

SusunThumb *
susun_thumb_pool_peek (SusunThumbPool *self, const char *path, SusunThumbSize size)
{
  SusunThumb *thumb;

  g_return_val_if_fail (SUSUN_IS_THUMB_POOL (self), NULL);

  g_mutex_lock (&self->shared->lock);
  thumb = susun_thumb_shelf_get (self->shared->shelf, path, size, NULL);
  g_mutex_unlock (&self->shared->lock);
  return thumb;
}

guint
susun_thumb_pool_get_waiting (SusunThumbPool *self)
{
  guint n;

  g_return_val_if_fail (SUSUN_IS_THUMB_POOL (self), 0);

  g_mutex_lock (&self->shared->lock);
  n = (guint) g_sequence_get_length (self->shared->waiting);
  g_mutex_unlock (&self->shared->lock);
  return n;
}

gsize
susun_thumb_pool_get_cost (SusunThumbPool *self)
{
  gsize cost;

  g_return_val_if_fail (SUSUN_IS_THUMB_POOL (self), 0);

  g_mutex_lock (&self->shared->lock);
  cost = susun_thumb_shelf_get_cost (self->shared->shelf);
  g_mutex_unlock (&self->shared->lock);
  return cost;
}

void
susun_thumb_pool_stop (SusunThumbPool *self)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);
  Shared *shared;

  g_return_if_fail (SUSUN_IS_THUMB_POOL (self));

  shared = self->shared;
  g_mutex_lock (&shared->lock);
  shared->stopping = TRUE;
  while (!g_sequence_is_empty (shared->waiting))
    g_ptr_array_add (tasks,
                     withdraw (g_sequence_get (g_sequence_get_begin_iter (shared->waiting))));
  g_cond_broadcast (&shared->more);
  g_mutex_unlock (&shared->lock);

  for (guint i = 0; i < tasks->len; i++)
    answer_cancelled (g_ptr_array_index (tasks, i));
  for (guint i = 0; i < self->threads->len; i++)
    {
      GThread *thread = g_ptr_array_index (self->threads, i);
      /* The last reference may have gone with a task, on such a thread itself. */
      if (thread == g_thread_self ())
        g_thread_unref (thread);
      else
        g_thread_join (thread);
    }
  g_ptr_array_set_size (self->threads, 0);
}
