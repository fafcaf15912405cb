// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/titles/susun-title-list.h"

#include <glib/gi18n.h>

/* What was decided is written after a pause of that long. */
#define WRITE_MS 400

struct _SusunTitleList
{
  GObject parent_instance;

  SusunWorker *reader; /* (owned) */
  SusunWorker *writer; /* (owned) */
  GListStore *rows;    /* (element-type SusunTitleRow) */
  GHashTable *by_id;   /* (element-type gint64 SusunTitleRow): keys and values are the rows' */
  GHashTable *changes; /* (element-type SusunTitleRow): decided, not written yet */
  guint writing;       /* source id */

  gint64 run;
  char *folder;
  char *own_words;
  double threshold;
  SusunTitleCase letter_case;
  SusunTitles *titles; /* (owned) (nullable) */

  GCancellable *cancellable; /* (owned) (nullable): of what is being read */
  gboolean more;             /* read again when that has come */
  gboolean all;
  gint64 last;     /* the highest id that was read */
  gboolean taking; /* rows change because they are read */
  char *failure;   /* (nullable): of the last reading */
};

static void susun_title_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SusunTitleList, susun_title_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      susun_title_list_model_init))

enum
{
  SIGNAL_CHANGED,
  SIGNAL_DECIDED,
  SIGNAL_FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- GListModel: that of the rows */

static GType
get_item_type (GListModel *model)
{
  return SUSUN_TYPE_TITLE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (SUSUN_TITLE_LIST (model)->rows));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (SUSUN_TITLE_LIST (model)->rows), position);
}

static void
susun_title_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* --- writing */

typedef struct
{
  GArray *decisions; /* (element-type SusunRenameDecision) */
  GPtrArray *titles; /* (element-type utf8): what they borrow */
} Decisions;

static void
decisions_free (gpointer data)
{
  Decisions *self = data;

  g_array_unref (self->decisions);
  g_ptr_array_unref (self->titles);
  g_free (self);
}

static void
write_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  const Decisions *decisions = g_task_get_task_data (task);
  GError *failure = NULL;

  if (store == NULL)
    g_task_return_error (task, g_error_copy (error));
  else if (susun_rename_decide (store, (const SusunRenameDecision *) decisions->decisions->data,
                                decisions->decisions->len, &failure))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, failure);
}

/* What is shown and not written would not be what is carried out: it is written with what comes
 * next, and before the names are given. */
static void
write_later (SusunTitleList *self, const Decisions *decisions)
{
  for (guint i = 0; i < decisions->decisions->len; i++)
    {
      SusunTitleRow *row = susun_title_list_find (
          self, g_array_index (decisions->decisions, SusunRenameDecision, i).item);
      if (row != NULL)
        g_hash_table_add (self->changes, g_object_ref (row));
    }
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* A run that was looked through anew, or forgotten, has other rows now. */
  if (g_task_propagate_boolean (G_TASK (result), &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return;
  /* One that has begun to give names hears nothing more. */
  if (!g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_REFUSED))
    write_later (SUSUN_TITLE_LIST (object), g_task_get_task_data (G_TASK (result)));
  g_signal_emit (object, signals[SIGNAL_FAILED], 0, error->message);
}

void
susun_title_list_write (SusunTitleList *self)
{
  g_autoptr (GTask) task = NULL;
  GHashTableIter iter;
  Decisions *decisions;
  gpointer row;

  g_clear_handle_id (&self->writing, g_source_remove);
  if (g_hash_table_size (self->changes) == 0)
    return;
  decisions = g_new0 (Decisions, 1);
  decisions->decisions = g_array_new (FALSE, FALSE, sizeof (SusunRenameDecision));
  decisions->titles = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, self->changes);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      SusunRenameDecision decision;
      susun_title_row_get_decision (row, &decision);
      decision.title = g_strdup (decision.title);
      g_ptr_array_add (decisions->titles, (char *) decision.title);
      g_array_append_val (decisions->decisions, decision);
    }
  g_hash_table_remove_all (self->changes);
  task = g_task_new (self, NULL, written_cb, NULL);
  g_task_set_task_data (task, decisions, decisions_free);
  susun_worker_push (self->writer, task, write_in_worker);
}

static gboolean
write_cb (gpointer user_data)
{
  SusunTitleList *self = user_data;

  self->writing = 0;
  susun_title_list_write (self);
  return G_SOURCE_REMOVE;
}

