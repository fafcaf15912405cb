// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/history/susun-item-columns.h"

#include <glib/gi18n.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"
#include "core/view/susun-item-stub.h"
#include "core/view/susun-words.h"

typedef enum
{
  COLUMN_NAME,
  COLUMN_OUTCOME,
  COLUMN_DAY,
  COLUMN_SIZE,
  COLUMN_FROM,
  COLUMN_TO,
  COLUMN_NOTE,
  N_COLUMNS
} Column;

static const struct
{
  const char *title;
  int chars; /* that have room */
  gboolean expand;
} columns_table[N_COLUMNS] = {
  [COLUMN_NAME] = { N_ ("Name"), 36, TRUE },  [COLUMN_OUTCOME] = { N_ ("Outcome"), 20, FALSE },
  [COLUMN_DAY] = { N_ ("Day"), 14, FALSE },   [COLUMN_SIZE] = { N_ ("Size"), 13, FALSE },
  [COLUMN_FROM] = { N_ ("From"), 30, FALSE }, [COLUMN_TO] = { N_ ("To"), 30, FALSE },
  [COLUMN_NOTE] = { N_ ("Note"), 42, FALSE },
};

static char *
dup_day (const SusunItem *item)
{
  g_autoptr (GDateTime) day = NULL;
  SusunCivil civil;

  if (item->day == SUSUN_WALL_NONE)
    return g_strdup ("");
  susun_civil_from_wall (item->day, &civil);
  day = g_date_time_new_utc (civil.year, civil.month, civil.day, 0, 0, 0);
  return day != NULL ? g_date_time_format (day, "%x") : g_strdup ("");
}

static char *
dup_folder (char *path)
{
  g_autofree char *owned = path;
  g_autofree char *folder = owned != NULL ? g_path_get_dirname (owned) : NULL;

  return folder != NULL ? susun_path_display (folder) : g_strdup ("");
}

static char *
dup_text (const SusunItemColumns *columns, Column column, SusunItemStub *stub)
{
  const SusunItem *item = susun_item_stub_get_item (stub);

  if (item == NULL)
    return g_strdup (column == COLUMN_NAME ? "…" : "");
  switch (column)
    {
    case COLUMN_NAME:
      return g_strdup (susun_item_stub_get_name (stub));
    case COLUMN_OUTCOME:
      return g_strdup (susun_item_outcome_label (columns->kind, item));
    case COLUMN_DAY:
      return dup_day (item);
    case COLUMN_SIZE:
      return g_format_size (item->identity.size);
    case COLUMN_FROM:
      return dup_folder (susun_item_stub_dup_source (stub));
    case COLUMN_TO:
      return dup_folder (susun_item_stub_dup_destination (stub));
    case COLUMN_NOTE:
    case N_COLUMNS:
    default:
      return g_strdup (item->note != NULL ? item->note : "");
    }
}

static Column
column_of (GtkSignalListItemFactory *factory)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "susun-column"));
}

/* A list item is a cell of one column: its stub's change comes to it with the factory as data. */
static void
show_text (GtkListItem *cell, SusunItemStub *stub, GtkSignalListItemFactory *factory)
{
  const SusunItemColumns *columns = g_object_get_data (G_OBJECT (factory), "susun-columns");
  GtkWidget *label = gtk_list_item_get_child (cell);
  g_autofree char *text = dup_text (columns, column_of (factory), stub);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, *text != '\0' ? text : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (label)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  /* The row is called as its file. */
  if (column_of (factory) == COLUMN_NAME)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (gtk_widget_get_parent (gtk_widget_get_parent (label))),
        GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
filled_cb (SusunItemStub *stub, GParamSpec *pspec, GtkListItem *cell)
{
  show_text (cell, stub, g_object_get_data (G_OBJECT (cell), "susun-factory"));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  GtkWidget *label = gtk_label_new (NULL);
  Column column = column_of (factory);

  gtk_label_set_xalign (GTK_LABEL (label), column == COLUMN_SIZE ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), column == COLUMN_FROM || column == COLUMN_TO
                                                  ? PANGO_ELLIPSIZE_START
                                                  : PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (column == COLUMN_SIZE || column == COLUMN_DAY)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (cell, label);
  g_object_set_data (G_OBJECT (cell), "susun-factory", factory);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  SusunItemStub *stub = gtk_list_item_get_item (cell);

  g_signal_connect (stub, "notify::item", G_CALLBACK (filled_cb), cell);
  show_text (cell, stub, factory);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), filled_cb, cell);
}

/* In large text columns are wide. */
static int
get_char_width (GtkWidget *widget)
{
  PangoFontMetrics *metrics
      = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);
  int width = pango_font_metrics_get_approximate_char_width (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (width);
}

void
susun_item_columns_add (SusunItemColumns *columns, GtkColumnView *view)
{
  int char_width = get_char_width (GTK_WIDGET (view));

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;
      g_object_set_data (G_OBJECT (factory), "susun-column", GINT_TO_POINTER (i));
      g_object_set_data (G_OBJECT (factory), "susun-columns", columns);
      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
      g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
      column = gtk_column_view_column_new (_ (columns_table[i].title), factory);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_expand (column, columns_table[i].expand);
      gtk_column_view_column_set_fixed_width (column, char_width * columns_table[i].chars);
      gtk_column_view_append_column (view, column);
    }
}
