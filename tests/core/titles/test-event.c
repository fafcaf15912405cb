// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-titles.h"
#include "tests/core/titles/title-rows.h"

static void
test_event_part (void)
{
  static const struct
  {
    const char *name;
    const char *event;
  } rows[] = {
    { "2019-03-14 - kursus", "kursus" },
    { "20190314_kursus", "kursus" },
    { "14032019 kursus", "kursus" },
    { "12.5.2019 kenduri adik", "kenduri adik" },
    { "31/12/19 tahun baru", "tahun baru" },
    { "2019-03 kursus", "kursus" },
    { "14 Mac 2019 kursus", "kursus" },
    { "14-16 Mac 2019 Kem Bina", "Kem Bina" },
    { "14mac2019 kem", "kem" },
    { "(2019-03-14) raya", "raya" },
    { "[14.3.2019] raya", "raya" },
    { "20190314_153000 kursus", "kursus" },
    { "2019-03-14 15.30.00 kursus", "kursus" },
    { "2019-03-14-16 kursus", "kursus" },
    { "2019-03-14 - 2019-03-16 kursus", "kursus" },
    { "2019-03-14-hari-keluarga-kada", "hari-keluarga-kada" },
    { "kursus 2019-03-14", "kursus" },
    { "kursus_20190314", "kursus" },
    { "kursus (14 Mac 2019)", "kursus" },
    { "01 - Kenduri", "Kenduri" },
    { "02_raya", "raya" },
    { "1. Raya", "Raya" },
    { "- raya -", "raya" },
    { "2019-03-14", "" },
    { "...", "" },
    { "", "" },
    /* These are no dates, or part of what happened. */
    { "Raya 2019", "Raya 2019" },
    { "2019 di pantai", "2019 di pantai" },
    { "10 tahun persahabatan", "10 tahun persahabatan" },
    { "3-2 menang", "3-2 menang" },
    { "2019-13-40 kursus", "2019-13-40 kursus" },
    { "99999999 kursus", "99999999 kursus" },
    { "201903145 kursus", "201903145 kursus" },
    { "60an", "60an" },
    { "1 Malaysia", "1 Malaysia" },
    { "(KADA) hari", "(KADA) hari" },
    { "majlis!", "majlis!" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *event = susun_title_event_part (rows[i].name);
      g_autofree char *again = susun_title_event_part (event);
      g_assert_cmpstr (event, ==, rows[i].event);
      g_assert_cmpstr (again, ==, rows[i].event);
    }
}

static void
test_event_in_year (void)
{
  static const struct
  {
    const char *name;
    const char *event;
  } rows[] = {
    { "KURSUS PENGURUSAN KADA 2019_final", "KURSUS PENGURUSAN KADA" },
    { "KURSUS PENGURUSAN KADA 2018_final", "KURSUS PENGURUSAN KADA 2018" },
    { "2019-03-14 kursus kada_v2", "kursus kada" },
    { "raya kampung_Final2", "raya kampung" },
    { "Raya 2019", "Raya 2019" },
    { "Perlawanan Final", "Perlawanan Final" },
    { "perlawanan_final", "perlawanan final" },
    { "hari keluarga_v", "hari keluarga v" },
    { "hari keluarga_finalis", "hari keluarga finalis" },
    { "2019_final", "2019 final" },
    { "_final x", "final x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *event = susun_title_event_in_year (rows[i].name, 2019);
      g_assert_cmpstr (event, ==, rows[i].event);
    }
}

/* Whatever bytes a name has. */
static void
test_any_bytes (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      char name[64] = { 0 };
      guint n = g_test_rand_int_range (0, sizeof name);
      for (guint j = 0; j < n; j++)
        name[j] = g_test_rand_bit () ? "0123456789-./ ()[]_"[g_test_rand_int_range (0, 19)]
                                     : (char) g_test_rand_int_range (1, 256);
      g_autofree char *event = susun_title_event_part (name);
      g_autofree char *in_year = susun_title_event_in_year (name, 2019);
      g_assert_true (g_utf8_validate (event, -1, NULL));
      g_assert_true (g_utf8_validate (in_year, -1, NULL));
      susun_title_is_empty_talk (event);
    }
}

static void
test_empty_talk (void)
{
  static const char *const empty[]
      = { "",         "New Folder",  "New Folder (3)", "DCIM",
          "100CANON", "101_PANA",    "Untitled",       "Folder Baru (2)",
          "20190314", "tanpa tajuk", "photos - copy" };
  static const char *const telling[]
      = { "Raya", "Folder raya", "新年", "🎉", "kem 2019", "100 tahun" };

  for (guint i = 0; i < G_N_ELEMENTS (empty); i++)
    g_assert_true (susun_title_is_empty_talk (empty[i]));
  for (guint i = 0; i < G_N_ELEMENTS (telling); i++)
    g_assert_false (susun_title_is_empty_talk (telling[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/titles/event-part", test_event_part);
  g_test_add_func ("/titles/event-in-year", test_event_in_year);
  g_test_add_func ("/titles/event-any-bytes", test_any_bytes);
  g_test_add_func ("/titles/empty-talk", test_empty_talk);
  return g_test_run ();
}
