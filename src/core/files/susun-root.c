// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-root.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/files/susun-file-system.h"

struct _SusunRoot
{
  char *path; /* (owned) */
  int fd;     /* (owned) */
  SusunIdentity identity;
  guint64 fs_type;
  SusunFsTraits traits;
};

/* A disk or share that is not there now says one of these; never "the files were deleted". */
static gboolean
errno_means_away (int code)
{
  switch (code)
    {
    case ENOENT:
    case ENOTCONN:
    case ESTALE:
    case ENODEV:
    case ENXIO:
    case ENOMEDIUM:
    case ESHUTDOWN:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ETIMEDOUT:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
throw_root_errno (GError **error, const char *path)
{
  int saved = errno;
  g_autofree char *display = susun_path_display (path);

  if (errno_means_away (saved))
    return susun_throw (error, SUSUN_ERROR_AWAY, _ ("“%s” is not there now: %s"), display,
                        g_strerror (saved));
  errno = saved;
  return susun_throw_errno (error, _ ("Opening the folder “%s”"), display);
}

/* Some file systems cannot sync a folder; there is nothing more to be done on them. */
static gboolean
sync_folder (int fd)
{
  return susun_sys_fsync (fd) == 0 || errno == EINVAL || errno == EOPNOTSUPP || errno == ENOSYS;
}

static void
root_clear (SusunRoot *self)
{
  susun_fd_clear (&self->fd);
  g_free (self->path);
}

/* Takes over @fd. */
static SusunRoot *
root_new (const char *path, int fd, GError **error)
{
  g_auto (SusunFd) owned = fd;
  SusunIdentity identity;

  if (susun_sys_identity (fd, &identity) < 0)
    {
      throw_root_errno (error, path);
      return NULL;
    }

  SusunRoot *self = g_atomic_rc_box_new0 (SusunRoot);
  self->path = g_strdup (path);
  self->fd = susun_fd_steal (&owned);
  self->identity = identity;
  self->fs_type = susun_sys_fs_type (fd);
  self->traits = susun_fs_traits (self->fs_type, identity.dev);
  /* The document portal only passes on what is done: names are as safe as on the disk beneath,
   * which is hardly ever FAT, as sticks and cards are reached without the portal. */
  if (susun_path_lent_prefix (path) > 0)
    self->traits &= ~SUSUN_FS_FRAGILE;
  return self;
}

/* Without the slashes at the end, which would make an empty last part. */
static char *
dup_trimmed (const char *path)
{
  gsize length = strlen (path);

  while (length > 1 && path[length - 1] == '/')
    length--;
  return g_strndup (path, length);
}

SusunRoot *
susun_root_open (const char *path, GError **error)
{
  g_return_val_if_fail (g_path_is_absolute (path), NULL);

  g_autofree char *trimmed = dup_trimmed (path);
  int fd = susun_sys_openat (AT_FDCWD, trimmed, O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0)
    {
      throw_root_errno (error, trimmed);
      return NULL;
    }
  return root_new (trimmed, fd, error);
}

static int
open_or_make (const char *path, guint *made, GError **error)
{
  int fd = susun_sys_openat (AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0);

  if (fd >= 0)
    return fd;
  if (errno != ENOENT)
    {
      throw_root_errno (error, path);
      return -1;
    }

  g_autofree char *parent_path = g_path_get_dirname (path);
  g_auto (SusunFd) parent = open_or_make (parent_path, made, error);
  if (parent < 0)
    return -1;

  const char *name = susun_path_name (path);
  gboolean new = susun_sys_mkdirat (parent, name, 0777) == 0;
  if ((!new &&errno != EEXIST) || (new && !sync_folder (parent)))
    {
      int saved = errno;
      g_autofree char *display = susun_path_display (path);
      errno = saved;
      susun_throw_errno (error, _ ("Making the folder “%s”"), display);
      return -1;
    }
  if (new)
    (*made)++;

  fd = susun_sys_openat (parent, name, O_RDONLY | O_DIRECTORY, 0);
  if (fd < 0)
    throw_root_errno (error, path);
  return fd;
}

SusunRoot *
susun_root_open_or_make (const char *path, guint *made, GError **error)
{
  g_return_val_if_fail (g_path_is_absolute (path), NULL);

  g_autofree char *trimmed = dup_trimmed (path);
  guint count = 0;
  int fd = open_or_make (trimmed, &count, error);
  if (fd < 0)
    return NULL;

  SusunRoot *self = root_new (trimmed, fd, error);
  if (self != NULL && made != NULL)
    *made = count;
  return self;
}

SusunRoot *
susun_root_ref (SusunRoot *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
susun_root_unref (SusunRoot *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) root_clear);
}

const char *
susun_root_get_path (SusunRoot *self)
{
  return self->path;
}

int
susun_root_get_fd (SusunRoot *self)
{
  return self->fd;
}

const SusunIdentity *
susun_root_get_identity (SusunRoot *self)
{
  return &self->identity;
}

char *
susun_root_dup_host_path (SusunRoot *self)
{
  static const char name[] = "user.document-portal.host-path";
  char buffer[PATH_MAX];
  ssize_t length;

  if (susun_path_lent_prefix (self->path) == 0)
    return NULL;
  length = susun_sys_get_xattr (self->fd, name, buffer, sizeof buffer);
  return length > 0 && *buffer == '/' ? g_strndup (buffer, length) : NULL;
}

guint64
susun_root_get_fs_type (SusunRoot *self)
{
  return self->fs_type;
}

SusunFsTraits
susun_root_get_traits (SusunRoot *self)
{
  return self->traits;
}

gboolean
susun_root_is_away (SusunRoot *self)
{
  g_auto (SusunFd) fd = susun_sys_openat (AT_FDCWD, self->path, O_RDONLY | O_DIRECTORY, 0);
  SusunIdentity now;

  if (fd < 0)
    return errno_means_away (errno) || errno == EIO || errno == ENOTDIR;
  /* Unmounted: the empty folder below the mount point answers in its place. */
  if (susun_sys_identity (fd, &now) < 0 || !susun_identity_same_file (&now, &self->identity))
    return TRUE;

  /* A disk that was pulled out stays mounted and its root cached, but it cannot be listed. */
  DIR *dir = susun_sys_fdopendir (fd);
  if (dir == NULL)
    return errno == EIO || errno_means_away (errno);
  susun_fd_steal (&fd);
  gboolean away = susun_sys_readdir (dir) == NULL && (errno == EIO || errno_means_away (errno));
  closedir (dir);
  return away;
}

/* A relative path may come from a history or manifest that somebody has edited. */
static gboolean
check_relative (const char *rel, GError **error)
{
  if (susun_path_is_safe_relative (rel))
    return TRUE;
  g_autofree char *display = susun_path_display (rel);
  return susun_throw (error, SUSUN_ERROR_REFUSED, _ ("“%s” is no path below its folder"), display);
}

static int
throw_opening (const char *rel, GError **error)
{
  int saved = errno;
  g_autofree char *name = susun_path_display_name (rel);

  errno = saved;
  susun_throw_errno (error, _ ("Opening “%s”"), name);
  return -1;
}

static int
throw_not_regular (const char *rel, GError **error)
{
  g_autofree char *name = susun_path_display_name (rel);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _ ("“%s” is not a regular file"),
               name);
  return -1;
}

