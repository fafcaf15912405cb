// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-hash.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-chain-private.h"

/* One file that belongs to a group; found by a hash of its path, so that a million cost little. */
typedef struct
{
  guint64 path; /* 64 bits of the path's SHA-256 */
  gint64 group;
} Member;

struct _SusunChain
{
  gboolean known;
  GPtrArray *sources; /* (element-type filename): absolute folders */
  char *archive;      /* (nullable): absolute folder */
  GArray *members;    /* (element-type Member): sorted by path */
  GHashTable *sizes;  /* (element-type gint64 guint): files of each group */
  GHashTable *kept;   /* (element-type filename filename): put aside by dedupe, kept for it */
  SusunHasher *hasher;
};

static guint64
key_of (SusunHasher *hasher, const char *path)
{
  SusunHash hash;
  guint64 key;

  susun_hasher_digest (hasher, path, strlen (path), &hash);
  memcpy (&key, hash.bytes, sizeof key);
  return key;
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const Member *one = a;
  const Member *other = b;

  return (one->path > other->path) - (one->path < other->path);
}

static const char *
root_path (GPtrArray *roots, gint64 id)
{
  for (guint i = 0; i < roots->len; i++)
    if (((SusunRootRow *) roots->pdata[i])->id == id)
      return ((SusunRootRow *) roots->pdata[i])->path;
  return NULL;
}

static gboolean
read_groups (SusunChain *self, SusunStore *store, gint64 run, GPtrArray *roots, GError **error)
{
  SusunItemQuery query = { .run = run };
  g_autoptr (SusunItemCursor) cursor = susun_store_query (store, &query, error);
  const SusunItem *item;
  SusunStep step;

  if (cursor == NULL)
    return FALSE;
  while ((step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW)
    {
      const char *root = root_path (roots, item->src_root);
      if (item->group == 0 || root == NULL)
        continue;
      g_autofree char *path = g_build_filename (root, item->src_path, NULL);
      Member member = { key_of (self->hasher, path), item->group };
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->sizes, &item->group)) + 1;
      gint64 *key = g_new (gint64, 1);
      *key = item->group;
      g_hash_table_replace (self->sizes, key, GUINT_TO_POINTER (count));
      g_array_append_val (self->members, member);
    }
  g_array_sort (self->members, compare_members);
  return step == SUSUN_STEP_DONE;
}

static gboolean
read_organize (SusunChain *self, SusunStore *store, const SusunRun *run, GError **error)
{
  g_autoptr (GPtrArray) roots = susun_store_list_roots (store, run->id, error);

  if (roots == NULL)
    return FALSE;
  for (guint i = 0; i < roots->len; i++)
    {
      const SusunRootRow *row = roots->pdata[i];
      if (row->role == SUSUN_ROOT_SOURCE)
        g_ptr_array_add (self->sources, g_strdup (row->path));
      else if (row->role == SUSUN_ROOT_ARCHIVE && self->archive == NULL)
        self->archive = g_strdup (row->path);
    }
  self->known = TRUE;
  return read_groups (self, store, run->id, roots, error);
}

