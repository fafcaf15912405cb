// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-item.h"

G_BEGIN_DECLS

/**
 * SusunStore: the history database (SQLite): runs, roots, items, and the journal by which every
 * touched file can be brought back.
 *
 * One connection, one thread: the thread that opened it (asserted); a second, read-only store may
 * be opened on another thread for looking. Writing opens take the lock beside the database
 * (DATABASE.lock, an OFD lock), so that one Susun at a time moves files.
 *
 * WAL, synchronous=FULL (the journal must survive a power cut), foreign keys on; on a file system
 * that is not local (NFS, CIFS, FUSE) journal_mode=DELETE, synchronous=EXTRA.
 *
 * All writes are inside a transaction: susun_store_begin(), …, susun_store_commit(). A failing
 * function leaves the transaction to be rolled back by the caller (susun_store_rollback()).
 * Commits pass the seam as SUSUN_SYS_COMMIT.
 */
typedef struct _SusunStore SusunStore;

typedef enum
{
  SUSUN_STORE_WRITE,     /* makes the database and its folder when missing, takes the lock */
  SUSUN_STORE_READ_ONLY, /* G_IO_ERROR_NOT_FOUND when there is none yet */
} SusunStoreAccess;

/* SUSUN_ERROR_LOCKED, _SCHEMA (a database from the future, or not ours), _CORRUPT (damaged: the
 * message says where it is and that it was left as it is), G_IO_ERROR_*.
 * Returns: (transfer full) (nullable) */
SusunStore *susun_store_open (const char *path, SusunStoreAccess access, GError **error);
void susun_store_close (SusunStore *self);
const char *susun_store_get_path (SusunStore *self);

gboolean susun_store_begin (SusunStore *self, GError **error);

/* A commit that fails has rolled back. */
gboolean susun_store_commit (SusunStore *self, GError **error);
void susun_store_rollback (SusunStore *self);
gboolean susun_store_in_transaction (SusunStore *self);

/* Statements that are stepped while @cancellable is cancelled end with G_IO_ERROR_CANCELLED, also
 * in the middle of sorting a million rows: for questions whose answer nobody waits for any more.
 * Watching ends with NULL. Never around writing. */
void susun_store_watch (SusunStore *self, GCancellable *cancellable);

/* Ends what begin began: commits when @ok, else (or when that fails) rolls back. For
 * `return susun_store_end (store, add (…) && add (…), error)`. Returns: was it committed? */
gboolean susun_store_end (SusunStore *self, gboolean ok, GError **error);

/* --- runs (susun-store-runs.c) */

/* Fills in id. run_id and chain_id must be set. */
gboolean susun_store_add_run (SusunStore *self, SusunRun *run, GError **error);

/* Writes state, started, finished, options, target, manifest, manifest hash, error and totals back.
 */
gboolean susun_store_update_run (SusunStore *self, const SusunRun *run, GError **error);

/* By run_id. G_IO_ERROR_NOT_FOUND with a sentence. Returns: (transfer full) (nullable) */
SusunRun *susun_store_get_run (SusunStore *self, const char *run_id, GError **error);

/* @id: a run_id or a chain_id. The run itself when it is one of @kinds (SusunRunKind bits: 1 <<
 * kind); else, in the chain, the run of one of the kinds that was added last. G_IO_ERROR_NOT_FOUND.
 */
SusunRun *susun_store_find_run (SusunStore *self, const char *id, guint kinds, GError **error);

/* Newest first. @limit 0: all. Returns: (transfer full) (element-type SusunRun) (nullable) */
GPtrArray *susun_store_list_runs (SusunStore *self, guint limit, GError **error);

/* Runs whose state is one of the bits (1 << state), oldest first. */
GPtrArray *susun_store_list_runs_in_state (SusunStore *self, guint states, GError **error);

/* Forgets a run with its items and roots. The log of what was deleted for ever (tombstones) stays.
 */
gboolean susun_store_forget_run (SusunStore *self, gint64 run, GError **error);

/* Fills in id. */
gboolean susun_store_add_root (SusunStore *self, SusunRootRow *root, GError **error);
/* Returns: (transfer full) (element-type SusunRootRow) (nullable): in the order they were added */
GPtrArray *susun_store_list_roots (SusunStore *self, gint64 run, GError **error);

