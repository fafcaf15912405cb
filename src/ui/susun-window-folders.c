// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "ui/susun-own-data.h"
#include "ui/susun-window-private.h"

/* The chooser opens there next time. */
static void
remember_parent (SusunWindow *self, GFile *folder)
{
  g_autoptr (GFile) parent = g_file_get_parent (folder);

  if (parent != NULL && g_file_peek_path (parent) != NULL)
    g_settings_set_value (self->settings, "source-folder",
                          g_variant_new_bytestring (g_file_peek_path (parent)));
}

/* Where the chooser begins: (transfer full) (nullable) */
static GFile *
dup_start (SusunWindow *self, gboolean archive)
{
  g_autoptr (GVariant) last = g_settings_get_value (self->settings, "source-folder");
  GFile *chosen = susun_choices_get_archive (susun_wizard_get_choices (self->wizard));

  if (archive)
    return chosen != NULL ? g_file_get_parent (chosen) : NULL;
  return *g_variant_get_bytestring (last) != '\0'
             ? g_file_new_for_path (g_variant_get_bytestring (last))
             : NULL;
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, SusunWindow *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (chooser);
  SusunChoices *choices = susun_wizard_get_choices (self->wizard);
  gboolean archive = g_object_get_data (G_OBJECT (dialog), "susun-archive") != NULL;

  for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      if (archive)
        susun_choices_set_archive (choices, file);
      else
        {
          susun_window_add_files (self, &file, 1);
          remember_parent (self, file);
        }
    }
  g_clear_object (&self->chooser);
}

void
susun_window_open_chooser (SusunWindow *self, gboolean archive)
{
  g_autoptr (GFile) start = dup_start (self, archive);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      archive ? _ ("Choose the Archive Folder") : _ ("Add Folders"), GTK_WINDOW (self),
      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, archive ? _ ("_Choose") : _ ("_Add"), _ ("_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), !archive);
  if (archive)
    g_object_set_data (G_OBJECT (self->chooser), "susun-archive", self);
  if (start != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), start, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
susun_window_add_files (SusunWindow *self, GFile **files, int n_files)
{
  SusunChoices *choices = susun_wizard_get_choices (self->wizard);
  guint refused = 0;
  g_autoptr (GError) error = NULL;

  if (susun_wizard_get_job (self->wizard) != NULL)
    {
      susun_window_say (self, _ ("Wait until this run has finished, then add more folders."));
      return;
    }
  if (susun_wizard_get_stage (self->wizard) != SUSUN_STAGE_CHOOSE)
    susun_wizard_clear (self->wizard);
  for (int i = 0; i < n_files; i++)
    if (!susun_choices_add_source (choices, files[i], error == NULL ? &error : NULL))
      refused++;
  if (error != NULL)
    susun_window_say (self, error->message);
  if ((guint) n_files > refused && !g_str_equal (susun_window_get_page (self), "choose"))
    susun_window_show_page (self, "choose");
}

/* --- the sample pictures */

static void
sample_copied_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunWindow) self = user_data;
  g_autoptr (GFile) folder = g_object_steal_data (object, "susun-folder");
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        susun_window_say (
            self, _ ("The sample pictures could not be copied. Is the temporary folder full?"));
      return;
    }
  if (susun_wizard_get_job (self->wizard) != NULL)
    return;
  susun_wizard_clear (self->wizard);
  susun_choices_try_out (susun_wizard_get_choices (self->wizard), folder);
  susun_window_show_page (self, "choose");
}

void
susun_window_try_sample (SusunWindow *self)
{
  g_autofree char *sample = susun_own_data_find_sample ();
  g_autofree char *folder = NULL;
  g_autofree char *target = NULL;
  g_autoptr (GSubprocess) copying = NULL;
  g_autoptr (GError) error = NULL;

  if (sample == NULL)
    {
      susun_window_say (self, _ ("The sample pictures are not installed."));
      return;
    }
  folder = g_dir_make_tmp ("susun-XXXXXX", &error);
  if (folder == NULL)
    {
      susun_window_say (self, error->message);
      return;
    }
  /* Translators: the name of a folder */
  target = g_build_filename (folder, _ ("Sample Pictures"), NULL);
  /* With their times and their links as they are, which GIO's copying does not keep. */
  copying = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "cp", "-R", "-P", "-p",
                              "--", sample, target, NULL);
  if (copying == NULL)
    {
      susun_window_say (self, error->message);
      return;
    }
  g_object_set_data_full (G_OBJECT (copying), "susun-folder", g_file_new_for_path (target),
                          g_object_unref);
  g_subprocess_wait_check_async (copying, self->cancellable, sample_copied_cb, g_object_ref (self));
}

/* --- dropping */

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SusunWindow *self)
{
  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  for (GSList *link = list; link != NULL; link = link->next)
    g_ptr_array_add (files, link->data);
  if (files->len > 0)
    susun_window_add_files (self, (GFile **) files->pdata, (int) files->len);
  return files->len > 0 && susun_wizard_get_job (self->wizard) == NULL;
}

void
susun_window_accept_drops (SusunWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
