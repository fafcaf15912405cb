// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/choose/susun-choose-page.h"

#include <glib/gi18n.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"
#include "core/plan/susun-layout.h"
#include "ui/choose/susun-date-row.h"

struct _SusunChoosePage
{
  AdwBin parent_instance;

  SusunChoices *choices; /* (owned) */
  GSettings *settings;   /* (owned) */
  GPtrArray *rows;       /* (element-type GtkWidget): of the sources */

  GtkWidget *sources;
  GtkWidget *archive;
  GtkWidget *mode;
  GtkWidget *layout;
  GtkWidget *template;
  GtkWidget *images;
  GtkWidget *videos;
  GtkWidget *days;
  GtkWidget *first_day;
  GtkWidget *last_day;
  GtkWidget *zone;
  GtkWidget *types;
  GtkWidget *hidden;
  GtkWidget *film_times;
  GtkWidget *what;
  GtkWidget *taking;
  GtkWidget *more;
  GtkWidget *hidden_row;
  GtkWidget *film_row;
  GtkWidget *share_row;
  GtkWidget *share;
  GtkWidget *obstacle_bar;
  GtkWidget *obstacle_icon;
  GtkWidget *obstacle;
};

G_DEFINE_FINAL_TYPE (SusunChoosePage, susun_choose_page, ADW_TYPE_BIN)

/* In the order of the rows of the page. */
static const struct
{
  SusunMode mode;
  const char *explanation;
} modes[] = {
  { SUSUN_MODE_COPY, N_ ("The originals stay where they are.") },
  { SUSUN_MODE_MOVE, N_ ("Each original goes, once its copy is written and compared.") },
  { SUSUN_MODE_REPORT, N_ ("Only a list is written. No picture is copied or moved.") },
};

/* After them comes the other way. */
#define RENAME_ROW G_N_ELEMENTS (modes)

/* After these comes the one of the user's own. */
static const char *const layouts[]
    = { "{year}", "{year}/{month}", "{year}/{year}-{month}-{day}", "{year}/{event}" };

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

  if (self->choices != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->choices, self);
      g_signal_handlers_disconnect_by_data (susun_choices_get_sources (self->choices), self);
    }
  g_clear_object (&self->choices);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_CHOOSE_PAGE);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (susun_choose_page_parent_class)->dispose (object);
}

static void
susun_choose_page_class_init (SusunChoosePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_DATE_ROW);
  G_OBJECT_CLASS (klass)->dispose = susun_choose_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/choose/susun-choose-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, sources);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, archive);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, mode);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, layout);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, template);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, images);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, videos);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, days);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, first_day);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, last_day);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, zone);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, types);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, hidden);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, film_times);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, what);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, taking);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, more);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, hidden_row);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, film_row);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, share_row);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, share);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, obstacle_bar);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, obstacle_icon);
  gtk_widget_class_bind_template_child (widget_class, SusunChoosePage, obstacle);
}

/* --- what a person does */

static void
mode_chosen_cb (SusunChoosePage *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->mode));

  if (selected > RENAME_ROW)
    return;
  susun_choices_set_renaming (self->choices, selected == RENAME_ROW);
  if (selected < G_N_ELEMENTS (modes))
    susun_choices_set_mode (self->choices, modes[selected].mode);
}

/* In the entry, which tells of every step: first that it is empty. */
static void
show_template (SusunChoosePage *self)
{
  g_autofree char *layout = g_strdup (susun_choices_get_layout (self->choices));

  gtk_editable_set_text (GTK_EDITABLE (self->template), layout);
}

static void
layout_chosen_cb (SusunChoosePage *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->layout));

  gtk_widget_set_visible (self->template, selected == G_N_ELEMENTS (layouts));
  if (selected < G_N_ELEMENTS (layouts))
    susun_choices_set_layout (self->choices, layouts[selected]);
  else if (selected == G_N_ELEMENTS (layouts))
    show_template (self);
}

static void
template_typed_cb (SusunChoosePage *self)
{
  if (gtk_widget_get_visible (self->template))
    susun_choices_set_layout (self->choices, gtk_editable_get_text (GTK_EDITABLE (self->template)));
}

/* --- what the page shows */

static void
show_sources (SusunChoosePage *self)
{
  GListModel *sources = susun_choices_get_sources (self->choices);

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
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      g_object_set (row, "title", name, "subtitle", path, NULL);
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

/* "Archive/2023/IMG_0001.jpg". Returns: (transfer full): "" for a template that is none */
static char *
make_example (SusunChoosePage *self)
{
  const SusunNameRules rules = SUSUN_NAME_RULES_LINUX;
  const char *template = susun_choices_get_layout (self->choices);
  GFile *archive = susun_choices_get_archive (self->choices);
  g_autoptr (SusunLayout) layout = susun_layout_new (template, NULL);
  g_autofree char *name = archive != NULL ? susun_path_display_name (g_file_peek_path (archive))
                                          : g_strdup (_ ("Archive"));
  g_autofree char *folder = NULL;

  if (layout == NULL)
    return g_strdup ("");
  folder = susun_layout_expand (layout, susun_wall_from_text ("2023-07-13"),
                                /* Translators: the folder of an event, as an example */
                                _ ("2023-07-13 Langkawi"), &rules);
  return g_build_filename (name, folder, "IMG_0001.jpg", NULL);
}

static void
show_mode (SusunChoosePage *self)
{
  gboolean renaming = susun_choices_get_renaming (self->choices);
  GtkWidget *arranging[] = { self->archive, self->layout,     self->taking,
                             self->types,   self->hidden_row, self->film_row };

  for (guint i = 0; i < G_N_ELEMENTS (arranging); i++)
    gtk_widget_set_visible (arranging[i], !renaming);
  gtk_widget_set_visible (self->share_row, renaming);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->sources),
                                   renaming ? _ ("Folder with the Event Folders")
                                            : _ ("Folders to Arrange"));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->what),
                                   renaming ? _ ("Event Folders") : _ ("Archive"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self->more),
                                 renaming ? _ ("Time zone")
                                          : _ ("Time zone, files without a date, hidden files"));
  if (renaming)
    {
      gtk_widget_set_visible (self->template, FALSE);
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->mode), RENAME_ROW);
      adw_action_row_set_subtitle (
          ADW_ACTION_ROW (self->mode),
          _ ("Each folder in it gets its day and a good title. No picture is touched."));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (modes[i].mode == susun_choices_get_mode (self->choices))
      {
        adw_combo_row_set_selected (ADW_COMBO_ROW (self->mode), i);
        adw_action_row_set_subtitle (ADW_ACTION_ROW (self->mode), _ (modes[i].explanation));
      }
}

