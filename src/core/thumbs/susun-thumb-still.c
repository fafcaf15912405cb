// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/susun-error.h"
#include "core/base/susun-sys.h"
#include "core/thumbs/susun-thumb-private.h"

/* Refinements of one picture: cameras and programs write about ten. Each costs a pass over the
 * whole picture and may be a few bytes long, so that a small file could ask for hours. */
#define MAX_JPEG_SCANS 100

#define MARKER_PROGRESSIVE 0xc2
#define MARKER_SCAN 0xda
#define MARKER_END 0xd9
#define GREY 0x80u

/* No picture has a longer side: the bytes that say so are none of a picture's. */
#define MAX_SIDE 1000000

/* The film in a GIF is not wanted, and a TIFF is held in memory as a whole. */
#define MAX_WHOLE_BYTES (256 * 1024 * 1024)

typedef struct
{
  const SusunThumbSource *source;
  gboolean scales;  /* the decoder makes a smaller picture with less work */
  guint64 limit;    /* pixels */
  gboolean refused; /* too large, by the decoder's own reading of the header */
  int width;        /* as stored */
  int height;
  /* Of a JPEG, by the bytes so far. */
  guint8 last;
  guint scans;    /* that began */
  gboolean ended; /* after the last of them */
  gboolean progressive;
} Decoding;

gboolean
susun_thumb_throw_broken (const SusunThumbSource *source, GError **error)
{
  g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_BROKEN,
               _ ("“%s” is damaged, or is not what its name says"), source->display_name);
  return FALSE;
}

gboolean
susun_thumb_check_pixels (const SusunThumbSource *source, guint64 width, guint64 height,
                          guint64 limit, GError **error)
{
  if (height == 0 || width <= limit / height)
    return TRUE;
  if (width > MAX_SIDE || height > MAX_SIDE)
    return susun_thumb_throw_broken (source, error);
  g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
               _ ("“%s” is too large to be shown: %lu × %lu pixels"), source->display_name,
               (gulong) width, (gulong) height);
  return FALSE;
}

/* @side of a picture as it is when the longer side becomes @wanted. */
static int
shrink_side (int side, int longer, int wanted)
{
  return MAX (1, (int) (((gint64) side * wanted + longer / 2) / longer));
}

GdkPixbuf *
susun_thumb_shrink (GdkPixbuf *pixbuf, int wanted)
{
  g_autoptr (GdkPixbuf) large = pixbuf;
  int width = gdk_pixbuf_get_width (large), height = gdk_pixbuf_get_height (large);
  int longer = MAX (width, height);

  if (longer <= wanted)
    return g_steal_pointer (&large);
  return gdk_pixbuf_scale_simple (large, shrink_side (width, longer, wanted),
                                  shrink_side (height, longer, wanted), GDK_INTERP_BILINEAR);
}

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Decoding *self = user_data;
  int wanted = self->source->wanted, longer = MAX (width, height);

  self->width = width;
  self->height = height;
  if (width <= 0 || height <= 0 || (guint64) width > self->limit / (guint64) height)
    {
      self->refused = TRUE;
      gdk_pixbuf_loader_set_size (loader, 0, 0); /* the decoder gives up before it takes memory */
    }
  else if (self->scales && longer > wanted)
    gdk_pixbuf_loader_set_size (loader, shrink_side (width, longer, wanted),
                                shrink_side (height, longer, wanted));
}

/* What a damaged file leaves undecoded is grey, not what memory happened to hold. */
static void
area_prepared_cb (GdkPixbufLoader *loader, gpointer user_data)
{
  gdk_pixbuf_fill (gdk_pixbuf_loader_get_pixbuf (loader),
                   GREY << 24 | GREY << 16 | GREY << 8 | 0xff);
}

static void
note_marker (Decoding *self, guint8 marker)
{
  if (marker == MARKER_SCAN)
    {
      self->scans++;
      self->ended = FALSE;
    }
  else if (marker == MARKER_END)
    self->ended = TRUE;
  else if (marker == MARKER_PROGRESSIVE)
    self->progressive = TRUE;
}

