// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/job/susun-job.h"

G_BEGIN_DECLS

/**
 * SusunProgressBox: a job that runs: what it does, how far it is, how fast, how long still; with
 * buttons for win.pause and win.cancel.
 */
#define SUSUN_TYPE_PROGRESS_BOX (susun_progress_box_get_type ())
G_DECLARE_FINAL_TYPE (SusunProgressBox, susun_progress_box, SUSUN, PROGRESS_BOX, AdwBin)

/* @job: (nullable): NULL shows nothing, and nothing moves. @stopping: it was told to stop */
void susun_progress_box_show (SusunProgressBox *self, SusunJob *job, gboolean stopping);

G_END_DECLS
