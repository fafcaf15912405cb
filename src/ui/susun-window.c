// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-window.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "ui/choose/susun-choose-page.h"
#include "ui/history/susun-history-page.h"
#include "ui/home/susun-home-page.h"
#include "ui/run/susun-run-page.h"
#include "ui/susun-wizard.h"

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
  GtkWidget *organize;
  GtkWidget *verify;
  GtkWidget *clean_up;
  GtkWidget *done;
  GtkWidget *history;
  GtkWidget *step_labels[SUSUN_N_STAGES];
};

G_DEFINE_FINAL_TYPE (SusunWindow, susun_window, ADW_TYPE_APPLICATION_WINDOW)

static const struct
{
  const char *page;
  const char *title;
} stages[] = {
  [SUSUN_STAGE_CHOOSE] = { "choose", N_ ("Choose") },
  [SUSUN_STAGE_ORGANIZE] = { "organize", N_ ("Organize") },
  [SUSUN_STAGE_VERIFY] = { "verify", N_ ("Verify") },
  [SUSUN_STAGE_CLEAN_UP] = { "clean-up", N_ ("Clean Up") },
  [SUSUN_STAGE_DONE] = { "done", N_ ("Done") },
};

static const char *
current_page (SusunWindow *self)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (self->pages));
}

static gboolean
in_wizard (SusunWindow *self)
{
  return !g_str_equal (current_page (self), "home")
         && !g_str_equal (current_page (self), "history");
}

/* --- what the suggested action is */

static gboolean
went_through (SusunWindow *self, SusunStage stage)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, stage);

  return outcome != NULL && outcome->error == NULL && !outcome->cancelled;
}

static const char *
choose_label (SusunWindow *self)
{
  switch (susun_wizard_get_mode (self->wizard))
    {
    case SUSUN_MODE_MOVE:
      return _ ("_Move into Archive");
    case SUSUN_MODE_REPORT:
      return _ ("_Report");
    case SUSUN_MODE_COPY:
    case SUSUN_MODE_NONE:
    default:
      return _ ("_Copy into Archive");
    }
}

/* NULL where there is nothing to go on with. */
static const char *
next_label (SusunWindow *self)
{
  SusunStage stage = susun_wizard_get_stage (self->wizard);

  if (!in_wizard (self) || susun_wizard_get_job (self->wizard) != NULL)
    return NULL;
  switch (stage)
    {
    case SUSUN_STAGE_CHOOSE:
      return choose_label (self);
    case SUSUN_STAGE_ORGANIZE:
      if (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_COPY)
        return went_through (self, stage) ? _ ("_Verify") : NULL;
      return went_through (self, stage) ? _ ("_Done") : NULL;
    case SUSUN_STAGE_VERIFY:
      return went_through (self, stage) ? _ ("_Clean Up…") : NULL;
    case SUSUN_STAGE_CLEAN_UP:
      return went_through (self, stage) ? _ ("_Done") : _ ("_Move Originals to Quarantine…");
    case SUSUN_STAGE_DONE:
    default:
      return _ ("_New");
    }
}

static void
update_steps (SusunWindow *self)
{
  gtk_widget_set_visible (self->steps, in_wizard (self));
  for (guint i = 0; i < SUSUN_N_STAGES; i++)
    {
      gboolean here = i == susun_wizard_get_stage (self->wizard);
      if (here)
        gtk_widget_remove_css_class (self->step_labels[i], "dim-label");
      else
        gtk_widget_add_css_class (self->step_labels[i], "dim-label");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->step_labels[i]),
                                   GTK_ACCESSIBLE_STATE_SELECTED, here, -1);
    }
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

