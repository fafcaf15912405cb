// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-title-pass-private.h"

#include <string.h>

#include "core/titles/susun-title-text-private.h"

/* Corrections of corrections end here: two are the rule, three were never seen. */
#define MAX_PASSES 6

/* Two words of a table and the blank between them are shorter. */
#define MAX_PAIR 128

/* The punctuation that opens and closes, in front of and behind a word. */
static gboolean
is_opening (gunichar c)
{
  return c < 0x80 ? strchr ("([{\"", (int) c) != NULL : c == 0x201c || c == 0xab || c == 0x2018;
}

static gboolean
is_closing (gunichar c)
{
  return c < 0x80 ? strchr (")]}\",.!?;:", (int) c) != NULL
                  : c == 0x201d || c == 0xbb || c == 0x2026;
}

void
susun_pass_set_core (SusunPass *self, SusunToken *token, const char *core)
{
  token->core = core;
  token->lower = susun_title_lower_in (self->strings, core);
  token->word = susun_title_word (self->titles, token->lower);
}

static void
cut_one (SusunPass *self, const char *text, gsize length, SusunToken *token)
{
  const char *start = text, *end = text + length;

  while (start < end && is_opening (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);
      if (!is_closing (g_utf8_get_char (last)))
        break;
      end = last;
    }
  /* Nothing but punctuation is a word by itself. */
  if (start == end)
    {
      start = text;
      end = text + length;
    }
  *token = (SusunToken){
    .lead = text,
    .lead_length = start - text,
    .tail = end,
    .tail_length = text + length - end,
  };
  susun_pass_set_core (self, token, g_string_chunk_insert_len (self->strings, start, end - start));
}

void
susun_pass_cut (SusunPass *self, const char *text, GArray *tokens)
{
  while (*text != '\0')
    {
      gsize length = strcspn (text, " ");
      if (length > 0)
        {
          SusunToken token;
          cut_one (self, text, length, &token);
          g_array_append_val (tokens, token);
        }
      text += length;
      text += strspn (text, " ");
    }
}

static SusunToken *
last_of (GArray *tokens)
{
  return tokens->len > 0 ? &g_array_index (tokens, SusunToken, tokens->len - 1) : NULL;
}

static gboolean
ends_with_digit (const SusunToken *token)
{
  gsize length = token != NULL ? strlen (token->core) : 0;

  return length > 0 && g_ascii_isdigit (token->core[length - 1]);
}

/* The words of @right take the place of a token or of two: the first has what stood before, the
 * last what stood behind. */
static void
append_words (SusunPass *self, GArray *tokens, const SusunToken *first, const SusunToken *last,
              const char *right)
{
  for (const char *word = right; *word != '\0';)
    {
      gsize length = strcspn (word, " ");
      SusunToken token = { .state = SUSUN_TOKEN_CORRECTED };
      if (word == right)
        {
          token.lead = first->lead;
          token.lead_length = first->lead_length;
        }
      if (word[length] == '\0')
        {
          token.tail = last->tail;
          token.tail_length = last->tail_length;
        }
      /* Hj., Sdn.: the full stop is a part of it, and so are its capitals. */
      if (word[length - 1] == '.')
        token.state = SUSUN_TOKEN_KEPT;
      susun_pass_set_core (self, &token, g_string_chunk_insert_len (self->strings, word, length));
      g_array_append_val (tokens, token);
      word += length + (word[length] == ' ');
    }
}

/* --- two words */

/* "kanak kanak" */
static gboolean
join_twice (SusunPass *self, SusunToken *a, const SusunToken *b)
{
  if ((susun_word_flags (a->word) & SUSUN_WORD_TWICE) == 0 || strcmp (a->lower, b->lower) != 0)
    return FALSE;
  g_autofree char *joined = g_strconcat (a->lower, "-", a->lower, NULL);
  susun_pass_set_core (self, a, g_string_chunk_insert (self->strings, joined));
  a->tail = b->tail;
  a->tail_length = b->tail_length;
  a->state = SUSUN_TOKEN_CORRECTED;
  return TRUE;
}

