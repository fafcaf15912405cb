// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

#include "core/media/susun-date-text.h"

/*
 * The directories of TIFF 6.0, BigTIFF and EXIF 2.32, and of the RAW formats that are TIFF by
 * another name. Only the first directory and the EXIF and GPS directories it points to: further
 * pages and the thumbnail have dates of their own that are nobody's capture.
 */

#define MAX_ENTRIES 1024
#define MAX_TEXT 64

enum
{
  TAG_RW2_JPEG = 0x002e,
  TAG_MAKE = 0x010f,
  TAG_MODEL = 0x0110,
  TAG_DATE_TIME = 0x0132,
  TAG_XMP = 0x02bc,
  TAG_IPTC = 0x83bb,
  TAG_PHOTOSHOP = 0x8649,
  TAG_EXIF_IFD = 0x8769,
  TAG_GPS_IFD = 0x8825,
  TAG_ORIGINAL = 0x9003,
  TAG_DIGITIZED = 0x9004,
  TAG_OFFSET = 0x9010,
  TAG_OFFSET_ORIGINAL = 0x9011,
  TAG_OFFSET_DIGITIZED = 0x9012,
  TAG_SUBSEC = 0x9290,
  TAG_SUBSEC_ORIGINAL = 0x9291,
  TAG_SUBSEC_DIGITIZED = 0x9292,
  TAG_BODY_SERIAL = 0xa431,
  TAG_CAMERA_SERIAL = 0xc62f,
};

enum
{
  TAG_GPS_TIME = 0x0007,
  TAG_GPS_DATE = 0x001d,
};

static const guint16 wanted_tags[] = {
  TAG_MAKE,
  TAG_MODEL,
  TAG_DATE_TIME,
  TAG_XMP,
  TAG_IPTC,
  TAG_PHOTOSHOP,
  TAG_EXIF_IFD,
  TAG_GPS_IFD,
  TAG_ORIGINAL,
  TAG_DIGITIZED,
  TAG_OFFSET,
  TAG_OFFSET_ORIGINAL,
  TAG_OFFSET_DIGITIZED,
  TAG_SUBSEC,
  TAG_SUBSEC_ORIGINAL,
  TAG_SUBSEC_DIGITIZED,
  TAG_BODY_SERIAL,
  TAG_CAMERA_SERIAL,
  TAG_RW2_JPEG,
};

typedef struct
{
  guint16 tag;
  guint16 type;
  guint64 count;
  guint8 value[8]; /* as it stands in the entry */
} Entry;

typedef struct
{
  const SusunSpan *span;
  gboolean big_endian;
  gboolean big; /* BigTIFF */
} Tiff;

/* The wanted entries of a directory, copied out because the next request moves the bytes. */
typedef struct
{
  Entry entries[G_N_ELEMENTS (wanted_tags)];
  guint n;
} Directory;

/* A date and what belongs to it, in whichever directory each was found. */
typedef struct
{
  SusunDateSource source;
  guint16 tag, offset_tag, subsec_tag;
  char text[MAX_TEXT];
  gsize length;
  char offset[16];
  gsize offset_length;
  char subsec[16];
  gsize subsec_length;
} DateTag;

static guint16
get16 (const Tiff *tiff, const guint8 *p)
{
  return tiff->big_endian ? susun_be16 (p) : susun_le16 (p);
}

static guint32
get32 (const Tiff *tiff, const guint8 *p)
{
  return tiff->big_endian ? susun_be32 (p) : susun_le32 (p);
}

static guint64
get64 (const Tiff *tiff, const guint8 *p)
{
  return tiff->big_endian ? susun_be64 (p) : susun_le64 (p);
}

static gsize
type_size (guint16 type)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

static gboolean
is_wanted (guint16 tag, gboolean gps)
{
  if (gps)
    return tag == TAG_GPS_TIME || tag == TAG_GPS_DATE;
  for (guint i = 0; i < G_N_ELEMENTS (wanted_tags); i++)
    if (wanted_tags[i] == tag)
      return TRUE;
  return FALSE;
}

static gboolean
read_directory (const Tiff *tiff, guint64 offset, gboolean gps, Directory *directory)
{
  gsize count_size = tiff->big ? 8 : 2, entry_size = tiff->big ? 20 : 12, got;
  const guint8 *p = susun_span_get (tiff->span, offset, count_size);
  guint64 n;

  directory->n = 0;
  if (p == NULL)
    return FALSE;
  n = tiff->big ? get64 (tiff, p) : get16 (tiff, p);
  n = MIN (n, MAX_ENTRIES);
  p = susun_span_peek (tiff->span, offset + count_size, (gsize) n * entry_size, &got);
  if (p == NULL)
    return n == 0;
  for (guint64 i = 0; i < n && (i + 1) * entry_size <= got; i++, p += entry_size)
    {
      guint16 tag = get16 (tiff, p);
      Entry *entry;
      if (!is_wanted (tag, gps) || directory->n == G_N_ELEMENTS (directory->entries))
        continue;
      entry = &directory->entries[directory->n++];
      entry->tag = tag;
      entry->type = get16 (tiff, p + 2);
      entry->count = tiff->big ? get64 (tiff, p + 4) : get32 (tiff, p + 4);
      memset (entry->value, 0, sizeof entry->value);
      memcpy (entry->value, p + (tiff->big ? 12 : 8), tiff->big ? 8 : 4);
    }
  return got >= n * entry_size;
}

