// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/history/susun-run-view.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "core/runs/susun-forget.h"
#include "core/view/susun-item-model.h"
#include "core/view/susun-run-sheet.h"
#include "core/view/susun-words.h"
#include "ui/history/susun-item-columns.h"
#include "ui/run/susun-report-saver.h"
#include "ui/susun-ask.h"
#include "ui/susun-open.h"
#include "ui/susun-window.h"
#include "ui/susun-wrap-box.h"

/* Those of a finished run; others, which ask for a decision, are Review's. */
static const SusunItemFilter filters_shown[] = {
  SUSUN_ITEM_FILTER_ALL,      SUSUN_ITEM_FILTER_DONE,        SUSUN_ITEM_FILTER_FAILED,
  SUSUN_ITEM_FILTER_ARCHIVED, SUSUN_ITEM_FILTER_DUPLICATES,  SUSUN_ITEM_FILTER_UNREADABLE,
  SUSUN_ITEM_FILTER_LEFT_OUT, SUSUN_ITEM_FILTER_NOT_REACHED,
};

struct _SusunRunView
{
  AdwBin parent_instance;

  SusunWizard *wizard;       /* (owned) */
  SusunWorker *worker;       /* (owned) */
  SusunWorker *reader;       /* (owned) */
  char *run_id;              /* (nullable): what is shown */
  SusunRunSheet *sheet;      /* (owned) (nullable): once it is read */
  GCancellable *cancellable; /* (nullable): of its reading */
  SusunItemModel *model;     /* (owned) */
  SusunItemColumns columns;
  char *failure;    /* (nullable): why the items that were asked for could not be read */
  gboolean filling; /* the filters are written anew; their selection is not a person's */

  GtkWidget *title;
  GtkWidget *explanation;
  GtkWidget *places;
  GtkWidget *resume_child;
  GtkWidget *undo_child;
  GtkWidget *restore_child;
  GtkWidget *filters;
  GtkWidget *search;
  GtkWidget *lists;
  GtkWidget *items;
  GtkWidget *empty;
};

G_DEFINE_FINAL_TYPE (SusunRunView, susun_run_view, ADW_TYPE_BIN)

/* --- the items */

static void
ask_items (SusunRunView *self)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->filters));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  SusunViewQuery query = { .order = SUSUN_ORDER_ID };

  g_clear_pointer (&self->failure, g_free);
  if (self->sheet == NULL)
    {
      susun_item_model_set_query (self->model, NULL);
      return;
    }
  query.run = self->sheet->run->id;
  query.filter
      = selected < G_N_ELEMENTS (filters_shown) ? filters_shown[selected] : SUSUN_ITEM_FILTER_ALL;
  query.search = *text != '\0' ? (char *) text : NULL;
  susun_item_model_set_query (self->model, &query);
}

static void
update_filters (SusunRunView *self)
{
  const SusunViewCounts *counts = susun_item_model_get_counts (self->model);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->filters));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (filters_shown); i++)
    {
      const char *label = susun_item_filter_label (filters_shown[i]);
      if (counts != NULL)
        /* Translators: a group of files, and how many they are: "Duplicates (34)" */
        gtk_string_list_take (names, g_strdup_printf (_ ("%s (%'lu)"), label,
                                                      (gulong) counts->filters[filters_shown[i]]));
      else
        gtk_string_list_append (names, label);
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->filters), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->filters),
                              selected < G_N_ELEMENTS (filters_shown) ? selected : 0);
  self->filling = FALSE;
}

static void
items_changed_cb (SusunRunView *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0;
  gboolean waiting = self->sheet == NULL || susun_item_model_get_busy (self->model);

  gtk_label_set_text (GTK_LABEL (self->empty), self->failure != NULL ? self->failure
                                               : waiting             ? _ ("Reading…")
                                                                     : _ ("No file is like that."));
  gtk_stack_set_visible_child_name (GTK_STACK (self->lists), any ? "items" : "empty");
}

static void
failed_cb (SusunItemModel *model, const GError *error, SusunRunView *self)
{
  g_free (self->failure);
  self->failure = g_strdup (error->message);
  items_changed_cb (self);
}

static void
filter_changed_cb (SusunRunView *self)
{
  if (!self->filling)
    ask_items (self);
}

/* --- the head */

static char *
describe (const SusunRun *run)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (run->started / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (when, "%x %R");

  return g_strdup_printf ("%s · %s · %s", susun_run_kind_label (run->kind), day,
                          susun_run_state_label (run->state));
}

