// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/scan/susun-scan.h"

#include <errno.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/scan/susun-file-reader-private.h"

/* Files are read in pieces of this many, so that one folder of 50,000 keeps every worker busy, and
 * is seen while it is read. */
#define CHUNK_FILES 128

/* Batches that may wait for the sink before the workers wait for it. */
#define QUEUE_BATCHES 64

struct _SusunScan
{
  SusunRoot *root;
  gint64 root_id;
  const SusunFilter *filter; /* (borrowed) */
  const SusunDating *dating; /* (borrowed) */
  char *start;
  char *only; /* (nullable) */
  gboolean recursive;
  gboolean explain;
  SusunScanBranch branch_ended; /* (nullable) */
  SusunScanRevised revised;     /* (nullable) */

  SusunJob *job;             /* (borrowed) (nullable): while running */
  GCancellable *cancellable; /* (borrowed) (nullable) */

  GMutex lock;
  GCond work;              /* a task was pushed, or all is over */
  GCond room;              /* the sink took a batch */
  GCond ready;             /* a batch is finished, or all is over */
  GQueue tasks;            /* (lock) (element-type Task): last in, first out */
  GQueue finished;         /* (lock) (element-type Batch) */
  guint outstanding;       /* (lock): tasks queued or being worked on */
  gboolean stop;           /* (lock) */
  GHashTable *seen;        /* (lock): (dev, ino) of the folders entered */
  SusunWalkCounts *counts; /* (lock) */
  GError *error;           /* (lock): the first one that ends the scan */
};

/* A folder directly in the start folder, with all below it. */
typedef struct
{
  char *name;
  guint tasks; /* (lock): queued or being worked on */
} Branch;

/* What goes to the thread that hands on: captures of a folder, or that a branch has ended. */
typedef struct
{
  GArray *captures;    /* (owned) (nullable) (element-type SusunCapture) */
  SusunFolder *folder; /* (owned) (nullable): where captures may await the rest of their folder */
  gboolean last;       /* of this folder */
  char *ended;         /* (owned) (nullable): the branch's name */
} Batch;

/* A folder to be read (folder is NULL), or a piece of a folder that was read. */
typedef struct
{
  Branch *branch; /* (nullable) */
  char *rel;
  guint depth;
  SusunFolder *folder;
  guint first_unit;
  guint last_unit;
} Task;

/* What a worker keeps from file to file. */
typedef struct
{
  SusunScan *scan;
  SusunFileReader files;
} Reader;

SusunScan *
susun_scan_new (SusunRoot *root, gint64 root_id, const SusunFilter *filter,
                const SusunDating *dating)
{
  SusunScan *self = g_new0 (SusunScan, 1);

  self->root = susun_root_ref (root);
  self->root_id = root_id;
  self->filter = filter;
  self->dating = dating;
  self->start = g_strdup ("");
  self->recursive = TRUE;
  self->counts = susun_walk_counts_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->work);
  g_cond_init (&self->room);
  g_cond_init (&self->ready);
  g_queue_init (&self->tasks);
  g_queue_init (&self->finished);
  self->seen = susun_folder_set_new ();
  return self;
}

static void
branch_free (Branch *branch)
{
  g_free (branch->name);
  g_free (branch);
}

static void
batch_free (Batch *batch)
{
  g_clear_pointer (&batch->captures, g_array_unref);
  g_clear_pointer (&batch->folder, susun_folder_unref);
  g_free (batch->ended);
  g_free (batch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, batch_free)

static void
task_free (Task *task)
{
  g_free (task->rel);
  g_free (task);
}

/* Takes a task off its branch; the last one takes the branch along. Returns: (transfer full)
 * (nullable): the name of the branch that has ended */
static char *
leave_branch (Task *task)
{
  char *name;

  if (task->branch == NULL || --task->branch->tasks > 0)
    return NULL;
  name = g_steal_pointer (&task->branch->name);
  branch_free (task->branch);
  return name;
}

static void
drop_task (gpointer data)
{
  Task *task = data;
  g_autofree char *name G_GNUC_UNUSED = leave_branch (task);

  g_clear_pointer (&task->folder, susun_folder_unref);
  task_free (task);
}

void
susun_scan_free (SusunScan *self)
{
  g_queue_clear_full (&self->tasks, drop_task);
  g_queue_clear_full (&self->finished, (GDestroyNotify) batch_free);
  g_hash_table_unref (self->seen);
  susun_walk_counts_free (self->counts);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->work);
  g_cond_clear (&self->room);
  g_cond_clear (&self->ready);
  susun_root_unref (self->root);
  g_free (self->start);
  g_free (self->only);
  g_free (self);
}

