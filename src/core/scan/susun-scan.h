// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-job.h"
#include "core/scan/susun-dating.h"
#include "core/scan/susun-listing.h"

G_BEGIN_DECLS

/**
 * SusunCapture: one file that was found: an item to be stored, and what still needs an id.
 */
typedef struct
{
  SusunItem item;     /* state FOUND or UNREADABLE; group, run and camera are not filled yet */
  int main;           /* index of the group's main in the same array, -1 for none */
  gboolean awaits;    /* what the rest of the folder tells may change its date */
  char *camera;       /* (nullable): maker, model and serial with US (0x1F) between them */
  const char *format; /* static (nullable): what its content was recognised as: "jpeg", … */
  char *own_note;     /* (nullable): while it awaits that: item.note without what its date is */
} SusunCapture;

/**
 * SusunScan: a parallel walk over one root that dates what it finds.
 *
 * Folders are read by several threads; a folder's files are read, grouped, and resolved together
 * (siblings lend offsets), then handed to the sink on the thread that called susun_scan_run(). The
 * order of folders differs from run to run, the order inside a folder does not. Who does not want
 * to wait for the end of a large folder: susun_scan_set_revised().
 */
typedef struct _SusunScan SusunScan;

/* @filter and @dating: (borrowed) for the life of the scan. @root_id: goes into the items. */
SusunScan *susun_scan_new (SusunRoot *root, gint64 root_id, const SusunFilter *filter,
                           const SusunDating *dating);
void susun_scan_free (SusunScan *self);

/* Keeps every date's explanation in item.note (for `dates --explain`); slow. */
void susun_scan_set_explain (SusunScan *self, gboolean explain);

/* Below this folder only, and not deeper when @recursive is FALSE. */
void susun_scan_set_start (SusunScan *self, const char *rel, gboolean recursive);

/* Looks at just this one file of its folder (and what belongs to it). */
void susun_scan_set_only (SusunScan *self, const char *name);

/* Called on the thread of susun_scan_run(), once for each folder that lies directly in the start
 * folder, when everything below it has gone to the sink. FALSE stops the scan. */
typedef gboolean (*SusunScanBranch) (const char *name, gpointer user_data, GError **error);

/* The scan is about the start folder's own folders: @ended is called for each; files that lie in
 * the start folder itself are not looked at. */
void susun_scan_set_branches (SusunScan *self, SusunScanBranch ended);

/* A file's date came out otherwise when all of its folder was read. @item: as the sink left it,
 * with the new date and note. FALSE stops the scan. */
typedef gboolean (*SusunScanRevised) (const SusunItem *item, gpointer user_data, GError **error);

/* A large folder goes to the sink piece by piece as it is read, groups whole, pieces in any order
 * and other folders' files between them. Where siblings have a say in a date, the file comes with
 * the date it has by itself, and once more to @revised when they gave it another. The sink steals
 * nothing then. */
void susun_scan_set_revised (SusunScan *self, SusunScanRevised revised);

/* Gets the captures of one folder, or of a piece of it; may steal strings from them. FALSE stops
 * the scan. */
typedef gboolean (*SusunScanSink) (GArray *captures, gpointer user_data, GError **error);

/* @job: (nullable): for pause and progress. Unreadable files and folders are captures, no errors.
 * Errors: what the sink says, cancelled, SUSUN_ERROR_AWAY when the whole root went away. */
gboolean susun_scan_run (SusunScan *self, guint workers, SusunScanSink sink, gpointer user_data,
                         SusunJob *job, GCancellable *cancellable, GError **error);

/* After the run. */
const SusunWalkCounts *susun_scan_get_counts (SusunScan *self);

/* All regular files below @root that @filter takes, without opening them: for looking at an
 * archive. Called on the caller's thread. @rel is valid during the call only. */
typedef gboolean (*SusunWalkFile) (const char *rel, const SusunIdentity *identity,
                                   gpointer user_data, GError **error);
gboolean susun_walk_files (SusunRoot *root, const SusunFilter *filter, SusunWalkFile found,
                           gpointer user_data, SusunWalkCounts *counts, GCancellable *cancellable,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunScan, susun_scan_free)

G_END_DECLS
