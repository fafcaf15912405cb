// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "core/base/susun-civil.h"
#include "core/plan/susun-event-date.h"

static gint64
day_of (const char *text)
{
  gint64 day = susun_wall_from_text (text);

  g_assert_cmpint (day, !=, SUSUN_WALL_NONE);
  return day;
}

/* "2019-03-14:3 2019-03-15:1 undated:2 suspect:1" */
static SusunEventCount *
count_of (const char *text)
{
  SusunEventCount *count = susun_event_count_new ();
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], ":", 2);
      for (gint64 n = g_ascii_strtoll (parts[1], NULL, 10); n > 0; n--)
        {
          if (g_str_equal (parts[0], "undated"))
            susun_event_count_add_doubtful (count, SUSUN_EVENT_UNDATED);
          else if (g_str_equal (parts[0], "suspect"))
            susun_event_count_add_doubtful (count, SUSUN_EVENT_SUSPECT);
          else if (g_str_equal (parts[0], "unreadable"))
            susun_event_count_add_doubtful (count, SUSUN_EVENT_UNREADABLE);
          else
            susun_event_count_add (count, day_of (parts[0]), FALSE);
        }
    }
  return count;
}

static const struct
{
  const char *files;
  double threshold;
  SusunEventVerdict verdict;
  const char *day;      /* or NULL */
  const char *last_day; /* of a span */
} rows[] = {
  { "2019-03-14:3", 0.6, SUSUN_EVENT_DATED, "2019-03-14", NULL },
  { "2019-03-14:3 2019-06-01:2", 0.6, SUSUN_EVENT_DATED, "2019-03-14", NULL },
  { "2019-03-14:2 2019-06-01:3", 0.6, SUSUN_EVENT_DATED, "2019-06-01", NULL },
  { "2019-03-14:59 2019-06-01:41", 0.6, SUSUN_EVENT_LOW_SHARE, "2019-03-14", NULL },
  { "2019-03-14:60 2019-06-01:40", 0.6, SUSUN_EVENT_DATED, "2019-03-14", NULL },
  { "2019-03-14:6 2018-01-01:1 2018-03-01:1 2018-05-01:1 2018-07-01:1", 0.6, SUSUN_EVENT_DATED,
    "2019-03-14", NULL },
  /* files without a day are files */
  { "2019-03-14:6 undated:4", 0.6, SUSUN_EVENT_DATED, "2019-03-14", NULL },
  { "2019-03-14:5 undated:5", 0.6, SUSUN_EVENT_LOW_SHARE, "2019-03-14", NULL },
  { "2019-03-14:5 unreadable:5", 0.6, SUSUN_EVENT_LOW_SHARE, "2019-03-14", NULL },
  { "2019-03-14:3 suspect:2", 0.6, SUSUN_EVENT_DATED, "2019-03-14", NULL },
  /* doubtful dates are never the day */
  { "2019-03-14:1 suspect:9", 0.6, SUSUN_EVENT_LOW_SHARE, "2019-03-14", NULL },
  { "suspect:9", 0.6, SUSUN_EVENT_NO_DATE, NULL, NULL },
  { "undated:1 suspect:1", 0.6, SUSUN_EVENT_NO_DATE, NULL, NULL },
  { "", 0.6, SUSUN_EVENT_NO_MEDIA, NULL, NULL },
  { "", 0.0, SUSUN_EVENT_NO_MEDIA, NULL, NULL },
  /* ties */
  { "2019-03-14:2 2019-06-01:2", 0.6, SUSUN_EVENT_TIE, "2019-03-14", NULL },
  { "2019-03-14:2 2019-06-01:2", 0.5, SUSUN_EVENT_TIE, "2019-03-14", NULL },
  { "2019-03-14:2 2019-06-01:1", 0.5, SUSUN_EVENT_DATED, "2019-03-14", NULL },
  /* several days: the first, and of a span the first however small it is */
  { "2019-03-14:2 2019-03-15:2", 0.6, SUSUN_EVENT_SPAN, "2019-03-14", "2019-03-15" },
  { "2019-03-14:2 2019-03-15:2", 0.5, SUSUN_EVENT_SPAN, "2019-03-14", "2019-03-15" },
  { "2019-03-14:1 2019-03-15:2 2019-03-16:2", 0.6, SUSUN_EVENT_SPAN, "2019-03-14", "2019-03-16" },
  { "2019-02-28:2 2019-03-01:2", 0.6, SUSUN_EVENT_SPAN, "2019-02-28", "2019-03-01" },
  { "2019-12-31:2 2020-01-01:2 2021-05-05:1", 0.6, SUSUN_EVENT_SPAN, "2019-12-31", "2020-01-01" },
  { "2019-12-31:2 2020-01-01:2 2021-05-05:3", 0.6, SUSUN_EVENT_LOW_SHARE, "2021-05-05", NULL },
  /* the day that most files share is the day, whatever stands beside it */
  { "2019-03-13:1 2019-03-14:9", 0.6, SUSUN_EVENT_DATED, "2019-03-14", NULL },
  /* a gap ends an event */
  { "2019-03-14:2 2019-03-16:2", 0.6, SUSUN_EVENT_TIE, "2019-03-14", NULL },
  /* before 1970 */
  { "1957-08-31:4 1957-09-01:1", 0.6, SUSUN_EVENT_DATED, "1957-08-31", NULL },
  /* two weeks and a day are no event */
  { "2019-03-01:1 2019-03-02:1 2019-03-03:1 2019-03-04:1 2019-03-05:1 2019-03-06:1 2019-03-07:1 "
    "2019-03-08:1 2019-03-09:1 2019-03-10:1 2019-03-11:1 2019-03-12:1 2019-03-13:1 2019-03-14:1",
    0.6, SUSUN_EVENT_SPAN, "2019-03-01", "2019-03-14" },
  { "2019-03-01:1 2019-03-02:1 2019-03-03:1 2019-03-04:1 2019-03-05:1 2019-03-06:1 2019-03-07:1 "
    "2019-03-08:1 2019-03-09:1 2019-03-10:1 2019-03-11:1 2019-03-12:1 2019-03-13:1 2019-03-14:1 "
    "2019-03-15:2",
    0.6, SUSUN_EVENT_LOW_SHARE, "2019-03-15", NULL },
};

