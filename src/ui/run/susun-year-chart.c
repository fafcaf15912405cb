// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/run/susun-year-chart.h"

#include <glib/gi18n.h>

#include "core/view/susun-run-sheet.h"

#define HEIGHT 120
#define BAR_MOST 64.0
#define GAP_SHARE 0.25 /* of a bar's room */
#define TEXT_GAP 4.0
#define LOWEST 2.0 /* one photo beside a thousand can be seen */

struct _SusunYearChart
{
  GtkWidget parent_instance;

  GArray *years; /* (element-type SusunYearCount): those with a day */
  guint64 highest;
};

G_DEFINE_FINAL_TYPE (SusunYearChart, susun_year_chart, GTK_TYPE_WIDGET)

static double
get_slot (SusunYearChart *self)
{
  return (double) gtk_widget_get_width (GTK_WIDGET (self)) / MAX (1, self->years->len);
}

static PangoLayout *
make_label (SusunYearChart *self, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

static void
draw_text (GtkSnapshot *snapshot, PangoLayout *layout, double middle, double y, double width,
           const GdkRGBA *color)
{
  int text_width, text_height;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  double x = CLAMP (middle - text_width / 2.0, 0, MAX (0, width - text_width));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (int) x, (float) (int) y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* How many bars go by before there is room for the next label. */
static guint
labels_apart (SusunYearChart *self, double slot)
{
  g_autoptr (PangoLayout) widest = make_label (self, "0000");
  int width;

  pango_layout_get_pixel_size (widest, &width, NULL);
  return MAX (1, (guint) ((width + 2 * TEXT_GAP) / slot) + 1);
}

static void
susun_year_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SusunYearChart *self = SUSUN_YEAR_CHART (widget);
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double slot = get_slot (self);
  double bar = MIN (slot * (1 - GAP_SHARE), BAR_MOST);
  GdkRGBA text, accent;
  int line;

  if (self->years->len == 0)
    return;
  gtk_style_context_get_color (context, &text);
  if (!gtk_style_context_lookup_color (context, "accent_bg_color", &accent))
    accent = text;
  g_autoptr (PangoLayout) sample = make_label (self, "0");
  pango_layout_get_pixel_size (sample, NULL, &line);
  guint apart = labels_apart (self, slot);
  double room = height - 2 * (line + TEXT_GAP);
  for (guint i = 0; i < self->years->len; i++)
    {
      const SusunYearCount *year = &g_array_index (self->years, SusunYearCount, i);
      double middle = (i + 0.5) * slot;
      double tall = MAX (LOWEST, room * (double) year->count / (double) self->highest);
      double top = line + TEXT_GAP + room - tall;
      GskRoundedRect outline;
      gsk_rounded_rect_init_from_rect (
          &outline,
          &GRAPHENE_RECT_INIT ((float) (middle - bar / 2), (float) top, (float) bar, (float) tall),
          (float) MIN (4.0, MIN (bar, tall) / 2));
      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_color (snapshot, &accent, &outline.bounds);
      gtk_snapshot_pop (snapshot);
      if (i % apart != 0)
        continue;
      g_autofree char *name = g_strdup_printf ("%d", year->year);
      g_autofree char *count = g_strdup_printf ("%'lu", (gulong) year->count);
      g_autoptr (PangoLayout) below = make_label (self, name);
      g_autoptr (PangoLayout) above = make_label (self, count);
      draw_text (snapshot, below, middle, height - line, width, &text);
      draw_text (snapshot, above, middle, top - line - TEXT_GAP / 2, width, &text);
    }
}

static void
susun_year_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  SusunYearChart *self = SUSUN_YEAR_CHART (widget);
  g_autoptr (PangoLayout) sample = make_label (self, "0000");
  int width, line;

  pango_layout_get_pixel_size (sample, &width, &line);
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT + 2 * line : width;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (width, (int) (self->years->len * BAR_MOST));
}

static char *
describe (const SusunYearCount *year)
{
  return g_strdup_printf (
      /* Translators: a year, and how many photos and films are of it */
      ngettext ("%d: %'lu photo", "%d: %'lu photos", (gulong) year->count), year->year,
      (gulong) year->count);
}

static gboolean
query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  SusunYearChart *self = SUSUN_YEAR_CHART (widget);
  guint bar = (guint) (x / get_slot (self));

  if (keyboard || x < 0 || bar >= self->years->len)
    return FALSE;
  g_autofree char *text = describe (&g_array_index (self->years, SusunYearCount, bar));
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
susun_year_chart_init (SusunYearChart *self)
{
  self->years = g_array_new (FALSE, FALSE, sizeof (SusunYearCount));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

static void
susun_year_chart_finalize (GObject *object)
{
  g_array_unref (SUSUN_YEAR_CHART (object)->years);
  G_OBJECT_CLASS (susun_year_chart_parent_class)->finalize (object);
}

static void
susun_year_chart_class_init (SusunYearChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = susun_year_chart_finalize;
  widget_class->snapshot = susun_year_chart_snapshot;
  widget_class->measure = susun_year_chart_measure;
  widget_class->query_tooltip = query_tooltip_cb;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

void
susun_year_chart_set_years (SusunYearChart *self, const GArray *years)
{
  g_autoptr (GString) all = g_string_new (NULL);

  g_array_set_size (self->years, 0);
  self->highest = 1;
  for (guint i = 0; years != NULL && i < years->len; i++)
    {
      const SusunYearCount *year = &g_array_index (years, SusunYearCount, i);
      if (year->year == 0)
        continue;
      g_array_append_vals (self->years, year, 1);
      self->highest = MAX (self->highest, year->count);
      g_autofree char *text = describe (year);
      g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Photos by year"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  all->str, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
