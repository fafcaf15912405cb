// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/run/susun-done-page.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "core/files/susun-root.h"
#include "ui/run/susun-outcome-box.h"
#include "ui/susun-open.h"
#include "ui/susun-window.h"
#include "ui/susun-wrap-box.h"

struct _SusunDonePage
{
  AdwBin parent_instance;

  SusunWizard *wizard;       /* (owned) */
  SusunWorker *reader;       /* (owned) */
  GPtrArray *rows;           /* (element-type GtkWidget): of facts, to be taken out again */
  GCancellable *cancellable; /* (nullable): of the waiting for the disks */
  gboolean shown;            /* the stage is this one, and nothing is running */

  GtkWidget *title;
  GtkWidget *explanation;
  GtkWidget *spinner;
  GtkWidget *safe_icon;
  GtkWidget *safe;
  GtkWidget *facts;
};

G_DEFINE_FINAL_TYPE (SusunDonePage, susun_done_page, ADW_TYPE_BIN)

/* --- what was won */

static const SusunRunSheet *
get_sheet (SusunDonePage *self, SusunStage stage)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, stage);

  return outcome != NULL ? outcome->sheet : NULL;
}

static guint64
count_arranged (const SusunRunSheet *sheet)
{
  const guint64 *counts = sheet->balance.counts;

  return counts[SUSUN_BALANCE_COPIED] + counts[SUSUN_BALANCE_MOVED]
         + counts[SUSUN_BALANCE_REPORTED];
}

static guint64
sum_arranged (const SusunRunSheet *sheet)
{
  const guint64 *bytes = sheet->balance.bytes;

  return bytes[SUSUN_BALANCE_COPIED] + bytes[SUSUN_BALANCE_MOVED] + bytes[SUSUN_BALANCE_REPORTED];
}

/* The first and last year that has photos; FALSE when none has a date. */
static gboolean
get_years (const SusunRunSheet *sheet, int *first, int *last)
{
  *first = *last = 0;
  for (guint i = 0; i < sheet->years->len; i++)
    {
      const SusunYearCount *year = &g_array_index (sheet->years, SusunYearCount, i);
      if (year->year == 0)
        continue;
      if (*first == 0)
        *first = year->year;
      *last = year->year;
    }
  return *first != 0;
}

/* "312 days, from 2009 to 2023". Returns: (transfer full) (nullable) */
static char *
describe_days (const SusunRunSheet *sheet)
{
  gulong days = (gulong) sheet->days;
  int first, last;

  if (!get_years (sheet, &first, &last))
    return NULL;
  if (first == last)
    return g_strdup_printf (
        /* Translators: so many different days of one year */
        ngettext ("%'lu day of %d", "%'lu days of %d", days), days, first);
  return g_strdup_printf (
      /* Translators: so many different days, from one year to another */
      ngettext ("%'lu day from %d to %d", "%'lu days from %d to %d", days), days, first, last);
}

