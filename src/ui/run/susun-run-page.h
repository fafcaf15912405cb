// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunRunPage: one job of the wizard: before it, what will happen; while it runs, how far it is;
 * after it, the balance sheet and the problems by kind. It shows the wizard and changes nothing.
 */
#define SUSUN_TYPE_RUN_PAGE (susun_run_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunRunPage, susun_run_page, SUSUN, RUN_PAGE, AdwBin)

/* Once, before it is shown. @stage: which of the wizard's jobs */
void susun_run_page_set_wizard (SusunRunPage *self, SusunWizard *wizard, SusunStage stage);

G_END_DECLS
