// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gstdio.h>
#include <libheif/heif.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/thumbs/susun-thumbnailer.h"
#include "thumbs-fixture.h"

static const char *library; /* (not owned): the sample library that the build made */

static SusunThumb *
load (const char *path, SusunThumbSize size, SusunThumbWant want)
{
  g_autoptr (SusunThumbnailer) thumbnailer = susun_thumbnailer_new ();
  g_autoptr (GError) error = NULL;
  SusunThumb *thumb = susun_thumbnailer_load_path (thumbnailer, path, size, want, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (thumb);
  return thumb;
}

/* A film that should tell something. Its share of time may be too short on a busy machine that
 * loads its plugins for the first time. */
static SusunThumb *
load_film (const char *path)
{
  SusunThumb *thumb = load (path, SUSUN_THUMB_SIZE_NORMAL, SUSUN_THUMB_WANT_FULL);

  for (int i = 0; i < 5 && susun_thumb_get_state (thumb) == SUSUN_THUMB_UNSHOWABLE; i++)
    {
      susun_thumb_unref (thumb);
      thumb = load (path, SUSUN_THUMB_SIZE_NORMAL, SUSUN_THUMB_WANT_FULL);
    }
  return thumb;
}

static SusunThumb *
load_bytes (Fixture *self, const char *name, const void *data, gsize length, SusunThumbWant want)
{
  g_autofree char *path = fixture_write (self, name, data, length);

  return load (path, SUSUN_THUMB_SIZE_LARGE, want);
}

static void
assert_picture (SusunThumb *thumb, SusunThumbState state, int width, int height, const char *top)
{
  g_autofree char *seen = NULL;

  g_assert_cmpstr (susun_thumb_get_problem (thumb), ==, NULL);
  g_assert_cmpint (susun_thumb_get_state (thumb), ==, state);
  g_assert_cmpint (susun_thumb_get_width (thumb), ==, width);
  g_assert_cmpint (susun_thumb_get_height (thumb), ==, height);
  seen = fixture_top (thumb);
  g_assert_cmpstr (seen, ==, top);
}

static void
assert_none (SusunThumb *thumb, SusunThumbState state, const char *name)
{
  g_test_message ("%s: %s", name, susun_thumb_get_problem (thumb));
  g_assert_cmpint (susun_thumb_get_state (thumb), ==, state);
  g_assert_null (susun_thumb_get_pixels (thumb));
  g_assert_cmpint (susun_thumb_get_width (thumb), ==, 0);
  g_assert_nonnull (susun_thumb_get_problem (thumb));
  g_assert_nonnull (strstr (susun_thumb_get_problem (thumb), name));
}

static void
test_formats (Fixture *self, gconstpointer data)
{
  static const char *const types[] = { "jpeg", "png", "tiff", "bmp" };
  g_autoptr (GdkPixbuf) picture = fixture_picture (1000, 600);
  g_autoptr (GdkPixbuf) small = fixture_picture (60, 40);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GByteArray) bytes = fixture_encode (picture, types[i]);
      g_autoptr (GByteArray) small_bytes = fixture_encode (small, types[i]);
      /* The content tells, whatever the name says. */
      g_autoptr (SusunThumb) thumb
          = load_bytes (self, "a.heic", bytes->data, bytes->len, SUSUN_THUMB_WANT_FULL);
      g_autoptr (SusunThumb) same
          = load_bytes (self, "b.jpg", small_bytes->data, small_bytes->len, SUSUN_THUMB_WANT_FULL);
      g_autoptr (SusunThumb) none
          = load_bytes (self, "c.jpg", bytes->data, bytes->len, SUSUN_THUMB_WANT_PLACEHOLDER);
      g_test_message ("%s", types[i]);
      assert_picture (thumb, SUSUN_THUMB_FULL, 256, 154, "RG");
      assert_picture (same, SUSUN_THUMB_FULL, 60, 40, "RG");
      g_assert_cmpint (susun_thumb_get_duration_ms (thumb), ==, -1);
      g_assert_cmpint (susun_thumb_get_state (none), ==, SUSUN_THUMB_NOTHING);
      g_assert_null (susun_thumb_get_problem (none));
    }
}

