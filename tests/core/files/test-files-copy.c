// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-copy.h"

#include <sys/resource.h>
#include <sys/xattr.h>

#include "tests/core/files/fixture.h"

#define MIB (1024 * 1024)
#define TEMP ".susun-0a1b2c3d-1.part"

/* A source, a target folder and what reads. */
typedef struct
{
  Place from;
  Place to;
  SusunMedium *medium; /* (owned) */
} Copying;

static void
copying_init (Copying *self)
{
  place_init (&self->from, NULL);
  place_init (&self->to, NULL);
  self->medium = susun_medium_new ();
}

static void
copying_clear (Copying *self)
{
  place_clear (&self->from);
  place_clear (&self->to);
  susun_medium_free (self->medium);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copying, copying_clear)

static gboolean
copy (Copying *self, const char *rel, SusunCopied *copied, GError **error)
{
  return susun_copy_to_temp (self->medium, self->from.root, rel, NULL, self->to.fd, TEMP, NULL,
                             copied, error);
}

static void
assert_same_bytes (int folder, const char *name, int other_folder, const char *other_name)
{
  SusunHash a = glib_hash (folder, name);
  SusunHash b = glib_hash (other_folder, other_name);

  g_assert_same_hash (a, b);
}

/* --- in peace */

static void
test_sizes (void)
{
  static const gsize sizes[]
      = { 0, 1, 4095, 4096, MIB - 1, MIB, MIB + 1, 9 * MIB, 17 * MIB + 12345 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Copying) copying = { 0 };
      g_autoptr (GError) error = NULL;
      SusunCopied copied;
      SusunIdentity target;

      copying_init (&copying);
      put_noise (copying.from.fd, "a.jpg", sizes[i], i);
      struct stat before = look (copying.from.fd, "a.jpg");
      g_assert_true (copy (&copying, "a.jpg", &copied, &error));
      g_assert_no_error (error);
      g_assert_true (susun_copy_sync (&copied, "a.jpg", &error));
      g_assert_no_error (error);

      SusunHash expected = glib_hash (copying.from.fd, "a.jpg");
      g_assert_same_hash (copied.hash, expected);
      assert_same_bytes (copying.from.fd, "a.jpg", copying.to.fd, TEMP);
      g_assert_cmpint (copied.lost, ==, SUSUN_LOST_NOTHING);
      g_assert_cmpuint (copied.source.size, ==, sizes[i]);
      g_assert_cmpuint (copied.source.ino, ==, before.st_ino);
      /* What it says of the target is what others find under the name. */
      g_assert_cmpint (susun_sys_identity_at (copying.to.fd, TEMP, &target), ==, 0);
      g_assert_true (susun_identity_unchanged (&target, &copied.target));
      g_assert_cmpuint (target.size, ==, sizes[i]);
      g_assert_cmpint (target.mtime_ns, ==, copied.source.mtime_ns);
      close (copied.fd);
    }
}

static void
test_attributes (void)
{
  g_auto (Copying) copying = { 0 };
  g_autoptr (GError) error = NULL;
  SusunCopied copied;
  /* 1965, and a fraction of a second. */
  const struct timespec times[2] = { { 1, 0 }, { -150000000, 123456789 } };
  g_autofree char *large = g_strnfill (2000, 'x');
  char value[4096];

  copying_init (&copying);
  put (copying.from.fd, "a.jpg", "a picture");
  g_auto (SusunFd) source = openat (copying.from.fd, "a.jpg", O_RDWR);
  if (fsetxattr (source, "user.rating", "5", 1, 0) < 0)
    {
      g_test_skip ("the temporary folder knows no extended attributes");
      return;
    }
  g_assert_cmpint (fsetxattr (source, "user.large", large, strlen (large), 0), ==, 0);
  g_assert_cmpint (fsetxattr (source, "user.empty", "", 0, 0), ==, 0);
  g_assert_cmpint (fchmod (source, 0440), ==, 0);
  g_assert_cmpint (futimens (source, times), ==, 0);

  g_assert_true (copy (&copying, "a.jpg", &copied, &error));
  g_assert_no_error (error);
  g_assert_cmpint (copied.lost, ==, SUSUN_LOST_NOTHING);
  struct stat st = look (copying.to.fd, TEMP);
  g_assert_cmpint (st.st_mtim.tv_sec, ==, times[1].tv_sec);
  g_assert_cmpint (st.st_mtim.tv_nsec, ==, times[1].tv_nsec);
  /* Its owner must be able to verify and to remove it. */
  g_assert_cmpint (st.st_mode & 07777, ==, 0640);
  g_assert_cmpint (fgetxattr (copied.fd, "user.rating", value, sizeof value), ==, 1);
  g_assert_cmpint (fgetxattr (copied.fd, "user.large", value, sizeof value), ==, strlen (large));
  g_assert_cmpint (fgetxattr (copied.fd, "user.empty", value, sizeof value), ==, 0);
  close (copied.fd);
}

