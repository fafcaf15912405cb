// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-organize.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-apply-private.h"
#include "core/runs/susun-archive-private.h"
#include "core/runs/susun-balance.h"
#include "core/runs/susun-new-file-private.h"
#include "core/runs/susun-planner-private.h"
#include "core/runs/susun-preflight-private.h"
#include "core/runs/susun-resume.h"

/* Rows between two commits while scanning: PERFORMANCE.md, "history". */
#define COMMIT_ROWS 1000

struct _SusunOrganizeJob
{
  SusunRunJob parent_instance;

  SusunOrganizeOptions *options; /* (owned) */
  gboolean resuming;
  gboolean planning;           /* resumed only to have a plan: it waits again then */
  SusunCorrection *correction; /* (owned) (nullable): what the plan is made anew with */

  /* while running */
  SusunStore *store;
  SusunRunRoots *roots;
  GPtrArray *sources; /* (element-type SusunRoot) */
  SusunRoot *archive; /* (owned) (nullable): NULL when it does not exist and is not to be made */
  gint64 archive_id;
  SusunLayout *layout;
  SusunDating dating;
  SusunFilter filter;
  SusunWalkCounts *passed;
  guint uncommitted;
  guint64 found;
};

G_DEFINE_FINAL_TYPE (SusunOrganizeJob, susun_organize_job, SUSUN_TYPE_RUN_JOB)

static void
susun_organize_job_init (SusunOrganizeJob *self)
{
  self->roots = susun_run_roots_new ();
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_root_unref);
  self->passed = susun_walk_counts_new ();
}

static void
susun_organize_job_finalize (GObject *object)
{
  SusunOrganizeJob *self = SUSUN_ORGANIZE_JOB (object);

  susun_run_roots_free (self->roots);
  g_ptr_array_unref (self->sources);
  g_clear_pointer (&self->archive, susun_root_unref);
  g_clear_pointer (&self->layout, susun_layout_free);
  g_clear_pointer (&self->dating.zone, g_time_zone_unref);
  g_clear_pointer (&self->filter.types, g_hash_table_unref);
  g_clear_pointer (&self->filter.excludes, g_ptr_array_unref);
  susun_walk_counts_free (self->passed);
  susun_organize_options_free (self->options);
  susun_correction_free (self->correction);
  G_OBJECT_CLASS (susun_organize_job_parent_class)->finalize (object);
}

static gboolean
writes (const SusunOrganizeJob *self)
{
  return self->options->mode != SUSUN_MODE_REPORT && !self->options->dry_run;
}

/* --- inputs */

static gboolean
read_choices (SusunOrganizeJob *self, GError **error)
{
  const SusunOrganizeOptions *options = self->options;

  self->layout = susun_layout_new (options->layout, error);
  if (self->layout == NULL)
    return FALSE;
  if (options->zone != NULL)
    {
      self->dating.zone = g_time_zone_new_identifier (options->zone);
      if (self->dating.zone == NULL)
        return susun_throw (error, SUSUN_ERROR_INVALID,
                            _ ("“%s” is no time zone. Use a name such as Asia/Kuala_Lumpur."),
                            options->zone);
    }
  self->dating.day_starts = options->day_starts;
  self->dating.now = options->now;
  self->dating.mtime_first = options->mtime_first;
  self->dating.clocks = options->clocks;
  self->dating.folders = options->folder_rules;
  self->dating.dates = options->hand_dates;

  self->filter.images = options->images;
  self->filter.videos = options->videos;
  self->filter.include_hidden = options->include_hidden;
  if (options->types != NULL)
    {
      self->filter.types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (guint i = 0; i < options->types->len; i++)
        g_hash_table_add (self->filter.types, g_ascii_strdown (options->types->pdata[i], -1));
    }
  if (options->excludes != NULL)
    {
      self->filter.excludes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_pattern_spec_free);
      for (guint i = 0; i < options->excludes->len; i++)
        g_ptr_array_add (self->filter.excludes, g_pattern_spec_new (options->excludes->pdata[i]));
    }
  return TRUE;
}

