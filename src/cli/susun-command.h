// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <stdio.h>

#include "cli/susun-session.h"

G_BEGIN_DECLS

/**
 * SusunCommand: one row of the table of commands. A command parses its words, runs one job, prints,
 * and returns the exit status.
 */
struct _SusunCommand
{
  const char *name;
  const char *alias;       /* (nullable): another name for it */
  const char *arguments;   /* (nullable): what follows the options, such as "PATH..." */
  const char *summary;     /* N_(): one line for the list of commands */
  const char *description; /* N_(): a paragraph for its help */
  const char *examples;    /* lines to copy, not translated */
  const char *notes;       /* N_() (nullable): what to know besides, and what to do next */

  /* @args: the words after the command's name, NULL-terminated; the command may take them apart */
  int (*run) (SusunSession *session, const SusunCommand *self, char ***args);
};

/* Returns: (transfer none) (nullable) */
const SusunCommand *susun_command_find (const char *name);

/* How to use the program, with all commands. */
void susun_command_print_usage (FILE *file);

/* susun-cmd-*.c */
int susun_cmd_dates (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_organize (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_verify (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_quarantine (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_restore (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_purge (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_undo (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_resume (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_history (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_rename (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_titles (SusunSession *session, const SusunCommand *self, char ***args);
int susun_cmd_dedupe (SusunSession *session, const SusunCommand *self, char ***args);

G_END_DECLS
