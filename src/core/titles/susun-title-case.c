// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-title-pass-private.h"

#include <string.h>

#include "core/titles/susun-title-text-private.h"

/* Capitals of more letters than this are a word that was written large, not an acronym. */
#define MAX_ACRONYM 6

/* A word that is at least so long is not an article's. */
#define MIN_ARTICLE_WORD 3

/* Where a token stands. */
typedef struct
{
  gboolean start;            /* a capital is due whatever the word */
  const SusunWord *previous; /* (nullable): the last word before it */
} Place;

static glong
count_letters (const char *text)
{
  glong n = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    n += g_unichar_isalnum (g_utf8_get_char (text));
  return n;
}

static gboolean
has_capital_inside (const char *text)
{
  return *text != '\0' && susun_title_has_upper (g_utf8_next_char (text));
}

/* "GoPro", "eBay": a small letter before a capital. */
static gboolean
has_hump (const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_islower (text[0]) && g_ascii_isupper (text[1]))
      return TRUE;
  return FALSE;
}

static void
append_own (GString *title, const SusunWord *word, gboolean start)
{
  /* A small word of the user's own is capital where a title begins. */
  if (start && !susun_title_has_upper (word->canonical))
    susun_title_append_capital (title, word->canonical);
  else
    g_string_append (title, word->canonical);
}

/* What the tables say of a whole word. Returns: FALSE when they say nothing */
static gboolean
append_known (SusunPass *self, GString *title, const char *core, const char *lower,
              const SusunWord *word, SusunTokenState state, gboolean start)
{
  SusunWordFlags flags = susun_word_flags (word);

  if ((flags & SUSUN_WORD_OWN) != 0)
    {
      if (strcmp (core, word->canonical) != 0)
        *self->flags |= SUSUN_TITLE_OWN_WORD;
      append_own (title, word, start);
      return TRUE;
    }
  if ((flags & SUSUN_WORD_PARTICLE) != 0)
    {
      if (start && (flags & SUSUN_WORD_PERSON) == 0)
        susun_title_append_capital (title, lower);
      else
        g_string_append (title, lower);
      return TRUE;
    }
  if ((flags & SUSUN_WORD_ACRONYM) != 0
      || ((flags & SUSUN_WORD_ACRONYM_IN_CAPS) != 0 && !self->all_caps && state == SUSUN_TOKEN_FREE
          && susun_title_is_upper (core)))
    {
      g_string_append (title, word->canonical);
      return TRUE;
    }
  return FALSE;
}

/* "D'Mawar", "O'Brien": one letter, an apostrophe, a name. */
static gboolean
append_elided (GString *title, const char *core)
{
  const char *rest = core + 1;

  if (!g_ascii_isalpha (core[0]))
    return FALSE;
  if (*rest == '\'')
    rest += 1;
  else if (g_str_has_prefix (rest, "’"))
    rest += strlen ("’");
  else
    return FALSE;
  if (count_letters (rest) < MIN_ARTICLE_WORD || !g_unichar_isalpha (g_utf8_get_char (rest)))
    return FALSE;
  g_string_append_c (title, g_ascii_toupper (core[0]));
  g_string_append_len (title, core + 1, rest - core - 1);
  susun_title_append_capital (title, rest);
  return TRUE;
}

/* One word without a hyphen. */
static void
append_plain (SusunPass *self, GString *title, const char *core, SusunTokenState state,
              gboolean start)
{
  const char *lower = susun_title_lower_in (self->strings, core);
  const SusunWord *word = susun_title_word (self->titles, lower);
  gboolean ordinary, keeps;
  glong n;

  if (append_known (self, title, core, lower, word, state, start))
    return;
  if (state == SUSUN_TOKEN_CORRECTED && has_capital_inside (core))
    {
      g_string_append (title, core);
      return;
    }
  if (state == SUSUN_TOKEN_CORRECTED || core[0] == '\0' || core[1] == '\0'
      || !susun_title_is_upper (core))
    {
      if (state != SUSUN_TOKEN_CORRECTED && has_hump (core))
        g_string_append (title, core);
      else if (!append_elided (title, core))
        susun_title_append_capital (title, core);
      return;
    }
  /* Capitals: letters of something, or a word that was written large? */
  n = count_letters (core);
  ordinary = (susun_word_flags (word) & SUSUN_WORD_ORDINARY) != 0;
  if (self->all_caps)
    keeps = n >= 2 && n <= MAX_ACRONYM && !susun_title_has_vowel (core, strlen (core))
            && (susun_word_flags (word) & SUSUN_WORD_NO_ACRONYM) == 0;
  else
    keeps = n <= MAX_ACRONYM && !ordinary;
  if (keeps)
    g_string_append (title, core);
  else if (!append_elided (title, core))
    susun_title_append_capital (title, core);
}