/* Everything that can be refused is refused here, before anything is recorded or made. */
static gboolean
check_roots (SusunOrganizeJob *self, GError **error)
{
  const SusunOrganizeOptions *options = self->options;
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < options->sources->len; i++)
    {
      SusunRoot *root = susun_root_open (options->sources->pdata[i], error);
      if (root == NULL)
        return FALSE;
      g_ptr_array_add (self->sources, root);
    }
  self->archive = susun_root_open (options->destination, &failure);
  if (self->archive == NULL && !g_error_matches (failure, SUSUN_ERROR, SUSUN_ERROR_AWAY))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!susun_preflight_apart (self->sources, self->archive, options->destination, error))
    return FALSE;
  if (!writes (self))
    return TRUE;
  if (self->archive != NULL ? !susun_preflight_writable (self->archive, error)
                            : !susun_preflight_new_folder (options->destination, error))
    return FALSE;
  for (guint i = 0; options->mode == SUSUN_MODE_MOVE && i < self->sources->len; i++)
    if (!susun_preflight_writable (self->sources->pdata[i], error))
      return FALSE;
  return options->mode != SUSUN_MODE_MOVE
         || susun_preflight_move (self->sources, self->sources->len, self->archive,
                                  options->destination, error);
}

static gboolean
open_roots (SusunOrganizeJob *self, GError **error)
{
  if (!check_roots (self, error))
    return FALSE;
  if (writes (self) && self->archive == NULL)
    self->archive = susun_root_open_or_make (self->options->destination, NULL, error);
  return !writes (self) || self->archive != NULL;
}

/* The archive's row is there also when the folder is not: its path is where files would go. */
static gboolean
record_roots (SusunOrganizeJob *self, const SusunRun *run, GError **error)
{
  for (guint i = 0; i < self->sources->len; i++)
    if (susun_run_roots_add (self->roots, self->store, run->id, SUSUN_ROOT_SOURCE,
                             self->sources->pdata[i], error)
        == 0)
      return FALSE;
  if (self->archive != NULL)
    {
      self->archive_id = susun_run_roots_add (self->roots, self->store, run->id, SUSUN_ROOT_ARCHIVE,
                                              self->archive, error);
      return self->archive_id != 0;
    }

  SusunRootRow row
      = { .run = run->id, .role = SUSUN_ROOT_ARCHIVE, .path = self->options->destination };
  if (!susun_store_begin (self->store, error))
    return FALSE;
  if (susun_store_add_root (self->store, &row, error) && susun_store_commit (self->store, error))
    {
      self->archive_id = row.id;
      return TRUE;
    }
  susun_store_rollback (self->store);
  return FALSE;
}

/* --- scanning */

static gint64
camera_id (SusunOrganizeJob *self, const char *camera, GError **error)
{
  if (camera == NULL)
    return 0;
  g_auto (GStrv) parts = g_strsplit (camera, "\x1f", 3);
  return susun_store_camera (self->store, parts[0], parts[1], parts[2], error);
}

/* Who watches sees what was found until now. */
static gboolean
commit_found (SusunOrganizeJob *self, GError **error)
{
  self->uncommitted = 0;
  if (!susun_store_commit (self->store, error))
    return FALSE;
  susun_job_tell_items (SUSUN_JOB (self), self->found);
  return TRUE;
}

