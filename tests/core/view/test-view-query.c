// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "core/base/susun-civil.h"
#include "core/view/susun-month-chart.h"
#include "core/view/susun-view-counts.h"
#include "tests/core/view/view-fixture.h"

#define ITEMS 5000

static gint64
add_library (Fixture *self)
{
  g_autoptr (SusunRun) run = fixture_add_run (self, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY,
                                              SUSUN_RUN_STATE_PREPARING, NULL);

  fixture_add_items (self, run->id, 0, ITEMS);
  return run->id;
}

static GArray *
list (Fixture *self, const SusunViewQuery *query)
{
  g_autoptr (GError) error = NULL;
  SusunItemQuery items;
  GArray *ids;

  susun_view_query_to_items (query, &items);
  ids = susun_store_list_item_ids (self->store, &items, &error);
  g_assert_no_error (error);
  return ids;
}

static SusunViewCounts *
count (Fixture *self, const SusunViewQuery *query, const SusunViewCounts *since)
{
  g_autoptr (GError) error = NULL;
  SusunViewCounts *counts = susun_view_counts_read (self->store, query, since, &error);

  g_assert_no_error (error);
  return counts;
}

static void
decide (Fixture *self, gint64 item, gint64 manual, int shift, gboolean left_out)
{
  SusunOverride override = { item, manual, shift, left_out };
  g_autoptr (GError) error = NULL;

  fixture_begin (self);
  susun_store_set_override (self->store, &override, &error);
  g_assert_no_error (error);
  fixture_commit (self);
}

/* The table of filters is told to SQL and asked of single items: both must say the same. */
static void
test_filters_agree (Fixture *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self) };
  gint64 first = (query.run << 32) + 1;

  decide (self, first + 3, G_GINT64_CONSTANT (1600000000), 0, FALSE);
  decide (self, first + 4, SUSUN_WALL_NONE, 3600, FALSE);
  decide (self, first + 5, SUSUN_WALL_NONE, 0, TRUE);
  decide (self, first + 53, SUSUN_WALL_NONE, 0, FALSE);
  for (guint pictures = 0; pictures < 2; pictures++)
    {
      query.pictures = pictures;
      g_autoptr (SusunViewCounts) counts = count (self, &query, NULL);
      for (guint i = 0; i < SUSUN_N_ITEM_FILTERS; i++)
        {
          SusunViewQuery one = query;
          one.filter = i;
          g_autoptr (GArray) ids = list (self, &one);
          g_test_message ("%s: %u", susun_item_filter_nick (i), ids->len);
          g_assert_cmpuint (counts->filters[i], ==, ids->len);
          g_assert_cmpuint (ids->len, >, 0);
        }
    }
}

static gboolean
has_id (GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

/* What the user has decided needs no attention any more, and left out is left out. */
static void
test_decisions (Fixture *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self), .filter = SUSUN_ITEM_FILTER_ATTENTION };
  gint64 undated = (query.run << 32) + 1 + 3;
  gint64 left_out = (query.run << 32) + 1 + 1;
  g_autoptr (GArray) before = list (self, &query);

  g_assert_true (has_id (before, undated));
  decide (self, undated, G_GINT64_CONSTANT (1600000000), 0, FALSE);
  g_autoptr (GArray) after = list (self, &query);
  g_assert_false (has_id (after, undated));
  g_assert_cmpuint (after->len, ==, before->len - 1);

  query.filter = SUSUN_ITEM_FILTER_LEFT_OUT;
  g_autoptr (GArray) few = list (self, &query);
  g_assert_false (has_id (few, left_out));
  decide (self, left_out, SUSUN_WALL_NONE, 0, TRUE);
  g_autoptr (GArray) more = list (self, &query);
  g_assert_true (has_id (more, left_out));
  g_assert_cmpuint (more->len, ==, few->len + 1);
}

static void
test_months (Fixture *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self), .pictures = TRUE };
  g_autoptr (SusunViewCounts) counts = count (self, &query, NULL);
  g_autoptr (GArray) years = susun_view_counts_list_years (counts);
  guint64 dated = 0, by_year = 0;

  for (guint i = 0; i < counts->months->len; i++)
    {
      const SusunMonthCount *month = &g_array_index (counts->months, SusunMonthCount, i);
      SusunViewQuery one = query;
      one.year = month->year;
      one.month = month->month;
      g_autoptr (GArray) ids = list (self, &one);
      g_assert_cmpuint (ids->len, ==, month->count);
      dated += month->count;
      if (i > 0)
        g_assert_true (month[-1].year < month->year || month[-1].month < month->month);
    }
  g_assert_cmpuint (dated + counts->undated, ==, counts->filters[SUSUN_ITEM_FILTER_ALL]);
  for (guint i = 0; i < years->len; i++)
    {
      const SusunMonthCount *year = &g_array_index (years, SusunMonthCount, i);
      SusunViewQuery one = query;
      one.year = year->year;
      g_autoptr (GArray) ids = list (self, &one);
      g_assert_cmpuint (ids->len, ==, year->count);
      by_year += year->count;
    }
  g_assert_cmpuint (by_year, ==, dated);

  /* With a filter the chart shows what is listed, and the chips stay. */
  query.filter = SUSUN_ITEM_FILTER_DUPLICATES;
  g_autoptr (SusunViewCounts) filtered = count (self, &query, NULL);
  guint64 duplicates = filtered->undated;
  for (guint i = 0; i < filtered->months->len; i++)
    duplicates += g_array_index (filtered->months, SusunMonthCount, i).count;
  g_assert_cmpuint (duplicates, ==, counts->filters[SUSUN_ITEM_FILTER_DUPLICATES]);
  g_assert_cmpmem (filtered->filters, sizeof filtered->filters, counts->filters,
                   sizeof counts->filters);
}

