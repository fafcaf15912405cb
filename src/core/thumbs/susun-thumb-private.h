// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>

#include "core/thumbs/susun-thumb.h"

G_BEGIN_DECLS

/*
 * What the decoders of this room share. A decoder answers with a picture of at most the size asked
 * for, upright, or with an error: SUSUN_THUMB_ERROR tells something about the file and becomes a
 * SusunThumb with that sentence; any other (cancelled, unreadable) is the caller's.
 */
#define SUSUN_THUMB_ERROR (susun_thumb_error_quark ())
typedef enum
{
  SUSUN_THUMB_ERROR_BROKEN,
  SUSUN_THUMB_ERROR_UNSHOWABLE,
} SusunThumbError;

GQuark susun_thumb_error_quark (void);

#define SUSUN_THUMB_CHUNK (64 * 1024)

/* The most that one picture may take, in time and in pixels: what is decoded in pieces, and what
 * must be held whole at four bytes a pixel. A camera of 200 megapixels writes what is decoded in
 * pieces. */
#define SUSUN_THUMB_MAX_SECONDS 10
#define SUSUN_THUMB_MAX_SCALED_PIXELS (300 * G_GUINT64_CONSTANT (1000000))
#define SUSUN_THUMB_MAX_WHOLE_PIXELS (80 * G_GUINT64_CONSTANT (1000000))

/**
 * SusunThumbSource: the file in hand. A plain value for the length of one load.
 */
typedef struct
{
  int fd; /* (borrowed) */
  guint64 size;
  const char *display_name;  /* (borrowed) */
  int wanted;                /* the longer side */
  GCancellable *cancellable; /* (nullable) (borrowed) */
  guint8 *chunk;             /* (borrowed): SUSUN_THUMB_CHUNK bytes of the thread's own */
} SusunThumbSource;

/* @pixbuf: (nullable) */
SusunThumb *susun_thumb_new_for_pixbuf (SusunThumbState state, GdkPixbuf *pixbuf,
                                        gint64 duration_ms, const char *problem);

/* By gdk-pixbuf, the @length bytes at @offset, as @type ("jpeg", "png", …) and nothing else.
 * @orientation: as EXIF counts, where the format does not tell its own. @damaged: (out): only a
 * part of it could be read */
GdkPixbuf *susun_thumb_decode_still (const SusunThumbSource *source, const char *type,
                                     guint64 offset, guint64 length, int orientation,
                                     gboolean *damaged, GError **error);

/* By libheif: the embedded thumbnail where it is large enough or @embedded_only, else the picture.
 * Returns: NULL without @error when there is no embedded one */
GdkPixbuf *susun_thumb_decode_heif (const SusunThumbSource *source, gboolean embedded_only,
                                    GError **error);

/* By GStreamer: a frame at a tenth of the film. @duration_ms: (out): also set with an error, -1
 * when not known */
GdkPixbuf *susun_thumb_decode_film (const SusunThumbSource *source, gint64 *duration_ms,
                                    GError **error);

/* At most @wanted pixels long. Returns: (transfer full): @pixbuf itself when it is small enough.
 * Takes @pixbuf over. (nullable) when memory is short */
GdkPixbuf *susun_thumb_shrink (GdkPixbuf *pixbuf, int wanted);

/* Sets @error when the picture is larger than @limit. */
gboolean susun_thumb_check_pixels (const SusunThumbSource *source, guint64 width, guint64 height,
                                   guint64 limit, GError **error);

/* Sets SUSUN_THUMB_ERROR_BROKEN with the common sentence. Returns: FALSE always */
gboolean susun_thumb_throw_broken (const SusunThumbSource *source, GError **error);

G_END_DECLS
