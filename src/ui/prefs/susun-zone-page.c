// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/prefs/susun-zone-page.h"

#include <string.h>

#include <glib/gi18n.h>

#define ZONEINFO "/usr/share/zoneinfo"

struct _SusunZonePage
{
  AdwBin parent_instance;

  char *current;
  char *wanted; /* case folded: what is searched for */

  GtkWidget *back;
  GtkWidget *search;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (SusunZonePage, susun_zone_page, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_CLOSED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- the list */

/* The lines of a table of the time zone database; none when it is not installed. */
static char **
read_table (const char *name)
{
  g_autofree char *path = g_build_filename (ZONEINFO, name, NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_new0 (char *, 1);
  return g_strsplit (text, "\n", -1);
}

/* "MY" to "Malaysia" */
static GHashTable *
read_countries (void)
{
  g_auto (GStrv) lines = read_table ("iso3166.tab");
  GHashTable *countries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", 3);
      if (lines[i][0] != '#' && g_strv_length (cells) >= 2)
        g_hash_table_insert (countries, g_strdup (cells[0]), g_strdup (cells[1]));
    }
  return countries;
}

/* "Asia/Kuala_Lumpur" is "Kuala Lumpur". */
static char *
name_city (const char *zone)
{
  const char *slash = strrchr (zone, '/');
  char *city = g_strdup (slash != NULL ? slash + 1 : zone);

  return g_strdelimit (city, "_", ' ');
}

/* How far it is from UTC today. */
static char *
describe_offset (const char *name)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);
  g_autoptr (GDateTime) now = zone != NULL ? g_date_time_new_now (zone) : NULL;

  return now != NULL ? g_date_time_format (now, "UTC%:z") : g_strdup ("");
}

static void
add_zone (SusunZonePage *self, const char *zone, const char *country)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *city = name_city (zone);
  g_autofree char *where
      = country != NULL ? g_strdup_printf ("%s · %s", country, zone) : g_strdup (zone);
  g_autofree char *offset = describe_offset (zone);
  g_autofree char *all = g_strdup_printf ("%s %s", city, where);
  GtkWidget *label = gtk_label_new (offset);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (row, "title", city, "subtitle", where, "activatable", TRUE, NULL);
  if (g_str_equal (zone, self->current))
    {
      GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");
      gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Chosen"), -1);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), mark);
    }
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  g_object_set_data_full (G_OBJECT (row), "susun-zone", g_strdup (zone), g_free);
  g_object_set_data_full (G_OBJECT (row), "susun-words", g_utf8_casefold (all, -1), g_free);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  const char *one = g_object_get_data (G_OBJECT (a), "susun-words");
  const char *other = g_object_get_data (G_OBJECT (b), "susun-words");

  return g_utf8_collate (one, other);
}

static gboolean
matches (GtkListBoxRow *row, gpointer user_data)
{
  SusunZonePage *self = SUSUN_ZONE_PAGE (user_data);
  const char *words = g_object_get_data (G_OBJECT (row), "susun-words");

  return *self->wanted == '\0' || strstr (words, self->wanted) != NULL;
}

static void
fill (SusunZonePage *self)
{
  g_auto (GStrv) lines = read_table ("zone.tab");
  g_autoptr (GHashTable) countries = read_countries ();

  add_zone (self, "UTC", NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", 4);
      if (lines[i][0] == '#' || g_strv_length (cells) < 3)
        continue;
      add_zone (self, cells[2], g_hash_table_lookup (countries, cells[0]));
    }
  gtk_list_box_set_sort_func (GTK_LIST_BOX (self->list), compare_rows, NULL, NULL);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), matches, self, NULL);
}

/* --- what a person does */

static void
activated_cb (SusunZonePage *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, g_object_get_data (G_OBJECT (row), "susun-zone"));
}

static void
searched_cb (SusunZonePage *self)
{
  g_free (self->wanted);
  self->wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

/* Enter takes the first that is left. */
static void
entered_cb (SusunZonePage *self)
{
  for (int i = 0; gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i) != NULL; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i);
      if (!matches (row, self))
        continue;
      activated_cb (self, row);
      return;
    }
}

static void
closed_cb (SusunZonePage *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
susun_zone_page_init (SusunZonePage *self)
{
  self->wanted = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (searched_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (entered_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (closed_cb), self);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (closed_cb), self);
}

static void
susun_zone_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SUSUN_TYPE_ZONE_PAGE);
  G_OBJECT_CLASS (susun_zone_page_parent_class)->dispose (object);
}

static void
susun_zone_page_finalize (GObject *object)
{
  SusunZonePage *self = SUSUN_ZONE_PAGE (object);

  g_free (self->current);
  g_free (self->wanted);
  G_OBJECT_CLASS (susun_zone_page_parent_class)->finalize (object);
}

static gboolean
susun_zone_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SUSUN_ZONE_PAGE (widget)->search);
}

static void
susun_zone_page_class_init (SusunZonePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_zone_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = susun_zone_page_finalize;
  widget_class->grab_focus = susun_zone_page_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/prefs/susun-zone-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunZonePage, back);
  gtk_widget_class_bind_template_child (widget_class, SusunZonePage, search);
  gtk_widget_class_bind_template_child (widget_class, SusunZonePage, list);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", SUSUN_TYPE_ZONE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", SUSUN_TYPE_ZONE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
}

SusunZonePage *
susun_zone_page_new (const char *current)
{
  SusunZonePage *self = g_object_new (SUSUN_TYPE_ZONE_PAGE, NULL);

  self->current = g_strdup (*current != '\0' ? current : "UTC");
  fill (self);
  return self;
}
