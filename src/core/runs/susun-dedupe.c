// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-dedupe.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/manifest/susun-dedupe-report.h"
#include "core/manifest/susun-state-file.h"
#include "core/manifest/susun-verify-report.h"
#include "core/runs/susun-appended-csv-private.h"
#include "core/runs/susun-apply-private.h"
#include "core/runs/susun-dedupe-plan-private.h"
#include "core/runs/susun-export-private.h"
#include "core/runs/susun-new-file-private.h"
#include "core/runs/susun-preflight-private.h"

#define ROWS_BETWEEN_LOOKS 1024

struct _SusunDedupeJob
{
  SusunRunJob parent_instance;

  SusunDedupeOptions *options; /* (owned) */
  gboolean resuming;

  SusunStore *store; /* (borrowed), while it runs */
  SusunRunRoots *roots;
  SusunRoot *archive;         /* (owned) (nullable) */
  SusunRoot *quarantine;      /* (owned) (nullable) */
  SusunEqualCopies *copies;   /* (owned) (nullable) */
  SusunStateFile *state_file; /* (owned) (nullable): not in a dry run, which leaves it alone */
  SusunState state;
  char *chain_id;
  guint64 outside;    /* rows whose copy is not below the archive */
  guint64 unverified; /* rows that prove nothing */
  guint first_group;  /* the window */
  guint n_groups;
};

G_DEFINE_FINAL_TYPE (SusunDedupeJob, susun_dedupe_job, SUSUN_TYPE_RUN_JOB)

static void
susun_dedupe_job_init (SusunDedupeJob *self)
{
  self->roots = susun_run_roots_new ();
  self->state = (SusunState) SUSUN_STATE_INIT;
}

static void
susun_dedupe_job_finalize (GObject *object)
{
  SusunDedupeJob *self = SUSUN_DEDUPE_JOB (object);

  susun_run_roots_free (self->roots);
  g_clear_pointer (&self->archive, susun_root_unref);
  g_clear_pointer (&self->quarantine, susun_root_unref);
  g_clear_pointer (&self->copies, susun_equal_copies_free);
  g_clear_pointer (&self->state_file, susun_state_file_free);
  g_free (self->chain_id);
  g_clear_pointer (&self->options, susun_dedupe_options_free);
  G_OBJECT_CLASS (susun_dedupe_job_parent_class)->finalize (object);
}

/* --- the manifest */

/* Every row must be of the run that was named, or all of one: before anything is touched. */
static gboolean
check_run_id (SusunDedupeJob *self, SusunVerifyReader *reader, const char *run_id, GError **error)
{
  const char *expected = self->options->expected_run_id;
  gulong line = susun_csv_reader_get_line (susun_verify_reader_get_csv (reader));

  if (*run_id == '\0')
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("Line %lu of the manifest has no run_id. Nothing was "
                           "touched."),
                        line);
  if (strcmp (expected, "auto") != 0 && strcmp (expected, run_id) != 0)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("Line %lu of the manifest is of the run %s, not of "
                           "%s. Nothing was touched."),
                        line, run_id, expected);
  if (self->chain_id != NULL && strcmp (self->chain_id, run_id) != 0)
    return susun_throw (
        error, SUSUN_ERROR_REFUSED,
        _ ("The manifest mixes rows of several runs (line %lu). Nothing was touched."), line);
  if (self->chain_id == NULL)
    self->chain_id = g_strdup (run_id);
  return TRUE;
}

static void
take_row (SusunDedupeJob *self, const SusunVerifyRow *row)
{
  const char *rel = susun_path_below (row->destination_path, self->options->archive_root);

  if (row->status != SUSUN_VERIFICATION_VERIFIED || row->destination_hash == NULL
      || row->source_hash == NULL || !susun_hash_equal (row->source_hash, row->destination_hash))
    self->unverified++;
  else if (rel == NULL || !susun_path_is_safe_relative (rel))
    self->outside++;
  else
    susun_equal_copies_add (self->copies, rel, row->destination_hash);
}

static gboolean
read_manifest (SusunDedupeJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (SusunVerifyReader) reader
      = susun_verify_reader_new (susun_csv_reader_open (self->options->manifest, error), error);
  SusunVerifyRow row;
  SusunCsvStep step = SUSUN_CSV_ERROR;

  self->copies = susun_equal_copies_new (self->options->global);
  for (guint64 count = 0;
       reader != NULL && (step = susun_verify_reader_next (reader, &row, error)) == SUSUN_CSV_ROW;
       count++)
    {
      if ((count % ROWS_BETWEEN_LOOKS == 0
           && g_cancellable_set_error_if_cancelled (cancellable, error))
          || !check_run_id (self, reader, row.run_id, error))
        return FALSE;
      take_row (self, &row);
    }
  if (step == SUSUN_CSV_ERROR)
    return FALSE;
  susun_equal_copies_sort (self->copies);
  return TRUE;
}

