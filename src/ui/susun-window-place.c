// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-button-lines.h"
#include "ui/susun-window-private.h"

/* Below it may be measured a little narrower than in the header; it must not go to and fro. */
#define SLACK 24

/* A short name does not come back up for one step of the way: in a narrow window it is below at
 * each of them. */
#define LEAST_ROOM 240

static gboolean
stands_above (SusunWindow *self)
{
  return gtk_widget_get_parent (self->next) == self->next_above;
}

/* Below it is as wide as the window, and a long name goes on in a second line. */
static void
fit (SusunWindow *self)
{
  gtk_widget_set_halign (self->next, stands_above (self) ? GTK_ALIGN_END : GTK_ALIGN_FILL);
  susun_button_set_lines (self->next, !stands_above (self));
}

/* While it stands below, its place in the header asks for what it would need there. */
static void
keep_room_above (SusunWindow *self)
{
  int natural = 0;

  if (!stands_above (self))
    gtk_widget_measure (self->next, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  gtk_widget_set_size_request (self->next_above, MAX (natural + SLACK, LEAST_ROOM), -1);
}

/* One button, wherever it stands: a screen reader never meets a second one. */
static gboolean
move_next_cb (gpointer user_data)
{
  SusunWindow *self = user_data;
  gboolean above = adw_squeezer_get_visible_child (ADW_SQUEEZER (self->next_room)) != NULL;
  gboolean focused = gtk_window_get_focus (GTK_WINDOW (self)) == self->next;
  g_autoptr (GtkWidget) next = g_object_ref (self->next);

  self->moving_next = 0;
  if (above == stands_above (self))
    return G_SOURCE_REMOVE;
  adw_bin_set_child (ADW_BIN (above ? self->next_below : self->next_above), NULL);
  adw_bin_set_child (ADW_BIN (above ? self->next_above : self->next_below), next);
  gtk_widget_set_visible (self->next_below, !above && gtk_widget_get_visible (next));
  fit (self);
  keep_room_above (self);
  if (focused)
    gtk_widget_grab_focus (next);
  return G_SOURCE_REMOVE;
}

/* It is told in the middle of the layout, where nothing may be moved. */
static void
room_changed_cb (SusunWindow *self)
{
  if (self->moving_next == 0)
    self->moving_next = g_idle_add (move_next_cb, self);
}

void
susun_window_place_next (SusunWindow *self)
{
  g_signal_connect_object (self->next_room, "notify::visible-child", G_CALLBACK (room_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

void
susun_window_show_next (SusunWindow *self, const char *label)
{
  gtk_widget_set_visible (self->next, label != NULL);
  gtk_widget_set_visible (self->next_room, label != NULL);
  gtk_widget_set_visible (self->next_below, label != NULL && !stands_above (self));
  if (label == NULL)
    return;
  gtk_button_set_label (GTK_BUTTON (self->next), label);
  fit (self);
  keep_room_above (self);
}
