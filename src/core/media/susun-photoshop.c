// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

/*
 * Adobe Photoshop File Formats Specification: the image resource blocks, which also live in JPEG
 * and TIFF, and the head of PSD and PSB that leads to them.
 */

#define MAX_RESOURCES 512
#define MAX_RESOURCE (512 * 1024)

enum
{
  RESOURCE_IPTC = 1028,
  RESOURCE_EXIF = 1058,
  RESOURCE_XMP = 1060,
};

void
susun_read_photoshop_resources (const SusunSpan *span, SusunEvidence *evidence)
{
  guint64 at = 0;

  for (int i = 0; i < MAX_RESOURCES; i++)
    {
      const guint8 *p = susun_span_get (span, at, 8);
      guint16 id;
      guint64 name, length;

      /* "8BIM", and what other programs of Adobe's write there */
      if (p == NULL
          || (memcmp (p, "8BIM", 4) != 0 && memcmp (p, "MeSa", 4) != 0 && memcmp (p, "PHUT", 4) != 0
              && memcmp (p, "AgHg", 4) != 0))
        return;
      id = susun_be16 (p + 4);
      name = 1 + (guint64) p[6];
      at += 6 + name + (name & 1);
      p = susun_span_get (span, at, 4);
      if (p == NULL)
        return;
      length = susun_be32 (p);
      at += 4;
      if (id == RESOURCE_IPTC || id == RESOURCE_EXIF || id == RESOURCE_XMP)
        {
          gsize got;
          p = susun_span_peek (span, at, (gsize) MIN (length, MAX_RESOURCE), &got);
          if (p == NULL)
            return;
          if (id == RESOURCE_IPTC)
            susun_read_iptc_blob (p, got, evidence);
          else if (id == RESOURCE_EXIF)
            susun_read_exif_blob (p, got, evidence);
          else
            susun_read_xmp_blob (p, got, evidence);
        }
      at += length + (length & 1);
    }
}

void
susun_read_psd (const SusunSpan *span, SusunEvidence *evidence)
{
  const guint8 *p = susun_span_get (span, 26, 4);
  guint64 at = 26;
  SusunSpan resources;

  if (p == NULL)
    {
      susun_evidence_broken (evidence);
      return;
    }
  at += 4 + (guint64) susun_be32 (p); /* colour mode data */
  p = susun_span_get (span, at, 4);
  if (p == NULL)
    {
      susun_evidence_broken (evidence);
      return;
    }
  resources = susun_span_part (span, at + 4, susun_be32 (p));
  susun_read_photoshop_resources (&resources, evidence);
}
