// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/base/susun-error.h"
#include "core/base/susun-hash.h"
#include "core/base/susun-identity.h"

G_BEGIN_DECLS

/*
 * The values of the history: runs, their roots and their items. Plain structs. Every enum here is
 * stored as an integer: append only, never renumber.
 */

typedef enum
{
  SUSUN_RUN_ORGANIZE = 1,
  SUSUN_RUN_VERIFY = 2,
  SUSUN_RUN_QUARANTINE = 3,
  SUSUN_RUN_RESTORE = 4,
  SUSUN_RUN_PURGE = 5,
  SUSUN_RUN_DELETE = 6, /* quarantine --delete-permanently */
  SUSUN_RUN_DEDUPE = 7,
  SUSUN_RUN_UNDO = 8,
  SUSUN_RUN_RENAME = 9,
  SUSUN_RUN_REPAIR = 10, /* what a verification found at fault is copied again */
  SUSUN_N_RUN_KINDS
} SusunRunKind;

typedef enum
{
  SUSUN_MODE_NONE = 0,
  SUSUN_MODE_REPORT = 1,
  SUSUN_MODE_COPY = 2,
  SUSUN_MODE_MOVE = 3,
} SusunMode;

typedef enum
{
  SUSUN_RUN_STATE_PREPARING = 1, /* scanning and planning: nothing of the user's was touched */
  SUSUN_RUN_STATE_PLANNED = 2,   /* waits to be applied (dry runs and reports end as FINISHED) */
  SUSUN_RUN_STATE_RUNNING = 3,   /* applying; found so at start: it was interrupted */
  SUSUN_RUN_STATE_CANCELLED = 4, /* by the user: can be resumed */
  SUSUN_RUN_STATE_FAILED = 5,    /* stopped by an error: can be resumed */
  SUSUN_RUN_STATE_FINISHED = 6,
  SUSUN_N_RUN_STATES
} SusunRunState;

typedef enum
{
  SUSUN_ROOT_SOURCE = 1,
  SUSUN_ROOT_ARCHIVE = 2,
  SUSUN_ROOT_QUARANTINE = 3,
} SusunRootRole;

/* What is to be done with an item. */
typedef enum
{
  SUSUN_OP_NONE = 0,   /* nothing: it is only told about */
  SUSUN_OP_COPY = 1,   /* src -> dst; src stays */
  SUSUN_OP_MOVE = 2,   /* src -> dst; src goes: a rename on one mount, else copy, prove, remove */
  SUSUN_OP_REMOVE = 3, /* src goes for good, with the proof that ref holds the same */
  SUSUN_OP_VERIFY = 4, /* src and dst are read and compared */
  SUSUN_OP_RENAME = 5, /* a folder gets another name */
} SusunOp;

/* Where an item is on its way. SAFETY.md 2.2 and 2.5. */
typedef enum
{
  SUSUN_ITEM_FOUND = 1,     /* scanned, not planned yet */
  SUSUN_ITEM_PLANNED = 2,   /* to be done */
  SUSUN_ITEM_INTENT = 3,    /* may have a temporary, may stand under its final name */
  SUSUN_ITEM_RESERVING = 4, /* the final name may be held by our empty reservation */
  SUSUN_ITEM_COPIED = 5,    /* the copy stands and lasts; a MOVE's source has still to go */
  SUSUN_ITEM_RENAMING = 6,  /* src may already have dst's name */
  SUSUN_ITEM_REMOVING = 7,  /* src may already be gone */
  /* ends */
  SUSUN_ITEM_DONE = 20,     /* as its op says: copied, moved, removed, proven, renamed */
  SUSUN_ITEM_REPORTED = 21, /* mode report: this is what would be done */
  SUSUN_ITEM_EXCLUDED = 22, /* outside the date range */
  SUSUN_ITEM_LEFT_OUT = 23, /* by the user, or undated with --undated skip */
  SUSUN_ITEM_DUPLICATE
  = 24, /* same content as another source file; dst_path is where that one goes */
  SUSUN_ITEM_ARCHIVED = 25, /* same content stands in the archive already; dst_path is where */
  SUSUN_ITEM_UNREADABLE = 26,
  SUSUN_ITEM_FAILED = 27,
  SUSUN_ITEM_SKIPPED = 28, /* not proven, or changed: left alone */
  SUSUN_ITEM_LOST = 29,    /* neither name holds it after a power cut; the archive copy stands */
  SUSUN_ITEM_UNSURE = 30,  /* the disk shows what the journal cannot explain; left alone */
  SUSUN_ITEM_UNVERIFIED = 31,
  SUSUN_ITEM_UNCHANGED = 32, /* a folder whose name is right as it is */
  /* a DONE item of which a later run took the effect back */
  SUSUN_ITEM_UNDONE = 40,
  SUSUN_ITEM_RESTORED = 41,
  SUSUN_ITEM_PURGED = 42,
} SusunItemState;

