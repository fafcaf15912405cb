// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "core/view/susun-words.h"
#include "ui/susun-ask.h"
#include "ui/susun-window-private.h"
#include "ui/titles/susun-titles-page.h"

static void
clean_up (gpointer self, const char *unused)
{
  susun_wizard_clean_up (SUSUN_WINDOW (self)->wizard);
}

void
susun_window_ask_to_clean_up (SusunWindow *self)
{
  const SusunChainState *chain = susun_wizard_get_chain (self->wizard);
  guint64 proven = chain->proven;
  g_autofree char *display = susun_path_display (chain->place);
  g_autofree char *heading
      = g_strdup_printf (ngettext ("Move %u Original to Quarantine?",
                                   "Move %u Originals to Quarantine?", (gulong) proven),
                         (guint) proven);
  g_autofree char *body = g_strdup_printf (
      _ ("Each one is compared with its copy once more before it goes. They move to “%s” and can "
         "be put back at any time."),
      display);

  susun_ask (GTK_WIDGET (self), heading, body, _ ("_Cancel"), _ ("_Move to Quarantine"),
             ADW_RESPONSE_SUGGESTED, clean_up, NULL);
}

static void
rename_folders (gpointer self, const char *unused)
{
  susun_titles_page_rename (SUSUN_TITLES_PAGE (SUSUN_WINDOW (self)->titles));
}

void
susun_window_ask_to_rename (SusunWindow *self)
{
  guint folders = susun_titles_page_count (SUSUN_TITLES_PAGE (self->titles));
  const char *folder = susun_titles_page_get_folder (SUSUN_TITLES_PAGE (self->titles));
  g_autofree char *display = susun_path_display (folder);
  g_autofree char *heading
      = g_strdup_printf (ngettext ("Rename %u Folder?", "Rename %u Folders?", folders), folders);
  g_autofree char *body = g_strdup_printf (
      _ ("Folders in “%s” get the names that are ticked. The pictures in them are not touched. "
         "What was renamed can be taken back."),
      display);

  susun_ask (GTK_WIDGET (self), heading, body, _ ("_Cancel"), _ ("_Rename"), ADW_RESPONSE_SUGGESTED,
             rename_folders, NULL);
}

static void
undo (gpointer self, const char *run_id)
{
  susun_wizard_take_back (SUSUN_WINDOW (self)->wizard, SUSUN_TAKE_BACK_UNDO, run_id);
}

/* @what: (nullable): the run in words */
static void
ask_to_undo (SusunWindow *self, const char *run_id, const char *what)
{
  const char *how = _ (
      "Files that were moved go back to where they were. Copies leave the archive, each only "
      "when its original stands unchanged at its place; the others are kept and named. Folders "
      "get their old names back.");
  g_autofree char *body = what != NULL ? g_strdup_printf ("%s\n\n%s", what, how) : g_strdup (how);

  susun_ask (GTK_WIDGET (self), _ ("Take This Back?"), body, _ ("_Cancel"), _ ("_Undo"),
             ADW_RESPONSE_DESTRUCTIVE, undo, run_id);
}

void
susun_window_ask_to_undo (SusunWindow *self, const char *run_id)
{
  ask_to_undo (self, run_id, NULL);
}

/* Has it done something that was not taken back yet? */
static gboolean
can_be_undone (SusunStore *store, const SusunRun *run)
{
  SusunItemQuery query
      = { .run = run->id, .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE, .limit = 1 };
  g_autoptr (GPtrArray) items = NULL;

  if (run->kind != SUSUN_RUN_ORGANIZE && run->kind != SUSUN_RUN_QUARANTINE
      && run->kind != SUSUN_RUN_DEDUPE && run->kind != SUSUN_RUN_RENAME)
    return FALSE;
  items = susun_store_list_items (store, &query, NULL);
  return items != NULL && items->len > 0;
}

typedef struct
{
  char *run_id;
  char *what;
} LastRun;

static void
last_run_free (gpointer data)
{
  LastRun *self = data;

  g_free (self->run_id);
  g_free (self->what);
  g_free (self);
}

static LastRun *
describe_run (SusunStore *store, const SusunRun *run)
{
  g_autoptr (GPtrArray) roots = susun_store_list_roots (store, run->id, NULL);
  g_autoptr (GDateTime) started = g_date_time_new_from_unix_local (run->started / G_USEC_PER_SEC);
  g_autofree char *when = g_date_time_format (started, "%x %R");
  g_autofree char *title = roots != NULL ? susun_run_title (roots) : g_strdup ("");
  LastRun *last = g_new0 (LastRun, 1);

  last->run_id = g_strdup (run->run_id);
  last->what = g_strdup_printf ("%s · %s · %s", susun_run_kind_label (run->kind), title, when);
  return last;
}

static void
find_last_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  g_autoptr (GPtrArray) runs = store != NULL ? susun_store_list_runs (store, 0, NULL) : NULL;

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    if (can_be_undone (store, runs->pdata[i]))
      {
        g_task_return_pointer (task, describe_run (store, runs->pdata[i]), last_run_free);
        return;
      }
  g_task_return_pointer (task, NULL, NULL);
}

static void
last_found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunWindow *self = SUSUN_WINDOW (object);
  g_autoptr (GError) error = NULL;
  LastRun *last = g_task_propagate_pointer (G_TASK (result), &error);

  self->finding_last = FALSE;
  if (error != NULL)
    return;
  if (last == NULL)
    {
      susun_window_say (self, _ ("There is nothing that could be taken back."));
      return;
    }
  if (susun_wizard_get_job (self->wizard) == NULL)
    ask_to_undo (self, last->run_id, last->what);
  last_run_free (last);
}

void
susun_window_ask_to_undo_last (SusunWindow *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->finding_last)
    return;
  self->finding_last = TRUE;
  task = g_task_new (self, self->cancellable, last_found_cb, NULL);
  susun_worker_push (self->reader, task, find_last_in_worker);
}

static void
stop_and_close (gpointer user_data, const char *unused)
{
  SusunWindow *self = SUSUN_WINDOW (user_data);

  /* It may have ended while the question stood there. */
  if (susun_wizard_get_job (self->wizard) == NULL)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  self->closing = TRUE;
  susun_wizard_cancel (self->wizard);
}

void
susun_window_ask_to_close (SusunWindow *self)
{
  susun_ask (GTK_WIDGET (self), _ ("Stop and Close?"),
             _ ("The file in hand is finished or rolled back. The rest can be resumed later; "
                "nothing is lost."),
             _ ("_Go On"), _ ("_Stop and Close"), ADW_RESPONSE_DESTRUCTIVE, stop_and_close, NULL);
}
