// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

#include "core/media/susun-box.h"

/*
 * ISO/IEC 23008-12: a meta box lists items (iinf) and where they stand (iloc). Wanted are the items
 * of type Exif and the XMP among those of type mime.
 */

#define MAX_ITEMS 4096 /* a tiled picture has hundreds */
#define MAX_WANTED 8
#define MAX_ITEM (512 * 1024)

typedef struct
{
  guint32 id;
  gboolean exif; /* otherwise XMP */
} WantedItem;

typedef struct
{
  const SusunSpan *file;
  SusunSpan meta; /* the boxes in the meta box */
  WantedItem wanted[MAX_WANTED];
  guint n_wanted;
  SusunEvidence *evidence;
} HeifMeta;

static void
read_item_entry (HeifMeta *heif, const SusunSpan *iinf, const SusunBox *infe)
{
  gsize got;
  const guint8 *p = susun_span_peek (iinf, infe->content, (gsize) MIN (infe->length, 64), &got);
  guint32 id, type;
  gsize at;

  if (p == NULL || infe->type != SUSUN_FOURCC ('i', 'n', 'f', 'e') || got < 12 || p[0] < 2
      || heif->n_wanted == MAX_WANTED)
    return;
  id = p[0] == 2 ? susun_be16 (p + 4) : susun_be32 (p + 4);
  at = (p[0] == 2 ? 6 : 8) + 2;
  if (at + 4 > got)
    return;
  type = susun_be32 (p + at);
  at += 4;
  if (type == SUSUN_FOURCC ('E', 'x', 'i', 'f'))
    heif->wanted[heif->n_wanted++] = (WantedItem){ id, TRUE };
  else if (type == SUSUN_FOURCC ('m', 'i', 'm', 'e'))
    {
      /* item_name NUL content_type NUL */
      const guint8 *nul = memchr (p + at, '\0', got - at);
      static const char xmp[] = "application/rdf+xml";
      if (nul != NULL && (gsize) (p + got - nul - 1) >= sizeof xmp - 1
          && memcmp (nul + 1, xmp, sizeof xmp - 1) == 0)
        heif->wanted[heif->n_wanted++] = (WantedItem){ id, FALSE };
    }
}

static void
find_items (HeifMeta *heif)
{
  SusunBox box;
  SusunSpan iinf;
  const guint8 *p;
  guint64 at;

  if (!susun_box_find (&heif->meta, SUSUN_FOURCC ('i', 'i', 'n', 'f'), &box))
    return;
  iinf = susun_box_content (&heif->meta, &box);
  p = susun_span_get (&iinf, 0, 6);
  if (p == NULL)
    return;
  at = p[0] == 0 ? 6 : 8;
  for (int i = 0; i < MAX_ITEMS && susun_box_read (&iinf, at, &box); i++, at = box.next)
    read_item_entry (heif, &iinf, &box);
}

static void
read_item (HeifMeta *heif, const WantedItem *item, const SusunSpan *where, guint64 offset,
           guint64 length)
{
  gsize got;
  const guint8 *p = susun_span_peek (where, offset, (gsize) MIN (length, MAX_ITEM), &got);

  if (p == NULL)
    {
      susun_evidence_broken (heif->evidence);
      return;
    }
  if (!item->exif)
    {
      susun_read_xmp_blob (p, got, heif->evidence);
      return;
    }
  /* The first four bytes say how far the TIFF header is; some writers get it wrong, so look. */
  if (got > 4 && susun_be32 (p) < got - 4)
    {
      gsize skip = 4 + (gsize) susun_be32 (p);
      if (got - skip >= 8 && (memcmp (p + skip, "II*", 3) == 0 || memcmp (p + skip, "MM", 2) == 0))
        {
          susun_read_exif_blob (p + skip, got - skip, heif->evidence);
          return;
        }
    }
  for (gsize skip = 0; skip < 16 && skip + 8 <= got; skip++)
    if (memcmp (p + skip, "II*\0", 4) == 0 || memcmp (p + skip, "MM\0*", 4) == 0)
      {
        susun_read_exif_blob (p + skip, got - skip, heif->evidence);
        return;
      }
  susun_evidence_broken (heif->evidence);
}

