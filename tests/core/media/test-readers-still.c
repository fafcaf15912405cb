// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>
#include <zlib.h>

#include "core/media/susun-reader.h"

#include "fixture.h"

static const FixtureExif full = {
  .make = "Kodachi ",
  .model = "K-1",
  .serial = "S123",
  .original = "2019:03:04 12:33:10",
  .digitized = "2019:03:04 12:33:11",
  .modified = "2020:01:02 03:04:05",
  .offset = "+01:00",
  .offset_original = "+08:00",
  .subsec_original = "25",
  .gps_date = "2019:03:04",
  .gps_time = { 4, 33, 9 },
};

static const FixtureExif simple = { .original = "2019:03:04 12:33:10" };

#define assert_told(evidence, source, expected)                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *told_ = fixture_told (evidence, source);                                      \
    g_assert_cmpstr (told_, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END

static void
assert_full (SusunEvidence *evidence)
{
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10+08:00");
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_DIGITIZED, "2019-03-04T12:33:11");
  /* OffsetTime belongs to the modification (USERS.md 3) */
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_MODIFIED, "2020-01-02T03:04:05+01:00");
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_GPS, "2019-03-04T04:33:09Z");
  g_assert_cmpint (g_array_index (evidence->candidates, SusunDateCandidate, 0).nsec, ==, 250000000);
  g_assert_cmpstr (evidence->maker->str, ==, "Kodachi");
  g_assert_cmpstr (evidence->model->str, ==, "K-1");
  g_assert_cmpstr (evidence->serial->str, ==, "S123");
  g_assert_false (evidence->broken);
}

static void
test_jpeg_with_exif (void)
{
  for (int big_endian = 0; big_endian < 2; big_endian++)
    {
      FixtureExif exif = full;
      g_autoptr (GByteArray) bytes = NULL;
      g_autoptr (SusunEvidence) evidence = NULL;
      exif.big_endian = big_endian;
      bytes = fixture_jpeg (&exif);
      evidence = fixture_read (bytes, "IMG_1.jpg");
      g_assert_cmpstr (evidence->format, ==, "jpeg");
      assert_full (evidence);
    }
}

static void
test_content_counts_not_the_extension (void)
{
  g_autoptr (GByteArray) bytes = fixture_jpeg (&simple);
  g_autoptr (SusunEvidence) evidence = fixture_read (bytes, "IMG_1.heic");

  g_assert_cmpstr (evidence->format, ==, "jpeg");
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
}

/* USERS.md 3: the wall clock of EXIF is never shifted, whatever sticks to it. */
static void
test_exif_time_with_a_z (void)
{
  static const FixtureExif exif = { .original = "2022-04-25T23:33:57Z" };
  g_autoptr (GByteArray) bytes = fixture_jpeg (&exif);
  g_autoptr (SusunEvidence) evidence = fixture_read (bytes, "a.jpg");

  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2022-04-25T23:33:57+00:00");
}

static void
test_jpeg_with_xmp_and_iptc (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *xmp = fixture_xmp ("photoshop:DateCreated", "2018-05-06T07:08:09+02:00");
  static const guint8 iptc[] = "\x1c\x02\x37\0\x08"
                               "20170101"
                               "\x1c\x02\x3c\0\x0b"
                               "112233-0330";
  gsize xmp_size = 29 + strlen (xmp), iptc_size = sizeof iptc - 1;
  g_autoptr (SusunEvidence) evidence = NULL;

  put (bytes, "\xff\xd8\xff\xe1", 4);
  put_be (bytes, 2 + xmp_size, 2);
  put (bytes, "http://ns.adobe.com/xap/1.0/", 29);
  put_text (bytes, xmp);
  put (bytes, "\xff\xed", 2);
  put_be (bytes, 2 + 14 + 12 + iptc_size, 2);
  put (bytes, "Photoshop 3.0", 14);
  put (bytes, "8BIM\x04\x04\0\0", 8);
  put_be (bytes, iptc_size, 4);
  put (bytes, iptc, iptc_size);
  put (bytes, "\xff\xda\0\x02\xff\xd9", 6);
  evidence = fixture_read (bytes, "a.jpg");
  assert_told (evidence, SUSUN_DATE_SOURCE_XMP_PHOTOSHOP_CREATED, "2018-05-06T07:08:09+02:00");
  assert_told (evidence, SUSUN_DATE_SOURCE_IPTC_CREATED, "2017-01-01T11:22:33-03:30");
}

