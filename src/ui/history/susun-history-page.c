// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/history/susun-history-page.h"

#include <glib/gi18n.h>

#include "core/view/susun-picture-search.h"
#include "core/view/susun-run-list.h"
#include "ui/history/susun-history-row.h"
#include "ui/history/susun-run-view.h"
#include "ui/run/susun-outcome-box.h"
#include "ui/run/susun-progress-box.h"
#include "ui/susun-page.h"

#define PICTURES_SHOWN 500

/* The filter's choices, in the order of the drop-down. */
typedef enum
{
  SHOW_ALL,
  SHOW_UNFINISHED,
  SHOW_ARRANGED,
  SHOW_VERIFIED,
  SHOW_CLEANED,
  SHOW_TAKEN_BACK,
  N_SHOWS
} Show;

static const guint shown_kinds[N_SHOWS] = {
  [SHOW_ARRANGED] = 1u << SUSUN_RUN_ORGANIZE | 1u << SUSUN_RUN_RENAME | 1u << SUSUN_RUN_REPAIR,
  [SHOW_VERIFIED] = 1u << SUSUN_RUN_VERIFY,
  [SHOW_CLEANED] = 1u << SUSUN_RUN_QUARANTINE | 1u << SUSUN_RUN_PURGE | 1u << SUSUN_RUN_DELETE
                   | 1u << SUSUN_RUN_DEDUPE,
  [SHOW_TAKEN_BACK] = 1u << SUSUN_RUN_RESTORE | 1u << SUSUN_RUN_UNDO,
};

struct _SusunHistoryPage
{
  AdwBin parent_instance;

  SusunWizard *wizard; /* (owned) */
  SusunWorker *reader; /* (owned) */
  SusunWorker *counter;
  GListStore *run_rows;      /* (element-type SusunHistoryRow) */
  GListStore *picture_rows;  /* (element-type SusunHistoryRow) */
  GtkFilter *filter;         /* of run_rows */
  GtkFilterListModel *found; /* what passes it */
  GCancellable *reading;     /* (nullable): of the runs */
  GCancellable *searching;   /* (nullable): of pictures */
  char *unreadable;          /* (nullable): why the runs could not be read */
  char *needle;              /* what is searched for, case folded */
  gboolean was_running;      /* a job of the history was shown */

  GtkWidget *pages;
  GtkWidget *runs_toggle;
  GtkWidget *pictures_toggle;
  GtkWidget *search;
  GtkWidget *kinds;
  GtkWidget *lists;
  GtkWidget *empty;
  GtkWidget *runs;
  GtkWidget *pictures;
  GtkWidget *more;
  GtkWidget *run;
  GtkWidget *progress;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *explanation;
  GtkWidget *outcome;
};

static void page_interface_init (SusunPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SusunHistoryPage, susun_history_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SUSUN_TYPE_PAGE, page_interface_init))

static const char *
current_page (SusunHistoryPage *self)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (self->pages));
}

/* Every page of a stack stands in the accessibility tree, shown or not (a fault
 * of GTK 4.8). */
static void
show_page (SusunHistoryPage *self, const char *name)
{
  GtkWidget *shown;

  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), name);
  shown = gtk_stack_get_visible_child (GTK_STACK (self->pages));
  for (GtkWidget *page = gtk_widget_get_first_child (self->pages); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_STATE_HIDDEN, page != shown,
                                 -1);
}

/* --- the lists */

static gboolean
looks_for_pictures (SusunHistoryPage *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->pictures_toggle));
}

static void
say_empty (SusunHistoryPage *self, const char *title, const char *description)
{
  /* A status page takes markup. */
  g_autofree char *markup = description != NULL ? g_markup_escape_text (description, -1) : NULL;

  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty), markup);
  gtk_stack_set_visible_child_name (GTK_STACK (self->lists), "empty");
}

