// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "fixture.h"

#include <string.h>

#include "core/media/susun-reader.h"

#define MAX_TAGS 12
#define MAX_SEED 65536

void
put (GByteArray *bytes, const void *data, gsize length)
{
  g_byte_array_append (bytes, data, (guint) length);
}

void
put_text (GByteArray *bytes, const char *text)
{
  put (bytes, text, strlen (text));
}

void
put_be (GByteArray *bytes, guint64 value, int width)
{
  for (int i = width - 1; i >= 0; i--)
    {
      guint8 byte = (guint8) (value >> 8 * i);
      put (bytes, &byte, 1);
    }
}

void
put_le (GByteArray *bytes, guint64 value, int width)
{
  for (int i = 0; i < width; i++)
    {
      guint8 byte = (guint8) (value >> 8 * i);
      put (bytes, &byte, 1);
    }
}

typedef struct
{
  guint16 tag;
  const char *text;    /* (nullable): an ASCII value */
  guint64 number;      /* a LONG otherwise */
  const guint8 *times; /* (nullable): three RATIONALs */
} Tag;

typedef struct
{
  Tag tags[MAX_TAGS];
  guint n;
} Ifd;

static void
put_number (GByteArray *bytes, const FixtureExif *exif, guint64 value, int width)
{
  if (exif->big_endian)
    put_be (bytes, value, width);
  else
    put_le (bytes, value, width);
}

static void
add_text (Ifd *ifd, guint16 tag, const char *text)
{
  if (text != NULL)
    ifd->tags[ifd->n++] = (Tag){ .tag = tag, .text = text };
}

/* A directory at the end of @bytes, its values behind it. */
static void
put_ifd (GByteArray *bytes, const FixtureExif *exif, const Ifd *ifd)
{
  int word = exif->big_tiff ? 8 : 4;
  guint entry_size = exif->big_tiff ? 20 : 12;
  guint start = bytes->len;
  guint values = start + (exif->big_tiff ? 8 : 2) + ifd->n * entry_size + (guint) word;
  g_autoptr (GByteArray) heap = g_byte_array_new ();

  put_number (bytes, exif, ifd->n, exif->big_tiff ? 8 : 2);
  for (guint i = 0; i < ifd->n; i++)
    {
      const Tag *tag = &ifd->tags[i];
      gsize size = tag->text != NULL ? strlen (tag->text) + 1 : tag->times != NULL ? 24 : 4;
      put_number (bytes, exif, tag->tag, 2);
      put_number (bytes, exif, tag->text != NULL ? 2 : tag->times != NULL ? 5 : 4, 2);
      put_number (bytes, exif, tag->text != NULL ? size : tag->times != NULL ? 3 : 1, word);
      if (tag->text != NULL && size <= (gsize) word)
        {
          guint8 inline_value[8] = { 0 };
          memcpy (inline_value, tag->text, size);
          put (bytes, inline_value, (gsize) word);
        }
      else if (tag->text != NULL)
        {
          put_number (bytes, exif, values + heap->len, word);
          put (heap, tag->text, size);
        }
      else if (tag->times != NULL)
        {
          put_number (bytes, exif, values + heap->len, word);
          for (int t = 0; t < 3; t++)
            {
              put_number (heap, exif, tag->times[t], 4);
              put_number (heap, exif, 1, 4);
            }
        }
      else
        put_number (bytes, exif, tag->number, word);
    }
  put_number (bytes, exif, 0, word); /* no next directory */
  put (bytes, heap->data, heap->len);
}

