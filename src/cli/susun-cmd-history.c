// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdio.h>

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-json.h"
#include "cli/susun-run-view.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-forget.h"
#include "core/runs/susun-resume.h"

static int
list_runs (SusunSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_session_open (session, SUSUN_STORE_READ_ONLY, &error);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) views
      = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_run_view_free);

  if (error != NULL)
    return susun_session_fail (session, error);
  runs = store != NULL ? susun_store_list_runs (store, 0, &error) : g_ptr_array_new ();
  if (runs == NULL)
    return susun_session_fail (session, error);
  for (guint i = 0; i < runs->len; i++)
    {
      SusunRunView *view = susun_run_view_new (store, runs->pdata[i], FALSE, &error);
      if (view == NULL)
        return susun_session_fail (session, error);
      g_ptr_array_add (views, view);
    }

  if (session->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "runs");
      json_builder_begin_array (builder);
      for (guint i = 0; i < views->len; i++)
        {
          json_builder_begin_object (builder);
          susun_run_view_add_json (views->pdata[i], builder);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
      json_builder_end_object (builder);
      susun_json_print (builder);
    }
  else if (views->len == 0)
    printf ("%s\n", _ ("There are no runs yet."));
  else
    susun_run_views_print (views);
  return SUSUN_EXIT_DONE;
}

/* The run itself, or with a chain's id the run the chain began with: they share their id. */
static SusunRun *
find_run (SusunSession *session, SusunStoreAccess access, const char *run_id, SusunStore **store,
          GError **error)
{
  g_autoptr (GError) failure = NULL;

  *store = susun_session_open (session, access, &failure);
  if (*store != NULL)
    return susun_store_get_run (*store, run_id, error);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    susun_throw (error, SUSUN_ERROR_INVALID, _ ("There is no run %s: there are no runs yet."),
                 run_id);
  return NULL;
}

static int
show_run (SusunSession *session, const char *run_id)
{
  g_autoptr (SusunStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunRun) run = find_run (session, SUSUN_STORE_READ_ONLY, run_id, &store, &error);
  g_autoptr (SusunRunView) view
      = run != NULL ? susun_run_view_new (store, run, TRUE, &error) : NULL;

  if (view == NULL)
    return susun_session_fail (session, error);
  if (session->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      json_builder_begin_object (builder);
      susun_run_view_add_json (view, builder);
      susun_run_view_add_sheet_json (view, NULL, NULL, builder);
      susun_json_add_json (builder, "options", run->options);
      json_builder_end_object (builder);
      susun_json_print (builder);
      return SUSUN_EXIT_DONE;
    }
  susun_run_view_print (view);
  if (run->error != NULL)
    printf ("  %s\n", run->error);
  susun_run_view_print_sheet (view, NULL);
  return SUSUN_EXIT_DONE;
}

/* Says in both forms that one thing was done to one run. */
static int
tell_done (SusunSession *session, const char *run_id, const char *member, const char *path,
           const char *sentence)
{
  if (session->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      json_builder_begin_object (builder);
      susun_json_add_text (builder, "run_id", run_id);
      if (path != NULL)
        susun_json_add_path (builder, member, path);
      else
        {
          json_builder_set_member_name (builder, member);
          json_builder_add_boolean_value (builder, TRUE);
        }
      json_builder_end_object (builder);
      susun_json_print (builder);
    }
  else
    printf ("%s\n", sentence);
  return SUSUN_EXIT_DONE;
}

static int
export_run (SusunSession *session, const char *run_id, const char *csv)
{
  g_autoptr (SusunStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = susun_path_absolute (csv);
  g_autofree char *display = susun_path_display (path);
  g_autoptr (SusunRun) run = find_run (session, SUSUN_STORE_READ_ONLY, run_id, &store, &error);

  if (run == NULL || !susun_history_export (store, run, path, session->cancellable, &error))
    return susun_session_fail (session, error);
  g_autofree char *sentence = g_strdup_printf (_ ("Written: %s"), display);
  return tell_done (session, run_id, "csv", path, sentence);
}

static int
forget_run (SusunSession *session, const char *run_id)
{
  g_autoptr (SusunStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunRun) run = find_run (session, SUSUN_STORE_WRITE, run_id, &store, &error);

  if (run == NULL || !susun_forget_run (store, run, &error))
    return susun_session_fail (session, error);
  susun_log_file_write (session->log, "run %s was forgotten", run_id);
  return tell_done (session, run_id, "forgotten", NULL,
                    _ ("The run was forgotten. Its files are as they were."));
}

int
susun_cmd_history (SusunSession *session, const SusunCommand *self, char ***args)
{
  g_autofree char *csv = NULL;
  const GOptionEntry entries[]
      = { { "csv", 0, 0, G_OPTION_ARG_FILENAME, &csv, N_ ("Where export writes"), N_ ("PATH") },
          { NULL } };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  guint n = g_strv_length (*args) - 1;
  const char *verb = n > 0 ? (*args)[1] : "list";
  if (g_str_equal (verb, "list") && n <= 1)
    return list_runs (session);
  if (g_str_equal (verb, "show") && n == 2)
    return show_run (session, (*args)[2]);
  if (g_str_equal (verb, "export") && n == 2)
    return csv != NULL ? export_run (session, (*args)[2], csv)
                       : susun_session_misuse (session, self, _ ("--csv is needed"));
  if (g_str_equal (verb, "forget") && n == 2)
    return forget_run (session, (*args)[2]);
  return susun_session_misuse (session, self,
                               _ ("history takes list, show RUN_ID, export RUN_ID --csv PATH or "
                                  "forget RUN_ID"));
}
