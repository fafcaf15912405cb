// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Where a root lies: beside, above or below another one, and on which disk. */

#include "config.h"

#include "core/files/susun-root.h"

#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>

#include <glib/gstdio.h>

#include "core/base/susun-path.h"

/* Nothing nests deeper; a loop of mounts must not hold us. */
#define MAX_ANCESTORS 4096

/* One line of /proc/self/mountinfo. */
typedef struct
{
  guint64 id;
  guint64 dev;  /* of the file system, one for all subvolumes of a btrfs */
  char *root;   /* (owned): the folder of the file system that is mounted */
  char *point;  /* (owned): where */
  char *source; /* (owned): the device, for a file system on one */
} Mount;

static void
mount_free (Mount *self)
{
  g_free (self->root);
  g_free (self->point);
  g_free (self->source);
  g_free (self);
}

/* A place inside a file system, the same by whatever mount it is reached. */
typedef struct
{
  const Mount *mount; /* (nullable) (borrowed) */
  char *path;         /* (owned) (nullable): in the name space, symlinks resolved */
  char *inner;        /* (owned) (nullable): in the file system */
} Place;

static void
place_clear (Place *self)
{
  g_free (self->path);
  g_free (self->inner);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

/* "36 35 98:0 /root /point rw shared:1 - ext4 /dev/sda1 rw"; see proc(5). Returns: (nullable) */
static Mount *
parse_mount (const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, " ", -1);
  guint count = g_strv_length (fields);
  guint dash = 6;
  guint dev_major, dev_minor;

  while (dash < count && strcmp (fields[dash], "-") != 0)
    dash++;
  if (dash + 2 >= count || sscanf (fields[2], "%u:%u", &dev_major, &dev_minor) != 2)
    return NULL;

  Mount *self = g_new0 (Mount, 1);
  self->id = g_ascii_strtoull (fields[0], NULL, 10);
  self->dev = makedev (dev_major, dev_minor);
  /* Blanks and backslashes are written in octal. */
  self->root = g_strcompress (fields[3]);
  self->point = g_strcompress (fields[4]);
  self->source = g_strcompress (fields[dash + 2]);
  return self;
}

/* Returns: (transfer full) (element-type Mount): empty where there is no /proc */
static GPtrArray *
read_mounts (void)
{
  GPtrArray *mounts = g_ptr_array_new_with_free_func ((GDestroyNotify) mount_free);
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/self/mountinfo", &text, NULL, NULL))
    return mounts;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      Mount *mount = parse_mount (lines[i]);
      if (mount != NULL)
        g_ptr_array_add (mounts, mount);
    }
  return mounts;
}

static const Mount *
find_mount (GPtrArray *mounts, guint64 id)
{
  for (guint i = 0; id != 0 && i < mounts->len; i++)
    {
      const Mount *mount = g_ptr_array_index (mounts, i);
      if (mount->id == id)
        return mount;
    }
  return NULL;
}

static Place
locate (SusunRoot *root, GPtrArray *mounts)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", susun_root_get_fd (root));
  Place place = {
    .mount = find_mount (mounts, susun_root_get_identity (root)->mount_id),
    .path = g_file_read_link (link, NULL),
  };

  /* NFS calls the top of every export "/", so that two of them would look like one place. */
  if (place.mount == NULL || place.path == NULL || susun_root_get_traits (root) & SUSUN_FS_REMOTE)
    return place;
  const char *rest = susun_path_below (place.path, place.mount->point);
  if (rest != NULL)
    place.inner = *rest != '\0' ? g_build_filename (place.mount->root, rest, NULL)
                                : g_strdup (place.mount->root);
  return place;
}

/* By device and inode of all the folders above @inner: sees symlinked and renamed parents. */
static gboolean
has_ancestor (SusunRoot *inner, SusunRoot *outer)
{
  const SusunIdentity *wanted = susun_root_get_identity (outer);
  SusunIdentity last = *susun_root_get_identity (inner);
  g_auto (SusunFd) current = -1;

  for (guint i = 0; i < MAX_ANCESTORS; i++)
    {
      int from = current >= 0 ? current : susun_root_get_fd (inner);
      SusunIdentity identity;
      g_auto (SusunFd) up = susun_sys_openat (from, "..", O_PATH | O_DIRECTORY, 0);
      if (up < 0 || susun_sys_identity (up, &identity) < 0)
        return FALSE;
      if (susun_identity_same_file (&identity, &last) && identity.mount_id == last.mount_id)
        return FALSE; /* the top */
      if (susun_identity_same_file (&identity, wanted))
        return TRUE;
      last = identity;
      susun_fd_clear (&current);
      current = susun_fd_steal (&up);
    }
  return FALSE;
}

/* By the mounts: sees what is bound to somewhere else, which no folder above tells of. */
static gboolean
is_mounted_inside (const Place *inner, const Place *outer, GPtrArray *mounts)
{
  if (inner->inner == NULL || outer->inner == NULL)
    return FALSE;
  if (inner->mount->dev == outer->mount->dev
      && susun_path_below (inner->inner, outer->inner) != NULL)
    return TRUE;

  for (guint i = 0; i < mounts->len; i++)
    {
      const Mount *mount = g_ptr_array_index (mounts, i);
      const char *rest = susun_path_below (mount->point, outer->path);

      /* A part of the inner root that shows below the outer one counts, too. */
      if (rest != NULL && *rest != '\0' && mount->dev == inner->mount->dev
          && (susun_path_below (inner->inner, mount->root) != NULL
              || susun_path_below (mount->root, inner->inner) != NULL))
        return TRUE;
    }
  return FALSE;
}

