// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-item-model.h"

#include "core/view/susun-item-requests-private.h"
#include "core/view/susun-item-stub-private.h"

struct _SusunItemModel
{
  GObject parent_instance;

  SusunWorker *pages;    /* (owned) */
  SusunWorker *queries;  /* (owned) */
  SusunViewQuery *query; /* (owned) (nullable) */

  GArray *ids;       /* (owned) (element-type gint64) */
  GHashTable *stubs; /* (element-type gint64 SusunItemStub): those that are alive, not owned */
  SusunRowCache *cache;

  /* Pages: one is being read, the others wait, the one that was asked for last comes first. */
  GQueue waiting;    /* (element-type SusunItemPage) */
  GHashTable *asked; /* (element-type gint64): what is in them, by the ids in their arrays */
  gboolean reading;
  guint edition;             /* counts up when what was read is old */
  GCancellable *cancellable; /* (owned): of the pages: until dispose */

  /* Listing and counting: an answer of another generation is of another query. */
  guint generation;
  GCancellable *listing; /* (owned) (nullable): while the answer is awaited */
  GCancellable *counting;
  gboolean busy;
  gint64 seen;             /* the last item that was looked at */
  SusunViewCounts *counts; /* (owned) (nullable) */
  guint counted;           /* generation of counts */

  SusunJob *job; /* (owned) (nullable) */
  gulong job_handler;
  gboolean grew; /* since the last listing began */
};

enum
{
  PROP_BUSY = 1,
  PROP_COUNTS,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_FAILED,
  SIGNAL_REPLACING,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void susun_item_model_list_init (GListModelInterface *iface);
static void read_next_page (SusunItemModel *self);
static void start_counting (SusunItemModel *self);
static void grow (SusunItemModel *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (SusunItemModel, susun_item_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      susun_item_model_list_init))

/* --- tasks: none keeps the model alive */

/* @data: (transfer full) */
static void
push (SusunItemModel *self, SusunWorker *worker, SusunWorkerFunc func, GCancellable *cancellable,
      GAsyncReadyCallback callback, gpointer data, GDestroyNotify free_data)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);
  g_autoptr (GTask) task = NULL;

  g_weak_ref_init (weak, self);
  task = g_task_new (NULL, cancellable, callback, weak);
  g_task_set_task_data (task, data, free_data);
  susun_worker_push (worker, task, func);
}

/* Returns: (transfer full) (nullable): NULL when the model is gone */
static SusunItemModel *
take_model (gpointer user_data)
{
  GWeakRef *weak = user_data;
  SusunItemModel *self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return self;
}

/* Nobody is told of what was cancelled, or that all is being closed. */
static void
tell_failure (SusunItemModel *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

/* --- pages */

static void
forget_page (SusunItemModel *self, const SusunItemPage *page)
{
  for (guint i = 0; i < page->ids->len; i++)
    g_hash_table_remove (self->asked, &g_array_index (page->ids, gint64, i));
}

/* @ids: (transfer full): at most a page of them */
static void
ask_for (SusunItemModel *self, GArray *ids)
{
  SusunItemPage *page = g_new0 (SusunItemPage, 1);

  page->ids = ids;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (self->asked, &g_array_index (ids, gint64, i));
  g_queue_push_head (&self->waiting, page);
}

/* Is any stub of it still alive? Who scrolls past a page does not wait for it. */
static gboolean
is_awaited (SusunItemModel *self, const SusunItemPage *page)
{
  for (guint i = 0; i < page->ids->len; i++)
    if (g_hash_table_contains (self->stubs, &g_array_index (page->ids, gint64, i)))
      return TRUE;
  return FALSE;
}

static void
fill_stubs (SusunItemModel *self, const GPtrArray *rows)
{
  /* What listens may let the model go. */
  for (guint i = 0; i < rows->len && self->cache != NULL; i++)
    {
      SusunItemRow *row = rows->pdata[i];
      SusunItemStub *stub;
      if (row == NULL)
        continue;
      susun_row_cache_add (self->cache, row);
      stub = g_hash_table_lookup (self->stubs, &row->item.id);
      if (stub == NULL)
        continue;
      g_object_ref (stub);
      susun_item_stub_fill (stub, row);
      g_object_unref (stub);
    }
}

static void
page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunItemModel) self = take_model (user_data);
  const SusunItemPage *page = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = g_task_propagate_pointer (G_TASK (result), &error);

  if (self == NULL || self->cache == NULL)
    return;
  self->reading = FALSE;
  /* With a new edition all that is alive was asked for anew. */
  if (page->edition == self->edition)
    {
      forget_page (self, page);
      if (rows != NULL)
        fill_stubs (self, rows);
      else
        tell_failure (self, error);
    }
  if (self->cache != NULL)
    read_next_page (self);
}

