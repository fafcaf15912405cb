// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/thumbs/susun-thumb-shelf.h"

#include <string.h>

typedef struct
{
  char *path; /* (owned) */
  SusunThumbSize size;
  SusunIdentity identity;
  SusunThumb *thumb; /* (owned) */
  gsize cost;
  GList link; /* in recent; data is the entry */
} Entry;

struct _SusunThumbShelf
{
  gsize budget;
  gsize cost;
  GHashTable *entries; /* (owned) (element-type Entry): a set, by path and size */
  GQueue recent;       /* the last asked for first */
};

static guint
entry_hash (gconstpointer data)
{
  const Entry *entry = data;

  return g_str_hash (entry->path) ^ (guint) entry->size;
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *other = b;

  return one->size == other->size && strcmp (one->path, other->path) == 0;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  susun_thumb_unref (entry->thumb);
  g_free (entry->path);
  g_free (entry);
}

SusunThumbShelf *
susun_thumb_shelf_new (gsize budget)
{
  SusunThumbShelf *self = g_new0 (SusunThumbShelf, 1);

  self->budget = budget;
  self->entries = g_hash_table_new_full (entry_hash, entry_equal, entry_free, NULL);
  g_queue_init (&self->recent);
  return self;
}

void
susun_thumb_shelf_free (SusunThumbShelf *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->entries);
  g_free (self);
}

static Entry *
find (SusunThumbShelf *self, const char *path, SusunThumbSize size)
{
  Entry wanted = { .path = (char *) path, .size = size };

  return g_hash_table_lookup (self->entries, &wanted);
}

static void
drop (SusunThumbShelf *self, Entry *entry)
{
  self->cost -= entry->cost;
  g_queue_unlink (&self->recent, &entry->link);
  g_hash_table_remove (self->entries, entry);
}

void
susun_thumb_shelf_put (SusunThumbShelf *self, const char *path, SusunThumbSize size,
                       const SusunIdentity *identity, SusunThumb *thumb)
{
  Entry *entry = find (self, path, size);
  gsize cost = susun_thumb_get_cost (thumb) + sizeof *entry + strlen (path) + 1;

  if (entry != NULL && susun_thumb_is_placeholder (thumb)
      && !susun_thumb_is_placeholder (entry->thumb)
      && susun_identity_same_content (&entry->identity, identity))
    return;
  if (entry != NULL)
    drop (self, entry);
  if (cost > self->budget)
    return;
  while (self->cost + cost > self->budget)
    drop (self, self->recent.tail->data);

  entry = g_new0 (Entry, 1);
  entry->path = g_strdup (path);
  entry->size = size;
  entry->identity = *identity;
  entry->thumb = susun_thumb_ref (thumb);
  entry->cost = cost;
  entry->link.data = entry;
  self->cost += cost;
  g_hash_table_add (self->entries, entry);
  g_queue_push_head_link (&self->recent, &entry->link);
}

SusunThumb *
susun_thumb_shelf_get (SusunThumbShelf *self, const char *path, SusunThumbSize size,
                       const SusunIdentity *identity)
{
  Entry *entry = find (self, path, size);

  if (entry == NULL)
    return NULL;
  if (identity != NULL && !susun_identity_same_content (&entry->identity, identity))
    {
      drop (self, entry);
      return NULL;
    }
  g_queue_unlink (&self->recent, &entry->link);
  g_queue_push_head_link (&self->recent, &entry->link);
  return susun_thumb_ref (entry->thumb);
}

gsize
susun_thumb_shelf_get_cost (SusunThumbShelf *self)
{
  return self->cost;
}

guint
susun_thumb_shelf_get_length (SusunThumbShelf *self)
{
  return g_hash_table_size (self->entries);
}
