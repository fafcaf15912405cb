// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/view/susun-item-model.h"
#include "ui/review/susun-review-page.h"

G_BEGIN_DECLS

#define SUSUN_REVIEW_FILTERS 7

struct _SusunReviewPage
{
  AdwBin parent_instance;

  SusunWizard *wizard;          /* (owned) */
  SusunItemModel *model;        /* (owned) */
  GtkSelectionModel *selection; /* (owned) */
  gint64 run;                   /* what it shows, 0 for nothing */
  SusunJob *job;                /* (owned) (nullable): the one that fills it */
  gulong job_handler;
  guint refresh; /* source id while a job runs */
  gint64 job_started;

  /* what of the run is shown */
  SusunItemFilter filter;
  int year; /* 0: any */
  int month;
  int years;  /* from year on */
  guint sort; /* index of susun_review_sorts */
  char *text; /* (owned) (nullable): in the name */

  char *unreadable; /* (owned) (nullable): why what was asked for could not be read */

  char *year_menu; /* (owned) (nullable): which years stand in the menu */

  SusunItemStub *first; /* (owned) (nullable): of those selected */
  gulong first_handler;

  GArray *kept;    /* (owned) (nullable) (element-type gint64): selected, while the list changes */
  gboolean sorted; /* the list will come in another order */
  gboolean at_top; /* it was, before it changed */

  GtkWidget *search_bar;
  GtkWidget *search;
  GtkWidget *flap;
  GtkWidget *details;
  GtkWidget *chart;
  GtkWidget *chips;
  GtkWidget *years_button;
  GtkWidget *sort_button;
  GtkWidget *filter_buttons[SUSUN_REVIEW_FILTERS];
  GtkWidget *pages;
  GtkWidget *grid;
  GtkWidget *spinner;
  GtkWidget *nothing;
  GtkWidget *progress_revealer;
  GtkWidget *bar;
  GtkWidget *progress;
  GtkWidget *pause;
  GtkWidget *selected;
  GtkWidget *set_date;
  GtkWidget *leave_out;
  GtkWidget *put_back;
};

/* --- the page (susun-review-page.c) */

/* Asks for what the filter, the year and the text say. */
void susun_review_page_ask (SusunReviewPage *self);

/* All that depends on the state: enabled commands, what is written where. */
void susun_review_page_update (SusunReviewPage *self);

/* --- chips, chart, years, order (susun-review-filters.c) */

typedef struct
{
  const char *nick; /* of the action "review.sort" */
  const char *label;
  SusunItemOrder order;
  gboolean descending;
} SusunReviewSort;

#define SUSUN_REVIEW_SORTS 4
extern const SusunReviewSort susun_review_sorts[SUSUN_REVIEW_SORTS];

void susun_review_page_make_filters (SusunReviewPage *self);
void susun_review_page_show_counts (SusunReviewPage *self);

/* @nick: of one of the orders; FALSE when it is none, or the one it is */
gboolean susun_review_page_set_sort (SusunReviewPage *self, const char *nick);

/* Is less than all of the run shown? */
gboolean susun_review_page_is_filtered (SusunReviewPage *self);
void susun_review_page_show_all (SusunReviewPage *self);

/* --- what is done to a selection (susun-review-commands.c) */

/* The list is about to change, and has changed: what is selected stays so, wherever it stands. */
void susun_review_page_keep_selection (SusunReviewPage *self);
void susun_review_page_find_selection (SusunReviewPage *self);

void susun_review_page_install_commands (GtkWidgetClass *klass);
void susun_review_page_update_commands (SusunReviewPage *self);

G_END_DECLS
