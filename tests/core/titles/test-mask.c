// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-title-mask.h"
#include "tests/core/titles/title-rows.h"

static void
test_names_are_hidden (void)
{
  /* What is sent, and what the marks stand for, with "|" between. */
  static const struct
  {
    const char *text;
    const char *masked;
    const char *names;
  } rows[] = {
    { "Kahwin Ahmad bin Ali", "Kahwin ⟦N1⟧ bin ⟦N2⟧", "Ahmad|Ali" },
    { "kahwin ahmad bin ali", "kahwin ⟦N1⟧ bin ⟦N2⟧", "ahmad|ali" },
    { "KENDURI SITI AMINAH BINTI HJ. OSMAN", "KENDURI ⟦N1⟧ BINTI HJ. ⟦N2⟧", "SITI AMINAH|OSMAN" },
    { "Majlis Persaraan Dato' Rashidah 2019", "Majlis Persaraan Dato' ⟦N1⟧ 2019", "Rashidah" },
    { "Lawatan Tan Sri Zulkifli & Puan Sri Rohaya", "Lawatan Tan Sri ⟦N1⟧ & Puan Sri ⟦N2⟧",
      "Zulkifli|Rohaya" },
    { "Rumah_Cik_Norlaila_Kampung_Baru", "Rumah_Cik_⟦N1⟧_Kampung_Baru", "Norlaila" },
    { "Jasa Prof. Xayvion di KADA", "Jasa Prof. ⟦N1⟧ di KADA", "Xayvion" },
    { "Sambutan Raya Pejabat KADA", "Sambutan Raya Pejabat KADA", "" },
    { "Mesyuarat Encik 2", "Mesyuarat Encik 2", "" },
    { "", "", "" },
  };
  g_autoptr (SusunTitles) titles = susun_titles_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *masked = susun_titles_mask (titles, rows[i].text, names);
      g_autofree char *back = susun_titles_unmask (masked, names);
      g_assert_cmpstr (masked, ==, rows[i].masked);
      g_assert_cmpstr (back, ==, rows[i].text);
      g_ptr_array_add (names, NULL);
      g_autofree char *joined = g_strjoinv ("|", (char **) names->pdata);
      g_assert_cmpstr (joined, ==, rows[i].names);
    }
}

/* What an answer does to a mark is seen by the check, which holds it against the whole text. */
static void
test_a_mark_that_is_not_ours_stays (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (names, g_strdup ("Ali"));
  g_autofree char *whole = susun_titles_unmask ("Rumah ⟦N1⟧ ⟦N2⟧ ⟦n1⟧", names);
  g_assert_cmpstr (whole, ==, "Rumah Ali ⟦N2⟧ ⟦n1⟧");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/titles/mask/names-are-hidden", test_names_are_hidden);
  g_test_add_func ("/titles/mask/a-mark-that-is-not-ours-stays",
                   test_a_mark_that_is_not_ours_stays);
  return g_test_run ();
}
