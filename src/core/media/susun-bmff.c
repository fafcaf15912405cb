// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#ifdef HAVE_BROTLI
#include <brotli/decode.h>
#endif

#include "core/media/susun-box.h"

/*
 * The family of ISO/IEC 14496-12: MP4, MOV, 3GP, HEIF, AVIF, CR3, and the box files of JPEG 2000
 * and JPEG XL. What it is decides the brand; which boxes count follows.
 */

#define MAX_BOXES 1024
#define MAX_BLOB (512 * 1024)

typedef enum
{
  FAMILY_MOVIE,
  FAMILY_IMAGE, /* HEIF, AVIF: a moov in it is an animation, its date the encoder's */
  FAMILY_CR3,
  FAMILY_JPEG, /* JPEG 2000, JPEG XL */
} Family;

static const guint8 uuid_xmp[16] = { 0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8,
                                     0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac };
static const guint8 uuid_canon[16] = { 0x85, 0xc0, 0xb6, 0x87, 0x82, 0x0f, 0x11, 0xe0,
                                       0x81, 0x11, 0xf4, 0xce, 0x46, 0x2b, 0x6a, 0x48 };
static const guint8 uuid_canon_preview[16] = { 0xea, 0xf4, 0x2b, 0x5e, 0x1c, 0x98, 0x4b, 0x88,
                                               0xb9, 0xfb, 0xb7, 0xdc, 0x40, 0x6e, 0x4d, 0x16 };
static const char uuid_jp2_exif[] = "JpgTiffExif->JP2";

static const guint32 image_brands[] = {
  SUSUN_FOURCC ('m', 'i', 'f', '1'), SUSUN_FOURCC ('m', 's', 'f', '1'),
  SUSUN_FOURCC ('h', 'e', 'i', 'c'), SUSUN_FOURCC ('h', 'e', 'i', 'x'),
  SUSUN_FOURCC ('h', 'e', 'v', 'c'), SUSUN_FOURCC ('h', 'e', 'v', 'x'),
  SUSUN_FOURCC ('h', 'e', 'i', 'm'), SUSUN_FOURCC ('h', 'e', 'i', 's'),
  SUSUN_FOURCC ('h', 'e', 'v', 'm'), SUSUN_FOURCC ('h', 'e', 'v', 's'),
  SUSUN_FOURCC ('a', 'v', 'i', 'f'), SUSUN_FOURCC ('a', 'v', 'i', 's'),
  SUSUN_FOURCC ('m', 'i', 'f', '2'), SUSUN_FOURCC ('j', 'p', 'e', 'g'),
  SUSUN_FOURCC ('j', 'p', 'g', 's'), SUSUN_FOURCC ('M', 'i', 'H', 'E'),
};

static gboolean
is_image_brand (guint32 brand)
{
  for (gsize i = 0; i < G_N_ELEMENTS (image_brands); i++)
    if (image_brands[i] == brand)
      return TRUE;
  return FALSE;
}

static Family
find_family (const SusunSpan *span, const char **format)
{
  gsize got;
  const guint8 *p = susun_span_peek (span, 0, 64, &got);
  guint32 size, brand;
  gboolean image;

  if (p == NULL || got < 12)
    return FAMILY_MOVIE;
  size = susun_be32 (p);
  if (memcmp (p + 4, "JXL ", 4) == 0 || memcmp (p + 4, "jP  ", 4) == 0)
    {
      *format = p[4] == 'J' ? "jxl" : "jp2";
      return FAMILY_JPEG;
    }
  if (memcmp (p + 4, "ftyp", 4) != 0)
    {
      *format = "quicktime";
      return FAMILY_MOVIE;
    }
  brand = susun_be32 (p + 8);
  if (brand == SUSUN_FOURCC ('c', 'r', 'x', ' '))
    {
      *format = "cr3";
      return FAMILY_CR3;
    }
  image = is_image_brand (brand);
  /* A generic main brand: the compatible ones tell. */
  for (gsize at = 16; !image && at + 4 <= MIN (got, size); at += 4)
    {
      guint32 compatible = susun_be32 (p + at);
      image = compatible == SUSUN_FOURCC ('m', 'i', 'f', '1')
              || compatible == SUSUN_FOURCC ('a', 'v', 'i', 'f')
              || compatible == SUSUN_FOURCC ('h', 'e', 'i', 'c');
    }
  *format = image ? "heif" : brand == SUSUN_FOURCC ('q', 't', ' ', ' ') ? "quicktime" : "mp4";
  return image ? FAMILY_IMAGE : FAMILY_MOVIE;
}

