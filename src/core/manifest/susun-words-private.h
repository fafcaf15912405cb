// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/*
 * Enumerations whose values stand as words in a CSV: a table of words by value; 0 stands for a word
 * that is not known.
 */

static inline const char *
susun_word (const char *const *words, guint n_words, guint value)
{
  return words[value < n_words ? value : 0];
}

static inline guint
susun_word_value (const char *const *words, guint n_words, const char *word)
{
  for (guint i = 1; i < n_words; i++)
    if (strcmp (words[i], word) == 0)
      return i;
  return 0;
}

#define SUSUN_WORD(words, value) susun_word (words, G_N_ELEMENTS (words), value)
#define SUSUN_WORD_VALUE(words, word) susun_word_value (words, G_N_ELEMENTS (words), word)

G_END_DECLS
