// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdio.h>

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-outcome.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-take-back.h"

/* restore, undo and purge: one job of core, three commands. */

/* How long a quarantine should have stood before it is emptied without a second thought. */
#define YOUNG_DAYS 30

static SusunTakeBackOptions *
make_options (SusunSession *session, SusunTakeBack what, const char *run_id)
{
  SusunTakeBackOptions *options = susun_take_back_options_new ();

  options->what = what;
  options->run_id = g_strdup (run_id);
  options->workers = (guint) session->workers;
  susun_log_file_write (session->log, "%s of run %s", g_get_prgname (), run_id);
  return options;
}

int
susun_cmd_restore (SusunSession *session, const SusunCommand *self, char ***args)
{
  g_auto (GStrv) items = NULL;
  const GOptionEntry entries[]
      = { { "item", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &items,
            N_ ("Only this original, by the path it had; can be given several times"),
            N_ ("PATH") },
          { NULL } };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  if (g_strv_length (*args) != 2)
    return susun_session_misuse (session, self, _ ("The id of one run is needed"));

  SusunTakeBackOptions *options = make_options (session, SUSUN_TAKE_BACK_RESTORE, (*args)[1]);
  if (items != NULL)
    options->paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    g_ptr_array_add (options->paths, susun_path_absolute (items[i]));
  return susun_outcome_run (session, susun_take_back_job_new (options));
}

int
susun_cmd_undo (SusunSession *session, const SusunCommand *self, char ***args)
{
  const GOptionEntry entries[] = { { NULL } };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  if (g_strv_length (*args) != 2)
    return susun_session_misuse (session, self, _ ("The id of one run is needed"));
  return susun_outcome_run (
      session, susun_take_back_job_new (make_options (session, SUSUN_TAKE_BACK_UNDO, (*args)[1])));
}

/* Says it when the quarantine is young; asking twice was the option. */
static void
warn_when_young (SusunStore *store, const char *run_id)
{
  guint kinds = 1u << SUSUN_RUN_QUARANTINE | 1u << SUSUN_RUN_DEDUPE;
  g_autoptr (SusunRun) run = susun_store_find_run (store, run_id, kinds, NULL);

  if (run == NULL || run->finished == 0
      || g_get_real_time () - run->finished >= YOUNG_DAYS * G_TIME_SPAN_DAY)
    return;
  gint64 days = (g_get_real_time () - run->finished) / G_TIME_SPAN_DAY;
  fprintf (stderr,
           ngettext ("susun-cli: This quarantine is only %d day old. Files in it are deleted for "
                     "ever.\n",
                     "susun-cli: This quarantine is only %d days old. Files in it are deleted for "
                     "ever.\n",
                     (gulong) days),
           (int) days);
}

int
susun_cmd_purge (SusunSession *session, const SusunCommand *self, char ***args)
{
  gint64 older_than = -1;
  gboolean really = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = NULL;
  const GOptionEntry entries[]
      = { { "older-than", 0, 0, G_OPTION_ARG_INT64, &older_than,
            N_ ("Only a quarantine that is at least so old"), N_ ("DAYS") },
          { "yes-really-delete", 0, 0, G_OPTION_ARG_NONE, &really,
            N_ ("Needed: this cannot be undone"), NULL },
          { NULL } };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  if (g_strv_length (*args) != 2)
    return susun_session_misuse (session, self, _ ("The id of one run is needed"));
  if (older_than < -1 || older_than > 36500)
    return susun_session_misuse (session, self, _ ("--older-than takes a number of days"));
  if (!really)
    {
      susun_throw (&error, SUSUN_ERROR_REFUSED,
                   _ ("Nothing was deleted: purge cannot be undone and is done only together with "
                      "--yes-really-delete."));
      return susun_session_fail (session, error);
    }

  store = susun_session_open (session, SUSUN_STORE_WRITE, &error);
  if (store == NULL)
    return susun_session_fail (session, error);
  SusunTakeBackOptions *options = make_options (session, SUSUN_TAKE_BACK_PURGE, (*args)[1]);
  if (older_than >= 0)
    options->older_than = g_get_real_time () - older_than * G_TIME_SPAN_DAY;
  else
    warn_when_young (store, (*args)[1]);
  return susun_outcome_run_with_store (session, store, susun_take_back_job_new (options));
}
