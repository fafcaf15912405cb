// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-worker.h"
#include "core/runs/susun-balance.h"

G_BEGIN_DECLS

/**
 * SusunRunSheet: all that a page tells about one run, before it is applied and after: the balance,
 * the problems, the years, the room on the disk. A value: made on a worker's thread, shown on the
 * other. Freed by whoever got it.
 */
typedef struct
{
  SusunRun *run;
  GPtrArray *roots; /* (element-type SusunRootRow) */
  char *title;      /* "DCIM → Archive" */
  SusunBalance balance;
  GPtrArray *problems; /* (element-type SusunProblemGroup) */

  GArray *years; /* (element-type SusunYearCount): of what goes, or has gone, into the archive */
  guint64 days;  /* how many different days these are of */

  guint64 done;    /* carried out, and not taken back since */
  guint64 planned; /* what is still to be done */
  guint64 planned_bytes;
  guint64 planned_photos; /* without the sidecars, which go along with their photo */
  guint64 renamed;        /* got a number, because their name is taken */
  guint64 corrections;    /* of the user's, that a planned run takes in when it is applied */

  gboolean has_space;
  guint64 free_bytes; /* where the archive lies */
} SusunRunSheet;

/* @year: 0 for those without a day */
typedef struct
{
  int year;
  guint64 count;
} SusunYearCount;

/* Blocks: 1 s for a million items. Returns: (transfer full) (nullable) */
SusunRunSheet *susun_run_sheet_read (SusunStore *store, const char *run_id, GError **error);
void susun_run_sheet_free (SusunRunSheet *self);

/* The first folder of that role. Returns: (transfer none) (nullable) */
const char *susun_run_sheet_get_root (const SusunRunSheet *self, SusunRootRole role);

/* How many problems have that cause. */
guint64 susun_run_sheet_count_cause (const SusunRunSheet *self, SusunCause cause);

/* The same on a worker. */
void susun_run_sheet_load (SusunWorker *worker, const char *run_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
SusunRunSheet *susun_run_sheet_load_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRunSheet, susun_run_sheet_free)

G_END_DECLS
