// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-chain-state.h"

#include <sys/stat.h>
#include <unistd.h>

#include "core/base/susun-path.h"
#include "core/runs/susun-verify.h"
#include "core/view/susun-unproven.h"

void
susun_chain_state_free (SusunChainState *self)
{
  if (self == NULL)
    return;
  g_free (self->chain_id);
  g_clear_pointer (&self->organize, susun_run_free);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_free (self->archive);
  g_free (self->report);
  g_clear_pointer (&self->verify, susun_run_free);
  g_free (self->verified);
  g_free (self->place);
  g_free (self->quarantine);
  g_free (self->quarantine_run);
  g_free (self);
}

/* Where a rename does it: on the disk of the source. */
static char *
choose_place (const char *source)
{
  g_autofree char *beside = susun_path_beside (source, ".susun-quarantine");
  g_autofree char *parent = beside != NULL ? g_path_get_dirname (beside) : NULL;
  struct stat here, there;

  if (parent != NULL && stat (source, &here) == 0 && stat (parent, &there) == 0
      && here.st_dev == there.st_dev && access (parent, W_OK | X_OK) == 0)
    return g_steal_pointer (&beside);
  return g_build_filename (source, ".susun-quarantine", NULL);
}

static gboolean
read_organize (SusunChainState *self, SusunStore *store, const GPtrArray *runs, GError **error)
{
  g_autoptr (GPtrArray) roots = susun_store_list_roots (store, self->organize->id, error);

  if (roots == NULL)
    return FALSE;
  for (guint i = 0; i < roots->len; i++)
    {
      const SusunRootRow *root = roots->pdata[i];
      if (root->role == SUSUN_ROOT_SOURCE)
        g_ptr_array_add (self->sources, g_strdup (root->path));
      else if (root->role == SUSUN_ROOT_ARCHIVE && self->archive == NULL)
        self->archive = g_strdup (root->path);
    }
  if (self->sources->len > 0)
    self->place = choose_place (self->sources->pdata[0]);
  /* The name is promised before the file is there: only a finished run has a report. */
  if (self->organize->state == SUSUN_RUN_STATE_FINISHED)
    self->report = g_strdup (self->organize->manifest);
  return self->organize->mode != SUSUN_MODE_COPY
         || susun_unproven_count (store, self->organize, runs, &self->originals, &self->unproven,
                                  error);
}

static gboolean
read_verify (SusunChainState *self, SusunStore *store, const SusunRun *run, GError **error)
{
  g_autoptr (SusunVerifyOptions) options
      = run->options != NULL ? susun_verify_options_from_json (run->options, NULL) : NULL;

  self->verify = susun_store_get_run (store, run->run_id, error);
  g_autoptr (GArray) sums
      = self->verify != NULL ? susun_store_sum_items (store, run->id, error) : NULL;
  if (sums == NULL)
    return FALSE;
  for (guint i = 0; i < sums->len; i++)
    {
      const SusunItemCount *sum = &g_array_index (sums, SusunItemCount, i);
      if (sum->state != SUSUN_ITEM_DONE)
        continue;
      self->proven += sum->count;
      self->proven_bytes += sum->bytes;
    }
  if (options != NULL)
    self->verified = g_strdup (options->verified_out);
  return TRUE;
}

static gboolean
read_quarantine (SusunChainState *self, SusunStore *store, const SusunRun *run, GError **error)
{
  g_autoptr (GArray) sums = susun_store_sum_items (store, run->id, error);
  g_autoptr (GPtrArray) roots
      = sums != NULL ? susun_store_list_roots (store, run->id, error) : NULL;
  guint64 count = 0, bytes = 0;

  if (roots == NULL)
    return FALSE;
  for (guint i = 0; i < sums->len; i++)
    {
      const SusunItemCount *sum = &g_array_index (sums, SusunItemCount, i);
      self->emptied = self->emptied || sum->state == SUSUN_ITEM_PURGED;
      if (sum->op != SUSUN_OP_MOVE || sum->state != SUSUN_ITEM_DONE)
        continue;
      count += sum->count;
      bytes += sum->bytes;
    }
  if (count == 0 || self->quarantine_run != NULL)
    return TRUE;
  self->quarantined = count;
  self->quarantined_bytes = bytes;
  self->quarantine_run = g_strdup (run->run_id);
  self->quarantined_at = run->finished;
  for (guint i = 0; self->quarantine == NULL && i < roots->len; i++)
    {
      const SusunRootRow *root = roots->pdata[i];
      if (root->role == SUSUN_ROOT_QUARANTINE)
        self->quarantine = g_strdup (root->path);
    }
  return TRUE;
}

SusunChainState *
susun_chain_state_read (SusunStore *store, const char *id, GError **error)
{
  g_autoptr (SusunChainState) self = g_new0 (SusunChainState, 1);
  g_autoptr (SusunRun) named = susun_store_find_run (store, id, ~0u, error);
  g_autoptr (GPtrArray) runs = named != NULL ? susun_store_list_runs (store, 0, error) : NULL;

  if (runs == NULL)
    return NULL;
  self->chain_id = g_strdup (named->chain_id);
  self->sources = g_ptr_array_new_with_free_func (g_free);
  /* Newest first. */
  for (guint i = 0; i < runs->len; i++)
    {
      const SusunRun *run = runs->pdata[i];
      if (!g_str_equal (run->chain_id, self->chain_id))
        continue;
      if (run->kind == SUSUN_RUN_ORGANIZE && self->organize == NULL)
        {
          self->organize = susun_store_get_run (store, run->run_id, error);
          if (self->organize == NULL || !read_organize (self, store, runs, error))
            return NULL;
        }
      else if (run->kind == SUSUN_RUN_VERIFY && run->state == SUSUN_RUN_STATE_FINISHED
               && self->verify == NULL)
        {
          if (!read_verify (self, store, run, error))
            return NULL;
        }
      else if (run->kind == SUSUN_RUN_QUARANTINE && !read_quarantine (self, store, run, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}
