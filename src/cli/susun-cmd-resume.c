// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-outcome.h"
#include "core/runs/susun-resume.h"

int
susun_cmd_resume (SusunSession *session, const SusunCommand *self, char ***args)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = NULL;
  g_autoptr (SusunJob) job = NULL;
  const GOptionEntry entries[] = { { NULL } };
  int status = susun_session_parse (session, self, entries, args);

  if (status >= 0)
    return status;
  if (g_strv_length (*args) != 2)
    return susun_session_misuse (session, self, _ ("The id of one run is needed"));

  susun_log_file_write (session->log, "resume of run %s", (*args)[1]);
  store = susun_session_open (session, SUSUN_STORE_WRITE, &error);
  if (store == NULL)
    return susun_session_fail (session, error);
  job = susun_resume_job_new (store, (*args)[1], (guint) session->workers, &error);
  if (job == NULL)
    return susun_session_fail (session, error);
  return susun_outcome_run_with_store (session, store, g_steal_pointer (&job));
}
