// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "core/media/susun-preview.h"
#include "fixture.h"

/* A JPEG's head as a decoder would take it, and nothing to decode. @sof: the frame's marker */
static GByteArray *
make_jpeg (guint8 sof, guint width, guint height)
{
  GByteArray *bytes = g_byte_array_new ();

  put_be (bytes, 0xffd8, 2);
  put_be (bytes, 0xff00 | sof, 2);
  put_be (bytes, 17, 2);
  put_be (bytes, 8, 1);
  put_be (bytes, height, 2);
  put_be (bytes, width, 2);
  put (bytes, "\3\1\x11\0\2\x11\1\3\x11\1", 10);
  put_be (bytes, 0xffda, 2);
  while (bytes->len < 100)
    put_be (bytes, 0, 1);
  return bytes;
}

typedef struct
{
  guint16 tag;
  guint32 value;
} Number;

/* A little-endian directory of LONGs. */
static void
put_ifd (GByteArray *bytes, const Number *numbers, guint n, guint32 next)
{
  put_le (bytes, n, 2);
  for (guint i = 0; i < n; i++)
    {
      put_le (bytes, numbers[i].tag, 2);
      put_le (bytes, 4, 2);
      put_le (bytes, 1, 4);
      put_le (bytes, numbers[i].value, 4);
    }
  put_le (bytes, next, 4);
}

static GByteArray *
make_tiff_header (void)
{
  GByteArray *bytes = g_byte_array_new ();

  put (bytes, "II*\0\10\0\0\0", 8);
  return bytes;
}

static void
find (const GByteArray *bytes, const char *name, SusunPreviews *previews)
{
  g_autoptr (SusunInput) input = susun_input_new ();
  g_autoptr (GError) error = NULL;

  susun_input_open_memory (input, bytes->data, bytes->len, name);
  g_assert_true (susun_media_find_previews (input, previews, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < previews->n_items; i++)
    {
      const SusunPreview *item = &previews->items[i];
      g_assert_cmpuint (item->offset + item->length, <=, bytes->len);
      g_assert_cmpmem (bytes->data + item->offset, 2, "\xff\xd8", 2);
    }
}

/* An EXIF block: IFD0 with an orientation, IFD1 with a thumbnail of 160 × 120. */
static GByteArray *
make_exif (guint orientation)
{
  GByteArray *bytes = make_tiff_header ();
  g_autoptr (GByteArray) thumb = make_jpeg (0xc0, 160, 120);
  Number first[] = { { 0x0112, orientation } };
  guint second_at = 8 + 2 + 12 + 4, thumb_at = second_at + 2 + 24 + 4;
  Number second[] = { { 0x0201, thumb_at }, { 0x0202, thumb->len } };

  put_ifd (bytes, first, 1, second_at);
  put_ifd (bytes, second, 2, 0);
  g_assert_cmpuint (bytes->len, ==, thumb_at);
  put (bytes, thumb->data, thumb->len);
  return bytes;
}

static GByteArray *
make_jpeg_with_exif (void)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GByteArray) exif = make_exif (6);
  g_autoptr (GByteArray) rest = make_jpeg (0xc2, 4000, 3000);

  put_be (bytes, 0xffd8ffe1, 4);
  put_be (bytes, exif->len + 8, 2);
  put (bytes, "Exif\0\0", 6);
  put (bytes, exif->data, exif->len);
  put (bytes, rest->data + 2, rest->len - 2);
  return bytes;
}

static void
test_jpeg (void)
{
  g_autoptr (GByteArray) bytes = make_jpeg_with_exif ();
  SusunPreviews previews;

  find (bytes, "a.jpg", &previews);
  g_assert_cmpstr (previews.format, ==, "jpeg");
  g_assert_cmpint (previews.kind, ==, SUSUN_PICTURE_STILL);
  g_assert_cmpuint (previews.width, ==, 4000);
  g_assert_cmpuint (previews.height, ==, 3000);
  g_assert_cmpuint (previews.orientation, ==, 6);
  g_assert_true (previews.progressive);
  g_assert_cmpuint (previews.n_items, ==, 1);
  g_assert_cmpuint (previews.items[0].width, ==, 160);
  g_assert_cmpuint (previews.items[0].height, ==, 120);
  g_assert_cmpuint (previews.items[0].orientation, ==, 0);
}

