// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>
#include <time.h>

#include "core/media/susun-resolver.h"

/* One candidate as a text: "TAG WALL", with Z for UTC, an offset, "(day)" for a day alone. */
static void
add (SusunEvidence *evidence, const char *text)
{
  SusunDateCandidate c = { .nsec = -1, .offset = SUSUN_OFFSET_NONE };
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);
  char wall[20] = { 0 };
  const char *rest;

  c.source = (guint8) susun_date_source_from_tag (parts[0]);
  g_assert_cmpint (c.source, !=, SUSUN_DATE_SOURCE_NONE);
  if (strcmp (parts[1], "zero") == 0)
    c.wall = SUSUN_WALL_ZERO;
  else
    {
      gsize n = strlen (parts[1]) >= 19 ? 19 : 10;
      memcpy (wall, parts[1], n);
      rest = parts[1] + n;
      c.wall = susun_wall_from_text (wall);
      g_assert_cmpint (c.wall, !=, SUSUN_WALL_NONE);
      c.precision = n == 10 ? SUSUN_PRECISION_DAY : SUSUN_PRECISION_SECOND;
      c.is_utc = *rest == 'Z';
      if (*rest == '+' || *rest == '-')
        c.offset = (gint16) susun_offset_from_text (rest);
    }
  susun_evidence_add (evidence, &c);
}

static void
add_all (SusunEvidence *evidence, const char *list)
{
  g_auto (GStrv) texts = g_strsplit (list, "; ", -1);

  for (char **text = texts; *text != NULL; text++)
    if (**text != '\0')
      add (evidence, *text);
}

static SusunDateRules
rules_of (GTimeZone *zone)
{
  return (SusunDateRules){
    .zone = zone,
    .now = susun_wall_from_text ("2026-11-20T12:00:00"),
    .manual = SUSUN_WALL_NONE,
  };
}

static char *
answer (const SusunDate *date)
{
  char wall[SUSUN_WALL_TEXT_SIZE], offset[SUSUN_OFFSET_TEXT_SIZE];

  susun_wall_to_text (date->wall, wall);
  susun_offset_to_text (date->offset, offset);
  return g_strdup_printf ("%s%s %s %s", wall, offset,
                          susun_date_source_tag ((SusunDateSource) date->source),
                          susun_confidence_nick ((SusunConfidence) date->confidence));
}

typedef struct
{
  const char *demand; /* what the row shows */
  const char *evidence;
  const char *answer;
} Row;

