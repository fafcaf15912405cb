// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/home/susun-home-page.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "ui/susun-page.h"

struct _SusunHomePage
{
  AdwBin parent_instance;

  SusunWorker *reader;       /* (owned) */
  GCancellable *cancellable; /* (owned): of the reading under way */
  GPtrArray *rows;           /* (element-type GtkWidget) */

  GtkWidget *unfinished;
};

static void read_anew (SusunPage *page);

static void
page_init (SusunPageInterface *iface)
{
  iface->shown = read_anew;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SusunHomePage, susun_home_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SUSUN_TYPE_PAGE, page_init))

static void
susun_home_page_init (SusunHomePage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
susun_home_page_dispose (GObject *object)
{
  SusunHomePage *self = SUSUN_HOME_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->reader);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_HOME_PAGE);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (susun_home_page_parent_class)->dispose (object);
}

static void
susun_home_page_class_init (SusunHomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_home_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/home/susun-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunHomePage, unfinished);
}

/* One line of the list: a run and where it works. */
typedef struct
{
  char *run_id;
  char *title;
  char *subtitle;
} Unfinished;

static void
unfinished_free (gpointer data)
{
  Unfinished *self = data;

  g_free (self->run_id);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self);
}

static char *
name_of_root (GPtrArray *roots, SusunRootRole role)
{
  for (guint i = 0; i < roots->len; i++)
    {
      const SusunRootRow *root = roots->pdata[i];
      if (root->role == role)
        return susun_path_display_name (root->path);
    }
  return g_strdup ("…");
}

static void
read_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  const guint states = 1u << SUSUN_RUN_STATE_PREPARING | 1u << SUSUN_RUN_STATE_RUNNING
                       | 1u << SUSUN_RUN_STATE_CANCELLED | 1u << SUSUN_RUN_STATE_FAILED;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (unfinished_free);
  /* Without a history there is nothing to go on with, and that is no error. */
  g_autoptr (GPtrArray) runs
      = store != NULL ? susun_store_list_runs_in_state (store, states, NULL) : NULL;

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const SusunRun *run = runs->pdata[i];
      g_autoptr (GPtrArray) roots = susun_store_list_roots (store, run->id, NULL);
      if (roots == NULL)
        continue;
      g_autofree char *from = name_of_root (roots, SUSUN_ROOT_SOURCE);
      g_autofree char *to = name_of_root (roots, SUSUN_ROOT_ARCHIVE);
      Unfinished *unfinished = g_new0 (Unfinished, 1);
      unfinished->run_id = g_strdup (run->run_id);
      unfinished->title = g_strdup_printf ("%s → %s", from, to);
      unfinished->subtitle
          = g_strdup (run->error != NULL ? run->error : _ ("Stopped before it was finished"));
      g_ptr_array_insert (list, 0, unfinished);
    }
  g_task_return_pointer (task, g_steal_pointer (&list), (GDestroyNotify) g_ptr_array_unref);
}

static void
add_row (SusunHomePage *self, const Unfinished *unfinished)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Continue"));

  g_object_set (row, "use-markup", FALSE, "title", unfinished->title, "subtitle",
                unfinished->subtitle, "subtitle-lines", 2, NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.resume");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", unfinished->run_id);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->unfinished), row);
  g_ptr_array_add (self->rows, row);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunHomePage *self = SUSUN_HOME_PAGE (object);
  g_autoptr (GPtrArray) list = g_task_propagate_pointer (G_TASK (result), NULL);

  if (list == NULL || self->rows == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->unfinished), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < list->len; i++)
    add_row (self, list->pdata[i]);
  gtk_widget_set_visible (self->unfinished, list->len > 0);
}

static void
read_anew (SusunPage *page)
{
  SusunHomePage *self = SUSUN_HOME_PAGE (page);
  g_autoptr (GTask) task = NULL;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  susun_worker_push (self->reader, task, read_in_worker);
}

void
susun_home_page_set_reader (SusunHomePage *self, SusunWorker *reader)
{
  g_return_if_fail (self->reader == NULL);
  self->reader = g_object_ref (reader);
  read_anew (SUSUN_PAGE (self));
}