/* --- items (susun-store-items.c) */

/* Adds one item; fills in id. A fast path: one prepared INSERT. */
gboolean susun_store_add_item (SusunStore *self, SusunItem *item, GError **error);

/* Returns: the camera's id, made when new; 0 for no camera at all; -1 on error */
gint64 susun_store_camera (SusunStore *self, const char *maker, const char *model,
                           const char *serial, GError **error);

/* G_IO_ERROR_NOT_FOUND. @maker, @model, @serial: (out) (transfer full): "" for what is not known */
gboolean susun_store_get_camera (SusunStore *self, gint64 camera, char **maker, char **model,
                                 char **serial, GError **error);

/* Writes what planning decides: seq, op, state, group, dst_root, dst_path, suffix, ref_*, hash,
 * date columns, cause, note. */
gboolean susun_store_plan_item (SusunStore *self, const SusunItem *item, GError **error);

/* Writes a step of the journal: state, suffix and dst_path, temp_name, reserved_ino, target, hash,
 * level, cause, note; appends to the log when the state changed. */
gboolean susun_store_step_item (SusunStore *self, const SusunItem *item, SusunItemState old_state,
                                GError **error);

/* Only the state of an item (of an earlier run, taken back by this one), with its log. */
gboolean susun_store_set_item_state (SusunStore *self, gint64 item, SusunItemState state,
                                     GError **error);
gboolean susun_store_set_item_hash (SusunStore *self, gint64 item, const SusunHash *hash,
                                    GError **error);
gboolean susun_store_get_item (SusunStore *self, gint64 id, SusunItem *item, GError **error);

/* A page of a list: the items with these ids, all as of one moment, in the order of @ids; NULL for
 * one that is gone. Returns: (transfer full) (element-type SusunItem) (nullable) */
GPtrArray *susun_store_get_items (SusunStore *self, const gint64 *ids, guint n, GError **error);

/**
 * SusunItemQuery: which items, in which order. A zeroed query with a run is all of them by id;
 * without a run it asks all runs (not in the order of SEQ).
 *
 * Conditions are looked for item by item within the run: about 0.2 s for a million.
 */
typedef enum
{
  SUSUN_ORDER_ID = 0,
  SUSUN_ORDER_SEQ = 1,  /* only items with a seq */
  SUSUN_ORDER_PATH = 2, /* src_root, src_path as bytes: sorted by SQLite with bounded memory */
  SUSUN_ORDER_DAY = 3,  /* what has no day comes last, also when descending */
  SUSUN_ORDER_NAME = 4, /* the file name, case folded */
  SUSUN_ORDER_SIZE = 5,
  SUSUN_N_ITEM_ORDERS
} SusunItemOrder;

typedef struct
{
  gint64 run;
  guint64 states; /* bits: G_GUINT64_CONSTANT (1) << state; 0: any */
  SusunItemOrder order;
  gint64 after; /* seq (SUSUN_ORDER_SEQ) or id (SUSUN_ORDER_ID) to begin after */
  guint limit;  /* 0: no limit */
  gint64 day;   /* exactly this day; 0 in has_day: any */
  gboolean has_day;
  int confidence; /* exactly this SusunConfidence when has_confidence */
  gboolean has_confidence;
  int cause; /* exactly this SusunCause when has_cause */
  gboolean has_cause;
  const char *search; /* (nullable): part of the file name, case folded */
  const char *path;   /* (nullable): exactly this src_path */
  gint64 parent;      /* items that take back this one, by an index; 0: any */
  gboolean has_days;
  gint64 first_day; /* with has_days: from this day to last_day, both included */
  gint64 last_day;
  guint confidences; /* bits: 1 << SusunConfidence; 0: any */
  gboolean descending;
  gint64 until;      /* no item with a higher id; 0: all */
  guint roles;       /* bits: 1 << SusunPart; 0: any */
  guint doubts;      /* bits: 1 << SusunConfidence: one of these, or a suspicion; 0: any */
  gint64 camera;     /* taken with this one; 0: any */
  guint64 undated;   /* bits: 1 << SusunDateSource: no day, or only one of these; 0: any */
  gboolean open;     /* the user has not decided anything about it */
  gboolean left_out; /* beside those in @states, those that the user leaves out */
  gint64 folder_root;
  const char *folder; /* (nullable): files below this folder of folder_root, "" for all of it */
} SusunItemQuery;

