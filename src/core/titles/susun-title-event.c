// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/titles/susun-titles.h"

#include <string.h>

#include "core/titles/susun-title-text-private.h"

/* What stands between a date and a title, and around both. */
#define MARKS " -.,+~#*=|:;@!–—"

static const char *const months[] = {
  "januari", "january",   "jan",   "februari", "february", "feb",     "mac",
  "march",   "mar",       "april", "apr",      "mei",      "may",     "jun",
  "june",    "julai",     "july",  "jul",      "ogos",     "ogs",     "august",
  "aug",     "september", "sept",  "sep",      "oktober",  "october", "okt",
  "oct",     "november",  "nov",   "disember", "december", "dis",     "dec",
};

/* Ways to say that there is nothing to say. */
static const char *const empty_words[]
    = { "new",    "folder", "baru",   "untitled", "tanpa",   "nama",     "tajuk",
        "dcim",   "photos", "photo",  "images",   "image",   "pictures", "picture",
        "camera", "kamera", "import", "imports",  "misc",    "download", "downloads",
        "temp",   "tmp",    "copy",   "of",       "salinan", "backup",   "videos",
        "video",  "gambar", "album",  "unsorted", "fail",    "files" };

/* A number of @min to @max digits that no digit follows. Returns: its length, or 0 */
static gsize
read_number (const char *text, guint min, guint max, guint *value)
{
  gsize n = strspn (text, "0123456789");

  if (n < min || n > max)
    return 0;
  *value = 0;
  for (gsize i = 0; i < n; i++)
    *value = *value * 10 + (text[i] - '0');
  return n;
}

static gboolean
is_day (guint year, guint month, guint day)
{
  return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static gboolean
is_divider (char c)
{
  return c != '\0' && strchr ("-./ ", c) != NULL;
}

/* 20190314 or 14032019 */
static gsize
read_digits_date (const char *text)
{
  guint value;

  if (read_number (text, 8, 8, &value) == 0)
    return 0;
  if (is_day (value / 10000, value / 100 % 100, value % 100)
      || is_day (value % 10000, value / 10000 % 100, value / 1000000))
    return 8;
  return 0;
}

/* 2019-03-14, 14.3.2019, 14/3/19, 2019-03 */
static gsize
read_divided_date (const char *text)
{
  guint a, b, c;
  gsize n = read_number (text, 1, 4, &a), m, k;
  char divider = text[n];

  if (n == 0 || n == 3 || !is_divider (divider))
    return 0;
  m = read_number (text + n + 1, 1, 2, &b);
  if (m == 0)
    return 0;
  if (text[n + 1 + m] == divider)
    {
      k = read_number (text + n + m + 2, 1, 4, &c);
      if (k > 0 && n == 4 && k <= 2 && is_day (a, b, c))
        return n + m + k + 2;
      if (k == 4 && n <= 2 && is_day (c, b, a))
        return n + m + k + 2;
      if (k == 2 && n <= 2 && divider != ' ' && is_day (2000 + c, b, a))
        return n + m + k + 2;
    }
  /* Only the month. */
  return n == 4 && m == 2 && divider == '-' && is_day (a, b, 1) && text[n + 1 + m] != '-'
             ? n + m + 1
             : 0;
}

static gsize
read_month_name (const char *text)
{
  gsize length = susun_title_letters_length (text);

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    if (strlen (months[i]) == length && g_ascii_strncasecmp (text, months[i], length) == 0)
      return length;
  return 0;
}

static gsize
skip_dividers (const char *text)
{
  return strspn (text, "-./, ");
}

/* 14 Mac 2019, 14-16 Mac 2019, 14mac2019 */
static gsize
read_named_date (const char *text)
{
  guint day, last, year;
  gsize n = read_number (text, 1, 2, &day), m;

  if (n == 0 || day < 1 || day > 31)
    return 0;
  n += skip_dividers (text + n);
  m = read_number (text + n, 1, 2, &last);
  if (m > 0)
    n += m + skip_dividers (text + n + m);
  m = read_month_name (text + n);
  if (m == 0)
    return 0;
  n += m + skip_dividers (text + n + m);
  m = read_number (text + n, 4, 4, &year);
  return m > 0 && is_day (year, 1, 1) ? n + m : 0;
}

/* Returns: the length of the date that @text begins with, or 0 */
static gsize
read_date (const char *text)
{
  gsize n;

  if (!g_ascii_isdigit (*text))
    return 0;
  n = read_named_date (text);
  if (n == 0)
    n = read_divided_date (text);
  if (n == 0)
    n = read_digits_date (text);
  return n;
}

/* The time of day behind a date: " 153000", "-15.30.00", " 15:30". */
static gsize
read_time (const char *text)
{
  guint value, minutes;
  gsize skip = strspn (text, " -T"), n, m;

  if (skip == 0 || skip > 3)
    return 0;
  n = read_number (text + skip, 6, 6, &value);
  if (n > 0 && value / 10000 < 24 && value / 100 % 100 < 60 && value % 100 < 60)
    return skip + n;
  n = read_number (text + skip, 2, 2, &value);
  if (n == 0 || value > 23 || strchr (".:", text[skip + n]) == NULL || text[skip + n] == '\0')
    return 0;
  m = read_number (text + skip + n + 1, 2, 2, &minutes);
  if (m == 0 || minutes > 59)
    return 0;
  n += skip + 1 + m;
  if (strchr (".:", text[n]) != NULL && text[n] != '\0'
      && read_number (text + n + 1, 2, 2, &value) > 0)
    n += 3;
  return n;
}

/* "-16" behind 2019-03-14: the last of several days. Returns: its length, or 0 */
static gsize
read_last_day (const char *text)
{
  guint day;

  if (*text != '-' || read_number (text + 1, 2, 2, &day) == 0 || day < 1 || day > 31)
    return 0;
  return text[3] == '\0' || strchr (" )]", text[3]) != NULL ? 3 : 0;
}

/* A date in brackets, or free. Returns: its length, or 0 */
static gsize
read_bracketed_date (const char *text)
{
  gboolean bracket = *text == '(' || *text == '[';
  gsize n = read_date (text + bracket);

  if (n == 0)
    return 0;
  n += read_time (text + bracket + n);
  n += read_last_day (text + bracket + n);
  if (!bracket)
    return n;
  return text[n + 1] == ')' || text[n + 1] == ']' ? n + 2 : 0;
}

/* "01 - ", "1. ", "02 ": a place in a list. Returns: its length, or 0 */
static gsize
read_list_number (const char *text)
{
  guint value;
  gsize n = read_number (text, 1, 3, &value), after;

  if (n == 0)
    return 0;
  after = strspn (text + n, " -.)");
  if (after == 0 || !g_unichar_isalpha (g_utf8_get_char (text + n + after)))
    return 0;
  /* "10 tahun" belongs together, "1. raya", "1 - raya" and "02 raya" do not; nor is "3-2" a list.
   */
  return *text == '0' || (after >= 2 && text[n + after - 1] == ' ') ? n + after : 0;
}

static const char *
skip_marks (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_utf8_strchr (MARKS, -1, g_utf8_get_char (text)) == NULL)
      break;
  return text;
}