static void
read_blob (const SusunSpan *span, void (*read) (const guint8 *, gsize, SusunEvidence *),
           SusunEvidence *evidence)
{
  gsize got;
  const guint8 *p = susun_span_peek (span, 0, MAX_BLOB, &got);

  if (p != NULL)
    read (p, got, evidence);
}

/* CMT1 is IFD0, CMT2 the EXIF directory, CMT4 GPS; each a TIFF file with its tags in the first
 * directory. */
static void
read_canon (const SusunSpan *uuid, SusunEvidence *evidence)
{
  SusunBox box;
  guint64 at = 0;

  for (int i = 0; i < MAX_BOXES && susun_box_read (uuid, at, &box); i++, at = box.next)
    if (box.type == SUSUN_FOURCC ('C', 'M', 'T', '1')
        || box.type == SUSUN_FOURCC ('C', 'M', 'T', '2'))
      {
        SusunSpan content = susun_box_content (uuid, &box);
        read_blob (&content, susun_read_exif_blob, evidence);
      }
}

static void
read_uuid (const SusunSpan *content, SusunEvidence *evidence)
{
  const guint8 *p = susun_span_get (content, 0, 16);
  SusunSpan rest = susun_span_part (content, 16, content->length);

  if (p == NULL)
    return;
  if (memcmp (p, uuid_xmp, 16) == 0)
    read_blob (&rest, susun_read_xmp_blob, evidence);
  else if (memcmp (p, uuid_jp2_exif, 16) == 0)
    read_blob (&rest, susun_read_exif_blob, evidence);
  else if (memcmp (p, uuid_canon, 16) == 0)
    read_canon (&rest, evidence);
}

static void
read_cr3_moov (const SusunSpan *moov, SusunEvidence *evidence)
{
  SusunBox box;
  guint64 at = 0;

  for (int i = 0; i < MAX_BOXES && susun_box_read (moov, at, &box); i++, at = box.next)
    if (box.type == SUSUN_FOURCC ('u', 'u', 'i', 'd'))
      {
        SusunSpan content = susun_box_content (moov, &box);
        read_uuid (&content, evidence);
      }
}

/* JPEG XL: four bytes say how far the TIFF header is. */
static void
read_jxl_exif (const SusunSpan *content, SusunEvidence *evidence)
{
  const guint8 *p = susun_span_get (content, 0, 4);
  SusunSpan rest;

  if (p == NULL)
    return;
  rest = susun_span_part (content, 4 + (guint64) susun_be32 (p), content->length);
  read_blob (&rest, susun_read_exif_blob, evidence);
}

/* JPEG XL packs its metadata: the type of the box that was, and its content in Brotli (RFC 7932).
 */
static void
read_brob (const SusunSpan *content, SusunEvidence *evidence)
{
#ifdef HAVE_BROTLI
  gsize got, size = MAX_BLOB;
  const guint8 *p = susun_span_peek (content, 0, MAX_BLOB, &got);
  gboolean exif = p != NULL && got > 4 && memcmp (p, "Exif", 4) == 0;
  gboolean xmp = p != NULL && got > 4 && memcmp (p, "xml ", 4) == 0;
  g_autofree guint8 *unpacked = NULL;
  SusunSpan span;

  if (!exif && !xmp)
    return;
  unpacked = g_malloc (size);
  if (BrotliDecoderDecompress (got - 4, p + 4, &size, unpacked) != BROTLI_DECODER_RESULT_SUCCESS)
    {
      susun_evidence_broken (evidence);
      return;
    }
  span = susun_span_memory (unpacked, size);
  if (exif)
    read_jxl_exif (&span, evidence);
  else
    read_blob (&span, susun_read_xmp_blob, evidence);
#else
  susun_evidence_note (evidence, _ ("Has metadata in Brotli compression, which is not read"));
#endif
}

