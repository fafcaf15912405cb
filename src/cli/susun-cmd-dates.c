// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-corrections.h"
#include "cli/susun-dates-job.h"
#include "cli/susun-json.h"
#include "cli/susun-progress.h"
#include "cli/susun-text.h"
#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/manifest/susun-csv-writer.h"
#include "core/media/susun-evidence.h"

/* One row as the texts of its columns: the same for CSV, JSON and people. */
typedef struct
{
  const char *path;
  const char *kind;
  char local[SUSUN_WALL_TEXT_SIZE];
  char offset[SUSUN_OFFSET_TEXT_SIZE];
  const char *source;
  const char *confidence;
  const char *notes; /* (nullable) */
} Columns;

static const char *const column_names[]
    = { "path", "kind", "capture_local", "utc_offset", "date_source", "confidence", "notes", NULL };

static void
fill_columns (const SusunDateRow *row, Columns *columns)
{
  *columns = (Columns){
    .path = row->path,
    .kind = row->kind,
    .source = row->source != SUSUN_DATE_SOURCE_NONE ? susun_date_source_tag (row->source) : "",
    .confidence = susun_confidence_nick (row->confidence),
    .notes = row->notes,
  };
  if (row->wall == SUSUN_WALL_NONE)
    return;
  susun_wall_to_text (row->wall, columns->local);
  susun_offset_to_text (row->offset, columns->offset);
}

