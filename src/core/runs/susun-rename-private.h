// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-root.h"
#include "core/runs/susun-rename.h"
#include "core/scan/susun-scan.h"

G_BEGIN_DECLS

/*
 * Between the files of a rename: finding and dating folders, planning names, writing what was done.
 */

/**
 * SusunEventFinder: reads all folders in parallel and stores each as an item (FOUND, LEFT_OUT or
 * UNREADABLE) as soon as everything below it was read.
 */
typedef struct
{
  SusunRunJob *job; /* all borrowed */
  SusunStore *store;
  const SusunRun *run;
  const SusunRenameOptions *options;
  const SusunDating *dating;
  const SusunTitles *titles;
  const SusunTitleAdviser *adviser; /* (nullable) */
  SusunRoot *root;
  gint64 root_id;
  guint readers;
} SusunEventFinder;

gboolean susun_event_finder_run (SusunEventFinder *self, GCancellable *cancellable, GError **error);

/* Gives every found folder its target and its place in the order, in one transaction. May be done
 * again as long as no folder was touched. */
gboolean susun_rename_make_plan (SusunStore *store, const SusunRun *run, SusunRoot *root,
                                 gint64 root_id, gboolean dry_run, GError **error);

/* The report and the undo scripts, as asked for. */
gboolean susun_rename_check_outputs (const SusunRenameOptions *options, GError **error);
gboolean susun_rename_write_outputs (SusunStore *store, const SusunRun *run,
                                     const SusunRenameOptions *options, GError **error);

G_END_DECLS
