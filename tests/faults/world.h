// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-job.h"

/*
 * A little world for the sweeps: two sources' worth of files, an archive with a stranger's files in
 * it, a quarantine and a history, on one disk or on two; and what must be true of it at any moment.
 */
typedef struct
{
  char *base;  /* holds source, quarantine, history */
  char *other; /* another file system for the archive (and quarantine), or NULL */
  char *source;
  char *archive;
  char *quarantine;
  char *db;
  char *manifest;      /* a verified CSV of the organize run */
  char *chain_id;      /* (nullable) of the organize run */
  GHashTable *truth;   /* content (as SHA-256 hex) to its name: what must never be lost */
  GHashTable *strange; /* absolute path to content: files that are not ours and must stay */
} World;

/* @other: an existing folder on another file system, or NULL. Clears and makes everything. */
World *world_new (const char *base, const char *other);
void world_free (World *self);

/* Takes a whole folder away. */
void world_remove (const char *path);

/* Organizes in copy mode, undisturbed, and writes the manifest. */
void world_organize (World *self);

/* Opens the history, runs the job (transfer full) on it. Returns: how it ended */
gboolean world_run (World *self, SusunJob *job, GError **error);

/* Settles, then resumes every run that can be, until none is left. Asserts that this works. */
void world_recover (World *self);

/* Everything that stands: "source/a/IMG_1.jpg <hash> <mtime>" lines, sorted; temporaries and our
 * own reports (CSV) left out. */
char *world_list (World *self);

/* The same without names: "source <hash>", each once. */
char *world_list_contents (World *self);

/* The invariants of SAFETY.md: each content of the truth stands in full under some name that is no
 * temporary; no file of the archive or quarantine holds anything but a content of the truth (no
 * half file under a final name); strangers' files are as they were. Aborts with @context otherwise.
 */
void world_check (World *self, const char *context);

/* No temporary, lock or probe is left anywhere. */
void world_check_tidy (World *self, const char *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)