static gboolean
store_capture (SusunOrganizeJob *self, GArray *captures, guint index, GError **error)
{
  SusunCapture *capture = &g_array_index (captures, SusunCapture, index);
  SusunItem *item = &capture->item;

  if (!susun_store_in_transaction (self->store) && !susun_store_begin (self->store, error))
    return FALSE;
  item->run = susun_run_job_peek (SUSUN_RUN_JOB (self))->id;
  item->camera = camera_id (self, capture->camera, error);
  if (item->camera < 0)
    return FALSE;
  /* The main of a group comes first: its id is known when the others need it. To its own row it
   * is not: planning writes that again. */
  if (capture->main >= 0 && capture->main != (int) index)
    item->group = g_array_index (captures, SusunCapture, capture->main).item.id;
  if (!susun_store_add_item (self->store, item, error))
    return FALSE;
  self->found++;
  self->uncommitted++;
  return TRUE;
}

static gboolean
store_folder (GArray *captures, gpointer user_data, GError **error)
{
  SusunOrganizeJob *self = user_data;

  /* A folder of 50,000 files is seen bit by bit, too. */
  for (guint i = 0; i < captures->len; i++)
    if (!store_capture (self, captures, i, error)
        || (self->uncommitted >= COMMIT_ROWS && !commit_found (self, error)))
      return FALSE;
  /* Who watches sees the first folder at once, and then each time twice as much. */
  return self->uncommitted == 0 || self->uncommitted < MIN (self->found / 2, COMMIT_ROWS)
         || commit_found (self, error);
}

/* What the rest of a large folder told about it: who watches sees that with the plan. */
static gboolean
store_revised (const SusunItem *item, gpointer user_data, GError **error)
{
  SusunOrganizeJob *self = user_data;

  return (susun_store_in_transaction (self->store) || susun_store_begin (self->store, error))
         && susun_store_plan_item (self->store, item, error);
}

/* Scanning waits for the beginnings of files more than it computes: with a cold cache twice as many
 * readers take a tenth off its time. One stays one: a disk that spins, and tests that count. */
static guint
count_readers (SusunOrganizeJob *self)
{
  guint workers = susun_run_roots_limit_workers (self->roots, self->options->workers);

  return workers > 1 ? 2 * workers : 1;
}

static gboolean
scan_sources (SusunOrganizeJob *self, GCancellable *cancellable, GError **error)
{
  SusunJob *job = SUSUN_JOB (self);
  gboolean ok = TRUE;

  susun_job_begin_phase (job, SUSUN_PHASE_SCANNING, 0, 0);
  for (guint i = 0; ok && i < susun_run_roots_count (self->roots); i++)
    {
      gint64 id = susun_run_roots_get_id (self->roots, i);
      if (susun_run_roots_get_role (self->roots, i) != SUSUN_ROOT_SOURCE)
        continue;
      g_autoptr (SusunScan) scan = susun_scan_new (susun_run_roots_get (self->roots, id), id,
                                                   &self->filter, &self->dating);
      /* Where nobody looks on, each row is written once, and in order. */
      if (susun_job_has_viewer (job))
        susun_scan_set_revised (scan, store_revised);
      ok = susun_scan_run (scan, count_readers (self), store_folder, self, job, cancellable, error);
      susun_walk_counts_merge (self->passed, (SusunWalkCounts *) susun_scan_get_counts (scan));
    }
  if (ok && susun_store_in_transaction (self->store))
    ok = susun_store_commit (self->store, error);
  if (ok)
    {
      susun_job_tell_items (job, self->found);
      return TRUE;
    }
  susun_store_rollback (self->store);
  return FALSE;
}

/* What was passed over stands in the run, too: it is not part of the sheet, but of the truth. */
static void
record_passed (SusunOrganizeJob *self)
{
  SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  g_autoptr (JsonObject) totals = json_object_new ();
  JsonObject *passed = json_object_new ();

  for (guint i = 0; i < SUSUN_N_PASSED; i++)
    {
      GPtrArray *listed = self->passed->listed[i];
      json_object_set_int_member (passed, susun_passed_nick (i), self->passed->passed[i]);
      for (guint j = 0; j < listed->len; j++)
        {
          g_autofree char *path = susun_path_display (listed->pdata[j]);
          susun_run_job_remark (SUSUN_RUN_JOB (self), "%s: %s", susun_passed_label (i), path);
        }
    }
  json_object_set_object_member (totals, "passed", passed);
  g_free (run->totals);
  run->totals = susun_options_print (totals);
}