/* All enabled states, from the state of the window. */
static void
update_actions (SusunWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean running = susun_wizard_get_job (self->wizard) != NULL;
  const char *label = next_label (self);
  SusunStage stage = susun_wizard_get_stage (self->wizard);
  gboolean obstacle = in_wizard (self) && stage == SUSUN_STAGE_CHOOSE
                      && susun_wizard_get_obstacle (self->wizard) != NULL;

  gtk_widget_action_set_enabled (widget, "win.next", label != NULL && !obstacle);
  gtk_widget_action_set_enabled (widget, "win.back",
                                 !running && !g_str_equal (current_page (self), "home"));
  gtk_widget_action_set_enabled (widget, "win.pause", running);
  gtk_widget_action_set_enabled (widget, "win.cancel",
                                 running && !susun_wizard_is_cancelling (self->wizard));
  gtk_widget_action_set_enabled (widget, "win.choose-folder", !running);
  gtk_widget_action_set_enabled (widget, "win.choose-archive", !running);
  gtk_widget_action_set_enabled (widget, "win.history", !running);
  gtk_widget_set_visible (self->next, label != NULL);
  if (label != NULL)
    gtk_button_set_label (GTK_BUTTON (self->next), label);
  gtk_widget_set_visible (self->back, !g_str_equal (current_page (self), "home"));
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->heading),
                              in_wizard (self) ? _ (stages[stage].title) : "Susun");
  update_steps (self);
  hide_other_pages (self);
}

static void
show_page (SusunWindow *self, const char *name)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), name);
  if (g_str_equal (name, "home"))
    susun_home_page_refresh (SUSUN_HOME_PAGE (self->home));
  else if (g_str_equal (name, "history"))
    susun_history_page_refresh (SUSUN_HISTORY_PAGE (self->history));
  update_actions (self);
}

static void
stage_changed_cb (SusunWindow *self)
{
  show_page (self, stages[susun_wizard_get_stage (self->wizard)].page);
}

/* A person who looks at something else is told that it is over. */
static void
tell_end (SusunWindow *self)
{
  g_autoptr (GNotification) notification = NULL;

  if (gtk_window_is_active (GTK_WINDOW (self)))
    return;
  notification = g_notification_new (_ ("Susun has finished"));
  g_notification_set_body (notification, _ (stages[susun_wizard_get_stage (self->wizard)].title));
  g_application_send_notification (g_application_get_default (), "finished", notification);
}

static void
job_changed_cb (SusunWindow *self)
{
  if (susun_wizard_get_job (self->wizard) == NULL)
    {
      if (self->closing)
        {
          gtk_window_destroy (GTK_WINDOW (self));
          return;
        }
      tell_end (self);
    }
  update_actions (self);
}

/* --- commands */

static void
clean_up_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (SusunWindow) self = user_data;

  if (g_str_equal (response, "quarantine"))
    susun_wizard_clean_up (self->wizard);
}

static void
ask_to_clean_up (SusunWindow *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_VERIFY);
  guint64 proven = outcome != NULL ? outcome->balance.counts[SUSUN_BALANCE_VERIFIED] : 0;
  g_autofree char *quarantine = susun_wizard_dup_quarantine (self->wizard);
  g_autofree char *display = susun_path_display (quarantine);
  g_autofree char *heading
      = g_strdup_printf (ngettext ("Move %u Original to Quarantine?",
                                   "Move %u Originals to Quarantine?", (gulong) proven),
                         (guint) proven);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, NULL);

  adw_message_dialog_format_body (
      ADW_MESSAGE_DIALOG (dialog),
      _ ("Each one is compared with its copy once more before it goes. They move to “%s” and can "
         "be put back at any time."),
      display);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "quarantine", _ ("_Move to Quarantine"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "quarantine",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "quarantine");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (clean_up_response_cb), g_object_ref (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
next_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunWindow *self = SUSUN_WINDOW (widget);

  switch (susun_wizard_get_stage (self->wizard))
    {
    case SUSUN_STAGE_CHOOSE:
      susun_wizard_organize (self->wizard);
      break;
    case SUSUN_STAGE_ORGANIZE:
      if (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_COPY)
        susun_wizard_verify (self->wizard);
      else
        susun_wizard_finish (self->wizard);
      break;
    case SUSUN_STAGE_VERIFY:
      susun_wizard_set_stage (self->wizard, SUSUN_STAGE_CLEAN_UP);
      break;
    case SUSUN_STAGE_CLEAN_UP:
      if (went_through (self, SUSUN_STAGE_CLEAN_UP))
        susun_wizard_finish (self->wizard);
      else
        ask_to_clean_up (self);
      break;
    case SUSUN_STAGE_DONE:
    default:
      susun_wizard_clear (self->wizard);
      show_page (self, "home");
      break;
    }
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunWindow *self = SUSUN_WINDOW (widget);
  SusunStage stage = susun_wizard_get_stage (self->wizard);

  if (!in_wizard (self) || stage == SUSUN_STAGE_CHOOSE)
    show_page (self, "home");
  else
    susun_wizard_set_stage (self->wizard, stage - 1);
}

