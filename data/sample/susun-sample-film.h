// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Short films: JPEG pictures one after the other in the container asked for, so that any player
 * shows them and no encoder is needed.
 */
typedef struct
{
  GPtrArray *frames; /* (element-type GBytes): JPEG */
  guint width, height;
  guint rate; /* frames a second */
} SusunSampleFilm;

/* What a camera notes about its film. Zero and NULL are left out, but for @created, which is
 * written as the 0 that many programs write. */
typedef struct
{
  gint64 created;           /* mvhd, tkhd and mdhd, or DateUTC: seconds since 1970, UTC */
  const char *apple_date;   /* com.apple.quicktime.creationdate, "2023-07-13T11:50:25+0800" */
  const char *apple_pair;   /* com.apple.quicktime.content.identifier of a Live Photo */
  const char *make, *model; /* Apple's keys as well */
  const char *riff_date;    /* AVI's IDIT, "Sat Aug 29 15:30:05 2009" */
} SusunSampleFilmInfo;

/* All return (transfer full). @brand: "qt  ", "mp42", "3gp5" */
GBytes *susun_sample_film_bmff (const SusunSampleFilm *film, const SusunSampleFilmInfo *info,
                                const char *brand);
GBytes *susun_sample_film_avi (const SusunSampleFilm *film, const SusunSampleFilmInfo *info);
GBytes *susun_sample_film_mkv (const SusunSampleFilm *film, const SusunSampleFilmInfo *info);

G_END_DECLS
