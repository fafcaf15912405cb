// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* What a page does where a journey would have to wait for bad luck: a history that cannot be read
 * or written just now, a run that changes while it is shown, what is typed and not left. */

#include "config.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gstdio.h>

#include "core/base/susun-civil.h"
#include "core/runs/susun-organize.h"
#include "tests/core/view/view-fixture.h"
#include "ui/history/susun-history-page.h"
#include "ui/history/susun-run-view.h"
#include "ui/review/susun-date-form.h"
#include "ui/review/susun-month-bars.h"
#include "ui/review/susun-review-page.h"
#include "ui/run/susun-done-page.h"
#include "ui/run/susun-run-page.h"
#include "ui/susun-own-data.h"
#include "ui/susun-page.h"
#include "ui/susun-wizard-private.h"
#include "ui/titles/susun-title-cell.h"
#include "ui/titles/susun-title-list.h"
#include "ui/titles/susun-titles-page.h"

/* A history, the threads that read and write it, and a wizard. */
typedef struct
{
  Fixture history;
  SusunWorker *worker;
  SusunWorker *reader;
  GSettings *settings;
  SusunChoices *choices;
  SusunWizard *wizard;
} Stage;

static void
set_up (Stage *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_set_up (&self->history, NULL);
  self->worker = susun_worker_new ("worker", self->history.path, SUSUN_STORE_WRITE);
  self->reader = susun_worker_new ("reader", self->history.path, SUSUN_STORE_READ_ONLY);
  self->settings = susun_own_data_open_settings (&error);
  g_assert_no_error (error);
  self->choices = susun_choices_new (self->reader, self->settings);
  self->wizard = susun_wizard_new (self->worker, self->choices, self->history.folder);
}

static void
tear_down (Stage *self, gconstpointer data)
{
  susun_worker_stop (self->worker);
  susun_worker_stop (self->reader);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->wizard);
  g_clear_object (&self->choices);
  g_clear_object (&self->settings);
  g_clear_object (&self->worker);
  g_clear_object (&self->reader);
  fixture_tear_down (&self->history, NULL);
}

/* The history is free for the worker, as it is while the command line does nothing. */
static void
let_go (Stage *self)
{
  g_clear_pointer (&self->history.store, susun_store_close);
}

static void
take_again (Stage *self)
{
  g_autoptr (GError) error = NULL;

  susun_worker_stop (self->worker);
  self->history.store = susun_store_open (self->history.path, SUSUN_STORE_WRITE, &error);
  g_assert_no_error (error);
}

static GtkWidget *
child_of (gpointer widget, const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  g_assert_true (GTK_IS_WIDGET (child));
  return GTK_WIDGET (child);
}

/* Is it written anywhere in it? */
static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static void
failed_cb (gpointer teller, const char *sentence, guint *failures)
{
  g_test_message ("%s", sentence);
  (*failures)++;
}

/* --- a history that cannot be read */

static gboolean
is_told (gpointer page)
{
  return says (page, "R&D");
}

static void
test_unreadable (Stage *self, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->history.folder, "R&D", NULL);
  g_autofree char *path = g_build_filename (folder, "history.db", NULL);
  g_autoptr (SusunWorker) broken = NULL;
  SusunHistoryPage *page = g_object_ref_sink (g_object_new (SUSUN_TYPE_HISTORY_PAGE, NULL));
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_file_set_contents (path, "This is no history of runs, whatever its name says.", -1, &error);
  g_assert_no_error (error);
  broken = susun_worker_new ("broken", path, SUSUN_STORE_READ_ONLY);
  susun_history_page_set_wizard (page, self->wizard, self->worker, broken, broken);
  susun_page_shown (GTK_WIDGET (page));
  fixture_wait (is_told, page);
  g_assert_true (says (GTK_WIDGET (page), "The History Cannot Be Read"));

  /* Nobody is told afterwards that there is nothing in it. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child_of (page, "pictures_toggle")), TRUE);
  g_assert_true (says (GTK_WIDGET (page), "Where Did This Picture Go?"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child_of (page, "runs_toggle")), TRUE);
  g_assert_false (says (GTK_WIDGET (page), "Nothing Yet"));
  g_assert_true (is_told (page));

  susun_worker_stop (broken);
  g_object_unref (page);
  g_remove (path);
  g_rmdir (folder);
}

/* Holds its thread until it may go on. */
static void
wait_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  GMutex *held = g_task_get_task_data (task);

  g_mutex_lock (held);
  g_mutex_unlock (held);
  g_task_return_boolean (task, TRUE);
}

