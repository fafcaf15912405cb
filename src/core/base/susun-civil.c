// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/base/susun-civil.h"

#include <stdio.h>
#include <string.h>

static const guint8 month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

static gboolean
is_leap (int year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
gint64
susun_civil_days (int year, int month, int day)
{
  gint64 y = month <= 2 ? (gint64) year - 1 : year;
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

gboolean
susun_civil_is_valid (const SusunCivil *c)
{
  if (c->year < 1 || c->year > 9999 || c->month < 1 || c->month > 12 || c->day < 1)
    return FALSE;
  if (c->day > month_days[c->month - 1] + (c->month == 2 && is_leap (c->year)))
    return FALSE;
  return c->hour >= 0 && c->hour <= 23 && c->minute >= 0 && c->minute <= 59 && c->second >= 0
         && c->second <= 60;
}

gint64
susun_civil_to_wall (const SusunCivil *c)
{
  if (!susun_civil_is_valid (c))
    return SUSUN_WALL_NONE;
  return susun_civil_days (c->year, c->month, c->day) * SUSUN_WALL_DAY + c->hour * 3600
         + c->minute * 60 + MIN (c->second, 59);
}

void
susun_civil_from_wall (gint64 wall, SusunCivil *c)
{
  gint64 days = wall / SUSUN_WALL_DAY - (wall % SUSUN_WALL_DAY < 0);
  gint64 rest = wall - days * SUSUN_WALL_DAY;
  gint64 z = days + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  gint64 day_of_era = z - era * 146097;
  gint64 year_of_era
      = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 mp = (5 * day_of_year + 2) / 153;

  c->day = (int) (day_of_year - (153 * mp + 2) / 5 + 1);
  c->month = (int) (mp < 10 ? mp + 3 : mp - 9);
  c->year = (int) (year_of_era + era * 400 + (c->month <= 2));
  c->hour = (int) (rest / 3600);
  c->minute = (int) (rest / 60 % 60);
  c->second = (int) (rest % 60);
}

static char *
put_number (char *p, int value, int width)
{
  for (int i = width - 1; i >= 0; i--, value /= 10)
    p[i] = '0' + value % 10;
  return p + width;
}

void
susun_wall_to_text (gint64 wall, char text[SUSUN_WALL_TEXT_SIZE])
{
  SusunCivil c;
  char *p = text;

  if (wall == SUSUN_WALL_NONE)
    {
      text[0] = '\0';
      return;
    }
  susun_civil_from_wall (wall, &c);
  p = put_number (p, CLAMP (c.year, 0, 9999), 4);
  *p++ = '-';
  p = put_number (p, c.month, 2);
  *p++ = '-';
  p = put_number (p, c.day, 2);
  *p++ = 'T';
  p = put_number (p, c.hour, 2);
  *p++ = ':';
  p = put_number (p, c.minute, 2);
  *p++ = ':';
  p = put_number (p, c.second, 2);
  *p = '\0';
}

static gboolean
get_number (const char **p, int width, int *value)
{
  *value = 0;
  for (int i = 0; i < width; i++, (*p)++)
    {
      if (!g_ascii_isdigit (**p))
        return FALSE;
      *value = *value * 10 + (**p - '0');
    }
  return TRUE;
}

static gboolean
get_char (const char **p, const char *accepted)
{
  if (**p == '\0' || strchr (accepted, **p) == NULL)
    return FALSE;
  (*p)++;
  return TRUE;
}

gint64
susun_wall_from_text (const char *text)
{
  SusunCivil c = { 0 };
  const char *p = text;

  if (!get_number (&p, 4, &c.year) || !get_char (&p, "-") || !get_number (&p, 2, &c.month)
      || !get_char (&p, "-") || !get_number (&p, 2, &c.day))
    return SUSUN_WALL_NONE;
  if (*p != '\0'
      && (!get_char (&p, "T ") || !get_number (&p, 2, &c.hour) || !get_char (&p, ":")
          || !get_number (&p, 2, &c.minute) || !get_char (&p, ":") || !get_number (&p, 2, &c.second)
          || *p != '\0'))
    return SUSUN_WALL_NONE;
  return susun_civil_to_wall (&c);
}

void
susun_offset_to_text (int offset, char text[SUSUN_OFFSET_TEXT_SIZE])
{
  char *p = text;

  if (offset != SUSUN_OFFSET_NONE)
    {
      int minutes = ABS (offset);
      *p++ = offset < 0 ? '-' : '+';
      p = put_number (p, minutes / 60, 2);
      *p++ = ':';
      p = put_number (p, minutes % 60, 2);
    }
  *p = '\0';
}

int
susun_offset_from_text (const char *text)
{
  const char *p = text;
  int hours, minutes, offset;
  gboolean negative = *p == '-';

  if (strcmp (text, "Z") == 0)
    return 0;
  if (!get_char (&p, "+-") || !get_number (&p, 2, &hours))
    return SUSUN_OFFSET_NONE;
  get_char (&p, ":");
  if (!get_number (&p, 2, &minutes) || *p != '\0' || minutes > 59)
    return SUSUN_OFFSET_NONE;
  offset = hours * 60 + minutes;
  offset = negative ? -offset : offset;
  return offset < -12 * 60 || offset > 14 * 60 ? SUSUN_OFFSET_NONE : offset;
}
