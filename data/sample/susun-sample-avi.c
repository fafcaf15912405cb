// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "data/sample/susun-sample-film.h"

#include "data/sample/susun-sample-bytes.h"

static guint
chunk_begin (GByteArray *out, const char *type)
{
  put_text (out, type);
  put_le32 (out, 0);
  return out->len;
}

static guint
list_begin (GByteArray *out, const char *list, const char *type)
{
  guint start = chunk_begin (out, list);

  put_text (out, type);
  return start;
}

static void
chunk_end (GByteArray *out, guint start)
{
  set_le32 (out, start - 4, out->len - start);
  put_zeros (out, (out->len - start) % 2);
}

static void
put_avi_headers (GByteArray *out, const SusunSampleFilm *film, const SusunSampleFilmInfo *info)
{
  guint hdrl = list_begin (out, "LIST", "hdrl"), chunk = chunk_begin (out, "avih"), strl;

  put_le32 (out, 1000000 / film->rate);
  put_le32 (out, 0);
  put_le32 (out, 0);
  put_le32 (out, 0x10); /* there is an index */
  put_le32 (out, film->frames->len);
  put_le32 (out, 0);
  put_le32 (out, 1); /* streams */
  put_le32 (out, 0);
  put_le32 (out, film->width);
  put_le32 (out, film->height);
  put_zeros (out, 16);
  chunk_end (out, chunk);

  strl = list_begin (out, "LIST", "strl");
  chunk = chunk_begin (out, "strh");
  put_text (out, "vidsMJPG");
  put_zeros (out, 12);
  put_le32 (out, 1); /* scale and rate: rate frames a second */
  put_le32 (out, film->rate);
  put_le32 (out, 0);
  put_le32 (out, film->frames->len);
  put_le32 (out, 0);
  put_le32 (out, G_MAXUINT32); /* quality: default */
  put_le32 (out, 0);
  put_le16 (out, 0);
  put_le16 (out, 0);
  put_le16 (out, film->width);
  put_le16 (out, film->height);
  chunk_end (out, chunk);
  chunk = chunk_begin (out, "strf");
  put_le32 (out, 40);
  put_le32 (out, film->width);
  put_le32 (out, film->height);
  put_le16 (out, 1);
  put_le16 (out, 24);
  put_text (out, "MJPG");
  put_le32 (out, film->width * film->height * 3);
  put_zeros (out, 16);
  chunk_end (out, chunk);
  chunk_end (out, strl);

  if (info->riff_date != NULL)
    {
      chunk = chunk_begin (out, "IDIT");
      put_text (out, info->riff_date);
      put_text (out, "\n");
      put_u8 (out, 0);
      chunk_end (out, chunk);
    }
  chunk_end (out, hdrl);
}

GBytes *
susun_sample_film_avi (const SusunSampleFilm *film, const SusunSampleFilmInfo *info)
{
  g_autoptr (GByteArray) index = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();
  guint riff = list_begin (out, "RIFF", "AVI "), movi, chunk;

  put_avi_headers (out, film, info);
  movi = list_begin (out, "LIST", "movi");
  for (guint i = 0; i < film->frames->len; i++)
    {
      put_text (index, "00dc");
      put_le32 (index, 0x10); /* a key frame */
      put_le32 (index, out->len - movi);
      put_le32 (index, g_bytes_get_size (g_ptr_array_index (film->frames, i)));
      chunk = chunk_begin (out, "00dc");
      put_bytes (out, g_ptr_array_index (film->frames, i));
      chunk_end (out, chunk);
    }
  chunk_end (out, movi);
  chunk = chunk_begin (out, "idx1");
  g_byte_array_append (out, index->data, index->len);
  chunk_end (out, chunk);
  chunk_end (out, riff);
  return g_byte_array_free_to_bytes (out);
}
