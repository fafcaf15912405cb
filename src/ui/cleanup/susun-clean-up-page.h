// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/thumbs/susun-thumb-pool.h"
#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunCleanUpPage: what quarantine is, where it lies and what it frees; afterwards the way back,
 * emptying it for good, and the duplicates in the archive.
 *
 * Actions: clean-up.later, clean-up.restore, clean-up.empty, clean-up.duplicates.
 */
#define SUSUN_TYPE_CLEAN_UP_PAGE (susun_clean_up_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunCleanUpPage, susun_clean_up_page, SUSUN, CLEAN_UP_PAGE, AdwBin)

/* Once, before it is shown. @reader: reads the history. */
void susun_clean_up_page_set_wizard (SusunCleanUpPage *self, SusunWizard *wizard,
                                     SusunWorker *reader, SusunThumbPool *thumbs);

G_END_DECLS