/* setuid on a picture is no attribute of the picture. */
static void
test_setuid_stays_behind (void)
{
  g_auto (Copying) copying = { 0 };
  g_autoptr (GError) error = NULL;
  SusunCopied copied;

  copying_init (&copying);
  put (copying.from.fd, "a.jpg", "a picture");
  g_assert_cmpint (fchmodat (copying.from.fd, "a.jpg", 06755, 0), ==, 0);
  g_assert_true (copy (&copying, "a.jpg", &copied, &error));
  g_assert_no_error (error);
  g_assert_cmpint (look (copying.to.fd, TEMP).st_mode & 07777, ==, 0755);
  g_assert_cmpint (copied.lost, ==, SUSUN_LOST_NOTHING);
  close (copied.fd);
}

/* An access list: user 12345 may read. The format is linux/posix_acl_xattr.h, version 2. */
static void
test_access_list (void)
{
  g_auto (Copying) copying = { 0 };
  g_autoptr (GError) error = NULL;
  SusunCopied copied;
  char found[256];
  const struct
  {
    guint32 version;
    struct
    {
      guint16 tag;
      guint16 rights;
      guint32 id;
    } entries[5];
  } list = { GUINT32_TO_LE (2),
             { { 0x01, 6, -1 },     /* owner */
               { 0x02, 4, 12345 },  /* that user */
               { 0x04, 4, -1 },     /* group */
               { 0x10, 4, -1 },     /* mask */
               { 0x20, 0, -1 } } }; /* others */

  copying_init (&copying);
  put (copying.from.fd, "a.jpg", "a picture");
  g_auto (SusunFd) source = openat (copying.from.fd, "a.jpg", O_RDWR);
  if (fsetxattr (source, "system.posix_acl_access", &list, sizeof list, 0) < 0)
    {
      g_test_skip ("the temporary folder knows no access lists");
      return;
    }
  g_assert_true (copy (&copying, "a.jpg", &copied, &error));
  g_assert_no_error (error);
  g_assert_cmpint (copied.lost, ==, SUSUN_LOST_NOTHING);
  g_assert_cmpint (fgetxattr (copied.fd, "system.posix_acl_access", found, sizeof found), ==,
                   sizeof list);
  g_assert_cmpmem (found, sizeof list, &list, sizeof list);
  g_assert_cmpint (look (copying.to.fd, TEMP).st_mode & 0777, ==, 0640);
  close (copied.fd);
}

/* What cannot be kept is told, and the copy stands. */
static void
test_lost_attributes (void)
{
  static const struct
  {
    SusunSysCall call;
    guint nth;
    SusunLost lost;
  } cases[] = {
    { SUSUN_SYS_SET_TIMES, 1, SUSUN_LOST_TIMES },
    { SUSUN_SYS_SET_MODE, 1, SUSUN_LOST_MODE },
    { SUSUN_SYS_XATTR, 3, SUSUN_LOST_XATTRS }, /* list, get, set */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Copying) copying = { 0 };
      g_autoptr (GError) error = NULL;
      SusunCopied copied;
      const struct timespec times[2] = { { 1, 0 }, { 1000000000, 0 } };

      copying_init (&copying);
      put (copying.from.fd, "a.jpg", "a picture");
      g_auto (SusunFd) source = openat (copying.from.fd, "a.jpg", O_RDWR);
      g_assert_cmpint (futimens (source, times), ==, 0);
      gboolean has_xattr = fsetxattr (source, "user.rating", "5", 1, 0) == 0;
      if (cases[i].lost == SUSUN_LOST_XATTRS && !has_xattr)
        continue;
      Fault fault = { cases[i].call, SUSUN_SYS_BEFORE, cases[i].nth, .code = EOPNOTSUPP };
      susun_sys_set_hook (fault_cb, &fault);
      gboolean done = copy (&copying, "a.jpg", &copied, &error);
      susun_sys_set_hook (NULL, NULL);
      g_assert_no_error (error);
      g_assert_true (done && fault_struck (&fault));
      g_assert_cmpint (copied.lost, ==, cases[i].lost);
      g_assert_true (holds (copying.to.fd, TEMP, "a picture"));
      close (copied.fd);
    }
}

