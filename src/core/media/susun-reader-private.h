// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/media/susun-evidence.h"
#include "core/media/susun-kind.h"
#include "core/media/susun-preview.h"
#include "core/media/susun-span.h"

G_BEGIN_DECLS

/*
 * The readers behind the table of susun-reader.c. All take bytes of any kind, walk within limits of
 * their own and add what they find. A reader of a blob may be called by several formats.
 */

/* Whole files. The recognised head stands at offset 0 of the span. */
void susun_read_jpeg (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_tiff (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_png (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_riff (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_bmff (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_ebml (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_asf (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_mpeg_ts (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_gif (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_psd (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_ciff (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_mrw (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_raf (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_x3f (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_xmp_file (const SusunSpan *span, SusunEvidence *evidence);
void susun_read_takeout (const SusunSpan *span, SusunEvidence *evidence);

/* Where a file's pictures are, the same way. They set the kind, and the format where several share
 * a row of the table. */
void susun_find_jpeg (const SusunSpan *span, SusunPreviews *previews);
void susun_find_tiff (const SusunSpan *span, SusunPreviews *previews);
void susun_find_png (const SusunSpan *span, SusunPreviews *previews);
void susun_find_riff (const SusunSpan *span, SusunPreviews *previews);
void susun_find_bmff (const SusunSpan *span, SusunPreviews *previews);
void susun_find_gif (const SusunSpan *span, SusunPreviews *previews);
void susun_find_bmp (const SusunSpan *span, SusunPreviews *previews);
void susun_find_psd (const SusunSpan *span, SusunPreviews *previews);
void susun_find_ciff (const SusunSpan *span, SusunPreviews *previews);
void susun_find_mrw (const SusunSpan *span, SusunPreviews *previews);
void susun_find_raf (const SusunSpan *span, SusunPreviews *previews);
void susun_find_x3f (const SusunSpan *span, SusunPreviews *previews);
void susun_find_film (const SusunSpan *span, SusunPreviews *previews);

/* Adds the JPEG at @offset of @span, when it is one. */
void susun_previews_add (SusunPreviews *self, const SusunSpan *span, guint64 offset,
                         guint64 length);

/* The orientation in the first directory of an EXIF block (from its TIFF header on), or 0. */
guint8 susun_preview_exif_orientation (const SusunSpan *exif);

/* The last resort, for containers that no walk of ours knows. */
void susun_read_gst (SusunInput *input, SusunEvidence *evidence);

/* Blobs. */
void susun_read_exif_blob (const guint8 *data, gsize length, SusunEvidence *evidence);
void susun_read_xmp_blob (const guint8 *data, gsize length, SusunEvidence *evidence);
void susun_read_iptc_blob (const guint8 *data, gsize length, SusunEvidence *evidence);

/* The image resources of Photoshop: PSD, APP13 of JPEG, tag 0x8649 of TIFF. */
void susun_read_photoshop_resources (const SusunSpan *span, SusunEvidence *evidence);

/* HEIF's items: the metadata that a meta box at @offset points to in @file. */
void susun_read_heif_meta (const SusunSpan *file, guint64 offset, guint64 length,
                           SusunEvidence *evidence);

/* A movie's header box (the content of moov), and a meta box beside it. */
void susun_read_moov (const SusunSpan *moov, SusunEvidence *evidence);
void susun_read_movie_meta (const SusunSpan *meta, SusunEvidence *evidence);

/* Adds the date @text tells for @source: a tag's bytes, judged by susun_date_from_text. Bad text
 * leaves a note, no candidate. Returns: was it a date? */
gboolean susun_evidence_add_text (SusunEvidence *evidence, SusunDateSource source, const char *text,
                                  gsize length);

/* A UTC instant as containers count them. @nsec: or -1 */
void susun_evidence_add_utc (SusunEvidence *evidence, SusunDateSource source, gint64 wall,
                             gint32 nsec);

/* A camera's name: trimmed, made valid UTF-8, only the first one told is kept. */
void susun_evidence_set_string (GString *field, const guint8 *text, gsize length);

/* The content is damaged: evidence->broken and a remark for a person. */
void susun_evidence_broken (SusunEvidence *evidence);

G_END_DECLS
