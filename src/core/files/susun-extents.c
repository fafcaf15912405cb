// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-extents-private.h"

#include <linux/fiemap.h>

#include "core/files/susun-file-system.h"

#define EXTENTS_A_CALL 256

/* Such an extent has no place on the disk, or one that says nothing. */
#define WITHOUT_PLACE                                                                              \
  (FIEMAP_EXTENT_UNKNOWN | FIEMAP_EXTENT_DELALLOC | FIEMAP_EXTENT_DATA_INLINE                      \
   | FIEMAP_EXTENT_DATA_TAIL)

typedef struct
{
  guint64 start; /* bytes on the disk */
  guint64 end;
  gboolean shared; /* the file system says that another file has it, too */
} Extent;

static int
compare_extents (gconstpointer a, gconstpointer b)
{
  const Extent *first = a;
  const Extent *second = b;

  return first->start < second->start ? -1 : first->start > second->start;
}

/* Returns: (transfer full) (nullable) (element-type Extent): by start; NULL when it is not told */
static GArray *
read_extents (int fd)
{
  g_autoptr (GArray) extents = g_array_new (FALSE, FALSE, sizeof (Extent));
  g_autofree struct fiemap *map
      = g_malloc0 (sizeof *map + EXTENTS_A_CALL * sizeof (struct fiemap_extent));
  guint64 offset = 0;

  for (gboolean last = FALSE; !last;)
    {
      map->fm_start = offset;
      map->fm_length = FIEMAP_MAX_OFFSET - offset;
      map->fm_flags = FIEMAP_FLAG_SYNC;
      map->fm_extent_count = EXTENTS_A_CALL;
      map->fm_mapped_extents = 0;
      if (susun_sys_extents (fd, map) < 0)
        return NULL;
      last = map->fm_mapped_extents == 0;
      for (guint i = 0; i < map->fm_mapped_extents; i++)
        {
          const struct fiemap_extent *found = &map->fm_extents[i];
          Extent extent = { found->fe_physical, found->fe_physical + found->fe_length,
                            (found->fe_flags & FIEMAP_EXTENT_SHARED) != 0 };
          if (!(found->fe_flags & WITHOUT_PLACE))
            g_array_append_val (extents, extent);
          offset = found->fe_logical + found->fe_length;
          last = last || found->fe_flags & FIEMAP_EXTENT_LAST;
        }
    }
  g_array_sort (extents, compare_extents);
  return g_steal_pointer (&extents);
}

static gboolean
have_common_block (GArray *first, GArray *second, gboolean only_shared)
{
  for (guint i = 0, j = 0; i < first->len && j < second->len;)
    {
      const Extent *a = &g_array_index (first, Extent, i);
      const Extent *b = &g_array_index (second, Extent, j);

      if (a->end <= b->start)
        i++;
      else if (b->end <= a->start)
        j++;
      else if (!only_shared || (a->shared && b->shared))
        return TRUE;
      else if (a->end < b->end)
        i++;
      else
        j++;
    }
  return FALSE;
}

gboolean
susun_extents_are_shared (SusunRoot *first_root, const char *first, SusunRoot *second_root,
                          const char *second)
{
  SusunIdentity first_identity, second_identity;
  g_auto (SusunFd) first_fd = susun_root_open_file (first_root, first, &first_identity, NULL);
  g_auto (SusunFd) second_fd = susun_root_open_file (second_root, second, &second_identity, NULL);

  if (first_fd < 0 || second_fd < 0)
    return FALSE;

  /* Subvolumes of one btrfs have different numbers and may share blocks, but so may two disks have
   * blocks of the same number: there both must be marked as shared. */
  gboolean one_device = first_identity.dev == second_identity.dev;
  if (!one_device
      && !(susun_fs_has_subvolumes (susun_sys_fs_type (first_fd))
           && susun_fs_has_subvolumes (susun_sys_fs_type (second_fd))))
    return FALSE;

  g_autoptr (GArray) first_extents = read_extents (first_fd);
  g_autoptr (GArray) second_extents = read_extents (second_fd);
  return first_extents != NULL && second_extents != NULL
         && have_common_block (first_extents, second_extents, !one_device);
}