static void
test_tiff_and_bigtiff (void)
{
  for (int i = 0; i < 4; i++)
    {
      FixtureExif exif = full;
      g_autoptr (GByteArray) bytes = NULL;
      g_autoptr (SusunEvidence) evidence = NULL;
      exif.big_endian = i & 1;
      exif.big_tiff = i & 2;
      bytes = fixture_tiff (&exif);
      evidence = fixture_read (bytes, "a.tif");
      g_assert_cmpstr (evidence->format, ==, "tiff");
      assert_full (evidence);
    }
}

static void
test_raw_by_other_names (void)
{
  static const char *const magics[] = { "II*\0", "IIRO", "IIRS", "IIU\0" };

  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      g_autoptr (GByteArray) bytes = fixture_tiff (&simple);
      g_autoptr (SusunEvidence) evidence = NULL;
      memcpy (bytes->data, magics[i], 4);
      evidence = fixture_read (bytes, "a.orf");
      assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
    }
}

static void
test_mrw_and_raf (void)
{
  g_autoptr (GByteArray) tiff = fixture_tiff (&simple);
  g_autoptr (GByteArray) jpeg = fixture_jpeg (&simple);
  g_autoptr (GByteArray) mrw = g_byte_array_new ();
  g_autoptr (GByteArray) raf = g_byte_array_new ();
  g_autoptr (SusunEvidence) evidence = NULL, second = NULL;

  put (mrw, "\0MRM", 4);
  put_be (mrw, 8 + 4 + 8 + tiff->len, 4);
  put (mrw, "\0PRD\0\0\0\x04", 8);
  put_be (mrw, 0, 4);
  put (mrw, "\0TTW", 4);
  put_be (mrw, tiff->len, 4);
  put (mrw, tiff->data, tiff->len);
  evidence = fixture_read (mrw, "a.mrw");
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");

  put_text (raf, "FUJIFILMCCD-RAW ");
  while (raf->len < 84)
    put (raf, "", 1);
  put_be (raf, 100, 4);
  put_be (raf, jpeg->len, 4);
  while (raf->len < 100)
    put (raf, "", 1);
  put (raf, jpeg->data, jpeg->len);
  second = fixture_read (raf, "a.raf");
  assert_told (second, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
}

static void
test_crw (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (SusunEvidence) evidence = NULL;
  gint64 wall = susun_wall_from_text ("2004-05-06T07:08:09");

  put_text (bytes, "II");
  put_le (bytes, 26, 4);
  put_text (bytes, "HEAPCCDR");
  while (bytes->len < 26)
    put (bytes, "", 1);
  put (bytes, "Canon\0EOS X\0", 12); /* the heap: values, directory, its offset */
  put_le (bytes, 2, 2);
  put_le (bytes, 0x080a, 2);
  put_le (bytes, 12, 4);
  put_le (bytes, 0, 4);
  put_le (bytes, 0x180e | 0x4000, 2);
  put_le (bytes, (guint64) wall, 4);
  put_le (bytes, 0, 4);
  put_le (bytes, 12, 4);
  evidence = fixture_read (bytes, "a.crw");
  g_assert_cmpstr (evidence->format, ==, "ciff");
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2004-05-06T07:08:09");
  g_assert_cmpstr (evidence->maker->str, ==, "Canon");
  g_assert_cmpstr (evidence->model->str, ==, "EOS X");
}

static void
put_chunk (GByteArray *bytes, const char *type, const void *data, gsize length)
{
  put_be (bytes, length, 4);
  put (bytes, type, 4);
  put (bytes, data, length);
  put_be (bytes, 0, 4);
}

static GByteArray *
start_png (void)
{
  GByteArray *bytes = g_byte_array_new ();

  put (bytes, "\x89PNG\r\n\x1a\n", 8);
  put_chunk (bytes, "IHDR", "\0\0\0\1\0\0\0\1\x08\0\0\0\0", 13);
  return bytes;
}

static void
test_png_exif_behind_a_long_picture (void)
{
  g_autoptr (GByteArray) bytes = start_png ();
  g_autoptr (GByteArray) tiff = fixture_tiff (&simple);
  g_autofree guint8 *idat = g_malloc0 (8192);
  g_autoptr (SusunEvidence) evidence = NULL;

  for (int i = 0; i < 5000; i++) /* 40 MB of picture */
    put_chunk (bytes, "IDAT", idat, 8192);
  put_chunk (bytes, "IDAT", idat, 17);
  put_chunk (bytes, "eXIf", tiff->data, tiff->len);
  put_chunk (bytes, "IEND", "", 0);
  evidence = fixture_read (bytes, "a.png");
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
}

static void
test_png_texts (void)
{
  g_autoptr (GByteArray) bytes = start_png ();
  g_autofree char *xmp = fixture_xmp ("xmp:CreateDate", "2018-05-06T07:08:09");
  g_autoptr (GByteArray) itxt = g_byte_array_new ();
  g_autoptr (SusunEvidence) evidence = NULL;

  put_chunk (bytes, "tIME", "\x07\xe0\1\1\1\1\1", 7); /* the last change never counts */
  put_chunk (bytes, "tEXt", "Creation Time\0Tue, 20 Feb 2007 15:48:58 -0300", 45);
  put_chunk (bytes, "tEXt",
             "date:create\0"
             "2016-01-01T00:00:01+00:00",
             37);
  put (itxt, "XML:com.adobe.xmp\0\0\0\0\0", 22);
  put_text (itxt, xmp);
  put_chunk (bytes, "iTXt", itxt->data, itxt->len);
  put_chunk (bytes, "IEND", "", 0);
  evidence = fixture_read (bytes, "a.png");
  assert_told (evidence, SUSUN_DATE_SOURCE_PNG_CREATION_TIME, "2007-02-20T15:48:58-03:00");
  assert_told (evidence, SUSUN_DATE_SOURCE_XMP_CREATE, "2018-05-06T07:08:09");
  g_assert_cmpuint (evidence->candidates->len, ==, 2);
}

static void
test_png_raw_profile_deflated (void)
{
  g_autoptr (GByteArray) bytes = start_png ();
  g_autoptr (GByteArray) tiff = fixture_tiff (&simple);
  g_autoptr (GString) hex = g_string_new ("\nexif\n");
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  guint8 packed[4096];
  uLongf packed_size = sizeof packed;
  g_autoptr (SusunEvidence) evidence = NULL;

  g_string_append_printf (hex, "%8u\n", tiff->len + 6);
  g_string_append (hex, "457869660000");
  for (guint i = 0; i < tiff->len; i++)
    g_string_append_printf (hex, "%02x%s", tiff->data[i], i % 36 == 35 ? "\n" : "");
  g_assert_cmpint (compress (packed, &packed_size, (const guint8 *) hex->str, hex->len), ==, Z_OK);
  put (chunk, "Raw profile type exif\0\0", 23);
  put (chunk, packed, packed_size);
  put_chunk (bytes, "zTXt", chunk->data, chunk->len);
  put_chunk (bytes, "IEND", "", 0);
  evidence = fixture_read (bytes, "a.png");
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
}

static void
test_webp (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) tiff = fixture_tiff (&simple);
  g_autofree char *xmp = fixture_xmp ("exif:DateTimeOriginal", "2018-05-06");
  g_autoptr (SusunEvidence) evidence = NULL;

  put (bytes, "RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0", 30);
  put_text (bytes, "EXIF");
  put_le (bytes, tiff->len, 4);
  put (bytes, tiff->data, tiff->len);
  put (bytes, "", tiff->len & 1);
  put_text (bytes, "XMP ");
  put_le (bytes, strlen (xmp), 4);
  put_text (bytes, xmp);
  evidence = fixture_read (bytes, "a.webp");
  g_assert_cmpstr (evidence->format, ==, "webp");
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
  assert_told (evidence, SUSUN_DATE_SOURCE_XMP_EXIF_ORIGINAL, "2018-05-06");
}

