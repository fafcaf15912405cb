// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-quarantine.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/manifest/susun-quarantine-report.h"
#include "core/manifest/susun-state-file.h"
#include "core/manifest/susun-verify-report.h"
#include "core/plan/susun-name.h"
#include "core/runs/susun-appended-csv-private.h"
#include "core/runs/susun-apply-private.h"
#include "core/runs/susun-chain-private.h"
#include "core/runs/susun-export-private.h"
#include "core/runs/susun-new-file-private.h"
#include "core/runs/susun-preflight-private.h"

struct _SusunQuarantineJob
{
  SusunRunJob parent_instance;

  SusunQuarantineOptions *options; /* (owned) */
  gboolean resuming;
  char *results; /* (nullable): where they were written */

  SusunStore *store;
  SusunRunRoots *roots;
  SusunChain *chain;     /* (owned) */
  SusunRoot *quarantine; /* (owned) (nullable) */
  gint64 quarantine_id;
  SusunStateFile *state_file; /* (owned) (nullable) */
  SusunState state;
  guint64 first_row; /* the window */
  guint64 rows;      /* of the window that the manifest has */
  char *chain_id;
  GHashTable *verified; /* (element-type gint64 guint): verified members of each group */
  gint64 seq;
};

G_DEFINE_FINAL_TYPE (SusunQuarantineJob, susun_quarantine_job, SUSUN_TYPE_RUN_JOB)

static void
susun_quarantine_job_init (SusunQuarantineJob *self)
{
  self->roots = susun_run_roots_new ();
  self->verified = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->state = (SusunState) SUSUN_STATE_INIT;
}

static void
susun_quarantine_job_finalize (GObject *object)
{
  SusunQuarantineJob *self = SUSUN_QUARANTINE_JOB (object);

  susun_run_roots_free (self->roots);
  g_hash_table_unref (self->verified);
  g_clear_pointer (&self->chain, susun_chain_free);
  g_clear_pointer (&self->quarantine, susun_root_unref);
  g_clear_pointer (&self->state_file, susun_state_file_free);
  g_free (self->chain_id);
  g_free (self->results);
  susun_quarantine_options_free (self->options);
  G_OBJECT_CLASS (susun_quarantine_job_parent_class)->finalize (object);
}

const char *
susun_quarantine_job_get_results (SusunQuarantineJob *self)
{
  return self->results;
}

/* --- the manifest, first reading: nothing is touched before all of it is understood */

static SusunVerifyReader *
open_manifest (SusunQuarantineJob *self, GError **error)
{
  return susun_verify_reader_new (susun_csv_reader_open (self->options->manifest, error), error);
}

static gboolean
is_in_window (const SusunQuarantineJob *self, guint64 row)
{
  return row >= self->first_row
         && (self->options->limit == 0 || row - self->first_row < self->options->limit);
}

static gboolean
check_run_id (SusunQuarantineJob *self, const char *run_id, guint64 line, GError **error)
{
  const char *expected = self->options->expected_run_id;

  if (g_str_equal (expected, "auto"))
    expected = self->chain_id;
  if (*run_id != '\0' && (expected == NULL || g_str_equal (run_id, expected)))
    {
      if (self->chain_id == NULL)
        self->chain_id = g_strdup (run_id);
      return TRUE;
    }
  g_autofree char *display = susun_path_display (self->options->manifest);
  g_autofree char *found = susun_path_display (run_id);
  g_autofree char *where = g_strdup_printf ("%" G_GUINT64_FORMAT, line);
  return susun_throw (error, SUSUN_ERROR_REFUSED,
                      _ ("Line %s of “%s” has the run_id “%s”, not the expected “%s”. The whole "
                         "manifest was refused and nothing was touched."),
                      where, display, found, expected != NULL ? expected : "");
}

/* The run_id becomes a folder's name: it must be no path. */
static gboolean
check_chain_id (SusunQuarantineJob *self, GError **error)
{
  if (self->chain_id == NULL || g_uuid_string_is_valid (self->chain_id))
    return TRUE;
  g_autofree char *found = susun_path_display (self->chain_id);
  return susun_throw (error, SUSUN_ERROR_REFUSED,
                      _ ("The manifest's run_id “%s” is no UUID. Nothing was touched."), found);
}