static void
tell_passed_rows (SusunDedupeJob *self)
{
  if (self->outside > 0)
    susun_run_job_remark (
        SUSUN_RUN_JOB (self),
        ngettext ("%lu row was passed over: its copy is not below the archive",
                  "%lu rows were passed over: their copies are not below the archive",
                  (gulong) self->outside),
        (gulong) self->outside);
  if (self->unverified > 0)
    susun_run_job_remark (SUSUN_RUN_JOB (self),
                          ngettext ("%lu row was passed over: it is not verified",
                                    "%lu rows were passed over: they are not verified",
                                    (gulong) self->unverified),
                          (gulong) self->unverified);
}

static void
tell_kept_together (SusunDedupeJob *self, guint64 count)
{
  if (count > 0)
    susun_run_job_remark (
        SUSUN_RUN_JOB (self),
        ngettext ("%lu duplicate was left where it is, because a file that belongs "
                  "to it is no duplicate",
                  "%lu duplicates were left where they are, because files that "
                  "belong to them are no duplicates",
                  (gulong) count),
        (gulong) count);
}

/* --- what is written */

static SusunAppendedFrom
from_state (const SusunDedupeJob *self, gint64 length)
{
  return self->state.cursor == 0 && length < 0 ? SUSUN_APPENDED_BEGUN
                                               : susun_appended_csv_from (length);
}

static gboolean
check_outputs (SusunDedupeJob *self, GError **error)
{
  const SusunDedupeOptions *options = self->options;
  const SusunState *state = &self->state;

  if (strcmp (options->keep_out, options->dupes_out) == 0)
    return susun_throw (error, SUSUN_ERROR_INVALID,
                        _ ("The list of kept files and the list of duplicates must be two files"));
  if (self->state_file == NULL)
    return susun_new_file_check (options->keep_out, error)
           && susun_new_file_check (options->dupes_out, error);
  return susun_appended_csv_check (options->keep_out, susun_dedupe_keep_columns,
                                   from_state (self, state->keep_bytes), state->keep_bytes, error)
         && susun_appended_csv_check (options->dupes_out, susun_dedupe_duplicate_columns,
                                      from_state (self, state->dupes_bytes), state->dupes_bytes,
                                      error);
}

/* What will be written is cut back to what the state file counts: it must know the lengths before
 * the first row comes. */
static gboolean
begin_output (SusunDedupeJob *self, const char *path, const char *const *columns, gint64 *length,
              GError **error)
{
  g_autoptr (SusunCsvWriter) writer
      = susun_appended_csv_open (path, columns, from_state (self, *length), *length, error);

  if (writer == NULL)
    return FALSE;
  *length = (gint64) susun_csv_writer_get_length (writer);
  return TRUE;
}

static gboolean
begin_outputs (SusunDedupeJob *self, GError **error)
{
  const SusunDedupeOptions *options = self->options;
  SusunState state = self->state;

  if (self->state_file == NULL || (state.keep_bytes >= 0 && state.dupes_bytes >= 0))
    return TRUE;
  if (!begin_output (self, options->keep_out, susun_dedupe_keep_columns, &state.keep_bytes, error)
      || !begin_output (self, options->dupes_out, susun_dedupe_duplicate_columns,
                        &state.dupes_bytes, error))
    return FALSE;
  self->state = state;
  return susun_state_file_write (self->state_file, &state, error);
}

typedef gboolean (*WriteRows) (const SusunExport *export, gboolean global, SusunCsvWriter *writer,
                               GError **error);

/* A new file, complete at once; or with a state file at the end of what is there. @length: (inout)
 */
static gboolean
write_output (SusunDedupeJob *self, const SusunExport *export, const char *path,
              const char *const *columns, WriteRows rows, gint64 *length, GError **error)
{
  gboolean global = self->options->global;
  int fd = -1;

  if (self->state_file != NULL)
    {
      g_autoptr (SusunCsvWriter) writer
          = susun_appended_csv_open (path, columns, from_state (self, *length), *length, error);
      if (writer == NULL || !rows (export, global, writer, error)
          || !susun_csv_writer_sync (writer, error))
        return FALSE;
      *length = (gint64) susun_csv_writer_get_length (writer);
      return TRUE;
    }
  g_autoptr (SusunNewFile) file = susun_new_file_begin (path, export->run->run_id, &fd, error);
  if (file == NULL)
    return FALSE;
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (fd, path);
  return susun_csv_writer_header (writer, columns, error) && rows (export, global, writer, error)
         && susun_csv_writer_sync (writer, error) && susun_new_file_publish (file, error);
}

