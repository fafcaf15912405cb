// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/*
 * What a thumbnail of 256 pixels costs, by kind: processor time, the median of some rounds, with
 * the file in the page cache. The limits are PERFORMANCE.md's.
 */

#include "config.h"

#include <gst/gst.h>
#include <libheif/heif.h>
#include <time.h>

#include "core/thumbs/susun-thumb-cache.h"
#include "core/thumbs/susun-thumb-pool.h"
#include "core/thumbs/susun-thumbnailer.h"
#include "thumbs-fixture.h"

#define ROUNDS 15
#define N_PHOTOS 48

static double
now_ms (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

/* Processor time of all threads, in milliseconds. @limit: or 0 for none. Returns: the best */
static double
measure (const char *what, const char *path, SusunThumbWant want, double limit)
{
  g_autoptr (SusunThumbnailer) thumbnailer = susun_thumbnailer_new ();
  double cpu[ROUNDS], wall[ROUNDS];

  for (int i = -1; i < ROUNDS; i++) /* the first fills caches and loads plugins */
    {
      double cpu_start = now_ms (CLOCK_PROCESS_CPUTIME_ID), start = now_ms (CLOCK_MONOTONIC);
      g_autoptr (GError) error = NULL;
      g_autoptr (SusunThumb) thumb = susun_thumbnailer_load_path (
          thumbnailer, path, SUSUN_THUMB_SIZE_LARGE, want, NULL, &error);
      g_assert_no_error (error);
      if (i < 0)
        continue;
      g_assert_cmpstr (susun_thumb_get_problem (thumb), ==, NULL);
      g_assert_nonnull (susun_thumb_get_pixels (thumb));
      cpu[i] = now_ms (CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
      wall[i] = now_ms (CLOCK_MONOTONIC) - start;
    }
  qsort (cpu, ROUNDS, sizeof cpu[0], compare_doubles);
  qsort (wall, ROUNDS, sizeof wall[0], compare_doubles);
  g_test_message ("%s: %.2f ms of processor time, %.2f ms until it is there (best %.2f / %.2f)%s",
                  what, cpu[ROUNDS / 2], wall[ROUNDS / 2], cpu[0], wall[0],
                  limit > 0 ? "" : ", no limit set");
  if (limit > 0)
    g_assert_cmpfloat (cpu[0], <, limit);
  return cpu[0];
}

/* What gdk-pixbuf alone takes for the same file: no way to a scaled decode is shorter. */
static double
measure_floor (const char *path)
{
  double best = G_MAXDOUBLE;

  for (int i = 0; i < ROUNDS; i++)
    {
      double start = now_ms (CLOCK_PROCESS_CPUTIME_ID);
      g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_scale (path, 256, 256, TRUE, NULL);
      g_assert_nonnull (pixbuf);
      best = MIN (best, now_ms (CLOCK_PROCESS_CPUTIME_ID) - start);
    }
  return best;
}

/* A picture as busy as a photo: about a quarter of a byte a pixel as JPEG. */
static GdkPixbuf *
make_photo (int width, int height)
{
  GdkPixbuf *pixbuf = fixture_picture (width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  gsize n = (gsize) gdk_pixbuf_get_rowstride (pixbuf) * (gsize) height;
  guint32 state = 1;

  for (gsize i = 0; i < n; i++)
    {
      state = state * 1664525 + 1013904223;
      pixels[i] ^= (guint8) (state >> 26);
    }
  return pixbuf;
}

static GByteArray *
make_jpeg (int width, int height)
{
  g_autoptr (GdkPixbuf) photo = make_photo (width, height);
  g_autoptr (GdkPixbuf) small = fixture_picture (160, 120);
  g_autoptr (GByteArray) thumb = fixture_encode (small, "jpeg");
  g_autoptr (GByteArray) jpeg = fixture_encode (photo, "jpeg");

  return fixture_with_exif (jpeg, 6, thumb);
}

static void
bench_jpeg (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = make_jpeg (4000, 3000);
  g_autofree char *path = fixture_write (self, "a.jpg", bytes->data, bytes->len);
  double floor = measure_floor (path), best;

  g_test_message ("12 MP JPEG of %.1f MB", bytes->len / 1e6);
  measure ("JPEG, 12 MP, placeholder", path, SUSUN_THUMB_WANT_PLACEHOLDER, 2);
  best = measure ("JPEG, 12 MP", path, SUSUN_THUMB_WANT_FULL, 45);
  g_test_message ("%.2f times what gdk-pixbuf alone takes (%.2f ms)", best / floor, floor);
  g_assert_cmpfloat (best, <, floor * 1.2);
}

static void
bench_raw (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) large = make_jpeg (4000, 3000);
  g_autoptr (GByteArray) middle = make_jpeg (1616, 1080);
  g_autoptr (GByteArray) bytes = fixture_raw (1, (GByteArray *[]){ middle, large }, 2);
  g_autofree char *path = fixture_write (self, "a.dng", bytes->data, bytes->len);

  measure ("RAW, by its preview of 1616 x 1080", path, SUSUN_THUMB_WANT_FULL, 45);
}

static void
bench_png (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkPixbuf) photo = fixture_picture (1080, 2400);
  g_autoptr (GByteArray) bytes = fixture_encode (photo, "png");
  g_autofree char *path = fixture_write (self, "a.png", bytes->data, bytes->len);

  measure ("PNG, a telephone's screen", path, SUSUN_THUMB_WANT_FULL, 0);
}

static struct heif_image *
to_heif (GdkPixbuf *pixbuf)
{
  struct heif_image *image = NULL;
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf), stride;
  guint8 *plane;

  heif_image_create (width, height, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image);
  heif_image_add_plane (image, heif_channel_interleaved, width, height, 24);
  plane = heif_image_get_plane (image, heif_channel_interleaved, &stride);
  for (int y = 0; y < height; y++)
    memcpy (plane + (gsize) y * (gsize) stride,
            gdk_pixbuf_read_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf),
            (gsize) width * 3);
  return image;
}

