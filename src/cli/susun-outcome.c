// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-outcome.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "cli/susun-json.h"
#include "cli/susun-progress.h"
#include "cli/susun-run-view.h"
#include "cli/susun-text.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-quarantine.h"

/* --- what can be done next */

static void print_command (SusunSession *session, const char *sentence, ...) G_GNUC_NULL_TERMINATED;

/* @sentence and the words of the command, NULL-terminated */
static void
print_command (SusunSession *session, const char *sentence, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  va_list args;
  const char *word;

  g_ptr_array_add (words, g_strdup ("susun-cli"));
  va_start (args, sentence);
  while ((word = va_arg (args, const char *)) != NULL)
    g_ptr_array_add (words, g_strdup (word));
  va_end (args);
  if (session->other_history)
    {
      g_ptr_array_add (words, g_strdup ("--history-db"));
      g_ptr_array_add (words, g_strdup (session->history_db));
    }
  g_ptr_array_add (words, NULL);
  g_autofree char *line = susun_words_to_text ((const char *const *) words->pdata);
  printf ("  %s\n    %s\n", sentence, line);
}

/* REPORT-verified.csv beside REPORT.csv */
static char *
dup_beside (const char *report, const char *word)
{
  gsize length = g_str_has_suffix (report, ".csv") ? strlen (report) - 4 : strlen (report);
  g_autofree char *stem = g_strndup (report, length);

  return g_strconcat (stem, "-", word, ".csv", NULL);
}

static void
propose_after_organize (SusunSession *session, SusunRunView *view)
{
  const SusunRun *run = view->run;
  const char *report = susun_run_view_get_file (view, "report_csv");

  if (run->mode == SUSUN_MODE_REPORT)
    printf ("  %s\n", _ ("Nothing was copied or moved. When the report looks right, give the same "
                         "command with “--mode copy”."));
  else if (view->dry_run)
    printf ("  %s\n", _ ("Nothing was copied or moved. When the report looks right, give the same "
                         "command without “--dry-run”."));
  if (run->mode == SUSUN_MODE_REPORT || view->dry_run)
    return;
  if (run->mode == SUSUN_MODE_COPY && report != NULL)
    {
      g_autofree char *verified = dup_beside (report, "verified");
      g_autofree char *unverified = dup_beside (report, "unverified");
      print_command (session, _ ("To prove every copy:"), "verify", "--input-csv", report,
                     "--verified-out", verified, "--unverified-out", unverified, NULL);
    }
  print_command (session, _ ("To take it back:"), "undo", run->run_id, NULL);
}

static void
propose_after_verify (SusunSession *session, SusunRunView *view)
{
  const char *manifest = susun_run_view_get_file (view, "verified_csv");
  const char *source = susun_run_view_get_root (view, SUSUN_ROOT_SOURCE);
  g_autofree char *quarantine
      = source != NULL ? susun_path_beside (source, ".susun-quarantine") : NULL;

  if (quarantine == NULL)
    quarantine = source != NULL ? g_build_filename (source, ".susun-quarantine", NULL)
                                : g_strdup (_ ("QUARANTINE_FOLDER"));

  if (manifest != NULL && view->balance.counts[SUSUN_BALANCE_VERIFIED] > 0)
    print_command (session, _ ("To move the proven originals out of the way:"), "quarantine",
                   "--manifest", manifest, "--expected-run-id", "auto", "--quarantine-root",
                   quarantine, NULL);
}

static void
propose_after_rename (SusunSession *session, SusunRunView *view)
{
  if (view->dry_run && view->balance.counts[SUSUN_BALANCE_REPORTED] > 0)
    printf ("  %s\n", _ ("Nothing was renamed. When the names look right, give the same command "
                         "with “--live”."));
  else if (view->dry_run)
    printf ("  %s\n", _ ("Nothing was renamed."));
  else if (view->balance.counts[SUSUN_BALANCE_RENAMED] > 0)
    print_command (session, _ ("To take it back:"), "undo", view->run->run_id, NULL);
}

static void
propose_next (SusunSession *session, SusunRunView *view)
{
  const SusunRun *run = view->run;

  putchar ('\n');
  if (run->state == SUSUN_RUN_STATE_CANCELLED || run->state == SUSUN_RUN_STATE_FAILED)
    {
      print_command (session, _ ("To go on where it stopped:"), "resume", run->run_id, NULL);
      return;
    }
  if (run->kind == SUSUN_RUN_ORGANIZE)
    propose_after_organize (session, view);
  else if (run->kind == SUSUN_RUN_VERIFY)
    propose_after_verify (session, view);
  else if (run->kind == SUSUN_RUN_RENAME)
    propose_after_rename (session, view);
  else if (view->dry_run)
    printf ("  %s\n", _ ("This was a dry run: nothing was moved."));
  else if (run->kind == SUSUN_RUN_QUARANTINE || run->kind == SUSUN_RUN_DEDUPE)
    {
      if (view->balance.counts[SUSUN_BALANCE_QUARANTINED] > 0)
        print_command (session, _ ("To put them back:"), "restore", run->run_id, NULL);
    }
}

