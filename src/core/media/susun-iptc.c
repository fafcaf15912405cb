// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

#include "core/media/susun-date-text.h"

/* IPTC-IIM 4.2, record 2: dates are CCYYMMDD, times HHMMSS±HHMM, each in a data set of its own. */

#define MAX_DATA_SETS 512

typedef struct
{
  SusunDateSource source;
  guint8 date_id, time_id;
  const guint8 *date, *time; /* (nullable) */
  gsize date_length, time_length;
} IptcDate;

static void
add_date (const IptcDate *iptc, SusunEvidence *evidence)
{
  char time[16] = { 0 };
  char text[40];
  SusunDateCandidate date;
  gsize n = 0;

  if (iptc->date == NULL
      || !susun_date_from_text ((const char *) iptc->date, iptc->date_length, &date))
    return;
  date.source = iptc->source;
  if (iptc->time == NULL || date.wall == SUSUN_WALL_ZERO || date.precision != SUSUN_PRECISION_DAY)
    {
      susun_evidence_add (evidence, &date);
      return;
    }
  /* "182340+0800", and "18:23:40+08:00" of those who did not read the standard */
  for (gsize i = 0; i < iptc->time_length && n < 6; i++)
    {
      if (g_ascii_isdigit (iptc->time[i]))
        time[n++] = (char) iptc->time[i];
      else if (iptc->time[i] != ':')
        break;
    }
  if (n == 6)
    {
      SusunDateCandidate whole;
      gsize rest = 0, offset_at;
      SusunCivil c;
      susun_civil_from_wall (date.wall, &c);
      g_snprintf (text, sizeof text, "%04d%02d%02d%s", c.year, c.month, c.day, time);
      for (offset_at = 0; offset_at < iptc->time_length && rest < 6; offset_at++)
        rest += g_ascii_isdigit (iptc->time[offset_at]) ? 1 : 0;
      if (susun_date_from_text (text, strlen (text), &whole))
        {
          whole.source = iptc->source;
          whole.offset = (gint16) susun_date_offset_from_text (
              (const char *) iptc->time + offset_at, iptc->time_length - offset_at);
          date = whole;
        }
    }
  susun_evidence_add (evidence, &date);
}

void
susun_read_iptc_blob (const guint8 *data, gsize length, SusunEvidence *evidence)
{
  IptcDate dates[] = {
    { SUSUN_DATE_SOURCE_IPTC_CREATED, 55, 60 },
    { SUSUN_DATE_SOURCE_IPTC_DIGITIZED, 62, 63 },
  };
  gsize at = 0;

  for (int i = 0; i < MAX_DATA_SETS && at + 5 <= length && data[at] == 0x1c; i++)
    {
      guint8 record = data[at + 1], id = data[at + 2];
      gsize size = susun_be16 (data + at + 3);
      at += 5;
      if (size & 0x8000) /* an extended data set: no date is that long */
        break;
      size = MIN (size, length - at);
      for (gsize d = 0; record == 2 && d < G_N_ELEMENTS (dates); d++)
        {
          if (id == dates[d].date_id && dates[d].date == NULL)
            {
              dates[d].date = data + at;
              dates[d].date_length = size;
            }
          else if (id == dates[d].time_id && dates[d].time == NULL)
            {
              dates[d].time = data + at;
              dates[d].time_length = size;
            }
        }
      at += size;
    }
  for (gsize d = 0; d < G_N_ELEMENTS (dates); d++)
    add_date (&dates[d], evidence);
}
