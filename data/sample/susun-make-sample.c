// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Makes the sample library: a messy folder of small, real pictures and films, drawn here and
 * written with the libraries that Susun links anyway. README.md beside it says what is in it. */

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "data/sample/susun-sample-catalogue.h"
#include "data/sample/susun-sample-exif.h"
#include "data/sample/susun-sample-film.h"
#include "data/sample/susun-sample-scene.h"
#include "data/sample/susun-sample-still.h"

static gint64
instant (const char *iso8601)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso8601, NULL);

  g_assert (time != NULL);
  return g_date_time_to_unix (time);
}

/* The EXIF of a still, with a thumbnail of its picture. */
static GBytes *
build_exif (const SusunSampleFile *file, GError **error)
{
  g_autoptr (GdkPixbuf) small = susun_sample_scene_draw (file->scene, 160, 120, 0);
  g_autoptr (GBytes) thumbnail = susun_sample_jpeg (small, NULL, error);
  SusunSampleExif exif = { .taken = file->taken, .offset = file->offset };

  if (thumbnail == NULL)
    return NULL;
  if (file->camera != NULL)
    {
      exif.make = file->camera->make;
      exif.model = file->camera->model;
      exif.latitude = file->camera->latitude;
      exif.longitude = file->camera->longitude;
    }
  return susun_sample_exif_build (&exif, thumbnail);
}

static GBytes *
build_still (const SusunSampleFile *file, GError **error)
{
  /* A sensor's picture is not compressed, so that one is smaller. */
  int size = file->kind == SUSUN_SAMPLE_DNG ? 240 : 480;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GBytes) exif = NULL;

  if (g_str_has_suffix (file->path, ".THM"))
    size = 120;
  /* Every fourth is upright. */
  pixbuf = file->scene % 4 == 3 ? susun_sample_scene_draw (file->scene, size, size * 4 / 3, 0)
                                : susun_sample_scene_draw (file->scene, size * 4 / 3, size, 0);
  if (file->taken != NULL)
    {
      exif = build_exif (file, error);
      if (exif == NULL)
        return NULL;
    }

  switch (file->kind)
    {
    case SUSUN_SAMPLE_PNG:
      return susun_sample_png (pixbuf, exif, file->native, error);
    case SUSUN_SAMPLE_HEIC:
      return susun_sample_heic (pixbuf, exif, error);
    case SUSUN_SAMPLE_TIFF:
      return susun_sample_tiff (pixbuf, file->taken, file->camera->make, file->camera->model);
    case SUSUN_SAMPLE_DNG:
      return susun_sample_dng (pixbuf, file->taken, file->camera->make, file->camera->model, error);
    case SUSUN_SAMPLE_WEBP:
      return susun_sample_webp (pixbuf, exif);
    default:
      return susun_sample_jpeg (pixbuf, exif, error);
    }
}

static GBytes *
build_film (const SusunSampleFile *file, GError **error)
{
  enum
  {
    N_FRAMES = 10
  };
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  SusunSampleFilm film = { .frames = frames, .width = 320, .height = 240, .rate = 10 };
  SusunSampleFilmInfo info = { .apple_date = file->native, .apple_pair = file->pair };

  for (guint i = 0; i < N_FRAMES; i++)
    {
      g_autoptr (GdkPixbuf) pixbuf
          = susun_sample_scene_draw (file->scene, film.width, film.height, (double) i / N_FRAMES);
      GBytes *frame = susun_sample_jpeg (pixbuf, NULL, error);

      if (frame == NULL)
        return NULL;
      g_ptr_array_add (frames, frame);
    }
  if (file->created != NULL)
    info.created = instant (file->created);
  if (file->camera != NULL)
    {
      info.make = file->camera->make;
      info.model = file->camera->model;
    }

  switch (file->kind)
    {
    case SUSUN_SAMPLE_AVI:
      info.riff_date = file->native;
      return susun_sample_film_avi (&film, &info);
    case SUSUN_SAMPLE_MKV:
      return susun_sample_film_mkv (&film, &info);
    case SUSUN_SAMPLE_MOV:
      return susun_sample_film_bmff (&film, &info, "qt  ");
    case SUSUN_SAMPLE_3GP:
      return susun_sample_film_bmff (&film, &info, "3gp5");
    default:
      return susun_sample_film_bmff (&film, &info, "mp42");
    }
}