/* Is the state file past this run? Then it was finished, but for its last commit. */
static gboolean
is_counted (const SusunDedupeJob *self)
{
  return self->state_file != NULL && self->n_groups > 0
         && self->state.cursor >= (guint64) self->first_group + self->n_groups;
}

static gboolean
write_outputs (SusunDedupeJob *self, GCancellable *cancellable, GError **error)
{
  const SusunDedupeOptions *options = self->options;
  g_auto (SusunExport) export = { 0 };
  SusunState state = self->state;

  if (is_counted (self))
    return TRUE;
  susun_job_begin_phase (SUSUN_JOB (self), SUSUN_PHASE_REPORTING, 0, 0);
  if (!susun_export_init (&export, self->store, susun_run_job_get_run (SUSUN_RUN_JOB (self)),
                          cancellable, error)
      || !write_output (self, &export, options->keep_out, susun_dedupe_keep_columns,
                        susun_export_dedupe_kept, &state.keep_bytes, error)
      || !write_output (self, &export, options->dupes_out, susun_dedupe_duplicate_columns,
                        susun_export_dedupe_duplicates, &state.dupes_bytes, error))
    return FALSE;
  if (self->state_file == NULL)
    return TRUE;
  state.cursor = (guint64) self->first_group + self->n_groups;
  self->state = state;
  return susun_state_file_write (self->state_file, &state, error);
}

/* --- the plan */

static gboolean
read_state (SusunDedupeJob *self, GError **error)
{
  g_autoptr (SusunStateFile) file = NULL;

  if (self->options->state_file == NULL)
    return TRUE;
  file = susun_state_file_open (self->options->state_file, &self->state, error);
  if (file == NULL)
    return FALSE;
  /* A dry run shows what a call would do, and counts nothing. */
  if (!self->options->dry_run)
    self->state_file = g_steal_pointer (&file);
  return TRUE;
}

static gboolean
open_roots (SusunDedupeJob *self, GError **error)
{
  const SusunDedupeOptions *options = self->options;
  g_autoptr (GPtrArray) roots = g_ptr_array_new ();
  g_autoptr (GError) failure = NULL;

  self->archive = susun_root_open (options->archive_root, error);
  if (self->archive == NULL)
    return FALSE;
  self->quarantine = susun_root_open (options->quarantine_root, &failure);
  if (self->quarantine == NULL && !g_error_matches (failure, SUSUN_ERROR, SUSUN_ERROR_AWAY))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  g_ptr_array_add (roots, self->archive);
  if (!susun_preflight_quarantine (self->quarantine, options->quarantine_root, roots, error))
    return FALSE;
  if (options->dry_run)
    return TRUE;
  if (!susun_preflight_writable (self->archive, error))
    return FALSE;
  if (self->quarantine == NULL)
    self->quarantine = susun_root_open_or_make (options->quarantine_root, NULL, error);
  return self->quarantine != NULL && susun_preflight_writable (self->quarantine, error);
}

/* The quarantine's row is there also when the folder is not: a dry run does not make it. Returns:
 * its id, or 0 */
static gint64
record_quarantine (SusunDedupeJob *self, const SusunRun *run, GError **error)
{
  SusunRootRow row
      = { .run = run->id, .role = SUSUN_ROOT_QUARANTINE, .path = self->options->quarantine_root };

  if (self->quarantine != NULL)
    return susun_run_roots_add (self->roots, self->store, run->id, SUSUN_ROOT_QUARANTINE,
                                self->quarantine, error);
  if (!susun_store_begin (self->store, error))
    return 0;
  if (susun_store_add_root (self->store, &row, error) && susun_store_commit (self->store, error))
    return row.id;
  susun_store_rollback (self->store);
  return 0;
}

/* Which groups this call is about; kept with the run, for the state file of one that goes on. */
static void
choose_window (SusunDedupeJob *self)
{
  guint all = susun_equal_copies_get_n_groups (self->copies);
  guint64 limit = self->options->limit;

  self->first_group = (guint) MIN (self->state.cursor, all);
  self->n_groups = all - self->first_group;
  if (limit > 0 && limit < self->n_groups)
    self->n_groups = (guint) limit;
}

