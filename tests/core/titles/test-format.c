// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/base/susun-error.h"
#include "core/titles/susun-titles.h"
#include "tests/core/titles/title-rows.h"

#define MIXES 5000

static SusunTitles *
make_titles (SusunTitleCase letter_case, const char *own_words)
{
  SusunTitleOptions options = { .letter_case = letter_case, .own_words = own_words };
  g_autoptr (GError) error = NULL;
  SusunTitles *titles = susun_titles_new (&options, &error);

  g_assert_no_error (error);
  return titles;
}

static void
assert_title (SusunTitles *titles, const char *input, const char *expected)
{
  g_autofree char *title = susun_titles_format (titles, input, NULL);

  g_assert_cmpstr (title, ==, expected);
}

static void
test_own_rows (void)
{
  g_autoptr (SusunTitles) titles = make_titles (SUSUN_TITLE_CASE_TITLE, NULL);

  for (guint i = 0; i < n_title_rows; i++)
    assert_title (titles, title_rows[i].input, title_rows[i].offline);
}

static void
test_shared_rows (void)
{
  g_autoptr (SusunTitles) titles = make_titles (SUSUN_TITLE_CASE_TITLE, NULL);
  g_autoptr (GArray) rows = title_rows_read_shared ();

  if (rows == NULL)
    {
      g_test_skip ("no titles_visible.tsv in SUSUN_SHARED");
      return;
    }
  g_assert_cmpuint (rows->len, >, 100);
  for (guint i = 0; i < rows->len; i++)
    {
      const TitleRow *row = &g_array_index (rows, TitleRow, i);
      assert_title (titles, row->input, row->offline);
    }
}

static void
test_cases (void)
{
  g_autoptr (SusunTitles) upper = make_titles (SUSUN_TITLE_CASE_UPPER, NULL);
  g_autoptr (SusunTitles) lower = make_titles (SUSUN_TITLE_CASE_LOWER, NULL);
  g_autoptr (SusunTitles) sentence = make_titles (SUSUN_TITLE_CASE_SENTENCE, NULL);
  SusunTitleCase letter_case = SUSUN_TITLE_CASE_UPPER;

  assert_title (upper, "kenduri dirumah mak di uitm", "KENDURI DI RUMAH MAK DI UITM");
  assert_title (lower, "KENDURI DIRUMAH MAK DI UITM", "kenduri di rumah mak di uitm");
  assert_title (sentence, "MJLS KAHWIN ABANG DI KOTA BHARU", "Majlis kahwin abang di Kota Bharu");
  assert_title (sentence, "Kursus Pengurusan KADA", "Kursus pengurusan KADA");
  assert_title (sentence, "rumah hj ahmad bin ali", "Rumah Hj. Ahmad bin Ali");
  assert_title (sentence, "kenduri: di rumah", "Kenduri: Di rumah");
  assert_title (upper, "café", "CAFÉ");

  for (guint i = 0; i < SUSUN_N_TITLE_CASES; i++)
    {
      g_assert_true (susun_title_case_from_nick (susun_title_case_nick (i), &letter_case));
      g_assert_cmpuint (letter_case, ==, i);
    }
  g_assert_false (susun_title_case_from_nick ("Title", &letter_case));
}

/* Words of all rows, put together anew. Returns: (transfer full) */
static char *
make_mix (GPtrArray *words)
{
  static const char *const blanks[] = { " ", " ", " ", " ", " ", "_", "-", ".", ", ", " - ", "  " };
  GString *mix = g_string_new (NULL);
  guint n = g_test_rand_int_range (1, 8);

  for (guint i = 0; i < n; i++)
    {
      const char *word = words->pdata[g_test_rand_int_range (0, words->len)];
      g_autofree char *sized = NULL;
      switch (g_test_rand_int_range (0, 4))
        {
        case 0:
          sized = g_utf8_strup (word, -1);
          break;
        case 1:
          sized = g_utf8_strdown (word, -1);
          break;
        default:
          sized = g_strdup (word);
          break;
        }
      if (i > 0)
        g_string_append (mix, blanks[g_test_rand_int_range (0, G_N_ELEMENTS (blanks))]);
      g_string_append (mix, sized);
    }
  return g_string_free (mix, FALSE);
}

static void
assert_settled (SusunTitles *titles, const char *input)
{
  SusunTitleFlags flags;
  g_autofree char *title = susun_titles_format (titles, input, &flags);
  g_autofree char *again = susun_titles_format (titles, title, &flags);
  g_autofree char *composed = g_utf8_normalize (title, -1, G_NORMALIZE_NFC);

  g_assert_cmpstr (again, ==, title);
  g_assert_cmpstr (composed, ==, title);
  g_assert_cmpuint (flags & SUSUN_TITLE_CHANGES, ==, 0);
}

