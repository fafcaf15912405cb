// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-title-text-private.h"

#include <string.h>

#include "core/titles/susun-title-words-private.h"

/* A name without blanks of this length is looked at for words run together. */
#define MIN_CAMEL 8

/* The longest name with capitals inside that is looked for in one: "WhatsApp" and some more. */
#define MAX_BRAND 12

void
susun_title_append_lower (GString *string, const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if ((guchar) *text < 0x80)
        g_string_append_c (string, g_ascii_tolower (*text));
      else
        g_string_append_unichar (string, g_unichar_tolower (g_utf8_get_char (text)));
    }
}

void
susun_title_append_upper (GString *string, const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if ((guchar) *text < 0x80)
        g_string_append_c (string, g_ascii_toupper (*text));
      else
        g_string_append_unichar (string, g_unichar_toupper (g_utf8_get_char (text)));
    }
}

void
susun_title_append_capital (GString *string, const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (g_ascii_isalpha (*text))
        {
          g_string_append_c (string, g_ascii_toupper (*text));
          susun_title_append_lower (string, text + 1);
          return;
        }
      gunichar c = g_utf8_get_char (text);
      if (g_unichar_isalpha (c))
        {
          g_string_append_unichar (string, g_unichar_totitle (c));
          susun_title_append_lower (string, g_utf8_next_char (text));
          return;
        }
      g_string_append_unichar (string, c);
    }
}

char *
susun_title_lower (const char *text)
{
  GString *string = g_string_sized_new (strlen (text) + 1);

  susun_title_append_lower (string, text);
  return g_string_free (string, FALSE);
}

static gboolean
is_plain_lower (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80 || g_ascii_isupper (*text))
      return FALSE;
  return TRUE;
}

const char *
susun_title_lower_in (GStringChunk *chunk, const char *text)
{
  if (is_plain_lower (text))
    return text;
  if (susun_title_is_ascii (text))
    {
      char *lower = g_string_chunk_insert (chunk, text);
      for (char *p = lower; *p != '\0'; p++)
        *p = g_ascii_tolower (*p);
      return lower;
    }
  g_autofree char *lower = susun_title_lower (text);
  return g_string_chunk_insert (chunk, lower);
}

/* Is there a character of that kind? */
static gboolean
has (const char *text, gboolean (*is_kind) (gunichar c))
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (is_kind (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

gboolean
susun_title_has_letter (const char *text)
{
  if (g_ascii_isalpha (*text))
    return TRUE;
  return has (text, g_unichar_isalpha);
}

gboolean
susun_title_has_lower (const char *text)
{
  if (g_ascii_islower (*text))
    return TRUE;
  return has (text, g_unichar_islower);
}

gboolean
susun_title_has_upper (const char *text)
{
  return has (text, g_unichar_isupper);
}

gboolean
susun_title_has_digit (const char *text)
{
  return has (text, g_unichar_isdigit);
}

gboolean
susun_title_is_upper (const char *text)
{
  return susun_title_has_upper (text) && !susun_title_has_lower (text);
}

gboolean
susun_title_has_vowel (const char *text, gsize length)
{
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c < 0x80 ? strchr ("aeiouyAEIOUY", (int) c) != NULL : c >= 0xc0 && c <= 0xff)
        return TRUE;
    }
  return FALSE;
}

gsize
susun_title_letters_length (const char *text)
{
  const char *p = text;

  while (g_ascii_isalpha (*p) || ((guchar) *p >= 0x80 && g_unichar_isalpha (g_utf8_get_char (p))))
    p = g_utf8_next_char (p);
  return p - text;
}

/* --- cleaning */

static gboolean
is_blank (gunichar c)
{
  return c == '_' || c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f) || c == 0x85
         || c == 0x200b || (c >= 0x80 && g_unichar_isspace (c));
}