/* Of what waits, the page that was asked for last and that somebody still looks at. */
static void
read_next_page (SusunItemModel *self)
{
  SusunItemPage *page;

  while (!self->reading && (page = g_queue_pop_head (&self->waiting)) != NULL)
    {
      if (!is_awaited (self, page))
        {
          forget_page (self, page);
          susun_item_page_free (page);
          continue;
        }
      self->reading = TRUE;
      page->edition = self->edition;
      push (self, self->pages, susun_item_page_in_worker, self->cancellable, page_read_cb, page,
            susun_item_page_free);
    }
}

static void
want_page (SusunItemModel *self, guint position)
{
  guint first = position / SUSUN_ITEM_PAGE * SUSUN_ITEM_PAGE;
  guint end = MIN (first + SUSUN_ITEM_PAGE, self->ids->len);
  GArray *ids;

  if (g_hash_table_contains (self->asked, &g_array_index (self->ids, gint64, position)))
    return;
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), SUSUN_ITEM_PAGE);
  for (guint i = first; i < end; i++)
    {
      gint64 id = g_array_index (self->ids, gint64, i);
      const SusunItemStub *stub = g_hash_table_lookup (self->stubs, &id);
      if ((stub == NULL || stub->row == NULL) && !susun_row_cache_contains (self->cache, id)
          && !g_hash_table_contains (self->asked, &id))
        g_array_append_val (ids, id);
    }
  ask_for (self, ids);
  read_next_page (self);
}

/* Everything that was read is old: stubs that are alive keep it until they are filled again. */
static void
read_anew (SusunItemModel *self)
{
  GArray *ids = NULL;
  GHashTableIter iter;
  gpointer key;

  self->edition++;
  susun_row_cache_clear (self->cache);
  g_hash_table_remove_all (self->asked);
  g_queue_clear_full (&self->waiting, susun_item_page_free);
  g_hash_table_iter_init (&iter, self->stubs);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (ids == NULL)
        ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), SUSUN_ITEM_PAGE);
      g_array_append_vals (ids, key, 1);
      if (ids->len == SUSUN_ITEM_PAGE)
        ask_for (self, g_steal_pointer (&ids));
    }
  if (ids != NULL)
    ask_for (self, ids);
  read_next_page (self);
}

/* --- stubs */

static void
stub_gone_cb (gpointer user_data, GObject *where)
{
  SusunItemModel *self = user_data;

  /* It is being disposed of: its id is still there. */
  g_hash_table_remove (self->stubs, &((SusunItemStub *) where)->id);
}

static gpointer
susun_item_model_get_item (GListModel *list, guint position)
{
  SusunItemModel *self = SUSUN_ITEM_MODEL (list);
  SusunItemStub *stub;
  SusunItemRow *row;
  gint64 id;

  if (position >= self->ids->len)
    return NULL;
  id = g_array_index (self->ids, gint64, position);
  stub = g_hash_table_lookup (self->stubs, &id);
  if (stub != NULL)
    return g_object_ref (stub);

  stub = susun_item_stub_new (id);
  g_object_weak_ref (G_OBJECT (stub), stub_gone_cb, self);
  g_hash_table_insert (self->stubs, &stub->id, stub);
  row = susun_row_cache_look_up (self->cache, id);
  if (row != NULL)
    susun_item_stub_fill (stub, row);
  else
    want_page (self, position);
  return stub;
}

static GType
susun_item_model_get_item_type (GListModel *list)
{
  return SUSUN_TYPE_ITEM_STUB;
}

static guint
susun_item_model_get_n_items (GListModel *list)
{
  return SUSUN_ITEM_MODEL (list)->ids->len;
}

static void
susun_item_model_list_init (GListModelInterface *iface)
{
  iface->get_item = susun_item_model_get_item;
  iface->get_item_type = susun_item_model_get_item_type;
  iface->get_n_items = susun_item_model_get_n_items;
}

/* --- listing */

