// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* What a person does, and what comes back, at a moment nobody waits for it: a key before the list
 * has followed the search, an answer after the window that asked has closed, a second command while
 * the first one is being looked up. */

#include "config.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gstdio.h>

#include "core/runs/susun-organize.h"
#include "ui/choose/susun-choose-page.h"
#include "ui/choose/susun-date-row.h"
#include "ui/cleanup/susun-duplicates-view.h"
#include "ui/prefs/susun-preferences.h"
#include "ui/prefs/susun-zone-page.h"
#include "ui/susun-ai-setup.h"
#include "ui/susun-open.h"
#include "ui/susun-own-data.h"
#include "ui/susun-window-private.h"

typedef struct
{
  char *folder;
  GSettings *settings;
  SusunWorker *worker;
  SusunWorker *reader;
  SusunChoices *choices;
  SusunWizard *wizard;
} Fixture;

static char *
history_of (Fixture *fixture)
{
  return g_build_filename (fixture->folder, "history.db", NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *history = NULL;

  fixture->folder = g_dir_make_tmp ("susun-moments-XXXXXX", &error);
  g_assert_no_error (error);
  history = history_of (fixture);
  fixture->settings = susun_own_data_open_settings (&error);
  g_assert_no_error (error);
  fixture->worker = susun_worker_new ("worker", history, SUSUN_STORE_WRITE);
  fixture->reader = susun_worker_new ("reader", history, SUSUN_STORE_READ_ONLY);
  fixture->choices = susun_choices_new (fixture->reader, fixture->settings);
  fixture->wizard = susun_wizard_new (fixture->worker, fixture->choices, fixture->folder);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir
      = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_all (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  susun_worker_stop (fixture->worker);
  susun_worker_stop (fixture->reader);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->wizard);
  g_object_unref (fixture->choices);
  g_object_unref (fixture->worker);
  g_object_unref (fixture->reader);
  g_object_unref (fixture->settings);
  remove_all (fixture->folder);
  g_free (fixture->folder);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* --- a worker that is busy with something else */

typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean open;
} Gate;

static void
wait_at_gate_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  Gate *gate = g_task_get_task_data (task);

  g_mutex_lock (&gate->lock);
  while (!gate->open)
    g_cond_wait (&gate->changed, &gate->lock);
  g_mutex_unlock (&gate->lock);
  g_task_return_boolean (task, TRUE);
}

static void
close_gate (Gate *gate, SusunWorker *worker)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_mutex_init (&gate->lock);
  g_cond_init (&gate->changed);
  gate->open = FALSE;
  g_task_set_task_data (task, gate, NULL);
  susun_worker_push (worker, task, wait_at_gate_in_worker);
}

static void
came_through_cb (GObject *object, GAsyncResult *result, gpointer through)
{
  *(gboolean *) through = TRUE;
}

static void
come_through_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  g_task_return_boolean (task, TRUE);
}

/* Until the worker has done all that was asked of it, and its answers have come. */
static void
wait_for (SusunWorker *worker)
{
  gboolean through = FALSE;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, came_through_cb, &through);

  susun_worker_push (worker, task, come_through_in_worker);
  while (!through)
    g_main_context_iteration (NULL, TRUE);
  settle ();
}

static void
open_gate (Gate *gate, SusunWorker *worker)
{
  g_mutex_lock (&gate->lock);
  gate->open = TRUE;
  g_cond_signal (&gate->changed);
  g_mutex_unlock (&gate->lock);
  wait_for (worker);
  g_mutex_clear (&gate->lock);
  g_cond_clear (&gate->changed);
}

/* --- widgets */

