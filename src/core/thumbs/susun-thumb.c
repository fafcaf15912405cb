// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/thumbs/susun-thumb.h"

#include <string.h>

#include "core/thumbs/susun-thumb-private.h"

struct _SusunThumb
{
  SusunThumbState state;
  GBytes *pixels; /* (owned) (nullable) */
  int width;
  int height;
  int stride;
  gboolean has_alpha;
  gint64 duration_ms;
  char *problem; /* (owned) (nullable) */
};

G_DEFINE_BOXED_TYPE (SusunThumb, susun_thumb, susun_thumb_ref, susun_thumb_unref)
G_DEFINE_QUARK (susun_thumb_error, susun_thumb_error)

SusunThumb *
susun_thumb_new (SusunThumbState state, GBytes *pixels, int width, int height, int stride,
                 gboolean has_alpha, gint64 duration_ms, const char *problem)
{
  SusunThumb *self = g_atomic_rc_box_new0 (SusunThumb);

  self->state = state;
  self->duration_ms = duration_ms;
  self->problem = g_strdup (problem);
  if (pixels != NULL)
    {
      self->pixels = g_bytes_ref (pixels);
      self->width = width;
      self->height = height;
      self->stride = stride;
      self->has_alpha = has_alpha;
    }
  return self;
}

SusunThumb *
susun_thumb_new_for_pixbuf (SusunThumbState state, GdkPixbuf *pixbuf, gint64 duration_ms,
                            const char *problem)
{
  g_autoptr (GBytes) pixels = NULL;

  if (pixbuf == NULL)
    return susun_thumb_new (state, NULL, 0, 0, 0, FALSE, duration_ms, problem);
  pixels = gdk_pixbuf_read_pixel_bytes (pixbuf);
  return susun_thumb_new (state, pixels, gdk_pixbuf_get_width (pixbuf),
                          gdk_pixbuf_get_height (pixbuf), gdk_pixbuf_get_rowstride (pixbuf),
                          gdk_pixbuf_get_has_alpha (pixbuf), duration_ms, problem);
}

SusunThumb *
susun_thumb_ref (SusunThumb *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
susun_thumb_clear (gpointer data)
{
  SusunThumb *self = data;

  g_clear_pointer (&self->pixels, g_bytes_unref);
  g_free (self->problem);
}

void
susun_thumb_unref (SusunThumb *self)
{
  g_atomic_rc_box_release_full (self, susun_thumb_clear);
}

SusunThumbState
susun_thumb_get_state (SusunThumb *self)
{
  return self->state;
}

gboolean
susun_thumb_is_placeholder (SusunThumb *self)
{
  return self->state == SUSUN_THUMB_PLACEHOLDER;
}

gboolean
susun_thumb_is_broken (SusunThumb *self)
{
  return self->state == SUSUN_THUMB_BROKEN;
}

GBytes *
susun_thumb_get_pixels (SusunThumb *self)
{
  return self->pixels;
}

int
susun_thumb_get_width (SusunThumb *self)
{
  return self->width;
}

int
susun_thumb_get_height (SusunThumb *self)
{
  return self->height;
}

int
susun_thumb_get_stride (SusunThumb *self)
{
  return self->stride;
}

gboolean
susun_thumb_has_alpha (SusunThumb *self)
{
  return self->has_alpha;
}

gint64
susun_thumb_get_duration_ms (SusunThumb *self)
{
  return self->duration_ms;
}

const char *
susun_thumb_get_problem (SusunThumb *self)
{
  return self->problem;
}

gsize
susun_thumb_get_cost (SusunThumb *self)
{
  return sizeof *self + 64 + (self->pixels != NULL ? g_bytes_get_size (self->pixels) : 0)
         + (self->problem != NULL ? strlen (self->problem) : 0);
}
