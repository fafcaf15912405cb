// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader-private.h"

#include <string.h>
#include <zlib.h>

#include "core/media/susun-date-text.h"

/* PNG 1.2 and the eXIf extension. tIME is the last change and never counts. */

#define MAX_CHUNKS 2048
#define MAX_CHUNK (512 * 1024)
#define MAX_INFLATED (1024 * 1024)
#define CHUNK_OVERHEAD 12

/* Returns: (transfer full) (nullable) */
static guint8 *
inflate_bounded (const guint8 *data, gsize length, gsize *inflated)
{
  z_stream stream = { .next_in = (Bytef *) data, .avail_in = (uInt) length };
  gsize size = CLAMP (length * 4, 4096, MAX_INFLATED);
  guint8 *out;
  int status;

  if (inflateInit (&stream) != Z_OK)
    return NULL;
  out = g_malloc (size);
  for (;;)
    {
      stream.next_out = out + stream.total_out;
      stream.avail_out = (uInt) (size - stream.total_out);
      status = inflate (&stream, Z_NO_FLUSH);
      if (status != Z_OK || stream.avail_out > 0 || size >= MAX_INFLATED)
        break;
      size = MIN (size * 2, MAX_INFLATED);
      out = g_realloc (out, size);
    }
  /* A truncated stream still has told something. */
  *inflated = stream.total_out;
  inflateEnd (&stream);
  if (*inflated == 0)
    g_clear_pointer (&out, g_free);
  return out;
}

static int
hex_value (guint8 c)
{
  return g_ascii_isxdigit (c) ? g_ascii_xdigit_value (c) : -1;
}

/* ImageMagick's way: "\nexif\n   1234\n" and hex digits in lines. */
static void
read_raw_profile (const char *type, const guint8 *text, gsize length, SusunEvidence *evidence)
{
  g_autofree guint8 *bytes = NULL;
  gsize at = 0, n = 0;
  int high = -1;

  for (int line = 0; line < 3 && at < length; at++)
    if (text[at] == '\n')
      line++;
  bytes = g_malloc ((length - at) / 2 + 1);
  for (; at < length; at++)
    {
      int digit = hex_value (text[at]);
      if (digit < 0)
        continue;
      if (high < 0)
        high = digit;
      else
        {
          bytes[n++] = (guint8) (high << 4 | digit);
          high = -1;
        }
    }
  if (n == 0)
    return;
  if (strcmp (type, "iptc") == 0 || strcmp (type, "8bim") == 0)
    {
      SusunSpan span = susun_span_memory (bytes, n);
      if (n > 4 && memcmp (bytes, "8BIM", 4) == 0)
        susun_read_photoshop_resources (&span, evidence);
      else
        susun_read_iptc_blob (bytes, n, evidence);
    }
  else if (strcmp (type, "xmp") == 0)
    susun_read_xmp_blob (bytes, n, evidence);
  else if (n > 5 && memcmp (bytes, "http:", 5) == 0)
    {
      const guint8 *nul = memchr (bytes, '\0', n);
      if (nul != NULL)
        susun_read_xmp_blob (nul + 1, n - (gsize) (nul + 1 - bytes), evidence);
    }
  else
    susun_read_exif_blob (bytes, n, evidence);
}

static void
read_creation_time (const char *text, gsize length, SusunEvidence *evidence)
{
  SusunDateCandidate date;

  if (!susun_date_from_text (text, length, &date) && !susun_date_from_words (text, length, &date))
    return;
  date.source = SUSUN_DATE_SOURCE_PNG_CREATION_TIME;
  susun_evidence_add (evidence, &date);
}

static void
take_text (const char *keyword, const guint8 *text, gsize length, SusunEvidence *evidence)
{
  if (strcmp (keyword, "Creation Time") == 0)
    read_creation_time ((const char *) text, length, evidence);
  else if (strcmp (keyword, "XML:com.adobe.xmp") == 0)
    susun_read_xmp_blob (text, length, evidence);
  else if (strcmp (keyword, "Raw profile type exif") == 0
           || strcmp (keyword, "Raw profile type APP1") == 0)
    read_raw_profile ("exif", text, length, evidence);
  else if (strcmp (keyword, "Raw profile type xmp") == 0)
    read_raw_profile ("xmp", text, length, evidence);
  else if (strcmp (keyword, "Raw profile type iptc") == 0
           || strcmp (keyword, "Raw profile type 8bim") == 0)
    read_raw_profile ("iptc", text, length, evidence);
}

