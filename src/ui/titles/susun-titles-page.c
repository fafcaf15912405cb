// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/titles/susun-titles-page.h"

#include <glib/gi18n.h>

#include "ui/susun-nothing.h"
#include "ui/susun-wrap-box.h"
#include "ui/titles/susun-title-cell.h"
#include "ui/titles/susun-titles-private.h"

/* How often the numbers of a running job move. */
#define REFRESH_MS 200

enum
{
  SIGNAL_COUNTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SusunTitlesPage, susun_titles_page, ADW_TYPE_BIN)

/* --- pictures of what can be seen */

static gboolean
look_cb (gpointer user_data)
{
  SusunTitlesPage *self = user_data;
  double height = gtk_widget_get_height (self->scroller);
  GHashTableIter iter;
  gpointer cell;

  self->looking = 0;
  if (!gtk_widget_get_mapped (self->view))
    return G_SOURCE_REMOVE;
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    {
      graphene_rect_t bounds;
      if (gtk_widget_compute_bounds (cell, self->scroller, &bounds)
          && bounds.origin.y + bounds.size.height > 0 && bounds.origin.y < height)
        susun_title_cell_load (cell);
    }
  return G_SOURCE_REMOVE;
}

/* When the frame is drawn it is known what can be seen. */
static void
look_soon (SusunTitlesPage *self)
{
  if (self->looking == 0)
    self->looking = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, look_cb, self, NULL);
}

/* --- cells */

static void
setup_cb (SusunTitlesPage *self, GtkListItem *item)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, susun_title_cell_new (self->reader, self->thumbs));
}

static void
bind_cb (SusunTitlesPage *self, GtkListItem *item)
{
  SusunTitleCell *cell = SUSUN_TITLE_CELL (gtk_list_item_get_child (item));
  SusunTitleRow *row = gtk_list_item_get_item (item);

  susun_title_cell_set_fixed (cell, self->fixed);
  susun_title_cell_set_row (cell, row);
  /* The list's own widget is what a screen reader meets. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (cell))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, susun_title_row_get_name (row),
                                  -1);
  g_hash_table_add (self->cells, cell);
  look_soon (self);
}

static void
unbind_cb (SusunTitlesPage *self, GtkListItem *item)
{
  SusunTitleCell *cell = SUSUN_TITLE_CELL (gtk_list_item_get_child (item));

  g_hash_table_remove (self->cells, cell);
  susun_title_cell_set_row (cell, NULL);
}

/* --- what is shown */

static gboolean
is_mine (SusunTitlesPage *self)
{
  return self->job != NULL;
}

static void
show_nothing (SusunTitlesPage *self)
{
  const SusunNothing nothing = {
    .failed = _ ("Could Not Look into the Folders"),
    .cancelled = _ ("No folder was renamed."),
    .icon = "folder-symbolic",
    .title = _ ("No Event Folders Found"),
    .description = _ ("There are no folders in the one that was chosen."),
  };

  susun_nothing_show (&nothing, susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_TITLES),
                      susun_title_list_get_failure (self->list), ADW_STATUS_PAGE (self->nothing));
}

static void
show_stack_page (SusunTitlesPage *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_TITLES);
  gboolean bad = outcome != NULL && (outcome->error != NULL || outcome->cancelled);
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;
  const char *name = "folders";

  if (empty && (is_mine (self) || susun_title_list_is_reading (self->list)))
    name = "looking";
  else if (empty || (bad && !is_mine (self)))
    {
      name = "nothing";
      show_nothing (self);
    }
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), g_str_equal (name, "looking"));
  gtk_widget_set_visible (self->tools, g_str_equal (name, "folders"));
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), name);
}

static void
show_summary (SusunTitlesPage *self)
{
  guint possible;
  guint on = susun_title_list_count_on (self->list, &possible);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u of %u folder gets another name", "%u of %u folders get other names", n), on, n);

  gtk_label_set_text (GTK_LABEL (self->summary), text);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->all), on > 0);
  gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (self->all), on > 0 && on < possible);
  gtk_widget_set_sensitive (self->all, possible > 0 && !self->fixed);
}