static void
set_busy (SusunItemModel *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static void
stop (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

/* Replaces the ids and tells what is different: all between what is equal at both ends. */
static void
take_ids (SusunItemModel *self, GArray *ids)
{
  const GArray *old = self->ids;
  guint shorter = MIN (old->len, ids->len);
  guint head = 0, tail = 0, removed, added;

  while (head < shorter && g_array_index (old, gint64, head) == g_array_index (ids, gint64, head))
    head++;
  while (tail < shorter - head
         && g_array_index (old, gint64, old->len - 1 - tail)
                == g_array_index (ids, gint64, ids->len - 1 - tail))
    tail++;
  removed = old->len - head - tail;
  added = ids->len - head - tail;
  if (removed == 0 && added == 0)
    return;
  g_signal_emit (self, signals[SIGNAL_REPLACING], 0);
  g_array_unref (self->ids);
  self->ids = g_array_ref (ids);
  g_list_model_items_changed (G_LIST_MODEL (self), head, removed, added);
}

static void
append_ids (SusunItemModel *self, const GArray *ids)
{
  guint end = self->ids->len;

  if (ids->len == 0)
    return;
  g_array_append_vals (self->ids, ids->data, ids->len);
  g_list_model_items_changed (G_LIST_MODEL (self), end, 0, ids->len);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunItemModel) self = take_model (user_data);
  const SusunItemRequest *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  SusunItemListing *listing = g_task_propagate_pointer (G_TASK (result), &error);

  if (self != NULL && self->cache != NULL && request->generation == self->generation)
    {
      g_clear_object (&self->listing);
      if (listing == NULL)
        tell_failure (self, error);
      else
        {
          self->seen = listing->until;
          if (request->growing)
            append_ids (self, listing->ids);
          else
            take_ids (self, listing->ids);
        }
      /* What listens may have asked for something else, or let the model go. */
      if (self->cache != NULL && request->generation == self->generation)
        {
          set_busy (self, FALSE);
          if (listing != NULL)
            start_counting (self);
          grow (self);
        }
    }
  g_clear_pointer (&listing, susun_item_listing_free);
}

static void
start_listing (SusunItemModel *self, gboolean growing)
{
  SusunItemRequest *request = g_new0 (SusunItemRequest, 1);

  if (!growing)
    {
      self->generation++;
      stop (&self->listing);
      stop (&self->counting);
      set_busy (self, TRUE);
    }
  self->grew = FALSE;
  request->query = susun_view_query_copy (self->query);
  request->growing = growing;
  request->after = self->seen;
  request->generation = self->generation;
  self->listing = g_cancellable_new ();
  push (self, self->queries, susun_item_list_in_worker, self->listing, listed_cb, request,
        susun_item_request_free);
}

/* After what is on its way has arrived. */
static void
grow (SusunItemModel *self)
{
  if (self->grew && self->listing == NULL && self->query != NULL)
    start_listing (self, TRUE);
}

static void
items_added_cb (SusunJob *job, guint64 count, SusunItemModel *self)
{
  self->grew = TRUE;
  grow (self);
}

/* --- counting */

static void
take_counts (SusunItemModel *self, SusunViewCounts *counts)
{
  g_clear_pointer (&self->counts, susun_view_counts_unref);
  self->counts = counts;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COUNTS]);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SusunItemModel) self = take_model (user_data);
  const SusunItemRequest *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunViewCounts) counts = g_task_propagate_pointer (G_TASK (result), &error);

  if (self == NULL || self->cache == NULL || request->generation != self->generation)
    return;
  g_clear_object (&self->counting);
  if (counts == NULL)
    {
      tell_failure (self, error);
      return;
    }
  self->counted = self->generation;
  take_counts (self, g_steal_pointer (&counts));
  /* More was listed while it was counted. */
  if (self->counts != NULL && self->counted == self->generation && self->counts->until < self->seen)
    start_counting (self);
}

/* The numbers of this query are added to; those of another are replaced. */
static void
start_counting (SusunItemModel *self)
{
  SusunItemRequest *request;

  if (self->counting != NULL || self->query == NULL)
    return;
  request = g_new0 (SusunItemRequest, 1);
  request->query = susun_view_query_copy (self->query);
  request->generation = self->generation;
  if (self->counts != NULL && self->counted == self->generation)
    request->since = susun_view_counts_ref (self->counts);
  self->counting = g_cancellable_new ();
  push (self, self->queries, susun_item_count_in_worker, self->counting, counted_cb, request,
        susun_item_request_free);
}

/* --- the object */

static void
forget_stub (gpointer key, gpointer stub, gpointer self)
{
  g_object_weak_unref (G_OBJECT (stub), stub_gone_cb, self);
}

