// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-rename-list.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/base/susun-path.h"

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const SusunItem *first = *(SusunItem *const *) a;
  const SusunItem *second = *(SusunItem *const *) b;

  return strcmp (first->src_path, second->src_path);
}

GPtrArray *
susun_rename_list_new (SusunStore *store, const SusunRun *run, GError **error)
{
  SusunItemQuery query = {
    .run = run->id,
    .states
    = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE | G_GUINT64_CONSTANT (1) << SUSUN_ITEM_REPORTED
      | G_GUINT64_CONSTANT (1) << SUSUN_ITEM_PLANNED | G_GUINT64_CONSTANT (1) << SUSUN_ITEM_UNDONE,
  };
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, error);
  GPtrArray *lines;

  if (items == NULL)
    return NULL;
  g_ptr_array_sort (items, compare_items);
  lines = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < items->len; i++)
    {
      const SusunItem *item = items->pdata[i];
      g_autofree char *from = susun_path_display (item->src_path);
      g_autofree char *to = item->dst_path != NULL ? susun_path_display (item->dst_path) : NULL;
      /* Translators: the old and the new name of a folder */
      if (to != NULL)
        g_ptr_array_add (lines, g_strdup_printf (_ ("%s → %s"), from, to));
    }
  return lines;
}