static gboolean
says_nothing_yet (gpointer page)
{
  return says (page, "Nothing Yet");
}

/* Before it is read nobody knows that there is nothing in it: the thread that reads may wait for a
 * slow disk. */
static void
test_not_read_yet (Stage *self, gconstpointer data)
{
  SusunHistoryPage *page = g_object_ref_sink (g_object_new (SUSUN_TYPE_HISTORY_PAGE, NULL));
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  GMutex held;

  g_mutex_init (&held);
  g_mutex_lock (&held);
  g_task_set_task_data (task, &held, NULL);
  susun_worker_push (self->reader, task, wait_in_worker);
  susun_history_page_set_wizard (page, self->wizard, self->worker, self->reader, self->reader);
  susun_page_shown (GTK_WIDGET (page));
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (child_of (page, "empty"))), ==,
                   "Reading…");
  g_mutex_unlock (&held);
  fixture_wait (says_nothing_yet, page);
  susun_worker_stop (self->reader);
  g_mutex_clear (&held);
  g_object_unref (page);
}

static gboolean
has_found (gpointer page)
{
  const char *shown = gtk_stack_get_visible_child_name (GTK_STACK (child_of (page, "lists")));

  return g_strcmp0 (shown, "pictures") == 0;
}

static gboolean
tells_of_more (gpointer page)
{
  return has_found (page) && gtk_widget_get_visible (child_of (page, "more"));
}

static gboolean
tells_all (gpointer page)
{
  return has_found (page) && !gtk_widget_get_visible (child_of (page, "more"));
}

/* Who looks for a picture by a word that hundreds have is told that not all are there. */
static void
test_too_many (Stage *self, gconstpointer data)
{
  g_autoptr (SusunRun) run = fixture_add_run (&self->history, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY,
                                              SUSUN_RUN_STATE_FINISHED, NULL);
  SusunHistoryPage *page = g_object_ref_sink (g_object_new (SUSUN_TYPE_HISTORY_PAGE, NULL));

  fixture_add_items (&self->history, run->id, 0, 501);
  susun_history_page_set_wizard (page, self->wizard, self->worker, self->reader, self->reader);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child_of (page, "pictures_toggle")), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (child_of (page, "search")), "IMG_");
  fixture_wait (tells_of_more, page);
  gtk_editable_set_text (GTK_EDITABLE (child_of (page, "search")), "IMG_0007");
  fixture_wait (tells_all, page);
  g_object_unref (page);
}

static gboolean
has_stopped_reading (gpointer view)
{
  return says (view, "card") && !says (view, "Reading…");
}

/* A run of which only the items cannot be read does not look like one without any. */
static void
test_unreadable_items (Stage *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->history.folder, "none", "history.db", NULL);
  g_autoptr (SusunWorker) broken = susun_worker_new ("broken", path, SUSUN_STORE_READ_ONLY);
  g_autoptr (SusunRun) run = fixture_add_run (&self->history, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY,
                                              SUSUN_RUN_STATE_FINISHED, NULL);
  SusunRunView *view = g_object_ref_sink (g_object_new (SUSUN_TYPE_RUN_VIEW, NULL));

  susun_run_view_set_wizard (view, self->wizard, self->worker, self->reader, broken);
  susun_run_view_show (view, run->run_id);
  fixture_wait (has_stopped_reading, view);
  g_assert_false (says (GTK_WIDGET (view), "No file is like that."));

  susun_worker_stop (broken);
  g_object_unref (view);
}

static gboolean
is_told_in_review (gpointer page)
{
  return says (page, "The History Cannot Be Read");
}