static gboolean
check_rows (SusunQuarantineJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (SusunVerifyReader) reader = open_manifest (self, error);
  SusunVerifyRow row;
  SusunCsvStep step;
  guint64 number = 0;

  if (reader == NULL)
    return FALSE;
  while ((step = susun_verify_reader_next (reader, &row, error)) == SUSUN_CSV_ROW)
    {
      guint64 line = susun_csv_reader_get_line (susun_verify_reader_get_csv (reader));
      if (is_in_window (self, number))
        {
          self->rows++;
          if (!check_run_id (self, row.run_id, line, error))
            return FALSE;
        }
      number++;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return step == SUSUN_CSV_END && check_chain_id (self, error);
}

/* Second reading: which groups are proven as a whole, and, for a chain nobody knows, where its
 * files lie. */
static gboolean
survey_rows (SusunQuarantineJob *self, GError **error)
{
  g_autoptr (SusunVerifyReader) reader = open_manifest (self, error);
  SusunVerifyRow row;
  SusunCsvStep step;

  if (reader == NULL)
    return FALSE;
  while ((step = susun_verify_reader_next (reader, &row, error)) == SUSUN_CSV_ROW)
    {
      guint members;
      gint64 group;
      if (!g_str_equal (row.run_id, self->chain_id) || row.status != SUSUN_VERIFICATION_VERIFIED)
        continue;
      susun_chain_add_paths (self->chain, row.source_path, row.destination_path);
      group = susun_chain_get_group (self->chain, row.source_path, &members);
      if (group == 0)
        continue;
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->verified, &group)) + 1;
      gint64 *key = g_new (gint64, 1);
      *key = group;
      g_hash_table_replace (self->verified, key, GUINT_TO_POINTER (count));
    }
  return step == SUSUN_CSV_END;
}

/* --- the plan */

static void
leave (SusunItem *item, SusunCause cause, const char *note)
{
  item->state = SUSUN_ITEM_SKIPPED;
  item->cause = cause;
  item->note = g_strdup (note);
}

/* Fills in the copy that proves. @path: absolute */
static gboolean
find_keeper (SusunQuarantineJob *self, const char *path, SusunItem *item)
{
  g_autofree char *kept = NULL;
  const char *rel;
  SusunIdentity identity;

  item->ref_root = susun_run_roots_find (self->roots, SUSUN_ROOT_ARCHIVE, path, &rel);
  if (item->ref_root == 0)
    return FALSE;
  item->ref_path = g_strdup (rel);
  if (susun_root_identify (susun_run_roots_get (self->roots, item->ref_root), rel, &identity, NULL))
    return TRUE;
  /* Dedupe may have put that copy aside for a better name: then that one is the proof. */
  kept = susun_chain_find_kept (self->chain, path);
  gint64 root
      = kept != NULL ? susun_run_roots_find (self->roots, SUSUN_ROOT_ARCHIVE, kept, &rel) : 0;
  if (root == 0)
    return TRUE;
  item->ref_root = root;
  g_free (item->ref_path);
  item->ref_path = g_strdup (rel);
  return TRUE;
}

static gboolean
group_is_proven (SusunQuarantineJob *self, const SusunVerifyRow *row, SusunItem *item)
{
  guint members;

  item->group = susun_chain_get_group (self->chain, row->source_path, &members);
  return item->group == 0
         || GPOINTER_TO_UINT (g_hash_table_lookup (self->verified, &item->group)) >= members;
}

/* RUN_ID/PATH, each part of the path as that disk can keep it. */
static char *
dup_place (SusunQuarantineJob *self, const char *rel)
{
  const SusunNameRules windows = {
    .max_bytes = SUSUN_NAME_MAX,
    .flags = SUSUN_NAME_REFUSES_WINDOWS | SUSUN_NAME_REFUSES_NON_UTF8,
  };

  if (self->quarantine == NULL
      || !(susun_root_get_traits (self->quarantine) & SUSUN_FS_WINDOWS_NAMES))
    return g_strconcat (self->chain_id, "/", rel, NULL);
  g_auto (GStrv) parts = g_strsplit (rel, "/", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = parts[i];
      parts[i] = susun_name_make_legal (part, &windows, NULL);
    }
  g_autofree char *legal = g_strjoinv ("/", parts);
  return g_strconcat (self->chain_id, "/", legal, NULL);
}