static void
assert_counts_equal (const SusunViewCounts *a, const SusunViewCounts *b)
{
  g_assert_cmpmem (a->filters, sizeof a->filters, b->filters, sizeof b->filters);
  g_assert_cmpmem (a->causes, sizeof a->causes, b->causes, sizeof b->causes);
  g_assert_cmpmem (a->months->data, a->months->len * sizeof (SusunMonthCount), b->months->data,
                   b->months->len * sizeof (SusunMonthCount));
  g_assert_cmpuint (a->undated, ==, b->undated);
  g_assert_cmpint (a->until, ==, b->until);
}

/* Counting only what was added gives what counting all gives. */
static void
test_count_since (Fixture *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self) };
  g_autoptr (SusunViewCounts) before = count (self, &query, NULL);

  fixture_add_items (self, query.run, ITEMS, 700);
  g_autoptr (SusunViewCounts) added = count (self, &query, before);
  g_autoptr (SusunViewCounts) all = count (self, &query, NULL);
  assert_counts_equal (added, all);
  g_assert_cmpuint (all->filters[SUSUN_ITEM_FILTER_ALL], ==, ITEMS + 700);
  g_autoptr (SusunViewCounts) none = count (self, &query, all);
  assert_counts_equal (none, all);
}

static void
test_cause (Fixture *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self), .cause = SUSUN_CAUSE_NO_SPACE };
  g_autoptr (GArray) ids = list (self, &query);
  g_autoptr (SusunViewCounts) counts = count (self, &query, NULL);

  g_assert_cmpuint (ids->len, ==, ITEMS / 1000);
  g_assert_cmpuint (counts->causes[SUSUN_CAUSE_NO_SPACE], ==, ids->len);
}

static int
compare_days (const SusunItem *a, const SusunItem *b)
{
  if ((a->day == SUSUN_WALL_NONE) != (b->day == SUSUN_WALL_NONE))
    return b->day == SUSUN_WALL_NONE ? -1 : 1;
  if (a->day != b->day)
    return a->day < b->day ? -1 : 1;
  return a->wall < b->wall ? -1 : a->wall > b->wall;
}

/* Pairs of neighbours must stand in the order, and the other direction is its mirror; but what has
 * no day comes last in both. */
static void
test_orders (Fixture *self, gconstpointer data)
{
  static const SusunItemOrder orders[]
      = { SUSUN_ORDER_ID, SUSUN_ORDER_PATH, SUSUN_ORDER_DAY, SUSUN_ORDER_NAME, SUSUN_ORDER_SIZE };
  SusunViewQuery query = { .run = add_library (self) };
  g_autoptr (GError) error = NULL;

  for (guint o = 0; o < G_N_ELEMENTS (orders); o++)
    {
      query.order = orders[o];
      query.descending = FALSE;
      g_autoptr (GArray) up = list (self, &query);
      query.descending = TRUE;
      g_autoptr (GArray) down = list (self, &query);
      g_autoptr (GPtrArray) items
          = susun_store_get_items (self->store, (const gint64 *) up->data, up->len, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (up->len, ==, ITEMS);
      g_assert_cmpuint (down->len, ==, ITEMS);
      guint turned = ITEMS;
      while (orders[o] == SUSUN_ORDER_DAY
             && ((SusunItem *) items->pdata[turned - 1])->day == SUSUN_WALL_NONE)
        turned--;
      g_assert_true (orders[o] != SUSUN_ORDER_DAY || turned < ITEMS);
      for (guint i = 0; i < ITEMS; i++)
        {
          g_assert_cmpint (g_array_index (up, gint64, i), ==,
                           g_array_index (down, gint64, i < turned ? turned - 1 - i : i));
          if (i == 0)
            continue;
          const SusunItem *a = items->pdata[i - 1], *b = items->pdata[i];
          int order = 0;
          if (orders[o] == SUSUN_ORDER_PATH)
            order = strcmp (a->src_path, b->src_path);
          else if (orders[o] == SUSUN_ORDER_NAME)
            order = strcmp (strrchr (a->src_path, '/'), strrchr (b->src_path, '/'));
          else if (orders[o] == SUSUN_ORDER_SIZE)
            order = a->identity.size < b->identity.size ? -1 : a->identity.size > b->identity.size;
          else if (orders[o] == SUSUN_ORDER_DAY)
            order = compare_days (a, b);
          g_assert_true (order < 0 || (order == 0 && a->id < b->id));
        }
    }
}

static void
test_search (Fixture *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self), .search = (char *) "Img_012" };
  g_autoptr (GArray) ids = list (self, &query);
  g_autoptr (SusunViewCounts) counts = count (self, &query, NULL);

  g_assert_cmpuint (ids->len, ==, 10);
  g_assert_cmpuint (counts->filters[SUSUN_ITEM_FILTER_ALL], ==, 10);
  query.search = (char *) "";
  g_autoptr (GArray) all = list (self, &query);
  g_assert_cmpuint (all->len, ==, ITEMS);
}