/**
 * SusunItemCursor: steps through a query. The rows' strings stay valid until the next step only.
 * Items may be written (plan, step) while a cursor with SUSUN_ORDER_PATH or _DAY is open: which
 * items come was settled with the query, each comes as it is now. With other orders collect first,
 * then write.
 */
typedef struct _SusunItemCursor SusunItemCursor;

typedef enum
{
  SUSUN_STEP_ROW,
  SUSUN_STEP_DONE,
  SUSUN_STEP_ERROR,
} SusunStep;

SusunItemCursor *susun_store_query (SusunStore *self, const SusunItemQuery *query, GError **error);
SusunStep susun_item_cursor_step (SusunItemCursor *self, const SusunItem **item, GError **error);
void susun_item_cursor_free (SusunItemCursor *self);

/* The ids alone, in order: what a list of a million rows is made of (8 MB).
 * Returns: (transfer full) (element-type gint64) (nullable) */
GArray *susun_store_list_item_ids (SusunStore *self, const SusunItemQuery *query, GError **error);

/* The highest id of the run's items, 0 when there are none; -1 on error. What is added later has a
 * higher one. */
gint64 susun_store_last_item (SusunStore *self, gint64 run, GError **error);

/* All of a (limited) query as copies. Returns: (transfer full) (element-type SusunItem) */
GPtrArray *susun_store_list_items (SusunStore *self, const SusunItemQuery *query, GError **error);
/* Returns: -1 on error */
gint64 susun_store_count_items (SusunStore *self, const SusunItemQuery *query, GError **error);

/* Items of a query by day, in the order of days; undated ones (SUSUN_WALL_NONE) first. With a query
 * by id and its @after only the new ones can be counted.
 * Returns: (transfer full) (element-type SusunDayCount) (nullable) */
typedef struct
{
  gint64 day;
  guint64 count;
} SusunDayCount;
GArray *susun_store_count_days (SusunStore *self, const SusunItemQuery *query, GError **error);

/* What filters look at, without any text. */
typedef struct
{
  gint64 id;
  gint64 day; /* or SUSUN_WALL_NONE */
  guint16 suspicions;
  guint8 state;
  guint8 role;
  guint8 cause;
  guint8 confidence;
  guint8 date_source;
  guint8 decided;  /* the user has set or shifted its date, or leaves it out */
  guint8 left_out; /* the user leaves it out */
} SusunItemTraits;

/* Calls @func for every item of a run's query in the order of ids, for whoever counts several
 * things in one pass: 0.4 s for a million (susun-store-traits.c). */
typedef void (*SusunItemTraitsFunc) (const SusunItemTraits *traits, gpointer user_data);
gboolean susun_store_visit_items (SusunStore *self, const SusunItemQuery *query,
                                  SusunItemTraitsFunc func, gpointer user_data, GError **error);

/* The folders that the items of a query lie in, in the order they were found.
 * Returns: (transfer full) (element-type SusunFolderCount) (nullable) */
typedef struct
{
  gint64 root;
  char *path; /* relative, "" for the root itself */
  guint64 count;
  guint64 bytes;
  gint64 first_day; /* or SUSUN_WALL_NONE */
  gint64 last_day;
} SusunFolderCount;
GPtrArray *susun_store_count_folders (SusunStore *self, const SusunItemQuery *query,
                                      GError **error);

/* Counts and bytes of a run's items by (op, state, role, media): what the balance sheet is made of.
 */
typedef struct
{
  guint8 op;
  guint8 state;
  guint8 role;
  guint8 media;
  guint8 cause;
  guint64 count;
  guint64 bytes;
} SusunItemCount;

/* Returns: (transfer full) (element-type SusunItemCount) */
GArray *susun_store_sum_items (SusunStore *self, gint64 run, GError **error);