static char *
describe_places (const GPtrArray *roots)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < roots->len; i++)
    {
      const SusunRootRow *root = roots->pdata[i];
      g_autofree char *path = susun_path_display (root->path);
      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", path);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint64
count_line (const SusunRunSheet *sheet, SusunBalanceLine line)
{
  return sheet != NULL ? sheet->balance.counts[line] : 0;
}

static void
update_actions (SusunRunView *self)
{
  const SusunRunSheet *sheet = self->sheet;
  const SusunRun *run = sheet != NULL ? sheet->run : NULL;
  gboolean idle = run != NULL && susun_wizard_get_job (self->wizard) == NULL;
  gboolean unfinished = idle && run->state != SUSUN_RUN_STATE_FINISHED;
  gboolean undo = idle && (run->kind == SUSUN_RUN_ORGANIZE || run->kind == SUSUN_RUN_RENAME)
                  && sheet->done > 0;
  gboolean restore = idle && sheet->done > 0
                     && (run->kind == SUSUN_RUN_QUARANTINE || run->kind == SUSUN_RUN_DEDUPE
                         || (run->kind == SUSUN_RUN_REPAIR
                             && count_line (sheet, SUSUN_BALANCE_QUARANTINED) > 0));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run-view.resume", unfinished);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run-view.undo", undo);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run-view.restore", restore);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run-view.export", run != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run-view.open-folder",
                                 run != NULL && sheet->roots->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run-view.forget", idle);
  gtk_widget_set_visible (self->resume_child, unfinished);
  gtk_widget_set_visible (self->undo_child, undo);
  gtk_widget_set_visible (self->restore_child, restore);
}

static void
update (SusunRunView *self)
{
  const SusunRunSheet *sheet = self->sheet;
  g_autofree char *explanation = sheet != NULL ? describe (sheet->run) : g_strdup ("");
  g_autofree char *places = sheet != NULL ? describe_places (sheet->roots) : g_strdup ("");
  const char *error = sheet != NULL ? sheet->run->error : NULL;
  g_autofree char *with_error
      = error != NULL ? g_strdup_printf ("%s\n%s", explanation, error) : NULL;

  gtk_label_set_text (GTK_LABEL (self->title), sheet != NULL ? sheet->title : "");
  gtk_label_set_text (GTK_LABEL (self->explanation), error != NULL ? with_error : explanation);
  gtk_label_set_text (GTK_LABEL (self->places), places);
  gtk_widget_set_tooltip_text (self->places, places);
  self->columns.kind = sheet != NULL ? sheet->run->kind : SUSUN_RUN_ORGANIZE;
  update_actions (self);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunRunView) self = user_data;
  g_autoptr (GError) error = NULL;
  SusunRunSheet *sheet = susun_run_sheet_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->model == NULL)
    {
      susun_run_sheet_free (sheet);
      return;
    }
  g_clear_pointer (&self->sheet, susun_run_sheet_free);
  self->sheet = sheet;
  update (self);
  ask_items (self);
  if (error == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->explanation), error->message);
  failed_cb (self->model, error, self);
}

/* What is shown of it stays until there is an answer. */
static void
read_sheet (SusunRunView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->run_id == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  susun_run_sheet_load (self->reader, self->run_id, self->cancellable, loaded_cb,
                        g_object_ref (self));
}

/* The job may have gone on with this run, or have taken it back: something else can be done now. */
static void
job_changed_cb (SusunRunView *self)
{
  update_actions (self);
  if (self->run_id == NULL || susun_wizard_get_job (self->wizard) != NULL)
    return;
  susun_item_model_refresh (self->model);
  read_sheet (self);
}

void
susun_run_view_show (SusunRunView *self, const char *run_id)
{
  g_clear_pointer (&self->sheet, susun_run_sheet_free);
  g_free (self->run_id);
  self->run_id = g_strdup (run_id);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->filters), 0);
  ask_items (self);
  update (self);
  read_sheet (self);
}

void
susun_run_view_search (SusunRunView *self)
{
  gtk_widget_grab_focus (self->search);
}

/* --- commands */

static void
resume_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunRunView *self = SUSUN_RUN_VIEW (widget);

  susun_wizard_resume (self->wizard, self->run_id);
}

static void
undo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.undo", "s", SUSUN_RUN_VIEW (widget)->run_id);
}

static void
restore (gpointer user_data, const char *run_id)
{
  susun_wizard_take_back (SUSUN_RUN_VIEW (user_data)->wizard, SUSUN_TAKE_BACK_RESTORE, run_id);
}

static void
restore_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunRunView *self = SUSUN_RUN_VIEW (widget);
  gulong files = (gulong) count_line (self->sheet, SUSUN_BALANCE_QUARANTINED);
  g_autofree char *heading
      = g_strdup_printf (ngettext ("Put %'lu File Back?", "Put %'lu Files Back?", files), files);

  susun_ask (
      widget, heading,
      _ ("Each goes back to where it was. Where another file has its name by now, that one stays "
         "and “(restored)” is added."),
      _ ("_Cancel"), _ ("_Put Back"), ADW_RESPONSE_SUGGESTED, restore, self->run_id);
}

