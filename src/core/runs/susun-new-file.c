// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-new-file-private.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "core/files/susun-publish.h"

struct _SusunNewFile
{
  char *path;      /* (owned) */
  char *temporary; /* (owned): a name in the same folder */
  SusunFd folder;
  guint64 reserved_ino; /* of the empty file that holds the name meanwhile, 0 when there is none */
  gboolean published;
};

static gboolean
throw_exists (const char *path, GError **error)
{
  g_autofree char *display = susun_path_display (path);

  return susun_throw (error, SUSUN_ERROR_INVALID,
                      _ ("“%s” exists already and is not replaced. Choose another name, or move it "
                         "away first."),
                      display);
}

gboolean
susun_new_file_check (const char *path, GError **error)
{
  SusunIdentity identity;

  if (susun_sys_identity_at (AT_FDCWD, path, &identity) == 0)
    return throw_exists (path, error);
  return TRUE;
}

static char *
dup_temporary_name (const char *path, const char *run_id)
{
  return g_strdup_printf (".susun-%.8s-%08x.part", run_id, g_str_hash (path));
}

static gboolean
is_empty (int folder, const char *name)
{
  SusunIdentity identity;

  return susun_sys_identity_at (folder, name, &identity) == 0 && S_ISREG (identity.mode)
         && identity.size == 0;
}

/* The temporary carries the run's id and stands for this path only. It is begun only where no empty
 * file stands, so that with it beside, one is the reservation that publish makes where there are no
 * links. */
static gboolean
settle (int folder, const char *temporary, const char *name)
{
  SusunIdentity identity;

  if (susun_sys_identity_at (folder, temporary, &identity) < 0)
    return errno == ENOENT;
  if (is_empty (folder, name) && !susun_publish_remove_reservation (folder, name, 0, NULL))
    return FALSE;
  return susun_sys_unlinkat (folder, temporary) == 0 || errno == ENOENT;
}

void
susun_new_file_settle (const char *path, const char *run_id)
{
  g_autofree char *folder_path = g_path_get_dirname (path);
  g_autofree char *temporary = dup_temporary_name (path, run_id);
  g_auto (SusunFd) folder = susun_sys_openat (AT_FDCWD, folder_path, O_RDONLY | O_DIRECTORY, 0);

  if (folder >= 0 && !settle (folder, temporary, susun_path_name (path)))
    g_debug ("A temporary file stays behind: %s", g_strerror (errno));
}

SusunNewFile *
susun_new_file_begin (const char *path, const char *run_id, int *fd, GError **error)
{
  g_autoptr (SusunNewFile) self = g_new0 (SusunNewFile, 1);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *display = susun_path_display (path);

  self->path = g_strdup (path);
  self->temporary = dup_temporary_name (path, run_id);
  self->folder = -1;
  self->folder = susun_sys_openat (AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0);
  if (self->folder >= 0 && !settle (self->folder, self->temporary, susun_path_name (path)))
    {
      susun_throw_errno (error, _ ("Writing “%s”"), display);
      return NULL;
    }
  if (self->folder >= 0 && is_empty (self->folder, susun_path_name (path)))
    {
      throw_exists (path, error);
      return NULL;
    }
  int made = self->folder < 0 ? -1
                              : susun_sys_openat (self->folder, self->temporary,
                                                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0666);
  if (made < 0)
    {
      susun_throw_errno (error, _ ("Writing “%s”"), display);
      return NULL;
    }
  *fd = made;
  return g_steal_pointer (&self);
}

/* Do both names hold the same bytes? */
static gboolean
is_the_same (int folder, const char *first, const char *second)
{
  const gsize size = 64 * 1024;
  g_autofree char *buffer = g_malloc (2 * size);
  g_auto (SusunFd) one = susun_sys_openat (folder, first, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  g_auto (SusunFd) other = susun_sys_openat (folder, second, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  SusunIdentity a, b;

  if (one < 0 || other < 0 || susun_sys_identity (one, &a) < 0 || susun_sys_identity (other, &b) < 0
      || !S_ISREG (b.mode) || a.size != b.size)
    return FALSE;
  for (guint64 done = 0; done < a.size;)
    {
      ssize_t n = susun_sys_pread (one, buffer, size, done);
      if (n <= 0 || susun_sys_pread (other, buffer + size, n, done) != n
          || memcmp (buffer, buffer + size, n) != 0)
        return FALSE;
      done += n;
    }
  return TRUE;
}

static gboolean
remember_reservation (guint64 ino, gpointer user_data, GError **error)
{
  SusunNewFile *self = user_data;

  self->reserved_ino = ino;
  return TRUE;
}

gboolean
susun_new_file_publish (SusunNewFile *self, GError **error)
{
  g_autoptr (SusunPublisher) publisher = susun_publisher_new ();

  switch (susun_publish (publisher, self->folder, self->temporary, self->folder,
                         susun_path_name (self->path), NULL, remember_reservation, self, NULL,
                         error))
    {
    case SUSUN_PUBLISHED:
      self->published = TRUE;
      break;
    case SUSUN_PUBLISH_OCCUPIED:
      return is_the_same (self->folder, self->temporary, susun_path_name (self->path))
             || throw_exists (self->path, error);
    case SUSUN_PUBLISH_FAILED:
    default:
      return FALSE;
    }
  if (susun_sys_fsync (self->folder) < 0 && errno != EINVAL && errno != ENOTSUP)
    {
      int saved = errno;
      g_autofree char *display = susun_path_display (self->path);
      errno = saved;
      return susun_throw_errno (error, _ ("Writing “%s”"), display);
    }
  return TRUE;
}

/* The temporary goes last: it is the sign that an empty file beside it is ours. */
static void
take_away (SusunNewFile *self)
{
  if (self->reserved_ino != 0
      && !susun_publish_remove_reservation (self->folder, susun_path_name (self->path),
                                            self->reserved_ino, NULL))
    return;
  if (susun_sys_unlinkat (self->folder, self->temporary) < 0 && errno != ENOENT)
    g_debug ("A temporary file stays behind: %s", g_strerror (errno));
}

void
susun_new_file_free (SusunNewFile *self)
{
  if (self->folder >= 0 && !self->published)
    take_away (self);
  susun_fd_clear (&self->folder);
  g_free (self->path);
  g_free (self->temporary);
  g_free (self);
}
