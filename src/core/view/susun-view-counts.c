// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-view-counts.h"

#include "core/base/susun-civil.h"

typedef struct
{
  SusunViewCounts *counts;
  SusunItemFilter filter;
  SusunCause cause;
  GHashTable *months; /* (element-type int guint): year * 12 + month - 1 to its index */
  gint64 day;         /* the last one that was looked up: items of one day follow each other */
  guint index;        /* of its month */
} Counting;

static void
counts_clear (gpointer data)
{
  SusunViewCounts *self = data;

  g_array_unref (self->months);
}

SusunViewCounts *
susun_view_counts_ref (SusunViewCounts *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
susun_view_counts_unref (SusunViewCounts *self)
{
  g_atomic_rc_box_release_full (self, counts_clear);
}

static int
month_key (int year, int month)
{
  return year * 12 + month - 1;
}

/* The place of a month in the array, made when it is new. */
static guint
find_month (Counting *self, int year, int month)
{
  gpointer key = GINT_TO_POINTER (month_key (year, month));
  SusunMonthCount count = { .year = year, .month = month };
  gpointer index;

  if (g_hash_table_lookup_extended (self->months, key, NULL, &index))
    return GPOINTER_TO_UINT (index);
  g_array_append_val (self->counts->months, count);
  g_hash_table_insert (self->months, key, GUINT_TO_POINTER (self->counts->months->len - 1));
  return self->counts->months->len - 1;
}

static void
count_day (Counting *self, gint64 day)
{
  SusunCivil civil;

  if (day == SUSUN_WALL_NONE)
    {
      self->counts->undated++;
      return;
    }
  if (day != self->day)
    {
      susun_civil_from_wall (day, &civil);
      self->index = find_month (self, civil.year, civil.month);
      self->day = day;
    }
  g_array_index (self->counts->months, SusunMonthCount, self->index).count++;
}

static void
count_item (const SusunItemTraits *traits, gpointer user_data)
{
  Counting *self = user_data;
  gboolean wanted = FALSE;

  for (guint i = 0; i < SUSUN_N_ITEM_FILTERS; i++)
    if (susun_item_filter_matches ((SusunItemFilter) i, traits))
      {
        self->counts->filters[i]++;
        wanted |= i == self->filter;
      }
  if (traits->cause != SUSUN_CAUSE_NONE && traits->cause < SUSUN_N_CAUSES)
    self->counts->causes[traits->cause]++;
  if (wanted && (self->cause == SUSUN_CAUSE_NONE || self->cause == traits->cause))
    count_day (self, traits->day);
}

static int
compare_months (gconstpointer a, gconstpointer b)
{
  const SusunMonthCount *one = a;
  const SusunMonthCount *other = b;

  return month_key (one->year, one->month) - month_key (other->year, other->month);
}

/* What @since has counted stands at the beginning. */
static void
begin_with (Counting *self, const SusunViewCounts *since)
{
  SusunViewCounts *counts = self->counts;
  GArray *months = counts->months;

  *counts = *since;
  counts->months = months;
  for (guint i = 0; i < since->months->len; i++)
    {
      const SusunMonthCount *month = &g_array_index (since->months, SusunMonthCount, i);
      guint index = find_month (self, month->year, month->month);
      g_array_index (months, SusunMonthCount, index).count = month->count;
    }
}

SusunViewCounts *
susun_view_counts_read (SusunStore *store, const SusunViewQuery *query,
                        const SusunViewCounts *since, GError **error)
{
  g_autoptr (SusunViewCounts) self = g_atomic_rc_box_new0 (SusunViewCounts);
  g_autoptr (GHashTable) months = g_hash_table_new (NULL, NULL);
  SusunViewQuery plain = *query;
  SusunItemQuery items;
  Counting counting = {
    .counts = self,
    .filter = query->filter,
    .cause = query->cause,
    .months = months,
    .day = SUSUN_WALL_NONE,
  };
  gint64 until;

  self->months = g_array_new (FALSE, FALSE, sizeof (SusunMonthCount));
  if (since != NULL)
    begin_with (&counting, since);
  until = susun_store_last_item (store, query->run, error);
  if (until < 0)
    return NULL;

  /* The chips narrow what is listed, not what is counted on them. */
  plain.filter = SUSUN_ITEM_FILTER_ALL;
  plain.cause = SUSUN_CAUSE_NONE;
  plain.year = 0;
  plain.order = SUSUN_ORDER_ID;
  plain.descending = FALSE;
  susun_view_query_to_items (&plain, &items);
  items.after = since != NULL ? since->until : 0;
  items.until = until;
  if (until > items.after && !susun_store_visit_items (store, &items, count_item, &counting, error))
    return NULL;
  self->until = until;
  g_array_sort (self->months, compare_months);
  return g_steal_pointer (&self);
}

GArray *
susun_view_counts_list_years (const SusunViewCounts *self)
{
  GArray *years = g_array_new (FALSE, FALSE, sizeof (SusunMonthCount));

  for (guint i = 0; i < self->months->len; i++)
    {
      SusunMonthCount month = g_array_index (self->months, SusunMonthCount, i);
      SusunMonthCount *last
          = years->len > 0 ? &g_array_index (years, SusunMonthCount, years->len - 1) : NULL;
      if (last != NULL && last->year == month.year)
        {
          last->count += month.count;
          continue;
        }
      month.month = 0;
      g_array_append_val (years, month);
    }
  return years;
}
