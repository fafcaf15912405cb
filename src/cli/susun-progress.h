// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-job.h"

G_BEGIN_DECLS

/**
 * SusunProgressView: a thread that looks at a job and tells on stderr how far it is: bytes, files,
 * rate, time left, the file in hand. A bar on a terminal, a line every few seconds elsewhere.
 */
typedef struct _SusunProgressView SusunProgressView;

/* @job: (borrowed) until the view is freed */
SusunProgressView *susun_progress_view_new (SusunJob *job);

/* Ends the thread and takes the bar off the screen. */
void susun_progress_view_free (SusunProgressView *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunProgressView, susun_progress_view_free)

G_END_DECLS