/* Times in the archive's zone are those of Asia/Kuala_Lumpur: +08:00, and +07:30 before 1982. */
static const Row rows[] = {
  { "DateTimeOriginal goes before all others",
    "Exif.DateTime 2020-01-02T03:04:05; XMP.xmp:CreateDate 2018-01-02T03:04:05; "
    "Exif.DateTimeDigitized 2019-03-05T00:00:01; Exif.DateTimeOriginal 2019-03-04T12:33:10",
    "2019-03-04T12:33:10 Exif.DateTimeOriginal certain" },
  { "the wall clock of EXIF is never shifted by its offset (3)",
    "Exif.DateTimeOriginal 2019-03-04T23:33:10-11:00",
    "2019-03-04T23:33:10-11:00 Exif.DateTimeOriginal certain" },
  { "the digitized date goes before XMP",
    "XMP.exif:DateTimeOriginal 2018-01-02T03:04:05; Exif.DateTimeDigitized 2019-03-04T12:33:10",
    "2019-03-04T12:33:10 Exif.DateTimeDigitized likely" },
  { "XMP goes before IPTC, IPTC before PNG's text, that before Exif.DateTime",
    "Exif.DateTime 2020-01-02T03:04:05; PNG.CreationTime 2019-01-02T03:04:05; "
    "IPTC.DateCreated 2018-01-02T03:04:05; XMP.photoshop:DateCreated 2017-01-02T03:04:05",
    "2017-01-02T03:04:05 XMP.photoshop:DateCreated likely" },
  { "IPTC's day goes before Exif.DateTime",
    "Exif.DateTime 2020-01-02T03:04:05; IPTC.DateCreated 2018-05-06",
    "2018-05-06T00:00:00 IPTC.DateCreated likely" },
  { "Exif.DateTime alone is weak: any program may have written it (8)",
    "Exif.DateTime 2020-01-02T03:04:05", "2020-01-02T03:04:05 Exif.DateTime weak" },
  { "a blank original leaves the digitized date its weight",
    "Exif.DateTimeOriginal zero; Exif.DateTimeDigitized 2019-03-04T12:33:10",
    "2019-03-04T12:33:10 Exif.DateTimeDigitized likely" },
  { "blank dates alone are no date", "Exif.DateTimeOriginal zero; Exif.DateTime zero",
    " none none" },
  { "an original of 1601 is passed over, and what follows is believed less",
    "Exif.DateTimeOriginal 1601-06-06T16:39:33; Exif.DateTimeDigitized 2015-06-12T16:39:33",
    "2015-06-12T16:39:33 Exif.DateTimeDigitized weak" },
  { "a date years ahead is shown and suspect (8)", "Exif.DateTimeOriginal 2038-05-05T01:29:24",
    "2038-05-05T01:29:24 Exif.DateTimeOriginal suspect" },
  { "a day ahead is somebody's zone", "Exif.DateTimeOriginal 2026-11-21T02:00:00",
    "2026-11-21T02:00:00 Exif.DateTimeOriginal certain" },
  { "a true picture of 1955 is dated", "Exif.DateTimeOriginal 1955-08-31T10:00:00",
    "1955-08-31T10:00:00 Exif.DateTimeOriginal certain" },
  { "a factory clock is suspect, its date stays visible (8)",
    "Exif.DateTimeOriginal 2000-01-01T00:00:00",
    "2000-01-01T00:00:00 Exif.DateTimeOriginal suspect" },
  { "noon of New Year is a factory clock too", "Exif.DateTimeOriginal 2010-01-01T12:00:00",
    "2010-01-01T12:00:00 Exif.DateTimeOriginal suspect" },
  { "the night of New Year is not", "Exif.DateTimeOriginal 2010-01-01T00:00:07",
    "2010-01-01T00:00:07 Exif.DateTimeOriginal certain" },
  { "the whole first day of 1970 and 1980 is", "Exif.DateTimeOriginal 1980-01-01T04:11:52",
    "1980-01-01T04:11:52 Exif.DateTimeOriginal suspect" },
  { "beside a factory clock a modification is no better",
    "Exif.DateTimeOriginal 2000-01-01T00:00:00; Exif.DateTime 2019-03-04T12:33:10",
    "2000-01-01T00:00:00 Exif.DateTimeOriginal suspect" },
  { "but a name is", "Exif.DateTimeOriginal 2000-01-01T00:00:00; FileName 2019-03-04T12:33:10",
    "2019-03-04T12:33:10 FileName weak" },
  { "New Year as a day alone is an archivist's", "IPTC.DateCreated 2000-01-01",
    "2000-01-01T00:00:00 IPTC.DateCreated likely" },

  { "mvhd is UTC, shown in the archive's zone (1)", "QuickTime.mvhd 2023-07-13T17:50:25Z",
    "2023-07-14T01:50:25+08:00 QuickTime.mvhd likely" },
  { "Apple's date goes before mvhd, in any zone (2)",
    "QuickTime.mvhd 2023-07-13T17:50:25Z; QuickTime.CreationDate 2023-07-13T10:50:24-07:00",
    "2023-07-13T10:50:24-07:00 QuickTime.CreationDate certain" },
  { "a phone's own local date counts where mvhd is silent",
    "QuickTime.mvhd zero; QuickTime.Date 2020-11-20T15:04:02+01:00",
    "2020-11-20T15:04:02+01:00 QuickTime.Date likely" },
  { "beside an mvhd it is a rival: any program may have set it",
    "QuickTime.mvhd 2024-01-02T03:04:05Z; QuickTime.Date 2024-03-04T05:06:07+00:00",
    "2024-01-02T11:04:05+08:00 QuickTime.mvhd likely" },
  { "an mvhd of zeros is no date", "QuickTime.mvhd zero", " none none" },
  { "an mvhd of 1970 is suspect", "QuickTime.mvhd 1970-01-01T00:00:00Z",
    "1970-01-01T07:30:00+07:30 QuickTime.mvhd suspect" },
  { "an mvhd that counts from 1970 is weak", "QuickTime.mvhd1970 2014-05-13T16:53:20Z",
    "2014-05-14T00:53:20+08:00 QuickTime.mvhd1970 weak" },
  { "and suspect before there were such films", "QuickTime.mvhd1970 1970-01-12T13:46:40Z",
    "1970-01-12T21:16:40+07:30 QuickTime.mvhd1970 suspect" },
  { "the name's local time tells a film's zone",
    "QuickTime.mvhd 2024-01-28T09:54:40Z; FileName 2024-01-28T10:54:20",
    "2024-01-28T10:54:40+01:00 QuickTime.mvhd likely" },
  { "a name of another hour does not",
    "QuickTime.mvhd 2024-01-28T09:54:40Z; FileName 2024-01-28T10:44:20",
    "2024-01-28T17:54:40+08:00 QuickTime.mvhd likely" },
  { "©day with an offset tells mvhd's zone",
    "QuickTime.mvhd 2024-01-28T09:54:40Z; QuickTime.Day 2024-01-28T10:54:40+01:00",
    "2024-01-28T10:54:40+01:00 QuickTime.mvhd likely" },
  { "an editor's XMP does not",
    "QuickTime.mvhd 2019-02-15T21:13:20Z; XMP.xmp:CreateDate 2019-02-15T16:13:20-05:00",
    "2019-02-16T05:13:20+08:00 QuickTime.mvhd likely" },
  { "a muxer's DateUTC is weak", "Matroska.DateUTC 2024-04-25T12:36:46Z",
    "2024-04-25T20:36:46+08:00 Matroska.DateUTC weak" },
  { "AVI tells the camera's own clock", "RIFF.IDIT 2022-01-20T08:16:08; RIFF.ICRD 2022-01-21",
    "2022-01-20T08:16:08 RIFF.IDIT certain" },

  { "a name goes below metadata and above mtime (5)",
    "mtime 2025-05-05T05:05:05Z; FileName 2019-03-04T12:33:10; Exif.DateTime 2020-01-02T03:04:05",
    "2020-01-02T03:04:05 Exif.DateTime weak" },
  { "a name goes above mtime", "mtime 2025-05-05T05:05:05Z; FileName 2019-03-04T12:33:10",
    "2019-03-04T12:33:10 FileName likely" },
  { "a name that tells only the day is weak", "FileName 2019-03-04",
    "2019-03-04T00:00:00 FileName weak" },
  { "PXL_ names are UTC (5)", "FileName 2022-08-31T20:31:37Z",
    "2022-09-01T04:31:37+08:00 FileName likely" },
  { "a name from the future is no evidence", "FileName 2090-03-04T12:33:10", " none none" },
  { "Takeout is used only without a date of its own (7)",
    "Takeout.JSON 2020-01-02T03:04:05Z; Exif.DateTimeOriginal 2019-03-04T12:33:10",
    "2019-03-04T12:33:10 Exif.DateTimeOriginal certain" },
  { "Takeout's epoch is UTC (7)", "Takeout.JSON 2020-01-02T20:04:05Z",
    "2020-01-03T04:04:05+08:00 Takeout.JSON likely" },
  { "Takeout knows more than a name without a time",
    "FileName 2020-01-02; Takeout.JSON 2020-01-02T03:04:05Z",
    "2020-01-02T11:04:05+08:00 Takeout.JSON likely" },
  { "mtime is the last resort, and weak (9)", "mtime 2025-05-05T20:05:05Z",
    "2025-05-06T04:05:05+08:00 mtime weak" },
  { "mtime does not save a suspect date",
    "Exif.DateTimeOriginal 2000-01-01T00:00:00; mtime 2025-05-05T05:05:05Z",
    "2000-01-01T00:00:00 Exif.DateTimeOriginal suspect" },

  { "satellite time alone is a weak UTC (4)", "Exif.GPSDateTime 2021-08-14T16:45:09Z",
    "2021-08-15T00:45:09+08:00 Exif.GPSDateTime weak" },
  { "satellite time lends an offset, in quarters of an hour (4)",
    "Exif.DateTimeOriginal 2019-03-04T18:18:10; Exif.GPSDateTime 2019-03-04T12:33:02Z",
    "2019-03-04T18:18:10+05:45 Exif.DateTimeOriginal certain" },
  { "an old fix does not",
    "Exif.DateTimeOriginal 2019-03-04T18:25:10; Exif.GPSDateTime 2019-03-04T12:33:02Z",
    "2019-03-04T18:25:10 Exif.DateTimeOriginal certain" },
  { "two originals that disagree are weak",
    "Exif.DateTimeOriginal 2019-03-04T18:18:10; Exif.DateTimeOriginal 2021-03-04T18:18:10",
    "2019-03-04T18:18:10 Exif.DateTimeOriginal weak" },
  { "nothing is none", "", " none none" },
};