/* A plan whose pictures cannot be listed is not a plan without pictures. */
static void
test_unreadable_plan (Stage *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->history.folder, "none", "history.db", NULL);
  g_autoptr (SusunWorker) broken = susun_worker_new ("broken", path, SUSUN_STORE_READ_ONLY);
  g_autoptr (SusunThumbPool) thumbs = susun_thumb_pool_new (1, 1024, NULL);
  g_autoptr (SusunRun) run = fixture_add_run (&self->history, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY,
                                              SUSUN_RUN_STATE_PLANNED, NULL);
  g_autoptr (SusunOrganizeOptions) options = susun_organize_options_new ();
  SusunReviewPage *page = g_object_ref_sink (g_object_new (SUSUN_TYPE_REVIEW_PAGE, NULL));
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (options->sources, g_strdup ("/media/card"));
  options->destination = g_strdup ("/home/ani/Archive");
  options->plan_only = TRUE;
  run->options = susun_organize_options_to_json (options);
  fixture_begin (&self->history);
  susun_store_update_run (self->history.store, run, &error);
  g_assert_no_error (error);
  fixture_commit (&self->history);
  let_go (self);
  susun_review_page_set_wizard (page, self->wizard, self->reader, broken, thumbs);
  susun_wizard_resume (self->wizard, run->run_id);
  fixture_wait (is_told_in_review, page);

  susun_worker_stop (broken);
  g_object_unref (page);
  take_again (self);
}

/* --- a run that goes on while it is looked at */

static gboolean
can_resume (gpointer view)
{
  return gtk_widget_get_visible (child_of (view, "resume_child"));
}

static gboolean
cannot_resume (gpointer view)
{
  return !can_resume (view) && says (view, "Finished");
}

static void
test_run_ends (Stage *self, gconstpointer data)
{
  g_autoptr (SusunRun) run = fixture_add_run (&self->history, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY,
                                              SUSUN_RUN_STATE_CANCELLED, NULL);
  SusunRunView *view = g_object_ref_sink (g_object_new (SUSUN_TYPE_RUN_VIEW, NULL));
  g_autoptr (GError) error = NULL;

  susun_run_view_set_wizard (view, self->wizard, self->worker, self->reader, self->reader);
  susun_run_view_show (view, run->run_id);
  fixture_wait (can_resume, view);
  run->state = SUSUN_RUN_STATE_FINISHED;
  fixture_begin (&self->history);
  susun_store_update_run (self->history.store, run, &error);
  g_assert_no_error (error);
  fixture_commit (&self->history);
  g_object_notify (G_OBJECT (self->wizard), "job");
  fixture_wait (cannot_resume, view);
  g_object_unref (view);
}

/* What is told of a run on its own page, when it was taken back since. */
static void
test_run_taken_back (Stage *self, gconstpointer data)
{
  SusunRunPage *page = g_object_ref_sink (g_object_new (SUSUN_TYPE_RUN_PAGE, NULL));
  g_autoptr (SusunThumbPool) thumbs = susun_thumb_pool_new (1, 1024, NULL);
  g_autoptr (SusunRun) run = fixture_add_run (&self->history, SUSUN_RUN_RENAME, SUSUN_MODE_NONE,
                                              SUSUN_RUN_STATE_FINISHED, NULL);
  SusunItem item = {
    .run = run->id,
    .state = SUSUN_ITEM_DONE,
    .op = SUSUN_OP_RENAME,
    .src_root = self->history.source,
    .src_path = (char *) "raya",
    .day = SUSUN_WALL_NONE,
    .wall = SUSUN_WALL_NONE,
    .offset = SUSUN_OFFSET_NONE,
  };
  g_autoptr (GError) error = NULL;
  SusunOutcome *outcome;

  fixture_begin (&self->history);
  fixture_add_item (&self->history, &item);
  fixture_commit (&self->history);
  outcome = susun_outcome_new_for_run (run);
  outcome->sheet = susun_run_sheet_read (self->history.store, run->run_id, &error);
  g_assert_no_error (error);
  self->wizard->outcomes[SUSUN_STAGE_RENAMED] = outcome;
  susun_run_page_set_wizard (page, self->wizard, SUSUN_STAGE_RENAMED, self->reader, thumbs);
  g_assert_true (says (GTK_WIDGET (page), "1 Folder Renamed"));
  g_assert_true (gtk_widget_get_visible (child_of (page, "undo")));

  g_autoptr (SusunRun) undo = fixture_add_run (&self->history, SUSUN_RUN_UNDO, SUSUN_MODE_NONE,
                                               SUSUN_RUN_STATE_FINISHED, run->chain_id);
  undo->target = g_strdup (run->run_id);
  fixture_begin (&self->history);
  susun_store_update_run (self->history.store, undo, &error);
  g_assert_no_error (error);
  fixture_commit (&self->history);
  outcome = susun_outcome_new_for_run (undo);
  outcome->sheet = susun_run_sheet_read (self->history.store, undo->run_id, &error);
  g_assert_no_error (error);
  self->wizard->outcomes[SUSUN_STAGE_ASIDE] = outcome;
  susun_wizard_tell_changed (self->wizard);
  g_assert_true (says (GTK_WIDGET (page), "Taken Back"));
  g_assert_false (gtk_widget_get_visible (child_of (page, "undo")));
  g_object_unref (page);
}