/* "ke 10" */
static gboolean
join_ordinal (SusunPass *self, GArray *tokens, SusunToken *a, const SusunToken *b)
{
  gsize digits = strspn (b->core, "0123456789");

  if (strcmp (a->lower, "ke") != 0 || digits == 0 || digits > 3 || b->core[digits] != '\0'
      || ends_with_digit (last_of (tokens)))
    return FALSE;
  g_autofree char *joined = g_strconcat ("ke-", b->core, NULL);
  susun_pass_set_core (self, a, g_string_chunk_insert (self->strings, joined));
  a->tail = b->tail;
  a->tail_length = b->tail_length;
  return TRUE;
}

/* "sek men" */
static gboolean
expand_school (SusunPass *self, SusunToken *a, SusunToken *b)
{
  if ((susun_word_flags (b->word) & SUSUN_WORD_SCHOOL) == 0
      || (strcmp (a->lower, "sek") != 0 && strcmp (a->lower, "sekolah") != 0))
    return FALSE;
  susun_pass_set_core (self, a, "sekolah");
  susun_pass_set_core (self, b, b->word->special);
  a->state = b->state = SUSUN_TOKEN_CORRECTED;
  return TRUE;
}

static const SusunWord *
find_pair (SusunPass *self, const SusunToken *a, const SusunToken *b)
{
  char key[MAX_PAIR];
  gsize first = strlen (a->lower), second = strlen (b->lower);

  if (first + second + 2 > sizeof key)
    return NULL;
  memcpy (key, a->lower, first);
  key[first] = ' ';
  memcpy (key + first + 1, b->lower, second + 1);
  return g_hash_table_lookup (self->titles->pairs, key);
}

/* Returns: was the second word used up, too? */
static gboolean
correct_pair (SusunPass *self, GArray *tokens, SusunToken *a, SusunToken *b)
{
  const SusunWord *pair;

  if (a->tail_length > 0 || b->lead_length > 0)
    return FALSE;
  pair = find_pair (self, a, b);
  if (pair != NULL)
    {
      append_words (self, tokens, a, b, pair->right);
      *self->flags |= pair->change;
      return TRUE;
    }
  if (join_twice (self, a, b) || join_ordinal (self, tokens, a, b))
    {
      g_array_append_val (tokens, *a);
      *self->flags |= SUSUN_TITLE_JOINED;
      return TRUE;
    }
  if (!expand_school (self, a, b))
    return FALSE;
  g_array_append_val (tokens, *a);
  g_array_append_val (tokens, *b);
  *self->flags |= SUSUN_TITLE_EXPANDED;
  return TRUE;
}

static void
correct_pairs (SusunPass *self, GArray *from, GArray *to)
{
  for (guint i = 0; i < from->len; i++)
    {
      SusunToken *a = &g_array_index (from, SusunToken, i);
      if (i + 1 < from->len && correct_pair (self, to, a, a + 1))
        i++;
      else
        g_array_append_val (to, *a);
    }
}

/* --- one word */

/* "ke10", "ke-10": the digits behind, or NULL. */
static const char *
get_ordinal (const char *lower)
{
  if (strncmp (lower, "ke", 2) != 0)
    return NULL;
  const char *number = lower + 2 + (lower[2] == '-');
  gsize digits = strspn (number, "0123456789");
  return digits > 0 && digits <= 3 && number[digits] == '\0' ? number : NULL;
}

/* "kanak2", "kwn2": the word that is said twice, or NULL. */
static const char *
get_twice (SusunPass *self, const SusunToken *token)
{
  gsize length = susun_title_letters_length (token->lower);
  const SusunWord *word;
  const char *single;

  if (length == 0 || strcmp (token->lower + length, "2") != 0)
    return NULL;
  single = g_string_chunk_insert_len (self->strings, token->lower, length);
  word = susun_title_word (self->titles, single);
  if (word != NULL && word->right != NULL && (word->flags & SUSUN_WORD_TWICE) == 0)
    {
      single = susun_title_lower_in (self->strings, word->right);
      word = susun_title_word (self->titles, single);
    }
  return (susun_word_flags (word) & SUSUN_WORD_TWICE) != 0 ? single : NULL;
}

