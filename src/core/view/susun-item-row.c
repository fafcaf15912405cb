// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-item-row-private.h"

#include <string.h>

#include "core/base/susun-path.h"

static void
row_clear (gpointer data)
{
  SusunItemRow *self = data;

  susun_item_clear (&self->item);
  g_free (self->camera);
  g_ptr_array_unref (self->roots);
}

SusunItemRow *
susun_item_row_ref (SusunItemRow *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
susun_item_row_unref (SusunItemRow *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, row_clear);
}

/* Most models name their maker, too. */
static gboolean
read_camera (SusunItemRow *self, SusunStore *store, GError **error)
{
  g_autofree char *maker = NULL;
  g_autofree char *model = NULL;
  g_autofree char *serial = NULL;
  gsize length;

  if (self->item.camera == 0)
    return TRUE;
  if (!susun_store_get_camera (store, self->item.camera, &maker, &model, &serial, error))
    return FALSE;
  length = strcspn (maker, " ");
  if (*maker == '\0' || g_ascii_strncasecmp (maker, model, length) == 0)
    self->camera = susun_path_display (model);
  else
    {
      g_autofree char *both = g_strdup_printf (*model != '\0' ? "%s %s" : "%s%s", maker, model);
      self->camera = susun_path_display (both);
    }
  return TRUE;
}

/* @item: (transfer full) */
static SusunItemRow *
row_new (SusunStore *store, SusunItem *item, GPtrArray *roots, GError **error)
{
  g_autoptr (GError) failure = NULL;
  SusunItemRow *self = g_atomic_rc_box_new0 (SusunItemRow);

  self->item = *item;
  self->roots = g_ptr_array_ref (roots);
  g_free (item);
  susun_store_get_override (store, self->item.id, &self->override, &failure);
  if (failure == NULL && read_camera (self, store, &failure))
    return self;
  g_propagate_error (error, g_steal_pointer (&failure));
  susun_item_row_unref (self);
  return NULL;
}

GPtrArray *
susun_item_rows_read (SusunStore *store, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_full (n, (GDestroyNotify) susun_item_row_unref);
  g_autoptr (GPtrArray) items = susun_store_get_items (store, ids, n, error);
  g_autoptr (GPtrArray) roots = NULL;
  gint64 run = 0;

  if (items == NULL)
    return NULL;
  for (guint i = 0; i < items->len; i++)
    {
      SusunItem *item = items->pdata[i];
      SusunItemRow *row = NULL;
      if (item != NULL && item->run != run)
        {
          g_clear_pointer (&roots, g_ptr_array_unref);
          run = item->run;
          roots = susun_store_list_roots (store, run, error);
          if (roots == NULL)
            return NULL;
        }
      if (item != NULL)
        {
          items->pdata[i] = NULL;
          row = row_new (store, item, roots, error);
          if (row == NULL)
            return NULL;
        }
      g_ptr_array_add (rows, row);
    }
  return g_steal_pointer (&rows);
}

/* --- the cache */

struct _SusunRowCache
{
  guint max_rows;
  GQueue rows;       /* (element-type SusunItemRow): the one that was asked for last comes first */
  GHashTable *links; /* (element-type gint64 GList): by the id in the row */
};

SusunRowCache *
susun_row_cache_new (guint max_rows)
{
  SusunRowCache *self = g_new0 (SusunRowCache, 1);

  self->max_rows = max_rows;
  g_queue_init (&self->rows);
  self->links = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

void
susun_row_cache_clear (SusunRowCache *self)
{
  g_hash_table_remove_all (self->links);
  g_queue_clear_full (&self->rows, (GDestroyNotify) susun_item_row_unref);
}

void
susun_row_cache_free (SusunRowCache *self)
{
  if (self == NULL)
    return;
  susun_row_cache_clear (self);
  g_hash_table_unref (self->links);
  g_free (self);
}

static void
drop (SusunRowCache *self, GList *link)
{
  SusunItemRow *row = link->data;

  g_hash_table_remove (self->links, &row->item.id);
  g_queue_delete_link (&self->rows, link);
  susun_item_row_unref (row);
}

void
susun_row_cache_add (SusunRowCache *self, SusunItemRow *row)
{
  GList *link = g_hash_table_lookup (self->links, &row->item.id);

  if (link != NULL)
    drop (self, link);
  g_queue_push_head (&self->rows, susun_item_row_ref (row));
  g_hash_table_insert (self->links, &row->item.id, self->rows.head);
  if (self->rows.length > self->max_rows)
    drop (self, self->rows.tail);
}

gboolean
susun_row_cache_contains (SusunRowCache *self, gint64 id)
{
  return g_hash_table_contains (self->links, &id);
}

SusunItemRow *
susun_row_cache_look_up (SusunRowCache *self, gint64 id)
{
  GList *link = g_hash_table_lookup (self->links, &id);

  if (link == NULL)
    return NULL;
  g_queue_unlink (&self->rows, link);
  g_queue_push_head_link (&self->rows, link);
  return link->data;
}
