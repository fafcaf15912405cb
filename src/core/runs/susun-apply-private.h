// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-copy.h"
#include "core/files/susun-proof.h"
#include "core/runs/susun-run-job-private.h"

G_BEGIN_DECLS

/**
 * The engine that carries out a finished plan: it takes the run's PLANNED items in order, in
 * batches, from state to state as SAFETY.md 2 says, journalling each step, until there are none
 * left. What the item's op says is done; the engine knows nothing of organize, quarantine or undo.
 *
 * A batch (up to 200 items or 512 MiB) is one round of: intents committed; data copied and fsynced;
 * names given; folders fsynced; results committed. A group never straddles two batches, and goes
 * wholly or not at all.
 */

/* What to do when the planned name is taken by somebody else's file by now. */
typedef enum
{
  SUSUN_OCCUPIED_NUMBER,   /* "name (2).ext": the next free number */
  SUSUN_OCCUPIED_RESTORED, /* "name (restored).ext", then "name (restored 2).ext" */
} SusunOccupied;

typedef struct
{
  SusunRunJob *job;
  SusunStore *store;
  SusunRun *run; /* (borrowed) */
  SusunRunRoots *roots;
  GCancellable *cancellable; /* (nullable) */
  guint workers;
  SusunOccupied occupied;
  SusunItemState parent_state; /* for items with a parent: what the parent becomes; 0: nothing */
  SusunPhase phase;
  guint64 bytes; /* what will be copied in all, for the progress; 0: not known */
} SusunApply;

/* Carries out all PLANNED and COPIED items of the run, which is RUNNING from here on. Items that
 * fail are recorded and the rest goes on; FALSE only when the run must stop (cancelled, disk full
 * or read-only, a root away, the medium failing, the database): what was in hand is finished or
 * rolled back, the rest stays PLANNED. */
gboolean susun_apply_run (SusunApply *self, GError **error);

/* --- between the files of the engine */

/* One item of a batch on its way. */
typedef struct
{
  SusunItem *item; /* (borrowed) from the batch */
  SusunRoot *src;
  SusunRoot *dst;    /* (nullable) */
  SusunRoot *ref;    /* (nullable) */
  SusunIdentity now; /* of the source, as it was when the batch began */
  SusunProof *proof; /* (owned) (nullable) */
  SusunCopied copied;
  gboolean has_temp;     /* a temporary stands, copied.fd is open */
  gboolean moved;        /* has its new name, not committed yet */
  gboolean aside;        /* a folder that stands under its temporary name */
  char *from;            /* (owned) (nullable): that name, of one that stood there at first */
  gboolean back_to_plan; /* was not reached or was rolled back: PLANNED again */
  SusunItemState end;    /* 0 while all goes well, else how the item ends */
  GError *error;         /* (owned): why */
} SusunWork;

typedef struct _SusunBatch SusunBatch;
struct _SusunBatch
{
  SusunApply *apply;
  SusunPublisher *publisher; /* (owned) */
  SusunCrew *crew;
  GPtrArray *mediums;      /* (element-type SusunMedium): one a worker */
  GPtrArray *items;        /* (element-type SusunItem) (owned) */
  SusunWork *work;         /* (array length=items->len) (owned) */
  GHashTable *folders;     /* (owned): open folders of this batch, by root and path */
  GError *stop;            /* (owned): why the run must stop after this batch */
  gboolean proving_copies; /* what the crew proves now */
  guint mismatches;        /* copies that read back differently, over the whole run */
  gboolean at_once;        /* one syncfs makes the copies of this batch durable */
  SusunRoot *synced_root;  /* (borrowed) (nullable): the one whose syncfs has done it */
  gboolean at_once_waits;  /* it had to wait for others: not again in this run */
};

/* Ends one item badly: takes over @error, remembers whether the run must stop for it. */
void susun_batch_fail (SusunBatch *self, SusunWork *work, SusunItemState end, GError *error);

/* Is the work still going on? */
gboolean susun_work_is_live (const SusunWork *work);

/* Takes whole groups down with a member that failed (before anything was moved). */
void susun_batch_fail_groups (SusunBatch *self);

/* The open folder that holds the item's source or target; the target's is made when missing. -1:
 * @error. The descriptor stays the batch's; @name points into the item. */
