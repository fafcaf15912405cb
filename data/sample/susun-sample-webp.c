// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "data/sample/susun-sample-still.h"

#include "data/sample/susun-sample-bytes.h"

/* A lossless WebP in the plainest form that still packs well: subtract green, predict every pixel
 * from its left neighbour, one prefix code for each channel's rests. */

#define N_GREEN (256 + 24) /* literals and the length codes, which we never use */
#define N_CHANNEL 256
#define N_DISTANCE 40
#define MAX_LENGTH 15

typedef struct
{
  GByteArray *out;
  guint64 pending;
  guint n_pending;
} BitWriter;

static void
put_bits (BitWriter *self, guint value, guint count)
{
  self->pending |= (guint64) value << self->n_pending;
  for (self->n_pending += count; self->n_pending >= 8; self->n_pending -= 8)
    {
      put_u8 (self->out, self->pending & 0xff);
      self->pending >>= 8;
    }
}

typedef struct
{
  guint8 length[N_GREEN];
  guint16 code[N_GREEN];
  guint only; /* the symbol, when there is just one: all lengths are 0 then */
} PrefixCode;

/* Lengths of a Huffman tree over @counts. The two lightest trees are joined until one is left; a
 * tree that grows too deep is made again with the light symbols lifted. */
static void
find_lengths (const guint *counts, guint n_symbols, guint lift, guint8 *length)
{
  guint weight[2 * N_GREEN], parent[2 * N_GREEN], n_nodes = n_symbols;
  gboolean open[2 * N_GREEN];
  guint n_open = 0;

  for (guint i = 0; i < n_symbols; i++)
    {
      weight[i] = counts[i] > 0 ? MAX (counts[i], lift) : 0;
      open[i] = counts[i] > 0;
      n_open += open[i];
    }
  memset (length, 0, n_symbols);
  if (n_open < 2)
    return;
  for (; n_open > 1; n_open--, n_nodes++)
    {
      guint lightest[2];

      for (guint k = 0; k < 2; k++)
        {
          lightest[k] = G_MAXUINT;
          for (guint i = 0; i < n_nodes; i++)
            if (open[i] && (lightest[k] == G_MAXUINT || weight[i] < weight[lightest[k]]))
              lightest[k] = i;
          open[lightest[k]] = FALSE;
          parent[lightest[k]] = n_nodes;
        }
      weight[n_nodes] = weight[lightest[0]] + weight[lightest[1]];
      open[n_nodes] = TRUE;
    }
  for (guint i = 0; i < n_symbols; i++)
    {
      guint depth = 0;

      if (counts[i] > 0)
        for (guint node = i; node != n_nodes - 1; node = parent[node])
          depth++;
      length[i] = MIN (depth, MAX_LENGTH + 1);
    }
}

static guint
reversed (guint code, guint length)
{
  guint result = 0;

  for (guint i = 0; i < length; i++)
    result |= ((code >> i) & 1) << (length - 1 - i);
  return result;
}

/* Canonical codes, shorter first; the format packs them from their first bit. */
static void
find_codes (PrefixCode *self, guint n_symbols)
{
  guint code = 0;

  for (guint length = 1; length <= MAX_LENGTH; length++, code <<= 1)
    for (guint i = 0; i < n_symbols; i++)
      if (self->length[i] == length)
        self->code[i] = reversed (code++, length);
}

static void
prefix_code_init (PrefixCode *self, const guint *counts, guint n_symbols)
{
  gboolean too_deep = TRUE;

  memset (self, 0, sizeof *self);
  for (guint i = 0; i < n_symbols; i++)
    if (counts[i] > 0)
      self->only = i;
  for (guint lift = 1; too_deep; lift *= 2)
    {
      too_deep = FALSE;
      find_lengths (counts, n_symbols, lift, self->length);
      for (guint i = 0; i < n_symbols; i++)
        too_deep |= self->length[i] > MAX_LENGTH;
    }
  find_codes (self, n_symbols);
}

/* "Simple": one symbol that costs no bits. */
static void
put_single_symbol (BitWriter *bits, guint symbol)
{
  put_bits (bits, 1, 1); /* simple */
  put_bits (bits, 0, 1); /* one symbol */
  put_bits (bits, 1, 1); /* of eight bits */
  put_bits (bits, symbol, 8);
}

static void
put_prefix_code (BitWriter *bits, PrefixCode *code, guint n_symbols)
{
  guint n_used = 0;

  for (guint i = 0; i < n_symbols; i++)
    n_used += code->length[i] > 0;
  if (n_used == 0)
    {
      put_single_symbol (bits, code->only);
      return;
    }
  put_bits (bits, 0, 1);
  /* The lengths 0 … 15 are themselves written in a code of sixteen words of four bits; the format
   * lists the lengths of that code in its own order: 17, 18, 0 … 5, 16, 6 … 15. */
  put_bits (bits, 19 - 4, 4);
  for (guint i = 0; i < 19; i++)
    put_bits (bits, i == 0 || i == 1 || i == 8 ? 0 : 4, 3);
  put_bits (bits, 0, 1); /* all symbols follow */
  for (guint i = 0; i < n_symbols; i++)
    put_bits (bits, reversed (code->length[i], 4), 4);
}