/* --- the exit status */

static guint64
count_ended (const SusunBalance *balance)
{
  guint64 ended = 0;

  for (guint i = 0; i < SUSUN_N_BALANCE; i++)
    if (i != SUSUN_BALANCE_NOT_REACHED)
      ended += balance->counts[i];
  return ended;
}

static int
get_status (SusunRunView *view, const GError *error)
{
  const SusunBalance *balance = &view->balance;

  if (error != NULL)
    {
      int status = susun_exit_from_error (error);
      if (status == SUSUN_EXIT_CANCELLED
          || g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_REFUSED)
          || g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_INVALID))
        return status;
      /* What stopped a run in its middle was no refusal and no unreadable input. */
      gboolean begun
          = count_ended (balance) > 0 || (error->domain != SUSUN_ERROR && balance->found > 0);
      return begun ? SUSUN_EXIT_ITEMS : status;
    }
  return susun_balance_get_problems (balance) > 0 || balance->counts[SUSUN_BALANCE_UNVERIFIED] > 0
             ? SUSUN_EXIT_ITEMS
             : SUSUN_EXIT_DONE;
}

/* --- telling */

static void
log_outcome (SusunSession *session, SusunRunView *view, int status)
{
  const SusunRun *run = view->run;
  g_autofree char *balance = susun_balance_to_json (&view->balance);

  susun_log_file_write (session->log, "%s run %s of chain %s: %s, status %d, %s",
                        susun_run_kind_nick (run->kind), run->run_id, run->chain_id,
                        susun_run_state_nick (run->state), status, balance);
  for (guint i = 0; i < view->problems->len; i++)
    {
      const SusunProblemGroup *group = view->problems->pdata[i];
      susun_log_file_write (session->log, "problem: %s, %" G_GUINT64_FORMAT " items",
                            susun_cause_nick (group->cause), group->count);
      for (guint j = 0; j < group->examples->len; j++)
        susun_log_file_write (session->log, "problem: %s: %s", susun_cause_nick (group->cause),
                              (const char *) group->examples->pdata[j]);
    }
}

static void
print_json (SusunRunView *view, GPtrArray *remarks, const GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  susun_run_view_add_json (view, builder);
  susun_run_view_add_sheet_json (view, remarks, error != NULL ? error->message : NULL, builder);
  json_builder_end_object (builder);
  susun_json_print (builder);
}

static int
tell (SusunSession *session, SusunStore *store, SusunRunJob *job, const GError *failure)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *remarks = susun_run_job_get_remarks (job);
  g_autoptr (SusunRunView) view
      = susun_run_view_new (store, susun_run_job_get_run (job), TRUE, &error);

  if (view == NULL)
    {
      if (failure != NULL)
        fprintf (stderr, "susun-cli: %s\n", failure->message);
      return susun_session_fail (session, error);
    }

  if (SUSUN_IS_QUARANTINE_JOB (job))
    susun_run_view_add_results (view,
                                susun_quarantine_job_get_results (SUSUN_QUARANTINE_JOB (job)));
  int status = get_status (view, failure);
  if (session->json)
    print_json (view, remarks, failure);
  else
    {
      susun_run_view_print (view);
      susun_run_view_print_sheet (view, remarks);
      propose_next (session, view);
      fflush (stdout);
    }
  if (status == SUSUN_EXIT_CANCELLED)
    fprintf (stderr, "susun-cli: %s\n", _ ("Cancelled. The run can be resumed."));
  else if (failure != NULL)
    fprintf (stderr, "susun-cli: %s\n", failure->message);
  log_outcome (session, view, status);
  return status;
}

int
susun_outcome_run_with_store (SusunSession *session, SusunStore *store, SusunJob *given_job)
{
  g_autoptr (SusunJob) job = given_job;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunProgressView) progress = session->quiet ? NULL : susun_progress_view_new (job);

  susun_log_file_write (session->log, "%s started", g_get_prgname ());
  gboolean ok = susun_job_run (job, store, session->cancellable, &error);
  g_clear_pointer (&progress, susun_progress_view_free);
  g_assert (ok == (error == NULL));
  /* Refused before anything was recorded. */
  if (susun_run_job_get_run (SUSUN_RUN_JOB (job)) == NULL)
    return error != NULL ? susun_session_fail (session, error) : SUSUN_EXIT_DONE;
  return tell (session, store, SUSUN_RUN_JOB (job), error);
}

int
susun_outcome_run (SusunSession *session, SusunJob *given_job)
{
  g_autoptr (SusunJob) job = given_job;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_session_open (session, SUSUN_STORE_WRITE, &error);

  if (store == NULL)
    return susun_session_fail (session, error);
  return susun_outcome_run_with_store (session, store, g_steal_pointer (&job));
}
