// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "data/sample/susun-sample-exif.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <libexif/exif-data.h>

/* An entry of its own size. libexif's own initializer is not asked: it fills dates with the clock.
 */
static guint8 *
add (ExifData *data, ExifIfd ifd, ExifTag tag, ExifFormat format, guint components)
{
  ExifMem *mem = exif_mem_new_default ();
  ExifEntry *entry = exif_entry_new_mem (mem);
  guint size = components * exif_format_get_size (format);
  guint8 *value = exif_mem_alloc (mem, size);

  entry->tag = tag;
  entry->format = format;
  entry->components = components;
  entry->size = size;
  entry->data = value;
  exif_content_add_entry (data->ifd[ifd], entry);
  exif_entry_unref (entry);
  exif_mem_unref (mem);
  return value;
}

static void
add_text (ExifData *data, ExifIfd ifd, ExifTag tag, const char *text)
{
  if (text != NULL)
    memcpy (add (data, ifd, tag, EXIF_FORMAT_ASCII, strlen (text) + 1), text, strlen (text) + 1);
}

static void
add_short (ExifData *data, ExifIfd ifd, ExifTag tag, guint value)
{
  exif_set_short (add (data, ifd, tag, EXIF_FORMAT_SHORT, 1), EXIF_BYTE_ORDER_INTEL, value);
}

static void
add_degrees (ExifData *data, ExifTag tag, double degrees)
{
  guint8 *value = add (data, EXIF_IFD_GPS, tag, EXIF_FORMAT_RATIONAL, 3);
  double whole = floor (degrees);
  double minutes = floor ((degrees - whole) * 60);
  double seconds = (degrees - whole) * 3600 - minutes * 60;
  ExifRational parts[] = { { whole, 1 }, { minutes, 1 }, { seconds * 100, 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    exif_set_rational (value + 8 * i, EXIF_BYTE_ORDER_INTEL, parts[i]);
}

static void
add_position (ExifData *data, double latitude, double longitude)
{
  /* The GPS tags share their numbers with those of other IFDs. */
  memcpy (add (data, EXIF_IFD_GPS, (ExifTag) EXIF_TAG_GPS_VERSION_ID, EXIF_FORMAT_BYTE, 4),
          "\2\3\0\0", 4);
  add_text (data, EXIF_IFD_GPS, (ExifTag) EXIF_TAG_GPS_LATITUDE_REF, latitude < 0 ? "S" : "N");
  add_degrees (data, (ExifTag) EXIF_TAG_GPS_LATITUDE, fabs (latitude));
  add_text (data, EXIF_IFD_GPS, (ExifTag) EXIF_TAG_GPS_LONGITUDE_REF, longitude < 0 ? "W" : "E");
  add_degrees (data, (ExifTag) EXIF_TAG_GPS_LONGITUDE, fabs (longitude));
}

GBytes *
susun_sample_exif_build (const SusunSampleExif *exif, GBytes *thumbnail)
{
  ExifData *data = exif_data_new ();
  unsigned char *blob = NULL;
  unsigned int size = 0;
  GBytes *result;

  exif_data_set_byte_order (data, EXIF_BYTE_ORDER_INTEL);
  add_text (data, EXIF_IFD_0, EXIF_TAG_MAKE, exif->make);
  add_text (data, EXIF_IFD_0, EXIF_TAG_MODEL, exif->model);
  add_short (data, EXIF_IFD_0, EXIF_TAG_ORIENTATION, 1);
  if (g_strcmp0 (exif->edited, "-") != 0)
    add_text (data, EXIF_IFD_0, EXIF_TAG_DATE_TIME,
              exif->edited != NULL ? exif->edited : exif->taken);
  memcpy (add (data, EXIF_IFD_EXIF, EXIF_TAG_EXIF_VERSION, EXIF_FORMAT_UNDEFINED, 4), "0231", 4);
  add_text (data, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL, exif->taken);
  add_text (data, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_DIGITIZED, exif->taken);
  add_text (data, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME, exif->offset);
  add_text (data, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL, exif->offset);
  add_text (data, EXIF_IFD_EXIF, EXIF_TAG_SUB_SEC_TIME_ORIGINAL, exif->subsec);
  if (exif->latitude != 0 || exif->longitude != 0)
    add_position (data, exif->latitude, exif->longitude);

  if (thumbnail != NULL)
    {
      /* libexif frees it with free(). */
      data->size = g_bytes_get_size (thumbnail);
      data->data = malloc (data->size);
      memcpy (data->data, g_bytes_get_data (thumbnail, NULL), data->size);
    }

  exif_data_save_data (data, &blob, &size);
  exif_data_unref (data);
  result = g_bytes_new (blob, size);
  free (blob);
  return result;
}