/* --- words with digits in them */

/* "KLIA2", "tv3", "c-2", "tahun6": letters, then a digit or a hyphen. */
static gboolean
append_code (SusunPass *self, GString *title, const char *core)
{
  gsize length = susun_title_letters_length (core);
  const char *rest = core + length;

  if (length == 0 || (*rest != '-' && !g_ascii_isdigit (*rest))
      || strpbrk (rest, "0123456789") == NULL)
    return FALSE;
  g_autofree char *letters = g_strndup (core, length);
  const char *lower = susun_title_lower_in (self->strings, letters);
  const SusunWord *word = susun_title_word (self->titles, lower);

  if ((susun_word_flags (word) & (SUSUN_WORD_ACRONYM | SUSUN_WORD_OWN)) != 0)
    g_string_append (title, word->canonical);
  else if (susun_title_is_upper (core) && !self->all_caps)
    g_string_append (title, letters);
  else if (!susun_title_has_vowel (letters, length))
    susun_title_append_upper (title, letters);
  else
    susun_title_append_capital (title, letters);
  g_string_append (title, rest);
  return TRUE;
}

/* "rm50", "rm1.20j": money. */
static gboolean
append_money (GString *title, const char *core, const char *lower)
{
  if (strncmp (lower, "rm", 2) != 0)
    return FALSE;
  gsize digits = strspn (lower + 2, "0123456789.,");
  const char *rest = lower + 2 + digits;
  if (digits == 0 || (*rest != '\0' && !(g_ascii_islower (*rest) && rest[1] == '\0')))
    return FALSE;
  g_string_append (title, "RM");
  g_string_append (title, core + 2);
  return TRUE;
}

/* "3d2n" */
static gboolean
is_days_and_nights (const char *lower)
{
  gsize n = strspn (lower, "0123456789");

  if (n == 0 || lower[n] != 'd')
    return FALSE;
  lower += n + 1;
  n = strspn (lower, "0123456789");
  return n > 0 && lower[n] == 'n' && lower[n + 1] == '\0';
}

/* "10KM" in a name that is all capitals. */
static gboolean
is_with_unit (SusunPass *self, const char *lower)
{
  const char *unit = lower + strspn (lower, "0123456789");

  return (susun_word_flags (susun_title_word (self->titles, unit)) & SUSUN_WORD_UNIT) != 0;
}

/* --- words with hyphens and slashes */

/* "al-Quran", "Al-Hidayah" after masjid. */
static gboolean
append_with_article (SusunPass *self, GString *title, const SusunToken *token, const Place *place)
{
  const char *hyphen = strchr (token->lower, '-');
  gboolean capital;

  if (hyphen == NULL || hyphen - token->lower < 2 || hyphen - token->lower > 3
      || count_letters (hyphen + 1) < MIN_ARTICLE_WORD
      || !g_unichar_isalpha (g_utf8_get_char (hyphen + 1)))
    return FALSE;
  for (const char *p = hyphen + 1; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isalnum (g_utf8_get_char (p)) && strchr ("'-", *p) == NULL
        && !g_str_has_prefix (p, "’"))
      return FALSE;
  const char *article
      = g_string_chunk_insert_len (self->strings, token->lower, hyphen - token->lower);
  if ((susun_word_flags (susun_title_word (self->titles, article)) & SUSUN_WORD_ARTICLE) == 0)
    return FALSE;
  capital = place->start || (susun_word_flags (place->previous) & SUSUN_WORD_BEFORE_ARTICLE) != 0;
  if (capital)
    susun_title_append_capital (title, article);
  else
    g_string_append (title, article);
  g_string_append_c (title, '-');
  susun_title_append_capital (title, hyphen + 1);
  return TRUE;
}

