// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/job/susun-worker.h"
#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunJob: one operation. Made with its inputs, run once.
 *
 * susun_job_run() blocks on the caller's thread (command line, tests); susun_job_start() runs the
 * same on a worker for the window. Progress may be read from any thread at any time.
 */
#define SUSUN_TYPE_JOB (susun_job_get_type ())
G_DECLARE_DERIVABLE_TYPE (SusunJob, susun_job, SUSUN, JOB, GObject)

struct _SusunJobClass
{
  GObjectClass parent_class;

  /* Blocks. @store: (nullable) for jobs that need none. Looks at @cancellable before each file; a
   * started step ends or is rolled back. */
  gboolean (*run) (SusunJob *self, SusunStore *store, GCancellable *cancellable, GError **error);
};

typedef enum
{
  SUSUN_PHASE_WAITING,
  SUSUN_PHASE_SCANNING,
  SUSUN_PHASE_COMPARING, /* hashing what may be a duplicate */
  SUSUN_PHASE_PLANNING,
  SUSUN_PHASE_COPYING,
  SUSUN_PHASE_VERIFYING,
  SUSUN_PHASE_MOVING,
  SUSUN_PHASE_REMOVING,
  SUSUN_PHASE_REPORTING,
  SUSUN_PHASE_ASKING, /* for titles */
  SUSUN_PHASE_RENAMING,
} SusunPhase;

/* A snapshot. Totals are 0 while they are not known. */
typedef struct
{
  SusunPhase phase;
  guint64 files;
  guint64 total_files;
  guint64 bytes;
  guint64 total_bytes;
  gint64 phase_started; /* g_get_monotonic_time() */
  gboolean paused;
  char current[256]; /* display name of the file in hand, UTF-8, shortened */
} SusunProgress;

const char *susun_phase_label (SusunPhase phase); /* translated */

gboolean susun_job_run (SusunJob *self, SusunStore *store, GCancellable *cancellable,
                        GError **error);
void susun_job_start (SusunJob *self, SusunWorker *worker, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
gboolean susun_job_finish (SusunJob *self, GAsyncResult *result, GError **error);

/* Any thread. */
void susun_job_get_progress (SusunJob *self, SusunProgress *progress);
void susun_job_set_paused (SusunJob *self, gboolean paused);

/* For the operations themselves; any thread. At most one "progressed" signal is pending, delivered
 * in the context the job was made in. */
void susun_job_begin_phase (SusunJob *self, SusunPhase phase, guint64 total_files,
                            guint64 total_bytes);
void susun_job_add_done (SusunJob *self, guint64 files, guint64 bytes);
void susun_job_add_total (SusunJob *self, guint64 files, guint64 bytes);
void susun_job_set_current (SusunJob *self, const char *path);

/* Signature of SusunBytesDone with a SusunJob as @user_data. */
void susun_job_bytes_done (guint64 bytes, gpointer job);

/* Waits while the job is paused, then looks at @cancellable. To be called before each file.
 * Returns: FALSE with G_IO_ERROR_CANCELLED when it is cancelled */
gboolean susun_job_go_on (SusunJob *self, GCancellable *cancellable, GError **error);

/* Tells "items-added" (guint64 so far): new rows of the run can be read. Any thread. */
void susun_job_tell_items (SusunJob *self, guint64 count);

/* Would anybody hear that? Any thread. */
gboolean susun_job_has_viewer (SusunJob *self);

G_END_DECLS
