// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/run/susun-report-saver.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "core/runs/susun-resume.h"
#include "ui/susun-window.h"

typedef struct
{
  GtkWidget *widget;   /* (owned) */
  SusunWorker *reader; /* (owned) */
  char *run_id;
  char *path; /* (nullable): once it is chosen */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->reader);
  g_free (self->run_id);
  g_free (self->path);
  g_free (self);
}

static void
save_in_worker (GTask *task, SusunStore *store, const GError *store_error)
{
  const Saving *saving = g_task_get_task_data (task);
  g_autoptr (SusunRun) run = NULL;
  GError *error = NULL;

  if (store == NULL)
    {
      g_task_return_error (task, g_error_copy (store_error));
      return;
    }
  run = susun_store_get_run (store, saving->run_id, &error);
  if (run == NULL || !susun_history_export (store, run, saving->path, NULL, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  const Saving *saving = g_task_get_task_data (G_TASK (result));
  GtkRoot *window = gtk_widget_get_root (saving->widget);
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (!SUSUN_IS_WINDOW (window))
    return;
  g_autofree char *name = susun_path_display_name (saving->path);
  g_autofree char *sentence
      = ok ? g_strdup_printf (_ ("“%s” was saved."), name) : g_strdup (error->message);
  susun_window_say (SUSUN_WINDOW (window), sentence);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GtkNativeDialog) owned G_GNUC_UNUSED = dialog;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  Saving *saving = g_object_get_data (G_OBJECT (dialog), "susun-saving");
  g_autoptr (GTask) task = NULL;

  if (response != GTK_RESPONSE_ACCEPT || file == NULL || g_file_peek_path (file) == NULL)
    return;
  g_object_steal_data (G_OBJECT (dialog), "susun-saving");
  saving->path = g_file_get_path (file);
  task = g_task_new (NULL, NULL, saved_cb, NULL);
  g_task_set_task_data (task, saving, saving_free);
  susun_worker_push (saving->reader, task, save_in_worker);
}

void
susun_report_save (GtkWidget *widget, SusunWorker *reader, const SusunRun *run)
{
  GtkFileChooserNative *chooser
      = gtk_file_chooser_native_new (_ ("Save Report"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (run->started / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (when, "%Y-%m-%d");
  g_autofree char *name = g_strdup_printf ("susun-%s-%s.csv", day, susun_run_kind_nick (run->kind));
  Saving *saving = g_new0 (Saving, 1);

  saving->widget = g_object_ref (widget);
  saving->reader = g_object_ref (reader);
  saving->run_id = g_strdup (run->run_id);
  g_object_set_data_full (G_OBJECT (chooser), "susun-saving", saving, saving_free);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  /* The dialog keeps itself until it is answered. */
  g_signal_connect (chooser, "response", G_CALLBACK (chosen_cb), NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