static void
test_names (void)
{
  g_autofree char *long_name = g_strnfill (255, 'x');
  const char *names[] = { long_name, "\xff\xfe.jpg", "a\nb.jpg", "-rf", "a/b/\xc3\xa9.jpg" };
  g_auto (Copying) copying = { 0 };

  copying_init (&copying);
  g_assert_cmpint (mkdirat (copying.from.fd, "a", 0755), ==, 0);
  g_assert_cmpint (mkdirat (copying.from.fd, "a/b", 0755), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      SusunCopied copied;
      put (copying.from.fd, names[i], names[i]);
      g_assert_true (copy (&copying, names[i], &copied, &error));
      g_assert_no_error (error);
      g_assert_true (holds (copying.to.fd, TEMP, names[i]));
      close (copied.fd);
      g_assert_true (susun_copy_discard_temp (copying.to.fd, TEMP, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (count_entries (copying.to.fd), ==, 0);
    }

  g_autofree char *temp = susun_copy_temp_name ("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", 17);
  g_assert_cmpstr (temp, ==, ".susun-0a1b2c3d-17.part");
}

/* --- holes */

/* A pattern of data and holes, at the edges and in between. */
static void
test_sparse_patterns (void)
{
  static const struct
  {
    gsize size;
    gsize data[3];
  } cases[] = {
    { 3 * MIB, { 0, 0, 0 } },                       /* data at the start only */
    { 3 * MIB, { 3 * MIB - 4096, 0, 0 } },          /* both ends */
    { 5 * MIB, { MIB, 2 * MIB, 4 * MIB } },         /* holes in between */
    { 2 * MIB + 777, { 2 * MIB, 65536, 1048576 } }, /* an odd end */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Copying) copying = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree guint8 *noise = make_noise (4096, i);
      SusunCopied copied;

      copying_init (&copying);
      put (copying.from.fd, "a", "");
      g_auto (SusunFd) source = openat (copying.from.fd, "a", O_RDWR);
      g_assert_cmpint (ftruncate (source, cases[i].size), ==, 0);
      for (guint j = 0; j < G_N_ELEMENTS (cases[i].data); j++)
        {
          gsize length = MIN (4096, cases[i].size - cases[i].data[j]);
          g_assert_cmpint (pwrite (source, noise, length, cases[i].data[j]), ==, length);
        }
      g_assert_true (copy (&copying, "a", &copied, &error));
      g_assert_no_error (error);
      SusunHash expected = glib_hash (copying.from.fd, "a");
      g_assert_same_hash (copied.hash, expected);
      assert_same_bytes (copying.from.fd, "a", copying.to.fd, TEMP);
      g_assert_cmpint (look (copying.to.fd, TEMP).st_size, ==, cases[i].size);
      close (copied.fd);
    }

  /* Nothing but a hole. */
  g_auto (Copying) copying = { 0 };
  g_autoptr (GError) error = NULL;
  SusunCopied copied;
  copying_init (&copying);
  put (copying.from.fd, "a", "");
  g_auto (SusunFd) source = openat (copying.from.fd, "a", O_RDWR);
  g_assert_cmpint (ftruncate (source, 3 * MIB + 1), ==, 0);
  g_assert_true (copy (&copying, "a", &copied, &error));
  g_assert_no_error (error);
  SusunHash expected = glib_hash (copying.from.fd, "a");
  g_assert_same_hash (copied.hash, expected);
  assert_same_bytes (copying.from.fd, "a", copying.to.fd, TEMP);
  close (copied.fd);
}

static void
test_five_gib_sparse (void)
{
  const guint64 size = G_GUINT64_CONSTANT (5) << 30;
  g_auto (Copying) copying = { 0 };
  g_autoptr (GError) error = NULL;
  SusunCopied copied;

  copying_init (&copying);
  put (copying.from.fd, "a.mp4", "start");
  g_auto (SusunFd) source = openat (copying.from.fd, "a.mp4", O_RDWR);
  g_assert_cmpint (pwrite (source, "end", 3, size - 3), ==, 3);
  g_assert_true (copy (&copying, "a.mp4", &copied, &error));
  g_assert_no_error (error);
  struct stat st = look (copying.to.fd, TEMP);
  g_assert_cmpuint (st.st_size, ==, size);
  g_assert_cmpuint (st.st_blocks, <, 2048);
  char end[3];
  g_assert_cmpint (pread (copied.fd, end, 3, size - 3), ==, 3);
  g_assert_cmpmem (end, 3, "end", 3);
  /* By Python's hashlib: "start", zeros, "end". */
  char hex[SUSUN_HASH_HEX_SIZE];
  susun_hash_to_hex (&copied.hash, hex);
  g_assert_cmpstr (hex, ==, "5ded5d78818fdfa7f95dfd67f8ff74c6e41bbfdc64eedaa33017809e339fb4fd");
  close (copied.fd);
}

/* --- what is no file of the user's, or no longer */

static void
test_refuses_what_is_no_file (void)
{
  g_auto (Copying) copying = { 0 };
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  copying_init (&copying);
  int folder = copying.from.fd;
  put (folder, "real", "a picture");
  g_assert_cmpint (mkdirat (folder, "folder", 0755), ==, 0);
  put (folder, "folder/inner", "a picture");
  g_assert_cmpint (mkfifoat (folder, "fifo", 0644), ==, 0);
  g_assert_cmpint (symlinkat ("real", folder, "link"), ==, 0);
  g_assert_cmpint (symlinkat ("folder", folder, "linked"), ==, 0);
  g_auto (SusunFd) server = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_snprintf (address.sun_path, sizeof address.sun_path, "%s/socket", copying.from.path);
  g_assert_cmpint (bind (server, (struct sockaddr *) &address, sizeof address), ==, 0);

  const struct
  {
    const char *rel;
    GQuark domain;
    int code;
  } cases[] = {
    { "fifo", G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE },
    { "socket", G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE },
    { "folder", G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE },
    { "link", G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS },
    { "linked/inner", G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS },
    { "none", G_IO_ERROR, G_IO_ERROR_NOT_FOUND },
    { "real/inner", G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY },
    { "../escape", SUSUN_ERROR, SUSUN_ERROR_REFUSED },
    { "folder/../real", SUSUN_ERROR, SUSUN_ERROR_REFUSED },
    { "/etc/passwd", SUSUN_ERROR, SUSUN_ERROR_REFUSED },
    { "", SUSUN_ERROR, SUSUN_ERROR_REFUSED },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      SusunCopied copied;
      g_test_message ("%s", cases[i].rel);
      g_assert_false (copy (&copying, cases[i].rel, &copied, &error));
      g_assert_error (error, cases[i].domain, cases[i].code);
      g_assert_cmpuint (count_entries (copying.to.fd), ==, 0);
    }
}

static void
test_planned (void)
{
  g_auto (Copying) copying = { 0 };
  SusunIdentity planned;

  copying_init (&copying);
  put (copying.from.fd, "a.jpg", "a picture");
  g_assert_cmpint (susun_sys_identity_at (copying.from.fd, "a.jpg", &planned), ==, 0);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GError) error = NULL;
      SusunIdentity wrong = planned;
      SusunCopied copied = { .fd = -1 };
      wrong.dev += i == 1;
      wrong.ino += i == 2;
      wrong.size += i == 3;
      wrong.mtime_ns += i == 4;
      wrong.ctime_ns += i == 5;
      gboolean done = susun_copy_to_temp (copying.medium, copying.from.root, "a.jpg", &wrong,
                                          copying.to.fd, TEMP, NULL, &copied, &error);
      g_assert_cmpint (done, ==, i == 0);
      g_assert_cmpint (stands (copying.to.fd, TEMP), ==, i == 0);
      if (i == 0)
        {
          close (copied.fd);
          g_assert_cmpint (unlinkat (copying.to.fd, TEMP, 0), ==, 0);
        }
      else
        {
          g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CHANGED);
          /* Written on success only. */
          g_assert_cmpint (copied.fd, ==, -1);
        }
    }
}

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
replace (gpointer data)
{
  int folder = *(int *) data;

  put (folder, "other", "another picture");
  g_assert_cmpint (renameat (folder, "other", folder, "a.jpg"), ==, 0);
}