static void
check_rows (GTimeZone *zone)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
      SusunDateRules rules = rules_of (zone);
      SusunDate date;
      g_autofree char *told = NULL;
      add_all (evidence, rows[i].evidence);
      susun_resolve (evidence, &rules, NULL, &date);
      told = answer (&date);
      if (strcmp (told, rows[i].answer) != 0)
        g_test_message ("%s", rows[i].demand);
      g_assert_cmpstr (told, ==, rows[i].answer);
      g_assert_true ((date.confidence == SUSUN_CONFIDENCE_NONE) == (date.wall == SUSUN_WALL_NONE));
    }
}

static void
test_the_table (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Kuala_Lumpur");

  g_assert_nonnull (zone);
  check_rows (zone);
}

static void
test_the_computers_zone_is_never_used (void)
{
  static const char *const zones[]
      = { "Asia/Tokyo", "UTC", "America/New_York", "Pacific/Kiritimati", ":nonsense" };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Kuala_Lumpur");

  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_setenv ("TZ", zones[i], TRUE);
      tzset ();
      check_rows (zone);
    }
  g_unsetenv ("TZ");
  tzset ();
}

static void
test_a_clip_of_the_evening_is_filed_under_the_local_day (void)
{
  /* USERS.md 1: mvhd 2023-07-13T03:50:25Z, archive zone UTC-7 */
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Phoenix");
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  SusunDateRules rules = rules_of (zone);
  SusunDate date;
  g_autofree char *note = NULL;

  add (evidence, "QuickTime.mvhd 2023-07-13T03:50:25Z");
  susun_resolve (evidence, &rules, NULL, &date);
  g_assert_cmpint (date.day, ==, susun_wall_from_text ("2023-07-12"));
  g_assert_cmpint (date.zone_from, ==, SUSUN_ZONE_FROM_ARCHIVE);
  note = susun_date_note (&date, evidence);
  g_assert_cmpstr (note, ==, "mvhd, UTC assumed, zone = archive setting");
}

