// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-title-check.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/titles/susun-title-pass-private.h"
#include "core/titles/susun-title-text-private.h"

/* A folder's name has 255 bytes on most file systems, and a date and a number want room. */
#define MAX_BYTES 180

/* Words beyond these are no folder's name; they keep the comparison short. */
#define MAX_WORDS 64
#define MAX_LETTERS 64

/* What coming or going costs: in halves of a word. */
#define COST_WORD 2
#define COST_PARTICLE 1
#define MAX_COST 1
#define COST_NEVER 1000

const char *
susun_title_verdict_label (SusunTitleVerdict verdict)
{
  static const char *const labels[] = {
    N_ ("accepted"),
    N_ ("it is empty"),
    N_ ("it holds characters that a name must not have"),
    N_ ("it is too long"),
    N_ ("it begins with a character that programs take for a command"),
    N_ ("it changes a number"),
    N_ ("it changes an acronym"),
    N_ ("its words are not those of the name"),
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (labels) == SUSUN_N_TITLE_VERDICTS);

  g_return_val_if_fail (verdict < SUSUN_N_TITLE_VERDICTS, labels[0]);
  return _ (labels[verdict]);
}

/* --- characters */

/* "a/l" and "a/p" between blanks: the only slashes a title may have. */
static gboolean
is_parentage (const char *text, const char *slash)
{
  return slash > text && g_ascii_tolower (slash[-1]) == 'a'
         && (slash - 1 == text || slash[-2] == ' ')
         && (g_ascii_tolower (slash[1]) == 'l' || g_ascii_tolower (slash[1]) == 'p')
         && (slash[2] == '\0' || slash[2] == ' ');
}

static gboolean
has_bad_characters (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c == '/' ? !is_parentage (text, p) : c == '\\')
        return TRUE;
      switch (g_unichar_type (c))
        {
        case G_UNICODE_CONTROL:
        case G_UNICODE_SURROGATE:
        case G_UNICODE_PRIVATE_USE:
        case G_UNICODE_UNASSIGNED:
        case G_UNICODE_LINE_SEPARATOR:
        case G_UNICODE_PARAGRAPH_SEPARATOR:
          return TRUE;
        case G_UNICODE_FORMAT:
          /* A joiner between two pictures. */
          if (c != 0x200d)
            return TRUE;
          break;
        default:
          break;
        }
    }
  return FALSE;
}

/* --- numbers */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Does "2" here say that a word is said twice ("kanak2")? Such a digit may go. */
static gboolean
is_twice (const char *text, const char *digit)
{
  return *digit == '2' && !g_ascii_isdigit (digit[1]) && digit > text
         && g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (digit)));
}