/* Pictures that were taken back are not called arranged at the end of their way. */
static void
test_arranged_taken_back (Stage *self, gconstpointer data)
{
  SusunDonePage *page = g_object_ref_sink (g_object_new (SUSUN_TYPE_DONE_PAGE, NULL));
  g_autoptr (SusunRun) run = fixture_add_run (&self->history, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY,
                                              SUSUN_RUN_STATE_FINISHED, NULL);
  g_autoptr (SusunRun) undo = NULL;
  g_autoptr (GError) error = NULL;

  self->wizard->outcomes[SUSUN_STAGE_ORGANIZE] = susun_outcome_new_for_run (run);
  self->wizard->outcomes[SUSUN_STAGE_ORGANIZE]->sheet
      = susun_run_sheet_read (self->history.store, run->run_id, &error);
  g_assert_no_error (error);
  susun_done_page_set_wizard (page, self->wizard, self->reader);
  g_assert_true (says (GTK_WIDGET (page), "Your Pictures Are Arranged"));
  g_assert_null (susun_wizard_get_undo (self->wizard, SUSUN_STAGE_ORGANIZE));

  undo = fixture_add_run (&self->history, SUSUN_RUN_UNDO, SUSUN_MODE_NONE, SUSUN_RUN_STATE_FINISHED,
                          run->chain_id);
  undo->target = g_strdup (run->run_id);
  fixture_begin (&self->history);
  susun_store_update_run (self->history.store, undo, &error);
  g_assert_no_error (error);
  fixture_commit (&self->history);
  self->wizard->outcomes[SUSUN_STAGE_ASIDE] = susun_outcome_new_for_run (undo);
  self->wizard->outcomes[SUSUN_STAGE_ASIDE]->sheet
      = susun_run_sheet_read (self->history.store, undo->run_id, &error);
  g_assert_no_error (error);
  susun_wizard_tell_changed (self->wizard);
  g_assert_true (says (GTK_WIDGET (page), "Taken Back"));
  g_assert_false (says (GTK_WIDGET (page), "Your Pictures Are Arranged"));
  g_object_unref (page);
}

static gboolean
says_safe (gpointer page)
{
  return strstr (gtk_label_get_text (GTK_LABEL (child_of (page, "safe"))), "safe to unplug")
         != NULL;
}

static gboolean
is_over (gpointer wizard)
{
  return susun_wizard_get_job (wizard) == NULL;
}

