// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-date-source-private.h"

#include <string.h>

/* The precedence between sources. A higher rank wins; ranks are spaced so that a rule can put a
 * value between two rows (a file name that tells only a day). */
static const SusunDateSourceRow rows[] = {
  [SUSUN_DATE_SOURCE_NONE]
  = { "none", "none", 0, SUSUN_CONFIDENCE_NONE, SUSUN_ORIGIN_FILE, 1826, FALSE },
  [SUSUN_DATE_SOURCE_EXIF_ORIGINAL]
  = { "Exif.DateTimeOriginal", "exif", 900, SUSUN_CONFIDENCE_CERTAIN, SUSUN_ORIGIN_CAMERA, 1826,
      FALSE },
  [SUSUN_DATE_SOURCE_EXIF_DIGITIZED]
  = { "Exif.DateTimeDigitized", "exif", 890, SUSUN_CONFIDENCE_LIKELY, SUSUN_ORIGIN_CAMERA, 1826,
      FALSE },
  [SUSUN_DATE_SOURCE_EXIF_MODIFIED]
  = { "Exif.DateTime", "exif", 700, SUSUN_CONFIDENCE_WEAK, SUSUN_ORIGIN_CAMERA, 1826, FALSE },
  [SUSUN_DATE_SOURCE_EXIF_GPS]
  = { "Exif.GPSDateTime", "exif", 200, SUSUN_CONFIDENCE_WEAK, SUSUN_ORIGIN_SATELLITE, 1981, FALSE },
  [SUSUN_DATE_SOURCE_XMP_EXIF_ORIGINAL]
  = { "XMP.exif:DateTimeOriginal", "xmp", 880, SUSUN_CONFIDENCE_LIKELY, SUSUN_ORIGIN_CAMERA, 1826,
      FALSE },
  [SUSUN_DATE_SOURCE_XMP_PHOTOSHOP_CREATED]
  = { "XMP.photoshop:DateCreated", "xmp", 870, SUSUN_CONFIDENCE_LIKELY, SUSUN_ORIGIN_CAMERA, 1826,
      FALSE },
  [SUSUN_DATE_SOURCE_XMP_EXIF_DIGITIZED]
  = { "XMP.exif:DateTimeDigitized", "xmp", 860, SUSUN_CONFIDENCE_LIKELY, SUSUN_ORIGIN_CAMERA, 1826,
      FALSE },
  [SUSUN_DATE_SOURCE_XMP_CREATE]
  = { "XMP.xmp:CreateDate", "xmp", 850, SUSUN_CONFIDENCE_LIKELY, SUSUN_ORIGIN_CAMERA, 1826, FALSE },
  [SUSUN_DATE_SOURCE_IPTC_CREATED]
  = { "IPTC.DateCreated", "iptc", 840, SUSUN_CONFIDENCE_LIKELY, SUSUN_ORIGIN_CAMERA, 1826, FALSE },
  [SUSUN_DATE_SOURCE_IPTC_DIGITIZED]
  = { "IPTC.DigitalCreationDate", "iptc", 830, SUSUN_CONFIDENCE_LIKELY, SUSUN_ORIGIN_CAMERA, 1826,
      FALSE },
  [SUSUN_DATE_SOURCE_PNG_CREATION_TIME]
  = { "PNG.CreationTime", "png", 820, SUSUN_CONFIDENCE_WEAK, SUSUN_ORIGIN_CAMERA, 1826, FALSE },
  [SUSUN_DATE_SOURCE_QUICKTIME_CREATIONDATE]
  = { "QuickTime.CreationDate", "video_metadata", 898, SUSUN_CONFIDENCE_CERTAIN,
      SUSUN_ORIGIN_CAMERA, 1991, TRUE },
  /* Video: its instant outranks what editors and taggers put beside it. */
  [SUSUN_DATE_SOURCE_QUICKTIME_MVHD] = { "QuickTime.mvhd", "video_metadata", 896,
                                         SUSUN_CONFIDENCE_LIKELY, SUSUN_ORIGIN_CAMERA, 1991, TRUE },
  [SUSUN_DATE_SOURCE_QUICKTIME_DAY] = { "QuickTime.Day", "video_metadata", 600,
                                        SUSUN_CONFIDENCE_WEAK, SUSUN_ORIGIN_CAMERA, 1991, TRUE },
  [SUSUN_DATE_SOURCE_QUICKTIME_XML] = { "QuickTime.XML", "video_metadata", 897,
                                        SUSUN_CONFIDENCE_CERTAIN, SUSUN_ORIGIN_CAMERA, 1995, TRUE },
  [SUSUN_DATE_SOURCE_MATROSKA_DATE_UTC]
  = { "Matroska.DateUTC", "video_metadata", 895, SUSUN_CONFIDENCE_WEAK, SUSUN_ORIGIN_CAMERA, 2001,
      TRUE },
  [SUSUN_DATE_SOURCE_RIFF_IDIT] = { "RIFF.IDIT", "video_metadata", 894, SUSUN_CONFIDENCE_CERTAIN,
                                    SUSUN_ORIGIN_CAMERA, 1992, TRUE },
  [SUSUN_DATE_SOURCE_RIFF_ICRD]
  = { "RIFF.ICRD", "video_metadata", 893, SUSUN_CONFIDENCE_WEAK, SUSUN_ORIGIN_CAMERA, 1992, TRUE },
  [SUSUN_DATE_SOURCE_AVCHD_MDPM] = { "H264.MDPM", "video_metadata", 892, SUSUN_CONFIDENCE_CERTAIN,
                                     SUSUN_ORIGIN_CAMERA, 2005, TRUE },
  [SUSUN_DATE_SOURCE_ASF_CREATION] = { "ASF.CreationDate", "video_metadata", 891,
                                       SUSUN_CONFIDENCE_WEAK, SUSUN_ORIGIN_CAMERA, 1996, TRUE },
  [SUSUN_DATE_SOURCE_CONTAINER] = { "Container.DateTime", "video_metadata", 590,
                                    SUSUN_CONFIDENCE_WEAK, SUSUN_ORIGIN_CAMERA, 1991, TRUE },
  [SUSUN_DATE_SOURCE_FILE_NAME]
  = { "FileName", "file_name", 500, SUSUN_CONFIDENCE_LIKELY, SUSUN_ORIGIN_NAME, 1990, FALSE },
  [SUSUN_DATE_SOURCE_TAKEOUT_JSON] = { "Takeout.JSON", "takeout_json", 450, SUSUN_CONFIDENCE_LIKELY,
                                       SUSUN_ORIGIN_SERVICE, 1826, FALSE },
  [SUSUN_DATE_SOURCE_MTIME]
  = { "mtime", "filesystem_mtime", 100, SUSUN_CONFIDENCE_WEAK, SUSUN_ORIGIN_FILE, 1971, FALSE },
  [SUSUN_DATE_SOURCE_MANUAL]
  = { "manual", "manual", 1000, SUSUN_CONFIDENCE_CERTAIN, SUSUN_ORIGIN_PERSON, 1826, FALSE },
  [SUSUN_DATE_SOURCE_QUICKTIME_MVHD_1970]
  = { "QuickTime.mvhd1970", "video_metadata", 610, SUSUN_CONFIDENCE_WEAK, SUSUN_ORIGIN_CAMERA, 1995,
      TRUE },
  [SUSUN_DATE_SOURCE_QUICKTIME_DATE] = { "QuickTime.Date", "video_metadata", 605,
                                         SUSUN_CONFIDENCE_LIKELY, SUSUN_ORIGIN_CAMERA, 1995, TRUE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (rows) == SUSUN_N_DATE_SOURCES);

static const char *const confidence_nicks[] = { "none", "suspect", "weak", "likely", "certain" };

const SusunDateSourceRow *
susun_date_source_row (guint source)
{
  return &rows[source < SUSUN_N_DATE_SOURCES ? source : SUSUN_DATE_SOURCE_NONE];
}

const char *
susun_date_source_tag (SusunDateSource source)
{
  return susun_date_source_row (source)->tag;
}

gboolean
susun_date_source_is_camera_clock (SusunDateSource source)
{
  return source != SUSUN_DATE_SOURCE_NONE
         && susun_date_source_row (source)->origin == SUSUN_ORIGIN_CAMERA;
}

const char *
susun_date_source_word (SusunDateSource source)
{
  return susun_date_source_row (source)->word;
}

SusunDateSource
susun_date_source_from_tag (const char *tag)
{
  for (guint i = 0; i < SUSUN_N_DATE_SOURCES; i++)
    if (g_strcmp0 (rows[i].tag, tag) == 0)
      return (SusunDateSource) i;
  return SUSUN_DATE_SOURCE_NONE;
}

const char *
susun_confidence_nick (SusunConfidence confidence)
{
  return confidence_nicks[(guint) confidence < G_N_ELEMENTS (confidence_nicks) ? confidence : 0];
}

SusunConfidence
susun_confidence_from_nick (const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (confidence_nicks); i++)
    if (g_strcmp0 (confidence_nicks[i], nick) == 0)
      return (SusunConfidence) i;
  return SUSUN_CONFIDENCE_NONE;
}
