// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/thumbs/susun-thumb-pool.h"
#include "core/view/susun-pairs.h"

G_BEGIN_DECLS

/**
 * SusunPairRow: two files side by side, each with its picture, its name and its folder, and what is
 * between them.
 */
#define SUSUN_TYPE_PAIR_ROW (susun_pair_row_get_type ())
G_DECLARE_FINAL_TYPE (SusunPairRow, susun_pair_row, SUSUN, PAIR_ROW, AdwBin)

GtkWidget *susun_pair_row_new (void);

/* @first_is, @second_is: what they are: "Original", "Kept". @sign: an icon between them. @pair:
 * (nullable): NULL shows nothing and lets go of the pictures. Pictures are loaded at once. */
void susun_pair_row_set_pair (SusunPairRow *self, const SusunPair *pair, SusunThumbPool *pool,
                              const char *first_is, const char *second_is, const char *sign);

G_END_DECLS