/* A HEIC with an Exif item of the given placing. */
static GByteArray *
make_heic (guint construction, gboolean honest_header)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GByteArray) tiff = fixture_tiff (&simple);
  g_autoptr (GByteArray) item = g_byte_array_new ();
  g_autoptr (GByteArray) content = g_byte_array_new ();

  put_text (content, "heic");
  put_be (content, 0, 4);
  put_text (content, "mif1heic");
  put_box (bytes, "ftyp", content);

  if (honest_header)
    put_be (item, 6, 4);
  else
    put_be (item, 0, 4);
  put (item, "Exif\0", 6);
  put (item, tiff->data, tiff->len);

  /* Twice: the second time the offset of the item is known. */
  for (guint pass = 0, offset = 0; pass < 2; pass++)
    {
      g_autoptr (GByteArray) meta = g_byte_array_new ();
      g_autoptr (GByteArray) iinf = g_byte_array_new ();
      g_autoptr (GByteArray) infe = g_byte_array_new ();
      g_autoptr (GByteArray) iloc = g_byte_array_new ();
      guint start = bytes->len;
      put_be (infe, 0x02000000, 4);
      put_be (infe, 49, 2);
      put_be (infe, 0, 2);
      put (infe, "Exif", 5);
      put_be (iinf, 0, 4);
      put_be (iinf, 1, 2);
      put_box (iinf, "infe", infe);
      put_be (iloc, 0x01000000, 4);
      put_be (iloc, 0x4400, 2);
      put_be (iloc, 1, 2);
      put_be (iloc, 49, 2);
      put_be (iloc, construction, 2);
      put_be (iloc, 0, 2);
      put_be (iloc, 1, 2);
      put_be (iloc, construction == 1 ? 0 : offset, 4);
      put_be (iloc, item->len, 4);
      put_be (meta, 0, 4);
      put_box (meta, "iinf", iinf);
      put_box (meta, "iloc", iloc);
      if (construction == 1)
        put_box (meta, "idat", item);
      put_box (bytes, "meta", meta);
      offset = bytes->len + 8;
      if (pass == 0)
        g_byte_array_set_size (bytes, start);
    }
  put_box (bytes, "mdat", item);
  return bytes;
}

