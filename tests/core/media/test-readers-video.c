// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>
#include <unistd.h>

#include "core/base/susun-fd.h"
#include "core/media/susun-reader.h"

#include "fixture.h"

#define NOISE_SIZE 5000

#define assert_told(evidence, source, expected)                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *told_ = fixture_told (evidence, source);                                      \
    g_assert_cmpstr (told_, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END

static void
put_mvhd (GByteArray *moov, guint version, guint64 created)
{
  g_autoptr (GByteArray) mvhd = g_byte_array_new ();

  put_be (mvhd, version << 24, 4);
  put_be (mvhd, created, version == 1 ? 8 : 4);
  put_be (mvhd, created, version == 1 ? 8 : 4);
  for (int i = 0; i < 88; i++)
    put (mvhd, "", 1);
  put_box (moov, "mvhd", mvhd);
}

static GByteArray *
start_movie (const char *brand)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GByteArray) ftyp = g_byte_array_new ();

  put_text (ftyp, brand);
  put_be (ftyp, 0, 4);
  put_box (bytes, "ftyp", ftyp);
  return bytes;
}

static void
put_mdat (GByteArray *bytes, gsize size)
{
  g_autoptr (GByteArray) mdat = g_byte_array_new ();

  g_byte_array_set_size (mdat, (guint) size);
  memset (mdat->data, 0, size);
  put_box (bytes, "mdat", mdat);
}

static void
test_mvhd_of_both_versions_before_and_behind_the_film (void)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GByteArray) bytes = start_movie ("isom");
      g_autoptr (GByteArray) moov = g_byte_array_new ();
      g_autoptr (SusunEvidence) evidence = NULL;
      put_mvhd (moov, i & 1, fixture_since_1904 ("2023-07-13T03:50:25"));
      if (i & 2)
        put_mdat (bytes, 300000);
      put_box (bytes, "moov", moov);
      if (!(i & 2))
        put_mdat (bytes, 300000);
      evidence = fixture_read (bytes, "a.mp4");
      g_assert_cmpstr (evidence->format, ==, "mp4");
      assert_told (evidence, SUSUN_DATE_SOURCE_QUICKTIME_MVHD, "2023-07-13T03:50:25Z");
      g_assert_false (evidence->broken);
    }
}

static void
test_a_film_without_ftyp_and_with_a_64_bit_box (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) moov = g_byte_array_new ();
  g_autoptr (SusunEvidence) evidence = NULL;

  put_be (bytes, 8, 4);
  put_text (bytes, "wide");
  put_be (bytes, 1, 4);
  put_text (bytes, "mdat");
  put_be (bytes, 16 + 1000, 8);
  for (int i = 0; i < 1000; i++)
    put (bytes, "x", 1);
  put_mvhd (moov, 0, fixture_since_1904 ("2005-08-11T14:03:54"));
  put_box (bytes, "moov", moov);
  evidence = fixture_read (bytes, "a.mov");
  g_assert_cmpstr (evidence->format, ==, "quicktime");
  assert_told (evidence, SUSUN_DATE_SOURCE_QUICKTIME_MVHD, "2005-08-11T14:03:54Z");
}