static void
update_lists (SusunHistoryPage *self)
{
  gboolean pictures = looks_for_pictures (self);

  gtk_widget_set_visible (self->kinds, !pictures);
  g_object_set (self->search, "placeholder-text",
                pictures ? _ ("Name of a picture") : _ ("Search runs"), NULL);
  if (pictures && *self->needle == '\0')
    say_empty (self, _ ("Where Did This Picture Go?"),
               _ ("Type a part of its name. All runs are searched."));
  else if (pictures && g_list_model_get_n_items (G_LIST_MODEL (self->picture_rows)) == 0)
    say_empty (self, self->searching != NULL ? _ ("Searching…") : _ ("Not Found"),
               self->searching != NULL ? NULL : _ ("No run has met a file of that name."));
  else if (pictures)
    gtk_stack_set_visible_child_name (GTK_STACK (self->lists), "pictures");
  else if (self->reading != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->run_rows)) == 0)
    say_empty (self, _ ("Reading…"), NULL);
  else if (self->unreadable != NULL)
    say_empty (self, _ ("The History Cannot Be Read"), self->unreadable);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->run_rows)) == 0)
    say_empty (self, _ ("Nothing Yet"),
               _ ("What Susun does is written down here, so that it can be taken "
                  "back."));
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) == 0)
    say_empty (self, _ ("Not Found"), _ ("No run is like that."));
  else
    gtk_stack_set_visible_child_name (GTK_STACK (self->lists), "runs");
}

static gboolean
filter_cb (gpointer item, gpointer user_data)
{
  SusunHistoryPage *self = user_data;
  guint show = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->kinds));

  if (show == SHOW_UNFINISHED && !susun_history_row_is_unfinished (item))
    return FALSE;
  if (show < N_SHOWS && shown_kinds[show] != 0
      && (shown_kinds[show] >> susun_history_row_get_kind (item) & 1) == 0)
    return FALSE;
  return susun_history_row_has (item, self->needle);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunHistoryPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunRunList) list = susun_run_list_load_finish (result, &error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->run_rows == NULL)
    return;
  for (guint i = 0; list != NULL && i < list->entries->len; i++)
    g_ptr_array_add (rows, susun_history_row_new_run (list->entries->pdata[i]));
  g_list_store_splice (self->run_rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->run_rows)),
                       rows->pdata, rows->len);
  g_clear_object (&self->reading);
  g_free (self->unreadable);
  self->unreadable = error != NULL ? g_strdup (error->message) : NULL;
  update_lists (self);
}

static void
refresh (SusunHistoryPage *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  susun_run_list_load (self->reader, self->reading, read_cb, g_object_ref (self));
  update_lists (self);
}

static void
searched_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunHistoryPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunPictureTraces) traces = susun_picture_search_finish (result, &error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->picture_rows == NULL)
    return;
  g_clear_object (&self->searching);
  for (guint i = 0; traces != NULL && i < traces->traces->len; i++)
    g_ptr_array_add (rows, susun_history_row_new_picture (traces->traces->pdata[i]));
  g_list_store_splice (self->picture_rows, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->picture_rows)), rows->pdata,
                       rows->len);
  gtk_widget_set_visible (self->more, traces != NULL && traces->more);
  update_lists (self);
  if (error != NULL)
    say_empty (self, _ ("The History Cannot Be Read"), error->message);
}

static void
search_pictures (SusunHistoryPage *self)
{
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (!looks_for_pictures (self) || *self->needle == '\0')
    {
      g_list_store_remove_all (self->picture_rows);
      return;
    }
  self->searching = g_cancellable_new ();
  susun_picture_search_start (self->counter, gtk_editable_get_text (GTK_EDITABLE (self->search)),
                              PICTURES_SHOWN, self->searching, searched_cb, g_object_ref (self));
}

static void
search_changed_cb (GtkSearchEntry *entry, SusunHistoryPage *self)
{
  g_free (self->needle);
  self->needle = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (entry)), -1);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  search_pictures (self);
  update_lists (self);
}