int
susun_root_open_file (SusunRoot *self, const char *rel, SusunIdentity *identity, GError **error)
{
  SusunIdentity found;

  if (!check_relative (rel, error))
    return -1;

  /* O_NONBLOCK: a FIFO that was put in the file's place must not hold us. O_NOATIME is for the
   * owner only. */
  const int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY;
  g_auto (SusunFd) fd = susun_sys_open_beneath (self->fd, rel, flags | O_NOATIME, 0);
  if (fd < 0 && errno == EPERM)
    fd = susun_sys_open_beneath (self->fd, rel, flags, 0);
  /* ENXIO: a socket. */
  if (fd < 0 && errno == ENXIO)
    return throw_not_regular (rel, error);
  if (fd < 0 || susun_sys_identity (fd, &found) < 0)
    return throw_opening (rel, error);
  if (!S_ISREG (found.mode))
    return throw_not_regular (rel, error);

  if (identity != NULL)
    *identity = found;
  return susun_fd_steal (&fd);
}

/* @folder: relative, "" for the root. errno on failure. */
static int
open_folder (SusunRoot *self, const char *folder)
{
  return susun_sys_open_beneath (self->fd, *folder == '\0' ? "." : folder, O_RDONLY | O_DIRECTORY,
                                 0);
}

/* Returns: (transfer full): the part before the last slash, "" when there is none */
static char *
dup_folder_of (const char *rel)
{
  const char *slash = strrchr (rel, '/');

  return g_strndup (rel, slash != NULL ? slash - rel : 0);
}

int
susun_root_open_parent (SusunRoot *self, const char *rel, const char **name, GError **error)
{
  if (!check_relative (rel, error))
    return -1;

  g_autofree char *folder = dup_folder_of (rel);
  int fd = open_folder (self, folder);
  if (fd < 0)
    return throw_opening (*folder != '\0' ? folder : self->path, error);
  *name = susun_path_name (rel);
  return fd;
}

