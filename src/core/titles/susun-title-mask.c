// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-title-mask.h"

#include <string.h>

#include "core/titles/susun-title-text-private.h"
#include "core/titles/susun-title-words-private.h"

/* What may stand between the words of a folder's name. */
#define BETWEEN " _,;&+()[]-"

/* How many words a name has on one side of its mark. */
#define MOST_WORDS 4

typedef struct
{
  const char *start;
  gsize length;
  SusunWordFlags flags;
  gboolean capital; /* its first letter */
  gboolean plain;   /* letters, and no digit: it may be a name */
  gboolean hidden;
} Word;

static void
add_word (const SusunTitles *self, GArray *words, const char *start, gsize length)
{
  g_autofree char *text = g_strndup (start, length);
  g_autofree char *lower = susun_title_lower (text);
  gsize end = strlen (lower);
  Word word = { .start = start, .length = length };

  word.flags = susun_word_flags (susun_title_word (self, lower));
  if (end > 0 && lower[end - 1] == '.')
    {
      lower[end - 1] = '\0';
      word.flags |= susun_word_flags (susun_title_word (self, lower));
    }
  word.capital = g_unichar_isupper (g_utf8_get_char (text));
  word.plain = susun_title_has_letter (text) && !susun_title_has_digit (text);
  g_array_append_val (words, word);
}

static GArray *
split (const SusunTitles *self, const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));

  while (*text != '\0')
    {
      gsize length;
      text += strspn (text, BETWEEN);
      length = strcspn (text, BETWEEN);
      if (length > 0)
        add_word (self, words, text, length);
      text += length;
    }
  return words;
}

static gboolean
joins_names (const Word *word)
{
  return (word->flags & SUSUN_WORD_BETWEEN_NAMES) != 0;
}

static gboolean
announces_name (const Word *word)
{
  return (word->flags & (SUSUN_WORD_BETWEEN_NAMES | SUSUN_WORD_BEFORE_NAME | SUSUN_WORD_HONORIFIC))
         != 0;
}

/* @mixed: do capitals tell anything here? The word at a mark is a name whatever it looks like. */
static gboolean
looks_like_name (const Word *word, gboolean first, gboolean mixed)
{
  if (!word->plain || announces_name (word) || (word->flags & SUSUN_WORD_PARTICLE) != 0)
    return FALSE;
  if (first)
    return TRUE;
  return (word->flags & (SUSUN_WORD_KNOWN | SUSUN_WORD_PLACE | SUSUN_WORD_ACRONYM)) == 0
         && (!mixed || word->capital);
}

/* From a mark in one direction, as far as there are names. */
static void
hide_beside (GArray *words, guint mark, int step, gboolean mixed)
{
  for (guint n = 0; n < MOST_WORDS; n++)
    {
      gint64 at = (gint64) mark + step * ((gint64) n + 1);
      if (at < 0 || at >= words->len)
        return;
      Word *word = &g_array_index (words, Word, at);
      if (!looks_like_name (word, n == 0, mixed))
        return;
      word->hidden = TRUE;
    }
}

/* Do only blanks stand between two words? */
static gboolean
stands_beside (const Word *word, const Word *next)
{
  const char *end = word->start + word->length;

  return strspn (end, " _") == (gsize) (next->start - end);
}

/* Names with their neighbours as one. */
static char *
put_marks (const char *text, GArray *words, GPtrArray *names)
{
  GString *masked = g_string_new (NULL);
  const char *rest = text;

  for (guint i = 0; i < words->len; i++)
    {
      const Word *first = &g_array_index (words, Word, i);
      const Word *last = first;
      if (!first->hidden)
        continue;
      while (i + 1 < words->len && last[1].hidden && stands_beside (last, last + 1))
        {
          last++;
          i++;
        }
      const char *end = last->start + last->length;
      g_string_append_len (masked, rest, first->start - rest);
      g_ptr_array_add (names, g_strndup (first->start, end - first->start));
      g_string_append_printf (masked, "⟦N%u⟧", names->len);
      rest = end;
    }
  g_string_append (masked, rest);
  return g_string_free (masked, FALSE);
}

char *
susun_titles_mask (const SusunTitles *self, const char *text, GPtrArray *names)
{
  g_autoptr (GArray) words = split (self, text);
  gboolean mixed = susun_title_has_upper (text) && susun_title_has_lower (text);

  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = &g_array_index (words, Word, i);
      if (announces_name (word))
        hide_beside (words, i, 1, mixed);
      if (joins_names (word))
        hide_beside (words, i, -1, mixed);
    }
  return put_marks (text, words, names);
}

char *
susun_titles_unmask (const char *text, const GPtrArray *names)
{
  GString *whole = g_string_new (text);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *mark = g_strdup_printf ("⟦N%u⟧", i + 1);
      g_string_replace (whole, mark, names->pdata[i], 0);
    }
  return g_string_free (whole, FALSE);
}
