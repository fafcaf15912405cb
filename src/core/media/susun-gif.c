// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

/* GIF 89a: only an application extension "XMP DataXMP" can tell a date. */

#define MAX_BLOCKS 8192
#define MAX_WALK (1024 * 1024) /* an animation's frames are walked no farther */
#define MAX_XMP (256 * 1024)

static guint64
colour_table_size (guint8 flags)
{
  return flags & 0x80 ? 3 * (G_GUINT64_CONSTANT (2) << (flags & 7)) : 0;
}

/* Returns: the offset behind the chain of sub-blocks at @at, 0 when it does not end */
static guint64
skip_sub_blocks (const SusunSpan *span, guint64 at)
{
  for (int i = 0; i < MAX_BLOCKS && at < MAX_WALK; i++)
    {
      const guint8 *p = susun_span_get (span, at, 1);
      if (p == NULL)
        return 0;
      at += 1 + (guint64) *p;
      if (*p == 0)
        return at;
    }
  return 0;
}

/* The packet stands raw in the file; its end is a run of descending bytes that makes sub-block
 * readers stumble to the end. */
static void
read_xmp (const SusunSpan *span, guint64 at, SusunEvidence *evidence)
{
  gsize got;
  const guint8 *p = susun_span_peek (span, at, MAX_XMP, &got);
  static const guint8 trailer[] = { 0x01, 0xff, 0xfe };
  const guint8 *end = p != NULL ? memmem (p, got, trailer, sizeof trailer) : NULL;

  if (p != NULL)
    susun_read_xmp_blob (p, end != NULL ? (gsize) (end - p) : got, evidence);
}

void
susun_read_gif (const SusunSpan *span, SusunEvidence *evidence)
{
  const guint8 *p = susun_span_get (span, 0, 13);
  guint64 at;

  if (p == NULL)
    {
      susun_evidence_broken (evidence);
      return;
    }
  at = 13 + colour_table_size (p[10]);
  for (int i = 0; i < MAX_BLOCKS && at != 0 && at < MAX_WALK; i++)
    {
      p = susun_span_get (span, at, 1);
      if (p == NULL || *p == 0x3b)
        return;
      if (*p == 0x2c)
        {
          p = susun_span_get (span, at, 10);
          if (p == NULL)
            return;
          at = skip_sub_blocks (span, at + 10 + colour_table_size (p[9]) + 1);
        }
      else if (*p == 0x21)
        {
          p = susun_span_get (span, at, 14);
          if (p != NULL && p[1] == 0xff && p[2] == 11 && memcmp (p + 3, "XMP DataXMP", 11) == 0)
            {
              read_xmp (span, at + 14, evidence);
              return;
            }
          at = skip_sub_blocks (span, at + 2);
        }
      else
        {
          susun_evidence_broken (evidence);
          return;
        }
    }
}