static const char *
skip_beginning (const char *text)
{
  for (;;)
    {
      gsize n;
      text = skip_marks (text);
      n = read_bracketed_date (text);
      if (n == 0)
        n = read_list_number (text);
      /* What follows a date at once is part of a longer word. */
      if (n == 0 || (g_ascii_isdigit (text[n]) && g_ascii_isdigit (text[n - 1])))
        return text;
      text += n;
    }
}

/* Where a word may begin: behind a blank, a mark or a bracket, and behind a letter for digits. */
static gboolean
is_boundary (const char *text, const char *p)
{
  return p == text || strchr (" -,([", p[-1]) != NULL
         || (!g_ascii_isdigit (p[-1]) && g_ascii_isdigit (*p) && strchr ("./:", p[-1]) == NULL);
}

static void
cut_end (char *text)
{
  for (char *p = text; *p != '\0'; p++)
    {
      gsize n = is_boundary (text, p) ? read_bracketed_date (p) : 0;
      if (n > 0 && *skip_marks (p + n) == '\0')
        {
          *p = '\0';
          break;
        }
    }
  for (char *end = text + strlen (text); end > text;)
    {
      char *last = g_utf8_prev_char (end);
      if (g_utf8_strchr (" -,+~#=|:;@([–—", -1, g_utf8_get_char (last)) == NULL)
        break;
      *last = '\0';
      end = last;
    }
}

char *
susun_title_event_part (const char *name)
{
  SusunTitleFlags flags = 0;
  g_autofree char *cleaned = susun_title_clean (name, &flags);
  char *event = g_strdup (skip_beginning (cleaned));

  cut_end (event);
  return event;
}

/* Whether @tail is "final", "final2", "v2", "copy": which of several versions this was. */
static gboolean
is_version (const char *tail)
{
  static const char *const versions[] = { "final",  "v",    "ver",   "versi",    "copy",    "edit",
                                          "edited", "siap", "akhir", "muktamad", "salinan", "new" };
  gsize length = susun_title_letters_length (tail);

  if (tail[length + strspn (tail + length, "0123456789")] != '\0')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (strlen (versions[i]) == length && g_ascii_strncasecmp (tail, versions[i], length) == 0)
      /* "v" alone is a letter. */
      return length > 1 || tail[length] != '\0';
  return FALSE;
}

static void
cut_year (char *event, int year)
{
  g_autofree char *text = g_strdup_printf ("%d", year);
  gsize length = strlen (event), digits = strlen (text);

  if (length > digits && g_str_has_suffix (event, text)
      && strchr (" _-", event[length - digits - 1]) != NULL)
    event[length - digits] = '\0';
}

char *
susun_title_event_in_year (const char *name, int year)
{
  g_autofree char *rest = g_strdup (name);
  char *glue = strrchr (rest, '_');

  /* With underscores for blanks everywhere it is a word like others. */
  if (glue == NULL || glue == rest || strchr (rest, ' ') == NULL || !is_version (glue + 1))
    return susun_title_event_part (name);
  *glue = '\0';
  cut_year (rest, year);
  return susun_title_event_part (rest);
}

static gboolean
is_empty_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (empty_words); i++)
    if (g_ascii_strcasecmp (word, empty_words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* DCF: three digits and five characters: 100CANON, 101APPLE, 102_FUJI. */
static gboolean
is_camera_folder (const char *word)
{
  return strlen (word) == 8 && strspn (word, "0123456789") == 3 && !g_ascii_isdigit (word[3])
         && !susun_title_has_lower (word);
}

gboolean
susun_title_is_empty_talk (const char *event)
{
  SusunTitleFlags flags = 0;
  g_autofree char *cleaned = susun_title_clean (event, &flags);
  g_auto (GStrv) words = g_strsplit_set (cleaned, " ()[].,-", -1);

  if (is_camera_folder (event) || is_camera_folder (cleaned))
    return TRUE;
  for (guint i = 0; words[i] != NULL; i++)
    if (susun_title_has_letter (words[i]) && !is_empty_word (words[i])
        && !is_camera_folder (words[i]))
      return FALSE;
  /* Pictures and other signs are something. */
  return susun_title_is_ascii (cleaned);
}
