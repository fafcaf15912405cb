// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-outcome.h"
#include "core/runs/susun-verify.h"

int
susun_cmd_verify (SusunSession *session, const SusunCommand *self, char ***args)
{
  g_autofree char *input = NULL, *verified = NULL, *unverified = NULL, *state = NULL, *sums = NULL,
                  *hash = NULL;
  gint64 limit = 0, offset = 0;
  gboolean anywhere = FALSE;
  const GOptionEntry entries[] = {
    { "input-csv", 0, 0, G_OPTION_ARG_FILENAME, &input, N_ ("The report of organize"), N_ ("CSV") },
    { "verified-out", 0, 0, G_OPTION_ARG_FILENAME, &verified, N_ ("Where to list what is proven"),
      N_ ("CSV") },
    { "unverified-out", 0, 0, G_OPTION_ARG_FILENAME, &unverified, N_ ("Where to list what is not"),
      N_ ("CSV") },
    { "hash", 0, 0, G_OPTION_ARG_STRING, &hash, N_ ("How to compare: sha256, the default"),
      "sha256" },
    { "limit", 0, 0, G_OPTION_ARG_INT64, &limit, N_ ("Only so many rows (default: 0, all)"), "N" },
    { "offset", 0, 0, G_OPTION_ARG_INT64, &offset, N_ ("Pass over so many rows first"), "N" },
    { "state-file", 0, 0, G_OPTION_ARG_FILENAME, &state,
      N_ ("Remember here how far it came, and go on from there"), N_ ("JSON") },
    { "anywhere", 0, 0, G_OPTION_ARG_NONE, &anywhere,
      N_ ("Look for the content anywhere in the archive, not only at the recorded place"), NULL },
    { "sha256sums", 0, 0, G_OPTION_ARG_FILENAME, &sums, N_ ("Write a list for “sha256sum -c” too"),
      N_ ("PATH") },
    { NULL }
  };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  if ((*args)[1] != NULL)
    return susun_session_misuse (session, self, _ ("“%s” is no option"), (*args)[1]);
  if (input == NULL || verified == NULL || unverified == NULL)
    return susun_session_misuse (session, self,
                                 _ ("--input-csv, --verified-out and --unverified-out are needed"));
  if (hash != NULL && !g_str_equal (hash, "sha256"))
    return susun_session_misuse (session, self, _ ("--hash knows sha256 only"));
  if (limit < 0 || offset < 0)
    return susun_session_misuse (session, self, _ ("--limit and --offset count rows from 0"));

  SusunVerifyOptions *options = susun_verify_options_new ();
  options->input_csv = susun_session_absolute (input);
  options->verified_out = susun_session_absolute (verified);
  options->unverified_out = susun_session_absolute (unverified);
  options->state_file = susun_session_absolute (state);
  options->sha256sums = susun_session_absolute (sums);
  options->limit = (guint64) limit;
  options->offset = (guint64) offset;
  options->anywhere = anywhere;
  options->workers = (guint) session->workers;
  return susun_outcome_run (session, susun_verify_job_new (options));
}
