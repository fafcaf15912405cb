// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-root.h"

#include "tests/core/files/fixture.h"

/* --- opening */

static void
test_open (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  put (place.fd, "file", "a picture");
  g_assert_cmpint (mkdirat (place.fd, "real", 0755), ==, 0);
  g_assert_cmpint (symlinkat ("real", place.fd, "link"), ==, 0);
  g_assert_cmpint (symlinkat ("none", place.fd, "dangling"), ==, 0);

  static const struct
  {
    const char *name;
    GQuark (*domain) (void);
    int code;
  } cases[] = {
    { "none", susun_error_quark, SUSUN_ERROR_AWAY },
    { "none/inner", susun_error_quark, SUSUN_ERROR_AWAY },
    { "dangling", susun_error_quark, SUSUN_ERROR_AWAY },
    { "file", g_io_error_quark, G_IO_ERROR_NOT_DIRECTORY },
    { "file/inner", g_io_error_quark, G_IO_ERROR_NOT_DIRECTORY },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (place.path, cases[i].name, NULL);
      g_assert_null (susun_root_open (path, &error));
      g_assert_error (error, cases[i].domain (), cases[i].code);
      g_clear_error (&error);
    }

  /* A link is resolved once, and slashes at the end are no part of the name. */
  g_autofree char *link = g_build_filename (place.path, "link//", NULL);
  g_autoptr (SusunRoot) root = susun_root_open (link, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (susun_root_get_identity (root)->ino, ==, look (place.fd, "real").st_ino);
  g_assert_true (g_str_has_suffix (susun_root_get_path (root), "/link"));
  g_autofree char *inner = susun_root_dup_path (root, "a/b");
  g_assert_true (g_str_has_suffix (inner, "/link/a/b"));
  g_autofree char *self = susun_root_dup_path (root, "");
  g_assert_cmpstr (self, ==, susun_root_get_path (root));

  g_autoptr (SusunRoot) top = susun_root_open ("/", &error);
  g_assert_no_error (error);
  g_autofree char *below_top = susun_root_dup_path (top, "a");
  g_assert_cmpstr (below_top, ==, "/a");
}

static void
test_open_or_make (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;
  guint made = 99;

  place_init (&place, NULL);
  g_autofree char *path = g_build_filename (place.path, "a", "b\n\xff", "c", NULL);
  Fault syncs = { SUSUN_SYS_FSYNC, SUSUN_SYS_AFTER, 1 };
  susun_sys_set_hook (fault_cb, &syncs);
  g_autoptr (SusunRoot) root = susun_root_open_or_make (path, &made, &error);
  susun_sys_set_hook (NULL, NULL);
  g_assert_no_error (error);
  g_assert_nonnull (root);
  g_assert_cmpuint (made, ==, 3);
  g_assert_cmpuint (syncs.seen, ==, 3);
  g_assert_cmpstr (susun_root_get_path (root), ==, path);

  g_autoptr (SusunRoot) again = susun_root_open_or_make (path, &made, &error);
  g_assert_no_error (error);
  g_assert_true (
      susun_identity_same_file (susun_root_get_identity (again), susun_root_get_identity (root)));
  g_assert_cmpuint (made, ==, 0);

  put (place.fd, "file", "a picture");
  g_autofree char *through_file = g_build_filename (place.path, "file", "inner", NULL);
  g_assert_null (susun_root_open_or_make (through_file, &made, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
}

/* --- below it */

static void
test_stays_below (void)
{
  g_auto (Place) place = { 0 };
  static const char *const refused[]
      = { "..", "../a", "a/..", "a//b", "/etc", "./a", ".", "a/", "" };
  const char *name;

  place_init (&place, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_cmpint (susun_root_open_file (place.root, refused[i], NULL, &error), ==, -1);
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_REFUSED);
      g_clear_error (&error);
      g_assert_cmpint (susun_root_open_parent (place.root, refused[i], &name, &error), ==, -1);
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_REFUSED);
      g_clear_error (&error);
      g_assert_cmpint (susun_root_make_parent (place.root, refused[i], &name, NULL, NULL, &error),
                       ==, -1);
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_REFUSED);
      g_assert_false (susun_root_remove_empty_folder (place.root, refused[i]));
    }
  g_assert_cmpuint (count_entries (place.fd), ==, 0);

  /* A parent that is swapped for a link leads nowhere. */
  g_auto (Place) outside = { 0 };
  place_init (&outside, NULL);
  put (outside.fd, "a.jpg", "secret");
  g_assert_cmpint (symlinkat (outside.path, place.fd, "trip"), ==, 0);
  static const char *const rels[] = { "trip/a.jpg", "trip/new/a.jpg" };
  for (guint i = 0; i < G_N_ELEMENTS (rels); i++)
    {
      g_autoptr (GError) error = NULL;
      SusunIdentity identity;
      g_assert_cmpint (susun_root_open_file (place.root, rels[i], NULL, &error), ==, -1);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS);
      g_clear_error (&error);
      g_assert_cmpint (susun_root_make_parent (place.root, rels[i], &name, NULL, NULL, &error), ==,
                       -1);
      /* ELOOP or ENOTDIR, by whether the link is the last part. */
      g_assert_cmpint (susun_cause_from_error (error), ==, SUSUN_CAUSE_CHANGED);
      g_clear_error (&error);
      g_assert_false (susun_root_identify (place.root, rels[i], &identity, &error));
      g_assert_false (susun_root_sync_folder (place.root, "trip", NULL));
    }
  g_assert_cmpuint (count_entries (outside.fd), ==, 1);
}

