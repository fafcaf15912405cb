// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-ifd.h"

#include <string.h>

#define MAX_ENTRIES 1024 /* that are looked at in one directory */

gboolean
susun_tiff_open (SusunTiff *tiff, const SusunSpan *span, guint64 *first)
{
  const guint8 *p = susun_span_get (span, 0, 8);

  if (p == NULL || p[0] != p[1] || (p[0] != 'I' && p[0] != 'M'))
    return FALSE;
  tiff->span = span;
  tiff->big_endian = p[0] == 'M';
  tiff->magic = susun_tiff_get16 (tiff, p + 2);
  tiff->big = tiff->magic == 43;
  *first = susun_tiff_get32 (tiff, p + 4);
  if (!tiff->big)
    return TRUE;
  p = susun_span_get (span, 8, 8);
  if (p == NULL)
    return FALSE;
  *first = susun_tiff_get64 (tiff, p);
  return TRUE;
}

static gboolean
is_wanted (guint16 tag, const guint16 *wanted, guint n_wanted)
{
  for (guint i = 0; i < n_wanted; i++)
    if (wanted[i] == tag)
      return TRUE;
  return FALSE;
}

gboolean
susun_ifd_read (const SusunTiff *tiff, guint64 offset, const guint16 *wanted, guint n_wanted,
                SusunIfd *ifd)
{
  gsize count_size = tiff->big ? 8 : 2, entry_size = tiff->big ? 20 : 12, got;
  const guint8 *p = susun_span_get (tiff->span, offset, count_size);
  guint64 n;

  ifd->n = 0;
  ifd->next_at = 0;
  if (p == NULL)
    return FALSE;
  n = tiff->big ? susun_tiff_get64 (tiff, p) : susun_tiff_get16 (tiff, p);
  if (n <= MAX_ENTRIES)
    ifd->next_at = offset + count_size + n * entry_size;
  n = MIN (n, MAX_ENTRIES);
  p = susun_span_peek (tiff->span, offset + count_size, (gsize) n * entry_size, &got);
  if (p == NULL)
    return n == 0;
  for (guint64 i = 0; i < n && (i + 1) * entry_size <= got; i++, p += entry_size)
    {
      guint16 tag = susun_tiff_get16 (tiff, p);
      SusunIfdEntry *entry;
      if (!is_wanted (tag, wanted, n_wanted) || ifd->n == G_N_ELEMENTS (ifd->entries))
        continue;
      entry = &ifd->entries[ifd->n++];
      entry->tag = tag;
      entry->type = susun_tiff_get16 (tiff, p + 2);
      entry->count = tiff->big ? susun_tiff_get64 (tiff, p + 4) : susun_tiff_get32 (tiff, p + 4);
      memset (entry->value, 0, sizeof entry->value);
      memcpy (entry->value, p + (tiff->big ? 12 : 8), tiff->big ? 8 : 4);
    }
  return got >= n * entry_size;
}

guint64
susun_ifd_next (const SusunTiff *tiff, const SusunIfd *ifd)
{
  const guint8 *p
      = ifd->next_at == 0 ? NULL : susun_span_get (tiff->span, ifd->next_at, tiff->big ? 8 : 4);

  if (p == NULL)
    return 0;
  return tiff->big ? susun_tiff_get64 (tiff, p) : susun_tiff_get32 (tiff, p);
}

const SusunIfdEntry *
susun_ifd_find (const SusunIfd *ifd, guint16 tag)
{
  for (guint i = 0; i < ifd->n; i++)
    if (ifd->entries[i].tag == tag)
      return &ifd->entries[i];
  return NULL;
}

gsize
susun_ifd_type_size (guint16 type)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

guint64
susun_ifd_offset (const SusunTiff *tiff, const SusunIfdEntry *entry)
{
  return tiff->big ? susun_tiff_get64 (tiff, entry->value) : susun_tiff_get32 (tiff, entry->value);
}

const guint8 *
susun_ifd_value (const SusunTiff *tiff, const SusunIfdEntry *entry, gsize max, gsize *length)
{
  gsize size = susun_ifd_type_size (entry->type), inline_size = tiff->big ? 8 : 4;
  guint64 whole;

  *length = 0;
  if (size == 0 || entry->count == 0 || entry->count > G_MAXUINT32)
    return NULL;
  whole = entry->count * size;
  if (whole <= inline_size)
    {
      *length = (gsize) MIN (whole, max);
      return entry->value;
    }
  return susun_span_peek (tiff->span, susun_ifd_offset (tiff, entry), (gsize) MIN (whole, max),
                          length);
}

guint64
susun_ifd_number (const SusunTiff *tiff, const SusunIfdEntry *entry, guint index)
{
  gsize size = susun_ifd_type_size (entry->type), length;
  const guint8 *p;

  if (index >= entry->count || index > 64)
    return 0;
  p = susun_ifd_value (tiff, entry, (index + 1) * size, &length);
  if (p == NULL || length < (index + 1) * size)
    return 0;
  p += index * size;
  switch (entry->type)
    {
    case 1:
      return p[0];
    case 3:
      return susun_tiff_get16 (tiff, p);
    case 4:
    case 13:
      return susun_tiff_get32 (tiff, p);
    case 16:
    case 18:
      return susun_tiff_get64 (tiff, p);
    default:
      return 0;
    }
}