static GtkWidget *
find_widget (GtkWidget *from, GType type, const char *text)
{
  const char *own = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (from), type))
    {
      if (GTK_IS_LABEL (from))
        own = gtk_label_get_text (GTK_LABEL (from));
      else if (GTK_IS_BUTTON (from))
        own = gtk_button_get_label (GTK_BUTTON (from));
      else if (ADW_IS_PREFERENCES_ROW (from))
        own = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (from));
      if (text == NULL || g_strcmp0 (own, text) == 0)
        return from;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (from); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_shown (GtkWidget *from, const char *text)
{
  GtkWidget *label = find_widget (from, GTK_TYPE_LABEL, text);

  return label != NULL && gtk_widget_get_visible (label);
}

/* --- the search for a zone */

static void
chosen_cb (SusunZonePage *page, const char *zone, char **chosen)
{
  g_free (*chosen);
  *chosen = g_strdup (zone);
}

/* The list follows what is typed a moment later: Enter does not take what stood there before. */
static void
test_zone_at_once (void)
{
  GtkWidget *page = g_object_ref_sink (GTK_WIDGET (susun_zone_page_new ("UTC")));
  GtkWidget *search = find_widget (page, GTK_TYPE_SEARCH_ENTRY, NULL);
  g_autofree char *chosen = NULL;

  g_signal_connect (page, "chosen", G_CALLBACK (chosen_cb), &chosen);
  /* Nothing is searched for: nothing is found. */
  g_signal_emit_by_name (search, "activate");
  g_assert_null (chosen);
  gtk_editable_set_text (GTK_EDITABLE (search), "kuala lum");
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (chosen, ==, "Asia/Kuala_Lumpur");
  g_clear_pointer (&chosen, g_free);
  gtk_editable_set_text (GTK_EDITABLE (search), "nowhere at all");
  g_signal_emit_by_name (search, "activate");
  g_assert_null (chosen);
  g_object_unref (page);
}

/* --- the page of choices */

static SusunLook *
look_at (const char *folder, const char *archive)
{
  SusunLook *look = g_new0 (SusunLook, 1);

  look->folders = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (look->folders, g_file_new_for_path (folder));
  look->archive = g_file_new_for_path (archive);
  return look;
}

/* Pictures of one's own do not go where the sample's copies went: that is a folder that may be
 * thrown away. */
static void
test_trial_is_over (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) sample = g_file_new_build_filename (fixture->folder, "Sample", NULL);
  g_autofree char *own = g_build_filename (fixture->folder, "DCIM", NULL);
  g_autofree char *archive = g_build_filename (fixture->folder, "Pictures", NULL);
  g_autoptr (SusunLook) look = look_at (own, archive);
  g_autoptr (GFile) only = NULL;

  susun_choices_try_out (fixture->choices, sample);
  susun_choices_add_sources (fixture->choices, look);
  g_assert_cmpuint (g_list_model_get_n_items (susun_choices_get_sources (fixture->choices)), ==, 1);
  only = g_list_model_get_item (susun_choices_get_sources (fixture->choices), 0);
  g_assert_cmpstr (g_file_peek_path (only), ==, own);
  g_assert_cmpstr (g_file_peek_path (susun_choices_get_archive (fixture->choices)), ==, archive);
}

/* A place of the network that has no path on this computer. */
static void
test_archive_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) here = g_file_new_build_filename (fixture->folder, "Archive", NULL);
  g_autoptr (GFile) elsewhere = g_file_new_for_uri ("sftp://example.org/pictures");

  g_assert_true (susun_choices_set_archive (fixture->choices, here));
  g_assert_false (susun_choices_set_archive (fixture->choices, elsewhere));
  g_assert_true (susun_choices_get_archive (fixture->choices) == here);
}

static GtkGesture *
find_first_gesture (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_GESTURE_CLICK (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        return GTK_GESTURE (controller);
    }
  return NULL;
}

