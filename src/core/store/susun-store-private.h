// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/susun-fd.h"
#include "core/store/susun-db.h"

G_BEGIN_DECLS

typedef enum
{
  SUSUN_JOURNAL_WAL,    /* shared memory: only where one machine sees the file */
  SUSUN_JOURNAL_DELETE, /* for file systems on a wire or behind a daemon */
} SusunJournal;

struct _SusunStore
{
  SusunDb db;
  char *path; /* (owned): absolute */
  SusunStoreAccess access;
  GThread *thread; /* the only one that may come in */
  SusunFd lock;    /* -1 when read-only */

  /* The run that items are being added to, and the id that its next item gets. */
  gint64 item_run;
  gint64 next_item;

  GHashTable *cameras; /* (owned): "maker\nmodel\nserial" -> gint64 id; only what was committed */

  /* SQL of the item table, put together from its columns once. */
  char *insert_item; /* (owned) */
  char *plan_item;   /* (owned) */
  char *step_item;   /* (owned) */
  char *select_item; /* (owned): by id */
};

/* What open() does, with the journal given instead of chosen by the file system. */
SusunStore *susun_store_open_with_journal (const char *path, SusunStoreAccess access,
                                           SusunJournal journal, GError **error);

/* @fs_type: f_type of statfs(2) */
SusunJournal susun_store_journal_for (guint64 fs_type);

/* Is the caller on the right thread? And for writing: inside a transaction? */
gboolean susun_store_may_read (SusunStore *self);
gboolean susun_store_may_write (SusunStore *self);

/* Makes @folder and what is missing above it, for nobody else to read. */
gboolean susun_store_make_folders (const char *folder, GError **error);

/* Ids of items: the run in the high half, a number from 1 in the low one. */
static inline gint64
susun_store_items_begin (gint64 run)
{
  return run << 32;
}

static inline gint64
susun_store_items_end (gint64 run)
{
  return (run + 1) << 32;
}

/* susun-store-items.c, for the cursors: the columns of an item for a SELECT, and a row of them. The
 * strings of @item stay SQLite's, until the statement is stepped or reset. SUSUN_ERROR_CORRUPT. */
void susun_item_append_columns (GString *sql);
gboolean susun_item_read_row (SusunStore *self, sqlite3_stmt *stmt, SusunItem *item,
                              GError **error);
void susun_item_prepare_sql (SusunStore *self);
void susun_item_free_sql (SusunStore *self);

/* susun-store-queries.c: a query as a statement, bound. @what: (nullable): the columns, NULL for
 * all of an item; @then: what follows the conditions. Returns: (transfer full) (nullable) */
sqlite3_stmt *susun_store_prepare_query (SusunStore *self, const char *what,
                                         const SusunItemQuery *query, const char *then,
                                         GError **error);

/* What a file name is searched by, and what is searched for: displayed, case folded, composed.
 * Returns: (transfer full) */
char *susun_item_search_text (const char *name);

G_END_DECLS
