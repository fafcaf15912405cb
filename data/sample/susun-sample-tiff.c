// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "data/sample/susun-sample-still.h"

#include <zlib.h>

#include "data/sample/susun-sample-bytes.h"

/* compression and photometric interpretation */
#define UNCOMPRESSED 1
#define JPEG 7
#define DEFLATE 8
#define RGB 2
#define YCBCR 6
#define COLOR_FILTER_ARRAY 32803

/* subfile type */
#define REDUCED 1

/* One directory of a little-endian TIFF: entries first, longer values behind them. */
typedef struct
{
  GByteArray *entries;
  GByteArray *values;
  guint n_entries;
  guint start;     /* where the directory will stand in the file */
  guint n_planned; /* how many entries it will have: the values follow them */
} Directory;

enum
{
  BYTE = 1,
  ASCII = 2,
  SHORT = 3,
  LONG = 4,
  RATIONAL = 5,
  SRATIONAL = 10,
};

static void
directory_begin (Directory *self, guint start, guint n_planned)
{
  *self = (Directory){ g_byte_array_new (), g_byte_array_new (), 0, start, n_planned };
}

static guint
directory_values_start (Directory *self)
{
  return self->start + 2 + 12 * self->n_planned + 4;
}

static void
directory_add (Directory *self, guint tag, guint type, guint count, const guint8 *value, guint size)
{
  put_le16 (self->entries, tag);
  put_le16 (self->entries, type);
  put_le32 (self->entries, count);
  if (size <= 4)
    {
      g_byte_array_append (self->entries, value, size);
      put_zeros (self->entries, 4 - size);
    }
  else
    {
      put_le32 (self->entries, directory_values_start (self) + self->values->len);
      g_byte_array_append (self->values, value, size);
      put_zeros (self->values, size % 2);
    }
  self->n_entries++;
}

static void
directory_number (Directory *self, guint tag, guint type, guint32 value)
{
  guint32 raw = GUINT32_TO_LE (value);

  directory_add (self, tag, type, 1, (const guint8 *) &raw, type == SHORT ? 2 : 4);
}

static void
directory_text (Directory *self, guint tag, const char *text)
{
  directory_add (self, tag, ASCII, strlen (text) + 1, (const guint8 *) text, strlen (text) + 1);
}

static void
directory_rationals (Directory *self, guint tag, guint type, guint count, const gint32 *tenths)
{
  g_autoptr (GByteArray) raw = g_byte_array_new ();

  for (guint i = 0; i < count; i++)
    {
      put_le32 (raw, (guint32) tenths[i]);
      put_le32 (raw, 10);
    }
  directory_add (self, tag, type, count, raw->data, raw->len);
}

static void
directory_end (Directory *self, GByteArray *out)
{
  g_assert (self->n_entries == self->n_planned && out->len == self->start);
  put_le16 (out, self->n_entries);
  g_byte_array_append (out, self->entries->data, self->entries->len);
  put_le32 (out, 0);
  g_byte_array_append (out, self->values->data, self->values->len);
  g_byte_array_unref (self->entries);
  g_byte_array_unref (self->values);
}

/* Tags stand in the order of their numbers, so the two kinds differ in the middle as well. */
static void
add_color_filter (Directory *ifd)
{
  static const guint8 two_by_two[] = { 2, 0, 2, 0 }, rggb[] = { 0, 1, 1, 2 };

  directory_add (ifd, 33421, SHORT, 2, two_by_two, 4);
  directory_add (ifd, 33422, BYTE, 4, rggb, 4);
}

static void
add_dng (Directory *ifd, const char *model)
{
  static const guint8 version[] = { 1, 4, 0, 0 }, backward[] = { 1, 1, 0, 0 };
  static const gint32 identity[] = { 10, 0, 0, 0, 10, 0, 0, 0, 10 }, neutral[] = { 10, 10, 10 };

  directory_add (ifd, 50706, BYTE, 4, version, 4);
  directory_add (ifd, 50707, BYTE, 4, backward, 4);
  directory_text (ifd, 50708, model);
  directory_rationals (ifd, 50721, SRATIONAL, 9, identity);
  directory_rationals (ifd, 50728, RATIONAL, 3, neutral);
}

/* What a camera puts beside the sensor's data for those who only look: a JPEG, and a directory of
 * its own. Returns: where that directory is */
