// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "core/media/susun-reader.h"

#include "fixture.h"

/* USERS.md 5: what these names tell. */
static const struct
{
  const char *name, *told;
} dated[] = {
  { "IMG-20190101-WA0001.jpg", "2019-01-01" },
  { "VID-20190101-WA0001.mp4", "2019-01-01" },
  { "IMG_20190304_123310.jpg", "2019-03-04T12:33:10" },
  { "VID_20190304_123310.mp4", "2019-03-04T12:33:10" },
  { "MVIMG_20190304_123310.jpg", "2019-03-04T12:33:10" },
  { "PANO_20190304_123310.jpg", "2019-03-04T12:33:10" },
  { "IMG20190304123310.jpg", "2019-03-04T12:33:10" },
  { "00100lPORTRAIT_00100_BURST20190304123310123_COVER.jpg", "2019-03-04T12:33:10" },
  { "IMG_20190304_123310_BURST001.jpg", "2019-03-04T12:33:10" },
  { "IMG_20190304_123310123.jpg", "2019-03-04T12:33:10" },
  { "PXL_20220831_003137144.mp4", "2022-08-31T00:31:37Z" },
  { "PXL_20220831_003137144.MP.jpg", "2022-08-31T00:31:37Z" },
  { "PXL_20220831_003137144~2.jpg", "2022-08-31T00:31:37Z" },
  { "Screenshot_20190304-123310.png", "2019-03-04T12:33:10" },
  { "Screenshot_20190304-123310_WhatsApp.jpg", "2019-03-04T12:33:10" },
  { "Screenshot_2019-03-04-12-33-10-123_com.example.app.png", "2019-03-04T12:33:10" },
  { "Screenshot 2019-03-04 at 12.33.10.png", "2019-03-04T12:33:10" },
  { "Screen Shot 2019-03-04 at 1.33.10 PM.png", "2019-03-04T13:33:10" },
  { "Screenshot 2019-03-04 at 1.33.10\xe2\x80\xafPM.png", "2019-03-04T13:33:10" },
  { "Screenshot from 2019-03-04 12-33-10.png", "2019-03-04T12:33:10" },
  { "Screenshot 2019-03-04 123310.png", "2019-03-04T12:33:10" },
  { "Tangkapan skrin 2019-03-04 123310.png", "2019-03-04T12:33:10" },
  { "Tangkapan skrin 2019-03-04 pada 12.33.10.png", "2019-03-04T12:33:10" },
  { "signal-2019-03-04-123310.jpg", "2019-03-04T12:33:10" },
  { "signal-2019-03-04-12-33-10-123.jpg", "2019-03-04T12:33:10" },
  { "photo_2019-03-04_12-33-10.jpg", "2019-03-04T12:33:10" },
  { "video_2019-03-04_12-33-10.mp4", "2019-03-04T12:33:10" },
  { "DJI_20190304123310_0001_D.MP4", "2019-03-04T12:33:10" },
  { "2019-03-04 12.33.10.jpg", "2019-03-04T12:33:10" },
  { "2019-03-04 12.33.10-1.jpg", "2019-03-04T12:33:10" },
  { "WhatsApp Image 2026-08-31 at 15.41.14.jpeg", "2026-08-31T15:41:14" },
  { "WhatsApp Image 2019-08-31 at 3.41.14 PM (1).jpeg", "2019-08-31T15:41:14" },
  { "WhatsApp Video 2019-08-31 at 12.41.14 AM.mp4", "2019-08-31T00:41:14" },
  { "20190304_123310.jpg", "2019-03-04T12:33:10" },
  { "20190304_123310(0).jpg", "2019-03-04T12:33:10" },
  { "20190304_123310 (1).jpg", "2019-03-04T12:33:10" },
  { "20190304-123310.jpg", "2019-03-04T12:33:10" },
  { "20190304T123310Z.jpg", "2019-03-04T12:33:10Z" },
  { "20190304123310.jpg", "2019-03-04T12:33:10" },
  { "WIN_20190304_12_33_10_Pro.jpg", "2019-03-04T12:33:10" },
  { "2019_03_04_12_33_10.jpg", "2019-03-04T12:33:10" },
  { "20190304 Kenduri.jpg", "2019-03-04" },
  { "2019-03-04.jpg", "2019-03-04" },
  { "20000229.jpg", "2000-02-29" },
};

/* USERS.md 6: digits that are no date. */
static const char *const undated[] = {
  "IMG_1234.jpg",
  "DSC01234.JPG",
  "P1000244.MOV",
  "20090201-1234-4abc-9def-0123456789ab.jpg", /* a UUID that reads as 1 February 2009 */
  "IMG_{20090201-1234-4ABC-9DEF-0123456789AB}.jpg",
  "d41d8cd98f00b20420190304e9800998ecf8427e.jpg",
  "a20190304b.jpg",
  "+60123456789.jpg",
  "+20121130.jpg",
  "0320121130.jpg",
  "60123456789 2019.jpg",
  "call 03-20190304.jpg", /* an office in Kuala Lumpur */
  "SN 9619-03-04.jpg",
  "64230101.jpg",
  "19890101_101010.jpg",
  "21000101_101010.jpg",
  "20190230.jpg",
  "20191301.jpg",
  "20010229.jpg",
  "IMG_20190231_123310.jpg",
  "1551702790.jpg",
  "FB_IMG_1551702790123.jpg",
  "201903041233101234567.jpg",
  "2019.jpg",
  "2019-03.jpg",
  "2019-03_04.jpg",
  "1920x1080.jpg",
  "",
  ".jpg",
};

static char *
told_by (const char *name)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();

  if (strlen (name) < 64 && strchr (name, '/') == NULL)
    fixture_keep (name, strlen (name), "name");
  susun_media_read_name (name, evidence);
  return fixture_told (evidence, SUSUN_DATE_SOURCE_FILE_NAME);
}

static void
test_names_that_tell (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dated); i++)
    {
      g_autofree char *told = told_by (dated[i].name);
      if (g_strcmp0 (told, dated[i].told) != 0)
        g_test_message ("%s", dated[i].name);
      g_assert_cmpstr (told, ==, dated[i].told);
    }
}

static void
test_names_that_do_not (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (undated); i++)
    {
      g_autofree char *told = told_by (undated[i]);
      if (g_strcmp0 (told, "-") != 0)
        g_test_message ("%s", undated[i]);
      g_assert_cmpstr (told, ==, "-");
    }
}

static void
test_any_bytes_are_a_name (void)
{
  char name[64];
  guint32 state = 7;

  for (int round = 0; round < 20000; round++)
    {
      g_autofree char *told = NULL;
      gsize n = state % (sizeof name - 1);
      for (gsize i = 0; i < n; i++)
        {
          static const char alphabet[] = "0123456789012-_. :TZAPM\xe2\x80\xaf\xff+";
          state = state * 1664525 + 1013904223;
          name[i] = alphabet[(state >> 16) % (sizeof alphabet - 1)];
        }
      name[n] = '\0';
      state = state * 1664525 + 1013904223;
      told = told_by (name);
      g_assert_true (told[0] == '-' || (told[0] == '1' && told[1] == '9' && told[2] == '9')
                     || (told[0] == '2' && told[1] == '0'));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/filename/names-that-tell", test_names_that_tell);
  g_test_add_func ("/media/filename/names-that-do-not", test_names_that_do_not);
  g_test_add_func ("/media/filename/any-bytes-are-a-name", test_any_bytes_are_a_name);
  return g_test_run ();
}
