// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/titles/susun-title-asking.h"
#include "ui/titles/susun-title-list.h"
#include "ui/titles/susun-titles-page.h"

G_BEGIN_DECLS

struct _SusunTitlesPage
{
  AdwBin parent_instance;

  SusunWizard *wizard;    /* (owned) */
  SusunWorker *reader;    /* (owned) */
  SusunThumbPool *thumbs; /* (owned) */
  GSettings *settings;    /* (owned) */
  SusunTitleList *list;   /* (owned) */
  GHashTable *cells;      /* (element-type SusunTitleCell): those that show something */
  guint looking;          /* source id: what can be seen is asked for soon */
  guint updating;         /* source id: numbers are counted soon */
  SusunJob *job;          /* (owned) (nullable): the one that fills it */
  gulong job_handler;
  guint refresh;   /* source id while a job runs */
  gboolean rewind; /* the first row comes into sight */
  gboolean fixed;
  gboolean showing; /* what changes is not what its user does */

  /* the AI */
  GCancellable *finding;    /* (owned) (nullable): the key is looked for */
  SusunTitleAsking *asking; /* (owned) (nullable) */
  guint ai_refresh;         /* source id while it is asked */

  GtkWidget *progress_revealer;
  GtkWidget *bar;
  GtkWidget *progress;
  GtkWidget *tools;
  GtkWidget *summary;
  GtkWidget *all;
  GtkWidget *letters;
  GtkWidget *pages;
  GtkWidget *scroller;
  GtkWidget *view;
  GtkWidget *spinner;
  GtkWidget *nothing;
  GtkWidget *ai_bar;
  GtkWidget *ai_spinner;
  GtkWidget *ai_state;
  GtkWidget *ai_stop;
  GtkWidget *ai_take;
  GtkWidget *ai_refuse;
  GtkWidget *ai_close;
};

/* --- the page (susun-titles-page.c) */

/* All that depends on the state: enabled commands, what is written where. */
void susun_titles_page_update (SusunTitlesPage *self);

/* --- the AI (susun-titles-ai.c) */

void susun_titles_page_install_ai (GtkWidgetClass *klass);
void susun_titles_page_show_asking (SusunTitlesPage *self);

/* What it would still say is not heard. */
void susun_titles_page_end_asking (SusunTitlesPage *self);

G_END_DECLS
