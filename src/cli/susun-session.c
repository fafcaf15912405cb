// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdio.h>

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "cli/susun-command.h"
#include "cli/susun-json.h"
#include "cli/susun-session.h"
#include "cli/susun-text.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"

#define MAX_WORKERS 64

typedef struct
{
  gboolean help;
  gboolean version;
  char *history_db;
  char *log_file;
} Common;

static void
common_clear (Common *common)
{
  g_free (common->history_db);
  g_free (common->log_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Common, common_clear)

/* Lines to copy, set off from what is around them; then what to do next, and the exit status. */
static char *
make_epilogue (const SusunCommand *command)
{
  g_auto (GStrv) examples = g_strsplit (command->examples, "\n", -1);
  g_autofree char *lines = g_strjoinv ("\n  ", examples);
  g_autofree char *notes
      = command->notes != NULL ? susun_text_wrap (_ (command->notes), SUSUN_HELP_WIDTH) : NULL;
  g_autofree char *status = susun_text_wrap (
      _ ("Exit status: 0 all done; 1 some items failed, each is named; 2 wrong usage or unreadable "
         "input; 3 refused for safety, nothing was touched; 4 cancelled, can be resumed."),
      SUSUN_HELP_WIDTH);

  return g_strdup_printf ("%s\n  %s\n\n%s%s%s", _ ("Examples:"), lines, notes != NULL ? notes : "",
                          notes != NULL ? "\n" : "", status);
}

static GOptionContext *
make_context (SusunSession *self, const SusunCommand *command, const GOptionEntry *entries,
              Common *common)
{
  const GOptionEntry common_entries[]
      = { { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print the result as JSON"), NULL },
          { "quiet", 0, 0, G_OPTION_ARG_NONE, &self->quiet, N_ ("Show no progress"), NULL },
          { "workers", 0, 0, G_OPTION_ARG_INT, &self->workers,
            N_ ("How many files to work on at a time (default: 4)"), "N" },
          { "history-db", 0, 0, G_OPTION_ARG_FILENAME, &common->history_db,
            N_ ("The history (default: $XDG_DATA_HOME/susun/history.db)"), N_ ("PATH") },
          { "log-file", 0, 0, G_OPTION_ARG_FILENAME, &common->log_file,
            N_ ("Append what happens to this file"), N_ ("PATH") },
          { "version", 0, 0, G_OPTION_ARG_NONE, &common->version, N_ ("Show the version"), NULL },
          { "help", 'h', 0, G_OPTION_ARG_NONE, &common->help, N_ ("Show this help"), NULL },
          { NULL } };
  GOptionContext *context = g_option_context_new (command->arguments);
  g_autofree char *summary = susun_text_wrap (_ (command->description), SUSUN_HELP_WIDTH);
  g_autofree char *epilogue = make_epilogue (command);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, g_strchomp (summary));
  g_option_context_set_description (context, epilogue);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common_entries, GETTEXT_PACKAGE);
  return context;
}

/* An empty path is the current folder to the functions that make paths absolute; on a command line
 * it is an unset variable of a script. Returns: (nullable): the option that has one */
static const char *
find_empty_path (const GOptionEntry *entries)
{
  for (; entries->long_name != NULL; entries++)
    {
      if (entries->arg == G_OPTION_ARG_FILENAME
          && g_strcmp0 (*(char **) entries->arg_data, "") == 0)
        return entries->long_name;
      char **words
          = entries->arg == G_OPTION_ARG_FILENAME_ARRAY ? *(char ***) entries->arg_data : NULL;
      for (guint i = 0; words != NULL && words[i] != NULL; i++)
        if (*words[i] == '\0')
          return entries->long_name;
    }
  return NULL;
}

