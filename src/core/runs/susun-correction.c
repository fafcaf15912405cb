// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-correction.h"

#include "core/base/susun-civil.h"

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

static gboolean
store_one (const SusunCorrection *self, SusunStore *store, gint64 main, GError **error)
{
  g_autoptr (GError) failure = NULL;
  SusunOverride override;

  susun_store_get_override (store, main, &override, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  change (self, &override);
  return susun_store_set_override (store, &override, error);
}

gboolean
susun_correction_store (const SusunCorrection *self, SusunStore *store, GError **error)
{
  /* Who selects a whole group says it once: a shift must not count for each member. */
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      g_autoptr (GError) failure = NULL;
      g_auto (SusunItem) item = { 0 };
      gint64 main;
      if (!susun_store_get_item (store, g_array_index (self->items, gint64, i), &item, &failure))
        {
          if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
            continue;
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      main = main_of (&item);
      if (g_hash_table_add (seen, g_memdup2 (&main, sizeof main))
          && !store_one (self, store, main, error))
        return FALSE;
    }
  return TRUE;
}
