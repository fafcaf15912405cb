// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/susun-civil.h"
#include "core/scan/susun-scan.h"
#include "tests/core/job/toy-job.h"
#include "tests/core/media/fixture.h"

/* Units that a worker reads together, and batches that wait for the sink: as in susun-scan.c. */
#define PIECE 128
#define QUEUE 64

typedef struct
{
  char *folder;
  SusunRoot *root;
  SusunJob *job;
  SusunFilter filter;
  SusunDating dating;

  GHashTable *told; /* (element-type utf8 utf8): by path: what the sink was told, as it is now */
  GHashTable *ids;  /* (element-type gint64 utf8): which path the sink gave which id */
  guint calls;
  guint largest;      /* files in one call */
  guint64 first_read; /* files that were read when the sink was called first */
  guint previews;     /* files that the sink was told may become another */
  guint revised;
  gint64 next_id;
} World;

static void
set_up (World *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("susun-scan-XXXXXX", &error);
  g_assert_no_error (error);
  self->root = susun_root_open (self->folder, &error);
  g_assert_no_error (error);
  self->job = toy_job_new (NULL, NULL);
  self->filter = (SusunFilter){ .images = TRUE, .videos = TRUE };
  self->dating = (SusunDating){ .now = 1700000000 };
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_assert_no_errno (g_remove (child));
    }
  g_assert_no_errno (g_rmdir (path));
}

static void
tear_down (World *self, gconstpointer data)
{
  g_hash_table_unref (self->told);
  g_hash_table_unref (self->ids);
  g_object_unref (self->job);
  susun_root_unref (self->root);
  remove_folder (self->folder);
  g_free (self->folder);
}

static void
put_file (World *self, const char *name, const void *data, gsize length)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0644, &error);
  g_assert_no_error (error);
}

static void
put_photo (World *self, const char *name, const char *original, const char *offset)
{
  FixtureExif exif
      = { .make = "Kodachi", .model = "K-1", .original = original, .offset_original = offset };
  g_autoptr (GByteArray) bytes = fixture_jpeg (&exif);

  put_file (self, name, bytes->data, bytes->len);
}

/* A film that tells an instant and no zone. */
static void
put_film (World *self, const char *name, const char *utc)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) ftyp = g_byte_array_new ();
  g_autoptr (GByteArray) moov = g_byte_array_new ();
  g_autoptr (GByteArray) mvhd = g_byte_array_new ();
  static const guint8 rest[88];

  put_text (ftyp, "isom");
  put_be (ftyp, 0, 4);
  put_box (bytes, "ftyp", ftyp);
  put_be (mvhd, 0, 4);
  put_be (mvhd, fixture_since_1904 (utc), 4);
  put_be (mvhd, fixture_since_1904 (utc), 4);
  put (mvhd, rest, sizeof rest);
  put_box (moov, "mvhd", mvhd);
  put_box (bytes, "moov", moov);
  put_file (self, name, bytes->data, bytes->len);
}

/* --- the sink */

static char *
describe (const SusunItem *item)
{
  char wall[SUSUN_WALL_TEXT_SIZE] = "-";

  if (item->wall != SUSUN_WALL_NONE)
    susun_wall_to_text (item->wall, wall);
  return g_strdup_printf ("%s %d %d %d %u %d %" G_GINT64_FORMAT " “%s”", wall, item->offset,
                          item->date_source, item->confidence, item->suspicions, item->role,
                          item->day, item->note != NULL ? item->note : "");
}

/* A main comes first, what belongs to it right behind. */
static void
assert_whole_groups (GArray *captures)
{
  int group = -1;

  for (guint i = 0; i < captures->len; i++)
    {
      const SusunCapture *capture = &g_array_index (captures, SusunCapture, i);
      if (capture->main == (int) i)
        group = (int) i;
      g_assert_true (capture->main == -1 || capture->main == group);
    }
}

static gboolean
take (GArray *captures, gpointer user_data, GError **error)
{
  World *self = user_data;
  SusunProgress progress;

  if (self->calls++ == 0)
    {
      susun_job_get_progress (self->job, &progress);
      self->first_read = progress.files;
    }
  self->largest = MAX (self->largest, captures->len);
  assert_whole_groups (captures);
  for (guint i = 0; i < captures->len; i++)
    {
      SusunCapture *capture = &g_array_index (captures, SusunCapture, i);
      capture->item.id = ++self->next_id;
      self->previews += capture->awaits;
      g_assert_true (g_hash_table_insert (self->told, g_strdup (capture->item.src_path),
                                          describe (&capture->item)));
      g_hash_table_insert (self->ids, g_memdup2 (&capture->item.id, sizeof capture->item.id),
                           g_strdup (capture->item.src_path));
    }
  return TRUE;
}

