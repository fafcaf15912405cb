// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-verify.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/runs/susun-run-job-private.h"
#include "core/runs/susun-verify-record-private.h"
#include "core/runs/susun-verify-survey-private.h"

/* One batch: what a kill costs at most, and what is committed together. */
#define BATCH_ROWS 256
#define BATCH_BYTES (G_GUINT64_CONSTANT (1) << 30)

struct _SusunVerifyJob
{
  SusunRunJob parent_instance;

  SusunVerifyOptions *options; /* (owned) */

  /* While it runs. */
  SusunVerifySurvey survey;
  SusunVerifyRecord *record; /* (owned) */
  SusunRunRoots *roots;      /* (owned) */
  GPtrArray *away;           /* (owned) (element-type filename): roots that are not there */
  SusunReaders *readers;     /* (owned) */
  SusunAnywhere *anywhere;   /* (owned) (nullable): made when it is first needed */
};

G_DEFINE_FINAL_TYPE (SusunVerifyJob, susun_verify_job, SUSUN_TYPE_RUN_JOB)

/* --- the folders */

/* @needed: without it there is nothing to be done. */
static gboolean
add_root (SusunVerifyJob *self, SusunStore *store, SusunRootRole role, const char *path,
          gboolean needed, GError **error)
{
  SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  g_autoptr (GError) failure = NULL;
  g_autoptr (SusunRoot) root = susun_root_open (path, &failure);

  if (root != NULL)
    return susun_run_roots_add (self->roots, store, run->id, role, root, error) != 0;
  if (needed || !g_error_matches (failure, SUSUN_ERROR, SUSUN_ERROR_AWAY))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_ptr_array_add (self->away, g_strdup (path));
  susun_run_job_remark (SUSUN_RUN_JOB (self), "%s", failure->message);
  return TRUE;
}

/* The folders of the organize run that the report is of. Returns: (nullable): NULL without error
 * when the history does not know it */
static GPtrArray *
list_known_roots (SusunVerifyJob *self, SusunStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (SusunRun) organize
      = self->survey.run_id != NULL
            ? susun_store_find_run (store, self->survey.run_id, 1u << SUSUN_RUN_ORGANIZE, &failure)
            : NULL;

  if (organize != NULL)
    return susun_store_list_roots (store, organize->id, error);
  if (failure != NULL && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* Verifying against nothing would only say that all is missing: with the archive or all sources
 * away there is nothing to be done, unless the rows can do without. */
static gboolean
add_roots (SusunVerifyJob *self, SusunStore *store, GError **error)
{
  const SusunVerifySurvey *survey = &self->survey;
  gboolean archive_needed = survey->planned_only < survey->window_rows;
  gboolean source_needed = !self->options->anywhere && survey->self_proving < survey->window_rows;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) rows = list_known_roots (self, store, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const SusunRootRow *row = rows->pdata[i];
      if (row->role != SUSUN_ROOT_QUARANTINE
          && !add_root (self, store, row->role, row->path,
                        row->role == SUSUN_ROOT_ARCHIVE && archive_needed, error))
        return FALSE;
    }
  if (rows == NULL
      && ((survey->source_parent != NULL
           && !add_root (self, store, SUSUN_ROOT_SOURCE, survey->source_parent, FALSE, error))
          || (survey->archive != NULL
              && !add_root (self, store, SUSUN_ROOT_ARCHIVE, survey->archive, archive_needed,
                            error))))
    return FALSE;

  if (source_needed && self->away->len > 0
      && susun_run_roots_first (self->roots, SUSUN_ROOT_SOURCE) == 0)
    {
      g_autofree char *display = susun_path_display (self->away->pdata[0]);
      return susun_throw (error, SUSUN_ERROR_AWAY,
                          _ ("“%s” is not there now, so its files cannot be compared with the "
                             "archive. Connect the disk and try again."),
                          display);
    }
  return TRUE;
}

/* Files that are missing may mean that a disk was pulled out: then nothing is said about them. */
static gboolean
check_roots (SusunVerifyJob *self, GPtrArray *pairs, GError **error)
{
  gboolean doubtful = FALSE;

  for (guint i = 0; i < pairs->len && !doubtful; i++)
    {
      const SusunVerifyPair *pair = pairs->pdata[i];
      doubtful = pair->source.reading.error != NULL || pair->destination.reading.error != NULL;
    }
  for (guint i = 0; doubtful && i < susun_run_roots_count (self->roots); i++)
    {
      SusunRoot *root = susun_run_roots_get (self->roots, susun_run_roots_get_id (self->roots, i));
      if (!susun_root_is_away (root))
        continue;
      g_autofree char *display = susun_path_display (susun_root_get_path (root));
      return susun_throw (error, SUSUN_ERROR_AWAY,
                          _ ("The folder or disk “%s” went away. What was verified so far stands; "
                             "connect it and resume the run."),
                          display);
    }
  return TRUE;
}

/* --- one batch */

/* Returns: (element-type SusunVerifyPair): empty at the end of the window */
static GPtrArray *
read_batch (SusunVerifyJob *self, SusunOrganizeReader *reader, guint64 *bytes, GError **error)
{
  const SusunVerifyPlaces places = { self->roots, self->away };
  g_autoptr (GPtrArray) pairs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_verify_pair_free);
  SusunOrganizeRow row;

  *bytes = 0;
  while (pairs->len < BATCH_ROWS && *bytes < BATCH_BYTES)
    {
      guint64 number = self->record->totals.cursor + pairs->len;
      if (susun_verify_record_is_beyond (self->record, number))
        break;
      SusunCsvStep step = susun_organize_reader_next (reader, &row, error);
      if (step == SUSUN_CSV_ERROR)
        return NULL;
      if (step == SUSUN_CSV_END)
        break;
      *bytes += (guint64) MAX (0, row.file_size_bytes);
      g_ptr_array_add (pairs, susun_verify_pair_new (&row, number + 1, &places));
    }
  return g_steal_pointer (&pairs);
}

