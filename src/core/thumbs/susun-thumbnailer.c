// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/thumbs/susun-thumbnailer.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "core/media/susun-kind.h"
#include "core/media/susun-preview.h"
#include "core/thumbs/susun-thumb-private.h"

/* What a placeholder should have at least; EXIF's thumbnails are 160 × 120. */
#define PLACEHOLDER_SIDE 120

struct _SusunThumbnailer
{
  SusunInput *input; /* (owned) */
  guint8 *chunk;     /* (owned) */
};

SusunThumbnailer *
susun_thumbnailer_new (void)
{
  SusunThumbnailer *self = g_new0 (SusunThumbnailer, 1);

  self->input = susun_input_new ();
  self->chunk = g_malloc (SUSUN_THUMB_CHUNK);
  return self;
}

void
susun_thumbnailer_free (SusunThumbnailer *self)
{
  if (self == NULL)
    return;
  susun_input_free (self->input);
  g_free (self->chunk);
  g_free (self);
}

/* Formats that gdk-pixbuf may be asked for by that name; others of its loaders are not for files
 * that came with a camera. */
static gboolean
is_decodable (const char *format)
{
  static const char *const formats[] = { "jpeg", "png", "tiff", "webp", "gif", "bmp", NULL };

  return format != NULL && g_strv_contains (formats, format);
}

/* EXIF's thumbnails have 4:3 whatever the picture has, with black bars in between. */
static GdkPixbuf *
cut_bars (GdkPixbuf *pixbuf, guint64 width, guint64 height)
{
  g_autoptr (GdkPixbuf) whole = pixbuf;
  int w = gdk_pixbuf_get_width (whole), h = gdk_pixbuf_get_height (whole);
  int x = 0, y = 0, w2 = w, h2 = h;

  if (width == 0 || height == 0)
    return g_steal_pointer (&whole);
  if ((guint64) w * height < (guint64) h * width)
    h2 = (int) (((guint64) w * height + width / 2) / width);
  else
    w2 = (int) (((guint64) h * width + height / 2) / height);
  x = (w - w2) / 2;
  y = (h - h2) / 2;
  /* One row is rounding; a third is another picture than the one it belongs to. */
  if (x + y < 2 || w2 * 3 < w * 2 || h2 * 3 < h * 2)
    return g_steal_pointer (&whole);
  return gdk_pixbuf_new_subpixbuf (whole, x, y, w2, h2);
}

static GdkPixbuf *
decode_preview (const SusunThumbSource *source, const SusunPreviews *previews,
                const SusunPreview *preview, GError **error)
{
  gboolean damaged = FALSE;
  guint64 width = previews->width, height = previews->height;
  int orientation = preview->orientation != 0 ? preview->orientation : previews->orientation;
  g_autoptr (GdkPixbuf) pixbuf = susun_thumb_decode_still (
      source, "jpeg", preview->offset, preview->length, orientation, &damaged, error);

  if (pixbuf == NULL)
    return NULL;
  if (damaged)
    {
      susun_thumb_throw_broken (source, error);
      return NULL;
    }
  if (preview->width != 160 || preview->height != 120)
    return g_steal_pointer (&pixbuf);
  if (previews->kind == SUSUN_PICTURE_RAW)
    {
      width = previews->items[previews->n_items - 1].width;
      height = previews->items[previews->n_items - 1].height;
    }
  return orientation < 5 ? cut_bars (g_steal_pointer (&pixbuf), width, height)
                         : cut_bars (g_steal_pointer (&pixbuf), height, width);
}

/* The preview for @side, or whichever of the others can be decoded, the larger ones first.
 * Returns: (nullable): NULL without @error when there is none */
static GdkPixbuf *
decode_previews (const SusunThumbSource *source, const SusunPreviews *previews, guint side,
                 GError **error)
{
  const SusunPreview *chosen = susun_previews_choose (previews, side);
  GdkPixbuf *pixbuf = NULL;

  if (chosen == NULL)
    return NULL;
  pixbuf = decode_preview (source, previews, chosen, NULL);
  for (guint i = previews->n_items; pixbuf == NULL && i > 0; i--)
    if (&previews->items[i - 1] != chosen)
      pixbuf = decode_preview (source, previews, &previews->items[i - 1], NULL);
  if (pixbuf == NULL && !g_cancellable_set_error_if_cancelled (source->cancellable, error))
    susun_thumb_throw_broken (source, error);
  return pixbuf;
}

static GdkPixbuf *
decode_raw (const SusunThumbSource *source, const SusunPreviews *previews, gboolean *damaged,
            GError **error)
{
  GdkPixbuf *pixbuf = decode_previews (source, previews, (guint) source->wanted, NULL);

  if (pixbuf != NULL || g_cancellable_set_error_if_cancelled (source->cancellable, error))
    return pixbuf;
  /* Some hold their small picture as plain pixels in the first directory. */
  if (g_strcmp0 (previews->format, "tiff") == 0)
    pixbuf = susun_thumb_decode_still (source, "tiff", 0, source->size, previews->orientation,
                                       damaged, NULL);
  if (pixbuf == NULL && !g_cancellable_set_error_if_cancelled (source->cancellable, error))
    g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                 _ ("“%s” holds no picture that can be shown without developing it"),
                 source->display_name);
  return pixbuf;
}

