// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SusunYearChart: a small chart of how many photos are of which year. It is looked at, and read
 * aloud; nothing can be clicked.
 */
#define SUSUN_TYPE_YEAR_CHART (susun_year_chart_get_type ())
G_DECLARE_FINAL_TYPE (SusunYearChart, susun_year_chart, SUSUN, YEAR_CHART, GtkWidget)

/* @years: (element-type SusunYearCount) (nullable): copied */
void susun_year_chart_set_years (SusunYearChart *self, const GArray *years);

G_END_DECLS
