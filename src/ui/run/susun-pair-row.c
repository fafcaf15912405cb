// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/run/susun-pair-row.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "ui/susun-thumb-view.h"

#define PICTURE_WIDTH 96
#define PICTURE_HEIGHT 112

struct _SusunPairRow
{
  AdwBin parent_instance;

  GtkWidget *first;
  GtkWidget *first_is;
  GtkWidget *first_name;
  GtkWidget *first_folder;
  GtkWidget *sign;
  GtkWidget *second;
  GtkWidget *second_is;
  GtkWidget *second_name;
  GtkWidget *second_folder;
  GtkWidget *note;
};

G_DEFINE_FINAL_TYPE (SusunPairRow, susun_pair_row, ADW_TYPE_BIN)

static void
susun_pair_row_init (SusunPairRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  susun_thumb_view_set_size (SUSUN_THUMB_VIEW (self->first), PICTURE_WIDTH, PICTURE_HEIGHT);
  susun_thumb_view_set_size (SUSUN_THUMB_VIEW (self->second), PICTURE_WIDTH, PICTURE_HEIGHT);
}

static void
susun_pair_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SUSUN_TYPE_PAIR_ROW);
  G_OBJECT_CLASS (susun_pair_row_parent_class)->dispose (object);
}

static void
susun_pair_row_class_init (SusunPairRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_THUMB_VIEW);
  G_OBJECT_CLASS (klass)->dispose = susun_pair_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/run/susun-pair-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunPairRow, first);
  gtk_widget_class_bind_template_child (widget_class, SusunPairRow, first_is);
  gtk_widget_class_bind_template_child (widget_class, SusunPairRow, first_name);
  gtk_widget_class_bind_template_child (widget_class, SusunPairRow, first_folder);
  gtk_widget_class_bind_template_child (widget_class, SusunPairRow, sign);
  gtk_widget_class_bind_template_child (widget_class, SusunPairRow, second);
  gtk_widget_class_bind_template_child (widget_class, SusunPairRow, second_is);
  gtk_widget_class_bind_template_child (widget_class, SusunPairRow, second_name);
  gtk_widget_class_bind_template_child (widget_class, SusunPairRow, second_folder);
  gtk_widget_class_bind_template_child (widget_class, SusunPairRow, note);
}

GtkWidget *
susun_pair_row_new (void)
{
  return g_object_new (SUSUN_TYPE_PAIR_ROW, NULL);
}

static void
show_side (GtkWidget *view, GtkWidget *name, GtkWidget *folder, const char *path,
           SusunThumbPool *pool, gboolean film)
{
  g_autofree char *parent = path != NULL ? g_path_get_dirname (path) : NULL;
  g_autofree char *name_text
      = path != NULL ? susun_path_display_name (path) : g_strdup (_ ("There is none"));
  g_autofree char *folder_text = parent != NULL ? susun_path_display (parent) : g_strdup ("");

  susun_thumb_view_set_path (SUSUN_THUMB_VIEW (view), pool, path, SUSUN_THUMB_SIZE_LARGE, film);
  susun_thumb_view_load (SUSUN_THUMB_VIEW (view), SUSUN_THUMB_URGENCY_NEARBY);
  gtk_label_set_text (GTK_LABEL (name), name_text);
  gtk_label_set_text (GTK_LABEL (folder), folder_text);
  gtk_widget_set_tooltip_text (folder, folder_text);
}

void
susun_pair_row_set_pair (SusunPairRow *self, const SusunPair *pair, SusunThumbPool *pool,
                         const char *first_is, const char *second_is, const char *sign)
{
  const char *note = pair != NULL ? pair->note : NULL;

  gtk_label_set_text (GTK_LABEL (self->first_is), first_is);
  gtk_label_set_text (GTK_LABEL (self->second_is), second_is);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->sign), sign);
  show_side (self->first, self->first_name, self->first_folder, pair != NULL ? pair->first : NULL,
             pool, pair != NULL && pair->film);
  show_side (self->second, self->second_name, self->second_folder,
             pair != NULL ? pair->second : NULL, pool, pair != NULL && pair->film);
  gtk_label_set_text (GTK_LABEL (self->note), note != NULL ? note : "");
  gtk_widget_set_visible (self->note, note != NULL && *note != '\0');
}
