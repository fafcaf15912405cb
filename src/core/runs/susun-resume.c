// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-resume.h"

#include <glib/gi18n-lib.h>

#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-quarantine.h"
#include "core/runs/susun-rename.h"
#include "core/runs/susun-repair.h"
#include "core/runs/susun-take-back.h"
#include "core/runs/susun-verify.h"

#define CAN_RESUME                                                                                 \
  (1u << SUSUN_RUN_STATE_PREPARING | 1u << SUSUN_RUN_STATE_PLANNED | 1u << SUSUN_RUN_STATE_RUNNING \
   | 1u << SUSUN_RUN_STATE_CANCELLED | 1u << SUSUN_RUN_STATE_FAILED)

/* The run of that id, or, when that is finished, the last of its chain that is not. */
static SusunRun *
find_run (SusunStore *store, const char *id, GError **error)
{
  g_autoptr (SusunRun) named = susun_store_find_run (store, id, ~0u, error);
  g_autoptr (GPtrArray) runs = NULL;

  if (named == NULL)
    return NULL;
  if (g_str_equal (named->run_id, id) && CAN_RESUME & 1u << named->state)
    return g_steal_pointer (&named);
  runs = susun_store_list_runs (store, 0, error);
  if (runs == NULL)
    return NULL;
  for (guint i = 0; i < runs->len; i++)
    {
      const SusunRun *run = runs->pdata[i];
      if (g_str_equal (run->chain_id, id) && CAN_RESUME & 1u << run->state)
        return susun_store_get_run (store, run->run_id, error);
    }
  susun_throw (error, SUSUN_ERROR_INVALID,
               _ ("The run %s is finished; there is nothing to resume."), id);
  return NULL;
}

SusunJob *
susun_resume_job_new (SusunStore *store, const char *run_id, guint workers, GError **error)
{
  SusunRun *run = find_run (store, run_id, error);

  if (run == NULL)
    return NULL;
  switch (run->kind)
    {
    case SUSUN_RUN_ORGANIZE:
      return susun_organize_job_new_resume (run, workers, error);
    case SUSUN_RUN_VERIFY:
      return susun_verify_job_new_resume (run, workers, error);
    case SUSUN_RUN_QUARANTINE:
    case SUSUN_RUN_DELETE:
      return susun_quarantine_job_new_resume (run, workers, error);
    case SUSUN_RUN_DEDUPE:
      return susun_dedupe_job_new_resume (run, workers, error);
    case SUSUN_RUN_RESTORE:
    case SUSUN_RUN_UNDO:
    case SUSUN_RUN_PURGE:
      return susun_take_back_job_new_resume (run, workers, error);
    case SUSUN_RUN_REPAIR:
      return susun_repair_job_new_resume (run, workers, error);
    case SUSUN_RUN_RENAME:
      return susun_rename_job_new_resume (run, workers, error);
    case SUSUN_N_RUN_KINDS:
    default:
      susun_throw (error, SUSUN_ERROR_INVALID, _ ("A run of this kind cannot be resumed."));
      susun_run_free (run);
      return NULL;
    }
}