static void
test_daylight_saving_counts_at_the_instant (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");
  static const struct
  {
    const char *evidence, *answer;
  } cases[] = {
    { "QuickTime.mvhd 2023-03-12T06:59:59Z", "2023-03-12T01:59:59-05:00 QuickTime.mvhd likely" },
    { "QuickTime.mvhd 2023-03-12T07:00:00Z", "2023-03-12T03:00:00-04:00 QuickTime.mvhd likely" },
    { "QuickTime.mvhd 2023-11-05T06:00:00Z", "2023-11-05T01:00:00-05:00 QuickTime.mvhd likely" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
      SusunDateRules rules = rules_of (zone);
      SusunDate date;
      g_autofree char *told = NULL;
      add (evidence, cases[i].evidence);
      susun_resolve (evidence, &rules, NULL, &date);
      told = answer (&date);
      g_assert_cmpstr (told, ==, cases[i].answer);
    }
}

static void
test_a_day_may_begin_at_four (void)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  SusunDateRules rules = rules_of (NULL);
  SusunDate date;

  rules.day_starts = 4 * 60;
  add (evidence, "Exif.DateTimeOriginal 2019-03-04T03:59:59");
  susun_resolve (evidence, &rules, NULL, &date);
  g_assert_cmpint (date.day, ==, susun_wall_from_text ("2019-03-03"));
  g_assert_cmpint (date.wall, ==, susun_wall_from_text ("2019-03-04T03:59:59"));

  susun_evidence_reset (evidence);
  add (evidence, "IPTC.DateCreated 2019-03-04"); /* a day alone is that day */
  susun_resolve (evidence, &rules, NULL, &date);
  g_assert_cmpint (date.day, ==, susun_wall_from_text ("2019-03-04"));

  susun_evidence_reset (evidence);
  add (evidence, "Exif.DateTimeOriginal 1969-12-31T23:00:00");
  susun_resolve (evidence, &rules, NULL, &date);
  g_assert_cmpint (date.day, ==, susun_wall_from_text ("1969-12-31"));
}