/* A few plain sentences for the family. Returns: (transfer full) */
static char *
describe_all (SusunDonePage *self)
{
  const SusunRunSheet *organize = get_sheet (self, SUSUN_STAGE_ORGANIZE);
  const SusunRunSheet *verify = get_sheet (self, SUSUN_STAGE_VERIFY);
  const SusunChainState *chain = susun_wizard_get_chain (self->wizard);
  const SusunOutcome *undo = susun_wizard_get_undo (self->wizard, SUSUN_STAGE_DONE);
  g_autoptr (GString) text = g_string_new (NULL);

  if (undo != NULL)
    return susun_outcome_describe (undo->sheet);
  if (organize == NULL)
    return g_string_free (g_steal_pointer (&text), FALSE);
  const char *root = susun_run_sheet_get_root (organize, SUSUN_ROOT_ARCHIVE);
  g_autofree char *archive = root != NULL ? susun_path_display (root) : g_strdup ("");
  g_autofree char *size = g_format_size (sum_arranged (organize));
  g_autofree char *days = describe_days (organize);
  gulong files = (gulong) count_arranged (organize);
  g_string_append_printf (text,
                          ngettext ("%'lu photo or film (%s) is arranged by the day it was taken, "
                                    "in the folder “%s”.",
                                    "%'lu photos and films (%s) are arranged by the day they were "
                                    "taken, in the folder “%s”.",
                                    files),
                          files, size, archive);
  if (days != NULL)
    /* Translators: "312 days from 2009 to 2023"; a blank stands before it */
    g_string_append_printf (text, _ (" They are of %s."), days);
  if (verify != NULL && verify->run->kind == SUSUN_RUN_VERIFY
      && susun_balance_get_problems (&verify->balance) == 0)
    g_string_append (text, _ (" Every copy was compared with its original byte for byte."));
  if (chain != NULL && chain->quarantined > 0)
    g_string_append (text, _ (" The originals lie in a quarantine folder and can be put back."));
  else if (chain != NULL && chain->originals > 0)
    g_string_append (text, _ (" The originals are where they were."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_fact (SusunDonePage *self, const char *title, const char *subtitle, const char *value)
{
  GtkWidget *row = susun_outcome_row_new (title, subtitle, value);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->facts), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_count (SusunDonePage *self, const char *title, guint64 count, guint64 bytes)
{
  g_autofree char *value = g_strdup_printf ("%'lu", (gulong) count);
  g_autofree char *size = g_format_size (bytes);

  if (count > 0)
    add_fact (self, title, size, value);
}

static void
show_facts (SusunDonePage *self, const SusunRunSheet *organize)
{
  const SusunBalance *balance = &organize->balance;
  const SusunChainState *chain = susun_wizard_get_chain (self->wizard);
  const SusunRunSheet *verify = get_sheet (self, SUSUN_STAGE_VERIFY);
  g_autofree char *days = describe_days (organize);

  add_count (self, _ ("Arranged by day"), count_arranged (organize), sum_arranged (organize));
  if (days != NULL)
    add_fact (self, _ ("Days covered"), NULL, days);
  if (verify != NULL && verify->run->kind == SUSUN_RUN_VERIFY)
    add_count (self, _ ("Copies proven byte for byte"),
               verify->balance.counts[SUSUN_BALANCE_VERIFIED],
               verify->balance.bytes[SUSUN_BALANCE_VERIFIED]);
  add_count (self, _ ("Duplicates that need no second place"),
             balance->counts[SUSUN_BALANCE_DUPLICATES] + balance->counts[SUSUN_BALANCE_ARCHIVED],
             balance->bytes[SUSUN_BALANCE_DUPLICATES] + balance->bytes[SUSUN_BALANCE_ARCHIVED]);
  if (chain != NULL)
    add_count (self, _ ("Originals in quarantine"), chain->quarantined, chain->quarantined_bytes);
}

/* --- safe to unplug */

static void
sync_in_worker (GTask *task, SusunStore *store, const GError *unused)
{
  GPtrArray *paths = g_task_get_task_data (task);
  GError *error = NULL;

  for (guint i = 0; i < paths->len; i++)
    {
      /* One that is not there was unplugged already. */
      g_autoptr (SusunRoot) root = susun_root_open (paths->pdata[i], NULL);
      if (root == NULL || susun_sys_syncfs (susun_root_get_fd (root)) == 0)
        continue;
      g_autofree char *display = susun_path_display (paths->pdata[i]);
      susun_throw_errno (&error, _ ("Writing all of “%s” to its disk"), display);
      g_task_return_error (task, error);
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void
show_safe (SusunDonePage *self, gboolean waiting, const char *icon, const char *text)
{
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), waiting);
  gtk_widget_set_visible (self->spinner, waiting);
  gtk_widget_set_visible (self->safe_icon, !waiting);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->safe_icon), icon);
  gtk_label_set_text (GTK_LABEL (self->safe), text);
}

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunDonePage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->rows == NULL)
    return;
  if (ok)
    show_safe (self, FALSE, "media-eject-symbolic",
               _ ("Everything is on the disk: safe to unplug"));
  else
    show_safe (self, FALSE, "dialog-warning-symbolic", error->message);
}

