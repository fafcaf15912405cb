// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

#include "core/job/susun-worker.h"
#include "core/store/susun-item.h"

G_BEGIN_DECLS

/* Asks where the CSV of a run is to go and writes it there, never over another file; how that ended
 * is said in a toast. @widget: in a window; @reader: reads the history. @run: not kept */
void susun_report_save (GtkWidget *widget, SusunWorker *reader, const SusunRun *run);

G_END_DECLS
