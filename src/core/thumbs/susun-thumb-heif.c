// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libheif/heif.h>

#include "core/base/susun-sys.h"
#include "core/thumbs/susun-thumb-private.h"

/* HEIC, AVIF and their kin. What is read is what libheif asks for: the boxes, and the one picture
 * that is decoded. Orientation is in the file's own properties, which libheif applies; that of EXIF
 * does not count here (ISO/IEC 23008-12, A.2). */

#define MAX_THUMBNAILS 8

typedef struct
{
  const SusunThumbSource *source;
  gint64 position;
} Reading;

static int64_t
get_position (void *data)
{
  return ((Reading *) data)->position;
}

/* Returns: 0 for all of it, as libheif wants it */
static int
read_all (void *buffer, size_t size, void *data)
{
  Reading *self = data;
  guint8 *to = buffer;

  while (size > 0)
    {
      ssize_t got = susun_sys_pread (self->source->fd, to, size, self->position);
      if (got <= 0)
        return 1;
      to += got;
      size -= (size_t) got;
      self->position += got;
    }
  return 0;
}

static int
seek_to (int64_t position, void *data)
{
  Reading *self = data;

  if (position < 0 || (guint64) position > self->source->size)
    return 1;
  self->position = position;
  return 0;
}

static enum heif_reader_grow_status
wait_for_size (int64_t target, void *data)
{
  Reading *self = data;

  return target >= 0 && (guint64) target <= self->source->size
             ? heif_reader_grow_status_size_reached
             : heif_reader_grow_status_size_beyond_eof;
}

static const struct heif_reader reader = {
  .reader_api_version = 1,
  .get_position = get_position,
  .read = read_all,
  .seek = seek_to,
  .wait_for_file_size = wait_for_size,
};

typedef struct heif_context HeifContext;
typedef struct heif_image_handle HeifHandle;
typedef struct heif_image HeifImage;
typedef struct heif_decoding_options HeifOptions;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeifContext, heif_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeifHandle, heif_image_handle_release)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeifImage, heif_image_release)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeifOptions, heif_decoding_options_free)

static void
throw_heif (const SusunThumbSource *source, const struct heif_error *reason, GError **error)
{
  if (reason->code == heif_error_Unsupported_feature
      || reason->code == heif_error_Unsupported_filetype
      || reason->code == heif_error_Plugin_loading_error)
    g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                 _ ("“%s” cannot be shown here: nothing that decodes it is installed"),
                 source->display_name);
  else
    susun_thumb_throw_broken (source, error);
}

/* Returns: (transfer full) (nullable): the largest embedded thumbnail */
static HeifHandle *
find_thumbnail (HeifHandle *picture)
{
  heif_item_id ids[MAX_THUMBNAILS];
  int n = heif_image_handle_get_list_of_thumbnail_IDs (picture, ids, MAX_THUMBNAILS);
  HeifHandle *best = NULL;

  for (int i = 0; i < n; i++)
    {
      HeifHandle *next = NULL;
      if (heif_image_handle_get_thumbnail (picture, ids[i], &next).code != heif_error_Ok)
        continue;
      if (best != NULL && heif_image_handle_get_width (next) <= heif_image_handle_get_width (best))
        {
          heif_image_handle_release (next);
          continue;
        }
      g_clear_pointer (&best, heif_image_handle_release);
      best = next;
    }
  return best;
}

static void
release_image (guchar *pixels, gpointer image)
{
  heif_image_release (image);
}

static GdkPixbuf *
decode (const SusunThumbSource *source, HeifHandle *handle, GError **error)
{
  g_autoptr (HeifOptions) options = heif_decoding_options_alloc ();
  g_autoptr (HeifImage) image = NULL;
  gboolean alpha = heif_image_handle_has_alpha_channel (handle) != 0;
  guint64 width = (guint64) MAX (heif_image_handle_get_width (handle), 0);
  guint64 height = (guint64) MAX (heif_image_handle_get_height (handle), 0);
  struct heif_error reason;
  uint8_t *pixels;
  int stride;

  if (!susun_thumb_check_pixels (source, width, height, SUSUN_THUMB_MAX_WHOLE_PIXELS, error)
      || g_cancellable_set_error_if_cancelled (source->cancellable, error))
    return NULL;
  options->convert_hdr_to_8bit = 1;
  reason = heif_decode_image (handle, &image, heif_colorspace_RGB,
                              alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
                              options);
  if (reason.code != heif_error_Ok)
    {
      throw_heif (source, &reason, error);
      return NULL;
    }
  pixels = heif_image_get_plane (image, heif_channel_interleaved, &stride);
  width = (guint64) MAX (heif_image_get_width (image, heif_channel_interleaved), 0);
  height = (guint64) MAX (heif_image_get_height (image, heif_channel_interleaved), 0);
  if (pixels == NULL || width == 0 || height == 0)
    {
      susun_thumb_throw_broken (source, error);
      return NULL;
    }
  return gdk_pixbuf_new_from_data (pixels, GDK_COLORSPACE_RGB, alpha, 8, (int) width, (int) height,
                                   stride, release_image, g_steal_pointer (&image));
}

GdkPixbuf *
susun_thumb_decode_heif (const SusunThumbSource *source, gboolean embedded_only, GError **error)
{
  g_autoptr (HeifContext) context = heif_context_alloc ();
  g_autoptr (HeifHandle) picture = NULL, thumbnail = NULL;
  GdkPixbuf *pixbuf = NULL;
  Reading reading = { .source = source };
  struct heif_error reason;

  /* The pool is what runs in parallel. */
  heif_context_set_max_decoding_threads (context, 0);
  reason = heif_context_read_from_reader (context, &reader, &reading, NULL);
  if (reason.code == heif_error_Ok)
    reason = heif_context_get_primary_image_handle (context, &picture);
  if (reason.code != heif_error_Ok)
    {
      throw_heif (source, &reason, error);
      return NULL;
    }
  thumbnail = find_thumbnail (picture);
  if (thumbnail == NULL && embedded_only)
    return NULL;
  if (thumbnail != NULL
      && (embedded_only
          || MAX (heif_image_handle_get_width (thumbnail), heif_image_handle_get_height (thumbnail))
                 >= source->wanted))
    pixbuf = decode (source, thumbnail, embedded_only ? error : NULL);
  if (pixbuf == NULL && !embedded_only)
    pixbuf = decode (source, picture, error);
  if (pixbuf == NULL)
    return NULL;
  pixbuf = susun_thumb_shrink (pixbuf, source->wanted);
  if (pixbuf == NULL)
    susun_thumb_throw_broken (source, error);
  return pixbuf;
}
