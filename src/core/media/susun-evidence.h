// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

#include "core/base/susun-civil.h"

G_BEGIN_DECLS

/**
 * SusunDateSource: where a date was found. One row of one table (susun-date-source.c) gives its tag
 * ("Exif.DateTimeOriginal"), its word for schema 1.0 ("exif"), its rank and the confidence it earns
 * by itself. Stored in the history as an integer: append only, never renumber.
 */
typedef enum
{
  SUSUN_DATE_SOURCE_NONE = 0,
  SUSUN_DATE_SOURCE_EXIF_ORIGINAL,
  SUSUN_DATE_SOURCE_EXIF_DIGITIZED,
  SUSUN_DATE_SOURCE_EXIF_MODIFIED, /* Exif.DateTime: any program may have written it */
  SUSUN_DATE_SOURCE_EXIF_GPS,      /* UTC: a hint for the offset, never the day by itself */
  SUSUN_DATE_SOURCE_XMP_EXIF_ORIGINAL,
  SUSUN_DATE_SOURCE_XMP_PHOTOSHOP_CREATED,
  SUSUN_DATE_SOURCE_XMP_EXIF_DIGITIZED,
  SUSUN_DATE_SOURCE_XMP_CREATE,
  SUSUN_DATE_SOURCE_IPTC_CREATED,
  SUSUN_DATE_SOURCE_IPTC_DIGITIZED,
  SUSUN_DATE_SOURCE_PNG_CREATION_TIME,
  SUSUN_DATE_SOURCE_QUICKTIME_CREATIONDATE, /* com.apple.quicktime.creationdate: local, with offset
                                             */
  SUSUN_DATE_SOURCE_QUICKTIME_MVHD,         /* UTC by the specification */
  SUSUN_DATE_SOURCE_QUICKTIME_DAY,          /* ©day */
  SUSUN_DATE_SOURCE_QUICKTIME_XML,          /* Sony, Canon, Panasonic */
  SUSUN_DATE_SOURCE_MATROSKA_DATE_UTC,
  SUSUN_DATE_SOURCE_RIFF_IDIT,
  SUSUN_DATE_SOURCE_RIFF_ICRD,
  SUSUN_DATE_SOURCE_AVCHD_MDPM,
  SUSUN_DATE_SOURCE_ASF_CREATION, /* UTC */
  SUSUN_DATE_SOURCE_CONTAINER,    /* whatever GstDiscoverer tells */
  SUSUN_DATE_SOURCE_FILE_NAME,
  SUSUN_DATE_SOURCE_TAKEOUT_JSON,        /* UTC */
  SUSUN_DATE_SOURCE_MTIME,               /* UTC */
  SUSUN_DATE_SOURCE_MANUAL,              /* set by the user: wins */
  SUSUN_DATE_SOURCE_QUICKTIME_MVHD_1970, /* an mvhd that counts from 1970, against the specification
                                          */
  SUSUN_DATE_SOURCE_QUICKTIME_DATE,      /* a phone's own box: local, with offset */
  SUSUN_N_DATE_SOURCES
} SusunDateSource;

typedef enum
{
  SUSUN_CONFIDENCE_NONE = 0,
  SUSUN_CONFIDENCE_SUSPECT = 1,
  SUSUN_CONFIDENCE_WEAK = 2,
  SUSUN_CONFIDENCE_LIKELY = 3,
  SUSUN_CONFIDENCE_CERTAIN = 4,
} SusunConfidence;

typedef enum
{
  SUSUN_PRECISION_SECOND = 0,
  SUSUN_PRECISION_MINUTE,
  SUSUN_PRECISION_DAY,
} SusunPrecision;

/* "Exif.DateTimeOriginal", "QuickTime.mvhd", "FileName", "mtime", …: the names of CLI.md, fixed */
const char *susun_date_source_tag (SusunDateSource source);

/* The column metadata_source of schema 1.0: "exif", "xmp", "iptc", "video_metadata", "file_name",
 * "takeout_json", "filesystem_mtime", "manual", "none" */
const char *susun_date_source_word (SusunDateSource source);
SusunDateSource susun_date_source_from_tag (const char *tag);

/* Was it told by the clock of the camera, and not by a satellite, a name, a service, a person? */
gboolean susun_date_source_is_camera_clock (SusunDateSource source);

/* "certain" "likely" "weak" "suspect" "none" */
const char *susun_confidence_nick (SusunConfidence confidence);
SusunConfidence susun_confidence_from_nick (const char *nick);

/* The same for a person, translated: "certain" "likely" "weak" "suspect!" "no date" */
const char *susun_confidence_label (SusunConfidence confidence);

/* The wall clock of a tag that is there but blank or all zeros (0000-01-01T00:00:00): the camera's
 * clock was never set. A candidate like others, never an answer. */
#define SUSUN_WALL_ZERO G_GINT64_CONSTANT (-62167219200)

/**
 * SusunDateCandidate: one date that a file tells about itself. A plain value.
 */
typedef struct
{
  gint64 wall;      /* wall clock second (susun-civil.h); with is_utc the wall clock of UTC */
  gint32 nsec;      /* 0 to 999,999,999, or -1 when not told */
  gint16 offset;    /* minutes east of UTC told *for this very tag*, or SUSUN_OFFSET_NONE */
  guint8 source;    /* SusunDateSource */
  guint8 is_utc;    /* the value is an instant in UTC, not somebody's wall clock */
  guint8 precision; /* SusunPrecision */
} SusunDateCandidate;

/**
 * SusunEvidence: everything one file told about when it was taken. Evidence, not an answer.
 *
 * A builder that is reused for many files: reset, let readers add, resolve or pack. One thread.
 */
typedef struct
{
  GArray *candidates; /* (element-type SusunDateCandidate) (owned): in the order they were found */
  GString *maker;     /* "" when not told; trimmed UTF-8 */
  GString *model;
  GString *serial;
  GString *content_id; /* Apple ContentIdentifier of a Live Photo, or "" */
  GPtrArray *notes;    /* (element-type utf8) (owned): remarks for a person, translated */
  const char *format;  /* static: "jpeg", "heif", "tiff", "bmff", …, NULL when not recognised */
  gboolean broken;     /* the content is damaged or is not what it claims; notes say how */
} SusunEvidence;

SusunEvidence *susun_evidence_new (void);
void susun_evidence_free (SusunEvidence *self);
void susun_evidence_reset (SusunEvidence *self);

/* Takes any value, also an implausible one: judging is the resolver's. SUSUN_WALL_NONE is ignored.
 */
void susun_evidence_add (SusunEvidence *self, const SusunDateCandidate *candidate);
void susun_evidence_note (SusunEvidence *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The candidates and whether the content is damaged as bytes for the history (version byte first),
 * and back. Camera names and notes are kept apart. Unpacking takes any bytes and adds what it
 * understands. Returns: (transfer full): a byte array */
GByteArray *susun_evidence_pack (SusunEvidence *self);
gboolean susun_evidence_unpack (SusunEvidence *self, const guint8 *data, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunEvidence, susun_evidence_free)

G_END_DECLS
