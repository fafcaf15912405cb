// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunDonePage: what was won, and that the disk may be unplugged once everything is on it.
 *
 * Actions: done.copy-summary, done.open-archive, done.open-report.
 */
#define SUSUN_TYPE_DONE_PAGE (susun_done_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunDonePage, susun_done_page, SUSUN, DONE_PAGE, AdwBin)

/* Once. @reader: waits for the disks. */
void susun_done_page_set_wizard (SusunDonePage *self, SusunWizard *wizard, SusunWorker *reader);

G_END_DECLS
