// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "core/base/susun-path.h"
#include "core/media/susun-date-text.h"
#include "core/media/susun-reader.h"

/*
 * Dates in file names. Digits count only where they stand by themselves and are a day of the
 * calendar; a name is the weakest of witnesses that speak at all, so when in doubt it says nothing.
 */

#define MAX_STEM 200
#define FIRST_YEAR 1990
#define LAST_YEAR 2099 /* what lies in the future is the resolver's to refuse */

/* Words that stand right before the digits: "IMG20190304123310", "BURST20190304123310123". A day
 * without a time is believed only after one of these, or at the beginning of a name. */
static const char *const prefixes[] = {
  "IMG",   "VID",   "MVIMG",      "BURST",    "PANO",     "PXL",   "DSC",    "TRIM",
  "VIDEO", "PHOTO", "Screenshot", "WhatsApp", "IMG-EDIT", "image", "signal", "MOV",
};

typedef struct
{
  const char *p;
  const char *end;
} Cursor;

static gsize
count_digits (const char *p, const char *end)
{
  const char *from = p;

  while (p < end && g_ascii_isdigit (*p))
    p++;
  return (gsize) (p - from);
}

static int
number (const char *p, gsize digits)
{
  int value = 0;

  for (gsize i = 0; i < digits; i++)
    value = value * 10 + (p[i] - '0');
  return value;
}

static gboolean
is_separator (char c)
{
  return c == '-' || c == '_' || c == '.' || c == ' ' || c == ':';
}

/* Google's camera names its files by UTC. */
static gboolean
is_utc_prefix (const char *stem, const char *p)
{
  return p - stem >= 4 && memcmp (p - 4, "PXL_", 4) == 0
         && (p - stem == 4 || !g_ascii_isalnum (p[-5]));
}

/* The word of letters that ends at @p, past one separator. */
static gboolean
follows_prefix (const char *stem, const char *p, gboolean directly)
{
  const char *word_end = p, *word;

  if (!directly)
    {
      if (p == stem || (p[-1] != '_' && p[-1] != '-' && p[-1] != ' '))
        return FALSE;
      word_end--;
    }
  word = word_end;
  while (word > stem && g_ascii_isalpha (word[-1]))
    word--;
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (strlen (prefixes[i]) == (gsize) (word_end - word)
        && g_ascii_strncasecmp (word, prefixes[i], (gsize) (word_end - word)) == 0)
      return TRUE;
  return FALSE;
}

