// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/job/susun-crew.h"

struct _SusunCrew
{
  GPtrArray *threads; /* (element-type GThread) */
  guint workers;

  GMutex lock;
  GCond work; /* a list came, or it is over */
  GCond done; /* all of the list is done */
  SusunCrewFunc func;
  gpointer user_data;
  guint next;    /* (lock): first index nobody has */
  guint n;       /* (lock) */
  guint running; /* (lock): calls under way */
  guint started; /* (lock): gives the threads their numbers */
  gboolean over; /* (lock) */
};

static gpointer
crew_in_worker (gpointer data)
{
  SusunCrew *self = data;

  g_mutex_lock (&self->lock);
  guint worker = self->started++;
  for (;;)
    {
      while (!self->over && self->next >= self->n)
        g_cond_wait (&self->work, &self->lock);
      if (self->over)
        break;
      guint index = self->next++;
      self->running++;
      g_mutex_unlock (&self->lock);

      self->func (index, worker, self->user_data);

      g_mutex_lock (&self->lock);
      self->running--;
      if (self->running == 0 && self->next >= self->n)
        g_cond_signal (&self->done);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

SusunCrew *
susun_crew_new (guint workers)
{
  SusunCrew *self = g_new0 (SusunCrew, 1);

  self->workers = MAX (1, workers);
  self->threads = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->work);
  g_cond_init (&self->done);
  for (guint i = 0; self->workers > 1 && i < self->workers; i++)
    g_ptr_array_add (self->threads, g_thread_new ("susun-crew", crew_in_worker, self));
  return self;
}

void
susun_crew_free (SusunCrew *self)
{
  g_mutex_lock (&self->lock);
  self->over = TRUE;
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_unref (self->threads);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->work);
  g_cond_clear (&self->done);
  g_free (self);
}

guint
susun_crew_get_workers (SusunCrew *self)
{
  return self->workers;
}

void
susun_crew_run (SusunCrew *self, guint n, SusunCrewFunc func, gpointer user_data)
{
  if (self->workers == 1)
    {
      for (guint i = 0; i < n; i++)
        func (i, 0, user_data);
      return;
    }

  g_mutex_lock (&self->lock);
  self->func = func;
  self->user_data = user_data;
  self->next = 0;
  self->n = n;
  g_cond_broadcast (&self->work);
  while (self->next < self->n || self->running > 0)
    g_cond_wait (&self->done, &self->lock);
  self->n = 0;
  g_mutex_unlock (&self->lock);
}
