// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/run/susun-run-page.h"

#include <glib/gi18n.h>

#include "core/base/susun-path.h"
#include "core/view/susun-pairs.h"
#include "ui/run/susun-outcome-box.h"
#include "ui/run/susun-pair-row.h"
#include "ui/run/susun-progress-box.h"
#include "ui/run/susun-report-saver.h"
#include "ui/run/susun-year-chart.h"
#include "ui/susun-open.h"
#include "ui/susun-wrap-box.h"

/* Side by side one looks at some; all of them stand in the history. */
#define PAIRS_SHOWN 30

struct _SusunRunPage
{
  AdwBin parent_instance;

  SusunWizard *wizard; /* (owned) */
  SusunWorker *reader; /* (owned) */
  SusunThumbPool *thumbs;
  SusunStage stage;
  GPtrArray *rows;           /* (element-type GtkWidget): of facts, to be taken out again */
  GPtrArray *pair_rows;      /* (element-type GtkWidget): of pairs */
  char *pairs_of;            /* (nullable): run_id of the verification whose pairs are
                                shown */
  GCancellable *cancellable; /* (nullable): of the reading of pairs */

  GtkWidget *pages;
  GtkWidget *progress;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *explanation;
  GtkWidget *hint;
  GtkWidget *buttons;
  GtkWidget *copy_again;
  GtkWidget *undo;
  GtkWidget *open;
  GtkWidget *chart_card;
  GtkWidget *chart;
  GtkWidget *facts;
  GtkWidget *pairs;
  GtkWidget *outcome;
};

G_DEFINE_FINAL_TYPE (SusunRunPage, susun_run_page, ADW_TYPE_BIN)

/* --- what it says */

static void
say (SusunRunPage *self, const char *icon, const char *title, const char *explanation)
{
  susun_outcome_set_sign (self->icon, icon);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->explanation), explanation);
  gtk_widget_set_visible (self->hint, FALSE);
}

static void
add_fact (SusunRunPage *self, const char *title, const char *subtitle, const char *value)
{
  GtkWidget *row = susun_outcome_row_new (title, subtitle, value);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->facts), row);
  g_ptr_array_add (self->rows, row);
}

static void
add_count (SusunRunPage *self, const char *title, const char *subtitle, guint64 count)
{
  g_autofree char *value = g_strdup_printf ("%'lu", (gulong) count);

  if (count > 0)
    add_fact (self, title, subtitle, value);
}