static void
history_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_page (SUSUN_WINDOW (widget), "history");
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
  susun_wizard_remove_source (SUSUN_WINDOW (widget)->wizard, g_variant_get_uint32 (parameter));
}

static void
resume_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunWindow *self = SUSUN_WINDOW (widget);

  susun_wizard_resume (self->wizard, g_variant_get_string (parameter, NULL));
}

static void
undo_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (SusunWindow) self = user_data;

  if (g_str_equal (response, "undo"))
    susun_wizard_undo (self->wizard, g_object_get_data (G_OBJECT (dialog), "susun-run"));
}

static void
undo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunWindow *self = SUSUN_WINDOW (widget);
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("Take This Back?"),
      _ ("Files that were moved go back to where they were. Copies leave the archive, each only "
         "when its original stands unchanged at its place; the others are kept and named."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "undo",
                                    _ ("_Undo"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "undo",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "susun-run", g_variant_dup_string (parameter, NULL),
                          g_free);
  g_signal_connect (dialog, "response", G_CALLBACK (undo_response_cb), g_object_ref (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- choosing and dropping */

static void
chosen_cb (GtkNativeDialog *dialog, int response, SusunWindow *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (chooser);
  gboolean archive = g_object_get_data (G_OBJECT (dialog), "susun-archive") != NULL;

  for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      if (archive)
        susun_wizard_set_archive (self->wizard, file);
      else
        susun_window_add_files (self, &file, 1);
    }
  g_clear_object (&self->chooser);
}

static void
open_chooser (SusunWindow *self, gboolean archive)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      archive ? _ ("Choose the Archive Folder") : _ ("Add Folders"), GTK_WINDOW (self),
      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, archive ? _ ("_Choose") : _ ("_Add"), _ ("_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), !archive);
  if (archive)
    g_object_set_data (G_OBJECT (self->chooser), "susun-archive", self);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
choose_folder_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_chooser (SUSUN_WINDOW (widget), FALSE);
}

static void
choose_archive_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_chooser (SUSUN_WINDOW (widget), TRUE);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SusunWindow *self)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (susun_wizard_get_job (self->wizard) != NULL)
    {
      adw_toast_overlay_add_toast (
          ADW_TOAST_OVERLAY (self->toasts),
          adw_toast_new (_ ("Wait until this run has finished, then add more folders.")));
      return FALSE;
    }
  for (GSList *link = files; link != NULL; link = link->next)
    susun_window_add_files (self, (GFile **) &link->data, 1);
  return files != NULL;
}

void
susun_window_add_files (SusunWindow *self, GFile **files, int n_files)
{
  if (susun_wizard_get_job (self->wizard) != NULL)
    return;
  if (susun_wizard_get_stage (self->wizard) != SUSUN_STAGE_CHOOSE)
    susun_wizard_clear (self->wizard);
  for (int i = 0; i < n_files; i++)
    susun_wizard_add_source (self->wizard, files[i]);
  if (!g_str_equal (current_page (self), "choose"))
    show_page (self, "choose");
}

/* --- closing */

static void
close_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (SusunWindow) self = user_data;

  if (!g_str_equal (response, "stop"))
    return;
  self->closing = TRUE;
  susun_wizard_cancel (self->wizard);
}

