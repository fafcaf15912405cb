// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-anywhere-private.h"

#include <string.h>

#include "core/base/susun-path.h"
#include "core/scan/susun-scan.h"

/* One file of the archive. */
typedef struct
{
  guint64 size;
  guint32 folder; /* index into folders */
  guint32 name;   /* where in names */
} Entry;

/* One that was read, or was tried to. */
typedef struct
{
  char *rel; /* (owned) */
  SusunReading reading;
} Candidate;

struct _SusunAnywhere
{
  SusunRoot *archive;
  GArray *entries;        /* (element-type Entry): by size, then as they were walked */
  GPtrArray *folders;     /* (element-type filename): relative */
  GString *names;         /* one after another, each with its NUL */
  GHashTable *candidates; /* (element-type guint Candidate): by index of their entry */
};

static void
candidate_free (gpointer data)
{
  Candidate *candidate = data;

  susun_reading_clear (&candidate->reading);
  g_free (candidate->rel);
  g_free (candidate);
}

static gboolean
take_file (const char *rel, const SusunIdentity *identity, gpointer user_data, GError **error)
{
  SusunAnywhere *self = user_data;
  const char *name = susun_path_name (rel);
  gsize length = name > rel ? name - rel - 1 : 0;
  const char *last = self->folders->len > 0 ? self->folders->pdata[self->folders->len - 1] : NULL;

  /* The walk goes folder by folder. */
  if (last == NULL || strncmp (rel, last, length) != 0 || last[length] != '\0')
    g_ptr_array_add (self->folders, g_strndup (rel, length));
  g_assert (self->names->len < G_MAXUINT32);
  Entry entry = { identity->size, self->folders->len - 1, self->names->len };
  g_string_append_len (self->names, name, strlen (name) + 1);
  g_array_append_val (self->entries, entry);
  return TRUE;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = a;
  const Entry *second = b;

  if (first->size != second->size)
    return first->size < second->size ? -1 : 1;
  return first->name < second->name ? -1 : first->name > second->name;
}

SusunAnywhere *
susun_anywhere_new (SusunRoot *archive, GCancellable *cancellable, GError **error)
{
  const SusunFilter filter
      = { .images = TRUE, .videos = TRUE, .include_hidden = TRUE, .any_name = TRUE };
  g_autoptr (SusunWalkCounts) counts = susun_walk_counts_new ();
  g_autoptr (SusunAnywhere) self = g_new0 (SusunAnywhere, 1);

  self->archive = susun_root_ref (archive);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->folders = g_ptr_array_new_with_free_func (g_free);
  self->names = g_string_new (NULL);
  self->candidates = g_hash_table_new_full (NULL, NULL, NULL, candidate_free);
  if (!susun_walk_files (archive, &filter, take_file, self, counts, cancellable, error))
    return NULL;
  g_array_sort (self->entries, compare_entries);
  return g_steal_pointer (&self);
}

void
susun_anywhere_free (SusunAnywhere *self)
{
  susun_root_unref (self->archive);
  g_array_unref (self->entries);
  g_ptr_array_unref (self->folders);
  g_string_free (self->names, TRUE);
  g_hash_table_unref (self->candidates);
  g_free (self);
}

static const Entry *
entry_at (SusunAnywhere *self, guint index)
{
  return &g_array_index (self->entries, Entry, index);
}

/* The first entry of that size or of a larger one. */
static guint
find_size (SusunAnywhere *self, guint64 size)
{
  guint low = 0, high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (entry_at (self, middle)->size < size)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
has_name (SusunAnywhere *self, guint index, const char *name)
{
  return strcmp (self->names->str + entry_at (self, index)->name, name) == 0;
}

static void
add_candidate (SusunAnywhere *self, guint index, GPtrArray *readings)
{
  const Entry *entry = entry_at (self, index);
  const char *folder = self->folders->pdata[entry->folder];
  const char *name = self->names->str + entry->name;

  if (g_hash_table_contains (self->candidates, GUINT_TO_POINTER (index)))
    return;
  Candidate *candidate = g_new0 (Candidate, 1);
  candidate->rel = *folder != '\0' ? g_strconcat (folder, "/", name, NULL) : g_strdup (name);
  candidate->reading.root = self->archive;
  candidate->reading.rel = candidate->rel;
  g_hash_table_insert (self->candidates, GUINT_TO_POINTER (index), candidate);
  g_ptr_array_add (readings, &candidate->reading);
}

/* Is it the content, and not the very file that it is to be a copy of? A candidate may have been
 * read some time ago: it must still be what it was. */
static gboolean
is_it (const SusunReading *reading, const SusunWanted *wanted)
{
  SusunIdentity now;

  return reading->hashed && susun_hash_equal (&reading->hash, &wanted->hash)
         && reading->level >= SUSUN_LEVEL_REMOTE
         && (wanted->except == NULL
             || !susun_identity_same_file (&reading->identity, wanted->except))
         && susun_root_identify (reading->root, reading->rel, &now, NULL)
         && susun_identity_unchanged (&now, &reading->identity);
}

/* Among what has been read; one of the same name is preferred. */
static void
look_up (SusunAnywhere *self, SusunWanted *wanted)
{
  wanted->found = NULL;
  for (guint i = find_size (self, wanted->size);
       i < self->entries->len && entry_at (self, i)->size == wanted->size; i++)
    {
      Candidate *candidate = g_hash_table_lookup (self->candidates, GUINT_TO_POINTER (i));
      gboolean same_name = has_name (self, i, wanted->name);
      if (candidate == NULL || (wanted->found != NULL && !same_name)
          || !is_it (&candidate->reading, wanted))
        continue;
      wanted->found = &candidate->reading;
      if (same_name)
        return;
    }
}

static gboolean
read_candidates (SusunAnywhere *self, SusunReaders *readers, GPtrArray *readings,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) there = g_ptr_array_new ();
  guint64 bytes = 0;

  susun_readers_look (readers, readings);
  for (guint i = 0; i < readings->len; i++)
    {
      SusunReading *reading = readings->pdata[i];
      if (!reading->there)
        continue;
      g_ptr_array_add (there, reading);
      bytes += reading->identity.size;
    }
  susun_readers_expect (readers, bytes);
  if (susun_readers_hash (readers, there, cancellable, error))
    return TRUE;
  /* Not all were read: they are to be asked anew. */
  g_hash_table_remove_all (self->candidates);
  return FALSE;
}

gboolean
susun_anywhere_find (SusunAnywhere *self, SusunReaders *readers, GArray *wanted,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) readings = g_ptr_array_new ();

  for (guint i = 0; i < wanted->len; i++)
    g_array_index (wanted, SusunWanted, i).found = NULL;

  /* Cameras make files of one size by the thousand: the right one mostly kept its name. */
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < wanted->len; i++)
        {
          const SusunWanted *one = &g_array_index (wanted, SusunWanted, i);
          for (guint j = find_size (self, one->size); one->found == NULL && j < self->entries->len
                                                      && entry_at (self, j)->size == one->size;
               j++)
            if (round == 1 || has_name (self, j, one->name))
              add_candidate (self, j, readings);
        }
      if (!read_candidates (self, readers, readings, cancellable, error))
        return FALSE;
      g_ptr_array_set_size (readings, 0);
      for (guint i = 0; i < wanted->len; i++)
        if (g_array_index (wanted, SusunWanted, i).found == NULL)
          look_up (self, &g_array_index (wanted, SusunWanted, i));
    }
  return TRUE;
}
