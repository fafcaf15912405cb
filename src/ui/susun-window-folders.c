// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "ui/susun-own-data.h"
#include "ui/susun-window-private.h"

/* A disk that has not answered by then is worth a word. */
#define SLOW_MS 1000

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
refuse (SusunWindow *self, GFile *file)
{
  g_autofree char *sentence = susun_look_refuse (file);

  susun_window_say (self, sentence);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, SusunWindow *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (chooser);
  SusunChoices *choices = susun_wizard_get_choices (self->wizard);
  gboolean archive = g_object_get_data (G_OBJECT (dialog), "susun-archive") != NULL;

  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; response == GTK_RESPONSE_ACCEPT && i < g_list_model_get_n_items (files); i++)
    {
      GFile *file = g_list_model_get_item (files, i);
      g_ptr_array_add (folders, file);
      if (archive && !susun_choices_set_archive (choices, file))
        refuse (self, file);
      else if (!archive)
        remember_parent (self, file);
    }
  if (!archive && folders->len > 0)
    susun_window_add_files (self, (GFile **) folders->pdata, (int) folders->len);
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

/* --- adding folders */

/* A look that is under way. */
typedef struct
{
  SusunWindow *window; /* (owned) */
  GFile *first;        /* (owned) */
  guint slow;          /* source id: somebody is to be told that it takes long */
} Looking;

static gboolean
slow_cb (gpointer user_data)
{
  Looking *looking = user_data;
  g_autofree char *name = g_file_get_basename (looking->first);
  g_autofree char *display = susun_path_display (name);
  g_autofree char *sentence
      = g_strdup_printf (_ ("Looking at “%s”. Its disk is slow to answer."), display);

  looking->slow = 0;
  if (looking->window->wizard != NULL)
    susun_window_say (looking->window, sentence);
  return G_SOURCE_REMOVE;
}

static gboolean
may_add (SusunWindow *self)
{
  if (susun_wizard_get_job (self->wizard) == NULL)
    return TRUE;
  susun_window_say (self, _ ("Wait until this run has finished, then add more folders."));
  return FALSE;
}

static void
add_looked_at (SusunWindow *self, const SusunLook *look)
{
  if (look->refused != NULL)
    susun_window_say (self, look->refused);
  if (look->folders->len == 0 || !may_add (self))
    return;
  if (susun_wizard_get_stage (self->wizard) != SUSUN_STAGE_CHOOSE)
    susun_wizard_clear (self->wizard);
  susun_choices_add_sources (susun_wizard_get_choices (self->wizard), look);
  if (!g_str_equal (susun_window_get_page (self), "choose"))
    susun_window_show_page (self, "choose");
}

static void
looked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Looking *looking = user_data;
  g_autoptr (SusunLook) look = susun_look_finish (result, NULL);

  g_clear_handle_id (&looking->slow, g_source_remove);
  /* Without an answer the window has gone. */
  if (look != NULL)
    add_looked_at (looking->window, look);
  g_object_unref (looking->window);
  g_object_unref (looking->first);
  g_free (looking);
}

void
susun_window_add_files (SusunWindow *self, GFile **files, int n_files)
{
  g_autoptr (GFile) last = susun_choices_dup_last_archive (susun_wizard_get_choices (self->wizard));
  Looking *looking;

  if (n_files == 0 || !may_add (self))
    return;
  looking = g_new0 (Looking, 1);
  looking->window = g_object_ref (self);
  looking->first = g_object_ref (files[0]);
  looking->slow = g_timeout_add (SLOW_MS, slow_cb, looking);
  susun_look_start (files, (guint) n_files, last, self->cancellable, looked_cb, looking);
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