/* The groups of digits in a text, sorted. */
static GPtrArray *
list_numbers (const char *text)
{
  GPtrArray *numbers = g_ptr_array_new_with_free_func (g_free);

  for (const char *p = text; *p != '\0';)
    {
      const char *end = p;
      while (*end != '\0' && g_unichar_isdigit (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      if (end == p)
        {
          p = g_utf8_next_char (p);
          continue;
        }
      if (!is_twice (text, p))
        g_ptr_array_add (numbers, g_strndup (p, end - p));
      p = end;
    }
  g_ptr_array_sort (numbers, compare_texts);
  return numbers;
}

static gboolean
has_same_numbers (const char *a, const char *b)
{
  g_autoptr (GPtrArray) ours = list_numbers (a);
  g_autoptr (GPtrArray) theirs = list_numbers (b);

  if (ours->len != theirs->len)
    return FALSE;
  for (guint i = 0; i < ours->len; i++)
    if (strcmp (ours->pdata[i], theirs->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

/* --- acronyms */

static gboolean
is_in_word (gunichar c)
{
  return g_unichar_isalnum (c);
}

/* The next run of letters and digits. Returns: (transfer full) (nullable) */
static char *
next_run (const char **text)
{
  const char *start = *text, *end;

  while (*start != '\0' && !is_in_word (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  for (end = start; *end != '\0' && is_in_word (g_utf8_get_char (end));)
    end = g_utf8_next_char (end);
  *text = end;
  return end > start ? g_strndup (start, end - start) : NULL;
}

static gboolean
has_run (const char *text, const char *wanted)
{
  char *run;

  while ((run = next_run (&text)) != NULL)
    {
      g_autofree char *owned = run;
      if (strcmp (owned, wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_acronym (const SusunTitles *titles, const char *run)
{
  g_autofree char *lower = susun_title_lower (run);
  const SusunWord *word = susun_title_word (titles, lower);

  return word != NULL && word->canonical != NULL && strcmp (word->canonical, run) == 0
         && run[1] != '\0' && susun_title_has_upper (run);
}

static gboolean
keeps_acronyms (const SusunTitles *titles, const char *offline, const char *answer)
{
  char *run;

  while ((run = next_run (&offline)) != NULL)
    {
      g_autofree char *owned = run;
      if (is_acronym (titles, owned) && !has_run (answer, owned))
        return FALSE;
    }
  return TRUE;
}

/* --- words */

typedef struct
{
  gunichar letters[MAX_LETTERS];
  guint length;
  gboolean is_number;
  gboolean is_particle;
  gboolean is_known; /* the tables know it: it is spelled right */
} Word;

/* Folded: without case and without accents. Apostrophes hold a word together. */
static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019;
}

static void
finish_word (const SusunTitles *titles, Word *word)
{
  g_autofree char *text = g_ucs4_to_utf8 (word->letters, word->length, NULL, NULL, NULL);

  word->is_number = word->length > 0;
  for (guint i = 0; i < word->length; i++)
    word->is_number = word->is_number && g_unichar_isdigit (word->letters[i]);
  SusunWordFlags flags = text != NULL ? susun_word_flags (susun_title_word (titles, text)) : 0;
  word->is_particle = (flags & SUSUN_WORD_PARTICLE) != 0;
  word->is_known = (flags & SUSUN_WORD_KNOWN) != 0;
}

/* Returns: (transfer full) (nullable): NULL when it is no folder's name any more */
static GArray *
list_words (const SusunTitles *titles, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *apart = g_utf8_normalize (folded, -1, G_NORMALIZE_NFD);
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (Word));
  Word word = { 0 };

  for (const char *p = apart;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c != 0 && g_unichar_combining_class (c) != 0)
        continue;
      if (g_unichar_isalnum (c)
          || (is_apostrophe (c) && word.length > 0
              && g_unichar_isalnum (g_utf8_get_char (g_utf8_next_char (p)))))
        {
          if (word.length == MAX_LETTERS)
            return NULL;
          word.letters[word.length++] = c;
          continue;
        }
      if (word.length > 0)
        {
          if (words->len == MAX_WORDS)
            return NULL;
          finish_word (titles, &word);
          g_array_append_val (words, word);
          word.length = 0;
        }
      if (c == 0)
        return g_steal_pointer (&words);
    }
}

/* Letters to be changed, added, left out, or exchanged with their neighbour (Damerau-Levenshtein,
 * optimal string alignment). */
static guint
get_distance (const Word *a, const Word *b)
{
  guint rows[3][MAX_LETTERS + 1];
  guint *before = rows[0], *previous = rows[1], *current = rows[2];

  for (guint j = 0; j <= b->length; j++)
    previous[j] = j;
  for (guint i = 1; i <= a->length; i++)
    {
      current[0] = i;
      for (guint j = 1; j <= b->length; j++)
        {
          gboolean differ = a->letters[i - 1] != b->letters[j - 1];
          guint best = MIN (previous[j], current[j - 1]) + 1;
          best = MIN (best, previous[j - 1] + differ);
          if (i > 1 && j > 1 && a->letters[i - 1] == b->letters[j - 2]
              && a->letters[i - 2] == b->letters[j - 1])
            best = MIN (best, before[j - 2] + 1);
          current[j] = best;
        }
      guint *free_row = before;
      before = previous;
      previous = current;
      current = free_row;
    }
  return previous[b->length];
}

/* Are the letters of @a in @b, in their order? "mjls" in "majlis" */
static gboolean
is_skeleton_of (const Word *a, const Word *b)
{
  guint i = 0;

  if (a->length < 2 || a->length >= b->length || a->letters[0] != b->letters[0])
    return FALSE;
  for (guint j = 0; j < b->length && i < a->length; j++)
    i += a->letters[i] == b->letters[j];
  return i == a->length;
}

static gboolean
is_equal (const Word *a, const Word *b)
{
  return a->length == b->length
         && memcmp (a->letters, b->letters, a->length * sizeof a->letters[0]) == 0;
}

/* May @b be @a, spelled better? */
static gboolean
is_same (const Word *a, const Word *b)
{
  if (is_equal (a, b))
    return TRUE;
  /* What is spelled right needs no other spelling: "padi" never becomes "pagi". */
  if (a->is_number || b->is_number || a->is_known)
    return FALSE;
  return get_distance (a, b) <= MAX (1, MAX (a->length, b->length) / 3) || is_skeleton_of (a, b);
}

/* "hari2" and "hari", "hari" */
static gboolean
is_twice_written_short (const Word *one, const Word *first, const Word *second)
{
  return one->length == first->length + 1 && one->letters[first->length] == '2'
         && is_equal (first, second)
         && memcmp (one->letters, first->letters, first->length * sizeof first->letters[0]) == 0;
}

/* One word and two that are put together: one letter may be mended, no more. */
static gboolean
is_joined (const Word *one, const Word *first, const Word *second)
{
  Word both = *first;

  if (first->length + second->length > MAX_LETTERS)
    return FALSE;
  memcpy (both.letters + first->length, second->letters,
          second->length * sizeof second->letters[0]);
  both.length += second->length;
  both.is_number = first->is_number && second->is_number;
  if (is_equal (one, &both) || is_twice_written_short (one, first, second))
    return TRUE;
  return !one->is_number && !both.is_number && get_distance (one, &both) <= 1;
}

static guint
get_loss (const Word *word)
{
  return word->is_particle || word->length == 1 ? COST_PARTICLE : COST_WORD;
}

static guint
get_gain (const Word *word)
{
  return word->is_particle ? COST_PARTICLE : COST_WORD;
}

/* Words keep their order. Returns: the cheapest way from the one list to the other, in halves */
static guint
get_cost (GArray *input, GArray *answer)
{
  guint n = input->len, m = answer->len;
  g_autofree guint *costs = g_new (guint, (n + 1) * (m + 1));

  for (guint i = 0; i <= n; i++)
    for (guint j = 0; j <= m; j++)
      {
        const Word *a = i > 0 ? &g_array_index (input, Word, i - 1) : NULL;
        const Word *b = j > 0 ? &g_array_index (answer, Word, j - 1) : NULL;
        guint *cost = &costs[i * (m + 1) + j];
        *cost = i == 0 && j == 0 ? 0 : COST_NEVER;
        if (a != NULL)
          *cost = MIN (*cost, costs[(i - 1) * (m + 1) + j] + get_loss (a));
        if (b != NULL)
          *cost = MIN (*cost, costs[i * (m + 1) + j - 1] + get_gain (b));
        if (a != NULL && b != NULL && costs[(i - 1) * (m + 1) + j - 1] < *cost && is_same (a, b))
          *cost = costs[(i - 1) * (m + 1) + j - 1];
        if (i > 1 && b != NULL && costs[(i - 2) * (m + 1) + j - 1] < *cost
            && is_joined (b, a - 1, a))
          *cost = costs[(i - 2) * (m + 1) + j - 1];
        if (a != NULL && j > 1 && costs[(i - 1) * (m + 1) + j - 2] < *cost
            && is_joined (a, b - 1, b))
          *cost = costs[(i - 1) * (m + 1) + j - 2];
      }
  return costs[n * (m + 1) + m];
}

static gboolean
has_same_words (const SusunTitles *titles, const char *offline, const char *answer)
{
  g_autoptr (GArray) ours = list_words (titles, offline);
  g_autoptr (GArray) theirs = list_words (titles, answer);

  return ours != NULL && theirs != NULL && get_cost (ours, theirs) <= MAX_COST;
}

SusunTitleVerdict
susun_titles_check (const SusunTitles *self, const char *input, const char *answer)
{
  SusunTitleFlags flags = 0;
  g_autofree char *text = NULL, *cleaned = NULL, *offline = NULL, *written = NULL;

  g_return_val_if_fail (self != NULL && input != NULL && answer != NULL, SUSUN_TITLE_VERDICT_EMPTY);

  if (!g_utf8_validate (answer, -1, NULL))
    return SUSUN_TITLE_VERDICT_CHARACTERS;
  text = g_strstrip (g_strdup (answer));
  if (*text == '\0')
    return SUSUN_TITLE_VERDICT_EMPTY;
  if (strchr (answer, '\n') != NULL || has_bad_characters (text))
    return SUSUN_TITLE_VERDICT_CHARACTERS;

  cleaned = susun_title_clean (input, &flags);
  offline = susun_title_in_passes (self, input, &flags);
  if (strlen (text) > MAX_BYTES || g_utf8_strlen (text, -1) > 2 * g_utf8_strlen (offline, -1) + 20)
    return SUSUN_TITLE_VERDICT_TOO_LONG;
  if (strchr ("=+-@.", *text) != NULL && *cleaned != *text)
    return SUSUN_TITLE_VERDICT_DANGEROUS_START;
  if (!has_same_numbers (offline, text))
    return SUSUN_TITLE_VERDICT_DIGITS;
  if (!keeps_acronyms (self, offline, text))
    return SUSUN_TITLE_VERDICT_ACRONYM;
  /* What is compared is what would be used: the answer as the formatter writes it. */
  written = susun_title_in_passes (self, text, &flags);
  if (!has_same_words (self, offline, written))
    return SUSUN_TITLE_VERDICT_WORDS;
  return SUSUN_TITLE_VERDICT_ACCEPTED;
}