/* What a job of the history has written since is waited for, too. */
static void
test_safe_again (Stage *self, gconstpointer data)
{
  SusunDonePage *page = g_object_ref_sink (g_object_new (SUSUN_TYPE_DONE_PAGE, NULL));
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  GMutex held;

  let_go (self);
  self->wizard->stage = SUSUN_STAGE_DONE;
  susun_done_page_set_wizard (page, self->wizard, self->reader);
  fixture_wait (says_safe, page);
  g_mutex_init (&held);
  g_mutex_lock (&held);
  g_task_set_task_data (task, &held, NULL);
  susun_worker_push (self->reader, task, wait_in_worker);
  susun_wizard_take_back (self->wizard, SUSUN_TAKE_BACK_UNDO, "none");
  fixture_wait (is_over, self->wizard);
  g_assert_false (says_safe (page));
  g_mutex_unlock (&held);
  fixture_wait (says_safe, page);
  susun_worker_stop (self->reader);
  g_mutex_clear (&held);
  g_object_unref (page);
  take_again (self);
}

/* --- setting a date */

static void
test_typed_shift (void)
{
  SusunDateForm *form
      = SUSUN_DATE_FORM (susun_date_form_new ("a.jpg", susun_wall_from_text ("2023-07-13")));
  GtkWidget *hours = child_of (form, "hours");
  SusunCorrection correction;

  g_object_ref_sink (form);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (child_of (form, "by_shift")), TRUE);
  g_assert_false (susun_date_form_read (form, &correction));
  /* As it is typed, without leaving the entry: the button that takes it must not wait for that. */
  gtk_editable_set_text (GTK_EDITABLE (hours), "7");
  g_assert_true (susun_date_form_read (form, &correction));
  g_assert_cmpint (correction.shift, ==, -7 * 3600);
  gtk_editable_set_text (GTK_EDITABLE (hours), "");
  g_assert_false (susun_date_form_read (form, &correction));
  /* More than it takes is as much as it takes, as when the entry is left. */
  gtk_editable_set_text (GTK_EDITABLE (hours), "99");
  g_assert_true (susun_date_form_read (form, &correction));
  g_assert_cmpint (correction.shift, ==, -23 * 3600);
  gtk_spin_button_update (GTK_SPIN_BUTTON (hours));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (hours)), ==, 23);
  g_object_unref (form);
}

/* --- the chart by keyboard */

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

/* A year is chosen that has no picture of January. */
static void
test_bars_focus (void)
{
  const SusunMonthCount months[] = { { 2022, 12, 4 }, { 2023, 3, 2 }, { 2023, 5, 1 } };
  SusunViewCounts *counts = g_atomic_rc_box_new0 (SusunViewCounts);
  GtkWidget *window = gtk_window_new ();
  SusunMonthBars *bars = g_object_new (SUSUN_TYPE_MONTH_BARS, NULL);

  counts->months = g_array_new (FALSE, FALSE, sizeof (SusunMonthCount));
  g_array_append_vals (counts->months, months, G_N_ELEMENTS (months));
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bars));
  susun_month_bars_set_counts (bars, counts, 2023, 0);
  susun_view_counts_unref (counts);
  gtk_window_present (GTK_WINDOW (window));
  fixture_wait (is_mapped, bars);
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (bars), GTK_DIR_TAB_FORWARD));
  g_assert_nonnull (gtk_widget_get_focus_child (GTK_WIDGET (bars)));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* --- titles */

/* @packed: (out): what the item borrows */
static void
fill_event (SusunItem *item, gint64 run, GBytes **packed)
{
  g_autoptr (SusunEventCount) count = susun_event_count_new ();
  gint64 day = susun_wall_from_text ("2023-02-11");

  susun_event_count_add (count, day, FALSE);
  *packed = susun_event_count_pack (count);
  *item = (SusunItem){
    .run = run,
    .state = SUSUN_ITEM_FOUND,
    .src_path = (char *) "raya",
    .ref_path = (char *) "Raya",
    .day = day,
    .wall = SUSUN_WALL_NONE,
    .offset = SUSUN_OFFSET_NONE,
    .evidence = (guint8 *) g_bytes_get_data (*packed, NULL),
    .evidence_length = g_bytes_get_size (*packed),
  };
}

