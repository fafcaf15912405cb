// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/thumbs/susun-thumb-cache.h"
#include "thumbs-fixture.h"

#define MTIME 1700000000

static SusunThumb *
make_thumb (SusunThumbState state, gint64 duration_ms)
{
  g_autoptr (GdkPixbuf) picture = fixture_picture (256, 192);
  g_autoptr (GBytes) pixels = gdk_pixbuf_read_pixel_bytes (picture);

  if (state == SUSUN_THUMB_BROKEN || state == SUSUN_THUMB_UNSHOWABLE)
    return susun_thumb_new (state, NULL, 0, 0, 0, FALSE, -1, "It is bad");
  return susun_thumb_new (state, pixels, 256, 192, gdk_pixbuf_get_rowstride (picture), FALSE,
                          duration_ms, NULL);
}

static SusunThumbCache *
open_cache (Fixture *self)
{
  g_autofree char *folder = fixture_path (self, "cache/deeper/thumbnails");

  return susun_thumb_cache_new (folder);
}

/* Where the standard has it. */
static char *
place (Fixture *self, const char *folder, const char *uri)
{
  g_autofree char *md5 = g_compute_checksum_for_string (G_CHECKSUM_MD5, uri, -1);

  return g_strdup_printf ("%s/cache/deeper/thumbnails/%s/%s.png", self->folder, folder, md5);
}

static void
write_thumb (SusunThumbCache *cache, const char *path, SusunThumbSize size, SusunThumb *thumb)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (susun_thumb_cache_write (cache, path, MTIME, size, thumb, &error));
  g_assert_no_error (error);
}

static void
assert_missing (SusunThumbCache *cache, const char *path, gint64 mtime, SusunThumbSize size)
{
  g_autoptr (SusunThumb) thumb = susun_thumb_cache_read (cache, path, mtime, size, FALSE);

  g_assert_null (thumb);
}

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbCache) cache = open_cache (self);
  g_autoptr (SusunThumb) thumb = make_thumb (SUSUN_THUMB_FULL, -1);
  g_autoptr (SusunThumb) read = NULL;
  g_autoptr (SusunThumb) smaller = NULL;
  g_autofree char *top = NULL;

  assert_missing (cache, "/photos/a.jpg", MTIME, SUSUN_THUMB_SIZE_LARGE);
  write_thumb (cache, "/photos/a.jpg", SUSUN_THUMB_SIZE_LARGE, thumb);
  read = susun_thumb_cache_read (cache, "/photos/a.jpg", MTIME, SUSUN_THUMB_SIZE_LARGE, FALSE);
  g_assert_nonnull (read);
  g_assert_cmpint (susun_thumb_get_state (read), ==, SUSUN_THUMB_FULL);
  g_assert_cmpint (susun_thumb_get_width (read), ==, 256);
  g_assert_cmpint (susun_thumb_get_height (read), ==, 192);
  g_assert_cmpint (susun_thumb_get_duration_ms (read), ==, -1);
  top = fixture_top (read);
  g_assert_cmpstr (top, ==, "RG");

  smaller = susun_thumb_cache_read (cache, "/photos/a.jpg", MTIME, SUSUN_THUMB_SIZE_NORMAL, FALSE);
  g_assert_cmpint (susun_thumb_get_width (smaller), ==, 128);
  assert_missing (cache, "/photos/a.jpg", MTIME, SUSUN_THUMB_SIZE_X_LARGE);
  assert_missing (cache, "/photos/a.jpg", MTIME + 1, SUSUN_THUMB_SIZE_LARGE);
  assert_missing (cache, "/photos/b.jpg", MTIME, SUSUN_THUMB_SIZE_LARGE);
}

static void
test_film (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbCache) cache = open_cache (self);
  g_autoptr (SusunThumb) thumb = make_thumb (SUSUN_THUMB_FULL, 61600);
  g_autoptr (SusunThumb) still = make_thumb (SUSUN_THUMB_FULL, -1);
  g_autoptr (SusunThumb) read = NULL;

  write_thumb (cache, "/films/a.mov", SUSUN_THUMB_SIZE_LARGE, thumb);
  read = susun_thumb_cache_read (cache, "/films/a.mov", MTIME, SUSUN_THUMB_SIZE_LARGE, TRUE);
  g_assert_nonnull (read);
  g_assert_cmpint (susun_thumb_get_duration_ms (read), ==, 62000);

  /* Another program's, without a length, is made anew. */
  write_thumb (cache, "/films/b.mov", SUSUN_THUMB_SIZE_LARGE, still);
  g_clear_pointer (&read, susun_thumb_unref);
  read = susun_thumb_cache_read (cache, "/films/b.mov", MTIME, SUSUN_THUMB_SIZE_LARGE, TRUE);
  g_assert_null (read);
}