static gboolean
print_csv (GArray *rows, GError **error)
{
  int fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

  if (fd < 0)
    return susun_throw_errno (error, "%s", _ ("Writing the result"));
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (fd, _ ("the output"));
  if (!susun_csv_writer_header (writer, column_names, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      Columns columns;
      fill_columns (&g_array_index (rows, SusunDateRow, i), &columns);
      susun_csv_writer_path (writer, columns.path);
      susun_csv_writer_word (writer, columns.kind);
      susun_csv_writer_word (writer, columns.local);
      susun_csv_writer_word (writer, columns.offset);
      susun_csv_writer_word (writer, columns.source);
      susun_csv_writer_word (writer, columns.confidence);
      susun_csv_writer_text (writer, columns.notes);
      if (!susun_csv_writer_end_row (writer, error))
        return FALSE;
    }
  return susun_csv_writer_flush (writer, error);
}

static void
add_or_null (JsonBuilder *builder, const char *name, const char *text)
{
  susun_json_add_text (builder, name, text != NULL && *text != '\0' ? text : NULL);
}

static void
print_json (GArray *rows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      Columns columns;
      fill_columns (&g_array_index (rows, SusunDateRow, i), &columns);
      json_builder_begin_object (builder);
      susun_json_add_path (builder, column_names[0], columns.path);
      add_or_null (builder, column_names[1], columns.kind);
      add_or_null (builder, column_names[2], columns.local);
      add_or_null (builder, column_names[3], columns.offset);
      add_or_null (builder, column_names[4], columns.source);
      add_or_null (builder, column_names[5], columns.confidence);
      add_or_null (builder, column_names[6], columns.notes);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  susun_json_print (builder);
}

static void
print_explanation (const Columns *columns)
{
  g_autofree char *path = susun_path_display (columns->path);
  g_auto (GStrv) lines = g_strsplit (columns->notes != NULL ? columns->notes : "", "\n", -1);

  printf ("%s\n", path);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      printf ("  %s\n", lines[i]);
}

static void
print_text (GArray *rows, gboolean explain)
{
  g_autoptr (SusunTable) table = susun_table_new ("lllll");

  for (guint i = 0; i < rows->len; i++)
    {
      const SusunDateRow *row = &g_array_index (rows, SusunDateRow, i);
      Columns columns;
      fill_columns (row, &columns);
      if (explain)
        {
          print_explanation (&columns);
          continue;
        }
      susun_table_add (table, columns.local);
      susun_table_add (table, columns.offset);
      susun_table_add (table, susun_confidence_label ((SusunConfidence) row->confidence));
      susun_table_add (table, columns.source);
      g_autofree char *path = susun_path_display (columns.path);
      if (columns.notes != NULL && *columns.notes != '\0')
        susun_table_take (table, g_strdup_printf ("%s  (%s)", path, columns.notes));
      else
        susun_table_add (table, path);
    }
  susun_table_print (table, "");
}

static int
print_rows (SusunSession *session, GArray *rows, gboolean csv, gboolean explain)
{
  g_autoptr (GError) error = NULL;

  if (csv)
    {
      /* Whoever reads us may stop when it has seen enough. */
      if (print_csv (rows, &error) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
        return SUSUN_EXIT_DONE;
      fprintf (stderr, "susun-cli: %s\n", error->message);
      return SUSUN_EXIT_ITEMS;
    }
  if (session->json)
    print_json (rows);
  else
    print_text (rows, explain);
  return SUSUN_EXIT_DONE;
}

static int
tell_failures (SusunSession *session, SusunDatesJob *job)
{
  GPtrArray *paths = susun_dates_job_get_failed_paths (job);
  GPtrArray *files = susun_dates_job_get_failed_files (job);

  for (guint i = 0; i < paths->len + files->len; i++)
    {
      const char *text = i < paths->len ? paths->pdata[i] : files->pdata[i - paths->len];
      fprintf (stderr, "susun-cli: %s\n", text);
      susun_log_file_write (session->log, "dates: %s", text);
    }
  if (paths->len > 0)
    return SUSUN_EXIT_USAGE;
  return files->len > 0 ? SUSUN_EXIT_ITEMS : SUSUN_EXIT_DONE;
}

static int
run_job (SusunSession *session, SusunDatesOptions *options, gboolean csv)
{
  gboolean explain = options->explain;
  g_autoptr (SusunJob) job = susun_dates_job_new (options);
  g_autoptr (SusunProgressView) progress = session->quiet ? NULL : susun_progress_view_new (job);
  g_autoptr (GError) error = NULL;
  gboolean ok = susun_job_run (job, NULL, session->cancellable, &error);

  g_clear_pointer (&progress, susun_progress_view_free);
  if (!ok)
    return susun_session_fail (session, error);
  int status = print_rows (session, susun_dates_job_get_rows (SUSUN_DATES_JOB (job)), csv, explain);
  return MAX (status, tell_failures (session, SUSUN_DATES_JOB (job)));
}

int
susun_cmd_dates (SusunSession *session, const SusunCommand *self, char ***args)
{
  g_autofree char *zone = NULL;
  gboolean recursive = FALSE, csv = FALSE, explain = FALSE;
  g_autoptr (GTimeZone) time_zone = NULL;
  g_auto (SusunCorrections) corrections = { 0 };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "recursive", 0, 0, G_OPTION_ARG_NONE, &recursive, N_ ("Go into folders of folders"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("Print the result as CSV"), NULL },
    { "zone", 0, 0, G_OPTION_ARG_STRING, &zone,
      N_ ("Time zone for what is only known in UTC, such as Asia/Kuala_Lumpur (default: UTC)"),
      N_ ("IANA") },
    { "explain", 0, 0, G_OPTION_ARG_NONE, &explain,
      N_ ("Show everything a file tells about its date, and why one was chosen"), NULL },
    SUSUN_CORRECTIONS_ENTRIES (&corrections),
    { NULL }
  };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  if ((*args)[1] == NULL)
    return susun_session_misuse (session, self, _ ("A file or folder is needed"));
  if (g_strv_contains ((const char *const *) *args, ""))
    return susun_session_misuse (session, self, _ ("A path is empty"));
  if (csv && session->json)
    return susun_session_misuse (session, self, _ ("Either --csv or --json"));
  if (zone != NULL && (time_zone = g_time_zone_new_identifier (zone)) == NULL)
    return susun_session_misuse (session, self, _ ("“%s” is no time zone"), zone);

  g_autoptr (SusunDatesOptions) options = g_new0 (SusunDatesOptions, 1);
  options->paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 1; (*args)[i] != NULL; i++)
    g_ptr_array_add (options->paths, susun_path_absolute ((*args)[i]));
  options->recursive = recursive;
  options->explain = explain;
  options->zone = g_steal_pointer (&time_zone);
  options->now = g_get_real_time () / G_USEC_PER_SEC;
  options->workers = (guint) session->workers;
  g_autoptr (GPtrArray) folders = susun_dates_options_list_folders (options);
  if (!susun_corrections_read (&corrections, folders, &options->clocks, &options->folders,
                               &options->dates, &error))
    return susun_session_misuse (session, self, "%s", error->message);
  return run_job (session, g_steal_pointer (&options), csv);
}
