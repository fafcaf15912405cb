// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/job/susun-worker.h"

#include <sys/resource.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

/* How much whoever works gives way to whoever looks. */
#define WORK_NICENESS 10

typedef struct
{
  GTask *task; /* (owned) */
  SusunWorkerFunc func;
} Entry;

/* What the thread and the object share. The thread has a reference of its own: the object may go
 * first, when its last reference is dropped on the thread itself. */
typedef struct
{
  char *store_path; /* (owned) (nullable) */
  SusunStoreAccess access;

  GMutex lock;
  GCond more;
  GQueue entries;    /* (lock) (element-type Entry) */
  gboolean stopping; /* (lock) */
} Shared;

struct _SusunWorker
{
  GObject parent_instance;

  Shared *shared;
  GThread *thread; /* (owned) (nullable): NULL when stopped */
};

G_DEFINE_FINAL_TYPE (SusunWorker, susun_worker, G_TYPE_OBJECT)

static void
shared_clear (gpointer data)
{
  Shared *shared = data;

  g_free (shared->store_path);
  g_mutex_clear (&shared->lock);
  g_cond_clear (&shared->more);
}

static void
shared_unref (Shared *shared)
{
  g_atomic_rc_box_release_full (shared, shared_clear);
}

/* Waits for the next entry. Returns: (nullable): NULL when the worker stops and nothing is left */
static Entry *
take_entry_in_worker (Shared *shared)
{
  Entry *entry;

  g_mutex_lock (&shared->lock);
  while (g_queue_is_empty (&shared->entries) && !shared->stopping)
    g_cond_wait (&shared->more, &shared->lock);
  entry = g_queue_pop_head (&shared->entries);
  g_mutex_unlock (&shared->lock);
  return entry;
}

static gboolean
is_idle_in_worker (Shared *shared)
{
  g_mutex_lock (&shared->lock);
  gboolean idle = g_queue_is_empty (&shared->entries);
  g_mutex_unlock (&shared->lock);
  return idle;
}

static gpointer
run_in_worker (gpointer data)
{
  Shared *shared = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SusunStore) store = NULL;
  Entry *entry;

  /* A job keeps all processors busy, with threads that inherit this; what is shown meanwhile is to
   * stay smooth. Not allowed: then it is not. */
  if (shared->access == SUSUN_STORE_WRITE)
    setpriority (PRIO_PROCESS, (id_t) gettid (), WORK_NICENESS);

  /* Without a context of its own, g_main_context_invoke() on the default one could run callbacks of
   * the main thread here. */
  g_main_context_push_thread_default (context);
  while ((entry = take_entry_in_worker (shared)) != NULL)
    {
      g_autoptr (GError) error = NULL;
      /* A database that is locked or missing now may be free or there with the next task. */
      if (store == NULL && shared->store_path != NULL)
        store = susun_store_open (shared->store_path, shared->access, &error);
      entry->func (entry->task, store, error);
      g_object_unref (entry->task);
      g_free (entry);
      /* Idle, it lets others work with the history: the command line beside an open window. */
      if (shared->access == SUSUN_STORE_WRITE && is_idle_in_worker (shared))
        g_clear_pointer (&store, susun_store_close);
    }
  g_clear_pointer (&store, susun_store_close);
  g_main_context_pop_thread_default (context);
  shared_unref (shared);
  return NULL;
}

static void
susun_worker_finalize (GObject *object)
{
  SusunWorker *self = SUSUN_WORKER (object);

  susun_worker_stop (self);
  shared_unref (self->shared);
  G_OBJECT_CLASS (susun_worker_parent_class)->finalize (object);
}

static void
susun_worker_class_init (SusunWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_worker_finalize;
}

static void
susun_worker_init (SusunWorker *self)
{
  self->shared = g_atomic_rc_box_new0 (Shared);
  g_mutex_init (&self->shared->lock);
  g_cond_init (&self->shared->more);
  g_queue_init (&self->shared->entries);
}

SusunWorker *
susun_worker_new (const char *name, const char *store_path, SusunStoreAccess access)
{
  SusunWorker *self = g_object_new (SUSUN_TYPE_WORKER, NULL);

  self->shared->store_path = g_strdup (store_path);
  self->shared->access = access;
  self->thread = g_thread_new (name, run_in_worker, g_atomic_rc_box_acquire (self->shared));
  return self;
}

void
susun_worker_push (SusunWorker *self, GTask *task, SusunWorkerFunc func)
{
  Entry *entry;

  g_return_if_fail (SUSUN_IS_WORKER (self));
  g_return_if_fail (G_IS_TASK (task));

  g_mutex_lock (&self->shared->lock);
  if (self->shared->stopping)
    {
      g_mutex_unlock (&self->shared->lock);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                               _ ("Susun is being closed"));
      return;
    }
  entry = g_new (Entry, 1);
  entry->task = g_object_ref (task);
  entry->func = func;
  g_queue_push_tail (&self->shared->entries, entry);
  g_cond_signal (&self->shared->more);
  g_mutex_unlock (&self->shared->lock);
}

void
susun_worker_stop (SusunWorker *self)
{
  GThread *thread = g_steal_pointer (&self->thread);

  if (thread == NULL)
    return;
  g_mutex_lock (&self->shared->lock);
  self->shared->stopping = TRUE;
  g_cond_signal (&self->shared->more);
  g_mutex_unlock (&self->shared->lock);

  /* The last reference may have gone with a task, on the thread itself. */
  if (thread == g_thread_self ())
    g_thread_unref (thread);
  else
    g_thread_join (thread);
}
