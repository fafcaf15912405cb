// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/review/susun-review-page.h"

#include <glib/gi18n.h>

#include "ui/review/susun-month-bars.h"
#include "ui/review/susun-photo-grid.h"
#include "ui/review/susun-review-details.h"
#include "ui/review/susun-review-private.h"
#include "ui/susun-nothing.h"
#include "ui/susun-page.h"
#include "ui/susun-wrap-box.h"

/* How often the numbers of a running job move. */
#define REFRESH_MS 200

/* A plan that is made anew sooner than this needs no word. */
#define QUIET_MS 600

enum
{
  PROP_FILTER = 1,
  PROP_YEAR,
  PROP_SORT,
  PROP_SHOW_DETAILS,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

static void susun_review_page_page_init (SusunPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SusunReviewPage, susun_review_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SUSUN_TYPE_PAGE, susun_review_page_page_init))

/* --- what is shown */

void
susun_review_page_ask (SusunReviewPage *self)
{
  SusunViewQuery query = {
    .run = self->run,
    .filter = self->filter,
    .pictures = TRUE,
    .year = self->year,
    .month = self->month,
    .years = self->years,
    .search = self->text,
    .order = susun_review_sorts[self->sort].order,
    .descending = susun_review_sorts[self->sort].descending,
  };

  g_clear_pointer (&self->unreadable, g_free);
  if (self->model != NULL)
    susun_item_model_set_query (self->model, self->run != 0 ? &query : NULL);
}

static void
show_run (SusunReviewPage *self)
{
  gint64 run = susun_wizard_get_reviewed_run (self->wizard);

  if (run == self->run)
    return;
  self->run = run;
  susun_review_page_show_all (self);
  susun_review_page_show_counts (self);
}

/* --- pages of the stack */

static gboolean
is_scanning (SusunReviewPage *self)
{
  return self->job != NULL && !susun_wizard_is_correcting (self->wizard);
}

static void
show_nothing (SusunReviewPage *self)
{
  const SusunNothing nothing = {
    .failed = _ ("Could Not Look for Pictures"),
    .cancelled = _ ("Nothing was copied or changed."),
    .icon = "image-missing-symbolic",
    .title = _ ("No Pictures Found"),
    .description = _ ("There are no photos or videos of the chosen kinds in these folders."),
  };

  susun_nothing_show (&nothing, susun_wizard_get_outcome (self->wizard, SUSUN_STAGE_REVIEW),
                      self->unreadable, ADW_STATUS_PAGE (self->nothing));
}

static void
show_stack_page (SusunReviewPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  const char *name = "pictures";

  if (n == 0 && is_scanning (self))
    name = susun_review_page_is_filtered (self) && self->run != 0 ? "no-match" : "looking";
  else if (n == 0 && susun_item_model_get_busy (self->model))
    return;
  else if (n == 0 && susun_review_page_is_filtered (self) && self->unreadable == NULL)
    name = "no-match";
  else if (n == 0)
    {
      name = "nothing";
      show_nothing (self);
    }
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), g_str_equal (name, "looking"));
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), name);
  gtk_widget_set_visible (
      self->chips, self->run != 0 && (!g_str_equal (name, "nothing") || self->unreadable != NULL));
}

/* What can be done depends on its row, which may be read only later. @stub: (nullable) */
static void
follow_first (SusunReviewPage *self, SusunItemStub *stub)
{
  if (self->first != NULL)
    g_clear_signal_handler (&self->first_handler, self->first);
  g_set_object (&self->first, stub);
  if (stub != NULL)
    self->first_handler = g_signal_connect_swapped (
        stub, "notify::item", G_CALLBACK (susun_review_page_update_commands), self);
}

static void
show_selection (SusunReviewPage *self)
{
  g_autoptr (GtkBitset) positions = gtk_selection_model_get_selection (self->selection);
  guint64 selected = gtk_bitset_get_size (positions);
  g_autoptr (SusunItemStub) stub = NULL;
  g_autofree char *text = NULL;

  if (selected > 0)
    stub = g_list_model_get_item (G_LIST_MODEL (self->model), gtk_bitset_get_minimum (positions));
  follow_first (self, stub);
  susun_review_details_show (SUSUN_REVIEW_DETAILS (self->details), stub, selected);
  text = selected > 0 ? g_strdup_printf (
             ngettext ("%'lu selected", "%'lu selected", (gulong) selected), (gulong) selected)
                      : g_strdup (_ ("Select pictures to set them right"));
  gtk_label_set_text (GTK_LABEL (self->selected), text);
  susun_review_page_update_commands (self);
}

void
susun_review_page_update (SusunReviewPage *self)
{
  susun_photo_grid_set_busy (SUSUN_PHOTO_GRID (self->grid),
                             susun_item_model_get_busy (self->model));
  show_stack_page (self);
  show_selection (self);
}

/* --- the job that fills it */

