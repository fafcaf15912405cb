// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-dates-job.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "core/scan/susun-scan.h"

struct _SusunDatesJob
{
  SusunJob parent_instance;

  SusunDatesOptions *options; /* (owned) */
  GArray *rows;               /* (element-type SusunDateRow) */
  GPtrArray *failed_paths;    /* (element-type utf8) */
  GPtrArray *failed_files;    /* (element-type utf8) */
};

G_DEFINE_TYPE (SusunDatesJob, susun_dates_job, SUSUN_TYPE_JOB)

void
susun_dates_options_free (SusunDatesOptions *self)
{
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->clocks, g_ptr_array_unref);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_clear_pointer (&self->dates, g_ptr_array_unref);
  g_free (self);
}

GPtrArray *
susun_dates_options_list_folders (const SusunDatesOptions *self)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->paths->len; i++)
    {
      const char *path = self->paths->pdata[i];
      g_autofree char *real = realpath (path, NULL);
      if (real != NULL && g_file_test (real, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (folders, g_strdup (path));
      else if (real != NULL)
        g_ptr_array_add (folders, g_path_get_dirname (real));
    }
  return folders;
}

static void
clear_row (gpointer data)
{
  SusunDateRow *row = data;

  g_free (row->path);
  g_free (row->notes);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  return strcmp (((const SusunDateRow *) a)->path, ((const SusunDateRow *) b)->path);
}

/* What one path of the command line means. */
typedef struct
{
  SusunDatesJob *job;
  SusunRoot *root;
  char *only;      /* (nullable): this one file of the root */
  char *told_path; /* (nullable): what that file is called in its row */
  GArray *rows;    /* (element-type SusunDateRow) */
} Target;

static void
target_clear (Target *target)
{
  g_clear_pointer (&target->root, susun_root_unref);
  g_free (target->only);
  g_free (target->told_path);
  g_clear_pointer (&target->rows, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

/* Is it one of the files we were asked about? Sidecars tell about their photo and are no rows. */
static gboolean
is_wanted (const Target *target, const SusunCapture *capture)
{
  const char *name = susun_path_name (capture->item.src_path);

  if (capture->item.media == SUSUN_KIND_SIDECAR)
    return FALSE;
  if (target->only != NULL)
    return g_str_equal (name, target->only);
  return susun_kind_from_name (name) != SUSUN_KIND_OTHER || capture->format != NULL;
}

static void
take_capture (const Target *target, SusunCapture *capture)
{
  SusunItem *item = &capture->item;
  SusunDateRow row = { 0 };

  if (item->state == SUSUN_ITEM_UNREADABLE)
    {
      g_autofree char *path = susun_root_dup_path (target->root, item->src_path);
      g_autofree char *display = susun_path_display (path);
      g_ptr_array_add (target->job->failed_files,
                       g_strdup_printf ("%s: %s", display, item->note != NULL ? item->note : ""));
      /* A folder that could not be opened is no file to be dated. */
      if (item->media == SUSUN_KIND_OTHER)
        return;
    }
  if (!is_wanted (target, capture))
    return;
  row.path = target->told_path != NULL ? g_strdup (target->told_path)
                                       : susun_root_dup_path (target->root, item->src_path);
  row.kind = susun_kind_nick (susun_kind_from_name (susun_path_name (item->src_path)));
  row.wall = item->wall;
  row.offset = item->offset;
  row.source = item->date_source;
  row.confidence = item->confidence;
  row.notes = g_steal_pointer (&item->note);
  g_array_append_val (target->rows, row);
}

static gboolean
take_captures (GArray *captures, gpointer user_data, GError **error)
{
  for (guint i = 0; i < captures->len; i++)
    take_capture (user_data, &g_array_index (captures, SusunCapture, i));
  return TRUE;
}

/* A folder is its own root; a file is looked at from its folder. A link that was named is followed,
 * unlike those that a walk meets. */
static gboolean
aim (Target *target, const char *path, GError **error)
{
  g_autofree char *real = realpath (path, NULL);
  g_autofree char *display = susun_path_display (path);
  SusunIdentity identity;

  if (real == NULL || susun_sys_identity_at (AT_FDCWD, real, &identity) < 0)
    return susun_throw_errno (error, _ ("Opening “%s”"), display);
  if (S_ISDIR (identity.mode))
    {
      target->root = susun_root_open (path, error);
      return target->root != NULL;
    }
  if (!S_ISREG (identity.mode))
    return susun_throw (error, SUSUN_ERROR_INVALID, _ ("“%s” is no file and no folder"), display);
  g_autofree char *folder = g_path_get_dirname (real);
  target->only = g_strdup (susun_path_name (real));
  target->told_path = g_strdup (path);
  target->root = susun_root_open (folder, error);
  return target->root != NULL;
}

static gboolean
date_path (SusunDatesJob *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_auto (Target) target = { .job = self };
  const SusunDating dating = {
    .zone = self->options->zone,
    .now = self->options->now,
    .clocks = self->options->clocks,
    .folders = self->options->folders,
    .dates = self->options->dates,
  };
  SusunFilter filter = { .images = TRUE, .videos = TRUE, .any_name = TRUE };
  guint failed = self->failed_files->len;

  if (!aim (&target, path, error))
    return FALSE;
  target.rows = g_array_new (FALSE, FALSE, sizeof (SusunDateRow));
  filter.include_hidden = target.only != NULL;
  g_autoptr (SusunScan) scan = susun_scan_new (target.root, 0, &filter, &dating);
  susun_scan_set_explain (scan, self->options->explain);
  if (target.only != NULL)
    susun_scan_set_only (scan, target.only);
  else
    susun_scan_set_start (scan, "", self->options->recursive);
  gboolean ok = susun_scan_run (scan, self->options->workers, take_captures, &target,
                                SUSUN_JOB (self), cancellable, error);

  g_array_sort (target.rows, compare_rows);
  g_array_append_vals (self->rows, target.rows->data, target.rows->len);
  if (ok && target.only != NULL && target.rows->len == 0 && self->failed_files->len == failed)
    {
      g_autofree char *display = susun_path_display (path);
      return susun_throw (error, SUSUN_ERROR_INVALID, _ ("“%s” is no photo or film"), display);
    }
  return ok;
}

static gboolean
susun_dates_job_run (SusunJob *job, SusunStore *store, GCancellable *cancellable, GError **error)
{
  SusunDatesJob *self = SUSUN_DATES_JOB (job);

  susun_job_begin_phase (job, SUSUN_PHASE_SCANNING, 0, 0);
  for (guint i = 0; i < self->options->paths->len; i++)
    {
      g_autoptr (GError) failure = NULL;
      if (!susun_job_go_on (job, cancellable, error))
        return FALSE;
      if (date_path (self, self->options->paths->pdata[i], cancellable, &failure))
        continue;
      if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      g_ptr_array_add (self->failed_paths, g_strdup (failure->message));
    }
  return TRUE;
}

static void
susun_dates_job_finalize (GObject *object)
{
  SusunDatesJob *self = SUSUN_DATES_JOB (object);

  susun_dates_options_free (self->options);
  g_array_unref (self->rows);
  g_ptr_array_unref (self->failed_paths);
  g_ptr_array_unref (self->failed_files);
  G_OBJECT_CLASS (susun_dates_job_parent_class)->finalize (object);
}

static void
susun_dates_job_class_init (SusunDatesJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_dates_job_finalize;
  SUSUN_JOB_CLASS (klass)->run = susun_dates_job_run;
}

static void
susun_dates_job_init (SusunDatesJob *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (SusunDateRow));
  g_array_set_clear_func (self->rows, clear_row);
  self->failed_paths = g_ptr_array_new_with_free_func (g_free);
  self->failed_files = g_ptr_array_new_with_free_func (g_free);
}

SusunJob *
susun_dates_job_new (SusunDatesOptions *options)
{
  SusunDatesJob *self = g_object_new (SUSUN_TYPE_DATES_JOB, NULL);

  self->options = options;
  return SUSUN_JOB (self);
}

GArray *
susun_dates_job_get_rows (SusunDatesJob *self)
{
  return self->rows;
}

GPtrArray *
susun_dates_job_get_failed_paths (SusunDatesJob *self)
{
  return self->failed_paths;
}

GPtrArray *
susun_dates_job_get_failed_files (SusunDatesJob *self)
{
  return self->failed_files;
}
