// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "places.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      if (g_unlink (child) < 0)
        remove_folder (child);
    }
  if (dir != NULL)
    g_assert_no_errno (g_rmdir (path));
}

void
places_clear (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_folder (child);
    }
}

/* A folder of our own below the first of these that can be written to. */
static char *
make_place (const char *const *candidates)
{
  for (guint i = 0; candidates[i] != NULL; i++)
    {
      char *folder = g_build_filename (candidates[i], "susun-sweep-XXXXXX", NULL);
      if (g_mkdtemp (folder) != NULL)
        return folder;
      g_free (folder);
    }
  return NULL;
}

static gboolean
mount_memory (const char *path)
{
  return mount ("tmpfs", path, "tmpfs", MS_NODEV | MS_NOSUID, "size=1g,mode=700") == 0;
}

/* An ext4 in a file in memory: an fsync costs little there. */
static char *
make_disk (const char *folder)
{
  g_autofree char *image = g_build_filename (folder, "disk.img", NULL);
  g_autofree char *place = g_build_filename (folder, "disk", NULL);
  const char *make[] = { "mkfs.ext4", "-q", "-F", "-J", "size=4", image, "400M", NULL };
  const char *mount_it[] = { "mount", "-o", "loop", image, place, NULL };
  const char **commands[] = { make, mount_it };

  g_assert_no_errno (g_mkdir (place, 0700));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      int status = -1;
      if (!g_spawn_sync (NULL, (char **) commands[i], NULL,
                         G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL
                             | G_SPAWN_STDERR_TO_DEV_NULL,
                         NULL, NULL, NULL, NULL, &status, NULL)
          || status != 0)
        return NULL;
    }
  return g_steal_pointer (&place);
}

/* Nobody else sees them, and they are gone with this process however it ends. */
static gboolean
find_private_places (Places *self)
{
  const char *over = "/mnt";

  if (unshare (CLONE_NEWNS) < 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0
      || !mount_memory (over))
    return FALSE;
  self->base = g_build_filename (over, "base", NULL);
  self->other = g_build_filename (over, "other", NULL);
  g_assert_no_errno (g_mkdir (self->base, 0700));
  g_assert_no_errno (g_mkdir (self->other, 0700));
  g_assert_true (mount_memory (self->other));
  self->disk = make_disk (over);
  return TRUE;
}

void
places_find (Places *self)
{
  const char *quick[] = { "/dev/shm", g_get_tmp_dir (), NULL };
  const char *slow[] = { g_get_tmp_dir (), "/var/tmp", NULL };
  struct stat first, second;

  *self = (Places){ 0 };
  if (find_private_places (self))
    return;
  self->base = make_place (quick);
  self->other = make_place (slow);
  g_assert_nonnull (self->base);
  if (self->other == NULL)
    return;
  g_assert_no_errno (stat (self->base, &first));
  g_assert_no_errno (stat (self->other, &second));
  if (first.st_dev != second.st_dev)
    return;
  g_rmdir (self->other);
  g_clear_pointer (&self->other, g_free);
}

static void
leave_place (char *place)
{
  if (place == NULL)
    return;
  places_clear (place);
  g_rmdir (place);
  g_free (place);
}

void
places_leave (Places *self)
{
  leave_place (self->base);
  leave_place (self->other);
  leave_place (self->disk);
}
