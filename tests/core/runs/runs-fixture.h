// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/manifest/susun-organize-report.h"
#include "core/manifest/susun-verify-report.h"
#include "core/runs/susun-run-job.h"

/* A temporary folder with a source, an archive, a quarantine and a history. */
typedef struct
{
  char *base; /* (owned) */
  char *source;
  char *archive;
  char *quarantine;
  SusunStore *store; /* (owned) (nullable) */
  char *run_id;      /* of the organize run that the manifests claim to be of */
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

/* Opens the history if it is not open; closing lets another process have it. */
SusunStore *fixture_store (Fixture *self);
void fixture_close (Fixture *self);

/* An absolute path in the base folder. Returns: (transfer full) */
char *fixture_path (Fixture *self, const char *name);
void fixture_put (const char *folder, const char *rel, const char *content);
gboolean fixture_has (const char *folder, const char *rel, const char *content);

/* The history gets an organize run with the fixture's run_id and roots. Returns: (transfer full) */
SusunRun *fixture_add_organize (Fixture *self, gint64 *source_root, gint64 *archive_root);

/* Runs it and gives it back. @code: -1 when it must succeed, else the SusunError it must fail with.
 * Returns: (transfer full) */
SusunRunJob *fixture_run (Fixture *self, SusunJob *job, int code);

/* Writes a schema-1.0 report. */
typedef struct
{
  SusunCsvWriter *writer;
} Report;
Report *report_new (const char *path);
void report_add (Report *self, const char *run_id, const char *action, const char *status,
                 const char *source, const char *destination, gint64 size, const SusunHash *hash);
void report_end (Report *self);

SusunHash hash_of (const char *content);

/* All rows of a verify CSV: source_path to "verified|destination_path|notes"; asserts that no
 * source is there twice. Returns: (transfer full) (element-type utf8 utf8) */
GHashTable *read_verified (GHashTable *into, const char *path);

/* The rows of any CSV as lines of cells with "|" between them, the header left out. */
GPtrArray *read_rows (const char *path);
/* SUSUN_SWEEP_STRIDE=N: a sweep tries every N-th point only (under the sanitizers, which are slow).
 */
guint64 fixture_stride (void);