static void
read_box (const SusunSpan *span, const SusunBox *box, Family family, SusunEvidence *evidence)
{
  SusunSpan content = susun_box_content (span, box);

  switch (box->type)
    {
    case SUSUN_FOURCC ('m', 'o', 'o', 'v'):
      if (family == FAMILY_MOVIE)
        susun_read_moov (&content, evidence);
      else if (family == FAMILY_CR3)
        read_cr3_moov (&content, evidence);
      break;
    case SUSUN_FOURCC ('m', 'e', 't', 'a'):
      if (family == FAMILY_IMAGE)
        susun_read_heif_meta (span, box->content, box->length, evidence);
      else if (family == FAMILY_MOVIE)
        susun_read_movie_meta (&content, evidence);
      break;
    case SUSUN_FOURCC ('u', 'u', 'i', 'd'):
      read_uuid (&content, evidence);
      break;
    case SUSUN_FOURCC ('x', 'm', 'l', ' '):
      read_blob (&content, susun_read_xmp_blob, evidence);
      break;
    case SUSUN_FOURCC ('E', 'x', 'i', 'f'):
      read_jxl_exif (&content, evidence);
      break;
    case SUSUN_FOURCC ('b', 'r', 'o', 'b'):
      read_brob (&content, evidence);
      break;
    default:
      break;
    }
}

void
susun_read_bmff (const SusunSpan *span, SusunEvidence *evidence)
{
  Family family = find_family (span, &evidence->format);
  SusunBox box;
  guint64 at = 0;

  for (int i = 0; i < MAX_BOXES && at < span->length; i++, at = box.next)
    {
      if (!susun_box_read (span, at, &box))
        {
          susun_evidence_broken (evidence);
          return;
        }
      read_box (span, &box, family, evidence);
      /* A fragmented film repeats moof and mdat for ever, after its moov. */
      if (box.type == SUSUN_FOURCC ('m', 'o', 'o', 'f'))
        return;
    }
}

/* Canon's boxes of previews: sixteen bytes of sizes, then the JPEG. */
static void
find_canon (const SusunSpan *uuid, guint64 at, SusunPreviews *previews)
{
  SusunBox box;

  for (int i = 0; i < MAX_BOXES && susun_box_read (uuid, at, &box); i++, at = box.next)
    {
      SusunSpan content = susun_box_content (uuid, &box);
      if (box.type == SUSUN_FOURCC ('T', 'H', 'M', 'B')
          || box.type == SUSUN_FOURCC ('P', 'R', 'V', 'W'))
        susun_previews_add (previews, &content, 16, content.length);
      else if (box.type == SUSUN_FOURCC ('C', 'M', 'T', '1'))
        previews->orientation = susun_preview_exif_orientation (&content);
    }
}

static void
find_cr3 (const SusunSpan *span, int depth, SusunPreviews *previews)
{
  SusunBox box;
  guint64 at = 0;

  for (int i = 0; i < MAX_BOXES && susun_box_read (span, at, &box); i++, at = box.next)
    {
      SusunSpan content = susun_box_content (span, &box);
      const guint8 *p;
      if (box.type == SUSUN_FOURCC ('m', 'o', 'o', 'v') && depth == 0)
        find_cr3 (&content, depth + 1, previews);
      if (box.type != SUSUN_FOURCC ('u', 'u', 'i', 'd')
          || (p = susun_span_get (&content, 0, 16)) == NULL)
        continue;
      if (memcmp (p, uuid_canon, 16) == 0)
        find_canon (&content, 16, previews);
      else if (memcmp (p, uuid_canon_preview, 16) == 0)
        find_canon (&content, 16 + 8, previews);
    }
}

void
susun_find_bmff (const SusunSpan *span, SusunPreviews *previews)
{
  switch (find_family (span, &previews->format))
    {
    case FAMILY_MOVIE:
      previews->kind = SUSUN_PICTURE_FILM;
      break;
    case FAMILY_IMAGE:
      previews->kind = SUSUN_PICTURE_HEIF;
      break;
    case FAMILY_CR3:
      previews->kind = SUSUN_PICTURE_RAW;
      find_cr3 (span, 0, previews);
      break;
    case FAMILY_JPEG:
    default:
      previews->kind = SUSUN_PICTURE_STILL;
      break;
    }
}
