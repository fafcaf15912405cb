// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/review/susun-review-page.h"

#include "core/view/susun-item-model.h"

struct _SusunReviewPage
{
  AdwBin parent_instance;

  SusunWizard *wizard;   /* (owned) */
  SusunItemModel *model; /* (owned) */
  gint64 run;            /* what it shows, 0 for nothing */
  SusunJob *job;         /* (owned) (nullable): the one that fills it */
  gulong job_handler;

  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (SusunReviewPage, susun_review_page, ADW_TYPE_BIN)

static void
follow (SusunReviewPage *self, SusunJob *job)
{
  if (self->job != NULL)
    g_clear_signal_handler (&self->job_handler, self->job);
  g_set_object (&self->job, job);
  if (self->model != NULL)
    susun_item_model_follow (self->model, job);
}

static void
susun_review_page_init (SusunReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
susun_review_page_dispose (GObject *object)
{
  SusunReviewPage *self = SUSUN_REVIEW_PAGE (object);

  follow (self, NULL);
  if (self->wizard != NULL)
    g_signal_handlers_disconnect_by_data (self->wizard, self);
  g_clear_object (&self->wizard);
  gtk_widget_dispose_template (GTK_WIDGET (self), SUSUN_TYPE_REVIEW_PAGE);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (susun_review_page_parent_class)->dispose (object);
}

static void
susun_review_page_class_init (SusunReviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (SUSUN_TYPE_ITEM_STUB);
  G_OBJECT_CLASS (klass)->dispose = susun_review_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/susun/Susun/review/susun-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SusunReviewPage, grid);
}

static void
show_run (SusunReviewPage *self)
{
  gint64 run = susun_wizard_get_reviewed_run (self->wizard);
  SusunViewQuery query = { .run = run, .pictures = TRUE };

  if (run == self->run)
    return;
  self->run = run;
  susun_item_model_set_query (self->model, run != 0 ? &query : NULL);
}

/* With its first rows a run is there to be looked at. */
static void
items_added_cb (SusunReviewPage *self)
{
  show_run (self);
}

static void
job_changed_cb (SusunReviewPage *self)
{
  SusunJob *job = susun_wizard_get_job (self->wizard);

  if (job != NULL && susun_wizard_get_stage (self->wizard) != SUSUN_STAGE_REVIEW)
    return;
  follow (self, job);
  if (job != NULL)
    {
      self->job_handler
          = g_signal_connect_swapped (job, "items-added", G_CALLBACK (items_added_cb), self);
      return;
    }
  show_run (self);
  susun_item_model_refresh (self->model);
}

void
susun_review_page_set_wizard (SusunReviewPage *self, SusunWizard *wizard, SusunWorker *reader,
                              SusunWorker *counter)
{
  g_autoptr (GtkMultiSelection) selection = NULL;

  g_return_if_fail (self->wizard == NULL);
  self->wizard = g_object_ref (wizard);
  self->model = susun_item_model_new (reader, counter);
  selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_grid_view_set_model (GTK_GRID_VIEW (self->grid), GTK_SELECTION_MODEL (selection));
  g_signal_connect_swapped (wizard, "notify::job", G_CALLBACK (job_changed_cb), self);
  g_signal_connect_swapped (wizard, "changed", G_CALLBACK (show_run), self);
}
