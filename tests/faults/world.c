// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "world.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "core/base/susun-hash.h"
#include "core/manifest/susun-verify-report.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-resume.h"

void
world_remove (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        world_remove (child);
      else
        g_assert_no_errno (g_unlink (child));
    }
  if (dir != NULL)
    g_assert_no_errno (g_rmdir (path));
}

static char *
hash_text (const void *data, gsize length)
{
  g_autoptr (SusunHasher) hasher = susun_hasher_new ();
  char *hex = g_malloc (SUSUN_HASH_HEX_SIZE);
  SusunHash hash;

  susun_hasher_digest (hasher, data, length, &hash);
  susun_hash_to_hex (&hash, hex);
  return hex;
}

static void
put (const char *folder, const char *name, const char *content, gsize length, int year)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, 5, 17, 10, 11, 12);
  struct timespec times[2]
      = { { .tv_sec = g_date_time_to_unix (time) }, { .tv_sec = g_date_time_to_unix (time) } };

  g_assert_no_errno (g_mkdir_with_parents (parent, 0755));
  g_assert_true (g_file_set_contents_full (path, content, (gssize) length, G_FILE_SET_CONTENTS_NONE,
                                           0644, NULL));
  g_assert_no_errno (utimensat (AT_FDCWD, path, times, 0));
}

static void
put_true (World *self, const char *name, const char *content, gsize length, int year)
{
  put (self->source, name, content, length, year);
  g_hash_table_insert (self->truth, hash_text (content, length), g_strdup (name));
}

static void
put_strange (World *self, const char *name, const char *content, int year)
{
  put (self->archive, name, content, strlen (content), year);
  g_hash_table_insert (self->strange, g_build_filename (self->archive, name, NULL),
                       g_strdup (content));
}

/* A Live Photo with its sidecar, a collision, a duplicate, an empty file, one of more than a
 * megabyte; and in the archive a stranger with the name of one of ours. */
static void
fill (World *self)
{
  gsize large = (1 << 20) + 4321;
  g_autofree char *bytes = g_malloc (large);

  for (gsize i = 0; i < large; i++)
    bytes[i] = (char) (i * 31 + (i >> 8));
  put_true (self, "a/IMG_1.heic", "a still", 7, 2019);
  put_true (self, "a/IMG_1.mov", "its clip", 8, 2019);
  put_true (self, "a/IMG_1.heic.xmp", "<x:xmpmeta/>", 12, 2019);
  put_true (self, "b/IMG_1.heic", "another still of that name", 26, 2019);
  put (self->source, "b/again.heic", "a still", 7, 2019);
  put_true (self, "b/large.png", bytes, large, 2021);
  put_true (self, "c/IMG_2.jpg", "ours", 4, 2020);
  put_true (self, "c/empty.jpg", "", 0, 2020);
  put_strange (self, "2020/IMG_2.jpg", "a stranger's", 2020);
  put_strange (self, "2020/notes.txt", "not ours", 2020);
}

World *
world_new (const char *base, const char *other)
{
  World *self = g_new0 (World, 1);

  self->base = g_strdup (base);
  self->other = g_strdup (other);
  world_remove (base);
  if (other != NULL)
    world_remove (other);
  self->source = g_build_filename (base, "source", NULL);
  self->archive = g_build_filename (other != NULL ? other : base, "archive", NULL);
  self->quarantine = g_build_filename (other != NULL ? other : base, "quarantine", NULL);
  self->db = g_build_filename (base, "history", "history.db", NULL);
  self->manifest = g_build_filename (base, "history", "verified.csv", NULL);
  self->truth = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->strange = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_assert_no_errno (g_mkdir_with_parents (self->archive, 0755));
  fill (self);
  return self;
}

void
world_free (World *self)
{
  g_free (self->base);
  g_free (self->other);
  g_free (self->source);
  g_free (self->archive);
  g_free (self->quarantine);
  g_free (self->db);
  g_free (self->manifest);
  g_free (self->chain_id);
  g_hash_table_unref (self->truth);
  g_hash_table_unref (self->strange);
  g_free (self);
}

