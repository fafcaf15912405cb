// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"
#include "core/view/susun-date-words.h"

G_BEGIN_DECLS

/**
 * SusunItemMark: the sign a picture carries: how sure its date is, or, where that is the news, that
 * it stays where it is and why.
 */
typedef struct
{
  const char *icon;
  const char *label; /* translated: "Duplicate", "Certain" */
  gboolean staying;  /* it is not filed: the label is what is shown, not the day */
  gboolean faded;    /* by the user's own will */
} SusunItemMark;

void susun_item_mark_read (SusunItemMark *mark, const SusunItem *item,
                           const SusunOverride *override);

/* The line below the name: its day, or what becomes of it. Returns: (transfer full) */
char *susun_item_mark_dup_text (const SusunItemMark *mark, const SusunItem *item);

G_END_DECLS
