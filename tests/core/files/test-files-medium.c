// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-medium.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "core/files/susun-file-system.h"
#include "tests/core/files/fixture.h"

#define MIB (1024 * 1024)
#define EXT4 0xef53

typedef struct
{
  Place place;
  SusunMedium *medium; /* (owned) */
} Reading;

/* @parent: (nullable): see place_init() */
static void
reading_init (Reading *self, const char *parent)
{
  place_init (&self->place, parent);
  self->medium = susun_medium_new ();
}

static void
reading_clear (Reading *self)
{
  place_clear (&self->place);
  susun_medium_free (self->medium);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/* The level that the file's hash has reached; it must be the right hash. */
static SusunLevel
read_level (Reading *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  SusunIdentity identity;
  SusunHash hash;
  SusunLevel level;

  g_assert_true (susun_medium_hash (self->medium, self->place.root, name, NULL, &identity, &hash,
                                    &level, &error));
  g_assert_no_error (error);
  SusunHash expected = glib_hash (self->place.fd, name);
  g_assert_same_hash (hash, expected);
  return level;
}

/* --- in peace */

static void
test_sizes (void)
{
  static const gsize sizes[]
      = { 0, 1, 511, 512, 4095, 4096, 4097, MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB + 12345 };
  g_auto (Reading) reading = { 0 };

  reading_init (&reading, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      SusunIdentity identity, cached_identity;
      SusunHash hash, cached;
      SusunLevel level;

      put_noise (reading.place.fd, "a.jpg", sizes[i], i);
      struct stat before = look (reading.place.fd, "a.jpg");
      g_assert_true (susun_medium_hash (reading.medium, reading.place.root, "a.jpg", NULL,
                                        &identity, &hash, &level, &error));
      g_assert_no_error (error);
      g_assert_true (susun_medium_hash_cached (reading.medium, reading.place.root, "a.jpg", NULL,
                                               &cached_identity, &cached, &error));
      g_assert_no_error (error);
      SusunHash expected = glib_hash (reading.place.fd, "a.jpg");
      g_assert_same_hash (hash, expected);
      g_assert_same_hash (cached, expected);
      g_assert_cmpuint (identity.ino, ==, before.st_ino);
      g_assert_cmpuint (identity.size, ==, sizes[i]);
      g_assert_true (susun_identity_unchanged (&identity, &cached_identity));
      if (susun_root_get_fs_type (reading.place.root) == EXT4)
        g_assert_cmpint (level, ==, SUSUN_LEVEL_DIRECT);
    }
}

static void
test_memory_is_the_medium (void)
{
  if (!g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("needs a tmpfs in /dev/shm");
      return;
    }
  g_auto (Reading) reading = { 0 };

  reading_init (&reading, "/dev/shm");
  g_assert_true (susun_root_get_traits (reading.place.root) & SUSUN_FS_MEMORY);
  put_noise (reading.place.fd, "a.jpg", MIB + 5, 1);
  g_assert_cmpint (read_level (&reading, "a.jpg"), ==, SUSUN_LEVEL_DIRECT);
}

static void
test_leaves_no_trace (void)
{
  g_auto (Reading) reading = { 0 };
  const struct timespec times[2] = { { 1, 0 }, { 1000000000, 5 } };

  reading_init (&reading, NULL);
  put (reading.place.fd, "a.jpg", "a picture");
  g_assert_cmpint (utimensat (reading.place.fd, "a.jpg", times, 0), ==, 0);
  SusunIdentity identity;
  SusunHash hash;
  SusunLevel level;
  struct stat before = look (reading.place.fd, "a.jpg");
  g_assert_true (susun_medium_hash (reading.medium, reading.place.root, "a.jpg", NULL, &identity,
                                    &hash, &level, NULL));
  struct stat after = look (reading.place.fd, "a.jpg");
  g_assert_cmpint (after.st_atim.tv_sec, ==, before.st_atim.tv_sec);
  g_assert_cmpint (after.st_ctim.tv_sec, ==, before.st_ctim.tv_sec);
  g_assert_cmpint (after.st_ctim.tv_nsec, ==, before.st_ctim.tv_nsec);
  g_assert_cmpint (after.st_mtim.tv_nsec, ==, 5);
}

static void
test_nicks (void)
{
  static const char *const nicks[] = { "none", "cached", "remote", "evicted", "direct" };

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    g_assert_cmpstr (susun_level_nick (i), ==, nicks[i]);
  /* Stored in the history: never to be renumbered. */
  g_assert_cmpint (SUSUN_LEVEL_EVICTED, ==, 3);
  g_assert_cmpint (SUSUN_LEVEL_DIRECT, ==, 4);
}

static void
test_traits (void)
{
  static const struct
  {
    guint64 type;
    guint64 dev;
    SusunFsTraits traits;
  } cases[] = {
    { EXT4, 0x801, 0 },
    { 0x58465342, 0x801, 0 }, /* xfs */
    { 0x9123683e, 0x2f, 0 },  /* btrfs */
    { 0x794c7630, 0x2f, 0 },  /* overlay */
    { 0, 0, 0 },
    { 0x01021994, 0x1a, SUSUN_FS_MEMORY },
    { 0x4d44, 0x811,
      SUSUN_FS_FRAGILE | SUSUN_FS_NEW_INODES | SUSUN_FS_WINDOWS_NAMES | SUSUN_FS_COARSE_MTIME },
    { 0x6969, 0x30, SUSUN_FS_REMOTE },
    { 0xfe534d42, 0x30, SUSUN_FS_REMOTE },
    /* FUSE behind a daemon, and on a block device (ntfs-3g) */
    { 0x65735546, 0x30, SUSUN_FS_REMOTE | SUSUN_FS_FRAGILE | SUSUN_FS_NEW_INODES },
    { 0x65735546, 0x811,
      SUSUN_FS_REMOTE | SUSUN_FS_FRAGILE | SUSUN_FS_NEW_INODES | SUSUN_FS_WINDOWS_NAMES
          | SUSUN_FS_COARSE_MTIME },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (susun_fs_traits (cases[i].type, cases[i].dev), ==, cases[i].traits);
}

/* --- the ladder of levels */

/* The calls about the cache are, for a file that leaves it at once: drop, ask, direct. */
static void
test_weaker_levels (void)
{
  static const struct
  {
    SusunSysCall call;
    guint nth;
    guint last;
    int code;
    SusunLevel level;
  } cases[] = {
    /* No O_DIRECT here, but the cache is empty. */
    { SUSUN_SYS_CACHE, 3, 3, EINVAL, SUSUN_LEVEL_EVICTED },
    /* O_DIRECT is taken and the read refused: in the beginning, and in the middle. */
    { SUSUN_SYS_READ, 1, 1, EINVAL, SUSUN_LEVEL_EVICTED },
    { SUSUN_SYS_READ, 2, 2, EINVAL, SUSUN_LEVEL_EVICTED },
    /* Nothing works, so nothing is known. */
    { SUSUN_SYS_CACHE, 1, 99, EINVAL, SUSUN_LEVEL_CACHED },
    { SUSUN_SYS_CACHE, 2, 99, ENOSYS, SUSUN_LEVEL_CACHED },
  };
  g_auto (Reading) reading = { 0 };

  reading_init (&reading, NULL);
  if (susun_root_get_fs_type (reading.place.root) != EXT4)
    {
      g_test_skip ("the temporary folder is not on ext4");
      return;
    }
  put_noise (reading.place.fd, "a.jpg", 3 * MIB + 5, 1);
  g_assert_cmpint (read_level (&reading, "a.jpg"), ==, SUSUN_LEVEL_DIRECT);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      SusunIdentity identity;
      SusunHash hash;
      SusunLevel level;
      Fault fault
          = { cases[i].call, SUSUN_SYS_BEFORE, cases[i].nth, cases[i].last, .code = cases[i].code };
      g_auto (SusunFd) fd = openat (reading.place.fd, "a.jpg", O_RDONLY);
      g_assert_cmpint (posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED), ==, 0);
      susun_sys_set_hook (fault_cb, &fault);
      gboolean done = susun_medium_hash (reading.medium, reading.place.root, "a.jpg", NULL,
                                         &identity, &hash, &level, &error);
      susun_sys_set_hook (NULL, NULL);
      g_assert_no_error (error);
      g_assert_true (done && fault_struck (&fault));
      g_assert_cmpstr (susun_level_nick (level), ==, susun_level_nick (cases[i].level));
      SusunHash expected = glib_hash (reading.place.fd, "a.jpg");
      g_assert_same_hash (hash, expected);
    }
}