static void
test_folders (Fixture *self, gconstpointer data)
{
  SusunViewQuery query = { .run = add_library (self) };
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (GError) error = NULL;
  SusunItemQuery items;
  guint64 total = 0;

  susun_view_query_to_items (&query, &items);
  folders = susun_store_count_folders (self->store, &items, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (folders->len, ==, ITEMS / 100);
  for (guint i = 0; i < folders->len; i++)
    {
      const SusunFolderCount *folder = folders->pdata[i];
      SusunViewQuery one = query;
      one.folder_root = folder->root;
      one.folder = folder->path;
      g_autoptr (GArray) ids = list (self, &one);
      g_assert_cmpuint (folder->count, ==, 100);
      g_assert_cmpuint (ids->len, ==, 100);
      g_assert_cmpint (folder->last_day - folder->first_day, ==, 2 * SUSUN_WALL_DAY);
      total += folder->count;
    }
  g_assert_cmpuint (total, ==, ITEMS);

  /* A folder holds what is below it, and not what only begins alike. */
  query.folder_root = self->source;
  query.folder = (char *) "Pictures";
  g_autoptr (GArray) below = list (self, &query);
  g_assert_cmpuint (below->len, ==, ITEMS);
  query.folder = (char *) "Pict";
  g_autoptr (GArray) alike = list (self, &query);
  g_assert_cmpuint (alike->len, ==, 0);
  query.folder = (char *) "";
  g_autoptr (GArray) root = list (self, &query);
  g_assert_cmpuint (root->len, ==, ITEMS);
}

static void
test_page (Fixture *self, gconstpointer data)
{
  gint64 run = add_library (self);
  gint64 ids[] = { (run << 32) + 7, (run << 32) + 999999, (run << 32) + 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = susun_store_get_items (self->store, ids, 3, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 3);
  g_assert_cmpint (((SusunItem *) items->pdata[0])->id, ==, ids[0]);
  g_assert_null (items->pdata[1]);
  g_assert_cmpint (((SusunItem *) items->pdata[2])->id, ==, ids[2]);
  g_assert_cmpint (susun_store_last_item (self->store, run, &error), ==, (run << 32) + ITEMS);
  g_assert_cmpint (susun_store_last_item (self->store, run + 1, &error), ==, 0);
  g_assert_no_error (error);
}

static void
test_watch (Fixture *self, gconstpointer data)
{
  SusunItemQuery query = { .run = add_library (self), .order = SUSUN_ORDER_NAME };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  susun_store_watch (self->store, cancellable);
  g_autoptr (GArray) ids = susun_store_list_item_ids (self->store, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, ITEMS);
  g_cancellable_cancel (cancellable);
  g_assert_null (susun_store_list_item_ids (self->store, &query, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  susun_store_watch (self->store, NULL);
  g_autoptr (GArray) again = susun_store_list_item_ids (self->store, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, ITEMS);
}

static void
test_nicks (void)
{
  SusunItemFilter filter = SUSUN_N_ITEM_FILTERS;

  for (guint i = 0; i < SUSUN_N_ITEM_FILTERS; i++)
    {
      g_assert_true (susun_item_filter_from_nick (susun_item_filter_nick (i), &filter));
      g_assert_cmpuint (filter, ==, i);
      g_assert_cmpstr (susun_item_filter_label (i), !=, "");
    }
  g_assert_false (susun_item_filter_from_nick ("nonsense", &filter));
}

/* --- the chart */

static SusunViewCounts *
make_counts (const SusunMonthCount *months, guint n)
{
  SusunViewCounts *counts = g_atomic_rc_box_new0 (SusunViewCounts);

  counts->months = g_array_new (FALSE, FALSE, sizeof (SusunMonthCount));
  g_array_append_vals (counts->months, months, n);
  return counts;
}

static void
test_chart_gaps (void)
{
  const SusunMonthCount months[] = { { 1904, 1, 1 }, { 2020, 11, 10 }, { 2021, 2, 1000 } };
  g_autoptr (SusunViewCounts) counts = make_counts (months, G_N_ELEMENTS (months));
  g_autoptr (SusunMonthChart) chart = susun_month_chart_new (counts, 100, 2021, 2);
  const SusunChartBar *bars = (const SusunChartBar *) chart->bars->data;
  g_autofree char *text = NULL;

  /* 1904, a gap, November to February */
  g_assert_cmpuint (chart->unit, ==, SUSUN_CHART_MONTHS);
  g_assert_cmpuint (chart->bars->len, ==, 6);
  g_assert_cmpint (bars[0].year, ==, 1904);
  g_assert_cmpint (bars[1].year, ==, 0);
  g_assert_cmpint (bars[2].month, ==, 11);
  g_assert_true (bars[2].begins);
  g_assert_cmpint (bars[3].month, ==, 12);
  g_assert_cmpfloat (bars[3].height, ==, 0.0);
  g_assert_true (bars[4].begins);
  g_assert_cmpint (bars[5].month, ==, 2);
  g_assert_cmpfloat (bars[5].height, ==, 1.0);
  g_assert_cmpfloat (bars[0].height, >, 0.01);
  g_assert_true (bars[5].selected);
  g_assert_false (bars[4].selected);
  g_assert_cmpuint (chart->total, ==, 1011);
  g_assert_cmpuint (chart->highest, ==, 1000);
  text = susun_month_chart_describe (chart, 2);
  g_assert_cmpstr (text, ==, "November 2020: 10 photos");
}

static void
test_chart_units (void)
{
  g_autoptr (GArray) months = g_array_new (FALSE, FALSE, sizeof (SusunMonthCount));

  for (int year = 1990; year < 2020; year++)
    for (int month = 1; month <= 12; month++)
      {
        SusunMonthCount count = { year, month, (guint64) year };
        g_array_append_val (months, count);
      }
  g_autoptr (SusunViewCounts) counts
      = make_counts ((const SusunMonthCount *) months->data, months->len);
  g_autoptr (SusunMonthChart) wide = susun_month_chart_new (counts, 360, 0, 0);
  g_autoptr (SusunMonthChart) years = susun_month_chart_new (counts, 359, 2003, 4);
  g_autoptr (SusunMonthChart) decades = susun_month_chart_new (counts, 20, 0, 0);

  g_assert_cmpuint (wide->bars->len, ==, 360);
  g_assert_cmpuint (wide->unit, ==, SUSUN_CHART_MONTHS);
  g_assert_cmpuint (years->unit, ==, SUSUN_CHART_YEARS);
  g_assert_cmpuint (years->bars->len, ==, 30);
  g_assert_cmpuint (g_array_index (years->bars, SusunChartBar, 0).count, ==, 12 * 1990);
  g_assert_true (g_array_index (years->bars, SusunChartBar, 13).selected);
  g_assert_cmpuint (decades->unit, ==, SUSUN_CHART_DECADES);
  g_assert_cmpuint (decades->bars->len, ==, 3);
  g_assert_cmpuint (decades->total, ==, wide->total);
  g_autofree char *text = susun_month_chart_describe (years, 0);
  g_assert_cmpstr (text, ==, "1990: 23880 photos");
  g_autofree char *decade = susun_month_chart_describe (decades, 1);
  g_assert_true (g_str_has_prefix (decade, "2000–2009: "));
}

static void
test_chart_empty (void)
{
  g_autoptr (SusunMonthChart) none = susun_month_chart_new (NULL, 100, 0, 0);
  g_autoptr (SusunViewCounts) counts = make_counts (NULL, 0);
  g_autoptr (SusunMonthChart) empty = susun_month_chart_new (counts, 100, 0, 0);

  g_assert_cmpuint (none->bars->len, ==, 0);
  g_assert_cmpuint (empty->bars->len, ==, 0);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/view/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("filters-agree", test_filters_agree);
  ADD ("decisions", test_decisions);
  ADD ("months", test_months);
  ADD ("count-since", test_count_since);
  ADD ("cause", test_cause);
  ADD ("orders", test_orders);
  ADD ("search", test_search);
  ADD ("folders", test_folders);
  ADD ("page", test_page);
  ADD ("watch", test_watch);
  g_test_add_func ("/view/nicks", test_nicks);
  g_test_add_func ("/view/chart-gaps", test_chart_gaps);
  g_test_add_func ("/view/chart-units", test_chart_units);
  g_test_add_func ("/view/chart-empty", test_chart_empty);
  return g_test_run ();
}
