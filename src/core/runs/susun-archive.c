// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-archive-private.h"
#include "core/scan/susun-scan.h"

/* How much of a file's beginning goes into its fingerprint: as core/scan does it. */
#define HEAD_PRINT_BYTES 4096

/* Rows hashed between two commits. */
#define CHUNK 1024

/* One archive file of a size that a source file has, too. */
typedef struct
{
  SusunIdentity identity;
  guint64 head_print; /* 0: not looked at */
  guint32 path;       /* offset into paths */
  guint8 has_hash;
  guint8 wanted; /* to be hashed */
  SusunHash hash;
} Entry;

struct _SusunArchive
{
  SusunTaken *taken;
  GArray *entries;     /* (element-type Entry): sorted by size, then path */
  GString *paths;      /* relative paths with their NULs */
  GHashTable *by_hash; /* (element-type SusunHash Entry): into entries */
};

static guint
hash_of_hash (gconstpointer key)
{
  guint value;

  memcpy (&value, ((const SusunHash *) key)->bytes, sizeof value);
  return value;
}

static gboolean
equal_hashes (gconstpointer a, gconstpointer b)
{
  return susun_hash_equal (a, b);
}

SusunArchive *
susun_archive_new (void)
{
  SusunArchive *self = g_new0 (SusunArchive, 1);

  self->taken = susun_taken_new ();
  self->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  self->paths = g_string_new (NULL);
  self->by_hash = g_hash_table_new (hash_of_hash, equal_hashes);
  return self;
}

void
susun_archive_free (SusunArchive *self)
{
  susun_taken_free (self->taken);
  g_hash_table_unref (self->by_hash);
  g_array_unref (self->entries);
  g_string_free (self->paths, TRUE);
  g_free (self);
}

SusunTaken *
susun_archive_get_taken (SusunArchive *self)
{
  return self->taken;
}

char *
susun_archive_find (SusunArchive *self, const SusunHash *hash)
{
  const Entry *entry = g_hash_table_lookup (self->by_hash, hash);

  return entry != NULL ? g_strdup (self->paths->str + entry->path) : NULL;
}

/* --- looking at the archive */

typedef struct
{
  SusunArchive *archive;
  GArray *sizes; /* (element-type SusunSizeRow): sorted by size */
} Looking;

/* The first row of at least that size. */
static guint
first_of_size (GArray *sizes, guint64 size)
{
  guint low = 0, high = sizes->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (sizes, SusunSizeRow, middle).size < size)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
has_size (GArray *sizes, guint64 size)
{
  guint place = first_of_size (sizes, size);

  return place < sizes->len && g_array_index (sizes, SusunSizeRow, place).size == size;
}

static gboolean
found_in_archive (const char *rel, const SusunIdentity *identity, gpointer user_data,
                  GError **error)
{
  Looking *looking = user_data;
  SusunArchive *self = looking->archive;
  const char *name = susun_path_name (rel);
  g_autofree char *folder = g_strndup (rel, name > rel ? name - rel - 1 : 0);
  Entry entry = { .identity = *identity };

  susun_taken_add (self->taken, folder, name);
  if (!has_size (looking->sizes, identity->size) || self->paths->len > G_MAXUINT32 - PATH_MAX)
    return TRUE;
  entry.path = (guint32) self->paths->len;
  g_string_append_len (self->paths, rel, strlen (rel) + 1);
  g_array_append_val (self->entries, entry);
  return TRUE;
}

/* As compare_prints() sorts the source's rows, so that both can be walked side by side. */
static int
compare_entries (gconstpointer a, gconstpointer b, gpointer paths)
{
  const Entry *one = a;
  const Entry *other = b;

  if (one->identity.size != other->identity.size)
    return one->identity.size < other->identity.size ? -1 : 1;
  if (one->head_print != other->head_print)
    return one->head_print < other->head_print ? -1 : 1;
  return strcmp (((GString *) paths)->str + one->path, ((GString *) paths)->str + other->path);
}

/* --- hashing in parallel */

typedef struct
{
  SusunArchive *archive;
  SusunRunJob *job;
  SusunStore *store;
  SusunRun *run;
  SusunRunRoots *roots;
  SusunRoot *root; /* (nullable) */
  SusunCrew *crew;
  GPtrArray *mediums; /* (element-type SusunMedium) */
  GPtrArray *hashers; /* (element-type SusunHasher) */
  GCancellable *cancellable;
} Comparing;

/* One file to be hashed: an item of the run or an entry of the archive. */
typedef struct
{
  SusunRoot *root;
  char *path;
  gint64 item;  /* or 0 */
  Entry *entry; /* (nullable) */
  SusunIdentity identity;
  SusunHash hash;
  gboolean known;
  gboolean ok;
} Hashing;

static void
clear_hashing (gpointer data)
{
  g_free (((Hashing *) data)->path);
}

typedef struct
{
  Comparing *comparing;
  GArray *list; /* (element-type Hashing) */
} HashingList;

