// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/history/susun-history-page.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "ui/susun-page.h"

/* Older runs are found by the command line; a window shows what a person may still remember. */
#define RUNS_SHOWN 200

struct _SusunHistoryPage
{
  AdwBin parent_instance;

  SusunWorker *reader;       /* (owned) */
  GCancellable *cancellable; /* (owned): of the reading under way */
  GPtrArray *rows;           /* (element-type GtkWidget) */

  GtkWidget *pages;
  GtkWidget *runs;
};

static void read_anew (SusunPage *page);

static void
page_init (SusunPageInterface *iface)
{
  iface->shown = read_anew;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SusunHistoryPage, susun_history_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SUSUN_TYPE_PAGE, page_init))

static void
susun_history_page_init (SusunHistoryPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
susun_history_page_dispose (GObject *object)
{
  SusunHistoryPage *self = SUSUN_HISTORY_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->reader);
  /* Before the template takes it away by its name: the bin would take it away once more. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_HISTORY_PAGE);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (susun_history_page_parent_class)->dispose (object);
}

static void
susun_history_page_class_init (SusunHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_history_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/history/susun-history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, pages);
  gtk_widget_class_bind_template_child (widget_class, SusunHistoryPage, runs);
}

typedef struct
{
  char *run_id;
  char *title;
  char *subtitle;
  gboolean can_undo;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *self = data;

  g_free (self->run_id);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self);
}

static const char *
label_of (const SusunRun *run)
{
  switch (run->kind)
    {
    case SUSUN_RUN_ORGANIZE:
      if (run->mode == SUSUN_MODE_COPY)
        return _ ("Copied into the archive");
      return run->mode == SUSUN_MODE_MOVE ? _ ("Moved into the archive") : _ ("Looked at");
    case SUSUN_RUN_VERIFY:
      return _ ("Verified");
    case SUSUN_RUN_QUARANTINE:
      return _ ("Originals put into quarantine");
    case SUSUN_RUN_RESTORE:
      return _ ("Originals put back");
    case SUSUN_RUN_PURGE:
      return _ ("Quarantine emptied");
    case SUSUN_RUN_DELETE:
      return _ ("Originals deleted");
    case SUSUN_RUN_DEDUPE:
      return _ ("Duplicates put aside");
    case SUSUN_RUN_UNDO:
      return _ ("Taken back");
    case SUSUN_RUN_RENAME:
    default:
      return _ ("Folders renamed");
    }
}

static gboolean
can_be_undone (SusunStore *store, const SusunRun *run)
{
  SusunItemQuery query
      = { .run = run->id, .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE, .limit = 1 };
  g_autoptr (GPtrArray) items = NULL;

  if (run->kind != SUSUN_RUN_ORGANIZE && run->kind != SUSUN_RUN_QUARANTINE
      && run->kind != SUSUN_RUN_DEDUPE)
    return FALSE;
  items = susun_store_list_items (store, &query, NULL);
  return items != NULL && items->len > 0;
}

static Entry *
read_entry (SusunStore *store, const SusunRun *run)
{
  g_autoptr (GPtrArray) roots = susun_store_list_roots (store, run->id, NULL);
  g_autoptr (GDateTime) started = g_date_time_new_from_unix_local (run->started / G_USEC_PER_SEC);
  g_autofree char *when = g_date_time_format (started, "%x %R");
  g_autofree char *from = NULL;
  Entry *entry = g_new0 (Entry, 1);

  if (roots != NULL && roots->len > 0)
    from = susun_path_display (((SusunRootRow *) roots->pdata[0])->path);
  entry->run_id = g_strdup (run->run_id);
  entry->title = g_strdup (label_of (run));
  entry->subtitle = g_strdup_printf ("%s · %s", when, from != NULL ? from : "");
  entry->can_undo = can_be_undone (store, run);
  return entry;
}

static void
read_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GPtrArray) runs
      = store != NULL ? susun_store_list_runs (store, RUNS_SHOWN, NULL) : NULL;

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    g_ptr_array_add (entries, read_entry (store, runs->pdata[i]));
  g_task_return_pointer (task, g_steal_pointer (&entries), (GDestroyNotify) g_ptr_array_unref);
}

static void
add_row (SusunHistoryPage *self, const Entry *entry)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", entry->title, "subtitle", entry->subtitle, NULL);
  if (entry->can_undo)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Undo…"));
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.undo");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", entry->run_id);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->runs), row);
  g_ptr_array_add (self->rows, row);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunHistoryPage *self = SUSUN_HISTORY_PAGE (object);
  g_autoptr (GPtrArray) entries = g_task_propagate_pointer (G_TASK (result), NULL);

  if (entries == NULL || self->rows == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->runs), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < entries->len; i++)
    add_row (self, entries->pdata[i]);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), entries->len > 0 ? "list" : "empty");
}

static void
read_anew (SusunPage *page)
{
  SusunHistoryPage *self = SUSUN_HISTORY_PAGE (page);
  g_autoptr (GTask) task = NULL;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  susun_worker_push (self->reader, task, read_in_worker);
}

void
susun_history_page_set_reader (SusunHistoryPage *self, SusunWorker *reader)
{
  g_return_if_fail (self->reader == NULL);
  self->reader = g_object_ref (reader);
}