/* A camera's name that was mistyped corrects nothing: nobody shall believe that it did. */
static void
remark_clocks (SusunOrganizeJob *self)
{
  for (guint i = 0; self->options->clocks != NULL && i < self->options->clocks->len; i++)
    {
      SusunClock *clock = self->options->clocks->pdata[i];
      if (!g_atomic_int_get (&clock->met))
        susun_run_job_remark (SUSUN_RUN_JOB (self),
                              _ ("No file is of a camera “%s”: its clock was not corrected"),
                              clock->camera);
    }
}

/* --- planning */

static gboolean
make_plan (SusunOrganizeJob *self, GCancellable *cancellable, GError **error)
{
  SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  g_autoptr (SusunArchive) archive = susun_archive_new ();

  if (!susun_archive_compare (archive, SUSUN_RUN_JOB (self), self->store, run, self->roots,
                              self->archive, self->options->workers, cancellable, error))
    return FALSE;
  SusunPlanner planner = {
    .job = SUSUN_RUN_JOB (self),
    .store = self->store,
    .run = run,
    .roots = self->roots,
    .archive_root = self->archive_id,
    .archive_traits = self->archive != NULL ? susun_root_get_traits (self->archive) : 0,
    .archive = archive,
    .options = self->options,
    .dating = &self->dating,
    .layout = self->layout,
    .cancellable = cancellable,
  };
  return susun_planner_run (&planner, error);
}

/* A move on one mount needs no room. */
static gboolean
needs_room (SusunOrganizeJob *self)
{
  if (self->options->mode != SUSUN_MODE_MOVE)
    return TRUE;
  for (guint i = 0; i < self->sources->len; i++)
    if (!susun_roots_same_mount (self->sources->pdata[i], self->archive)
        || susun_root_get_traits (self->sources->pdata[i]) & SUSUN_FS_FRAGILE)
      return TRUE;
  return FALSE;
}

/* --- the report */

/* "2026-11-20-organize-media-report.csv" in the archive folder, or the next free number. */
static char *
choose_report (SusunOrganizeJob *self, guint number)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (self->options->now);
  g_autoptr (GDateTime) local = self->dating.zone != NULL
                                    ? g_date_time_to_timezone (utc, self->dating.zone)
                                    : g_date_time_to_local (utc);
  g_autofree char *day = g_date_time_format (local, "%Y-%m-%d");

  if (number < 2)
    return g_strdup_printf ("%s/%s-organize-media-report.csv", self->options->destination, day);
  return g_strdup_printf ("%s/%s-organize-media-report (%u).csv", self->options->destination, day,
                          number);
}

static gboolean
hash_report (const char *path, SusunHash *hash, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (SusunRoot) root = susun_root_open (folder, error);
  g_autoptr (SusunMedium) medium = susun_medium_new ();
  SusunIdentity identity;

  return root != NULL
         && susun_medium_hash_cached (medium, root, susun_path_name (path), NULL, &identity, hash,
                                      error);
}

/* The name is in the journal before the file is there, so that a run that is killed right after
 * does not write its report twice. */
static gboolean
promise_report (SusunOrganizeJob *self, GError **error)
{
  SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  g_autofree char *path = g_strdup (self->options->report_csv);

  for (guint number = 1;
       path == NULL
       || (self->options->report_csv == NULL && g_file_test (path, G_FILE_TEST_EXISTS));
       number++)
    {
      g_free (path);
      path = choose_report (self, number);
    }
  g_free (run->manifest);
  run->manifest = g_steal_pointer (&path);
  return susun_run_job_set_state (SUSUN_RUN_JOB (self), self->store, run->state, error);
}