static void
test_title_of_title (void)
{
  g_autoptr (GArray) rows = title_rows_all ();
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rows->len; i++)
    {
      g_auto (GStrv) parts = g_strsplit (g_array_index (rows, TitleRow, i).input, " ", -1);
      for (guint j = 0; parts[j] != NULL; j++)
        if (*parts[j] != '\0')
          g_ptr_array_add (words, g_strdup (parts[j]));
    }
  for (guint letter_case = 0; letter_case < SUSUN_N_TITLE_CASES; letter_case++)
    {
      g_autoptr (SusunTitles) titles = make_titles (letter_case, NULL);
      for (guint i = 0; i < rows->len; i++)
        assert_settled (titles, g_array_index (rows, TitleRow, i).input);
      for (guint i = 0; i < MIXES; i++)
        {
          g_autofree char *mix = make_mix (words);
          assert_settled (titles, mix);
        }
    }
}

/* Characters that are seen as nothing or as something else, or break what is made carelessly. */
static void
test_hostile (void)
{
  static const gunichar odd[]
      = { 'a',    'Z',    ' ',    '_',     '.',     '-',      '/',    '\'',   '2',
          '\n',   0x7f,   0x85,   0xa0,    0xad,    0x130,    0x131,  0x1c5,  0x1f0,
          0x301,  0x30c,  0x345,  0x3a3,   0x3c2,   0x61c,    0x200b, 0x200d, 0x200e,
          0x2028, 0x202e, 0x2066, 0x2126,  0x212a,  0xfeff,   0xfe0f, 0xfb01, 0xfffd,
          0xdf,   0x587,  0x1e9e, 0x1f600, 0xe0041, 0x10ffff, 0x2019 };

  for (guint letter_case = 0; letter_case < SUSUN_N_TITLE_CASES; letter_case++)
    {
      g_autoptr (SusunTitles) titles = make_titles (letter_case, NULL);
      for (guint i = 0; i < MIXES; i++)
        {
          g_autoptr (GString) name = g_string_new (NULL);
          while (name->len < 250 && g_test_rand_int_range (0, 12) != 0)
            g_string_append_unichar (name, odd[g_test_rand_int_range (0, G_N_ELEMENTS (odd))]);
          assert_settled (titles, name->str);
          /* Cut anywhere, it is no UTF-8 any more. */
          g_string_truncate (name, name->len / 2);
          assert_settled (titles, name->str);
        }
    }
}

static void
test_not_utf8 (void)
{
  g_autoptr (SusunTitles) titles = make_titles (SUSUN_TITLE_CASE_TITLE, NULL);
  SusunTitleFlags flags;
  g_autofree char *title = susun_titles_format (titles, "majlis caf\xe9 raya", &flags);

  g_assert_cmpstr (title, ==, "Majlis Caf\xef\xbf\xbd Raya");
  g_assert_true ((flags & SUSUN_TITLE_NOT_UTF8) != 0);
}

/* The longest name there is, and words that are longer than any table's. */
static void
test_long (void)
{
  g_autoptr (SusunTitles) titles = make_titles (SUSUN_TITLE_CASE_TITLE, NULL);
  g_autofree char *word = g_strnfill (255, 'a');
  g_autofree char *expected = g_strconcat ("A", word + 1, NULL);
  g_autofree char *particles = g_strnfill (100000, ' ');

  assert_title (titles, word, expected);
  for (guint i = 0; i + 3 < 100000; i += 3)
    memcpy (particles + i, "di", 2);
  assert_settled (titles, particles);
}

static void
test_flags (void)
{
  static const struct
  {
    const char *input;
    SusunTitleFlags flags;
  } rows[] = {
    { "Hari Keluarga", 0 },
    { "hari keluarga", SUSUN_TITLE_CASED },
    { "Hari_Keluarga", SUSUN_TITLE_SPACED },
    { "Majlis Anugrah", SUSUN_TITLE_SPELLED | SUSUN_TITLE_CASED },
    { "Rumah Kg Laut", SUSUN_TITLE_EXPANDED | SUSUN_TITLE_CASED },
    { "Kanak2 Tadika", SUSUN_TITLE_JOINED | SUSUN_TITLE_CASED },
    { "Mjls Ptunangan", SUSUN_TITLE_EXPANDED | SUSUN_TITLE_CASED | SUSUN_TITLE_UNCERTAIN },
    { "Pd 2019", SUSUN_TITLE_UNCERTAIN },
    { "Tajuk Tahun6", SUSUN_TITLE_UNCERTAIN },
    { "Rumah Hj. Omar", 0 },
  };
  g_autoptr (SusunTitles) titles = make_titles (SUSUN_TITLE_CASE_TITLE, NULL);
  g_autofree char *text = susun_title_flags_to_text (SUSUN_TITLE_CASED | SUSUN_TITLE_EXPANDED
                                                     | SUSUN_TITLE_UNCERTAIN);
  g_autofree char *nothing = susun_title_flags_to_text (0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SusunTitleFlags flags;
      g_autofree char *title = susun_titles_format (titles, rows[i].input, &flags);
      g_autofree char *told = susun_title_flags_to_text (flags);
      g_autofree char *expected = susun_title_flags_to_text (rows[i].flags);
      g_test_message ("%s: %s", rows[i].input, title);
      g_assert_cmpstr (told, ==, expected);
    }
  g_assert_cmpstr (text, ==, "case,short-form,uncertain");
  g_assert_cmpstr (nothing, ==, "");
}