static void
hash_in_worker (guint index, guint worker, gpointer user_data)
{
  HashingList *list = user_data;
  Comparing *self = list->comparing;
  Hashing *hashing = &g_array_index (list->list, Hashing, index);

  if (hashing->known || !susun_job_go_on (SUSUN_JOB (self->job), self->cancellable, NULL))
    return;
  susun_job_set_current (SUSUN_JOB (self->job), hashing->path);
  /* One that cannot be read now is no duplicate of anything; copying it will tell why. */
  hashing->ok
      = susun_medium_hash_cached (self->mediums->pdata[worker], hashing->root, hashing->path,
                                  self->cancellable, &hashing->identity, &hashing->hash, NULL);
}

/* Hashes a list, writes down what came out, empties it. */
static gboolean
hash_list (Comparing *self, GArray *list, GError **error)
{
  HashingList shared = { self, list };

  for (guint i = 0; i < list->len; i++)
    {
      Hashing *hashing = &g_array_index (list, Hashing, i);
      hashing->known = susun_store_get_hash (self->store, &hashing->identity, &hashing->hash);
      hashing->ok = hashing->known;
    }
  susun_crew_run (self->crew, list->len, hash_in_worker, &shared);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error)
      || !susun_store_begin (self->store, error))
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      Hashing *hashing = &g_array_index (list, Hashing, i);
      if (!hashing->ok)
        continue;
      if (hashing->entry != NULL)
        {
          hashing->entry->hash = hashing->hash;
          hashing->entry->has_hash = TRUE;
        }
      if ((hashing->item != 0
           && !susun_store_set_item_hash (self->store, hashing->item, &hashing->hash, error))
          || (!hashing->known
              && !susun_store_put_hash (self->store, &hashing->identity, &hashing->hash, error)))
        {
          susun_store_rollback (self->store);
          return FALSE;
        }
    }
  if (!susun_store_commit (self->store, error))
    {
      susun_store_rollback (self->store);
      return FALSE;
    }
  g_array_set_size (list, 0);
  return TRUE;
}

static GArray *
hashing_list_new (void)
{
  GArray *list = g_array_new (FALSE, TRUE, sizeof (Hashing));

  g_array_set_clear_func (list, clear_hashing);
  return list;
}

/* --- which files may be equal */

static void
print_in_worker (guint index, guint worker, gpointer user_data)
{
  Comparing *self = user_data;
  Entry *entry = &g_array_index (self->archive->entries, Entry, index);
  guint8 head[HEAD_PRINT_BYTES];
  SusunHash hash;

  if (entry->has_hash)
    return;
  g_auto (SusunFd) fd
      = susun_root_open_file (self->root, self->archive->paths->str + entry->path, NULL, NULL);
  if (fd < 0)
    return;
  ssize_t got = susun_sys_pread (fd, head, sizeof head, 0);
  if (got <= 0)
    return;
  susun_hasher_digest (self->hashers->pdata[worker], head, got, &hash);
  memcpy (&entry->head_print, hash.bytes, sizeof entry->head_print);
}

/* The archive's side: hashes from the history, fingerprints for the others. */
static void
look_up_archive (Comparing *self)
{
  GArray *entries = self->archive->entries;

  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = &g_array_index (entries, Entry, i);
      entry->has_hash = susun_store_get_hash (self->store, &entry->identity, &entry->hash);
    }
  susun_crew_run (self->crew, entries->len, print_in_worker, self);
}