/* A report appears complete or not at all: one that carries our run's id is ours. */
static gboolean
is_written (const SusunRun *run)
{
  g_autofree char *head = NULL;
  g_auto (SusunFd) fd = -1;
  ssize_t got;

  if (run->manifest == NULL)
    return FALSE;
  fd = susun_sys_openat (AT_FDCWD, run->manifest, O_RDONLY | O_NOFOLLOW, 0);
  head = g_malloc0 (4096);
  got = fd >= 0 ? susun_sys_pread (fd, head, 4095, 0) : -1;
  return got > 0 && strstr (head, run->run_id) != NULL;
}

static gboolean
write_report (SusunOrganizeJob *self, GCancellable *cancellable, GError **error)
{
  SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));

  susun_job_begin_phase (SUSUN_JOB (self), SUSUN_PHASE_REPORTING, 0, 0);
  if (self->options->report_csv == NULL && self->archive == NULL)
    {
      self->archive = susun_root_open_or_make (self->options->destination, NULL, error);
      if (self->archive == NULL)
        return FALSE;
    }
  if (run->manifest != NULL)
    susun_new_file_settle (run->manifest, run->run_id);
  if (!is_written (run)
      && (!promise_report (self, error)
          || !susun_history_export (self->store, run, run->manifest, cancellable, error)))
    return FALSE;
  run->has_manifest_hash = hash_report (run->manifest, &run->manifest_hash, error);
  return run->has_manifest_hash;
}

/* A report that cannot be written where it was asked for must not be found out after hours. */
static gboolean
check_report_place (SusunOrganizeJob *self, GError **error)
{
  const char *path = self->options->report_csv;

  if (path == NULL)
    return TRUE;
  g_autofree char *display = susun_path_display (path);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("The report “%s” exists already and is never overwritten. Nothing was "
                           "touched; name another file with --report-csv."),
                        display);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (SusunRoot) root = susun_root_open (folder, NULL);
  if (root == NULL && !(g_str_equal (folder, self->options->destination) && writes (self)))
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("The folder for the report “%s” does not exist. Nothing was touched."),
                        display);
  return root == NULL || susun_preflight_writable (root, error);
}

/* --- the run */

/* What is still to be done, in files and bytes. */
static gboolean
sum_planned (SusunOrganizeJob *self, guint64 *files, guint64 *bytes, GError **error)
{
  const SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  g_autoptr (GArray) sums = susun_store_sum_items (self->store, run->id, error);

  if (sums == NULL)
    return FALSE;
  *files = 0;
  *bytes = 0;
  for (guint i = 0; i < sums->len; i++)
    {
      const SusunItemCount *sum = &g_array_index (sums, SusunItemCount, i);
      if (sum->state != SUSUN_ITEM_PLANNED && sum->state != SUSUN_ITEM_COPIED)
        continue;
      *files += sum->count;
      *bytes += sum->bytes;
    }
  return TRUE;
}

static gboolean
apply_plan (SusunOrganizeJob *self, GCancellable *cancellable, GError **error)
{
  gboolean move = self->options->mode == SUSUN_MODE_MOVE;
  SusunApply apply = {
    .job = SUSUN_RUN_JOB (self),
    .store = self->store,
    .run = susun_run_job_peek (SUSUN_RUN_JOB (self)),
    .roots = self->roots,
    .cancellable = cancellable,
    .workers = self->options->workers,
    .occupied = SUSUN_OCCUPIED_NUMBER,
    .phase = move ? SUSUN_PHASE_MOVING : SUSUN_PHASE_COPYING,
  };
  guint64 files, bytes;

  if (!sum_planned (self, &files, &bytes, error)
      || (needs_room (self) && !susun_preflight_space (self->archive, bytes, files, error)))
    return FALSE;
  apply.bytes = move ? 0 : bytes;
  return susun_apply_run (&apply, error);
}

