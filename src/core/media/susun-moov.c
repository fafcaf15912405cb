// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>
#include <zlib.h>

#include "core/media/susun-box.h"
#include "core/media/susun-date-text.h"

/*
 * The movie header: mvhd (UTC, seconds since 1904), Apple's keys, the user data of others.
 * ISO/IEC 14496-12, QuickTime File Format Specification.
 */

#define MAX_BOXES 512
#define MAX_KEYS 256
#define MAX_DATE_TEXT 64
#define MAX_INFLATED_MOOV (1024 * 1024)
#define EPOCH_1904 G_GINT64_CONSTANT (-2082844800) /* 1904-01-01 in seconds since 1970 */

static const char key_date[] = "com.apple.quicktime.creationdate";
static const char key_make[] = "com.apple.quicktime.make";
static const char key_model[] = "com.apple.quicktime.model";
static const char key_content_id[] = "com.apple.quicktime.content.identifier";
static const char key_android_make[] = "com.android.manufacturer";
static const char key_android_model[] = "com.android.model";

static void
read_mvhd (const SusunSpan *mvhd, SusunEvidence *evidence)
{
  const guint8 *p = susun_span_get (mvhd, 0, 8);
  guint64 created;

  if (p == NULL)
    {
      susun_evidence_broken (evidence);
      return;
    }
  if (p[0] == 1)
    {
      p = susun_span_get (mvhd, 4, 8);
      if (p == NULL)
        return;
      created = susun_be64 (p);
    }
  else
    created = susun_be32 (p + 4);

  if (created == 0)
    susun_evidence_add_utc (evidence, SUSUN_DATE_SOURCE_QUICKTIME_MVHD, SUSUN_WALL_ZERO, -1);
  else if (created > (guint64) G_MAXUINT32 * 2)
    susun_evidence_broken (evidence);
  else if ((gint64) created < -EPOCH_1904)
    /* Before 1970 there was no video file: the writer counts from 1970, as the old bug has it. */
    susun_evidence_add_utc (evidence, SUSUN_DATE_SOURCE_QUICKTIME_MVHD_1970, (gint64) created, -1);
  else
    susun_evidence_add_utc (evidence, SUSUN_DATE_SOURCE_QUICKTIME_MVHD,
                            (gint64) created + EPOCH_1904, -1);
}

static void
take_key (const char *key, const guint8 *text, gsize length, SusunEvidence *evidence)
{
  if (strcmp (key, key_date) == 0)
    {
      SusunDateCandidate date;
      if (!susun_date_from_text ((const char *) text, length, &date)
          || date.wall == SUSUN_WALL_ZERO)
        return;
      date.source = SUSUN_DATE_SOURCE_QUICKTIME_CREATIONDATE;
      susun_evidence_add (evidence, &date);
    }
  else if (strcmp (key, key_content_id) == 0)
    susun_evidence_set_string (evidence->content_id, text, length);
  else if (strcmp (key, key_make) == 0 || strcmp (key, key_android_make) == 0)
    susun_evidence_set_string (evidence->maker, text, length);
  else if (strcmp (key, key_model) == 0 || strcmp (key, key_android_model) == 0)
    susun_evidence_set_string (evidence->model, text, length);
}

/* The text in the data box of an ilst entry. Returns: (nullable) */
static const guint8 *
get_data_text (const SusunSpan *entry, gsize *length)
{
  SusunBox box;
  SusunSpan data;
  const guint8 *p;

  if (!susun_box_find (entry, SUSUN_FOURCC ('d', 'a', 't', 'a'), &box))
    return NULL;
  data = susun_box_content (entry, &box);
  p = susun_span_get (&data, 0, 8);
  if (p == NULL || (susun_be32 (p) & 0xffffff) != 1) /* well-known type 1: UTF-8 */
    return NULL;
  return susun_span_peek (&data, 8, MAX_DATE_TEXT, length);
}