/* The day that is marked when the calendar opens can be taken like the others, and only that. */
static void
test_today (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *row = g_object_new (SUSUN_TYPE_DATE_ROW, NULL);
  GtkWidget *popover, *calendar, *day;
  graphene_point_t press;

  gtk_editable_set_text (GTK_EDITABLE (row), "2023-07-13");
  gtk_window_set_child (GTK_WINDOW (window), row);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (window))
    g_main_context_iteration (NULL, TRUE);
  popover = find_widget (row, GTK_TYPE_POPOVER, NULL);
  /* One that closes by itself takes the mouse for that, and closes at once where it cannot. */
  gtk_popover_set_autohide (GTK_POPOVER (popover), FALSE);
  gtk_popover_popup (GTK_POPOVER (popover));
  calendar = find_widget (row, GTK_TYPE_CALENDAR, NULL);
  while (gtk_widget_get_width (calendar) == 0 || !gtk_widget_get_mapped (calendar))
    g_main_context_iteration (NULL, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (row), "");
  day = find_widget (calendar, GTK_TYPE_LABEL, "14");
  g_assert_true (gtk_widget_compute_point (day, calendar, &GRAPHENE_POINT_INIT (2, 2), &press));
  g_signal_emit_by_name (find_first_gesture (calendar), "pressed", 1, press.x, press.y);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
  day = find_widget (calendar, GTK_TYPE_LABEL, "13");
  g_assert_true (gtk_widget_compute_point (day, calendar, &GRAPHENE_POINT_INIT (2, 2), &press));
  g_signal_emit_by_name (find_first_gesture (calendar), "pressed", 1, press.x, press.y);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "2023-07-13");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
choose_layout (GtkWidget *page, guint position)
{
  GtkWidget *row = find_widget (page, ADW_TYPE_COMBO_ROW, "Folders in the archive");

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), position);
}

/* Who looks at other layouts in between finds the last one to go on from. */
static void
test_own_layout (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = g_object_ref_sink (g_object_new (SUSUN_TYPE_CHOOSE_PAGE, NULL));
  const char *title = "Folders, from {year}, {month}, {day} and {event}";
  GtkWidget *template;

  susun_choose_page_set_choices (SUSUN_CHOOSE_PAGE (page), fixture->choices, fixture->settings);
  template = find_widget (page, ADW_TYPE_ENTRY_ROW, title);
  choose_layout (page, 4);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (template)), ==, "{year}");
  choose_layout (page, 2);
  choose_layout (page, 4);
  g_assert_cmpstr (susun_choices_get_layout (fixture->choices), ==, "{year}/{year}-{month}-{day}");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (template)), ==,
                   "{year}/{year}-{month}-{day}");

  /* One of one's own that is taken back to another one: what is shown is what is done. */
  g_settings_set_string (fixture->settings, "layout", "{year}/a");
  gtk_editable_set_text (GTK_EDITABLE (template), "{year}/b");
  g_assert_cmpstr (susun_choices_get_layout (fixture->choices), ==, "{year}/b");
  susun_choices_clear (fixture->choices);
  g_assert_cmpstr (susun_choices_get_layout (fixture->choices), ==, "{year}/a");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (template)), ==, "{year}/a");
  g_settings_reset (fixture->settings, "layout");
  wait_for (fixture->reader);
  g_object_unref (page);
}

/* --- the wizard */

/* A picture, an archive beside it, and a plan that was interrupted. Returns: (transfer full): its
 * run_id */
static char *
interrupt_plan (Fixture *fixture)
{
  SusunOrganizeOptions *options = susun_choices_make_options (fixture->choices);
  g_autofree char *history = history_of (fixture);
  g_autoptr (SusunJob) job = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunRun) run = NULL;
  SusunStore *store;

  options->plan_only = TRUE;
  job = susun_organize_job_new (options);
  store = susun_store_open (history, SUSUN_STORE_WRITE, &error);
  g_assert_no_error (error);
  susun_job_run (job, store, NULL, &error);
  g_assert_no_error (error);
  run = susun_run_copy (susun_run_job_get_run (SUSUN_RUN_JOB (job)));
  run->state = SUSUN_RUN_STATE_CANCELLED;
  g_assert_true (susun_store_begin (store, NULL));
  g_assert_true (susun_store_end (store, susun_store_update_run (store, run, NULL), NULL));
  susun_store_close (store);
  return g_strdup (run->run_id);
}

