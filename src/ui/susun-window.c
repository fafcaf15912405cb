// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-window.h"

#include <glib/gi18n.h>

#include "ui/choose/susun-choose-page.h"
#include "ui/cleanup/susun-clean-up-page.h"
#include "ui/history/susun-history-page.h"
#include "ui/home/susun-home-page.h"
#include "ui/review/susun-review-page.h"
#include "ui/run/susun-done-page.h"
#include "ui/run/susun-run-page.h"
#include "ui/susun-page.h"
#include "ui/susun-stage.h"
#include "ui/susun-step-bar.h"
#include "ui/susun-toast.h"
#include "ui/susun-window-private.h"
#include "ui/titles/susun-titles-page.h"

G_DEFINE_FINAL_TYPE (SusunWindow, susun_window, ADW_TYPE_APPLICATION_WINDOW)

const char *
susun_window_get_page (SusunWindow *self)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (self->pages));
}

gboolean
susun_window_in_wizard (SusunWindow *self)
{
  return !g_str_equal (susun_window_get_page (self), "home")
         && !g_str_equal (susun_window_get_page (self), "history");
}

/* Every page of a stack stands in the accessibility tree, shown or not (a fault of GTK 4.8). */
static void
hide_other_pages (SusunWindow *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (GTK_STACK (self->pages));

  for (GtkWidget *page = gtk_widget_get_first_child (self->pages); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_STATE_HIDDEN, page != shown,
                                 -1);
}

static const char *
get_heading (SusunWindow *self, SusunStage stage)
{
  if (susun_window_in_wizard (self))
    return susun_stage_get_title (stage);
  return g_str_equal (susun_window_get_page (self), "history") ? _ ("History") : "Susun";
}

/* All enabled states, from the state of the window. */
void
susun_window_update_actions (SusunWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean running = susun_wizard_get_job (self->wizard) != NULL;
  g_autofree char *label = susun_window_dup_next_label (self);
  GtkWidget *page = gtk_stack_get_visible_child (GTK_STACK (self->pages));
  SusunStage stage = susun_wizard_get_stage (self->wizard);
  gboolean obstacle
      = susun_window_in_wizard (self) && stage == SUSUN_STAGE_CHOOSE
        && susun_choices_get_obstacle (susun_wizard_get_choices (self->wizard), NULL) != NULL;

  gtk_widget_action_set_enabled (widget, "win.next", label != NULL && !obstacle && !running);
  gtk_widget_action_set_enabled (widget, "win.back",
                                 !running && !g_str_equal (susun_window_get_page (self), "home"));
  gtk_widget_action_set_enabled (widget, "win.pause", running);
  gtk_widget_action_set_enabled (widget, "win.cancel",
                                 running && !susun_wizard_is_cancelling (self->wizard));
  gtk_widget_action_set_enabled (widget, "win.choose-folder", !running);
  gtk_widget_action_set_enabled (widget, "win.choose-archive", !running);
  gtk_widget_action_set_enabled (widget, "win.history", !running);
  gtk_widget_action_set_enabled (widget, "win.new", !running);
  gtk_widget_action_set_enabled (widget, "win.undo-last", !running);
  gtk_widget_action_set_enabled (widget, "win.try-sample", !running);
  gtk_widget_action_set_enabled (widget, "win.search", susun_page_has_search (page));
  gtk_widget_action_set_enabled (widget, "win.details", susun_page_has_details (page));
  susun_window_show_next (self, label);
  gtk_widget_set_visible (self->back, !g_str_equal (susun_window_get_page (self), "home"));
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->heading), get_heading (self, stage));
  gtk_widget_set_visible (self->steps, susun_window_in_wizard (self));
  /* The steps name the one that is shown; twice would take the room of what comes next. */
  gtk_widget_set_visible (self->heading, !susun_window_in_wizard (self));
  gtk_widget_set_hexpand (self->middle, susun_window_in_wizard (self));
  hide_other_pages (self);
}

void
susun_window_show_page (SusunWindow *self, const char *name)
{
  if (g_str_equal (name, "history") && !g_str_equal (susun_window_get_page (self), name))
    self->before_history = g_intern_string (susun_window_get_page (self));
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), name);
  susun_page_shown (gtk_stack_get_visible_child (GTK_STACK (self->pages)));
  susun_window_update_actions (self);
}

void
susun_window_say (SusunWindow *self, const char *sentence)
{
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts),
                               susun_toast_new (self->toasts, sentence));
}

static void
stage_changed_cb (SusunWindow *self)
{
  susun_window_show_page (self, susun_stage_get_page (susun_wizard_get_stage (self->wizard)));
}

static void
job_changed_cb (SusunWindow *self)
{
  /* Here it may be destroyed, when it was to be closed after the job. */
  g_autoptr (SusunWindow) alive = g_object_ref (self);

  susun_window_job_changed (alive);
  if (alive->wizard != NULL)
    susun_window_update_actions (alive);
}

static void
failed_cb (SusunWindow *self, const char *sentence)
{
  susun_window_say (self, sentence);
}

