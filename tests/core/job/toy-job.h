// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-job.h"

G_BEGIN_DECLS

/**
 * ToyJob: a job that does what a function of the test says.
 */
#define TOY_TYPE_JOB (toy_job_get_type ())
G_DECLARE_FINAL_TYPE (ToyJob, toy_job, TOY, JOB, SusunJob)

typedef gboolean (*ToyFunc) (SusunJob *job, SusunStore *store, GCancellable *cancellable,
                             gpointer user_data, GError **error);

SusunJob *toy_job_new (ToyFunc func, gpointer user_data);

G_END_DECLS
