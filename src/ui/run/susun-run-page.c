// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/run/susun-run-page.h"

#include <glib/gi18n.h>

/* How often the numbers move: quick enough to feel alive, slow enough to read. */
#define REFRESH_MS 200

struct _SusunRunPage
{
  AdwBin parent_instance;

  SusunWizard *wizard; /* (owned) */
  SusunStage stage;
  guint refresh; /* (nullable) source id while a job runs */

  GtkWidget *title;
  GtkWidget *explanation;
  GtkWidget *progress_box;
  GtkWidget *bar;
  GtkWidget *amount;
  GtkWidget *current;
  GtkWidget *pause;
  GtkWidget *sheet;
  GtkWidget *problems;
  GPtrArray *rows; /* (element-type GtkWidget): rows of sheet and problems, to be taken out again */
};

G_DEFINE_FINAL_TYPE (SusunRunPage, susun_run_page, ADW_TYPE_BIN)

static void
susun_run_page_init (SusunRunPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
susun_run_page_dispose (GObject *object)
{
  SusunRunPage *self = SUSUN_RUN_PAGE (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  g_clear_object (&self->wizard);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_RUN_PAGE);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (susun_run_page_parent_class)->dispose (object);
}

static void
susun_run_page_class_init (SusunRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = susun_run_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/susun/Susun/run/susun-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, title);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, progress_box);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, bar);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, amount);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, current);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, pause);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, sheet);
  gtk_widget_class_bind_template_child (widget_class, SusunRunPage, problems);
}

/* --- while it runs */

static char *
time_left (const SusunProgress *progress, double share)
{
  gint64 elapsed = (g_get_monotonic_time () - progress->phase_started) / G_USEC_PER_SEC;

  if (share < 0.02 || elapsed < 3)
    return NULL;
  gint64 left = (gint64) (elapsed / share) - elapsed;
  if (left < 60)
    return g_strdup (_ ("less than a minute left"));
  return g_strdup_printf (
      ngettext ("about %u minute left", "about %u minutes left", (gulong) (left / 60)),
      (guint) (left / 60));
}

static void
show_progress (SusunRunPage *self)
{
  SusunJob *job = susun_wizard_get_job (self->wizard);
  SusunProgress progress;
  double share = 0;

  if (job == NULL)
    return;
  susun_job_get_progress (job, &progress);
  if (progress.total_bytes > 0)
    share = (double) progress.bytes / (double) progress.total_bytes;
  else if (progress.total_files > 0)
    share = (double) progress.files / (double) progress.total_files;
  share = CLAMP (share, 0.0, 1.0);
  if (progress.total_bytes + progress.total_files > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), share);
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));

  gint64 elapsed = MAX (g_get_monotonic_time () - progress.phase_started, 1);
  g_autofree char *bytes = g_format_size (progress.bytes);
  g_autofree char *rate
      = g_format_size ((guint64) ((double) progress.bytes * G_USEC_PER_SEC / (double) elapsed));
  g_autofree char *left = time_left (&progress, share);
  g_autofree char *files = g_strdup_printf (
      ngettext ("%u file", "%u files", (gulong) progress.files), (guint) progress.files);
  g_autofree char *text = left != NULL ? g_strdup_printf (_ ("%s · %s · %s per second · %s"), files,
                                                          bytes, rate, left)
                                       : g_strdup_printf ("%s · %s", files, bytes);
  gtk_label_set_text (GTK_LABEL (self->amount), text);
  gtk_label_set_text (GTK_LABEL (self->current), progress.current);
  gtk_label_set_text (GTK_LABEL (self->title), susun_wizard_is_cancelling (self->wizard)
                                                   ? _ ("Stopping…")
                                                   : susun_phase_label (progress.phase));
  gtk_button_set_label (GTK_BUTTON (self->pause), progress.paused ? _ ("_Continue") : _ ("_Pause"));
}

static gboolean
refresh_cb (gpointer user_data)
{
  show_progress (user_data);
  return G_SOURCE_CONTINUE;
}

/* --- before and after it */

