// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/scan/susun-folder-private.h"

typedef struct
{
  SusunRoot *root;
  const SusunFilter *filter;
  SusunWalkFile found;
  gpointer user_data;
  SusunWalkCounts *counts;
  GCancellable *cancellable;
  GQueue folders; /* (element-type filename): relative paths, last in first out */
  GHashTable *seen;
} Walk;

static guint
depth_of (const char *rel)
{
  guint depth = *rel != '\0';

  for (; *rel != '\0'; rel++)
    depth += *rel == '/';
  return depth;
}

static gboolean
tell_files (Walk *walk, int fd, const char *rel, const SusunListing *listing, GError **error)
{
  for (guint i = 0; i < listing->files->len; i++)
    {
      const char *name = g_array_index (listing->files, SusunListed, i).name;
      g_autofree char *path = *rel == '\0' ? g_strdup (name) : g_strconcat (rel, "/", name, NULL);
      SusunIdentity identity;

      /* One that went away or cannot be looked at is not there for us. */
      if (susun_sys_identity_at (fd, name, &identity) == 0 && S_ISREG (identity.mode)
          && !walk->found (path, &identity, walk->user_data, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
walk_folder (Walk *walk, const char *rel, GError **error)
{
  const SusunIdentity *root = susun_root_get_identity (walk->root);
  g_auto (SusunFd) fd = susun_sys_open_beneath (
      susun_root_get_fd (walk->root), *rel == '\0' ? "." : rel, O_RDONLY | O_DIRECTORY, 0);
  SusunIdentity identity;

  if (fd < 0)
    {
      g_autofree char *display = susun_path_display (rel);
      return susun_throw_errno (error, _ ("Opening the folder “%s”"), display);
    }
  if (susun_sys_identity (fd, &identity) < 0 || identity.dev != root->dev)
    {
      susun_walk_counts_pass (walk->counts, SUSUN_PASSED_MOUNT, "", rel);
      return TRUE;
    }
  if (!susun_folder_set_add (walk->seen, &identity))
    {
      susun_walk_counts_pass (walk->counts, SUSUN_PASSED_LOOP, "", rel);
      return TRUE;
    }

  g_autoptr (SusunListing) listing
      = susun_listing_read (fd, rel, depth_of (rel), walk->filter, walk->counts, error);
  if (listing == NULL)
    return FALSE;
  for (guint i = listing->folders->len; i > 0; i--)
    {
      const char *name = listing->folders->pdata[i - 1];
      g_queue_push_head (&walk->folders,
                         *rel == '\0' ? g_strdup (name) : g_strconcat (rel, "/", name, NULL));
    }
  return tell_files (walk, fd, rel, listing, error);
}

gboolean
susun_walk_files (SusunRoot *root, const SusunFilter *filter, SusunWalkFile found,
                  gpointer user_data, SusunWalkCounts *counts, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GHashTable) seen = susun_folder_set_new ();
  Walk walk = {
    .root = root,
    .filter = filter,
    .found = found,
    .user_data = user_data,
    .counts = counts,
    .cancellable = cancellable,
    .folders = G_QUEUE_INIT,
    .seen = seen,
  };
  gboolean ok = TRUE;

  g_queue_push_head (&walk.folders, g_strdup (""));
  while (ok && walk.folders.length > 0)
    {
      g_autofree char *rel = g_queue_pop_head (&walk.folders);
      ok = !g_cancellable_set_error_if_cancelled (cancellable, error)
           && walk_folder (&walk, rel, error);
    }
  g_queue_clear_full (&walk.folders, g_free);
  return ok;
}