/* "TS" in a mixed name is no honorific. */
static gboolean
is_letters (SusunPass *self, const SusunToken *token)
{
  return (susun_word_flags (token->word) & SUSUN_WORD_OR_LETTERS) != 0 && !self->all_caps
         && susun_title_is_upper (token->core);
}

/* What stands for the word, or NULL. @next: (nullable) */
static const char *
get_right (SusunPass *self, const SusunToken *token, const SusunToken *next,
           SusunTitleFlags *change)
{
  SusunWordFlags flags = susun_word_flags (token->word);
  gboolean before_word = next != NULL && susun_title_has_letter (next->core);

  /* What the user says comes first. */
  if ((flags & SUSUN_WORD_OWN) != 0)
    return NULL;
  if (token->word != NULL && token->word->change == SUSUN_TITLE_OWN_WORD)
    {
      *change = SUSUN_TITLE_OWN_WORD;
      return token->word->right;
    }
  *change = SUSUN_TITLE_EXPANDED;
  if ((flags & SUSUN_WORD_PLACE_SHORT) != 0 && before_word)
    return token->word->special;
  if (strcmp (token->lower, "bt") == 0 && next != NULL && g_ascii_isdigit (*next->core))
    return "Batu";
  if ((flags & SUSUN_WORD_HONORIFIC) != 0 && before_word && !is_letters (self, token))
    return token->word->special;
  if (token->word == NULL || token->word->right == NULL)
    return NULL;
  *change = token->word->change;
  return token->word->right;
}

/* The full stop of a short form goes with it: "kg. laut", "mesy. agung". */
static void
drop_short_stop (SusunToken *token, const char *right, const SusunToken *next)
{
  gboolean dotted = (susun_word_flags (token->word)
                     & (SUSUN_WORD_DOTTED | SUSUN_WORD_HONORIFIC | SUSUN_WORD_PLACE_SHORT))
                    != 0;
  gboolean inside = token->word != NULL && token->word->change == SUSUN_TITLE_EXPANDED
                    && next != NULL && token->tail_length == 1;

  if (!dotted && !inside && !g_str_has_suffix (right, "."))
    return;
  while (token->tail_length > 0 && *token->tail == '.')
    {
      token->tail++;
      token->tail_length--;
    }
}

/* Has the user something to say about it? */
static gboolean
is_own (const SusunToken *token)
{
  return token->word != NULL
         && ((token->word->flags & SUSUN_WORD_OWN) != 0
             || token->word->change == SUSUN_TITLE_OWN_WORD);
}

/* What a correction changed: letters, or only their size, or nothing ("Hj." stays "Hj."). */
static SusunTitleFlags
get_real_change (SusunPass *self, const SusunToken *token, const char *right,
                 SusunTitleFlags change)
{
  gboolean stop = token->tail_length > 0 && *token->tail == '.' && g_str_has_suffix (right, ".");
  g_autofree char *was = g_strconcat (token->core, stop ? "." : "", NULL);

  if (strcmp (was, right) == 0)
    return 0;
  return strcmp (susun_title_lower_in (self->strings, was),
                 susun_title_lower_in (self->strings, right))
                 == 0
             ? SUSUN_TITLE_CASED
             : change;
}

