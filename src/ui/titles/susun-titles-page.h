// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/thumbs/susun-thumb-pool.h"
#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunTitlesPage: the event folders of a run, as soon as they are found: what each is called, what
 * it would be called and why, and whether its user wants that. An AI may be asked for better
 * titles, after its user has seen what would be sent.
 */
#define SUSUN_TYPE_TITLES_PAGE (susun_titles_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunTitlesPage, susun_titles_page, SUSUN, TITLES_PAGE, AdwBin)

/* @writer: the worker that runs the jobs */
void susun_titles_page_set_wizard (SusunTitlesPage *self, SusunWizard *wizard, SusunWorker *reader,
                                   SusunWorker *writer, SusunThumbPool *thumbs,
                                   GSettings *settings);

/* How many folders would be renamed now; and where they lie: (transfer none) (nullable) */
guint susun_titles_page_count (SusunTitlesPage *self);
const char *susun_titles_page_get_folder (SusunTitlesPage *self);

/* Its user says go: what was decided is written first. */
void susun_titles_page_rename (SusunTitlesPage *self);

G_END_DECLS
