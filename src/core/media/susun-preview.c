// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-preview.h"

#include <string.h>

#include "core/media/susun-ifd.h"
#include "core/media/susun-reader-private.h"

#define MAX_SEGMENTS 256
#define MAX_DIRECTORIES 24 /* in one file, so that a ring of them ends */
#define MAX_DEPTH 2
#define MAX_CHUNKS 64
#define MAX_PREVIEW_BYTES (64 * 1024 * 1024)

enum
{
  TAG_RW2_JPEG = 0x002e,
  TAG_SUBFILE = 0x00fe,
  TAG_WIDTH = 0x0100,
  TAG_HEIGHT = 0x0101,
  TAG_COMPRESSION = 0x0103,
  TAG_STRIPS = 0x0111,
  TAG_ORIENTATION = 0x0112,
  TAG_STRIP_BYTES = 0x0117,
  TAG_SUB_IFDS = 0x014a,
  TAG_JPEG_TABLES = 0x015b,
  TAG_JPEG = 0x0201,
  TAG_JPEG_BYTES = 0x0202,
  TAG_EXIF_IFD = 0x8769,
  TAG_MAKER_NOTE = 0x927c,
  TAG_DNG_VERSION = 0xc612,
};

static const guint16 wanted_tags[] = {
  TAG_RW2_JPEG, TAG_SUBFILE,     TAG_WIDTH,       TAG_HEIGHT,     TAG_COMPRESSION,
  TAG_STRIPS,   TAG_ORIENTATION, TAG_STRIP_BYTES, TAG_SUB_IFDS,   TAG_JPEG_TABLES,
  TAG_JPEG,     TAG_JPEG_BYTES,  TAG_EXIF_IFD,    TAG_MAKER_NOTE, TAG_DNG_VERSION,
};
G_STATIC_ASSERT (G_N_ELEMENTS (wanted_tags) <= SUSUN_IFD_MAX_ENTRIES);

/* Olympus: the camera settings among its maker's notes, and the preview's place in them. */
enum
{
  TAG_OLYMPUS_SETTINGS = 0x2020,
  TAG_OLYMPUS_PREVIEW = 0x0101,
  TAG_OLYMPUS_PREVIEW_BYTES = 0x0102,
};

typedef struct
{
  guint32 width, height; /* 0 when there is no frame */
  gboolean common;       /* 8 bits, baseline or progressive: not the lossless JPEG of RAW data */
  gboolean progressive;
  gboolean has_exif;
  SusunSpan exif; /* the TIFF header and what follows it */
} JpegHead;

static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* The segments of ITU-T T.81, B.1, up to the first scan. Returns: FALSE when it is no JPEG */
static gboolean
read_jpeg_head (const SusunSpan *span, JpegHead *head)
{
  const guint8 *p = susun_span_get (span, 0, 3);
  guint64 at = 2;

  memset (head, 0, sizeof *head);
  if (p == NULL || p[0] != 0xff || p[1] != 0xd8 || p[2] != 0xff)
    return FALSE;
  for (int i = 0; i < MAX_SEGMENTS; i++)
    {
      guint8 marker;
      gsize length;
      p = susun_span_get (span, at, 4);
      if (p == NULL || p[0] != 0xff || p[1] == 0xda || p[1] == 0xd9)
        return TRUE;
      marker = p[1];
      if (marker == 0xff || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8))
        {
          at += marker == 0xff ? 1 : 2;
          continue;
        }
      length = susun_be16 (p + 2);
      if (length < 2)
        return TRUE;
      if (is_frame (marker) && (p = susun_span_get (span, at + 4, 5)) != NULL)
        {
          head->height = susun_be16 (p + 1);
          head->width = susun_be16 (p + 3);
          head->common = marker <= 0xc2 && p[0] == 8;
          head->progressive = marker == 0xc2;
        }
      else if (marker == 0xe1 && !head->has_exif && length > 16
               && (p = susun_span_get (span, at + 4, 6)) != NULL && memcmp (p, "Exif\0", 5) == 0)
        {
          head->has_exif = TRUE;
          head->exif = susun_span_part (span, at + 10, length - 8);
        }
      at += 2 + length;
    }
  return TRUE;
}

static guint8
to_orientation (const SusunTiff *tiff, const SusunIfd *ifd)
{
  const SusunIfdEntry *entry = susun_ifd_find (ifd, TAG_ORIENTATION);
  guint64 value = entry != NULL ? susun_ifd_number (tiff, entry, 0) : 0;

  return value >= 1 && value <= 8 ? (guint8) value : 0;
}