static void
test_a_camera_clock_that_was_wrong (void)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  SusunDateRules rules = rules_of (NULL);
  SusunDate date;

  rules.clock_shift = -7 * 3600;
  add (evidence, "Exif.DateTimeOriginal 2019-03-04T03:00:00");
  susun_resolve (evidence, &rules, NULL, &date);
  g_assert_cmpint (date.wall, ==, susun_wall_from_text ("2019-03-03T20:00:00"));
  g_assert_cmpint (date.day, ==, susun_wall_from_text ("2019-03-03"));

  /* The shift is the camera's: a name and mtime come from other clocks. */
  susun_evidence_reset (evidence);
  add (evidence, "FileName 2019-03-04T03:00:00");
  susun_resolve (evidence, &rules, NULL, &date);
  g_assert_cmpint (date.wall, ==, susun_wall_from_text ("2019-03-04T03:00:00"));

  /* A factory clock with a known shift is a date again. */
  susun_evidence_reset (evidence);
  rules.clock_shift = 19 * 366 * 86400;
  add (evidence, "Exif.DateTimeOriginal 2000-01-01T00:00:00");
  susun_resolve (evidence, &rules, NULL, &date);
  g_assert_cmpint (date.confidence, ==, SUSUN_CONFIDENCE_CERTAIN);
}

static void
test_what_the_user_set_wins (void)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  SusunDateRules rules = rules_of (NULL);
  SusunDate date;

  rules.manual = susun_wall_from_text ("1969-05-13T10:00:00");
  add (evidence, "Exif.DateTimeOriginal 2019-03-04T03:00:00");
  susun_resolve (evidence, &rules, NULL, &date);
  g_assert_cmpint (date.wall, ==, rules.manual);
  g_assert_cmpint (date.source, ==, SUSUN_DATE_SOURCE_MANUAL);
  g_assert_cmpint (date.confidence, ==, SUSUN_CONFIDENCE_CERTAIN);
  g_assert_cmpint (date.day, ==, susun_wall_from_text ("1969-05-13"));
}