static gboolean
read_files (SusunVerifyJob *self, GPtrArray *pairs, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) readings = g_ptr_array_new ();

  /* First all originals, then all copies: on one disk that spins the heads travel less. */
  for (guint i = 0; i < pairs->len; i++)
    g_ptr_array_add (readings, &((SusunVerifyPair *) pairs->pdata[i])->source.reading);
  for (guint i = 0; i < pairs->len; i++)
    g_ptr_array_add (readings, &((SusunVerifyPair *) pairs->pdata[i])->destination.reading);
  susun_readers_look (self->readers, readings);

  g_ptr_array_set_size (readings, 0);
  for (guint i = 0; i < pairs->len; i++)
    susun_verify_pair_add_readings (pairs->pdata[i], self->options->anywhere, readings);
  if (!susun_readers_hash (self->readers, readings, cancellable, error))
    return FALSE;
  for (guint i = 0; i < pairs->len; i++)
    susun_verify_pair_judge (pairs->pdata[i]);
  return TRUE;
}

/* --anywhere: looks in the whole archive for what is not at its place. */
static gboolean
search_archive (SusunVerifyJob *self, GPtrArray *pairs, GCancellable *cancellable, GError **error)
{
  gint64 archive = susun_run_roots_first (self->roots, SUSUN_ROOT_ARCHIVE);
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (SusunWanted));
  g_autoptr (GPtrArray) seekers = g_ptr_array_new ();

  if (!self->options->anywhere || archive == 0)
    return TRUE;
  for (guint i = 0; i < pairs->len; i++)
    {
      SusunWanted one;
      if (!susun_verify_pair_is_wanted (pairs->pdata[i], &one))
        continue;
      g_array_append_val (wanted, one);
      g_ptr_array_add (seekers, pairs->pdata[i]);
    }
  if (wanted->len == 0)
    return TRUE;
  if (self->anywhere == NULL)
    self->anywhere
        = susun_anywhere_new (susun_run_roots_get (self->roots, archive), cancellable, error);
  if (self->anywhere == NULL
      || !susun_anywhere_find (self->anywhere, self->readers, wanted, cancellable, error))
    return FALSE;
  for (guint i = 0; i < wanted->len; i++)
    {
      const SusunReading *found = g_array_index (wanted, SusunWanted, i).found;
      if (found == NULL)
        continue;
      susun_verify_pair_move_destination (seekers->pdata[i], archive, found);
      susun_verify_pair_judge (seekers->pdata[i]);
    }
  return TRUE;
}

/* Ends the transaction. When that fails, the run keeps the totals that are committed: its end is
 * recorded with them. */
static gboolean
commit_totals (SusunVerifyJob *self, SusunStore *store, GError **error)
{
  SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  char *committed = g_steal_pointer (&run->totals);

  run->totals = susun_verify_totals_to_json (&self->record->totals);
  if (susun_store_update_run (store, run, error) && susun_store_commit (store, error))
    {
      g_free (committed);
      return TRUE;
    }
  g_free (run->totals);
  run->totals = committed;
  susun_store_rollback (store);
  return FALSE;
}

