// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * The JSON report of a rename: a summary (renamed, to be renamed, unchanged, skipped, errors), a
 * few of the skipped with their reasons, and every folder with its days.
 */
typedef enum
{
  SUSUN_RENAME_RENAMED,
  SUSUN_RENAME_WOULD, /* a dry run: this is what would be done */
  SUSUN_RENAME_UNCHANGED,
  SUSUN_RENAME_SKIPPED, /* keeps its name for a reason */
  SUSUN_RENAME_ERROR,
  SUSUN_RENAME_UNDONE,
  SUSUN_RENAME_NOT_REACHED,
  SUSUN_N_RENAME_ENDS
} SusunRenameEnd;

typedef struct
{
  char *day; /* "2019-03-14" */
  guint64 files;
} SusunRenameDay;

/* One folder. Strings owned; susun_rename_row_free(). */
typedef struct
{
  SusunRenameEnd end;
  char *name;            /* bytes */
  char *new_name;        /* (nullable) */
  char *day;             /* (nullable): "2019-03-14" */
  char *last_day;        /* (nullable): of an event of several days */
  char *title;           /* (nullable) */
  const char *from;      /* (nullable): who proposed the title: "offline", "ai", "user" */
  const char *reason;    /* (nullable): "low-share", "tie", …, for what keeps its name */
  char *explanation;     /* (nullable): a sentence */
  double share;          /* of the day, or of all days of the event */
  guint64 media;         /* photos and films in it */
  guint64 undated;       /* of them without a date */
  guint64 suspect;       /* with one that is doubted */
  guint64 unreadable;    /* that could not be read */
  guint64 by_time_stamp; /* dated by the file's time stamp only */
  GArray *days;          /* (element-type SusunRenameDay) */
} SusunRenameRow;

SusunRenameRow *susun_rename_row_new (void);
void susun_rename_row_free (SusunRenameRow *self);

typedef struct
{
  const char *run_id;
  const char *folder; /* bytes */
  gboolean dry_run;
  double confidence;
  GPtrArray *rows; /* (element-type SusunRenameRow) */
} SusunRenameReport;

/* Returns: (transfer full): indented, with a line feed at its end */
char *susun_rename_report_to_json (const SusunRenameReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRenameRow, susun_rename_row_free)

G_END_DECLS
