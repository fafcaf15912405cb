// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "data/sample/susun-sample-still.h"

#include <libheif/heif.h>
#include <zlib.h>

#include "data/sample/susun-sample-bytes.h"

static GBytes *
encode (GdkPixbuf *pixbuf, const char *type, const char *option, const char *value, GError **error)
{
  char *buffer;
  gsize size;

  if (!gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, type, error, option, value, NULL))
    return NULL;
  return g_bytes_new_take (buffer, size);
}

GBytes *
susun_sample_jpeg (GdkPixbuf *pixbuf, GBytes *exif, GError **error)
{
  g_autoptr (GBytes) plain = encode (pixbuf, "jpeg", "quality", "80", error);
  GByteArray *out;
  const guint8 *data;
  gsize size;

  if (plain == NULL || exif == NULL)
    return g_steal_pointer (&plain);

  /* After the start of image, in the place of an APP1, as cameras write it. */
  data = g_bytes_get_data (plain, &size);
  out = g_byte_array_new ();
  g_byte_array_append (out, data, 2);
  put_be16 (out, 0xffe1);
  put_be16 (out, g_bytes_get_size (exif) + 2);
  put_bytes (out, exif);
  g_byte_array_append (out, data + 2, size - 2);
  return g_byte_array_free_to_bytes (out);
}

static void
put_chunk (GByteArray *out, const char *type, const void *data, gsize size)
{
  guint start = out->len + 4;

  put_be32 (out, size);
  put_text (out, type);
  g_byte_array_append (out, data, size);
  put_be32 (out, crc32 (0, out->data + start, out->len - start));
}

GBytes *
susun_sample_png (GdkPixbuf *pixbuf, GBytes *exif, const char *created, GError **error)
{
  g_autoptr (GBytes) plain = encode (pixbuf, "png", "compression", "9", error);
  GByteArray *out;
  const guint8 *data;
  gsize size;

  if (plain == NULL)
    return NULL;

  /* Right behind the signature and IHDR: 8 + 25 bytes. */
  data = g_bytes_get_data (plain, &size);
  out = g_byte_array_new ();
  g_byte_array_append (out, data, 33);
  if (exif != NULL) /* without the "Exif\0\0" of the JPEG segment */
    put_chunk (out, "eXIf", (const guint8 *) g_bytes_get_data (exif, NULL) + 6,
               g_bytes_get_size (exif) - 6);
  if (created != NULL)
    {
      g_autoptr (GByteArray) text = g_byte_array_new ();

      put_text (text, "Creation Time");
      put_u8 (text, 0);
      put_text (text, created);
      put_chunk (out, "tEXt", text->data, text->len);
    }
  g_byte_array_append (out, data + 33, size - 33);
  return g_byte_array_free_to_bytes (out);
}

gboolean
susun_sample_can_heic (void)
{
  return heif_have_encoder_for_format (heif_compression_HEVC) != 0;
}

static struct heif_error
write_heif (struct heif_context *context, const void *data, size_t size, void *user_data)
{
  g_byte_array_append (user_data, data, size);
  return (struct heif_error){ heif_error_Ok, heif_suberror_Unspecified, "" };
}

static gboolean
heif_ok (struct heif_error status, GError **error)
{
  if (status.code == heif_error_Ok)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "libheif: %s", status.message);
  return FALSE;
}

static struct heif_image *
heif_image_from_pixbuf (GdkPixbuf *pixbuf, GError **error)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf), plane_stride;
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  struct heif_image *image;
  guint8 *plane;

  if (!heif_ok (heif_image_create (width, height, heif_colorspace_RGB, heif_chroma_interleaved_RGB,
                                   &image),
                error))
    return NULL;
  if (!heif_ok (heif_image_add_plane (image, heif_channel_interleaved, width, height, 24), error))
    {
      heif_image_release (image);
      return NULL;
    }
  plane = heif_image_get_plane (image, heif_channel_interleaved, &plane_stride);
  for (int row = 0; row < height; row++)
    memcpy (plane + row * plane_stride, pixels + row * stride, 3 * width);
  return image;
}

GBytes *
susun_sample_heic (GdkPixbuf *pixbuf, GBytes *exif, GError **error)
{
  struct heif_image *image = heif_image_from_pixbuf (pixbuf, error);
  struct heif_writer writer = { .writer_api_version = 1, .write = write_heif };
  struct heif_context *context = NULL;
  struct heif_encoder *encoder = NULL;
  struct heif_image_handle *handle = NULL;
  GByteArray *out = g_byte_array_new ();
  gboolean ok;

  if (image == NULL)
    return NULL;
  context = heif_context_alloc ();
  ok = heif_ok (heif_context_get_encoder_for_format (context, heif_compression_HEVC, &encoder),
                error)
       && heif_ok (heif_encoder_set_lossy_quality (encoder, 50), error)
       && heif_ok (heif_context_encode_image (context, image, encoder, NULL, &handle), error)
       && heif_ok (heif_context_add_exif_metadata (context, handle, g_bytes_get_data (exif, NULL),
                                                   g_bytes_get_size (exif)),
                   error)
       && heif_ok (heif_context_write (context, &writer, out), error);
  g_clear_pointer (&handle, heif_image_handle_release);
  g_clear_pointer (&encoder, heif_encoder_release);
  heif_image_release (image);
  heif_context_free (context);
  if (!ok)
    {
      g_byte_array_unref (out);
      return NULL;
    }
  return g_byte_array_free_to_bytes (out);
}