static void
bench_heic (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "a.heic");
  g_autoptr (GdkPixbuf) photo = NULL;
  struct heif_context *context;
  struct heif_encoder *encoder = NULL;
  struct heif_image *image;
  struct heif_image_handle *handle = NULL, *thumb = NULL;

  if (!heif_have_encoder_for_format (heif_compression_HEVC))
    {
      g_test_skip ("libheif cannot encode HEVC here");
      return;
    }
  photo = fixture_picture (4032, 3024);
  image = to_heif (photo);
  context = heif_context_alloc ();
  g_assert_cmpint (
      heif_context_get_encoder_for_format (context, heif_compression_HEVC, &encoder).code, ==, 0);
  heif_encoder_set_parameter (encoder, "preset", "ultrafast");
  g_assert_cmpint (heif_context_encode_image (context, image, encoder, NULL, &handle).code, ==, 0);
  g_assert_cmpint (
      heif_context_encode_thumbnail (context, image, handle, encoder, NULL, 320, &thumb).code, ==,
      0);
  g_assert_cmpint (heif_context_write_to_file (context, path).code, ==, 0);
  measure ("HEIC, 12 MP, by its thumbnail", path, SUSUN_THUMB_WANT_FULL, 15);
  heif_image_handle_release (thumb);
  heif_image_handle_release (handle);
  heif_image_release (image);
  heif_encoder_release (encoder);
  heif_context_free (context);
}

/* Returns: FALSE when what it takes is not installed */
static gboolean
make_film (const char *path)
{
  g_autofree char *text = g_strdup_printf (
      "videotestsrc num-buffers=100 pattern=smpte ! video/x-raw,width=1920,height=1080,"
      "framerate=25/1 ! x264enc speed-preset=ultrafast key-int-max=25 ! mp4mux ! "
      "filesink location=\"%s\"",
      path);
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (text, &error);
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  if (pipeline == NULL)
    return FALSE;
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  return message != NULL && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS;
}

static void
bench_film (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "a.mp4");

  gst_init (NULL, NULL);
  if (!make_film (path))
    {
      g_test_skip ("GStreamer cannot encode H.264 here");
      return;
    }
  measure ("film, 1080p H.264", path, SUSUN_THUMB_WANT_FULL, 110);
}