static gboolean
close_request_cb (SusunWindow *self)
{
  if (susun_wizard_get_job (self->wizard) == NULL)
    return FALSE;
  susun_window_ask_to_close (self);
  return TRUE;
}

/* --- the window itself */

static void
remember_state (SusunWindow *self)
{
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "review-order", self->review, "sort", G_SETTINGS_BIND_DEFAULT);
}

static void
susun_window_init (SusunWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  susun_window_place_next (self);
  susun_window_accept_drops (self);
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
}

static void
susun_window_dispose (GObject *object)
{
  SusunWindow *self = SUSUN_WINDOW (object);

  if (self->wizard != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->wizard, self);
      /* Its task may hold the wizard until the job has ended. */
      susun_wizard_cancel (self->wizard);
    }
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  /* What it holds goes one by one: that is no narrow window. */
  if (self->next_room != NULL)
    g_signal_handlers_disconnect_by_data (self->next_room, self);
  g_clear_handle_id (&self->moving_next, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_WINDOW);
  g_clear_object (&self->wizard);
  g_clear_object (&self->reader);
  g_clear_object (&self->worker);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (susun_window_parent_class)->dispose (object);
}

static void
susun_window_class_init (SusunWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_HOME_PAGE);
  g_type_ensure (SUSUN_TYPE_CHOOSE_PAGE);
  g_type_ensure (SUSUN_TYPE_REVIEW_PAGE);
  g_type_ensure (SUSUN_TYPE_RUN_PAGE);
  g_type_ensure (SUSUN_TYPE_CLEAN_UP_PAGE);
  g_type_ensure (SUSUN_TYPE_DONE_PAGE);
  g_type_ensure (SUSUN_TYPE_TITLES_PAGE);
  g_type_ensure (SUSUN_TYPE_HISTORY_PAGE);
  g_type_ensure (SUSUN_TYPE_STEP_BAR);
  G_OBJECT_CLASS (klass)->dispose = susun_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/susun-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, middle);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, back);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, next);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, next_room);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, next_above);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, next_below);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, home);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, choose);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, review);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, organize);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, verify);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, clean_up);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, done);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, titles);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, renamed);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, history);
  susun_window_class_install_commands (widget_class);
}

SusunWindow *
susun_window_new (AdwApplication *application, SusunWorker *worker, SusunWorker *reader,
                  SusunWorker *counter, SusunThumbPool *thumbs, GSettings *settings,
                  const char *data_folder)
{
  SusunWindow *self = g_object_new (SUSUN_TYPE_WINDOW, "application", application, NULL);

  g_autoptr (SusunChoices) choices = susun_choices_new (reader, settings);

  self->worker = g_object_ref (worker);
  self->reader = g_object_ref (reader);
  self->settings = g_object_ref (settings);
  self->cancellable = g_cancellable_new ();
  self->wizard = susun_wizard_new (worker, choices, data_folder);
  remember_state (self);
  susun_step_bar_set_wizard (SUSUN_STEP_BAR (self->steps), self->wizard);
  susun_home_page_set_reader (SUSUN_HOME_PAGE (self->home), reader);
  susun_history_page_set_wizard (SUSUN_HISTORY_PAGE (self->history), self->wizard, worker, reader,
                                 counter);
  susun_choose_page_set_choices (SUSUN_CHOOSE_PAGE (self->choose), choices, settings);
  susun_review_page_set_wizard (SUSUN_REVIEW_PAGE (self->review), self->wizard, reader, counter,
                                thumbs);
  susun_run_page_set_wizard (SUSUN_RUN_PAGE (self->organize), self->wizard, SUSUN_STAGE_ORGANIZE,
                             reader, thumbs);
  susun_run_page_set_wizard (SUSUN_RUN_PAGE (self->verify), self->wizard, SUSUN_STAGE_VERIFY,
                             reader, thumbs);
  susun_clean_up_page_set_wizard (SUSUN_CLEAN_UP_PAGE (self->clean_up), self->wizard, reader,
                                  thumbs);
  susun_done_page_set_wizard (SUSUN_DONE_PAGE (self->done), self->wizard, reader);
  susun_titles_page_set_wizard (SUSUN_TITLES_PAGE (self->titles), self->wizard, reader, worker,
                                thumbs, settings);
  susun_run_page_set_wizard (SUSUN_RUN_PAGE (self->renamed), self->wizard, SUSUN_STAGE_RENAMED,
                             reader, thumbs);
  g_signal_connect_swapped (self->titles, "counted", G_CALLBACK (susun_window_update_actions),
                            self);
  g_signal_connect_swapped (self->wizard, "notify::stage", G_CALLBACK (stage_changed_cb), self);
  g_signal_connect_swapped (self->wizard, "notify::job", G_CALLBACK (job_changed_cb), self);
  g_signal_connect_swapped (self->wizard, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_swapped (self->wizard, "changed", G_CALLBACK (susun_window_update_actions),
                            self);
  susun_window_update_actions (self);
  return self;
}
