// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

/*
 * AVCHD: camcorders put the time into the H.264 stream, in an SEI message "MDPM" that Sony and
 * Panasonic defined: tag 0x18 is zone, century, year, month; tag 0x19 day, hour, minute, second,
 * all BCD. It comes with the first picture, so a little of the stream is enough.
 */

#define STREAM_SIZE (192 * 1024)
#define PACKET 188
#define MAX_ENTRIES 64

static const char mdpm_id[] = "MDPM";

/* Two decimal digits. Returns: -1 when it is none */
static int
from_bcd (guint8 value)
{
  return (value >> 4) < 10 && (value & 15) < 10 ? (value >> 4) * 10 + (value & 15) : -1;
}

/* The payload of the first stream that carries video, in one piece. */
static GByteArray *
collect_video (const guint8 *data, gsize length, gsize stride, gsize lead)
{
  GByteArray *stream = g_byte_array_new ();
  int video_pid = -1;

  for (gsize at = lead; at + PACKET <= length; at += stride)
    {
      const guint8 *p = data + at;
      gsize payload = 4;
      int pid;
      if (p[0] != 0x47)
        break;
      pid = (p[1] & 0x1f) << 8 | p[2];
      if (p[3] & 0x20) /* adaptation field */
        payload += 1 + (gsize) p[4];
      if ((p[3] & 0x10) == 0 || payload >= PACKET)
        continue;
      if (video_pid < 0 && (p[1] & 0x40) && PACKET - payload >= 4 && p[payload] == 0
          && p[payload + 1] == 0 && p[payload + 2] == 1 && (p[payload + 3] & 0xf0) == 0xe0)
        video_pid = pid;
      if (pid == video_pid)
        g_byte_array_append (stream, p + payload, (guint) (PACKET - payload));
    }
  return stream;
}

/* Copies up to @size bytes without the 3 that H.264 inserts after two zeros. */
static gsize
unescape (const guint8 *from, gsize length, guint8 *to, gsize size)
{
  gsize n = 0;
  int zeros = 0;

  for (gsize i = 0; i < length && n < size; i++)
    {
      if (zeros >= 2 && from[i] == 3)
        {
          zeros = 0;
          continue;
        }
      zeros = from[i] == 0 ? zeros + 1 : 0;
      to[n++] = from[i];
    }
  return n;
}

static void
read_mdpm (const guint8 *data, gsize length, SusunEvidence *evidence)
{
  guint8 bytes[1 + MAX_ENTRIES * 5];
  gsize n = unescape (data, length, bytes, sizeof bytes);
  guint entries;
  SusunCivil civil = { 0 };
  SusunDateCandidate date = {
    .nsec = -1,
    .offset = SUSUN_OFFSET_NONE,
    .source = SUSUN_DATE_SOURCE_AVCHD_MDPM,
  };
  gboolean has_month = FALSE, has_time = FALSE;

  if (n < 1)
    return;
  entries = MIN (bytes[0], MAX_ENTRIES);
  for (guint i = 0; i < entries && 1 + (i + 1) * 5 <= n; i++)
    {
      const guint8 *e = bytes + 1 + i * 5;
      if (e[0] == 0x18)
        {
          int minutes = (e[1] >> 1 & 15) * 60 + (e[1] & 1 ? 30 : 0);
          civil.year = from_bcd (e[2]) * 100 + from_bcd (e[3]);
          civil.month = from_bcd (e[4]);
          if (minutes <= 14 * 60)
            date.offset = (gint16) (e[1] & 0x20 ? -minutes : minutes);
          has_month = TRUE;
        }
      else if (e[0] == 0x19)
        {
          civil.day = from_bcd (e[1]);
          civil.hour = from_bcd (e[2]);
          civil.minute = from_bcd (e[3]);
          civil.second = from_bcd (e[4]);
          has_time = TRUE;
        }
    }
  if (!has_month || !has_time)
    return;
  date.wall = susun_civil_to_wall (&civil);
  susun_evidence_add (evidence, &date);
}

void
susun_read_mpeg_ts (const SusunSpan *span, SusunEvidence *evidence)
{
  gsize got;
  const guint8 *data = susun_span_peek (span, 0, STREAM_SIZE, &got);
  g_autoptr (GByteArray) stream = NULL;
  const guint8 *found;

  if (data == NULL || got < 2 * PACKET)
    return;
  if (span->length < STREAM_SIZE) /* a tenth of a second: no camcorder leaves that */
    susun_evidence_broken (evidence);
  if (data[0] == 0x47 && data[PACKET] == 0x47)
    stream = collect_video (data, got, PACKET, 0);
  else
    stream = collect_video (data, got, PACKET + 4, 4);
  found = stream->len > 0 ? memmem (stream->data, stream->len, mdpm_id, 4) : NULL;
  if (found != NULL)
    read_mdpm (found + 4, stream->len - (gsize) (found + 4 - stream->data), evidence);
}