static void
clear_rows (GtkWidget *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

/* --- before */

/* All of it is in the archive already, or is left out. */
static gboolean
has_nothing_new (const SusunRunSheet *plan)
{
  return plan->planned_photos == 0 && plan->run->mode != SUSUN_MODE_REPORT;
}

static char *
plan_title (const SusunRunSheet *plan)
{
  gulong files = (gulong) plan->planned_photos;

  if (has_nothing_new (plan))
    return g_strdup (_ ("Nothing New to Arrange"));
  switch (plan->run->mode)
    {
    case SUSUN_MODE_MOVE:
      return g_strdup_printf (
          ngettext ("%'lu Photo Will Be Moved", "%'lu Photos Will Be Moved", files), files);
    case SUSUN_MODE_REPORT:
      return g_strdup (_ ("A Report Will Be Written"));
    case SUSUN_MODE_COPY:
    case SUSUN_MODE_NONE:
    default:
      return g_strdup_printf (
          ngettext ("%'lu Photo Will Be Copied", "%'lu Photos Will Be Copied", files), files);
    }
}

static char *
plan_explanation (const SusunRunSheet *plan)
{
  const char *root = susun_run_sheet_get_root (plan, SUSUN_ROOT_ARCHIVE);
  g_autofree char *archive = root != NULL ? susun_path_display (root) : g_strdup ("");

  if (has_nothing_new (plan))
    return g_strdup_printf (_ ("A report in “%s” will say of every file why. What stands there "
                               "already can then be verified and cleaned up."),
                            archive);
  switch (plan->run->mode)
    {
    case SUSUN_MODE_MOVE:
      return g_strdup_printf (
          _ ("Into “%s”. No file that stands there is ever overwritten, and the "
             "whole run can be taken back."),
          archive);
    case SUSUN_MODE_REPORT:
      return g_strdup (_ ("It lists where every file would go. No picture is touched."));
    case SUSUN_MODE_COPY:
    case SUSUN_MODE_NONE:
    default:
      return g_strdup_printf (_ ("Into “%s”. The originals stay where they are, and no file that "
                                 "stands there is ever overwritten."),
                              archive);
    }
}

static void
add_space (SusunRunPage *self, const SusunRunSheet *plan)
{
  g_autofree char *needed = g_format_size (plan->planned_bytes);
  g_autofree char *left = g_format_size (plan->free_bytes);

  add_fact (self, _ ("Size"), NULL, needed);
  if (plan->has_space)
    add_fact (self, _ ("Free space where the archive lies"), NULL, left);
}

static void
show_plan (SusunRunPage *self, const SusunRunSheet *plan)
{
  const guint64 *counts = plan->balance.counts;
  g_autofree char *title = plan_title (plan);
  g_autofree char *explanation = plan_explanation (plan);

  say (self, "document-send-symbolic", title, explanation);
  if (plan->run->mode != SUSUN_MODE_REPORT && plan->planned > 0)
    add_space (self, plan);
  add_count (self, _ ("Sidecars"), _ ("They go along with their photo."),
             plan->planned - plan->planned_photos);
  add_count (self, _ ("Names that are taken"),
             _ ("These files get a number behind their name; nothing is overwritten."),
             plan->renamed);
  add_count (self, _ ("Duplicates"), _ ("The same picture several times: it goes once."),
             counts[SUSUN_BALANCE_DUPLICATES]);
  add_count (self, _ ("Already in the archive"),
             _ ("Equal files stand there; nothing is to be done."), counts[SUSUN_BALANCE_ARCHIVED]);
  add_count (self, _ ("Without a date"),
             _ ("Nothing but the file's own time tells when it was taken."), plan->balance.undated);
  add_count (self, _ ("Left out"), NULL,
             counts[SUSUN_BALANCE_LEFT_OUT] + counts[SUSUN_BALANCE_EXCLUDED]);
  add_count (self, _ ("Unreadable"), _ ("They stay where they are."),
             counts[SUSUN_BALANCE_UNREADABLE]);
  susun_outcome_box_show (SUSUN_OUTCOME_BOX (self->outcome), NULL, NULL);
}

/* Nothing is known yet: one came here before its time. */
static void
show_introduction (SusunRunPage *self)
{
  if (self->stage == SUSUN_STAGE_VERIFY)
    say (self, "emblem-documents-symbolic", _ ("Verify"),
         _ ("Every original and its copy are read from the disk and compared "
            "byte for byte. "
            "Nothing is changed."));
  else if (self->stage == SUSUN_STAGE_RENAMED)
    say (self, "folder-symbolic", _ ("Rename Event Folders"),
         _ ("Each folder gets its day and a good title. No picture is touched."));
  else
    say (self, "document-send-symbolic", _ ("Organize"),
         _ ("Your pictures are arranged by the day they were taken."));
  susun_outcome_box_show (SUSUN_OUTCOME_BOX (self->outcome), NULL, NULL);
}

/* --- after */

static char *
organized_title (const SusunBalance *balance)
{
  gulong copied = (gulong) balance->counts[SUSUN_BALANCE_COPIED];
  gulong moved = (gulong) balance->counts[SUSUN_BALANCE_MOVED];
  gulong reported = (gulong) balance->counts[SUSUN_BALANCE_REPORTED];

  if (moved > 0)
    return g_strdup_printf (ngettext ("%'lu File Moved", "%'lu Files Moved", moved), moved);
  if (reported > 0)
    return g_strdup_printf (ngettext ("%'lu File Reported", "%'lu Files Reported", reported),
                            reported);
  if (copied > 0)
    return g_strdup_printf (ngettext ("%'lu File Copied", "%'lu Files Copied", copied), copied);
  return g_strdup (_ ("Nothing Was to Be Done"));
}

/* "1,203 proven · 1 differs · 0 missing", and what else there is. */
static char *
verified_title (const SusunRunSheet *sheet)
{
  gulong proven = (gulong) sheet->balance.counts[SUSUN_BALANCE_VERIFIED];
  gulong differs = (gulong) susun_run_sheet_count_cause (sheet, SUSUN_CAUSE_DIFFERS);
  gulong missing = (gulong) susun_run_sheet_count_cause (sheet, SUSUN_CAUSE_MISSING);
  gulong not_copied = (gulong) sheet->balance.not_copied;
  gulong unverified = (gulong) sheet->balance.counts[SUSUN_BALANCE_UNVERIFIED];
  gulong others = unverified - differs - missing - not_copied;
  g_autofree char *first
      = g_strdup_printf (ngettext ("%'lu proven", "%'lu proven", proven), proven);
  g_autofree char *second
      = g_strdup_printf (ngettext ("%'lu differs", "%'lu differ", differs), differs);
  g_autofree char *third
      = g_strdup_printf (ngettext ("%'lu missing", "%'lu missing", missing), missing);

  g_autoptr (GString) title = g_string_new (NULL);
  g_string_append_printf (title, "%s · %s · %s", first, second, third);
  if (others > 0)
    {
      /* Translators: files that are not proven for another reason than those before it */
      g_autofree char *fourth
          = g_strdup_printf (ngettext ("%'lu not proven", "%'lu not proven", others), others);
      g_string_append_printf (title, " · %s", fourth);
    }
  if (not_copied > 0)
    {
      g_autofree char *fifth = g_strdup_printf (
          ngettext ("%'lu not copied", "%'lu not copied", not_copied), not_copied);
      g_string_append_printf (title, " · %s", fifth);
    }
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static char *
repaired_title (const SusunBalance *balance)
{
  gulong copied = (gulong) balance->counts[SUSUN_BALANCE_COPIED];

  return g_strdup_printf (ngettext ("%'lu File Copied Again", "%'lu Files Copied Again", copied),
                          copied);
}

static char *
renamed_title (const SusunBalance *balance)
{
  gulong renamed = (gulong) balance->counts[SUSUN_BALANCE_RENAMED];

  return g_strdup_printf (ngettext ("%'lu Folder Renamed", "%'lu Folders Renamed", renamed),
                          renamed);
}

static char *
outcome_title (const SusunRunSheet *sheet)
{
  switch (sheet->run->kind)
    {
    case SUSUN_RUN_VERIFY:
      return verified_title (sheet);
    case SUSUN_RUN_REPAIR:
      return repaired_title (&sheet->balance);
    case SUSUN_RUN_RENAME:
      return renamed_title (&sheet->balance);
    default:
      return organized_title (&sheet->balance);
    }
}

/* With the archive its report is away, too: that is what a person has to hear. (nullable) (full) */
static char *
describe_away (SusunRunPage *self, const SusunOutcome *outcome)
{
  const SusunChainState *chain = susun_wizard_get_chain (self->wizard);

  if (self->stage != SUSUN_STAGE_VERIFY || outcome->error == NULL || chain == NULL
      || chain->archive == NULL || g_file_test (chain->archive, G_FILE_TEST_IS_DIR))
    return NULL;
  g_autofree char *archive = susun_path_display (chain->archive);
  return g_strdup_printf (_ ("The archive “%s” is not there now. Connect its disk and try again; "
                             "nothing was touched."),
                          archive);
}

static char *
outcome_explanation (SusunRunPage *self, const SusunOutcome *outcome)
{
  char *away = describe_away (self, outcome);

  if (away != NULL)
    return away;
  if (outcome->cancelled)
    return g_strdup (_ ("Stopped. What was finished stays; the rest can be resumed."));
  if (outcome->error != NULL)
    return g_strdup (outcome->error);
  return outcome->sheet != NULL ? susun_outcome_describe (outcome->sheet) : g_strdup ("");
}

/* What comes next, where all is well; NULL otherwise. */
static const char *
outcome_hint (const SusunOutcome *outcome)
{
  const SusunRunSheet *sheet = outcome->sheet;

  if (sheet == NULL || outcome->cancelled || outcome->error != NULL
      || susun_balance_get_problems (&sheet->balance) > 0)
    return NULL;
  if (sheet->run->kind == SUSUN_RUN_REPAIR)
    return _ ("Verify again, so that the new copies are proven, too.");
  if (sheet->run->kind == SUSUN_RUN_VERIFY)
    return _ ("Every copy was read from the disk and is equal to its original byte for byte.");
  if (sheet->run->mode == SUSUN_MODE_COPY)
    return _ ("The originals are untouched. Next, every copy is compared with its original.");
  return NULL;
}

static guint64
count_done (const SusunBalance *balance)
{
  return balance->counts[SUSUN_BALANCE_COPIED] + balance->counts[SUSUN_BALANCE_MOVED]
         + balance->counts[SUSUN_BALANCE_REPORTED] + balance->counts[SUSUN_BALANCE_VERIFIED]
         + balance->counts[SUSUN_BALANCE_UNVERIFIED] + balance->counts[SUSUN_BALANCE_RENAMED];
}

static void
show_outcome (SusunRunPage *self, const SusunOutcome *outcome)
{
  const SusunRunSheet *sheet = outcome->sheet;
  gboolean bad = outcome->error != NULL || outcome->cancelled
                 || (sheet != NULL && susun_balance_get_problems (&sheet->balance) > 0);
  gboolean nothing = sheet == NULL || count_done (&sheet->balance) == 0;
  g_autofree char *title
      = sheet == NULL || (nothing && (outcome->error != NULL || outcome->cancelled))
            ? g_strdup (_ ("Nothing Was Done Yet"))
            : outcome_title (sheet);
  g_autofree char *explanation = outcome_explanation (self, outcome);
  const char *hint = outcome_hint (outcome);

  say (self, bad ? "dialog-warning-symbolic" : "emblem-ok-symbolic", title, explanation);
  gtk_label_set_text (GTK_LABEL (self->hint), hint != NULL ? hint : "");
  gtk_widget_set_visible (self->hint, hint != NULL);
  susun_outcome_box_show (SUSUN_OUTCOME_BOX (self->outcome), sheet, outcome->remarks);
}

static void
show_undo (SusunRunPage *self, const SusunOutcome *undo)
{
  g_autofree char *explanation = susun_outcome_describe (undo->sheet);

  say (self, "emblem-ok-symbolic", _ ("Taken Back"), explanation);
  susun_outcome_box_show (SUSUN_OUTCOME_BOX (self->outcome), undo->sheet, undo->remarks);
}

/* --- the files that are not proven, beside their copies */

static void
pairs_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunRunPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunPairs) pairs = susun_pairs_load_finish (result, &error);

  if (pairs == NULL || self->pair_rows == NULL)
    return;
  for (guint i = 0; i < pairs->pairs->len; i++)
    {
      GtkWidget *row = adw_preferences_row_new ();
      GtkWidget *pair = susun_pair_row_new ();
      susun_pair_row_set_pair (SUSUN_PAIR_ROW (pair), pairs->pairs->pdata[i], self->thumbs,
                               _ ("Original"), _ ("Copy in the Archive"),
                               "dialog-warning-symbolic");
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), pair);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->pairs), row);
      g_ptr_array_add (self->pair_rows, row);
    }
  if (pairs->total > pairs->pairs->len)
    {
      gulong more = (gulong) (pairs->total - pairs->pairs->len);
      g_autofree char *text = g_strdup_printf (
          ngettext ("and %'lu more, see History", "and %'lu more, see History", more), more);
      GtkWidget *row = susun_outcome_row_new (text, NULL, NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->pairs), row);
      g_ptr_array_add (self->pair_rows, row);
    }
  gtk_widget_set_visible (self->pairs, self->pair_rows->len > 0);
}

