// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/*
 * What a person sets in the settings of the desktop, set while Susun runs. Preloaded into it by
 * test-looks.py; at each SIGUSR2 it reads $SUSUN_LOOK, one line of words:
 *
 *   dark   dark style; else light
 *   large  letters twice as large
 *   WIDTH  of the windows, in pixels
 *
 * and when that is done writes $SUSUN_LOOK.told: a line for each window that is shown, with the
 * narrowest it could be, the lowest it could be in its present width, its type, and the widgets
 * that ask for the width, from the outside in.
 */
#include <stdlib.h>

#include <glib-unix.h>

#include <adwaita.h>

#define HEIGHT 640
/* Around a window there is one, at most this wide. */
#define FRAME 60

/* How often it is asked whether that is done, in milliseconds; how many times in a row it must be,
 * for what follows from it to be seen, too; and how often it is asked at most: a window that is
 * asked to be narrower than it can be never is. */
#define STEP 40
#define AT_LEAST 5
#define AT_MOST 30

static guint asked;
static guint settled;    /* the last times it was asked */
static int width_wanted; /* 0: any */

static int
minimum_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
write_who_asks (GtkWidget *widget, GString *out)
{
  GtkWidget *widest = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child) && gtk_widget_get_child_visible (child)
        && (widest == NULL || minimum_width (child) > minimum_width (widest)))
      widest = child;
  g_string_append_printf (out, " %s:%d", G_OBJECT_TYPE_NAME (widget), minimum_width (widget));
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (out, "(%.40s)", gtk_label_get_text (GTK_LABEL (widget)));
  if (widest != NULL)
    write_who_asks (widest, out);
}

static int
minimum_height (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (widget), &minimum,
                      NULL, NULL, NULL);
  return minimum;
}

/* A stack gives a page that asks for more than there is what it asks for. */
static int
widest_page (GtkWidget *widget)
{
  int widest = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_mapped (child) || !gtk_widget_get_child_visible (child))
        continue;
      widest = MAX (widest, widest_page (child));
      if (GTK_IS_STACK (widget) && gtk_widget_get_width (child) > gtk_widget_get_width (widget))
        widest = MAX (widest, gtk_widget_get_width (child));
    }
  return widest;
}

/* A window asks for what is said in its template at least; what it holds may do with less. */
static GtkWidget *
content_of (GtkWidget *window)
{
  if (ADW_IS_APPLICATION_WINDOW (window))
    return adw_application_window_get_content (ADW_APPLICATION_WINDOW (window));
  return gtk_widget_get_first_child (window);
}

static gboolean
can_be_resized (GtkWidget *window)
{
  return gtk_widget_get_mapped (window) && gtk_window_get_resizable (GTK_WINDOW (window))
         && !ADW_IS_MESSAGE_DIALOG (window);
}

static gboolean
have_settled (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      if (width_wanted > 0 && can_be_resized (window)
          && ABS (gtk_widget_get_width (window) - width_wanted) > FRAME)
        return FALSE;
    }
  return TRUE;
}

static void
tell (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strconcat (g_getenv ("SUSUN_LOOK"), ".told", NULL);
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      if (!gtk_widget_get_mapped (window))
        continue;
      g_string_append_printf (out, "%d %d %s",
                              MAX (minimum_width (content_of (window)), widest_page (window)),
                              minimum_height (content_of (window)), G_OBJECT_TYPE_NAME (window));
      write_who_asks (content_of (window), out);
      g_string_append_c (out, '\n');
    }
  if (!g_file_set_contents (path, out->str, (gssize) out->len, &error))
    g_printerr ("%s\n", error->message);
}

static gboolean
ask_cb (gpointer user_data)
{
  asked++;
  settled = have_settled () ? settled + 1 : 0;
  if (settled < AT_LEAST && asked < AT_MOST)
    return G_SOURCE_CONTINUE;
  tell ();
  return G_SOURCE_REMOVE;
}

static void
look (const char *const *words)
{
  gboolean dark = g_strv_contains (words, "dark");
  gboolean large = g_strv_contains (words, "large");
  GListModel *windows = gtk_window_get_toplevels ();

  width_wanted = 0;
  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_isdigit (*words[i]))
      width_wanted = atoi (words[i]);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_DEFAULT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (large ? 2 : 1) * 96 * 1024, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      if (width_wanted > 0 && can_be_resized (window))
        gtk_window_set_default_size (GTK_WINDOW (window), width_wanted, HEIGHT);
    }
  asked = 0;
  settled = 0;
  g_timeout_add (STEP, ask_cb, NULL);
}

static gboolean
signal_cb (gpointer user_data)
{
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (g_getenv ("SUSUN_LOOK"), &line, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return G_SOURCE_CONTINUE;
    }
  g_auto (GStrv) words = g_strsplit (g_strstrip (line), " ", -1);
  look ((const char *const *) words);
  return G_SOURCE_CONTINUE;
}

__attribute__ ((constructor)) static void
begin (void)
{
  if (g_getenv ("SUSUN_LOOK") != NULL)
    g_unix_signal_add (SIGUSR2, signal_cb, NULL);
}
