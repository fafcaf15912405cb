// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

/* RAW formats that are no TIFF, but have one inside or a JPEG that tells the date. */

#define MAX_BLOCKS 64

/* Minolta: blocks behind "\0MRM", of which "\0TTW" holds a TIFF directory. */
void
susun_read_mrw (const SusunSpan *span, SusunEvidence *evidence)
{
  guint64 at = 8;

  for (int i = 0; i < MAX_BLOCKS; i++)
    {
      const guint8 *p = susun_span_get (span, at, 8);
      guint64 length;
      if (p == NULL)
        return;
      length = susun_be32 (p + 4);
      if (memcmp (p, "\0TTW", 4) == 0)
        {
          SusunSpan tiff = susun_span_part (span, at + 8, length);
          susun_read_tiff (&tiff, evidence);
          return;
        }
      at += 8 + length;
    }
}

void
susun_find_mrw (const SusunSpan *span, SusunPreviews *previews)
{
  previews->kind = SUSUN_PICTURE_RAW;
}

/* Fuji: the header says where the embedded JPEG is. */
static gboolean
find_raf_jpeg (const SusunSpan *span, SusunSpan *jpeg)
{
  const guint8 *p = susun_span_get (span, 84, 8);

  if (p == NULL)
    return FALSE;
  *jpeg = susun_span_part (span, susun_be32 (p), susun_be32 (p + 4));
  return TRUE;
}

void
susun_read_raf (const SusunSpan *span, SusunEvidence *evidence)
{
  const guint8 *p;
  SusunSpan jpeg;

  if (!find_raf_jpeg (span, &jpeg))
    {
      susun_evidence_broken (evidence);
      return;
    }
  p = susun_span_get (&jpeg, 0, 2);
  if (p != NULL && p[0] == 0xff && p[1] == 0xd8)
    susun_read_jpeg (&jpeg, evidence);
}

/* The JPEG, and the thumbnail in its EXIF. */
void
susun_find_raf (const SusunSpan *span, SusunPreviews *previews)
{
  SusunSpan jpeg;

  if (find_raf_jpeg (span, &jpeg))
    {
      susun_find_jpeg (&jpeg, previews);
      susun_previews_add (previews, &jpeg, 0, jpeg.length);
    }
  previews->kind = SUSUN_PICTURE_RAW;
}

/* Sigma: a directory at the end names sections; image sections of format 18 are JPEGs. @index: the
 * section to begin with, moved behind the one found. Returns: FALSE when there is none */
static gboolean
next_x3f_jpeg (const SusunSpan *span, guint64 directory, guint32 n, guint32 *index, SusunSpan *jpeg)
{
  while (*index < n)
    {
      const guint8 *p = susun_span_get (span, directory + 12 + *index * 12, 12);
      guint64 offset, length;
      if (p == NULL)
        return FALSE;
      (*index)++;
      offset = susun_le32 (p);
      length = susun_le32 (p + 4);
      if (memcmp (p + 8, "IMA", 3) != 0)
        continue;
      p = susun_span_get (span, offset, 28 + 2);
      if (p == NULL || memcmp (p, "SECi", 4) != 0 || susun_le32 (p + 12) != 18 || p[28] != 0xff
          || p[29] != 0xd8)
        continue;
      *jpeg = susun_span_part (span, offset + 28, length > 28 ? length - 28 : 0);
      return TRUE;
    }
  return FALSE;
}

/* Returns: FALSE when the directory at the end is none */
static gboolean
open_x3f (const SusunSpan *span, guint64 *directory, guint32 *n)
{
  const guint8 *p = span->length < 12 ? NULL : susun_span_get (span, span->length - 4, 4);

  if (p == NULL)
    return FALSE;
  *directory = susun_le32 (p);
  p = susun_span_get (span, *directory, 12);
  if (p == NULL || memcmp (p, "SECd", 4) != 0)
    return FALSE;
  *n = MIN (susun_le32 (p + 8), MAX_BLOCKS);
  return TRUE;
}

void
susun_read_x3f (const SusunSpan *span, SusunEvidence *evidence)
{
  guint64 directory;
  guint32 n, index = 0;
  SusunSpan jpeg;

  if (!open_x3f (span, &directory, &n))
    {
      susun_evidence_broken (evidence);
      return;
    }
  while (evidence->candidates->len == 0 && next_x3f_jpeg (span, directory, n, &index, &jpeg))
    susun_read_jpeg (&jpeg, evidence);
}

void
susun_find_x3f (const SusunSpan *span, SusunPreviews *previews)
{
  guint64 directory;
  guint32 n, index = 0;
  SusunSpan jpeg;

  previews->kind = SUSUN_PICTURE_RAW;
  if (!open_x3f (span, &directory, &n))
    return;
  while (next_x3f_jpeg (span, directory, n, &index, &jpeg))
    susun_previews_add (previews, &jpeg, 0, jpeg.length);
}
