// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands at a path of the sample library. */
typedef enum
{
  SUSUN_SAMPLE_JPEG,
  SUSUN_SAMPLE_JPEG_CUT, /* its second half is missing */
  SUSUN_SAMPLE_PNG,
  SUSUN_SAMPLE_HEIC,
  SUSUN_SAMPLE_TIFF,
  SUSUN_SAMPLE_DNG,
  SUSUN_SAMPLE_WEBP,
  SUSUN_SAMPLE_MOV,
  SUSUN_SAMPLE_MP4,
  SUSUN_SAMPLE_3GP,
  SUSUN_SAMPLE_AVI,
  SUSUN_SAMPLE_MKV,
  SUSUN_SAMPLE_XMP,     /* a sidecar with a rating and no date */
  SUSUN_SAMPLE_AAE,     /* an iPhone's edit */
  SUSUN_SAMPLE_TAKEOUT, /* Google's JSON of the picture named @text, taken at @created */
  SUSUN_SAMPLE_COPY,    /* the same bytes as at @text */
  SUSUN_SAMPLE_TEXT,    /* @text, as it is */
  SUSUN_SAMPLE_LINK,    /* a symbolic link to @text */
} SusunSampleKind;

typedef struct
{
  const char *make, *model;
  double latitude, longitude; /* 0, 0: it has no GPS */
} SusunSampleCamera;

/**
 * One file of the sample library. Constant.
 */
typedef struct
{
  const char *path;
  SusunSampleKind kind;
  guint scene;                     /* the number of its picture */
  const SusunSampleCamera *camera; /* (nullable): NULL writes no metadata beside what follows */
  const char *taken;               /* (nullable): "YYYY:MM:DD HH:MM:SS", for stills */
  const char *offset;              /* (nullable): "+08:00" beside @taken */
  const char *created;             /* (nullable): ISO 8601 in UTC, for films and Takeout */
  const char *native; /* (nullable): the container's own date: Apple's, AVI's IDIT, PNG's text */
  const char *pair;   /* (nullable): what ties a Live Photo's film to its picture */
  const char *text;   /* (nullable): see the kinds */
  const char *mtime;  /* ISO 8601 */
  const char *day;    /* (nullable): the day it was taken, "" when nothing in it can tell;
                         NULL for what is neither picture nor film */
  const char *note;   /* (nullable): why it is here */
} SusunSampleFile;

/* Returns: (transfer none): @n files; what a copy copies stands before it */
const SusunSampleFile *susun_sample_catalogue (gsize *n);

G_END_DECLS
