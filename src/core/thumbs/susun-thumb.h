// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The sizes of the desktop's cache: the longer side, in pixels. Nothing is enlarged to it. */
typedef enum
{
  SUSUN_THUMB_SIZE_NORMAL = 128,
  SUSUN_THUMB_SIZE_LARGE = 256,
  SUSUN_THUMB_SIZE_X_LARGE = 512,
} SusunThumbSize;

typedef enum
{
  SUSUN_THUMB_FULL,
  SUSUN_THUMB_PLACEHOLDER, /* the small picture that was inside the file */
  SUSUN_THUMB_NOTHING,     /* a placeholder was asked for and there is none */
  SUSUN_THUMB_UNSHOWABLE,  /* not damaged as far as is known: too large, or no decoder for it */
  SUSUN_THUMB_BROKEN,      /* damaged, or not what its name says; what could be read may be there */
} SusunThumbState;

/**
 * SusunThumb: a small picture of one file, or why there is none.
 *
 * Immutable, so it may cross threads. The pixels are RGB or RGBA (not premultiplied), 8 bits a
 * channel, upright, as GdkMemoryTexture takes them.
 */
typedef struct _SusunThumb SusunThumb;

#define SUSUN_TYPE_THUMB (susun_thumb_get_type ())
GType susun_thumb_get_type (void);

/* @pixels: (nullable) (transfer none). @duration_ms: of a film, -1 when not known. @problem:
 * (nullable): a translated sentence */
SusunThumb *susun_thumb_new (SusunThumbState state, GBytes *pixels, int width, int height,
                             int stride, gboolean has_alpha, gint64 duration_ms,
                             const char *problem);
SusunThumb *susun_thumb_ref (SusunThumb *self);
void susun_thumb_unref (SusunThumb *self);

SusunThumbState susun_thumb_get_state (SusunThumb *self);
gboolean susun_thumb_is_placeholder (SusunThumb *self);
gboolean susun_thumb_is_broken (SusunThumb *self);

/* Returns: (transfer none) (nullable): NULL when there is no picture, then the sizes are 0 */
GBytes *susun_thumb_get_pixels (SusunThumb *self);
int susun_thumb_get_width (SusunThumb *self);
int susun_thumb_get_height (SusunThumb *self);
int susun_thumb_get_stride (SusunThumb *self);
gboolean susun_thumb_has_alpha (SusunThumb *self);

/* How long a film is, -1 when it is none or not known. */
gint64 susun_thumb_get_duration_ms (SusunThumb *self);

/* Returns: (transfer none) (nullable): what is wrong, as a translated sentence that names the file
 */
const char *susun_thumb_get_problem (SusunThumb *self);

/* What it costs in memory, about. */
gsize susun_thumb_get_cost (SusunThumb *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunThumb, susun_thumb_unref)

G_END_DECLS
