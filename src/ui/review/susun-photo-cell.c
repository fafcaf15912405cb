// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/review/susun-photo-cell.h"

#include <glib/gi18n.h>

#include "core/media/susun-kind.h"
#include "ui/review/susun-item-mark.h"
#include "ui/susun-thumb-view.h"

struct _SusunPhotoCell
{
  GtkWidget parent_instance;

  SusunThumbPool *pool; /* (owned) */
  SusunItemStub *stub;  /* (owned) (nullable) */
  gulong stub_handler;
  const char *icon; /* (nullable): of the mark */

  GtkWidget *picture;
  GtkWidget *length;
  GtkWidget *name;
  GtkWidget *mark;
  GtkWidget *day;
};

enum
{
  SIGNAL_FILLED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SusunPhotoCell, susun_photo_cell, GTK_TYPE_WIDGET)

static void
susun_photo_cell_dispose (GObject *object)
{
  SusunPhotoCell *self = SUSUN_PHOTO_CELL (object);

  if (self->stub != NULL)
    g_clear_signal_handler (&self->stub_handler, self->stub);
  g_clear_object (&self->stub);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_PHOTO_CELL);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL;)
    gtk_widget_unparent (child);
  g_clear_object (&self->pool);
  G_OBJECT_CLASS (susun_photo_cell_parent_class)->dispose (object);
}

/* The list's own widget is what a screen reader meets. */
static void
describe (SusunPhotoCell *self, const SusunItemMark *mark)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  if (item == NULL)
    return;
  if (mark == NULL)
    text = g_strdup (gtk_label_get_text (GTK_LABEL (self->name)));
  else if (mark->staying)
    text = g_strdup_printf ("%s, %s", gtk_label_get_text (GTK_LABEL (self->name)), mark->label);
  else
    text = g_strdup_printf ("%s, %s, %s", gtk_label_get_text (GTK_LABEL (self->name)),
                            gtk_label_get_text (GTK_LABEL (self->day)), mark->label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show_length (SusunPhotoCell *self)
{
  SusunThumb *thumb = susun_thumb_view_get_thumb (SUSUN_THUMB_VIEW (self->picture));
  gint64 length = thumb != NULL ? susun_thumb_get_duration_ms (thumb) : -1;
  const SusunItem *item = self->stub != NULL ? susun_item_stub_get_item (self->stub) : NULL;
  gboolean film = item != NULL && item->media == SUSUN_KIND_VIDEO;

  if (film && length >= 0)
    {
      g_autofree char *text = susun_film_length_label (length);
      gtk_label_set_text (GTK_LABEL (self->length), text);
    }
  else if (film)
    gtk_label_set_text (GTK_LABEL (self->length), _ ("Film"));
  gtk_widget_set_visible (self->length, film);
}

static void
show_item (SusunPhotoCell *self)
{
  const SusunItem *item = susun_item_stub_get_item (self->stub);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  SusunItemMark mark;

  gtk_label_set_text (GTK_LABEL (self->name), susun_item_stub_get_name (self->stub));
  if (item == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->day), "");
      gtk_image_clear (GTK_IMAGE (self->mark));
      self->icon = NULL;
      gtk_widget_set_visible (self->length, FALSE);
      susun_thumb_view_set_path (SUSUN_THUMB_VIEW (self->picture), self->pool, NULL,
                                 SUSUN_THUMB_SIZE_LARGE, FALSE);
      describe (self, NULL);
      return;
    }
  susun_item_mark_read (&mark, item, susun_item_stub_get_override (self->stub));
  text = susun_item_mark_dup_text (&mark, item);
  gtk_label_set_text (GTK_LABEL (self->day), text);
  /* The same is looked up only once: most pictures that pass by have it. */
  if (self->icon != mark.icon)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->mark), mark.icon);
  self->icon = mark.icon;
  if (mark.faded)
    gtk_widget_add_css_class (GTK_WIDGET (self), "left-out");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "left-out");
  path = susun_item_stub_dup_source (self->stub);
  susun_thumb_view_set_path (SUSUN_THUMB_VIEW (self->picture), self->pool, path,
                             SUSUN_THUMB_SIZE_LARGE, item->media == SUSUN_KIND_VIDEO);
  show_length (self);
  describe (self, &mark);
}

static void
item_changed_cb (SusunPhotoCell *self)
{
  show_item (self);
  g_signal_emit (self, signals[SIGNAL_FILLED], 0);
}

static void
susun_photo_cell_class_init (SusunPhotoCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_THUMB_VIEW);
  G_OBJECT_CLASS (klass)->dispose = susun_photo_cell_dispose;
  gtk_widget_class_set_css_name (widget_class, "photo");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/review/susun-photo-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunPhotoCell, picture);
  gtk_widget_class_bind_template_child (widget_class, SusunPhotoCell, length);
  gtk_widget_class_bind_template_child (widget_class, SusunPhotoCell, name);
  gtk_widget_class_bind_template_child (widget_class, SusunPhotoCell, mark);
  gtk_widget_class_bind_template_child (widget_class, SusunPhotoCell, day);
  signals[SIGNAL_FILLED] = g_signal_new ("filled", SUSUN_TYPE_PHOTO_CELL, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
susun_photo_cell_init (SusunPhotoCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  susun_thumb_view_set_size (SUSUN_THUMB_VIEW (self->picture), SUSUN_PHOTO_CELL_WIDTH,
                             SUSUN_PHOTO_CELL_PICTURE);
  g_signal_connect_swapped (self->picture, "loaded", G_CALLBACK (show_length), self);
}

GtkWidget *
susun_photo_cell_new (SusunThumbPool *pool)
{
  SusunPhotoCell *self = g_object_new (SUSUN_TYPE_PHOTO_CELL, NULL);

  self->pool = g_object_ref (pool);
  return GTK_WIDGET (self);
}

void
susun_photo_cell_set_stub (SusunPhotoCell *self, SusunItemStub *stub)
{
  if (self->stub != NULL)
    g_clear_signal_handler (&self->stub_handler, self->stub);
  g_set_object (&self->stub, stub);
  if (stub == NULL)
    {
      susun_thumb_view_set_path (SUSUN_THUMB_VIEW (self->picture), self->pool, NULL,
                                 SUSUN_THUMB_SIZE_LARGE, FALSE);
      return;
    }
  self->stub_handler
      = g_signal_connect_swapped (stub, "notify::item", G_CALLBACK (item_changed_cb), self);
  show_item (self);
}

gboolean
susun_photo_cell_is_wanting (SusunPhotoCell *self)
{
  return susun_thumb_view_is_wanting (SUSUN_THUMB_VIEW (self->picture));
}

void
susun_photo_cell_load (SusunPhotoCell *self, SusunThumbUrgency urgency)
{
  susun_thumb_view_load (SUSUN_THUMB_VIEW (self->picture), urgency);
}