/* @run_id: (nullable) */
static void
show_pairs (SusunRunPage *self, const char *run_id)
{
  if (g_strcmp0 (self->pairs_of, run_id) == 0)
    return;
  g_free (self->pairs_of);
  self->pairs_of = g_strdup (run_id);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  clear_rows (self->pairs, self->pair_rows);
  gtk_widget_set_visible (self->pairs, FALSE);
  if (run_id == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  susun_pairs_load (self->reader, run_id, PAIRS_SHOWN, self->cancellable, pairs_loaded_cb,
                    g_object_ref (self));
}

/* --- putting it together */

/* Of the run that was carried out, or of the plan for it; NULL for neither. */
static const SusunRunSheet *
get_sheet (SusunRunPage *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, self->stage);

  if (outcome == NULL && self->stage == SUSUN_STAGE_ORGANIZE
      && susun_wizard_has_plan (self->wizard))
    outcome = susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_REVIEW);
  return outcome != NULL ? outcome->sheet : NULL;
}

/* Files that a fresh copy would help. */
static guint64
count_repairable (const SusunOutcome *outcome)
{
  const SusunRunSheet *sheet = outcome != NULL ? outcome->sheet : NULL;

  if (sheet == NULL || sheet->run->kind != SUSUN_RUN_VERIFY
      || sheet->run->state != SUSUN_RUN_STATE_FINISHED)
    return 0;
  return susun_run_sheet_count_cause (sheet, SUSUN_CAUSE_DIFFERS)
         + susun_run_sheet_count_cause (sheet, SUSUN_CAUSE_MISSING);
}