static gboolean
revise (const SusunItem *item, gpointer user_data, GError **error)
{
  World *self = user_data;
  g_autofree char *told = describe (item);

  g_assert_cmpstr (g_hash_table_lookup (self->ids, &item->id), ==, item->src_path);
  g_assert_cmpstr (g_hash_table_lookup (self->told, item->src_path), !=, told);
  g_hash_table_insert (self->told, g_strdup (item->src_path), g_steal_pointer (&told));
  self->revised++;
  return TRUE;
}

static void
scan (World *self, guint workers, gboolean preview)
{
  g_autoptr (SusunScan) scan = susun_scan_new (self->root, 1, &self->filter, &self->dating);
  g_autoptr (GError) error = NULL;

  g_hash_table_remove_all (self->told);
  g_hash_table_remove_all (self->ids);
  self->calls = self->largest = self->previews = self->revised = 0;
  self->next_id = 0;
  if (preview)
    susun_scan_set_revised (scan, revise);
  susun_scan_run (scan, workers, take, self, self->job, NULL, &error);
  g_assert_no_error (error);
}

/* --- tests */

/* Whoever waits for the first picture of a camera's whole folder does not wait for its last. */
static void
test_a_large_folder_is_seen_while_it_is_read (World *self, gconstpointer data)
{
  /* More than can be read before the sink takes anything: what waits for it, what it was given,
   * and what the one worker has in hand. */
  const guint files = (QUEUE + 2) * PIECE + PIECE;
  g_autofree char *first = g_build_filename (self->folder, "IMG_00000.jpg", NULL);

  put_file (self, "IMG_00000.jpg", "\xff\xd8\xff\xd9", 4);
  for (guint i = 1; i < files; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/IMG_%05u.jpg", self->folder, i);
      g_assert_no_errno (link (first, path));
    }
  scan (self, 1, TRUE);
  g_assert_cmpuint (g_hash_table_size (self->told), ==, files);
  g_assert_cmpuint (self->first_read, >=, PIECE);
  g_assert_cmpuint (self->first_read, <, files);
  g_assert_cmpuint (self->largest, <=, PIECE);
  g_assert_cmpuint (self->calls, ==, files / PIECE);
  /* They know no date but the file system's, in which the siblings have no say. */
  g_assert_cmpuint (self->previews, ==, 0);
  g_assert_cmpuint (self->revised, ==, 0);
}

/* What fits into one piece comes at once, in the order of names, and is dated once. */
static void
test_a_small_folder_comes_at_once (World *self, gconstpointer data)
{
  put_film (self, "A.mp4", "2023-07-13T03:50:25");
  for (guint i = 1; i < PIECE; i++)
    {
      g_autofree char *name = g_strdup_printf ("IMG_%05u.jpg", i);
      put_photo (self, name, "2023:07:13 11:00:00", "+08:00");
    }
  scan (self, 4, TRUE);
  g_assert_cmpuint (g_hash_table_size (self->told), ==, PIECE);
  g_assert_cmpuint (self->calls, ==, 1);
  g_assert_cmpuint (self->previews, ==, 0);
  g_assert_cmpuint (self->revised, ==, 0);
  gint64 first = 1;
  g_assert_cmpstr (g_hash_table_lookup (self->ids, &first), ==, "A.mp4");
}

/* Groups, films that ask their siblings for the zone, and a picture that its name puts years away
 * from them all: each of these in the first piece, where most of what tells is not read yet. */
static void
put_library (World *self)
{
  for (guint i = 0; i < 4 * PIECE; i++)
    {
      g_autofree char *photo = g_strdup_printf ("IMG_%05u.JPG", i);
      g_autofree char *raw = g_strdup_printf ("IMG_%05u.CR2", i);
      g_autofree char *sidecar = g_strdup_printf ("IMG_%05u.xmp", i);
      g_autofree char *film = g_strdup_printf ("FILM%05u.MP4", i);
      put_photo (self, photo, "2023:07:13 11:00:00", i > 2 * PIECE ? "+08:00" : NULL);
      if (i % 3 == 0)
        put_photo (self, raw, "2023:07:13 11:00:00", NULL);
      if (i % 5 == 0)
        put_file (self, sidecar, "<x:xmpmeta/>", 12);
      if (i % 7 == 0)
        put_film (self, film, "2023-07-13T03:50:25");
    }
  put_file (self, "IMG-20130831-WA0001.jpg", "\xff\xd8\xff\xd9", 4);
  put_file (self, "IMG-20230713-WA0001.jpg", "\xff\xd8\xff\xd9", 4);
}