static void
test_alpha (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkPixbuf) picture = fixture_picture (300, 300);
  g_autoptr (GdkPixbuf) clear = gdk_pixbuf_add_alpha (picture, FALSE, 0, 0, 0);
  g_autoptr (GByteArray) bytes = fixture_encode (clear, "png");
  g_autoptr (SusunThumb) thumb
      = load_bytes (self, "a.png", bytes->data, bytes->len, SUSUN_THUMB_WANT_FULL);

  g_assert_true (susun_thumb_has_alpha (thumb));
  assert_picture (thumb, SUSUN_THUMB_FULL, 256, 256, "RG");
  g_assert_cmpuint (susun_thumb_get_cost (thumb), >=, 256 * 256 * 4);
}

static void
test_gif (Fixture *self, gconstpointer data)
{
  static const guint8 gif[] = "GIF89a\1\0\1\0\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";
  g_autoptr (SusunThumb) thumb
      = load_bytes (self, "a.gif", gif, sizeof gif - 1, SUSUN_THUMB_WANT_FULL);

  g_assert_cmpint (susun_thumb_get_state (thumb), ==, SUSUN_THUMB_FULL);
  g_assert_cmpint (susun_thumb_get_width (thumb), ==, 1);
}

/* Orientations 1 to 8 of EXIF, as what is at the top after turning. */
static void
test_orientation (Fixture *self, gconstpointer data)
{
  static const char *const tops[] = { "RG", "GR", "YB", "BY", "RB", "BR", "YG", "GY" };
  g_autoptr (GdkPixbuf) picture = fixture_picture (640, 480);
  g_autoptr (GdkPixbuf) small = fixture_picture (160, 120);
  g_autoptr (GByteArray) jpeg = fixture_encode (picture, "jpeg");
  g_autoptr (GByteArray) thumb = fixture_encode (small, "jpeg");

  for (guint i = 1; i <= 8; i++)
    {
      g_autoptr (GByteArray) bytes = fixture_with_exif (jpeg, i, thumb);
      g_autoptr (SusunThumb) full
          = load_bytes (self, "a.jpg", bytes->data, bytes->len, SUSUN_THUMB_WANT_FULL);
      g_autoptr (SusunThumb) placeholder
          = load_bytes (self, "a.jpg", bytes->data, bytes->len, SUSUN_THUMB_WANT_PLACEHOLDER);
      g_test_message ("orientation %u", i);
      assert_picture (full, SUSUN_THUMB_FULL, i < 5 ? 256 : 192, i < 5 ? 192 : 256, tops[i - 1]);
      assert_picture (placeholder, SUSUN_THUMB_PLACEHOLDER, i < 5 ? 160 : 120, i < 5 ? 120 : 160,
                      tops[i - 1]);
      g_assert_true (susun_thumb_is_placeholder (placeholder));
    }
}

/* A thumbnail of 4:3 for a picture of 3:2 has bars above and below. */
static void
test_bars (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkPixbuf) picture = fixture_picture (600, 400);
  g_autoptr (GdkPixbuf) barred = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 160, 120);
  g_autoptr (GdkPixbuf) inner = fixture_picture (160, 107);
  g_autoptr (GByteArray) jpeg = fixture_encode (picture, "jpeg");
  g_autoptr (GByteArray) thumb = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (SusunThumb) placeholder = NULL;

  gdk_pixbuf_fill (barred, 0x000000ff);
  gdk_pixbuf_copy_area (inner, 0, 0, 160, 107, barred, 0, 6);
  thumb = fixture_encode (barred, "jpeg");
  bytes = fixture_with_exif (jpeg, 6, thumb);
  placeholder = load_bytes (self, "a.jpg", bytes->data, bytes->len, SUSUN_THUMB_WANT_PLACEHOLDER);
  assert_picture (placeholder, SUSUN_THUMB_PLACEHOLDER, 107, 160, "BR");
}

