// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

#include "core/media/susun-date-text.h"
#include "core/media/susun-ifd.h"

/*
 * What the directories of TIFF, EXIF and most RAW formats tell of dates. Only the first directory
 * and the EXIF and GPS directories it points to: further pages and the thumbnail have dates of
 * their own that are nobody's capture.
 */

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
G_STATIC_ASSERT (G_N_ELEMENTS (wanted_tags) <= SUSUN_IFD_MAX_ENTRIES);

static const guint16 wanted_gps_tags[] = { TAG_GPS_TIME, TAG_GPS_DATE };

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

static void
copy_text (const SusunTiff *tiff, const SusunIfdEntry *entry, char *text, gsize size, gsize *length)
{
  gsize got;
  const guint8 *value = susun_ifd_value (tiff, entry, size, &got);

  /* The first one told stays: IFD0 repeats what the EXIF directory says. */
  if (value == NULL || *length > 0)
    return;
  memcpy (text, value, got);
  *length = got;
}

static void
read_string (const SusunTiff *tiff, const SusunIfdEntry *entry, GString *field)
{
  gsize length;
  const guint8 *value = susun_ifd_value (tiff, entry, MAX_TEXT, &length);

  if (value != NULL)
    susun_evidence_set_string (field, value, length);
}

static void
take_date_tags (const SusunTiff *tiff, const SusunIfd *directory, DateTag *dates, gsize n_dates)
{
  for (guint i = 0; i < directory->n; i++)
    {
      const SusunIfdEntry *e = &directory->entries[i];
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
get_rational (const SusunTiff *tiff, const guint8 *p, double *value)
{
  guint32 numerator = susun_tiff_get32 (tiff, p), denominator = susun_tiff_get32 (tiff, p + 4);

  if (denominator == 0)
    return FALSE;
  *value = (double) numerator / denominator;
  return TRUE;
}

/* The satellites' time: UTC, at the last fix. */
static void
read_gps (const SusunTiff *tiff, guint64 offset, SusunEvidence *evidence)
{
  SusunIfd directory;
  SusunDateCandidate date = { .wall = SUSUN_WALL_NONE };
  double hours = 0, minutes = 0, seconds = 0;
  gboolean has_time = FALSE;

  susun_ifd_read (tiff, offset, wanted_gps_tags, G_N_ELEMENTS (wanted_gps_tags), &directory);
  for (guint i = 0; i < directory.n; i++)
    {
      gsize length;
      const SusunIfdEntry *e = &directory.entries[i];
      const guint8 *value = susun_ifd_value (tiff, e, 24, &length);
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
read_blob (const SusunTiff *tiff, const SusunIfdEntry *entry, SusunEvidence *evidence)
{
  gsize length;
  const guint8 *value;

  if (entry->tag == TAG_PHOTOSHOP || entry->tag == TAG_RW2_JPEG)
    {
      gsize size = susun_ifd_type_size (entry->type);
      SusunSpan part = susun_span_part (tiff->span, susun_ifd_offset (tiff, entry),
                                        MIN (entry->count, G_MAXUINT32) * size);
      if (entry->tag == TAG_PHOTOSHOP)
        susun_read_photoshop_resources (&part, evidence);
      else
        susun_read_jpeg (&part, evidence);
      return;
    }
  value = susun_ifd_value (tiff, entry, 256 * 1024, &length);
  if (value == NULL)
    return;
  if (entry->tag == TAG_XMP)
    susun_read_xmp_blob (value, length, evidence);
  else
    susun_read_iptc_blob (value, length, evidence);
}

static void
read_tiff (const SusunSpan *span, SusunEvidence *evidence, gboolean whole_file)
{
  SusunTiff tiff;
  SusunIfd directory, exif;
  guint64 first, gps_offset = 0;
  gboolean whole = TRUE;
  DateTag dates[] = {
    { SUSUN_DATE_SOURCE_EXIF_ORIGINAL, TAG_ORIGINAL, TAG_OFFSET_ORIGINAL, TAG_SUBSEC_ORIGINAL },
    { SUSUN_DATE_SOURCE_EXIF_DIGITIZED, TAG_DIGITIZED, TAG_OFFSET_DIGITIZED, TAG_SUBSEC_DIGITIZED },
    { SUSUN_DATE_SOURCE_EXIF_MODIFIED, TAG_DATE_TIME, TAG_OFFSET, TAG_SUBSEC },
  };

  if (!susun_tiff_open (&tiff, span, &first))
    {
      susun_evidence_broken (evidence);
      return;
    }
  whole = susun_ifd_read (&tiff, first, wanted_tags, G_N_ELEMENTS (wanted_tags), &directory);
  for (guint i = 0; i < directory.n; i++)
    {
      const SusunIfdEntry *e = &directory.entries[i];
      if (e->tag == TAG_EXIF_IFD)
        {
          /* The EXIF directory first: what it says of a date goes before a copy in IFD0. */
          whole &= susun_ifd_read (&tiff, susun_ifd_offset (&tiff, e), wanted_tags,
                                   G_N_ELEMENTS (wanted_tags), &exif);
          take_date_tags (&tiff, &exif, dates, G_N_ELEMENTS (dates));
          for (guint j = 0; j < exif.n; j++)
            if (exif.entries[j].tag == TAG_BODY_SERIAL)
              read_string (&tiff, &exif.entries[j], evidence->serial);
        }
      else if (e->tag == TAG_GPS_IFD)
        gps_offset = susun_ifd_offset (&tiff, e);
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
