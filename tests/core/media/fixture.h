// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

#include "core/media/susun-evidence.h"

G_BEGIN_DECLS

/*
 * Files made by the tests themselves, byte by byte. A GByteArray is grown by the put functions.
 */

void put (GByteArray *bytes, const void *data, gsize length);
void put_text (GByteArray *bytes, const char *text);
void put_be (GByteArray *bytes, guint64 value, int width);
void put_le (GByteArray *bytes, guint64 value, int width);

/* What an EXIF block tells; NULL members are left out. */
typedef struct
{
  const char *make;
  const char *model;
  const char *serial;
  const char *original;
  const char *digitized;
  const char *modified;
  const char *offset;          /* OffsetTime: of the modification */
  const char *offset_original; /* OffsetTimeOriginal */
  const char *subsec_original;
  const char *gps_date;
  guint8 gps_time[3];
  gboolean big_endian;
  gboolean big_tiff;
} FixtureExif;

/* A TIFF file with IFD0, EXIF and GPS directories. Returns: (transfer full) */
GByteArray *fixture_tiff (const FixtureExif *exif);

/* Returns: (transfer full): SOI, APP1 with @exif, a scan */
GByteArray *fixture_jpeg (const FixtureExif *exif);

/* Returns: (transfer full): a packet with one property as an attribute (x:name="value") */
char *fixture_xmp (const char *property, const char *value);

/* Appends a box with @content. */
void put_box (GByteArray *bytes, const char *type, const GByteArray *content);

/* The seconds that mvhd counts, from 1970's. */
guint64 fixture_since_1904 (const char *utc);

/* Keeps what a test reads in the folder $SUSUN_SEEDS, when that is set: a seed for the fuzzers. */
void fixture_keep (const void *data, gsize length, const char *name);

/* Reads @bytes as if they were a file of that name. Returns: (transfer full) */
SusunEvidence *fixture_read (const GByteArray *bytes, const char *name);

/* The same for a sidecar. Returns: (transfer full) */
SusunEvidence *fixture_read_sidecar (const void *data, gsize length, const char *name);

/* The wall clock of the first candidate from @source as text, with "Z" when it is UTC and the
 * offset when it has one; "-" when there is none. Returns: (transfer full) */
char *fixture_told (const SusunEvidence *evidence, SusunDateSource source);

G_END_DECLS
