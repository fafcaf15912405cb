// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "data/sample/susun-sample-film.h"

#include "data/sample/susun-sample-bytes.h"

/* Nanoseconds since 2001-01-01, where Matroska's clock starts. */
#define EPOCH_2001 G_GINT64_CONSTANT (978307200)

static void
put_id (GByteArray *out, guint32 id)
{
  for (int shift = 24; shift >= 0; shift -= 8)
    if (id >> shift != 0)
      put_u8 (out, (id >> shift) & 0xff);
}

/* A master element: its size of eight bytes is filled in at the end. */
static guint
master_begin (GByteArray *out, guint32 id)
{
  put_id (out, id);
  put_be64 (out, 0);
  return out->len;
}

static void
master_end (GByteArray *out, guint start)
{
  set_be32 (out, start - 8, 0x01000000);
  set_be32 (out, start - 4, out->len - start);
}

static void
put_number (GByteArray *out, guint32 id, guint64 value)
{
  put_id (out, id);
  put_u8 (out, 0x88);
  put_be64 (out, value);
}

static void
put_string (GByteArray *out, guint32 id, const char *text)
{
  put_id (out, id);
  put_u8 (out, 0x80 | strlen (text));
  put_text (out, text);
}

static void
put_float (GByteArray *out, guint32 id, double value)
{
  guint64 raw;

  memcpy (&raw, &value, sizeof raw);
  put_number (out, id, raw);
}

GBytes *
susun_sample_film_mkv (const SusunSampleFilm *film, const SusunSampleFilmInfo *info)
{
  guint step = 1000 / film->rate;
  GByteArray *out = g_byte_array_new ();
  guint segment, master, entry, video;

  master = master_begin (out, 0x1a45dfa3);
  put_number (out, 0x4286, 1); /* EBML versions and limits */
  put_number (out, 0x42f7, 1);
  put_number (out, 0x42f2, 4);
  put_number (out, 0x42f3, 8);
  put_string (out, 0x4282, "matroska");
  put_number (out, 0x4287, 4);
  put_number (out, 0x4285, 2);
  master_end (out, master);

  segment = master_begin (out, 0x18538067);
  master = master_begin (out, 0x1549a966); /* Info */
  put_number (out, 0x2ad7b1, 1000000);     /* time in milliseconds */
  put_float (out, 0x4489, film->frames->len * step);
  if (info->created != 0)
    put_number (out, 0x4461,
                (guint64) ((info->created - EPOCH_2001) * G_GINT64_CONSTANT (1000000000)));
  put_string (out, 0x4d80, "susun-make-sample");
  put_string (out, 0x5741, "susun-make-sample");
  master_end (out, master);

  master = master_begin (out, 0x1654ae6b); /* Tracks */
  entry = master_begin (out, 0xae);
  put_number (out, 0xd7, 1);   /* number */
  put_number (out, 0x73c5, 1); /* UID */
  put_number (out, 0x83, 1);   /* video */
  put_number (out, 0x9c, 0);   /* no lacing */
  put_number (out, 0x23e383, step * G_GUINT64_CONSTANT (1000000));
  put_string (out, 0x86, "V_MJPEG");
  video = master_begin (out, 0xe0);
  put_number (out, 0xb0, film->width);
  put_number (out, 0xba, film->height);
  master_end (out, video);
  master_end (out, entry);
  master_end (out, master);

  master = master_begin (out, 0x1f43b675); /* Cluster */
  put_number (out, 0xe7, 0);
  for (guint i = 0; i < film->frames->len; i++)
    {
      GBytes *frame = g_ptr_array_index (film->frames, i);

      put_u8 (out, 0xa3); /* SimpleBlock: track, time, flags, frame */
      put_be32 (out, 0x10000000 | (4 + g_bytes_get_size (frame)));
      put_u8 (out, 0x81);
      put_be16 (out, i * step);
      put_u8 (out, 0x80);
      put_bytes (out, frame);
    }
  master_end (out, master);
  master_end (out, segment);
  return g_byte_array_free_to_bytes (out);
}
