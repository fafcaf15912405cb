// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/review/susun-month-bars.h"

#include <glib/gi18n.h>

#define BARS_HEIGHT 64 /* of the highest bar */
#define BAR_LEAST 6    /* how narrow one may be */
#define BAR_MOST 40
#define BAR_GAP 2

/* --- one bar */

#define SUSUN_TYPE_MONTH_BAR (susun_month_bar_get_type ())
G_DECLARE_FINAL_TYPE (SusunMonthBar, susun_month_bar, SUSUN, MONTH_BAR, GtkButton)

struct _SusunMonthBar
{
  GtkButton parent_instance;

  SusunChartBar bar;
  int years;
};

G_DEFINE_FINAL_TYPE (SusunMonthBar, susun_month_bar, GTK_TYPE_BUTTON)

static void
susun_month_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const SusunMonthBar *self = SUSUN_MONTH_BAR (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int filled = (int) (self->bar.height * height);
  GdkRGBA color;

  if (filled == 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gtk_snapshot_append_color (
      snapshot, &color,
      &GRAPHENE_RECT_INIT (0, (float) (height - filled), (float) width, (float) filled));
}

/* A bar is as wide as there is room: the button's own padding has no say. */
static void
susun_month_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = 1;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? BAR_LEAST : BARS_HEIGHT;
}

static void
susun_month_bar_class_init (SusunMonthBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = susun_month_bar_snapshot;
  widget_class->measure = susun_month_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "monthbar");
}

static void
susun_month_bar_init (SusunMonthBar *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
}

/* --- the chart */

struct _SusunMonthBars
{
  GtkWidget parent_instance;

  SusunViewCounts *counts; /* (owned) (nullable) */
  int year;
  int month;
  SusunMonthChart *chart; /* (owned) (nullable) */
  guint room;             /* for how many bars there was room */
  GPtrArray *bars;        /* (element-type SusunMonthBar) */
  GPtrArray *years;       /* (element-type GtkLabel): one for each bar that begins something */
  guint rebuilding;       /* source id */
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SusunMonthBars, susun_month_bars, GTK_TYPE_WIDGET)

static void
clicked_cb (SusunMonthBar *bar, SusunMonthBars *self)
{
  if (bar->bar.year == 0 || bar->bar.count == 0)
    return;
  if (bar->bar.selected && bar->bar.year == self->year && bar->bar.month == self->month)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, 0, 0, 0);
  else
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, bar->bar.year, bar->bar.month, bar->years);
}

