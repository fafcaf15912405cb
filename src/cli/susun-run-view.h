// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

#include "core/runs/susun-balance.h"

G_BEGIN_DECLS

/* A file that belongs to a run: a report, a list of results. */
typedef struct
{
  const char *name;  /* the JSON member, such as "report_csv" */
  const char *label; /* translated */
  char *path;
} SusunRunFile;

/**
 * SusunRunView: one run of the history with what there is to tell about it, for text and JSON from
 * one table of fields. Borrows the run.
 */
typedef struct
{
  const SusunRun *run;
  GPtrArray *roots; /* (element-type SusunRootRow) */
  GArray *files;    /* (element-type SusunRunFile) */
  gboolean full;    /* balance and problems were read */
  gboolean dry_run; /* it only said what it would do */
  SusunBalance balance;
  GPtrArray *problems; /* (nullable) (element-type SusunProblemGroup) */
  GPtrArray *renames;  /* (nullable) (element-type utf8): “old → new” */
  char *report;        /* (nullable): JSON: every folder of a rename */
} SusunRunView;

/* @full: with balance and problems, which reads all its items. Returns: (transfer full) (nullable)
 */
SusunRunView *susun_run_view_new (SusunStore *store, const SusunRun *run, gboolean full,
                                  GError **error);
void susun_run_view_free (SusunRunView *self);

/* Path of the root of that role, the first if there are several. (nullable) */
const char *susun_run_view_get_root (SusunRunView *self, SusunRootRole role);

/* (nullable) */
const char *susun_run_view_get_file (SusunRunView *self, const char *name);

/* Where a quarantine's results were written, unless its options tell. @path: (nullable) */
void susun_run_view_add_results (SusunRunView *self, const char *path);

/* How many items of a full view ended for that cause. */
guint64 susun_run_view_count_problems (SusunRunView *self, SusunCause cause);

/* The members of one run, into the object that is open. With @full views also its files, balance
 * and problems; @remarks: (nullable) (element-type utf8); @error: (nullable): why it ended */
void susun_run_view_add_json (SusunRunView *self, JsonBuilder *builder);
void susun_run_view_add_sheet_json (SusunRunView *self, GPtrArray *remarks, const char *error,
                                    JsonBuilder *builder);

/* What it was and how it ended; then its sheet with problems and remarks. */
void susun_run_view_print (SusunRunView *self);
void susun_run_view_print_sheet (SusunRunView *self, GPtrArray *remarks);

/* @views: (element-type SusunRunView) */
void susun_run_views_print (GPtrArray *views);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRunView, susun_run_view_free)

G_END_DECLS