static void
test_file_system_first_when_asked (void)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  SusunDateRules rules = rules_of (NULL);
  SusunDate date;

  rules.mtime_first = TRUE;
  add_all (evidence,
           "QuickTime.CreationDate 2019-03-04T03:00:00+08:00; mtime 2020-05-06T07:08:09Z");
  susun_resolve (evidence, &rules, NULL, &date);
  g_assert_cmpint (date.source, ==, SUSUN_DATE_SOURCE_MTIME);
  g_assert_cmpint (date.wall, ==, susun_wall_from_text ("2020-05-06T07:08:09"));
}

static void
sibling (SusunFolderHints *hints, const char *maker, const char *list)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  SusunDateRules rules = rules_of (NULL);

  g_string_assign (evidence->maker, maker);
  add_all (evidence, list);
  susun_folder_hints_add (hints, evidence, &rules);
}

static int
offset_for (SusunFolderHints *hints, const char *maker, const char *list)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Kuala_Lumpur");
  SusunDateRules rules = rules_of (zone);
  SusunDate date;

  g_string_assign (evidence->maker, maker);
  add_all (evidence, list);
  susun_resolve (evidence, &rules, hints, &date);
  return date.zone_from == SUSUN_ZONE_FROM_SIBLINGS ? date.offset : SUSUN_OFFSET_NONE;
}

static void
test_siblings_lend_their_offset (void)
{
  g_autoptr (SusunFolderHints) hints = susun_folder_hints_new ();
  const char *clip = "QuickTime.mvhd 2019-03-04T03:00:00Z";

  g_assert_cmpint (offset_for (hints, "", clip), ==, SUSUN_OFFSET_NONE);
  sibling (hints, "Pixel", "Exif.DateTimeOriginal 2019-03-04T12:10:00+09:00");
  /* A film of no known camera: all photos of that day agree; those of another day say nothing. */
  g_assert_cmpint (offset_for (hints, "", clip), ==, 540);
  g_assert_cmpint (offset_for (hints, "", "QuickTime.mvhd 2019-03-06T03:00:00Z"), ==,
                   SUSUN_OFFSET_NONE);
  /* By satellite time, another camera, another zone: now they do not. */
  sibling (hints, "Kodachi",
           "Exif.DateTimeOriginal 2019-03-04T04:00:00; Exif.GPSDateTime 2019-03-04T03:00:05Z");
  g_assert_cmpint (offset_for (hints, "", clip), ==, SUSUN_OFFSET_NONE);
  g_assert_cmpint (offset_for (hints, "Pixel", clip), ==, 540);
  g_assert_cmpint (offset_for (hints, "Kodachi", clip), ==, 60);
  /* Of one camera the sibling next in time counts: somebody flew home. */
  sibling (hints, "Pixel", "Exif.DateTimeOriginal 2019-03-20T10:00:00+08:00");
  sibling (hints, "Pixel", "Exif.DateTimeOriginal 2019-03-20T10:01:00+08:00");
  g_assert_cmpint (offset_for (hints, "Pixel", clip), ==, 540);
  g_assert_cmpint (offset_for (hints, "Pixel", "QuickTime.mvhd 2019-03-20T03:00:00Z"), ==, 480);
  g_assert_cmpint (offset_for (hints, "Pixel", "QuickTime.mvhd 2019-06-20T03:00:00Z"), ==, 480);
  /* A file's time of change is the computer's, not the camera's. */
  g_assert_cmpint (offset_for (hints, "Pixel", "mtime 2019-03-04T03:00:00Z"), ==,
                   SUSUN_OFFSET_NONE);
}