static void
test_raw (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkPixbuf) small = fixture_picture (160, 120);
  g_autoptr (GdkPixbuf) middle = fixture_picture (300, 200);
  g_autoptr (GdkPixbuf) large = fixture_picture (1200, 800);
  g_autoptr (GByteArray) a = fixture_encode (small, "jpeg");
  g_autoptr (GByteArray) b = fixture_encode (middle, "jpeg");
  g_autoptr (GByteArray) c = fixture_encode (large, "jpeg");
  g_autoptr (GByteArray) bytes = fixture_raw (8, (GByteArray *[]){ c, a, b }, 3);
  g_autofree char *path = fixture_write (self, "a.dng", bytes->data, bytes->len);
  g_autoptr (SusunThumb) placeholder = load (path, 256, SUSUN_THUMB_WANT_PLACEHOLDER);
  g_autoptr (SusunThumb) full = load (path, SUSUN_THUMB_SIZE_LARGE, SUSUN_THUMB_WANT_FULL);
  g_autoptr (SusunThumb) larger = load (path, SUSUN_THUMB_SIZE_X_LARGE, SUSUN_THUMB_WANT_FULL);
  g_autoptr (GByteArray) bare = fixture_raw (1, (GByteArray *[]){ bytes, bytes }, 2);
  g_autoptr (SusunThumb) none
      = load_bytes (self, "b.nef", bare->data, bare->len, SUSUN_THUMB_WANT_FULL);

  /* Of 4:3, cut to the 3:2 of the others. */
  assert_picture (placeholder, SUSUN_THUMB_PLACEHOLDER, 107, 160, "GY");
  assert_picture (full, SUSUN_THUMB_FULL, 171, 256, "GY");
  assert_picture (larger, SUSUN_THUMB_FULL, 341, 512, "GY");
  assert_none (none, SUSUN_THUMB_UNSHOWABLE, "b.nef");
}

/* The first preview is damaged, another is whole. */
static void
test_raw_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkPixbuf) small = fixture_picture (160, 120);
  g_autoptr (GdkPixbuf) large = fixture_picture (1200, 800);
  g_autoptr (GByteArray) a = fixture_encode (small, "jpeg");
  g_autoptr (GByteArray) b = fixture_encode (large, "jpeg");
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (SusunThumb) full = NULL;

  g_byte_array_set_size (b, b->len / 2);
  bytes = fixture_raw (1, (GByteArray *[]){ a, b }, 2);
  full = load_bytes (self, "a.nef", bytes->data, bytes->len, SUSUN_THUMB_WANT_FULL);
  g_assert_cmpint (susun_thumb_get_state (full), ==, SUSUN_THUMB_FULL);
  g_assert_cmpint (susun_thumb_get_width (full), ==, 160);
}

static gboolean
has_type (const char *type)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (type, NULL);

  if (loader != NULL)
    gdk_pixbuf_loader_close (loader, NULL);
  return loader != NULL;
}

static gboolean
can_show (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (g_str_has_suffix (lower, ".webp"))
    return has_type ("webp");
  if (g_str_has_suffix (lower, ".heic"))
    return heif_have_decoder_for_format (heif_compression_HEVC);
  return TRUE;
}

typedef struct
{
  guint pictures;
  guint films;
} Seen;

