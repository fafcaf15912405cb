// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

#include "core/view/susun-month-chart.h"

G_BEGIN_DECLS

/**
 * SusunMonthBars: the chart of photos per month. Each bar is a button that says what it stands for;
 * the chart is one stop of the Tab key, arrow keys go from bar to bar.
 *
 * Signal "chosen" (int year, int month, int years): a bar was pressed; all 0: the one that was
 * chosen already. month is 0 for a whole year, years is more than 1 for a decade.
 */
#define SUSUN_TYPE_MONTH_BARS (susun_month_bars_get_type ())
G_DECLARE_FINAL_TYPE (SusunMonthBars, susun_month_bars, SUSUN, MONTH_BARS, GtkWidget)

/* @counts: (nullable): no longer looked at afterwards. @year, @month: what is chosen, 0 for none */
void susun_month_bars_set_counts (SusunMonthBars *self, const SusunViewCounts *counts, int year,
                                  int month);

G_END_DECLS