/* What the AI still suggests when all is done is taken no more. */
static void
test_fixed_suggestion (Stage *self, gconstpointer data)
{
  g_autoptr (SusunThumbPool) thumbs = susun_thumb_pool_new (1, 1024, NULL);
  SusunTitleCell *cell = SUSUN_TITLE_CELL (susun_title_cell_new (self->reader, thumbs));
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunTitles) titles = susun_titles_new (NULL, &error);
  g_autoptr (GBytes) packed = NULL;
  SusunItem item;

  g_assert_no_error (error);
  fill_event (&item, 1, &packed);
  item.id = 7;
  g_autoptr (SusunTitleRow) row = susun_title_row_new ("/gambar", &item, NULL, titles, 0.6);
  g_object_ref_sink (cell);
  susun_title_row_suggest (row, "Hari Raya", NULL);
  susun_title_cell_set_row (cell, row);
  g_assert_true (gtk_widget_get_visible (child_of (cell, "suggestion_box")));
  susun_title_cell_set_fixed (cell, TRUE);
  g_assert_false (gtk_widget_get_visible (child_of (cell, "suggestion_box")));
  susun_title_cell_set_row (cell, NULL);
  g_object_unref (cell);
}

/* As a person types: what a program sets is not undone by every GTK. */
static void
type_at_end (GtkEditable *editable, const char *text)
{
  gtk_editable_set_position (editable, -1);
  g_signal_emit_by_name (gtk_editable_get_delegate (editable), "insert-at-cursor", text);
}

/* A cell that shows another row now knows nothing of what was written in the one before. */
static void
test_undone_in_cell (Stage *self, gconstpointer data)
{
  g_autoptr (SusunThumbPool) thumbs = susun_thumb_pool_new (1, 1024, NULL);
  SusunTitleCell *cell = SUSUN_TITLE_CELL (susun_title_cell_new (self->reader, thumbs));
  g_autoptr (SusunTitles) titles = susun_titles_new (NULL, NULL);
  g_autoptr (GBytes) packed = NULL;
  GtkEditable *title;
  SusunItem item;

  g_object_ref_sink (cell);
  title = GTK_EDITABLE (child_of (cell, "title"));
  fill_event (&item, 1, &packed);
  g_autoptr (SusunTitleRow) first = susun_title_row_new ("/gambar", &item, NULL, titles, 0.6);
  g_autoptr (SusunTitleRow) second = susun_title_row_new ("/gambar", &item, NULL, titles, 0.6);
  susun_title_cell_set_row (cell, first);
  type_at_end (title, " Haji");
  susun_title_cell_set_row (cell, NULL);
  susun_title_cell_set_row (cell, second);
  gtk_widget_activate_action (GTK_WIDGET (gtk_editable_get_delegate (title)), "text.undo", NULL);
  g_assert_cmpstr (susun_title_row_get_title (first), ==, "Raya Haji");
  g_assert_cmpstr (susun_title_row_get_title (second), ==, "Raya");
  g_assert_false (susun_title_row_is_decided (second));

  /* What is written here can be undone here. */
  type_at_end (title, " Haji");
  g_assert_cmpstr (susun_title_row_get_title (second), ==, "Raya Haji");
  gtk_widget_activate_action (GTK_WIDGET (gtk_editable_get_delegate (title)), "text.undo", NULL);
  g_assert_cmpstr (susun_title_row_get_title (second), ==, "Raya");
  susun_title_cell_set_row (cell, NULL);
  g_object_unref (cell);
}

static gboolean
is_told_in_titles (gpointer page)
{
  const char *title = adw_status_page_get_title (ADW_STATUS_PAGE (child_of (page, "nothing")));

  return g_strcmp0 (title, "The History Cannot Be Read") == 0;
}

/* Folders that cannot be listed are not none. */
static void
test_unreadable_titles (Stage *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->history.folder, "none", "history.db", NULL);
  g_autoptr (SusunWorker) broken = susun_worker_new ("broken", path, SUSUN_STORE_READ_ONLY);
  g_autoptr (SusunThumbPool) thumbs = susun_thumb_pool_new (1, 1024, NULL);
  g_autoptr (SusunRun) run = fixture_add_run (&self->history, SUSUN_RUN_RENAME, SUSUN_MODE_NONE,
                                              SUSUN_RUN_STATE_PLANNED, NULL);
  g_autoptr (SusunRenameOptions) options = susun_rename_options_new ();
  SusunTitlesPage *page = g_object_ref_sink (g_object_new (SUSUN_TYPE_TITLES_PAGE, NULL));

  options->folder = g_strdup ("/gambar");
  run->options = susun_rename_options_to_json (options);
  self->wizard->outcomes[SUSUN_STAGE_TITLES] = susun_outcome_new_for_run (run);
  susun_titles_page_set_wizard (page, self->wizard, broken, self->worker, thumbs, self->settings);
  g_object_notify (G_OBJECT (self->wizard), "job");
  fixture_wait (is_told_in_titles, page);

  susun_worker_stop (broken);
  g_object_unref (page);
}

