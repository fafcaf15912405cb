// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

/* Segments before the picture; a real file has fewer than 30 (colour profiles, extended XMP). */
#define MAX_SEGMENTS 256

enum
{
  MARKER_SOF0 = 0xc0,
  MARKER_RST0 = 0xd0,
  MARKER_SOI = 0xd8,
  MARKER_EOI = 0xd9,
  MARKER_SOS = 0xda,
  MARKER_APP0 = 0xe0,
  MARKER_APP1 = 0xe1,
  MARKER_APP13 = 0xed,
  MARKER_TEM = 0x01,
};

static const char exif_id[] = "Exif";
static const char xmp_id[] = "http://ns.adobe.com/xap/1.0/";
static const char photoshop_id[] = "Photoshop 3.0";

static gboolean
begins (const guint8 *data, gsize length, const char *id, gsize id_size)
{
  return length >= id_size && memcmp (data, id, id_size) == 0;
}

static void
read_segment (const SusunSpan *span, guint8 marker, guint64 offset, gsize length,
              SusunEvidence *evidence)
{
  const guint8 *data;

  if (marker != MARKER_APP0 && marker != MARKER_APP1 && marker != MARKER_APP13)
    return;
  data = susun_span_get (span, offset, length);
  if (data == NULL)
    return;
  if (marker == MARKER_APP1 && begins (data, length, exif_id, sizeof exif_id))
    susun_read_exif_blob (data, length, evidence);
  else if (marker == MARKER_APP1 && begins (data, length, xmp_id, sizeof xmp_id))
    susun_read_xmp_blob (data + sizeof xmp_id, length - sizeof xmp_id, evidence);
  else if (marker == MARKER_APP13 && begins (data, length, photoshop_id, sizeof photoshop_id))
    {
      SusunSpan part = susun_span_memory (data + sizeof photoshop_id, length - sizeof photoshop_id);
      susun_read_photoshop_resources (&part, evidence);
    }
  else if (marker == MARKER_APP0 && length > 14 && memcmp (data + 6, "HEAPJPGM", 8) == 0)
    {
      SusunSpan part = susun_span_memory (data, length);
      susun_read_ciff (&part, evidence);
    }
}

void
susun_read_jpeg (const SusunSpan *span, SusunEvidence *evidence)
{
  guint64 at = 2;

  for (int i = 0; i < MAX_SEGMENTS; i++)
    {
      const guint8 *p = susun_span_get (span, at, 4);
      guint8 marker;
      gsize length;

      if (p == NULL || p[0] != 0xff)
        {
          susun_evidence_broken (evidence);
          return;
        }
      marker = p[1];
      if (marker == 0xff) /* fill byte */
        {
          at++;
          continue;
        }
      if (marker == MARKER_SOS || marker == MARKER_EOI)
        return;
      if (marker == MARKER_TEM || (marker >= MARKER_RST0 && marker <= MARKER_SOI))
        {
          at += 2;
          continue;
        }
      length = susun_be16 (p + 2);
      if (length < 2 || marker < MARKER_SOF0)
        {
          susun_evidence_broken (evidence);
          return;
        }
      read_segment (span, marker, at + 4, length - 2, evidence);
      at += 2 + length;
    }
}
