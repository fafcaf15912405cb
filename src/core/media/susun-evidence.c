// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-evidence.h"

#include <string.h>

/* A hostile file may repeat a tag for ever; nobody reads more rivals than this. */
#define MAX_CANDIDATES 64
#define MAX_NOTES 16

#define PACK_VERSION 1
#define PACKED_HEAD 2
#define PACKED_SIZE 16
#define FLAG_BROKEN 1

SusunEvidence *
susun_evidence_new (void)
{
  SusunEvidence *self = g_new0 (SusunEvidence, 1);

  self->candidates = g_array_sized_new (FALSE, FALSE, sizeof (SusunDateCandidate), 16);
  self->maker = g_string_new (NULL);
  self->model = g_string_new (NULL);
  self->serial = g_string_new (NULL);
  self->content_id = g_string_new (NULL);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
susun_evidence_free (SusunEvidence *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->candidates);
  g_string_free (self->maker, TRUE);
  g_string_free (self->model, TRUE);
  g_string_free (self->serial, TRUE);
  g_string_free (self->content_id, TRUE);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

void
susun_evidence_reset (SusunEvidence *self)
{
  g_array_set_size (self->candidates, 0);
  g_string_truncate (self->maker, 0);
  g_string_truncate (self->model, 0);
  g_string_truncate (self->serial, 0);
  g_string_truncate (self->content_id, 0);
  g_ptr_array_set_size (self->notes, 0);
  self->format = NULL;
  self->broken = FALSE;
}

void
susun_evidence_add (SusunEvidence *self, const SusunDateCandidate *candidate)
{
  if (candidate->wall == SUSUN_WALL_NONE || self->candidates->len >= MAX_CANDIDATES)
    return;
  g_array_append_vals (self->candidates, candidate, 1);
}

void
susun_evidence_note (SusunEvidence *self, const char *format, ...)
{
  va_list args;
  char *note;

  if (self->notes->len >= MAX_NOTES)
    return;
  va_start (args, format);
  note = g_strdup_vprintf (format, args);
  va_end (args);
  for (guint i = 0; i < self->notes->len; i++)
    if (strcmp (g_ptr_array_index (self->notes, i), note) == 0)
      {
        g_free (note);
        return;
      }
  g_ptr_array_add (self->notes, note);
}

static void
put_le (guint8 *p, guint64 value, int width)
{
  for (int i = 0; i < width; i++, value >>= 8)
    p[i] = (guint8) value;
}

static guint64
get_le (const guint8 *p, int width)
{
  guint64 value = 0;

  for (int i = width - 1; i >= 0; i--)
    value = value << 8 | p[i];
  return value;
}

/* The head: version, flags. One row: source, flags (bit 0 UTC, bits 1-2 precision), offset (2),
 * nanoseconds (4), wall (8), little endian, so that a history moves between machines. */
GByteArray *
susun_evidence_pack (SusunEvidence *self)
{
  GByteArray *packed = g_byte_array_sized_new (PACKED_HEAD + self->candidates->len * PACKED_SIZE);
  guint8 head[PACKED_HEAD] = { PACK_VERSION, self->broken ? FLAG_BROKEN : 0 };

  g_byte_array_append (packed, head, sizeof head);
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const SusunDateCandidate *c = &g_array_index (self->candidates, SusunDateCandidate, i);
      guint8 row[PACKED_SIZE];
      row[0] = c->source;
      row[1] = (guint8) ((c->is_utc ? 1 : 0) | c->precision << 1);
      put_le (row + 2, (guint16) c->offset, 2);
      put_le (row + 4, (guint32) c->nsec, 4);
      put_le (row + 8, (guint64) c->wall, 8);
      g_byte_array_append (packed, row, sizeof row);
    }
  return packed;
}

gboolean
susun_evidence_unpack (SusunEvidence *self, const guint8 *data, gsize length)
{
  gboolean whole = TRUE;

  if (length < PACKED_HEAD || data[0] != PACK_VERSION)
    return FALSE;
  self->broken = self->broken || (data[1] & FLAG_BROKEN) != 0;
  for (gsize at = PACKED_HEAD; at < length; at += PACKED_SIZE)
    {
      SusunDateCandidate c;
      if (length - at < PACKED_SIZE)
        return FALSE;
      c.source = data[at];
      c.is_utc = data[at + 1] & 1;
      c.precision = data[at + 1] >> 1 & 3;
      c.offset = (gint16) get_le (data + at + 2, 2);
      c.nsec = (gint32) get_le (data + at + 4, 4);
      c.wall = (gint64) get_le (data + at + 8, 8);
      /* A later version may know more sources: what is understood is kept. */
      if (c.source == SUSUN_DATE_SOURCE_NONE || c.source >= SUSUN_N_DATE_SOURCES
          || c.precision > SUSUN_PRECISION_DAY || c.nsec < -1 || c.nsec > 999999999)
        {
          whole = FALSE;
          continue;
        }
      susun_evidence_add (self, &c);
    }
  return whole;
}
