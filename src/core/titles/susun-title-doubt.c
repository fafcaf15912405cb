// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-title-pass-private.h"

#include <string.h>

#include "core/titles/susun-title-text-private.h"

/* Pairs of consonants that a Malay or English word may begin with. */
static const char *const beginnings[]
    = { "bl", "br", "ch", "cl", "cr", "dh", "dr", "dw", "dz", "fl", "fr", "gh",
        "gl", "gr", "kh", "kl", "kn", "kr", "mc", "ng", "ny", "ph", "pl", "pr",
        "ps", "qu", "rh", "sc", "sf", "sh", "sk", "sl", "sm", "sn", "sp", "sq",
        "sr", "st", "sv", "sw", "sy", "th", "tr", "ts", "tw", "wh", "wr", "zh" };

/* What the tables know of a word is not in doubt. */
#define SURE                                                                                       \
  (SUSUN_WORD_KNOWN | SUSUN_WORD_PARTICLE | SUSUN_WORD_ACRONYM | SUSUN_WORD_OWN | SUSUN_WORD_ROMAN \
   | SUSUN_WORD_BEFORE_NAME | SUSUN_WORD_NAME | SUSUN_WORD_PLACE | SUSUN_WORD_HYPHENED             \
   | SUSUN_WORD_HYPHENED_NAME | SUSUN_WORD_BEFORE_ARTICLE)

static gboolean
is_consonant (char c)
{
  return g_ascii_islower (c) && strchr ("aeiouy", c) == NULL;
}

static gboolean
begins_strangely (const char *lower)
{
  if (!is_consonant (lower[0]) || !is_consonant (lower[1]))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (strncmp (lower, beginnings[i], 2) == 0)
      return FALSE;
  return TRUE;
}

/* "bru": three letters that are an ordinary word but for a vowel. */
static gboolean
lacks_a_vowel (const SusunTitles *titles, const char *lower)
{
  char word[5] = { 0 };

  if (strlen (lower) != 3)
    return FALSE;
  for (guint place = 1; place < 3; place++)
    for (const char *vowel = "aeiou"; *vowel != '\0'; vowel++)
      {
        memcpy (word, lower, place);
        word[place] = *vowel;
        memcpy (word + place + 1, lower + place, 3 - place);
        if ((susun_word_flags (susun_title_word (titles, word)) & SUSUN_WORD_KNOWN) != 0)
          return TRUE;
      }
  return FALSE;
}

/* "hari2", "tahun6": a word and a digit. */
static gboolean
is_word_with_digit (const char *core)
{
  gsize length = susun_title_letters_length (core);

  return length >= 4 && g_ascii_isdigit (core[length]) && core[length + 1] == '\0'
         && susun_title_has_lower (core);
}

/* Letters that the formatter took for an acronym. */
static gboolean
is_acronym (const char *core)
{
  return susun_title_is_upper (core) && core[1] != '\0';
}

static gboolean
is_year (const SusunToken *token)
{
  return token != NULL && strlen (token->core) == 4 && strspn (token->core, "0123456789") == 4;
}

static gboolean
is_token_doubtful (const SusunTitles *titles, const SusunToken *token, const SusunToken *previous)
{
  SusunWordFlags flags = susun_word_flags (token->word);

  if (!susun_title_has_letter (token->core))
    return FALSE;
  /* "2018 kg" are rarely kilograms. */
  if (strcmp (token->core, "kg") == 0)
    return is_year (previous);
  /* With its full stop, "Dr.", it was decided. */
  if ((flags & SUSUN_WORD_AMBIGUOUS) != 0)
    return token->tail_length == 0 || *token->tail != '.';
  if ((flags & SURE) != 0 || is_acronym (token->core))
    return FALSE;
  if (susun_title_has_digit (token->core))
    return is_word_with_digit (token->core);
  if (strpbrk (token->core, "-/'.") != NULL)
    return FALSE;
  gsize length = strlen (token->lower);
  if (length >= 2 && !susun_title_has_vowel (token->lower, length)
      && susun_title_is_ascii (token->lower))
    return token->tail_length == 0 || *token->tail != '.';
  return begins_strangely (token->lower) || lacks_a_vowel (titles, token->lower)
         || susun_title_words_is_near (titles, token->lower);
}

gboolean
susun_title_is_doubtful (const SusunTitles *titles, const char *title)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (SusunToken));
  g_autoptr (GStringChunk) strings = g_string_chunk_new (1024);
  SusunTitleFlags flags = 0;
  SusunPass pass = { .titles = titles, .strings = strings, .flags = &flags };

  susun_pass_cut (&pass, title, tokens);
  for (guint i = 0; i < tokens->len; i++)
    {
      const SusunToken *token = &g_array_index (tokens, SusunToken, i);
      if (is_token_doubtful (titles, token, i > 0 ? token - 1 : NULL))
        return TRUE;
    }
  return FALSE;
}