int
susun_session_parse (SusunSession *self, const SusunCommand *command, const GOptionEntry *entries,
                     char ***args)
{
  g_auto (Common) common = { 0 };
  g_autoptr (GOptionContext) context = make_context (self, command, entries, &common);
  g_autofree char *name = g_strdup_printf ("susun-cli %s", command->name);
  g_autoptr (GError) error = NULL;

  g_set_prgname (name);
  if (!g_option_context_parse_strv (context, args, &error))
    return susun_session_misuse (self, command, "%s", error->message);
  if (common.help)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
      fputs (help, stdout);
      return SUSUN_EXIT_DONE;
    }
  if (common.version)
    {
      printf ("susun-cli %s\n", PACKAGE_VERSION);
      return SUSUN_EXIT_DONE;
    }
  const char *empty = find_empty_path (entries);
  if (empty == NULL)
    empty = g_strcmp0 (common.history_db, "") == 0 ? "history-db"
            : g_strcmp0 (common.log_file, "") == 0 ? "log-file"
                                                   : NULL;
  if (empty != NULL)
    return susun_session_misuse (self, command, _ ("--%s is empty"), empty);
  if (self->workers < 1 || self->workers > MAX_WORKERS)
    return susun_session_misuse (self, command, _ ("--workers takes a number from 1 to %d"),
                                 MAX_WORKERS);

  if (common.history_db != NULL)
    {
      g_free (self->history_db);
      self->history_db = susun_path_absolute (common.history_db);
      self->other_history = TRUE;
    }
  if (common.log_file != NULL && !susun_log_file_open (self->log, common.log_file, &error))
    return susun_session_fail (self, error);
  return -1;
}

SusunStore *
susun_session_open (SusunSession *self, SusunStoreAccess access, GError **error)
{
  g_autoptr (GError) failure = NULL;
  SusunStore *store = susun_store_open (self->history_db, access, &failure);

  if (store == NULL
      && !(access == SUSUN_STORE_READ_ONLY
           && g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)))
    g_propagate_error (error, g_steal_pointer (&failure));
  return store;
}

int
susun_exit_from_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return SUSUN_EXIT_CANCELLED;
  if (error->domain != SUSUN_ERROR)
    return SUSUN_EXIT_USAGE;
  switch ((SusunError) error->code)
    {
    case SUSUN_ERROR_REFUSED:
    case SUSUN_ERROR_LOCKED:
    case SUSUN_ERROR_SCHEMA:
    case SUSUN_ERROR_CORRUPT:
    case SUSUN_ERROR_UNPROVEN:
    case SUSUN_ERROR_MEDIUM:
    case SUSUN_ERROR_UNSURE:
      return SUSUN_EXIT_REFUSED;
    case SUSUN_ERROR_INVALID:
    case SUSUN_ERROR_AWAY:
    case SUSUN_ERROR_CHANGED:
    case SUSUN_ERROR_DIFFERS:
    default:
      return SUSUN_EXIT_USAGE;
    }
}

static void
print_failure (SusunSession *self, const char *message, int status)
{
  g_autoptr (JsonBuilder) builder = NULL;

  fprintf (stderr, "susun-cli: %s\n", message);
  susun_log_file_write (self->log, "failed with status %d: %s", status, message);
  if (!self->json)
    return;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  susun_json_add_text (builder, "error", message);
  susun_json_add_int (builder, "exit_status", status);
  json_builder_end_object (builder);
  susun_json_print (builder);
}

int
susun_session_fail (SusunSession *self, const GError *error)
{
  int status = susun_exit_from_error (error);

  print_failure (self, status == SUSUN_EXIT_CANCELLED ? _ ("Cancelled.") : error->message, status);
  return status;
}

int
susun_session_misuse (SusunSession *self, const SusunCommand *command, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  print_failure (self, message, SUSUN_EXIT_USAGE);
  fprintf (stderr, _ ("“susun-cli %s --help” tells how it is used.\n"), command->name);
  return SUSUN_EXIT_USAGE;
}

char *
susun_session_absolute (const char *path)
{
  return path != NULL ? susun_path_absolute (path) : NULL;
}
