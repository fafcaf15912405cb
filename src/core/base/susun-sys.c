// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/base/susun-sys.h"

#include <errno.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

static SusunSysHook hook;
static gpointer hook_data;

/* Set once by the first openat2 that the kernel or a seccomp filter does not know. */
static int openat2_missing; /* (atomic) */

/* Likewise for cachestat, which came with Linux 6.5. Its number is the same everywhere; the headers
 * of the baseline do not know it. */
static int cachestat_missing; /* (atomic) */
#define CACHESTAT_NUMBER 451

struct cache_range
{
  guint64 offset;
  guint64 length; /* 0: to the end */
};

struct cache_counts
{
  guint64 cached;
  guint64 dirty;
  guint64 writeback;
  guint64 evicted;
  guint64 recently_evicted;
};

static const char *const nicks[] = {
  "open",     "stat",   "read",        "write", "allocate", "fsync",  "syncfs",
  "mkdir",    "rename", "rename-over", "link",  "unlink",   "rmdir",  "set-times",
  "set-mode", "xattr",  "read-dir",    "lock",  "cache",    "commit",
};
G_STATIC_ASSERT (G_N_ELEMENTS (nicks) == SUSUN_N_SYS_CALLS);

/* One call through the seam: ask the hook, do it (again after EINTR), tell the hook. */
#define SEAM(call, name, expression)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (G_UNLIKELY (hook != NULL) && !ask_hook (call, name))                                       \
      return -1;                                                                                   \
    __typeof__ (expression) result_ = TEMP_FAILURE_RETRY (expression);                             \
    if (G_UNLIKELY (hook != NULL))                                                                 \
      tell_hook (call, name);                                                                      \
    return result_;                                                                                \
  }                                                                                                \
  G_STMT_END

void
susun_sys_set_hook (SusunSysHook new_hook, gpointer user_data)
{
  hook_data = user_data;
  hook = new_hook;
}

const char *
susun_sys_call_nick (SusunSysCall call)
{
  g_return_val_if_fail (call < SUSUN_N_SYS_CALLS, "?");
  return nicks[call];
}

static gboolean
ask_hook (SusunSysCall call, const char *name)
{
  int answer;

  /* A call that answers EINTR is made again, as the kernel's would be. */
  do
    answer = hook (call, SUSUN_SYS_BEFORE, name, hook_data);
  while (answer == EINTR);
  if (answer > 0)
    {
      errno = answer;
      return FALSE;
    }
  return TRUE;
}

static void
tell_hook (SusunSysCall call, const char *name)
{
  int saved = errno;

  hook (call, SUSUN_SYS_AFTER, name, hook_data);
  errno = saved;
}

int
susun_sys_point_before (SusunSysCall call)
{
  return hook == NULL || ask_hook (call, NULL) ? 0 : -1;
}

void
susun_sys_point_after (SusunSysCall call)
{
  if (hook != NULL)
    tell_hook (call, NULL);
}

/* openat2 for kernels and sandboxes without it: every part is opened with O_NOFOLLOW. */
static int
open_part_by_part (int dirfd, const char *path, int flags, mode_t mode)
{
  int current = dirfd;

  for (const char *part = path;;)
    {
      const char *end = strchrnul (part, '/');
      g_autofree char *name = g_strndup (part, end - part);
      gboolean last = *end == '\0';
      int next;

      if (strcmp (name, "..") == 0 || *name == '\0')
        {
          errno = EXDEV;
          next = -1;
        }
      else
        next = openat (current, name, last ? flags : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
                       mode);
      int saved = errno;
      if (current != dirfd)
        close (current);
      errno = saved;
      if (last || next < 0)
        return next;
      current = next;
      part = end + 1;
    }
}

static int
open_beneath (int dirfd, const char *path, int flags, mode_t mode)
{
  struct open_how how = {
    .flags = (guint64) flags | O_CLOEXEC | O_NOFOLLOW,
    .mode = flags & (O_CREAT | __O_TMPFILE) ? mode : 0,
    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
  };

  if (!g_atomic_int_get (&openat2_missing))
    {
      long fd = syscall (SYS_openat2, dirfd, path, &how, sizeof how);
      if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
        return (int) fd;
      /* EPERM: a sandbox's seccomp filter answers so; O_NOATIME of a foreign file does too. */
      if (errno == ENOSYS)
        g_atomic_int_set (&openat2_missing, 1);
    }
  return open_part_by_part (dirfd, path, flags | O_CLOEXEC | O_NOFOLLOW, mode);
}