/* Files are read by many threads: the order must not show (USERS.md 3: identical plans). */
static void
test_the_order_of_siblings_does_not_matter (void)
{
  static const char *const cameras[] = { "Pixel", "Kodachi", "" };
  int before[6];

  for (int order = 0; order < 4; order++)
    {
      g_autoptr (SusunFolderHints) hints = susun_folder_hints_new ();
      for (int i = 0; i < 5000; i++)
        {
          int n = order == 0 ? i : order == 1 ? 4999 - i : (i * 1709 + order) % 5000;
          g_autofree char *text = NULL;
          char wall[SUSUN_WALL_TEXT_SIZE];
          susun_wall_to_text (susun_wall_from_text ("2019-03-04T00:00:00") + n * 1800, wall);
          text = g_strdup_printf ("Exif.DateTimeOriginal %s%s", wall,
                                  n % 3 == 0   ? "+08:00"
                                  : n % 3 == 1 ? "+09:00"
                                               : "-03:30");
          sibling (hints, cameras[n / 7 % 3], text);
        }
      for (int i = 0; i < 6; i++)
        {
          int offset = offset_for (hints, cameras[i % 3],
                                   i < 3 ? "QuickTime.mvhd 2019-03-09T03:00:00Z"
                                         : "QuickTime.mvhd 2021-03-04T03:00:00Z");
          if (order == 0)
            before[i] = offset;
          g_assert_cmpint (offset, ==, before[i]);
        }
      g_assert_cmpint (before[0], !=, SUSUN_OFFSET_NONE);
      g_assert_cmpint (before[5], ==, SUSUN_OFFSET_NONE);
    }
}

static void
test_a_weak_date_years_away_is_suspect (void)
{
  g_autoptr (SusunFolderHints) hints = susun_folder_hints_new ();
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  SusunDateRules rules = rules_of (NULL);
  SusunDate date;

  for (int i = 0; i < 6; i++)
    sibling (hints, "Pixel", "Exif.DateTimeOriginal 2019-03-04T12:10:00");
  /* A scan of long ago is a sibling, too; the years between are far from both. */
  sibling (hints, "", "Exif.DateTimeOriginal 1957-08-31T12:10:00");
  add (evidence, "Exif.DateTime 2005-03-04T12:10:00");
  susun_resolve (evidence, &rules, hints, &date);
  g_assert_cmpint (date.confidence, ==, SUSUN_CONFIDENCE_SUSPECT);
  susun_evidence_reset (evidence);
  add (evidence, "Exif.DateTime 2021-12-04T12:10:00");
  susun_resolve (evidence, &rules, hints, &date);
  g_assert_cmpint (date.confidence, ==, SUSUN_CONFIDENCE_WEAK);
  susun_evidence_reset (evidence);
  add (evidence, "Exif.DateTime 2024-03-04T12:10:00");
  susun_resolve (evidence, &rules, hints, &date);
  g_assert_cmpint (date.confidence, ==, SUSUN_CONFIDENCE_SUSPECT);
  g_assert_cmpint (date.suspicions, ==, SUSUN_SUSPICION_OUTLIER);

  susun_evidence_reset (evidence);
  add (evidence, "Exif.DateTimeOriginal 2024-03-04T12:10:00");
  susun_resolve (evidence, &rules, hints, &date);
  g_assert_cmpint (date.confidence, ==, SUSUN_CONFIDENCE_CERTAIN);
}

static void
test_a_film_cut_short_is_weak (void)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  SusunDateRules rules = rules_of (NULL);
  SusunDate date;

  add (evidence, "QuickTime.mvhd 2019-03-04T03:00:00Z");
  evidence->broken = TRUE;
  susun_resolve (evidence, &rules, NULL, &date);
  g_assert_cmpint (date.confidence, ==, SUSUN_CONFIDENCE_WEAK);
}

static void
test_the_explanation_names_all_rivals (void)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  SusunDateRules rules = rules_of (NULL);
  SusunDate date;
  g_autofree char *text = NULL;
  const char *original, *name;

  add_all (evidence, "FileName 2019-03-04; Exif.DateTimeOriginal 2038-01-01T01:02:03; "
                     "Exif.DateTime zero; mtime 2020-05-06T07:08:09Z; "
                     "XMP.xmp:CreateDate 2019-03-04T03:00:00+08:00");
  susun_resolve (evidence, &rules, NULL, &date);
  text = susun_date_explain (&date, evidence, &rules);
  g_assert_true (g_str_has_prefix (text, "2019-03-04T03:00:00+08:00 by XMP.xmp:CreateDate (weak)"));
  original = strstr (text, "  Exif.DateTimeOriginal: 2038-01-01T01:02:03 (lies in the future)");
  name = strstr (text, "  FileName: 2019-03-04\n");
  g_assert_nonnull (original);
  g_assert_nonnull (name);
  g_assert_true (original < name);
  g_assert_nonnull (strstr (text, "  Exif.DateTime: 0000-00-00T00:00:00 (the camera"));
  g_assert_nonnull (strstr (text, "  mtime: 2020-05-06T07:08:09Z\n"));
}