static void
susun_item_model_dispose (GObject *object)
{
  SusunItemModel *self = SUSUN_ITEM_MODEL (object);

  susun_item_model_follow (self, NULL);
  self->generation++;
  stop (&self->listing);
  stop (&self->counting);
  stop (&self->cancellable);
  g_queue_clear_full (&self->waiting, susun_item_page_free);
  if (self->stubs != NULL)
    g_hash_table_foreach (self->stubs, forget_stub, self);
  g_clear_pointer (&self->stubs, g_hash_table_unref);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  g_clear_pointer (&self->cache, susun_row_cache_free);
  g_array_set_size (self->ids, 0);
  g_clear_object (&self->pages);
  g_clear_object (&self->queries);
  G_OBJECT_CLASS (susun_item_model_parent_class)->dispose (object);
}

static void
susun_item_model_finalize (GObject *object)
{
  SusunItemModel *self = SUSUN_ITEM_MODEL (object);

  g_array_unref (self->ids);
  susun_view_query_free (self->query);
  g_clear_pointer (&self->counts, susun_view_counts_unref);
  G_OBJECT_CLASS (susun_item_model_parent_class)->finalize (object);
}

static void
susun_item_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SusunItemModel *self = SUSUN_ITEM_MODEL (object);

  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_COUNTS:
      g_value_set_pointer (value, self->counts);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
susun_item_model_class_init (SusunItemModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = susun_item_model_dispose;
  object_class->finalize = susun_item_model_finalize;
  object_class->get_property = susun_item_model_get_property;

  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  props[PROP_COUNTS] = g_param_spec_pointer ("counts", NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_FAILED]
      = g_signal_new ("failed", SUSUN_TYPE_ITEM_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_REPLACING] = g_signal_new ("replacing", SUSUN_TYPE_ITEM_MODEL, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
susun_item_model_init (SusunItemModel *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->stubs = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->asked = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->cache = susun_row_cache_new (SUSUN_ITEM_ROWS);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->waiting);
}

SusunItemModel *
susun_item_model_new (SusunWorker *pages, SusunWorker *queries)
{
  SusunItemModel *self;

  g_return_val_if_fail (SUSUN_IS_WORKER (pages) && SUSUN_IS_WORKER (queries), NULL);

  self = g_object_new (SUSUN_TYPE_ITEM_MODEL, NULL);
  self->pages = g_object_ref (pages);
  self->queries = g_object_ref (queries);
  return self;
}

/* Shows nothing at once. */
static void
show_nothing (SusunItemModel *self)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->generation++;
  stop (&self->listing);
  stop (&self->counting);
  take_ids (self, none);
  take_counts (self, NULL);
  set_busy (self, FALSE);
}

void
susun_item_model_set_query (SusunItemModel *self, const SusunViewQuery *query)
{
  SusunViewQuery *old;

  g_return_if_fail (SUSUN_IS_ITEM_MODEL (self));

  old = self->query;
  if (query == old || (query != NULL && old != NULL && susun_view_query_equal (query, old)))
    return;
  self->query = query != NULL ? susun_view_query_copy (query) : NULL;
  susun_view_query_free (old);
  if (query != NULL)
    start_listing (self, FALSE);
  else
    show_nothing (self);
}

const SusunViewQuery *
susun_item_model_get_query (SusunItemModel *self)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_MODEL (self), NULL);
  return self->query;
}

void
susun_item_model_refresh (SusunItemModel *self)
{
  g_return_if_fail (SUSUN_IS_ITEM_MODEL (self));

  if (self->query == NULL)
    return;
  read_anew (self);
  start_listing (self, FALSE);
}

void
susun_item_model_follow (SusunItemModel *self, SusunJob *job)
{
  g_return_if_fail (SUSUN_IS_ITEM_MODEL (self));

  if (self->job == job)
    return;
  if (self->job != NULL)
    g_clear_signal_handler (&self->job_handler, self->job);
  g_set_object (&self->job, job);
  if (job != NULL)
    self->job_handler = g_signal_connect (job, "items-added", G_CALLBACK (items_added_cb), self);
}

const SusunViewCounts *
susun_item_model_get_counts (SusunItemModel *self)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_MODEL (self), NULL);
  return self->counts;
}

gboolean
susun_item_model_get_busy (SusunItemModel *self)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_MODEL (self), FALSE);
  return self->busy;
}

gint64
susun_item_model_get_item_id (SusunItemModel *self, guint position)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_MODEL (self), 0);
  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

gboolean
susun_item_model_find (SusunItemModel *self, gint64 id, guint *position)
{
  g_return_val_if_fail (SUSUN_IS_ITEM_MODEL (self), FALSE);

  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == id)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}