static void
show_layout (SusunChoosePage *self)
{
  g_autofree char *example = make_example (self);
  guint found = G_N_ELEMENTS (layouts);

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (g_str_equal (layouts[i], susun_choices_get_layout (self->choices)))
      found = i;
  gtk_widget_set_visible (self->template,
                          !susun_choices_get_renaming (self->choices)
                              && adw_combo_row_get_selected (ADW_COMBO_ROW (self->layout))
                                     == G_N_ELEMENTS (layouts));
  /* Who types one of their own may come by one of ours. */
  if (!gtk_widget_get_visible (self->template))
    adw_combo_row_set_selected (ADW_COMBO_ROW (self->layout), found);
  else if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->template)),
                         susun_choices_get_layout (self->choices)))
    {
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->layout), found);
      if (found == G_N_ELEMENTS (layouts))
        show_template (self);
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->layout), example);
}

static void
show_days (SusunChoosePage *self)
{
  const char *first = gtk_editable_get_text (GTK_EDITABLE (self->first_day));
  const char *last = gtk_editable_get_text (GTK_EDITABLE (self->last_day));
  g_autofree char *text = NULL;

  if (*first == '\0' && *last == '\0')
    text = g_strdup (_ ("All"));
  else if (*last == '\0')
    text = g_strdup_printf (_ ("From %s on"), first);
  else if (*first == '\0')
    text = g_strdup_printf (_ ("Until %s"), last);
  else
    text = g_strdup_printf (_ ("%s to %s"), first, last);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self->days), text);
}

static void
show_zone (SusunChoosePage *self)
{
  g_autofree char *zone = g_settings_get_string (self->settings, "time-zone");

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->zone), *zone != '\0' ? zone : "UTC");
}

static void
show_obstacle (SusunChoosePage *self)
{
  gboolean missing;
  const char *obstacle = susun_choices_get_obstacle (self->choices, &missing);

  /* While the folders are looked at, what was said last stays: no flicker. */
  if (obstacle != NULL && *obstacle == '\0')
    return;
  gtk_widget_set_visible (self->obstacle_bar, obstacle != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->obstacle_icon), missing
                                                                     ? "dialog-information-symbolic"
                                                                     : "dialog-warning-symbolic");
  gtk_label_set_text (GTK_LABEL (self->obstacle), obstacle != NULL ? obstacle : "");
}

static void
update (SusunChoosePage *self)
{
  GFile *archive = susun_choices_get_archive (self->choices);
  g_autofree char *path = archive != NULL ? susun_path_display (g_file_peek_path (archive)) : NULL;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->archive),
                               path != NULL ? path : _ ("Not chosen yet"));
  show_mode (self);
  show_layout (self);
  show_days (self);
  show_zone (self);
  show_obstacle (self);
}

static void
bind (SusunChoosePage *self, const char *choice, GtkWidget *widget, const char *property)
{
  g_object_bind_property (self->choices, choice, widget, property,
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

void
susun_choose_page_set_choices (SusunChoosePage *self, SusunChoices *choices, GSettings *settings)
{
  g_return_if_fail (self->choices == NULL);
  self->choices = g_object_ref (choices);
  self->settings = g_object_ref (settings);
  bind (self, "images", self->images, "active");
  bind (self, "videos", self->videos, "active");
  bind (self, "first-day", self->first_day, "text");
  bind (self, "last-day", self->last_day, "text");
  bind (self, "types", self->types, "text");
  bind (self, "hidden", self->hidden, "active");
  bind (self, "film-times", self->film_times, "active");
  bind (self, "share", self->share, "value");
  g_signal_connect_swapped (self->mode, "notify::selected", G_CALLBACK (mode_chosen_cb), self);
  g_signal_connect_swapped (self->layout, "notify::selected", G_CALLBACK (layout_chosen_cb), self);
  g_signal_connect_swapped (self->template, "changed", G_CALLBACK (template_typed_cb), self);
  g_signal_connect_swapped (susun_choices_get_sources (choices), "items-changed",
                            G_CALLBACK (show_sources), self);
  g_signal_connect_swapped (choices, "changed", G_CALLBACK (update), self);
  show_sources (self);
  update (self);
}