static void
look_at (const char *path, SusunThumbnailer *thumbnailer, Seen *seen)
{
  static const char *const pictures[]
      = { ".jpg", ".jpeg", ".png", ".tif", ".webp", ".heic", ".dng" };
  static const char *const films[] = { ".mov", ".mp4", ".3gp", ".avi", ".mkv" };
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gboolean film = FALSE, picture = FALSE;
  g_autoptr (SusunThumb) thumb = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (films); i++)
    film |= g_str_has_suffix (lower, films[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    picture |= g_str_has_suffix (lower, pictures[i]);
  thumb = film ? load_film (path)
               : susun_thumbnailer_load_path (thumbnailer, path, SUSUN_THUMB_SIZE_NORMAL,
                                              SUSUN_THUMB_WANT_FULL, NULL, NULL);
  g_assert_nonnull (thumb);
  g_test_message ("%s: %d", path, susun_thumb_get_state (thumb));
  if (film)
    {
      g_assert_cmpstr (susun_thumb_get_problem (thumb), ==, NULL);
      g_assert_cmpint (susun_thumb_get_duration_ms (thumb), >, 0);
      seen->films++;
    }
  if ((film || picture) && can_show (path) && !susun_thumb_is_broken (thumb))
    {
      g_assert_cmpint (susun_thumb_get_state (thumb), ==, SUSUN_THUMB_FULL);
      g_assert_cmpint (MAX (susun_thumb_get_width (thumb), susun_thumb_get_height (thumb)), ==,
                       128);
      seen->pictures += picture;
    }
  /* The empty and the cut one that the library has on purpose. */
  if (susun_thumb_is_broken (thumb))
    g_assert_true (strstr (path, "Gambar 004") != NULL || strstr (path, "Gambar 005") != NULL
                   || strstr (path, ".nomedia") != NULL);
}

static void
look_below (const char *folder, SusunThumbnailer *thumbnailer, Seen *seen)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        look_below (path, thumbnailer, seen);
      else
        look_at (path, thumbnailer, seen);
    }
}

static void
test_sample_library (void)
{
  g_autoptr (SusunThumbnailer) thumbnailer = susun_thumbnailer_new ();
  Seen seen = { 0 };

  look_below (library, thumbnailer, &seen);
  g_assert_cmpuint (seen.pictures, >=, 40);
  g_assert_cmpuint (seen.films, >=, 6);
}

static void
put_be32 (guint8 *p, guint32 value)
{
  p[0] = (guint8) (value >> 24);
  p[1] = (guint8) (value >> 16);
  p[2] = (guint8) (value >> 8);
  p[3] = (guint8) value;
}

/* What claims 30,000 × 30,000 pixels is refused before any of them has a place in memory. */
static void
test_bombs (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkPixbuf) picture = fixture_picture (64, 64);
  g_autoptr (GByteArray) png = fixture_encode (picture, "png");
  g_autoptr (GByteArray) jpeg = fixture_encode (picture, "jpeg");
  g_autoptr (GByteArray) bmp = fixture_encode (picture, "bmp");
  g_autoptr (GByteArray) tiff = fixture_encode (picture, "tiff");
  static const guint8 gif[]
      = "GIF89a\x30\x75\x30\x75\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\x30\x75\x30\x75\0"
        "\2\2D\1\0;";
  static const guint8 webp[] = "RIFF\x1e\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0\x2f\x75\0\x2f\x75\0";
  struct rusage before, after;
  guint at;

  put_be32 (png->data + 16, 30000);
  put_be32 (png->data + 20, 30000);
  for (at = 2; jpeg->data[at + 1] != 0xc0;
       at += 2 + (guint) (jpeg->data[at + 2] << 8 | jpeg->data[at + 3]))
    g_assert_cmpuint (jpeg->data[at], ==, 0xff);
  put_be32 (jpeg->data + at + 5, 30000u << 16 | 30000);
  memcpy (bmp->data + 18, "\x30\x75\0\0\x30\x75\0\0", 8);
  /* libtiff writes its directory behind the pixels: width and height come first in it. */
  at = (guint) (tiff->data[4] | tiff->data[5] << 8 | tiff->data[6] << 16);
  memcpy (tiff->data + at + 2 + 8, "\x30\x75\0\0", 4);
  memcpy (tiff->data + at + 2 + 12 + 8, "\x30\x75\0\0", 4);

  getrusage (RUSAGE_SELF, &before);
  {
    const struct
    {
      const char *name;
      const guint8 *bytes;
      gsize length;
    } table[] = {
      { "a.png", png->data, png->len }, { "a.jpg", jpeg->data, jpeg->len },
      { "a.bmp", bmp->data, bmp->len }, { "a.tif", tiff->data, tiff->len },
      { "a.gif", gif, sizeof gif - 1 }, { "a.webp", webp, sizeof webp - 1 },
    };
    for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
      {
        g_autoptr (SusunThumb) thumb = load_bytes (self, table[i].name, table[i].bytes,
                                                   table[i].length, SUSUN_THUMB_WANT_FULL);
        assert_none (thumb, SUSUN_THUMB_UNSHOWABLE, table[i].name);
        g_assert_nonnull (strstr (susun_thumb_get_problem (thumb), "30000 × 30000"));
      }
  }
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 64 * 1024);
}