/* Not seen, or turning what follows. */
static gboolean
is_unseen (gunichar c)
{
  if (c < 0x80)
    return c < 0x20 || c == 0x7f;
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_SURROGATE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Part of a picture in the line: an emoji, its colour of skin, the choice of its coloured form. */
static gboolean
is_pictorial (gunichar c)
{
  if (c < 0x80)
    return FALSE;
  GUnicodeType type = g_unichar_type (c);
  return type == G_UNICODE_OTHER_SYMBOL || type == G_UNICODE_MODIFIER_SYMBOL || c == 0xfe0f;
}

/* A zero-width joiner makes one picture of two; anywhere else it only hides. */
static gboolean
is_joining (gunichar before, const char *joiner)
{
  const char *next = g_utf8_next_char (joiner);

  return g_utf8_get_char (joiner) == 0x200d && is_pictorial (before) && *next != '\0'
         && is_pictorial (g_utf8_get_char (next));
}

static char *
clean_valid (const char *text)
{
  g_autoptr (GString) string = g_string_sized_new (strlen (text) + 1);
  gboolean blank = FALSE;
  gunichar before = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      if (is_blank (c))
        {
          blank = string->len > 0;
          before = 0;
          continue;
        }
      if (is_unseen (c) && !is_joining (before, text))
        continue;
      if (blank)
        g_string_append_c (string, ' ');
      blank = FALSE;
      g_string_append_unichar (string, c);
      before = c;
    }
  if (susun_title_is_ascii (string->str))
    return g_string_free (g_steal_pointer (&string), FALSE);
  return g_utf8_normalize (string->str, -1, G_NORMALIZE_NFC);
}

char *
susun_title_clean (const char *name, SusunTitleFlags *flags)
{
  g_autofree char *valid = NULL;

  if (g_utf8_validate (name, -1, NULL))
    return clean_valid (name);
  *flags |= SUSUN_TITLE_NOT_UTF8;
  valid = g_utf8_make_valid (name, -1);
  return clean_valid (valid);
}

/* --- dividing */

/* Does @mark stand between a letter and a letter or digit? */
static gboolean
is_between (const char *text, const char *mark)
{
  if (mark == text)
    return FALSE;
  return g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (mark)))
         && g_unichar_isalnum (g_utf8_get_char (mark + 1));
}

static guint
count_between (const char *text, char mark)
{
  guint n = 0;

  for (const char *p = strchr (text, mark); p != NULL; p = strchr (p + 1, mark))
    n += is_between (text, p);
  return n;
}

/* "hari+keluarga": three letters, a plus, two letters. */
static gboolean
has_plus_for_blank (const char *text)
{
  for (const char *plus = strchr (text, '+'); plus != NULL; plus = strchr (plus + 1, '+'))
    {
      const char *before = plus;
      guint n = 0;
      while (n < 3 && before > text
             && g_unichar_isalpha (g_utf8_get_char (before = g_utf8_prev_char (before))))
        n++;
      const char *after = plus + 1;
      if (n == 3 && g_unichar_isalpha (g_utf8_get_char (after))
          && g_unichar_isalpha (g_utf8_get_char (g_utf8_next_char (after))))
        return TRUE;
    }
  return FALSE;
}

static guint
count_humps (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += g_ascii_islower (text[0]) && g_ascii_isupper (text[1]);
  return n;
}

/* The length of a name such as "UiTM" that @text begins with, 0 for none. */
static gsize
brand_length (const SusunTitles *titles, const char *text)
{
  char part[MAX_BRAND + 1];
  gsize n;

  for (n = 0; n < MAX_BRAND && g_ascii_isalpha (text[n]); n++)
    part[n] = text[n];
  for (; n >= 3; n--)
    {
      char lower[MAX_BRAND + 1];
      part[n] = '\0';
      if (g_ascii_islower (text[n]) || count_humps (part) == 0)
        continue;
      for (gsize i = 0; i <= n; i++)
        lower[i] = g_ascii_tolower (part[i]);
      const SusunWord *word = susun_title_word (titles, lower);
      if (word != NULL && g_strcmp0 (word->canonical, part) == 0)
        return n;
    }
  return 0;
}