/* Makes the folder @name in @parent; @rel is its relative path, for @made. */
static gboolean
make_folder (int parent, const char *name, const char *rel, mode_t mode, SusunDirMade made,
             gpointer user_data, GError **error)
{
  if (made != NULL && !made (rel, user_data, error))
    return FALSE;
  /* EEXIST: another made it meanwhile; whether it is a folder shows when it is opened. */
  if ((susun_sys_mkdirat (parent, name, mode) < 0 && errno != EEXIST) || !sync_folder (parent))
    {
      int saved = errno;
      g_autofree char *display = susun_path_display_name (name);
      errno = saved;
      return susun_throw_errno (error, _ ("Making the folder “%s”"), display);
    }
  return TRUE;
}

int
susun_root_make_parent_with_mode (SusunRoot *self, const char *rel, mode_t mode, const char **name,
                                  SusunDirMade made, gpointer user_data, GError **error)
{
  if (!check_relative (rel, error))
    return -1;

  g_autofree char *folder = dup_folder_of (rel);
  g_auto (SusunFd) whole = open_folder (self, folder);
  if (whole >= 0)
    {
      *name = susun_path_name (rel);
      return susun_fd_steal (&whole);
    }
  if (errno != ENOENT)
    return throw_opening (folder, error);

  g_auto (SusunFd) parent = open_folder (self, "");
  if (parent < 0)
    return throw_opening (self->path, error);
  for (char *end = folder; end != NULL;)
    {
      end = strchr (end + 1, '/');
      g_autofree char *so_far = end != NULL ? g_strndup (folder, end - folder) : g_strdup (folder);
      const char *part = susun_path_name (so_far);

      g_auto (SusunFd) next = susun_sys_open_beneath (parent, part, O_RDONLY | O_DIRECTORY, 0);
      if (next < 0 && errno == ENOENT)
        {
          if (!make_folder (parent, part, so_far, mode, made, user_data, error))
            return -1;
          next = susun_sys_open_beneath (parent, part, O_RDONLY | O_DIRECTORY, 0);
        }
      if (next < 0)
        return throw_opening (so_far, error);
      susun_fd_clear (&parent);
      parent = susun_fd_steal (&next);
    }
  *name = susun_path_name (rel);
  return susun_fd_steal (&parent);
}

int
susun_root_make_parent (SusunRoot *self, const char *rel, const char **name, SusunDirMade made,
                        gpointer user_data, GError **error)
{
  return susun_root_make_parent_with_mode (self, rel, 0777, name, made, user_data, error);
}

gboolean
susun_root_identify (SusunRoot *self, const char *rel, SusunIdentity *identity, GError **error)
{
  const char *name;

  if (*rel == '\0')
    {
      if (susun_sys_identity (self->fd, identity) < 0)
        return throw_root_errno (error, self->path);
      return TRUE;
    }

  g_auto (SusunFd) parent = susun_root_open_parent (self, rel, &name, error);
  if (parent < 0)
    return FALSE;
  if (susun_sys_identity_at (parent, name, identity) < 0)
    {
      throw_opening (rel, error);
      return FALSE;
    }
  return TRUE;
}

gboolean
susun_root_sync_folder (SusunRoot *self, const char *rel, GError **error)
{
  if (*rel != '\0' && !check_relative (rel, error))
    return FALSE;

  g_auto (SusunFd) fd = open_folder (self, rel);
  if (fd < 0 || !sync_folder (fd))
    {
      int saved = errno;
      g_autofree char *display = susun_path_display (*rel != '\0' ? rel : self->path);
      errno = saved;
      return susun_throw_errno (error, _ ("Saving the folder “%s”"), display);
    }
  return TRUE;
}

gboolean
susun_root_remove_empty_folder (SusunRoot *self, const char *rel)
{
  const char *name;
  g_auto (SusunFd) parent = susun_root_open_parent (self, rel, &name, NULL);

  return parent >= 0 && (susun_sys_rmdirat (parent, name) == 0 || errno == ENOENT);
}

gboolean
susun_root_get_space (SusunRoot *self, guint64 *bytes, guint64 *inodes, GError **error)
{
  struct statvfs space;

  if (susun_sys_statvfs (self->fd, &space) < 0)
    return throw_root_errno (error, self->path);
  *bytes = (guint64) space.f_bavail * space.f_frsize;
  /* At least 1 where they are counted, because 0 says that they are not. */
  *inodes = space.f_files == 0 ? 0 : MAX (space.f_favail, 1);
  return TRUE;
}

char *
susun_root_dup_path (SusunRoot *self, const char *rel)
{
  if (*rel == '\0')
    return g_strdup (self->path);
  return g_strconcat (self->path, g_str_has_suffix (self->path, "/") ? "" : "/", rel, NULL);
}
