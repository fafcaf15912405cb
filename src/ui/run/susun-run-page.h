// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/thumbs/susun-thumb-pool.h"
#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunRunPage: organizing, or verifying: before it, what will happen; while it
 * runs, how far it is; after it, the balance sheet, the problems by cause, and
 * of a verification the files that are not proven beside their copies.
 *
 * Actions: run.save-report, run.open-archive, run.copy-again.
 */
#define SUSUN_TYPE_RUN_PAGE (susun_run_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunRunPage, susun_run_page, SUSUN, RUN_PAGE, AdwBin)

/* Once, before it is shown. @stage: SUSUN_STAGE_ORGANIZE or SUSUN_STAGE_VERIFY;
 * @reader: reads the history */
void susun_run_page_set_wizard (SusunRunPage *self, SusunWizard *wizard, SusunStage stage,
                                SusunWorker *reader, SusunThumbPool *thumbs);

G_END_DECLS