int
susun_sys_open_beneath (int dirfd, const char *path, int flags, mode_t mode)
{
  SEAM (SUSUN_SYS_OPEN, path, open_beneath (dirfd, path, flags, mode));
}

int
susun_sys_openat (int dirfd, const char *path, int flags, mode_t mode)
{
  SEAM (SUSUN_SYS_OPEN, path, openat (dirfd, path, flags | O_CLOEXEC, mode));
}

static int
read_identity (int dirfd, const char *name, int flags, SusunIdentity *identity)
{
  struct statx stx;

  if (statx (dirfd, name, flags | AT_STATX_SYNC_AS_STAT,
             STATX_BASIC_STATS | STATX_MNT_ID | STATX_BTIME, &stx)
      < 0)
    return -1;
  *identity = (SusunIdentity){
    .dev = makedev (stx.stx_dev_major, stx.stx_dev_minor),
    .ino = stx.stx_ino,
    .size = stx.stx_size,
    .mtime_ns = stx.stx_mtime.tv_sec * G_GINT64_CONSTANT (1000000000) + stx.stx_mtime.tv_nsec,
    .ctime_ns = stx.stx_ctime.tv_sec * G_GINT64_CONSTANT (1000000000) + stx.stx_ctime.tv_nsec,
    .mount_id = stx.stx_mask & STATX_MNT_ID ? stx.stx_mnt_id : 0,
    .blocks = stx.stx_blocks,
    .btime_ns = stx.stx_mask & STATX_BTIME
                    ? stx.stx_btime.tv_sec * G_GINT64_CONSTANT (1000000000) + stx.stx_btime.tv_nsec
                    : 0,
    .nlink = stx.stx_nlink,
    .mode = stx.stx_mode,
  };
  return 0;
}

int
susun_sys_identity (int fd, SusunIdentity *identity)
{
  SEAM (SUSUN_SYS_STAT, NULL, read_identity (fd, "", AT_EMPTY_PATH, identity));
}

int
susun_sys_identity_at (int dirfd, const char *name, SusunIdentity *identity)
{
  SEAM (SUSUN_SYS_STAT, name, read_identity (dirfd, name, AT_SYMLINK_NOFOLLOW, identity));
}

ssize_t
susun_sys_read (int fd, void *buffer, size_t size)
{
  SEAM (SUSUN_SYS_READ, NULL, read (fd, buffer, size));
}

ssize_t
susun_sys_pread (int fd, void *buffer, size_t size, off_t offset)
{
  SEAM (SUSUN_SYS_READ, NULL, pread (fd, buffer, size, offset));
}

int
susun_sys_write_all (int fd, const void *buffer, size_t size)
{
  const char *p = buffer;

  while (size > 0)
    {
      size_t chunk = size;
      if (G_UNLIKELY (hook != NULL))
        {
          int answer;
          do
            answer = hook (SUSUN_SYS_WRITE, SUSUN_SYS_BEFORE, NULL, hook_data);
          while (answer == EINTR);
          if (answer > 0)
            {
              errno = answer;
              return -1;
            }
          if (answer == SUSUN_SYS_SHORT)
            chunk = MAX (1, size / 2);
        }
      ssize_t written = TEMP_FAILURE_RETRY (write (fd, p, chunk));
      if (G_UNLIKELY (hook != NULL))
        tell_hook (SUSUN_SYS_WRITE, NULL);
      if (written < 0)
        return -1;
      p += written;
      size -= written;
    }
  return 0;
}

off_t
susun_sys_seek (int fd, off_t offset, int whence)
{
  return lseek (fd, offset, whence);
}

int
susun_sys_truncate (int fd, off_t size)
{
  SEAM (SUSUN_SYS_WRITE, NULL, ftruncate (fd, size));
}

