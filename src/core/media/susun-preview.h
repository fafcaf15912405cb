// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/media/susun-input.h"

G_BEGIN_DECLS

/**
 * SusunPictureKind: how a picture can be had from a file, as its content says.
 */
typedef enum
{
  SUSUN_PICTURE_UNKNOWN = 0, /* no format that is known here */
  SUSUN_PICTURE_STILL,       /* the whole file is one picture */
  SUSUN_PICTURE_HEIF,        /* HEIC, AVIF: libheif's */
  SUSUN_PICTURE_RAW,         /* only by the previews in it */
  SUSUN_PICTURE_FILM,
} SusunPictureKind;

/**
 * SusunPreview: a smaller JPEG inside a file. A plain value.
 */
typedef struct
{
  guint64 offset; /* in the file */
  guint64 length;
  guint32 width;
  guint32 height;
  guint8 orientation; /* 1 to 8 as EXIF counts them, 0 when the JPEG says nothing of its own */
} SusunPreview;

#define SUSUN_MAX_PREVIEWS 8

/**
 * SusunPreviews: what one file offers for a small picture before anything is decoded. A plain
 * value.
 */
typedef struct
{
  const char *format; /* static, as in SusunEvidence; NULL when not recognised */
  SusunPictureKind kind;
  guint32 width, height; /* of the whole picture as it is stored, 0 when not told */
  guint8 orientation;    /* 1 to 8 */
  gboolean progressive;  /* a JPEG that must be held whole to be decoded */
  SusunPreview items[SUSUN_MAX_PREVIEWS]; /* the smallest first */
  guint n_items;
} SusunPreviews;

/* Looks where a file's embedded JPEGs are: the thumbnail of EXIF, the previews of RAW files. Reads
 * headers and directories only, within @input's budget. Each preview begins as a JPEG that common
 * decoders read. Bad bytes are no error: there is less to find.
 *
 * Returns: FALSE with @error only when the file could not be read at all (EIO) */
gboolean susun_media_find_previews (SusunInput *input, SusunPreviews *previews, GError **error);

/* The smallest preview that is at least @size on its longer side, or the largest there is.
 * Returns: (nullable): NULL when there is none */
const SusunPreview *susun_previews_choose (const SusunPreviews *self, guint size);

G_END_DECLS
