// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/job/susun-worker.h"
#include "core/thumbs/susun-thumb-pool.h"

G_BEGIN_DECLS

/**
 * SusunWindow: the one window: home, the wizard's pages, history. All commands are its actions.
 */
#define SUSUN_TYPE_WINDOW (susun_window_get_type ())
G_DECLARE_FINAL_TYPE (SusunWindow, susun_window, SUSUN, WINDOW, AdwApplicationWindow)

/* @worker: runs the jobs; @reader: reads the history; @counter: the same where it takes long;
 * @thumbs: makes small pictures; @data_folder: keeps manifests. */
SusunWindow *susun_window_new (AdwApplication *application, SusunWorker *worker,
                               SusunWorker *reader, SusunWorker *counter, SusunThumbPool *thumbs,
                               GSettings *settings, const char *data_folder);

/* A small thing, said in a toast and gone. */
void susun_window_say (SusunWindow *self, const char *sentence);

/* Files and folders that were dropped or named: the wizard opens with them. */
void susun_window_add_files (SusunWindow *self, GFile **files, int n_files);

G_END_DECLS
