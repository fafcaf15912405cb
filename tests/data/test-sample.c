// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* The sample library is what it says: real files that decode, the same ones each time. */

#include <sys/stat.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>
#include <gst/pbutils/pbutils.h>
#include <libheif/heif.h>

static const char *library; /* (not owned): the tree that the build made */
static const char *truth;
static const char *make_sample;

static gboolean
can_heic (void)
{
  return heif_have_encoder_for_format (heif_compression_HEVC);
}

typedef void (*Visit) (const char *path, const char *relative, gpointer user_data);

static void
walk (const char *root, const char *relative, Visit visit, gpointer user_data)
{
  g_autofree char *folder = g_build_filename (root, relative, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *below = g_build_filename (relative, name, NULL);
      g_autofree char *path = g_build_filename (root, below, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        walk (root, below, visit, user_data);
      else
        visit (path, below, user_data);
    }
}

static void
assert_same_in (const char *path, const char *relative, gpointer other_root)
{
  g_autofree char *other = g_build_filename (other_root, relative, NULL);
  struct stat a, b;

  g_assert_cmpint (lstat (path, &a), ==, 0);
  g_assert_cmpint (lstat (other, &b), ==, 0);
  g_assert_cmpint (a.st_mode & S_IFMT, ==, b.st_mode & S_IFMT);
  g_assert_cmpint (a.st_mtime, ==, b.st_mtime);
  if (S_ISREG (a.st_mode))
    {
      g_autofree char *ours = NULL, *theirs = NULL;
      gsize our_size, their_size;

      g_assert_true (g_file_get_contents (path, &ours, &our_size, NULL));
      g_assert_true (g_file_get_contents (other, &theirs, &their_size, NULL));
      g_assert_cmpmem (ours, our_size, theirs, their_size);
    }
}

static void
remove_tree (const char *folder)
{
  const char *argv[] = { "rm", "-rf", "--", folder, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
}

static void
test_same_each_time (void)
{
  g_autofree char *temp = g_dir_make_tmp ("susun-sample-XXXXXX", NULL);
  g_autofree char *again = g_build_filename (temp, "library", NULL);
  g_autofree char *again_truth = g_build_filename (temp, "truth.csv", NULL);
  const char *argv[] = { make_sample, again, again_truth, NULL };
  g_autofree char *ours = NULL, *theirs = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL,
                               &status, NULL));
  g_assert_cmpint (status, ==, 0);
  walk (library, "", assert_same_in, again);
  walk (again, "", assert_same_in, (gpointer) library);
  g_assert_true (g_file_get_contents (truth, &ours, NULL, NULL));
  g_assert_true (g_file_get_contents (again_truth, &theirs, NULL, NULL));
  g_assert_cmpstr (ours, ==, theirs);
  remove_tree (temp);
}

static void
count (const char *path, const char *relative, gpointer counter)
{
  (*(guint *) counter)++;
}

static void
test_about_sixty_media (void)
{
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_files = 0;

  g_assert_true (g_file_get_contents (truth, &csv, NULL, NULL));
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "path,day,note");
  /* The head and the empty end are no rows; HEIC is left out where it cannot be made. */
  g_assert_cmpuint (g_strv_length (lines) - 2, >=, can_heic () ? 56 : 51);
  walk (library, "", count, &n_files);
  g_assert_cmpuint (n_files, >=, g_strv_length (lines) - 2 + 10);
}

typedef struct
{
  const char *extension;
  const char *type; /* gdk-pixbuf's */
  guint seen;
} Decoder;

static void
decode_pixbuf (const char *path, const char *relative, gpointer user_data)
{
  for (Decoder *decoder = user_data; decoder->extension != NULL; decoder++)
    {
      g_autofree char *folded = g_ascii_strdown (relative, -1);
      g_autoptr (GdkPixbufLoader) loader = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *contents = NULL;
      gsize size;

      if (!g_str_has_suffix (folded, decoder->extension)
          || strstr (relative, "Gambar 004") != NULL /* the broken and the empty one */
          || strstr (relative, "Gambar 005") != NULL)
        continue;
      g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
      loader = gdk_pixbuf_loader_new_with_type (decoder->type, &error);
      g_assert_no_error (error);
      gdk_pixbuf_loader_write (loader, (const guchar *) contents, size, &error);
      g_assert_no_error (error);
      gdk_pixbuf_loader_close (loader, &error);
      g_assert_no_error (error);
      g_assert_cmpint (gdk_pixbuf_get_width (gdk_pixbuf_loader_get_pixbuf (loader)), >, 100);
      decoder->seen++;
    }
}