guint8
susun_preview_exif_orientation (const SusunSpan *exif)
{
  static const guint16 wanted[] = { TAG_ORIENTATION };
  SusunTiff tiff;
  SusunIfd ifd;
  guint64 first;

  if (!susun_tiff_open (&tiff, exif, &first))
    return 0;
  susun_ifd_read (&tiff, first, wanted, G_N_ELEMENTS (wanted), &ifd);
  return to_orientation (&tiff, &ifd);
}

void
susun_previews_add (SusunPreviews *self, const SusunSpan *span, guint64 offset, guint64 length)
{
  SusunSpan part = susun_span_part (span, offset, length);
  SusunPreview preview;
  JpegHead head;
  guint at = 0;

  if (part.length < 64 || part.length > MAX_PREVIEW_BYTES || part.input == NULL
      || !read_jpeg_head (&part, &head) || !head.common || head.width == 0 || head.height == 0)
    return;
  preview = (SusunPreview){
    .offset = part.base,
    .length = part.length,
    .width = head.width,
    .height = head.height,
    .orientation = head.has_exif ? susun_preview_exif_orientation (&head.exif) : 0,
  };
  for (guint i = 0; i < self->n_items; i++)
    if (self->items[i].offset == preview.offset)
      return;
  while (at < self->n_items
         && (guint64) self->items[at].width * self->items[at].height
                < (guint64) preview.width * preview.height)
    at++;
  /* The smaller ones are worth more: the first is the placeholder. */
  if (at == SUSUN_MAX_PREVIEWS)
    return;
  if (self->n_items < SUSUN_MAX_PREVIEWS)
    self->n_items++;
  memmove (&self->items[at + 1], &self->items[at],
           (self->n_items - 1 - at) * sizeof self->items[0]);
  self->items[at] = preview;
}

static guint64
number_of (const SusunTiff *tiff, const SusunIfd *ifd, guint16 tag)
{
  const SusunIfdEntry *entry = susun_ifd_find (ifd, tag);

  return entry != NULL ? susun_ifd_number (tiff, entry, 0) : 0;
}

static void
add_of_directory (SusunPreviews *self, const SusunTiff *tiff, const SusunIfd *ifd, gboolean page)
{
  guint64 offset = number_of (tiff, ifd, TAG_JPEG);
  guint64 compression = number_of (tiff, ifd, TAG_COMPRESSION);
  const SusunIfdEntry *strips = susun_ifd_find (ifd, TAG_STRIPS);
  const SusunIfdEntry *rw2 = susun_ifd_find (ifd, TAG_RW2_JPEG);

  if (offset != 0)
    susun_previews_add (self, tiff->span, offset, number_of (tiff, ifd, TAG_JPEG_BYTES));
  if (rw2 != NULL && tiff->magic == 0x55)
    susun_previews_add (self, tiff->span, susun_ifd_offset (tiff, rw2), rw2->count);
  /* A JPEG as the one strip of a reduced picture. A further page of a document is none, and a
   * strip whose tables stand elsewhere is no file by itself. */
  if (strips != NULL && strips->count == 1 && (compression == 6 || compression == 7)
      && susun_ifd_find (ifd, TAG_JPEG_TABLES) == NULL
      && (!page || (number_of (tiff, ifd, TAG_SUBFILE) & 1) != 0))
    susun_previews_add (self, tiff->span, susun_ifd_number (tiff, strips, 0),
                        number_of (tiff, ifd, TAG_STRIP_BYTES));
}