static void
test_decide (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SusunEventCount) count = count_of (rows[i].files);
      SusunEventDate date;

      g_test_message ("%s at %g", rows[i].files, rows[i].threshold);
      susun_event_decide (count, rows[i].threshold, &date);
      g_assert_cmpstr (susun_event_verdict_nick (date.verdict), ==,
                       susun_event_verdict_nick (rows[i].verdict));
      g_assert_cmpint (date.day, ==, rows[i].day != NULL ? day_of (rows[i].day) : SUSUN_WALL_NONE);
      g_assert_cmpint (date.last_day, ==,
                       rows[i].last_day != NULL ? day_of (rows[i].last_day) : date.day);
      g_assert_cmpuint (date.media, ==, susun_event_count_get_media (count));
      if (date.media > 0)
        g_assert_cmpfloat_with_epsilon (date.share, (double) date.files / (double) date.media,
                                        1e-9);
      g_autofree char *sentence = susun_event_explain (count, &date, rows[i].threshold);
      g_assert_cmpuint (strlen (sentence), >, 10);
      if (rows[i].day != NULL)
        g_assert_nonnull (strstr (sentence, rows[i].day));
      if (rows[i].last_day != NULL)
        g_assert_nonnull (strstr (sentence, rows[i].last_day));
    }
}

static void
assert_same (const SusunEventDate *a, const SusunEventDate *b)
{
  g_assert_cmpint (a->verdict, ==, b->verdict);
  g_assert_cmpint (a->day, ==, b->day);
  g_assert_cmpint (a->last_day, ==, b->last_day);
  g_assert_cmpuint (a->files, ==, b->files);
  g_assert_cmpuint (a->media, ==, b->media);
}

/* The order in which files come changes nothing, and a count comes back from the history whole. */
static void
test_order_and_pack (void)
{
  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (SusunEventCount) forwards = susun_event_count_new ();
      g_autoptr (SusunEventCount) backwards = susun_event_count_new ();
      gint64 days[40];
      guint n = (guint) g_test_rand_int_range (1, G_N_ELEMENTS (days)), n_days, n_again;
      SusunEventDate one, other, again;

      for (guint i = 0; i < n; i++)
        days[i] = g_test_rand_int_range (-5000, 5000) / 400 * SUSUN_WALL_DAY;
      for (guint i = 0; i < n; i++)
        {
          susun_event_count_add (forwards, days[i], i % 3 == 0);
          susun_event_count_add (backwards, days[n - 1 - i], FALSE);
        }
      susun_event_count_add_doubtful (forwards, SUSUN_EVENT_SUSPECT);
      susun_event_count_add_doubtful (backwards, SUSUN_EVENT_SUSPECT);
      susun_event_decide (forwards, 0.6, &one);
      susun_event_decide (backwards, 0.6, &other);
      assert_same (&one, &other);

      g_autoptr (GBytes) packed = susun_event_count_pack (forwards);
      gsize length;
      const guint8 *data = g_bytes_get_data (packed, &length);
      g_autoptr (SusunEventCount) back = susun_event_count_unpack (data, length);
      susun_event_decide (back, 0.6, &again);
      assert_same (&one, &again);
      const SusunEventDay *first = susun_event_count_get_days (forwards, &n_days);
      const SusunEventDay *second = susun_event_count_get_days (back, &n_again);
      g_assert_cmpmem (first, n_days * sizeof *first, second, n_again * sizeof *second);
      g_assert_cmpuint (susun_event_count_get_by_mtime (back), ==,
                        susun_event_count_get_by_mtime (forwards));
      g_assert_cmpuint (susun_event_count_get_doubtful (back, SUSUN_EVENT_SUSPECT), ==, 1);
      for (guint i = 1; i < n_days; i++)
        g_assert_cmpint (first[i - 1].day, <, first[i].day);
    }
}

/* A history changed by hand. */
static void
test_unpack_anything (void)
{
  guint8 bytes[64];

  for (guint round = 0; round < 2000; round++)
    {
      gsize length = (gsize) g_test_rand_int_range (0, sizeof bytes);
      SusunEventDate date;
      for (gsize i = 0; i < length; i++)
        bytes[i] = (guint8) g_test_rand_int ();
      g_autoptr (SusunEventCount) count = susun_event_count_unpack (bytes, length);
      susun_event_decide (count, 0.6, &date);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/event-date/decide", test_decide);
  g_test_add_func ("/plan/event-date/order-and-pack", test_order_and_pack);
  g_test_add_func ("/plan/event-date/unpack-anything", test_unpack_anything);
  return g_test_run ();
}
