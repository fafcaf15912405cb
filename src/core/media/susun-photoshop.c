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
#define THUMBNAIL_HEADER 28 /* bytes of sizes before its JPEG */

enum
{
  RESOURCE_IPTC = 1028,
  RESOURCE_THUMBNAIL = 1036,
  RESOURCE_EXIF = 1058,
  RESOURCE_XMP = 1060,
};

/* Steps to the next of the resources. @at: moved behind it. Returns: FALSE when there is none */
static gboolean
next_resource (const SusunSpan *span, guint64 *at, guint16 *id, SusunSpan *content)
{
  const guint8 *p = susun_span_get (span, *at, 8);
  guint64 name, length;

  /* "8BIM", and what other programs of Adobe's write there */
  if (p == NULL
      || (memcmp (p, "8BIM", 4) != 0 && memcmp (p, "MeSa", 4) != 0 && memcmp (p, "PHUT", 4) != 0
          && memcmp (p, "AgHg", 4) != 0))
    return FALSE;
  *id = susun_be16 (p + 4);
  name = 1 + (guint64) p[6];
  *at += 6 + name + (name & 1);
  p = susun_span_get (span, *at, 4);
  if (p == NULL)
    return FALSE;
  length = susun_be32 (p);
  *content = susun_span_part (span, *at + 4, length);
  *at += 4 + length + (length & 1);
  return TRUE;
}

void
susun_read_photoshop_resources (const SusunSpan *span, SusunEvidence *evidence)
{
  guint64 at = 0;
  guint16 id;
  SusunSpan content;

  for (int i = 0; i < MAX_RESOURCES && next_resource (span, &at, &id, &content); i++)
    if (id == RESOURCE_IPTC || id == RESOURCE_EXIF || id == RESOURCE_XMP)
      {
        gsize got;
        const guint8 *p = susun_span_peek (&content, 0, MAX_RESOURCE, &got);
        if (p == NULL && content.length > 0)
          return;
        if (p == NULL)
          continue;
        if (id == RESOURCE_IPTC)
          susun_read_iptc_blob (p, got, evidence);
        else if (id == RESOURCE_EXIF)
          susun_read_exif_blob (p, got, evidence);
        else
          susun_read_xmp_blob (p, got, evidence);
      }
}

/* The image resources of a PSD. Returns: FALSE when it is cut short */
static gboolean
find_resources (const SusunSpan *span, SusunSpan *resources)
{
  const guint8 *p = susun_span_get (span, 26, 4);
  guint64 at = 26;

  if (p == NULL)
    return FALSE;
  at += 4 + (guint64) susun_be32 (p); /* colour mode data */
  p = susun_span_get (span, at, 4);
  if (p == NULL)
    return FALSE;
  *resources = susun_span_part (span, at + 4, susun_be32 (p));
  return TRUE;
}

void
susun_read_psd (const SusunSpan *span, SusunEvidence *evidence)
{
  SusunSpan resources;

  if (find_resources (span, &resources))
    susun_read_photoshop_resources (&resources, evidence);
  else
    susun_evidence_broken (evidence);
}

void
susun_find_psd (const SusunSpan *span, SusunPreviews *previews)
{
  guint64 at = 0;
  guint16 id;
  SusunSpan resources, content;

  previews->kind = SUSUN_PICTURE_RAW;
  if (!find_resources (span, &resources))
    return;
  for (int i = 0; i < MAX_RESOURCES && next_resource (&resources, &at, &id, &content); i++)
    if (id == RESOURCE_THUMBNAIL)
      susun_previews_add (previews, &content, THUMBNAIL_HEADER, content.length);
}
