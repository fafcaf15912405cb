// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-unproven.h"

#include <string.h>

#include "core/base/susun-hash.h"

/* What a verification said of one original, found by a hash of its path. */
typedef struct
{
  guint64 path; /* 64 bits of the path's SHA-256 */
  gboolean proven;
} Verdict;

typedef struct
{
  SusunHasher *hasher;
  GString *path;
} Keys;

static const char *
root_path (const GPtrArray *roots, gint64 id)
{
  for (guint i = 0; i < roots->len; i++)
    if (((const SusunRootRow *) roots->pdata[i])->id == id)
      return ((const SusunRootRow *) roots->pdata[i])->path;
  return NULL;
}

/* A path without a root of its run is absolute already. */
static guint64
key_of (Keys *keys, const GPtrArray *roots, const SusunItem *item)
{
  const char *root = root_path (roots, item->src_root);
  SusunHash hash;
  guint64 key;

  g_string_assign (keys->path, root != NULL ? root : "");
  if (root != NULL && !g_str_has_suffix (root, "/"))
    g_string_append_c (keys->path, '/');
  g_string_append (keys->path, item->src_path);
  susun_hasher_digest (keys->hasher, keys->path->str, keys->path->len, &hash);
  memcpy (&key, hash.bytes, sizeof key);
  return key;
}

static int
compare_verdicts (gconstpointer a, gconstpointer b)
{
  const Verdict *one = a;
  const Verdict *other = b;

  return (one->path > other->path) - (one->path < other->path);
}

static gboolean
read_verdicts (SusunStore *store, const SusunRun *run, Keys *keys, GArray *verdicts, GError **error)
{
  SusunItemQuery query = { .run = run->id };
  g_autoptr (GPtrArray) roots = susun_store_list_roots (store, run->id, error);
  g_autoptr (SusunItemCursor) cursor
      = roots != NULL ? susun_store_query (store, &query, error) : NULL;
  const SusunItem *item;
  SusunStep step;

  if (cursor == NULL)
    return FALSE;
  while ((step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW)
    {
      Verdict verdict = { key_of (keys, roots, item), item->state == SUSUN_ITEM_DONE };
      g_array_append_val (verdicts, verdict);
    }
  return step == SUSUN_STEP_DONE;
}

/* Of equal paths the last one stays: the sort is stable, and they came in the order of time. */
static void
keep_last (GArray *verdicts)
{
  guint kept = 0;

  g_array_sort (verdicts, compare_verdicts);
  for (guint i = 0; i < verdicts->len; i++)
    {
      const Verdict *verdict = &g_array_index (verdicts, Verdict, i);
      if (i + 1 < verdicts->len && verdict[1].path == verdict->path)
        continue;
      g_array_index (verdicts, Verdict, kept++) = *verdict;
    }
  g_array_set_size (verdicts, kept);
}

static gboolean
is_proven (GArray *verdicts, guint64 path)
{
  Verdict wanted = { .path = path };
  guint place;

  return g_array_binary_search (verdicts, &wanted, compare_verdicts, &place)
         && g_array_index (verdicts, Verdict, place).proven;
}

static gboolean
count_originals (SusunStore *store, const SusunRun *organize, Keys *keys, GArray *verdicts,
                 guint64 *originals, guint64 *unproven, GError **error)
{
  SusunItemQuery query = {
    .run = organize->id,
    .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE,
  };
  g_autoptr (GPtrArray) roots = susun_store_list_roots (store, organize->id, error);
  g_autoptr (SusunItemCursor) cursor
      = roots != NULL ? susun_store_query (store, &query, error) : NULL;
  guint64 found = 0, without = 0;
  const SusunItem *item;
  SusunStep step;

  if (cursor == NULL)
    return FALSE;
  while ((step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW)
    {
      /* A move has proven its copy before the original went. */
      if (item->op != SUSUN_OP_COPY)
        continue;
      found++;
      if (verdicts->len == 0 || !is_proven (verdicts, key_of (keys, roots, item)))
        without++;
    }
  if (step == SUSUN_STEP_ERROR)
    return FALSE;
  *originals = found;
  *unproven = without;
  return TRUE;
}

gboolean
susun_unproven_count (SusunStore *store, const SusunRun *organize, const GPtrArray *runs,
                      guint64 *originals, guint64 *unproven, GError **error)
{
  g_autoptr (GArray) verdicts = g_array_new (FALSE, FALSE, sizeof (Verdict));
  g_autoptr (SusunHasher) hasher = susun_hasher_new ();
  g_autoptr (GString) path = g_string_new (NULL);
  Keys keys = { hasher, path };

  for (guint i = runs->len; i > 0; i--)
    {
      const SusunRun *run = runs->pdata[i - 1];
      if (run->kind == SUSUN_RUN_VERIFY && g_str_equal (run->chain_id, organize->chain_id)
          && !read_verdicts (store, run, &keys, verdicts, error))
        return FALSE;
    }
  keep_last (verdicts);
  return count_originals (store, organize, &keys, verdicts, originals, unproven, error);
}
