// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-reader.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/susun-error.h"
#include "core/media/susun-date-text.h"
#include "core/media/susun-kind.h"
#include "core/media/susun-reader-private.h"

#define HEAD_NEEDED 12

static gboolean
is_jpeg (const guint8 *head, gsize length)
{
  return head[0] == 0xff && head[1] == 0xd8 && head[2] == 0xff;
}

static gboolean
is_png (const guint8 *head, gsize length)
{
  return memcmp (head, "\x89PNG\r\n\x1a\n", 8) == 0;
}

static gboolean
is_ciff (const guint8 *head, gsize length)
{
  return length >= 14 && (memcmp (head, "II", 2) == 0 || memcmp (head, "MM", 2) == 0)
         && memcmp (head + 6, "HEAPCCDR", 8) == 0;
}

/* 42, BigTIFF's 43, and what Olympus (RO, RS) and Panasonic (U) write instead */
static gboolean
is_tiff (const guint8 *head, gsize length)
{
  guint16 magic;

  if (memcmp (head, "II", 2) != 0 && memcmp (head, "MM", 2) != 0)
    return FALSE;
  magic = head[0] == 'M' ? susun_be16 (head + 2) : susun_le16 (head + 2);
  return magic == 42 || magic == 43 || magic == 0x4f52 || magic == 0x5352 || magic == 0x55;
}

