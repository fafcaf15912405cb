// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-date-text.h"

#include <string.h>

/**
 * Scanner: a place in bytes that end somewhere; never looks beyond.
 */
typedef struct
{
  const char *p;
  const char *end;
} Scanner;

static int
peek (const Scanner *s)
{
  return s->p < s->end ? (guchar) *s->p : -1;
}

static gboolean
is_digit (int c)
{
  return c >= '0' && c <= '9';
}

static gboolean
take (Scanner *s, const char *accepted)
{
  int c = peek (s);

  if (c <= 0 || strchr (accepted, c) == NULL)
    return FALSE;
  s->p++;
  return TRUE;
}

static void
skip_blanks (Scanner *s)
{
  while (peek (s) == ' ' || peek (s) == '\t' || peek (s) == '\n' || peek (s) == '\r')
    s->p++;
}

static gsize
count_digits (const Scanner *s)
{
  gsize n = 0;

  while (s->p + n < s->end && is_digit (s->p[n]))
    n++;
  return n;
}

/* At least @min and at most @max digits. */
static gboolean
take_number (Scanner *s, int min, int max, int *value)
{
  int n = 0;

  *value = 0;
  for (; n < max && is_digit (peek (s)); n++)
    *value = *value * 10 + (*s->p++ - '0');
  return n >= min;
}

/* Old cameras pad with a blank: "1:42", " 1:42". */
static gboolean
take_padded (Scanner *s, int *value)
{
  while (peek (s) == ' ')
    s->p++;
  return take_number (s, 1, 2, value);
}

static Scanner
trimmed (const char *text, gsize length)
{
  Scanner s = { text, text + length };
  const char *nul = memchr (text, '\0', length);

  if (nul != NULL)
    s.end = nul;
  skip_blanks (&s);
  while (s.end > s.p && (s.end[-1] == ' ' || s.end[-1] == '\n' || s.end[-1] == '\r'))
    s.end--;
  return s;
}

static gboolean
is_blank (const Scanner *s)
{
  for (const char *p = s->p; p < s->end; p++)
    if (strchr ("0 :/-.T", *p) == NULL)
      return FALSE;
  return TRUE;
}

gint32
susun_date_nsec_from_digits (const char *text, gsize length)
{
  Scanner s = { text, text + length };
  gint32 nsec = 0, scale = 100000000;

  while (peek (&s) == ' ')
    s.p++;
  if (!is_digit (peek (&s)))
    return -1;
  for (; is_digit (peek (&s)) && scale > 0; scale /= 10)
    nsec += (*s.p++ - '0') * scale;
  return nsec;
}

int
susun_date_offset_from_text (const char *text, gsize length)
{
  Scanner s = trimmed (text, length);
  int sign, hours, minutes = 0, offset;

  if (s.end - s.p == 1 && *s.p == 'Z')
    return 0;
  if (!take (&s, "+-"))
    return SUSUN_OFFSET_NONE;
  sign = s.p[-1] == '-' ? -1 : 1;
  if (!take_number (&s, 1, 2, &hours))
    return SUSUN_OFFSET_NONE;
  take (&s, ":");
  if (s.p < s.end && (!take_number (&s, 2, 2, &minutes) || s.p < s.end))
    return SUSUN_OFFSET_NONE;
  offset = sign * (hours * 60 + minutes);
  /* All zones since 1970 are whole quarters; "-11:29" is a time in the wrong place. */
  if (minutes > 59 || offset % 15 != 0 || offset < -12 * 60 || offset > 14 * 60)
    return SUSUN_OFFSET_NONE;
  return offset;
}

/* What follows the seconds: a fraction, an offset. Further words are ignored; what sticks to the
 * digits makes them no date. */
static gboolean
take_tail (Scanner *s, SusunDateCandidate *date)
{
  if (peek (s) == '.' || peek (s) == ',')
    {
      Scanner fraction = { s->p + 1, s->end };
      gsize digits = count_digits (&fraction);
      date->nsec = susun_date_nsec_from_digits (fraction.p, digits);
      s->p += 1 + digits;
    }
  if (s->p < s->end && g_ascii_isalnum (*s->p) && *s->p != 'Z')
    return FALSE;
  skip_blanks (s);
  if (peek (s) == 'Z' && s->p + 1 == s->end)
    date->is_utc = TRUE;
  else if (peek (s) == '+' || peek (s) == '-')
    date->offset = (gint16) susun_date_offset_from_text (s->p, (gsize) (s->end - s->p));
  return TRUE;
}

static gboolean
take_meridiem (Scanner *s, SusunCivil *c)
{
  gsize left;

  skip_blanks (s);
  left = (gsize) (s->end - s->p);
  if (left < 2 || (s->p[1] != 'M' && s->p[1] != 'm') || strchr ("AaPp", s->p[0]) == NULL
      || c->hour < 1 || c->hour > 12)
    return FALSE;
  c->hour = c->hour % 12 + (s->p[0] == 'P' || s->p[0] == 'p' ? 12 : 0);
  s->p += 2;
  return TRUE;
}