static void
bench_cache (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = fixture_path (self, "thumbnails");
  g_autoptr (SusunThumbCache) cache = susun_thumb_cache_new (folder);
  g_autoptr (GdkPixbuf) photo = make_photo (256, 192);
  g_autoptr (GBytes) pixels = gdk_pixbuf_read_pixel_bytes (photo);
  g_autoptr (SusunThumb) thumb = susun_thumb_new (
      SUSUN_THUMB_FULL, pixels, 256, 192, gdk_pixbuf_get_rowstride (photo), FALSE, -1, NULL);
  double start = now_ms (CLOCK_PROCESS_CPUTIME_ID), middle, end;

  for (int i = 0; i < ROUNDS; i++)
    g_assert_true (
        susun_thumb_cache_write (cache, "/a.jpg", 1, SUSUN_THUMB_SIZE_LARGE, thumb, NULL));
  middle = now_ms (CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < ROUNDS; i++)
    {
      g_autoptr (SusunThumb) read
          = susun_thumb_cache_read (cache, "/a.jpg", 1, SUSUN_THUMB_SIZE_LARGE, FALSE);
      g_assert_nonnull (read);
    }
  end = now_ms (CLOCK_PROCESS_CPUTIME_ID);
  g_test_message ("the desktop's cache: %.2f ms to write, %.2f ms to read",
                  (middle - start) / ROUNDS, (end - middle) / ROUNDS);
}

typedef struct
{
  guint placeholders;
  guint full;
  double first_ms;
} Counts;

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Counts *counts = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunThumb) thumb
      = susun_thumb_pool_load_finish (SUSUN_THUMB_POOL (source), result, &error);

  g_assert_no_error (error);
  if (counts->placeholders + counts->full == 0)
    counts->first_ms = now_ms (CLOCK_MONOTONIC);
  if (susun_thumb_is_placeholder (thumb))
    counts->placeholders++;
  else
    counts->full++;
}

/* A screen full of cells: a placeholder and a finished thumb of each, two threads, no cache. */
static void
bench_pool (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) bytes = make_jpeg (4000, 3000);
  g_autoptr (SusunThumbPool) pool = susun_thumb_pool_new (2, 64 * 1024 * 1024, NULL);
  Counts counts = { 0 };
  double start, placeholders_ms = 0, end;

  for (int i = 0; i < N_PHOTOS; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.jpg", i);
      g_free (fixture_write (self, name, bytes->data, bytes->len));
    }
  start = now_ms (CLOCK_MONOTONIC);
  for (int i = 0; i < N_PHOTOS * 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.jpg", i / 2);
      g_autofree char *path = fixture_path (self, name);
      susun_thumb_pool_load_async (pool, path, SUSUN_THUMB_SIZE_LARGE,
                                   i % 2 ? SUSUN_THUMB_WANT_FULL : SUSUN_THUMB_WANT_PLACEHOLDER,
                                   SUSUN_THUMB_URGENCY_VISIBLE, NULL, counted_cb, &counts);
    }
  while (counts.placeholders + counts.full < N_PHOTOS * 2)
    {
      g_main_context_iteration (NULL, TRUE);
      if (counts.placeholders == N_PHOTOS && placeholders_ms == 0)
        placeholders_ms = now_ms (CLOCK_MONOTONIC);
    }
  end = now_ms (CLOCK_MONOTONIC);
  g_test_message ("pool of 2 threads, %d photos of 12 MP: first after %.1f ms, all placeholders "
                  "after %.0f ms, all finished after %.0f ms: %.0f a second",
                  N_PHOTOS, counts.first_ms - start, placeholders_ms - start, end - start,
                  N_PHOTOS * 1000 / (end - start));
}

#define ADD(path, func)                                                                            \
  g_test_add ("/thumbs/bench/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("jpeg", bench_jpeg);
  ADD ("raw", bench_raw);
  ADD ("png", bench_png);
  ADD ("heic", bench_heic);
  ADD ("film", bench_film);
  ADD ("cache", bench_cache);
  ADD ("pool", bench_pool);
  return g_test_run ();
}