/* Looks at one row and says what becomes of its original. */
static void
judge_row (SusunQuarantineJob *self, const SusunVerifyRow *row, SusunItem *item)
{
  g_autoptr (GError) error = NULL;
  const char *rel;

  if (row->status != SUSUN_VERIFICATION_VERIFIED || row->source_hash == NULL
      || row->destination_hash == NULL
      || !susun_hash_equal (row->source_hash, row->destination_hash))
    {
      leave (item, SUSUN_CAUSE_UNPROVEN, _ ("The manifest does not say that it is verified"));
      return;
    }
  item->has_hash = TRUE;
  item->hash = *row->source_hash;
  item->src_root = susun_run_roots_find (self->roots, SUSUN_ROOT_SOURCE, row->source_path, &rel);
  if (item->src_root == 0)
    {
      leave (item, SUSUN_CAUSE_OTHER,
             _ ("Its path does not lie in a source folder of this run; it was left alone"));
      return;
    }
  g_free (item->src_path);
  item->src_path = g_strdup (rel);
  if (!find_keeper (self, row->destination_path, item))
    {
      leave (item, SUSUN_CAUSE_UNPROVEN,
             _ ("Its copy does not lie in the archive of this run; it was left alone"));
      return;
    }
  if (!susun_root_identify (susun_run_roots_get (self->roots, item->src_root), rel, &item->identity,
                            &error))
    {
      leave (item, susun_cause_from_error (error), error->message);
      return;
    }
  if (row->file_size_bytes >= 0 && (guint64) row->file_size_bytes != item->identity.size)
    {
      leave (item, SUSUN_CAUSE_CHANGED, _ ("Its size is not what was verified; it was left alone"));
      return;
    }
  if (!group_is_proven (self, row, item))
    {
      leave (item, SUSUN_CAUSE_GROUP,
             _ ("A file that belongs to it is not verified; all were left where they are"));
      return;
    }
  if (item->identity.nlink > 1)
    item->note
        = g_strdup (_ ("It has another name elsewhere (a hard link): its space is not freed"));
  item->state = self->options->dry_run ? SUSUN_ITEM_REPORTED : SUSUN_ITEM_PLANNED;
  if (self->options->delete_permanently)
    {
      item->op = SUSUN_OP_REMOVE;
      return;
    }
  item->op = SUSUN_OP_MOVE;
  item->dst_root = self->quarantine_id;
  item->dst_path = dup_place (self, rel);
}

static gboolean
plan_row (SusunQuarantineJob *self, const SusunRun *run, const SusunVerifyRow *row, GError **error)
{
  g_auto (SusunItem) item = {
    .run = run->id,
    .src_path = g_strdup (row->source_path),
    .media = 0,
    .wall = G_MININT64,
    .day = G_MININT64,
    .offset = G_MININT16,
  };

  if (row->file_size_bytes > 0)
    item.identity.size = (guint64) row->file_size_bytes;
  judge_row (self, row, &item);
  item.seq = ++self->seq;
  return susun_store_add_item (self->store, &item, error)
         && susun_store_plan_item (self->store, &item, error);
}

static gboolean
plan_rows (SusunQuarantineJob *self, const SusunRun *run, GError **error)
{
  g_autoptr (SusunVerifyReader) reader = open_manifest (self, error);
  SusunVerifyRow row;
  SusunCsvStep step = SUSUN_CSV_END;

  if (reader == NULL)
    return FALSE;
  for (guint64 number = 0;
       number < self->first_row + self->rows
       && (step = susun_verify_reader_next (reader, &row, error)) == SUSUN_CSV_ROW;
       number++)
    {
      /* The manifest is read a second time: it must still say the same. */
      if (!is_in_window (self, number))
        continue;
      if (!check_run_id (self, row.run_id, number + 2, error) || !plan_row (self, run, &row, error))
        return FALSE;
    }
  return step != SUSUN_CSV_ERROR;
}