/* Dirty pages are written, then dropped, so that what is read was on the disk. */
static void
test_dirty_pages (void)
{
  g_auto (Reading) reading = { 0 };

  reading_init (&reading, NULL);
  if (susun_root_get_fs_type (reading.place.root) != EXT4)
    {
      g_test_skip ("the temporary folder is not on ext4");
      return;
    }
  put_noise (reading.place.fd, "a.jpg", MIB + 5, 1);
  Fault fault = { SUSUN_SYS_FSYNC, SUSUN_SYS_AFTER, 1 };
  susun_sys_set_hook (fault_cb, &fault);
  SusunLevel level = read_level (&reading, "a.jpg");
  susun_sys_set_hook (NULL, NULL);
  g_assert_cmpint (level, ==, SUSUN_LEVEL_DIRECT);
}

/* Somebody keeps the pages: without direct reads that proves nothing. */
static void
test_pages_held (void)
{
  g_auto (Reading) reading = { 0 };

  reading_init (&reading, NULL);
  if (susun_root_get_fs_type (reading.place.root) != EXT4)
    {
      g_test_skip ("the temporary folder is not on ext4");
      return;
    }
  put_noise (reading.place.fd, "a.jpg", 65536, 1);
  g_auto (SusunFd) fd = openat (reading.place.fd, "a.jpg", O_RDONLY);
  g_assert_cmpint (fsync (fd), ==, 0);
  /* What is mapped into a process stays. */
  void *pages = mmap (NULL, 65536, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
  g_assert_true (pages != MAP_FAILED);

  /* drop, ask, drop, ask, direct */
  Fault fault = { SUSUN_SYS_CACHE, SUSUN_SYS_BEFORE, 5, .code = EINVAL };
  susun_sys_set_hook (fault_cb, &fault);
  SusunLevel without_direct = read_level (&reading, "a.jpg");
  susun_sys_set_hook (NULL, NULL);
  g_assert_true (fault_struck (&fault));
  g_assert_cmpint (without_direct, ==, SUSUN_LEVEL_CACHED);

  /* With direct reads it depends on whether the kernel vouches for them (since Linux 6.1). */
  SusunLevel expected
      = susun_sys_is_direct_honest (fd) == 1 ? SUSUN_LEVEL_DIRECT : SUSUN_LEVEL_CACHED;
  g_assert_cmpint (read_level (&reading, "a.jpg"), ==, expected);
  munmap (pages, 65536);
}

/* --- kernels and sandboxes that know less */

/* Makes a system call unknown to this process. */
static gboolean
forbid_call (guint32 number)
{
  struct sock_filter code[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = { G_N_ELEMENTS (code), code };

  return prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
         && prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#define CACHESTAT 451

/* Linux 6.1 counts pages with mincore, and other sandboxes have no openat2. */
static int
read_on_old_kernel (gpointer data)
{
  Reading *reading = data;
  g_autoptr (GError) error = NULL;

  if (!forbid_call (CACHESTAT) || !forbid_call (SYS_openat2))
    return CHILD_SKIPS;

  put_noise (reading->place.fd, "a.jpg", 3 * MIB + 5, 1);
  g_auto (SusunFd) fd = openat (reading->place.fd, "a.jpg", O_RDONLY);
  if (fsync (fd) < 0 || susun_sys_drop_cache (fd) < 0
      || susun_sys_cached_pages (fd, 3 * MIB + 5) != 0)
    return 2;
  char byte;
  if (pread (fd, &byte, 1, 2 * MIB) != 1 || susun_sys_cached_pages (fd, 3 * MIB + 5) < 1)
    return 3;
  if (read_level (reading, "a.jpg") != SUSUN_LEVEL_DIRECT)
    return 4;

  /* The walk part by part is as strict as openat2. */
  static const char *const refused[] = { "link", "linked/a.jpg", "none", "a.jpg/b" };
  if (symlinkat ("a.jpg", reading->place.fd, "link") < 0
      || symlinkat (".", reading->place.fd, "linked") < 0
      || mkdirat (reading->place.fd, "folder", 0755) < 0)
    return 5;
  put (reading->place.fd, "folder/b.jpg", "b");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    if (susun_root_open_file (reading->place.root, refused[i], NULL, NULL) >= 0)
      return 6;
  g_auto (SusunFd) inner = susun_root_open_file (reading->place.root, "folder/b.jpg", NULL, &error);
  return inner < 0 ? 7 : 0;
}

static void
test_old_kernel (void)
{
  g_auto (Reading) reading = { 0 };

  reading_init (&reading, NULL);
  if (susun_root_get_fs_type (reading.place.root) != EXT4)
    g_test_skip ("the temporary folder is not on ext4");
  else
    in_child_or_skip (read_on_old_kernel, &reading, "needs seccomp");
}

/* A file that is neither ours nor writable: the kernel does not tell about its pages, and the time
 * of access cannot be spared. */
static int
read_as_stranger (gpointer data)
{
  Reading *reading = data;

  if (geteuid () != 0 || setegid (65534) < 0 || seteuid (65534) < 0)
    return CHILD_SKIPS;
  for (guint old_kernel = 0; old_kernel < 2; old_kernel++)
    {
      if (old_kernel && !forbid_call (CACHESTAT))
        return CHILD_SKIPS;
      if (read_level (reading, "a.jpg") < SUSUN_LEVEL_EVICTED)
        return 2;
    }
  g_auto (SusunFd) fd = openat (reading->place.fd, "a.jpg", O_RDONLY);
  return susun_sys_cached_pages (fd, MIB) == -1 ? 0 : 3;
}

static void
test_stranger (void)
{
  g_auto (Reading) reading = { 0 };

  reading_init (&reading, NULL);
  g_assert_cmpint (fchmod (reading.place.fd, 0755), ==, 0);
  put_noise (reading.place.fd, "a.jpg", MIB, 1);
  if (susun_root_get_fs_type (reading.place.root) != EXT4)
    g_test_skip ("the temporary folder is not on ext4");
  else
    in_child_or_skip (read_as_stranger, &reading, "needs root and seccomp");
}

/* --- what changes, fails, or is no file */

static void
grow (gpointer data)
{
  append (*(int *) data, "a.jpg", "more");
}

static void
shrink (gpointer data)
{
  g_auto (SusunFd) fd = openat (*(int *) data, "a.jpg", O_RDWR);

  g_assert_cmpint (ftruncate (fd, MIB + 5), ==, 0);
}

static void
overwrite (gpointer data)
{
  g_auto (SusunFd) fd = openat (*(int *) data, "a.jpg", O_RDWR);

  g_assert_cmpint (pwrite (fd, "X", 1, 0), ==, 1);
}

static void
test_changes_meanwhile (void)
{
  static void (*const acts[]) (gpointer) = { grow, shrink, overwrite };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    for (guint nth = 1; nth <= 3; nth++)
      {
        g_auto (Reading) reading = { 0 };
        g_autoptr (GError) error = NULL;
        SusunIdentity identity;
        SusunHash hash;
        SusunLevel level;
        const struct timespec times[2] = { { 1, 0 }, { 1000000000, 0 } };

        reading_init (&reading, NULL);
        put_noise (reading.place.fd, "a.jpg", 3 * MIB - 10, 1);
        g_assert_cmpint (utimensat (reading.place.fd, "a.jpg", times, 0), ==, 0);
        Fault fault
            = { SUSUN_SYS_READ, SUSUN_SYS_AFTER, nth, .act = acts[i], .data = &reading.place.fd };
        susun_sys_set_hook (fault_cb, &fault);
        gboolean done = susun_medium_hash (reading.medium, reading.place.root, "a.jpg", NULL,
                                           &identity, &hash, &level, &error);
        susun_sys_set_hook (NULL, NULL);
        g_assert_true (fault_struck (&fault));
        g_assert_false (done);
        g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CHANGED);
      }
}

/* Not one call that fails leads to a wrong hash or to a level that was not reached. */
static void
test_nth_call_fails (void)
{
  static const SusunSysCall calls[]
      = { SUSUN_SYS_OPEN, SUSUN_SYS_STAT, SUSUN_SYS_READ, SUSUN_SYS_CACHE, SUSUN_SYS_FSYNC };
  static const int codes[] = { EIO, EACCES, EINVAL, ENOSYS, EINTR };
  guint failures = 0;

  for (guint c = 0; c < G_N_ELEMENTS (calls); c++)
    for (guint e = 0; e < G_N_ELEMENTS (codes); e++)
      for (guint nth = 1;; nth++)
        {
          g_auto (Reading) reading = { 0 };
          g_autoptr (GError) error = NULL;
          SusunIdentity identity;
          SusunHash hash;
          SusunLevel level;

          reading_init (&reading, NULL);
          put_noise (reading.place.fd, "a.jpg", 2 * MIB + 7, 1);
          SusunHash expected = glib_hash (reading.place.fd, "a.jpg");
          Fault fault = { calls[c], SUSUN_SYS_BEFORE, nth, .code = codes[e] };
          susun_sys_set_hook (fault_cb, &fault);
          gboolean done = susun_medium_hash (reading.medium, reading.place.root, "a.jpg", NULL,
                                             &identity, &hash, &level, &error);
          susun_sys_set_hook (NULL, NULL);
          g_assert_cmpint (done, ==, error == NULL);
          if (done)
            g_assert_same_hash (hash, expected);
          else
            {
              g_assert_cmpint (error->domain, ==, G_IO_ERROR);
              g_assert_true (calls[c] != SUSUN_SYS_CACHE && codes[e] != EINTR);
              failures++;
            }
          if (!fault_struck (&fault))
            break;
          g_assert_cmpuint (nth, <, 100);
        }
  g_assert_cmpuint (failures, >, 12);
}

static void
count_bytes (guint64 bytes, gpointer user_data)
{
  *(guint64 *) user_data += bytes;
}

static void
test_progress_and_cancel (void)
{
  g_auto (Reading) reading = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  SusunIdentity identity;
  SusunHash hash;
  guint64 bytes = 0;

  reading_init (&reading, NULL);
  susun_medium_set_progress (reading.medium, count_bytes, &bytes);
  put_noise (reading.place.fd, "a.jpg", 3 * MIB + 5, 1);
  g_assert_cmpint (read_level (&reading, "a.jpg"), >, SUSUN_LEVEL_NONE);
  g_assert_cmpuint (bytes, ==, 3 * MIB + 5);
  g_cancellable_cancel (cancellable);
  g_assert_false (susun_medium_hash_cached (reading.medium, reading.place.root, "a.jpg",
                                            cancellable, &identity, &hash, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_refuses_what_is_no_file (void)
{
  g_auto (Reading) reading = { 0 };

  reading_init (&reading, NULL);
  put (reading.place.fd, "real", "a picture");
  g_assert_cmpint (mkfifoat (reading.place.fd, "fifo", 0644), ==, 0);
  g_assert_cmpint (symlinkat ("real", reading.place.fd, "link"), ==, 0);
  g_assert_cmpint (mkdirat (reading.place.fd, "folder", 0755), ==, 0);
  static const struct
  {
    const char *rel;
    int code;
  } cases[] = {
    { "fifo", G_IO_ERROR_NOT_REGULAR_FILE },
    { "folder", G_IO_ERROR_NOT_REGULAR_FILE },
    { "link", G_IO_ERROR_TOO_MANY_LINKS },
    { "none", G_IO_ERROR_NOT_FOUND },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      SusunIdentity identity;
      SusunHash hash;
      SusunLevel level;
      g_assert_false (susun_medium_hash (reading.medium, reading.place.root, cases[i].rel, NULL,
                                         &identity, &hash, &level, &error));
      g_assert_error (error, G_IO_ERROR, cases[i].code);
    }
}

/* --- the proof of the matter */

/* Turns one bit of the file in the image below the mounted file system. */
static gboolean
rot (const char *image, const guint8 *wanted, gsize size)
{
  g_autoptr (GMappedFile) map = g_mapped_file_new (image, FALSE, NULL);

  if (map == NULL)
    return FALSE;
  const char *content = g_mapped_file_get_contents (map);
  const char *found = memmem (content, g_mapped_file_get_length (map), wanted, size);
  if (found == NULL)
    return FALSE;
  g_auto (SusunFd) fd = open (image, O_RDWR | O_CLOEXEC);
  guint8 rotten = found[size / 2] ^ 1;
  return pwrite (fd, &rotten, 1, found - content + size / 2) == 1 && fsync (fd) == 0;
}

typedef struct
{
  const char *folder;
  const char *make; /* the command that makes the file system, without the image */
} Rotting;

static int
notice_rot (gpointer data)
{
  const Rotting *self = data;
  g_autofree char *image = g_build_filename (self->folder, "image", NULL);
  g_autofree char *point = g_build_filename (self->folder, "point", NULL);
  g_autofree char *make = g_strdup_printf ("%s %s", self->make, image);
  g_autofree char *mount_it = g_strdup_printf ("mount -o loop %s %s", image, point);
  g_autofree char *unmount = g_strdup_printf ("umount %s", point);
  g_autofree guint8 *noise = make_noise (MIB, 99);
  g_autoptr (SusunMedium) medium = susun_medium_new ();
  g_autoptr (GError) error = NULL;
  SusunHash good, cached, medium_hash;
  SusunIdentity identity;
  SusunLevel level;
  int result = 0;

  if (!enter_own_mounts () || g_mkdir (point, 0755) < 0)
    return CHILD_SKIPS;
  g_auto (SusunFd) file = open (image, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (ftruncate (file, 400 * MIB) < 0 || !run (make) || !run (mount_it))
    return CHILD_SKIPS;

  {
    g_autoptr (SusunRoot) root = susun_root_open (point, &error);
    g_assert_no_error (error);
    put_bytes (susun_root_get_fd (root), "a.jpg", noise, MIB);
    g_assert_cmpint (susun_sys_syncfs (susun_root_get_fd (root)), ==, 0);
    good = glib_hash (susun_root_get_fd (root), "a.jpg");
    if (!rot (image, noise + 4096, 4096))
      result = 2;
    /* The cache still tells the good old story; the medium does not. */
    else if (!susun_medium_hash_cached (medium, root, "a.jpg", NULL, &identity, &cached, &error)
             || !susun_hash_equal (&cached, &good))
      result = 3;
    /* btrfs has sums of its own and does not give out such bytes at all. */
    else if (susun_medium_hash (medium, root, "a.jpg", NULL, &identity, &medium_hash, &level,
                                &error)
             && (level != SUSUN_LEVEL_DIRECT || susun_hash_equal (&medium_hash, &good)))
      result = 4;
  }
  return run (unmount) ? result : 5;
}

static void
test_rot (gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_auto (GStrv) words = g_strsplit (data, " ", 2);
  g_autofree char *program = g_find_program_in_path (words[0]);

  place_init (&place, NULL);
  if (program == NULL)
    {
      g_test_skip ("needs the program that makes the file system");
      return;
    }
  Rotting rotting = { place.path, data };
  in_child_or_skip (notice_rot, &rotting, NEEDS_MOUNT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/medium/sizes", test_sizes);
  g_test_add_func ("/files/medium/memory-is-the-medium", test_memory_is_the_medium);
  g_test_add_func ("/files/medium/leaves-no-trace", test_leaves_no_trace);
  g_test_add_func ("/files/medium/nicks", test_nicks);
  g_test_add_func ("/files/medium/traits", test_traits);
  g_test_add_func ("/files/medium/weaker-levels", test_weaker_levels);
  g_test_add_func ("/files/medium/dirty-pages", test_dirty_pages);
  g_test_add_func ("/files/medium/pages-held", test_pages_held);
  g_test_add_func ("/files/medium/old-kernel", test_old_kernel);
  g_test_add_func ("/files/medium/stranger", test_stranger);
  g_test_add_func ("/files/medium/changes-meanwhile", test_changes_meanwhile);
  g_test_add_func ("/files/medium/nth-call-fails", test_nth_call_fails);
  g_test_add_func ("/files/medium/progress-and-cancel", test_progress_and_cancel);
  g_test_add_func ("/files/medium/refuses-what-is-no-file", test_refuses_what_is_no_file);
  g_test_add_data_func ("/files/medium/rot/ext4", "mkfs.ext4 -q -F", test_rot);
  g_test_add_data_func ("/files/medium/rot/xfs", "mkfs.xfs -q -f", test_rot);
  g_test_add_data_func ("/files/medium/rot/btrfs", "mkfs.btrfs -q -f", test_rot);
  return g_test_run ();
}