static guint
put_preview (GByteArray *out, GdkPixbuf *pixbuf, GBytes *jpeg)
{
  static const guint8 eights[] = { 8, 0, 8, 0, 8, 0 };
  guint start = out->len;
  Directory ifd;

  g_byte_array_append (out, g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg));
  put_zeros (out, out->len % 2);
  directory_begin (&ifd, out->len, 10);
  directory_number (&ifd, 254, LONG, REDUCED);
  directory_number (&ifd, 256, LONG, gdk_pixbuf_get_width (pixbuf));
  directory_number (&ifd, 257, LONG, gdk_pixbuf_get_height (pixbuf));
  directory_add (&ifd, 258, SHORT, 3, eights, 6);
  directory_number (&ifd, 259, SHORT, JPEG);
  directory_number (&ifd, 262, SHORT, YCBCR);
  directory_number (&ifd, 273, LONG, start);
  directory_number (&ifd, 277, SHORT, 3);
  directory_number (&ifd, 278, LONG, gdk_pixbuf_get_height (pixbuf));
  directory_number (&ifd, 279, LONG, g_bytes_get_size (jpeg));
  start = out->len;
  directory_end (&ifd, out);
  return start;
}

/* Header, pixels, a raw picture's preview, the EXIF directory with the date, the main directory.
 * @preview: (nullable): makes it a raw picture */
static GBytes *
build (GdkPixbuf *pixbuf, GByteArray *strip, GBytes *preview, const char *taken, const char *make,
       const char *model)
{
  gboolean raw = preview != NULL;
  static const guint8 eights[] = { 8, 0, 8, 0, 8, 0 };
  guint channels = raw ? 1 : 3;
  GByteArray *out = g_byte_array_new ();
  Directory ifd, exif;
  guint pixels, preview_start = 0, exif_start;

  put_text (out, "II");
  put_le16 (out, 42);
  put_le32 (out, 0);
  pixels = out->len;
  g_byte_array_append (out, strip->data, strip->len);
  put_zeros (out, out->len % 2);

  if (raw)
    preview_start = put_preview (out, pixbuf, preview);
  exif_start = out->len;
  directory_begin (&exif, exif_start, 2);
  directory_text (&exif, 0x9003, taken);
  directory_text (&exif, 0x9004, taken);
  directory_end (&exif, out);

  set_le32 (out, 4, out->len);
  directory_begin (&ifd, out->len, raw ? 21 : 13);
  directory_number (&ifd, 254, LONG, 0);
  directory_number (&ifd, 256, LONG, gdk_pixbuf_get_width (pixbuf));
  directory_number (&ifd, 257, LONG, gdk_pixbuf_get_height (pixbuf));
  directory_add (&ifd, 258, SHORT, channels, eights, 2 * channels);
  directory_number (&ifd, 259, SHORT, raw ? UNCOMPRESSED : DEFLATE);
  directory_number (&ifd, 262, SHORT, raw ? COLOR_FILTER_ARRAY : RGB);
  directory_text (&ifd, 271, make);
  directory_text (&ifd, 272, model);
  directory_number (&ifd, 273, LONG, pixels);
  directory_number (&ifd, 277, SHORT, channels);
  directory_number (&ifd, 278, LONG, gdk_pixbuf_get_height (pixbuf));
  directory_number (&ifd, 279, LONG, strip->len);
  if (raw)
    {
      directory_number (&ifd, 330, LONG, preview_start);
      add_color_filter (&ifd);
    }
  directory_number (&ifd, 34665, LONG, exif_start);
  if (raw)
    add_dng (&ifd, model);
  directory_end (&ifd, out);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
susun_sample_tiff (GdkPixbuf *pixbuf, const char *taken, const char *make, const char *model)
{
  guint width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  guint stride = gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  g_autoptr (GByteArray) rows = g_byte_array_new ();
  g_autoptr (GByteArray) strip = g_byte_array_new ();
  uLongf size;

  for (guint row = 0; row < height; row++)
    g_byte_array_append (rows, pixels + row * stride, 3 * width);
  size = compressBound (rows->len);
  g_byte_array_set_size (strip, size);
  compress2 (strip->data, &size, rows->data, rows->len, 9);
  g_byte_array_set_size (strip, size);
  return build (pixbuf, strip, NULL, taken, make, model);
}

GBytes *
susun_sample_dng (GdkPixbuf *pixbuf, const char *taken, const char *make, const char *model,
                  GError **error)
{
  g_autoptr (GBytes) preview = susun_sample_jpeg (pixbuf, NULL, error);
  guint width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  guint stride = gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  g_autoptr (GByteArray) sensor = g_byte_array_new ();

  if (preview == NULL)
    return NULL;
  /* red green / green blue */
  for (guint row = 0; row < height; row++)
    for (guint column = 0; column < width; column++)
      put_u8 (sensor, pixels[row * stride + column * 3 + row % 2 + column % 2]);
  return build (pixbuf, sensor, preview, taken, make, model);
}
