// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-title-words-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/titles/susun-malay-resources.h"
#include "core/titles/susun-title-text-private.h"

#define RESOURCE_PREFIX "/io/github/susun/Susun/malay/"

/* Words shorter than this are one letter away from too many others. */
#define MIN_NEAR_LETTERS 4

/* What one line of a table does. @fields: NULL-terminated. */
typedef void (*LineFunc) (SusunTitles *self, char **fields);

static const struct
{
  const char *name;
  SusunWordFlags flags;
} classes[] = {
  { "known", SUSUN_WORD_KNOWN },
  { "redup", SUSUN_WORD_TWICE | SUSUN_WORD_KNOWN | SUSUN_WORD_ORDINARY },
  { "hyphen", SUSUN_WORD_HYPHENED | SUSUN_WORD_KNOWN },
  { "hyphen-proper", SUSUN_WORD_HYPHENED_NAME | SUSUN_WORD_KNOWN },
  { "roman", SUSUN_WORD_ROMAN },
  { "honorific", SUSUN_WORD_HONORIFIC },
  { "honorific-or-letters", SUSUN_WORD_OR_LETTERS },
  { "place-short", SUSUN_WORD_PLACE_SHORT },
  { "school", SUSUN_WORD_SCHOOL },
  { "dotted", SUSUN_WORD_DOTTED },
  { "no-acronym", SUSUN_WORD_NO_ACRONYM },
  { "article", SUSUN_WORD_ARTICLE },
  { "article-before", SUSUN_WORD_BEFORE_ARTICLE },
  { "unit", SUSUN_WORD_UNIT },
  { "name-title", SUSUN_WORD_BEFORE_NAME },
  { "name-place", SUSUN_WORD_PLACE },
  { "name", SUSUN_WORD_NAME },
};

static SusunWord *
get_record (SusunTitles *self, GHashTable *table, const char *key)
{
  SusunWord *word = g_hash_table_lookup (table, key);

  if (word != NULL)
    return word;
  word = g_new0 (SusunWord, 1);
  g_ptr_array_add (self->records, word);
  g_hash_table_insert (table, g_string_chunk_insert_const (self->strings, key), word);
  return word;
}

static const char *
keep (SusunTitles *self, const char *text)
{
  return g_string_chunk_insert_const (self->strings, text);
}

static void
add_acronym (SusunTitles *self, char **fields)
{
  g_autofree char *lower = susun_title_lower (fields[0]);
  SusunWord *word = get_record (self, self->words, lower);

  word->canonical = keep (self, fields[0]);
  word->flags |= g_strcmp0 (fields[1], "C") == 0 ? SUSUN_WORD_ACRONYM_IN_CAPS : SUSUN_WORD_ACRONYM;
}

static void
add_particle (SusunTitles *self, char **fields)
{
  SusunWord *word = get_record (self, self->words, fields[0]);

  word->flags |= SUSUN_WORD_KNOWN;
  if (g_strcmp0 (fields[1], "1") != 0)
    return;
  word->flags |= SUSUN_WORD_PARTICLE;
  if (g_strcmp0 (fields[2], "nama") == 0)
    word->flags |= SUSUN_WORD_BETWEEN_NAMES;
  if (strchr (fields[0], '/') != NULL)
    word->flags |= SUSUN_WORD_PERSON;
}

/* The words that a correction leads to are known; those with a capital of their own are names. */
static void
add_right_words (SusunTitles *self, const char *right)
{
  g_auto (GStrv) parts = g_strsplit (right, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *lower = susun_title_lower (parts[i]);
      SusunWord *word = get_record (self, self->words, lower);
      word->flags |= SUSUN_WORD_KNOWN | SUSUN_WORD_ORDINARY;
      if (!g_str_equal (lower, parts[i]) && (word->flags & SUSUN_WORD_PLACE) == 0)
        word->flags |= SUSUN_WORD_NAME;
    }
}

