// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/susun-window.h"
#include "ui/susun-wizard.h"

G_BEGIN_DECLS

struct _SusunWindow
{
  AdwApplicationWindow parent_instance;

  SusunWizard *wizard;           /* (owned) */
  GtkFileChooserNative *chooser; /* (owned) (nullable): while it is open */
  gboolean closing;              /* the window closes as soon as the job has stopped */

  GtkWidget *toasts;
  GtkWidget *heading;
  GtkWidget *back;
  GtkWidget *next;
  GtkWidget *steps;
  GtkWidget *pages;
  GtkWidget *home;
  GtkWidget *choose;
  GtkWidget *review;
  GtkWidget *organize;
  GtkWidget *verify;
  GtkWidget *clean_up;
  GtkWidget *done;
  GtkWidget *history;
};

/* --- pages (susun-window.c) */

/* By the name of its GtkStackPage; refreshes it and all actions. */
void susun_window_show_page (SusunWindow *self, const char *name);
const char *susun_window_get_page (SusunWindow *self);

/* Is a step of the wizard shown, and not home or the history? */
gboolean susun_window_in_wizard (SusunWindow *self);

/* All enabled states, from the state of the window. */
void susun_window_update_actions (SusunWindow *self);

/* A small thing, said and gone. */
void susun_window_say (SusunWindow *self, const char *sentence);

/* --- the suggested action (susun-window-next.c) */

/* Did the stage's job end well? */
gboolean susun_window_went_through (SusunWindow *self, SusunStage stage);

/* NULL where there is nothing to go on with. Returns: (transfer full) (nullable) */
char *susun_window_dup_next_label (SusunWindow *self);
void susun_window_go_next (SusunWindow *self);

/* --- commands (susun-window-commands.c) */

void susun_window_class_install_commands (GtkWidgetClass *klass);

/* --- questions (susun-window-dialogs.c) */

void susun_window_ask_to_clean_up (SusunWindow *self);
void susun_window_ask_to_undo (SusunWindow *self, const char *run_id);
void susun_window_ask_to_close (SusunWindow *self);

/* --- choosing and dropping folders (susun-window-folders.c) */

void susun_window_accept_drops (SusunWindow *self);
void susun_window_open_chooser (SusunWindow *self, gboolean archive);

G_END_DECLS