/* "lama-lama", "maaf-maafan", "berbalas-balas": one word said twice. */
static gboolean
is_said_twice (const char *lower)
{
  const char *hyphen = strchr (lower, '-');
  gsize first, second;

  if (hyphen == NULL || strchr (hyphen + 1, '-') != NULL)
    return FALSE;
  first = hyphen - lower;
  second = strlen (hyphen + 1);
  if (first == second && strncmp (lower, hyphen + 1, first) == 0)
    return TRUE;
  if (first < 3 || second == 0)
    return FALSE;
  return (second > first && strncmp (hyphen + 1, lower, first) == 0)
         || (first > second && strncmp (hyphen - second, hyphen + 1, second) == 0)
         || (second > first && strncmp (hyphen + 1 + second - first, lower, first) == 0);
}

static void
append_parts (SusunPass *self, GString *title, const char *core, const char *mark, gboolean starts)
{
  g_auto (GStrv) parts = g_strsplit (core, mark, -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (title, mark);
      /* A word behind a slash stands as free as the one before it; one behind a hyphen does not. */
      append_plain (self, title, parts[i], SUSUN_TOKEN_FREE, starts && (i == 0 || *mark == '/'));
    }
}

static void
append_hyphened (SusunPass *self, GString *title, const SusunToken *token, const Place *place)
{
  SusunWordFlags flags = susun_word_flags (token->word);
  const char *hyphen = strchr (token->lower, '-');

  if ((flags & SUSUN_WORD_HYPHENED_NAME) != 0)
    {
      susun_title_append_capital (
          title, g_string_chunk_insert_len (self->strings, token->lower, hyphen - token->lower));
      g_string_append_c (title, '-');
      susun_title_append_capital (title, hyphen + 1);
    }
  else if ((flags & SUSUN_WORD_HYPHENED) != 0 || is_said_twice (token->lower))
    susun_title_append_capital (title, token->lower);
  /* Yang di-Pertuan */
  else if (strncmp (token->lower, "di-", 3) == 0 && strchr (token->lower + 3, '-') == NULL)
    {
      g_string_append (title, place->start ? "Di-" : "di-");
      susun_title_append_capital (title, token->lower + 3);
    }
  else
    append_parts (self, title, token->core, "-", place->start);
}

/* --- a token */

static void
append_core (SusunPass *self, GString *title, const SusunToken *token, const Place *place)
{
  if (token->state == SUSUN_TOKEN_KEPT || !susun_title_has_letter (token->core))
    g_string_append (title, token->core);
  else if (token->state == SUSUN_TOKEN_ORDINAL)
    {
      g_string_append_c (title, place->start ? 'K' : 'k');
      g_string_append (title, token->core + 1);
    }
  else if (append_known (self, title, token->core, token->lower, token->word, token->state,
                         place->start))
    return;
  else if ((susun_word_flags (token->word) & SUSUN_WORD_ROMAN) != 0)
    susun_title_append_upper (title, token->lower);
  else if (append_money (title, token->core, token->lower)
           || append_code (self, title, token->core))
    return;
  else if (is_days_and_nights (token->lower))
    susun_title_append_upper (title, token->lower);
  else if (g_unichar_isdigit (g_utf8_get_char (token->core)))
    g_string_append (title, self->all_caps && is_with_unit (self, token->lower) ? token->lower
                                                                                : token->core);
  else if (append_with_article (self, title, token, place))
    return;
  else if (strchr (token->core, '/') != NULL && token->core[1] != '\0')
    append_parts (self, title, token->core, "/", place->start);
  else if (strchr (token->core, '-') != NULL)
    append_hyphened (self, title, token, place);
  else
    append_plain (self, title, token->core, token->state, place->start);
}

void
susun_pass_write (SusunPass *self, GArray *tokens, GString *title)
{
  Place place = { .start = TRUE };

  for (guint i = 0; i < tokens->len; i++)
    {
      const SusunToken *token = &g_array_index (tokens, SusunToken, i);
      gsize before;

      if (i > 0)
        g_string_append_c (title, ' ');
      g_string_append_len (title, token->lead, token->lead_length);
      before = title->len;
      append_core (self, title, token, &place);
      if (strcmp (title->str + before, token->core) != 0)
        *self->flags |= SUSUN_TITLE_CASED;
      g_string_append_len (title, token->tail, token->tail_length);

      gboolean is_word = susun_title_has_letter (token->core);
      if (is_word)
        place.previous = token->word;
      place.start = susun_token_ends_sentence (token) || (place.start && !is_word);
    }
}
