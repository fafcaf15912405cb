// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "ui/susun-choices.h"

G_BEGIN_DECLS

/**
 * SusunChoosePage: the first step: which folders, into which archive, what of them and how; and, in
 * words, why one cannot go on yet.
 */
#define SUSUN_TYPE_CHOOSE_PAGE (susun_choose_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunChoosePage, susun_choose_page, SUSUN, CHOOSE_PAGE, AdwBin)

/* Once. */
void susun_choose_page_set_choices (SusunChoosePage *self, SusunChoices *choices,
                                    GSettings *settings);

G_END_DECLS
