// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-run-sheet.h"

#include <string.h>
#include <sys/statvfs.h>

#include "core/base/susun-civil.h"
#include "core/view/susun-view-task-private.h"
#include "core/view/susun-words.h"

#define STATE(state) (G_GUINT64_CONSTANT (1) << SUSUN_ITEM_##state)

#define STILL_TO_DO                                                                                \
  (STATE (PLANNED) | STATE (INTENT) | STATE (RESERVING) | STATE (COPIED) | STATE (RENAMING)        \
   | STATE (REMOVING))
#define WAS_DONE (STATE (DONE) | STATE (REPORTED))

void
susun_run_sheet_free (SusunRunSheet *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->run, susun_run_free);
  g_clear_pointer (&self->roots, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->years, g_array_unref);
  g_free (self->title);
  g_free (self);
}

static gboolean
read_years (SusunRunSheet *self, SusunStore *store, GError **error)
{
  SusunItemQuery query = {
    .run = self->run->id,
    .states = STILL_TO_DO | WAS_DONE,
    .roles = ~(1u << SUSUN_PART_SIDECAR | 1u << SUSUN_PART_ORPHAN) & 0x1f,
  };
  g_autoptr (GArray) days = susun_store_count_days (store, &query, error);

  if (days == NULL)
    return FALSE;
  for (guint i = 0; i < days->len; i++)
    {
      const SusunDayCount *day = &g_array_index (days, SusunDayCount, i);
      SusunYearCount *last = self->years->len > 0 ? &g_array_index (self->years, SusunYearCount,
                                                                    self->years->len - 1)
                                                  : NULL;
      SusunYearCount year = { .count = day->count };
      SusunCivil civil;
      if (day->day != SUSUN_WALL_NONE)
        {
          susun_civil_from_wall (day->day, &civil);
          year.year = civil.year;
          self->days++;
        }
      if (last != NULL && last->year == year.year)
        last->count += year.count;
      else
        g_array_append_val (self->years, year);
    }
  return TRUE;
}

static gboolean
read_planned (SusunRunSheet *self, SusunStore *store, GError **error)
{
  g_autoptr (GArray) sums = susun_store_sum_items (store, self->run->id, error);
  gint64 renamed, corrections;

  if (sums == NULL)
    return FALSE;
  for (guint i = 0; i < sums->len; i++)
    {
      const SusunItemCount *sum = &g_array_index (sums, SusunItemCount, i);
      if (sum->state == SUSUN_ITEM_DONE)
        self->done += sum->count;
      if ((STILL_TO_DO >> sum->state & 1) == 0)
        continue;
      self->planned += sum->count;
      if (sum->role != SUSUN_PART_SIDECAR && sum->role != SUSUN_PART_ORPHAN)
        self->planned_photos += sum->count;
      self->planned_bytes += sum->bytes;
    }
  renamed = susun_store_count_renamed (store, self->run->id, error);
  corrections = renamed >= 0 ? susun_store_count_overrides (store, self->run->id, error) : -1;
  if (corrections < 0)
    return FALSE;
  self->renamed = (guint64) renamed;
  self->corrections = (guint64) corrections;
  return TRUE;
}

/* Where a folder is still to be made, its parent's disk is the one. */
static void
look_at_space (SusunRunSheet *self)
{
  g_autofree char *path = g_strdup (susun_run_sheet_get_root (self, SUSUN_ROOT_ARCHIVE));
  struct statvfs disk;

  while (path != NULL && *path != '\0' && statvfs (path, &disk) < 0)
    {
      char *slash = strrchr (path, '/');
      if (slash == NULL)
        return;
      *slash = '\0';
    }
  if (path == NULL || *path == '\0')
    return;
  self->has_space = TRUE;
  self->free_bytes = (guint64) disk.f_bavail * disk.f_frsize;
}

SusunRunSheet *
susun_run_sheet_read (SusunStore *store, const char *run_id, GError **error)
{
  g_autoptr (SusunRunSheet) self = g_new0 (SusunRunSheet, 1);

  self->years = g_array_new (FALSE, FALSE, sizeof (SusunYearCount));
  self->run = susun_store_get_run (store, run_id, error);
  if (self->run == NULL)
    return NULL;
  self->roots = susun_store_list_roots (store, self->run->id, error);
  if (self->roots == NULL || !susun_balance_read (store, self->run, &self->balance, error))
    return NULL;
  self->title = susun_run_title (self->roots);
  self->problems = susun_balance_list_problems (store, self->run, error);
  if (self->problems == NULL || !read_years (self, store, error)
      || !read_planned (self, store, error))
    return NULL;
  look_at_space (self);
  return g_steal_pointer (&self);
}

const char *
susun_run_sheet_get_root (const SusunRunSheet *self, SusunRootRole role)
{
  for (guint i = 0; i < self->roots->len; i++)
    {
      const SusunRootRow *root = self->roots->pdata[i];
      if (root->role == role)
        return root->path;
    }
  return NULL;
}

guint64
susun_run_sheet_count_cause (const SusunRunSheet *self, SusunCause cause)
{
  for (guint i = 0; i < self->problems->len; i++)
    {
      const SusunProblemGroup *group = self->problems->pdata[i];
      if (group->cause == cause)
        return group->count;
    }
  return 0;
}

/* --- on a worker */

static void
load_in_worker (GTask *task, SusunStore *store, const GError *store_error)
{
  GError *error = NULL;
  SusunRunSheet *self;

  if (!susun_view_task_begin (task, store, store_error))
    return;
  self = susun_run_sheet_read (store, g_task_get_task_data (task), &error);
  susun_view_task_end (task, store, self, (GDestroyNotify) susun_run_sheet_free, error);
}

void
susun_run_sheet_load (SusunWorker *worker, const char *run_id, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, susun_run_sheet_load);
  g_task_set_task_data (task, g_strdup (run_id), g_free);
  susun_worker_push (worker, task, load_in_worker);
}

SusunRunSheet *
susun_run_sheet_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, susun_run_sheet_load), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