static void
row_changed_cb (SusunTitleRow *row, SusunTitleList *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (self->taking || !susun_title_row_is_decided (row))
    return;
  g_hash_table_add (self->changes, g_object_ref (row));
  g_signal_emit (self, signals[SIGNAL_DECIDED], 0);
  if (self->writing == 0)
    self->writing = g_timeout_add (WRITE_MS, write_cb, self);
}

/* --- reading */

typedef struct
{
  gint64 run;
  gint64 after;
  gboolean all;
  GPtrArray *items;  /* (element-type SusunItem) */
  GArray *overrides; /* (element-type SusunOverride): in the order of items */
} Page;

static void
page_free (gpointer data)
{
  Page *self = data;

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->overrides, g_array_unref);
  g_free (self);
}

static void
read_in_worker (GTask *task, SusunStore *store, const GError *error)
{
  Page *page = g_task_get_task_data (task);
  SusunItemQuery query = { .run = page->run, .after = page->after };
  GError *failure = NULL;

  if (store == NULL)
    {
      g_task_return_error (task, g_error_copy (error));
      return;
    }
  page->items = susun_store_list_items (store, &query, &failure);
  if (page->items != NULL)
    page->overrides = susun_store_list_overrides (store, page->run, &failure);
  if (page->overrides != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, failure);
}

/* Both are in the order of items. @next: where to look first */
static const SusunOverride *
find_override (const GArray *overrides, gint64 item, guint *next)
{
  while (*next < overrides->len && g_array_index (overrides, SusunOverride, *next).item < item)
    (*next)++;
  return *next < overrides->len && g_array_index (overrides, SusunOverride, *next).item == item
             ? &g_array_index (overrides, SusunOverride, *next)
             : NULL;
}

static void
take_item (SusunTitleList *self, const SusunItem *item, const SusunOverride *override,
           GPtrArray *added)
{
  SusunTitleRow *row = g_hash_table_lookup (self->by_id, &item->id);

  self->last = MAX (self->last, item->id);
  if (row != NULL)
    {
      susun_title_row_take_item (row, item, override);
      return;
    }
  row = susun_title_row_new (self->folder, item, override, self->titles, self->threshold);
  g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self, 0);
  g_hash_table_insert (self->by_id, susun_title_row_peek_key (row), row);
  g_ptr_array_add (added, row);
}

static void
take_page (SusunTitleList *self, const Page *page)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  guint next = 0;

  self->taking = TRUE;
  for (guint i = 0; i < page->items->len; i++)
    {
      const SusunItem *item = page->items->pdata[i];
      take_item (self, item, find_override (page->overrides, item->id, &next), added);
    }
  g_list_store_splice (self->rows, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), 0,
                       added->pdata, added->len);
  if (page->all)
    g_list_store_sort (self->rows, susun_title_row_compare, NULL);
  self->taking = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SusunTitleList *self = SUSUN_TITLE_LIST (object);
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  /* Of a run that is no longer shown. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  g_free (self->failure);
  self->failure = ok ? NULL : g_strdup (error->message);
  if (ok)
    take_page (self, g_task_get_task_data (G_TASK (result)));
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
  if (self->all)
    susun_title_list_read_all (self);
  else if (self->more)
    susun_title_list_read_more (self);
}

static void
read_rows (SusunTitleList *self, gboolean all)
{
  g_autoptr (GTask) task = NULL;
  Page *page;

  if (self->run == 0)
    return;
  if (self->cancellable != NULL)
    {
      self->more = TRUE;
      self->all |= all;
      return;
    }
  self->more = self->all = FALSE;
  self->cancellable = g_cancellable_new ();
  page = g_new0 (Page, 1);
  page->run = self->run;
  page->after = all ? 0 : self->last;
  page->all = all;
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  g_task_set_task_data (task, page, page_free);
  susun_worker_push (self->reader, task, read_in_worker);
}

void
susun_title_list_read_more (SusunTitleList *self)
{
  read_rows (self, FALSE);
}

void
susun_title_list_read_all (SusunTitleList *self)
{
  read_rows (self, TRUE);
}

gboolean
susun_title_list_is_reading (SusunTitleList *self)
{
  return self->cancellable != NULL;
}

const char *
susun_title_list_get_failure (SusunTitleList *self)
{
  return self->failure;
}

/* --- the run */

static SusunTitles *
make_titles (const SusunTitleList *self, SusunTitleCase letter_case, GError **error)
{
  const SusunTitleOptions options = { letter_case, self->own_words };

  return susun_titles_new (&options, error);
}

