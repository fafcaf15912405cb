// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "cli/susun-log-file.h"
#include "core/store/susun-store.h"

G_BEGIN_DECLS

/* The exit statuses of CLI.md. When several apply, the graver one is the larger. */
typedef enum
{
  SUSUN_EXIT_DONE = 0,
  SUSUN_EXIT_ITEMS = 1,     /* ran, but some items failed; each is named */
  SUSUN_EXIT_USAGE = 2,     /* wrong usage or unreadable input */
  SUSUN_EXIT_REFUSED = 3,   /* refused for safety, nothing was touched */
  SUSUN_EXIT_CANCELLED = 4, /* can be resumed */
} SusunExit;

/**
 * SusunSession: what every command is given: the options that all of them have, and what main()
 * made once for the whole process. Borrowed by the commands; belongs to main().
 */
typedef struct
{
  gboolean json;
  gboolean quiet;
  char *history_db;       /* absolute; the default until --history-db was read */
  gboolean other_history; /* --history-db was given: commands we propose must name it too */
  int workers;
  GCancellable *cancellable;
  SusunLogFile *log;
} SusunSession;

/* What a command is, for its help. */
typedef struct _SusunCommand SusunCommand;

/* Reads the options in @entries and those of every command from @args (the words after the
 * command's name; what is left stays). Paths among the common ones become absolute; the log is
 * opened. Returns: -1 to go on, or the exit status when everything was said already (--help, wrong
 * usage) */
int susun_session_parse (SusunSession *self, const SusunCommand *command,
                         const GOptionEntry *entries, char ***args);

/* Opens the history. A database that is not there yet is an empty one for those who only look:
 * then NULL is returned without @error. Returns: (transfer full) (nullable) */
SusunStore *susun_session_open (SusunSession *self, SusunStoreAccess access, GError **error);

/* Says @error (to a person on stderr, to a program as a JSON document on stdout), logs it.
 * Returns: the exit status it stands for */
int susun_session_fail (SusunSession *self, const GError *error);

/* As above with SUSUN_EXIT_USAGE and a hint where to read on. */
int susun_session_misuse (SusunSession *self, const SusunCommand *command, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* The exit status for an error that ended a command before anything was done. */
int susun_exit_from_error (const GError *error);

/* What the user gave, as core wants it. @path: (nullable). Returns: (transfer full) (nullable) */
char *susun_session_absolute (const char *path);

G_END_DECLS
