// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <time.h>

#include <glib.h>

#include "core/base/susun-identity.h"

G_BEGIN_DECLS

/**
 * The one seam for file-system calls: whatever opens, reads, writes, names or removes a file of the
 * user's goes through here, and nothing else in the tree does (tests/check-layers.py looks).
 *
 * All functions are thin: they return what the system call returns and set errno. EINTR is retried
 * for all but close. Thread-safe.
 *
 * A test can put itself between (susun_sys_set_hook) to count the calls, to make the n-th fail, or
 * to kill the process before or after it. Without a hook the cost is one load of a pointer.
 */
typedef enum
{
  SUSUN_SYS_OPEN,
  SUSUN_SYS_STAT,
  SUSUN_SYS_READ,
  SUSUN_SYS_WRITE,
  SUSUN_SYS_ALLOCATE,
  SUSUN_SYS_FSYNC,
  SUSUN_SYS_SYNCFS,
  SUSUN_SYS_MKDIR,
  SUSUN_SYS_RENAME,      /* without replacing */
  SUSUN_SYS_RENAME_OVER, /* over a file of our own */
  SUSUN_SYS_LINK,
  SUSUN_SYS_UNLINK,
  SUSUN_SYS_RMDIR,
  SUSUN_SYS_SET_TIMES,
  SUSUN_SYS_SET_MODE,
  SUSUN_SYS_XATTR,
  SUSUN_SYS_READ_DIR,
  SUSUN_SYS_LOCK,
  SUSUN_SYS_CACHE,  /* how the page cache is used for a file: direct, dropped, asked */
  SUSUN_SYS_COMMIT, /* a commit of the history database: a point of the protocol, not a file call */
  SUSUN_N_SYS_CALLS
} SusunSysCall;

typedef enum
{
  SUSUN_SYS_BEFORE,
  SUSUN_SYS_AFTER,
} SusunSysPhase;

/* What a hook answers BEFORE a call, beside an errno to fail with or 0 to go on. */
#define SUSUN_SYS_SHORT (-1) /* write only half of what was asked (write only) */

/* Returns: 0, an errno, or SUSUN_SYS_SHORT; the answer AFTER a call is not looked at. Called from
 * any thread. @name: (nullable): the path or name the call is about */
typedef int (*SusunSysHook) (SusunSysCall call, SusunSysPhase phase, const char *name,
                             gpointer user_data);

/* For tests. Set before threads start. @hook: (nullable): NULL takes it out */
void susun_sys_set_hook (SusunSysHook hook, gpointer user_data);
const char *susun_sys_call_nick (SusunSysCall call);

/* Opens @path, relative to @dirfd, without leaving it: no "..", no symlink in any part, no
 * /proc magic (openat2 RESOLVE_BENEATH | NO_SYMLINKS | NO_MAGICLINKS; where that is missing, part
 * by part with O_NOFOLLOW). O_CLOEXEC and O_NOFOLLOW are added. */
int susun_sys_open_beneath (int dirfd, const char *path, int flags, mode_t mode);

/* O_CLOEXEC is added. */
int susun_sys_openat (int dirfd, const char *path, int flags, mode_t mode);
int susun_sys_identity (int fd, SusunIdentity *identity);

/* Does not follow a symlink. */
int susun_sys_identity_at (int dirfd, const char *name, SusunIdentity *identity);
ssize_t susun_sys_read (int fd, void *buffer, size_t size);
ssize_t susun_sys_pread (int fd, void *buffer, size_t size, off_t offset);

/* Writes all or fails. Returns: 0 or -1 */
int susun_sys_write_all (int fd, const void *buffer, size_t size);
off_t susun_sys_seek (int fd, off_t offset, int whence);
int susun_sys_truncate (int fd, off_t size);

/* fallocate (FALLOC_FL_KEEP_SIZE) */
int susun_sys_allocate (int fd, off_t size);
int susun_sys_fsync (int fd);
int susun_sys_syncfs (int fd);

/* Starts write-back and does not wait. Advisory: no error. */
void susun_sys_start_writeback (int fd, off_t offset, off_t length);
int susun_sys_mkdirat (int dirfd, const char *name, mode_t mode);

/* renameat2 (RENAME_NOREPLACE): fails with EEXIST when the new name is taken. */
int susun_sys_rename_noreplace (int old_dirfd, const char *old_name, int new_dirfd,
                                const char *new_name);

/* Replaces: only for a new name that is our own empty reservation or our own file. */
int susun_sys_rename_over (int old_dirfd, const char *old_name, int new_dirfd,
                           const char *new_name);
int susun_sys_linkat (int old_dirfd, const char *old_name, int new_dirfd, const char *new_name);
int susun_sys_unlinkat (int dirfd, const char *name);
int susun_sys_rmdirat (int dirfd, const char *name);
int susun_sys_set_times (int fd, gint64 atime_ns, gint64 mtime_ns);
int susun_sys_set_mode (int fd, mode_t mode);
ssize_t susun_sys_list_xattr (int fd, char *list, size_t size);
ssize_t susun_sys_get_xattr (int fd, const char *name, void *value, size_t size);
int susun_sys_set_xattr (int fd, const char *name, const void *value, size_t size);
/* faccessat (AT_EACCESS): may we? EROFS for a read-only file system. */
int susun_sys_access (int dirfd, const char *name, int mode);
int susun_sys_statvfs (int fd, struct statvfs *result);

/* f_type of statfs(2), or 0 when it cannot be told. */
guint64 susun_sys_fs_type (int fd);

/* Takes over @fd on success. */
DIR *susun_sys_fdopendir (int fd);

/* Returns: NULL at the end (errno 0) or on error (errno set) */
struct dirent *susun_sys_readdir (DIR *dir);

/* An open-file-description lock over the whole file (fcntl F_OFD_SETLK), never flock(2).
 * Returns: 0, or -1 with EAGAIN when another holds it */
int susun_sys_lock (int fd);

/* Reads of @fd go past the page cache (O_DIRECT) or not. Buffer, offset and size of such a read
 * must be multiples of 4096. Returns: 0, or -1 with EINVAL where the file system cannot */
int susun_sys_set_direct (int fd, gboolean direct);

/* Does a direct read of this file really go to the medium (statx STATX_DIOALIGN)? Some file systems
 * take O_DIRECT and then read through the cache all the same. Returns: 1, 0, or -1 when the kernel
 * does not tell */
int susun_sys_is_direct_honest (int fd);

/* Drops what can be dropped of the file from the page cache; dirty pages stay
 * (POSIX_FADV_DONTNEED). */
int susun_sys_drop_cache (int fd);

/* How many pages of the file are in the page cache (cachestat, mincore). Returns: -1 when the
 * kernel does not tell, as for a file that the user neither owns nor may write */
gint64 susun_sys_cached_pages (int fd, guint64 size);

/* Reads will be sequential. Advisory: no error. */
void susun_sys_advise_sequential (int fd);

/* FS_IOC_FIEMAP */
struct fiemap;
int susun_sys_extents (int fd, struct fiemap *map);

/* A batch holds many files open at a time: raises this process's own (soft) limit up to @wanted, as
 * far as that is allowed. For main(). */
void susun_sys_raise_open_files (guint wanted);

/* A point of the protocol that is no system call (see SUSUN_SYS_COMMIT). Returns: 0 or -1 */
int susun_sys_point_before (SusunSysCall call);
void susun_sys_point_after (SusunSysCall call);

G_END_DECLS