static void
choose_pictures (Fixture *fixture)
{
  g_autofree char *source = g_build_filename (fixture->folder, "DCIM", NULL);
  g_autofree char *archive = g_build_filename (fixture->folder, "Archive", NULL);
  g_autofree char *picture = g_build_filename (source, "IMG_20230713_101500.jpg", NULL);
  g_autoptr (SusunLook) look = look_at (source, archive);

  g_mkdir (source, 0700);
  g_mkdir (archive, 0700);
  g_assert_true (g_file_set_contents (picture, "a picture", -1, NULL));
  susun_choices_add_sources (fixture->choices, look);
  wait_for (fixture->reader);
  g_assert_null (susun_choices_get_obstacle (fixture->choices, NULL));
}

static void
wait_for_job (Fixture *fixture)
{
  g_assert_nonnull (susun_wizard_get_job (fixture->wizard));
  while (susun_wizard_get_job (fixture->wizard) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Another run of the history is gone on with after one that has come to its end: its plan waits for
 * a decision like every plan, and nothing of the other stands beside it. */
static void
test_other_run (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = NULL;

  choose_pictures (fixture);
  other = interrupt_plan (fixture);
  susun_wizard_review (fixture->wizard);
  wait_for_job (fixture);
  susun_wizard_organize (fixture->wizard);
  wait_for (fixture->worker);
  wait_for_job (fixture);
  g_assert_nonnull (susun_wizard_get_outcome (fixture->wizard, SUSUN_STAGE_ORGANIZE));
  susun_wizard_resume (fixture->wizard, other);
  wait_for (fixture->worker);
  wait_for_job (fixture);
  g_assert_cmpint (susun_wizard_get_stage (fixture->wizard), ==, SUSUN_STAGE_REVIEW);
  g_assert_null (susun_wizard_get_outcome (fixture->wizard, SUSUN_STAGE_ORGANIZE));
  g_assert_null (susun_wizard_get_chain (fixture->wizard));
  g_assert_true (susun_wizard_has_plan (fixture->wizard));
}

/* A second command while the first is being looked up: one after another, and none is lost. */
static void
test_two_commands (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = NULL;
  Gate gate;

  choose_pictures (fixture);
  other = interrupt_plan (fixture);
  close_gate (&gate, fixture->worker);
  susun_wizard_resume (fixture->wizard, other);
  susun_wizard_take_back (fixture->wizard, SUSUN_TAKE_BACK_UNDO, other);
  open_gate (&gate, fixture->worker);
  if (susun_wizard_get_job (fixture->wizard) != NULL)
    wait_for_job (fixture);
  g_assert_true (susun_wizard_has_plan (fixture->wizard));
}

/* Who closes the window before a run has begun does not find it run on unseen. */
static void
test_closed_before (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = NULL;
  Gate gate;

  choose_pictures (fixture);
  other = interrupt_plan (fixture);
  close_gate (&gate, fixture->worker);
  susun_wizard_resume (fixture->wizard, other);
  susun_wizard_cancel (fixture->wizard);
  open_gate (&gate, fixture->worker);
  g_assert_null (susun_wizard_get_job (fixture->wizard));
}

/* --- the window */

typedef struct
{
  SusunThumbPool *thumbs;
  SusunWindow *window;
} Shown;

static void
show_window (Fixture *fixture, Shown *shown)
{
  AdwApplication *application = ADW_APPLICATION (g_application_get_default ());
  g_autoptr (SusunThumbCache) cache = susun_thumb_cache_new (fixture->folder);

  shown->thumbs = susun_thumb_pool_new (1, 1024, cache);
  shown->window = susun_window_new (application, fixture->worker, fixture->reader, fixture->reader,
                                    shown->thumbs, fixture->settings, fixture->folder);
  gtk_window_present (GTK_WINDOW (shown->window));
  settle ();
}

static void
close_window (Fixture *fixture, Shown *shown)
{
  gtk_window_destroy (GTK_WINDOW (shown->window));
  wait_for (fixture->reader);
  wait_for (fixture->worker);
  susun_thumb_pool_stop (shown->thumbs);
  g_object_unref (shown->thumbs);
}

/* Who looks at the history in between finds the folders that were chosen. */
static void
test_back_to_choices (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  Shown shown;
  GtkWidget *window;

  show_window (fixture, &shown);
  window = GTK_WIDGET (shown.window);
  susun_window_add_files (shown.window, &folder, 1);
  while (g_strcmp0 (susun_window_get_page (shown.window), "choose") != 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_activate_action (window, "win.history", NULL));
  g_assert_cmpstr (susun_window_get_page (shown.window), ==, "history");
  g_assert_true (gtk_widget_activate_action (window, "win.back", NULL));
  g_assert_cmpstr (susun_window_get_page (shown.window), ==, "choose");
  g_assert_true (gtk_widget_activate_action (window, "win.back", NULL));
  g_assert_cmpstr (susun_window_get_page (shown.window), ==, "home");
  g_assert_true (gtk_widget_activate_action (window, "win.history", NULL));
  g_assert_true (gtk_widget_activate_action (window, "win.back", NULL));
  g_assert_cmpstr (susun_window_get_page (shown.window), ==, "home");
  close_window (fixture, &shown);
}

/* Pressed twice while the history is slow to answer: one question. */
static void
test_one_question (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  guint questions = 0;
  Shown shown;
  Gate gate;

  choose_pictures (fixture);
  susun_wizard_review (fixture->wizard);
  wait_for_job (fixture);
  susun_wizard_organize (fixture->wizard);
  wait_for (fixture->worker);
  wait_for_job (fixture);
  show_window (fixture, &shown);
  close_gate (&gate, fixture->reader);
  gtk_widget_activate_action (GTK_WIDGET (shown.window), "win.undo-last", NULL);
  gtk_widget_activate_action (GTK_WIDGET (shown.window), "win.undo-last", NULL);
  open_gate (&gate, fixture->reader);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      questions += ADW_IS_MESSAGE_DIALOG (window);
    }
  g_assert_cmpuint (questions, ==, 1);
  close_window (fixture, &shown);
}

/* Names of folders have signs that mean something elsewhere. */
static void
test_toast (Fixture *fixture, gconstpointer data)
{
  const char *sentence = "“Mum & Dad <3” is no folder that can be reached from here.";
  Shown shown;

  show_window (fixture, &shown);
  susun_window_say (shown.window, sentence);
  settle ();
  g_assert_true (is_shown (GTK_WIDGET (shown.window), sentence));
  close_window (fixture, &shown);
}

/* A long one is said to its end, in the narrowest window. */
static void
test_long_toast (Fixture *fixture, gconstpointer data)
{
  const char *sentence
      = "Another Susun is working with this history (/home/ali/history.db). Nothing "
        "was touched. Wait until it has finished, then try again.";
  graphene_rect_t label, window;
  GtkWidget *found;
  Shown shown;

  g_settings_set_int (fixture->settings, "window-width", 360);
  show_window (fixture, &shown);
  while (gtk_widget_get_width (GTK_WIDGET (shown.window)) == 0)
    g_main_context_iteration (NULL, TRUE);
  susun_window_say (shown.window, sentence);
  found = find_widget (GTK_WIDGET (shown.window), GTK_TYPE_LABEL, sentence);
  while (gtk_widget_get_height (found) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (found))));
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (found))), >, 1);
  g_assert_true (gtk_widget_compute_bounds (found, GTK_WIDGET (shown.window), &label));
  g_assert_true (
      gtk_widget_compute_bounds (GTK_WIDGET (shown.window), GTK_WIDGET (shown.window), &window));
  g_assert_true (graphene_rect_contains_rect (&window, &label));
  close_window (fixture, &shown);
  g_settings_reset (fixture->settings, "window-width");
}

