// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/media/susun-input.h"

G_BEGIN_DECLS

/**
 * SusunSpan: a window of bytes, in memory or in a file, that a reader walks with offsets of its
 * own.
 *
 * A plain value; what it looks at must outlive it. A TIFF directory is read by the same code
 * whether it is a RAW file or a blob inside a JPEG.
 */
typedef struct
{
  const guint8 *data; /* (nullable): NULL when @input is walked */
  SusunInput *input;  /* (nullable) */
  guint64 base;       /* where the window begins in @input */
  guint64 length;
} SusunSpan;

static inline SusunSpan
susun_span_memory (const guint8 *data, gsize length)
{
  return (SusunSpan){ .data = data, .length = length };
}

static inline SusunSpan
susun_span_input (SusunInput *input, guint64 base, guint64 length)
{
  guint64 size = susun_input_get_size (input);

  base = MIN (base, size);
  return (SusunSpan){ .input = input, .base = base, .length = MIN (length, size - base) };
}

/* A window of a window. */
static inline SusunSpan
susun_span_part (const SusunSpan *self, guint64 offset, guint64 length)
{
  SusunSpan part = *self;

  offset = MIN (offset, self->length);
  part.length = MIN (length, self->length - offset);
  if (part.data != NULL)
    part.data += offset;
  else
    part.base += offset;
  return part;
}

/* Exactly @length bytes. Returns: (nullable): valid until the next request of the same input */
static inline const guint8 *
susun_span_get (const SusunSpan *self, guint64 offset, gsize length)
{
  if (length == 0 || offset > self->length || length > self->length - offset)
    return NULL;
  return self->data != NULL ? self->data + offset
                            : susun_input_get (self->input, self->base + offset, length);
}

/* Up to @length bytes, fewer at the end. */
static inline const guint8 *
susun_span_peek (const SusunSpan *self, guint64 offset, gsize length, gsize *got)
{
  *got = 0;
  if (offset >= self->length)
    return NULL;
  length = (gsize) MIN (length, self->length - offset);
  if (self->data == NULL)
    return susun_input_peek (self->input, self->base + offset, length, got);
  *got = length;
  return self->data + offset;
}

static inline guint16
susun_be16 (const guint8 *p)
{
  return (guint16) (p[0] << 8 | p[1]);
}

static inline guint32
susun_be32 (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

static inline guint64
susun_be64 (const guint8 *p)
{
  return (guint64) susun_be32 (p) << 32 | susun_be32 (p + 4);
}

static inline guint16
susun_le16 (const guint8 *p)
{
  return (guint16) (p[1] << 8 | p[0]);
}

static inline guint32
susun_le32 (const guint8 *p)
{
  return (guint32) p[3] << 24 | (guint32) p[2] << 16 | (guint32) p[1] << 8 | p[0];
}

static inline guint64
susun_le64 (const guint8 *p)
{
  return (guint64) susun_le32 (p + 4) << 32 | susun_le32 (p);
}

G_END_DECLS
