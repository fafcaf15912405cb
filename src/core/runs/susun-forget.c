// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-forget.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"

/* Of the runs that put files into a quarantine: does any file of this one still lie there? */
static gboolean
holds_files (SusunStore *store, const SusunRun *run, gboolean *holds, GError **error)
{
  SusunItemQuery query = {
    .run = run->id,
    .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE,
  };
  gint64 count = 0;

  if (run->kind == SUSUN_RUN_QUARANTINE || run->kind == SUSUN_RUN_DEDUPE
      || run->kind == SUSUN_RUN_REPAIR)
    count = susun_store_count_items (store, &query, error);
  *holds = count > 0;
  return count >= 0;
}

static gboolean
check (SusunStore *store, const SusunRun *run, GError **error)
{
  gboolean holds;

  if (run->state != SUSUN_RUN_STATE_FINISHED)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("Run %s is not finished. Resume it first; it was not forgotten."),
                        run->run_id);
  if (!holds_files (store, run, &holds, error))
    return FALSE;
  return !holds
         || susun_throw (error, SUSUN_ERROR_REFUSED,
                         _ ("Files of run %s are in quarantine, and only the history knows where "
                            "they belong. Restore or purge them first; it was not forgotten."),
                         run->run_id);
}

static gboolean
forget (SusunStore *store, const SusunRun *run, GError **error)
{
  return susun_store_begin (store, error)
         && susun_store_end (store, susun_store_forget_run (store, run->id, error), error);
}

gboolean
susun_forget_run (SusunStore *store, const SusunRun *run, GError **error)
{
  return check (store, run, error) && forget (store, run, error);
}

gboolean
susun_forget_plan (SusunStore *store, const char *run_id, GError **error)
{
  g_autoptr (SusunRun) run = susun_store_get_run (store, run_id, error);

  if (run == NULL)
    return FALSE;
  if (run->state != SUSUN_RUN_STATE_PLANNED)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("Run %s is not finished. Resume it first; it was not forgotten."),
                        run->run_id);
  return forget (store, run, error);
}

/* The chains that have a run which must stay. (element-type utf8) (nullable) */
static GHashTable *
find_kept (SusunStore *store, GPtrArray *runs, GError **error)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < runs->len; i++)
    {
      const SusunRun *run = runs->pdata[i];
      g_autoptr (GError) reason = NULL;
      if (check (store, run, &reason))
        continue;
      if (!g_error_matches (reason, SUSUN_ERROR, SUSUN_ERROR_REFUSED))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      g_hash_table_add (kept, run->chain_id);
    }
  return g_steal_pointer (&kept);
}

gboolean
susun_forget_finished (SusunStore *store, guint *forgotten, GError **error)
{
  g_autoptr (GPtrArray) runs = susun_store_list_runs (store, 0, error);
  g_autoptr (GHashTable) kept = runs != NULL ? find_kept (store, runs, error) : NULL;
  gboolean ok = TRUE;
  guint count = 0;

  if (kept == NULL || !susun_store_begin (store, error))
    return FALSE;
  for (guint i = 0; ok && i < runs->len; i++)
    {
      const SusunRun *run = runs->pdata[i];
      if (g_hash_table_contains (kept, run->chain_id))
        continue;
      ok = susun_store_forget_run (store, run->id, error);
      count++;
    }
  if (!susun_store_end (store, ok, error))
    return FALSE;
  if (forgotten != NULL)
    *forgotten = count;
  return TRUE;
}