static gboolean
lock_roots (SusunOrganizeJob *self, GError **error)
{
  guint roles = 1u << SUSUN_ROOT_ARCHIVE;

  if (!writes (self))
    return TRUE;
  if (self->options->mode == SUSUN_MODE_MOVE)
    roles |= 1u << SUSUN_ROOT_SOURCE;
  return susun_run_roots_lock (self->roots, roles, error);
}

static gboolean
prepare (SusunOrganizeJob *self, GCancellable *cancellable, GError **error)
{
  if (!lock_roots (self, error) || !scan_sources (self, cancellable, error))
    return FALSE;
  record_passed (self);
  remark_clocks (self);
  return make_plan (self, cancellable, error)
         && susun_run_job_set_state (SUSUN_RUN_JOB (self), self->store, SUSUN_RUN_STATE_PLANNED,
                                     error);
}

static gboolean
begin_anew (SusunOrganizeJob *self, GError **error)
{
  SusunRun *run;

  if (!open_roots (self, error) || !check_report_place (self, error))
    return FALSE;
  run = susun_run_job_begin (SUSUN_RUN_JOB (self), self->store, SUSUN_RUN_ORGANIZE,
                             self->options->mode, NULL,
                             susun_organize_options_to_json (self->options), NULL, error);
  return run != NULL && record_roots (self, run, error);
}

static gboolean
start_over (SusunOrganizeJob *self, GError **error)
{
  SusunRunJob *job = SUSUN_RUN_JOB (self);

  return susun_run_job_start_over (job, self->store, error) && open_roots (self, error)
         && record_roots (self, susun_run_job_peek (job), error);
}

static gboolean
begin_again (SusunOrganizeJob *self, GError **error)
{
  SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));

  if (!susun_run_roots_load (self->roots, self->store, run->id, error))
    return FALSE;
  for (guint i = 0; i < susun_run_roots_count (self->roots); i++)
    {
      gint64 id = susun_run_roots_get_id (self->roots, i);
      SusunRoot *root = susun_root_ref (susun_run_roots_get (self->roots, id));
      if (susun_run_roots_get_role (self->roots, i) == SUSUN_ROOT_SOURCE)
        g_ptr_array_add (self->sources, root);
      else
        {
          self->archive_id = id;
          self->archive = root;
        }
    }
  return lock_roots (self, error);
}

/* A plan that waited for its user is made anew when there are corrections: names and places of all
 * files may follow from them. One that was begun stays as it is. */
static gboolean
replan (SusunOrganizeJob *self, GCancellable *cancellable, GError **error)
{
  const SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));
  gint64 overrides = susun_store_count_overrides (self->store, run->id, error);

  if (overrides < 0)
    return FALSE;
  if (susun_run_job_has_plan (SUSUN_RUN_JOB (self), self->store))
    {
      if (overrides == 0 || run->state != SUSUN_RUN_STATE_PLANNED)
        return TRUE;
      if (!susun_store_begin (self->store, error)
          || !susun_store_end (self->store, susun_store_reset_plan (self->store, run->id, error),
                               error))
        return FALSE;
    }
  return make_plan (self, cancellable, error);
}

/* What was corrected was found and dated before: a run without a plan then lost it between the
 * correction and the new one, and only that is to be done again. */
static gboolean
is_found (SusunOrganizeJob *self)
{
  return susun_run_job_has_plan (SUSUN_RUN_JOB (self), self->store)
         || susun_store_count_overrides (self->store, susun_run_job_peek (SUSUN_RUN_JOB (self))->id,
                                         NULL)
                > 0;
}

/* The old plan goes with the correction that makes it wrong: one is never there without the other.
 */
static gboolean
store_correction (SusunOrganizeJob *self, GError **error)
{
  const SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));

  if (self->correction == NULL)
    return TRUE;
  return susun_store_begin (self->store, error)
         && susun_store_end (self->store,
                             susun_store_reset_plan (self->store, run->id, error)
                                 && susun_correction_store (self->correction, self->store, error),
                             error);
}

