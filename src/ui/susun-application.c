// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "core/job/susun-worker.h"
#include "ui/susun-window.h"

struct _SusunApplication
{
  AdwApplication parent_instance;

  SusunWorker *worker;  /* (owned): owns the history, runs the jobs */
  SusunWorker *reader;  /* (owned): looks at the history */
  SusunWorker *counter; /* (owned): looks at all of it, which may take a second */
  char *data_folder;
};

G_DEFINE_FINAL_TYPE (SusunApplication, susun_application, ADW_TYPE_APPLICATION)

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *developers[] = { "The Susun developers", NULL };

  adw_show_about_window (
      gtk_application_get_active_window (GTK_APPLICATION (user_data)), "application-name", "Susun",
      "application-icon", "io.github.susun.Susun", "version", PACKAGE_VERSION, "developers",
      developers, "license-type", GTK_LICENSE_GPL_3_0, "comments",
      _ ("Arranges pictures by the day they were taken, and proves every copy."), NULL);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  /* A running job asks first. */
  if (window != NULL)
    gtk_window_close (window);
  else
    g_application_quit (G_APPLICATION (user_data));
}

static gboolean
terminated_cb (gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_CONTINUE;
}

static void
susun_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = { { "about", about_cb }, { "quit", quit_cb } };
  SusunApplication *self = SUSUN_APPLICATION (application);
  const char *quit_keys[] = { "<Control>q", NULL };

  G_APPLICATION_CLASS (susun_application_parent_class)->startup (application);
  g_autofree char *history = g_build_filename (g_get_user_data_dir (), "susun", "history.db", NULL);
  self->data_folder = g_build_filename (g_get_user_data_dir (), "susun", NULL);
  self->worker = susun_worker_new ("susun-worker", history, SUSUN_STORE_WRITE);
  self->reader = susun_worker_new ("susun-reader", history, SUSUN_STORE_READ_ONLY);
  self->counter = susun_worker_new ("susun-counter", history, SUSUN_STORE_READ_ONLY);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_keys);
  g_unix_signal_add (SIGTERM, terminated_cb, self);
}

static SusunWindow *
get_window (SusunApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    return SUSUN_WINDOW (window);
  return susun_window_new (ADW_APPLICATION (self), self->worker, self->reader, self->counter,
                           self->data_folder);
}

static void
susun_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (get_window (SUSUN_APPLICATION (application))));
}

static void
susun_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  SusunWindow *window = get_window (SUSUN_APPLICATION (application));

  susun_window_add_files (window, files, n_files);
  gtk_window_present (GTK_WINDOW (window));
}

static void
susun_application_finalize (GObject *object)
{
  SusunApplication *self = SUSUN_APPLICATION (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->reader);
  g_clear_object (&self->counter);
  g_free (self->data_folder);
  G_OBJECT_CLASS (susun_application_parent_class)->finalize (object);
}

static void
susun_application_class_init (SusunApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = susun_application_finalize;
  application_class->startup = susun_application_startup;
  application_class->activate = susun_application_activate;
  application_class->open = susun_application_open;
}

static void
susun_application_init (SusunApplication *self)
{
}

SusunApplication *
susun_application_new (void)
{
  return g_object_new (SUSUN_TYPE_APPLICATION, "application-id", "io.github.susun.Susun", "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/susun/Susun",
                       NULL);
}