/* What cannot be opened is said where it was asked for. */
static void
test_open_from_preferences (Fixture *fixture, gconstpointer data)
{
  SusunPreferences *preferences = susun_preferences_new (fixture->settings, fixture->worker);
  g_autofree char *path = g_build_filename (fixture->folder, "nothing", NULL);
  g_autofree char *sentence
      = g_strdup_printf ("“%s” is not there now. Is its disk connected?", path);

  gtk_window_present (GTK_WINDOW (preferences));
  susun_open_path (GTK_WIDGET (preferences), path);
  while (!is_shown (GTK_WIDGET (preferences), sentence))
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (preferences));
}

/* --- duplicates */

/* Nothing is said of the archive before it is known. */
static void
test_duplicates_unread (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = g_object_ref_sink (g_object_new (SUSUN_TYPE_DUPLICATES_VIEW, NULL));
  g_autoptr (SusunThumbCache) cache = susun_thumb_cache_new (fixture->folder);
  g_autoptr (SusunThumbPool) thumbs = susun_thumb_pool_new (1, 1024, cache);
  Gate gate;

  susun_duplicates_view_set_wizard (SUSUN_DUPLICATES_VIEW (view), fixture->wizard, fixture->reader,
                                    thumbs);
  close_gate (&gate, fixture->reader);
  susun_duplicates_view_show (SUSUN_DUPLICATES_VIEW (view), "no-such-run");
  g_assert_false (is_shown (view, "No Duplicates"));
  open_gate (&gate, fixture->reader);
  g_assert_false (is_shown (view, "No Duplicates"));
  g_object_unref (view);
  susun_thumb_pool_stop (thumbs);
}

