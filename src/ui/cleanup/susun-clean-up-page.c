// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/cleanup/susun-clean-up-page.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "ui/cleanup/susun-duplicates-view.h"
#include "ui/cleanup/susun-empty-dialog.h"
#include "ui/run/susun-outcome-box.h"
#include "ui/run/susun-progress-box.h"
#include "ui/susun-ask.h"
#include "ui/susun-message.h"
#include "ui/susun-wrap-box.h"

struct _SusunCleanUpPage
{
  AdwBin parent_instance;

  SusunWizard *wizard; /* (owned) */
  GPtrArray *rows;     /* (element-type GtkWidget): of facts, to be taken out again */

  GtkWidget *pages;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *explanation;
  GtkWidget *later;
  GtkWidget *restore;
  GtkWidget *more;
  GtkWidget *facts;
  GtkWidget *outcome;
  GtkWidget *progress;
  GtkWidget *duplicates;
};

G_DEFINE_FINAL_TYPE (SusunCleanUpPage, susun_clean_up_page, ADW_TYPE_BIN)

/* --- what it says */

static void
say (SusunCleanUpPage *self, const char *icon, const char *title, const char *explanation)
{
  susun_outcome_set_sign (self->icon, icon);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->explanation), explanation);
}

static void
add_fact (SusunCleanUpPage *self, const char *title, const char *subtitle, const char *value)
{
  GtkWidget *row = susun_outcome_row_new (title, subtitle, value);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->facts), row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_facts (SusunCleanUpPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self->facts), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static char *
format_count (guint64 count)
{
  return g_strdup_printf ("%'lu", (gulong) count);
}

/* Before anything is moved. */
static void
show_ready (SusunCleanUpPage *self, const SusunChainState *chain)
{
  g_autofree char *place = susun_path_display (chain->place);
  g_autofree char *left = format_count (chain->unproven);
  g_autofree char *size = g_format_size (chain->proven_bytes);
  g_autofree char *title = g_strdup_printf (
      ngettext ("%'lu Original Is Proven", "%'lu Originals Are Proven", (gulong) chain->proven),
      (gulong) chain->proven);

  say (self, "folder-download-symbolic", title,
       _ ("Each has a copy in the archive that is equal byte for byte. The originals can move into "
          "quarantine: a folder from which they can be put back at any time. Nothing is "
          "deleted."));
  add_fact (self, _ ("Quarantine folder"), place, NULL);
  add_fact (self, _ ("Size"), _ ("This space is freed when the quarantine is emptied."), size);
  if (chain->unproven > 0)
    add_fact (self, _ ("Stay where they are"), _ ("Not proven, so they are not touched."), left);
}

static void
show_quarantined (SusunCleanUpPage *self, const SusunChainState *chain)
{
  g_autoptr (GDateTime) when
      = g_date_time_new_from_unix_local (chain->quarantined_at / G_USEC_PER_SEC);
  g_autofree char *day = g_date_time_format (when, "%x");
  g_autofree char *place
      = chain->quarantine != NULL ? susun_path_display (chain->quarantine) : NULL;
  g_autofree char *size = g_format_size (chain->quarantined_bytes);
  g_autofree char *title
      = g_strdup_printf (ngettext ("%'lu Original in Quarantine", "%'lu Originals in Quarantine",
                                   (gulong) chain->quarantined),
                         (gulong) chain->quarantined);

  say (self, "emblem-ok-symbolic", title,
       _ ("There is nothing left to clean up. Look at the archive for some days; the originals can "
          "be put back at any time."));
  if (place != NULL)
    add_fact (self, _ ("Quarantine folder"), place, NULL);
  add_fact (self, _ ("In quarantine since"), NULL, day);
  add_fact (self, _ ("Space that emptying it would free"), NULL, size);
}

/* (nullable): of duplicates of the archive that have just been moved */
static const SusunOutcome *
get_moved_duplicates (SusunCleanUpPage *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_CLEAN_UP);

  return outcome != NULL && outcome->kind == SUSUN_RUN_DEDUPE
                 && outcome->balance.counts[SUSUN_BALANCE_QUARANTINED] > 0
             ? outcome
             : NULL;
}