static gboolean
close_request_cb (SusunWindow *self)
{
  GtkWidget *dialog;

  if (susun_wizard_get_job (self->wizard) == NULL)
    return FALSE;
  dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("Stop and Close?"),
      _ ("The file in hand is finished or rolled back. The rest can be resumed later; nothing is "
         "lost."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Go On"), "stop",
                                    _ ("_Stop and Close"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "stop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (close_response_cb), g_object_ref (self));
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}

/* --- the window itself */

static void
susun_window_init (SusunWindow *self)
{
  GtkDropTarget *target;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < SUSUN_N_STAGES; i++)
    {
      if (i > 0)
        {
          GtkWidget *arrow = gtk_label_new ("›");
          gtk_widget_add_css_class (arrow, "dim-label");
          gtk_box_append (GTK_BOX (self->steps), arrow);
        }
      self->step_labels[i] = gtk_label_new (_ (stages[i].title));
      gtk_widget_add_css_class (self->step_labels[i], "caption-heading");
      gtk_box_append (GTK_BOX (self->steps), self->step_labels[i]);
    }
  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
}

static void
susun_window_dispose (GObject *object)
{
  SusunWindow *self = SUSUN_WINDOW (object);

  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_WINDOW);
  g_clear_object (&self->wizard);
  G_OBJECT_CLASS (susun_window_parent_class)->dispose (object);
}

static void
susun_window_class_init (SusunWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_HOME_PAGE);
  g_type_ensure (SUSUN_TYPE_CHOOSE_PAGE);
  g_type_ensure (SUSUN_TYPE_RUN_PAGE);
  g_type_ensure (SUSUN_TYPE_HISTORY_PAGE);
  G_OBJECT_CLASS (klass)->dispose = susun_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/susun-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, back);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, next);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, home);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, choose);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, organize);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, verify);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, clean_up);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, done);
  gtk_widget_class_bind_template_child (widget_class, SusunWindow, history);
  gtk_widget_class_install_action (widget_class, "win.next", NULL, next_cb);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_cb);
  gtk_widget_class_install_action (widget_class, "win.history", NULL, history_cb);
  gtk_widget_class_install_action (widget_class, "win.pause", NULL, pause_cb);
  gtk_widget_class_install_action (widget_class, "win.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "win.remove-source", "u", remove_source_cb);
  gtk_widget_class_install_action (widget_class, "win.resume", "s", resume_cb);
  gtk_widget_class_install_action (widget_class, "win.undo", "s", undo_cb);
  gtk_widget_class_install_action (widget_class, "win.choose-folder", NULL, choose_folder_cb);
  gtk_widget_class_install_action (widget_class, "win.choose-archive", NULL, choose_archive_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK,
                                       "win.choose-folder", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_h, GDK_CONTROL_MASK, "win.history",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
}

SusunWindow *
susun_window_new (AdwApplication *application, SusunWorker *worker, SusunWorker *reader,
                  const char *data_folder)
{
  SusunWindow *self = g_object_new (SUSUN_TYPE_WINDOW, "application", application, NULL);

  self->wizard = susun_wizard_new (worker, reader, data_folder);
  susun_home_page_set_reader (SUSUN_HOME_PAGE (self->home), reader);
  susun_history_page_set_reader (SUSUN_HISTORY_PAGE (self->history), reader);
  susun_choose_page_set_wizard (SUSUN_CHOOSE_PAGE (self->choose), self->wizard);
  susun_run_page_set_wizard (SUSUN_RUN_PAGE (self->organize), self->wizard, SUSUN_STAGE_ORGANIZE);
  susun_run_page_set_wizard (SUSUN_RUN_PAGE (self->verify), self->wizard, SUSUN_STAGE_VERIFY);
  susun_run_page_set_wizard (SUSUN_RUN_PAGE (self->clean_up), self->wizard, SUSUN_STAGE_CLEAN_UP);
  susun_run_page_set_wizard (SUSUN_RUN_PAGE (self->done), self->wizard, SUSUN_STAGE_DONE);
  g_signal_connect_swapped (self->wizard, "notify::stage", G_CALLBACK (stage_changed_cb), self);
  g_signal_connect_swapped (self->wizard, "notify::job", G_CALLBACK (job_changed_cb), self);
  g_signal_connect_swapped (self->wizard, "changed", G_CALLBACK (update_actions), self);
  update_actions (self);
  return self;
}
