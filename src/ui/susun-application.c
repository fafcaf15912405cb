// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "core/job/susun-worker.h"
#include "core/thumbs/susun-thumb-pool.h"
#include "ui/susun-own-data.h"
#include "ui/susun-window.h"

/* Bytes of small pictures that are kept in memory: about 700. */
#define THUMB_BUDGET (96 * 1024 * 1024)

struct _SusunApplication
{
  AdwApplication parent_instance;

  SusunWorker *worker;    /* (owned): owns the history, runs the jobs */
  SusunWorker *reader;    /* (owned): looks at the history */
  SusunWorker *counter;   /* (owned): looks at all of it, which may take a second */
  SusunThumbPool *thumbs; /* (owned): makes small pictures */
  GSettings *settings;    /* (owned) (nullable): NULL when it is not installed completely */
  char *data_folder;
  gboolean failed; /* it could not even begin */
};

G_DEFINE_FINAL_TYPE (SusunApplication, susun_application, ADW_TYPE_APPLICATION)

/* The keys of the conventions; Ctrl+Z is the window's own, so that text entries keep theirs. */
static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
  { "app.quit", { "<Control>q" } },
  { "win.new", { "<Control>n" } },
  { "win.choose-folder", { "<Control>o" } },
  { "win.history", { "<Control>h" } },
  { "win.search", { "<Control>f" } },
  { "win.details", { "F9" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.shortcuts", { "<Control>question" } },
  { "win.back", { "<Alt>Left" } },
  { "window.close", { "<Control>w" } },
};

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *developers[] = { "The Susun developers", NULL };

  adw_show_about_window (
      gtk_application_get_active_window (GTK_APPLICATION (user_data)), "application-name", "Susun",
      "application-icon", "io.github.susun.Susun", "version", PACKAGE_VERSION, "developer-name",
      "The Susun developers", "developers", developers, "license-type", GTK_LICENSE_GPL_3_0,
      "website", "https://github.com/susun/Susun", "issue-url",
      "https://github.com/susun/Susun/issues", "comments",
      _ ("Arranges pictures by the day they were taken, and proves every copy."), NULL);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  /* The main window, not a dialog above it: a running job asks first. */
  while (window != NULL && gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  if (window != NULL)
    gtk_window_close (window);
  else
    g_application_quit (G_APPLICATION (user_data));
}

/* What a notification leads to. */
static void
present_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_application_activate (G_APPLICATION (user_data));
}

static gboolean
terminated_cb (gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_CONTINUE;
}

/* The archive's zone is one setting that stays, wherever the computer travels; it begins as the
 * zone of the place where Susun was first started. */
static void
begin_zone (GSettings *settings)
{
  g_autoptr (GVariant) chosen = g_settings_get_user_value (settings, "time-zone");
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GTimeZone) zone = NULL;

  if (chosen != NULL)
    return;
  zone = g_time_zone_new_identifier (g_time_zone_get_identifier (local));
  if (zone != NULL)
    g_settings_set_string (settings, "time-zone", g_time_zone_get_identifier (zone));
}

/* One processor is left to the window. The desktop's own thumbnails are read, and ours are left for
 * it. */
static SusunThumbPool *
make_thumb_pool (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "thumbnails", NULL);
  g_autoptr (SusunThumbCache) cache = susun_thumb_cache_new (folder);

  return susun_thumb_pool_new (CLAMP (g_get_num_processors () - 1, 1, 4), THUMB_BUDGET, cache);
}

static void
susun_application_startup (GApplication *application)
{
  static const GActionEntry entries[]
      = { { "about", about_cb }, { "quit", quit_cb }, { "present", present_cb } };
  SusunApplication *self = SUSUN_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  /* GTK would end here, too, and say less. */
  if (!gtk_init_check ())
    {
      g_printerr ("susun: %s\n",
                  _ ("The window needs a display, and there is none. “susun-cli --help” "
                     "tells how to do the same without one."));
      exit (1);
    }
  G_APPLICATION_CLASS (susun_application_parent_class)->startup (application);
  g_autofree char *history = g_build_filename (g_get_user_data_dir (), "susun", "history.db", NULL);
  self->data_folder = g_build_filename (g_get_user_data_dir (), "susun", NULL);
  self->worker = susun_worker_new ("susun-worker", history, SUSUN_STORE_WRITE);
  self->reader = susun_worker_new ("susun-reader", history, SUSUN_STORE_READ_ONLY);
  self->counter = susun_worker_new ("susun-counter", history, SUSUN_STORE_READ_ONLY);
  self->thumbs = make_thumb_pool ();
  self->settings = susun_own_data_open_settings (&error);
  if (self->settings == NULL)
    g_printerr ("%s\n", error->message);
  else
    begin_zone (self->settings);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           (const char **) accels[i].keys);
  g_unix_signal_add (SIGTERM, terminated_cb, self);
}

