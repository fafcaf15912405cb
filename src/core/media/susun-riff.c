// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>

#include "core/media/susun-date-text.h"

/* RIFF: WebP (EXIF and XMP chunks) and AVI (IDIT in the header list, ICRD in INFO). */

#define MAX_CHUNKS 512
#define MAX_BLOB (512 * 1024)
#define MAX_DEPTH 3

/* Cameras write asctime(3), others their own. */
static void
read_date (const SusunSpan *content, SusunDateSource source, SusunEvidence *evidence)
{
  gsize got;
  const char *text = (const char *) susun_span_peek (content, 0, 64, &got);
  SusunDateCandidate date;

  if (text == NULL
      || (!susun_date_from_text (text, got, &date) && !susun_date_from_words (text, got, &date)))
    return;
  date.source = (guint8) source;
  /* A camera's clock has no zone; "GMT" there is decoration. */
  date.is_utc = FALSE;
  susun_evidence_add (evidence, &date);
}

static void
read_chunks (const SusunSpan *span, guint64 at, int depth, SusunEvidence *evidence)
{
  for (int i = 0; i < MAX_CHUNKS; i++)
    {
      const guint8 *p = susun_span_get (span, at, 8);
      char type[5] = { 0 };
      guint64 length;
      SusunSpan content;
      gsize got;

      if (p == NULL)
        return;
      memcpy (type, p, 4);
      length = susun_le32 (p + 4);
      content = susun_span_part (span, at + 8, length);
      if (strcmp (type, "LIST") == 0)
        {
          p = susun_span_get (&content, 0, 4);
          if (p == NULL)
            return;
          /* The films themselves (movi) are not walked into. */
          if (memcmp (p, "movi", 4) != 0 && depth < MAX_DEPTH)
            read_chunks (&content, 4, depth + 1, evidence);
        }
      else if (strcmp (type, "EXIF") == 0)
        {
          p = susun_span_peek (&content, 0, MAX_BLOB, &got);
          if (p != NULL)
            susun_read_exif_blob (p, got, evidence);
        }
      else if (strcmp (type, "XMP ") == 0 || strcmp (type, "_PMX") == 0)
        {
          p = susun_span_peek (&content, 0, MAX_BLOB, &got);
          if (p != NULL)
            susun_read_xmp_blob (p, got, evidence);
        }
      else if (strcmp (type, "IDIT") == 0)
        read_date (&content, SUSUN_DATE_SOURCE_RIFF_IDIT, evidence);
      else if (strcmp (type, "ICRD") == 0)
        read_date (&content, SUSUN_DATE_SOURCE_RIFF_ICRD, evidence);
      at += 8 + length + (length & 1);
    }
}

void
susun_read_riff (const SusunSpan *span, SusunEvidence *evidence)
{
  const guint8 *p = susun_span_get (span, 8, 4);

  if (p == NULL)
    return;
  evidence->format = memcmp (p, "WEBP", 4) == 0 ? "webp" : "avi";
  read_chunks (span, 12, 0, evidence);
}
