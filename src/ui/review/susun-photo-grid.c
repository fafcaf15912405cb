// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/review/susun-photo-grid.h"

#include "ui/review/susun-photo-cell.h"

/* Around the picture: padding and margin of style.css, and the grid's own. */
#define CELL_FRAME 18
#define GRID_FRAME 24

/* How much of a name is to be read below its picture, also in large text. */
#define NAME_CHARS 14

/* That many are made before it is known how many have room. */
#define FIRST_PICTURES 12

struct _SusunPhotoGrid
{
  GtkWidget parent_instance;

  SusunThumbPool *pool; /* (owned) */
  GHashTable *cells;    /* (element-type SusunPhotoCell GtkListItem): those that show something */
  guint looking;        /* source id: what can be seen is asked for soon */
  guint fitting;        /* source id: the columns are set soon */
  guint columns;

  GtkWidget *scroller;
  GtkWidget *grid;
};

enum
{
  SIGNAL_ACTIVATE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SusunPhotoGrid, susun_photo_grid, GTK_TYPE_WIDGET)

/* --- pictures of what can be seen */

static void
load_seen (SusunPhotoGrid *self)
{
  double height = gtk_widget_get_height (self->grid);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      graphene_rect_t bounds;
      if (!susun_photo_cell_is_wanting (key)
          || !gtk_widget_compute_bounds (key, self->grid, &bounds))
        continue;
      double top = bounds.origin.y;
      double bottom = top + bounds.size.height;
      if (bottom > 0 && top < height)
        susun_photo_cell_load (key, SUSUN_THUMB_URGENCY_VISIBLE);
      else if (bottom > -height && top < 2 * height)
        susun_photo_cell_load (key, SUSUN_THUMB_URGENCY_NEARBY);
    }
}

static gboolean
look_cb (gpointer user_data)
{
  SusunPhotoGrid *self = user_data;

  self->looking = 0;
  if (gtk_widget_get_mapped (self->grid))
    load_seen (self);
  return G_SOURCE_REMOVE;
}

/* When the frame is drawn it is known what can be seen. */
static void
look_soon (SusunPhotoGrid *self)
{
  if (self->looking == 0)
    self->looking = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, look_cb, self, NULL);
}

/* --- cells */

/* The first pictures are made while the first frame is: it need not be known where they are. */
static void
filled_cb (SusunPhotoGrid *self, SusunPhotoCell *cell)
{
  GtkListItem *item = g_hash_table_lookup (self->cells, cell);

  if (item != NULL && gtk_widget_get_height (GTK_WIDGET (cell)) == 0
      && gtk_list_item_get_position (item) < FIRST_PICTURES)
    susun_photo_cell_load (cell, SUSUN_THUMB_URGENCY_VISIBLE);
  look_soon (self);
}

static void
setup_cb (SusunPhotoGrid *self, GtkListItem *item)
{
  GtkWidget *cell = susun_photo_cell_new (self->pool);

  g_signal_connect_swapped (cell, "filled", G_CALLBACK (filled_cb), self);
  gtk_list_item_set_child (item, cell);
}

static void
bind_cb (SusunPhotoGrid *self, GtkListItem *item)
{
  GtkWidget *cell = gtk_list_item_get_child (item);

  susun_photo_cell_set_stub (SUSUN_PHOTO_CELL (cell), gtk_list_item_get_item (item));
  g_hash_table_insert (self->cells, cell, item);
  look_soon (self);
}

static void
unbind_cb (SusunPhotoGrid *self, GtkListItem *item)
{
  GtkWidget *cell = gtk_list_item_get_child (item);

  g_hash_table_remove (self->cells, cell);
  susun_photo_cell_set_stub (SUSUN_PHOTO_CELL (cell), NULL);
}

static void
activate_cb (SusunPhotoGrid *self, guint position)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0, position);
}

/* --- columns */

/* The grid makes as many columns of the least width as fit, but never more than it is told; and it
 * keeps 32 rows of as many as it is told. */
static gboolean
fit_cb (gpointer user_data)
{
  SusunPhotoGrid *self = user_data;

  self->fitting = 0;
  gtk_grid_view_set_max_columns (GTK_GRID_VIEW (self->grid), self->columns);
  return G_SOURCE_REMOVE;
}

static int
get_cell_width (GtkWidget *widget)
{
  PangoFontMetrics *metrics
      = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);
  int chars = NAME_CHARS * pango_font_metrics_get_approximate_char_width (metrics) / PANGO_SCALE;

  pango_font_metrics_unref (metrics);
  return MAX (chars, SUSUN_PHOTO_CELL_WIDTH) + CELL_FRAME;
}

static void
susun_photo_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SusunPhotoGrid *self = SUSUN_PHOTO_GRID (widget);
  guint columns = (guint) MAX ((width - GRID_FRAME) / get_cell_width (widget), 2);

  gtk_widget_allocate (self->scroller, width, height, baseline, NULL);
  if (self->columns != columns)
    {
      self->columns = columns;
      /* Nothing may ask for another size while sizes are given. */
      if (self->fitting == 0)
        self->fitting = g_idle_add_full (GDK_PRIORITY_REDRAW - 10, fit_cb, self, NULL);
    }
  look_soon (self);
}

static void
susun_photo_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (SUSUN_PHOTO_GRID (widget)->scroller, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

/* --- the widget */

static void
susun_photo_grid_dispose (GObject *object)
{
  SusunPhotoGrid *self = SUSUN_PHOTO_GRID (object);

  g_clear_handle_id (&self->looking, g_source_remove);
  g_clear_handle_id (&self->fitting, g_source_remove);
  if (self->scroller != NULL)
    gtk_widget_unparent (self->scroller);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_PHOTO_GRID);
  g_clear_handle_id (&self->looking, g_source_remove);
  g_clear_pointer (&self->cells, g_hash_table_unref);
  g_clear_object (&self->pool);
  G_OBJECT_CLASS (susun_photo_grid_parent_class)->dispose (object);
}

static void
susun_photo_grid_class_init (SusunPhotoGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_photo_grid_dispose;
  widget_class->size_allocate = susun_photo_grid_size_allocate;
  widget_class->measure = susun_photo_grid_measure;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/review/susun-photo-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunPhotoGrid, scroller);
  gtk_widget_class_bind_template_child (widget_class, SusunPhotoGrid, grid);
  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", SUSUN_TYPE_PHOTO_GRID, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
susun_photo_grid_init (SusunPhotoGrid *self)
{
  GtkAdjustment *adjustment;

  self->cells = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->columns = 2;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (look_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->grid, "map", G_CALLBACK (look_soon), self);
  g_signal_connect_swapped (self->grid, "activate", G_CALLBACK (activate_cb), self);
}

void
susun_photo_grid_set_model (SusunPhotoGrid *self, GtkSelectionModel *model, SusunThumbPool *pool)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (self->pool == NULL);
  self->pool = g_object_ref (pool);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_grid_view_set_factory (GTK_GRID_VIEW (self->grid), factory);
  gtk_grid_view_set_model (GTK_GRID_VIEW (self->grid), model);
}

gboolean
susun_photo_grid_is_at_top (SusunPhotoGrid *self)
{
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  return gtk_adjustment_get_value (adjustment) <= gtk_adjustment_get_lower (adjustment);
}

void
susun_photo_grid_show_item (SusunPhotoGrid *self, guint position)
{
  gtk_widget_activate_action (self->grid, "list.scroll-to-item", "u", position);
}

void
susun_photo_grid_set_busy (SusunPhotoGrid *self, gboolean busy)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
}
