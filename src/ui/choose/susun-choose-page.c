// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/choose/susun-choose-page.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/base/susun-path.h"

struct _SusunChoosePage
{
  AdwBin parent_instance;

  SusunWizard *wizard; /* (owned) */
  GPtrArray *rows;     /* (element-type GtkWidget): of the sources */

  GtkWidget *sources;
  GtkWidget *archive;
  GtkWidget *mode;
  GtkWidget *layout;
  GtkWidget *obstacle;
};

G_DEFINE_FINAL_TYPE (SusunChoosePage, susun_choose_page, ADW_TYPE_BIN)

/* In the order of the rows of the page. */
static const SusunMode modes[] = { SUSUN_MODE_COPY, SUSUN_MODE_MOVE, SUSUN_MODE_REPORT };
static const struct
{
  const char *template;
  const char *example;
} layouts[] = {
  { "{year}", N_ ("For example: 2023/IMG_0001.jpg") },
  { "{year}/{month}", N_ ("For example: 2023/07/IMG_0001.jpg") },
  { "{year}/{year}-{month}-{day}", N_ ("For example: 2023/2023-07-13/IMG_0001.jpg") },
  { "{year}/{event}", N_ ("For example: 2023/2023-07-13 Langkawi/IMG_0001.jpg") },
};

static void
susun_choose_page_init (SusunChoosePage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
susun_choose_page_dispose (GObject *object)
{
  SusunChoosePage *self = SUSUN_CHOOSE_PAGE (object);

  if (self->wizard != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->wizard, self);
      g_signal_handlers_disconnect_by_data (susun_wizard_get_sources (self->wizard), self);
    }
  g_clear_object (&self->wizard);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_CHOOSE_PAGE);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (susun_choose_page_parent_class)->dispose (object);
}

static void
mode_chosen_cb (SusunChoosePage *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->mode));

  if (self->wizard != NULL && selected < G_N_ELEMENTS (modes))
    susun_wizard_set_mode (self->wizard, modes[selected]);
}

static void
layout_chosen_cb (SusunChoosePage *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->layout));

  if (self->wizard != NULL && selected < G_N_ELEMENTS (layouts))
    susun_wizard_set_layout (self->wizard, layouts[selected].template);
}

static void
susun_choose_page_class_init (SusunChoosePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_choose_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/choose/susun-choose-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, sources);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, archive);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, mode);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, layout);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, obstacle);
}

static void
show_sources (SusunChoosePage *self)
{
  GListModel *sources = susun_wizard_get_sources (self->wizard);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->sources), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (GFile) source = g_list_model_get_item (sources, i);
      g_autofree char *name = susun_path_display_name (g_file_peek_path (source));
      g_autofree char *path = susun_path_display (g_file_peek_path (source));
      g_autofree char *label = g_strdup_printf (_ ("Remove “%s” from the list"), name);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
      g_object_set (row, "use-markup", FALSE, "title", name, "subtitle", path, NULL);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                      -1);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.remove-source");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", i);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->sources), row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
update (SusunChoosePage *self)
{
  GFile *archive = susun_wizard_get_archive (self->wizard);
  const char *obstacle = susun_wizard_get_obstacle (self->wizard);
  g_autofree char *path = archive != NULL ? susun_path_display (g_file_peek_path (archive)) : NULL;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->archive),
                               path != NULL ? path : _ ("Not chosen yet"));
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (modes[i] == susun_wizard_get_mode (self->wizard))
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->mode), i);
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (strcmp (layouts[i].template, susun_wizard_get_layout (self->wizard)) == 0)
      {
        adw_combo_row_set_selected (ADW_COMBO_ROW (self->layout), i);
        adw_action_row_set_subtitle (ADW_ACTION_ROW (self->layout), _ (layouts[i].example));
      }
  gtk_label_set_text (GTK_LABEL (self->obstacle), obstacle != NULL ? obstacle : "");
}

void
susun_choose_page_set_wizard (SusunChoosePage *self, SusunWizard *wizard)
{
  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  g_signal_connect_swapped (self->mode, "notify::selected", G_CALLBACK (mode_chosen_cb), self);
  g_signal_connect_swapped (self->layout, "notify::selected", G_CALLBACK (layout_chosen_cb), self);
  g_signal_connect_swapped (susun_wizard_get_sources (wizard), "items-changed",
                            G_CALLBACK (show_sources), self);
  g_signal_connect_swapped (wizard, "changed", G_CALLBACK (update), self);
  show_sources (self);
  update (self);
}