static gboolean
wait_planned (SusunOrganizeJob *self)
{
  susun_run_roots_unlock (self->roots);
  susun_run_job_wait_planned (SUSUN_RUN_JOB (self));
  return TRUE;
}

/* From now on whoever goes on with it copies: the user has seen the plan. */
static void
record_decision (SusunOrganizeJob *self)
{
  SusunRun *run = susun_run_job_peek (SUSUN_RUN_JOB (self));

  if (!self->options->plan_only)
    return;
  self->options->plan_only = FALSE;
  g_free (run->options);
  run->options = susun_organize_options_to_json (self->options);
}

static gboolean
susun_organize_job_work (SusunRunJob *job, SusunStore *store, GCancellable *cancellable,
                         GError **error)
{
  SusunOrganizeJob *self = SUSUN_ORGANIZE_JOB (job);

  self->store = store;
  if (!read_choices (self, error))
    return FALSE;
  if (self->resuming && is_found (self))
    {
      if (!begin_again (self, error) || !store_correction (self, error)
          || !replan (self, cancellable, error))
        return FALSE;
      if (self->planning)
        return wait_planned (self);
    }
  else
    {
      if (!(self->resuming ? start_over (self, error) : begin_anew (self, error))
          || !prepare (self, cancellable, error))
        return FALSE;
      if (self->options->plan_only)
        return wait_planned (self);
    }
  record_decision (self);
  if ((writes (self) && !apply_plan (self, cancellable, error))
      || !write_report (self, cancellable, error))
    return FALSE;
  susun_run_roots_unlock (self->roots);
  return TRUE;
}

static void
susun_organize_job_class_init (SusunOrganizeJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_organize_job_finalize;
  SUSUN_RUN_JOB_CLASS (klass)->work = susun_organize_job_work;
}

SusunJob *
susun_organize_job_new (SusunOrganizeOptions *options)
{
  SusunOrganizeJob *self = g_object_new (SUSUN_TYPE_ORGANIZE_JOB, NULL);

  if (options->now == 0)
    options->now = g_get_real_time () / G_USEC_PER_SEC;
  self->options = options;
  return SUSUN_JOB (self);
}

gboolean
susun_organize_options_check (const SusunOrganizeOptions *options, GError **error)
{
  g_autofree char *json = susun_organize_options_to_json (options);
  SusunOrganizeOptions *copy = susun_organize_options_from_json (json, error);
  g_autoptr (SusunOrganizeJob) job = NULL;

  if (copy == NULL)
    return FALSE;
  job = SUSUN_ORGANIZE_JOB (susun_organize_job_new (copy));
  return read_choices (job, error) && check_roots (job, error);
}

SusunJob *
susun_organize_job_new_resume (SusunRun *run, guint workers, GError **error)
{
  g_autoptr (SusunRun) owned = run;
  SusunOrganizeOptions *options = susun_organize_options_from_json (run->options, error);
  SusunOrganizeJob *self;

  if (options == NULL)
    return NULL;
  if (workers > 0)
    options->workers = workers;
  self = g_object_new (SUSUN_TYPE_ORGANIZE_JOB, NULL);
  self->options = options;
  self->resuming = TRUE;
  susun_run_job_adopt (SUSUN_RUN_JOB (self), g_steal_pointer (&owned));
  return SUSUN_JOB (self);
}

SusunJob *
susun_organize_job_new_plan (SusunRun *run, SusunCorrection *correction, GError **error)
{
  SusunJob *job = susun_organize_job_new_resume (run, 0, error);

  if (job == NULL)
    {
      susun_correction_free (correction);
      return NULL;
    }
  SUSUN_ORGANIZE_JOB (job)->planning = TRUE;
  SUSUN_ORGANIZE_JOB (job)->correction = correction;
  return job;
}
