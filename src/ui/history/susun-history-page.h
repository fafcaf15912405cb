// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/job/susun-worker.h"

G_BEGIN_DECLS

/**
 * SusunHistoryPage: every run: what, when, from where to where, how it ended; and the way back.
 */
#define SUSUN_TYPE_HISTORY_PAGE (susun_history_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunHistoryPage, susun_history_page, SUSUN, HISTORY_PAGE, AdwBin)

/* Once. @reader: reads the history. */
void susun_history_page_set_reader (SusunHistoryPage *self, SusunWorker *reader);

G_END_DECLS
