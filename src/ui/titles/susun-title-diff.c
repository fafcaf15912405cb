// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/titles/susun-title-diff.h"

#include <string.h>

/* A name has at most 255 bytes: so many words at most, with the signs between them. */
#define MAX_WORDS 128

typedef struct
{
  guint start; /* bytes in the name */
  guint end;
  char *key;      /* without case */
  gboolean kept;  /* it stands in the other name, too */
  gboolean other; /* in other letters */
} Word;

static gboolean
is_gap (gunichar sign)
{
  return g_unichar_isspace (sign) || sign == '_';
}

/* The same for a word in other letters, and however its accents are written. */
static char *
make_key (const char *word, gssize length)
{
  g_autofree char *folded = g_utf8_casefold (word, length);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);
}

static guint
split (const char *name, Word *words)
{
  const char *p = name;
  guint n = 0;

  while (*p != '\0' && n < MAX_WORDS)
    {
      while (*p != '\0' && is_gap (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      const char *start = p;
      while (*p != '\0' && !is_gap (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      if (p == start)
        break;
      words[n++] = (Word){
        .start = (guint) (start - name),
        .end = (guint) (p - name),
        .key = make_key (start, p - start),
      };
    }
  return n;
}

/* The longest sequence of words that both have. */
static void
match (const char *old_name, Word *old_words, guint n_old, const char *new_name, Word *new_words,
       guint n_new)
{
  guint8 longest[MAX_WORDS + 1][MAX_WORDS + 1] = { 0 };
  guint i, j;

  for (i = n_old; i-- > 0;)
    for (j = n_new; j-- > 0;)
      longest[i][j] = g_str_equal (old_words[i].key, new_words[j].key)
                          ? longest[i + 1][j + 1] + 1
                          : MAX (longest[i + 1][j], longest[i][j + 1]);
  for (i = 0, j = 0; i < n_old && j < n_new;)
    if (g_str_equal (old_words[i].key, new_words[j].key))
      {
        guint length = old_words[i].end - old_words[i].start;
        old_words[i].kept = new_words[j].kept = TRUE;
        new_words[j].other
            = length != new_words[j].end - new_words[j].start
              || strncmp (old_name + old_words[i].start, new_name + new_words[j].start, length)
                     != 0;
        i++, j++;
      }
    else if (longest[i + 1][j] >= longest[i][j + 1])
      i++;
    else
      j++;
}

/* @attribute: (transfer full) */
static void
mark (PangoAttrList *marks, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (marks, attribute);
}

static void
clear (Word *words, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free (words[i].key);
}

void
susun_title_diff (const char *old_name, const char *new_name, gsize skipped,
                  PangoAttrList **old_marks, PangoAttrList **new_marks)
{
  Word old_words[MAX_WORDS];
  Word new_words[MAX_WORDS];
  guint n_old = split (old_name, old_words);
  guint n_new = split (new_name, new_words);

  *old_marks = pango_attr_list_new ();
  *new_marks = pango_attr_list_new ();
  match (old_name, old_words, n_old, new_name, new_words, n_new);
  for (guint i = 0; i < n_old; i++)
    if (!old_words[i].kept)
      mark (*old_marks, pango_attr_strikethrough_new (TRUE), old_words[i].start, old_words[i].end);
  for (guint i = 0; i < n_new; i++)
    {
      const Word *word = &new_words[i];
      if (word->start < skipped)
        continue;
      guint start = word->start - (guint) skipped;
      guint end = word->end - (guint) skipped;
      if (!word->kept)
        mark (*new_marks, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
      if (!word->kept || word->other)
        mark (*new_marks, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE), start, end);
    }
  clear (old_words, n_old);
  clear (new_words, n_new);
}