static void
add_bar (SusunMonthBars *self)
{
  GtkWidget *bar = g_object_new (SUSUN_TYPE_MONTH_BAR, NULL);

  g_signal_connect (bar, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_widget_set_parent (bar, GTK_WIDGET (self));
  g_ptr_array_add (self->bars, bar);
}

static void
add_year (SusunMonthBars *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_can_target (label, FALSE);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  g_ptr_array_add (self->years, label);
}

/* Widgets are kept: while a scan counts, a bar that has the focus must not lose it. */
static void
set_length (SusunMonthBars *self, GPtrArray *widgets, guint length, void (*add) (SusunMonthBars *))
{
  while (widgets->len < length)
    add (self);
  while (widgets->len > length)
    gtk_widget_unparent (g_ptr_array_steal_index (widgets, widgets->len - 1));
}

static void
show_bar (SusunMonthBars *self, guint index)
{
  SusunMonthBar *widget = self->bars->pdata[index];
  const SusunChartBar *bar = &g_array_index (self->chart->bars, SusunChartBar, index);
  g_autofree char *text = susun_month_chart_describe (self->chart, index);
  gboolean same = widget->bar.year == bar->year && widget->bar.month == bar->month
                  && widget->bar.count == bar->count;

  if (bar->selected)
    gtk_widget_add_css_class (GTK_WIDGET (widget), "chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (widget), "chosen");
  if (!same || widget->bar.selected != bar->selected)
    gtk_accessible_update_state (
        GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_PRESSED,
        bar->selected ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  widget->bar = *bar;
  widget->years = self->chart->unit == SUSUN_CHART_DECADES ? 10 : 1;
  if (!same)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text,
                                      -1);
      gtk_widget_set_tooltip_text (GTK_WIDGET (widget), text);
    }
  gtk_widget_set_focusable (GTK_WIDGET (widget), bar->count > 0);
  gtk_widget_queue_draw (GTK_WIDGET (widget));
}

static void
rebuild (SusunMonthBars *self)
{
  guint years = 0;

  g_clear_pointer (&self->chart, susun_month_chart_free);
  self->chart = susun_month_chart_new (self->counts, self->room, self->year, self->month);
  set_length (self, self->bars, self->chart->bars->len, add_bar);
  for (guint i = 0; i < self->bars->len; i++)
    {
      show_bar (self, i);
      years += g_array_index (self->chart->bars, SusunChartBar, i).begins ? 1 : 0;
    }
  set_length (self, self->years, years, add_year);
  years = 0;
  for (guint i = 0; i < self->chart->bars->len; i++)
    {
      const SusunChartBar *bar = &g_array_index (self->chart->bars, SusunChartBar, i);
      char text[16];
      if (!bar->begins)
        continue;
      g_snprintf (text, sizeof text, "%d", bar->year);
      gtk_label_set_text (GTK_LABEL (self->years->pdata[years++]), bar->year != 0 ? text : "");
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static gboolean
rebuild_cb (gpointer user_data)
{
  SusunMonthBars *self = user_data;

  self->rebuilding = 0;
  rebuild (self);
  return G_SOURCE_REMOVE;
}

/* --- sizes */

static int
label_height (SusunMonthBars *self)
{
  int height = 0;

  if (self->years->len > 0)
    gtk_widget_measure (self->years->pdata[0], GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL,
                        NULL);
  return height;
}

static void
susun_month_bars_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  SusunMonthBars *self = SUSUN_MONTH_BARS (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = BARS_HEIGHT + label_height (self);
  else
    {
      *minimum = 12 * (BAR_LEAST + BAR_GAP);
      *natural = 480;
    }
}

/* Time runs as the language reads. */
static void
place (GtkWidget *self, GtkWidget *child, int x, int y, int width, int height)
{
  GtkAllocation box = { x, y, width, height };

  if (gtk_widget_get_direction (self) == GTK_TEXT_DIR_RTL)
    box.x = gtk_widget_get_width (self) - x - width;
  gtk_widget_size_allocate (child, &box, -1);
}

static void
susun_month_bars_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SusunMonthBars *self = SUSUN_MONTH_BARS (widget);
  guint room = (guint) MAX (width / (BAR_LEAST + BAR_GAP), 12);
  int high = label_height (self);
  guint n = self->bars->len;
  int free_from = 0;
  guint label = 0;

  if (room != self->room)
    {
      self->room = room;
      if (self->rebuilding == 0)
        self->rebuilding = g_idle_add_full (GDK_PRIORITY_REDRAW - 10, rebuild_cb, self, NULL);
    }
  if (n == 0)
    return;
  double step = MIN ((double) width / n, BAR_MOST + BAR_GAP);
  for (guint i = 0; i < n; i++)
    {
      int x = (int) (step * i);
      int end = (int) (step * (i + 1));
      place (widget, self->bars->pdata[i], x, 0, MAX (end - x - BAR_GAP, 1), height - high);
      if (!g_array_index (self->chart->bars, SusunChartBar, i).begins || label >= self->years->len)
        continue;
      GtkWidget *year = self->years->pdata[label++];
      int wide;
      gtk_widget_measure (year, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wide, NULL, NULL);
      /* One that has no room is left out, not squeezed. */
      gboolean fits = x >= free_from && x + wide <= width;
      gtk_widget_set_child_visible (year, fits);
      place (widget, year, x, height - high, wide, high);
      if (fits)
        free_from = x + wide + 6;
    }
}

/* --- keys */

/* One stop of the Tab key; within, the arrow keys move, which GTK does by places. */
static gboolean
susun_month_bars_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SusunMonthBars *self = SUSUN_MONTH_BARS (widget);
  gboolean tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  GtkWidget *inside = gtk_widget_get_focus_child (widget);

  if (tab && inside != NULL)
    return FALSE;
  if (inside == NULL)
    {
      for (guint i = 0; i < self->bars->len; i++)
        /* Of a chosen year a month may be empty. */
        if (((SusunMonthBar *) self->bars->pdata[i])->bar.selected
            && gtk_widget_get_focusable (self->bars->pdata[i]))
          return gtk_widget_grab_focus (self->bars->pdata[i]);
      for (guint i = self->bars->len; i > 0; i--)
        if (gtk_widget_get_focusable (self->bars->pdata[i - 1]))
          return gtk_widget_grab_focus (self->bars->pdata[i - 1]);
      return FALSE;
    }
  if (direction != GTK_DIR_LEFT && direction != GTK_DIR_RIGHT)
    return FALSE;
  gboolean later
      = (direction == GTK_DIR_RIGHT) == (gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL);
  guint at;
  if (!g_ptr_array_find (self->bars, inside, &at))
    return FALSE;
  for (gint64 i = (gint64) at + (later ? 1 : -1); i >= 0 && i < self->bars->len;
       i += later ? 1 : -1)
    if (gtk_widget_get_focusable (self->bars->pdata[i]))
      return gtk_widget_grab_focus (self->bars->pdata[i]);
  return TRUE;
}

/* --- the widget */

static void
susun_month_bars_dispose (GObject *object)
{
  SusunMonthBars *self = SUSUN_MONTH_BARS (object);

  g_clear_handle_id (&self->rebuilding, g_source_remove);
  set_length (self, self->bars, 0, NULL);
  set_length (self, self->years, 0, NULL);
  g_clear_pointer (&self->chart, susun_month_chart_free);
  g_clear_pointer (&self->counts, susun_view_counts_unref);
  G_OBJECT_CLASS (susun_month_bars_parent_class)->dispose (object);
}

static void
susun_month_bars_finalize (GObject *object)
{
  SusunMonthBars *self = SUSUN_MONTH_BARS (object);

  g_ptr_array_unref (self->bars);
  g_ptr_array_unref (self->years);
  G_OBJECT_CLASS (susun_month_bars_parent_class)->finalize (object);
}

static void
susun_month_bars_class_init (SusunMonthBarsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = susun_month_bars_dispose;
  object_class->finalize = susun_month_bars_finalize;
  widget_class->measure = susun_month_bars_measure;
  widget_class->size_allocate = susun_month_bars_size_allocate;
  widget_class->focus = susun_month_bars_focus;
  gtk_widget_class_set_css_name (widget_class, "monthbars");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[SIGNAL_CHOSEN]
      = g_signal_new ("chosen", SUSUN_TYPE_MONTH_BARS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_INT, G_TYPE_INT);
}

static void
susun_month_bars_init (SusunMonthBars *self)
{
  self->bars = g_ptr_array_new ();
  self->years = g_ptr_array_new ();
  self->room = 60;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Photos per month"), -1);
}

void
susun_month_bars_set_counts (SusunMonthBars *self, const SusunViewCounts *counts, int year,
                             int month)
{
  SusunViewCounts *old = self->counts;

  self->counts = counts != NULL ? susun_view_counts_ref ((SusunViewCounts *) counts) : NULL;
  g_clear_pointer (&old, susun_view_counts_unref);
  self->year = year;
  self->month = month;
  rebuild (self);
}