/* One that is too large but brought a smaller one. */
static void
test_bomb_with_preview (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkPixbuf) picture = fixture_picture (64, 64);
  g_autoptr (GdkPixbuf) small = fixture_picture (160, 160);
  g_autoptr (GByteArray) jpeg = fixture_encode (picture, "jpeg");
  g_autoptr (GByteArray) thumb = fixture_encode (small, "jpeg");
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (SusunThumb) full = NULL;
  guint at;

  for (at = 2; jpeg->data[at + 1] != 0xc0;)
    at += 2 + (guint) (jpeg->data[at + 2] << 8 | jpeg->data[at + 3]);
  put_be32 (jpeg->data + at + 5, 30000u << 16 | 30000);
  bytes = fixture_with_exif (jpeg, 6, thumb);
  full = load_bytes (self, "a.jpg", bytes->data, bytes->len, SUSUN_THUMB_WANT_FULL);
  assert_picture (full, SUSUN_THUMB_FULL, 160, 160, "BR");
}

/* A progressive JPEG of a few kilobytes that asks for 20,000 passes over 4,000 × 4,000 pixels. */
static void
test_scan_bomb (Fixture *self, gconstpointer data)
{
  static const guint8 frame[] = "\xff\xd8\xff\xc2\0\x0b\10\x0f\xa0\x0f\xa0\1\1\x11\0"
                                "\xff\xc4\0\x14\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
  static const guint8 scan[] = "\xff\xda\0\10\1\1\0\0\0\0\0";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (SusunThumb) thumb = NULL;
  guint8 tables[2 + 2 + 1 + 64] = { 0xff, 0xdb, 0, 67, 0 };
  gint64 start;

  memset (tables + 5, 1, 64);
  g_byte_array_append (bytes, frame, 2);
  g_byte_array_append (bytes, tables, sizeof tables);
  g_byte_array_append (bytes, frame + 2, sizeof frame - 3);
  for (int i = 0; i < 20000; i++)
    g_byte_array_append (bytes, scan, sizeof scan - 1);
  start = g_get_monotonic_time ();
  thumb = load_bytes (self, "a.jpg", bytes->data, bytes->len, SUSUN_THUMB_WANT_FULL);
  g_test_message ("%d, %.1f s", susun_thumb_get_state (thumb),
                  (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 60 * G_USEC_PER_SEC);
}

static void
test_broken (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *bytes;
    gsize length;
    SusunThumbState state;
  } table[] = {
    { "one.heic", "\0", 1, SUSUN_THUMB_BROKEN },
    { "none.jpg", "", 0, SUSUN_THUMB_BROKEN },
    { "text.jpg", "It was a dark and stormy night.", 31, SUSUN_THUMB_BROKEN },
    { "head.jpg", "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", 20, SUSUN_THUMB_BROKEN },
    { "head.heic",
      "\0\0\0\x18"
      "ftypheic\0\0\0\0heicmif1",
      24, SUSUN_THUMB_BROKEN },
    { "head.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\10\2\0\0\0", 29,
      SUSUN_THUMB_BROKEN },
    { "sound.mp4",
      "\0\0\0\x18"
      "ftypisom\0\0\0\0isommp42\0\0\0\x08moov\0\0\0\x08mdat",
      40, SUSUN_THUMB_BROKEN },
    { "text.mp4", "It was a dark and stormy night.", 31, SUSUN_THUMB_BROKEN },
    { "text.txt", "It was a dark and stormy night.", 31, SUSUN_THUMB_UNSHOWABLE },
    { "a.jxl", "\xff\x0a\xfa\x7f\x01\x90\x08\x10\x10\x00\x4c\x00", 12, SUSUN_THUMB_UNSHOWABLE },
    { "a.orf", "IIRO\10\0\0\0\0\0\0\0", 12, SUSUN_THUMB_UNSHOWABLE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = fixture_write (self, table[i].name, table[i].bytes, table[i].length);
      g_autoptr (SusunThumb) thumb
          = table[i].state == SUSUN_THUMB_BROKEN
                ? load_film (path)
                : load (path, SUSUN_THUMB_SIZE_LARGE, SUSUN_THUMB_WANT_FULL);
      g_autoptr (SusunThumb) placeholder
          = load (path, SUSUN_THUMB_SIZE_LARGE, SUSUN_THUMB_WANT_PLACEHOLDER);
      assert_none (thumb, table[i].state, table[i].name);
      g_assert_cmpint (susun_thumb_is_broken (thumb), ==, table[i].state == SUSUN_THUMB_BROKEN);
      g_assert_cmpint (susun_thumb_get_state (placeholder), ==, SUSUN_THUMB_NOTHING);
    }
}

/* A film with a track of pictures that holds none. */
static void
test_film_without_frames (Fixture *self, gconstpointer data)
{
  static const char header[] = "RIFF\xd0\0\0\0AVI LIST\xc4\0\0\0hdrlavih\x38\0\0\0";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (SusunThumb) thumb = NULL;
  g_autofree char *path = NULL;
  guint8 avih[56] = { 0x35, 0x82 }, strh[56] = "vidsMJPG", strf[40] = { 40 };

  avih[24] = 1;
  avih[32] = strf[4] = 64;
  avih[36] = strf[8] = 48;
  strf[12] = 1;
  strf[14] = 24;
  memcpy (strf + 16, "MJPG", 4);
  strh[20] = 1;
  strh[24] = 25;
  g_byte_array_append (bytes, (const guint8 *) header, sizeof header - 1);
  g_byte_array_append (bytes, avih, 56);
  g_byte_array_append (bytes, (const guint8 *) "LIST\x74\0\0\0strlstrh\x38\0\0\0", 20);
  g_byte_array_append (bytes, strh, 56);
  g_byte_array_append (bytes, (const guint8 *) "strf\x28\0\0\0", 8);
  g_byte_array_append (bytes, strf, 40);
  g_byte_array_append (bytes, (const guint8 *) "LIST\4\0\0\0movi", 12);
  path = fixture_write (self, "empty.avi", bytes->data, bytes->len);
  thumb = load_film (path);
  assert_none (thumb, SUSUN_THUMB_BROKEN, "empty.avi");
}

/* Cut anywhere, a JPEG shows what is there and says that it is cut. */
static void
test_cut_short (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkPixbuf) picture = fixture_picture (640, 480);
  g_autoptr (GByteArray) bytes = NULL;
  guint shown = 0;

  /* Noise, so that the rows are spread over the file. */
  for (int i = 0; i < 640 * 480 * 3; i++)
    gdk_pixbuf_get_pixels (picture)[i] ^= (guint8) (g_test_rand_int () & 0x3f);
  bytes = fixture_encode (picture, "jpeg");
  for (guint i = 1; i < 40; i++)
    {
      g_autoptr (SusunThumb) thumb
          = load_bytes (self, "a.jpg", bytes->data, bytes->len * i / 40, SUSUN_THUMB_WANT_FULL);
      g_test_message ("%u of 40", i);
      g_assert_true (susun_thumb_is_broken (thumb));
      g_assert_nonnull (susun_thumb_get_problem (thumb));
      shown += susun_thumb_get_pixels (thumb) != NULL;
    }
  g_assert_cmpuint (shown, >, 30);
}

