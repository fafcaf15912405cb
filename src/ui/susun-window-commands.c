// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/job/susun-job.h"
#include "core/view/susun-run-list.h"
#include "ui/history/susun-history-page.h"
#include "ui/prefs/susun-preferences.h"
#include "ui/susun-page.h"
#include "ui/susun-stage.h"
#include "ui/susun-window-private.h"

static void
next_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_window_go_next (SUSUN_WINDOW (widget));
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunWindow *self = SUSUN_WINDOW (widget);
  SusunStage stage = susun_wizard_get_stage (self->wizard);

  if (g_str_equal (susun_window_get_page (self), "history"))
    {
      if (susun_history_page_go_back (SUSUN_HISTORY_PAGE (self->history)))
        return;
      /* Who only looked something up comes back to where they were. */
      susun_window_show_page (self, self->before_history);
    }
  else if (!susun_window_in_wizard (self) || stage == SUSUN_STAGE_CHOOSE)
    susun_window_show_page (self, "home");
  else
    susun_wizard_set_stage (self->wizard, susun_stage_get_previous (stage));
}

static void
step_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunWindow *self = SUSUN_WINDOW (widget);

  if (susun_wizard_get_job (self->wizard) == NULL)
    susun_wizard_set_stage (self->wizard, g_variant_get_uint32 (parameter));
}

static void
history_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_window_show_page (SUSUN_WINDOW (widget), "history");
}

static void
pause_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunWindow *self = SUSUN_WINDOW (widget);
  SusunJob *job = susun_wizard_get_job (self->wizard);
  SusunProgress progress;

  if (job == NULL)
    return;
  susun_job_get_progress (job, &progress);
  susun_job_set_paused (job, !progress.paused);
}

static void
cancel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_wizard_cancel (SUSUN_WINDOW (widget)->wizard);
}

static void
remove_source_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_choices_remove_source (susun_wizard_get_choices (SUSUN_WINDOW (widget)->wizard),
                               g_variant_get_uint32 (parameter));
}

static void
resume_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunWindow *self = SUSUN_WINDOW (widget);

  susun_wizard_resume (self->wizard, g_variant_get_string (parameter, NULL));
}

/* One of Home: its run, and what there is to do with it. */
static void
continue_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunWindow *self = SUSUN_WINDOW (widget);
  const char *run_id;
  guint next;

  g_variant_get (parameter, "(&su)", &run_id, &next);
  if (next == SUSUN_NEXT_RESUME)
    susun_wizard_resume (self->wizard, run_id);
  else
    susun_wizard_open (self->wizard, run_id);
}

static void
undo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_window_ask_to_undo (SUSUN_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
undo_last_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_window_ask_to_undo_last (SUSUN_WINDOW (widget));
}

static void
new_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunWindow *self = SUSUN_WINDOW (widget);

  susun_wizard_clear (self->wizard);
  susun_window_show_page (self, "home");
}

static void
search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_page_search (gtk_stack_get_visible_child (GTK_STACK (SUSUN_WINDOW (widget)->pages)));
}

static void
details_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_page_toggle_details (
      gtk_stack_get_visible_child (GTK_STACK (SUSUN_WINDOW (widget)->pages)));
}

/* @page: (nullable): its name, where one is to be led to */
static void
open_preferences (SusunWindow *self, const char *page)
{
  SusunPreferences *preferences = susun_preferences_new (self->settings, self->worker);

  if (page != NULL)
    adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (preferences), page);
  gtk_window_set_transient_for (GTK_WINDOW (preferences), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
preferences_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_preferences (SUSUN_WINDOW (widget), NULL);
}

static void
preferences_page_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_preferences (SUSUN_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* Made when it is asked for: a window that only waits to be shown would stand in the accessibility
 * tree of GTK 4.8, without being there. */
static void
shortcuts_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/io/github/susun/Susun/susun-shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

static void
try_sample_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_window_try_sample (SUSUN_WINDOW (widget));
}

static void
choose_folder_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_window_open_chooser (SUSUN_WINDOW (widget), FALSE);
}

static void
choose_archive_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_window_open_chooser (SUSUN_WINDOW (widget), TRUE);
}

void
susun_window_class_install_commands (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.next", NULL, next_cb);
  gtk_widget_class_install_action (klass, "win.back", NULL, back_cb);
  gtk_widget_class_install_action (klass, "win.step", "u", step_cb);
  gtk_widget_class_install_action (klass, "win.history", NULL, history_cb);
  gtk_widget_class_install_action (klass, "win.pause", NULL, pause_cb);
  gtk_widget_class_install_action (klass, "win.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (klass, "win.remove-source", "u", remove_source_cb);
  gtk_widget_class_install_action (klass, "win.resume", "s", resume_cb);
  gtk_widget_class_install_action (klass, "win.continue", "(su)", continue_cb);
  gtk_widget_class_install_action (klass, "win.undo", "s", undo_cb);
  gtk_widget_class_install_action (klass, "win.choose-folder", NULL, choose_folder_cb);
  gtk_widget_class_install_action (klass, "win.choose-archive", NULL, choose_archive_cb);
  gtk_widget_class_install_action (klass, "win.new", NULL, new_cb);
  gtk_widget_class_install_action (klass, "win.undo-last", NULL, undo_last_cb);
  gtk_widget_class_install_action (klass, "win.try-sample", NULL, try_sample_cb);
  gtk_widget_class_install_action (klass, "win.search", NULL, search_cb);
  gtk_widget_class_install_action (klass, "win.details", NULL, details_cb);
  gtk_widget_class_install_action (klass, "win.preferences", NULL, preferences_cb);
  gtk_widget_class_install_action (klass, "win.preferences-page", "s", preferences_page_cb);
  gtk_widget_class_install_action (klass, "win.shortcuts", NULL, shortcuts_cb);
  /* The other keys are the application's. This one goes to a text entry first. */
  gtk_widget_class_add_binding_action (klass, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo-last", NULL);
}
