// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/job/susun-worker.h"

G_BEGIN_DECLS

/**
 * SusunHomePage: where one starts: drop a folder, or go on with a run that is not finished; and one
 * line about how much of all that was ever organized is proven. Reads anew each time it is shown.
 *
 * Its buttons name actions of the window: win.choose-folder, win.try-sample, win.continue (with a
 * run's id).
 */
#define SUSUN_TYPE_HOME_PAGE (susun_home_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunHomePage, susun_home_page, SUSUN, HOME_PAGE, AdwBin)

/* Once. @reader: reads the history. */
void susun_home_page_set_reader (SusunHomePage *self, SusunWorker *reader);

G_END_DECLS
