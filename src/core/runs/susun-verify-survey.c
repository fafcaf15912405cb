// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-verify-survey-private.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"

#define ROWS_BETWEEN_LOOKS 1024

void
susun_verify_survey_clear (SusunVerifySurvey *self)
{
  g_clear_pointer (&self->run_id, g_free);
  g_clear_pointer (&self->source_parent, g_free);
  g_clear_pointer (&self->archive, g_free);
}

gboolean
susun_verify_path_is_plain (const char *path)
{
  return path[0] == '/' && susun_path_is_safe_relative (path + 1);
}

/* What all of many texts share. */
typedef struct
{
  GString *text;
  gboolean begun;
  gboolean differ;
} Common;

static void
common_add (Common *self, const char *text)
{
  if (!self->begun)
    g_string_assign (self->text, text);
  else if (!self->differ && strcmp (self->text->str, text) != 0)
    self->differ = TRUE;
  self->begun = TRUE;
}

/* The same for the folders that files are in: what they share becomes shorter, never longer. */
static void
common_add_folder_of (Common *self, const char *path)
{
  if (!self->begun)
    g_string_append_len (self->text, path, susun_path_name (path) - 1 - path);
  self->begun = TRUE;
  while (strncmp (path, self->text->str, self->text->len) != 0 || path[self->text->len] != '/')
    g_string_truncate (self->text, susun_path_name (self->text->str) - 1 - self->text->str);
}

typedef struct
{
  Common run_id;
  Common source_folder;
  Common archive_root;
  Common archive_folder;
} Shared;

static void
shared_init (Shared *self)
{
  *self = (Shared){ 0 };
  self->run_id.text = g_string_new (NULL);
  self->source_folder.text = g_string_new (NULL);
  self->archive_root.text = g_string_new (NULL);
  self->archive_folder.text = g_string_new (NULL);
}

static void
shared_clear (Shared *self)
{
  g_string_free (self->run_id.text, TRUE);
  g_string_free (self->source_folder.text, TRUE);
  g_string_free (self->archive_root.text, TRUE);
  g_string_free (self->archive_folder.text, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shared, shared_clear)

static void
shared_add (Shared *self, const SusunOrganizeRow *row)
{
  common_add (&self->run_id, row->run_id);
  if (susun_verify_path_is_plain (row->source_path))
    common_add_folder_of (&self->source_folder, row->source_path);
  if (susun_verify_path_is_plain (row->destination_path))
    {
      common_add (&self->archive_root, row->destination_root);
      common_add_folder_of (&self->archive_folder, row->destination_path);
    }
}

static char *
dup_folder (const Common *folder)
{
  if (!folder->begun)
    return NULL;
  return g_strdup (folder->text->len > 0 ? folder->text->str : "/");
}

/* The root that the rows name, if they agree and it is above what they name. */
static char *
dup_archive (const Shared *shared)
{
  const char *root = shared->archive_root.text->str;

  if (shared->archive_root.begun && !shared->archive_root.differ
      && susun_verify_path_is_plain (root)
      && susun_path_below (shared->archive_folder.text->str, root) != NULL)
    return g_strdup (root);
  return dup_folder (&shared->archive_folder);
}

static void
count_row (SusunVerifySurvey *self, const SusunOrganizeRow *row)
{
  self->window_rows++;
  self->window_bytes += MAX (0, row->file_size_bytes);
  if (row->action == SUSUN_ORGANIZE_ACTION_REPORT)
    self->planned_only++;
  if (row->action == SUSUN_ORGANIZE_ACTION_MOVE && row->source_hash != NULL)
    self->self_proving++;
}

static gboolean
read_rows (SusunVerifySurvey *self, SusunOrganizeReader *reader, guint64 first, guint64 limit,
           Shared *shared, GCancellable *cancellable, GError **error)
{
  SusunOrganizeRow row;
  SusunCsvStep step;

  while ((step = susun_organize_reader_next (reader, &row, error)) == SUSUN_CSV_ROW)
    {
      if (self->rows % ROWS_BETWEEN_LOOKS == 0
          && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      shared_add (shared, &row);
      if (self->rows >= first && (limit == 0 || self->rows - first < limit))
        count_row (self, &row);
      self->rows++;
    }
  return step == SUSUN_CSV_END;
}

static gboolean
throw_reading (GError **error, const char *path)
{
  int saved = errno;
  g_autofree char *display = susun_path_display (path);

  errno = saved;
  return susun_throw_errno (error, _ ("Reading “%s”"), display);
}

static gboolean
hash_report (int fd, SusunHash *hash, GCancellable *cancellable, const char *path, GError **error)
{
  const gsize size = 1 << 20;
  g_autofree guint8 *buffer = g_malloc (size);
  g_autoptr (SusunHasher) hasher = susun_hasher_new ();
  ssize_t n;

  susun_hasher_start (hasher);
  while ((n = susun_sys_read (fd, buffer, size)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      susun_hasher_update (hasher, buffer, n);
    }
  if (n < 0 || susun_sys_seek (fd, 0, SEEK_SET) != 0)
    return throw_reading (error, path);
  susun_hasher_finish (hasher, hash);
  return TRUE;
}

gboolean
susun_verify_survey_read (SusunVerifySurvey *self, const char *path, guint64 first, guint64 limit,
                          GCancellable *cancellable, GError **error)
{
  g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, path, O_RDONLY | O_NONBLOCK, 0);
  g_auto (Shared) shared = { 0 };

  *self = (SusunVerifySurvey){ 0 };
  shared_init (&shared);
  if (fd < 0 || susun_sys_identity (fd, &self->identity) < 0)
    return throw_reading (error, path);
  if (!S_ISREG (self->identity.mode))
    {
      g_autofree char *display = susun_path_display (path);
      return susun_throw (error, SUSUN_ERROR_INVALID, _ ("“%s” is no regular file"), display);
    }
  if (!hash_report (fd, &self->hash, cancellable, path, error))
    return FALSE;
  g_autoptr (SusunOrganizeReader) reader
      = susun_organize_reader_new (susun_csv_reader_new (susun_fd_steal (&fd), path, error), error);
  if (reader == NULL || !read_rows (self, reader, first, limit, &shared, cancellable, error))
    return FALSE;

  if (shared.run_id.begun && !shared.run_id.differ
      && g_uuid_string_is_valid (shared.run_id.text->str))
    self->run_id = g_strdup (shared.run_id.text->str);
  self->source_parent = dup_folder (&shared.source_folder);
  self->archive = dup_archive (&shared);
  return TRUE;
}

SusunOrganizeReader *
susun_verify_survey_open (const SusunVerifySurvey *self, const char *path, GError **error)
{
  g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, path, O_RDONLY, 0);
  SusunIdentity now;

  if (fd < 0 || susun_sys_identity (fd, &now) < 0)
    {
      throw_reading (error, path);
      return NULL;
    }
  if (!susun_identity_unchanged (&now, &self->identity))
    {
      g_autofree char *display = susun_path_display (path);
      susun_throw (error, SUSUN_ERROR_CHANGED, _ ("“%s” changed while it was read"), display);
      return NULL;
    }
  return susun_organize_reader_new (susun_csv_reader_new (susun_fd_steal (&fd), path, error),
                                    error);
}
