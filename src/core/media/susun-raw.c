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

/* Fuji: the header says where the embedded JPEG is. */
void
susun_read_raf (const SusunSpan *span, SusunEvidence *evidence)
{
  const guint8 *p = susun_span_get (span, 84, 8);
  SusunSpan jpeg;

  if (p == NULL)
    {
      susun_evidence_broken (evidence);
      return;
    }
  jpeg = susun_span_part (span, susun_be32 (p), susun_be32 (p + 4));
  p = susun_span_get (&jpeg, 0, 2);
  if (p != NULL && p[0] == 0xff && p[1] == 0xd8)
    susun_read_jpeg (&jpeg, evidence);
}

/* Sigma: a directory at the end names sections; image sections of format 18 are JPEGs. */
void
susun_read_x3f (const SusunSpan *span, SusunEvidence *evidence)
{
  const guint8 *p;
  guint64 directory;
  guint32 n;

  if (span->length < 12)
    return;
  p = susun_span_get (span, span->length - 4, 4);
  if (p == NULL)
    return;
  directory = susun_le32 (p);
  p = susun_span_get (span, directory, 12);
  if (p == NULL || memcmp (p, "SECd", 4) != 0)
    {
      susun_evidence_broken (evidence);
      return;
    }
  n = MIN (susun_le32 (p + 8), MAX_BLOCKS);
  for (guint32 i = 0; i < n; i++)
    {
      guint64 offset, length;
      SusunSpan jpeg;
      p = susun_span_get (span, directory + 12 + i * 12, 12);
      if (p == NULL)
        return;
      offset = susun_le32 (p);
      length = susun_le32 (p + 4);
      if (memcmp (p + 8, "IMA", 3) != 0)
        continue;
      p = susun_span_get (span, offset, 28 + 2);
      if (p == NULL || memcmp (p, "SECi", 4) != 0 || susun_le32 (p + 12) != 18 || p[28] != 0xff
          || p[29] != 0xd8)
        continue;
      jpeg = susun_span_part (span, offset + 28, length > 28 ? length - 28 : 0);
      susun_read_jpeg (&jpeg, evidence);
      if (evidence->candidates->len > 0)
        return;
    }
}