/* Of what the document portal lends, neither numbers nor ancestors tell where it is: its path does.
 */
static SusunRootsRelation
compare_lent (SusunRoot *first, SusunRoot *second)
{
  g_autofree char *first_host = susun_root_dup_host_path (first);
  g_autofree char *second_host = susun_root_dup_host_path (second);
  const char *a = first_host != NULL ? first_host : susun_root_get_path (first);
  const char *b = second_host != NULL ? second_host : susun_root_get_path (second);

  if (first_host == NULL && second_host == NULL)
    return SUSUN_ROOTS_APART;
  if (strcmp (a, b) == 0)
    return SUSUN_ROOTS_SAME;
  if (susun_path_below (a, b) != NULL)
    return SUSUN_ROOTS_FIRST_INSIDE_SECOND;
  return susun_path_below (b, a) != NULL ? SUSUN_ROOTS_SECOND_INSIDE_FIRST : SUSUN_ROOTS_APART;
}

SusunRootsRelation
susun_roots_compare (SusunRoot *first, SusunRoot *second)
{
  if (susun_identity_same_file (susun_root_get_identity (first), susun_root_get_identity (second)))
    return SUSUN_ROOTS_SAME;
  if (has_ancestor (first, second))
    return SUSUN_ROOTS_FIRST_INSIDE_SECOND;
  if (has_ancestor (second, first))
    return SUSUN_ROOTS_SECOND_INSIDE_FIRST;

  g_autoptr (GPtrArray) mounts = read_mounts ();
  g_auto (Place) first_place = locate (first, mounts);
  g_auto (Place) second_place = locate (second, mounts);
  if (is_mounted_inside (&first_place, &second_place, mounts))
    return SUSUN_ROOTS_FIRST_INSIDE_SECOND;
  if (is_mounted_inside (&second_place, &first_place, mounts))
    return SUSUN_ROOTS_SECOND_INSIDE_FIRST;
  return compare_lent (first, second);
}

gboolean
susun_root_lasts (SusunRoot *self)
{
  return !(susun_root_get_traits (self) & SUSUN_FS_MEMORY)
         || susun_path_below (susun_root_get_path (self), g_get_tmp_dir ()) != NULL
         || !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

gboolean
susun_place_is_usable (const char *path)
{
  g_autofree char *nearest = g_strdup (path);
  g_autoptr (SusunRoot) root = NULL;

  while ((root = susun_root_open (nearest, NULL)) == NULL && !g_str_equal (nearest, "/"))
    {
      char *parent = g_path_get_dirname (nearest);
      g_free (nearest);
      nearest = parent;
    }
  return root != NULL && susun_root_lasts (root)
         && susun_sys_access (susun_root_get_fd (root), ".", W_OK | X_OK) == 0;
}

gboolean
susun_roots_lent_together (SusunRoot *first, SusunRoot *second)
{
  const char *a = susun_root_get_path (first);
  const char *b = susun_root_get_path (second);
  gsize length = susun_path_lent_prefix (a);

  return length == susun_path_lent_prefix (b) && strncmp (a, b, length) == 0;
}

gboolean
susun_roots_same_mount (SusunRoot *first, SusunRoot *second)
{
  const SusunIdentity *a = susun_root_get_identity (first);
  const SusunIdentity *b = susun_root_get_identity (second);

  return a->dev == b->dev && a->mount_id == b->mount_id
         && susun_roots_lent_together (first, second);
}

/* A virtual disk says that it spins because it does not know; nearly none does. */
static gboolean
is_virtual_disk (const char *disk)
{
  g_autofree char *path = g_build_filename (disk, "device", "driver", NULL);
  g_autofree char *driver = g_file_read_link (path, NULL);

  return driver != NULL && strcmp (susun_path_name (driver), "virtio_blk") == 0;
}

gboolean
susun_root_is_rotational (SusunRoot *self)
{
  const SusunIdentity *identity = susun_root_get_identity (self);
  dev_t dev = identity->dev;

  /* A btrfs has no device number of its own: ask its device. */
  if (major (dev) == 0)
    {
      g_autoptr (GPtrArray) mounts = read_mounts ();
      const Mount *mount = find_mount (mounts, identity->mount_id);
      GStatBuf device;
      if (mount == NULL || g_stat (mount->source, &device) < 0 || !S_ISBLK (device.st_mode))
        return FALSE;
      dev = device.st_rdev;
    }

  /* A partition has its queue one folder up, in its disk. */
  static const char *const disks[] = { "", "/.." };
  for (guint i = 0; i < G_N_ELEMENTS (disks); i++)
    {
      g_autofree char *disk
          = g_strdup_printf ("/sys/dev/block/%u:%u%s", major (dev), minor (dev), disks[i]);
      g_autofree char *path = g_build_filename (disk, "queue", "rotational", NULL);
      g_autofree char *text = NULL;
      if (g_file_get_contents (path, &text, NULL, NULL))
        return *text == '1' && !is_virtual_disk (disk);
    }
  return FALSE;
}