static void
test_png_cut_short (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkPixbuf) picture = fixture_picture (640, 480);
  g_autoptr (GByteArray) bytes = NULL;

  for (int i = 0; i < 640 * 480 * 3; i++)
    gdk_pixbuf_get_pixels (picture)[i] ^= (guint8) (g_test_rand_int () & 0x3f);
  bytes = fixture_encode (picture, "png");
  for (guint i = 1; i < 20; i++)
    {
      g_autoptr (SusunThumb) thumb
          = load_bytes (self, "a.png", bytes->data, bytes->len * i / 20, SUSUN_THUMB_WANT_FULL);
      g_assert_true (susun_thumb_is_broken (thumb));
    }
}

static void
test_no_files (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbnailer) thumbnailer = susun_thumbnailer_new ();
  g_autofree char *missing = fixture_path (self, "missing.jpg");
  g_autofree char *pipe = fixture_path (self, "pipe.mp4");
  g_autofree char *link = fixture_path (self, "link.jpg");
  const struct
  {
    const char *path;
    int code;
  } table[] = {
    { missing, G_IO_ERROR_NOT_FOUND },
    { pipe, G_IO_ERROR_NOT_REGULAR_FILE },
    { link, G_IO_ERROR_NOT_REGULAR_FILE },
    { self->folder, G_IO_ERROR_NOT_REGULAR_FILE },
  };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", link), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SusunThumb) thumb = susun_thumbnailer_load_path (
          thumbnailer, table[i].path, SUSUN_THUMB_SIZE_LARGE, SUSUN_THUMB_WANT_FULL, NULL, &error);
      g_assert_error (error, G_IO_ERROR, table[i].code);
      g_assert_null (thumb);
    }
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbnailer) thumbnailer = susun_thumbnailer_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GdkPixbuf) picture = fixture_picture (640, 480);
  g_autoptr (GByteArray) bytes = fixture_encode (picture, "jpeg");
  g_autofree char *path = fixture_write (self, "a.jpg", bytes->data, bytes->len);

  g_cancellable_cancel (cancellable);
  for (int want = SUSUN_THUMB_WANT_PLACEHOLDER; want <= SUSUN_THUMB_WANT_FULL; want++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SusunThumb) thumb = susun_thumbnailer_load_path (
          thumbnailer, path, SUSUN_THUMB_SIZE_LARGE, want, cancellable, &error);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_null (thumb);
    }
}

