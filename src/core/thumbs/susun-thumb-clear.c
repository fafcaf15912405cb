// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/thumbs/susun-thumb-cache.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-sys.h"
#include "core/thumbs/susun-thumb-private.h"

/* The texts of a thumbnail stand before its pixels; ours are short. */
#define HEAD_BYTES 4096

/* Has it the text that we write into ours, and nobody else? */
static gboolean
is_ours (int folder, const char *name)
{
  static const char mark[] = "tEXtSoftware\0Susun";
  char head[HEAD_BYTES];
  g_auto (SusunFd) fd = susun_sys_openat (folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  ssize_t length = fd >= 0 ? susun_sys_pread (fd, head, sizeof head, 0) : -1;

  return length > 0 && memmem (head, (gsize) length, mark, sizeof mark - 1) != NULL;
}

static guint
clear_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_auto (SusunFd) folder
      = susun_sys_openat (AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
  const char *name;
  guint cleared = 0;

  while (dir != NULL && folder >= 0 && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".png") && is_ours (folder, name)
        && susun_sys_unlinkat (folder, name) == 0)
      cleared++;
  return cleared;
}

guint
susun_thumb_cache_clear_own (const char *folder)
{
  static const char *const parts[] = { "normal", "large", "x-large", "xx-large", "fail/susun" };
  guint cleared = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (folder, parts[i], NULL);
      cleared += clear_folder (path);
    }
  return cleared;
}
