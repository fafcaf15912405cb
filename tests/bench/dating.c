// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <gst/pbutils/pbutils.h>
#include <libexif/exif-data.h>
#include <libheif/heif.h>

#include "core/media/susun-reader.h"

/*
 * usage: dating FILE...
 *
 * What dating one file costs that is in memory already, in microseconds, beside what the library
 * takes for it that others use: libexif for JPEG, libheif for HEIC, GStreamer's discoverer for
 * films (which opens the file itself). One JSON object a file. The best of several rounds.
 */

#define ROUNDS 7
#define TIMES 200
#define TIMES_DISCOVERED 5

typedef struct
{
  const char *path;
  char *data;
  gsize length;
  SusunInput *input;
  SusunEvidence *evidence;
  GstDiscoverer *discoverer;
} Subject;

static void
by_us (Subject *subject)
{
  susun_evidence_reset (subject->evidence);
  susun_input_open_memory (subject->input, subject->data, subject->length, subject->path);
  g_assert_true (susun_media_read (subject->input, subject->evidence, NULL));
}

static void
by_libexif (Subject *subject)
{
  ExifData *data = exif_data_new_from_data ((const guint8 *) subject->data,
                                            (guint) MIN (subject->length, 65536));

  g_assert_nonnull (data);
  exif_data_unref (data);
}

static void
by_libheif (Subject *subject)
{
  struct heif_context *context = heif_context_alloc ();
  struct heif_image_handle *handle = NULL;
  heif_item_id id;

  heif_context_read_from_memory_without_copy (context, subject->data, subject->length, NULL);
  heif_context_get_primary_image_handle (context, &handle);
  if (heif_image_handle_get_list_of_metadata_block_IDs (handle, "Exif", &id, 1) == 1)
    {
      gsize length = heif_image_handle_get_metadata_size (handle, id);
      g_autofree guint8 *block = g_malloc (length);
      ExifData *data;
      heif_image_handle_get_metadata (handle, id, block);
      data = exif_data_new_from_data (block + 4, (guint) (length - 4));
      g_clear_pointer (&data, exif_data_unref);
    }
  heif_image_handle_release (handle);
  heif_context_free (context);
}

static void
by_discoverer (Subject *subject)
{
  g_autofree char *uri = g_filename_to_uri (subject->path, NULL, NULL);
  GstDiscovererInfo *info = gst_discoverer_discover_uri (subject->discoverer, uri, NULL);

  g_clear_object (&info);
}

static double
best_us (Subject *subject, void (*date) (Subject *), guint times)
{
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 start = g_get_monotonic_time ();
      for (guint i = 0; i < times; i++)
        date (subject);
      best = MIN (best, (double) (g_get_monotonic_time () - start) / times);
    }
  return best;
}

static void
measure (Subject *subject)
{
  const char *peer = NULL;
  double ours, theirs = 0.0;

  ours = best_us (subject, by_us, TIMES);
  if (g_strcmp0 (subject->evidence->format, "jpeg") == 0)
    {
      peer = "libexif";
      theirs = best_us (subject, by_libexif, TIMES);
    }
  else if (subject->length > 12 && memcmp (subject->data + 4, "ftyp", 4) == 0
           && (memcmp (subject->data + 8, "hei", 3) == 0
               || memcmp (subject->data + 8, "mif1", 4) == 0))
    {
      peer = "libheif and libexif";
      theirs = best_us (subject, by_libheif, TIMES);
    }
  else if (g_strcmp0 (subject->evidence->format, "mp4") == 0
           || g_strcmp0 (subject->evidence->format, "quicktime") == 0)
    {
      peer = "GstDiscoverer";
      theirs = best_us (subject, by_discoverer, TIMES_DISCOVERED);
    }
  g_print ("{\"format\": \"%s\", \"candidates\": %u, \"us\": %.2f",
           subject->evidence->format != NULL ? subject->evidence->format : "",
           subject->evidence->candidates->len, ours);
  if (peer != NULL)
    g_print (", \"peer\": \"%s\", \"peer_us\": %.2f", peer, theirs);
  g_print ("}\n");
}

int
main (int argc, char **argv)
{
  SusunInput *input = susun_input_new ();
  SusunEvidence *evidence = susun_evidence_new ();
  GstDiscoverer *discoverer;

  gst_init (NULL, NULL);
  discoverer = gst_discoverer_new (5 * GST_SECOND, NULL);
  for (int i = 1; i < argc; i++)
    {
      Subject subject
          = { .path = argv[i], .input = input, .evidence = evidence, .discoverer = discoverer };
      g_autoptr (GError) error = NULL;
      if (!g_file_get_contents (argv[i], &subject.data, &subject.length, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      measure (&subject);
      g_free (subject.data);
    }
  g_clear_object (&discoverer);
  susun_input_free (input);
  susun_evidence_free (evidence);
  return 0;
}
