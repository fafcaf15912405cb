// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/titles/susun-day-popover.h"

#include <stdlib.h>

#include <glib/gi18n.h>

#include "core/view/susun-date-words.h"

/* The days with the most files; the others are counted. */
#define MAX_DAYS 8

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const SusunEventDay *first = a;
  const SusunEventDay *second = b;

  if (first->files != second->files)
    return first->files > second->files ? -1 : 1;
  return first->day < second->day ? -1 : 1;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const SusunEventDay *first = a;
  const SusunEventDay *second = b;

  return first->day < second->day ? -1 : 1;
}

static void
add_line (GtkGrid *grid, int line, const char *label, guint64 files, guint64 all)
{
  g_autofree char *number = g_strdup_printf ("%'lu", (gulong) files);
  GtkWidget *bar = gtk_level_bar_new ();
  GtkWidget *name = gtk_label_new (label);
  GtkWidget *count = gtk_label_new (number);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (count), 1);
  gtk_widget_add_css_class (count, "numeric");
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), all > 0 ? (double) files / (double) all : 0);
  gtk_widget_set_size_request (bar, 96, -1);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_grid_attach (grid, name, 0, line, 1, 1);
  gtk_grid_attach (grid, bar, 1, line, 1, 1);
  gtk_grid_attach (grid, count, 2, line, 1, 1);
}

static GtkWidget *
make_grid (SusunEventCount *count)
{
  GtkWidget *grid = gtk_grid_new ();
  guint64 all = susun_event_count_get_media (count);
  guint64 others = 0, doubtful = 0;
  guint n;
  const SusunEventDay *given = susun_event_count_get_days (count, &n);
  g_autofree SusunEventDay *days = g_memdup2 (given, n * sizeof *days);
  int line = 0;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  if (n > MAX_DAYS)
    {
      qsort (days, n, sizeof *days, compare_files);
      for (guint i = MAX_DAYS; i < n; i++)
        others += days[i].files;
      n = MAX_DAYS;
      qsort (days, n, sizeof *days, compare_days);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = susun_day_label (days[i].day);
      add_line (GTK_GRID (grid), line++, label, days[i].files, all);
    }
  if (others > 0)
    add_line (GTK_GRID (grid), line++, _ ("Other days"), others, all);
  for (guint i = 0; i < SUSUN_N_EVENT_DOUBTS; i++)
    doubtful += susun_event_count_get_doubtful (count, i);
  if (doubtful > 0)
    add_line (GTK_GRID (grid), line++, _ ("Without a sure day"), doubtful, all);
  return grid;
}

GtkWidget *
susun_day_popover_new (SusunTitleRow *row)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *note = gtk_label_new (susun_title_row_get_note (row));

  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (note), 36);
  gtk_box_append (GTK_BOX (box), make_grid (susun_title_row_get_count (row)));
  gtk_box_append (GTK_BOX (box), note);
  gtk_widget_add_css_class (popover, "day-popover");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}
