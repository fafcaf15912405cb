// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/prefs/susun-zone-page.h"

#include <string.h>

#include <glib/gi18n.h>

#define ZONEINFO "/usr/share/zoneinfo"

/* A zone of the list: a row exists for those that are seen, of 420. */
#define SUSUN_TYPE_ZONE (susun_zone_get_type ())
G_DECLARE_FINAL_TYPE (SusunZone, susun_zone, SUSUN, ZONE, GObject)

struct _SusunZone
{
  GObject parent_instance;

  char *name;  /* "Asia/Kuala_Lumpur" */
  char *city;  /* "Kuala Lumpur" */
  char *where; /* "Malaysia · Asia/Kuala_Lumpur" */
  char *words; /* case folded: what is found by */
};

G_DEFINE_FINAL_TYPE (SusunZone, susun_zone, G_TYPE_OBJECT)

struct _SusunZonePage
{
  AdwBin parent_instance;

  char *current;
  char *wanted; /* case folded: what is searched for */

  GtkWidget *back;
  GtkWidget *search;
  GtkWidget *pages; /* the list, or that nothing is found */
  GtkWidget *list;
  GtkFilter *filter;
  GListModel *found; /* (element-type SusunZone) */
};

G_DEFINE_FINAL_TYPE (SusunZonePage, susun_zone_page, ADW_TYPE_BIN)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_CLOSED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
susun_zone_init (SusunZone *self)
{
}

static void
susun_zone_finalize (GObject *object)
{
  SusunZone *self = SUSUN_ZONE (object);

  g_free (self->name);
  g_free (self->city);
  g_free (self->where);
  g_free (self->words);
  G_OBJECT_CLASS (susun_zone_parent_class)->finalize (object);
}

static void
susun_zone_class_init (SusunZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_zone_finalize;
}

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

/* @country: (nullable). Returns: (transfer full) */
static SusunZone *
zone_new (const char *name, const char *country)
{
  SusunZone *self = g_object_new (SUSUN_TYPE_ZONE, NULL);
  g_autofree char *all = NULL;

  self->name = g_strdup (name);
  self->city = name_city (name);
  self->where = country != NULL ? g_strdup_printf ("%s · %s", country, name) : g_strdup (name);
  all = g_strdup_printf ("%s %s", self->city, self->where);
  self->words = g_utf8_casefold (all, -1);
  return self;
}

static int
compare_zones (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return g_utf8_collate (((const SusunZone *) a)->words, ((const SusunZone *) b)->words);
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  SusunZonePage *self = SUSUN_ZONE_PAGE (user_data);

  return *self->wanted == '\0' || strstr (SUSUN_ZONE (item)->words, self->wanted) != NULL;
}

static void
fill (GListStore *zones)
{
  g_auto (GStrv) lines = read_table ("zone.tab");
  g_autoptr (GHashTable) countries = read_countries ();
  g_autoptr (SusunZone) utc = zone_new ("UTC", NULL);

  g_list_store_append (zones, utc);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", 4);
      if (lines[i][0] == '#' || g_strv_length (cells) < 3)
        continue;
      g_autoptr (SusunZone) zone = zone_new (cells[2], g_hash_table_lookup (countries, cells[0]));
      g_list_store_append (zones, zone);
    }
  g_list_store_sort (zones, compare_zones, NULL);
}

/* --- its rows */

typedef struct
{
  GtkWidget *city;
  GtkWidget *where;
  GtkWidget *mark;
  GtkWidget *offset;
} Row;

static GtkWidget *
label_new (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  g_object_set (label, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
setup_cb (SusunZonePage *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  Row *row = g_new0 (Row, 1);

  gtk_widget_add_css_class (box, "zone");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (box), words);
  row->city = label_new (words, NULL);
  row->where = label_new (words, "caption");
  gtk_widget_add_css_class (row->where, "dim-label");
  row->mark = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Chosen"), -1);
  gtk_box_append (GTK_BOX (box), row->mark);
  row->offset = label_new (box, "numeric");
  gtk_label_set_wrap (GTK_LABEL (row->offset), FALSE);
  gtk_widget_add_css_class (row->offset, "dim-label");
  g_object_set_data_full (G_OBJECT (item), "susun-row", row, g_free);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (SusunZonePage *self, GtkListItem *item)
{
  const SusunZone *zone = gtk_list_item_get_item (item);
  const Row *row = g_object_get_data (G_OBJECT (item), "susun-row");
  GtkWidget *box = gtk_list_item_get_child (item);
  g_autofree char *offset = describe_offset (zone->name);
  gboolean chosen = g_str_equal (zone->name, self->current);
  g_autofree char *description
      = g_strjoin (", ", zone->where, offset, chosen ? _ ("Chosen") : NULL, NULL);

  gtk_label_set_text (GTK_LABEL (row->city), zone->city);
  gtk_label_set_text (GTK_LABEL (row->where), zone->where);
  gtk_label_set_text (GTK_LABEL (row->offset), offset);
  gtk_widget_set_visible (row->mark, chosen);
  /* The list's own widget is what a screen reader meets. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, zone->city,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
make_list (SusunZonePage *self)
{
  g_autoptr (GListStore) zones = g_list_store_new (SUSUN_TYPE_ZONE);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  fill (zones);
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->found = G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (g_steal_pointer (&zones)),
                                                         g_object_ref (self->filter)));
  g_autoptr (GtkSelectionModel) rows
      = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (self->found)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list), factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list), rows);
}

/* --- what a person does */

static void
choose (SusunZonePage *self, guint position)
{
  g_autoptr (SusunZone) zone = g_list_model_get_item (self->found, position);

  if (zone != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, zone->name);
}

static void
searched_cb (SusunZonePage *self)
{
  g_free (self->wanted);
  self->wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages),
                                    g_list_model_get_n_items (self->found) > 0 ? "list" : "none");
}

/* Enter takes the first that is left, of what is typed now: the list follows a moment later. */
static void
entered_cb (SusunZonePage *self)
{
  searched_cb (self);
  if (*self->wanted != '\0')
    choose (self, 0);
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
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (choose), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (searched_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (entered_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (closed_cb), self);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (closed_cb), self);
}

static void
susun_zone_page_dispose (GObject *object)
{
  SusunZonePage *self = SUSUN_ZONE_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), SUSUN_TYPE_ZONE_PAGE);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
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
  gtk_widget_class_bind_template_child (widget_class, SusunZonePage, pages);
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
  make_list (self);
  return self;
}