/* IFD0 an own picture, SubIFDs with a preview, lossless raw data and a reduced JPEG strip. */
static GByteArray *
make_dng (void)
{
  GByteArray *bytes = make_tiff_header ();
  g_autoptr (GByteArray) large = make_jpeg (0xc0, 1024, 683);
  g_autoptr (GByteArray) lossless = make_jpeg (0xc3, 6000, 4000);
  g_autoptr (GByteArray) small = make_jpeg (0xc0, 256, 171);
  guint subs_at = 8 + 2 + 4 * 12 + 4, sub_at = subs_at + 12, each = 2 + 4 * 12 + 4;
  guint data_at = sub_at + 3 * each;
  Number first[] = { { 0x0100, 32 }, { 0x0112, 8 }, { 0x014a, subs_at }, { 0xc612, 0x401 } };

  put_ifd (bytes, first, 4, 0);
  /* Three of them stand elsewhere. */
  bytes->data[8 + 2 + 2 * 12 + 4] = 3;
  for (guint i = 0; i < 3; i++)
    put_le (bytes, sub_at + i * each, 4);
  put_ifd (bytes, (Number[]){ { 0x00fe, 1 }, { 0x0103, 7 }, { 0x0111, data_at }, { 0x0117, 100 } },
           4, 0);
  put_ifd (bytes,
           (Number[]){ { 0x00fe, 0 }, { 0x0103, 7 }, { 0x0111, data_at + 100 }, { 0x0117, 100 } },
           4, 0);
  put_ifd (bytes, (Number[]){ { 0x0201, data_at + 200 }, { 0x0202, 100 }, { 1, 0 }, { 2, 0 } }, 4,
           0);
  g_assert_cmpuint (bytes->len, ==, data_at);
  put (bytes, large->data, 100);
  put (bytes, lossless->data, 100);
  put (bytes, small->data, 100);
  return bytes;
}

static void
test_raw (void)
{
  g_autoptr (GByteArray) bytes = make_dng ();
  SusunPreviews previews;

  find (bytes, "a.tif", &previews);
  g_assert_cmpint (previews.kind, ==, SUSUN_PICTURE_RAW);
  g_assert_cmpuint (previews.orientation, ==, 8);
  g_assert_cmpuint (previews.n_items, ==, 2);
  g_assert_cmpuint (previews.items[0].width, ==, 256);
  g_assert_cmpuint (previews.items[1].width, ==, 1024);
  g_assert_cmpuint (susun_previews_choose (&previews, 128)->width, ==, 256);
  g_assert_cmpuint (susun_previews_choose (&previews, 256)->width, ==, 256);
  g_assert_cmpuint (susun_previews_choose (&previews, 512)->width, ==, 1024);
  g_assert_cmpuint (susun_previews_choose (&previews, 4096)->width, ==, 1024);
}

static void
test_fuji (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) jpeg = make_jpeg_with_exif ();
  SusunPreviews previews;

  put_text (bytes, "FUJIFILMCCD-RAW ");
  while (bytes->len < 84)
    put_be (bytes, 0, 1);
  put_be (bytes, 120, 4);
  put_be (bytes, jpeg->len, 4);
  while (bytes->len < 120)
    put_be (bytes, 0, 1);
  put (bytes, jpeg->data, jpeg->len);

  find (bytes, "a.raf", &previews);
  g_assert_cmpint (previews.kind, ==, SUSUN_PICTURE_RAW);
  g_assert_cmpuint (previews.orientation, ==, 6);
  g_assert_cmpuint (previews.n_items, ==, 2);
  g_assert_cmpuint (previews.items[0].width, ==, 160);
  g_assert_cmpuint (previews.items[1].width, ==, 4000);
  g_assert_cmpuint (previews.items[1].orientation, ==, 6);
}

static void
test_canon (void)
{
  static const guint8 uuid[16] = { 0xea, 0xf4, 0x2b, 0x5e, 0x1c, 0x98, 0x4b, 0x88,
                                   0xb9, 0xfb, 0xb7, 0xdc, 0x40, 0x6e, 0x4d, 0x16 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) brand = g_byte_array_new ();
  g_autoptr (GByteArray) preview = g_byte_array_new ();
  g_autoptr (GByteArray) outer = g_byte_array_new ();
  g_autoptr (GByteArray) jpeg = make_jpeg (0xc0, 1620, 1080);
  SusunPreviews previews;

  put_text (brand, "crx \1\1\1\1crx ");
  put_box (bytes, "ftyp", brand);
  for (int i = 0; i < 16; i++)
    put_be (preview, 0, 1);
  put (preview, jpeg->data, jpeg->len);
  put (outer, uuid, 16);
  put_be (outer, 1, 8);
  put_box (outer, "PRVW", preview);
  put_box (bytes, "uuid", outer);

  find (bytes, "a.cr3", &previews);
  g_assert_cmpstr (previews.format, ==, "cr3");
  g_assert_cmpint (previews.kind, ==, SUSUN_PICTURE_RAW);
  g_assert_cmpuint (previews.n_items, ==, 1);
  g_assert_cmpuint (previews.items[0].width, ==, 1620);
}

/* A ring of directories, and a JPEG said to be longer than the file. */
static void
test_ring (void)
{
  g_autoptr (GByteArray) bytes = make_tiff_header ();
  SusunPreviews previews;

  put_ifd (bytes, (Number[]){ { 0x014a, 8 }, { 0x0201, 38 }, { 0x0202, G_MAXUINT32 } }, 3, 8);
  find (bytes, "a.nef", &previews);
  g_assert_cmpint (previews.kind, ==, SUSUN_PICTURE_RAW);
  g_assert_cmpuint (previews.n_items, ==, 0);
}

