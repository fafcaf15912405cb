// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/ai/susun-ai-deadline-private.h"

struct _SusunAiDeadline
{
  GCancellable *own;    /* (owned) */
  GCancellable *parent; /* (owned) (nullable) */
  gulong handler;
  gint64 end; /* g_get_monotonic_time() */
  GThread *thread;
  GMutex lock;
  GCond changed;
  gboolean done; /* (lock) */
  gboolean over; /* (lock) */
};

static gpointer
watch_in_thread (gpointer data)
{
  SusunAiDeadline *self = data;

  g_mutex_lock (&self->lock);
  while (!self->done && g_cond_wait_until (&self->changed, &self->lock, self->end))
    ;
  self->over = !self->done;
  gboolean over = self->over;
  g_mutex_unlock (&self->lock);
  if (over)
    g_cancellable_cancel (self->own);
  return NULL;
}

static void
parent_cancelled_cb (GCancellable *parent, gpointer own)
{
  g_cancellable_cancel (own);
}

SusunAiDeadline *
susun_ai_deadline_new (gint64 span, GCancellable *parent)
{
  SusunAiDeadline *self = g_new0 (SusunAiDeadline, 1);

  self->own = g_cancellable_new ();
  self->end = g_get_monotonic_time () + span;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  if (parent != NULL)
    {
      self->parent = g_object_ref (parent);
      self->handler = g_cancellable_connect (parent, G_CALLBACK (parent_cancelled_cb),
                                             g_object_ref (self->own), g_object_unref);
    }
  self->thread = g_thread_new ("deadline", watch_in_thread, self);
  return self;
}

void
susun_ai_deadline_free (SusunAiDeadline *self)
{
  if (self == NULL)
    return;
  if (self->parent != NULL)
    g_cancellable_disconnect (self->parent, self->handler);
  g_mutex_lock (&self->lock);
  self->done = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_clear_object (&self->parent);
  g_object_unref (self->own);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

GCancellable *
susun_ai_deadline_get (SusunAiDeadline *self)
{
  return self->own;
}

gboolean
susun_ai_deadline_is_over (SusunAiDeadline *self)
{
  g_mutex_lock (&self->lock);
  gboolean over = self->over;
  g_mutex_unlock (&self->lock);
  return over;
}
