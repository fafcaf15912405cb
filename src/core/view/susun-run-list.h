// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-worker.h"
#include "core/runs/susun-balance.h"

G_BEGIN_DECLS

/**
 * SusunRunList: the runs of the history as Home and History show them. A value: made on the reader
 * thread, shown on the other. Freed by whoever got it.
 */
typedef enum
{
  SUSUN_TONE_PLAIN,
  SUSUN_TONE_GOOD,
  SUSUN_TONE_WAITING, /* something is still to be done */
  SUSUN_TONE_BAD,
} SusunTone;

typedef struct
{
  char *text; /* translated: "Copy", "1,204 copied" */
  SusunTone tone;
} SusunChip;

/* What a person can go on with. */
typedef enum
{
  SUSUN_NEXT_NOTHING,
  SUSUN_NEXT_RESUME,   /* it was interrupted, cancelled, stopped, or only planned */
  SUSUN_NEXT_VERIFY,   /* some of its copies are not proven yet */
  SUSUN_NEXT_CLEAN_UP, /* all are proven, and no original was put aside yet */
} SusunNextStep;

typedef struct
{
  SusunRun *run;
  GPtrArray *roots; /* (element-type SusunRootRow) */
  GPtrArray *chips; /* (element-type SusunChip): what it is, how it stands, what became of it */
  char *title;      /* "DCIM → Archive" */
  char *summary;    /* "1,204 copied, not yet verified" */
  guint64 counts[SUSUN_N_BALANCE]; /* unverified without those that were never copied */
  guint64 not_copied;
  guint64 originals; /* of a copy: how many stand in both places */
  guint64 unproven;  /* of these */
  SusunNextStep next;
} SusunRunEntry;

typedef struct
{
  GPtrArray *entries; /* (element-type SusunRunEntry): newest first */
  guint64 originals;  /* of all runs */
  guint64 unproven;   /* “312 originals not yet proven” */
} SusunRunList;

/* Blocks. Numbers of finished runs come from what was written when they ended; only where something
 * may still change items are read. Returns: (transfer full) (nullable) */
SusunRunList *susun_run_list_read (SusunStore *store, GError **error);
void susun_run_list_free (SusunRunList *self);

/* "312 originals not yet proven", "Everything organized is proven"; NULL when nothing was ever
 * organized. Returns: (transfer full) (nullable) */
char *susun_run_list_describe (const SusunRunList *self);

/* The same on a worker with a read-only store. A history that does not exist yet is an empty list.
 */
void susun_run_list_load (SusunWorker *worker, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
SusunRunList *susun_run_list_load_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRunList, susun_run_list_free)

G_END_DECLS
