// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * What a camera writes into a picture beside the picture. Every text is nullable, and what is NULL
 * is left out, as cameras do.
 */
typedef struct
{
  const char *taken;  /* "YYYY:MM:DD HH:MM:SS", wall clock; also DateTimeDigitized */
  const char *offset; /* "+08:00" */
  const char *subsec; /* "123" */
  const char *edited; /* DateTime of IFD0, when it is not @taken; "-" leaves it out */
  const char *make;
  const char *model;
  double latitude, longitude; /* 0, 0: no GPS */
} SusunSampleExif;

/**
 * Returns: (transfer full): an EXIF blob that opens with "Exif\0\0", little-endian
 * @thumbnail: (nullable): a small JPEG for IFD1
 */
GBytes *susun_sample_exif_build (const SusunSampleExif *exif, GBytes *thumbnail);

G_END_DECLS