static void
read_day (const guint8 *text, gsize length, SusunEvidence *evidence)
{
  SusunDateCandidate date;

  /* Music has its year of release here: susun_date_from_text refuses a year alone. */
  if (text == NULL || !susun_date_from_text ((const char *) text, length, &date)
      || date.wall == SUSUN_WALL_ZERO)
    return;
  date.source = SUSUN_DATE_SOURCE_QUICKTIME_DAY;
  susun_evidence_add (evidence, &date);
}

/* Phones that film 3GP and MP4 write when the film began, by the clock on their wall; with a "Z" it
 * is no local time. Any program may copy or set the box and leave mvhd as it is, so it speaks only
 * where mvhd is silent, as on phones that leave that zero. */
static void
read_date (const guint8 *text, gsize length, SusunEvidence *evidence)
{
  SusunDateCandidate date;

  while (length > 0 && text[length - 1] == '\0')
    length--;
  if (length == 0 || !susun_date_from_text ((const char *) text, length, &date)
      || date.wall == SUSUN_WALL_ZERO || date.precision != SUSUN_PRECISION_SECOND)
    return;
  date.source = SUSUN_DATE_SOURCE_QUICKTIME_DATE;
  if (g_ascii_toupper (text[length - 1]) == 'Z')
    {
      date.is_utc = TRUE;
      date.offset = SUSUN_OFFSET_NONE;
    }
  susun_evidence_add (evidence, &date);
}

/* keys is a list of names, the entries of ilst are numbered by it; without keys their types are
 * four-letter names. */
static void
read_ilst (const SusunSpan *keys, const SusunSpan *ilst, SusunEvidence *evidence)
{
  SusunBox entry;
  guint64 at = 0;

  for (int i = 0; i < MAX_BOXES && susun_box_read (ilst, at, &entry); i++, at = entry.next)
    {
      SusunSpan content = susun_box_content (ilst, &entry);
      char key[64] = { 0 };
      gsize length;
      const guint8 *text;

      if (entry.type == SUSUN_FOURCC (0xa9, 'd', 'a', 'y'))
        {
          text = get_data_text (&content, &length);
          read_day (text, text != NULL ? length : 0, evidence);
          continue;
        }
      if (keys != NULL && entry.type >= 1 && entry.type <= MAX_KEYS)
        {
          SusunBox name;
          guint64 key_at = 8; /* version, flags, count */
          guint n = 1;
          while (n < entry.type && susun_box_read (keys, key_at, &name))
            {
              key_at = name.next;
              n++;
            }
          if (n == entry.type && susun_box_read (keys, key_at, &name) && name.length < sizeof key)
            {
              const guint8 *p = susun_span_get (keys, name.content, (gsize) name.length);
              if (p != NULL)
                memcpy (key, p, (gsize) name.length);
            }
          if (g_str_has_prefix (key, "com.a"))
            {
              text = get_data_text (&content, &length);
              if (text != NULL)
                take_key (key, text, length, evidence);
            }
        }
    }
}

/* The attribute value="…" of an element of Sony's, Canon's or Panasonic's clip XML. */
static void
read_clip_xml (const SusunSpan *xml, SusunEvidence *evidence)
{
  static const char element[] = "<CreationDate";
  static const char attribute[] = "value=\"";
  gsize got;
  const guint8 *p = susun_span_peek (xml, 0, 64 * 1024, &got);
  const guint8 *found, *value, *close;

  found = p != NULL ? memmem (p, got, element, sizeof element - 1) : NULL;
  if (found == NULL)
    return;
  value = memmem (found, (gsize) (p + got - found), attribute, sizeof attribute - 1);
  if (value == NULL)
    return;
  value += sizeof attribute - 1;
  close = memchr (value, '"', (gsize) (p + got - value));
  if (close != NULL && close - value < MAX_DATE_TEXT)
    susun_evidence_add_text (evidence, SUSUN_DATE_SOURCE_QUICKTIME_XML, (const char *) value,
                             (gsize) (close - value));
}