/* The choices, the window they led to, and whether the plan for it is there. */
static char *
dup_options (SusunDedupeJob *self, gboolean planned)
{
  g_autofree char *json = susun_dedupe_options_to_json (self->options);
  g_autoptr (JsonObject) object = susun_options_parse (json, NULL);

  json_object_set_int_member (object, "first_group", self->first_group);
  json_object_set_int_member (object, "n_groups", self->n_groups);
  json_object_set_boolean_member (object, "planned", planned);
  return susun_options_print (object);
}

static gboolean
make_plan (SusunDedupeJob *self, SusunRun *run, gint64 archive_id, gint64 quarantine_id,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (SusunTogether) together = susun_together_new (
      self->store, run->chain_id, self->options->archive_root, self->copies, cancellable, error);
  g_autoptr (SusunChain) chain
      = together != NULL ? susun_chain_new (self->store, run->chain_id, error) : NULL;
  SusunDedupePlan plan = {
    .store = self->store,
    .run = run,
    .copies = self->copies,
    .together = together,
    .chain = chain,
    .archive = self->archive,
    .archive_id = archive_id,
    .quarantine = self->quarantine,
    .quarantine_id = quarantine_id,
    .dry_run = self->options->dry_run,
    .job = SUSUN_JOB (self),
    .cancellable = cancellable,
  };

  if (chain == NULL || !susun_store_begin (self->store, error))
    return FALSE;
  if (!susun_dedupe_plan_groups (&plan, self->first_group, self->n_groups, error)
      || !susun_store_commit (self->store, error))
    {
      susun_store_rollback (self->store);
      return FALSE;
    }
  tell_kept_together (self, plan.kept_together);
  g_free (run->options);
  run->options = dup_options (self, TRUE);
  return susun_run_job_set_state (SUSUN_RUN_JOB (self), self->store, SUSUN_RUN_STATE_PLANNED,
                                  error);
}

static gboolean
lock_roots (SusunDedupeJob *self, GError **error)
{
  return self->options->dry_run
         || susun_run_roots_lock (self->roots,
                                  1u << SUSUN_ROOT_ARCHIVE | 1u << SUSUN_ROOT_QUARANTINE, error);
}

static gboolean
prepare (SusunDedupeJob *self, GCancellable *cancellable, GError **error)
{
  SusunRun *run;
  gint64 archive_id, quarantine_id;

  susun_job_begin_phase (SUSUN_JOB (self), SUSUN_PHASE_PLANNING, 0, 0);
  if (!read_state (self, error) || !read_manifest (self, cancellable, error)
      || !check_outputs (self, error) || !open_roots (self, error))
    return FALSE;
  choose_window (self);
  run = susun_run_job_begin (SUSUN_RUN_JOB (self), self->store, SUSUN_RUN_DEDUPE, SUSUN_MODE_NONE,
                             self->chain_id, dup_options (self, FALSE), self->chain_id, error);
  if (run == NULL)
    return FALSE;
  run->manifest = g_strdup (self->options->manifest);
  tell_passed_rows (self);
  archive_id = susun_run_roots_add (self->roots, self->store, run->id, SUSUN_ROOT_ARCHIVE,
                                    self->archive, error);
  quarantine_id = archive_id != 0 ? record_quarantine (self, run, error) : 0;
  return quarantine_id != 0 && lock_roots (self, error) && begin_outputs (self, error)
         && make_plan (self, run, archive_id, quarantine_id, cancellable, error);
}

static gboolean
begin_again (SusunDedupeJob *self, GError **error)
{
  const SusunRun *run = susun_run_job_get_run (SUSUN_RUN_JOB (self));
  g_autoptr (JsonObject) object = susun_options_parse (run->options, error);

  if (object == NULL)
    return FALSE;
  if (!susun_options_get_boolean (object, "planned"))
    return susun_run_job_refuse_to_resume (error);
  self->first_group = (guint) MAX (0, susun_options_get_int (object, "first_group", 0));
  self->n_groups = (guint) MAX (0, susun_options_get_int (object, "n_groups", 0));
  if (!read_state (self, error))
    return FALSE;
  /* A dry run has nothing to be done, and no quarantine that would have to be there. */
  return self->options->dry_run
         || (susun_run_roots_load (self->roots, self->store, run->id, error)
             && lock_roots (self, error));
}

