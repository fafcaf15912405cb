// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-open.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "ui/susun-toast.h"
#include "ui/susun-window.h"

typedef struct
{
  GtkWidget *widget; /* (owned) */
  char *path;        /* (owned) */
} Opening;

static void
opening_free (Opening *self)
{
  g_object_unref (self->widget);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
shown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  GtkRoot *window = gtk_widget_get_root (opening->widget);
  g_autoptr (GError) error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (object), result, &error))
    return;
  g_autofree char *display = susun_path_display (opening->path);
  g_autofree char *sentence
      = g_file_test (opening->path, G_FILE_TEST_EXISTS)
            ? g_strdup_printf (_ ("No program could be found that shows “%s”."), display)
            : g_strdup_printf (_ ("“%s” is not there now. Is its disk connected?"), display);
  if (SUSUN_IS_WINDOW (window))
    susun_window_say (SUSUN_WINDOW (window), sentence);
  else if (ADW_IS_PREFERENCES_WINDOW (window))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window),
                                      susun_toast_new (GTK_WIDGET (window), sentence));
}

void
susun_open_path (GtkWidget *widget, const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  Opening *opening = g_new0 (Opening, 1);

  opening->widget = g_object_ref (widget);
  opening->path = g_strdup (path);
  gtk_show_uri_full (GTK_WINDOW (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME, NULL,
                     shown_cb, opening);
}