/* 8-4-4-4-12 hex digits anywhere */
static gboolean
has_uuid (const char *stem, const char *end)
{
  static const guint8 groups[] = { 8, 4, 4, 4, 12 };

  for (const char *from = stem; end - from >= 36; from++)
    {
      const char *p = from;
      gboolean match = TRUE;
      for (gsize g = 0; match && g < G_N_ELEMENTS (groups); g++)
        {
          for (guint i = 0; match && i < groups[g]; i++)
            match = g_ascii_isxdigit (*p++);
          if (match && g + 1 < G_N_ELEMENTS (groups))
            match = *p++ == '-';
        }
      if (match)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_clock (int hour, int minute, int second)
{
  return hour < 24 && minute < 60 && second < 60;
}

/* "123310", "123310456", "12.33.10", "1.33.10 PM", "12-33" with seconds only */
static gboolean
take_time (Cursor *c, SusunCivil *civil, gint32 *nsec)
{
  gsize digits = count_digits (c->p, c->end);
  int parts[3];

  *nsec = -1;
  if (digits == 6 || digits == 9 || digits == 8)
    {
      for (int i = 0; i < 3; i++)
        parts[i] = number (c->p + 2 * i, 2);
      if (digits > 6)
        *nsec = susun_date_nsec_from_digits (c->p + 6, digits - 6);
      c->p += digits;
    }
  else if (digits == 1 || digits == 2)
    {
      const char *p = c->p;
      parts[0] = number (p, digits);
      p += digits;
      for (int i = 1; i < 3; i++)
        {
          if (p >= c->end || !is_separator (*p) || count_digits (p + 1, c->end) != 2)
            return FALSE;
          parts[i] = number (p + 1, 2);
          p += 3;
        }
      /* "PM" after a blank, which macOS makes a narrow no-break one (U+202F) */
      const char *word = p;
      if (c->end - word >= 3 && memcmp (word, "\xe2\x80\xaf", 3) == 0)
        word += 3;
      else if (word < c->end && (*word == ' ' || *word == '_'))
        word++;
      if (c->end - word >= 2 && g_ascii_toupper (word[1]) == 'M'
          && (g_ascii_toupper (*word) == 'A' || g_ascii_toupper (*word) == 'P')
          && (c->end - word == 2 || !g_ascii_isalpha (word[2])) && parts[0] >= 1 && parts[0] <= 12)
        {
          parts[0] = parts[0] % 12 + (g_ascii_toupper (*word) == 'P' ? 12 : 0);
          p = word + 2;
        }
      c->p = p;
    }
  else
    return FALSE;
  if (!is_clock (parts[0], parts[1], parts[2]) || (c->p < c->end && g_ascii_isdigit (*c->p)))
    return FALSE;
  civil->hour = parts[0];
  civil->minute = parts[1];
  civil->second = parts[2];
  return TRUE;
}

/* Between day and time: one separator, "T", ", ", or a word between blanks (" at ", " pada "). */
static gboolean
skip_joint (Cursor *c)
{
  const char *p = c->p;

  if (p >= c->end)
    return FALSE;
  if (*p == ',')
    p++;
  if (p < c->end && (is_separator (*p) || *p == 'T'))
    p++;
  else
    return FALSE;
  if (p < c->end && p[-1] == ' ' && g_ascii_isalpha (*p))
    {
      const char *word = p;
      while (p < c->end && g_ascii_isalpha (*p) && p - word < 8)
        p++;
      if (p >= c->end || *p != ' ')
        return FALSE;
      p++;
    }
  c->p = p;
  return p < c->end && g_ascii_isdigit (*p);
}

static gboolean
ends_cleanly (const Cursor *c)
{
  return c->p >= c->end || !g_ascii_isalnum (*c->p);
}

/* Tries the digits at @from. Returns: SUSUN_PRECISION_SECOND, _DAY, or -1 for no date */
static int
match_at (const char *stem, const char *from, const char *end, SusunDateCandidate *date)
{
  Cursor c = { from, end };
  SusunCivil civil = { 0 };
  gsize digits = count_digits (from, end);
  gboolean directly = from > stem && g_ascii_isalpha (from[-1]);
  gint32 nsec = -1;
  int precision = -1;

  if ((directly && !follows_prefix (stem, from, TRUE)) || (from > stem && from[-1] == '+'))
    return -1;
  if (digits == 14 || digits == 17)
    {
      civil = (SusunCivil){ number (from, 4), number (from + 4, 2), number (from + 6, 2) };
      c.p = from + 8;
      c.end = from + 14;
      if (!take_time (&c, &civil, &nsec))
        return -1;
      if (digits == 17)
        nsec = susun_date_nsec_from_digits (from + 14, 3);
      c = (Cursor){ from + digits, end };
      precision = SUSUN_PRECISION_SECOND;
    }
  else if (digits == 8 || digits == 4)
    {
      if (digits == 8)
        {
          civil = (SusunCivil){ number (from, 4), number (from + 4, 2), number (from + 6, 2) };
          c.p = from + 8;
        }
      else
        {
          /* YYYY-MM-DD with one separator in both places */
          if (end - from < 10 || !is_separator (from[4]) || from[7] != from[4]
              || count_digits (from + 5, end) != 2 || count_digits (from + 8, end) != 2)
            return -1;
          civil = (SusunCivil){ number (from, 4), number (from + 5, 2), number (from + 8, 2) };
          c.p = from + 10;
        }
      Cursor time = c;
      if (skip_joint (&time) && take_time (&time, &civil, &nsec)
          && (ends_cleanly (&time) || (*time.p == 'Z' && time.p + 1 == end)))
        {
          date->is_utc = is_utc_prefix (stem, from) || (time.p < end && *time.p == 'Z');
          precision = SUSUN_PRECISION_SECOND;
        }
      else if (ends_cleanly (&c)
               && (digits == 4 || from == stem || directly || follows_prefix (stem, from, FALSE)))
        {
          civil.hour = civil.minute = civil.second = 0;
          nsec = -1;
          precision = SUSUN_PRECISION_DAY;
        }
    }
  if (precision < 0 || civil.year < FIRST_YEAR || civil.year > LAST_YEAR
      || (precision == SUSUN_PRECISION_SECOND && digits >= 14 && !ends_cleanly (&c)))
    return -1;
  date->wall = susun_civil_to_wall (&civil);
  date->nsec = nsec;
  return date->wall != SUSUN_WALL_NONE ? precision : -1;
}

void
susun_media_read_name (const char *name, SusunEvidence *evidence)
{
  const char *stem = susun_path_name (name);
  const char *end = susun_path_extension (stem);
  SusunDateCandidate best = { .wall = SUSUN_WALL_NONE };

  if (end - stem > MAX_STEM || has_uuid (stem, end))
    return;
  for (const char *p = stem; p < end; p++)
    {
      SusunDateCandidate date
          = { .offset = SUSUN_OFFSET_NONE, .source = SUSUN_DATE_SOURCE_FILE_NAME };
      int precision;
      if (!g_ascii_isdigit (*p) || (p > stem && g_ascii_isdigit (p[-1])))
        continue;
      precision = match_at (stem, p, end, &date);
      if (precision < 0)
        continue;
      date.precision = (guint8) precision;
      if (best.wall == SUSUN_WALL_NONE || precision < best.precision)
        best = date;
      if (precision == SUSUN_PRECISION_SECOND)
        break;
    }
  susun_evidence_add (evidence, &best);
}
