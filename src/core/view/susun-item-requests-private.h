// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-worker.h"
#include "core/view/susun-item-row-private.h"
#include "core/view/susun-view-counts.h"

G_BEGIN_DECLS

/*
 * What a SusunItemModel asks of its workers, and what they answer. All are values; the functions
 * are entry points of SusunWorker whose task has the question as its data.
 */

typedef struct
{
  SusunViewQuery *query; /* (owned) */
  gint64 after;          /* with growing: the last item that was seen */
  gboolean growing;
  guint generation;
  SusunViewCounts *since; /* (owned) (nullable): with counting */
} SusunItemRequest;

typedef struct
{
  GArray *ids; /* (owned) (element-type gint64) */
  gint64 until;
} SusunItemListing;

typedef struct
{
  GArray *ids; /* (owned) (element-type gint64) */
  guint edition;
} SusunItemPage;

void susun_item_request_free (gpointer data);
void susun_item_listing_free (gpointer data);
void susun_item_page_free (gpointer data);

/* Of a SusunItemPage. Returns to the task: (element-type SusunItemRow) */
void susun_item_page_in_worker (GTask *task, SusunStore *store, const GError *store_error);

/* Of a SusunItemRequest. Return a SusunItemListing and SusunViewCounts; stopped by cancelling. */
void susun_item_list_in_worker (GTask *task, SusunStore *store, const GError *store_error);
void susun_item_count_in_worker (GTask *task, SusunStore *store, const GError *store_error);

G_END_DECLS