void
susun_scan_set_explain (SusunScan *self, gboolean explain)
{
  self->explain = explain;
}

void
susun_scan_set_branches (SusunScan *self, SusunScanBranch ended)
{
  self->branch_ended = ended;
}

void
susun_scan_set_revised (SusunScan *self, SusunScanRevised revised)
{
  self->revised = revised;
}

void
susun_scan_set_start (SusunScan *self, const char *rel, gboolean recursive)
{
  g_free (self->start);
  self->start = g_strdup (rel);
  self->recursive = recursive;
}

void
susun_scan_set_only (SusunScan *self, const char *name)
{
  g_free (self->only);
  self->only = g_strdup (name);
  self->recursive = FALSE;
}

const SusunWalkCounts *
susun_scan_get_counts (SusunScan *self)
{
  return self->counts;
}

static void
push_task (SusunScan *self, Task *task)
{
  g_mutex_lock (&self->lock);
  g_queue_push_head (&self->tasks, task);
  self->outstanding++;
  if (task->branch != NULL)
    task->branch->tasks++;
  g_cond_signal (&self->work);
  g_mutex_unlock (&self->lock);
}

static void
take_error (SusunScan *self, GError *error)
{
  g_mutex_lock (&self->lock);
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  self->stop = TRUE;
  g_cond_broadcast (&self->work);
  g_cond_broadcast (&self->room);
  g_cond_broadcast (&self->ready);
  g_mutex_unlock (&self->lock);
}

static gboolean
is_stopped (SusunScan *self)
{
  g_mutex_lock (&self->lock);
  gboolean stop = self->stop;
  g_mutex_unlock (&self->lock);
  return stop;
}

/* --- one folder */

/* Returns: FALSE when the scan ends before they are read */
static gboolean
read_units (Reader *reader, SusunFolder *folder, guint first, guint last)
{
  SusunScan *self = reader->scan;

  for (guint i = first; i < last; i++)
    {
      const SusunUnit *unit = &g_array_index (folder->units, SusunUnit, i);
      if (is_stopped (self))
        return FALSE;
      if (self->job != NULL && !susun_job_go_on (self->job, self->cancellable, NULL))
        return FALSE;
      susun_file_reader_read (&reader->files, folder, unit);
      if (self->job != NULL)
        susun_job_add_done (self->job, unit->length, 0);
    }
  return TRUE;
}

/* With the lock held. */
static void
push_batch (SusunScan *self, Batch *batch)
{
  g_queue_push_tail (&self->finished, batch);
  g_cond_signal (&self->ready);
}

/* @folder: (nullable). @captures: (transfer full) */
static void
hand_on (SusunScan *self, SusunFolder *folder, GArray *captures, gboolean last)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->captures = captures;
  batch->folder = folder != NULL ? susun_folder_ref (folder) : NULL;
  batch->last = last;
  g_mutex_lock (&self->lock);
  while (!self->stop && self->finished.length >= QUEUE_BATCHES)
    g_cond_wait (&self->room, &self->lock);
  push_batch (self, batch);
  g_mutex_unlock (&self->lock);
}

static SusunFolderDating
folder_dating (const SusunScan *self, SusunEvidence *evidence)
{
  return (SusunFolderDating){
    .root = susun_root_get_path (self->root),
    .dating = self->dating,
    .explain = self->explain,
    .evidence = evidence,
  };
}

static void
read_piece (Reader *reader, SusunFolder *folder, guint first, guint last)
{
  SusunScan *self = reader->scan;
  SusunFolderDating how = folder_dating (self, reader->files.evidence);
  gboolean whole = first == 0 && last == folder->units->len;
  gboolean early = self->revised != NULL && !whole;

  if (!read_units (reader, folder, first, last))
    return;
  if (early)
    hand_on (self, folder, susun_folder_take (folder, first, last, &how), FALSE);
  if (g_atomic_int_dec_and_test (&folder->pending))
    hand_on (self, early ? folder : NULL, susun_folder_take_rest (folder, &how), TRUE);
}