GByteArray *
fixture_tiff (const FixtureExif *exif)
{
  GByteArray *bytes = g_byte_array_new ();
  Ifd ifd0 = { 0 }, sub = { 0 }, gps = { 0 };
  g_autoptr (GByteArray) rest = g_byte_array_new ();
  guint header = exif->big_tiff ? 16 : 8;

  add_text (&sub, 0x9003, exif->original);
  add_text (&sub, 0x9004, exif->digitized);
  add_text (&sub, 0x9010, exif->offset);
  add_text (&sub, 0x9011, exif->offset_original);
  add_text (&sub, 0x9291, exif->subsec_original);
  add_text (&sub, 0xa431, exif->serial);
  if (exif->gps_date != NULL)
    {
      gps.tags[gps.n++] = (Tag){ .tag = 0x0007, .times = exif->gps_time };
      add_text (&gps, 0x001d, exif->gps_date);
    }

  /* The sub-directories stand first, so that their offsets are known. */
  put (rest, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", header);
  add_text (&ifd0, 0x010f, exif->make);
  add_text (&ifd0, 0x0110, exif->model);
  add_text (&ifd0, 0x0132, exif->modified);
  ifd0.tags[ifd0.n++] = (Tag){ .tag = 0x8769, .number = rest->len };
  put_ifd (rest, exif, &sub);
  if (gps.n > 0)
    {
      ifd0.tags[ifd0.n++] = (Tag){ .tag = 0x8825, .number = rest->len };
      put_ifd (rest, exif, &gps);
    }

  put_text (bytes, exif->big_endian ? "MM" : "II");
  put_number (bytes, exif, exif->big_tiff ? 43 : 42, 2);
  if (exif->big_tiff)
    {
      put_number (bytes, exif, 8, 2);
      put_number (bytes, exif, 0, 2);
    }
  put_number (bytes, exif, rest->len, exif->big_tiff ? 8 : 4);
  put (bytes, rest->data + header, rest->len - header);
  put_ifd (bytes, exif, &ifd0);
  return bytes;
}

GByteArray *
fixture_jpeg (const FixtureExif *exif)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GByteArray) tiff = fixture_tiff (exif);

  put (bytes, "\xff\xd8\xff\xe1", 4);
  put_be (bytes, 2 + 6 + tiff->len, 2);
  put (bytes, "Exif\0", 6);
  put (bytes, tiff->data, tiff->len);
  put (bytes, "\xff\xda\0\x02xxxxxxxx\xff\xd9", 14);
  return bytes;
}

char *
fixture_xmp (const char *property, const char *value)
{
  return g_strdup_printf (
      "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
      "rdf:about='' xmlns:exif='http://ns.adobe.com/exif/1.0/' "
      "xmlns:xmp='http://ns.adobe.com/xap/1.0/' "
      "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' %s='%s'/></rdf:RDF></x:xmpmeta>",
      property, value);
}

void
put_box (GByteArray *bytes, const char *type, const GByteArray *content)
{
  put_be (bytes, 8 + content->len, 4);
  put (bytes, type, 4);
  put (bytes, content->data, content->len);
}

guint64
fixture_since_1904 (const char *utc)
{
  return (guint64) (susun_wall_from_text (utc) + G_GINT64_CONSTANT (2082844800));
}

void
fixture_keep (const void *data, gsize length, const char *name)
{
  const char *folder = g_getenv ("SUSUN_SEEDS");

  if (folder == NULL || length > MAX_SEED)
    return;
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_SHA1, data, length);
  g_autofree char *path = g_strdup_printf ("%s/%s-%s", folder, sum, name);
  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
}

SusunEvidence *
fixture_read (const GByteArray *bytes, const char *name)
{
  g_autoptr (SusunInput) input = susun_input_new ();
  SusunEvidence *evidence = susun_evidence_new ();
  g_autoptr (GError) error = NULL;

  fixture_keep (bytes->data, bytes->len, name);
  susun_input_open_memory (input, bytes->data, bytes->len, name);
  g_assert_true (susun_media_read (input, evidence, &error));
  g_assert_no_error (error);
  return evidence;
}

SusunEvidence *
fixture_read_sidecar (const void *data, gsize length, const char *name)
{
  g_autoptr (SusunInput) input = susun_input_new ();
  SusunEvidence *evidence = susun_evidence_new ();

  fixture_keep (data, length, name);
  susun_input_open_memory (input, data, length, name);
  g_assert_true (susun_media_read_sidecar (input, evidence, NULL));
  return evidence;
}

char *
fixture_told (const SusunEvidence *evidence, SusunDateSource source)
{
  for (guint i = 0; i < evidence->candidates->len; i++)
    {
      const SusunDateCandidate *c = &g_array_index (evidence->candidates, SusunDateCandidate, i);
      char wall[SUSUN_WALL_TEXT_SIZE], offset[SUSUN_OFFSET_TEXT_SIZE];
      if (c->source != source)
        continue;
      susun_wall_to_text (c->wall, wall);
      susun_offset_to_text (c->offset, offset);
      if (c->precision == SUSUN_PRECISION_DAY)
        wall[10] = '\0';
      return g_strconcat (wall, c->is_utc ? "Z" : "", offset, NULL);
    }
  return g_strdup ("-");
}
