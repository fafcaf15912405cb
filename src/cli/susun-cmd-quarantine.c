// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-outcome.h"
#include "core/base/susun-error.h"
#include "core/runs/susun-quarantine.h"

int
susun_cmd_quarantine (SusunSession *session, const SusunCommand *self, char ***args)
{
  g_autofree char *manifest = NULL, *expected = NULL, *quarantine = NULL, *results = NULL,
                  *state = NULL;
  gint64 limit = 0, offset = 0;
  gboolean dry_run = FALSE, delete = FALSE, really = FALSE;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "manifest", 0, 0, G_OPTION_ARG_FILENAME, &manifest, N_ ("The list of verified files"),
      N_ ("CSV") },
    { "expected-run-id", 0, 0, G_OPTION_ARG_STRING, &expected,
      N_ ("The run all rows must belong to; auto: all the same one"), N_ ("UUID|auto") },
    { "quarantine-root", 0, 0, G_OPTION_ARG_FILENAME, &quarantine, N_ ("Where originals go"),
      N_ ("FOLDER") },
    { "results-out", 0, 0, G_OPTION_ARG_FILENAME, &results,
      N_ ("What became of each (default: results.csv in the quarantine)"), N_ ("CSV") },
    { "limit", 0, 0, G_OPTION_ARG_INT64, &limit, N_ ("Only so many rows (default: 0, all)"), "N" },
    { "offset", 0, 0, G_OPTION_ARG_INT64, &offset, N_ ("Pass over so many rows first"), "N" },
    { "state-file", 0, 0, G_OPTION_ARG_FILENAME, &state,
      N_ ("Remember here how far it came, and go on from there"), N_ ("JSON") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Only say what would be done"), NULL },
    { "delete-permanently", 0, 0, G_OPTION_ARG_NONE, &delete,
      N_ ("Delete instead of moving; cannot be undone"), NULL },
    { "yes-really-delete", 0, 0, G_OPTION_ARG_NONE, &really,
      N_ ("Needed beside --delete-permanently"), NULL },
    { NULL }
  };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  if ((*args)[1] != NULL)
    return susun_session_misuse (session, self, _ ("“%s” is no option"), (*args)[1]);
  if (manifest == NULL || expected == NULL || quarantine == NULL)
    return susun_session_misuse (
        session, self, _ ("--manifest, --expected-run-id and --quarantine-root are needed"));
  if (!g_str_equal (expected, "auto") && !g_uuid_string_is_valid (expected))
    return susun_session_misuse (session, self,
                                 _ ("--expected-run-id takes the id of a run, or auto"));
  if (limit < 0 || offset < 0)
    return susun_session_misuse (session, self, _ ("--limit and --offset count rows from 0"));
  if (delete &&!really)
    {
      susun_throw (&error, SUSUN_ERROR_REFUSED,
                   _ ("Nothing was deleted: --delete-permanently cannot be undone and is done only "
                      "together with --yes-really-delete."));
      return susun_session_fail (session, error);
    }

  SusunQuarantineOptions *options = susun_quarantine_options_new ();
  options->manifest = susun_session_absolute (manifest);
  options->expected_run_id = g_steal_pointer (&expected);
  options->quarantine_root = susun_session_absolute (quarantine);
  options->results_out = susun_session_absolute (results);
  options->state_file = susun_session_absolute (state);
  options->limit = (guint64) limit;
  options->offset = (guint64) offset;
  options->dry_run = dry_run;
  options->delete_permanently = delete;
  options->workers = (guint) session->workers;
  return susun_outcome_run (session, susun_quarantine_job_new (options));
}