typedef enum
{
  SUSUN_PART_SINGLE = 0,
  SUSUN_PART_MAIN = 1,      /* the one of a group whose date and name decide */
  SUSUN_PART_COMPANION = 2, /* clip of a Live Photo, JPEG or RAW beside the main */
  SUSUN_PART_SIDECAR = 3,
  SUSUN_PART_ORPHAN = 4, /* a sidecar without its photo */
} SusunPart;

typedef struct
{
  gint64 id;
  char *run_id;   /* UUIDv4 */
  char *chain_id; /* run_id of the organize run it descends from; its own for that */
  SusunRunKind kind;
  SusunMode mode;
  SusunRunState state;
  gint64 started;  /* µs since 1970 UTC */
  gint64 finished; /* or 0 */
  char *options;   /* JSON: everything needed to resume or repeat it */
  char *target;    /* (nullable): run_id it takes back or works on */
  char *manifest;  /* (nullable): path of the CSV written or read */
  gboolean has_manifest_hash;
  SusunHash manifest_hash;
  char *error;  /* (nullable): why it stopped, a sentence */
  char *totals; /* (nullable): JSON: the balance sheet */
} SusunRun;

SusunRun *susun_run_new (void);
SusunRun *susun_run_copy (const SusunRun *self);
void susun_run_free (SusunRun *self);

typedef struct
{
  gint64 id;
  gint64 run;
  SusunRootRole role;
  char *path;
  char *host_path; /* (nullable): the real path behind a portal's */
  guint64 dev;
  guint64 ino;
  guint64 mount_id;
  guint64 fs_type;
} SusunRootRow;

void susun_root_row_free (SusunRootRow *self);

/**
 * SusunItem: one row. Strings are owned by whoever made the struct: rows read from the store come
 * filled and go with susun_item_clear(). A zeroed struct is an empty item.
 */
typedef struct
{
  gint64 id;
  gint64 run;
  gint64 seq;    /* place in the run's order, from 1; 0 before planning */
  gint64 parent; /* item of an earlier run that this one takes back; 0 for none */
  guint8 op;     /* SusunOp */
  guint8 state;  /* SusunItemState */
  guint8 media;  /* SusunKind of core/media */
  guint8 role;   /* SusunPart */
  gint64 group;  /* id of the group's main item, 0 for none */

  gint64 src_root; /* SusunRootRow.id */
  char *src_path;  /* bytes, relative to src_root */
  gint64 dst_root; /* 0: none */
  char *dst_path;  /* (nullable) */
  int suffix;      /* n of " (n)", 0 for none */
  gint64 ref_root; /* the copy that proves, for MOVE out of a source and REMOVE */
  char *ref_path;  /* (nullable) */

  SusunIdentity identity; /* of src as planned: dev ino size mtime_ns ctime_ns nlink */
  guint64 head_print;     /* fingerprint of the first bytes, 0 when not known */
  gboolean has_hash;
  SusunHash hash;

  gint64 wall; /* SUSUN_WALL_NONE when undated */
  gint16 offset;
  guint8 date_source; /* SusunDateSource */
  guint8 confidence;  /* SusunConfidence */
  guint16 suspicions;
  gint64 day;       /* SUSUN_WALL_NONE, or the wall second of the midnight it is filed under */
  gint64 camera;    /* row of the camera table, 0 for none */
  guint8 *evidence; /* (array length=evidence_length) (nullable): susun_evidence_pack */
  gsize evidence_length;

  guint8 cause; /* SusunCause */
  char *note;   /* (nullable): for a person, translated when it was written */

  /* the journal */
  char *temp_name;      /* (nullable) */
  guint64 reserved_ino; /* 0: none */
  SusunIdentity target; /* dev ino size mtime_ns of dst, as published */
  guint8 level;         /* SusunLevel */
} SusunItem;

void susun_item_clear (SusunItem *self);
void susun_item_free (SusunItem *self);
void susun_item_copy (const SusunItem *from, SusunItem *to);

const char *susun_run_kind_nick (SusunRunKind kind);      /* "organize", "verify", … */
const char *susun_run_state_nick (SusunRunState state);   /* "preparing", "running", … */
const char *susun_mode_nick (SusunMode mode);             /* "report", "copy", "move", "" */
const char *susun_item_state_nick (SusunItemState state); /* "planned", "done", … */
gboolean susun_item_state_is_end (SusunItemState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRun, susun_run_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRootRow, susun_root_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunItem, susun_item_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SusunItem, susun_item_clear)

G_END_DECLS