static gboolean
commit_items (SusunVerifyJob *self, SusunStore *store, GPtrArray *pairs, GError **error)
{
  const SusunRun *run = susun_run_job_get_run (SUSUN_RUN_JOB (self));

  if (!susun_store_begin (store, error))
    return FALSE;
  for (guint i = 0; i < pairs->len; i++)
    {
      SusunItem item;
      susun_verify_pair_to_item (pairs->pdata[i], &item);
      item.run = run->id;
      if (!susun_store_add_item (store, &item, error))
        {
          susun_store_rollback (store);
          return FALSE;
        }
    }
  return commit_totals (self, store, error);
}

/* The order is what makes a kill harmless: the rows are on disk, then the history counts them, then
 * the state file. What is not counted is cut off when the run goes on. */
static gboolean
record_batch (SusunVerifyJob *self, SusunStore *store, GPtrArray *pairs, GError **error)
{
  for (guint i = 0; i < pairs->len; i++)
    if (!susun_verify_record_add (self->record, pairs->pdata[i], error))
      return FALSE;
  return susun_verify_record_sync (self->record, error) && commit_items (self, store, pairs, error)
         && susun_verify_record_save_state (self->record, error);
}

static gboolean
verify_rows (SusunVerifyJob *self, SusunStore *store, GCancellable *cancellable, GError **error)
{
  SusunVerifyTotals *totals = &self->record->totals;
  g_autoptr (SusunOrganizeReader) reader
      = susun_verify_survey_open (&self->survey, self->options->input_csv, error);

  if (reader == NULL
      || susun_csv_reader_skip (susun_organize_reader_get_csv (reader), totals->cursor, error)
             == SUSUN_CSV_ERROR)
    return FALSE;
  for (;;)
    {
      guint64 bytes;
      if (!susun_job_go_on (SUSUN_JOB (self), cancellable, error))
        return FALSE;
      g_autoptr (GPtrArray) pairs = read_batch (self, reader, &bytes, error);
      if (pairs == NULL)
        return FALSE;
      if (pairs->len == 0)
        return TRUE;
      if (!read_files (self, pairs, cancellable, error)
          || !search_archive (self, pairs, cancellable, error) || !check_roots (self, pairs, error)
          || !record_batch (self, store, pairs, error))
        return FALSE;
      susun_readers_settle (self->readers, 2 * bytes);
      susun_job_add_done (SUSUN_JOB (self), pairs->len, 0);
      susun_job_tell_items (SUSUN_JOB (self), totals->verified + totals->unverified);
    }
}

/* --- the run */

static gboolean
write_list (SusunVerifyJob *self, GCancellable *cancellable, GError **error)
{
  const SusunRun *run = susun_run_job_get_run (SUSUN_RUN_JOB (self));
  const SusunVerifyTotals *totals = &self->record->totals;

  if (self->options->sha256sums == NULL)
    return TRUE;
  if (self->options->state_file != NULL && totals->cursor < self->survey.rows)
    {
      susun_run_job_remark (SUSUN_RUN_JOB (self), "%s",
                            _ ("The list of checksums is written when all rows are done"));
      return TRUE;
    }
  susun_job_begin_phase (SUSUN_JOB (self), SUSUN_PHASE_REPORTING, 0, 0);
  return susun_verify_record_write_list (self->record, run->run_id, cancellable, error);
}

static gboolean
begin_run (SusunVerifyJob *self, SusunStore *store, GError **error)
{
  SusunRun *run = susun_run_job_begin (
      SUSUN_RUN_JOB (self), store, SUSUN_RUN_VERIFY, SUSUN_MODE_NONE, self->survey.run_id,
      susun_verify_options_to_json (self->options), self->survey.run_id, error);

  return run != NULL;
}

/* Written down with the next state. */
static void
note_report (SusunVerifyJob *self)
{
  SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));

  g_free (run->manifest);
  run->manifest = g_strdup (self->options->input_csv);
  run->has_manifest_hash = TRUE;
  run->manifest_hash = self->survey.hash;
}

