// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/susun-window.h"
#include "ui/susun-wizard.h"

G_BEGIN_DECLS

struct _SusunWindow
{
  AdwApplicationWindow parent_instance;

  SusunWorker *reader;           /* (owned) */
  SusunWorker *worker;           /* (owned) */
  GSettings *settings;           /* (owned) */
  SusunWizard *wizard;           /* (owned) */
  GtkFileChooserNative *chooser; /* (owned) (nullable): while it is open */
  GCancellable *cancellable;     /* (owned): of what the window itself waits for */
  gboolean closing;              /* the window closes as soon as the job has stopped */
  gboolean finding_last;         /* the run that may be taken back is being looked up */
  guint inhibitor;               /* 0 while the computer may sleep */
  const char *before_history;    /* the page that was left for it */
  guint moving_next;             /* 0 while the suggested action stands where it should */

  GtkWidget *toasts;
  GtkWidget *heading;
  GtkWidget *middle; /* of the header: where one is, or what comes next */
  GtkWidget *back;
  GtkWidget *next;
  GtkWidget *next_room;  /* of the header: shows nothing when it is too narrow for it */
  GtkWidget *next_above; /* where it stands: in the header, or below the page */
  GtkWidget *next_below;
  GtkWidget *steps;
  GtkWidget *pages;
  GtkWidget *home;
  GtkWidget *choose;
  GtkWidget *review;
  GtkWidget *organize;
  GtkWidget *verify;
  GtkWidget *clean_up;
  GtkWidget *done;
  GtkWidget *titles;
  GtkWidget *renamed;
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

/* --- the suggested action (susun-window-next.c) */

/* Did the stage's job end well? */
gboolean susun_window_went_through (SusunWindow *self, SusunStage stage);

/* NULL where there is nothing to go on with. Returns: (transfer full) (nullable) */
char *susun_window_dup_next_label (SusunWindow *self);
void susun_window_go_next (SusunWindow *self);

/* --- where it stands (susun-window-place.c) */

/* From now on it stands in the header, or below the page when the header has no room for all of
 * its name: a count that is cut off would be a promise half made. */
void susun_window_place_next (SusunWindow *self);

/* @label: (nullable): NULL when there is none */
void susun_window_show_next (SusunWindow *self, const char *label);

/* --- commands (susun-window-commands.c) */

void susun_window_class_install_commands (GtkWidgetClass *klass);

/* --- around a job (susun-window-job.c) */

/* One has begun or ended. */
void susun_window_job_changed (SusunWindow *self);

/* --- questions (susun-window-dialogs.c) */

void susun_window_ask_to_clean_up (SusunWindow *self);
void susun_window_ask_to_rename (SusunWindow *self);
void susun_window_ask_to_undo (SusunWindow *self, const char *run_id);
void susun_window_ask_to_close (SusunWindow *self);

/* The last run of the history that can be taken back, after a question that names it. */
void susun_window_ask_to_undo_last (SusunWindow *self);

/* --- choosing and dropping folders (susun-window-folders.c) */

void susun_window_accept_drops (SusunWindow *self);
void susun_window_open_chooser (SusunWindow *self, gboolean archive);

/* Copies the sample pictures into a folder that may be thrown away, and goes on with it. */
void susun_window_try_sample (SusunWindow *self);

G_END_DECLS
