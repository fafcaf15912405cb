// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-together-private.h"

#include "core/base/susun-path.h"

#define ITEMS_BETWEEN_LOOKS 1024
#define STATE(state) (G_GUINT64_CONSTANT (1) << SUSUN_ITEM_##state)

struct _SusunTogether
{
  GHashTable *groups;  /* (element-type guint gint64): of the copies that are in one */
  GHashTable *members; /* (element-type gint64 GArray) */

  /* while it is made */
  GPtrArray *roots; /* (element-type SusunRootRow) */
  const char *archive;
  SusunEqualCopies *copies;
};

void
susun_together_free (SusunTogether *self)
{
  g_hash_table_unref (self->groups);
  g_hash_table_unref (self->members);
  g_free (self);
}

gint64
susun_together_get_group (SusunTogether *self, guint copy)
{
  const gint64 *group = g_hash_table_lookup (self->groups, GUINT_TO_POINTER (copy));

  return group != NULL ? *group : 0;
}

GArray *
susun_together_get_members (SusunTogether *self, gint64 group)
{
  return g_hash_table_lookup (self->members, &group);
}

/* Which of the copies is the item's file in the archive? */
static guint
find_copy (SusunTogether *self, const SusunItem *item)
{
  guint copy;

  for (guint i = 0; i < self->roots->len; i++)
    {
      const SusunRootRow *row = self->roots->pdata[i];
      if (row->id != item->dst_root)
        continue;
      g_autofree char *path = g_build_filename (row->path, item->dst_path, NULL);
      const char *rel = susun_path_below (path, self->archive);
      return rel != NULL && susun_equal_copies_find (self->copies, rel, &copy) ? copy
                                                                               : SUSUN_NO_COPY;
    }
  return SUSUN_NO_COPY;
}

/* A file that the run itself put there has its group by that; one that stood there already has
 * its own from an earlier run. */
static void
take_owner (SusunTogether *self, const SusunItem *item)
{
  guint copy = item->state == SUSUN_ITEM_DONE ? find_copy (self, item) : SUSUN_NO_COPY;

  if (copy == SUSUN_NO_COPY)
    return;
  g_hash_table_insert (self->groups, GUINT_TO_POINTER (copy),
                       g_memdup2 (&item->group, sizeof item->group));
  if (!g_hash_table_contains (self->members, &item->group))
    g_hash_table_insert (self->members, g_memdup2 (&item->group, sizeof item->group),
                         g_array_new (FALSE, FALSE, sizeof (guint)));
}

static void
take_member (SusunTogether *self, const SusunItem *item)
{
  GArray *members = g_hash_table_lookup (self->members, &item->group);

  if (members == NULL)
    return;
  guint copy = find_copy (self, item);
  for (guint i = 0; i < members->len; i++)
    if (copy != SUSUN_NO_COPY && g_array_index (members, guint, i) == copy)
      return;
  g_array_append_val (members, copy);
}

static gboolean
read_items (SusunTogether *self, SusunStore *store, gint64 run,
            void (*take) (SusunTogether *, const SusunItem *), GCancellable *cancellable,
            GError **error)
{
  SusunItemQuery query
      = { .run = run, .states = STATE (DONE) | STATE (ARCHIVED) | STATE (DUPLICATE) };
  g_autoptr (SusunItemCursor) cursor = susun_store_query (store, &query, error);
  const SusunItem *item = NULL;
  SusunStep step = SUSUN_STEP_ERROR;

  for (guint64 count = 0;
       cursor != NULL && (step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW;
       count++)
    {
      if (count % ITEMS_BETWEEN_LOOKS == 0
          && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (item->group != 0 && item->dst_path != NULL)
        take (self, item);
    }
  return step == SUSUN_STEP_DONE;
}

SusunTogether *
susun_together_new (SusunStore *store, const char *chain_id, const char *archive,
                    SusunEqualCopies *copies, GCancellable *cancellable, GError **error)
{
  g_autoptr (SusunTogether) self = g_new0 (SusunTogether, 1);
  g_autoptr (GError) failure = NULL;
  g_autoptr (SusunRun) organize
      = susun_store_find_run (store, chain_id, 1u << SUSUN_RUN_ORGANIZE, &failure);

  self->groups = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->members
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
  if (organize == NULL)
    {
      if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return g_steal_pointer (&self);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  g_autoptr (GPtrArray) roots = susun_store_list_roots (store, organize->id, error);
  self->roots = roots;
  self->archive = archive;
  self->copies = copies;
  if (roots == NULL || !read_items (self, store, organize->id, take_owner, cancellable, error)
      || !read_items (self, store, organize->id, take_member, cancellable, error))
    return NULL;
  self->roots = NULL;
  self->archive = NULL;
  self->copies = NULL;
  return g_steal_pointer (&self);
}
