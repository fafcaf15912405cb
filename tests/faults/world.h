// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-job.h"

/*
 * A little world for the sweeps: two sources' worth of files, an archive with a stranger's files in
 * it, a quarantine and a history, on one disk or on two; and what must be true of it at any moment.
 *
 * What its files hold is always the same, so that every file found is compared byte for byte with
 * what it may be, without any hashing: the sweeps look at a hundred thousand worlds.
 */
typedef struct
{
  char *base;  /* holds source, quarantine, history */
  char *other; /* another file system for the archive (and quarantine), or NULL */
  char *source;
  char *archive;
  char *quarantine;
  char *db;
  char *manifest; /* a verified CSV of the organize run */
  char *chain_id; /* (nullable) of the organize run */
} World;

/* From the next world on: is one of its files larger than the buffer of the copying? (So it is at
 * first.) To write, hash and compare it is a third of what a sweep takes. */
void world_copies_in_pieces (gboolean yes);

/* @other: an existing folder on another file system, or NULL. Clears and makes everything;
 * @with_history: an empty history, too. */
World *world_new (const char *base, const char *other, gboolean with_history);
void world_free (World *self);

/* Organizes in copy mode, undisturbed, and writes the manifest. */
void world_organize (World *self);

/* Puts second copies of some files into the archive and into the manifest. */
void world_add_duplicates (World *self);

/* One copy in the archive is spoilt, one goes; then it is verified. */
void world_spoil (World *self);

/* Puts the source's files into event folders: the new names of three are a circle, of two a chain,
 * and one's is taken by another. */
void world_name_events (World *self);

/* Opens the history, runs the job (transfer full) on it. Returns: how it ended */
gboolean world_run (World *self, SusunJob *job, GError **error);

/* The same, and it must end well. */
void world_must_run (World *self, SusunJob *job);

/* Settles, then resumes every run that can be, until none is left; then, when the last run is none
 * of @kind that has finished, runs @again (transfer full). Asserts that this works. */
void world_finish (World *self, SusunRunKind kind, SusunJob *again);

/* Everything that stands: "source/a/IMG_1.jpg is WHAT of MTIME" lines, sorted; temporaries and our
 * own reports (CSV) left out. */
char *world_list (World *self);

/* The same without names: "source has WHAT", each once; not in the source for what stood in two
 * files. */
char *world_list_contents (World *self);

/* The invariants of SAFETY.md: each content of the truth stands in full under some name that is no
 * temporary; no file of source, archive or quarantine holds anything but such a content (no half
 * file under a final name); strangers' files are as they were. Aborts with @context otherwise. */
void world_check (World *self, const char *context);

/* When all runs are finished: what the history says is what the disk holds, and no item is in the
 * middle of anything. */
void world_check_history (World *self, const char *context);

/* A temporary, lock or reservation. Returns: (transfer full) (nullable): NULL when all is tidy */
char *world_find_left_behind (World *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)