static int
compare_prints (gconstpointer a, gconstpointer b)
{
  const SusunSizeRow *one = a;
  const SusunSizeRow *other = b;

  if (one->size != other->size)
    return one->size < other->size ? -1 : 1;
  if (one->head_print != other->head_print)
    return one->head_print < other->head_print ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

/**
 * A walk through the archive's entries beside the source's rows, both sorted by size and
 * fingerprint, so that many files of one size cost no more than their number.
 */
typedef struct
{
  guint same_size;     /* first entry of the row's size */
  guint same_print;    /* first entry of at least its fingerprint, too */
  gboolean any_hashed; /* is there an entry of that size whose hash the history knows? */
  guint64 size;
  gboolean begun;
} Place;

static void
go_to_size (Comparing *self, Place *place, guint64 size)
{
  GArray *entries = self->archive->entries;
  guint i = place->same_size;

  while (i < entries->len && g_array_index (entries, Entry, i).identity.size < size)
    i++;
  place->same_size = i;
  place->same_print = i;
  place->any_hashed = FALSE;
  for (; i < entries->len && g_array_index (entries, Entry, i).identity.size == size; i++)
    place->any_hashed = place->any_hashed || g_array_index (entries, Entry, i).has_hash;
  place->size = size;
  place->begun = TRUE;
}

/* Does the archive hold a file of that size that may begin like this? Marks those it would have to
 * be compared with. */
static gboolean
archive_may_have (Comparing *self, const SusunSizeRow *row, Place *place)
{
  GArray *entries = self->archive->entries;
  gboolean may;

  if (!place->begun || place->size != row->size)
    go_to_size (self, place, row->size);
  may = place->any_hashed;
  for (guint i = place->same_print; i < entries->len; i++)
    {
      Entry *entry = &g_array_index (entries, Entry, i);
      if (entry->identity.size != row->size || entry->head_print > row->head_print)
        break;
      if (entry->head_print < row->head_print)
        {
          place->same_print = i + 1;
          continue;
        }
      may = TRUE;
      /* Rows of one fingerprint come one after another: the first marks the entries for all. */
      if (entry->wanted)
        break;
      entry->wanted = TRUE;
    }
  return may;
}

static gboolean
add_item (Comparing *self, GArray *list, gint64 id, GError **error)
{
  g_auto (SusunItem) item = { 0 };
  Hashing hashing = { .item = id };

  if (!susun_store_get_item (self->store, id, &item, error))
    return FALSE;
  hashing.root = susun_run_roots_get (self->roots, item.src_root);
  hashing.path = g_steal_pointer (&item.src_path);
  hashing.identity = item.identity;
  g_array_append_val (list, hashing);
  return list->len < CHUNK || hash_list (self, list, error);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* Rows are sorted by size and fingerprint: equal ones stand side by side. Those that may be equal
 * are read in the order of the scan, which is that of their rows and mostly that on the disk. */
static gboolean
hash_candidates (Comparing *self, GArray *sizes, GError **error)
{
  g_autoptr (GArray) list = hashing_list_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Place place = { 0 };

  for (guint i = 0; i < sizes->len; i++)
    {
      const SusunSizeRow *row = &g_array_index (sizes, SusunSizeRow, i);
      const SusunSizeRow *before = i > 0 ? row - 1 : NULL;
      const SusunSizeRow *after = i + 1 < sizes->len ? row + 1 : NULL;
      gboolean twin
          = (before != NULL && before->size == row->size && before->head_print == row->head_print)
            || (after != NULL && after->size == row->size && after->head_print == row->head_print);
      gboolean archived = archive_may_have (self, row, &place);
      if ((twin || archived) && !row->has_hash)
        g_array_append_val (ids, row->id);
    }
  g_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    if (!add_item (self, list, g_array_index (ids, gint64, i), error))
      return FALSE;
  return hash_list (self, list, error);
}

static gboolean
hash_archive (Comparing *self, GError **error)
{
  g_autoptr (GArray) list = hashing_list_new ();
  SusunArchive *archive = self->archive;

  for (guint i = 0; i < archive->entries->len; i++)
    {
      Entry *entry = &g_array_index (archive->entries, Entry, i);
      Hashing hashing = { .entry = entry, .root = self->root, .identity = entry->identity };
      if (!entry->wanted || entry->has_hash)
        continue;
      hashing.path = g_strdup (archive->paths->str + entry->path);
      g_array_append_val (list, hashing);
      if (list->len >= CHUNK && !hash_list (self, list, error))
        return FALSE;
    }
  return hash_list (self, list, error);
}

static gboolean
compare (Comparing *self, GError **error)
{
  SusunArchive *archive = self->archive;
  g_autoptr (GArray) sizes = susun_store_list_sizes (self->store, self->run->id, error);
  g_autoptr (SusunWalkCounts) passed = susun_walk_counts_new ();
  SusunFilter filter = { .images = TRUE, .videos = TRUE, .everything = TRUE };
  Looking looking = { archive, sizes };

  if (sizes == NULL)
    return FALSE;
  if (self->root != NULL
      && !susun_walk_files (self->root, &filter, found_in_archive, &looking, passed,
                            self->cancellable, error))
    return FALSE;
  look_up_archive (self);
  g_array_sort_with_data (archive->entries, compare_entries, archive->paths);
  g_array_sort (sizes, compare_prints);
  if (!hash_candidates (self, sizes, error) || !hash_archive (self, error))
    return FALSE;
  for (guint i = 0; i < archive->entries->len; i++)
    {
      Entry *entry = &g_array_index (archive->entries, Entry, i);
      if (entry->has_hash && !g_hash_table_contains (archive->by_hash, &entry->hash))
        g_hash_table_insert (archive->by_hash, &entry->hash, entry);
    }
  return TRUE;
}

gboolean
susun_archive_compare (SusunArchive *self, SusunRunJob *job, SusunStore *store, SusunRun *run,
                       SusunRunRoots *roots, SusunRoot *root, guint workers,
                       GCancellable *cancellable, GError **error)
{
  guint limited = susun_run_roots_limit_workers (roots, workers);
  g_autoptr (SusunCrew) crew = susun_crew_new (limited);
  g_autoptr (GPtrArray) mediums
      = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_medium_free);
  g_autoptr (GPtrArray) hashers
      = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_hasher_free);
  Comparing comparing = {
    .archive = self,
    .job = job,
    .store = store,
    .run = run,
    .roots = roots,
    .root = root,
    .crew = crew,
    .mediums = mediums,
    .hashers = hashers,
    .cancellable = cancellable,
  };

  susun_job_begin_phase (SUSUN_JOB (job), SUSUN_PHASE_COMPARING, 0, 0);
  for (guint i = 0; i < limited; i++)
    {
      g_ptr_array_add (mediums, susun_medium_new ());
      susun_medium_set_progress (mediums->pdata[i], susun_job_bytes_done, job);
      g_ptr_array_add (hashers, susun_hasher_new ());
    }
  return compare (&comparing, error);
}