/* Looks for scans and the end in the next bytes of a JPEG. Returns: FALSE when there were scans
 * enough */
static gboolean
note_markers (Decoding *self, const guint8 *data, gsize length)
{
  const guint8 *p = data, *end = data + length;

  if (self->last == 0xff && length > 0)
    note_marker (self, data[0]);
  while (p < end && (p = memchr (p, 0xff, (gsize) (end - p))) != NULL)
    {
      p++;
      if (p < end)
        note_marker (self, *p);
    }
  if (length > 0)
    self->last = end[-1];
  return self->scans <= MAX_JPEG_SCANS;
}

/* Is the row @y untouched from @x on? */
static gboolean
is_grey (GdkPixbuf *pixbuf, int x, int y)
{
  int channels = gdk_pixbuf_get_n_channels (pixbuf);
  const guint8 *p = gdk_pixbuf_read_pixels (pixbuf)
                    + (gsize) gdk_pixbuf_get_rowstride (pixbuf) * (gsize) y + x * channels;

  for (; x < gdk_pixbuf_get_width (pixbuf); x++, p += channels)
    if (p[0] != GREY || p[1] != GREY || p[2] != GREY)
      return FALSE;
  return TRUE;
}

static gboolean
has_png_end (const SusunThumbSource *source, guint64 offset, guint64 length)
{
  guint64 tail = MIN (length, SUSUN_THUMB_CHUNK);
  ssize_t got
      = susun_sys_pread (source->fd, source->chunk, (gsize) tail, (off_t) (offset + length - tail));

  return got > 0 && memmem (source->chunk, (gsize) got, "IEND", 4) != NULL;
}

/* The decoders of JPEG and PNG do not mind an early end: what is missing, the lower right corner
 * last, keeps the colour it was given, or in a progressive JPEG only detail is missing. */
static gboolean
is_cut_short (const Decoding *self, const char *type, guint64 offset, guint64 length,
              GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  gboolean grey = is_grey (pixbuf, width - 1 - width / 64, height - 1);

  if (self->scales)
    return !self->ended && self->scans <= MAX_JPEG_SCANS && (self->progressive || grey);
  return grey && strcmp (type, "png") == 0 && !has_png_end (self->source, offset, length);
}

/* Is there nothing of the picture in it? */
static gboolean
is_empty (GdkPixbuf *pixbuf)
{
  return is_grey (pixbuf, 0, 0) && is_grey (pixbuf, 0, gdk_pixbuf_get_height (pixbuf) - 1);
}

/* Returns: FALSE with @error of ours or of the decoder's */
static gboolean
feed (Decoding *self, GdkPixbufLoader *loader, guint64 offset, guint64 length, GError **error)
{
  const SusunThumbSource *source = self->source;
  gint64 deadline = g_get_monotonic_time () + SUSUN_THUMB_MAX_SECONDS * G_USEC_PER_SEC;

  /* SusunInput asked the kernel not to read ahead. */
  posix_fadvise (source->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  while (length > 0)
    {
      ssize_t got;
      if (g_cancellable_set_error_if_cancelled (source->cancellable, error))
        return FALSE;
      got = susun_sys_pread (source->fd, source->chunk, (gsize) MIN (length, SUSUN_THUMB_CHUNK),
                             (off_t) offset);
      if (got < 0)
        return susun_throw_errno (error, _ ("Reading “%s”"), source->display_name);
      if (got == 0)
        return TRUE;
      if (self->scales && !note_markers (self, source->chunk, (gsize) got))
        return TRUE;
      if (!gdk_pixbuf_loader_write (loader, source->chunk, (gsize) got, error))
        return FALSE;
      if (g_get_monotonic_time () > deadline)
        {
          g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                       _ ("“%s” takes too long to be shown"), source->display_name);
          return FALSE;
        }
      offset += (guint64) got;
      length -= (guint64) got;
    }
  return TRUE;
}

