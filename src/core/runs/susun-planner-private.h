// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/susun-layout.h"
#include "core/runs/susun-archive-private.h"
#include "core/runs/susun-organize.h"
#include "core/scan/susun-scan.h"

G_BEGIN_DECLS

/**
 * Planning a scanned run: what becomes of every FOUND item. Reads rows, writes rows, touches no
 * file. The result depends on the rows, the archive's names and the options only, not on the order
 * in which the scan met them: folders are taken by their paths.
 */
typedef struct
{
  SusunRunJob *job;
  SusunStore *store;
  SusunRun *run;
  SusunRunRoots *roots;
  gint64 archive_root;          /* id; the folder itself may not exist yet */
  SusunFsTraits archive_traits; /* what its file system refuses */
  SusunArchive *archive;
  const SusunOrganizeOptions *options;
  const SusunDating *dating;
  const SusunLayout *layout;
  GCancellable *cancellable;

  /* (out) */
  guint64 planned_files; /* to be copied or moved */
  guint64 planned_bytes;
} SusunPlanner;

gboolean susun_planner_run (SusunPlanner *self, GError **error);

G_END_DECLS