int
susun_sys_allocate (int fd, off_t size)
{
  SEAM (SUSUN_SYS_ALLOCATE, NULL, fallocate (fd, FALLOC_FL_KEEP_SIZE, 0, size));
}

int
susun_sys_fsync (int fd)
{
  SEAM (SUSUN_SYS_FSYNC, NULL, fsync (fd));
}

int
susun_sys_syncfs (int fd)
{
  SEAM (SUSUN_SYS_SYNCFS, NULL, syncfs (fd));
}

void
susun_sys_start_writeback (int fd, off_t offset, off_t length)
{
  if (sync_file_range (fd, offset, length, SYNC_FILE_RANGE_WRITE) < 0)
    g_debug ("sync_file_range: %s", g_strerror (errno));
}

int
susun_sys_mkdirat (int dirfd, const char *name, mode_t mode)
{
  SEAM (SUSUN_SYS_MKDIR, name, mkdirat (dirfd, name, mode));
}

int
susun_sys_rename_noreplace (int old_dirfd, const char *old_name, int new_dirfd,
                            const char *new_name)
{
  SEAM (SUSUN_SYS_RENAME, new_name,
        renameat2 (old_dirfd, old_name, new_dirfd, new_name, RENAME_NOREPLACE));
}

int
susun_sys_rename_over (int old_dirfd, const char *old_name, int new_dirfd, const char *new_name)
{
  SEAM (SUSUN_SYS_RENAME_OVER, new_name, renameat (old_dirfd, old_name, new_dirfd, new_name));
}

int
susun_sys_linkat (int old_dirfd, const char *old_name, int new_dirfd, const char *new_name)
{
  SEAM (SUSUN_SYS_LINK, new_name, linkat (old_dirfd, old_name, new_dirfd, new_name, 0));
}

int
susun_sys_unlinkat (int dirfd, const char *name)
{
  SEAM (SUSUN_SYS_UNLINK, name, unlinkat (dirfd, name, 0));
}

int
susun_sys_rmdirat (int dirfd, const char *name)
{
  SEAM (SUSUN_SYS_RMDIR, name, unlinkat (dirfd, name, AT_REMOVEDIR));
}

static struct timespec
timespec_from_ns (gint64 ns)
{
  gint64 seconds = ns / 1000000000 - (ns % 1000000000 < 0);

  return (struct timespec){ .tv_sec = seconds, .tv_nsec = ns - seconds * 1000000000 };
}

int
susun_sys_set_times (int fd, gint64 atime_ns, gint64 mtime_ns)
{
  struct timespec times[2] = { timespec_from_ns (atime_ns), timespec_from_ns (mtime_ns) };

  SEAM (SUSUN_SYS_SET_TIMES, NULL, futimens (fd, times));
}

int
susun_sys_set_mode (int fd, mode_t mode)
{
  SEAM (SUSUN_SYS_SET_MODE, NULL, fchmod (fd, mode));
}

ssize_t
susun_sys_list_xattr (int fd, char *list, size_t size)
{
  SEAM (SUSUN_SYS_XATTR, NULL, flistxattr (fd, list, size));
}

ssize_t
susun_sys_get_xattr (int fd, const char *name, void *value, size_t size)
{
  SEAM (SUSUN_SYS_XATTR, name, fgetxattr (fd, name, value, size));
}

int
susun_sys_set_xattr (int fd, const char *name, const void *value, size_t size)
{
  SEAM (SUSUN_SYS_XATTR, name, fsetxattr (fd, name, value, size, 0));
}

int
susun_sys_access (int dirfd, const char *name, int mode)
{
  SEAM (SUSUN_SYS_STAT, name, faccessat (dirfd, name, mode, AT_EACCESS));
}

int
susun_sys_statvfs (int fd, struct statvfs *result)
{
  SEAM (SUSUN_SYS_STAT, NULL, fstatvfs (fd, result));
}

guint64
susun_sys_fs_type (int fd)
{
  struct statfs result;

  return fstatfs (fd, &result) == 0 ? (guint64) result.f_type : 0;
}

DIR *
susun_sys_fdopendir (int fd)
{
  return fdopendir (fd);
}

