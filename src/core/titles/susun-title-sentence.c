// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-title-pass-private.h"

#include <string.h>

#include "core/titles/susun-title-text-private.h"

/* "UiTM", "C-2", "Al-Hidayah": more than its first letter is large. */
static gboolean
has_more_capitals (const char *core)
{
  return *core != '\0' && susun_title_has_upper (g_utf8_next_char (core));
}

/* A word that only its place in a title made large. @in_name: does a name go on here? */
static gboolean
is_ordinary (const SusunToken *token, gboolean in_name)
{
  SusunWordFlags flags = susun_word_flags (token->word);

  if (has_more_capitals (token->core) || susun_title_has_digit (token->core)
      || (flags & (SUSUN_WORD_OWN | SUSUN_WORD_NAME | SUSUN_WORD_BEFORE_NAME)) != 0
      || (flags & SUSUN_WORD_ACRONYM) != 0)
    return FALSE;
  /* Hj., Sdn. */
  if (token->tail_length > 0 && *token->tail == '.' && strlen (token->core) <= 4)
    return FALSE;
  return !in_name || (flags & SUSUN_WORD_KNOWN) != 0;
}

/* Does a name follow on this word, or go on with it? */
static gboolean
leads_to_name (const SusunToken *token, gboolean in_name)
{
  SusunWordFlags flags = susun_word_flags (token->word);

  if ((flags & (SUSUN_WORD_BEFORE_NAME | SUSUN_WORD_PLACE)) != 0)
    return TRUE;
  if (token->tail_length > 0)
    return *token->tail == '.' && (flags & SUSUN_WORD_HONORIFIC) != 0;
  return in_name && (flags & (SUSUN_WORD_KNOWN | SUSUN_WORD_PARTICLE)) == 0;
}

/* Is a place named here: "Kampung Laut", and not "kampung kita"? @next: (nullable) */
static gboolean
is_place_with_name (const SusunToken *token, const SusunToken *next)
{
  return (susun_word_flags (token->word) & SUSUN_WORD_PLACE) != 0 && token->tail_length == 0
         && next != NULL && next->lead_length == 0
         && g_unichar_isupper (g_utf8_get_char (next->core)) && !is_ordinary (next, TRUE);
}

char *
susun_title_to_sentence (const SusunTitles *titles, const char *title)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (SusunToken));
  g_autoptr (GStringChunk) strings = g_string_chunk_new (1024);
  SusunTitleFlags flags = 0;
  SusunPass pass = { .titles = titles, .strings = strings, .flags = &flags };
  GString *sentence = g_string_sized_new (strlen (title) + 1);
  gboolean start = TRUE, in_name = FALSE;

  susun_pass_cut (&pass, title, tokens);
  for (guint i = 0; i < tokens->len; i++)
    {
      const SusunToken *token = &g_array_index (tokens, SusunToken, i);
      const SusunToken *next = i + 1 < tokens->len ? token + 1 : NULL;
      gboolean is_word = susun_title_has_letter (token->core);

      if (i > 0)
        g_string_append_c (sentence, ' ');
      g_string_append_len (sentence, token->lead, token->lead_length);
      if (start || !is_word || !is_ordinary (token, in_name) || is_place_with_name (token, next))
        g_string_append (sentence, token->core);
      else
        g_string_append (sentence, token->lower);
      g_string_append_len (sentence, token->tail, token->tail_length);

      in_name = is_word && leads_to_name (token, in_name);
      start = susun_token_ends_sentence (token) || (start && !is_word);
    }
  return g_string_free (sentence, FALSE);
}