/* There is no window to show anything in. */
static void
show_failure (SusunApplication *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSettings) settings G_GNUC_UNUSED = susun_own_data_open_settings (&error);
  GtkWidget *dialog;

  self->failed = TRUE;
  if (error == NULL)
    return;
  dialog = adw_message_dialog_new (NULL, _ ("Susun Cannot Start"), error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_set_application (GTK_WINDOW (dialog), GTK_APPLICATION (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Returns: (nullable): NULL when it cannot start, and has said so */
static SusunWindow *
get_window (SusunApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *link = windows; link != NULL; link = link->next)
    if (SUSUN_IS_WINDOW (link->data))
      return link->data;
  if (self->settings != NULL)
    return susun_window_new (ADW_APPLICATION (self), self->worker, self->reader, self->counter,
                             self->thumbs, self->settings, self->data_folder);
  show_failure (self);
  return NULL;
}

static void
susun_application_activate (GApplication *application)
{
  SusunWindow *window = get_window (SUSUN_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
}

static void
susun_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  SusunWindow *window = get_window (SUSUN_APPLICATION (application));

  if (window == NULL)
    return;
  susun_window_add_files (window, files, n_files);
  gtk_window_present (GTK_WINDOW (window));
}

/* Answered here and now, without a display. */
static int
susun_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("susun %s\n", PACKAGE_VERSION);
  return 0;
}

/* What --help tells beside the options. */
static void
add_help (GApplication *application)
{
  static const GOptionEntry options[] = { { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE,
                                            NULL, N_ ("Show which version this is"), NULL },
                                          { NULL } };

  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_parameter_string (application, _ ("[FOLDER…]"));
  g_application_set_option_context_summary (
      application,
      _ ("Opens the window of Susun, which arranges photos and videos by the day they\n"
         "were taken, proves every copy byte for byte, and clears originals away\n"
         "only when they are proven."));
  g_application_set_option_context_description (
      application,
      _ ("A FOLDER is added to the folders to arrange; nothing is copied or moved before\n"
         "you have seen what would happen. If the window is open already, it gets the\n"
         "folder.\n"
         "\n"
         "Without a display: “susun-cli --help”. All keys: “man susun”, or Ctrl+? in the\n"
         "window."));
}

/* Whatever still runs is stopped as by Cancel, and waited for: the process must not take its
 * libraries down below a thread that works with them. */
static void
susun_application_shutdown (GApplication *application)
{
  SusunApplication *self = SUSUN_APPLICATION (application);
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  for (GList *link = windows; link != NULL; link = link->next)
    if (SUSUN_IS_WINDOW (link->data))
      gtk_window_destroy (link->data);
  g_list_free (windows);
  if (self->worker != NULL)
    {
      susun_worker_stop (self->worker);
      susun_worker_stop (self->reader);
      susun_worker_stop (self->counter);
      susun_thumb_pool_stop (self->thumbs);
    }
  G_APPLICATION_CLASS (susun_application_parent_class)->shutdown (application);
}

static void
susun_application_finalize (GObject *object)
{
  SusunApplication *self = SUSUN_APPLICATION (object);

  g_clear_object (&self->worker);
  g_clear_object (&self->reader);
  g_clear_object (&self->counter);
  g_clear_object (&self->thumbs);
  g_clear_object (&self->settings);
  g_free (self->data_folder);
  G_OBJECT_CLASS (susun_application_parent_class)->finalize (object);
}

static void
susun_application_class_init (SusunApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = susun_application_finalize;
  application_class->startup = susun_application_startup;
  application_class->shutdown = susun_application_shutdown;
  application_class->activate = susun_application_activate;
  application_class->open = susun_application_open;
  application_class->handle_local_options = susun_application_handle_local_options;
}

static void
susun_application_init (SusunApplication *self)
{
  add_help (G_APPLICATION (self));
}

SusunApplication *
susun_application_new (void)
{
  return g_object_new (SUSUN_TYPE_APPLICATION, "application-id", "io.github.susun.Susun", "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/susun/Susun",
                       "register-session", TRUE, NULL);
}

gboolean
susun_application_has_failed (SusunApplication *self)
{
  return self->failed;
}
