// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Any bytes for one reader of the media room, FUZZ_READER: compiled once for each. Files get the
 * beginning by which that reader is found, so that every execution reaches it and no other. */

#include "config.h"

#include <string.h>
#include <time.h>

#include "core/media/susun-preview.h"
#include "core/media/susun-reader.h"
#include "core/media/susun-resolver.h"

/* Packets of a transport stream: the head that is looked at is longer than all others. */
#define TS_PACKET 188
#define MAX_SIZE (1 << 20)
#define MAX_MS 1000

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  const char *reader;
  const char *bytes; /* "?" is any byte */
  gsize length;
} Beginning;

#define BEGINNING(reader, bytes)                                                                   \
  {                                                                                                \
    reader, bytes, sizeof (bytes) - 1                                                              \
  }

static const Beginning beginnings[] = {
  BEGINNING ("jpeg", "\xff\xd8\xff"),
  BEGINNING ("tiff", "II*\0"),
  BEGINNING ("tiff", "MM\0*"),
  BEGINNING ("tiff", "II+\0\x08\0\0\0"),
  BEGINNING ("tiff", "MM\0+\0\x08\0\0"),
  BEGINNING ("tiff", "IIRO"),
  BEGINNING ("tiff", "IIU\0"),
  BEGINNING ("png", "\x89PNG\r\n\x1a\n"),
  BEGINNING ("webp", "RIFF????WEBP"),
  BEGINNING ("avi", "RIFF????AVI "),
  BEGINNING ("heif", "????ftypheic"),
  BEGINNING ("heif", "????ftypmif1"),
  BEGINNING ("heif", "????ftypavif"),
  BEGINNING ("movie", "????ftypqt  "),
  BEGINNING ("movie", "????ftypisom"),
  BEGINNING ("movie", "????ftyp3gp4"),
  BEGINNING ("movie", "????moov"),
  BEGINNING ("movie", "????wide"),
  BEGINNING ("cr3", "????ftypcrx "),
  BEGINNING ("jxl", "\0\0\0\x0cJXL \r\n\x87\n"),
  BEGINNING ("jp2", "\0\0\0\x0cjP  \r\n\x87\n"),
  BEGINNING ("matroska", "\x1a\x45\xdf\xa3"),
  BEGINNING ("asf", "\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
  BEGINNING ("gif", "GIF89a"),
  BEGINNING ("psd", "8BPS"),
  BEGINNING ("ciff", "II????HEAPCCDR"),
  BEGINNING ("mrw", "\0MRM"),
  BEGINNING ("raf", "FUJIFILMCCD"),
  BEGINNING ("x3f", "FOVb"),
  BEGINNING ("bmp", "BM"),
};

/* Kept from one execution to the next, as the workers of a scan do. */
static SusunInput *input;
static SusunEvidence *evidence;
static guint8 buffer[MAX_SIZE];

static gboolean
begins_with (const guint8 *data, gsize size, const Beginning *beginning)
{
  if (size < beginning->length)
    return FALSE;
  for (gsize i = 0; i < beginning->length; i++)
    if (beginning->bytes[i] != '?' && data[i] != (guint8) beginning->bytes[i])
      return FALSE;
  return TRUE;
}

/* Writes one of the reader's beginnings over the first bytes, unless one stands there. */
static void
set_beginning (guint8 *data, gsize size)
{
  const Beginning *own[G_N_ELEMENTS (beginnings)];
  guint n = 0;

  if (g_str_equal (FUZZ_READER, "mpeg-ts"))
    {
      for (gsize at = 0; at < 3 * TS_PACKET && at < size; at += TS_PACKET)
        data[at] = 0x47;
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_equal (beginnings[i].reader, FUZZ_READER))
      {
        if (begins_with (data, size, &beginnings[i]))
          return;
        own[n++] = &beginnings[i];
      }
  g_assert_cmpuint (n, >, 0);
  const Beginning *chosen = own[data[size - 1] % n];
  for (gsize i = 0; i < chosen->length && i < size; i++)
    if (chosen->bytes[i] != '?')
      data[i] = (guint8) chosen->bytes[i];
}

static void
read_file (const guint8 *data, gsize size)
{
  SusunPreviews previews;

  /* Shorter than what tells a format. */
  if (size < 16 || (g_str_equal (FUZZ_READER, "mpeg-ts") && size < 3 * TS_PACKET))
    return;
  memcpy (buffer, data, size);
  set_beginning (buffer, size);
  /* In memory of its very size, so that a byte too far is seen. */
  g_autofree guint8 *exact = g_memdup2 (buffer, size);
  susun_input_open_memory (input, exact, size, "a");
  susun_media_read (input, evidence, NULL);
  g_assert_nonnull (evidence->format);
  susun_media_find_previews (input, &previews, NULL);
  g_assert_nonnull (previews.format);
  susun_input_close (input);
}

/* The records that news agencies use, in the wrapping that JPEG gives them. */
static void
read_iptc (const guint8 *data, gsize size)
{
  static const guint8 head[] = "\xff\xd8\xff\xed??Photoshop 3.0\0"
                               "8BIM\x04\x04\0\0??";
  gsize head_size = sizeof head - 1, length = MIN (size, 60000);
  g_autofree guint8 *bytes = g_malloc (head_size + 2 + length);
  gsize segment = head_size + 2 + length - 4;

  memcpy (bytes, head, head_size);
  bytes[4] = (guint8) (segment >> 8);
  bytes[5] = (guint8) segment;
  bytes[head_size - 2] = bytes[head_size - 1] = 0;
  bytes[head_size] = (guint8) (length >> 8);
  bytes[head_size + 1] = (guint8) length;
  memcpy (bytes + head_size + 2, data, length);
  susun_input_open_memory (input, bytes, head_size + 2 + length, "a");
  susun_media_read (input, evidence, NULL);
  susun_input_close (input);
}

static void
read_sidecar (const guint8 *data, gsize size, gboolean takeout)
{
  g_autofree guint8 *exact = g_memdup2 (data, size);

  if (takeout)
    exact[0] = '{';
  else if (exact[0] == '{' || exact[0] == 0xff)
    exact[0] = '<';
  susun_input_open_memory (input, exact, size, "a");
  susun_media_read_sidecar (input, evidence, NULL);
  susun_input_close (input);
}

static void
read_name (const guint8 *data, gsize size)
{
  g_autofree char *name = g_strndup ((const char *) data, size);

  susun_media_read_name (name, evidence);
}

/* Whatever was read: it is weighed, explained, packed and unpacked. */
static void
resolve (void)
{
  g_autoptr (SusunFolderHints) hints = susun_folder_hints_new ();
  SusunDateRules rules = { .now = 1795176000, .manual = SUSUN_WALL_NONE };
  SusunDate date;
  g_autofree char *note = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GByteArray) packed = susun_evidence_pack (evidence);
  g_autoptr (SusunEvidence) again = susun_evidence_new ();

  susun_folder_hints_add (hints, evidence, &rules);
  susun_resolve (evidence, &rules, hints, &date);
  note = susun_date_note (&date, evidence);
  text = susun_date_explain (&date, evidence, &rules);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  susun_evidence_unpack (again, packed->data, packed->len);
  g_assert_cmpuint (again->candidates->len, ==, evidence->candidates->len);
}

/* What this thread has computed, in milliseconds: waiting for a busy machine is no hang. */
static gint64
get_used_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
read_one (const guint8 *data, gsize size)
{
  susun_evidence_reset (evidence);
  if (g_str_equal (FUZZ_READER, "name"))
    read_name (data, size);
  else if (g_str_equal (FUZZ_READER, "evidence"))
    susun_evidence_unpack (evidence, data, size);
  else if (g_str_equal (FUZZ_READER, "iptc"))
    read_iptc (data, size);
  else if (g_str_equal (FUZZ_READER, "xmp") || g_str_equal (FUZZ_READER, "takeout"))
    read_sidecar (data, size, g_str_equal (FUZZ_READER, "takeout"));
  else
    read_file (data, size);
  if (evidence->candidates->len > 0)
    resolve ();
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  if (size == 0 || size > MAX_SIZE)
    return 0;
  if (input == NULL)
    {
      input = susun_input_new ();
      evidence = susun_evidence_new ();
    }
  gint64 begun = get_used_ms ();
  read_one (data, size);
  g_assert_cmpint (get_used_ms () - begun, <, MAX_MS);
  return 0;
}