static void
mode_changed_cb (SusunHistoryPage *self)
{
  search_pictures (self);
  update_lists (self);
}

static void
kind_changed_cb (SusunHistoryPage *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_lists (self);
}

static void
activated_cb (GtkListView *view, guint position, SusunHistoryPage *self)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (view));
  g_autoptr (SusunHistoryRow) row = g_list_model_get_item (model, position);

  gtk_widget_activate_action (GTK_WIDGET (self), "history.show", "s",
                              susun_history_row_get_run_id (row));
}

/* --- a job of the history */

static const char *
outcome_title (const SusunOutcome *outcome)
{
  if (outcome->error != NULL)
    return _ ("This Could Not Be Done");
  if (outcome->cancelled)
    return _ ("Stopped");
  switch (outcome->kind)
    {
    case SUSUN_RUN_UNDO:
      return _ ("Taken Back");
    case SUSUN_RUN_RESTORE:
      return _ ("Put Back");
    case SUSUN_RUN_PURGE:
      return _ ("Quarantine Emptied");
    default:
      return _ ("Finished");
    }
}

static void
show_outcome (SusunHistoryPage *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_ASIDE);
  g_autofree char *summary = NULL;
  gboolean bad = outcome->error != NULL || outcome->cancelled;

  if (outcome->error != NULL)
    summary = g_strdup (outcome->error);
  else if (outcome->cancelled)
    summary = g_strdup (_ ("What was finished stays; the rest can be resumed."));
  else if (outcome->sheet != NULL)
    {
      summary = susun_outcome_describe (outcome->sheet);
      bad = susun_balance_get_problems (&outcome->sheet->balance) > 0;
    }
  susun_outcome_set_sign (self->icon, bad ? "dialog-warning-symbolic" : "emblem-ok-symbolic");
  gtk_label_set_text (GTK_LABEL (self->title), outcome_title (outcome));
  gtk_label_set_text (GTK_LABEL (self->explanation), summary != NULL ? summary : "");
  susun_outcome_box_show (SUSUN_OUTCOME_BOX (self->outcome), outcome->sheet, outcome->remarks);
  show_page (self, "outcome");
}

static void
job_changed_cb (SusunHistoryPage *self)
{
  SusunJob *job = susun_wizard_get_job (self->wizard);
  gboolean running = job != NULL && susun_wizard_get_job_stage (self->wizard) == SUSUN_STAGE_ASIDE;

  susun_progress_box_show (SUSUN_PROGRESS_BOX (self->progress), running ? job : NULL,
                           susun_wizard_is_cancelling (self->wizard));
  if (running)
    show_page (self, "running");
  else if (self->was_running)
    {
      show_outcome (self);
      refresh (self);
    }
  self->was_running = running;
}

/* --- commands */

static void
show_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunHistoryPage *self = SUSUN_HISTORY_PAGE (widget);

  susun_run_view_show (SUSUN_RUN_VIEW (self->run), g_variant_get_string (parameter, NULL));
  show_page (self, "run");
}

static void
done_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_history_page_go_back (SUSUN_HISTORY_PAGE (widget));
}

gboolean
susun_history_page_go_back (SusunHistoryPage *self)
{
  const char *page = current_page (self);

  if (g_str_equal (page, "list") || g_str_equal (page, "running"))
    return FALSE;
  susun_run_view_show (SUSUN_RUN_VIEW (self->run), NULL);
  show_page (self, "list");
  refresh (self);
  return TRUE;
}

/* --- as a page of the window */

static void
susun_history_page_shown (SusunPage *page)
{
  SusunHistoryPage *self = SUSUN_HISTORY_PAGE (page);

  if (!self->was_running && g_str_equal (current_page (self), "outcome"))
    show_page (self, "list");
  refresh (self);
}

static void
susun_history_page_search (SusunPage *page)
{
  SusunHistoryPage *self = SUSUN_HISTORY_PAGE (page);

  if (g_str_equal (current_page (self), "run"))
    susun_run_view_search (SUSUN_RUN_VIEW (self->run));
  else
    gtk_widget_grab_focus (self->search);
}

