// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/history/susun-history-row.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "core/view/susun-words.h"
#include "ui/susun-wrap-box.h"

typedef struct
{
  char *text; /* (owned) */
  SusunTone tone;
} Chip;

struct _SusunHistoryRow
{
  GObject parent_instance;

  char *run_id;
  SusunRunKind kind;
  gboolean unfinished;
  char *title;
  char *when;
  char *first;   /* a line of text */
  char *second;  /* (nullable): another */
  GArray *chips; /* (element-type Chip) */
  char *folded;  /* all of it, for searching */
};

G_DEFINE_FINAL_TYPE (SusunHistoryRow, susun_history_row, G_TYPE_OBJECT)

static void
clear_chip (gpointer data)
{
  g_free (((Chip *) data)->text);
}

static void
susun_history_row_init (SusunHistoryRow *self)
{
  self->chips = g_array_new (FALSE, FALSE, sizeof (Chip));
  g_array_set_clear_func (self->chips, clear_chip);
}

static void
susun_history_row_finalize (GObject *object)
{
  SusunHistoryRow *self = SUSUN_HISTORY_ROW (object);

  g_free (self->run_id);
  g_free (self->title);
  g_free (self->when);
  g_free (self->first);
  g_free (self->second);
  g_free (self->folded);
  g_array_unref (self->chips);
  G_OBJECT_CLASS (susun_history_row_parent_class)->finalize (object);
}

static void
susun_history_row_class_init (SusunHistoryRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_history_row_finalize;
}

static char *
format_when (gint64 microseconds)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (microseconds / G_USEC_PER_SEC);

  return g_date_time_format (when, "%x %R");
}

static void
add_chip (SusunHistoryRow *self, const char *text, SusunTone tone)
{
  Chip chip = { g_strdup (text), tone };

  g_array_append_val (self->chips, chip);
}

static void
fold (SusunHistoryRow *self, const char *more)
{
  g_autofree char *all = g_strjoin ("\n", self->title, self->when, self->first, more, NULL);

  self->folded = g_utf8_casefold (all, -1);
}

SusunHistoryRow *
susun_history_row_new_run (const SusunRunEntry *entry)
{
  SusunHistoryRow *self = g_object_new (SUSUN_TYPE_HISTORY_ROW, NULL);
  g_autoptr (GString) more = g_string_new (NULL);

  self->run_id = g_strdup (entry->run->run_id);
  self->kind = entry->run->kind;
  self->unfinished = entry->next != SUSUN_NEXT_NOTHING;
  self->title = g_strdup (*entry->title != '\0' ? entry->title : susun_run_kind_label (self->kind));
  self->when = format_when (entry->run->started);
  self->first = g_strdup (entry->summary);
  for (guint i = 0; i < entry->chips->len; i++)
    {
      const SusunChip *chip = entry->chips->pdata[i];
      add_chip (self, chip->text, chip->tone);
      g_string_append_printf (more, "%s\n", chip->text);
    }
  for (guint i = 0; i < entry->roots->len; i++)
    {
      const SusunRootRow *root = entry->roots->pdata[i];
      g_autofree char *path = susun_path_display (root->path);
      g_string_append_printf (more, "%s\n", path);
    }
  fold (self, more->str);
  return self;
}

SusunHistoryRow *
susun_history_row_new_picture (const SusunPictureTrace *trace)
{
  SusunHistoryRow *self = g_object_new (SUSUN_TYPE_HISTORY_ROW, NULL);
  g_autofree char *from = susun_path_display (trace->from);
  g_autofree char *to = trace->to != NULL ? susun_path_display (trace->to) : NULL;

  self->run_id = g_strdup (trace->run_id);
  self->kind = trace->kind;
  self->title = g_strdup (trace->name);
  self->when = format_when (trace->started);
  /* Translators: the folder and name of a file */
  self->first = g_strdup_printf (_ ("From %s"), from);
  self->second = to != NULL ? g_strdup_printf (_ ("To %s"), to) : NULL;
  add_chip (self, susun_run_kind_label (trace->kind), SUSUN_TONE_PLAIN);
  add_chip (self, trace->outcome, SUSUN_TONE_PLAIN);
  fold (self, to);
  return self;
}

const char *
susun_history_row_get_run_id (SusunHistoryRow *self)
{
  return self->run_id;
}

SusunRunKind
susun_history_row_get_kind (SusunHistoryRow *self)
{
  return self->kind;
}

gboolean
susun_history_row_is_unfinished (SusunHistoryRow *self)
{
  return self->unfinished;
}

gboolean
susun_history_row_has (SusunHistoryRow *self, const char *text)
{
  return strstr (self->folded, text) != NULL;
}

/* --- cells */

typedef struct
{
  GtkWidget *title;
  GtkWidget *when;
  GtkWidget *first;
  GtkWidget *second;
  GtkWidget *chips;
} Cell;

static GtkWidget *
make_label (PangoEllipsizeMode ellipsize, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), ellipsize);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *top = susun_wrap_box_new ();
  Cell *cell = g_new0 (Cell, 1);

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_box_append (GTK_BOX (box), top);
  cell->title = make_label (PANGO_ELLIPSIZE_MIDDLE, "heading");
  gtk_widget_set_hexpand (cell->title, TRUE);
  cell->when = make_label (PANGO_ELLIPSIZE_NONE, "dim-label");
  gtk_widget_add_css_class (cell->when, "numeric");
  susun_wrap_box_append (SUSUN_WRAP_BOX (top), cell->title);
  susun_wrap_box_append (SUSUN_WRAP_BOX (top), cell->when);
  cell->first = make_label (PANGO_ELLIPSIZE_MIDDLE, NULL);
  cell->second = make_label (PANGO_ELLIPSIZE_MIDDLE, NULL);
  gtk_box_append (GTK_BOX (box), cell->first);
  gtk_box_append (GTK_BOX (box), cell->second);
  cell->chips = susun_wrap_box_new ();
  gtk_box_append (GTK_BOX (box), cell->chips);
  g_object_set_data_full (G_OBJECT (box), "susun-cell", cell, g_free);
  gtk_list_item_set_child (item, box);
}

static const char *
tone_class (SusunTone tone)
{
  switch (tone)
    {
    case SUSUN_TONE_GOOD:
      return "good";
    case SUSUN_TONE_WAITING:
      return "waiting";
    case SUSUN_TONE_BAD:
      return "bad";
    case SUSUN_TONE_PLAIN:
    default:
      return "plain";
    }
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  SusunHistoryRow *row = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  const Cell *cell = g_object_get_data (G_OBJECT (box), "susun-cell");
  g_autofree char *name = g_strdup_printf ("%s, %s, %s", row->title, row->when, row->first);

  gtk_label_set_text (GTK_LABEL (cell->title), row->title);
  gtk_label_set_text (GTK_LABEL (cell->when), row->when);
  gtk_label_set_text (GTK_LABEL (cell->first), row->first);
  gtk_label_set_text (GTK_LABEL (cell->second), row->second != NULL ? row->second : "");
  gtk_widget_set_visible (cell->second, row->second != NULL);
  susun_wrap_box_clear (SUSUN_WRAP_BOX (cell->chips));
  for (guint i = 0; i < row->chips->len; i++)
    {
      const Chip *chip = &g_array_index (row->chips, Chip, i);
      GtkWidget *label = gtk_label_new (chip->text);
      gtk_widget_add_css_class (label, "chip");
      gtk_widget_add_css_class (label, tone_class (chip->tone));
      susun_wrap_box_append (SUSUN_WRAP_BOX (cell->chips), label);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (box)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkListItemFactory *
susun_history_row_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return factory;
}