/* A meta box is a full box in MP4 and a plain atom in QuickTime: look which. */
void
susun_read_movie_meta (const SusunSpan *meta, SusunEvidence *evidence)
{
  const guint8 *p = susun_span_get (meta, 0, 8);
  SusunSpan boxes = *meta, keys, ilst, xml;
  SusunBox box;
  gboolean has_keys;

  if (p == NULL)
    return;
  if (susun_be32 (p) == 0)
    boxes = susun_span_part (meta, 4, meta->length);
  has_keys = susun_box_find (&boxes, SUSUN_FOURCC ('k', 'e', 'y', 's'), &box);
  if (has_keys)
    keys = susun_box_content (&boxes, &box);
  if (susun_box_find (&boxes, SUSUN_FOURCC ('i', 'l', 's', 't'), &box))
    {
      ilst = susun_box_content (&boxes, &box);
      read_ilst (has_keys ? &keys : NULL, &ilst, evidence);
    }
  if (susun_box_find (&boxes, SUSUN_FOURCC ('x', 'm', 'l', ' '), &box))
    {
      xml = susun_box_content (&boxes, &box);
      read_clip_xml (&xml, evidence);
    }
}

/* Boxes of cameras that know no zone and write their own clock into mvhd, against the
 * specification: TAGS of Kodak, Konica, Nikon, Pentax, Sanyo; GoPro's; Casio's. */
static const guint32 zoneless_boxes[] = {
  SUSUN_FOURCC ('T', 'A', 'G', 'S'),
  SUSUN_FOURCC ('G', 'P', 'M', 'F'),
  SUSUN_FOURCC ('L', 'E', 'N', 'S'),
  SUSUN_FOURCC ('Q', 'V', 'M', 'I'),
};

/* The same by what they write as information about themselves. */
static const char *const zoneless_makers[] = { "Panasonic", "PENTAX DIGITAL CAMERA" };

