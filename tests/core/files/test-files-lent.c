// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Folders that a sandbox's document portal lends: by their names, here. What the engine does in a
 * real portal is the suite flatpak. */

#include "config.h"

#include <glib/gstdio.h>

#include "core/base/susun-path.h"
#include "core/files/susun-file-system.h"
#include "core/files/susun-root.h"

static void
test_prefix (void)
{
  static const struct
  {
    const char *path;
    const char *prefix;
    const char *display;
  } cases[] = {
    { "/run/user/1000/doc/f66f040a/Fotos", "/run/user/1000/doc/f66f040a", "Fotos" },
    { "/run/user/0/doc/1/a/b.jpg", "/run/user/0/doc/1", "a/b.jpg" },
    { "/run/flatpak/doc/f66f040a/Fotos", "/run/flatpak/doc/f66f040a", "Fotos" },
    { "/run/user/1000/doc/f66f040a/a\nb\xff", "/run/user/1000/doc/f66f040a", "a\\x0Ab\\xFF" },
    { "/run/user/1000/doc/f66f040a", "", NULL },
    { "/run/user/1000/doc/f66f040a/", "", NULL },
    { "/run/user/1000/doc", "", NULL },
    { "/run/user/1000/docs/x/y", "", NULL },
    { "/run/user//doc/x/y", "", NULL },
    { "/run/user/1000/gvfs/doc/x", "", NULL },
    { "/home/aina/run/user/1000/doc/x/y", "", NULL },
    { "/run/media/aina/doc/x/y", "", NULL },
    { "doc/x/y", "", NULL },
    { "", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = susun_path_lent_prefix (cases[i].path);
      g_autofree char *prefix = g_strndup (cases[i].path, length);
      g_autofree char *display = susun_path_display (cases[i].path);

      g_assert_cmpstr (prefix, ==, cases[i].prefix);
      g_assert_cmpstr (display, ==, cases[i].display != NULL ? cases[i].display : cases[i].path);
    }
}

static void
test_beside (void)
{
  static const struct
  {
    const char *path;
    const char *beside;
  } cases[] = {
    { "/home/aina/Fotos", "/home/aina/Archive" },
    { "/Fotos", "/Archive" },
    { "/", NULL },
    { "/run/user/1000/doc/f66f040a/Fotos", NULL },
    { "/run/user/1000/doc/f66f040a/Fotos/Lama", "/run/user/1000/doc/f66f040a/Fotos/Archive" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *beside = susun_path_beside (cases[i].path, "Archive");
      g_assert_cmpstr (beside, ==, cases[i].beside);
    }
}

/* What is written for programs keeps every part. */
static void
test_escape (void)
{
  g_autofree char *escaped = susun_path_escape ("/run/user/1000/doc/f66f040a/Fotos\xff");

  g_assert_cmpstr (escaped, ==, "/run/user/1000/doc/f66f040a/Fotos\\xFF");
}

/* A FUSE file system that nobody knows may lose a name when it is renamed; both make new numbers.
 */
static void
test_traits (void)
{
  SusunFsTraits fuse = susun_fs_traits (0x65735546, 0);
  SusunFsTraits vfat = susun_fs_traits (0x4d44, 0);
  SusunFsTraits ext4 = susun_fs_traits (0xef53, 0);

  g_assert_true (fuse & SUSUN_FS_FRAGILE && fuse & SUSUN_FS_NEW_INODES && fuse & SUSUN_FS_REMOTE);
  g_assert_true (vfat & SUSUN_FS_FRAGILE && vfat & SUSUN_FS_NEW_INODES);
  g_assert_cmpint (ext4, ==, 0);
}

static void
test_not_lent (void)
{
  g_autofree char *path = g_dir_make_tmp ("susun-lent-XXXXXX", NULL);
  g_autofree char *inner_path = g_build_filename (path, "doc", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (inner_path, 0755), ==, 0);
  SusunRoot *root = susun_root_open (path, &error);
  g_assert_no_error (error);
  SusunRoot *inner = susun_root_open (inner_path, &error);
  g_assert_no_error (error);

  g_assert_null (susun_root_dup_host_path (root));
  g_assert_true (susun_roots_lent_together (root, inner));
  g_assert_true (susun_roots_same_mount (root, inner));
  g_assert_cmpint (susun_roots_compare (inner, root), ==, SUSUN_ROOTS_FIRST_INSIDE_SECOND);

  susun_root_unref (root);
  susun_root_unref (inner);
  g_assert_cmpint (g_rmdir (inner_path), ==, 0);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/lent/prefix", test_prefix);
  g_test_add_func ("/files/lent/beside", test_beside);
  g_test_add_func ("/files/lent/escape", test_escape);
  g_test_add_func ("/files/lent/traits", test_traits);
  g_test_add_func ("/files/lent/not-lent", test_not_lent);
  return g_test_run ();
}