struct dirent *
susun_sys_readdir (DIR *dir)
{
  if (G_UNLIKELY (hook != NULL) && !ask_hook (SUSUN_SYS_READ_DIR, NULL))
    return NULL;
  errno = 0;
  return readdir (dir);
}

static int
lock_whole_file (int fd)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  return fcntl (fd, F_OFD_SETLK, &lock);
}

int
susun_sys_lock (int fd)
{
  SEAM (SUSUN_SYS_LOCK, NULL, lock_whole_file (fd));
}

static int
set_direct (int fd, gboolean direct)
{
  int flags = fcntl (fd, F_GETFL);

  if (flags < 0)
    return -1;
  return fcntl (fd, F_SETFL, direct ? flags | O_DIRECT : flags & ~O_DIRECT);
}

int
susun_sys_set_direct (int fd, gboolean direct)
{
  SEAM (SUSUN_SYS_CACHE, NULL, set_direct (fd, direct));
}

int
susun_sys_is_direct_honest (int fd)
{
#ifdef STATX_DIOALIGN
  struct statx stx;

  if (statx (fd, "", AT_EMPTY_PATH, STATX_DIOALIGN, &stx) == 0 && stx.stx_mask & STATX_DIOALIGN)
    return stx.stx_dio_offset_align != 0;
#endif
  return -1;
}

static int
drop_cache (int fd)
{
  int code = posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);

  if (code == 0)
    return 0;
  errno = code;
  return -1;
}

int
susun_sys_drop_cache (int fd)
{
  SEAM (SUSUN_SYS_CACHE, NULL, drop_cache (fd));
}

static gint64
count_with_mincore (int fd, guint64 size)
{
  gsize page = sysconf (_SC_PAGESIZE);
  gsize window = page * 65536; /* so that the answer fits into 64 KiB, however large the file */
  g_autofree guchar *resident = NULL;
  gint64 count = 0;

  /* To others the kernel says that everything is there. CAP_FOWNER is not looked at: who has that
   * may nearly always write, too. */
  struct stat st;
  if (fstat (fd, &st) < 0
      || (st.st_uid != geteuid () && faccessat (fd, "", W_OK, AT_EMPTY_PATH | AT_EACCESS) < 0))
    return -1;

  resident = g_malloc (MIN (size, window) / page + 1);
  for (guint64 offset = 0; offset < size; offset += window)
    {
      gsize length = MIN (size - offset, window);
      void *pages = mmap (NULL, length, PROT_READ, MAP_SHARED, fd, offset);
      if (pages == MAP_FAILED)
        return -1;
      int result = mincore (pages, length, resident);
      munmap (pages, length);
      if (result < 0)
        return -1;
      for (gsize i = 0; i < (length + page - 1) / page; i++)
        count += resident[i] & 1;
    }
  return count;
}

static gint64
count_cached_pages (int fd, guint64 size)
{
  struct cache_range whole = { 0, 0 };
  struct cache_counts answer;

  if (!g_atomic_int_get (&cachestat_missing))
    {
      if (syscall (CACHESTAT_NUMBER, fd, &whole, &answer, 0) == 0)
        return answer.cached;
      if (errno == ENOSYS)
        g_atomic_int_set (&cachestat_missing, 1);
    }
  return count_with_mincore (fd, size);
}

gint64
susun_sys_cached_pages (int fd, guint64 size)
{
  SEAM (SUSUN_SYS_CACHE, NULL, count_cached_pages (fd, size));
}

void
susun_sys_advise_sequential (int fd)
{
  posix_fadvise (fd, 0, 0, POSIX_FADV_SEQUENTIAL);
}

int
susun_sys_extents (int fd, struct fiemap *map)
{
  SEAM (SUSUN_SYS_STAT, NULL, ioctl (fd, FS_IOC_FIEMAP, map));
}

void
susun_sys_raise_open_files (guint wanted)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
    return;
  limit.rlim_cur = MIN (limit.rlim_max, wanted);
  if (setrlimit (RLIMIT_NOFILE, &limit) < 0)
    g_debug ("the limit of open files stays");
}