/* --- what leaves the computer */

static void
test_remote (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *endpoint;
    gboolean remote;
  } rows[] = {
    { "", FALSE },
    { "http://localhost:11434/v1", FALSE },
    { "http://127.0.0.1:11434/v1", FALSE },
    { "http://[::1]:11434/v1", FALSE },
    { "https://127.0.0.1.example.org/v1", TRUE },
    { "https://ai.example.org/v1", TRUE },
  };

  g_settings_set_string (fixture->settings, "ai-provider", "openai-compatible");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_settings_set_string (fixture->settings, "ai-endpoint", rows[i].endpoint);
      g_test_message ("%s", rows[i].endpoint);
      g_assert_cmpint (susun_ai_setup_is_remote (fixture->settings), ==, rows[i].remote);
    }
  g_settings_reset (fixture->settings, "ai-endpoint");
  g_settings_reset (fixture->settings, "ai-provider");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("nothing comes any more");
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  g_setenv ("GSETTINGS_SCHEMA_DIR", argv[1], TRUE);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  adw_init ();
  application = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_set_default (G_APPLICATION (application));
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_timeout_add_seconds (300, too_late_cb, NULL);
  g_test_add_func ("/moments/zone-at-once", test_zone_at_once);
  add ("/moments/trial-is-over", test_trial_is_over);
  add ("/moments/archive-elsewhere", test_archive_elsewhere);
  g_test_add_func ("/moments/today", test_today);
  add ("/moments/own-layout", test_own_layout);
  add ("/moments/other-run", test_other_run);
  add ("/moments/two-commands", test_two_commands);
  add ("/moments/closed-before", test_closed_before);
  add ("/moments/back-to-choices", test_back_to_choices);
  add ("/moments/one-question", test_one_question);
  add ("/moments/toast", test_toast);
  add ("/moments/long-toast", test_long_toast);
  add ("/moments/open-from-preferences", test_open_from_preferences);
  add ("/moments/duplicates-unread", test_duplicates_unread);
  add ("/moments/remote", test_remote);
  return g_test_run ();
}
