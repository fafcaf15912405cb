// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-item-requests-private.h"

void
susun_item_request_free (gpointer data)
{
  SusunItemRequest *request = data;

  susun_view_query_free (request->query);
  g_clear_pointer (&request->since, susun_view_counts_unref);
  g_free (request);
}

void
susun_item_listing_free (gpointer data)
{
  SusunItemListing *listing = data;

  g_array_unref (listing->ids);
  g_free (listing);
}

void
susun_item_page_free (gpointer data)
{
  SusunItemPage *page = data;

  g_array_unref (page->ids);
  g_free (page);
}

void
susun_item_page_in_worker (GTask *task, SusunStore *store, const GError *store_error)
{
  const SusunItemPage *page = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *rows;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (store_error != NULL)
    {
      g_task_return_error (task, g_error_copy (store_error));
      return;
    }
  rows = susun_item_rows_read (store, (const gint64 *) page->ids->data, page->ids->len, &error);
  if (rows == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
}

/* A list that is sorted otherwise than by id is asked for whole; what is added later comes by id.
 */
static GArray *
list_ids (SusunStore *store, const SusunItemRequest *request, gint64 until, GError **error)
{
  SusunItemQuery items;

  susun_view_query_to_items (request->query, &items);
  if (request->growing)
    {
      items.order = SUSUN_ORDER_ID;
      items.descending = FALSE;
      items.after = request->after;
    }
  items.until = until;
  return susun_store_list_item_ids (store, &items, error);
}

void
susun_item_list_in_worker (GTask *task, SusunStore *store, const GError *store_error)
{
  const SusunItemRequest *request = g_task_get_task_data (task);
  GError *error = NULL;
  GArray *ids = NULL;
  SusunItemListing *listing;
  gint64 until;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (store_error != NULL)
    {
      g_task_return_error (task, g_error_copy (store_error));
      return;
    }
  susun_store_watch (store, g_task_get_cancellable (task));
  until = susun_store_last_item (store, request->query->run, &error);
  if (until == 0 || (request->growing && until == request->after))
    ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  else if (until > 0)
    ids = list_ids (store, request, until, &error);
  susun_store_watch (store, NULL);
  if (ids == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  listing = g_new0 (SusunItemListing, 1);
  listing->ids = ids;
  listing->until = until;
  g_task_return_pointer (task, listing, susun_item_listing_free);
}

void
susun_item_count_in_worker (GTask *task, SusunStore *store, const GError *store_error)
{
  const SusunItemRequest *request = g_task_get_task_data (task);
  SusunViewCounts *counts;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (store_error != NULL)
    {
      g_task_return_error (task, g_error_copy (store_error));
      return;
    }
  susun_store_watch (store, g_task_get_cancellable (task));
  counts = susun_view_counts_read (store, request->query, request->since, &error);
  susun_store_watch (store, NULL);
  if (counts == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, counts, (GDestroyNotify) susun_view_counts_unref);
}
