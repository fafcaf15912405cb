// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-root.h"

#include <errno.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"

#define FOLDER_NAME ".susun"
#define LOCK_NAME "lock"

/* Another process that frees its lock removes file and folder under our hands; that many times in a
 * row it does not. */
#define MAX_TRIES 100

struct _SusunRootLock
{
  SusunRoot *root; /* (owned) */
  int folder;      /* (owned): ROOT/.susun */
  int fd;          /* (owned): the locked file */
};

/* Is the file that is locked still the one that others would find by its name? */
static gboolean
is_current (SusunRootLock *self)
{
  SusunIdentity locked, named, folder, named_folder;

  return susun_sys_identity (self->fd, &locked) == 0
         && susun_sys_identity_at (self->folder, LOCK_NAME, &named) == 0
         && susun_identity_same_file (&locked, &named)
         && susun_sys_identity (self->folder, &folder) == 0
         && susun_sys_identity_at (susun_root_get_fd (self->root), FOLDER_NAME, &named_folder) == 0
         && susun_identity_same_file (&folder, &named_folder);
}

static gboolean
errno_means_no_locks (int code)
{
  return code == ENOSYS || code == ENOLCK || code == EOPNOTSUPP || code == EINVAL;
}

typedef enum
{
  TRY_LOCKED,
  TRY_AGAIN,
  TRY_FAILED, /* errno is set */
} Try;

/* Our coming and going is no change of the user's folder: its time stays what it was. Where we may
 * not set it, it moves: a courtesy, no promise. */
static void
keep_time (SusunRootLock *self, const SusunIdentity *before)
{
  if (before->mode != 0)
    susun_sys_set_times (susun_root_get_fd (self->root), before->mtime_ns, before->mtime_ns);
}

static Try
try_lock (SusunRootLock *self)
{
  int root_fd = susun_root_get_fd (self->root);
  SusunIdentity before = { 0 };

  susun_fd_clear (&self->fd);
  susun_fd_clear (&self->folder);
  susun_sys_identity (root_fd, &before);
  if (susun_sys_mkdirat (root_fd, FOLDER_NAME, 0700) == 0)
    keep_time (self, &before);
  else if (errno != EEXIST)
    return TRY_FAILED;
  self->folder = susun_sys_open_beneath (root_fd, FOLDER_NAME, O_RDONLY | O_DIRECTORY, 0);
  if (self->folder < 0)
    return errno == ENOENT ? TRY_AGAIN : TRY_FAILED;
  self->fd = susun_sys_open_beneath (self->folder, LOCK_NAME, O_RDWR | O_CREAT | O_NONBLOCK, 0600);
  if (self->fd < 0)
    return errno == ENOENT ? TRY_AGAIN : TRY_FAILED;
  if (susun_sys_lock (self->fd) < 0 && !errno_means_no_locks (errno))
    return TRY_FAILED;
  return is_current (self) ? TRY_LOCKED : TRY_AGAIN;
}

/* Without what try_lock has left in the root when it failed half-way. */
static void
remove_folder_if_empty (SusunRootLock *self)
{
  SusunIdentity before = { 0 };

  susun_sys_identity (susun_root_get_fd (self->root), &before);
  if (susun_sys_rmdirat (susun_root_get_fd (self->root), FOLDER_NAME) == 0)
    keep_time (self, &before);
}

static void
lock_clear (SusunRootLock *self)
{
  susun_fd_clear (&self->fd);
  susun_fd_clear (&self->folder);
  susun_root_unref (self->root);
  g_free (self);
}

SusunRootLock *
susun_root_lock (SusunRoot *root, GError **error)
{
  SusunRootLock *self = g_new0 (SusunRootLock, 1);
  Try result = TRY_AGAIN;

  self->root = susun_root_ref (root);
  self->folder = -1;
  self->fd = -1;
  for (guint i = 0; i < MAX_TRIES && result == TRY_AGAIN; i++)
    result = try_lock (self);
  if (result == TRY_LOCKED)
    return self;

  int saved = errno;
  g_autofree char *display = susun_path_display (susun_root_get_path (root));
  if (result == TRY_AGAIN || saved == EAGAIN || saved == EACCES)
    {
      /* F_OFD_SETLK may say EACCES for a lock that is held; so does a folder without permission. */
      if (saved == EACCES && self->fd < 0)
        {
          errno = saved;
          susun_throw_errno (error, _ ("Locking the folder “%s”"), display);
        }
      else
        susun_throw (error, SUSUN_ERROR_LOCKED, _ ("Another Susun is working in “%s”"), display);
    }
  else
    {
      errno = saved;
      susun_throw_errno (error, _ ("Locking the folder “%s”"), display);
    }
  remove_folder_if_empty (self);
  lock_clear (self);
  return NULL;
}

void
susun_root_lock_free (SusunRootLock *self)
{
  /* While the lock is held nobody else can hold it, so the name is removed before it is given up;
   * who waits with the file already open finds out with is_current(). */
  if (is_current (self))
    susun_sys_unlinkat (self->folder, LOCK_NAME);
  remove_folder_if_empty (self);
  lock_clear (self);
}