/* Then how it stands with the originals, which the title has no word for now. */
static void
show_moved_duplicates (SusunCleanUpPage *self, const SusunChainState *chain,
                       const SusunBalance *balance)
{
  gulong moved = (gulong) balance->counts[SUSUN_BALANCE_QUARANTINED];
  g_autofree char *title = g_strdup_printf (
      ngettext ("%'lu Duplicate Moved to Quarantine", "%'lu Duplicates Moved to Quarantine", moved),
      moved);
  g_autofree char *proven = format_count (chain != NULL ? chain->proven : 0);
  g_autofree char *quarantined = format_count (chain != NULL ? chain->quarantined : 0);

  say (self, "emblem-ok-symbolic", title,
       _ ("Of each, an equal file stays in the archive. The history can put them back."));
  if (susun_wizard_can_clean_up (self->wizard))
    add_fact (self, _ ("Proven originals"), _ ("They can move into quarantine, too."), proven);
  if (chain != NULL && chain->quarantined > 0)
    add_fact (self, _ ("Originals in quarantine"), _ ("They can be put back at any time."),
              quarantined);
}

static void
show_nothing (SusunCleanUpPage *self, const SusunChainState *chain)
{
  if (chain != NULL && chain->emptied)
    say (self, "emblem-ok-symbolic", _ ("The Quarantine Is Empty"),
         _ ("The originals are deleted for good; their proven copies stand in the archive."));
  else if (susun_wizard_get_mode (self->wizard) == SUSUN_MODE_MOVE)
    say (self, "emblem-ok-symbolic", _ ("Nothing to Clean Up"),
         _ ("The files were moved into the archive: no originals are left behind."));
  else if (chain != NULL && chain->originals > 0)
    say (self, "dialog-information-symbolic", _ ("Nothing to Clean Up Yet"),
         _ ("No original is proven so far, so none is touched. Verify first."));
  else
    say (self, "emblem-ok-symbolic", _ ("Nothing to Clean Up"),
         _ ("No originals of this run are left at their place."));
}

static void
show_state (SusunCleanUpPage *self)
{
  const SusunChainState *chain = susun_wizard_get_chain (self->wizard);
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_CLEAN_UP);
  const SusunOutcome *moved = get_moved_duplicates (self);

  clear_facts (self);
  if (moved != NULL)
    show_moved_duplicates (self, chain, &moved->balance);
  else if (chain != NULL && chain->quarantined > 0)
    show_quarantined (self, chain);
  else if (susun_wizard_can_clean_up (self->wizard))
    show_ready (self, chain);
  else
    show_nothing (self, chain);
  if (outcome != NULL && outcome->error != NULL)
    gtk_label_set_text (GTK_LABEL (self->explanation), outcome->error);
  else if (outcome != NULL && outcome->cancelled)
    gtk_label_set_text (GTK_LABEL (self->explanation),
                        _ ("Stopped. What was finished stays; the rest can be resumed from the "
                           "start page."));
  gtk_widget_set_visible (self->facts, self->rows->len > 0);
  susun_outcome_box_show (SUSUN_OUTCOME_BOX (self->outcome),
                          outcome != NULL ? outcome->sheet : NULL,
                          outcome != NULL ? outcome->remarks : NULL);
}

static void
update_actions (SusunCleanUpPage *self, gboolean running)
{
  const SusunChainState *chain = susun_wizard_get_chain (self->wizard);
  gboolean quarantined = !running && chain != NULL && chain->quarantined > 0;
  gboolean ready = !running && susun_wizard_can_clean_up (self->wizard);
  gboolean verified = !running && chain != NULL && chain->verified != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "clean-up.restore", quarantined);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "clean-up.empty", quarantined);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "clean-up.duplicates", verified);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "clean-up.later", ready);
  gtk_widget_set_visible (self->later, ready);
  gtk_widget_set_visible (self->restore, quarantined);
  gtk_widget_set_visible (self->more, quarantined || verified);
}