static void
test_no_evidence_whatever_crashes (void)
{
  static const gint64 walls[] = { G_MININT64 + 1,
                                  G_MAXINT64,
                                  SUSUN_WALL_ZERO,
                                  SUSUN_WALL_ZERO - 1,
                                  0,
                                  -1,
                                  G_GINT64_CONSTANT (253402300799),
                                  G_GINT64_CONSTANT (253402300800) };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Kuala_Lumpur");

  for (int source = 1; source < SUSUN_N_DATE_SOURCES; source++)
    for (gsize w = 0; w < G_N_ELEMENTS (walls); w++)
      for (int utc = 0; utc < 2; utc++)
        {
          g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
          g_autoptr (SusunFolderHints) hints = susun_folder_hints_new ();
          SusunDateRules rules = rules_of (zone);
          SusunDate date;
          SusunDateCandidate c = { walls[w], -1, G_MAXINT16, (guint8) source, (guint8) utc, 0 };
          g_autofree char *note = NULL, *text = NULL, *told = NULL;
          susun_evidence_add (evidence, &c);
          add (evidence, "Exif.DateTimeOriginal 2019-03-04T12:10:00");
          susun_folder_hints_add (hints, evidence, &rules);
          susun_resolve (evidence, &rules, hints, &date);
          note = susun_date_note (&date, evidence);
          text = susun_date_explain (&date, evidence, &rules);
          told = answer (&date);
          g_assert_cmpint (date.confidence, <=, SUSUN_CONFIDENCE_CERTAIN);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/resolver/the-table", test_the_table);
  g_test_add_func ("/media/resolver/the-computers-zone-is-never-used",
                   test_the_computers_zone_is_never_used);
  g_test_add_func ("/media/resolver/a-clip-of-the-evening-is-filed-under-the-local-day",
                   test_a_clip_of_the_evening_is_filed_under_the_local_day);
  g_test_add_func ("/media/resolver/daylight-saving-counts-at-the-instant",
                   test_daylight_saving_counts_at_the_instant);
  g_test_add_func ("/media/resolver/a-day-may-begin-at-four", test_a_day_may_begin_at_four);
  g_test_add_func ("/media/resolver/a-camera-clock-that-was-wrong",
                   test_a_camera_clock_that_was_wrong);
  g_test_add_func ("/media/resolver/what-the-user-set-wins", test_what_the_user_set_wins);
  g_test_add_func ("/media/resolver/file-system-first-when-asked",
                   test_file_system_first_when_asked);
  g_test_add_func ("/media/resolver/siblings-lend-their-offset", test_siblings_lend_their_offset);
  g_test_add_func ("/media/resolver/the-order-of-siblings-does-not-matter",
                   test_the_order_of_siblings_does_not_matter);
  g_test_add_func ("/media/resolver/a-weak-date-years-away-is-suspect",
                   test_a_weak_date_years_away_is_suspect);
  g_test_add_func ("/media/resolver/a-film-cut-short-is-weak", test_a_film_cut_short_is_weak);
  g_test_add_func ("/media/resolver/the-explanation-names-all-rivals",
                   test_the_explanation_names_all_rivals);
  g_test_add_func ("/media/resolver/no-evidence-whatever-crashes",
                   test_no_evidence_whatever_crashes);
  return g_test_run ();
}