int susun_batch_source_folder (SusunBatch *self, SusunWork *work, const char **name,
                               GError **error);
int susun_batch_target_folder (SusunBatch *self, SusunWork *work, const char **name,
                               GError **error);

/* Commits the next step of every work: @next answers the new state, or 0 where there is none. The
 * parents of works that are DONE follow in the same commit. */
typedef SusunItemState (*SusunWorkNext) (const SusunWork *work);
gboolean susun_batch_commit (SusunBatch *self, SusunWorkNext next, GError **error);

/* The same within a transaction of the caller's. */
gboolean susun_batch_step (SusunBatch *self, SusunWorkNext next, GError **error);

/* Gives one work its new name: the temporary (from_temp) or the source becomes dst. When the name
 * is taken the next free one is committed first, then tried. FALSE: the journal as it is must be
 * settled by recovery; what only this work suffers ends the work. */
gboolean susun_batch_publish (SusunBatch *self, SusunWork *work, gboolean from_temp,
                              GError **error);

/* After the new names were given, of those that @next is about to commit: does each folder still
 * stand where the journal says, and by what name does it list the file? What is not at its place is
 * taken back by @take_back and ends. FALSE: recovery must settle it. */
typedef void (*SusunWorkTakeBack) (SusunBatch *self, SusunWork *work);
gboolean susun_batch_read_back (SusunBatch *self, SusunWorkNext next, SusunWorkTakeBack take_back,
                                GError **error);

/* The same of one file, for recovery: the item's path becomes what its folder lists. */
gboolean susun_item_read_back (SusunItem *item, SusunRoot *root, GError **error);

/* One item's step of the journal, in a transaction of its own. */
gboolean susun_batch_commit_item (SusunBatch *self, SusunItem *item, SusunItemState state,
                                  GError **error);

/* SusunReserved for susun_publish() of one work. */
typedef struct
{
  SusunBatch *batch;
  SusunWork *work;
} SusunReserving;
gboolean susun_batch_journal_reservation (guint64 ino, gpointer reserving, GError **error);

/* Does the disk show what a failed publish may have left half-done? Then only recovery can tell. */
gboolean susun_work_is_unsettled (const SusunWork *work, int new_folder, const GError *failure);

/* What was moved gets its old name again, when that is still free. */
void susun_batch_move_back (SusunBatch *self, SusunWork *work);

/* Journals the times of the folders that @next is about to change, for undo. */
gboolean susun_batch_record_source_folders (SusunBatch *self, SusunWorkNext next, GError **error);

/* fsync of the folders of the works that were moved: the targets', then (also) the sources'. */
gboolean susun_batch_sync_folders (SusunBatch *self, gboolean sources, GError **error);

/* Makes the proofs of the live works; those that cannot be proven end. First (@copies FALSE) for
 * what is planned: a MOVE with ref (to set aside), a REMOVE (to destroy); then (TRUE) for what is
 * COPIED: its source is to go, the copy keeps. */
void susun_batch_prove (SusunBatch *self, gboolean copies);

/* The stages. FALSE: the journal stays as it is, recovery will settle it. */
gboolean susun_batch_copy (SusunBatch *self, GError **error);
gboolean susun_batch_rename (SusunBatch *self, GError **error);
gboolean susun_batch_remove (SusunBatch *self, GError **error);
gboolean susun_batch_rename_folders (SusunBatch *self, GError **error);

/* Looks whether the folder that is to be renamed is still the planned one. */
void susun_batch_look_at_folder (SusunBatch *self, SusunWork *work);

/* Recovery of a folder's rename (op RENAME) by looking at its three names: @state: (out): how the
 * item goes on, with @cause and @note (static, translated) when that is bad. Finishes a rename that
 * stands at its temporary name, or takes it back, where that can be done. */
gboolean susun_folder_settle (SusunRunRoots *roots, SusunItem *item, SusunItemState *state,
                              SusunCause *cause, const char **note, GError **error);

/* Is this item done by a rename (MOVE on one mount of a file system that keeps names in a power
 * cut)? */
gboolean susun_work_goes_by_rename (const SusunWork *work);

G_END_DECLS