/* hh:mm[:ss]. Returns: FALSE when what stands there is no time */
static gboolean
take_time (Scanner *s, SusunCivil *c, SusunDateCandidate *date)
{
  if (!take_padded (s, &c->hour) || !take (s, ":.-") || !take_padded (s, &c->minute))
    return FALSE;
  date->precision = SUSUN_PRECISION_MINUTE;
  if (take (s, ":.-"))
    {
      if (!take_padded (s, &c->second))
        return FALSE;
      date->precision = SUSUN_PRECISION_SECOND;
    }
  return !is_digit (peek (s));
}

static void
start (SusunDateCandidate *date)
{
  date->wall = SUSUN_WALL_NONE;
  date->nsec = -1;
  date->offset = SUSUN_OFFSET_NONE;
  date->is_utc = FALSE;
  date->precision = SUSUN_PRECISION_DAY;
}

static gboolean
finish (SusunDateCandidate *date, const SusunCivil *c)
{
  if (date->precision == SUSUN_PRECISION_DAY && c->hour + c->minute + c->second > 0)
    return FALSE;
  date->wall = susun_civil_to_wall (c);
  return date->wall != SUSUN_WALL_NONE;
}

gboolean
susun_date_from_text (const char *text, gsize length, SusunDateCandidate *date)
{
  Scanner s = trimmed (text, MIN (length, 64));
  SusunCivil c = { 0 };
  gsize digits;

  start (date);
  if (length == 0)
    return FALSE;
  if (is_blank (&s))
    {
      date->wall = SUSUN_WALL_ZERO;
      return TRUE;
    }

  digits = count_digits (&s);
  if (digits == 4)
    {
      take_number (&s, 4, 4, &c.year);
      if (!take (&s, ":-/. ") || !take_padded (&s, &c.month) || !take (&s, ":-/. ")
          || !take_padded (&s, &c.day))
        return FALSE;
    }
  else if (digits == 8 || digits == 14)
    {
      take_number (&s, 4, 4, &c.year);
      take_number (&s, 2, 2, &c.month);
      take_number (&s, 2, 2, &c.day);
    }
  else
    return FALSE;

  if (digits == 14)
    {
      take_number (&s, 2, 2, &c.hour);
      take_number (&s, 2, 2, &c.minute);
      take_number (&s, 2, 2, &c.second);
      date->precision = SUSUN_PRECISION_SECOND;
    }
  else if (s.p < s.end)
    {
      /* "2019-03-04T…", "2019:03:04 …", and the slip "1997:08:25:13:12:50" */
      if (!take (&s, "T :"))
        {
          /* a day with a zone */
          return take_tail (&s, date) && finish (date, &c);
        }
      if (!take_time (&s, &c, date))
        return FALSE;
      take_meridiem (&s, &c);
    }
  return take_tail (&s, date) && finish (date, &c);
}

static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

/* Returns: 1 to 12, or 0 */
static int
month_of_word (const char *word, gsize length)
{
  char lower[3];

  if (length < 3)
    return 0;
  for (int i = 0; i < 3; i++)
    lower[i] = g_ascii_tolower (word[i]);
  for (int month = 0; month < 12; month++)
    if (memcmp (lower, months + 3 * month, 3) == 0)
      return month + 1;
  return 0;
}

static gboolean
word_is (const char *word, gsize length, const char *text)
{
  return strlen (text) == length && g_ascii_strncasecmp (word, text, length) == 0;
}

gboolean
susun_date_from_words (const char *text, gsize length, SusunDateCandidate *date)
{
  Scanner s = trimmed (text, MIN (length, 64));
  SusunCivil c = { 0 };

  start (date);
  while (s.p < s.end)
    {
      const char *word = s.p;
      if (g_ascii_isalpha (*word))
        {
          gsize n;
          while (s.p < s.end && g_ascii_isalpha (*s.p))
            s.p++;
          n = (gsize) (s.p - word);
          if (c.month == 0)
            c.month = month_of_word (word, n);
          if (word_is (word, n, "GMT") || word_is (word, n, "UTC") || word_is (word, n, "Z"))
            date->is_utc = TRUE;
          if (date->precision != SUSUN_PRECISION_DAY
              && (word_is (word, n, "AM") || word_is (word, n, "PM")) && c.hour >= 1
              && c.hour <= 12)
            c.hour = c.hour % 12 + (g_ascii_tolower (*word) == 'p' ? 12 : 0);
          continue;
        }
      if (is_digit (*word))
        {
          gsize digits = count_digits (&s);
          if (digits <= 2 && word + digits < s.end && word[digits] == ':')
            {
              if (date->precision != SUSUN_PRECISION_DAY || !take_time (&s, &c, date))
                return FALSE;
            }
          else if (digits == 4 && c.year == 0)
            take_number (&s, 4, 4, &c.year);
          else if (digits <= 2 && c.day == 0)
            take_number (&s, 1, 2, &c.day);
          else
            return FALSE;
          continue;
        }
      if ((*word == '+' || *word == '-') && date->precision != SUSUN_PRECISION_DAY && c.year > 0)
        {
          gsize left = (gsize) (s.end - s.p), n = 1;
          while (n < left && (is_digit (s.p[n]) || s.p[n] == ':'))
            n++;
          date->offset = (gint16) susun_date_offset_from_text (s.p, n);
          s.p += n;
          continue;
        }
      s.p++;
    }
  if (date->offset != SUSUN_OFFSET_NONE)
    date->is_utc = FALSE;
  return finish (date, &c);
}