gboolean
world_run (World *self, SusunJob *job, GError **error)
{
  g_autoptr (SusunJob) owned = job;
  g_autoptr (SusunStore) store = susun_store_open (self->db, SUSUN_STORE_WRITE, error);

  return store != NULL && susun_job_run (owned, store, NULL, error);
}

/* As `verify` would write it; from the history, because the sweeps need it a thousand times. */
static void
write_manifest (World *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (self->db, SUSUN_STORE_READ_ONLY, &error);
  g_autoptr (SusunRun) run
      = susun_store_find_run (store, self->chain_id, 1u << SUSUN_RUN_ORGANIZE, &error);
  SusunItemQuery query = { .run = run->id, .order = SUSUN_ORDER_SEQ };
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, &error);
  int fd = g_open (self->manifest, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (fd, self->manifest);

  g_assert_no_error (error);
  g_assert_true (susun_verify_report_write_header (writer, &error));
  for (guint i = 0; i < items->len; i++)
    {
      const SusunItem *item = items->pdata[i];
      g_autofree char *from = g_build_filename (self->source, item->src_path, NULL);
      g_autofree char *to = g_build_filename (self->archive, item->dst_path, NULL);
      g_autofree char *bytes = NULL;
      gsize length;
      SusunHash hash;
      g_assert_true (g_file_get_contents (from, &bytes, &length, &error));
      g_autofree char *hex = hash_text (bytes, length);
      g_assert_true (susun_hash_from_hex (hex, &hash));
      SusunVerifyRow row = {
        .run_id = self->chain_id,
        .source_path = from,
        .destination_path = to,
        .file_size_bytes = (gint64) length,
        .source_hash = &hash,
        .destination_hash = &hash,
        .status = SUSUN_VERIFICATION_VERIFIED,
      };
      g_assert_true (susun_verify_report_write_row (writer, &row, &error));
    }
  g_assert_true (susun_csv_writer_flush (writer, &error));
}

void
world_organize (World *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = NULL;
  SusunOrganizeOptions *options = susun_organize_options_new ();

  g_ptr_array_add (options->sources, g_strdup (self->source));
  options->destination = g_strdup (self->archive);
  options->report_csv = g_build_filename (self->base, "history", "report.csv", NULL);
  options->mode = SUSUN_MODE_COPY;
  options->workers = 1;
  options->now = 1700000000;
  g_autofree char *folder = g_path_get_dirname (self->db);
  g_assert_no_errno (g_mkdir_with_parents (folder, 0755));

  g_autoptr (SusunJob) job = susun_organize_job_new (options);
  store = susun_store_open (self->db, SUSUN_STORE_WRITE, &error);
  g_assert_no_error (error);
  susun_job_run (job, store, NULL, &error);
  g_assert_no_error (error);
  self->chain_id = g_strdup (susun_run_job_get_run (SUSUN_RUN_JOB (job))->chain_id);
  g_clear_pointer (&store, susun_store_close);
  write_manifest (self);
}

void
world_recover (World *self)
{
  const guint unfinished = 1u << SUSUN_RUN_STATE_PREPARING | 1u << SUSUN_RUN_STATE_PLANNED
                           | 1u << SUSUN_RUN_STATE_RUNNING | 1u << SUSUN_RUN_STATE_CANCELLED
                           | 1u << SUSUN_RUN_STATE_FAILED;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (self->db, SUSUN_STORE_WRITE, &error);
  g_autoptr (GPtrArray) runs = NULL;

  g_assert_no_error (error);
  susun_recover (store, NULL, &error);
  g_assert_no_error (error);
  runs = susun_store_list_runs_in_state (store, unfinished, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < runs->len; i++)
    {
      const SusunRun *run = runs->pdata[i];
      g_autoptr (SusunJob) job = susun_resume_job_new (store, run->run_id, 1, &error);
      g_assert_no_error (error);
      if (susun_job_run (job, store, NULL, &error))
        continue;
      /* One that had not begun says so, and can be begun again. */
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
      g_clear_error (&error);
      g_assert_true (susun_store_begin (store, NULL));
      g_assert_true (susun_store_forget_run (store, run->id, NULL));
      g_assert_true (susun_store_commit (store, NULL));
    }
}

typedef void (*Visit) (const char *path, const char *label, gpointer user_data);

