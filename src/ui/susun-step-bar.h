// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunStepBar: Choose › Organize › Verify …: where one is. Steps that are reached are buttons that
 * lead there (action win.step), later ones wait. Where all names have no room, only that of the
 * step one is at is written out.
 */
#define SUSUN_TYPE_STEP_BAR (susun_step_bar_get_type ())
G_DECLARE_FINAL_TYPE (SusunStepBar, susun_step_bar, SUSUN, STEP_BAR, AdwBin)

/* Once. */
void susun_step_bar_set_wizard (SusunStepBar *self, SusunWizard *wizard);

G_END_DECLS