/* Olympus: a directory of its own behind a signature, offsets counted from the notes' beginning. */
static void
add_of_olympus (SusunPreviews *self, const SusunTiff *tiff, const SusunIfd *exif)
{
  static const guint16 settings_tag[] = { TAG_OLYMPUS_SETTINGS };
  static const guint16 preview_tags[] = { TAG_OLYMPUS_PREVIEW, TAG_OLYMPUS_PREVIEW_BYTES };
  const SusunIfdEntry *note = susun_ifd_find (exif, TAG_MAKER_NOTE), *settings;
  SusunSpan span;
  SusunTiff inner = { .span = &span };
  SusunIfd ifd;
  const guint8 *p;
  guint64 at;

  if (note == NULL)
    return;
  span = susun_span_part (tiff->span, susun_ifd_offset (tiff, note), G_MAXUINT64);
  p = susun_span_get (&span, 0, 16);
  if (p == NULL)
    return;
  if (memcmp (p, "OLYMPUS", 8) == 0)
    at = 12;
  else if (memcmp (p, "OM SYSTEM", 10) == 0)
    at = 16;
  else
    return;
  inner.big_endian = p[at - 4] == 'M';
  susun_ifd_read (&inner, at, settings_tag, G_N_ELEMENTS (settings_tag), &ifd);
  settings = susun_ifd_find (&ifd, TAG_OLYMPUS_SETTINGS);
  if (settings == NULL)
    return;
  susun_ifd_read (&inner, susun_ifd_offset (&inner, settings), preview_tags,
                  G_N_ELEMENTS (preview_tags), &ifd);
  susun_previews_add (self, &span, number_of (&inner, &ifd, TAG_OLYMPUS_PREVIEW),
                      number_of (&inner, &ifd, TAG_OLYMPUS_PREVIEW_BYTES));
}

typedef struct
{
  SusunPreviews *previews;
  const SusunTiff *tiff;
  guint n_directories;
  gboolean raw; /* something says that this TIFF is a camera's */
} TiffWalk;

/* Returns: the offset of the directory after it, 0 for none */
static guint64
walk_directory (TiffWalk *walk, guint64 offset, int depth)
{
  static const guint16 exif_tags[] = { TAG_MAKER_NOTE };
  const SusunTiff *tiff = walk->tiff;
  gboolean first = walk->n_directories == 0;
  const SusunIfdEntry *subs, *exif;
  SusunIfd ifd, sub;

  if (offset == 0 || walk->n_directories++ >= MAX_DIRECTORIES)
    return 0;
  susun_ifd_read (tiff, offset, wanted_tags, G_N_ELEMENTS (wanted_tags), &ifd);
  if (first)
    {
      walk->previews->orientation = to_orientation (tiff, &ifd);
      walk->previews->width = (guint32) number_of (tiff, &ifd, TAG_WIDTH);
      walk->previews->height = (guint32) number_of (tiff, &ifd, TAG_HEIGHT);
      walk->raw |= susun_ifd_find (&ifd, TAG_DNG_VERSION) != NULL;
    }
  add_of_directory (walk->previews, tiff, &ifd, depth == 0 && !first);
  exif = susun_ifd_find (&ifd, TAG_EXIF_IFD);
  if (first && exif != NULL)
    {
      susun_ifd_read (tiff, susun_ifd_offset (tiff, exif), exif_tags, G_N_ELEMENTS (exif_tags),
                      &sub);
      add_of_olympus (walk->previews, tiff, &sub);
    }
  subs = susun_ifd_find (&ifd, TAG_SUB_IFDS);
  for (guint i = 0; subs != NULL && depth < MAX_DEPTH && i < MIN (subs->count, 8); i++)
    {
      guint64 at
          = subs->count == 1 ? susun_ifd_offset (tiff, subs) : susun_ifd_number (tiff, subs, i);
      walk_directory (walk, at, depth + 1);
    }
  return susun_ifd_next (tiff, &ifd);
}

/* Returns: is it a camera's, by its tags? */
static gboolean
walk_tiff (SusunPreviews *self, const SusunSpan *span, gboolean raw)
{
  SusunTiff tiff;
  TiffWalk walk = { .previews = self, .tiff = &tiff, .raw = raw };
  guint64 at;

  if (!susun_tiff_open (&tiff, span, &at))
    return raw;
  walk.raw |= tiff.magic != 42 && tiff.magic != 43;
  while (at != 0)
    at = walk_directory (&walk, at, 0);
  return walk.raw;
}

void
susun_find_jpeg (const SusunSpan *span, SusunPreviews *previews)
{
  JpegHead head;

  previews->kind = SUSUN_PICTURE_STILL;
  read_jpeg_head (span, &head);
  if (head.has_exif)
    walk_tiff (previews, &head.exif, FALSE);
  previews->width = head.width;
  previews->height = head.height;
  previews->progressive = head.progressive;
}

void
susun_find_tiff (const SusunSpan *span, SusunPreviews *previews)
{
  gboolean raw = susun_kind_is_raw (susun_input_get_name (span->input));

  previews->kind = walk_tiff (previews, span, raw) ? SUSUN_PICTURE_RAW : SUSUN_PICTURE_STILL;
}