static void
update (SusunCleanUpPage *self)
{
  SusunJob *job = susun_wizard_get_job (self->wizard);
  gboolean running
      = job != NULL && susun_wizard_get_job_stage (self->wizard) == SUSUN_STAGE_CLEAN_UP;
  const char *duplicates = susun_wizard_get_duplicates (self->wizard);

  susun_progress_box_show (SUSUN_PROGRESS_BOX (self->progress), running ? job : NULL,
                           susun_wizard_is_cancelling (self->wizard));
  susun_duplicates_view_show (SUSUN_DUPLICATES_VIEW (self->duplicates),
                              running ? NULL : duplicates);
  if (!running)
    show_state (self);
  update_actions (self, job != NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), running              ? "running"
                                                             : duplicates != NULL ? "duplicates"
                                                                                  : "state");
}

/* --- commands */

static void
restore (gpointer self, const char *unused)
{
  susun_wizard_restore (SUSUN_CLEAN_UP_PAGE (self)->wizard);
}

static void
restore_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunCleanUpPage *self = SUSUN_CLEAN_UP_PAGE (widget);
  const SusunChainState *chain = susun_wizard_get_chain (self->wizard);
  g_autofree char *heading = g_strdup_printf (
      ngettext ("Put %'lu Original Back?", "Put %'lu Originals Back?", (gulong) chain->quarantined),
      (gulong) chain->quarantined);

  susun_ask (
      widget, heading,
      _ ("Each goes back to where it was. Where another file has its name by now, that one stays "
         "and “(restored)” is added. The copies in the archive stay."),
      _ ("_Cancel"), _ ("_Put Back"), ADW_RESPONSE_SUGGESTED, restore, NULL);
}

static void
empty_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (SusunCleanUpPage) self = user_data;

  if (g_str_equal (response, "empty"))
    susun_wizard_purge (self->wizard);
}

static void
empty_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunCleanUpPage *self = SUSUN_CLEAN_UP_PAGE (widget);
  const SusunChainState *chain = susun_wizard_get_chain (self->wizard);
  GtkWidget *dialog
      = susun_empty_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), chain->quarantined,
                                chain->quarantined_bytes, chain->quarantined_at);

  g_signal_connect (dialog, "response", G_CALLBACK (empty_response_cb), g_object_ref (self));
  susun_message_present (ADW_MESSAGE_DIALOG (dialog));
}

static void
duplicates_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_wizard_find_duplicates (SUSUN_CLEAN_UP_PAGE (widget)->wizard);
}

static void
later_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_wizard_finish (SUSUN_CLEAN_UP_PAGE (widget)->wizard);
}

/* --- the widget */

static void
susun_clean_up_page_init (SusunCleanUpPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
susun_clean_up_page_dispose (GObject *object)
{
  SusunCleanUpPage *self = SUSUN_CLEAN_UP_PAGE (object);

  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  g_clear_object (&self->wizard);
  /* Before the template takes it away by its name: the bin would take it away once more. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_CLEAN_UP_PAGE);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (susun_clean_up_page_parent_class)->dispose (object);
}

static void
susun_clean_up_page_class_init (SusunCleanUpPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_OUTCOME_BOX);
  g_type_ensure (SUSUN_TYPE_PROGRESS_BOX);
  g_type_ensure (SUSUN_TYPE_DUPLICATES_VIEW);
  g_type_ensure (SUSUN_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = susun_clean_up_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/cleanup/susun-clean-up-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, pages);
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, icon);
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, title);
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, later);
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, restore);
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, more);
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, facts);
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, progress);
  gtk_widget_class_bind_template_child (widget_class, SusunCleanUpPage, duplicates);
  gtk_widget_class_install_action (widget_class, "clean-up.restore", NULL, restore_cb);
  gtk_widget_class_install_action (widget_class, "clean-up.empty", NULL, empty_cb);
  gtk_widget_class_install_action (widget_class, "clean-up.later", NULL, later_cb);
  gtk_widget_class_install_action (widget_class, "clean-up.duplicates", NULL, duplicates_cb);
}

void
susun_clean_up_page_set_wizard (SusunCleanUpPage *self, SusunWizard *wizard, SusunWorker *reader,
                                SusunThumbPool *thumbs)
{
  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  susun_duplicates_view_set_wizard (SUSUN_DUPLICATES_VIEW (self->duplicates), wizard, reader,
                                    thumbs);
  g_signal_connect_swapped (wizard, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (wizard, "notify::job", G_CALLBACK (update), self);
  update (self);
}
