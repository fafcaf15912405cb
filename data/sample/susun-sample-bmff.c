// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "data/sample/susun-sample-film.h"

#include "data/sample/susun-sample-bytes.h"

/* Seconds from 1904, where QuickTime's clock starts, to 1970. */
#define EPOCH_1904 G_GINT64_CONSTANT (2082844800)
#define TIMESCALE 600

static guint
box_begin (GByteArray *out, const char *type)
{
  guint start = out->len;

  put_be32 (out, 0);
  put_text (out, type);
  return start;
}

static guint
full_box_begin (GByteArray *out, const char *type, guint version_and_flags)
{
  guint start = box_begin (out, type);

  put_be32 (out, version_and_flags);
  return start;
}

static void
box_end (GByteArray *out, guint start)
{
  set_be32 (out, start, out->len - start);
}

static guint32
clock_1904 (const SusunSampleFilmInfo *info)
{
  return info->created != 0 ? info->created + EPOCH_1904 : 0;
}

static void
put_matrix (GByteArray *out)
{
  static const guint32 unity[] = { 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000 };

  for (guint i = 0; i < G_N_ELEMENTS (unity); i++)
    put_be32 (out, unity[i]);
}

static void
put_headers (GByteArray *out, const SusunSampleFilmInfo *info, guint duration)
{
  guint mvhd = full_box_begin (out, "mvhd", 0);

  put_be32 (out, clock_1904 (info));
  put_be32 (out, clock_1904 (info));
  put_be32 (out, TIMESCALE);
  put_be32 (out, duration);
  put_be32 (out, 0x10000); /* rate 1 */
  put_be16 (out, 0x100);   /* volume 1 */
  put_zeros (out, 10);
  put_matrix (out);
  put_zeros (out, 24);
  put_be32 (out, 2); /* the next track's number */
  box_end (out, mvhd);
}

static void
put_handler (GByteArray *out, const char *component, const char *type, const char *name)
{
  guint hdlr = full_box_begin (out, "hdlr", 0);

  g_byte_array_append (out, (const guint8 *) component, 4);
  put_text (out, type);
  put_zeros (out, 12);
  put_text (out, name);
  put_u8 (out, 0);
  box_end (out, hdlr);
}

/* MPEG-4 names a JPEG track by an object type in a descriptor, QuickTime by a code of its own. */
static void
put_descriptor (GByteArray *out)
{
  guint esds = full_box_begin (out, "esds", 0);

  put_u8 (out, 3); /* ES descriptor */
  put_u8 (out, 3 + 2 + 13 + 3);
  put_be16 (out, 1);
  put_u8 (out, 0);
  put_u8 (out, 4); /* decoder configuration */
  put_u8 (out, 13);
  put_u8 (out, 0x6c); /* JPEG */
  put_u8 (out, 0x11); /* a visual stream */
  put_zeros (out, 3 + 4 + 4);
  put_u8 (out, 6); /* SL configuration */
  put_u8 (out, 1);
  put_u8 (out, 2);
  box_end (out, esds);
}

static void
put_sample_tables (GByteArray *out, const SusunSampleFilm *film, gboolean quicktime,
                   guint first_frame)
{
  guint stbl = box_begin (out, "stbl");
  guint stsd = full_box_begin (out, "stsd", 0), entry, table;
  guint offset = first_frame;

  put_be32 (out, 1);
  entry = box_begin (out, quicktime ? "jpeg" : "mp4v");
  put_zeros (out, 6);
  put_be16 (out, 1);
  put_zeros (out, 16);
  put_be16 (out, film->width);
  put_be16 (out, film->height);
  put_be32 (out, 72 << 16);
  put_be32 (out, 72 << 16);
  put_be32 (out, 0);
  put_be16 (out, 1);
  put_zeros (out, 32);
  put_be16 (out, 24);
  put_be16 (out, 0xffff);
  if (!quicktime)
    put_descriptor (out);
  box_end (out, entry);
  box_end (out, stsd);

  table = full_box_begin (out, "stts", 0);
  put_be32 (out, 1);
  put_be32 (out, film->frames->len);
  put_be32 (out, TIMESCALE / film->rate);
  box_end (out, table);

  table = full_box_begin (out, "stsc", 0);
  put_be32 (out, 1);
  put_be32 (out, 1);
  put_be32 (out, 1);
  put_be32 (out, 1);
  box_end (out, table);

  table = full_box_begin (out, "stsz", 0);
  put_be32 (out, 0);
  put_be32 (out, film->frames->len);
  for (guint i = 0; i < film->frames->len; i++)
    put_be32 (out, g_bytes_get_size (g_ptr_array_index (film->frames, i)));
  box_end (out, table);

  table = full_box_begin (out, "stco", 0);
  put_be32 (out, film->frames->len);
  for (guint i = 0; i < film->frames->len; i++)
    {
      put_be32 (out, offset);
      offset += g_bytes_get_size (g_ptr_array_index (film->frames, i));
    }
  box_end (out, table);
  box_end (out, stbl);
}

