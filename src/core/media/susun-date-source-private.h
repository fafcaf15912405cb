// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/media/susun-evidence.h"

G_BEGIN_DECLS

/* Whose clock told a date: decides which values a clock shift moves. */
typedef enum
{
  SUSUN_ORIGIN_CAMERA,
  SUSUN_ORIGIN_SATELLITE,
  SUSUN_ORIGIN_NAME,
  SUSUN_ORIGIN_SERVICE,
  SUSUN_ORIGIN_FILE,
  SUSUN_ORIGIN_PERSON,
} SusunDateOrigin;

/**
 * SusunDateSourceRow: what is known of a source by itself: the one table of precedence.
 */
typedef struct
{
  const char *tag;
  const char *word;
  guint16 rank;
  guint8 confidence; /* SusunConfidence it earns by itself */
  guint8 origin;     /* SusunDateOrigin */
  guint16 earliest;  /* the first year that can be true */
  guint8 video;      /* only films tell it */
} SusunDateSourceRow;

const SusunDateSourceRow *susun_date_source_row (guint source);

G_END_DECLS