static gboolean
is_zoneless (const SusunSpan *udta, const SusunBox *box)
{
  for (gsize i = 0; i < G_N_ELEMENTS (zoneless_boxes); i++)
    if (box->type == zoneless_boxes[i])
      return TRUE;
  if (box->type != SUSUN_FOURCC (0xa9, 'i', 'n', 'f'))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (zoneless_makers); i++)
    {
      gsize length = strlen (zoneless_makers[i]);
      const guint8 *p
          = box->length >= 4 + length ? susun_span_get (udta, box->content + 4, length) : NULL;
      if (p != NULL && memcmp (p, zoneless_makers[i], length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Canon keeps a photo of the first frame, with the camera's own local time in its EXIF. */
static void
read_canon_thumbnail (const SusunSpan *cnth, SusunEvidence *evidence)
{
  SusunBox box;
  SusunSpan jpeg;
  const guint8 *p;

  if (!susun_box_find (cnth, SUSUN_FOURCC ('C', 'N', 'D', 'A'), &box))
    return;
  jpeg = susun_box_content (cnth, &box);
  p = susun_span_get (&jpeg, 0, 2);
  if (p != NULL && p[0] == 0xff && p[1] == 0xd8)
    susun_read_jpeg (&jpeg, evidence);
}

/* Returns: does the camera write its own clock into mvhd? */
static gboolean
read_udta (const SusunSpan *udta, SusunEvidence *evidence)
{
  SusunBox box;
  guint64 at = 0;
  gboolean zoneless = FALSE;

  for (int i = 0; i < MAX_BOXES && susun_box_read (udta, at, &box); i++, at = box.next)
    {
      SusunSpan content = susun_box_content (udta, &box);
      const guint8 *p;
      gsize got;
      zoneless = zoneless || is_zoneless (udta, &box);
      switch (box.type)
        {
        case SUSUN_FOURCC ('m', 'e', 't', 'a'):
          susun_read_movie_meta (&content, evidence);
          break;
        case SUSUN_FOURCC (0xa9, 'd', 'a', 'y'):
        case SUSUN_FOURCC (0xa9, 'm', 'a', 'k'):
        case SUSUN_FOURCC (0xa9, 'm', 'o', 'd'):
          p = susun_span_peek (&content, 0, MAX_DATE_TEXT, &got);
          if (p == NULL || got < 5)
            break;
          got = MIN (got - 4, susun_be16 (p)); /* length, language, text */
          if (box.type == SUSUN_FOURCC (0xa9, 'd', 'a', 'y'))
            read_day (p + 4, got, evidence);
          else
            susun_evidence_set_string (
                box.type == SUSUN_FOURCC (0xa9, 'm', 'a', 'k') ? evidence->maker : evidence->model,
                p + 4, got);
          break;
        case SUSUN_FOURCC ('d', 'a', 't', 'e'):
          p = susun_span_peek (&content, 0, MAX_DATE_TEXT, &got);
          if (p != NULL)
            read_date (p, got, evidence);
          break;
        case SUSUN_FOURCC ('X', 'M', 'P', '_'):
          p = susun_span_peek (&content, 0, 512 * 1024, &got);
          if (p != NULL)
            susun_read_xmp_blob (p, got, evidence);
          break;
        case SUSUN_FOURCC ('C', 'N', 'T', 'H'):
          read_canon_thumbnail (&content, evidence);
          break;
        default:
          break;
        }
    }
  return zoneless;
}

static void
take_mvhd_as_local (SusunEvidence *evidence)
{
  for (guint i = 0; i < evidence->candidates->len; i++)
    {
      SusunDateCandidate *c = &g_array_index (evidence->candidates, SusunDateCandidate, i);
      if (c->source == SUSUN_DATE_SOURCE_QUICKTIME_MVHD)
        c->is_utc = FALSE;
    }
}

/* A movie header packed by QuickTime 3: dcom says how (zlib), cmvd holds it. */
static void
read_cmov (const SusunSpan *cmov, SusunEvidence *evidence)
{
  SusunBox box;
  SusunSpan packed, movie;
  const guint8 *p;
  gsize got;
  uLongf size;
  g_autofree guint8 *unpacked = NULL;

  if (!susun_box_find (cmov, SUSUN_FOURCC ('c', 'm', 'v', 'd'), &box))
    return;
  packed = susun_box_content (cmov, &box);
  p = susun_span_peek (&packed, 0, 512 * 1024, &got);
  if (p == NULL || got <= 4)
    return;
  size = MIN (susun_be32 (p), MAX_INFLATED_MOOV);
  unpacked = g_malloc (size + 1);
  if (uncompress (unpacked, &size, p + 4, got - 4) != Z_OK)
    {
      susun_evidence_broken (evidence);
      return;
    }
  movie = susun_span_memory (unpacked, size);
  if (susun_box_find (&movie, SUSUN_FOURCC ('m', 'o', 'o', 'v'), &box))
    {
      SusunSpan content = susun_box_content (&movie, &box);
      if (susun_box_find (&content, SUSUN_FOURCC ('m', 'v', 'h', 'd'), &box))
        {
          SusunSpan mvhd = susun_box_content (&content, &box);
          read_mvhd (&mvhd, evidence);
        }
    }
}

void
susun_read_moov (const SusunSpan *moov, SusunEvidence *evidence)
{
  SusunBox box;
  guint64 at = 0;
  gboolean zoneless = FALSE;

  for (int i = 0; i < MAX_BOXES && susun_box_read (moov, at, &box); i++, at = box.next)
    {
      SusunSpan content = susun_box_content (moov, &box);
      if (box.type == SUSUN_FOURCC ('m', 'v', 'h', 'd'))
        read_mvhd (&content, evidence);
      else if (box.type == SUSUN_FOURCC ('m', 'e', 't', 'a'))
        susun_read_movie_meta (&content, evidence);
      else if (box.type == SUSUN_FOURCC ('u', 'd', 't', 'a'))
        zoneless = read_udta (&content, evidence) || zoneless;
      else if (box.type == SUSUN_FOURCC ('c', 'm', 'o', 'v'))
        read_cmov (&content, evidence);
    }
  if (zoneless)
    take_mvhd_as_local (evidence);
}