static void
test_mvhd_that_is_nonsense (void)
{
  static const struct
  {
    guint64 created;
    SusunDateSource source;
    const char *told;
  } rows[] = {
    { 0, SUSUN_DATE_SOURCE_QUICKTIME_MVHD, "0000-01-01T00:00:00Z" },
    { 1400000000, SUSUN_DATE_SOURCE_QUICKTIME_MVHD_1970, "2014-05-13T16:53:20Z" },
    { 2082844800, SUSUN_DATE_SOURCE_QUICKTIME_MVHD, "1970-01-01T00:00:00Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = start_movie ("isom");
      g_autoptr (GByteArray) moov = g_byte_array_new ();
      g_autoptr (SusunEvidence) evidence = NULL;
      put_mvhd (moov, 0, rows[i].created);
      put_box (bytes, "moov", moov);
      evidence = fixture_read (bytes, "a.mp4");
      assert_told (evidence, rows[i].source, rows[i].told);
      g_assert_cmpuint (evidence->candidates->len, ==, 1);
    }
}

static void
put_key (GByteArray *keys, GByteArray *ilst, guint index, const char *key, const char *value)
{
  g_autoptr (GByteArray) name = g_byte_array_new ();
  g_autoptr (GByteArray) data = g_byte_array_new ();

  put_text (name, key);
  put_box (keys, "mdta", name);
  put_be (data, 1, 4);
  put_be (data, 0, 4);
  put_text (data, value);
  put_be (ilst, 8 + 8 + data->len, 4);
  put_be (ilst, index, 4);
  put_box (ilst, "data", data);
}

static void
test_apple_keys (void)
{
  for (int full_box = 0; full_box < 2; full_box++)
    {
      g_autoptr (GByteArray) bytes = start_movie ("qt  ");
      g_autoptr (GByteArray) moov = g_byte_array_new ();
      g_autoptr (GByteArray) meta = g_byte_array_new ();
      g_autoptr (GByteArray) hdlr = g_byte_array_new ();
      g_autoptr (GByteArray) keys = g_byte_array_new ();
      g_autoptr (GByteArray) ilst = g_byte_array_new ();
      g_autoptr (SusunEvidence) evidence = NULL;
      put_mvhd (moov, 0, fixture_since_1904 ("2023-09-22T16:34:05"));
      put_be (keys, 0, 4);
      put_be (keys, 4, 4);
      put_key (keys, ilst, 1, "com.apple.quicktime.make", "Apple");
      put_key (keys, ilst, 2, "com.apple.quicktime.model", "iPhone 14");
      put_key (keys, ilst, 3, "com.apple.quicktime.content.identifier", "AB-12");
      put_key (keys, ilst, 4, "com.apple.quicktime.creationdate", "2023-09-22T18:34:05+0200");
      put (hdlr, "\0\0\0\0\0\0\0\0mdta\0\0\0\0\0\0\0\0\0\0\0\0", 24);
      if (full_box)
        put_be (meta, 0, 4);
      put_box (meta, "hdlr", hdlr);
      put_box (meta, "keys", keys);
      put_box (meta, "ilst", ilst);
      put_box (moov, "meta", meta);
      put_box (bytes, "moov", moov);
      evidence = fixture_read (bytes, "a.mov");
      assert_told (evidence, SUSUN_DATE_SOURCE_QUICKTIME_CREATIONDATE, "2023-09-22T18:34:05+02:00");
      g_assert_cmpstr (evidence->content_id->str, ==, "AB-12");
      g_assert_cmpstr (evidence->maker->str, ==, "Apple");
      g_assert_cmpstr (evidence->model->str, ==, "iPhone 14");
    }
}

static void
test_user_data_and_clip_xml (void)
{
  static const char xml[] = "<?xml version=\"1.0\"?><NonRealTimeMeta><CreationDate "
                            "value=\"2019-04-24T22:24:00+02:00\"/></NonRealTimeMeta>";
  g_autoptr (GByteArray) bytes = start_movie ("XAVC");
  g_autoptr (GByteArray) moov = g_byte_array_new ();
  g_autoptr (GByteArray) udta = g_byte_array_new ();
  g_autoptr (GByteArray) day = g_byte_array_new ();
  g_autoptr (GByteArray) meta = g_byte_array_new ();
  g_autoptr (GByteArray) xml_box = g_byte_array_new ();
  g_autoptr (SusunEvidence) evidence = NULL;

  put_be (day, 25, 2);
  put_be (day, 0, 2);
  put_text (day, "2019-04-24T22:23:59+02:00");
  put_box (udta,
           "\xa9"
           "day",
           day);
  put_box (moov, "udta", udta);
  put_box (bytes, "moov", moov);
  put_be (xml_box, 0, 4);
  put_text (xml_box, xml);
  put_be (meta, 0, 4);
  put_box (meta, "xml ", xml_box);
  put_box (bytes, "meta", meta);
  evidence = fixture_read (bytes, "C0001.MP4");
  assert_told (evidence, SUSUN_DATE_SOURCE_QUICKTIME_DAY, "2019-04-24T22:23:59+02:00");
  assert_told (evidence, SUSUN_DATE_SOURCE_QUICKTIME_XML, "2019-04-24T22:24:00+02:00");
}

/* A phone's own box: what it told by the clock on its wall. */
static void
test_a_phones_own_date (void)
{
  static const struct
  {
    const char *text, *told;
  } rows[] = {
    { "2020-11-20T15:04:02+0100", "2020-11-20T15:04:02+01:00" },
    { "2020-11-20T15:04:02+01:00", "2020-11-20T15:04:02+01:00" },
    { "2020-11-20T15:04:02", "2020-11-20T15:04:02" },
    { "2021-05-16T19:27:55Z", "2021-05-16T19:27:55Z" },
    { "2020-11-20", "-" },
    { "tomorrow", "-" },
    { "", "-" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = start_movie ("3gp4");
      g_autoptr (GByteArray) moov = g_byte_array_new ();
      g_autoptr (GByteArray) udta = g_byte_array_new ();
      g_autoptr (GByteArray) content = g_byte_array_new ();
      g_autoptr (SusunEvidence) evidence = NULL;
      put_mvhd (moov, 0, fixture_since_1904 ("2020-11-20T14:04:36"));
      put_text (content, rows[i].text);
      put_box (udta, "date", content);
      put_box (moov, "udta", udta);
      put_box (bytes, "moov", moov);
      evidence = fixture_read (bytes, "a.3gp");
      assert_told (evidence, SUSUN_DATE_SOURCE_QUICKTIME_DATE, rows[i].told);
      assert_told (evidence, SUSUN_DATE_SOURCE_QUICKTIME_MVHD, "2020-11-20T14:04:36Z");
    }
}

/* USERS.md 1: some cameras write local time into mvhd. */
static void
test_cameras_that_know_no_zone (void)
{
  static const struct
  {
    const char *box, *content, *told;
  } rows[] = {
    { "TAGS", "PENTAX DIGITAL CAMERA", "2005-08-11T14:03:54" },
    { "GPMF", "x", "2005-08-11T14:03:54" },
    { "\xa9inf", "..\x15\xc7Panasonic  P1", "2005-08-11T14:03:54" },
    { "\xa9inf", "..\x15\xc7Holiday", "2005-08-11T14:03:54Z" },
    { "loci", "x", "2005-08-11T14:03:54Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = start_movie ("qt  ");
      g_autoptr (GByteArray) moov = g_byte_array_new ();
      g_autoptr (GByteArray) udta = g_byte_array_new ();
      g_autoptr (GByteArray) content = g_byte_array_new ();
      g_autoptr (SusunEvidence) evidence = NULL;
      put_mvhd (moov, 0, fixture_since_1904 ("2005-08-11T14:03:54"));
      put_text (content, rows[i].content);
      put_box (udta, rows[i].box, content);
      put_box (moov, "udta", udta);
      put_box (bytes, "moov", moov);
      evidence = fixture_read (bytes, "a.mov");
      assert_told (evidence, SUSUN_DATE_SOURCE_QUICKTIME_MVHD, rows[i].told);
    }
}

static void
test_canons_first_frame (void)
{
  static const FixtureExif exif = { .original = "2019:03:04 12:33:10" };
  g_autoptr (GByteArray) bytes = start_movie ("qt  ");
  g_autoptr (GByteArray) moov = g_byte_array_new ();
  g_autoptr (GByteArray) udta = g_byte_array_new ();
  g_autoptr (GByteArray) cnth = g_byte_array_new ();
  g_autoptr (GByteArray) jpeg = fixture_jpeg (&exif);
  g_autoptr (SusunEvidence) evidence = NULL;

  put_mvhd (moov, 0, fixture_since_1904 ("2019-03-04T04:33:10"));
  put_box (cnth, "CNDA", jpeg);
  put_box (udta, "CNTH", cnth);
  put_box (moov, "udta", udta);
  put_box (bytes, "moov", moov);
  evidence = fixture_read (bytes, "MVI_1.MOV");
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
  assert_told (evidence, SUSUN_DATE_SOURCE_QUICKTIME_MVHD, "2019-03-04T04:33:10Z");
}

static void
test_avi (void)
{
  static const struct
  {
    const char *idit, *told;
  } rows[] = {
    { "Thu Jan 20 08:16:08 2022\n", "2022-01-20T08:16:08" },
    { "THU JAN 20 08:16:08 2022\n", "2022-01-20T08:16:08" },
    { "2009/10/27 12:14:34", "2009-10-27T12:14:34" },
    { "2001/ 1/27  1:42PM", "2001-01-27T13:42:00" },
    { "yesterday", "-" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      gsize size = strlen (rows[i].idit) + 1, padded = size + (size & 1);
      g_autoptr (SusunEvidence) evidence = NULL;
      put (bytes, "RIFF\0\0\0\0AVI ", 12);
      put_text (bytes, "LIST");
      put_le (bytes, 4 + 8 + padded, 4);
      put_text (bytes, "hdrlIDIT");
      put_le (bytes, size, 4);
      put (bytes, rows[i].idit, size);
      put (bytes, "", padded - size);
      put_text (bytes, "LIST");
      put_le (bytes, 4 + 8 + 12, 4);
      put_text (bytes, "INFOICRD");
      put_le (bytes, 11, 4);
      put (bytes, "2020-08-28\0", 12);
      evidence = fixture_read (bytes, "a.avi");
      g_assert_cmpstr (evidence->format, ==, "avi");
      assert_told (evidence, SUSUN_DATE_SOURCE_RIFF_IDIT, rows[i].told);
      assert_told (evidence, SUSUN_DATE_SOURCE_RIFF_ICRD, "2020-08-28");
    }
}

static void
test_matroska (void)
{
  static const struct
  {
    gint64 ns;
    const char *told;
    gint32 nsec;
  } rows[] = {
    { G_GINT64_CONSTANT (286571868000000000), "2010-01-30T19:17:48Z", 0 },
    { G_GINT64_CONSTANT (286571868500000000), "2010-01-30T19:17:48Z", 500000000 },
    { -1, "2000-12-31T23:59:59Z", 999999999 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (SusunEvidence) evidence = NULL;
      put (bytes, "\x1a\x45\xdf\xa3\x84\x42\x86\x81\x01", 9);
      put (bytes, "\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff", 12); /* of unknown size */
      put (bytes, "\xec\x82xx", 4);                                        /* Void */
      put (bytes, "\x15\x49\xa9\x66\x90", 5);
      put (bytes, "\x2a\xd7\xb1\x81\x01", 5);
      put (bytes, "\x44\x61\x88", 3);
      put_be (bytes, (guint64) rows[i].ns, 8);
      evidence = fixture_read (bytes, "a.mkv");
      g_assert_cmpstr (evidence->format, ==, "matroska");
      assert_told (evidence, SUSUN_DATE_SOURCE_MATROSKA_DATE_UTC, rows[i].told);
      g_assert_cmpint (g_array_index (evidence->candidates, SusunDateCandidate, 0).nsec, ==,
                       rows[i].nsec);
    }
}

static void
test_asf (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (SusunEvidence) evidence = NULL;
  gint64 seconds = susun_wall_from_text ("2004-10-28T17:23:34") + G_GINT64_CONSTANT (11644473600);

  put (bytes, "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c", 16);
  put_le (bytes, 30 + 24 + 104, 8);
  put_le (bytes, 2, 4);
  put (bytes, "\1\2", 2);
  put (bytes, "another object..", 16);
  put_le (bytes, 24, 8);
  put (bytes, "\xa1\xdc\xab\x8c\x47\xa9\xcf\x11\x8e\xe4\0\xc0\x0c\x20\x53\x65", 16);
  put_le (bytes, 104, 8);
  put (bytes, "0123456789abcdef", 16);
  put_le (bytes, 1000, 8);
  put_le (bytes, (guint64) seconds * 10000000, 8);
  evidence = fixture_read (bytes, "a.wmv");
  assert_told (evidence, SUSUN_DATE_SOURCE_ASF_CREATION, "2004-10-28T17:23:34Z");
}

static void
test_avchd (void)
{
  for (int m2ts = 0; m2ts < 2; m2ts++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GByteArray) stream = g_byte_array_new ();
      g_autoptr (SusunEvidence) evidence = NULL;
      put (stream, "\0\0\1\xe0\0\0\x80\0\0", 9);
      put (stream, "\0\0\1\x06\x05\x1c", 6);
      while (stream->len < 175) /* so that the message is cut by the packets */
        put (stream, "\xff", 1);
      put (stream, "MDPM\x02", 5);
      put (stream, "\x18\x04\x20\x19\x04", 5); /* +02:00, 2019-04 */
      put (stream, "\x19\x24\x22\x24\0", 5);
      while (stream->len % 184 != 0 || stream->len < 184 * 4)
        put (stream, "\xff", 1);
      for (guint at = 0; at < stream->len; at += 184)
        {
          if (m2ts)
            put_be (bytes, 0, 4);
          put (bytes, at == 0 ? "\x47\x50\x11\x10" : "\x47\x10\x11\x10", 4);
          put (bytes, stream->data + at, 184);
        }
      evidence = fixture_read (bytes, "00001.MTS");
      g_assert_cmpstr (evidence->format, ==, "mpeg-ts");
      assert_told (evidence, SUSUN_DATE_SOURCE_AVCHD_MDPM, "2019-04-24T22:24:00+02:00");
      g_assert_true (evidence->broken); /* a tenth of a second is no film */
    }
}

static gpointer
look_at_noise_in_thread (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (SusunInput) input = susun_input_new ();
      g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
      susun_input_open (input, fd, NOISE_SIZE, "a.mov");
      g_assert_true (susun_media_read (input, evidence, NULL));
      g_assert_null (evidence->format);
      g_assert_cmpuint (evidence->candidates->len, ==, 0);
    }
  return NULL;
}

/* What no walk of ours knows is shown to GStreamer: it must neither hang nor invent, and it is
 * asked by many threads. */
static void
test_a_film_of_no_known_kind (void)
{
  g_autofree char *path = NULL;
  g_auto (SusunFd) fd = g_file_open_tmp ("susun-XXXXXX", &path, NULL);
  char noise[NOISE_SIZE];
  GThread *threads[3];
  guint32 state = 5;

  g_assert_cmpint (fd, >=, 0);
  for (gsize i = 0; i < sizeof noise; i++)
    {
      state = state * 1664525 + 1013904223;
      noise[i] = (char) (state >> 24);
    }
  g_assert_cmpint (write (fd, noise, sizeof noise), ==, sizeof noise);
  g_assert_cmpint (unlink (path), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("noise", look_at_noise_in_thread, GINT_TO_POINTER (fd));
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_a_film_cut_anywhere_is_no_error (void)
{
  g_autoptr (GByteArray) bytes = start_movie ("isom");
  g_autoptr (GByteArray) moov = g_byte_array_new ();

  put_mvhd (moov, 0, fixture_since_1904 ("2023-07-13T03:50:25"));
  put_box (bytes, "moov", moov);
  for (guint length = 0; length < bytes->len; length++)
    {
      g_autoptr (GByteArray) cut = g_byte_array_new ();
      g_autoptr (SusunEvidence) evidence = NULL;
      put (cut, bytes->data, length);
      evidence = fixture_read (cut, "a.jpg");
      g_assert_cmpuint (evidence->candidates->len, <=, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/video/mvhd-of-both-versions-before-and-behind-the-film",
                   test_mvhd_of_both_versions_before_and_behind_the_film);
  g_test_add_func ("/media/video/a-film-without-ftyp-and-with-a-64-bit-box",
                   test_a_film_without_ftyp_and_with_a_64_bit_box);
  g_test_add_func ("/media/video/mvhd-that-is-nonsense", test_mvhd_that_is_nonsense);
  g_test_add_func ("/media/video/apple-keys", test_apple_keys);
  g_test_add_func ("/media/video/user-data-and-clip-xml", test_user_data_and_clip_xml);
  g_test_add_func ("/media/video/a-phones-own-date", test_a_phones_own_date);
  g_test_add_func ("/media/video/cameras-that-know-no-zone", test_cameras_that_know_no_zone);
  g_test_add_func ("/media/video/canons-first-frame", test_canons_first_frame);
  g_test_add_func ("/media/video/avi", test_avi);
  g_test_add_func ("/media/video/matroska", test_matroska);
  g_test_add_func ("/media/video/asf", test_asf);
  g_test_add_func ("/media/video/avchd", test_avchd);
  g_test_add_func ("/media/video/a-film-of-no-known-kind", test_a_film_of_no_known_kind);
  g_test_add_func ("/media/video/a-film-cut-anywhere-is-no-error",
                   test_a_film_cut_anywhere_is_no_error);
  return g_test_run ();
}