static gboolean
is_bmff (const guint8 *head, gsize length)
{
  static const char types[] = "ftypmoovmdatwidefreeskippnotudtaJXL jP  ";

  for (gsize i = 0; i < sizeof types - 1; i += 4)
    if (memcmp (head + 4, types + i, 4) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_riff (const guint8 *head, gsize length)
{
  return memcmp (head, "RIFF", 4) == 0
         && (memcmp (head + 8, "WEBP", 4) == 0 || memcmp (head + 8, "AVI ", 4) == 0);
}

static gboolean
is_ebml (const guint8 *head, gsize length)
{
  return memcmp (head, "\x1a\x45\xdf\xa3", 4) == 0;
}

static gboolean
is_asf (const guint8 *head, gsize length)
{
  return memcmp (head, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", 8) == 0;
}

/* Packets of 188 bytes, or of 192 with a time stamp before each (M2TS). */
static gboolean
is_mpeg_ts (const guint8 *head, gsize length)
{
  return (length > 376 && head[0] == 0x47 && head[188] == 0x47 && head[376] == 0x47)
         || (length > 388 && head[4] == 0x47 && head[196] == 0x47 && head[388] == 0x47);
}

static gboolean
is_mpeg_ps (const guint8 *head, gsize length)
{
  return memcmp (head, "\0\0\1", 3) == 0 && (head[3] == 0xba || head[3] == 0xb3);
}

static gboolean
is_gif (const guint8 *head, gsize length)
{
  return memcmp (head, "GIF8", 4) == 0;
}

static gboolean
is_psd (const guint8 *head, gsize length)
{
  return memcmp (head, "8BPS", 4) == 0;
}

static gboolean
is_mrw (const guint8 *head, gsize length)
{
  return memcmp (head, "\0MRM", 4) == 0;
}

static gboolean
is_raf (const guint8 *head, gsize length)
{
  return memcmp (head, "FUJIFILMCCD", 11) == 0;
}

static gboolean
is_x3f (const guint8 *head, gsize length)
{
  return memcmp (head, "FOVb", 4) == 0;
}

static gboolean
is_bmp (const guint8 *head, gsize length)
{
  return memcmp (head, "BM", 2) == 0;
}

static gboolean
is_jxl_codestream (const guint8 *head, gsize length)
{
  return head[0] == 0xff && head[1] == 0x0a;
}

static const struct
{
  const char *format;
  gboolean (*recognise) (const guint8 *head, gsize length);      /* at least HEAD_NEEDED bytes */
  void (*read) (const SusunSpan *span, SusunEvidence *evidence); /* NULL: it never tells a date */
  void (*find) (const SusunSpan *span, SusunPreviews *previews); /* NULL: nothing but a still */
} readers[] = {
  { "jpeg", is_jpeg, susun_read_jpeg, susun_find_jpeg },
  { "bmff", is_bmff, susun_read_bmff, susun_find_bmff },
  { "png", is_png, susun_read_png, susun_find_png },
  { "ciff", is_ciff, susun_read_ciff, susun_find_ciff },
  { "tiff", is_tiff, susun_read_tiff, susun_find_tiff },
  { "riff", is_riff, susun_read_riff, susun_find_riff },
  { "matroska", is_ebml, susun_read_ebml, susun_find_film },
  { "gif", is_gif, susun_read_gif, susun_find_gif },
  { "asf", is_asf, susun_read_asf, susun_find_film },
  { "psd", is_psd, susun_read_psd, susun_find_psd },
  { "mrw", is_mrw, susun_read_mrw, susun_find_mrw },
  { "raf", is_raf, susun_read_raf, susun_find_raf },
  { "x3f", is_x3f, susun_read_x3f, susun_find_x3f },
  { "mpeg-ts", is_mpeg_ts, susun_read_mpeg_ts, susun_find_film },
  { "mpeg", is_mpeg_ps, NULL, susun_find_film },
  { "jxl", is_jxl_codestream, NULL, NULL },
  { "bmp", is_bmp, NULL, susun_find_bmp },
};

static gboolean
throw_unreadable (SusunInput *input, GError **error)
{
  errno = susun_input_get_errno (input);
  return susun_throw_errno (error, _ ("Reading “%s”"), susun_input_get_name (input));
}

gboolean
susun_media_read (SusunInput *input, SusunEvidence *evidence, GError **error)
{
  gsize length;
  const guint8 *head = susun_input_get_head (input, &length);

  if (susun_input_get_errno (input) != 0)
    return throw_unreadable (input, error);
  if (length < HEAD_NEEDED)
    {
      susun_evidence_broken (evidence);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    if (readers[i].recognise (head, length))
      {
        SusunSpan span = susun_span_input (input, 0, G_MAXUINT64);
        evidence->format = readers[i].format;
        if (readers[i].read != NULL)
          readers[i].read (&span, evidence);
        break;
      }
  if (evidence->format == NULL
      && susun_kind_from_name (susun_input_get_name (input)) == SUSUN_KIND_VIDEO)
    susun_read_gst (input, evidence);
  if (susun_input_get_errno (input) != 0)
    susun_evidence_broken (evidence);
  return TRUE;
}

gboolean
susun_media_find_previews (SusunInput *input, SusunPreviews *previews, GError **error)
{
  gsize length;
  const guint8 *head = susun_input_get_head (input, &length);

  memset (previews, 0, sizeof *previews);
  for (gsize i = 0; length >= HEAD_NEEDED && i < G_N_ELEMENTS (readers); i++)
    if (readers[i].recognise (head, length))
      {
        SusunSpan span = susun_span_input (input, 0, G_MAXUINT64);
        previews->format = readers[i].format;
        previews->kind = SUSUN_PICTURE_STILL;
        if (readers[i].find != NULL)
          readers[i].find (&span, previews);
        break;
      }
  if (length >= HEAD_NEEDED && previews->format == NULL
      && susun_kind_from_name (susun_input_get_name (input)) == SUSUN_KIND_VIDEO)
    previews->kind = SUSUN_PICTURE_FILM;
  if (previews->orientation == 0)
    previews->orientation = 1;
  if (susun_input_get_errno (input) != 0)
    return throw_unreadable (input, error);
  return TRUE;
}

static gboolean
looks_like_json (const guint8 *head, gsize length)
{
  for (gsize i = 0; i < MIN (length, 16); i++)
    if (!g_ascii_isspace (head[i]) && head[i] != 0xef && head[i] != 0xbb && head[i] != 0xbf)
      return head[i] == '{';
  return FALSE;
}

static void
read_sidecar (const guint8 *head, gsize length, const SusunSpan *span, SusunEvidence *evidence)
{
  if (length >= HEAD_NEEDED && is_jpeg (head, length)) /* .thm is a JPEG by another name */
    susun_read_jpeg (span, evidence);
  else if (looks_like_json (head, length))
    susun_read_takeout (span, evidence);
  else if (length > 0)
    susun_read_xmp_file (span, evidence);
}

gboolean
susun_media_read_sidecar (SusunInput *input, SusunEvidence *evidence, GError **error)
{
  gsize length;
  const guint8 *head = susun_input_get_head (input, &length);
  SusunSpan span = susun_span_input (input, 0, G_MAXUINT64);
  gboolean broken = evidence->broken;
  guint n_notes = evidence->notes->len;

  if (susun_input_get_errno (input) != 0)
    return throw_unreadable (input, error);
  evidence->broken = FALSE;
  read_sidecar (head, length, &span, evidence);
  if (evidence->broken)
    {
      /* The damage is the sidecar's, not the photo's. */
      g_ptr_array_set_size (evidence->notes, (int) n_notes);
      susun_evidence_note (evidence, _ ("A sidecar is damaged or cut short"));
    }
  evidence->broken = broken;
  if (susun_input_get_errno (input) != 0)
    return throw_unreadable (input, error);
  return TRUE;
}

gboolean
susun_evidence_add_text (SusunEvidence *evidence, SusunDateSource source, const char *text,
                         gsize length)
{
  SusunDateCandidate date;

  if (length == 0)
    return FALSE;
  if (!susun_date_from_text (text, length, &date))
    {
      g_autofree char *shown = g_strndup (text, MIN (length, 40));
      g_autofree char *escaped = g_strescape (shown, NULL);
      susun_evidence_note (evidence, _ ("%s is no date: “%s”"), susun_date_source_tag (source),
                           escaped);
      return FALSE;
    }
  date.source = (guint8) source;
  susun_evidence_add (evidence, &date);
  return TRUE;
}

void
susun_evidence_add_utc (SusunEvidence *evidence, SusunDateSource source, gint64 wall, gint32 nsec)
{
  SusunDateCandidate date = {
    .wall = wall,
    .nsec = nsec,
    .offset = SUSUN_OFFSET_NONE,
    .source = (guint8) source,
    .is_utc = TRUE,
    .precision = SUSUN_PRECISION_SECOND,
  };

  susun_evidence_add (evidence, &date);
}

void
susun_evidence_set_string (GString *field, const guint8 *text, gsize length)
{
  const guint8 *nul = memchr (text, '\0', length);

  if (field->len > 0)
    return;
  length = nul != NULL ? (gsize) (nul - text) : length;
  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (g_utf8_validate ((const char *) text, (gssize) length, NULL))
    g_string_append_len (field, (const char *) text, (gssize) length);
  else
    {
      g_autofree char *valid = g_utf8_make_valid ((const char *) text, (gssize) length);
      g_string_append (field, valid);
    }
}

void
susun_evidence_broken (SusunEvidence *evidence)
{
  evidence->broken = TRUE;
  susun_evidence_note (evidence, _ ("The content is damaged or cut short"));
}