/* The files are where the standard wants them, with its keys, closed to others. */
static void
test_files (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbCache) cache = open_cache (self);
  g_autoptr (SusunThumb) thumb = make_thumb (SUSUN_THUMB_FULL, -1);
  g_autofree char *file = place (self, "large", "file:///photos/d%C3%A9j%C3%A0%20vu%20(1)!.jpg");
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  struct stat status;
  guint n = 0;

  write_thumb (cache, "/photos/déjà vu (1)!.jpg", SUSUN_THUMB_SIZE_LARGE, thumb);
  write_thumb (cache, "/photos/déjà vu (1)!.jpg", SUSUN_THUMB_SIZE_LARGE, thumb);
  g_assert_cmpint (stat (file, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (stat (parent, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);

  pixbuf = gdk_pixbuf_new_from_file (file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gdk_pixbuf_get_option (pixbuf, "tEXt::Thumb::URI"), ==,
                   "file:///photos/d%C3%A9j%C3%A0%20vu%20(1)!.jpg");
  g_assert_cmpstr (gdk_pixbuf_get_option (pixbuf, "tEXt::Thumb::MTime"), ==, "1700000000");
  g_assert_cmpstr (gdk_pixbuf_get_option (pixbuf, "tEXt::Software"), ==, "Susun");
  dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n++;
  g_assert_cmpuint (n, ==, 1); /* no temporary file is left */
}

/* The example of the standard, written as another program would. */
static void
test_others (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbCache) cache = open_cache (self);
  const char *uri = "file:///home/jens/photos/me.png";
  g_autofree char *file = place (self, "normal", uri);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *name = g_path_get_basename (file);
  g_autoptr (GdkPixbuf) picture = fixture_picture (128, 100);
  g_autoptr (SusunThumb) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (name, ==, "c6ee772d9e49320e97ec29a7eb5b1697.png");
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  gdk_pixbuf_save (picture, file, "png", &error, "tEXt::Thumb::URI", uri, "tEXt::Thumb::MTime",
                   "1700000000", "tEXt::Software", "GNOME::ThumbnailFactory", NULL);
  g_assert_no_error (error);
  read = susun_thumb_cache_read (cache, "/home/jens/photos/me.png", MTIME, SUSUN_THUMB_SIZE_NORMAL,
                                 FALSE);
  g_assert_nonnull (read);
  g_assert_cmpint (susun_thumb_get_height (read), ==, 100);

  /* The right name, but of another file, or none at all. */
  gdk_pixbuf_save (picture, file, "png", &error, "tEXt::Thumb::URI", "file:///home/jens/other.png",
                   "tEXt::Thumb::MTime", "1700000000", NULL);
  g_assert_no_error (error);
  assert_missing (cache, "/home/jens/photos/me.png", MTIME, SUSUN_THUMB_SIZE_NORMAL);
  gdk_pixbuf_save (picture, file, "png", &error, NULL);
  assert_missing (cache, "/home/jens/photos/me.png", MTIME, SUSUN_THUMB_SIZE_NORMAL);
  g_file_set_contents (file, "no picture", -1, NULL);
  assert_missing (cache, "/home/jens/photos/me.png", MTIME, SUSUN_THUMB_SIZE_NORMAL);
  g_remove (file);
  g_assert_cmpint (mkfifo (file, 0600), ==, 0);
  assert_missing (cache, "/home/jens/photos/me.png", MTIME, SUSUN_THUMB_SIZE_NORMAL);
}

/* A thumbnail larger than any is not decoded. */
static void
test_bomb (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbCache) cache = open_cache (self);
  g_autofree char *file = place (self, "large", "file:///a.jpg");
  g_autofree char *folder = g_path_get_dirname (file);
  g_autoptr (GdkPixbuf) picture = fixture_picture (1100, 1100);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  gdk_pixbuf_save (picture, file, "png", &error, "tEXt::Thumb::URI", "file:///a.jpg",
                   "tEXt::Thumb::MTime", "1700000000", NULL);
  g_assert_no_error (error);
  assert_missing (cache, "/a.jpg", MTIME, SUSUN_THUMB_SIZE_LARGE);
}

