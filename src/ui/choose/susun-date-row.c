// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/choose/susun-date-row.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/base/susun-civil.h"

struct _SusunDateRow
{
  AdwEntryRow parent_instance;

  GtkWidget *calendar;
  GtkWidget *popover;
};

G_DEFINE_FINAL_TYPE (SusunDateRow, susun_date_row, ADW_TYPE_ENTRY_ROW)

static void
picked_cb (SusunDateRow *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (GTK_CALENDAR (self->calendar));
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

  gtk_editable_set_text (GTK_EDITABLE (self), text);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/* The calendar tells nothing of a press on the day that it marks already: today, at first. */
static void
pressed_cb (SusunDateRow *self, int n_press, double x, double y)
{
  GtkWidget *day = gtk_widget_pick (self->calendar, x, y, GTK_PICK_DEFAULT);

  if (day != NULL && gtk_widget_has_css_class (day, "day-number")
      && (gtk_widget_get_state_flags (day) & GTK_STATE_FLAG_SELECTED) != 0)
    picked_cb (self);
}

static void
typed_cb (SusunDateRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  gboolean wrong = *text != '\0'
                   && (strlen (text) != strlen ("YYYY-MM-DD")
                       || susun_wall_from_text (text) == SUSUN_WALL_NONE);

  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* The calendar opens at the day that is typed. */
static void
opened_cb (SusunDateRow *self)
{
  gint64 wall = susun_wall_from_text (gtk_editable_get_text (GTK_EDITABLE (self)));
  g_autoptr (GDateTime) day = NULL;
  SusunCivil civil;

  if (wall == SUSUN_WALL_NONE)
    return;
  susun_civil_from_wall (wall, &civil);
  day = g_date_time_new_local (civil.year, civil.month, civil.day, 12, 0, 0);
  g_signal_handlers_block_by_func (self->calendar, picked_cb, self);
  if (day != NULL)
    gtk_calendar_select_day (GTK_CALENDAR (self->calendar), day);
  g_signal_handlers_unblock_by_func (self->calendar, picked_cb, self);
}

static void
susun_date_row_init (SusunDateRow *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkGesture *press = gtk_gesture_click_new ();

  self->calendar = gtk_calendar_new ();
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), self->calendar);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), self->popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Pick a day"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pick a day"), -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), button);
  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (picked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->calendar, GTK_EVENT_CONTROLLER (press));
  g_signal_connect_object (press, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->popover, "map", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "changed", G_CALLBACK (typed_cb), NULL);
}

static void
susun_date_row_class_init (SusunDateRowClass *klass)
{
}
