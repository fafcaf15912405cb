// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/view/susun-view-counts.h"

G_BEGIN_DECLS

/**
 * SusunMonthChart: the bars of the chart of photos per month: a value for a widget to draw, click
 * and read aloud. Pure.
 *
 * Months without photos between two with are bars without height; a longer gap is one bar, so that
 * a single picture of 1904 does not push all others into a corner. When there are more bars than
 * have room, a bar is a year, then ten.
 */
typedef enum
{
  SUSUN_CHART_MONTHS,
  SUSUN_CHART_YEARS,
  SUSUN_CHART_DECADES,
} SusunChartUnit;

typedef struct
{
  int year;          /* the first year of a decade; 0 for a gap */
  int month;         /* 1 to 12; 0 for a year, a decade or a gap */
  guint64 count;     /* 0 in a gap */
  double height;     /* 0.0 to 1.0, the highest is 1.0; one that is not empty can be seen */
  gboolean begins;   /* a year (of months) or a decade begins: draw a line, write the year */
  gboolean selected; /* it is what the list is filtered by */
} SusunChartBar;

typedef struct
{
  SusunChartUnit unit;
  GArray *bars; /* (element-type SusunChartBar) */
  guint64 highest;
  guint64 total;
  guint64 undated;
} SusunMonthChart;

/* @counts: (nullable); @max_bars: how many have room, at least 12; @year, @month: what the list is
 * filtered by, 0 for any. Returns: (transfer full) */
SusunMonthChart *susun_month_chart_new (const SusunViewCounts *counts, guint max_bars, int year,
                                        int month);
void susun_month_chart_free (SusunMonthChart *self);

/* For a tooltip and a screen reader: "March 2021: 120 photos". Returns: (transfer full) */
char *susun_month_chart_describe (const SusunMonthChart *self, guint bar);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunMonthChart, susun_month_chart_free)

G_END_DECLS