static GdkPixbuf *
decode_whole (const SusunThumbSource *source, const SusunPreviews *previews, gboolean *damaged,
              GError **error)
{
  g_autoptr (GError) reason = NULL;
  GdkPixbuf *pixbuf = NULL;

  if (!is_decodable (previews->format))
    g_set_error (&reason, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                 /* Translators: the second is the name of a format, such as jxl */
                 _ ("“%s” cannot be shown: pictures of the format %s are not decoded"),
                 source->display_name, previews->format);
  else if (susun_thumb_check_pixels (source, previews->width, previews->height,
                                     g_strcmp0 (previews->format, "jpeg") == 0
                                             && !previews->progressive
                                         ? SUSUN_THUMB_MAX_SCALED_PIXELS
                                         : SUSUN_THUMB_MAX_WHOLE_PIXELS,
                                     &reason))
    pixbuf = susun_thumb_decode_still (source, previews->format, 0, source->size,
                                       previews->orientation, damaged, &reason);
  /* Too large a picture may have brought a smaller one. */
  if (pixbuf == NULL && g_error_matches (reason, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE))
    pixbuf = decode_previews (source, previews, (guint) source->wanted, NULL);
  if (pixbuf == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return pixbuf;
}

static void
throw_unknown (const SusunThumbSource *source, const char *name, GError **error)
{
  SusunKind kind = susun_kind_from_name (name);

  if (source->size == 0)
    g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_BROKEN, _ ("“%s” is empty"),
                 source->display_name);
  else if (kind == SUSUN_KIND_IMAGE || kind == SUSUN_KIND_VIDEO)
    susun_thumb_throw_broken (source, error);
  else
    g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                 _ ("“%s” is neither a picture nor a film"), source->display_name);
}

static SusunThumb *
load_placeholder (const SusunThumbSource *source, const SusunPreviews *previews, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  if (previews->kind == SUSUN_PICTURE_HEIF)
    pixbuf = susun_thumb_decode_heif (source, TRUE, NULL);
  else
    pixbuf = decode_previews (source, previews, PLACEHOLDER_SIDE, NULL);
  if (g_cancellable_set_error_if_cancelled (source->cancellable, error))
    return NULL;
  return susun_thumb_new_for_pixbuf (pixbuf != NULL ? SUSUN_THUMB_PLACEHOLDER : SUSUN_THUMB_NOTHING,
                                     pixbuf, -1, NULL);
}

static SusunThumb *
load_full (const SusunThumbSource *source, const char *name, const SusunPreviews *previews,
           GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) reason = NULL;
  gboolean damaged = FALSE;
  gint64 duration = -1;

  switch (previews->kind)
    {
    case SUSUN_PICTURE_STILL:
      pixbuf = decode_whole (source, previews, &damaged, &reason);
      break;
    case SUSUN_PICTURE_HEIF:
      pixbuf = susun_thumb_decode_heif (source, FALSE, &reason);
      break;
    case SUSUN_PICTURE_RAW:
      pixbuf = decode_raw (source, previews, &damaged, &reason);
      break;
    case SUSUN_PICTURE_FILM:
      pixbuf = susun_thumb_decode_film (source, &duration, &reason);
      break;
    case SUSUN_PICTURE_UNKNOWN:
    default:
      throw_unknown (source, name, &reason);
      break;
    }
  if (damaged && pixbuf != NULL)
    {
      g_autofree char *problem
          = g_strdup_printf (_ ("“%s” is damaged or cut short"), source->display_name);
      return susun_thumb_new_for_pixbuf (SUSUN_THUMB_BROKEN, pixbuf, -1, problem);
    }
  if (pixbuf != NULL)
    return susun_thumb_new_for_pixbuf (SUSUN_THUMB_FULL, pixbuf, duration, NULL);
  if (reason->domain != SUSUN_THUMB_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  return susun_thumb_new_for_pixbuf (
      reason->code == SUSUN_THUMB_ERROR_BROKEN ? SUSUN_THUMB_BROKEN : SUSUN_THUMB_UNSHOWABLE, NULL,
      duration, reason->message);
}

SusunThumb *
susun_thumbnailer_load (SusunThumbnailer *self, int fd, const char *name, SusunThumbSize size,
                        SusunThumbWant want, GCancellable *cancellable, GError **error)
{
  g_autofree char *display_name = susun_path_display_name (name);
  SusunThumbSource source = {
    .fd = fd,
    .display_name = display_name,
    .wanted = (int) size,
    .cancellable = cancellable,
    .chunk = self->chunk,
  };
  SusunIdentity identity;
  SusunPreviews previews;
  gboolean read;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (susun_sys_identity (fd, &identity) < 0)
    {
      susun_throw_errno (error, _ ("Reading “%s”"), display_name);
      return NULL;
    }
  source.size = identity.size;
  susun_input_open (self->input, fd, identity.size, susun_path_name (name));
  read = susun_media_find_previews (self->input, &previews, error);
  susun_input_close (self->input);
  if (!read)
    return NULL;
  return want == SUSUN_THUMB_WANT_PLACEHOLDER ? load_placeholder (&source, &previews, error)
                                              : load_full (&source, name, &previews, error);
}

int
susun_thumbnailer_open (const char *path, GError **error)
{
  /* O_NONBLOCK: a pipe that nobody writes would be waited for. */
  g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  g_autofree char *name = susun_path_display_name (path);
  SusunIdentity identity;

  if (fd < 0 && errno != ELOOP)
    {
      susun_throw_errno (error, _ ("Reading “%s”"), name);
      return -1;
    }
  if (fd < 0 || susun_sys_identity (fd, &identity) < 0 || !S_ISREG (identity.mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _ ("“%s” is no regular file"),
                   name);
      return -1;
    }
  return susun_fd_steal (&fd);
}

SusunThumb *
susun_thumbnailer_load_path (SusunThumbnailer *self, const char *path, SusunThumbSize size,
                             SusunThumbWant want, GCancellable *cancellable, GError **error)
{
  g_auto (SusunFd) fd = susun_thumbnailer_open (path, error);

  return fd < 0 ? NULL : susun_thumbnailer_load (self, fd, path, size, want, cancellable, error);
}