/* The first pieces are read first: they are what is seen first. */
static void
read_folder_files (Reader *reader, SusunFolder *folder, Branch *branch)
{
  guint units = folder->units->len;
  guint pieces = (units + CHUNK_FILES - 1) / CHUNK_FILES;

  folder->pending = (int) pieces;
  for (guint i = pieces - 1; i > 0; i--)
    {
      Task *task = g_new0 (Task, 1);
      task->folder = susun_folder_ref (folder);
      task->branch = branch;
      task->first_unit = i * CHUNK_FILES;
      task->last_unit = MIN (units, (i + 1) * CHUNK_FILES);
      push_task (reader->scan, task);
    }
  read_piece (reader, folder, 0, MIN (units, CHUNK_FILES));
}

static gboolean
enter_folder (SusunScan *self, int fd, const char *rel, SusunWalkCounts *passed)
{
  const SusunIdentity *root = susun_root_get_identity (self->root);
  SusunIdentity identity;

  if (susun_sys_identity (fd, &identity) < 0)
    return FALSE;
  /* Another disk mounted inside is not part of this folder; the user can name it as a source. */
  if (identity.dev != root->dev || identity.mount_id != root->mount_id)
    {
      susun_walk_counts_pass (passed, SUSUN_PASSED_MOUNT, "", rel);
      return FALSE;
    }
  g_mutex_lock (&self->lock);
  gboolean first_time = susun_folder_set_add (self->seen, &identity);
  g_mutex_unlock (&self->lock);
  if (!first_time)
    susun_walk_counts_pass (passed, SUSUN_PASSED_LOOP, "", rel);
  return first_time;
}

/* A folder that cannot be read is told as one unreadable item, so that the sheet adds up. */
static void
hand_on_unreadable (Reader *reader, const char *rel, const GError *error)
{
  SusunScan *self = reader->scan;

  if (susun_root_is_away (self->root))
    {
      take_error (self,
                  g_error_new (SUSUN_ERROR, SUSUN_ERROR_AWAY,
                               _ ("The folder “%s” went away while it was being read. Nothing "
                                  "was changed; connect the disk and start again."),
                               susun_root_get_path (self->root)));
      return;
    }
  Batch *batch = g_new0 (Batch, 1);
  batch->captures = susun_captures_new_unreadable (rel, self->root_id, error);
  g_mutex_lock (&self->lock);
  push_batch (self, batch);
  g_mutex_unlock (&self->lock);
}

static void
push_subfolders (SusunScan *self, const SusunFolder *folder, guint depth, Branch *branch)
{
  for (guint i = folder->listing->folders->len; i > 0; i--)
    {
      const char *name = folder->listing->folders->pdata[i - 1];
      Task *task = g_new0 (Task, 1);
      task->rel
          = *folder->rel == '\0' ? g_strdup (name) : g_strconcat (folder->rel, "/", name, NULL);
      task->depth = depth + 1;
      task->branch = branch;
      if (depth == 0 && self->branch_ended != NULL)
        {
          task->branch = g_new0 (Branch, 1);
          task->branch->name = g_strdup (name);
        }
      push_task (self, task);
    }
}

static void
read_folder (Reader *reader, const Task *task)
{
  SusunScan *self = reader->scan;
  g_autoptr (SusunWalkCounts) passed = susun_walk_counts_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunFolder) folder = NULL;
  int fd = susun_sys_open_beneath (susun_root_get_fd (self->root),
                                   *task->rel == '\0' ? "." : task->rel, O_RDONLY | O_DIRECTORY, 0);

  if (fd < 0)
    {
      g_autofree char *name = susun_path_display (task->rel);
      susun_throw_errno (&error, _ ("Opening the folder “%s”"), name);
      hand_on_unreadable (reader, task->rel, error);
      return;
    }
  if (!enter_folder (self, fd, task->rel, passed))
    close (fd);
  else
    {
      folder = susun_folder_read (fd, task->rel, task->depth, self->root_id, self->filter,
                                  self->only, passed, &error);
      if (folder == NULL)
        hand_on_unreadable (reader, task->rel, error);
    }

  g_mutex_lock (&self->lock);
  susun_walk_counts_merge (self->counts, passed);
  g_mutex_unlock (&self->lock);
  if (folder == NULL)
    return;
  if (self->recursive)
    push_subfolders (self, folder, task->depth, task->branch);
  if (folder->units->len > 0 && (task->depth > 0 || self->branch_ended == NULL))
    read_folder_files (reader, folder, task->branch);
}