/* --- before and after */

static gboolean
open_quarantine (SusunQuarantineJob *self, GError **error)
{
  const SusunQuarantineOptions *options = self->options;
  guint n_sources;
  g_autoptr (GPtrArray) roots = susun_chain_open_for_checks (self->chain, &n_sources, error);
  gboolean makes = !options->dry_run && !options->delete_permanently;
  g_autoptr (GError) failure = NULL;

  if (roots == NULL)
    return FALSE;
  self->quarantine = susun_root_open (options->quarantine_root, &failure);
  /* The common folder of a foreign manifest may hold everything: nothing follows from that. */
  if (makes && susun_chain_is_known (self->chain)
      && (!susun_preflight_quarantine (self->quarantine, options->quarantine_root, roots, error)
          || !susun_preflight_move (roots, n_sources, self->quarantine, options->quarantine_root,
                                    error)))
    return FALSE;
  if (self->quarantine == NULL && makes)
    {
      if (!susun_preflight_new_folder (options->quarantine_root, error))
        return FALSE;
      self->quarantine = susun_root_open_or_make (options->quarantine_root, NULL, error);
      if (self->quarantine == NULL)
        return FALSE;
    }
  return !makes || susun_preflight_writable (self->quarantine, error);
}

static gboolean
read_state (SusunQuarantineJob *self, GError **error)
{
  const SusunQuarantineOptions *options = self->options;

  self->first_row = options->offset;
  if (options->state_file == NULL)
    return TRUE;
  self->state_file = susun_state_file_open (options->state_file, &self->state, error);
  if (self->state_file == NULL)
    return FALSE;
  self->first_row = MAX (self->first_row, self->state.cursor);
  return TRUE;
}

static gboolean
prepare (SusunQuarantineJob *self, GCancellable *cancellable, GError **error)
{
  const SusunQuarantineOptions *options = self->options;
  gboolean delete = options->delete_permanently;
  SusunRun *run;

  if (!read_state (self, error) || !check_rows (self, cancellable, error))
    return FALSE;
  if (options->results_out != NULL && options->state_file == NULL
      && !susun_new_file_check (options->results_out, error))
    return FALSE;
  /* Nothing in the window: nothing to be refused, nothing to do. */
  self->chain = susun_chain_new (self->store, self->chain_id != NULL ? self->chain_id : "", error);
  if (self->chain == NULL || (self->chain_id != NULL && !survey_rows (self, error))
      || !open_quarantine (self, error))
    return FALSE;
  run = susun_run_job_begin (SUSUN_RUN_JOB (self), self->store,
                             delete ? SUSUN_RUN_DELETE : SUSUN_RUN_QUARANTINE, SUSUN_MODE_NONE,
                             self->chain_id, susun_quarantine_options_to_json (options),
                             self->chain_id, error);
  if (run == NULL || !susun_chain_open (self->chain, self->store, run->id, self->roots, error))
    return FALSE;
  run->manifest = g_strdup (options->manifest);
  if (self->quarantine != NULL)
    {
      self->quarantine_id = susun_run_roots_add (self->roots, self->store, run->id,
                                                 SUSUN_ROOT_QUARANTINE, self->quarantine, error);
      if (self->quarantine_id == 0)
        return FALSE;
    }
  if (!options->dry_run
      && !susun_run_roots_lock (self->roots, 1u << SUSUN_ROOT_SOURCE | 1u << SUSUN_ROOT_QUARANTINE,
                                error))
    return FALSE;
  if (!susun_store_begin (self->store, error))
    return FALSE;
  if (plan_rows (self, run, error) && susun_store_commit (self->store, error))
    return susun_run_job_set_state (SUSUN_RUN_JOB (self), self->store, SUSUN_RUN_STATE_PLANNED,
                                    error);
  susun_store_rollback (self->store);
  return FALSE;
}

/* --- results */