static void
test_parent (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;
  const char *name;

  place_init (&place, NULL);
  g_assert_cmpint (mkdirat (place.fd, "a", 0755), ==, 0);
  g_assert_cmpint (mkdirat (place.fd, "a/b", 0755), ==, 0);
  put (place.fd, "a/b/c.jpg", "deep");
  const char *deep = "a/b/c.jpg";
  g_auto (SusunFd) parent = susun_root_open_parent (place.root, deep, &name, &error);
  g_assert_no_error (error);
  g_assert_true (name == deep + 4);
  g_assert_true (holds (parent, name, "deep"));
  g_auto (SusunFd) top = susun_root_open_parent (place.root, "c.jpg", &name, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "c.jpg");
  g_assert_true (stands (top, "a"));
  g_assert_cmpint (susun_root_open_parent (place.root, "none/c.jpg", &name, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

typedef struct
{
  Place *place;
  GString *told;
  guint stop_at;
  guint calls;
} Made;

static gboolean
made_cb (const char *rel, gpointer user_data, GError **error)
{
  Made *self = user_data;

  /* Told before it is there. */
  g_assert_false (stands (self->place->fd, rel));
  g_string_append_printf (self->told, "%s;", rel);
  if (++self->calls != self->stop_at)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the journal is full");
  return FALSE;
}

static void
test_make_parent (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) told = g_string_new (NULL);
  Made made = { &place, told };
  const char *name;

  place_init (&place, NULL);
  g_assert_cmpint (mkdirat (place.fd, "a", 0755), ==, 0);
  g_auto (SusunFd) parent
      = susun_root_make_parent (place.root, "a/b/c/d.jpg", &name, made_cb, &made, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (told->str, ==, "a/b;a/b/c;");
  g_assert_cmpstr (name, ==, "d.jpg");
  put (parent, name, "deep");
  g_assert_true (holds (place.fd, "a/b/c/d.jpg", "deep"));

  /* There already: nothing to tell. */
  g_auto (SusunFd) again
      = susun_root_make_parent (place.root, "a/b/c/e.jpg", &name, made_cb, &made, &error);
  g_assert_no_error (error);
  g_assert_true (holds (again, "d.jpg", "deep"));
  g_assert_cmpuint (made.calls, ==, 2);

  /* Only what was told is made. */
  made = (Made){ &place, told, .stop_at = 2 };
  g_assert_cmpint (susun_root_make_parent (place.root, "x/y/z.jpg", &name, made_cb, &made, &error),
                   ==, -1);
  g_assert_cmpstr (error->message, ==, "the journal is full");
  g_assert_true (stands (place.fd, "x"));
  g_assert_false (stands (place.fd, "x/y"));
  g_clear_error (&error);

  g_auto (SusunFd) private_parent = susun_root_make_parent_with_mode (
      place.root, "private/inner/a.jpg", 0700, &name, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_entries (private_parent), ==, 0);
  g_assert_cmpint (look (place.fd, "private").st_mode & 0777, ==, 0700);
  g_assert_cmpint (look (place.fd, "private/inner").st_mode & 0777, ==, 0700);

  /* A file is in the way. */
  g_assert_cmpint (
      susun_root_make_parent (place.root, "a/b/c/d.jpg/e.jpg", &name, NULL, NULL, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
}

static void
test_folders (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;
  SusunIdentity identity;
  guint64 bytes, inodes;

  place_init (&place, NULL);
  g_assert_cmpint (mkdirat (place.fd, "full", 0755), ==, 0);
  put (place.fd, "full/a.jpg", "a picture");
  g_assert_cmpint (mkdirat (place.fd, "empty", 0755), ==, 0);
  g_assert_cmpint (symlinkat ("empty", place.fd, "link"), ==, 0);

  g_assert_true (susun_root_sync_folder (place.root, "", &error));
  g_assert_true (susun_root_sync_folder (place.root, "full", &error));
  g_assert_no_error (error);
  static const int harmless[] = { EINVAL, EOPNOTSUPP };
  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      Fault fault = { SUSUN_SYS_FSYNC, SUSUN_SYS_BEFORE, 1, .code = harmless[i] };
      susun_sys_set_hook (fault_cb, &fault);
      g_assert_true (susun_root_sync_folder (place.root, "full", &error));
      susun_sys_set_hook (NULL, NULL);
    }
  Fault fault = { SUSUN_SYS_FSYNC, SUSUN_SYS_BEFORE, 1, .code = EIO };
  susun_sys_set_hook (fault_cb, &fault);
  g_assert_false (susun_root_sync_folder (place.root, "full", &error));
  susun_sys_set_hook (NULL, NULL);
  g_assert_nonnull (error);
  g_clear_error (&error);

  g_assert_false (susun_root_remove_empty_folder (place.root, "full"));
  g_assert_false (susun_root_remove_empty_folder (place.root, "full/a.jpg"));
  g_assert_false (susun_root_remove_empty_folder (place.root, "link"));
  g_assert_true (susun_root_remove_empty_folder (place.root, "empty"));
  g_assert_true (susun_root_remove_empty_folder (place.root, "empty"));
  g_assert_true (holds (place.fd, "full/a.jpg", "a picture"));
  g_assert_true (stands (place.fd, "link"));

  /* Looked at, not followed. */
  g_assert_true (susun_root_identify (place.root, "link", &identity, &error));
  g_assert_no_error (error);
  g_assert_true (S_ISLNK (identity.mode));
  g_assert_true (susun_root_identify (place.root, "", &identity, &error));
  g_assert_true (susun_identity_same_file (&identity, susun_root_get_identity (place.root)));
  g_assert_false (susun_root_identify (place.root, "none", &identity, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (susun_root_get_space (place.root, &bytes, &inodes, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (bytes, >, 0);
}

/* --- gone */

static int
lose_root (gpointer data)
{
  Place *place = data;
  g_autoptr (GError) error = NULL;

  if (!enter_own_mounts () || mount ("tmpfs", place->path, "tmpfs", 0, "size=1m") < 0)
    return CHILD_SKIPS;
  g_autoptr (SusunRoot) root = susun_root_open (place->path, &error);
  g_assert_no_error (error);
  if (susun_root_is_away (root))
    return 2;
  /* The empty folder below the mount point is not the disk. */
  if (umount2 (place->path, MNT_DETACH) < 0)
    return 3;
  return susun_root_is_away (root) ? 0 : 4;
}

static void
test_away (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  g_assert_cmpint (mkdirat (place.fd, "disk", 0755), ==, 0);
  g_autofree char *path = g_build_filename (place.path, "disk", NULL);
  g_autoptr (SusunRoot) root = susun_root_open (path, &error);
  g_assert_no_error (error);
  g_assert_false (susun_root_is_away (root));
  /* Pulled out: it cannot be listed; one folder without permission is something else. */
  static const struct
  {
    SusunSysCall call;
    int code;
    gboolean away;
  } cases[] = {
    { SUSUN_SYS_READ_DIR, EIO, TRUE },  { SUSUN_SYS_OPEN, EIO, TRUE },
    { SUSUN_SYS_OPEN, ENOTCONN, TRUE }, { SUSUN_SYS_OPEN, ESTALE, TRUE },
    { SUSUN_SYS_OPEN, ENODEV, TRUE },   { SUSUN_SYS_OPEN, EACCES, FALSE },
    { SUSUN_SYS_OPEN, EMFILE, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fault fault = { cases[i].call, SUSUN_SYS_BEFORE, 1, .code = cases[i].code };
      susun_sys_set_hook (fault_cb, &fault);
      gboolean away = susun_root_is_away (root);
      susun_sys_set_hook (NULL, NULL);
      g_assert_cmpint (away, ==, cases[i].away);
    }

  g_assert_cmpint (renameat (place.fd, "disk", place.fd, "aside"), ==, 0);
  g_assert_true (susun_root_is_away (root));
  g_assert_cmpint (mkdirat (place.fd, "disk", 0755), ==, 0);
  g_assert_true (susun_root_is_away (root));
  in_child_or_skip (lose_root, &place, NEEDS_MOUNT);
}

/* --- where they lie */

static SusunRootsRelation
compare (const Place *place, const char *first, const char *second)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first_path = g_build_filename (place->path, first, NULL);
  g_autofree char *second_path = g_build_filename (place->path, second, NULL);
  g_autoptr (SusunRoot) first_root = susun_root_open (first_path, &error);
  g_autoptr (SusunRoot) second_root = susun_root_open (second_path, &error);

  g_assert_no_error (error);
  return susun_roots_compare (first_root, second_root);
}

static void
test_compare (void)
{
  g_auto (Place) place = { 0 };

  place_init (&place, NULL);
  static const char *const folders[] = { "a", "a/b", "a/b/c", "aa", "other" };
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    g_assert_cmpint (mkdirat (place.fd, folders[i], 0755), ==, 0);
  g_assert_cmpint (symlinkat ("../a/b", place.fd, "other/link"), ==, 0);

  static const struct
  {
    const char *first;
    const char *second;
    SusunRootsRelation relation;
  } cases[] = {
    { "a", "a", SUSUN_ROOTS_SAME },
    { "a", "aa", SUSUN_ROOTS_APART },
    { "a/b/c", "other", SUSUN_ROOTS_APART },
    { "a/b/c", "a", SUSUN_ROOTS_FIRST_INSIDE_SECOND },
    { "a", "a/b", SUSUN_ROOTS_SECOND_INSIDE_FIRST },
    { "", "other", SUSUN_ROOTS_SECOND_INSIDE_FIRST },
    /* By a link, and below one. */
    { "other/link", "a/b", SUSUN_ROOTS_SAME },
    { "other/link/c", "a/b", SUSUN_ROOTS_FIRST_INSIDE_SECOND },
    { "a", "other/link", SUSUN_ROOTS_SECOND_INSIDE_FIRST },
    { "other/link", "other", SUSUN_ROOTS_APART },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s %s", cases[i].first, cases[i].second);
      g_assert_cmpint (compare (&place, cases[i].first, cases[i].second), ==, cases[i].relation);
    }
}

static void
bind_to (const Place *place, const char *what, const char *where)
{
  g_autofree char *from = g_build_filename (place->path, what, NULL);
  g_autofree char *to = g_build_filename (place->path, where, NULL);

  g_assert_cmpint (mount (from, to, NULL, MS_BIND, NULL), ==, 0);
}

static int
compare_bound (gpointer data)
{
  const Place *place = data;

  if (!enter_own_mounts ())
    return CHILD_SKIPS;
  /* The archive shows inside the source; a part of the other archive shows there; and the source
   * stands under a second name with a blank, too. */
  bind_to (place, "archive", "source/bound");
  bind_to (place, "big/part", "source/partly");
  bind_to (place, "source", "the source");

  static const struct
  {
    const char *first;
    const char *second;
    SusunRootsRelation relation;
  } cases[] = {
    { "archive", "source", SUSUN_ROOTS_FIRST_INSIDE_SECOND },
    { "source", "archive/2019", SUSUN_ROOTS_SECOND_INSIDE_FIRST },
    { "source/bound", "archive", SUSUN_ROOTS_SAME },
    { "source/bound/2019", "archive", SUSUN_ROOTS_FIRST_INSIDE_SECOND },
    { "big", "source", SUSUN_ROOTS_FIRST_INSIDE_SECOND },
    { "the source", "source", SUSUN_ROOTS_SAME },
    { "the source/trip", "source", SUSUN_ROOTS_FIRST_INSIDE_SECOND },
    { "source/trip", "the source", SUSUN_ROOTS_FIRST_INSIDE_SECOND },
    { "source/trip", "archive", SUSUN_ROOTS_APART },
    { "big/rest", "source", SUSUN_ROOTS_APART },
    { "big", "archive", SUSUN_ROOTS_APART },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SusunRootsRelation relation = compare (place, cases[i].first, cases[i].second);
      if (relation != cases[i].relation)
        {
          g_printerr ("%s %s: %d\n", cases[i].first, cases[i].second, relation);
          return 2;
        }
    }

  /* One file system by two mounts: no rename between them. */
  g_autofree char *bound = g_build_filename (place->path, "the source", NULL);
  g_autofree char *archive = g_build_filename (place->path, "archive", NULL);
  g_autoptr (SusunRoot) first = susun_root_open (bound, NULL);
  g_autoptr (SusunRoot) second = susun_root_open (archive, NULL);
  /* The root that came along belongs to the mounts outside. */
  g_autoptr (SusunRoot) whole = susun_root_open (place->path, NULL);
  if (susun_roots_same_mount (first, second) || !susun_roots_same_mount (second, whole))
    return 3;
  return renameat (susun_root_get_fd (first), "trip", susun_root_get_fd (second), "trip") < 0
                 && errno == EXDEV
             ? 0
             : 4;
}

static void
test_compare_bound (void)
{
  g_auto (Place) place = { 0 };

  place_init (&place, NULL);
  static const char *const folders[]
      = { "archive",       "archive/2019", "source",   "source/trip", "source/bound",
          "source/partly", "big",          "big/part", "big/rest",    "the source" };
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    g_assert_cmpint (mkdirat (place.fd, folders[i], 0755), ==, 0);
  in_child_or_skip (compare_bound, &place, NEEDS_MOUNT);
}

/* What /sys says of every disk, so that the path to the queue is right for partitions, too. */
static void
test_rotational (void)
{
  g_auto (Place) place = { 0 };

  place_init (&place, NULL);
  gboolean answer = susun_root_is_rotational (place.root);
  g_autofree char *queue = g_strdup_printf ("/sys/dev/block/%u:%u/queue/rotational",
                                            major (susun_root_get_identity (place.root)->dev),
                                            minor (susun_root_get_identity (place.root)->dev));
  g_autofree char *text = NULL;
  if (g_file_get_contents (queue, &text, NULL, NULL) && *text == '0')
    g_assert_false (answer);
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    {
      g_autoptr (SusunRoot) memory = susun_root_open ("/dev/shm", NULL);
      g_assert_false (susun_root_is_rotational (memory));
    }
}

/* --- the lock */

static void
test_lock (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  SusunRootLock *lock = susun_root_lock (place.root, &error);
  g_assert_no_error (error);
  g_assert_true (stands (place.fd, ".susun/lock"));
  g_assert_cmpint (look (place.fd, ".susun").st_mode & 0777, ==, 0700);

  /* Another look at the same folder: refused, and the first one's lock is untouched. */
  g_autoptr (SusunRoot) other = susun_root_open (place.path, &error);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (susun_root_lock (other, &error));
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_LOCKED);
      g_clear_error (&error);
      g_assert_true (stands (place.fd, ".susun/lock"));
    }
  susun_root_lock_free (lock);
  g_assert_cmpuint (count_entries (place.fd), ==, 0);

  /* What else lies in the folder is not ours to remove. */
  lock = susun_root_lock (other, &error);
  g_assert_no_error (error);
  put (place.fd, ".susun/note", "keep");
  susun_root_lock_free (lock);
  g_assert_false (stands (place.fd, ".susun/lock"));
  g_assert_true (holds (place.fd, ".susun/note", "keep"));
}

/* The user's folder does not look changed because we locked it. */
static void
test_lock_keeps_time (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;
  const gint64 old = G_GINT64_CONSTANT (1000000000123456789);
  SusunIdentity identity;

  place_init (&place, NULL);
  g_assert_cmpint (susun_sys_set_times (place.fd, old, old), ==, 0);
  SusunRootLock *lock = susun_root_lock (place.root, &error);
  g_assert_no_error (error);
  g_assert_cmpint (susun_sys_identity (place.fd, &identity), ==, 0);
  g_assert_cmpint (identity.mtime_ns, ==, old);
  susun_root_lock_free (lock);
  g_assert_cmpint (susun_sys_identity (place.fd, &identity), ==, 0);
  g_assert_cmpint (identity.mtime_ns, ==, old);
}

static int
lock_and_die (gpointer data)
{
  SusunRootLock *lock = susun_root_lock (((Place *) data)->root, NULL);

  if (lock == NULL)
    return 1;
  kill (getpid (), SIGKILL);
  return 2;
}

static void
test_lock_left_behind (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  g_assert_cmpint (in_child (lock_and_die, &place), ==, -SIGKILL);
  g_assert_true (stands (place.fd, ".susun/lock"));
  SusunRootLock *lock = susun_root_lock (place.root, &error);
  g_assert_no_error (error);
  susun_root_lock_free (lock);
  g_assert_cmpuint (count_entries (place.fd), ==, 0);
}

/* Somebody else removed or replaced the lock file: it is not taken for ours when we go. */
static void
test_lock_taken_away (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  SusunRootLock *lock = susun_root_lock (place.root, &error);
  g_assert_no_error (error);
  g_assert_cmpint (unlinkat (place.fd, ".susun/lock", 0), ==, 0);
  put (place.fd, ".susun/lock", "foreign");
  susun_root_lock_free (lock);
  g_assert_true (holds (place.fd, ".susun/lock", "foreign"));
}

static void
test_lock_refuses_links (void)
{
  g_auto (Place) place = { 0 };
  g_auto (Place) outside = { 0 };
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  place_init (&outside, NULL);
  g_assert_cmpint (symlinkat (outside.path, place.fd, ".susun"), ==, 0);
  g_assert_null (susun_root_lock (place.root, &error));
  g_assert_cmpint (error->domain, ==, G_IO_ERROR);
  g_assert_cmpuint (count_entries (outside.fd), ==, 0);
  g_clear_error (&error);

  g_assert_cmpint (unlinkat (place.fd, ".susun", 0), ==, 0);
  g_assert_cmpint (mkdirat (place.fd, ".susun", 0755), ==, 0);
  g_assert_cmpint (symlinkat ("target", place.fd, ".susun/lock"), ==, 0);
  g_assert_null (susun_root_lock (place.root, &error));
  g_assert_cmpint (error->domain, ==, G_IO_ERROR);
  g_assert_false (stands (place.fd, ".susun/target"));
  g_assert_true (stands (place.fd, ".susun/lock"));
}

static void
test_lock_unknown (void)
{
  static const int codes[] = { ENOSYS, ENOLCK, EOPNOTSUPP };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_auto (Place) place = { 0 };
      g_autoptr (GError) error = NULL;
      Fault fault = { SUSUN_SYS_LOCK, SUSUN_SYS_BEFORE, 1, .code = codes[i] };

      place_init (&place, NULL);
      susun_sys_set_hook (fault_cb, &fault);
      SusunRootLock *lock = susun_root_lock (place.root, &error);
      susun_sys_set_hook (NULL, NULL);
      g_assert_no_error (error);
      susun_root_lock_free (lock);
      g_assert_cmpuint (count_entries (place.fd), ==, 0);
    }
}

static void
test_lock_nth_call_fails (void)
{
  static const SusunSysCall calls[]
      = { SUSUN_SYS_MKDIR, SUSUN_SYS_OPEN, SUSUN_SYS_LOCK, SUSUN_SYS_STAT };
  static const int codes[] = { EIO, EACCES, EROFS, ENOSPC };

  for (guint c = 0; c < G_N_ELEMENTS (calls); c++)
    for (guint e = 0; e < G_N_ELEMENTS (codes); e++)
      for (guint nth = 1;; nth++)
        {
          g_auto (Place) place = { 0 };
          g_autoptr (GError) error = NULL;
          Fault fault = { calls[c], SUSUN_SYS_BEFORE, nth, .code = codes[e] };

          place_init (&place, NULL);
          susun_sys_set_hook (fault_cb, &fault);
          SusunRootLock *lock = susun_root_lock (place.root, &error);
          susun_sys_set_hook (NULL, NULL);
          g_assert_cmpint (lock != NULL, ==, error == NULL);
          if (lock != NULL)
            {
              susun_root_lock_free (lock);
              g_assert_cmpuint (count_entries (place.fd), ==, 0);
            }
          else if (codes[e] == EROFS)
            g_assert_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
          if (!fault_struck (&fault))
            break;
        }
}

/* Processes that take the lock and give it back, over and over: never two at a time. */
#define LOCKERS 4
#define LOCK_ROUNDS 200

static int
lock_often (gpointer data)
{
  Place *place = data;
  guint held = 0;

  for (guint tries = 0; held < LOCK_ROUNDS && tries < 1000000; tries++)
    {
      g_autoptr (GError) error = NULL;
      SusunRootLock *lock = susun_root_lock (place->root, &error);
      if (lock == NULL)
        {
          if (!g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_LOCKED))
            return 2;
          sched_yield ();
          continue;
        }
      /* Fails when somebody else is in here, too. */
      if (mkdirat (place->fd, "inside", 0700) < 0)
        return 3;
      sched_yield ();
      if (unlinkat (place->fd, "inside", AT_REMOVEDIR) < 0)
        return 4;
      susun_root_lock_free (lock);
      held++;
    }
  return held == LOCK_ROUNDS ? 0 : 5;
}

static void
test_lock_contended (void)
{
  g_auto (Place) place = { 0 };
  pid_t pids[LOCKERS];

  place_init (&place, NULL);
  fflush (NULL);
  for (guint i = 0; i < LOCKERS; i++)
    {
      pids[i] = fork ();
      g_assert_cmpint (pids[i], >=, 0);
      if (pids[i] == 0)
        {
          /* A descriptor that was inherited would be one and the same lock. */
          g_autoptr (SusunRoot) own = susun_root_open (place.path, NULL);
          Place mine = { place.path, own, susun_root_get_fd (own) };
          _exit (lock_often (&mine));
        }
    }
  for (guint i = 0; i < LOCKERS; i++)
    {
      int status;
      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
    }
  g_assert_cmpuint (count_entries (place.fd), ==, 0);
}

static int
lock_without_right (gpointer data)
{
  Place *place = data;
  g_autoptr (GError) error = NULL;

  if (geteuid () != 0 || setegid (65534) < 0 || seteuid (65534) < 0)
    return CHILD_SKIPS;
  return susun_root_lock (place->root, &error) == NULL
                 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
             ? 0
             : 2;
}

static int
lock_read_only (gpointer data)
{
  Place *place = data;
  g_autoptr (GError) error = NULL;

  if (!enter_own_mounts () || mount (place->path, place->path, NULL, MS_BIND, NULL) < 0
      || mount (NULL, place->path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL) < 0)
    return CHILD_SKIPS;
  g_autoptr (SusunRoot) root = susun_root_open (place->path, NULL);
  return susun_root_lock (root, &error) == NULL
                 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY)
             ? 0
             : 2;
}

static void
test_lock_without_right (void)
{
  g_auto (Place) place = { 0 };

  place_init (&place, NULL);
  g_assert_cmpint (fchmod (place.fd, 0755), ==, 0);
  in_child_or_skip (lock_without_right, &place, "needs root");
  in_child_or_skip (lock_read_only, &place, NEEDS_MOUNT);
  g_assert_cmpuint (count_entries (place.fd), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/root/open", test_open);
  g_test_add_func ("/files/root/open-or-make", test_open_or_make);
  g_test_add_func ("/files/root/stays-below", test_stays_below);
  g_test_add_func ("/files/root/parent", test_parent);
  g_test_add_func ("/files/root/make-parent", test_make_parent);
  g_test_add_func ("/files/root/folders", test_folders);
  g_test_add_func ("/files/root/away", test_away);
  g_test_add_func ("/files/root/compare", test_compare);
  g_test_add_func ("/files/root/compare-bound", test_compare_bound);
  g_test_add_func ("/files/root/rotational", test_rotational);
  g_test_add_func ("/files/lock/takes-and-leaves", test_lock);
  g_test_add_func ("/files/lock/keeps-time", test_lock_keeps_time);
  g_test_add_func ("/files/lock/left-behind", test_lock_left_behind);
  g_test_add_func ("/files/lock/taken-away", test_lock_taken_away);
  g_test_add_func ("/files/lock/refuses-links", test_lock_refuses_links);
  g_test_add_func ("/files/lock/unknown", test_lock_unknown);
  g_test_add_func ("/files/lock/nth-call-fails", test_lock_nth_call_fails);
  g_test_add_func ("/files/lock/contended", test_lock_contended);
  g_test_add_func ("/files/lock/without-right", test_lock_without_right);
  return g_test_run ();
}
