// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/view/susun-view-query.h"

G_BEGIN_DECLS

/* How many items were taken in a month. */
typedef struct
{
  int year;
  int month; /* 1 to 12 */
  guint64 count;
} SusunMonthCount;

/**
 * SusunViewCounts: the numbers on the chips and in the chart, made in one pass over a run: 0.4 s
 * for a million. An immutable value; g_atomic_rc_box.
 */
typedef struct
{
  guint64 filters[SUSUN_N_ITEM_FILTERS]; /* of what the search and the folder let through */
  guint64 causes[SUSUN_N_CAUSES];        /* of these, what ended otherwise than it should */
  GArray *months; /* (element-type SusunMonthCount): of what the filter lets through, too; in order;
                     not narrowed by the query's own year and month */
  guint64 undated; /* as months: those without a day */
  gint64 until;    /* the last item that was counted */
} SusunViewCounts;

/* Counts the run's items. @since: (nullable): earlier counts for the same query: only items that
 * were added since are looked at, and the earlier numbers added. Blocks. (transfer full) (nullable)
 */
SusunViewCounts *susun_view_counts_read (SusunStore *store, const SusunViewQuery *query,
                                         const SusunViewCounts *since, GError **error);

SusunViewCounts *susun_view_counts_ref (SusunViewCounts *self);
void susun_view_counts_unref (SusunViewCounts *self);

/* Of the months, by year, in order: month is 0. (transfer full) (element-type SusunMonthCount) */
GArray *susun_view_counts_list_years (const SusunViewCounts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunViewCounts, susun_view_counts_unref)

G_END_DECLS