void
susun_find_png (const SusunSpan *span, SusunPreviews *previews)
{
  const guint8 *p = susun_span_get (span, 8, 16);
  guint64 at = 8;

  previews->kind = SUSUN_PICTURE_STILL;
  if (p == NULL)
    return;
  previews->width = susun_be32 (p + 8);
  previews->height = susun_be32 (p + 12);
  for (int i = 0; i < MAX_CHUNKS; i++)
    {
      p = susun_span_get (span, at, 8);
      if (p == NULL || memcmp (p + 4, "IDAT", 4) == 0)
        return;
      if (memcmp (p + 4, "eXIf", 4) == 0)
        {
          SusunSpan exif = susun_span_part (span, at + 8, susun_be32 (p));
          previews->orientation = susun_preview_exif_orientation (&exif);
          return;
        }
      at += 12 + (guint64) susun_be32 (p);
    }
}

static void
read_webp_size (const SusunSpan *chunk, const char *type, SusunPreviews *previews)
{
  const guint8 *p = susun_span_get (chunk, 0, 10);

  if (p == NULL)
    return;
  if (memcmp (type, "VP8X", 4) == 0)
    {
      previews->width = 1 + (susun_le32 (p + 3) >> 8);
      previews->height = 1 + (susun_le32 (p + 6) >> 8);
    }
  else if (memcmp (type, "VP8 ", 4) == 0)
    {
      previews->width = susun_le16 (p + 6) & 0x3fff;
      previews->height = susun_le16 (p + 8) & 0x3fff;
    }
  else if (memcmp (type, "VP8L", 4) == 0)
    {
      guint32 bits = susun_le32 (p + 1);
      previews->width = 1 + (bits & 0x3fff);
      previews->height = 1 + (bits >> 14 & 0x3fff);
    }
}

void
susun_find_riff (const SusunSpan *span, SusunPreviews *previews)
{
  const guint8 *p = susun_span_get (span, 8, 4);
  guint64 at = 12;

  if (p == NULL || memcmp (p, "WEBP", 4) != 0)
    {
      previews->format = "avi";
      previews->kind = SUSUN_PICTURE_FILM;
      return;
    }
  previews->format = "webp";
  previews->kind = SUSUN_PICTURE_STILL;
  for (int i = 0; i < MAX_CHUNKS; i++)
    {
      SusunSpan chunk;
      char type[4];
      guint64 length;
      p = susun_span_get (span, at, 8);
      if (p == NULL)
        return;
      memcpy (type, p, 4);
      length = susun_le32 (p + 4);
      chunk = susun_span_part (span, at + 8, length);
      if (previews->width == 0)
        read_webp_size (&chunk, type, previews);
      if (memcmp (type, "EXIF", 4) == 0)
        {
          p = susun_span_get (&chunk, 0, 6);
          if (p != NULL && memcmp (p, "Exif\0", 5) == 0)
            chunk = susun_span_part (&chunk, 6, chunk.length);
          previews->orientation = susun_preview_exif_orientation (&chunk);
          return;
        }
      at += 8 + length + (length & 1);
    }
}

void
susun_find_gif (const SusunSpan *span, SusunPreviews *previews)
{
  const guint8 *p = susun_span_get (span, 6, 4);

  previews->kind = SUSUN_PICTURE_STILL;
  if (p == NULL)
    return;
  previews->width = susun_le16 (p);
  previews->height = susun_le16 (p + 2);
}

void
susun_find_bmp (const SusunSpan *span, SusunPreviews *previews)
{
  const guint8 *p = susun_span_get (span, 14, 12);

  previews->kind = SUSUN_PICTURE_STILL;
  if (p == NULL || susun_le32 (p) < 40)
    return;
  previews->width = susun_le32 (p + 4);
  /* A negative height counts from the top. */
  previews->height = (guint32) ABS ((gint64) (gint32) susun_le32 (p + 8));
}

void
susun_find_film (const SusunSpan *span, SusunPreviews *previews)
{
  previews->kind = SUSUN_PICTURE_FILM;
}

const SusunPreview *
susun_previews_choose (const SusunPreviews *self, guint size)
{
  for (guint i = 0; i < self->n_items; i++)
    if (MAX (self->items[i].width, self->items[i].height) >= size)
      return &self->items[i];
  return self->n_items > 0 ? &self->items[self->n_items - 1] : NULL;
}