/* Where an entry's value stands outside the directory. */
static guint64
value_offset (const Tiff *tiff, const Entry *entry)
{
  return tiff->big ? get64 (tiff, entry->value) : get32 (tiff, entry->value);
}

/* Up to @max bytes of an entry's value. Returns: (nullable) */
static const guint8 *
get_value (const Tiff *tiff, const Entry *entry, gsize max, gsize *length)
{
  gsize size = type_size (entry->type), inline_size = tiff->big ? 8 : 4;
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
  return susun_span_peek (tiff->span, value_offset (tiff, entry), (gsize) MIN (whole, max), length);
}

static void
copy_text (const Tiff *tiff, const Entry *entry, char *text, gsize size, gsize *length)
{
  gsize got;
  const guint8 *value = get_value (tiff, entry, size, &got);

  /* The first one told stays: IFD0 repeats what the EXIF directory says. */
  if (value == NULL || *length > 0)
    return;
  memcpy (text, value, got);
  *length = got;
}

static void
read_string (const Tiff *tiff, const Entry *entry, GString *field)
{
  gsize length;
  const guint8 *value = get_value (tiff, entry, MAX_TEXT, &length);

  if (value != NULL)
    susun_evidence_set_string (field, value, length);
}

static void
take_date_tags (const Tiff *tiff, const Directory *directory, DateTag *dates, gsize n_dates)
{
  for (guint i = 0; i < directory->n; i++)
    {
      const Entry *e = &directory->entries[i];
      for (gsize d = 0; d < n_dates; d++)
        {
          if (e->tag == dates[d].tag)
            copy_text (tiff, e, dates[d].text, sizeof dates[d].text, &dates[d].length);
          else if (e->tag == dates[d].offset_tag)
            copy_text (tiff, e, dates[d].offset, sizeof dates[d].offset, &dates[d].offset_length);
          else if (e->tag == dates[d].subsec_tag)
            copy_text (tiff, e, dates[d].subsec, sizeof dates[d].subsec, &dates[d].subsec_length);
        }
    }
}

static void
add_date_tag (const DateTag *tag, SusunEvidence *evidence)
{
  guint before = evidence->candidates->len;
  SusunDateCandidate *date;

  if (tag->length == 0 || !susun_evidence_add_text (evidence, tag->source, tag->text, tag->length)
      || evidence->candidates->len == before)
    return;
  date = &g_array_index (evidence->candidates, SusunDateCandidate, before);
  /* A "Z" that somebody put there says +00:00; the wall clock of EXIF is never moved. */
  if (date->is_utc)
    {
      date->is_utc = FALSE;
      date->offset = 0;
    }
  if (date->offset == SUSUN_OFFSET_NONE && tag->offset_length > 0)
    date->offset = (gint16) susun_date_offset_from_text (tag->offset, tag->offset_length);
  if (date->nsec < 0 && tag->subsec_length > 0 && date->precision == SUSUN_PRECISION_SECOND)
    date->nsec = susun_date_nsec_from_digits (tag->subsec, tag->subsec_length);
}

static gboolean
get_rational (const Tiff *tiff, const guint8 *p, double *value)
{
  guint32 numerator = get32 (tiff, p), denominator = get32 (tiff, p + 4);

  if (denominator == 0)
    return FALSE;
  *value = (double) numerator / denominator;
  return TRUE;
}

/* The satellites' time: UTC, at the last fix. */
static void
read_gps (const Tiff *tiff, guint64 offset, SusunEvidence *evidence)
{
  Directory directory;
  SusunDateCandidate date = { .wall = SUSUN_WALL_NONE };
  double hours = 0, minutes = 0, seconds = 0;
  gboolean has_time = FALSE;

  read_directory (tiff, offset, TRUE, &directory);
  for (guint i = 0; i < directory.n; i++)
    {
      gsize length;
      const Entry *e = &directory.entries[i];
      const guint8 *value = get_value (tiff, e, 24, &length);
      if (value == NULL)
        continue;
      if (e->tag == TAG_GPS_DATE)
        susun_date_from_text ((const char *) value, length, &date);
      else if (length == 24)
        has_time = get_rational (tiff, value, &hours) && get_rational (tiff, value + 8, &minutes)
                   && get_rational (tiff, value + 16, &seconds) && hours < 24 && minutes < 60
                   && seconds < 61;
    }
  if (date.wall == SUSUN_WALL_NONE || date.wall == SUSUN_WALL_ZERO
      || date.precision != SUSUN_PRECISION_DAY)
    return;
  date.source = SUSUN_DATE_SOURCE_EXIF_GPS;
  date.is_utc = TRUE;
  date.offset = SUSUN_OFFSET_NONE;
  if (has_time)
    {
      date.wall += (gint64) (hours * 3600 + minutes * 60 + seconds);
      date.precision = SUSUN_PRECISION_SECOND;
    }
  susun_evidence_add (evidence, &date);
}