static void
show_progress (SusunReviewPage *self)
{
  SusunProgress progress;
  g_autofree char *text = NULL;
  gboolean quiet = susun_wizard_is_correcting (self->wizard)
                   && g_get_monotonic_time () - self->job_started < QUIET_MS * 1000;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->progress_revealer),
                                 self->job != NULL && !quiet);
  if (self->job == NULL)
    return;
  susun_job_get_progress (self->job, &progress);
  if (progress.total_files > 0)
    gtk_progress_bar_set_fraction (
        GTK_PROGRESS_BAR (self->bar),
        CLAMP ((double) progress.files / (double) progress.total_files, 0.0, 1.0));
  else
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));
  if (susun_wizard_is_cancelling (self->wizard))
    text = g_strdup (_ ("Stopping…"));
  else if (progress.files > 0)
    /* Translators: what is being done, and how many files are done: "Looking for pictures · 1,204"
     */
    text = g_strdup_printf (_ ("%s · %'lu"), susun_phase_label (progress.phase),
                            (gulong) progress.files);
  else
    text = g_strdup (susun_phase_label (progress.phase));
  gtk_label_set_text (GTK_LABEL (self->progress), text);
  gtk_button_set_label (GTK_BUTTON (self->pause), progress.paused ? _ ("_Continue") : _ ("_Pause"));
}

static gboolean
refresh_cb (gpointer user_data)
{
  show_progress (user_data);
  return G_SOURCE_CONTINUE;
}

static void
follow (SusunReviewPage *self, SusunJob *job)
{
  if (self->job != NULL)
    g_clear_signal_handler (&self->job_handler, self->job);
  g_set_object (&self->job, job);
  if (self->model != NULL)
    susun_item_model_follow (self->model, job);
  if (job != NULL && self->refresh == 0)
    self->refresh = g_timeout_add (REFRESH_MS, refresh_cb, self);
  else if (job == NULL)
    g_clear_handle_id (&self->refresh, g_source_remove);
}

static void
job_changed_cb (SusunReviewPage *self)
{
  SusunJob *job = susun_wizard_get_job (self->wizard);
  gboolean mine = susun_wizard_get_stage (self->wizard) == SUSUN_STAGE_REVIEW;

  if (job != NULL && !mine)
    return;
  follow (self, job);
  if (job != NULL)
    {
      self->job_started = g_get_monotonic_time ();
      /* With its first rows a run is there to be looked at. */
      self->job_handler
          = g_signal_connect_swapped (job, "items-added", G_CALLBACK (show_run), self);
      if (is_scanning (self))
        {
          self->run = 0;
          susun_review_page_show_all (self);
          susun_review_page_show_counts (self);
        }
    }
  else
    {
      show_run (self);
      g_clear_pointer (&self->unreadable, g_free);
      susun_item_model_refresh (self->model);
    }
  show_progress (self);
  susun_review_page_update (self);
}

static void
wizard_changed_cb (SusunReviewPage *self)
{
  if (self->job == NULL)
    show_run (self);
  susun_review_page_update (self);
}

/* --- what a person does */

static void
search_changed_cb (SusunReviewPage *self)
{
  g_free (self->text);
  self->text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  susun_review_page_ask (self);
}

static void
bar_chosen_cb (SusunReviewPage *self, int year, int month, int years)
{
  self->month = month;
  self->years = years;
  self->year = year;
  susun_review_page_ask (self);
  susun_review_page_show_counts (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_YEAR]);
}

static void
activated_cb (SusunReviewPage *self, guint position)
{
  adw_flap_set_reveal_flap (ADW_FLAP (self->flap), TRUE);
}

static void
flap_changed_cb (SusunReviewPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_DETAILS]);
}

static void
failed_cb (SusunReviewPage *self, const GError *error)
{
  g_free (self->unreadable);
  self->unreadable = g_strdup (error->message);
  g_signal_emit_by_name (self->wizard, "failed", error->message);
}

static void
susun_review_page_search (SusunPage *page)
{
  SusunReviewPage *self = SUSUN_REVIEW_PAGE (page);

  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->search_bar), TRUE);
  gtk_widget_grab_focus (self->search);
}

static void
susun_review_page_toggle_details (SusunPage *page)
{
  SusunReviewPage *self = SUSUN_REVIEW_PAGE (page);

  adw_flap_set_reveal_flap (ADW_FLAP (self->flap),
                            !adw_flap_get_reveal_flap (ADW_FLAP (self->flap)));
}

static void
susun_review_page_page_init (SusunPageInterface *iface)
{
  iface->search = susun_review_page_search;
  iface->toggle_details = susun_review_page_toggle_details;
}

/* --- the widget */

