// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/thumbs/susun-thumb-pool.h"
#include "core/view/susun-item-stub.h"

G_BEGIN_DECLS

/**
 * SusunReviewDetails: all about the picture that is selected: large, when it was taken and why that
 * is believed, what else it tells, where it lies and where it will go.
 */
#define SUSUN_TYPE_REVIEW_DETAILS (susun_review_details_get_type ())
G_DECLARE_FINAL_TYPE (SusunReviewDetails, susun_review_details, SUSUN, REVIEW_DETAILS, AdwBin)

/* Once. */
void susun_review_details_set_pool (SusunReviewDetails *self, SusunThumbPool *pool);

/* @stub: (nullable): the one that is selected, or the last of several. @selected: how many are */
void susun_review_details_show (SusunReviewDetails *self, SusunItemStub *stub, guint64 selected);

G_END_DECLS
