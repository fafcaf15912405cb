// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

/*
 * Canon's CIFF (CRW, and a block in early JPEGs): heaps whose last four bytes say where their
 * directory is. Wanted: make and model (0x080a) and the captured time (0x180e: seconds since 1970
 * on the camera's clock).
 */

#define MAX_DEPTH 6
#define MAX_ENTRIES 256

enum
{
  TAG_MAKE_MODEL = 0x080a,
  TAG_TIME = 0x180e,
  TAG_JPEG = 0x2007,
  TAG_THUMBNAIL = 0x2008,
  STORAGE_IN_RECORD = 0x4000,
  TYPE_MASK = 0x3800,
  TYPE_HEAP_1 = 0x2800,
  TYPE_HEAP_2 = 0x3000,
};

typedef struct
{
  gboolean big_endian;
  guint heaps;             /* walked so far: a heap can point to itself */
  SusunEvidence *evidence; /* (nullable): who asks for dates */
  SusunPreviews *previews; /* (nullable): who asks for pictures */
} Ciff;

static guint16
get16 (const Ciff *ciff, const guint8 *p)
{
  return ciff->big_endian ? susun_be16 (p) : susun_le16 (p);
}

static guint32
get32 (const Ciff *ciff, const guint8 *p)
{
  return ciff->big_endian ? susun_be32 (p) : susun_le32 (p);
}

static void
read_value (const Ciff *ciff, guint16 tag, const SusunSpan *value)
{
  gsize got;
  const guint8 *p = susun_span_peek (value, 0, 64, &got);

  if (p == NULL)
    return;
  if (tag == TAG_TIME && got >= 4 && get32 (ciff, p) != 0)
    {
      SusunDateCandidate date = {
        .wall = get32 (ciff, p),
        .nsec = -1,
        .offset = SUSUN_OFFSET_NONE,
        .source = SUSUN_DATE_SOURCE_EXIF_ORIGINAL,
      };
      susun_evidence_add (ciff->evidence, &date);
    }
  else if (tag == TAG_MAKE_MODEL)
    {
      const guint8 *nul = memchr (p, '\0', got);
      susun_evidence_set_string (ciff->evidence->maker, p, got);
      if (nul != NULL)
        susun_evidence_set_string (ciff->evidence->model, nul + 1, got - (gsize) (nul + 1 - p));
    }
}

static void
read_heap (Ciff *ciff, const SusunSpan *heap, int depth)
{
  const guint8 *p;
  guint64 directory;
  guint n;

  if (depth > MAX_DEPTH || heap->length < 6 || ++ciff->heaps > 32)
    return;
  p = susun_span_get (heap, heap->length - 4, 4);
  if (p == NULL)
    return;
  directory = get32 (ciff, p);
  p = susun_span_get (heap, directory, 2);
  if (p == NULL)
    return;
  n = MIN (get16 (ciff, p), MAX_ENTRIES);
  for (guint i = 0; i < n; i++)
    {
      guint16 tag;
      SusunSpan value;
      p = susun_span_get (heap, directory + 2 + i * 10, 10);
      if (p == NULL)
        return;
      tag = get16 (ciff, p);
      if (tag & STORAGE_IN_RECORD)
        {
          tag &= 0x3fff;
          value = susun_span_part (heap, directory + 2 + i * 10 + 2, 8);
        }
      else
        value = susun_span_part (heap, get32 (ciff, p + 6), get32 (ciff, p + 2));
      if ((tag & TYPE_MASK) == TYPE_HEAP_1 || (tag & TYPE_MASK) == TYPE_HEAP_2)
        read_heap (ciff, &value, depth + 1);
      else if (ciff->previews != NULL && (tag == TAG_JPEG || tag == TAG_THUMBNAIL))
        susun_previews_add (ciff->previews, &value, 0, value.length);
      else if (ciff->evidence != NULL && (tag == TAG_TIME || tag == TAG_MAKE_MODEL))
        read_value (ciff, tag, &value);
    }
}

static void
walk (Ciff *ciff, const SusunSpan *span)
{
  const guint8 *p = susun_span_get (span, 0, 14);
  SusunSpan heap;

  if (p == NULL)
    return;
  ciff->big_endian = p[0] == 'M';
  heap = susun_span_part (span, get32 (ciff, p + 2), span->length);
  read_heap (ciff, &heap, 0);
}

void
susun_read_ciff (const SusunSpan *span, SusunEvidence *evidence)
{
  Ciff ciff = { .evidence = evidence };

  walk (&ciff, span);
}

void
susun_find_ciff (const SusunSpan *span, SusunPreviews *previews)
{
  Ciff ciff = { .previews = previews };

  previews->kind = SUSUN_PICTURE_RAW;
  walk (&ciff, span);
}
