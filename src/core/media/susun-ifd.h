// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/media/susun-span.h"

G_BEGIN_DECLS

/*
 * The directories of TIFF 6.0, BigTIFF and EXIF 2.32, and of the RAW formats that are TIFF by
 * another name: read within bounds, whatever the bytes say.
 */

/**
 * SusunTiff: the header of a TIFF file or of an EXIF block. A plain value.
 */
typedef struct
{
  const SusunSpan *span; /* (borrowed): offsets count from its beginning */
  gboolean big_endian;
  gboolean big; /* BigTIFF */
  guint16 magic;
} SusunTiff;

typedef struct
{
  guint16 tag;
  guint16 type;
  guint64 count;
  guint8 value[8]; /* as it stands in the entry */
} SusunIfdEntry;

#define SUSUN_IFD_MAX_ENTRIES 24

/**
 * SusunIfd: the wanted entries of one directory, copied out because the next request moves the
 * bytes.
 */
typedef struct
{
  SusunIfdEntry entries[SUSUN_IFD_MAX_ENTRIES];
  guint n;
  guint64 next_at; /* where the offset of the directory after it stands */
} SusunIfd;

/* Reads the header. @first: the offset of the first directory. Returns: FALSE when it is none */
gboolean susun_tiff_open (SusunTiff *tiff, const SusunSpan *span, guint64 *first);

/* The entries whose tag is among @wanted. Returns: FALSE when the directory is not whole */
gboolean susun_ifd_read (const SusunTiff *tiff, guint64 offset, const guint16 *wanted,
                         guint n_wanted, SusunIfd *ifd);

/* The offset of the directory after @ifd, 0 for none. */
guint64 susun_ifd_next (const SusunTiff *tiff, const SusunIfd *ifd);

/* Returns: (nullable): the entry of @tag */
const SusunIfdEntry *susun_ifd_find (const SusunIfd *ifd, guint16 tag);

/* The bytes of one value of @type, 0 for a type that is none. */
gsize susun_ifd_type_size (guint16 type);

/* Where an entry's value stands outside the directory. */
guint64 susun_ifd_offset (const SusunTiff *tiff, const SusunIfdEntry *entry);

/* Up to @max bytes of an entry's value. Returns: (nullable): valid until the next request */
const guint8 *susun_ifd_value (const SusunTiff *tiff, const SusunIfdEntry *entry, gsize max,
                               gsize *length);

/* The @index-th value as a whole number (BYTE, SHORT, LONG, IFD, LONG8), 0 when it is none. */
guint64 susun_ifd_number (const SusunTiff *tiff, const SusunIfdEntry *entry, guint index);

static inline guint16
susun_tiff_get16 (const SusunTiff *tiff, const guint8 *p)
{
  return tiff->big_endian ? susun_be16 (p) : susun_le16 (p);
}

static inline guint32
susun_tiff_get32 (const SusunTiff *tiff, const guint8 *p)
{
  return tiff->big_endian ? susun_be32 (p) : susun_le32 (p);
}

static inline guint64
susun_tiff_get64 (const SusunTiff *tiff, const guint8 *p)
{
  return tiff->big_endian ? susun_be64 (p) : susun_le64 (p);
}

G_END_DECLS