/* What is left of each channel: red and blue lose the green, then all lose their left neighbour
 * (the first column its upper one). */
static guint8 *
residuals (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  guint8 *rest = g_new0 (guint8, (gsize) width * height * 3);

  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      {
        const guint8 *here = pixels + row * stride + column * 3;
        const guint8 *before = column > 0 ? here - 3 : row > 0 ? here - stride : NULL;
        guint8 *to = rest + ((gsize) row * width + column) * 3;

        for (guint k = 0; k < 3; k++)
          {
            guint8 value = k == 1 ? here[1] : here[k] - here[1];
            guint8 guess = before == NULL ? 0 : k == 1 ? before[1] : before[k] - before[1];

            to[k] = value - guess;
          }
      }
  return rest;
}

static void
put_lossless (BitWriter *bits, GdkPixbuf *pixbuf)
{
  guint width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  g_autofree guint8 *rest = residuals (pixbuf);
  guint counts[3][N_GREEN] = { 0 };
  PrefixCode codes[3];

  for (gsize i = 0; i < (gsize) width * height * 3; i++)
    counts[i % 3][rest[i]]++;
  for (guint k = 0; k < 3; k++)
    prefix_code_init (&codes[k], counts[k], k == 1 ? N_GREEN : N_CHANNEL);

  put_bits (bits, 0x2f, 8);
  put_bits (bits, width - 1, 14);
  put_bits (bits, height - 1, 14);
  put_bits (bits, 0, 1); /* no alpha */
  put_bits (bits, 0, 3); /* version */

  put_bits (bits, 1, 1); /* a transform: */
  put_bits (bits, 2, 2); /* subtract green */
  put_bits (bits, 1, 1); /* a transform: */
  put_bits (bits, 0, 2); /* predict, one mode for blocks of 512 × 512 */
  put_bits (bits, 7, 3);
  put_bits (bits, 0, 1);       /* the picture of modes: no colour cache, */
  put_single_symbol (bits, 1); /* green is mode 1, left, everywhere */
  put_single_symbol (bits, 0);
  put_single_symbol (bits, 0);
  put_single_symbol (bits, 255);
  put_single_symbol (bits, 0);
  put_bits (bits, 0, 1); /* no more transforms */

  put_bits (bits, 0, 1); /* no colour cache */
  put_bits (bits, 0, 1); /* one set of prefix codes: green, red, blue, alpha, distance */
  put_prefix_code (bits, &codes[1], N_GREEN);
  put_prefix_code (bits, &codes[0], N_CHANNEL);
  put_prefix_code (bits, &codes[2], N_CHANNEL);
  put_single_symbol (bits, 0);
  put_single_symbol (bits, 0);
  for (gsize i = 0; i < (gsize) width * height * 3; i += 3)
    {
      static const guint order[] = { 1, 0, 2 };

      for (guint k = 0; k < 3; k++)
        {
          PrefixCode *code = &codes[order[k]];
          guint8 symbol = rest[i + order[k]];

          put_bits (bits, code->code[symbol], code->length[symbol]);
        }
    }
  put_bits (bits, 0, (8 - bits->n_pending) % 8);
}

static void
put_riff_chunk (GByteArray *out, const char *type, const guint8 *data, guint size)
{
  put_text (out, type);
  put_le32 (out, size);
  g_byte_array_append (out, data, size);
  put_zeros (out, size % 2);
}

GBytes *
susun_sample_webp (GdkPixbuf *pixbuf, GBytes *exif)
{
  guint width = gdk_pixbuf_get_width (pixbuf) - 1, height = gdk_pixbuf_get_height (pixbuf) - 1;
  guint8 extended[10] = { 0 };
  BitWriter bits = { g_byte_array_new (), 0, 0 };
  GByteArray *out = g_byte_array_new ();

  put_lossless (&bits, pixbuf);
  put_text (out, "RIFF");
  put_le32 (out, 0);
  put_text (out, "WEBP");
  if (exif != NULL)
    {
      extended[0] = 0x08; /* there is EXIF */
      for (guint i = 0; i < 3; i++)
        {
          extended[4 + i] = width >> (8 * i);
          extended[7 + i] = height >> (8 * i);
        }
      put_riff_chunk (out, "VP8X", extended, sizeof extended);
    }
  put_riff_chunk (out, "VP8L", bits.out->data, bits.out->len);
  if (exif != NULL) /* without the "Exif\0\0" of the JPEG segment */
    put_riff_chunk (out, "EXIF", (const guint8 *) g_bytes_get_data (exif, NULL) + 6,
                    g_bytes_get_size (exif) - 6);
  set_le32 (out, 4, out->len - 8);
  g_byte_array_unref (bits.out);
  return g_byte_array_free_to_bytes (out);
}
