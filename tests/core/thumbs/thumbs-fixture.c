// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "thumbs-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("susun-thumbs-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir
      = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_remove (path);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  remove_tree (self->folder);
  g_free (self->folder);
}

char *
fixture_path (Fixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

GdkPixbuf *
fixture_picture (int width, int height)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  static const guint32 colours[] = { 0xff0000ff, 0x00ff00ff, 0x0000ffff, 0xffff00ff };

  for (int i = 0; i < 4; i++)
    {
      int x = i % 2 * (width / 2), y = i / 2 * (height / 2);
      g_autoptr (GdkPixbuf) field = gdk_pixbuf_new_subpixbuf (
          pixbuf, x, y, i % 2 ? width - x : width / 2, i / 2 ? height - y : height / 2);
      gdk_pixbuf_fill (field, colours[i]);
    }
  return pixbuf;
}

static char
colour_at (SusunThumb *thumb, int x, int y)
{
  const guint8 *p = g_bytes_get_data (susun_thumb_get_pixels (thumb), NULL);

  p += (gsize) y * (gsize) susun_thumb_get_stride (thumb)
       + (gsize) x * (susun_thumb_has_alpha (thumb) ? 4 : 3);
  if (p[0] > 180)
    return p[1] > 180 ? 'Y' : 'R';
  return p[1] > 180 ? 'G' : p[2] > 180 ? 'B' : '?';
}

char *
fixture_top (SusunThumb *thumb)
{
  int width = susun_thumb_get_width (thumb), height = susun_thumb_get_height (thumb);

  g_assert_cmpuint (g_bytes_get_size (susun_thumb_get_pixels (thumb)), >=,
                    (gsize) susun_thumb_get_stride (thumb) * (gsize) (height - 1)
                        + (gsize) width * 3);
  return g_strdup_printf ("%c%c", colour_at (thumb, width / 4, height / 4),
                          colour_at (thumb, width * 3 / 4, height / 4));
}

GByteArray *
fixture_encode (GdkPixbuf *pixbuf, const char *type)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, type, &error, NULL);
  g_assert_no_error (error);
  return g_byte_array_new_take ((guint8 *) data, length);
}

static void
put_le (GByteArray *bytes, guint32 value, int width)
{
  for (int i = 0; i < width; i++)
    {
      guint8 byte = (guint8) (value >> 8 * i);
      g_byte_array_append (bytes, &byte, 1);
    }
}

static void
put_entry (GByteArray *bytes, guint tag, guint type, guint32 count, guint32 value)
{
  put_le (bytes, tag, 2);
  put_le (bytes, type, 2);
  put_le (bytes, count, 4);
  put_le (bytes, value, 4);
}

static GByteArray *
start_tiff (void)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) "II*\0\10\0\0\0", 8);
  return bytes;
}

GByteArray *
fixture_with_exif (const GByteArray *jpeg, guint orientation, const GByteArray *thumb)
{
  g_autoptr (GByteArray) exif = start_tiff ();
  GByteArray *bytes = g_byte_array_new ();
  guint8 head[4] = { 0xff, 0xd8, 0xff, 0xe1 }, length[2];

  put_le (exif, 1, 2);
  put_entry (exif, 0x0112, 3, 1, orientation);
  put_le (exif, thumb != NULL ? exif->len + 4 : 0, 4);
  if (thumb != NULL)
    {
      put_le (exif, 2, 2);
      put_entry (exif, 0x0201, 4, 1, exif->len + 12 + 12 + 4);
      put_entry (exif, 0x0202, 4, 1, thumb->len);
      put_le (exif, 0, 4);
      g_byte_array_append (exif, thumb->data, thumb->len);
    }
  length[0] = (guint8) ((exif->len + 8) >> 8);
  length[1] = (guint8) (exif->len + 8);
  g_assert_cmpuint (exif->len + 8, <, 65536);

  g_byte_array_append (bytes, head, 4);
  g_byte_array_append (bytes, length, 2);
  g_byte_array_append (bytes, (const guint8 *) "Exif\0\0", 6);
  g_byte_array_append (bytes, exif->data, exif->len);
  g_byte_array_append (bytes, jpeg->data + 2, jpeg->len - 2);
  return bytes;
}

GByteArray *
fixture_raw (guint orientation, GByteArray *const *previews, guint n)
{
  GByteArray *bytes = start_tiff ();
  guint subs = 8 + 2 + 3 * 12 + 4, each = 2 + 4 * 12 + 4;
  guint data = subs + 4 * n + n * each;

  g_assert_cmpuint (n, >, 1);
  put_le (bytes, 3, 2);
  put_entry (bytes, 0x0112, 3, 1, orientation);
  put_entry (bytes, 0x014a, 4, n, subs);
  put_entry (bytes, 0xc612, 1, 4, 0x0401);
  put_le (bytes, 0, 4);
  for (guint i = 0; i < n; i++)
    put_le (bytes, subs + 4 * n + i * each, 4);
  for (guint i = 0; i < n; i++)
    {
      put_le (bytes, 4, 2);
      put_entry (bytes, 0x00fe, 4, 1, 1);
      put_entry (bytes, 0x0103, 3, 1, 7);
      put_entry (bytes, 0x0111, 4, 1, data);
      put_entry (bytes, 0x0117, 4, 1, previews[i]->len);
      put_le (bytes, 0, 4);
      data += previews[i]->len;
    }
  for (guint i = 0; i < n; i++)
    g_byte_array_append (bytes, previews[i]->data, previews[i]->len);
  return bytes;
}

char *
fixture_write (Fixture *self, const char *name, const void *data, gsize length)
{
  char *path = fixture_path (self, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) length, &error);
  g_assert_no_error (error);
  return path;
}