static void
wait_for_disks (SusunDonePage *self)
{
  const SusunChainState *chain = susun_wizard_get_chain (self->wizard);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GTask) task = NULL;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; chain != NULL && i < chain->sources->len; i++)
    g_ptr_array_add (paths, g_strdup (chain->sources->pdata[i]));
  if (chain != NULL && chain->archive != NULL)
    g_ptr_array_add (paths, g_strdup (chain->archive));
  if (chain != NULL && chain->quarantine != NULL)
    g_ptr_array_add (paths, g_strdup (chain->quarantine));
  show_safe (self, TRUE, NULL, _ ("Waiting until everything is on the disk…"));
  task = g_task_new (NULL, self->cancellable, synced_cb, g_object_ref (self));
  g_task_set_task_data (task, paths, (GDestroyNotify) g_ptr_array_unref);
  susun_worker_push (self->reader, task, sync_in_worker);
}

/* --- putting it together */

static void
update (SusunDonePage *self)
{
  const SusunRunSheet *organize = get_sheet (self, SUSUN_STAGE_ORGANIZE);
  const SusunChainState *chain = susun_wizard_get_chain (self->wizard);
  /* What a job of the history writes meanwhile is to be on the disks, too. */
  gboolean here = susun_wizard_get_stage (self->wizard) == SUSUN_STAGE_DONE
                  && susun_wizard_get_job (self->wizard) == NULL;
  const SusunOutcome *undo = susun_wizard_get_undo (self->wizard, SUSUN_STAGE_DONE);
  g_autofree char *summary = describe_all (self);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->facts), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  if (organize != NULL && undo == NULL)
    show_facts (self, organize);
  gtk_label_set_text (GTK_LABEL (self->title),
                      undo != NULL ? _ ("Taken Back") : _ ("Your Pictures Are Arranged"));
  gtk_label_set_text (GTK_LABEL (self->explanation), summary);
  gtk_widget_set_visible (self->facts, self->rows->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "done.copy-summary", *summary != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "done.open-archive",
                                 chain != NULL && chain->archive != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "done.open-report",
                                 chain != NULL && chain->report != NULL);
  if (here && !self->shown)
    wait_for_disks (self);
  self->shown = here;
}

/* --- commands */

static void
copy_summary_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *summary = describe_all (SUSUN_DONE_PAGE (widget));
  GtkRoot *window = gtk_widget_get_root (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), summary);
  if (SUSUN_IS_WINDOW (window))
    susun_window_say (SUSUN_WINDOW (window), _ ("The summary was copied."));
}

static void
open_archive_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_open_path (widget, susun_wizard_get_chain (SUSUN_DONE_PAGE (widget)->wizard)->archive);
}

static void
open_report_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_open_path (widget, susun_wizard_get_chain (SUSUN_DONE_PAGE (widget)->wizard)->report);
}

/* --- the widget */

static void
susun_done_page_init (SusunDonePage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
susun_done_page_dispose (GObject *object)
{
  SusunDonePage *self = SUSUN_DONE_PAGE (object);

  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_DONE_PAGE);
  g_clear_object (&self->wizard);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (susun_done_page_parent_class)->dispose (object);
}

static void
susun_done_page_class_init (SusunDonePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_done_page_dispose;
  g_type_ensure (SUSUN_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/run/susun-done-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunDonePage, title);
  gtk_widget_class_bind_template_child (widget_class, SusunDonePage, explanation);
  gtk_widget_class_bind_template_child (widget_class, SusunDonePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, SusunDonePage, safe_icon);
  gtk_widget_class_bind_template_child (widget_class, SusunDonePage, safe);
  gtk_widget_class_bind_template_child (widget_class, SusunDonePage, facts);
  gtk_widget_class_install_action (widget_class, "done.copy-summary", NULL, copy_summary_cb);
  gtk_widget_class_install_action (widget_class, "done.open-archive", NULL, open_archive_cb);
  gtk_widget_class_install_action (widget_class, "done.open-report", NULL, open_report_cb);
}

void
susun_done_page_set_wizard (SusunDonePage *self, SusunWizard *wizard, SusunWorker *reader)
{
  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  self->reader = g_object_ref (reader);
  g_signal_connect_swapped (wizard, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (wizard, "notify::stage", G_CALLBACK (update), self);
  update (self);
}