static void
correct_one (SusunPass *self, GArray *tokens, SusunToken *token, const SusunToken *next)
{
  SusunTitleFlags change = 0;
  const char *right, *number, *single;

  /* A kampung, but after a number kilograms. */
  if (strcmp (token->lower, "kg") == 0 && !is_own (token))
    {
      if (ends_with_digit (last_of (tokens)))
        {
          susun_pass_set_core (self, token, "kg");
          token->state = SUSUN_TOKEN_KEPT;
          g_array_append_val (tokens, *token);
          return;
        }
      drop_short_stop (token, "kampung", next);
      append_words (self, tokens, token, token, "kampung");
      *self->flags |= SUSUN_TITLE_EXPANDED;
      return;
    }
  number = get_ordinal (token->lower);
  single = number == NULL ? get_twice (self, token) : NULL;
  if (number != NULL || single != NULL)
    {
      g_autofree char *joined = number != NULL ? g_strconcat ("ke-", number, NULL)
                                               : g_strjoin ("-", single, single, NULL);
      if (strcmp (joined, token->lower) != 0)
        *self->flags |= SUSUN_TITLE_JOINED;
      susun_pass_set_core (self, token, g_string_chunk_insert (self->strings, joined));
      token->state = number != NULL ? SUSUN_TOKEN_ORDINAL : SUSUN_TOKEN_CORRECTED;
      g_array_append_val (tokens, *token);
      return;
    }
  right = get_right (self, token, next, &change);
  if (right == NULL)
    {
      g_array_append_val (tokens, *token);
      return;
    }
  *self->flags |= get_real_change (self, token, right, change);
  drop_short_stop (token, right, next);
  append_words (self, tokens, token, token, right);
}

static void
correct_ones (SusunPass *self, GArray *from, GArray *to)
{
  for (guint i = 0; i < from->len; i++)
    {
      SusunToken *token = &g_array_index (from, SusunToken, i);
      if (token->state != SUSUN_TOKEN_FREE)
        g_array_append_val (to, *token);
      else
        correct_one (self, to, token, i + 1 < from->len ? token + 1 : NULL);
    }
}

gboolean
susun_token_ends_sentence (const SusunToken *token)
{
  static const char *const dashes[] = { "-", "–", "—", "|", "•" };

  if (token->tail_length > 0 && strchr (":?!", token->tail[token->tail_length - 1]) != NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (dashes); i++)
    if (strcmp (token->core, dashes[i]) == 0)
      return TRUE;
  return FALSE;
}

/* @from, @to: scratch. @text: (transfer full). Returns: (transfer full) */
static char *
make_pass (SusunPass *self, char *text, GArray *from, GArray *to)
{
  g_autofree char *divided = susun_title_divide (self->titles, text);
  GString *title = g_string_sized_new (strlen (divided) + 32);

  g_array_set_size (from, 0);
  g_array_set_size (to, 0);
  self->all_caps = susun_title_has_letter (divided) && !susun_title_has_lower (divided);
  susun_pass_cut (self, divided, from);
  correct_pairs (self, from, to);
  g_array_set_size (from, 0);
  correct_ones (self, to, from);
  susun_pass_write (self, from, title);
  if (!susun_title_is_ascii (title->str))
    {
      /* A capital may compose with a mark where the small letter did not. */
      char *composed = g_utf8_normalize (title->str, -1, G_NORMALIZE_NFC);
      g_string_free (title, TRUE);
      return composed;
    }
  return g_string_free (title, FALSE);
}

char *
susun_title_in_passes (const SusunTitles *titles, const char *name, SusunTitleFlags *flags)
{
  g_autoptr (GArray) from = g_array_new (FALSE, FALSE, sizeof (SusunToken));
  g_autoptr (GArray) to = g_array_new (FALSE, FALSE, sizeof (SusunToken));
  g_autoptr (GStringChunk) strings = g_string_chunk_new (1024);
  SusunPass pass = { .titles = titles, .strings = strings, .flags = flags };
  g_autofree char *text = susun_title_clean (name, flags);

  for (guint i = 0; i < MAX_PASSES; i++)
    {
      g_autofree char *before = g_steal_pointer (&text);
      text = make_pass (&pass, g_strdup (before), from, to);
      if (strcmp (text, before) == 0)
        break;
    }
  return g_steal_pointer (&text);
}
