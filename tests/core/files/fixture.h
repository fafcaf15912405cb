// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/susun-error.h"
#include "core/base/susun-hash.h"
#include "core/files/susun-root.h"

/* What the tests of this room share: a folder of their own, files in it, faults in the seam, and
 * children that may mount or give up their rights. */

/* --- a folder */

typedef struct
{
  char *path;      /* (owned) */
  SusunRoot *root; /* (owned) */
  int fd;          /* (borrowed) */
} Place;

static inline int
remove_entry (const char *path, const struct stat *st, int kind, struct FTW *walk)
{
  return remove (path);
}

/* @parent: (nullable): the temporary folder of the system */
static inline void
place_init (Place *self, const char *parent)
{
  g_autoptr (GError) error = NULL;

  self->path
      = g_build_filename (parent != NULL ? parent : g_get_tmp_dir (), "susun-files-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (self->path));
  self->root = susun_root_open (self->path, &error);
  g_assert_no_error (error);
  self->fd = susun_root_get_fd (self->root);
}

static inline void
place_clear (Place *self)
{
  g_assert_cmpint (nftw (self->path, remove_entry, 32, FTW_DEPTH | FTW_PHYS | FTW_MOUNT), ==, 0);
  susun_root_unref (self->root);
  g_free (self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

/* --- files */

/* Empties or makes the file, so it is not for a name that stands for another one as well. */
static inline void
put_bytes (int folder, const char *name, const void *bytes, gsize size)
{
  g_auto (SusunFd) fd = openat (folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, bytes, size), ==, size);
}

static inline void
put (int folder, const char *name, const char *text)
{
  put_bytes (folder, name, text, strlen (text));
}

static inline void
append (int folder, const char *name, const char *text)
{
  g_auto (SusunFd) fd = openat (folder, name, O_WRONLY | O_APPEND | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, strlen (text));
}

/* Bytes that repeat nowhere (xorshift), the same for the same seed. */
static inline guint8 *
make_noise (gsize size, guint32 seed)
{
  guint8 *bytes = g_malloc (size + 8);
  guint64 word = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) * (seed + 1);

  for (gsize i = 0; i < size; i += 8)
    {
      word ^= word << 13;
      word ^= word >> 7;
      word ^= word << 17;
      memcpy (bytes + i, &word, 8);
    }
  return bytes;
}

static inline void
put_noise (int folder, const char *name, gsize size, guint32 seed)
{
  g_autofree guint8 *bytes = make_noise (size, seed);

  put_bytes (folder, name, bytes, size);
}

static inline gboolean
stands (int folder, const char *name)
{
  struct stat st;

  return fstatat (folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

static inline struct stat
look (int folder, const char *name)
{
  struct stat st;

  g_assert_cmpint (fstatat (folder, name, &st, AT_SYMLINK_NOFOLLOW), ==, 0);
  return st;
}

/* Does the file @name hold this text, and is it a regular file? */
static inline gboolean
holds (int folder, const char *name, const char *text)
{
  g_auto (SusunFd) fd = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  gsize length = strlen (text);
  g_autofree char *found = g_malloc (length + 1);

  return fd >= 0 && read (fd, found, length + 1) == (gssize) length
         && memcmp (found, text, length) == 0;
}

static inline guint
count_entries (int folder)
{
  DIR *dir = fdopendir (openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  guint count = 0;

  g_assert_nonnull (dir);
  for (struct dirent *entry; (entry = readdir (dir)) != NULL;)
    count += strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0;
  closedir (dir);
  return count;
}

/* The hash of the file by GLib, a second opinion. */
static inline SusunHash
glib_hash (int folder, const char *name)
{
  g_auto (SusunFd) fd = openat (folder, name, O_RDONLY | O_CLOEXEC);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (1 << 20);
  SusunHash hash;
  gsize size = sizeof hash.bytes;

  g_assert_cmpint (fd, >=, 0);
  for (gssize got; (got = read (fd, buffer, 1 << 20)) > 0;)
    g_checksum_update (checksum, buffer, got);
  g_checksum_get_digest (checksum, hash.bytes, &size);
  return hash;
}

#define g_assert_same_hash(a, b)                                                                   \
  g_assert_cmpmem ((a).bytes, sizeof (a).bytes, (b).bytes, sizeof (b).bytes)

/* --- faults */

typedef struct
{
  SusunSysCall call;           /* of which kind */
  SusunSysPhase phase;         /* when */
  guint nth;                   /* the n-th of them, from 1 */
  guint last;                  /* up to this one; 0: only the n-th */
  int code;                    /* what it answers; 0: nothing */
  gboolean kill;               /* the process is killed there */
  void (*act) (gpointer data); /* (nullable): what somebody else does at that moment */
  gpointer data;
  guint seen; /* how many there were */
} Fault;

static inline int
fault_cb (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  Fault *self = user_data;

  if (call != self->call || phase != self->phase)
    return 0;
  self->seen++;
  if (self->seen < self->nth || self->seen > MAX (self->nth, self->last))
    return 0;
  if (self->kill)
    kill (getpid (), SIGKILL);
  if (self->act != NULL)
    self->act (self->data);
  return self->code;
}

/* Did it come so far as to strike? */
static inline gboolean
fault_struck (const Fault *self)
{
  return self->seen >= self->nth;
}

/* --- children */

#define CHILD_SKIPS 77

/* Runs @body in a process of its own. Returns: its exit status, or minus the signal that ended it
 */
static inline int
in_child (int (*body) (gpointer data), gpointer data)
{
  int status;

  fflush (NULL);
  pid_t pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    _exit (body (data));
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return WIFSIGNALED (status) ? -WTERMSIG (status) : WEXITSTATUS (status);
}

/* A child that may mount what it likes without anybody seeing it. */
static inline gboolean
enter_own_mounts (void)
{
  return geteuid () == 0 && unshare (CLONE_NEWNS) == 0
         && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

/* Runs a command quietly. Returns: whether it succeeded */
static inline gboolean
run (const char *command)
{
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  int status;

  return g_spawn_command_line_sync (command, &output, &errors, &status, NULL)
         && g_spawn_check_wait_status (status, NULL);
}

/* For a body that needs its own mounts: skips the test where that is not possible. */
static inline void
in_child_or_skip (int (*body) (gpointer data), gpointer data, const char *reason)
{
  int status = in_child (body, data);

  if (status == CHILD_SKIPS)
    g_test_skip (reason);
  else
    g_assert_cmpint (status, ==, 0);
}

#define NEEDS_MOUNT "needs root and a mount namespace"