/* Is @text four digits and its end? */
static gboolean
is_year_at_end (const char *text)
{
  return strspn (text, "0123456789") == 4 && text[4] == '\0';
}

static gboolean
is_hump (const char *text, const char *p)
{
  if (p == text)
    return FALSE;
  return (g_ascii_islower (p[-1]) && g_ascii_isupper (p[0]))
         || (g_ascii_isalpha (p[-1]) && is_year_at_end (p))
         || (g_ascii_isupper (p[-1]) && g_ascii_isupper (p[0]) && g_ascii_islower (p[1])
             && g_ascii_islower (p[2]));
}

static char *
divide_at_humps (const SusunTitles *titles, const char *text)
{
  GString *string = g_string_sized_new (strlen (text) + 8);
  const char *brand_end = text + brand_length (titles, text);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (p >= brand_end && is_hump (text, p))
        {
          g_string_append_c (string, ' ');
          brand_end = p + brand_length (titles, p);
        }
      g_string_append_c (string, *p);
    }
  return g_string_free (string, FALSE);
}

/* Is "kg", "hj", "prof" before a full stop? @length: of the word that ends there */
static gboolean
is_short_form (const SusunTitles *titles, const char *word, gsize length)
{
  char lower[16];
  const SusunWord *found;

  if (length >= sizeof lower)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    lower[i] = g_ascii_tolower (word[i]);
  lower[length] = '\0';
  found = susun_title_word (titles, lower);
  return found != NULL
         && ((found->flags & (SUSUN_WORD_HONORIFIC | SUSUN_WORD_PLACE_SHORT | SUSUN_WORD_DOTTED))
                 != 0
             || found->change == SUSUN_TITLE_EXPANDED);
}

/* Is a blank missing after this mark: "Hj.Ahmad", "raya,merdeka"? */
static gboolean
wants_blank (const SusunTitles *titles, const char *text, const char *mark)
{
  const char *start = mark;

  if (!is_between (text, mark) || !g_unichar_isalpha (g_utf8_get_char (mark + 1)))
    return FALSE;
  if (*mark == ',')
    return TRUE;
  while (start > text && g_ascii_isalpha (start[-1]))
    start--;
  /* Only a whole word, not the end of one: "u.s.a" and "laman.com" stay. */
  return (start == text || strchr (" ([{\"", start[-1]) != NULL)
         && is_short_form (titles, start, mark - start);
}

static char *
add_missing_blanks (const SusunTitles *titles, char *text)
{
  GString *string;

  if (strpbrk (text, ".,") == NULL)
    return text;
  string = g_string_sized_new (strlen (text) + 8);
  for (const char *p = text; *p != '\0'; p++)
    {
      g_string_append_c (string, *p);
      if ((*p == '.' || *p == ',') && wants_blank (titles, text, p))
        g_string_append_c (string, ' ');
    }
  g_free (text);
  return g_string_free (string, FALSE);
}

static gboolean
is_known_acronym (const SusunTitles *titles, const char *text)
{
  g_autofree char *lower = susun_title_lower (text);
  const SusunWord *word = susun_title_word (titles, lower);

  return word != NULL && word->canonical != NULL;
}

/* In place: a mark is one byte, and so is a blank. */
static void
replace_between (char *text, const char *marks)
{
  for (char *p = strpbrk (text, marks); p != NULL; p = strpbrk (p + 1, marks))
    if (is_between (text, p))
      *p = ' ';
}

char *
susun_title_divide (const SusunTitles *titles, char *text)
{
  if (strchr (text, ' ') == NULL)
    {
      if (count_between (text, '.') >= 2 || count_between (text, '-') >= 2)
        replace_between (text, ".-");
      else if (has_plus_for_blank (text))
        g_strdelimit (text, "+", ' ');
      else if (count_humps (text) >= 2 && g_utf8_strlen (text, -1) >= MIN_CAMEL
               && !is_known_acronym (titles, text))
        {
          char *divided = divide_at_humps (titles, text);
          g_free (text);
          text = divided;
        }
    }
  return add_missing_blanks (titles, text);
}