/* The folder in which one sees what was done. (nullable) */
static const char *
get_place (SusunRunPage *self, const SusunRunSheet *sheet)
{
  return susun_run_sheet_get_root (sheet, self->stage == SUSUN_STAGE_RENAMED ? SUSUN_ROOT_SOURCE
                                                                             : SUSUN_ROOT_ARCHIVE);
}

static void
update_actions (SusunRunPage *self, gboolean running)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, self->stage);
  gboolean idle = !running && outcome != NULL && outcome->sheet != NULL;
  gboolean undone = susun_wizard_get_undo (self->wizard, self->stage) != NULL;
  guint64 repairable = undone ? 0 : count_repairable (outcome);
  g_autofree char *label = g_strdup_printf (
      ngettext ("_Copy %'lu Again", "_Copy %'lu Again", (gulong) repairable), (gulong) repairable);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.save-report", idle);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.open-archive",
                                 idle && get_place (self, outcome->sheet) != NULL);
  gtk_widget_set_visible (self->undo, idle && self->stage == SUSUN_STAGE_RENAMED
                                          && outcome->sheet->done > 0 && !undone);
  if (idle)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->undo), "s",
                                      outcome->sheet->run->run_id);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.copy-again", idle && repairable > 0);
  gtk_button_set_label (GTK_BUTTON (self->copy_again), label);
  gtk_widget_set_visible (self->copy_again, repairable > 0);
  gtk_widget_set_visible (self->buttons, idle);
}

