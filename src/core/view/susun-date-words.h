// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/media/susun-evidence.h"
#include "core/store/susun-item.h"

G_BEGIN_DECLS

/*
 * Dates and how sure they are, in words for a person, translated. Days and times are of the wall
 * clock where the picture was taken.
 */

/* "13 July 2023"; "No date" for SUSUN_WALL_NONE. Returns: (transfer full) */
char *susun_day_label (gint64 day);

/* "13 July 2023, 14:05". Returns: (transfer full) */
char *susun_wall_label (gint64 wall);

/* How sure a date is: "Certain", "Likely", "Doubtful", "Suspect", "No date". */
const char *susun_date_confidence_label (SusunConfidence confidence);

/* Where a date was found, without jargon: "the camera’s own record", "the name of the file". */
const char *susun_date_source_label (SusunDateSource source);

/* "1:05", "1:02:03". Returns: (transfer full) */
char *susun_film_length_label (gint64 milliseconds);

/**
 * SusunDateRival: another date that a file tells.
 */
typedef struct
{
  gint64 wall; /* as it is told */
  gboolean is_utc;
  gboolean day_only;
  SusunDateSource source;
} SusunDateRival;

/* Every date the item's evidence tells but the one that was chosen, in the order they were found.
 * Returns: (transfer full) (element-type SusunDateRival) */
GArray *susun_item_list_rivals (const SusunItem *item);

G_END_DECLS