/* Somebody writes to the source while it is read. */
static void
test_changes_meanwhile (void)
{
  static void (*const acts[]) (gpointer) = { grow, shrink, overwrite, replace };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    for (guint nth = 1; nth <= 3; nth++)
      {
        g_auto (Copying) copying = { 0 };
        g_autoptr (GError) error = NULL;
        SusunCopied copied;

        copying_init (&copying);
        put_noise (copying.from.fd, "a.jpg", 3 * MIB - 10, 1);
        /* The clock of the file system goes in steps: a change must come in a later one. */
        const struct timespec times[2] = { { 1, 0 }, { 1000000000, 0 } };
        g_assert_cmpint (utimensat (copying.from.fd, "a.jpg", times, 0), ==, 0);
        Fault fault
            = { SUSUN_SYS_READ, SUSUN_SYS_AFTER, nth, .act = acts[i], .data = &copying.from.fd };
        susun_sys_set_hook (fault_cb, &fault);
        gboolean done = copy (&copying, "a.jpg", &copied, &error);
        susun_sys_set_hook (NULL, NULL);
        g_assert_true (fault_struck (&fault));
        g_assert_false (done);
        g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CHANGED);
        g_assert_cmpuint (count_entries (copying.to.fd), ==, 0);
      }
}

typedef struct
{
  GCancellable *cancellable;
  guint64 bytes;
  guint64 stop_at;
} Progress;