static void
put_track (GByteArray *out, const SusunSampleFilm *film, const SusunSampleFilmInfo *info,
           guint duration, gboolean quicktime, guint first_frame)
{
  guint trak = box_begin (out, "trak");
  guint box = full_box_begin (out, "tkhd", 7 /* enabled, in film and preview */), mdia, minf;

  put_be32 (out, clock_1904 (info));
  put_be32 (out, clock_1904 (info));
  put_be32 (out, 1);
  put_be32 (out, 0);
  put_be32 (out, duration);
  put_zeros (out, 16);
  put_matrix (out);
  put_be32 (out, film->width << 16);
  put_be32 (out, film->height << 16);
  box_end (out, box);

  mdia = box_begin (out, "mdia");
  box = full_box_begin (out, "mdhd", 0);
  put_be32 (out, clock_1904 (info));
  put_be32 (out, clock_1904 (info));
  put_be32 (out, TIMESCALE);
  put_be32 (out, duration);
  put_be16 (out, 0x55c4); /* language: undetermined */
  put_be16 (out, 0);
  box_end (out, box);
  put_handler (out, quicktime ? "mhlr" : "\0\0\0\0", "vide", "Video");

  minf = box_begin (out, "minf");
  box = full_box_begin (out, "vmhd", 1);
  put_zeros (out, 8);
  box_end (out, box);
  box = box_begin (out, "dinf");
  {
    guint dref = full_box_begin (out, "dref", 0), url;

    put_be32 (out, 1);
    url = full_box_begin (out, "url ", 1 /* in this file */);
    box_end (out, url);
    box_end (out, dref);
  }
  box_end (out, box);
  put_sample_tables (out, film, quicktime, first_frame);
  box_end (out, minf);
  box_end (out, mdia);
  box_end (out, trak);
}

static void
put_apple_keys (GByteArray *out, const SusunSampleFilmInfo *info)
{
  const struct
  {
    const char *key, *value;
  } all[] = {
    { "com.apple.quicktime.make", info->make },
    { "com.apple.quicktime.model", info->model },
    { "com.apple.quicktime.creationdate", info->apple_date },
    { "com.apple.quicktime.content.identifier", info->apple_pair },
  };
  guint meta, box, count = 0, number = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    count += all[i].value != NULL;
  if (count == 0)
    return;

  meta = box_begin (out, "meta"); /* QuickTime's, which is no full box */
  put_handler (out, "\0\0\0\0", "mdta", "");
  box = full_box_begin (out, "keys", 0);
  put_be32 (out, count);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].value != NULL)
      {
        guint key = box_begin (out, "mdta");

        put_text (out, all[i].key);
        box_end (out, key);
      }
  box_end (out, box);
  box = box_begin (out, "ilst");
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].value != NULL)
      {
        guint item = out->len, data;

        put_be32 (out, 0);
        put_be32 (out, ++number);
        data = full_box_begin (out, "data", 1 /* UTF-8 */);
        put_be32 (out, 0);
        put_text (out, all[i].value);
        box_end (out, data);
        box_end (out, item);
      }
  box_end (out, box);
  box_end (out, meta);
}

GBytes *
susun_sample_film_bmff (const SusunSampleFilm *film, const SusunSampleFilmInfo *info,
                        const char *brand)
{
  gboolean quicktime = g_str_equal (brand, "qt  ");
  guint duration = film->frames->len * (TIMESCALE / film->rate);
  GByteArray *out = g_byte_array_new ();
  guint box = box_begin (out, "ftyp"), first_frame, moov;

  put_text (out, brand);
  put_be32 (out, 0);
  put_text (out, brand);
  if (!quicktime)
    put_text (out, "isom");
  box_end (out, box);

  box = box_begin (out, "mdat");
  first_frame = out->len;
  for (guint i = 0; i < film->frames->len; i++)
    put_bytes (out, g_ptr_array_index (film->frames, i));
  box_end (out, box);

  /* At the end, where a camera writes it when it has seen the last frame. */
  moov = box_begin (out, "moov");
  put_headers (out, info, duration);
  put_track (out, film, info, duration, quicktime, first_frame);
  put_apple_keys (out, info);
  box_end (out, moov);
  return g_byte_array_free_to_bytes (out);
}
