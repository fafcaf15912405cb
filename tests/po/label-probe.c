// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/*
 * What no accessibility bus tells: which labels do not fit. Preloaded into susun by test-pseudo.py;
 * at each SIGUSR2 it writes to $SUSUN_LABELS, anew, a line for each label that can be seen or
 * scrolled to:
 *
 *   STATE TEXT    “fits”, “shortened” (with an ellipsis) or “cut” (wider than its place); its text,
 *                 with the lines joined
 */
#include <signal.h>

#include <glib-unix.h>
#include <gtk/gtk.h>

static gboolean
has_above (GtkWidget *widget, const char *type_name)
{
  GType type = g_type_from_name (type_name);

  return type != 0 && gtk_widget_get_ancestor (widget, type) != NULL;
}

static gboolean
can_be_scrolled_to (GtkWidget *label)
{
  for (GtkWidget *above = gtk_widget_get_parent (label); above != NULL;
       above = gtk_widget_get_parent (above))
    {
      GtkPolicyType sideways = GTK_POLICY_NEVER;
      if (GTK_IS_SCROLLED_WINDOW (above))
        gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (above), &sideways, NULL);
      if (sideways != GTK_POLICY_NEVER)
        return TRUE;
    }
  return FALSE;
}

/* It is wider than its place, or sticks out of something that shows only what is within it. */
static gboolean
is_cut (GtkWidget *label)
{
  graphene_rect_t bounds;
  int written = 0;

  pango_layout_get_pixel_size (gtk_label_get_layout (GTK_LABEL (label)), &written, NULL);
  if (written > gtk_widget_get_width (label) + 1)
    return TRUE;
  if (can_be_scrolled_to (label))
    return FALSE;
  for (GtkWidget *above = gtk_widget_get_parent (label); above != NULL;
       above = gtk_widget_get_parent (above))
    {
      if ((gtk_widget_get_overflow (above) == GTK_OVERFLOW_HIDDEN || GTK_IS_NATIVE (above))
          && gtk_widget_compute_bounds (label, above, &bounds)
          && (bounds.origin.x < -1
              || bounds.origin.x + bounds.size.width > gtk_widget_get_width (above) + 1))
        return TRUE;
      if (GTK_IS_NATIVE (above)) /* a menu is wider than the button it belongs to */
        break;
    }
  return FALSE;
}

static void
write_label (GtkLabel *label, GString *out)
{
  g_auto (GStrv) lines = g_strsplit (gtk_label_get_text (label), "\n", -1);
  g_autofree char *text = g_strjoinv (" ", lines);
  const char *state = "fits";

  if (*text == '\0')
    return;
  /* libadwaita gives the choice of a row twenty letters; the list that opens shows it whole. */
  if (pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    state = has_above (GTK_WIDGET (label), "AdwComboRow") ? "fits" : "shortened";
  else if (is_cut (GTK_WIDGET (label)))
    state = "cut";
  g_string_append_printf (out, "%s %s\n", state, text);
}

static void
write_below (GtkWidget *widget, GString *out)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    write_label (GTK_LABEL (widget), out);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    write_below (child, out);
}

static gboolean
asked_cb (gpointer user_data)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      write_below (window, out);
    }
  if (!g_file_set_contents (g_getenv ("SUSUN_LABELS"), out->str, (gssize) out->len, &error))
    g_printerr ("%s\n", error->message);
  return G_SOURCE_CONTINUE;
}

__attribute__ ((constructor)) static void
begin (void)
{
  if (g_getenv ("SUSUN_LABELS") != NULL)
    g_unix_signal_add (SIGUSR2, asked_cb, NULL);
}