static void
fix_cells (SusunTitlesPage *self)
{
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &cell, NULL))
    susun_title_cell_set_fixed (cell, self->fixed);
}

/* They are sorted by name when all are found; the list would keep the one in sight that was first
 * before. */
static void
rewind_list (SusunTitlesPage *self)
{
  if (!self->rewind || susun_title_list_is_reading (self->list)
      || g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return;
  self->rewind = FALSE;
  gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", 0);
}

void
susun_titles_page_update (SusunTitlesPage *self)
{
  g_clear_handle_id (&self->updating, g_source_remove);
  self->fixed = !is_mine (self) && !susun_wizard_has_titles (self->wizard);
  self->showing = TRUE;
  fix_cells (self);
  show_stack_page (self);
  show_summary (self);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->letters),
                              susun_title_list_get_case (self->list));
  gtk_widget_set_sensitive (self->letters, !self->fixed);
  self->showing = FALSE;
  rewind_list (self);
  susun_titles_page_show_asking (self);
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0);
}

static gboolean
update_cb (gpointer user_data)
{
  SusunTitlesPage *self = user_data;

  self->updating = 0;
  susun_titles_page_update (self);
  return G_SOURCE_REMOVE;
}

/* Many rows may change at once. */
static void
update_soon (SusunTitlesPage *self)
{
  if (self->updating == 0)
    self->updating = g_idle_add (update_cb, self);
}

/* --- the job that fills it */

static void
show_progress (SusunTitlesPage *self)
{
  SusunProgress progress;
  g_autofree char *text = NULL;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->progress_revealer), self->job != NULL);
  if (self->job == NULL)
    return;
  susun_job_get_progress (self->job, &progress);
  gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));
  if (susun_wizard_is_cancelling (self->wizard))
    text = g_strdup (_ ("Stopping…"));
  else if (progress.files > 0)
    /* Translators: what is being done, and how many files are done: "Looking for pictures · 1,204"
     */
    text = g_strdup_printf (_ ("%s · %'lu"), susun_phase_label (progress.phase),
                            (gulong) progress.files);
  else
    text = g_strdup (susun_phase_label (progress.phase));
  gtk_label_set_text (GTK_LABEL (self->progress), text);
}

static gboolean
refresh_cb (gpointer user_data)
{
  show_progress (user_data);
  return G_SOURCE_CONTINUE;
}

static void
failed_cb (SusunTitlesPage *self, const char *sentence)
{
  g_signal_emit_by_name (self->wizard, "failed", sentence);
  update_soon (self);
}

/* The run is there with its first rows. */
static void
show_run (SusunTitlesPage *self)
{
  const SusunRun *run = susun_wizard_get_titled_run (self->wizard);
  g_autoptr (GError) error = NULL;

  if ((run != NULL ? run->id : 0) == susun_title_list_get_run (self->list))
    return;
  susun_titles_page_end_asking (self);
  if (!susun_title_list_set_run (self->list, run, &error))
    failed_cb (self, error->message);
}

static void
items_added_cb (SusunTitlesPage *self)
{
  show_run (self);
  susun_title_list_read_more (self->list);
}

static void
follow (SusunTitlesPage *self, SusunJob *job)
{
  if (self->job != NULL)
    g_clear_signal_handler (&self->job_handler, self->job);
  g_set_object (&self->job, job);
  if (job == NULL)
    {
      g_clear_handle_id (&self->refresh, g_source_remove);
      return;
    }
  self->job_handler
      = g_signal_connect_swapped (job, "items-added", G_CALLBACK (items_added_cb), self);
  if (self->refresh == 0)
    self->refresh = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
job_changed_cb (SusunTitlesPage *self)
{
  SusunJob *job = susun_wizard_get_job (self->wizard);
  gboolean mine = susun_wizard_get_job_stage (self->wizard) == SUSUN_STAGE_TITLES;

  if (job != NULL && mine)
    {
      susun_titles_page_end_asking (self);
      follow (self, job);
      susun_title_list_set_run (self->list, NULL, NULL);
    }
  else if (job == NULL)
    {
      self->rewind = self->job != NULL;
      follow (self, NULL);
      show_run (self);
      susun_title_list_read_all (self->list);
    }
  show_progress (self);
  susun_titles_page_update (self);
}

/* --- what a person does */

static void
row_changed_cb (SusunTitlesPage *self)
{
  update_soon (self);
}

static void
decided_cb (SusunTitlesPage *self)
{
  susun_wizard_keep_titles (self->wizard);
}

static void
all_toggled_cb (SusunTitlesPage *self)
{
  guint possible;

  if (self->showing)
    return;
  susun_title_list_set_all (self->list, susun_title_list_count_on (self->list, &possible) == 0);
}

static void
letters_chosen_cb (SusunTitlesPage *self)
{
  if (!self->showing)
    susun_title_list_set_case (
        self->list, (SusunTitleCase) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->letters)));
}