static void
update (SusunRunPage *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, self->stage);
  const SusunOutcome *undo = susun_wizard_get_undo (self->wizard, self->stage);
  const SusunRunSheet *sheet = get_sheet (self);
  SusunJob *job = susun_wizard_get_job (self->wizard);
  gboolean running = job != NULL && susun_wizard_get_job_stage (self->wizard) == self->stage;
  gboolean verified = !running && undo == NULL && outcome != NULL && outcome->sheet != NULL
                      && outcome->sheet->run->kind == SUSUN_RUN_VERIFY
                      && susun_balance_get_problems (&outcome->sheet->balance) > 0;

  susun_progress_box_show (SUSUN_PROGRESS_BOX (self->progress), running ? job : NULL,
                           susun_wizard_is_cancelling (self->wizard));
  clear_rows (self->facts, self->rows);
  if (undo != NULL)
    show_undo (self, undo);
  else if (outcome != NULL)
    show_outcome (self, outcome);
  else if (sheet != NULL)
    show_plan (self, sheet);
  else
    show_introduction (self);
  gtk_widget_set_visible (self->facts, self->rows->len > 0);
  susun_year_chart_set_years (SUSUN_YEAR_CHART (self->chart), sheet != NULL ? sheet->years : NULL);
  gtk_widget_set_visible (self->chart_card,
                          self->stage == SUSUN_STAGE_ORGANIZE && sheet != NULL && sheet->days > 0);
  show_pairs (self, verified ? outcome->sheet->run->run_id : NULL);
  update_actions (self, job != NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), running ? "running" : "state");
}

