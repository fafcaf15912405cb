// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-appended-csv-private.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"

SusunAppendedFrom
susun_appended_csv_from (gint64 length)
{
  return length >= 0 ? SUSUN_APPENDED_LENGTH : SUSUN_APPENDED_END;
}

/* @reason: a translated clause */
static gboolean
throw_unfit (GError **error, const char *path, const char *reason)
{
  g_autofree char *display = susun_path_display (path);

  /* Translators: the second part says why, such as “it is missing” */
  return susun_throw (error, SUSUN_ERROR_INVALID,
                      _ ("“%s” cannot be continued: %s. Put the file back that belongs to what was "
                         "done so far, or begin anew with new outputs (and a new state file)."),
                      display, reason);
}

static gboolean
throw_writing (GError **error, const char *path)
{
  int saved = errno;
  g_autofree char *display = susun_path_display (path);

  errno = saved;
  return susun_throw_errno (error, _ ("Writing “%s”"), display);
}

/* Reads up to @size bytes from @offset. Returns: how many, or -1 */
static gssize
read_at (int fd, char *buffer, gsize size, guint64 offset)
{
  gsize got = 0;

  while (got < size)
    {
      ssize_t n = susun_sys_pread (fd, buffer + got, size - got, offset + got);
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      got += n;
    }
  return got;
}

/* Does the open file begin with the header (or, with @part, is it no more than its beginning)? */
static gboolean
check_header (int fd, const char *path, const char *header, gboolean part, GError **error)
{
  gsize length = strlen (header);
  g_autofree char *start = g_malloc (length + 1);
  gssize got = read_at (fd, start, length + 1, 0);

  if (got < 0)
    return throw_writing (error, path);
  if (part && ((gsize) got > length || memcmp (start, header, got) != 0))
    return throw_unfit (error, path, _ ("it holds rows that were not counted"));
  /* Other tools end their lines with a line feed alone. */
  gsize names = length - strlen ("\r\n");
  if (!part
      && ((gsize) got <= names || memcmp (start, header, names) != 0
          || (start[names] != '\r' && start[names] != '\n')))
    return throw_unfit (error, path, _ ("it has other columns"));
  return TRUE;
}

static gboolean
check_end_of_row (int fd, const char *path, guint64 length, GError **error)
{
  char last;

  if (read_at (fd, &last, 1, length - 1) != 1)
    return throw_writing (error, path);
  if (last != '\n')
    return throw_unfit (error, path, _ ("no row ends where it was left off"));
  return TRUE;
}

/* The open file may go on from @keep bytes. */
static gboolean
check_open (int fd, const char *path, const char *header, SusunAppendedFrom from, gint64 length,
            guint64 *keep, GError **error)
{
  SusunIdentity identity;

  if (susun_sys_identity (fd, &identity) < 0)
    return throw_writing (error, path);
  if (!S_ISREG (identity.mode))
    return throw_unfit (error, path, _ ("it is no regular file"));
  if (from == SUSUN_APPENDED_LENGTH && (gsize) length < strlen (header))
    from = SUSUN_APPENDED_BEGUN;
  if (from == SUSUN_APPENDED_BEGUN)
    {
      *keep = 0;
      return check_header (fd, path, header, TRUE, error);
    }
  if (from == SUSUN_APPENDED_LENGTH && identity.size < (guint64) length)
    return throw_unfit (error, path, _ ("it is shorter than it was"));
  *keep = from == SUSUN_APPENDED_LENGTH ? (guint64) length : identity.size;
  return check_header (fd, path, header, FALSE, error) && check_end_of_row (fd, path, *keep, error);
}

static char *
dup_header (const char *const *columns)
{
  g_autofree char *names = g_strjoinv (",", (char **) columns);

  return g_strconcat (names, "\r\n", NULL);
}

/* Opens what is there. Returns: a descriptor, -1 with @error, or -1 without when there is nothing
 * and that is right */
static int
open_existing (const char *path, const char *header, SusunAppendedFrom from, gint64 length,
               guint64 *keep, GError **error)
{
  g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, path, O_RDWR | O_NOFOLLOW | O_NONBLOCK, 0);

  if (fd < 0 && errno == ENOENT)
    {
      if (from == SUSUN_APPENDED_LENGTH || from == SUSUN_APPENDED_END)
        throw_unfit (error, path, _ ("it is missing"));
      return -1;
    }
  if (fd < 0)
    {
      throw_writing (error, path);
      return -1;
    }
  if (from == SUSUN_APPENDED_NEW)
    {
      g_autofree char *display = susun_path_display (path);
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("“%s” exists already and is not replaced. Choose another name, or move it "
                      "away first."),
                   display);
      return -1;
    }
  if (!check_open (fd, path, header, from, length, keep, error))
    return -1;
  return susun_fd_steal (&fd);
}

gboolean
susun_appended_csv_check (const char *path, const char *const *columns, SusunAppendedFrom from,
                          gint64 length, GError **error)
{
  g_autofree char *header = dup_header (columns);
  g_autoptr (GError) failure = NULL;
  guint64 keep = 0;
  g_auto (SusunFd) fd = open_existing (path, header, from, length, &keep, &failure);

  if (fd >= 0 || failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* A new name must last, too. */
static gboolean
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0);

  return fd >= 0 && (susun_sys_fsync (fd) == 0 || errno == EINVAL || errno == ENOTSUP);
}

SusunCsvWriter *
susun_appended_csv_open (const char *path, const char *const *columns, SusunAppendedFrom from,
                         gint64 length, GError **error)
{
  g_autofree char *header = dup_header (columns);
  g_autoptr (GError) failure = NULL;
  g_autoptr (SusunCsvWriter) writer = NULL;
  guint64 keep = 0;
  g_auto (SusunFd) fd = open_existing (path, header, from, length, &keep, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (fd < 0)
    fd = susun_sys_openat (AT_FDCWD, path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0666);
  if (fd < 0 || susun_sys_truncate (fd, keep) < 0
      || susun_sys_seek (fd, keep, SEEK_SET) != (off_t) keep
      || (keep == 0 && !sync_folder_of (path)))
    {
      throw_writing (error, path);
      return NULL;
    }
  writer = susun_csv_writer_new (susun_fd_steal (&fd), path);
  if (keep == 0
      && (!susun_csv_writer_header (writer, columns, error)
          || !susun_csv_writer_sync (writer, error)))
    return NULL;
  return g_steal_pointer (&writer);
}