static void
test_failure (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbCache) cache = open_cache (self);
  g_autoptr (SusunThumb) broken = make_thumb (SUSUN_THUMB_BROKEN, -1);
  g_autoptr (SusunThumb) unshowable = make_thumb (SUSUN_THUMB_UNSHOWABLE, -1);
  g_autoptr (SusunThumb) placeholder = make_thumb (SUSUN_THUMB_PLACEHOLDER, -1);
  g_autoptr (SusunThumb) read = NULL;
  g_autofree char *file = place (self, "fail/susun", "file:///photos/bad.jpg");

  write_thumb (cache, "/photos/bad.jpg", SUSUN_THUMB_SIZE_LARGE, broken);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  read = susun_thumb_cache_read (cache, "/photos/bad.jpg", MTIME, SUSUN_THUMB_SIZE_NORMAL, FALSE);
  g_assert_nonnull (read);
  g_assert_true (susun_thumb_is_broken (read));
  g_assert_nonnull (strstr (susun_thumb_get_problem (read), "bad.jpg"));
  assert_missing (cache, "/photos/bad.jpg", MTIME - 5, SUSUN_THUMB_SIZE_NORMAL);

  /* A decoder may be installed tomorrow, and a placeholder is none. */
  write_thumb (cache, "/photos/a.jxl", SUSUN_THUMB_SIZE_LARGE, unshowable);
  assert_missing (cache, "/photos/a.jxl", MTIME, SUSUN_THUMB_SIZE_LARGE);
  write_thumb (cache, "/photos/a.jpg", SUSUN_THUMB_SIZE_LARGE, placeholder);
  assert_missing (cache, "/photos/a.jpg", MTIME, SUSUN_THUMB_SIZE_LARGE);
}

static void
test_no_thumbs_of_thumbs (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbCache) cache = open_cache (self);
  g_autoptr (SusunThumb) thumb = make_thumb (SUSUN_THUMB_FULL, -1);
  g_autofree char *path = fixture_path (self, "cache/deeper/thumbnails/large/abc.png");

  write_thumb (cache, path, SUSUN_THUMB_SIZE_LARGE, thumb);
  assert_missing (cache, path, MTIME, SUSUN_THUMB_SIZE_LARGE);
}

static void
test_names (Fixture *self, gconstpointer data)
{
  static const char *const paths[]
      = { "/a\nb.jpg", "/\xff\xfe.jpg", "/ڬمبر/照片.jpg", "/%41#?.jpg", "/'\"`$.jpg" };
  g_autoptr (SusunThumbCache) cache = open_cache (self);
  g_autoptr (SusunThumb) thumb = make_thumb (SUSUN_THUMB_FULL, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *uri = g_filename_to_uri (paths[i], NULL, NULL);
      g_autofree char *file = place (self, "large", uri);
      g_autoptr (SusunThumb) read = NULL;
      write_thumb (cache, paths[i], SUSUN_THUMB_SIZE_LARGE, thumb);
      g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
      read = susun_thumb_cache_read (cache, paths[i], MTIME, SUSUN_THUMB_SIZE_LARGE, FALSE);
      g_assert_nonnull (read);
    }
}

static void
test_no_place (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = fixture_path (self, "file/thumbnails");
  g_autoptr (SusunThumbCache) cache = susun_thumb_cache_new (folder);
  g_autoptr (SusunThumb) thumb = make_thumb (SUSUN_THUMB_FULL, -1);
  g_autoptr (GError) error = NULL;

  g_free (fixture_write (self, "file", "", 0));
  g_assert_false (
      susun_thumb_cache_write (cache, "/a.jpg", MTIME, SUSUN_THUMB_SIZE_LARGE, thumb, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  assert_missing (cache, "/a.jpg", MTIME, SUSUN_THUMB_SIZE_LARGE);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/thumbs/cache/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("film", test_film);
  ADD ("files", test_files);
  ADD ("others", test_others);
  ADD ("bomb", test_bomb);
  ADD ("failure", test_failure);
  ADD ("no-thumbs-of-thumbs", test_no_thumbs_of_thumbs);
  ADD ("names", test_names);
  ADD ("no-place", test_no_place);
  return g_test_run ();
}