static void
assert_same (GHashTable *one, GHashTable *other)
{
  GHashTableIter iter;
  gpointer path, told;

  g_assert_cmpuint (g_hash_table_size (one), ==, g_hash_table_size (other));
  g_hash_table_iter_init (&iter, one);
  while (g_hash_table_iter_next (&iter, &path, &told))
    g_assert_cmpstr (told, ==, g_hash_table_lookup (other, path));
}

/* However it is handed on and by however many it is read, the dates are those of the whole folder.
 */
static void
test_the_rest_of_a_folder_has_its_say (World *self, gconstpointer data)
{
  g_autoptr (GHashTable) expected = NULL;

  put_library (self);
  scan (self, 1, FALSE);
  g_assert_cmpuint (self->calls, ==, 1);
  g_assert_cmpuint (self->previews, ==, 0);
  g_assert_nonnull (
      strstr (g_hash_table_lookup (self->told, "FILM00000.MP4"), "2023-07-13T11:50:25 480 "));
  g_assert_true (
      g_str_has_prefix (g_hash_table_lookup (self->told, "IMG-20130831-WA0001.jpg"), "2013-08-31"));
  expected = g_hash_table_ref (self->told);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint workers = 1; workers <= 4; workers += 3)
    {
      scan (self, workers, FALSE);
      assert_same (self->told, expected);
      scan (self, workers, TRUE);
      assert_same (self->told, expected);
      /* All films, and the two that only have a name; of those one stays as it was. */
      g_assert_cmpuint (self->previews, ==, (4 * PIECE + 6) / 7 + 2);
      g_assert_cmpuint (self->revised, ==, self->previews - 1);
    }
}

/* A sink that fails in the middle of a folder ends the scan, and nothing more comes. */
static gboolean
take_two (GArray *captures, gpointer user_data, GError **error)
{
  World *self = user_data;

  g_assert_cmpuint (self->calls, <, 2);
  take (captures, user_data, NULL);
  if (self->calls < 2)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "full");
  return FALSE;
}

static void
test_it_ends_in_the_middle_of_a_folder (World *self, gconstpointer data)
{
  put_library (self);
  for (guint workers = 1; workers <= 4; workers += 3)
    {
      g_autoptr (SusunScan) scan = susun_scan_new (self->root, 1, &self->filter, &self->dating);
      g_autoptr (GError) error = NULL;
      self->calls = 0;
      g_hash_table_remove_all (self->told);
      susun_scan_set_revised (scan, revise);
      g_assert_false (susun_scan_run (scan, workers, take_two, self, self->job, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
      g_assert_cmpuint (self->calls, ==, 2);
    }
}

/* The user cancels when the first pictures come. */
static gboolean
take_and_cancel (GArray *captures, gpointer user_data, GError **error)
{
  GCancellable *cancellable = user_data;

  g_assert_false (g_cancellable_is_cancelled (cancellable));
  g_cancellable_cancel (cancellable);
  return TRUE;
}

static void
test_it_is_cancelled_in_the_middle_of_a_folder (World *self, gconstpointer data)
{
  put_library (self);
  for (guint workers = 1; workers <= 4; workers += 3)
    {
      g_autoptr (SusunScan) scan = susun_scan_new (self->root, 1, &self->filter, &self->dating);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      g_assert_false (susun_scan_run (scan, workers, take_and_cancel, cancellable, self->job,
                                      cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*run) (World *self, gconstpointer data);
  } tests[] = {
    { "/scan/large-folder-is-seen-while-it-is-read", test_a_large_folder_is_seen_while_it_is_read },
    { "/scan/small-folder-comes-at-once", test_a_small_folder_comes_at_once },
    { "/scan/rest-of-a-folder-has-its-say", test_the_rest_of_a_folder_has_its_say },
    { "/scan/ends-in-the-middle", test_it_ends_in_the_middle_of_a_folder },
    { "/scan/cancelled-in-the-middle", test_it_is_cancelled_in_the_middle_of_a_folder },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, World, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