static void
export_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunRunView *self = SUSUN_RUN_VIEW (widget);

  susun_report_save (widget, self->reader, self->sheet->run);
}

/* Where the files went, or, where nothing went anywhere, where they are. */
static void
open_folder_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const SusunRootRole roles[]
      = { SUSUN_ROOT_QUARANTINE, SUSUN_ROOT_ARCHIVE, SUSUN_ROOT_SOURCE };
  SusunRunView *self = SUSUN_RUN_VIEW (widget);
  const char *path = NULL;

  for (guint i = 0; path == NULL && i < G_N_ELEMENTS (roles); i++)
    path = susun_run_sheet_get_root (self->sheet, roles[i]);
  if (path != NULL)
    susun_open_path (widget, path);
}

/* --- forgetting */

static void
forget_in_worker (GTask *task, SusunStore *store, const GError *store_error)
{
  g_autoptr (SusunRun) run = NULL;
  GError *error = NULL;

  if (store == NULL)
    {
      g_task_return_error (task, g_error_copy (store_error));
      return;
    }
  run = susun_store_get_run (store, g_task_get_task_data (task), &error);
  if (run == NULL || !susun_forget_run (store, run, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
forgotten_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunRunView) self = user_data;
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (!SUSUN_IS_WINDOW (window))
    return;
  susun_window_say (SUSUN_WINDOW (window),
                    ok ? _ ("The run was forgotten. Its files are as they were.") : error->message);
  if (ok)
    gtk_widget_activate_action (GTK_WIDGET (self), "history.done", NULL);
}

static void
forget (gpointer user_data, const char *run_id)
{
  SusunRunView *self = SUSUN_RUN_VIEW (user_data);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, forgotten_cb, g_object_ref (self));

  g_task_set_task_data (task, g_strdup (run_id), g_free);
  susun_worker_push (self->worker, task, forget_in_worker);
}

static void
forget_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_ask (
      widget, _ ("Forget This Run?"),
      _ ("No file is touched, but Susun does not know any more what this run did, and cannot take "
         "it back."),
      _ ("_Cancel"), _ ("_Forget"), ADW_RESPONSE_DESTRUCTIVE, forget,
      SUSUN_RUN_VIEW (widget)->run_id);
}

/* --- the widget */

static void
susun_run_view_init (SusunRunView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  susun_item_columns_add (&self->columns, GTK_COLUMN_VIEW (self->items));
  g_signal_connect_swapped (self->filters, "notify::selected", G_CALLBACK (filter_changed_cb),
                            self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (ask_items), self);
}

static void
susun_run_view_dispose (GObject *object)
{
  SusunRunView *self = SUSUN_RUN_VIEW (object);

  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_RUN_VIEW);
  g_clear_object (&self->model);
  g_clear_object (&self->wizard);
  g_clear_object (&self->worker);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->sheet, susun_run_sheet_free);
  g_clear_pointer (&self->run_id, g_free);
  g_clear_pointer (&self->failure, g_free);
  G_OBJECT_CLASS (susun_run_view_parent_class)->dispose (object);
}

static void
susun_run_view_class_init (SusunRunViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_run_view_dispose;
  g_type_ensure (SUSUN_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/history/susun-run-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, title);
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, explanation);
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, places);
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, resume_child);
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, undo_child);
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, restore_child);
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, filters);
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, search);
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, lists);
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, items);
  gtk_widget_class_bind_template_child (widget_class, SusunRunView, empty);
  gtk_widget_class_install_action (widget_class, "run-view.resume", NULL, resume_cb);
  gtk_widget_class_install_action (widget_class, "run-view.undo", NULL, undo_cb);
  gtk_widget_class_install_action (widget_class, "run-view.restore", NULL, restore_cb);
  gtk_widget_class_install_action (widget_class, "run-view.export", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "run-view.open-folder", NULL, open_folder_cb);
  gtk_widget_class_install_action (widget_class, "run-view.forget", NULL, forget_cb);
}

void
susun_run_view_set_wizard (SusunRunView *self, SusunWizard *wizard, SusunWorker *worker,
                           SusunWorker *reader, SusunWorker *counter)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  self->worker = g_object_ref (worker);
  self->reader = g_object_ref (reader);
  self->model = susun_item_model_new (reader, counter);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->items), GTK_SELECTION_MODEL (selection));
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->model, "notify::busy", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->model, "notify::counts", G_CALLBACK (update_filters), self);
  g_signal_connect (self->model, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_swapped (wizard, "notify::job", G_CALLBACK (job_changed_cb), self);
  update_filters (self);
  items_changed_cb (self);
  update (self);
}