static void
susun_review_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SusunReviewPage *self = SUSUN_REVIEW_PAGE (object);

  switch (id)
    {
    case PROP_FILTER:
      g_value_set_string (value, susun_item_filter_nick (self->filter));
      break;
    case PROP_YEAR:
      g_value_set_int (value, self->year);
      break;
    case PROP_SORT:
      g_value_set_string (value, susun_review_sorts[self->sort].nick);
      break;
    case PROP_SHOW_DETAILS:
      g_value_set_boolean (value, adw_flap_get_reveal_flap (ADW_FLAP (self->flap)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
susun_review_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SusunReviewPage *self = SUSUN_REVIEW_PAGE (object);
  SusunItemFilter filter;

  switch (id)
    {
    case PROP_FILTER:
      if (!susun_item_filter_from_nick (g_value_get_string (value), &filter)
          || filter == self->filter)
        return;
      self->filter = filter;
      break;
    case PROP_YEAR:
      if (self->year == g_value_get_int (value) && self->month == 0 && self->years <= 1)
        return;
      self->year = g_value_get_int (value);
      self->month = 0;
      self->years = 1;
      break;
    case PROP_SORT:
      if (!susun_review_page_set_sort (self, g_value_get_string (value)))
        return;
      break;
    case PROP_SHOW_DETAILS:
      adw_flap_set_reveal_flap (ADW_FLAP (self->flap), g_value_get_boolean (value));
      return;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  susun_review_page_ask (self);
  if (self->model != NULL)
    susun_review_page_show_counts (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
susun_review_page_dispose (GObject *object)
{
  SusunReviewPage *self = SUSUN_REVIEW_PAGE (object);

  follow (self, NULL);
  follow_first (self, NULL);
  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->wizard);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_REVIEW_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->year_menu, g_free);
  g_clear_pointer (&self->unreadable, g_free);
  g_clear_pointer (&self->kept, g_array_unref);
  G_OBJECT_CLASS (susun_review_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, search);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, flap);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, details);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, chart);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, chips);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, years_button);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, sort_button);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, pages);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, grid);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, bar);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, progress);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, pause);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, selected);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, set_date);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, leave_out);
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, put_back);
}

static void
susun_review_page_class_init (SusunReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  g_type_ensure (SUSUN_TYPE_MONTH_BARS);
  g_type_ensure (SUSUN_TYPE_PHOTO_GRID);
  g_type_ensure (SUSUN_TYPE_REVIEW_DETAILS);
  g_type_ensure (SUSUN_TYPE_WRAP_BOX);
  object_class->get_property = susun_review_page_get_property;
  object_class->set_property = susun_review_page_set_property;
  object_class->dispose = susun_review_page_dispose;
  properties[PROP_FILTER] = g_param_spec_string ("filter", NULL, NULL, "all", flags);
  properties[PROP_YEAR] = g_param_spec_int ("year", NULL, NULL, 0, 9999, 0, flags);
  properties[PROP_SORT]
      = g_param_spec_string ("sort", NULL, NULL, susun_review_sorts[0].nick, flags);
  properties[PROP_SHOW_DETAILS] = g_param_spec_boolean ("show-details", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/review/susun-review-page.ui");
  bind_children (widget_class);
  susun_review_page_install_commands (widget_class);
}

static void
susun_review_page_init (SusunReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  susun_review_page_make_filters (self);
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->search_bar), GTK_EDITABLE (self->search));
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->chart, "chosen", G_CALLBACK (bar_chosen_cb), self);
  g_signal_connect_swapped (self->grid, "activate", G_CALLBACK (activated_cb), self);
  g_signal_connect_swapped (self->flap, "notify::reveal-flap", G_CALLBACK (flap_changed_cb), self);
}

void
susun_review_page_set_wizard (SusunReviewPage *self, SusunWizard *wizard, SusunWorker *reader,
                              SusunWorker *counter, SusunThumbPool *thumbs)
{
  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  self->model = susun_item_model_new (reader, counter);
  self->selection
      = GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->model))));
  susun_photo_grid_set_model (SUSUN_PHOTO_GRID (self->grid), self->selection, thumbs);
  susun_review_details_set_pool (SUSUN_REVIEW_DETAILS (self->details), thumbs);
  g_signal_connect_swapped (self->model, "notify::counts",
                            G_CALLBACK (susun_review_page_show_counts), self);
  g_signal_connect_swapped (self->model, "notify::busy", G_CALLBACK (susun_review_page_update),
                            self);
  g_signal_connect_swapped (self->model, "replacing", G_CALLBACK (susun_review_page_keep_selection),
                            self);
  /* After the selection's own: it was made first. */
  g_signal_connect_swapped (self->model, "items-changed",
                            G_CALLBACK (susun_review_page_find_selection), self);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (show_stack_page), self);
  g_signal_connect_swapped (self->model, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (show_selection),
                            self);
  g_signal_connect_swapped (wizard, "notify::job", G_CALLBACK (job_changed_cb), self);
  g_signal_connect_swapped (wizard, "changed", G_CALLBACK (wizard_changed_cb), self);
  susun_review_page_update (self);
}
