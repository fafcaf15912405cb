// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/titles/susun-event-pictures.h"

#include <string.h>

#include "core/media/susun-kind.h"

/* Folders in folders that are looked into. */
#define MAX_DEPTH 3

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
is_picture (const char *name)
{
  SusunKind kind = susun_kind_from_name (name);

  return (kind == SUSUN_KIND_IMAGE || kind == SUSUN_KIND_VIDEO) && !susun_kind_is_junk_file (name);
}

/* Those directly in it, by name. @folders: takes all else that may be a folder */
static GPtrArray *
list_pictures (const char *folder, GPtrArray *folders, GCancellable *cancellable)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *pictures = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && !g_cancellable_is_cancelled (cancellable)
         && (name = g_dir_read_name (dir)) != NULL)
    if (*name != '.' && is_picture (name))
      g_ptr_array_add (pictures, g_build_filename (folder, name, NULL));
    /* What is no folder is found to hold none. */
    else if (*name != '.' && !susun_kind_is_junk_folder (name))
      g_ptr_array_add (folders, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (pictures, compare_names);
  g_ptr_array_sort (folders, compare_names);
  return pictures;
}

static GPtrArray *
find_pictures (const char *folder, guint depth, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *pictures = list_pictures (folder, folders, cancellable);

  for (guint i = 0; pictures->len == 0 && depth < MAX_DEPTH && i < folders->len; i++)
    {
      g_ptr_array_unref (pictures);
      pictures = find_pictures (folders->pdata[i], depth + 1, cancellable);
    }
  return pictures;
}

static void
find_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  g_autoptr (GPtrArray) all
      = find_pictures (g_task_get_task_data (task), 0, g_task_get_cancellable (task));
  GPtrArray *chosen = g_ptr_array_new_with_free_func (g_free);
  guint n = MIN (all->len, SUSUN_EVENT_PICTURES);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (chosen, g_strdup (all->pdata[n > 1 ? i * (all->len - 1) / (n - 1) : 0]));
  g_task_return_pointer (task, chosen, (GDestroyNotify) g_ptr_array_unref);
}

void
susun_event_pictures_find (SusunWorker *reader, const char *folder, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (folder), g_free);
  susun_worker_push (reader, task, find_in_worker);
}

GPtrArray *
susun_event_pictures_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