static void
visit (const char *path, const char *label, Visit visitor, gpointer user_data)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *child_label = g_build_filename (label, name, NULL);
      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        visit (child, child_label, visitor, user_data);
      else
        visitor (child, child_label, user_data);
    }
}

static void
visit_all (World *self, Visit visitor, gpointer user_data)
{
  visit (self->source, "source", visitor, user_data);
  visit (self->archive, "archive", visitor, user_data);
  visit (self->quarantine, "quarantine", visitor, user_data);
}

static gboolean
is_temporary (const char *label)
{
  return strstr (label, "/.susun") != NULL;
}

static void
list_one (const char *path, const char *label, gpointer user_data)
{
  g_autofree char *bytes = NULL;
  gsize length;
  struct stat status;

  if (is_temporary (label) || g_str_has_suffix (label, ".csv"))
    return;
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_no_errno (stat (path, &status));
  g_autofree char *hash = hash_text (bytes, length);
  g_ptr_array_add (user_data, g_strdup_printf ("%s %s %" G_GINT64_FORMAT, label, hash,
                                               (gint64) status.st_mtime));
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The quarantine's folder carries a run's id, which differs from world to world. */
static char *
without_ids (World *self, const char *text)
{
  if (self->chain_id == NULL)
    return g_strdup (text);
  g_auto (GStrv) parts = g_strsplit (text, self->chain_id, -1);
  return g_strjoinv ("RUN", parts);
}

char *
world_list (World *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  visit_all (self, list_one, lines);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  g_autofree char *joined = g_strjoinv ("\n", (char **) lines->pdata);
  return without_ids (self, joined);
}

static void
list_content (const char *path, const char *label, gpointer user_data)
{
  const char *end = strchr (label, '/');
  g_autofree char *bytes = NULL;
  gsize length;

  if (is_temporary (label) || g_str_has_suffix (label, ".csv"))
    return;
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_autofree char *hash = hash_text (bytes, length);
  g_autofree char *line = g_strdup_printf ("%.*s %s", (int) (end - label), label, hash);
  if (!g_ptr_array_find_with_equal_func (user_data, line, g_str_equal, NULL))
    g_ptr_array_add (user_data, g_steal_pointer (&line));
}

char *
world_list_contents (World *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  visit_all (self, list_content, lines);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

typedef struct
{
  World *world;
  const char *context;
  GHashTable *seen;
} Checking;

static void
check_one (const char *path, const char *label, gpointer user_data)
{
  Checking *checking = user_data;
  g_autofree char *bytes = NULL;
  gsize length;
  const char *strange = g_hash_table_lookup (checking->world->strange, path);

  if (is_temporary (label) || g_str_has_suffix (label, ".csv"))
    return;
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_autofree char *hash = hash_text (bytes, length);
  if (strange != NULL)
    {
      if (strlen (strange) != length || memcmp (strange, bytes, length) != 0)
        g_error ("%s: a stranger's file was overwritten: %s", checking->context, path);
      return;
    }
  /* The empty file is a content, too; an empty reservation of ours is not: both look the same, but
   * a reservation is never without its temporary. */
  if (!g_hash_table_contains (checking->world->truth, hash))
    g_error ("%s: a half file under a final name: %s (%" G_GSIZE_FORMAT " bytes)",
             checking->context, path, length);
  g_hash_table_add (checking->seen, g_steal_pointer (&hash));
}

void
world_check (World *self, const char *context)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Checking checking = { self, context, seen };
  GHashTableIter iter;
  gpointer hash, name;

  visit_all (self, check_one, &checking);
  g_hash_table_iter_init (&iter, self->truth);
  while (g_hash_table_iter_next (&iter, &hash, &name))
    if (!g_hash_table_contains (seen, hash))
      g_error ("%s: the bytes of %s are lost", context, (char *) name);
  g_hash_table_iter_init (&iter, self->strange);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_file_test (name, G_FILE_TEST_IS_REGULAR))
      g_error ("%s: a stranger's file is gone: %s", context, (char *) name);
}

static void
check_tidy_one (const char *path, const char *label, gpointer user_data)
{
  if (is_temporary (label))
    g_error ("%s: left behind: %s", (const char *) user_data, path);
}

void
world_check_tidy (World *self, const char *context)
{
  visit_all (self, check_tidy_one, (gpointer) context);
}