static guint64
get_sized (const guint8 *p, gsize size)
{
  return size == 8 ? susun_be64 (p) : size == 4 ? susun_be32 (p) : 0;
}

static const WantedItem *
find_wanted (const HeifMeta *heif, guint32 id)
{
  for (guint i = 0; i < heif->n_wanted; i++)
    if (heif->wanted[i].id == id)
      return &heif->wanted[i];
  return NULL;
}

typedef struct
{
  const WantedItem *item;
  guint method; /* 0 offset in the file, 1 in idat */
  guint64 offset, length;
} ItemPlace;

/* The places of the wanted items, by their first extent: metadata is never cut in pieces. */
static guint
find_places (HeifMeta *heif, const SusunSpan *iloc, ItemPlace *places)
{
  gsize got;
  const guint8 *p = susun_span_peek (iloc, 0, (gsize) MIN (iloc->length, MAX_ITEM), &got);
  guint version, n_places = 0;
  gsize offset_size, length_size, base_size, index_size, at = 8;
  guint32 n;

  if (p == NULL || got < 8)
    return 0;
  version = p[0];
  offset_size = p[4] >> 4;
  length_size = p[4] & 15;
  base_size = p[5] >> 4;
  index_size = version > 0 ? p[5] & 15 : 0;
  n = susun_be16 (p + 6);
  if (version >= 2)
    {
      if (got < 10)
        return 0;
      n = susun_be32 (p + 6);
      at = 10;
    }
  for (guint32 i = 0; i < n && n_places < MAX_WANTED; i++)
    {
      gsize id_size = version < 2 ? 2 : 4;
      gsize fixed = id_size + (version > 0 ? 2 : 0) + 2 + base_size + 2;
      gsize extent = index_size + offset_size + length_size;
      ItemPlace place = { 0 };
      guint32 id;
      guint64 base;
      gsize n_extents;
      if (at + fixed > got)
        break;
      id = version < 2 ? susun_be16 (p + at) : susun_be32 (p + at);
      at += id_size;
      if (version > 0)
        {
          place.method = p[at + 1] & 15;
          at += 2;
        }
      at += 2; /* data_reference_index */
      base = get_sized (p + at, base_size);
      at += base_size;
      n_extents = susun_be16 (p + at);
      at += 2;
      if (n_extents > 0 && at + extent <= got)
        {
          place.item = find_wanted (heif, id);
          place.offset = base + get_sized (p + at + index_size, offset_size);
          place.length = get_sized (p + at + index_size + offset_size, length_size);
          if (place.item != NULL && place.method <= 1)
            places[n_places++] = place;
        }
      at += n_extents * extent;
    }
  return n_places;
}

void
susun_read_heif_meta (const SusunSpan *file, guint64 offset, guint64 length,
                      SusunEvidence *evidence)
{
  HeifMeta heif = { .file = file, .evidence = evidence };
  ItemPlace places[MAX_WANTED];
  SusunBox box;
  SusunSpan iloc, idat = { 0 };
  guint n;

  if (length < 4)
    return;
  heif.meta = susun_span_part (file, offset + 4, length - 4); /* a full box: version and flags */
  find_items (&heif);
  if (heif.n_wanted == 0 || !susun_box_find (&heif.meta, SUSUN_FOURCC ('i', 'l', 'o', 'c'), &box))
    return;
  iloc = susun_box_content (&heif.meta, &box);
  n = find_places (&heif, &iloc, places);
  if (susun_box_find (&heif.meta, SUSUN_FOURCC ('i', 'd', 'a', 't'), &box))
    idat = susun_box_content (&heif.meta, &box);
  for (guint i = 0; i < n; i++)
    {
      const SusunSpan *where = places[i].method == 0 ? file : &idat;
      guint64 size = places[i].length != 0 ? places[i].length : G_MAXUINT64;
      if (where->length > 0)
        read_item (&heif, places[i].item, where, places[i].offset, size);
    }
}