/* For finding duplicates: size, head_print, hash state of all FOUND items, one struct each; 40
 * bytes an item, nothing else in memory. Sorted by size. Returns: (transfer full) */
typedef struct
{
  gint64 id;
  guint64 size;
  guint64 head_print;
  gboolean has_hash;
} SusunSizeRow;
GArray *susun_store_list_sizes (SusunStore *self, gint64 run, GError **error);

/* --- what planning and the sheet ask of all items (susun-store-plan.c) */

/* One source folder: items with ids that follow one another, as the scan stored them. */
typedef struct
{
  gint64 root;
  char *path; /* with the "/" at its end, "" for the root itself */
  gint64 first_id;
  guint length;
} SusunStretch;

/* In the order of ids. Returns: (transfer full) (element-type SusunStretch) (nullable) */
GArray *susun_store_list_stretches (SusunStore *self, gint64 run, GError **error);

/* Photos and films that could be read, dated with @confidence or less, that have no day or have it
 * from @date_source. @dated_by_it: those of them that have a day. */
gboolean susun_store_count_undated (SusunStore *self, gint64 run, guint8 confidence,
                                    guint8 date_source, guint64 *undated, guint64 *dated_by_it,
                                    GError **error);

/* Those that go under a name with a number, because theirs is taken. Returns: -1 on error */
gint64 susun_store_count_renamed (SusunStore *self, gint64 run, GError **error);

/* --- corrections by the user, stored before apply (susun-store-overrides.c) */
typedef struct
{
  gint64 item;
  gint64 manual; /* a wall second, or SUSUN_WALL_NONE */
  int shift;     /* seconds to add, 0 for none */
  gboolean left_out;
} SusunOverride;

gboolean susun_store_set_override (SusunStore *self, const SusunOverride *override, GError **error);
/* Returns: FALSE without error when the item has none: then @override is filled with defaults */
gboolean susun_store_get_override (SusunStore *self, gint64 item, SusunOverride *override,
                                   GError **error);

/* Those of a run in the order of items. (transfer full) (element-type SusunOverride) (nullable) */
GArray *susun_store_list_overrides (SusunStore *self, gint64 run, GError **error);

/* How many items of the run have one. Returns: -1 on error */
gint64 susun_store_count_overrides (SusunStore *self, gint64 run, GError **error);

/* Takes a plan that was not begun back: every item that was read is FOUND again, without place in
 * the order, op, destination or cause. Dates, hashes and corrections stay. SUSUN_ERROR_REFUSED when
 * a single item was begun. */
gboolean susun_store_reset_plan (SusunStore *self, gint64 run, GError **error);

/* --- folders that a run made or changed (susun-store-folders.c) */

/* @made: the run made it (undo may remove it when empty); otherwise it is one whose mtime undo puts
 * back. First entry for a (run, root, path) wins. */
gboolean susun_store_add_folder (SusunStore *self, gint64 run, gint64 root, const char *path,
                                 gboolean made, gint64 mtime_ns, GError **error);
typedef struct
{
  gint64 root;
  char *path;
  gboolean made;
  gint64 mtime_ns;
} SusunFolderRow;
/* Deepest paths first. Returns: (transfer full) (element-type SusunFolderRow) */
GPtrArray *susun_store_list_folders (SusunStore *self, gint64 run, GError **error);

/* --- folders that got other names (susun-store-places.c) */
typedef struct
{
  const char *old_name;
  const char *new_name;
} SusunMovedFolder;

/* Folders directly in @parent (absolute) got other names in this transaction, all at once: the
 * roots of the other runs that lie in them, and the paths of their files that lead through them,
 * follow.
 */
gboolean susun_store_follow_folders (SusunStore *self, gint64 run, const char *parent,
                                     const SusunMovedFolder *moved, guint n, GError **error);

/* --- hashes that are known (susun-store-hashes.c): for planning, never for a proof */

/* Known for this very device, inode, size, mtime and ctime? */
gboolean susun_store_get_hash (SusunStore *self, const SusunIdentity *identity, SusunHash *hash);
gboolean susun_store_put_hash (SusunStore *self, const SusunIdentity *identity,
                               const SusunHash *hash, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunStore, susun_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunItemCursor, susun_item_cursor_free)

G_END_DECLS
