// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-outcome.h"
#include "core/runs/susun-dedupe.h"

int
susun_cmd_dedupe (SusunSession *session, const SusunCommand *self, char ***args)
{
  g_autofree char *manifest = NULL, *archive = NULL, *quarantine = NULL, *keep = NULL,
                  *dupes = NULL, *expected = NULL, *scope = NULL, *state = NULL;
  gint64 limit = 0;
  gboolean dry_run = FALSE;
  const GOptionEntry entries[] = {
    { "manifest", 0, 0, G_OPTION_ARG_FILENAME, &manifest, N_ ("The list of verified files"),
      N_ ("CSV") },
    { "archive-root", 0, 0, G_OPTION_ARG_FILENAME, &archive, N_ ("The archive"), N_ ("FOLDER") },
    { "quarantine-root", 0, 0, G_OPTION_ARG_FILENAME, &quarantine, N_ ("Where duplicates go"),
      N_ ("FOLDER") },
    { "keep-out", 0, 0, G_OPTION_ARG_FILENAME, &keep, N_ ("Where to list what is kept"),
      N_ ("CSV") },
    { "dupes-out", 0, 0, G_OPTION_ARG_FILENAME, &dupes, N_ ("Where to list the duplicates"),
      N_ ("CSV") },
    { "expected-run-id", 0, 0, G_OPTION_ARG_STRING, &expected,
      N_ ("The run all rows must belong to; auto: all the same one"), N_ ("UUID|auto") },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &scope,
      N_ ("Compare within each year, or global, over the whole archive (default: year)"),
      N_ ("year|global") },
    { "limit", 0, 0, G_OPTION_ARG_INT64, &limit,
      N_ ("Only so many groups of duplicates (default: 0, all)"), "N" },
    { "state-file", 0, 0, G_OPTION_ARG_FILENAME, &state,
      N_ ("Remember here how far it came, and go on from there"), N_ ("JSON") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Only say what would be done"), NULL },
    { NULL }
  };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  if ((*args)[1] != NULL)
    return susun_session_misuse (session, self, _ ("“%s” is no option"), (*args)[1]);
  if (manifest == NULL || archive == NULL || quarantine == NULL || keep == NULL || dupes == NULL
      || expected == NULL)
    return susun_session_misuse (session, self,
                                 _ ("--manifest, --archive-root, --quarantine-root, --keep-out, "
                                    "--dupes-out and --expected-run-id are needed"));
  if (!g_str_equal (expected, "auto") && !g_uuid_string_is_valid (expected))
    return susun_session_misuse (session, self,
                                 _ ("--expected-run-id takes the id of a run, or auto"));
  if (scope != NULL && !g_str_equal (scope, "year") && !g_str_equal (scope, "global"))
    return susun_session_misuse (session, self, _ ("--scope takes year or global"));
  if (limit < 0)
    return susun_session_misuse (session, self, _ ("--limit counts groups from 0"));

  SusunDedupeOptions *options = susun_dedupe_options_new ();
  options->manifest = susun_session_absolute (manifest);
  options->archive_root = susun_session_absolute (archive);
  options->quarantine_root = susun_session_absolute (quarantine);
  options->keep_out = susun_session_absolute (keep);
  options->dupes_out = susun_session_absolute (dupes);
  options->expected_run_id = g_steal_pointer (&expected);
  options->global = g_strcmp0 (scope, "global") == 0;
  options->limit = (guint64) limit;
  options->state_file = susun_session_absolute (state);
  options->dry_run = dry_run;
  options->workers = (guint) session->workers;
  return susun_outcome_run (session, susun_dedupe_job_new (options));
}