guint
susun_titles_page_count (SusunTitlesPage *self)
{
  guint possible;

  return susun_title_list_count_on (self->list, &possible);
}

const char *
susun_titles_page_get_folder (SusunTitlesPage *self)
{
  return susun_title_list_get_folder (self->list);
}

void
susun_titles_page_rename (SusunTitlesPage *self)
{
  susun_titles_page_end_asking (self);
  susun_title_list_write (self->list);
  susun_wizard_rename (self->wizard);
}

/* --- the widget */

static void
susun_titles_page_dispose (GObject *object)
{
  SusunTitlesPage *self = SUSUN_TITLES_PAGE (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  susun_titles_page_end_asking (self);
  follow (self, NULL);
  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_TITLES_PAGE);
  g_clear_handle_id (&self->looking, g_source_remove);
  g_clear_handle_id (&self->updating, g_source_remove);
  g_clear_object (&self->list);
  g_clear_object (&self->wizard);
  g_clear_object (&self->reader);
  g_clear_object (&self->thumbs);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->cells, g_hash_table_unref);
  G_OBJECT_CLASS (susun_titles_page_parent_class)->dispose (object);
}

static void
susun_titles_page_class_init (SusunTitlesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = susun_titles_page_dispose;
  /* Another number of folders would be renamed, or none any more. */
  signals[SIGNAL_COUNTED] = g_signal_new ("counted", SUSUN_TYPE_TITLES_PAGE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/titles/susun-titles-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, bar);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, progress);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, tools);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, summary);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, all);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, letters);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, pages);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, view);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, ai_bar);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, ai_spinner);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, ai_state);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, ai_stop);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, ai_take);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, ai_refuse);
  gtk_widget_class_bind_template_child (widget_class, SusunTitlesPage, ai_close);
  susun_titles_page_install_ai (widget_class);
}

static void
susun_titles_page_init (SusunTitlesPage *self)
{
  GtkAdjustment *adjustment;

  self->cells = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (look_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->view, "map", G_CALLBACK (look_soon), self);
  g_signal_connect_swapped (self->all, "toggled", G_CALLBACK (all_toggled_cb), self);
  g_signal_connect_swapped (self->letters, "notify::selected", G_CALLBACK (letters_chosen_cb),
                            self);
}

void
susun_titles_page_set_wizard (SusunTitlesPage *self, SusunWizard *wizard, SusunWorker *reader,
                              SusunWorker *writer, SusunThumbPool *thumbs, GSettings *settings)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  self->reader = g_object_ref (reader);
  self->thumbs = g_object_ref (thumbs);
  self->settings = g_object_ref (settings);
  self->list = susun_title_list_new (reader, writer);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->view), factory);
  g_object_unref (factory);
  g_autoptr (GtkNoSelection) model
      = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->view), GTK_SELECTION_MODEL (model));
  g_signal_connect_swapped (self->list, "changed", G_CALLBACK (row_changed_cb), self);
  g_signal_connect_swapped (self->list, "decided", G_CALLBACK (decided_cb), self);
  g_signal_connect_swapped (self->list, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_swapped (wizard, "notify::job", G_CALLBACK (job_changed_cb), self);
  g_signal_connect_swapped (wizard, "changed", G_CALLBACK (update_soon), self);
  susun_titles_page_update (self);
}