static gboolean
write_rows (SusunQuarantineJob *self, SusunCsvWriter *writer, GError **error)
{
  SusunItemQuery query
      = { .run = susun_run_job_peek (SUSUN_RUN_JOB (self))->id, .order = SUSUN_ORDER_SEQ };
  g_autoptr (SusunItemCursor) cursor = susun_store_query (self->store, &query, error);
  const SusunItem *item;
  SusunStep step;

  if (cursor == NULL)
    return FALSE;
  while ((step = susun_item_cursor_step (cursor, &item, error)) == SUSUN_STEP_ROW)
    {
      SusunRoot *source = susun_run_roots_get (self->roots, item->src_root);
      SusunRoot *quarantine = susun_run_roots_get (self->roots, item->dst_root);
      g_autofree char *source_path = source != NULL ? susun_root_dup_path (source, item->src_path)
                                                    : g_strdup (item->src_path);
      g_autofree char *place
          = quarantine != NULL
                    && susun_export_quarantine_action (item) == SUSUN_QUARANTINE_ACTION_QUARANTINE
                ? susun_root_dup_path (quarantine, item->dst_path)
                : NULL;
      SusunQuarantineRow row = {
        .run_id = self->chain_id,
        .source_path = source_path,
        .action = susun_export_quarantine_action (item),
        .quarantine_path = place,
        .notes = item->state == SUSUN_ITEM_REPORTED ? _ ("Dry run: it would go") : item->note,
      };
      if (!susun_quarantine_report_write_row (writer, &row, error))
        return FALSE;
    }
  return step == SUSUN_STEP_DONE && susun_csv_writer_sync (writer, error);
}

/* QUARANTINE/<run_id>/results.csv, or with that number. */
static char *
default_results (SusunQuarantineJob *self, guint number)
{
  g_autofree char *name
      = number == 1 ? g_strdup ("results.csv") : g_strdup_printf ("results (%u).csv", number);

  return g_build_filename (self->options->quarantine_root, self->chain_id, name, NULL);
}

/* Fails with SUSUN_ERROR_INVALID when another file stands there. */
static gboolean
write_new_results (SusunQuarantineJob *self, const char *path, GError **error)
{
  const SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  int fd;
  g_autoptr (SusunNewFile) file = susun_new_file_begin (path, run->run_id, &fd, error);

  if (file == NULL)
    return FALSE;
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (fd, path);
  if (!susun_quarantine_report_write_header (writer, error) || !write_rows (self, writer, error)
      || !susun_new_file_publish (file, error))
    return FALSE;
  self->results = g_strdup (path);
  return TRUE;
}

/* Under the first number that is free; or that holds the very same rows, because the run was killed
 * right after it had written them. */
