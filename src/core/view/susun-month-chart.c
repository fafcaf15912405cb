// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-month-chart.h"

#include <glib/gi18n-lib.h>

/* That many empty bars in a row become one. */
#define GAP_BARS 13

/* The height of a bar with a single photo beside one with thousands. */
#define LOWEST 0.04

/* A bar's place on the line of time: months, years or decades since year 0. */
static int
place_of (SusunChartUnit unit, const SusunMonthCount *month)
{
  switch (unit)
    {
    case SUSUN_CHART_DECADES:
      return month->year / 10;
    case SUSUN_CHART_YEARS:
      return month->year;
    case SUSUN_CHART_MONTHS:
    default:
      return month->year * 12 + month->month - 1;
    }
}

static gboolean
is_selected (const SusunChartBar *bar, SusunChartUnit unit, int year, int month)
{
  if (year == 0)
    return FALSE;
  if (unit == SUSUN_CHART_DECADES)
    return bar->year == year / 10 * 10;
  return bar->year == year && (bar->month == 0 || month == 0 || bar->month == month);
}

static void
append_bar (GArray *bars, SusunChartUnit unit, int place, guint64 count)
{
  SusunChartBar bar = { .count = count };

  switch (unit)
    {
    case SUSUN_CHART_DECADES:
      bar.year = place * 10;
      break;
    case SUSUN_CHART_YEARS:
      bar.year = place;
      bar.begins = place % 10 == 0;
      break;
    case SUSUN_CHART_MONTHS:
    default:
      bar.year = place / 12;
      bar.month = place % 12 + 1;
      bar.begins = bar.month == 1;
      break;
    }
  g_array_append_val (bars, bar);
}

/* The empty places between two bars: themselves, or one gap for many. */
static void
append_empty (GArray *bars, SusunChartUnit unit, int from, int to)
{
  static const SusunChartBar gap = { 0 };

  if (to - from >= GAP_BARS)
    g_array_append_val (bars, gap);
  else
    for (int place = from; place < to; place++)
      append_bar (bars, unit, place, 0);
}

static GArray *
make_bars (const SusunViewCounts *counts, SusunChartUnit unit)
{
  GArray *bars = g_array_new (FALSE, FALSE, sizeof (SusunChartBar));
  int last = G_MININT;

  for (guint i = 0; i < counts->months->len; i++)
    {
      const SusunMonthCount *month = &g_array_index (counts->months, SusunMonthCount, i);
      int place = place_of (unit, month);
      if (bars->len > 0 && place == last)
        {
          g_array_index (bars, SusunChartBar, bars->len - 1).count += month->count;
          continue;
        }
      if (bars->len > 0)
        append_empty (bars, unit, last + 1, place);
      append_bar (bars, unit, place, month->count);
      last = place;
    }
  return bars;
}

SusunMonthChart *
susun_month_chart_new (const SusunViewCounts *counts, guint max_bars, int year, int month)
{
  SusunMonthChart *self = g_new0 (SusunMonthChart, 1);

  if (counts == NULL)
    {
      self->bars = g_array_new (FALSE, FALSE, sizeof (SusunChartBar));
      return self;
    }
  self->undated = counts->undated;
  self->bars = make_bars (counts, self->unit);
  while (self->bars->len > MAX (max_bars, 12) && self->unit != SUSUN_CHART_DECADES)
    {
      g_array_unref (self->bars);
      self->unit++;
      self->bars = make_bars (counts, self->unit);
    }
  for (guint i = 0; i < self->bars->len; i++)
    {
      const SusunChartBar *bar = &g_array_index (self->bars, SusunChartBar, i);
      self->highest = MAX (self->highest, bar->count);
      self->total += bar->count;
    }
  for (guint i = 0; i < self->bars->len; i++)
    {
      SusunChartBar *bar = &g_array_index (self->bars, SusunChartBar, i);
      if (bar->count > 0)
        bar->height = MAX (LOWEST, (double) bar->count / (double) self->highest);
      bar->selected = is_selected (bar, self->unit, year, month);
      bar->begins |= i == 0 || (bar->year != 0 && bar[-1].year == 0);
    }
  return self;
}

void
susun_month_chart_free (SusunMonthChart *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->bars);
  g_free (self);
}

/* "March 2021", "2021", "2020–2029". Returns: (transfer full) */
static char *
bar_name (const SusunMonthChart *self, const SusunChartBar *bar)
{
  if (bar->month != 0)
    {
      g_autoptr (GDateTime) first = g_date_time_new_utc (bar->year, bar->month, 1, 0, 0, 0);
      /* Translators: a month and its year, for strftime: "March 2021" */
      return g_date_time_format (first, _ ("%OB %Y"));
    }
  if (self->unit == SUSUN_CHART_DECADES)
    return g_strdup_printf ("%d–%d", bar->year, bar->year + 9);
  return g_strdup_printf ("%d", bar->year);
}

char *
susun_month_chart_describe (const SusunMonthChart *self, guint index)
{
  const SusunChartBar *bar;
  g_autofree char *name = NULL;
  g_autofree char *photos = NULL;

  g_return_val_if_fail (index < self->bars->len, NULL);

  bar = &g_array_index (self->bars, SusunChartBar, index);
  if (bar->year == 0)
    return g_strdup (_ ("No photos for a longer time"));
  name = bar_name (self, bar);
  photos = g_strdup_printf (ngettext ("%'lu photo", "%'lu photos", (gulong) bar->count),
                            (gulong) bar->count);
  /* Translators: a month or a year, then how many photos were taken in it */
  return g_strdup_printf (_ ("%s: %s"), name, photos);
}
