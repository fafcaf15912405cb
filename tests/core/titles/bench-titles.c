// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* How many titles a second one core makes: processor time, so that other work does not count. */

#include "config.h"

#include <time.h>

#include "core/titles/susun-titles.h"
#include "tests/core/titles/title-rows.h"

#define ROUNDS 200
#define WANTED 100000

static double
get_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static double
measure (gboolean with_flags)
{
  g_autoptr (SusunTitles) titles = susun_titles_new (NULL, NULL);
  g_autoptr (GArray) rows = title_rows_all ();
  double start = get_seconds ();

  for (guint i = 0; i < ROUNDS; i++)
    for (guint j = 0; j < rows->len; j++)
      {
        SusunTitleFlags flags;
        g_free (susun_titles_format (titles, g_array_index (rows, TitleRow, j).input,
                                     with_flags ? &flags : NULL));
      }
  return ROUNDS * rows->len / (get_seconds () - start);
}

static void
test_speed (void)
{
  double titles = measure (FALSE), with_flags = measure (TRUE);

  g_test_message ("%.0f titles a second, %.0f with what was changed", titles, with_flags);
  g_assert_cmpfloat (titles, >=, WANTED);
  g_assert_cmpfloat (with_flags, >=, WANTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/titles/speed", test_speed);
  return g_test_run ();
}
