// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "ui/susun-window-private.h"

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

void
susun_window_open_chooser (SusunWindow *self, gboolean archive)
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

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SusunWindow *self)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (susun_wizard_get_job (self->wizard) != NULL)
    {
      susun_window_say (self, _ ("Wait until this run has finished, then add more folders."));
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
  if (!g_str_equal (susun_window_get_page (self), "choose"))
    susun_window_show_page (self, "choose");
}

void
susun_window_accept_drops (SusunWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