static GBytes *
build_text (const SusunSampleFile *file)
{
  static const char xmp[]
      = "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "  <rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
        " xmp:Rating=\"4\"/>\n"
        " </rdf:RDF>\n"
        "</x:xmpmeta>\n"
        "<?xpacket end=\"w\"?>\n";
  static const char aae[]
      = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<plist version=\"1.0\">\n<dict>\n"
        "\t<key>adjustmentBaseVersion</key>\n\t<integer>0</integer>\n"
        "\t<key>adjustmentEditorBundleID</key>\n\t<string>com.apple.mobileslideshow</string>\n"
        "\t<key>adjustmentFormatIdentifier</key>\n\t<string>com.apple.photo</string>\n"
        "</dict>\n</plist>\n";

  if (file->kind == SUSUN_SAMPLE_XMP)
    return g_bytes_new_static (xmp, sizeof xmp - 1);
  if (file->kind == SUSUN_SAMPLE_AAE)
    return g_bytes_new_static (aae, sizeof aae - 1);
  if (file->kind == SUSUN_SAMPLE_TAKEOUT)
    {
      char *json = g_strdup_printf ("{\n  \"title\": \"%s\",\n  \"photoTakenTime\": {\n"
                                    "    \"timestamp\": \"%" G_GINT64_FORMAT "\"\n  }\n}\n",
                                    file->text, instant (file->created));

      return g_bytes_new_take (json, strlen (json));
    }
  return g_bytes_new_static (file->text, strlen (file->text));
}

static GBytes *
build (const char *root, const SusunSampleFile *file, GError **error)
{
  switch (file->kind)
    {
    case SUSUN_SAMPLE_COPY:
      {
        g_autofree char *original = g_build_filename (root, file->text, NULL);
        char *contents;
        gsize size;

        if (!g_file_get_contents (original, &contents, &size, error))
          return NULL;
        return g_bytes_new_take (contents, size);
      }
    case SUSUN_SAMPLE_JPEG_CUT:
      {
        g_autoptr (GBytes) whole = build_still (file, error);

        return whole != NULL ? g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2)
                             : NULL;
      }
    case SUSUN_SAMPLE_MOV:
    case SUSUN_SAMPLE_MP4:
    case SUSUN_SAMPLE_3GP:
    case SUSUN_SAMPLE_AVI:
    case SUSUN_SAMPLE_MKV:
      return build_film (file, error);
    case SUSUN_SAMPLE_XMP:
    case SUSUN_SAMPLE_AAE:
    case SUSUN_SAMPLE_TAKEOUT:
    case SUSUN_SAMPLE_TEXT:
      return build_text (file);
    default:
      return build_still (file, error);
    }
}

static gboolean
fail_errno (GError **error, const char *path)
{
  int saved = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "%s: %s", path,
               g_strerror (saved));
  return FALSE;
}

static gboolean
make_file (const char *root, const SusunSampleFile *file, GError **error)
{
  g_autofree char *path = g_build_filename (root, file->path, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  struct timespec times[2] = { { .tv_sec = instant (file->mtime) }, { 0 } };

  if (g_mkdir_with_parents (folder, 0755) != 0)
    return fail_errno (error, folder);
  if (file->kind == SUSUN_SAMPLE_LINK)
    {
      if (symlink (file->text, path) != 0)
        return fail_errno (error, path);
    }
  else
    {
      g_autoptr (GBytes) bytes = build (root, file, error);
      gsize size;
      const char *data;

      if (bytes == NULL)
        {
          g_prefix_error (error, "%s: ", file->path);
          return FALSE;
        }
      data = g_bytes_get_data (bytes, &size);
      if (!g_file_set_contents (path, data != NULL ? data : "", size, error))
        return FALSE;
    }
  times[1] = times[0];
  if (utimensat (AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) != 0)
    return fail_errno (error, path);
  return TRUE;
}

static void
append_cell (GString *csv, const char *text, char end)
{
  if (strpbrk (text, ",\"") != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
      g_autofree char *doubled = g_strjoinv ("\"\"", parts);

      g_string_append_printf (csv, "\"%s\"%c", doubled, end);
    }
  else
    g_string_append_printf (csv, "%s%c", text, end);
}

/* The files in @root, and in @truth the day of each picture and film. */
static gboolean
make_library (const char *root, const char *truth, GError **error)
{
  g_autoptr (GString) csv = g_string_new ("path,day,note\n");
  gboolean can_heic = susun_sample_can_heic ();
  const SusunSampleFile *files;
  guint n_left_out = 0;
  gsize n;

  files = susun_sample_catalogue (&n);
  for (gsize i = 0; i < n; i++)
    {
      if (files[i].kind == SUSUN_SAMPLE_HEIC && !can_heic)
        {
          n_left_out++;
          continue;
        }
      if (!make_file (root, &files[i], error))
        return FALSE;
      if (files[i].day != NULL)
        {
          append_cell (csv, files[i].path, ',');
          append_cell (csv, files[i].day, ',');
          append_cell (csv, files[i].note != NULL ? files[i].note : "", '\n');
        }
    }
  if (n_left_out > 0)
    g_printerr ("%u HEIC pictures are left out: libheif has no HEVC encoder here\n", n_left_out);
  return g_file_set_contents (truth, csv->str, csv->len, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    {
      g_printerr ("usage: %s NEW_FOLDER TRUTH_CSV\n", argv[0]);
      return 2;
    }
  if (g_mkdir (argv[1], 0755) != 0)
    {
      g_printerr ("%s: %s\n", argv[1], g_strerror (errno));
      return 1;
    }
  if (!make_library (argv[1], argv[2], &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
