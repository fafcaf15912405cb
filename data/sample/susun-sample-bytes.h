// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * Growing byte arrays, the way container formats want them: numbers in either byte order, and
 * boxes whose size is known only when they end.
 */
static inline void
put_u8 (GByteArray *out, guint8 value)
{
  g_byte_array_append (out, &value, 1);
}

static inline void
put_be16 (GByteArray *out, guint16 value)
{
  guint16 raw = GUINT16_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &raw, sizeof raw);
}

static inline void
put_be32 (GByteArray *out, guint32 value)
{
  guint32 raw = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &raw, sizeof raw);
}

static inline void
put_be64 (GByteArray *out, guint64 value)
{
  guint64 raw = GUINT64_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &raw, sizeof raw);
}

static inline void
put_le16 (GByteArray *out, guint16 value)
{
  guint16 raw = GUINT16_TO_LE (value);

  g_byte_array_append (out, (const guint8 *) &raw, sizeof raw);
}

static inline void
put_le32 (GByteArray *out, guint32 value)
{
  guint32 raw = GUINT32_TO_LE (value);

  g_byte_array_append (out, (const guint8 *) &raw, sizeof raw);
}

static inline void
put_text (GByteArray *out, const char *text)
{
  g_byte_array_append (out, (const guint8 *) text, strlen (text));
}

static inline void
put_bytes (GByteArray *out, GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_byte_array_append (out, data, size);
}

static inline void
put_zeros (GByteArray *out, guint count)
{
  guint old = out->len;

  g_byte_array_set_size (out, old + count);
  memset (out->data + old, 0, count);
}

/* Later corrections of a size or an offset. */
static inline void
set_be32 (GByteArray *out, guint at, guint32 value)
{
  guint32 raw = GUINT32_TO_BE (value);

  memcpy (out->data + at, &raw, sizeof raw);
}

static inline void
set_le32 (GByteArray *out, guint at, guint32 value)
{
  guint32 raw = GUINT32_TO_LE (value);

  memcpy (out->data + at, &raw, sizeof raw);
}

G_END_DECLS