static SusunTitleFlags
get_change (const char *type)
{
  if (g_str_equal (type, "singkatan"))
    return SUSUN_TITLE_EXPANDED;
  if (g_str_equal (type, "ejaan"))
    return SUSUN_TITLE_SPELLED;
  return SUSUN_TITLE_JOINED;
}

static void
set_correction (SusunTitles *self, const char *wrong, const char *right, SusunTitleFlags change)
{
  SusunWord *word
      = get_record (self, strchr (wrong, ' ') != NULL ? self->pairs : self->words, wrong);

  word->right = keep (self, right);
  word->change = change;
}

static void
add_correction (SusunTitles *self, char **fields)
{
  if (g_strv_length (fields) < 4)
    return;
  if (g_str_equal (fields[3], "1"))
    {
      set_correction (self, fields[0], fields[1], get_change (fields[2]));
      add_right_words (self, fields[1]);
    }
  /* A suggestion: "pd" may be "pada" and may be Port Dickson. */
  else if (strlen (fields[0]) <= 3)
    get_record (self, self->words, fields[0])->flags |= SUSUN_WORD_AMBIGUOUS;
}

static SusunWordFlags
get_class (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_str_equal (classes[i].name, name))
      return classes[i].flags;
  g_assert_not_reached ();
}

static void
add_rule (SusunTitles *self, char **fields)
{
  SusunWordFlags flags = get_class (fields[0]);
  g_auto (GStrv) words = g_strsplit (fields[1], " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *value = strchr (words[i], '=');
      if (value != NULL)
        *value++ = '\0';
      SusunWord *word = get_record (self, self->words, words[i]);
      word->flags |= flags;
      if (value != NULL)
        word->special = keep (self, value);
    }
}

static void
add_words (SusunTitles *self, char **fields)
{
  g_auto (GStrv) words = g_strsplit (fields[0], " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      get_record (self, self->words, words[i])->flags |= SUSUN_WORD_KNOWN | SUSUN_WORD_ORDINARY;
}

static void
load_table (SusunTitles *self, const char *name, LineFunc func)
{
  g_autofree char *path = g_strconcat (RESOURCE_PREFIX, name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (susun_malay_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = NULL;
  gsize length;

  /* Compiled into this library: it cannot be missing. */
  g_assert (bytes != NULL);
  const char *data = g_bytes_get_data (bytes, &length);
  text = g_strndup (data, length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);
      func (self, fields);
    }
}

/* --- the user's own words */

static gboolean
throw_own (GError **error, const char *path, guint line, const char *reason)
{
  g_autofree char *shown = g_filename_display_name (path);

  /* Translators: a path, the number of a line, and what is wrong with it */
  return susun_throw (error, SUSUN_ERROR_INVALID, _ ("Your own words in “%s”, line %u: %s"), shown,
                      line, reason);
}

static guint
count_words (const char *text)
{
  guint n = 1;

  for (const char *blank = strchr (text, ' '); blank != NULL; blank = strchr (blank + 1, ' '))
    n++;
  return n;
}

/* Between the words one blank, around them none. */
static char *
tidy (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \r", -1);
  GString *tidied = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (tidied, "%s%s", tidied->len > 0 ? " " : "", words[i]);
  return g_string_free (tidied, FALSE);
}

/* "kada" to "Lembaga KADA" would be done again to its own result. */
static gboolean
grows (const char *wrong, const char *right)
{
  g_autofree char *lower = susun_title_lower (right);
  g_autofree char *within = g_strconcat (" ", lower, " ", NULL);
  g_autofree char *word = g_strconcat (" ", wrong, " ", NULL);

  return strcmp (wrong, lower) != 0 && strstr (within, word) != NULL;
}

/* One word: always written so. Two columns: the left one is corrected to the right one. */
static gboolean
add_own_line (SusunTitles *self, const char *line, const char *path, guint number, GError **error)
{
  g_auto (GStrv) fields = NULL;
  g_autofree char *left = NULL, *lower = NULL, *right = NULL;

  if (*line == '\0')
    return TRUE;
  if (!g_utf8_validate (line, -1, NULL))
    return throw_own (error, path, number, _ ("it is not UTF-8"));
  fields = g_strsplit (line, strchr (line, '\t') != NULL ? "\t" : "=", 3);
  left = tidy (fields[0]);
  right = fields[1] != NULL ? tidy (fields[1]) : NULL;
  if (*left == '\0' && right == NULL)
    return TRUE;
  if (*left == '\0' || (right != NULL && *right == '\0'))
    return throw_own (error, path, number, _ ("a word is missing beside the tab"));
  lower = susun_title_lower (left);
  if (right == NULL)
    {
      if (strchr (left, ' ') != NULL)
        return throw_own (error, path, number, _ ("one word stands alone on its line"));
      SusunWord *word = get_record (self, self->words, lower);
      word->canonical = keep (self, left);
      word->flags |= SUSUN_WORD_OWN | SUSUN_WORD_KNOWN;
      word->right = NULL;
      return TRUE;
    }
  if (count_words (left) > 2)
    return throw_own (error, path, number, _ ("only one or two words can be corrected at a time"));
  if (grows (lower, right))
    return throw_own (error, path, number,
                      _ ("the right side holds the left one, so titles would grow for ever"));
  set_correction (self, lower, right, SUSUN_TITLE_OWN_WORD);
  return TRUE;
}

static gboolean
load_own_words (SusunTitles *self, const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, &failure))
    {
      g_autofree char *shown = g_filename_display_name (path);
      if (g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("Your own words in “%s” could not be read: %s"), shown, failure->message);
      return FALSE;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '#' && !add_own_line (self, lines[i], path, i + 1, error))
      return FALSE;
  return TRUE;
}

