// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-sys.h"
#include "core/media/susun-reader.h"
#include "core/media/susun-resolver.h"

#include "fixture.h"

#define FILES 2000
#define ROUNDS 5
#define LIMIT_US 30.0 /* PERFORMANCE.md: dating one JPEG */

static const FixtureExif exif = {
  .make = "Kodachi",
  .model = "K-1",
  .original = "2019:03:04 12:33:10",
  .digitized = "2019:03:04 12:33:11",
  .modified = "2019:03:04 12:33:10",
  .offset_original = "+08:00",
  .gps_date = "2019:03:04",
  .gps_time = { 4, 33, 9 },
};

/* A photo as phones make it: EXIF in front, 200 kB of picture. */
static GByteArray *
make_photo (void)
{
  GByteArray *bytes = fixture_jpeg (&exif);
  guint8 noise[1000];

  memset (noise, 0x5a, sizeof noise);
  while (bytes->len < 200000)
    put (bytes, noise, sizeof noise);
  return bytes;
}

static double
best_us (void (*run) (gpointer), gpointer data, guint n)
{
  double best = G_MAXDOUBLE;

  for (int round = 0; round < ROUNDS; round++)
    {
      gint64 start = g_get_monotonic_time ();
      run (data);
      best = MIN (best, (double) (g_get_monotonic_time () - start) / n);
    }
  return best;
}

typedef struct
{
  GByteArray *photo;
  char *folder;
  SusunInput *input;
  SusunEvidence *evidence;
} Bench;

static void
in_memory (gpointer data)
{
  Bench *bench = data;

  for (int i = 0; i < FILES; i++)
    {
      susun_evidence_reset (bench->evidence);
      susun_input_open_memory (bench->input, bench->photo->data, bench->photo->len, "IMG_1.jpg");
      g_assert_true (susun_media_read (bench->input, bench->evidence, NULL));
    }
  g_assert_cmpuint (bench->evidence->candidates->len, ==, 4);
}

static void
with_resolver (gpointer data)
{
  Bench *bench = data;
  SusunDateRules rules = { .now = 1795176000, .manual = SUSUN_WALL_NONE };
  SusunDate date;

  for (int i = 0; i < FILES; i++)
    susun_resolve (bench->evidence, &rules, NULL, &date);
  g_assert_cmpint (date.confidence, ==, SUSUN_CONFIDENCE_CERTAIN);
}

static void
each_file (Bench *bench, gboolean read)
{
  guint8 *head = g_malloc (SUSUN_INPUT_HEAD_SIZE);

  for (int i = 0; i < FILES; i++)
    {
      char name[32];
      g_autofree char *path = NULL;
      g_auto (SusunFd) fd = -1;
      g_snprintf (name, sizeof name, "IMG_%04d.jpg", i);
      path = g_build_filename (bench->folder, name, NULL);
      fd = susun_sys_openat (AT_FDCWD, path, O_RDONLY, 0);
      g_assert_cmpint (fd, >=, 0);
      if (!read)
        {
          g_assert_cmpint (susun_sys_pread (fd, head, SUSUN_INPUT_HEAD_SIZE, 0), >, 0);
          continue;
        }
      susun_evidence_reset (bench->evidence);
      susun_input_open (bench->input, fd, bench->photo->len, name);
      g_assert_true (susun_media_read (bench->input, bench->evidence, NULL));
      g_assert_cmpuint (bench->evidence->candidates->len, ==, 4);
    }
  g_free (head);
}

static void
floor_of_files (gpointer data)
{
  each_file (data, FALSE);
}

static void
whole_files (gpointer data)
{
  each_file (data, TRUE);
}

static void
bench_jpeg (void)
{
  Bench bench = { make_photo (), g_dir_make_tmp ("susun-bench-XXXXXX", NULL), susun_input_new (),
                  susun_evidence_new () };
  double memory, resolve, floor, files;

  for (int i = 0; i < FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/IMG_%04d.jpg", bench.folder, i);
      g_assert_true (g_file_set_contents_full (name, (const char *) bench.photo->data,
                                               bench.photo->len, G_FILE_SET_CONTENTS_NONE, 0600,
                                               NULL));
    }
  memory = best_us (in_memory, &bench, FILES);
  resolve = best_us (with_resolver, &bench, FILES);
  floor = best_us (floor_of_files, &bench, FILES);
  files = best_us (whole_files, &bench, FILES);
  g_test_message ("one JPEG: %.2f us in memory, %.2f us to resolve; from a file %.2f us, of which "
                  "opening and reading 64 KiB %.2f us",
                  memory, resolve, files, floor);
  g_assert_cmpfloat (memory + resolve, <, LIMIT_US);

  for (int i = 0; i < FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/IMG_%04d.jpg", bench.folder, i);
      g_assert_cmpint (g_unlink (name), ==, 0);
    }
  g_assert_cmpint (g_rmdir (bench.folder), ==, 0);
  g_free (bench.folder);
  g_byte_array_unref (bench.photo);
  susun_input_free (bench.input);
  susun_evidence_free (bench.evidence);
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* What the real JPEGs of the shared corpus cost in reading, where that stands. */
static void
bench_bytes (void)
{
  g_autofree char *folder = g_build_filename (
      g_getenv ("SUSUN_SHARED") != NULL ? g_getenv ("SUSUN_SHARED") : "../shared", "corpus",
      "media", "jpeg", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GArray) read = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (SusunInput) input = susun_input_new ();
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  const char *name;

  if (dir == NULL)
    {
      g_test_skip ("no corpus beside the project");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, path, O_RDONLY, 0);
      SusunIdentity identity;
      g_assert_cmpint (fd, >=, 0);
      g_assert_cmpint (susun_sys_identity (fd, &identity), ==, 0);
      susun_evidence_reset (evidence);
      susun_input_open (input, fd, identity.size, name);
      g_assert_true (susun_media_read (input, evidence, NULL));
      guint64 bytes = susun_input_get_bytes_read (input);
      if (g_strcmp0 (evidence->format, "jpeg") == 0)
        g_array_append_val (read, bytes);
    }
  g_assert_cmpuint (read->len, >, 0);
  g_array_sort (read, compare_sizes);
  guint64 median = g_array_index (read, guint64, read->len / 2);
  g_test_message ("bytes read of %u real JPEGs: median %" G_GUINT64_FORMAT
                  ", nine of ten at most %" G_GUINT64_FORMAT ", most %" G_GUINT64_FORMAT,
                  read->len, median, g_array_index (read, guint64, read->len * 9 / 10),
                  g_array_index (read, guint64, read->len - 1));
  g_assert_cmpuint (median, <=, 64 * 1024);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/media/bench/jpeg", bench_jpeg);
  g_test_add_func ("/media/bench/bytes", bench_bytes);
  return g_test_run ();
}