static void
page_interface_init (SusunPageInterface *interface)
{
  interface->shown = susun_history_page_shown;
  interface->search = susun_history_page_search;
}

/* --- the widget */

static void
set_up_list (SusunHistoryPage *self, GtkWidget *view, GListModel *rows)
{
  g_autoptr (GtkListItemFactory) factory = susun_history_row_factory_new ();
  g_autoptr (GtkNoSelection) model = gtk_no_selection_new (g_object_ref (rows));

  gtk_list_view_set_factory (GTK_LIST_VIEW (view), factory);
  gtk_list_view_set_model (GTK_LIST_VIEW (view), GTK_SELECTION_MODEL (model));
  g_signal_connect (view, "activate", G_CALLBACK (activated_cb), self);
}

static void
susun_history_page_init (SusunHistoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->needle = g_strdup ("");
  self->run_rows = g_list_store_new (SUSUN_TYPE_HISTORY_ROW);
  self->picture_rows = g_list_store_new (SUSUN_TYPE_HISTORY_ROW);
  self->filter = GTK_FILTER (gtk_custom_filter_new (filter_cb, self, NULL));
  self->found = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->run_rows)),
                                           g_object_ref (self->filter));
  set_up_list (self, self->runs, G_LIST_MODEL (self->found));
  set_up_list (self, self->pictures, G_LIST_MODEL (self->picture_rows));
  g_signal_connect (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  /* In large text it has two lines. */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->pictures_toggle))), TRUE);
  g_signal_connect_swapped (self->pictures_toggle, "toggled", G_CALLBACK (mode_changed_cb), self);
  g_signal_connect_swapped (self->kinds, "notify::selected", G_CALLBACK (kind_changed_cb), self);
  show_page (self, "list");
  update_lists (self);
}

static void
susun_history_page_dispose (GObject *object)
{
  SusunHistoryPage *self = SUSUN_HISTORY_PAGE (object);

  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->reading);
  g_clear_object (&self->searching);
  /* Before the template takes it away by its name: the bin would take it away once more. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_HISTORY_PAGE);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->run_rows);
  g_clear_object (&self->picture_rows);
  g_clear_object (&self->wizard);
  g_clear_object (&self->reader);
  g_clear_object (&self->counter);
  g_clear_pointer (&self->needle, g_free);
  g_clear_pointer (&self->unreadable, g_free);
  G_OBJECT_CLASS (susun_history_page_parent_class)->dispose (object);
}

static void
susun_history_page_class_init (SusunHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_RUN_VIEW);
  g_type_ensure (SUSUN_TYPE_OUTCOME_BOX);
  g_type_ensure (SUSUN_TYPE_PROGRESS_BOX);
  G_OBJECT_CLASS (klass)->dispose = susun_history_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/history/susun-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, pages);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, runs_toggle);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, pictures_toggle);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, search);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, kinds);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, lists);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, empty);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, runs);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, pictures);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, more);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, run);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, progress);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, icon);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, title);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, outcome);
  gtk_widget_class_install_action (widget_class, "history.show", "s", show_cb);
  gtk_widget_class_install_action (widget_class, "history.done", NULL, done_cb);
}

void
susun_history_page_set_wizard (SusunHistoryPage *self, SusunWizard *wizard, SusunWorker *worker,
                               SusunWorker *reader, SusunWorker *counter)
{
  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  self->reader = g_object_ref (reader);
  self->counter = g_object_ref (counter);
  susun_run_view_set_wizard (SUSUN_RUN_VIEW (self->run), wizard, worker, reader, counter);
  g_signal_connect_swapped (wizard, "notify::job", G_CALLBACK (job_changed_cb), self);
  g_signal_connect_swapped (wizard, "changed", G_CALLBACK (job_changed_cb), self);
}
