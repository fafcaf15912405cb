// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/media/susun-evidence.h"

G_BEGIN_DECLS

/*
 * Dates as programs write them into files. Both functions take bytes of any kind, fill wall, nsec,
 * offset, is_utc and precision, and leave source alone. Pure: no locale, no clock.
 */

/* Year first, as EXIF ("2019:03:04 12:33:10"), ISO 8601 ("2019-03-04T12:33:10.5+08:00") and their
 * many corruptions have it. A text of zeros, blanks and separators alone is SUSUN_WALL_ZERO. A
 * final Z gives is_utc. A year or a month alone is no date. Returns: FALSE when @text is no date */
gboolean susun_date_from_text (const char *text, gsize length, SusunDateCandidate *date);

/* With the month as an English word, as asctime(3), RFC 1123 and date(1) have it. */
gboolean susun_date_from_words (const char *text, gsize length, SusunDateCandidate *date);

/* An offset that a place on Earth has had since 1970: "+08:00", "-0330", "Z", "+8".
 * Returns: SUSUN_OFFSET_NONE for anything else, also for times written where an offset belongs */
int susun_date_offset_from_text (const char *text, gsize length);

/* Digits after the decimal point: "5" is half a second. Returns: -1 when there are none */
gint32 susun_date_nsec_from_digits (const char *text, gsize length);

G_END_DECLS