static void
progress_cb (guint64 bytes, gpointer user_data)
{
  Progress *self = user_data;

  self->bytes += bytes;
  if (self->bytes >= self->stop_at)
    g_cancellable_cancel (self->cancellable);
}

static void
test_progress_and_cancel (void)
{
  g_auto (Copying) copying = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Progress progress = { cancellable, .stop_at = G_MAXUINT64 };
  SusunCopied copied;

  copying_init (&copying);
  susun_medium_set_progress (copying.medium, progress_cb, &progress);
  put_noise (copying.from.fd, "a.jpg", 5 * MIB + 3, 1);
  g_assert_true (susun_copy_to_temp (copying.medium, copying.from.root, "a.jpg", NULL,
                                     copying.to.fd, TEMP, cancellable, &copied, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (progress.bytes, ==, 5 * MIB + 3);
  close (copied.fd);
  g_assert_true (susun_copy_discard_temp (copying.to.fd, TEMP, NULL));

  progress = (Progress){ cancellable, .stop_at = 2 * MIB };
  g_assert_false (susun_copy_to_temp (copying.medium, copying.from.root, "a.jpg", NULL,
                                      copying.to.fd, TEMP, cancellable, &copied, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (progress.bytes, ==, 2 * MIB);
  g_assert_cmpuint (count_entries (copying.to.fd), ==, 0);
}

/* --- the temporary's name */

static void
test_temp_is_never_replaced (void)
{
  g_auto (Copying) copying = { 0 };
  g_autoptr (GError) error = NULL;
  SusunCopied copied;

  copying_init (&copying);
  put (copying.from.fd, "a.jpg", "a picture");
  put (copying.to.fd, TEMP, "somebody else's");
  g_assert_false (copy (&copying, "a.jpg", &copied, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_true (holds (copying.to.fd, TEMP, "somebody else's"));
  g_clear_error (&error);

  /* Nor is a link followed. */
  g_assert_cmpint (unlinkat (copying.to.fd, TEMP, 0), ==, 0);
  g_assert_cmpint (symlinkat ("elsewhere", copying.to.fd, TEMP), ==, 0);
  g_assert_false (copy (&copying, "a.jpg", &copied, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_false (stands (copying.to.fd, "elsewhere"));
}

static void
test_discard (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  g_assert_true (susun_copy_discard_temp (place.fd, TEMP, &error));
  put (place.fd, TEMP, "half");
  g_assert_true (susun_copy_discard_temp (place.fd, TEMP, &error));
  g_assert_no_error (error);
  g_assert_false (stands (place.fd, TEMP));

  g_assert_cmpint (symlinkat ("elsewhere", place.fd, TEMP), ==, 0);
  g_assert_false (susun_copy_discard_temp (place.fd, TEMP, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_UNSURE);
  g_assert_true (stands (place.fd, TEMP));
  g_clear_error (&error);
  g_assert_cmpint (unlinkat (place.fd, TEMP, 0), ==, 0);
  g_assert_cmpint (mkdirat (place.fd, TEMP, 0755), ==, 0);
  g_assert_false (susun_copy_discard_temp (place.fd, TEMP, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_UNSURE);
}

/* --- the n-th call fails */

static const SusunSysCall fallible[] = { SUSUN_SYS_OPEN,  SUSUN_SYS_STAT,      SUSUN_SYS_READ,
                                         SUSUN_SYS_WRITE, SUSUN_SYS_ALLOCATE,  SUSUN_SYS_FSYNC,
                                         SUSUN_SYS_XATTR, SUSUN_SYS_SET_TIMES, SUSUN_SYS_SET_MODE };

static const int codes[] = { EIO, ENOSPC, EACCES, EROFS, EDQUOT, EFBIG, EINTR, SUSUN_SYS_SHORT };

static void
check_failed (SusunSysCall call, int code, const GError *error)
{
  g_test_message ("%s %s: %s", susun_sys_call_nick (call), g_strerror (code), error->message);
  g_assert_cmpint (error->domain, ==, G_IO_ERROR);
  g_assert_cmpint (code, !=, EINTR);
  g_assert_cmpint (code, !=, SUSUN_SYS_SHORT);
  if (code == ENOSPC)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

static void
test_nth_call_fails (void)
{
  guint failures = 0;

  for (guint c = 0; c < G_N_ELEMENTS (fallible); c++)
    for (guint e = 0; e < G_N_ELEMENTS (codes); e++)
      /* Short is an answer of write only. */
      for (guint nth = 1; codes[e] != SUSUN_SYS_SHORT || fallible[c] == SUSUN_SYS_WRITE; nth++)
        {
          g_auto (Copying) copying = { 0 };
          g_autoptr (GError) error = NULL;
          SusunCopied copied = { .fd = -1 };

          copying_init (&copying);
          put_noise (copying.from.fd, "a.jpg", MIB + 77, 5);
          SusunHash original = glib_hash (copying.from.fd, "a.jpg");
          Fault fault = { fallible[c], SUSUN_SYS_BEFORE, nth, .code = codes[e] };
          susun_sys_set_hook (fault_cb, &fault);
          gboolean copied_it = copy (&copying, "a.jpg", &copied, &error);
          gboolean done = copied_it && susun_copy_sync (&copied, "a.jpg", &error);
          susun_sys_set_hook (NULL, NULL);

          g_assert_cmpint (done, ==, error == NULL);
          if (copied_it)
            close (copied.fd);
          if (done)
            {
              g_assert_same_hash (copied.hash, original);
              assert_same_bytes (copying.from.fd, "a.jpg", copying.to.fd, TEMP);
            }
          else
            {
              check_failed (fallible[c], codes[e], error);
              /* Of a failed copy nothing is left; a failed fsync leaves the file to its caller. */
              g_assert_cmpuint (count_entries (copying.to.fd), ==, copied_it);
              failures++;
            }
          SusunHash after = glib_hash (copying.from.fd, "a.jpg");
          g_assert_same_hash (original, after);
          if (!fault_struck (&fault))
            break;
          g_assert_cmpuint (nth, <, 100);
        }
  g_assert_cmpuint (failures, >, 50);
}

/* fallocate is not to be had everywhere: that is no error. */
static void
test_allocate_is_optional (void)
{
  static const int optional[] = { EOPNOTSUPP, EINVAL, ENOSYS };

  for (guint i = 0; i < G_N_ELEMENTS (optional); i++)
    {
      g_auto (Copying) copying = { 0 };
      g_autoptr (GError) error = NULL;
      SusunCopied copied;
      Fault fault = { SUSUN_SYS_ALLOCATE, SUSUN_SYS_BEFORE, 1, .code = optional[i] };

      copying_init (&copying);
      put_noise (copying.from.fd, "a.jpg", 2 * MIB + 77, 5);
      susun_sys_set_hook (fault_cb, &fault);
      gboolean done = copy (&copying, "a.jpg", &copied, &error);
      susun_sys_set_hook (NULL, NULL);
      g_assert_no_error (error);
      g_assert_true (done && fault_struck (&fault));
      assert_same_bytes (copying.from.fd, "a.jpg", copying.to.fd, TEMP);
      close (copied.fd);
    }
}

/* --- many made durable at once */

static void
test_sync_together (void)
{
  g_auto (Copying) copying = { 0 };
  g_autoptr (GError) error = NULL;
  SusunCopied copied[3];
  const SusunCopied *all[] = { &copied[0], &copied[1], &copied[2] };
  Fault syncfs_calls = { SUSUN_SYS_SYNCFS, SUSUN_SYS_AFTER, 1 };
  Fault failing = { SUSUN_SYS_SYNCFS, SUSUN_SYS_BEFORE, 1, .code = EIO };

  copying_init (&copying);
  put (copying.from.fd, "a.jpg", "a picture");
  for (guint i = 0; i < G_N_ELEMENTS (copied); i++)
    {
      g_autofree char *temp = susun_copy_temp_name ("0a1b2c3d", i);
      g_assert_true (susun_copy_to_temp (copying.medium, copying.from.root, "a.jpg", NULL,
                                         copying.to.fd, temp, NULL, &copied[i], &error));
      g_assert_no_error (error);
    }

  if (susun_root_get_fs_type (copying.to.root) == 0xef53)
    {
      susun_sys_set_hook (fault_cb, &syncfs_calls);
      g_assert_true (susun_copy_sync_together (copying.to.root, all, G_N_ELEMENTS (all)));
      susun_sys_set_hook (fault_cb, &failing);
      g_assert_false (susun_copy_sync_together (copying.to.root, all, G_N_ELEMENTS (all)));
      susun_sys_set_hook (NULL, NULL);
      g_assert_cmpuint (syncfs_calls.seen, ==, 1);
      g_assert_true (fault_struck (&failing));
    }
  else
    g_test_message ("the temporary folder is not on ext4");

  /* One of them is on another file system: it would not be reached. */
  copied[1].target.dev++;
  g_assert_false (susun_copy_sync_together (copying.to.root, all, G_N_ELEMENTS (all)));
  for (guint i = 0; i < G_N_ELEMENTS (copied); i++)
    close (copied[i].fd);
}

/* Nor is memory or a share synced by it. */
static void
test_sync_together_elsewhere (void)
{
  if (!g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("needs a tmpfs in /dev/shm");
      return;
    }
  g_autoptr (SusunRoot) memory = susun_root_open ("/dev/shm", NULL);
  SusunCopied copied = { .target = *susun_root_get_identity (memory), .fd = -1 };
  const SusunCopied *all[] = { &copied };

  g_assert_false (susun_copy_sync_together (memory, all, 1));
}

/* What stands on the disk at that moment is all that is left after a power cut. */
#define N_CUT 40

typedef struct
{
  Copying *copying;
  const char *make; /* the command that makes the file system, without the image */
} PowerCut;

static gboolean
copy_all_and_sync (Copying *copying, SusunRoot *target)
{
  SusunCopied copied[N_CUT];
  const SusunCopied *all[N_CUT];
  int folder = susun_root_get_fd (target);

  for (guint i = 0; i < N_CUT; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);
      g_autofree char *temp = susun_copy_temp_name ("0a1b2c3d", i);
      all[i] = &copied[i];
      if (!susun_copy_to_temp (copying->medium, copying->from.root, name, NULL, folder, temp, NULL,
                               &copied[i], &error))
        return FALSE;
    }
  gboolean synced = susun_copy_sync_together (target, all, N_CUT);
  for (guint i = 0; i < N_CUT; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);
      g_autofree char *temp = susun_copy_temp_name ("0a1b2c3d", i);
      if (renameat (folder, temp, folder, name) < 0)
        return FALSE;
      close (copied[i].fd);
    }
  return synced && susun_sys_fsync (folder) == 0;
}

static int
cut_power (gpointer data)
{
  const PowerCut *self = data;
  const char *folder = self->copying->to.path;
  g_autofree char *point = g_build_filename (folder, "point", NULL);
  g_autofree char *image = g_build_filename (folder, "image", NULL);
  g_autofree char *make = g_strdup_printf ("%s %s", self->make, image);
  g_autofree char *mount_it = g_strdup_printf ("mount -o loop %s %s", image, point);
  g_autofree char *snapshot = g_strdup_printf ("cp --sparse=always %s %s.cut", image, image);
  g_autofree char *unmount = g_strdup_printf ("umount %s", point);
  g_autofree char *mount_cut = g_strdup_printf ("mount -o loop %s.cut %s", image, point);

  if (!enter_own_mounts () || g_mkdir (point, 0755) < 0)
    return CHILD_SKIPS;
  g_auto (SusunFd) file = open (image, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (ftruncate (file, 400 * MIB) < 0 || !run (make) || !run (mount_it))
    return CHILD_SKIPS;

  g_autoptr (SusunRoot) root = susun_root_open (point, NULL);
  gboolean copied = copy_all_and_sync (self->copying, root) && run (snapshot);
  g_clear_pointer (&root, susun_root_unref);
  if (!run (unmount) || !copied)
    return 2;

  if (!run (mount_cut))
    return 3;
  gboolean whole = TRUE;
  {
    g_auto (SusunFd) after = open (point, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (guint i = 0; i < N_CUT && whole; i++)
      {
        g_autofree char *name = g_strdup_printf ("%u.jpg", i);
        whole = stands (after, name);
        if (whole)
          assert_same_bytes (self->copying->from.fd, name, after, name);
      }
  }
  return run (unmount) && whole ? 0 : 4;
}

static void
test_power_cut (gconstpointer data)
{
  g_auto (Copying) copying = { 0 };
  g_auto (GStrv) words = g_strsplit (data, " ", 2);
  g_autofree char *program = g_find_program_in_path (words[0]);

  if (program == NULL)
    {
      g_test_skip ("needs the program that makes the file system");
      return;
    }
  copying_init (&copying);
  for (guint i = 0; i < N_CUT; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);
      put_noise (copying.from.fd, name, i == 0 ? 3 * MIB : i * 1000, i);
    }
  PowerCut power_cut = { &copying, data };
  in_child_or_skip (cut_power, &power_cut, NEEDS_MOUNT);
}

/* --- real limits */

/* Larger than the file system allows: EFBIG, not a signal, and nothing is left. */
static int
copy_beyond_limit (gpointer data)
{
  Copying *copying = data;
  g_autoptr (GError) error = NULL;
  SusunCopied copied;
  const struct rlimit limit = { 2 * MIB, 2 * MIB };

  signal (SIGXFSZ, SIG_IGN);
  if (setrlimit (RLIMIT_FSIZE, &limit) < 0)
    return 2;
  if (copy (copying, "a.jpg", &copied, &error))
    return 3;
  if (error->domain != G_IO_ERROR || strstr (error->message, g_strerror (EFBIG)) == NULL)
    return 4;
  return stands (copying->to.fd, TEMP) ? 5 : 0;
}

static void
test_too_large (void)
{
  g_auto (Copying) copying = { 0 };

  copying_init (&copying);
  put_noise (copying.from.fd, "a.jpg", 3 * MIB, 5);
  g_assert_cmpint (in_child (copy_beyond_limit, &copying), ==, 0);
}

static int
copy_to_full_disk (gpointer data)
{
  Copying *copying = data;
  g_autoptr (GError) error = NULL;
  SusunCopied copied;
  struct statvfs before, after;

  if (!enter_own_mounts ()
      || mount ("tmpfs", copying->to.path, "tmpfs", 0, "size=2m,mode=0755") < 0)
    return CHILD_SKIPS;
  g_auto (SusunFd) folder = open (copying->to.path, O_RDONLY | O_DIRECTORY);
  if (fstatvfs (folder, &before) < 0)
    return 2;
  /* Reserved first, then written piece by piece. */
  for (guint i = 0; i < 2; i++)
    {
      Fault fault = { SUSUN_SYS_ALLOCATE, SUSUN_SYS_BEFORE, 1, .code = i == 1 ? EOPNOTSUPP : 0 };
      susun_sys_set_hook (fault_cb, &fault);
      gboolean done = susun_copy_to_temp (copying->medium, copying->from.root, "a.jpg", NULL,
                                          folder, TEMP, NULL, &copied, &error);
      susun_sys_set_hook (NULL, NULL);
      if (done || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
        return 3;
      g_clear_error (&error);
      if (count_entries (folder) != 0 || fstatvfs (folder, &after) < 0
          || after.f_bavail != before.f_bavail)
        return 4;
    }

  if (mount (NULL, copying->to.path, NULL, MS_REMOUNT | MS_RDONLY, NULL) < 0)
    return 5;
  if (susun_copy_to_temp (copying->medium, copying->from.root, "a.jpg", NULL, folder, TEMP, NULL,
                          &copied, &error)
      || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    return 6;
  return 0;
}

static void
test_full_and_read_only (void)
{
  g_auto (Copying) copying = { 0 };

  copying_init (&copying);
  put_noise (copying.from.fd, "a.jpg", 3 * MIB, 5);
  in_child_or_skip (copy_to_full_disk, &copying, NEEDS_MOUNT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/copy/sizes", test_sizes);
  g_test_add_func ("/files/copy/attributes", test_attributes);
  g_test_add_func ("/files/copy/setuid-stays-behind", test_setuid_stays_behind);
  g_test_add_func ("/files/copy/access-list", test_access_list);
  g_test_add_func ("/files/copy/lost-attributes", test_lost_attributes);
  g_test_add_func ("/files/copy/names", test_names);
  g_test_add_func ("/files/copy/sparse-patterns", test_sparse_patterns);
  g_test_add_func ("/files/copy/five-gib-sparse", test_five_gib_sparse);
  g_test_add_func ("/files/copy/refuses-what-is-no-file", test_refuses_what_is_no_file);
  g_test_add_func ("/files/copy/planned", test_planned);
  g_test_add_func ("/files/copy/changes-meanwhile", test_changes_meanwhile);
  g_test_add_func ("/files/copy/progress-and-cancel", test_progress_and_cancel);
  g_test_add_func ("/files/copy/temp-is-never-replaced", test_temp_is_never_replaced);
  g_test_add_func ("/files/copy/discard", test_discard);
  g_test_add_func ("/files/copy/nth-call-fails", test_nth_call_fails);
  g_test_add_func ("/files/copy/allocate-is-optional", test_allocate_is_optional);
  g_test_add_func ("/files/copy/sync-together", test_sync_together);
  g_test_add_func ("/files/copy/sync-together-elsewhere", test_sync_together_elsewhere);
  g_test_add_data_func ("/files/copy/power-cut/ext4", "mkfs.ext4 -q -F", test_power_cut);
  g_test_add_data_func ("/files/copy/power-cut/xfs", "mkfs.xfs -q -f", test_power_cut);
  g_test_add_data_func ("/files/copy/power-cut/btrfs", "mkfs.btrfs -q -f", test_power_cut);
  g_test_add_func ("/files/copy/too-large", test_too_large);
  g_test_add_func ("/files/copy/full-and-read-only", test_full_and_read_only);
  return g_test_run ();
}
