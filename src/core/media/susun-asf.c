// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

/* ASF (WMV): the creation date of the file properties object, 100 ns since 1601, UTC. */

#define MAX_OBJECTS 64
#define EPOCH_1601 G_GINT64_CONSTANT (-11644473600)

static const guint8 file_properties[16] = { 0xa1, 0xdc, 0xab, 0x8c, 0x47, 0xa9, 0xcf, 0x11,
                                            0x8e, 0xe4, 0x00, 0xc0, 0x0c, 0x20, 0x53, 0x65 };

void
susun_read_asf (const SusunSpan *span, SusunEvidence *evidence)
{
  guint64 at = 30; /* the header object's own GUID, size, count and reserved bytes */

  for (int i = 0; i < MAX_OBJECTS; i++)
    {
      const guint8 *p = susun_span_get (span, at, 24);
      guint64 size;
      if (p == NULL)
        return;
      size = susun_le64 (p + 16);
      if (memcmp (p, file_properties, 16) == 0)
        {
          p = susun_span_get (span, at + 24 + 16 + 8, 8);
          if (p == NULL)
            return;
          guint64 ticks = susun_le64 (p);
          if (ticks == 0)
            susun_evidence_add_utc (evidence, SUSUN_DATE_SOURCE_ASF_CREATION, SUSUN_WALL_ZERO, -1);
          else
            susun_evidence_add_utc (evidence, SUSUN_DATE_SOURCE_ASF_CREATION,
                                    (gint64) (ticks / 10000000) + EPOCH_1601,
                                    (gint32) (ticks % 10000000) * 100);
          return;
        }
      if (size < 24 || size > span->length)
        return;
      at += size;
    }
}