/* --- commands */

static void
save_report_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunRunPage *self = SUSUN_RUN_PAGE (widget);
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, self->stage);

  susun_report_save (widget, self->reader, outcome->sheet->run);
}

static void
open_archive_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SusunRunPage *self = SUSUN_RUN_PAGE (widget);
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, self->stage);

  susun_open_path (widget, get_place (self, outcome->sheet));
}

static void
copy_again_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  susun_wizard_copy_again (SUSUN_RUN_PAGE (widget)->wizard);
}

/* --- the widget */

static void
susun_run_page_init (SusunRunPage *self)
{
  self->rows = g_ptr_array_new ();
  self->pair_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->pairs, FALSE);
}

static void
susun_run_page_dispose (GObject *object)
{
  SusunRunPage *self = SUSUN_RUN_PAGE (object);

  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  /* Before the template takes it away by its name: the bin would take it away once more. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_RUN_PAGE);
  g_clear_object (&self->wizard);
  g_clear_object (&self->reader);
  g_clear_object (&self->thumbs);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->pair_rows, g_ptr_array_unref);
  g_clear_pointer (&self->pairs_of, g_free);
  G_OBJECT_CLASS (susun_run_page_parent_class)->dispose (object);
}

static void
susun_run_page_class_init (SusunRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_OUTCOME_BOX);
  g_type_ensure (SUSUN_TYPE_PROGRESS_BOX);
  g_type_ensure (SUSUN_TYPE_WRAP_BOX);
  g_type_ensure (SUSUN_TYPE_YEAR_CHART);
  G_OBJECT_CLASS (klass)->dispose = susun_run_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/run/susun-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, pages);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, progress);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, icon);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, title);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, hint);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, copy_again);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, undo);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, open);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, chart_card);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, chart);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, facts);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, pairs);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, outcome);
  gtk_widget_class_install_action (widget_class, "run.save-report", NULL, save_report_cb);
  gtk_widget_class_install_action (widget_class, "run.open-archive", NULL, open_archive_cb);
  gtk_widget_class_install_action (widget_class, "run.copy-again", NULL, copy_again_cb);
}

void
susun_run_page_set_wizard (SusunRunPage *self, SusunWizard *wizard, SusunStage stage,
                           SusunWorker *reader, SusunThumbPool *thumbs)
{
  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  self->reader = g_object_ref (reader);
  self->thumbs = g_object_ref (thumbs);
  self->stage = stage;
  if (stage == SUSUN_STAGE_RENAMED)
    gtk_button_set_label (GTK_BUTTON (self->open), _ ("_Open Folder"));
  g_signal_connect_swapped (wizard, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (wizard, "notify::job", G_CALLBACK (update), self);
  update (self);
}