static void
forget_run (SusunTitleList *self)
{
  susun_title_list_write (self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->more = self->all = FALSE;
  self->last = 0;
  self->run = 0;
  g_hash_table_remove_all (self->by_id);
  g_list_store_remove_all (self->rows);
  g_clear_pointer (&self->titles, susun_titles_unref);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->own_words, g_free);
  g_clear_pointer (&self->failure, g_free);
}

gboolean
susun_title_list_set_run (SusunTitleList *self, const SusunRun *run, GError **error)
{
  g_autoptr (SusunRenameOptions) options = NULL;

  forget_run (self);
  if (run == NULL)
    return TRUE;
  options = susun_rename_options_from_json (run->options, error);
  if (options == NULL)
    return FALSE;
  self->folder = g_strdup (options->folder);
  self->own_words = g_strdup (options->own_words);
  self->threshold = options->confidence;
  self->letter_case = options->letter_case;
  self->titles = make_titles (self, options->letter_case, error);
  if (self->titles == NULL)
    return FALSE;
  self->run = run->id;
  return TRUE;
}

gint64
susun_title_list_get_run (SusunTitleList *self)
{
  return self->run;
}

const char *
susun_title_list_get_folder (SusunTitleList *self)
{
  return self->folder;
}

SusunTitles *
susun_title_list_get_titles (SusunTitleList *self)
{
  return self->titles;
}

SusunTitleRow *
susun_title_list_find (SusunTitleList *self, gint64 id)
{
  return g_hash_table_lookup (self->by_id, &id);
}

SusunTitleCase
susun_title_list_get_case (SusunTitleList *self)
{
  return self->letter_case;
}

void
susun_title_list_set_case (SusunTitleList *self, SusunTitleCase letter_case)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunTitles) titles = NULL;

  if (letter_case == self->letter_case || self->run == 0)
    return;
  titles = make_titles (self, letter_case, &error);
  if (titles == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
      return;
    }
  self->letter_case = letter_case;
  g_clear_pointer (&self->titles, susun_titles_unref);
  self->titles = g_steal_pointer (&titles);
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (SusunTitleRow) row = get_item (G_LIST_MODEL (self), i);
      susun_title_row_set_titles (row, self->titles);
    }
}

/* --- all of them */

void
susun_title_list_set_all (SusunTitleList *self, gboolean on)
{
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (SusunTitleRow) row = get_item (G_LIST_MODEL (self), i);
      SusunTitleRowKind kind = susun_title_row_get_kind (row);
      if (kind == SUSUN_TITLE_ROW_RENAME || (kind == SUSUN_TITLE_ROW_DOUBT && !on))
        susun_title_row_set_on (row, on);
    }
}

guint
susun_title_list_count_on (SusunTitleList *self, guint *possible)
{
  guint on = 0;

  *possible = 0;
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (SusunTitleRow) row = get_item (G_LIST_MODEL (self), i);
      SusunTitleRowKind kind = susun_title_row_get_kind (row);
      *possible += kind == SUSUN_TITLE_ROW_RENAME || kind == SUSUN_TITLE_ROW_DOUBT;
      on += kind != SUSUN_TITLE_ROW_RENAMED && susun_title_row_is_on (row);
    }
  return on;
}

/* --- the object */

static void
susun_title_list_dispose (GObject *object)
{
  SusunTitleList *self = SUSUN_TITLE_LIST (object);

  if (self->writer != NULL)
    forget_run (self);
  g_clear_object (&self->reader);
  g_clear_object (&self->writer);
  G_OBJECT_CLASS (susun_title_list_parent_class)->dispose (object);
}

static void
susun_title_list_finalize (GObject *object)
{
  SusunTitleList *self = SUSUN_TITLE_LIST (object);

  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->changes);
  g_object_unref (self->rows);
  G_OBJECT_CLASS (susun_title_list_parent_class)->finalize (object);
}

static void
susun_title_list_class_init (SusunTitleListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = susun_title_list_dispose;
  object_class->finalize = susun_title_list_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SUSUN_TYPE_TITLE_LIST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DECIDED] = g_signal_new ("decided", SUSUN_TYPE_TITLE_LIST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", SUSUN_TYPE_TITLE_LIST, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
items_changed_cb (SusunTitleList *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
susun_title_list_init (SusunTitleList *self)
{
  self->rows = g_list_store_new (SUSUN_TYPE_TITLE_ROW);
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->changes = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

SusunTitleList *
susun_title_list_new (SusunWorker *reader, SusunWorker *writer)
{
  SusunTitleList *self = g_object_new (SUSUN_TYPE_TITLE_LIST, NULL);

  self->reader = g_object_ref (reader);
  self->writer = g_object_ref (writer);
  return self;
}