static void
test_heic_items (void)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GByteArray) bytes = make_heic (i & 1, (i & 2) != 0);
      g_autoptr (SusunEvidence) evidence = fixture_read (bytes, "IMG_1.HEIC");
      g_assert_cmpstr (evidence->format, ==, "heif");
      assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
      g_assert_false (evidence->broken);
    }
}

static void
test_jxl_and_jp2_and_cr3 (void)
{
  g_autoptr (GByteArray) tiff = fixture_tiff (&simple);
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GByteArray) jxl = g_byte_array_new ();
  g_autoptr (GByteArray) jp2 = g_byte_array_new ();
  g_autoptr (GByteArray) cr3 = g_byte_array_new ();
  g_autoptr (GByteArray) uuid = g_byte_array_new ();
  g_autoptr (GByteArray) moov = g_byte_array_new ();
  g_autofree char *xmp = fixture_xmp ("xmp:CreateDate", "2018-05-06T07:08:09Z");
  g_autoptr (SusunEvidence) one = NULL, two = NULL, three = NULL;

  put (jxl, "\0\0\0\x0cJXL \r\n\x87\n", 12);
  put_be (content, 0, 4);
  put (content, tiff->data, tiff->len);
  put_box (jxl, "Exif", content);
  one = fixture_read (jxl, "a.jxl");
  g_assert_cmpstr (one->format, ==, "jxl");
  assert_told (one, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");

  put (jp2, "\0\0\0\x0cjP  \r\n\x87\n", 12);
  put (uuid, "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac", 16);
  put_text (uuid, xmp);
  put_box (jp2, "uuid", uuid);
  two = fixture_read (jp2, "a.jp2");
  g_assert_cmpstr (two->format, ==, "jp2");
  assert_told (two, SUSUN_DATE_SOURCE_XMP_CREATE, "2018-05-06T07:08:09Z");

  g_byte_array_set_size (content, 0);
  put_text (content, "crx ");
  put_be (content, 1, 4);
  put_box (cr3, "ftyp", content);
  g_byte_array_set_size (uuid, 0);
  put (uuid, "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48", 16);
  put_box (uuid, "CMT2", tiff);
  put_box (moov, "uuid", uuid);
  put_box (cr3, "moov", moov);
  three = fixture_read (cr3, "a.cr3");
  g_assert_cmpstr (three->format, ==, "cr3");
  assert_told (three, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
}

#ifdef HAVE_BROTLI
static void
test_jxl_with_packed_metadata (void)
{
  g_autoptr (GByteArray) tiff = fixture_tiff (&simple);
  g_autoptr (GByteArray) brob = g_byte_array_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (SusunEvidence) evidence = NULL, damaged = NULL;
  guint size = 4 + tiff->len;

  put (bytes, "\0\0\0\x0cJXL \r\n\x87\n", 12);
  put_text (brob, "Exif");
  put_le (brob, (size - 1) << 4 | 1 << 20, 3); /* one meta-block, stored as it is */
  put_be (brob, 0, 4);
  put (brob, tiff->data, tiff->len);
  put (brob, "\x03", 1); /* the last, empty one */
  put_box (bytes, "brob", brob);
  evidence = fixture_read (bytes, "a.jxl");
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
  g_assert_false (evidence->broken);

  bytes->data[bytes->len - 1] = 0xff;
  damaged = fixture_read (bytes, "a.jxl");
  g_assert_true (damaged->broken);
}
#endif

static void
test_gif_and_psd (void)
{
  g_autoptr (GByteArray) gif = g_byte_array_new ();
  g_autoptr (GByteArray) psd = g_byte_array_new ();
  g_autoptr (GByteArray) tiff = fixture_tiff (&simple);
  g_autofree char *xmp = fixture_xmp ("xmp:CreateDate", "2018-05-06T07:08:09");
  g_autoptr (SusunEvidence) one = NULL, two = NULL;

  put (gif, "GIF89a\1\0\1\0\x80\0\0", 13);
  put (gif, "\0\0\0\xff\xff\xff", 6);
  put (gif, "!\xf9\x04\0\0\0\0\0", 8);
  put (gif, ",\0\0\0\0\1\0\1\0\0\x02\x02\x4c\x01\0", 15);
  put (gif, "!\xff\x0bXMP DataXMP", 14);
  put_text (gif, xmp);
  put (gif, "\x01\xff\xfe\xfd", 4);
  put (gif, "\0;", 2);
  one = fixture_read (gif, "a.gif");
  assert_told (one, SUSUN_DATE_SOURCE_XMP_CREATE, "2018-05-06T07:08:09");

  put (psd, "8BPS\0\1\0\0\0\0\0\0\0\3\0\0\0\1\0\0\0\1\0\x08\0\3", 26);
  put_be (psd, 0, 4);
  put_be (psd, 12 + tiff->len, 4);
  put (psd, "8BIM\x04\x22\0\0", 8);
  put_be (psd, tiff->len, 4);
  put (psd, tiff->data, tiff->len);
  two = fixture_read (psd, "a.psd");
  assert_told (two, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
}

static void
test_xmp_forms (void)
{
  static const struct
  {
    const char *xml;
    SusunDateSource source;
    const char *told;
  } rows[] = {
    { "<rdf:Description xmlns:e='http://ns.adobe.com/exif/1.0/' "
      "e:DateTimeOriginal=\"2018-05-06T07:08:09+02:00\"/>",
      SUSUN_DATE_SOURCE_XMP_EXIF_ORIGINAL, "2018-05-06T07:08:09+02:00" },
    { "<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/'><exif:DateTimeOriginal>"
      "\n 2018-05-06T07:08:09\n</exif:DateTimeOriginal></rdf:Description>",
      SUSUN_DATE_SOURCE_XMP_EXIF_ORIGINAL, "2018-05-06T07:08:09" },
    { "<exif:DateTimeDigitized><rdf:Seq> <rdf:li>2018-05-06T07:08:09</rdf:li></rdf:Seq>"
      "</exif:DateTimeDigitized>",
      SUSUN_DATE_SOURCE_XMP_EXIF_DIGITIZED, "2018-05-06T07:08:09" },
    { "<rdf:Description xmlns:xap='http://ns.adobe.com/xap/1.0/' "
      "xap:CreateDate='2018-05-06T07:08'/>",
      SUSUN_DATE_SOURCE_XMP_CREATE, "2018-05-06T07:08:00" },
    { "<!-- <xmp:CreateDate>2001-01-02</xmp:CreateDate> -->"
      "<photoshop:DateCreated>2018-05-06</photoshop:DateCreated>",
      SUSUN_DATE_SOURCE_XMP_PHOTOSHOP_CREATED, "2018-05-06" },
    /* The same word in another namespace is another thing. */
    { "<rdf:Description xmlns:xmp='http://example.org/' xmp:CreateDate='2018-05-06'/>",
      SUSUN_DATE_SOURCE_XMP_CREATE, "-" },
    { "<xmp:ModifyDate>2018-05-06</xmp:ModifyDate><xmp:MetadataDate>2018-05-06"
      "</xmp:MetadataDate>",
      SUSUN_DATE_SOURCE_XMP_CREATE, "-" },
    { "<xmp:CreateDate>2018</xmp:CreateDate>", SUSUN_DATE_SOURCE_XMP_CREATE, "-" },
    { "<exif:DateTimeOriginal/><xmp:CreateDate>2018-05-06</xmp:CreateDate>",
      SUSUN_DATE_SOURCE_XMP_EXIF_ORIGINAL, "-" },
    { "<xmp:CreateDate", SUSUN_DATE_SOURCE_XMP_CREATE, "-" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (int wide = 0; wide < 2; wide++)
      {
        g_autoptr (SusunEvidence) evidence = NULL;
        g_autofree char *text = g_strconcat ("<x>", rows[i].xml, " </x>", NULL);
        g_autofree char *utf16 = NULL;
        gsize length = strlen (text);
        if (wide)
          utf16 = g_convert (text, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);
        evidence = fixture_read_sidecar (wide ? utf16 : text, length, "a.xmp");
        g_test_message ("%s", rows[i].xml);
        assert_told (evidence, rows[i].source, rows[i].told);
      }
}

static void
test_a_packet_that_is_no_utf_16 (void)
{
  static const guint8 bytes[] = { '<', 0, 'x', 0, 0x00, 0xd8, 0x00, 0x00, '<', 0, 0x00, 0xdc };
  g_autoptr (SusunEvidence) evidence = fixture_read_sidecar (bytes, sizeof bytes, "a.xmp");

  g_assert_cmpuint (evidence->candidates->len, ==, 0);
}

static void
test_takeout (void)
{
  static const struct
  {
    const char *json, *told;
  } rows[] = {
    { "{\"title\":\"a.jpg\",\"photoTakenTime\":{\"timestamp\":\"1355184435\",\"formatted\":\"x\"}}",
      "2012-12-11T00:07:15Z" },
    { "{\"photoTakenTime\":{\"timestamp\":1355184435}}", "2012-12-11T00:07:15Z" },
    { "{\"photoTakenTime\":{\"timestamp\":\"-1\"}}", "1969-12-31T23:59:59Z" },
    { "{\"photoTakenTime\":{\"timestamp\":\"soon\"}}", "-" },
    { "{\"photoTakenTime\":[]}", "-" },
    { "{\"creationTime\":{\"timestamp\":\"1355184435\"}}", "-" },
    { "{\"photoTakenTime\":", "-" },
    { "[1]", "-" },
    { "{", "-" },
  };
  g_autoptr (GString) deep = g_string_new ("{\"a\":");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SusunEvidence) evidence
          = fixture_read_sidecar (rows[i].json, strlen (rows[i].json), "a.jpg.json");
      assert_told (evidence, SUSUN_DATE_SOURCE_TAKEOUT_JSON, rows[i].told);
    }

  for (int i = 0; i < 50000; i++)
    g_string_append_c (deep, '[');
  g_autoptr (SusunEvidence) evidence = fixture_read_sidecar (deep->str, deep->len, "a.json");
  g_assert_cmpuint (evidence->candidates->len, ==, 0);
}

static void
test_a_damaged_sidecar_does_not_damage_the_photo (void)
{
  g_autoptr (GByteArray) bytes = fixture_jpeg (&simple);
  g_autoptr (SusunEvidence) evidence = fixture_read (bytes, "a.jpg");
  g_autoptr (SusunInput) input = susun_input_new ();

  susun_input_open_memory (input, "{\"photoTakenTime\":", 18, "a.jpg.json");
  g_assert_true (susun_media_read_sidecar (input, evidence, NULL));
  g_assert_false (evidence->broken);
  g_assert_cmpuint (evidence->notes->len, ==, 1);
  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
}

static void
test_a_thumbnail_sidecar_is_a_jpeg (void)
{
  g_autoptr (GByteArray) bytes = fixture_jpeg (&simple);
  g_autoptr (SusunEvidence) evidence = fixture_read_sidecar (bytes->data, bytes->len, "MVI_1.THM");

  assert_told (evidence, SUSUN_DATE_SOURCE_EXIF_ORIGINAL, "2019-03-04T12:33:10");
}

/* Every prefix and a thousand mutations of every kind of file: no crash, no endless walk. */
static void
test_damage_is_no_error (void)
{
  GByteArray *files[]
      = { fixture_jpeg (&full), fixture_tiff (&full), make_heic (0, TRUE), start_png () };
  guint32 state = 99;

  for (gsize f = 0; f < G_N_ELEMENTS (files); f++)
    {
      for (guint length = 0; length < files[f]->len; length++)
        {
          g_autoptr (GByteArray) cut = g_byte_array_new ();
          g_autoptr (SusunEvidence) evidence = NULL;
          put (cut, files[f]->data, length);
          evidence = fixture_read (cut, "a.jpg");
          if (length < 12)
            g_assert_true (evidence->broken);
        }
      for (int round = 0; round < 1000; round++)
        {
          g_autoptr (GByteArray) odd = g_byte_array_new ();
          g_autoptr (SusunEvidence) evidence = NULL;
          put (odd, files[f]->data, files[f]->len);
          for (int i = 0; i < 4; i++)
            {
              state = state * 1664525 + 1013904223;
              odd->data[(state >> 8) % odd->len] = (guint8) (state >> 24);
            }
          evidence = fixture_read (odd, "a.jpg");
          g_assert_cmpuint (evidence->candidates->len, <=, 64);
        }
      g_byte_array_unref (files[f]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/still/jpeg-with-exif", test_jpeg_with_exif);
  g_test_add_func ("/media/still/content-counts-not-the-extension",
                   test_content_counts_not_the_extension);
  g_test_add_func ("/media/still/exif-time-with-a-z", test_exif_time_with_a_z);
  g_test_add_func ("/media/still/jpeg-with-xmp-and-iptc", test_jpeg_with_xmp_and_iptc);
  g_test_add_func ("/media/still/tiff-and-bigtiff", test_tiff_and_bigtiff);
  g_test_add_func ("/media/still/raw-by-other-names", test_raw_by_other_names);
  g_test_add_func ("/media/still/mrw-and-raf", test_mrw_and_raf);
  g_test_add_func ("/media/still/crw", test_crw);
  g_test_add_func ("/media/still/png-exif-behind-a-long-picture",
                   test_png_exif_behind_a_long_picture);
  g_test_add_func ("/media/still/png-texts", test_png_texts);
  g_test_add_func ("/media/still/png-raw-profile-deflated", test_png_raw_profile_deflated);
  g_test_add_func ("/media/still/webp", test_webp);
  g_test_add_func ("/media/still/heic-items", test_heic_items);
  g_test_add_func ("/media/still/jxl-and-jp2-and-cr3", test_jxl_and_jp2_and_cr3);
#ifdef HAVE_BROTLI
  g_test_add_func ("/media/still/jxl-with-packed-metadata", test_jxl_with_packed_metadata);
#endif
  g_test_add_func ("/media/still/gif-and-psd", test_gif_and_psd);
  g_test_add_func ("/media/still/xmp-forms", test_xmp_forms);
  g_test_add_func ("/media/still/a-packet-that-is-no-utf-16", test_a_packet_that_is_no_utf_16);
  g_test_add_func ("/media/still/takeout", test_takeout);
  g_test_add_func ("/media/still/a-damaged-sidecar-does-not-damage-the-photo",
                   test_a_damaged_sidecar_does_not_damage_the_photo);
  g_test_add_func ("/media/still/a-thumbnail-sidecar-is-a-jpeg",
                   test_a_thumbnail_sidecar_is_a_jpeg);
  g_test_add_func ("/media/still/damage-is-no-error", test_damage_is_no_error);
  return g_test_run ();
}
