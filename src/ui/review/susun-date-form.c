// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/review/susun-date-form.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "core/base/susun-civil.h"
#include "core/view/susun-date-words.h"
#include "ui/susun-wrap-box.h"

struct _SusunDateForm
{
  AdwBin parent_instance;

  char *name;
  gint64 wall; /* of the picture that stands for all */

  /* what was said last: a dialog that answers may be gone already */
  gboolean said;
  SusunCorrectionKind kind;
  gint64 said_wall;
  int said_shift;
  gboolean said_camera;

  GtkWidget *by_date;
  GtkWidget *date_box;
  GtkWidget *date;
  GtkWidget *popover;
  GtkWidget *calendar;
  GtkWidget *time;
  GtkWidget *by_shift;
  GtkWidget *shift_box;
  GtkWidget *days;
  GtkWidget *hours;
  GtkWidget *minutes;
  GtkWidget *direction;
  GtkWidget *whole_camera;
  GtkWidget *whole_camera_label;
  GtkWidget *preview;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SusunDateForm, susun_date_form, ADW_TYPE_BIN)

/* --- what is typed */

/* "14:05", "14:05:59", "9:30"; nothing is noon. Returns: -1 when it is no time */
static int
read_time (const char *text)
{
  guint hour = 12, minute = 0, second = 0;
  int used = 0;

  while (*text == ' ')
    text++;
  if (*text == '\0')
    return 12 * 3600;
  if (!g_ascii_isdigit (*text))
    return -1;
  if ((sscanf (text, "%2u:%2u:%2u%n", &hour, &minute, &second, &used) != 3 || text[used] != '\0')
      && (sscanf (text, "%2u:%2u%n", &hour, &minute, &used) != 2 || text[used] != '\0'))
    return -1;
  return hour < 24 && minute < 60 && second < 60 ? (int) (hour * 3600 + minute * 60 + second) : -1;
}

static gint64
read_wall (SusunDateForm *self)
{
  g_autofree char *date = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->date))));
  int time = read_time (gtk_editable_get_text (GTK_EDITABLE (self->time)));
  gint64 day = strlen (date) == 10 ? susun_wall_from_text (date) : SUSUN_WALL_NONE;

  return day != SUSUN_WALL_NONE && time >= 0 ? day + time : SUSUN_WALL_NONE;
}

/* As it is typed. Its value would follow only when the focus leaves it, which it does not for the
 * button that waits for a shift, nor for the key of one. */
static int
read_number (GtkWidget *spin)
{
  GtkAdjustment *range = gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (spin));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));
  guint64 number;

  if (*text == '\0')
    return 0;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL))
    return gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (spin));
  return (int) MIN ((double) number, gtk_adjustment_get_upper (range));
}

/* A clock that was fast told too late a time. The days are bounded: the sum is an int. */
static int
read_shift (SusunDateForm *self)
{
  int seconds = read_number (self->days) * 86400 + read_number (self->hours) * 3600
                + read_number (self->minutes) * 60;

  return gtk_drop_down_get_selected (GTK_DROP_DOWN (self->direction)) == 0 ? -seconds : seconds;
}

static void
read_all (SusunDateForm *self)
{
  gboolean by_date = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->by_date));

  self->kind = by_date ? SUSUN_CORRECT_DATE : SUSUN_CORRECT_SHIFT;
  self->said_wall = by_date ? read_wall (self) : SUSUN_WALL_NONE;
  self->said_shift = by_date ? 0 : read_shift (self);
  self->said_camera
      = !by_date && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->whole_camera));
  self->said = by_date ? self->said_wall != SUSUN_WALL_NONE : self->said_shift != 0;
}

gboolean
susun_date_form_read (SusunDateForm *self, SusunCorrection *correction)
{
  correction->kind = self->kind;
  correction->wall = self->said_wall;
  correction->shift = self->said_shift;
  correction->whole_camera = self->said_camera;
  return self->said;
}

/* --- what it makes of a picture */

