// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

/* Matroska and WebM (RFC 9559): Segment, Info, DateUTC. Ends at the first cluster. */

#define MAX_ELEMENTS 256
#define EPOCH_2001 G_GINT64_CONSTANT (978307200) /* 2001-01-01 in seconds since 1970 */

enum
{
  ID_EBML = 0x1a45dfa3,
  ID_SEGMENT = 0x18538067,
  ID_INFO = 0x1549a966,
  ID_CLUSTER = 0x1f43b675,
  ID_DATE_UTC = 0x4461,
};

typedef struct
{
  guint32 id;
  guint64 content;
  guint64 length; /* G_MAXUINT64 when not told: it goes on to the end */
} Element;

/* A variable-size number: the first set bit tells the length. */
static gsize
number_length (guint8 first, gsize max)
{
  for (gsize n = 1; n <= max; n++)
    if (first & 0x80 >> (n - 1))
      return n;
  return 0;
}

static gboolean
read_element (const SusunSpan *span, guint64 at, Element *element)
{
  gsize got, id_length, size_length;
  const guint8 *p = susun_span_peek (span, at, 12, &got);
  guint64 size;
  gboolean unknown;

  if (p == NULL || got < 2)
    return FALSE;
  id_length = number_length (p[0], 4);
  if (id_length == 0 || id_length >= got)
    return FALSE;
  element->id = 0;
  for (gsize i = 0; i < id_length; i++)
    element->id = element->id << 8 | p[i];
  p += id_length;
  got -= id_length;
  size_length = number_length (p[0], 8);
  if (size_length == 0 || size_length > got)
    return FALSE;
  size = size_length == 8 ? 0 : p[0] & (0xff >> size_length);
  unknown = size == (size_length == 8 ? 0 : 0xffu >> size_length);
  for (gsize i = 1; i < size_length; i++)
    {
      size = size << 8 | p[i];
      unknown = unknown && p[i] == 0xff;
    }
  element->content = at + id_length + size_length;
  element->length = unknown ? G_MAXUINT64 : size;
  return TRUE;
}

static void
read_date (const SusunSpan *span, const Element *element, SusunEvidence *evidence)
{
  const guint8 *p = element->length == 8 ? susun_span_get (span, element->content, 8) : NULL;
  gint64 ns, seconds;

  if (p == NULL)
    return;
  ns = (gint64) susun_be64 (p);
  seconds = ns / 1000000000 - (ns % 1000000000 < 0);
  susun_evidence_add_utc (evidence, SUSUN_DATE_SOURCE_MATROSKA_DATE_UTC, seconds + EPOCH_2001,
                          (gint32) (ns - seconds * 1000000000));
}

static void
read_info (const SusunSpan *span, SusunEvidence *evidence)
{
  Element element;
  guint64 at = 0;

  for (int i = 0; i < MAX_ELEMENTS && read_element (span, at, &element); i++)
    {
      if (element.id == ID_DATE_UTC)
        read_date (span, &element, evidence);
      if (element.length > span->length)
        return;
      at = element.content + element.length;
    }
}

void
susun_read_ebml (const SusunSpan *span, SusunEvidence *evidence)
{
  Element element;
  guint64 at = 0;

  for (int i = 0; i < MAX_ELEMENTS && read_element (span, at, &element); i++)
    {
      if (element.id == ID_CLUSTER)
        return;
      if (element.id == ID_INFO)
        {
          SusunSpan info = susun_span_part (span, element.content, element.length);
          read_info (&info, evidence);
          return;
        }
      if (element.id == ID_SEGMENT)
        at = element.content; /* walk into it */
      else if (element.length > span->length)
        {
          susun_evidence_broken (evidence);
          return;
        }
      else
        at = element.content + element.length;
    }
}