static GdkPixbufLoader *
open_loader (Decoding *self, const char *type, GError **error)
{
  g_autoptr (GError) reason = NULL;
  GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type (type, &reason);

  if (loader == NULL)
    {
      g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                   /* Translators: the second is the name of a format, such as webp */
                   _ ("“%s” cannot be shown here: nothing that decodes %s is installed"),
                   self->source->display_name, type);
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), self);
  g_signal_connect (loader, "area-prepared", G_CALLBACK (area_prepared_cb), self);
  return loader;
}

static GdkPixbuf *
turn (GdkPixbuf *pixbuf, int orientation)
{
  g_autoptr (GdkPixbuf) turned = NULL;

  switch (orientation)
    {
    case 2:
      return gdk_pixbuf_flip (pixbuf, TRUE);
    case 3:
      return gdk_pixbuf_rotate_simple (pixbuf, GDK_PIXBUF_ROTATE_UPSIDEDOWN);
    case 4:
      return gdk_pixbuf_flip (pixbuf, FALSE);
    case 5:
      turned = gdk_pixbuf_rotate_simple (pixbuf, GDK_PIXBUF_ROTATE_CLOCKWISE);
      return turned != NULL ? gdk_pixbuf_flip (turned, TRUE) : NULL;
    case 6:
      return gdk_pixbuf_rotate_simple (pixbuf, GDK_PIXBUF_ROTATE_CLOCKWISE);
    case 7:
      turned = gdk_pixbuf_rotate_simple (pixbuf, GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE);
      return turned != NULL ? gdk_pixbuf_flip (turned, TRUE) : NULL;
    case 8:
      return gdk_pixbuf_rotate_simple (pixbuf, GDK_PIXBUF_ROTATE_COUNTERCLOCKWISE);
    default:
      return g_object_ref (pixbuf);
    }
}

GdkPixbuf *
susun_thumb_decode_still (const SusunThumbSource *source, const char *type, guint64 offset,
                          guint64 length, int orientation, gboolean *damaged, GError **error)
{
  Decoding self = { .source = source, .scales = strcmp (type, "jpeg") == 0 };
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) fed = NULL, closed = NULL;
  const char *own;

  self.limit = self.scales ? SUSUN_THUMB_MAX_SCALED_PIXELS : SUSUN_THUMB_MAX_WHOLE_PIXELS;
  if (!self.scales && length > MAX_WHOLE_BYTES)
    {
      g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                   _ ("“%s” is too large to be shown"), source->display_name);
      return NULL;
    }
  loader = open_loader (&self, type, error);
  if (loader == NULL)
    return NULL;
  feed (&self, loader, offset, length, &fed);
  gdk_pixbuf_loader_close (loader, &closed);
  if (self.refused)
    {
      if (susun_thumb_check_pixels (source, (guint64) MAX (self.width, 0),
                                    (guint64) MAX (self.height, 0), self.limit, error))
        susun_thumb_throw_broken (source, error);
      return NULL;
    }
  if (fed != NULL && fed->domain != GDK_PIXBUF_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&fed));
      return NULL;
    }
  g_set_object (&pixbuf, gdk_pixbuf_loader_get_pixbuf (loader));
  *damaged
      = pixbuf != NULL
        && (fed != NULL || closed != NULL || is_cut_short (&self, type, offset, length, pixbuf));
  if (pixbuf == NULL || (*damaged && is_empty (pixbuf)))
    {
      susun_thumb_throw_broken (source, error);
      return NULL;
    }
  own = gdk_pixbuf_get_option (pixbuf, "orientation");
  if (own != NULL)
    orientation = (int) g_ascii_strtoll (own, NULL, 10);
  pixbuf = susun_thumb_shrink (g_steal_pointer (&pixbuf), source->wanted);
  if (pixbuf != NULL && orientation > 1)
    {
      GdkPixbuf *turned = turn (pixbuf, orientation);
      g_object_unref (pixbuf);
      pixbuf = turned;
    }
  if (pixbuf == NULL)
    susun_thumb_throw_broken (source, error);
  return g_steal_pointer (&pixbuf);
}