/* What dedupe has put aside (and nobody has brought back) is proven by what it kept. */
static gboolean
read_dedupe (SusunChain *self, SusunStore *store, const SusunRun *run, GError **error)
{
  g_autoptr (GPtrArray) roots = susun_store_list_roots (store, run->id, error);
  SusunItemQuery query = {
    .run = run->id,
    .states
    = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE | G_GUINT64_CONSTANT (1) << SUSUN_ITEM_PURGED,
  };
  g_autoptr (SusunItemCursor) cursor
      = roots != NULL ? susun_store_query (store, &query, error) : NULL;
  const SusunItem *item;
  SusunStep step;

  if (cursor == NULL)
    return FALSE;
  while ((step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW)
    {
      const char *root = root_path (roots, item->src_root);
      const char *ref_root = root_path (roots, item->ref_root);
      if (root != NULL && ref_root != NULL && item->ref_path != NULL)
        g_hash_table_replace (self->kept, g_build_filename (root, item->src_path, NULL),
                              g_build_filename (ref_root, item->ref_path, NULL));
    }
  return step == SUSUN_STEP_DONE;
}

SusunChain *
susun_chain_new (SusunStore *store, const char *chain_id, GError **error)
{
  g_autoptr (SusunChain) self = g_new0 (SusunChain, 1);
  g_autoptr (GPtrArray) runs = NULL;

  self->sources = g_ptr_array_new_with_free_func (g_free);
  self->members = g_array_new (FALSE, FALSE, sizeof (Member));
  self->sizes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->hasher = susun_hasher_new ();
  runs = susun_store_list_runs (store, 0, error);
  if (runs == NULL)
    return NULL;
  for (guint i = 0; i < runs->len; i++)
    {
      const SusunRun *run = runs->pdata[i];
      if (run->kind == SUSUN_RUN_ORGANIZE && g_str_equal (run->run_id, chain_id)
          && !read_organize (self, store, run, error))
        return NULL;
      if (run->kind == SUSUN_RUN_DEDUPE && !read_dedupe (self, store, run, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
susun_chain_free (SusunChain *self)
{
  g_ptr_array_unref (self->sources);
  g_free (self->archive);
  g_array_unref (self->members);
  g_hash_table_unref (self->sizes);
  g_hash_table_unref (self->kept);
  susun_hasher_free (self->hasher);
  g_free (self);
}

gboolean
susun_chain_is_known (SusunChain *self)
{
  return self->known;
}

/* The longest folder both share. */
static void
widen (char **folder, const char *path)
{
  gsize length;

  if (*folder == NULL)
    {
      *folder = g_path_get_dirname (path);
      return;
    }
  while (susun_path_below (path, *folder) == NULL && strcmp (*folder, "/") != 0)
    {
      char *parent = g_path_get_dirname (*folder);
      g_free (*folder);
      *folder = parent;
    }
  length = strlen (*folder);
  g_assert (length > 0);
}

void
susun_chain_add_paths (SusunChain *self, const char *source, const char *destination)
{
  if (self->known)
    return;
  if (*source == '/')
    {
      if (self->sources->len == 0)
        g_ptr_array_add (self->sources, NULL);
      widen ((char **) &self->sources->pdata[0], source);
    }
  if (*destination == '/')
    widen (&self->archive, destination);
}

gboolean
susun_chain_open (SusunChain *self, SusunStore *store, gint64 run, SusunRunRoots *roots,
                  GError **error)
{
  for (guint i = 0; i < self->sources->len; i++)
    {
      g_autoptr (SusunRoot) root = susun_root_open (self->sources->pdata[i], error);
      if (root == NULL
          || susun_run_roots_add (roots, store, run, SUSUN_ROOT_SOURCE, root, error) == 0)
        return FALSE;
    }
  if (self->archive == NULL)
    return TRUE;
  g_autoptr (SusunRoot) archive = susun_root_open (self->archive, error);
  return archive != NULL
         && susun_run_roots_add (roots, store, run, SUSUN_ROOT_ARCHIVE, archive, error) != 0;
}

GPtrArray *
susun_chain_open_for_checks (SusunChain *self, guint *n_sources, GError **error)
{
  g_autoptr (GPtrArray) roots = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_root_unref);

  for (guint i = 0; i < self->sources->len; i++)
    {
      SusunRoot *root = susun_root_open (self->sources->pdata[i], error);
      if (root == NULL)
        return NULL;
      g_ptr_array_add (roots, root);
    }
  *n_sources = roots->len;
  if (self->archive != NULL)
    {
      SusunRoot *root = susun_root_open (self->archive, error);
      if (root == NULL)
        return NULL;
      g_ptr_array_add (roots, root);
    }
  return g_steal_pointer (&roots);
}

gint64
susun_chain_get_group (SusunChain *self, const char *source, guint *members)
{
  Member wanted = { .path = key_of (self->hasher, source) };
  guint place;

  *members = 1;
  if (!g_array_binary_search (self->members, &wanted, compare_members, &place))
    return 0;
  gint64 group = g_array_index (self->members, Member, place).group;
  *members = GPOINTER_TO_UINT (g_hash_table_lookup (self->sizes, &group));
  return group;
}

char *
susun_chain_find_kept (SusunChain *self, const char *destination)
{
  const char *kept = g_hash_table_lookup (self->kept, destination);

  /* A kept one may have been put aside for another by a later run. */
  for (guint hops = 0; kept != NULL && hops < 16; hops++)
    {
      const char *next = g_hash_table_lookup (self->kept, kept);
      if (next == NULL)
        break;
      kept = next;
    }
  return g_strdup (kept);
}
