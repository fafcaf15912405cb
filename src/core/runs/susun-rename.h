// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/susun-event-date.h"
#include "core/runs/susun-run-job.h"
#include "core/titles/susun-titles.h"

G_BEGIN_DECLS

/**
 * SusunRenameOptions: everything the user chose. Kept with the run as JSON, so that it can be
 * resumed. Owned strings.
 */
typedef struct
{
  char *folder;     /* absolute: the folders directly in it are event folders */
  gboolean dry_run; /* say what would be done; the default */
  double confidence;
  SusunTitleCase letter_case;
  char *own_words;            /* (nullable): the user's own words for the titles, a file */
  GPtrArray *ignored_folders; /* (nullable) (element-type utf8): names */
  GPtrArray *ignored_types;   /* (nullable) (element-type utf8): ".jpg" */
  char *report_json;          /* (nullable): absolute */
  char *undo_script;          /* (nullable): absolute; “.sh” and “.ps1” are added */
  char *zone;                 /* (nullable): IANA name */
  int day_starts;             /* minutes */
  guint workers;
  gint64 now;         /* seconds since 1970 UTC: for dates in the future */
  gboolean plan_only; /* the window: stop when planned, to be applied by susun_resume_job */
} SusunRenameOptions;

SusunRenameOptions *susun_rename_options_new (void); /* the defaults of CLI.md */
void susun_rename_options_free (SusunRenameOptions *self);
char *susun_rename_options_to_json (const SusunRenameOptions *self);
SusunRenameOptions *susun_rename_options_from_json (const char *json, GError **error);

/**
 * SusunTitleAdviser: somebody who may know better titles than the offline ones (an AI), as
 * functions, because runs know no AI. They are called on the job's thread.
 */
typedef struct
{
  /* A folder was dated; @event is the part of its name that tells what happened, @title the
   * offline title. Returns at once: reading goes on. */
  void (*offer) (guint64 id, const char *event, const char *title, SusunTitleFlags flags,
                 gpointer user_data);

  /* Everything was read and offered: waits until all answers are in, or given up. FALSE only when
   * @cancellable was cancelled. */
  gboolean (*collect) (SusunJob *job, GCancellable *cancellable, gpointer user_data,
                       GError **error);

  /* Returns: (transfer full) (nullable): NULL where the offline title stays */
  char *(*get) (guint64 id, gpointer user_data);
  gpointer user_data;
} SusunTitleAdviser;

/**
 * A rename is a run whose items are the folders: src_path the name now; dst_path the name then;
 * day the event's day and wall the last day of it; ref_path the title that is proposed (without the
 * day and the number), level who has proposed it (SusunTitleFrom); evidence the count of its days
 * (susun_event_count_unpack()); identity's ctime when it was made; note why this day, or why none;
 * cause why it keeps its name. States: FOUND while it is scanned; then PLANNED (dry runs:
 * REPORTED), UNCHANGED, LEFT_OUT, UNREADABLE.
 */
typedef enum
{
  SUSUN_TITLE_FROM_RULES = 0, /* offline */
  SUSUN_TITLE_FROM_AI = 1,
  SUSUN_TITLE_FROM_USER = 2,
} SusunTitleFrom;

/* "offline", "ai", "user": for JSON. */
const char *susun_title_from_nick (SusunTitleFrom from);

#define SUSUN_TYPE_RENAME_JOB (susun_rename_job_get_type ())
G_DECLARE_FINAL_TYPE (SusunRenameJob, susun_rename_job, SUSUN, RENAME_JOB, SusunRunJob)

/* Counts the days in every folder, makes titles, plans; and unless it is a dry run gives the names.
 * SUSUN_ERROR_REFUSED before anything is touched. @options: (transfer full). @adviser: (nullable)
 * (copied) */
SusunJob *susun_rename_job_new (SusunRenameOptions *options, const SusunTitleAdviser *adviser);

/* Goes on with a run of this kind. One that waited for its user is planned anew from what it found
 * and what the user decided meanwhile. @run: (transfer full) */
SusunJob *susun_rename_job_new_resume (SusunRun *run, guint workers, GError **error);

/* Can a run with these options begin? Looks at the folder, blocks, touches nothing.
 * SUSUN_ERROR_REFUSED, SUSUN_ERROR_INVALID, G_IO_ERROR_* */
gboolean susun_rename_options_check (const SusunRenameOptions *self, GError **error);

/* While the run waits (PLANNED): another title for a folder, made legal. The names follow when it
 * is resumed. @title: UTF-8, "" for the day alone */
gboolean susun_rename_set_title (SusunStore *store, gint64 item, const char *title,
                                 SusunTitleFrom from, GError **error);

/**
 * SusunRenameDecision: what a person says about one folder of a run that waits. Borrowed.
 */
typedef struct
{
  gint64 item;
  const char *title;
  SusunTitleFrom from;
  gint64 day; /* a wall second; SUSUN_WALL_NONE: the one that was found */
  gboolean left_out;
} SusunRenameDecision;

/* All or none of them. SUSUN_ERROR_REFUSED when one of the folders was begun with. */
gboolean susun_rename_decide (SusunStore *store, const SusunRenameDecision *decisions, guint n,
                              GError **error);

/* The report of a run, as --report-json writes it. Returns: (transfer full) (nullable) */
char *susun_rename_report (SusunStore *store, const SusunRun *run, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRenameOptions, susun_rename_options_free)

G_END_DECLS
