// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "core/media/susun-date-text.h"

typedef struct
{
  const char *text;
  const char *told; /* "-": no date */
} Row;

static const Row year_first[] = {
  { "2019:03:04 12:33:10", "2019-03-04T12:33:10" },
  { "2019-03-04T12:33:10", "2019-03-04T12:33:10" },
  { "2019-03-04T12:33:10Z", "2019-03-04T12:33:10Z" },
  { "2019-03-04T12:33:10+08:00", "2019-03-04T12:33:10+08:00" },
  { "2019-03-04T12:33:10.5+0800", "2019-03-04T12:33:10+08:00" },
  { "2019-03-04T12:33:10-03:30", "2019-03-04T12:33:10-03:30" },
  { "2019-03-04T12:33:10+13:45", "2019-03-04T12:33:10+13:45" },
  { "2019-03-04T12:33", "2019-03-04T12:33:00" },
  { "2019-03-04", "2019-03-04" },
  { "2019:03:04", "2019-03-04" },
  { "20190304", "2019-03-04" },
  { "20190304123310", "2019-03-04T12:33:10" },
  { "  2019:03:04 12:33:10  ", "2019-03-04T12:33:10" },
  { "2019.03.04 12:33:10", "2019-03-04T12:33:10" },
  { "2019/03/04 12:33:10", "2019-03-04T12:33:10" },
  { "2019:03:04:12:33:10", "2019-03-04T12:33:10" },
  { "2001/ 1/27  1:42PM", "2001-01-27T13:42:00" },
  { "2019:03:04 12:33:60", "2019-03-04T12:33:59" }, /* a leap second belongs to its minute */
  { "1955:08:31 00:00:00", "1955-08-31T00:00:00" },
  { "0000:00:00 00:00:00", "zero" },
  { "    :  :     :  :  ", "zero" },
  { "                   ", "zero" },
  { "2019", "-" },
  { "2019-03", "-" },
  { "2019:03:04 12:33:70", "-" },
  { "2019:03:04 24:00:00", "-" },
  { "2019:13:04 12:33:10", "-" },
  { "2019:02:29 12:33:10", "-" },
  { "2019:03:04 18:48:53A", "-" },
  { "06:01:1998", "-" },
  { "07/22/06", "-" },
  { "12:05:07", "-" },
  { "201exif:ExposureBias", "-" },
  { "99999:03:04 12:33:10", "-" },
  { "\xff\xfe\xfd", "-" },
  { "300", "-" },
};

static const Row with_words[] = {
  { "Thu Jan 20 08:16:08 2022\n", "2022-01-20T08:16:08" },
  { "THU JAN 20 08:16:08 2022", "2022-01-20T08:16:08" },
  { "Mon Mar  3 15:04:43 2003", "2003-03-03T15:04:43" },
  { "Tue, 20 Feb 2007 15:48:58 -0300", "2007-02-20T15:48:58-03:00" },
  { "Tue, 20 Feb 2007 15:48:58 GMT", "2007-02-20T15:48:58Z" },
  { "20 Feb 2007 15:48:58 +0000", "2007-02-20T15:48:58+00:00" },
  { "Sun 28 Apr 2024 11:09:02 PM CEST", "2024-04-28T23:09:02" },
  { "20 February 2007", "2007-02-20" },
  { "Mon 9 Aug 2004 2O:17:36 -0000", "-" },
  { "no date at all", "-" },
  { "Feb 2007", "-" },
  { "Jan 32 08:16:08 2022", "-" },
  { "", "-" },
};

static char *
tell (const char *text, gboolean (*read) (const char *, gsize, SusunDateCandidate *))
{
  SusunDateCandidate date;
  char wall[SUSUN_WALL_TEXT_SIZE], offset[SUSUN_OFFSET_TEXT_SIZE];

  if (!read (text, strlen (text), &date))
    return g_strdup ("-");
  if (date.wall == SUSUN_WALL_ZERO)
    return g_strdup ("zero");
  susun_wall_to_text (date.wall, wall);
  susun_offset_to_text (date.offset, offset);
  if (date.precision == SUSUN_PRECISION_DAY)
    wall[10] = '\0';
  return g_strconcat (wall, date.is_utc ? "Z" : "", offset, NULL);
}

static void
check (const Row *rows, gsize n, gboolean (*read) (const char *, gsize, SusunDateCandidate *))
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *told = tell (rows[i].text, read);
      if (g_strcmp0 (told, rows[i].told) != 0)
        g_test_message ("“%s”", rows[i].text);
      g_assert_cmpstr (told, ==, rows[i].told);
    }
}

static void
test_year_first (void)
{
  check (year_first, G_N_ELEMENTS (year_first), susun_date_from_text);
}

static void
test_with_words (void)
{
  check (with_words, G_N_ELEMENTS (with_words), susun_date_from_words);
}

static void
test_offsets_that_exist (void)
{
  static const struct
  {
    const char *text;
    int offset;
  } rows[] = {
    { "+08:00", 480 },
    { "+0800", 480 },
    { "-03:30", -210 },
    { "+05:45", 345 },
    { "+14:00", 840 },
    { "-12:00", -720 },
    { "Z", 0 },
    { "+8", 480 },
    { "+08:00\0", 480 },
    { "+15:00", SUSUN_OFFSET_NONE },
    { "-11:29", SUSUN_OFFSET_NONE }, /* a time where an offset belongs */
    { "-00:40", SUSUN_OFFSET_NONE },
    { "08:00", SUSUN_OFFSET_NONE },
    { "", SUSUN_OFFSET_NONE },
    { "+", SUSUN_OFFSET_NONE },
    { "+08:0", SUSUN_OFFSET_NONE },
    { "+08:00x", SUSUN_OFFSET_NONE },
    { "   :  ", SUSUN_OFFSET_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (susun_date_offset_from_text (rows[i].text, strlen (rows[i].text)), ==,
                     rows[i].offset);
}

static void
test_fractions (void)
{
  g_assert_cmpint (susun_date_nsec_from_digits ("5", 1), ==, 500000000);
  g_assert_cmpint (susun_date_nsec_from_digits ("05 ", 3), ==, 50000000);
  g_assert_cmpint (susun_date_nsec_from_digits ("1234567891", 10), ==, 123456789);
  g_assert_cmpint (susun_date_nsec_from_digits ("", 0), ==, -1);
  g_assert_cmpint (susun_date_nsec_from_digits ("x", 1), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/date-text/year-first", test_year_first);
  g_test_add_func ("/media/date-text/with-words", test_with_words);
  g_test_add_func ("/media/date-text/offsets-that-exist", test_offsets_that_exist);
  g_test_add_func ("/media/date-text/fractions", test_fractions);
  return g_test_run ();
}