/* --- what the user wants to keep */

/* The ids of groups that are not to go, because one of them is not. */
static gboolean
list_spared_groups (SusunDedupeJob *self, const GArray *overrides, GHashTable *spared,
                    GError **error)
{
  for (guint i = 0; i < overrides->len; i++)
    {
      const SusunOverride *override = &g_array_index (overrides, SusunOverride, i);
      g_auto (SusunItem) item = { 0 };
      if (!override->left_out)
        continue;
      if (!susun_store_get_item (self->store, override->item, &item, error))
        return FALSE;
      gint64 group = item.group != 0 ? item.group : item.id;
      g_hash_table_add (spared, g_memdup2 (&group, sizeof group));
    }
  return TRUE;
}

static gboolean
leave_out (SusunDedupeJob *self, GHashTable *spared, GError **error)
{
  SusunItemQuery query = {
    .run = susun_run_job_peek (SUSUN_RUN_JOB (self))->id,
    .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_PLANNED,
  };
  g_autoptr (GPtrArray) items = susun_store_list_items (self->store, &query, error);
  gboolean ok = items != NULL && susun_store_begin (self->store, error);

  if (!ok)
    return FALSE;
  for (guint i = 0; ok && i < items->len; i++)
    {
      const SusunItem *item = items->pdata[i];
      gint64 group = item->group != 0 ? item->group : item->id;
      ok = !g_hash_table_contains (spared, &group)
           || susun_store_set_item_state (self->store, item->id, SUSUN_ITEM_LEFT_OUT, error);
    }
  return susun_store_end (self->store, ok, error);
}

static gboolean
spare_left_out (SusunDedupeJob *self, GError **error)
{
  const SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  g_autoptr (GArray) overrides = susun_store_list_overrides (self->store, run->id, error);
  g_autoptr (GHashTable) spared = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  if (overrides == NULL || !list_spared_groups (self, overrides, spared, error))
    return FALSE;
  return g_hash_table_size (spared) == 0 || leave_out (self, spared, error);
}

/* --- the run */

static gboolean
apply_plan (SusunDedupeJob *self, GCancellable *cancellable, GError **error)
{
  SusunApply apply = {
    .job = SUSUN_RUN_JOB (self),
    .store = self->store,
    .run = susun_run_job_peek (SUSUN_RUN_JOB (self)),
    .roots = self->roots,
    .cancellable = cancellable,
    .workers = self->options->workers,
    .occupied = SUSUN_OCCUPIED_NUMBER,
    .phase = SUSUN_PHASE_MOVING,
  };

  return susun_apply_run (&apply, error);
}

static gboolean
susun_dedupe_job_work (SusunRunJob *job, SusunStore *store, GCancellable *cancellable,
                       GError **error)
{
  SusunDedupeJob *self = SUSUN_DEDUPE_JOB (job);

  self->store = store;
  if (!(self->resuming ? begin_again (self, error) : prepare (self, cancellable, error)))
    return FALSE;
  if (self->options->plan_only && !self->resuming)
    {
      susun_run_roots_unlock (self->roots);
      susun_run_job_wait_planned (job);
      return TRUE;
    }
  if (!spare_left_out (self, error))
    return FALSE;
  if ((!self->options->dry_run && !apply_plan (self, cancellable, error))
      || !write_outputs (self, cancellable, error))
    return FALSE;
  susun_run_roots_unlock (self->roots);
  return TRUE;
}

static void
susun_dedupe_job_class_init (SusunDedupeJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_dedupe_job_finalize;
  SUSUN_RUN_JOB_CLASS (klass)->work = susun_dedupe_job_work;
}

SusunJob *
susun_dedupe_job_new (SusunDedupeOptions *options)
{
  SusunDedupeJob *self = g_object_new (SUSUN_TYPE_DEDUPE_JOB, NULL);

  self->options = options;
  return SUSUN_JOB (self);
}

SusunJob *
susun_dedupe_job_new_resume (SusunRun *run, guint workers, GError **error)
{
  g_autoptr (SusunRun) owned = run;
  SusunDedupeOptions *options = susun_dedupe_options_from_json (run->options, error);

  if (options == NULL)
    return NULL;
  if (workers > 0)
    options->workers = workers;
  SusunDedupeJob *self = SUSUN_DEDUPE_JOB (susun_dedupe_job_new (options));
  self->resuming = TRUE;
  susun_run_job_adopt (SUSUN_RUN_JOB (self), g_steal_pointer (&owned));
  return SUSUN_JOB (self);
}