static gboolean
is_wanted (const char *keyword)
{
  return strcmp (keyword, "Creation Time") == 0 || strcmp (keyword, "XML:com.adobe.xmp") == 0
         || g_str_has_prefix (keyword, "Raw profile type ");
}

/* keyword NUL text · keyword NUL method deflated · keyword NUL flag method language NUL keyword NUL
 * text, deflated when the flag says so */
static void
read_text_chunk (const guint8 *type, const guint8 *data, gsize length, SusunEvidence *evidence)
{
  const guint8 *nul = memchr (data, '\0', MIN (length, 80));
  const char *keyword = (const char *) data;
  gboolean deflated = FALSE;
  const guint8 *text;
  gsize left;

  if (nul == NULL || !is_wanted (keyword))
    return;
  text = nul + 1;
  left = length - (gsize) (text - data);
  if (type[0] == 'z')
    {
      if (left < 1)
        return;
      deflated = TRUE;
      text++;
      left--;
    }
  else if (type[0] == 'i')
    {
      if (left < 2)
        return;
      deflated = text[0] != 0;
      text += 2;
      left -= 2;
      for (int i = 0; i < 2; i++)
        {
          nul = memchr (text, '\0', left);
          if (nul == NULL)
            return;
          left -= (gsize) (nul + 1 - text);
          text = nul + 1;
        }
    }
  if (deflated)
    {
      gsize inflated;
      g_autofree guint8 *out = inflate_bounded (text, left, &inflated);
      if (out == NULL)
        susun_evidence_broken (evidence);
      else
        take_text (keyword, out, inflated, evidence);
    }
  else if (left > 0)
    take_text (keyword, text, left, evidence);
}

static gboolean
is_idat_at (const SusunSpan *span, guint64 offset, guint32 length)
{
  const guint8 *p = susun_span_get (span, offset, 8);

  return p != NULL && susun_be32 (p) == length && memcmp (p + 4, "IDAT", 4) == 0;
}

/* Encoders cut the picture into chunks of one size. Instead of asking for thousands of headers,
 * leap in doubling steps over what looks like that, and back in halves. Returns: the offset of the
 * last chunk of that run that was seen. */
static guint64
leap_over_idat (const SusunSpan *span, guint64 first, guint32 length)
{
  guint64 step = (guint64) length + CHUNK_OVERHEAD;
  guint64 good = 0, bad = 1;

  while (is_idat_at (span, first + bad * step, length))
    {
      good = bad;
      bad *= 2;
    }
  while (bad - good > 1)
    {
      guint64 middle = (good + bad) / 2;
      if (is_idat_at (span, first + middle * step, length))
        good = middle;
      else
        bad = middle;
    }
  return first + good * step;
}

void
susun_read_png (const SusunSpan *span, SusunEvidence *evidence)
{
  guint64 at = 8;

  for (int i = 0; i < MAX_CHUNKS; i++)
    {
      const guint8 *p = susun_span_get (span, at, 8);
      guint32 length;
      guint8 type[4];

      if (p == NULL)
        {
          susun_evidence_broken (evidence);
          return;
        }
      length = susun_be32 (p);
      memcpy (type, p + 4, 4);
      if (length > G_MAXINT32)
        {
          susun_evidence_broken (evidence);
          return;
        }
      if (memcmp (type, "IEND", 4) == 0)
        return;
      if (memcmp (type, "IDAT", 4) == 0 && length > 0)
        at = leap_over_idat (span, at, length);
      else if (memcmp (type, "eXIf", 4) == 0 || memcmp (type, "tEXt", 4) == 0
               || memcmp (type, "zTXt", 4) == 0 || memcmp (type, "iTXt", 4) == 0)
        {
          gsize got;
          p = susun_span_peek (span, at + 8, MIN (length, MAX_CHUNK), &got);
          if (p != NULL && type[0] == 'e')
            susun_read_exif_blob (p, got, evidence);
          else if (p != NULL)
            read_text_chunk (type, p, got, evidence);
        }
      at += (guint64) length + CHUNK_OVERHEAD;
    }
}
