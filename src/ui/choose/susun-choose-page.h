// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunChoosePage: which folders, into which archive, and how. Says at once, in words, when that
 * cannot be.
 */
#define SUSUN_TYPE_CHOOSE_PAGE (susun_choose_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunChoosePage, susun_choose_page, SUSUN, CHOOSE_PAGE, AdwBin)

/* Once, before it is shown. */
void susun_choose_page_set_wizard (SusunChoosePage *self, SusunWizard *wizard);

G_END_DECLS