static gboolean
check_same_report (SusunVerifyJob *self, GError **error)
{
  const SusunRun *run = susun_run_job_get_run (SUSUN_RUN_JOB (self));

  if (!run->has_manifest_hash || susun_hash_equal (&run->manifest_hash, &self->survey.hash))
    return TRUE;
  g_autofree char *display = susun_path_display (self->options->input_csv);
  return susun_throw (error, SUSUN_ERROR_INVALID,
                      _ ("“%s” was changed since this verification began, so it cannot be "
                         "continued. Start a new one with new outputs."),
                      display);
}

static gboolean
work_on (SusunVerifyJob *self, SusunStore *store, GCancellable *cancellable, GError **error)
{
  const SusunVerifySurvey *survey = &self->survey;

  if (!susun_verify_record_open (self->record, error)
      || !susun_run_job_set_state (SUSUN_RUN_JOB (self), store, SUSUN_RUN_STATE_RUNNING, error)
      || !susun_store_begin (store, error) || !commit_totals (self, store, error)
      || !susun_verify_record_save_state (self->record, error))
    return FALSE;

  susun_job_begin_phase (SUSUN_JOB (self), SUSUN_PHASE_VERIFYING, survey->window_rows,
                         2 * survey->window_bytes);
  self->readers = susun_readers_new (SUSUN_JOB (self), self->options->workers);
  return verify_rows (self, store, cancellable, error) && write_list (self, cancellable, error);
}

/* How many rows of its window are still to be done? */
static guint64
get_limit (const SusunVerifyJob *self)
{
  const SusunVerifyTotals *totals = &self->record->totals;

  /* 0 would mean all: a window that is done has one row that is behind it. */
  if (self->options->limit == 0)
    return 0;
  return self->options->limit - MIN (self->options->limit - 1, totals->cursor - totals->first);
}

static gboolean
susun_verify_job_work (SusunRunJob *run_job, SusunStore *store, GCancellable *cancellable,
                       GError **error)
{
  SusunVerifyJob *self = SUSUN_VERIFY_JOB (run_job);
  const SusunRun *resumed = susun_run_job_get_run (run_job);

  susun_job_begin_phase (SUSUN_JOB (self), SUSUN_PHASE_SCANNING, 0, 0);
  self->record = susun_verify_record_new (self->options, resumed != NULL,
                                          resumed != NULL ? resumed->totals : NULL, error);
  if (self->record == NULL
      || !susun_verify_survey_read (&self->survey, self->options->input_csv,
                                    self->record->totals.cursor, get_limit (self), cancellable,
                                    error))
    return FALSE;
  self->roots = susun_run_roots_new ();
  self->away = g_ptr_array_new_with_free_func (g_free);
  if (resumed != NULL ? !check_same_report (self, error)
                            || !susun_run_roots_load (self->roots, store, resumed->id, error)
                      : !begin_run (self, store, error))
    return FALSE;
  note_report (self);
  return add_roots (self, store, error) && work_on (self, store, cancellable, error);
}

static void
susun_verify_job_finalize (GObject *object)
{
  SusunVerifyJob *self = SUSUN_VERIFY_JOB (object);

  g_clear_pointer (&self->anywhere, susun_anywhere_free);
  g_clear_pointer (&self->readers, susun_readers_free);
  g_clear_pointer (&self->record, susun_verify_record_free);
  g_clear_pointer (&self->roots, susun_run_roots_free);
  g_clear_pointer (&self->away, g_ptr_array_unref);
  susun_verify_survey_clear (&self->survey);
  g_clear_pointer (&self->options, susun_verify_options_free);
  G_OBJECT_CLASS (susun_verify_job_parent_class)->finalize (object);
}

static void
susun_verify_job_class_init (SusunVerifyJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_verify_job_finalize;
  SUSUN_RUN_JOB_CLASS (klass)->work = susun_verify_job_work;
}

static void
susun_verify_job_init (SusunVerifyJob *self)
{
}

SusunJob *
susun_verify_job_new (SusunVerifyOptions *options)
{
  SusunVerifyJob *self = g_object_new (SUSUN_TYPE_VERIFY_JOB, NULL);

  self->options = options;
  return SUSUN_JOB (self);
}

SusunJob *
susun_verify_job_new_resume (SusunRun *run, guint workers, GError **error)
{
  g_autoptr (SusunRun) owned = run;
  SusunVerifyOptions *options
      = susun_verify_options_from_json (run->options != NULL ? run->options : "", error);

  if (options == NULL)
    return NULL;
  if (workers > 0)
    options->workers = workers;
  SusunJob *self = susun_verify_job_new (options);
  susun_run_job_adopt (SUSUN_RUN_JOB (self), g_steal_pointer (&owned));
  return self;
}