static void
read_blob (const Tiff *tiff, const Entry *entry, SusunEvidence *evidence)
{
  gsize length;
  const guint8 *value;

  if (entry->tag == TAG_PHOTOSHOP || entry->tag == TAG_RW2_JPEG)
    {
      gsize size = type_size (entry->type);
      SusunSpan part = susun_span_part (tiff->span, value_offset (tiff, entry),
                                        MIN (entry->count, G_MAXUINT32) * size);
      if (entry->tag == TAG_PHOTOSHOP)
        susun_read_photoshop_resources (&part, evidence);
      else
        susun_read_jpeg (&part, evidence);
      return;
    }
  value = get_value (tiff, entry, 256 * 1024, &length);
  if (value == NULL)
    return;
  if (entry->tag == TAG_XMP)
    susun_read_xmp_blob (value, length, evidence);
  else
    susun_read_iptc_blob (value, length, evidence);
}

static gboolean
read_header (Tiff *tiff, guint64 *first)
{
  const guint8 *p = susun_span_get (tiff->span, 0, 8);
  guint16 magic;

  if (p == NULL || p[0] != p[1] || (p[0] != 'I' && p[0] != 'M'))
    return FALSE;
  tiff->big_endian = p[0] == 'M';
  magic = get16 (tiff, p + 2);
  tiff->big = magic == 43;
  *first = get32 (tiff, p + 4);
  if (!tiff->big)
    return TRUE;
  p = susun_span_get (tiff->span, 8, 8);
  if (p == NULL)
    return FALSE;
  *first = get64 (tiff, p);
  return TRUE;
}

static void
read_tiff (const SusunSpan *span, SusunEvidence *evidence, gboolean whole_file)
{
  Tiff tiff = { .span = span };
  Directory directory, exif;
  guint64 first, gps_offset = 0;
  gboolean whole = TRUE;
  DateTag dates[] = {
    { SUSUN_DATE_SOURCE_EXIF_ORIGINAL, TAG_ORIGINAL, TAG_OFFSET_ORIGINAL, TAG_SUBSEC_ORIGINAL },
    { SUSUN_DATE_SOURCE_EXIF_DIGITIZED, TAG_DIGITIZED, TAG_OFFSET_DIGITIZED, TAG_SUBSEC_DIGITIZED },
    { SUSUN_DATE_SOURCE_EXIF_MODIFIED, TAG_DATE_TIME, TAG_OFFSET, TAG_SUBSEC },
  };

  if (!read_header (&tiff, &first))
    {
      susun_evidence_broken (evidence);
      return;
    }
  whole = read_directory (&tiff, first, FALSE, &directory);
  for (guint i = 0; i < directory.n; i++)
    {
      const Entry *e = &directory.entries[i];
      if (e->tag == TAG_EXIF_IFD)
        {
          /* The EXIF directory first: what it says of a date goes before a copy in IFD0. */
          whole &= read_directory (&tiff, value_offset (&tiff, e), FALSE, &exif);
          take_date_tags (&tiff, &exif, dates, G_N_ELEMENTS (dates));
          for (guint j = 0; j < exif.n; j++)
            if (exif.entries[j].tag == TAG_BODY_SERIAL)
              read_string (&tiff, &exif.entries[j], evidence->serial);
        }
      else if (e->tag == TAG_GPS_IFD)
        gps_offset = value_offset (&tiff, e);
      else if (e->tag == TAG_MAKE)
        read_string (&tiff, e, evidence->maker);
      else if (e->tag == TAG_MODEL)
        read_string (&tiff, e, evidence->model);
      else if (e->tag == TAG_CAMERA_SERIAL)
        read_string (&tiff, e, evidence->serial);
    }
  take_date_tags (&tiff, &directory, dates, G_N_ELEMENTS (dates));
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    add_date_tag (&dates[i], evidence);
  if (gps_offset != 0)
    read_gps (&tiff, gps_offset, evidence);
  for (guint i = 0; whole_file && i < directory.n; i++)
    {
      guint16 tag = directory.entries[i].tag;
      if (tag == TAG_XMP || tag == TAG_IPTC || tag == TAG_PHOTOSHOP || tag == TAG_RW2_JPEG)
        read_blob (&tiff, &directory.entries[i], evidence);
    }
  if (!whole)
    susun_evidence_broken (evidence);
}

void
susun_read_tiff (const SusunSpan *span, SusunEvidence *evidence)
{
  read_tiff (span, evidence, TRUE);
}

void
susun_read_exif_blob (const guint8 *data, gsize length, SusunEvidence *evidence)
{
  SusunSpan span;

  if (length >= 6 && memcmp (data, "Exif\0", 5) == 0)
    {
      data += 6;
      length -= 6;
    }
  if (length < 8)
    return;
  span = susun_span_memory (data, length);
  read_tiff (&span, evidence, FALSE);
}
