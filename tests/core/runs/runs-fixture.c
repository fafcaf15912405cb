// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "tests/core/runs/runs-fixture.h"

#include <fcntl.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/base/susun-error.h"

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->base = g_dir_make_tmp ("susun-runs-XXXXXX", &error);
  g_assert_no_error (error);
  self->source = g_build_filename (self->base, "source", NULL);
  self->archive = g_build_filename (self->base, "archive", NULL);
  self->quarantine = g_build_filename (self->base, "quarantine", NULL);
  self->run_id = g_uuid_string_random ();
  g_assert_no_errno (g_mkdir (self->source, 0755));
  g_assert_no_errno (g_mkdir (self->archive, 0755));
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_remove (path);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  fixture_close (self);
  remove_tree (self->base);
  g_free (self->base);
  g_free (self->source);
  g_free (self->archive);
  g_free (self->quarantine);
  g_free (self->run_id);
}

SusunStore *
fixture_store (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  if (self->store == NULL)
    {
      g_autofree char *path = fixture_path (self, "history/history.db");
      self->store = susun_store_open (path, SUSUN_STORE_WRITE, &error);
      g_assert_no_error (error);
    }
  return self->store;
}

void
fixture_close (Fixture *self)
{
  g_clear_pointer (&self->store, susun_store_close);
}

char *
fixture_path (Fixture *self, const char *name)
{
  return g_build_filename (self->base, name, NULL);
}

void
fixture_put (const char *folder, const char *rel, const char *content)
{
  g_autofree char *path = g_build_filename (folder, rel, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_mkdir_with_parents (parent, 0755));
  g_unlink (path);
  g_file_set_contents_full (path, content, -1, G_FILE_SET_CONTENTS_NONE, 0644, &error);
  g_assert_no_error (error);
}

gboolean
fixture_has (const char *folder, const char *rel, const char *content)
{
  g_autofree char *path = g_build_filename (folder, rel, NULL);
  g_autofree char *found = NULL;

  return g_file_get_contents (path, &found, NULL, NULL)
         && (content == NULL || strcmp (found, content) == 0);
}

static gint64
add_root (SusunStore *store, gint64 run, SusunRootRole role, const char *path)
{
  g_autoptr (GError) error = NULL;
  SusunRootRow row = { .run = run, .role = role, .path = (char *) path };

  g_assert_true (susun_store_add_root (store, &row, &error));
  g_assert_no_error (error);
  return row.id;
}

SusunRun *
fixture_add_organize (Fixture *self, gint64 *source_root, gint64 *archive_root)
{
  SusunStore *store = fixture_store (self);
  SusunRun *run = susun_run_new ();
  g_autoptr (GError) error = NULL;

  run->run_id = g_strdup (self->run_id);
  run->chain_id = g_strdup (self->run_id);
  run->kind = SUSUN_RUN_ORGANIZE;
  run->mode = SUSUN_MODE_COPY;
  run->state = SUSUN_RUN_STATE_FINISHED;
  g_assert_true (susun_store_begin (store, &error));
  g_assert_true (susun_store_add_run (store, run, &error));
  *source_root = add_root (store, run->id, SUSUN_ROOT_SOURCE, self->source);
  *archive_root = add_root (store, run->id, SUSUN_ROOT_ARCHIVE, self->archive);
  g_assert_true (susun_store_commit (store, &error));
  g_assert_no_error (error);
  return run;
}

SusunRunJob *
fixture_run (Fixture *self, SusunJob *job, int code)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = susun_job_run (job, fixture_store (self), NULL, &error);

  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_true (ok);
    }
  else
    {
      g_assert_error (error, SUSUN_ERROR, code);
      g_assert_false (ok);
    }
  return SUSUN_RUN_JOB (job);
}

Report *
report_new (const char *path)
{
  Report *self = g_new0 (Report, 1);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (fd, >=, 0);
  self->writer = susun_csv_writer_new (fd, path);
  g_assert_true (susun_organize_report_write_header (self->writer, &error));
  return self;
}

static guint
find_word (const char *(*nick) (guint), const char *word)
{
  for (guint i = 0; i < 16; i++)
    if (strcmp (nick (i), word) == 0)
      return i;
  g_assert_not_reached ();
}

static const char *
action_word (guint value)
{
  return susun_organize_action_nick (value);
}

static const char *
status_word (guint value)
{
  return susun_organize_status_nick (value);
}

void
report_add (Report *self, const char *run_id, const char *action, const char *status,
            const char *source, const char *destination, gint64 size, const SusunHash *hash)
{
  g_autoptr (GError) error = NULL;
  SusunOrganizeRow row = {
    .run_id = run_id,
    .action = find_word (action_word, action),
    .media_kind = SUSUN_ORGANIZE_KIND_IMAGE,
    .source_path = source,
    .file_size_bytes = size,
    .effective_wall = 1560000000,
    .effective_year = 2019,
    .destination_path = destination,
    .metadata_source = "exif",
    .date_filter_result = SUSUN_ORGANIZE_FILTER_INCLUDED,
    .status = find_word (status_word, status),
    .capture_utc_offset = SUSUN_OFFSET_NONE,
    .source_hash = hash,
  };

  g_assert_true (susun_organize_report_write_row (self->writer, &row, &error));
  g_assert_no_error (error);
}

void
report_end (Report *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (susun_csv_writer_flush (self->writer, &error));
  g_assert_no_error (error);
  susun_csv_writer_free (self->writer);
  g_free (self);
}

SusunHash
hash_of (const char *content)
{
  g_autoptr (SusunHasher) hasher = susun_hasher_new ();
  SusunHash hash;

  susun_hasher_digest (hasher, content, strlen (content), &hash);
  return hash;
}

GHashTable *
read_verified (GHashTable *into, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunVerifyReader) reader
      = susun_verify_reader_new (susun_csv_reader_open (path, &error), &error);
  SusunVerifyRow row;
  SusunCsvStep step;

  g_assert_no_error (error);
  if (into == NULL)
    into = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while ((step = susun_verify_reader_next (reader, &row, &error)) == SUSUN_CSV_ROW)
    {
      gboolean verified = row.status == SUSUN_VERIFICATION_VERIFIED;
      g_assert_cmpint (row.status, !=, SUSUN_VERIFICATION_UNKNOWN);
      if (verified)
        {
          g_assert_nonnull (row.source_hash);
          g_assert_nonnull (row.destination_hash);
          g_assert_true (susun_hash_equal (row.source_hash, row.destination_hash));
        }
      g_assert_true (
          g_hash_table_insert (into, g_strdup (row.source_path),
                               g_strdup_printf ("%s|%s|%s", verified ? "verified" : "unverified",
                                                row.destination_path, row.notes)));
    }
  g_assert_no_error (error);
  return into;
}

GPtrArray *
read_rows (const char *path)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_ptr_array_add (rows, g_strdelimit (g_strdup (lines[i]), ",", '|'));
  return rows;
}

guint64
fixture_stride (void)
{
  const char *wanted = g_getenv ("SUSUN_SWEEP_STRIDE");

  return wanted != NULL ? CLAMP (g_ascii_strtoull (wanted, NULL, 10), 1, 1000) : 1;
}
