// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-job.h"
#include "core/job/susun-worker.h"
#include "core/view/susun-item-stub.h"
#include "core/view/susun-view-counts.h"
#include "core/view/susun-view-query.h"

G_BEGIN_DECLS

/**
 * SusunItemModel: a GListModel of SusunItemStub over the items of a run, up to millions.
 *
 * It is an array of ids (8 bytes an item). get_item() gives a stub at once, the same one while
 * somebody holds it; a page of 200 around it is read on a worker and fills the stubs that are
 * alive. Nothing here waits, and no SQL runs on the thread of the model.
 *
 * A changed query is answered as a whole: until then the old rows stay. An answer to an older query
 * is dropped, its SQL stopped. What changed is told with one "items-changed", as small as one
 * splice can be; before it comes the signal "replacing", for who wants to find again by its id what
 * stands elsewhere then.
 *
 * Properties: "busy" (gboolean): an answer to a query is awaited; "counts" changed. Signal "failed"
 * (const GError *): something could not be read; never for what was cancelled. All in the context
 * that was the thread's default when the model was made.
 */
#define SUSUN_TYPE_ITEM_MODEL (susun_item_model_get_type ())
G_DECLARE_FINAL_TYPE (SusunItemModel, susun_item_model, SUSUN, ITEM_MODEL, GObject)

#define SUSUN_ITEM_PAGE 200  /* rows that are read together */
#define SUSUN_ITEM_ROWS 2000 /* rows that are kept beside those of stubs that are alive */

/* Workers with a read-only store: @pages fills stubs, @queries lists and counts, which takes up to
 * a second for a million items. They may be the same one; then scrolling waits for counting.
 * Returns: (transfer full): an empty model */
SusunItemModel *susun_item_model_new (SusunWorker *pages, SusunWorker *queries);

/* Shows what @query asks for; NULL: nothing. The same query again does nothing. */
void susun_item_model_set_query (SusunItemModel *self, const SusunViewQuery *query);

/* Returns: (transfer none) (nullable): the last one that was set */
const SusunViewQuery *susun_item_model_get_query (SusunItemModel *self);

/* Asks and reads all anew, after something was planned, applied or decided. Rows stay as they were
 * until the answers come. */
void susun_item_model_refresh (SusunItemModel *self);

/* Grows with every "items-added" of @job: new items are appended in the order they were found,
 * whatever the order of the query, so that nothing moves under the eyes of who looks. When the job
 * has ended: susun_item_model_refresh(). NULL: follows none. */
void susun_item_model_follow (SusunItemModel *self, SusunJob *job);

/* Returns: (transfer none) (nullable): NULL until the first count; notify::counts */
const SusunViewCounts *susun_item_model_get_counts (SusunItemModel *self);
gboolean susun_item_model_get_busy (SusunItemModel *self);

/* Without making a stub: for what is done to a selection. Returns: 0 beyond the end */
gint64 susun_item_model_get_item_id (SusunItemModel *self, guint position);

/* Where an item stands now. FALSE when it is not in the list. */
gboolean susun_item_model_find (SusunItemModel *self, gint64 id, guint *position);

G_END_DECLS