static void
test_stills_decode (void)
{
  Decoder decoders[] = {
    { ".jpg", "jpeg", 0 }, { ".jpeg", "jpeg", 0 }, { ".thm", "jpeg", 0 },
    { ".png", "png", 0 },  { ".tif", "tiff", 0 },  { NULL, NULL, 0 },
  };

  walk (library, "", decode_pixbuf, decoders);
  for (guint i = 0; decoders[i].extension != NULL; i++)
    g_assert_cmpuint (decoders[i].seen, >, 0);
}

static void
decode_heif (const char *path, const char *relative, gpointer counter)
{
  g_autofree char *folded = g_ascii_strdown (relative, -1);
  struct heif_context *context;
  struct heif_image_handle *handle;
  struct heif_image *image;

  if (!g_str_has_suffix (folded, ".heic"))
    return;
  context = heif_context_alloc ();
  g_assert_cmpint (heif_context_read_from_file (context, path, NULL).code, ==, heif_error_Ok);
  g_assert_cmpint (heif_context_get_primary_image_handle (context, &handle).code, ==,
                   heif_error_Ok);
  g_assert_cmpint (heif_image_handle_get_number_of_metadata_blocks (handle, "Exif"), ==, 1);
  g_assert_cmpint (
      heif_decode_image (handle, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, NULL)
          .code,
      ==, heif_error_Ok);
  heif_image_release (image);
  heif_image_handle_release (handle);
  heif_context_free (context);
  (*(guint *) counter)++;
}

static void
test_heic_decodes (void)
{
  guint seen = 0;

  if (!can_heic ())
    {
      g_test_skip ("libheif has no HEVC encoder here, so the library holds no HEIC");
      return;
    }
  walk (library, "", decode_heif, &seen);
  g_assert_cmpuint (seen, >=, 5);
}

typedef struct
{
  GstDiscoverer *discoverer;
  guint seen;
} Films;

static void
discover (const char *path, const char *relative, gpointer user_data)
{
  static const char *const extensions[] = { ".mov", ".mp4", ".3gp", ".avi", ".mkv", ".webp" };
  Films *films = user_data;
  g_autofree char *folded = g_ascii_strdown (relative, -1);

  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++)
    if (g_str_has_suffix (folded, extensions[i]))
      {
        g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
        g_autoptr (GError) error = NULL;
        g_autoptr (GstDiscovererInfo) info
            = gst_discoverer_discover_uri (films->discoverer, uri, &error);
        GList *streams;

        g_test_message ("%s", relative);
        g_assert_no_error (error);
        g_assert_cmpint (gst_discoverer_info_get_result (info), ==, GST_DISCOVERER_OK);
        streams = gst_discoverer_info_get_video_streams (info);
        g_assert_cmpuint (g_list_length (streams), ==, 1);
        g_assert_cmpuint (gst_discoverer_video_info_get_width (streams->data), >=, 320);
        gst_discoverer_stream_info_list_free (streams);
        films->seen++;
      }
}

static void
test_films_play (void)
{
  static const char *const needed[]
      = { "qtdemux", "avidemux", "matroskademux", "jpegdec", "webpdec" };
  Films films = { NULL, 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autoptr (GstElementFactory) factory = gst_element_factory_find (needed[i]);

      if (factory == NULL)
        {
          g_autofree char *reason = g_strdup_printf ("GStreamer's %s is not installed", needed[i]);

          g_test_skip (reason);
          return;
        }
    }
  films.discoverer = gst_discoverer_new (20 * GST_SECOND, &error);
  g_assert_no_error (error);
  walk (library, "", discover, &films);
  g_assert_cmpuint (films.seen, ==, 10);
  g_object_unref (films.discoverer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  library = argv[1];
  truth = argv[2];
  make_sample = argv[3];
  g_assert_cmpint (argc, ==, 4);

  g_test_add_func ("/sample/same-each-time", test_same_each_time);
  g_test_add_func ("/sample/about-sixty-media", test_about_sixty_media);
  g_test_add_func ("/sample/stills-decode", test_stills_decode);
  g_test_add_func ("/sample/heic-decodes", test_heic_decodes);
  g_test_add_func ("/sample/films-play", test_films_play);
  return g_test_run ();
}
