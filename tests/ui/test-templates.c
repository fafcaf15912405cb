// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Every template of the program is made and let go of: what it names exists, what it holds is
 * freed, nothing warns, and it has room in the narrowest window, with large letters, too. A new one
 * is found by itself. And a question has room on a low screen. */

#include "config.h"

#include <dlfcn.h>
#include <string.h>

#include <adwaita.h>

#include "ui/susun-message.h"

#define ROOT "/io/github/susun/Susun"

/* The width of a telephone. */
#define NARROW 360

/* "SusunHomePage" to "susun_home_page_get_type" */
static char *
type_function (const char *name)
{
  GString *symbol = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    {
      if (g_ascii_isupper (*p) && p != name)
        g_string_append_c (symbol, '_');
      g_string_append_c (symbol, g_ascii_tolower (*p));
    }
  g_string_append (symbol, "_get_type");
  return g_string_free (symbol, FALSE);
}

/* A window asks for what is said in its template at least; what it holds may do with less. */
static int
minimum_width (GtkWidget *widget)
{
  int minimum;

  if (ADW_IS_APPLICATION_WINDOW (widget))
    widget = adw_application_window_get_content (ADW_APPLICATION_WINDOW (widget));
  else if (GTK_IS_WINDOW (widget))
    widget = gtk_widget_get_first_child (widget);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Who asks for its width, from the outside in. */
static void
tell_who_asks (GtkWidget *widget)
{
  GtkWidget *widest = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child)
        && (widest == NULL || minimum_width (child) > minimum_width (widest)))
      widest = child;
  g_test_message ("%s %d: %s", G_OBJECT_TYPE_NAME (widget), minimum_width (widget),
                  GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "");
  if (widest != NULL)
    tell_who_asks (widest);
}

/* @letters: how many times as large as usual */
static void
make_once (GType type, int letters)
{
  GObject *object;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", letters * 96 * 1024, NULL);
  object = g_object_new (type, NULL);
  g_object_add_weak_pointer (object, (gpointer *) &object);
  g_assert_true (GTK_IS_WIDGET (object));
  if (minimum_width (GTK_WIDGET (object)) > NARROW)
    {
      tell_who_asks (GTK_WIDGET (object));
      g_test_fail_printf ("it has no room in %d pixels with letters %d times as large", NARROW,
                          letters);
    }
  if (GTK_IS_WINDOW (object))
    gtk_window_destroy (GTK_WINDOW (object));
  else
    g_object_unref (g_object_ref_sink (object));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (object);
}

static void
test_template (gconstpointer data)
{
  g_autofree char *symbol = type_function (data);
  GType (*get_type) (void) = (GType (*) (void)) dlsym (RTLD_DEFAULT, symbol);

  if (get_type == NULL)
    g_error ("%s is not in the program", symbol);
  make_once (get_type (), 2);
  make_once (get_type (), 1);
}

/* What is no template: windows made as they stand. */
static void
test_builder (gconstpointer data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (data);
  g_autoptr (GSList) objects = gtk_builder_get_objects (builder);
  guint windows = 0;

  for (GSList *link = objects; link != NULL; link = link->next)
    if (GTK_IS_WINDOW (link->data))
      {
        windows++;
        gtk_window_destroy (link->data);
      }
  g_assert_cmpuint (windows, >, 0);
}

static int
minimum_height (GtkWidget *window)
{
  GtkWidget *content = gtk_widget_get_first_child (window);
  int minimum;

  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (content), &minimum,
                      NULL, NULL, NULL);
  return minimum;
}

static GtkWidget *
present_message (guint sentences)
{
  g_autoptr (GString) body = g_string_new (NULL);
  GtkWidget *dialog;

  for (guint i = 0; i < sentences; i++)
    g_string_append (body, "One more sentence of it. ");
  dialog = g_object_new (ADW_TYPE_MESSAGE_DIALOG, "heading", "Is It So?", "body", body->str,
                         "extra-child", gtk_entry_new (), NULL);
  susun_message_present (ADW_MESSAGE_DIALOG (dialog));
  while (!gtk_widget_get_mapped (dialog) || gtk_widget_get_width (dialog) == 0)
    g_main_context_iteration (NULL, TRUE);
  return dialog;
}

/* A question longer than the screen is high scrolls, and its answers are in sight; another is as it
 * always was. */
static void
test_message (void)
{
  g_autoptr (GdkMonitor) monitor
      = g_list_model_get_item (gdk_display_get_monitors (gdk_display_get_default ()), 0);
  GdkRectangle screen;

  gdk_monitor_get_geometry (monitor, &screen);
  for (int letters = 1; letters <= 2; letters++)
    {
      g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", letters * 96 * 1024, NULL);
      GtkWidget *shorter = present_message (1);
      g_autofree char *body = NULL;
      g_object_get (shorter, "body", &body, NULL);
      g_assert_cmpstr (body, !=, "");
      gtk_window_destroy (GTK_WINDOW (shorter));
      GtkWidget *longer = present_message (200);
      g_assert_cmpint (minimum_height (longer), <=, screen.height);
      g_assert_cmpint (gtk_widget_get_height (longer), <=, screen.height);
      gtk_window_destroy (GTK_WINDOW (longer));
    }
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
}

static void
add_file (const char *path)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
  g_autoptr (GRegex) regex = g_regex_new ("<template class=\"(\\w+)\"", 0, 0, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = NULL;

  if (!g_regex_match (regex, text, 0, &match))
    {
      name = g_strdup_printf ("/templates%s", path + strlen (ROOT));
      g_test_add_data_func_full (name, g_strdup (path), test_builder, g_free);
      return;
    }
  g_autofree char *class_name = g_match_info_fetch (match, 1);
  name = g_strdup_printf ("/templates/%s", class_name);
  g_test_add_data_func_full (name, g_strdup (class_name), test_template, g_free);
}

static guint
add_folder (const char *folder)
{
  g_auto (GStrv) children = g_resources_enumerate_children (folder, 0, NULL);
  guint found = 0;

  for (guint i = 0; children != NULL && children[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s", folder, children[i]);
      if (g_str_has_suffix (path, "/"))
        {
          path[strlen (path) - 1] = '\0';
          found += add_folder (path);
        }
      else if (g_str_has_suffix (path, ".ui"))
        {
          add_file (path);
          found++;
        }
    }
  return found;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  adw_init ();
  g_assert_cmpuint (add_folder (ROOT), >=, 8);
  g_test_add_func ("/message", test_message);
  return g_test_run ();
}