static void
show_before (SusunRunPage *self)
{
  static const struct
  {
    const char *title;
    const char *text;
  } words[] = {
    [SUSUN_STAGE_ORGANIZE] = { N_ ("Organize"), N_ ("Your pictures are looked at and arranged.") },
    [SUSUN_STAGE_VERIFY]
    = { N_ ("Verify"),
        N_ ("Every original and its copy are read from the disk and compared byte for byte. "
            "Nothing is changed.") },
    [SUSUN_STAGE_CLEAN_UP]
    = { N_ ("Clean Up"),
        N_ ("The originals that are proven move into a quarantine folder on the same disk. They "
            "can be put back at any time. Nothing is deleted.") },
    [SUSUN_STAGE_DONE] = { N_ ("Done"), N_ ("Your pictures are arranged and safe.") },
  };

  gtk_label_set_text (GTK_LABEL (self->title), _ (words[self->stage].title));
  gtk_label_set_text (GTK_LABEL (self->explanation), _ (words[self->stage].text));
}

static void
add_row (SusunRunPage *self, GtkWidget *group, const char *title, const char *subtitle,
         const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  g_object_set (row, "use-markup", FALSE, "title", title, "subtitle", subtitle, NULL);
  if (value != NULL)
    {
      GtkWidget *label = gtk_label_new (value);
      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_object_set_data (G_OBJECT (row), "susun-group", group);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (SusunRunPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      adw_preferences_group_remove (g_object_get_data (G_OBJECT (row), "susun-group"), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static void
show_sheet (SusunRunPage *self, const SusunBalance *balance)
{
  g_autofree char *found = g_strdup_printf ("%" G_GUINT64_FORMAT, balance->found);
  g_autofree char *found_bytes = g_format_size (balance->found_bytes);

  add_row (self, self->sheet, _ ("Found"), found_bytes, found);
  for (guint i = 0; i < SUSUN_N_BALANCE; i++)
    {
      if (!susun_balance_has_line (balance->kind, i) || balance->counts[i] == 0)
        continue;
      g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, balance->counts[i]);
      g_autofree char *bytes = g_format_size (balance->bytes[i]);
      add_row (self, self->sheet, susun_balance_label (i), bytes, count);
    }
}

static void
show_problems (SusunRunPage *self, GPtrArray *problems)
{
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const SusunProblemGroup *group = problems->pdata[i];
      g_autofree char *count = g_strdup_printf ("%" G_GUINT64_FORMAT, group->count);
      g_autofree char *first
          = group->examples->len > 0 ? g_strdup (group->examples->pdata[0]) : g_strdup ("");
      add_row (self, self->problems, susun_cause_label (group->cause), first, count);
    }
}

static char *
summary_of (const SusunOutcome *outcome)
{
  guint64 problems = susun_balance_get_problems (&outcome->balance);

  if (outcome->cancelled)
    return g_strdup (_ ("Stopped. What was finished stays; the rest can be resumed."));
  if (outcome->error != NULL)
    return g_strdup (outcome->error);
  if (problems > 0)
    return g_strdup_printf (
        ngettext ("%u file needs a look.", "%u files need a look.", (gulong) problems),
        (guint) problems);
  return g_strdup (_ ("Everything went well."));
}

static void
show_outcome (SusunRunPage *self, const SusunOutcome *outcome)
{
  g_autofree char *summary = summary_of (outcome);

  show_before (self);
  gtk_label_set_text (GTK_LABEL (self->explanation), summary);
  if (outcome->balance.found > 0)
    show_sheet (self, &outcome->balance);
  show_problems (self, outcome->problems);
}

static void
update (SusunRunPage *self)
{
  const SusunOutcome *outcome = susun_wizard_get_outcome (self->wizard, self->stage);
  gboolean running = susun_wizard_get_job (self->wizard) != NULL
                     && susun_wizard_get_stage (self->wizard) == self->stage;

  clear_rows (self);
  if (!running)
    g_clear_handle_id (&self->refresh, g_source_remove);
  else if (self->refresh == 0)
    self->refresh = g_timeout_add (REFRESH_MS, refresh_cb, self);
  if (running)
    {
      gtk_label_set_text (GTK_LABEL (self->explanation), "");
      show_progress (self);
    }
  else if (outcome != NULL)
    show_outcome (self, outcome);
  else
    show_before (self);
  gtk_widget_set_visible (self->progress_box, running);
  gtk_widget_set_visible (self->sheet, !running && outcome != NULL && outcome->balance.found > 0);
  gtk_widget_set_visible (self->problems, !running && outcome != NULL && outcome->problems != NULL
                                              && outcome->problems->len > 0);
}

void
susun_run_page_set_wizard (SusunRunPage *self, SusunWizard *wizard, SusunStage stage)
{
  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  self->stage = stage;
  g_signal_connect_swapped (wizard, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (wizard, "notify::job", G_CALLBACK (update), self);
  update (self);
}
