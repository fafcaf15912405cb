// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

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
  guint refresh; /* source id while a job runs */
  gboolean rewind; /* the first row comes into sight */
  gboolean fixed;
  gboolean showing; /* what changes is not what its user does */

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
};

/* --- the page (susun-titles-page.c) */

/* All that depends on the state: enabled commands, what is written where. */
void susun_titles_page_update (SusunTitlesPage *self);

G_END_DECLS