static void
update (SusunDateForm *self)
{
  gboolean by_date = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->by_date));
  g_autofree char *before = susun_wall_label (self->wall);
  g_autofree char *after = NULL;
  g_autofree char *text = NULL;

  read_all (self);
  gtk_widget_set_sensitive (self->date_box, by_date);
  gtk_widget_set_sensitive (self->shift_box, !by_date);
  gtk_widget_set_sensitive (self->whole_camera, !by_date);
  if (!self->said)
    text = g_strdup (by_date ? _ ("A date is written as year, month and day, such as 2023-07-13.")
                             : _ ("Say by how much the clock was wrong."));
  else if (!by_date && self->wall == SUSUN_WALL_NONE)
    text = g_strdup_printf (_ ("“%s” has no date that could be shifted."), self->name);
  else
    {
      after = susun_wall_label (by_date ? self->said_wall : self->wall + self->said_shift);
      /* Translators: the name of a picture, its date now, and the date it gets */
      text = g_strdup_printf (_ ("%s\n%s → %s"), self->name, before, after);
    }
  gtk_label_set_text (GTK_LABEL (self->preview), text);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
day_selected_cb (SusunDateForm *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (GTK_CALENDAR (self->calendar));
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

  gtk_editable_set_text (GTK_EDITABLE (self->date), text);
}

/* Opened on the day that is typed. */
static void
calendar_opened_cb (SusunDateForm *self)
{
  gint64 wall = read_wall (self);
  SusunCivil civil;

  if (wall == SUSUN_WALL_NONE)
    return;
  susun_civil_from_wall (wall, &civil);
  g_autoptr (GDateTime) day = g_date_time_new_local (civil.year, civil.month, civil.day, 12, 0, 0);
  g_signal_handlers_block_by_func (self->calendar, day_selected_cb, self);
  if (day != NULL)
    gtk_calendar_select_day (GTK_CALENDAR (self->calendar), day);
  g_signal_handlers_unblock_by_func (self->calendar, day_selected_cb, self);
}

/* --- the widget */

static void
susun_date_form_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SUSUN_TYPE_DATE_FORM);
  G_OBJECT_CLASS (susun_date_form_parent_class)->dispose (object);
}

static void
susun_date_form_finalize (GObject *object)
{
  g_free (SUSUN_DATE_FORM (object)->name);
  G_OBJECT_CLASS (susun_date_form_parent_class)->finalize (object);
}

static void
susun_date_form_class_init (SusunDateFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_date_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = susun_date_form_finalize;
  g_type_ensure (SUSUN_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/review/susun-date-form.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, by_date);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, date_box);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, date);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, popover);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, calendar);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, time);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, by_shift);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, shift_box);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, days);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, hours);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, minutes);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, direction);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, whole_camera);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, whole_camera_label);
  gtk_widget_class_bind_template_child (widget_class, SusunDateForm, preview);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SUSUN_TYPE_DATE_FORM, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
susun_date_form_init (SusunDateForm *self)
{
  GtkWidget *const *spins[] = { &self->days, &self->hours, &self->minutes };

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->by_date, "toggled", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->whole_camera, "toggled", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->date, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->time, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->direction, "notify::selected", G_CALLBACK (update), self);
  for (guint i = 0; i < G_N_ELEMENTS (spins); i++)
    g_signal_connect_swapped (*spins[i], "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (calendar_opened_cb), self);
}

GtkWidget *
susun_date_form_new (const char *name, gint64 wall)
{
  SusunDateForm *self = g_object_new (SUSUN_TYPE_DATE_FORM, NULL);
  char text[SUSUN_WALL_TEXT_SIZE];

  self->name = g_strdup (name);
  self->wall = wall;
  if (wall != SUSUN_WALL_NONE)
    {
      susun_wall_to_text (wall, text);
      text[10] = '\0';
      text[16] = '\0';
      gtk_editable_set_text (GTK_EDITABLE (self->date), text);
      gtk_editable_set_text (GTK_EDITABLE (self->time), text + 11);
    }
  update (self);
  return GTK_WIDGET (self);
}

void
susun_date_form_offer_camera (SusunDateForm *self, const char *camera)
{
  g_autofree char *text = camera != NULL
                              ? g_strdup_printf (_ ("All other pictures of “%s”, too"), camera)
                              : g_strdup (_ ("All other pictures of the same cameras, too"));

  gtk_label_set_text (GTK_LABEL (self->whole_camera_label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->whole_camera),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (self->whole_camera, TRUE);
}