/* --- words that are nearly known */

/* FNV-1a; the letter at @skip is left out. */
static guint
hash_without (const gunichar *letters, glong n, glong skip)
{
  guint hash = 2166136261u;

  for (glong i = 0; i < n; i++)
    if (i != skip)
      hash = (hash ^ letters[i]) * 16777619u;
  return hash;
}

/* A word and those with one letter less, as hashes: two words that differ by one letter, more,
 * less, other or exchanged with its neighbour, share one of them. */
static void
add_near (SusunTitles *self, const char *lower)
{
  glong n;
  g_autofree gunichar *letters = g_utf8_to_ucs4_fast (lower, -1, &n);

  if (n < MIN_NEAR_LETTERS || strpbrk (lower, "-/'. ") != NULL)
    return;
  for (glong skip = -1; skip < n; skip++)
    g_hash_table_add (self->near, GUINT_TO_POINTER (hash_without (letters, n, skip)));
}

gboolean
susun_title_words_is_near (const SusunTitles *self, const char *lower)
{
  gunichar letters[32];
  glong n = 0;

  for (const char *p = lower; *p != '\0' && n < (glong) G_N_ELEMENTS (letters);
       p = g_utf8_next_char (p))
    letters[n++] = g_utf8_get_char (p);
  if (n < MIN_NEAR_LETTERS || n == (glong) G_N_ELEMENTS (letters))
    return FALSE;
  for (glong skip = -1; skip < n; skip++)
    if (g_hash_table_contains (self->near, GUINT_TO_POINTER (hash_without (letters, n, skip))))
      return TRUE;
  return FALSE;
}

gboolean
susun_title_words_load (SusunTitles *self, const char *own_words, GError **error)
{
  GHashTableIter iter;
  gpointer key, value;

  load_table (self, "rules.tsv", add_rule);
  load_table (self, "acronyms.txt", add_acronym);
  load_table (self, "particles.txt", add_particle);
  load_table (self, "corrections.tsv", add_correction);
  load_table (self, "words.txt", add_words);
  if (own_words != NULL && !load_own_words (self, own_words, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->words);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if ((((SusunWord *) value)->flags & SUSUN_WORD_KNOWN) != 0)
      add_near (self, key);
  return TRUE;
}
