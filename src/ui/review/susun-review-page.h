// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/job/susun-worker.h"
#include "core/thumbs/susun-thumb-pool.h"
#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/**
 * SusunReviewPage: all pictures of the planned run, while the scan still finds them: what was
 * found, when it was taken, and where it would go. Nothing is touched here.
 */
#define SUSUN_TYPE_REVIEW_PAGE (susun_review_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunReviewPage, susun_review_page, SUSUN, REVIEW_PAGE, AdwBin)

/* @reader: reads rows; @counter: lists and counts, which may take a second for a million: with a
 * worker of its own scrolling never waits for it. Both read the history only.
 * @thumbs: makes the small pictures. */
void susun_review_page_set_wizard (SusunReviewPage *self, SusunWizard *wizard, SusunWorker *reader,
                                   SusunWorker *counter, SusunThumbPool *thumbs);

G_END_DECLS