static void
test_sizes (void)
{
  static const struct
  {
    const char *name;
    const char *bytes;
    gsize length;
    guint width, height;
  } table[] = {
    { "a.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x31\10\2\0\0\0", 29, 30000,
      30001 },
    { "a.gif", "GIF89a\x20\3\x58\2\0\0", 12, 800, 600 },
    { "a.webp", "RIFF\x1e\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0\x1f\3\0\x57\2\0", 30, 800, 600 },
    { "b.webp", "RIFF\x1e\0\0\0WEBPVP8L\n\0\0\0\x2f\x1f\xc3\x95\0\0\0\0\0\0", 30, 800, 600 },
    { "c.webp", "RIFF\x1e\0\0\0WEBPVP8 \n\0\0\0\0\0\0\x9d\1\x2a\x20\3\x58\2", 30, 800, 600 },
    { "a.bmp", "BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x20\3\0\0\xa8\xfd\xff\xff\1\0\x18\0\0\0\0\0",
      34, 800, 600 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      SusunPreviews previews;
      put (bytes, table[i].bytes, table[i].length);
      find (bytes, table[i].name, &previews);
      g_test_message ("%s", table[i].name);
      g_assert_cmpint (previews.kind, ==, SUSUN_PICTURE_STILL);
      g_assert_cmpuint (previews.width, ==, table[i].width);
      g_assert_cmpuint (previews.height, ==, table[i].height);
      g_assert_cmpuint (previews.orientation, ==, 1);
    }
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *name;
    const char *head; /* padded to 64 bytes */
    gsize length;
    SusunPictureKind kind;
  } table[] = {
    { "a.heic",
      "\0\0\0\x18"
      "ftypheic",
      12, SUSUN_PICTURE_HEIF },
    { "a.mov",
      "\0\0\0\x18"
      "ftypqt  ",
      12, SUSUN_PICTURE_FILM },
    { "a.avi", "RIFF\0\0\0\0AVI ", 12, SUSUN_PICTURE_FILM },
    { "a.mkv", "\x1a\x45\xdf\xa3", 4, SUSUN_PICTURE_FILM },
    { "a.mp4", "unlike any", 10, SUSUN_PICTURE_FILM },
    { "a.jpg", "unlike any", 10, SUSUN_PICTURE_UNKNOWN },
    { "a.jxl", "\xff\x0a", 2, SUSUN_PICTURE_STILL },
    { "a.orf", "IIRO\10\0\0\0", 8, SUSUN_PICTURE_RAW },
    { "a.psd", "8BPS", 4, SUSUN_PICTURE_RAW },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      SusunPreviews previews;
      put (bytes, table[i].head, table[i].length);
      while (bytes->len < 64)
        put_be (bytes, 0, 1);
      find (bytes, table[i].name, &previews);
      g_test_message ("%s", table[i].name);
      g_assert_cmpint (previews.kind, ==, table[i].kind);
      g_assert_cmpuint (previews.n_items, ==, 0);
    }
}

/* Cut anywhere and with any byte turned over, it is read to an end. */
static void
test_damaged (void)
{
  g_autoptr (GByteArray) jpeg = make_jpeg_with_exif ();
  g_autoptr (GByteArray) dng = make_dng ();
  GByteArray *files[] = { jpeg, dng };

  for (gsize f = 0; f < G_N_ELEMENTS (files); f++)
    for (guint i = 0; i < files[f]->len; i++)
      {
        g_autoptr (SusunInput) input = susun_input_new ();
        g_autofree guint8 *copy = g_memdup2 (files[f]->data, files[f]->len);
        SusunPreviews previews;
        susun_input_open_memory (input, copy, i, "a.dng");
        g_assert_true (susun_media_find_previews (input, &previews, NULL));
        copy[i] ^= 0xff;
        susun_input_open_memory (input, copy, files[f]->len, "a.dng");
        g_assert_true (susun_media_find_previews (input, &previews, NULL));
        g_assert_cmpuint (previews.orientation, >=, 1);
        g_assert_cmpuint (previews.orientation, <=, 8);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/previews/jpeg", test_jpeg);
  g_test_add_func ("/media/previews/raw", test_raw);
  g_test_add_func ("/media/previews/fuji", test_fuji);
  g_test_add_func ("/media/previews/canon", test_canon);
  g_test_add_func ("/media/previews/ring", test_ring);
  g_test_add_func ("/media/previews/sizes", test_sizes);
  g_test_add_func ("/media/previews/kinds", test_kinds);
  g_test_add_func ("/media/previews/damaged", test_damaged);
  return g_test_run ();
}