static gboolean
has_rows (gpointer list)
{
  return g_list_model_get_n_items (list) > 0;
}

static gboolean
has_failed (gpointer failures)
{
  return *(guint *) failures > 0;
}

/* What could not be written, because the command line holds the history, is written with what is
 * written next: before the names are given at the latest. */
static void
test_written_later (Stage *self, gconstpointer data)
{
  g_autoptr (SusunRun) run = fixture_add_run (&self->history, SUSUN_RUN_RENAME, SUSUN_MODE_NONE,
                                              SUSUN_RUN_STATE_PLANNED, NULL);
  g_autoptr (SusunTitleList) list = susun_title_list_new (self->reader, self->worker);
  g_autoptr (SusunRenameOptions) options = susun_rename_options_new ();
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (SusunItem) written = { 0 };
  guint failures = 0;
  SusunItem item;

  fill_event (&item, run->id, &packed);
  fixture_begin (&self->history);
  fixture_add_item (&self->history, &item);
  fixture_commit (&self->history);
  options->folder = g_strdup ("/gambar");
  run->options = susun_rename_options_to_json (options);
  g_signal_connect (list, "failed", G_CALLBACK (failed_cb), &failures);
  g_assert_true (susun_title_list_set_run (list, run, &error));
  susun_title_list_read_all (list);
  fixture_wait (has_rows, list);

  g_autoptr (SusunTitleRow) row = g_list_model_get_item (G_LIST_MODEL (list), 0);
  susun_title_row_set_title (row, "Hari Raya Haji", SUSUN_TITLE_FROM_USER);
  susun_title_list_write (list);
  fixture_wait (has_failed, &failures);
  let_go (self);
  susun_title_list_write (list);
  take_again (self);
  susun_store_get_item (self->history.store, item.id, &written, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (written.ref_path, ==, "Hari Raya Haji");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  adw_init ();
  g_test_add ("/pages/unreadable", Stage, NULL, set_up, test_unreadable, tear_down);
  g_test_add ("/pages/not-read-yet", Stage, NULL, set_up, test_not_read_yet, tear_down);
  g_test_add ("/pages/too-many", Stage, NULL, set_up, test_too_many, tear_down);
  g_test_add ("/pages/unreadable-items", Stage, NULL, set_up, test_unreadable_items, tear_down);
  g_test_add ("/pages/unreadable-plan", Stage, NULL, set_up, test_unreadable_plan, tear_down);
  g_test_add ("/pages/run-ends", Stage, NULL, set_up, test_run_ends, tear_down);
  g_test_add ("/pages/run-taken-back", Stage, NULL, set_up, test_run_taken_back, tear_down);
  g_test_add ("/pages/arranged-taken-back", Stage, NULL, set_up, test_arranged_taken_back,
              tear_down);
  g_test_add ("/pages/safe-again", Stage, NULL, set_up, test_safe_again, tear_down);
  g_test_add_func ("/pages/typed-shift", test_typed_shift);
  g_test_add_func ("/pages/bars-focus", test_bars_focus);
  g_test_add ("/pages/fixed-suggestion", Stage, NULL, set_up, test_fixed_suggestion, tear_down);
  g_test_add ("/pages/undone-in-cell", Stage, NULL, set_up, test_undone_in_cell, tear_down);
  g_test_add ("/pages/unreadable-titles", Stage, NULL, set_up, test_unreadable_titles, tear_down);
  g_test_add ("/pages/written-later", Stage, NULL, set_up, test_written_later, tear_down);
  return g_test_run ();
}
