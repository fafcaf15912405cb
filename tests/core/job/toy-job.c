// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "tests/core/job/toy-job.h"

struct _ToyJob
{
  SusunJob parent_instance;

  ToyFunc func;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (ToyJob, toy_job, SUSUN_TYPE_JOB)

static gboolean
toy_job_run (SusunJob *job, SusunStore *store, GCancellable *cancellable, GError **error)
{
  ToyJob *self = TOY_JOB (job);

  return self->func (job, store, cancellable, self->user_data, error);
}

static void
toy_job_class_init (ToyJobClass *klass)
{
  SUSUN_JOB_CLASS (klass)->run = toy_job_run;
}

static void
toy_job_init (ToyJob *self)
{
}

SusunJob *
toy_job_new (ToyFunc func, gpointer user_data)
{
  ToyJob *self = g_object_new (TOY_TYPE_JOB, NULL);

  self->func = func;
  self->user_data = user_data;
  return SUSUN_JOB (self);
}
