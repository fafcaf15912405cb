// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/susun-command.h"
#include "cli/susun-session.h"
#include "core/base/susun-sys.h"

#define DEFAULT_WORKERS 4

/* Blocked in every thread, and waited for by one. */
static void
fill_signals (sigset_t *signals)
{
  sigemptyset (signals);
  sigaddset (signals, SIGINT);
  sigaddset (signals, SIGTERM);
}

/* The first signal cancels; the item in hand is finished or rolled back. Later ones change nothing:
 * an impatient second Ctrl+C must not leave things half done. */
static gpointer
wait_for_signals_in_thread (gpointer data)
{
  g_autoptr (GCancellable) cancellable = data;
  sigset_t signals;

  fill_signals (&signals);
  for (;;)
    {
      int number = 0;
      if (sigwait (&signals, &number) == 0)
        g_cancellable_cancel (cancellable);
    }
  return NULL;
}

/* To be called before any other thread is made, so that all of them inherit the mask. */
static void
watch_signals (GCancellable *cancellable)
{
  sigset_t signals;

  fill_signals (&signals);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  /* A full quota answers EFBIG, a closed pipe EPIPE: errors like others, no sudden ends. */
  signal (SIGXFSZ, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);
  susun_sys_raise_open_files (4096);
  g_thread_unref (g_thread_new ("signals", wait_for_signals_in_thread, g_object_ref (cancellable)));
}

static int
run_command (SusunSession *session, int argc, char **argv)
{
  const SusunCommand *command = argc > 1 ? susun_command_find (argv[1]) : NULL;
  g_auto (GStrv) args = NULL;

  if (argc > 1 && g_str_equal (argv[1], "--version"))
    {
      printf ("susun-cli %s\n", PACKAGE_VERSION);
      return SUSUN_EXIT_DONE;
    }
  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      susun_command_print_usage (stdout);
      return SUSUN_EXIT_DONE;
    }
  if (command == NULL)
    {
      if (argc > 1)
        fprintf (stderr, _ ("susun-cli: “%s” is no command.\n\n"), argv[1]);
      susun_command_print_usage (stderr);
      return SUSUN_EXIT_USAGE;
    }
  args = g_strdupv (argv + 1);
  return command->run (session, command, &args);
}

/* A reader that went away wanted no more. */
static gboolean
is_reader_gone (void)
{
  struct pollfd poll_fd = { .fd = STDOUT_FILENO, .events = POLLOUT };

  return poll (&poll_fd, 1, 0) > 0 && (poll_fd.revents & POLLERR) != 0;
}

/* A result that did not arrive is no result. */
static int
finish_output (int status)
{
  if ((fflush (stdout) == 0 && !ferror (stdout)) || is_reader_gone ())
    return status;
  fprintf (stderr, "susun-cli: %s\n", _ ("The result could not be written."));
  return status == SUSUN_EXIT_DONE ? SUSUN_EXIT_ITEMS : status;
}

int
main (int argc, char **argv)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (SusunLogFile) log = susun_log_file_new ();
  SusunSession session = {
    .history_db = g_build_filename (g_get_user_data_dir (), "susun", "history.db", NULL),
    .workers = DEFAULT_WORKERS,
    .cancellable = cancellable,
    .log = log,
  };

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("susun-cli");
  g_log_set_writer_func (susun_log_file_take_message, log, NULL);
  watch_signals (cancellable);

  int status = finish_output (run_command (&session, argc, argv));
  g_free (session.history_db);
  return status;
}
