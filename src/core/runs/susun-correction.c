// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-correction.h"

#include "core/base/susun-civil.h"
#include "core/media/susun-evidence.h"

SusunCorrection *
susun_correction_new (SusunCorrectionKind kind, GArray *items)
{
  SusunCorrection *self = g_new0 (SusunCorrection, 1);

  self->kind = kind;
  self->items = items;
  self->wall = SUSUN_WALL_NONE;
  return self;
}

void
susun_correction_free (SusunCorrection *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_free (self);
}

static void
change (const SusunCorrection *self, SusunOverride *override)
{
  switch (self->kind)
    {
    case SUSUN_CORRECT_DATE:
      override->manual = self->wall;
      override->shift = 0;
      break;
    case SUSUN_CORRECT_SHIFT:
      if (override->manual != SUSUN_WALL_NONE)
        override->manual += self->shift;
      else
        override->shift += self->shift;
      break;
    case SUSUN_CORRECT_FORGET_DATE:
      override->manual = SUSUN_WALL_NONE;
      override->shift = 0;
      break;
    case SUSUN_CORRECT_LEAVE_OUT:
    case SUSUN_CORRECT_PUT_BACK:
    default:
      override->left_out = self->kind == SUSUN_CORRECT_LEAVE_OUT;
      break;
    }
}

/* Planning asks only the main of a group. */
static gint64
main_of (const SusunItem *item)
{
  return item->group != 0 ? item->group : item->id;
}

/* Overrides that are being written. */
typedef struct
{
  const SusunCorrection *correction;
  SusunStore *store;
  GHashTable *seen; /* (element-type gint64): who selects a whole group says it once: a shift must
                       not count for each member */
} Storing;

/* Returns: was it not in it? */
static gboolean
add_id (GHashTable *ids, gint64 id)
{
  return g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
}

static gboolean
read_override (Storing *self, gint64 main, SusunOverride *override, GError **error)
{
  g_autoptr (GError) failure = NULL;

  susun_store_get_override (self->store, main, override, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
store_one (Storing *self, gint64 main, GError **error)
{
  SusunOverride override;

  if (!read_override (self, main, &override, error))
    return FALSE;
  change (self->correction, &override);
  return susun_store_set_override (self->store, &override, error);
}

/* @cameras: (element-type gint64): those of the items are added */
static gboolean
store_named (Storing *self, GHashTable *cameras, gint64 *run, GError **error)
{
  for (guint i = 0; i < self->correction->items->len; i++)
    {
      g_autoptr (GError) failure = NULL;
      g_auto (SusunItem) item = { 0 };
      if (!susun_store_get_item (self->store, g_array_index (self->correction->items, gint64, i),
                                 &item, &failure))
        {
          if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
            continue;
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      *run = item.run;
      if (item.camera != 0)
        add_id (cameras, item.camera);
      if (add_id (self->seen, main_of (&item)) && !store_one (self, main_of (&item), error))
        return FALSE;
    }
  return TRUE;
}

/* One that the user dated, or a satellite, is not wrong because the camera's clock was. */
static gboolean
store_other (Storing *self, const SusunItem *item, GError **error)
{
  SusunOverride override;

  if (main_of (item) != item->id || !add_id (self->seen, item->id))
    return TRUE;
  if (!read_override (self, item->id, &override, error))
    return FALSE;
  if (override.manual != SUSUN_WALL_NONE
      || (override.shift == 0 && !susun_date_source_is_camera_clock (item->date_source)))
    return TRUE;
  change (self->correction, &override);
  return susun_store_set_override (self->store, &override, error);
}

static gboolean
store_camera (Storing *self, gint64 run, gint64 camera, GError **error)
{
  SusunItemQuery query = { .run = run, .camera = camera };
  g_autoptr (GArray) ids = susun_store_list_item_ids (self->store, &query, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_auto (SusunItem) item = { 0 };
      if (!susun_store_get_item (self->store, g_array_index (ids, gint64, i), &item, error)
          || !store_other (self, &item, error))
        return FALSE;
    }
  return ids != NULL;
}

gboolean
susun_correction_store (const SusunCorrection *self, SusunStore *store, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) cameras
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Storing storing = { self, store, seen };
  GHashTableIter iter;
  gpointer camera;
  gint64 run = 0;

  if (!store_named (&storing, cameras, &run, error))
    return FALSE;
  if (self->kind != SUSUN_CORRECT_SHIFT || !self->whole_camera)
    return TRUE;
  g_hash_table_iter_init (&iter, cameras);
  while (g_hash_table_iter_next (&iter, &camera, NULL))
    if (!store_camera (&storing, run, *(const gint64 *) camera, error))
      return FALSE;
  return TRUE;
}