/* Names that end lines, turn the reading order or are no UTF-8 reach a person harmlessly. */
static void
test_names (Fixture *self, gconstpointer data)
{
  static const char *const names[]
      = { "a\nb.jpg", "\u202egpj.jpg", "\xff\xfe.jpg", "ڬمبر.jpg", "படம்.jpg", "照片.jpg" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (SusunThumb) thumb
          = load_bytes (self, names[i], "no picture, only text", 21, SUSUN_THUMB_WANT_FULL);
      const char *problem = susun_thumb_get_problem (thumb);
      g_assert_true (susun_thumb_is_broken (thumb));
      g_assert_true (g_utf8_validate (problem, -1, NULL));
      g_assert_null (strchr (problem, '\n'));
      g_assert_null (strstr (problem, "\xe2\x80\xae"));
    }
}

#define ADD(path, func)                                                                            \
  g_test_add ("/thumbs/thumbnailer/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  library = argv[1];
  ADD ("formats", test_formats);
  ADD ("alpha", test_alpha);
  ADD ("gif", test_gif);
  ADD ("orientation", test_orientation);
  ADD ("bars", test_bars);
  ADD ("raw", test_raw);
  ADD ("raw-damaged", test_raw_damaged);
  ADD ("bombs", test_bombs);
  ADD ("bomb-with-preview", test_bomb_with_preview);
  ADD ("scan-bomb", test_scan_bomb);
  ADD ("broken", test_broken);
  ADD ("film-without-frames", test_film_without_frames);
  ADD ("cut-short", test_cut_short);
  ADD ("png-cut-short", test_png_cut_short);
  ADD ("no-files", test_no_files);
  ADD ("cancelled", test_cancelled);
  ADD ("names", test_names);
  g_test_add_func ("/thumbs/thumbnailer/sample-library", test_sample_library);
  return g_test_run ();
}