/* What is sent to an AI only when it may help. */
static void
test_doubt (void)
{
  g_autoptr (SusunTitles) titles = make_titles (SUSUN_TITLE_CASE_TITLE, NULL);
  g_autoptr (GArray) rows = title_rows_all ();
  guint wanting = 0, asked = 0, certain = 0, needless = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const TitleRow *row = &g_array_index (rows, TitleRow, i);
      SusunTitleFlags flags;
      g_autofree char *title G_GNUC_UNUSED = susun_titles_format (titles, row->input, &flags);
      gboolean doubt = (flags & SUSUN_TITLE_UNCERTAIN) != 0;
      if (row->answer != NULL)
        {
          wanting++;
          asked += doubt;
        }
      else
        {
          certain++;
          needless += doubt;
        }
    }
  g_test_message ("%u of %u that want an AI are uncertain, %u of %u others", asked, wanting,
                  needless, certain);
  g_assert_cmpuint (asked * 100, >=, wanting * 80);
  g_assert_cmpuint (needless * 100, <=, certain * 12);
}

typedef struct
{
  char *folder;
  char *path;
} OwnFile;

static void
set_up_own (OwnFile *own, gconstpointer data)
{
  own->folder = g_dir_make_tmp ("susun-titles-XXXXXX", NULL);
  own->path = g_build_filename (own->folder, "words.txt", NULL);
}

static void
tear_down_own (OwnFile *own, gconstpointer data)
{
  g_remove (own->path);
  g_rmdir (own->folder);
  g_free (own->path);
  g_free (own->folder);
}

static void
write_own (OwnFile *own, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (own->path, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_own_words (OwnFile *own, gconstpointer data)
{
  g_autoptr (SusunTitles) missing = make_titles (SUSUN_TITLE_CASE_TITLE, own->path);
  assert_title (missing, "murtabak jpbd", "Martabak Jpbd");

  write_own (own, "# mine\n\nJPBD\nsambilan\nEkoPelancongan\nmurtabak\tmurtabak\nkpg = Kampung "
                  "Lama\r\nhari  raja\tHari Keputeraan\nkg\tKg.\n");
  g_autoptr (SusunTitles) titles = make_titles (SUSUN_TITLE_CASE_TITLE, own->path);
  assert_title (titles, "murtabak jpbd", "Murtabak JPBD");
  assert_title (titles, "kerja SAMBILAN di kpg", "Kerja sambilan di Kampung Lama");
  assert_title (titles, "sambilan", "Sambilan");
  assert_title (titles, "EKOPELANCONGAN", "EkoPelancongan");
  assert_title (titles, "hari raja di kg laut", "Hari Keputeraan di Kg. Laut");
}

static void
test_own_words_wrong (OwnFile *own, gconstpointer data)
{
  static const char *const wrong[]
      = { "good\ntwo words\n",      "a\t\n",     "\tb\n",
          "satu dua tiga\tempat\n", "caf\xe9\n", "kada\tLembaga KADA\n" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      SusunTitleOptions options = { .own_words = own->path };
      g_autoptr (GError) error = NULL;
      write_own (own, wrong[i]);
      g_assert_null (susun_titles_new (&options, &error));
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, i == 0 ? "2" : "1"));
    }
}

/* What a new file begins with changes nothing. */
static void
test_template (OwnFile *own, gconstpointer data)
{
  g_autofree char *text = susun_title_words_template ();
  g_autofree char *path = susun_title_words_path ();

  write_own (own, text);
  g_autoptr (SusunTitles) titles = make_titles (SUSUN_TITLE_CASE_TITLE, own->path);
  assert_title (titles, "prog murtabak jpbd", "Program Martabak Jpbd");
  g_assert_true (g_str_has_suffix (path, "/susun/words.txt"));
}

static gpointer
format_in_thread (gpointer data)
{
  for (guint i = 0; i < 20; i++)
    for (guint row = 0; row < n_title_rows; row++)
      assert_title (data, title_rows[row].input, title_rows[row].offline);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (SusunTitles) titles = make_titles (SUSUN_TITLE_CASE_TITLE, NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("titles", format_in_thread, titles);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/titles/own-rows", test_own_rows);
  g_test_add_func ("/titles/shared-rows", test_shared_rows);
  g_test_add_func ("/titles/cases", test_cases);
  g_test_add_func ("/titles/title-of-title", test_title_of_title);
  g_test_add_func ("/titles/hostile", test_hostile);
  g_test_add_func ("/titles/not-utf8", test_not_utf8);
  g_test_add_func ("/titles/long", test_long);
  g_test_add_func ("/titles/flags", test_flags);
  g_test_add_func ("/titles/doubt", test_doubt);
  g_test_add ("/titles/own-words", OwnFile, NULL, set_up_own, test_own_words, tear_down_own);
  g_test_add ("/titles/own-words-wrong", OwnFile, NULL, set_up_own, test_own_words_wrong,
              tear_down_own);
  g_test_add ("/titles/template", OwnFile, NULL, set_up_own, test_template, tear_down_own);
  g_test_add_func ("/titles/threads", test_threads);
  return g_test_run ();
}
