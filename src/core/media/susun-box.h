// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/media/susun-span.h"

G_BEGIN_DECLS

#define SUSUN_FOURCC(a, b, c, d)                                                                   \
  ((guint32) (guint8) (a) << 24 | (guint32) (guint8) (b) << 16 | (guint32) (guint8) (c) << 8       \
   | (guint8) (d))

/**
 * SusunBox: one box of ISO/IEC 14496-12 (or atom of QuickTime) inside a span.
 */
typedef struct
{
  guint32 type;
  guint64 offset;  /* of its header in the span */
  guint64 content; /* offset of what follows the header */
  guint64 length;  /* of the content, cut at the end of the span */
  guint64 next;    /* offset of the box after it */
} SusunBox;

/* The box at @offset. Returns: FALSE at the end, or when no box can stand there */
gboolean susun_box_read (const SusunSpan *span, guint64 offset, SusunBox *box);

/* The content of @box as a span of its own. */
SusunSpan susun_box_content (const SusunSpan *span, const SusunBox *box);

/* The first child of @type. Returns: FALSE when there is none */
gboolean susun_box_find (const SusunSpan *span, guint32 type, SusunBox *box);

G_END_DECLS