/* With the lock held. */
static void
end_task (SusunScan *self, Task *task)
{
  char *ended = leave_branch (task);

  task_free (task);
  if (ended == NULL)
    return;
  Batch *batch = g_new0 (Batch, 1);
  batch->ended = ended;
  push_batch (self, batch);
}

static gpointer
scan_in_worker (gpointer data)
{
  SusunScan *self = data;
  Reader reader = { .scan = self };

  susun_file_reader_init (&reader.files, susun_root_get_path (self->root), self->dating);
  g_mutex_lock (&self->lock);
  for (;;)
    {
      while (!self->stop && self->tasks.length == 0 && self->outstanding > 0)
        g_cond_wait (&self->work, &self->lock);
      if (self->stop || self->tasks.length == 0)
        break;
      Task *task = g_queue_pop_head (&self->tasks);
      g_mutex_unlock (&self->lock);

      if (task->folder == NULL)
        read_folder (&reader, task);
      else
        {
          read_piece (&reader, task->folder, task->first_unit, task->last_unit);
          g_clear_pointer (&task->folder, susun_folder_unref);
        }

      g_mutex_lock (&self->lock);
      end_task (self, task);
      self->outstanding--;
      if (self->outstanding == 0)
        {
          g_cond_broadcast (&self->work);
          g_cond_broadcast (&self->ready);
        }
    }
  g_mutex_unlock (&self->lock);

  susun_file_reader_clear (&reader.files);
  return NULL;
}

static Batch *
next_finished (SusunScan *self)
{
  Batch *batch;

  g_mutex_lock (&self->lock);
  while (!self->stop && self->finished.length == 0 && self->outstanding > 0)
    g_cond_wait (&self->ready, &self->lock);
  batch = self->stop ? NULL : g_queue_pop_head (&self->finished);
  g_cond_signal (&self->room);
  g_mutex_unlock (&self->lock);
  return batch;
}

static gboolean
take_batch (SusunScan *self, Batch *batch, SusunEvidence *evidence, SusunScanSink sink,
            gpointer user_data, GError **error)
{
  if (batch->ended != NULL)
    return self->branch_ended (batch->ended, user_data, error);
  if (batch->captures->len > 0 && !sink (batch->captures, user_data, error))
    return FALSE;
  if (batch->folder == NULL)
    return TRUE;

  SusunFolderDating how = folder_dating (self, evidence);
  susun_folder_keep_awaiting (batch->folder, batch->captures);
  return !batch->last || susun_folder_revise (batch->folder, &how, self->revised, user_data, error);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  SusunScan *self = user_data;

  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_broadcast (&self->work);
  g_cond_broadcast (&self->room);
  g_cond_broadcast (&self->ready);
  g_mutex_unlock (&self->lock);
}

gboolean
susun_scan_run (SusunScan *self, guint workers, SusunScanSink sink, gpointer user_data,
                SusunJob *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  Task *start = g_new0 (Task, 1);
  gulong handler = 0;

  self->job = job;
  self->cancellable = cancellable;
  start->rel = g_strdup (self->start);
  push_task (self, start);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  for (guint i = 0; i < MAX (1, workers); i++)
    g_ptr_array_add (threads, g_thread_new ("susun-scan", scan_in_worker, self));

  for (;;)
    {
      g_autoptr (Batch) batch = next_finished (self);
      g_autoptr (GError) failure = NULL;
      if (batch == NULL)
        break;
      if (!take_batch (self, batch, evidence, sink, user_data, &failure))
        take_error (self, g_steal_pointer (&failure));
    }

  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);
  g_cancellable_disconnect (cancellable, handler);
  self->job = NULL;
  self->cancellable = NULL;
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