static gboolean
write_default_results (SusunQuarantineJob *self, GError **error)
{
  g_autofree char *folder = g_build_filename (self->options->quarantine_root, self->chain_id, NULL);
  g_autoptr (SusunRoot) made = susun_root_open_or_make (folder, NULL, error);

  if (made == NULL)
    return FALSE;
  for (guint number = 1;; number++)
    {
      g_autofree char *path = default_results (self, number);
      g_autoptr (GError) failure = NULL;
      if (write_new_results (self, path, &failure))
        return TRUE;
      if (g_error_matches (failure, SUSUN_ERROR, SUSUN_ERROR_INVALID))
        continue;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
}

static gboolean
append_results (SusunQuarantineJob *self, GError **error)
{
  SusunAppendedFrom from = self->state.cursor == 0 && self->state.results_bytes < 0
                               ? SUSUN_APPENDED_BEGUN
                               : susun_appended_csv_from (self->state.results_bytes);
  g_autoptr (SusunCsvWriter) writer = susun_appended_csv_open (
      self->options->results_out, susun_quarantine_columns, from, self->state.results_bytes, error);

  if (writer == NULL || !write_rows (self, writer, error))
    return FALSE;
  self->state.results_bytes = (gint64) susun_csv_writer_get_length (writer);
  return TRUE;
}

static gboolean
write_results (SusunQuarantineJob *self, GError **error)
{
  const SusunQuarantineOptions *options = self->options;

  /* A dry run leaves nothing behind that was not asked for. */
  if (self->chain_id == NULL || (options->dry_run && options->results_out == NULL))
    return TRUE;
  if (options->results_out == NULL)
    return write_default_results (self, error);
  if (self->state_file == NULL)
    return write_new_results (self, options->results_out, error);
  self->results = g_strdup (options->results_out);
  return append_results (self, error);
}

static gboolean
advance_state (SusunQuarantineJob *self, GError **error)
{
  /* A dry run has done nothing: the next call begins where this one did. */
  if (self->state_file == NULL || self->options->dry_run)
    return TRUE;
  self->state.cursor = self->first_row + self->rows;
  return susun_state_file_write (self->state_file, &self->state, error);
}

/* --- the run */

static gboolean
begin_again (SusunQuarantineJob *self, GError **error)
{
  const SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  SusunItemQuery query = { .run = run->id };
  gint64 rows = susun_store_count_items (self->store, &query, error);

  if (rows < 0)
    return FALSE;
  if (run->state == SUSUN_RUN_STATE_PREPARING)
    return susun_run_job_refuse_to_resume (error);
  self->chain_id = g_strdup (run->chain_id);
  if (!read_state (self, error) || !susun_run_roots_load (self->roots, self->store, run->id, error))
    return FALSE;
  self->rows = (guint64) rows;
  self->quarantine_id = susun_run_roots_first (self->roots, SUSUN_ROOT_QUARANTINE);
  return susun_run_roots_lock (self->roots, 1u << SUSUN_ROOT_SOURCE | 1u << SUSUN_ROOT_QUARANTINE,
                               error);
}

static gboolean
apply_plan (SusunQuarantineJob *self, GCancellable *cancellable, GError **error)
{
  SusunApply apply = {
    .job = SUSUN_RUN_JOB (self),
    .store = self->store,
    .run = susun_run_job_peek (SUSUN_RUN_JOB (self)),
    .roots = self->roots,
    .cancellable = cancellable,
    .workers = self->options->workers,
    .occupied = SUSUN_OCCUPIED_NUMBER,
    .phase = self->options->delete_permanently ? SUSUN_PHASE_REMOVING : SUSUN_PHASE_MOVING,
  };

  return susun_apply_run (&apply, error);
}

static gboolean
susun_quarantine_job_work (SusunRunJob *job, SusunStore *store, GCancellable *cancellable,
                           GError **error)
{
  SusunQuarantineJob *self = SUSUN_QUARANTINE_JOB (job);

  self->store = store;
  if (!(self->resuming ? begin_again (self, error) : prepare (self, cancellable, error)))
    return FALSE;
  if ((!self->options->dry_run && !apply_plan (self, cancellable, error))
      || !write_results (self, error) || !advance_state (self, error))
    return FALSE;
  susun_run_roots_unlock (self->roots);
  return TRUE;
}

static void
susun_quarantine_job_class_init (SusunQuarantineJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_quarantine_job_finalize;
  SUSUN_RUN_JOB_CLASS (klass)->work = susun_quarantine_job_work;
}

SusunJob *
susun_quarantine_job_new (SusunQuarantineOptions *options)
{
  SusunQuarantineJob *self = g_object_new (SUSUN_TYPE_QUARANTINE_JOB, NULL);

  self->options = options;
  return SUSUN_JOB (self);
}

SusunJob *
susun_quarantine_job_new_resume (SusunRun *run, guint workers, GError **error)
{
  g_autoptr (SusunRun) owned = run;
  SusunQuarantineOptions *options = susun_quarantine_options_from_json (run->options, error);
  SusunQuarantineJob *self;

  if (options == NULL)
    return NULL;
  if (workers > 0)
    options->workers = workers;
  self = g_object_new (SUSUN_TYPE_QUARANTINE_JOB, NULL);
  self->options = options;
  self->resuming = TRUE;
  susun_run_job_adopt (SUSUN_RUN_JOB (self), g_steal_pointer (&owned));
  return SUSUN_JOB (self);
}
