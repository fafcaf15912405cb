// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/manifest/susun-csv-writer.h"
#include "core/manifest/susun-quarantine-report.h"
#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunExport: a run's items on their way into a CSV: knows the folders that the history has for
 * it, whether they can be reached now or not.
 */
typedef struct
{
  SusunStore *store;   /* (borrowed) */
  const SusunRun *run; /* (borrowed) */
  GPtrArray *roots;    /* (owned) (element-type SusunRootRow) */
  GCancellable *cancellable;
} SusunExport;

gboolean susun_export_init (SusunExport *self, SusunStore *store, const SusunRun *run,
                            GCancellable *cancellable, GError **error);
void susun_export_clear (SusunExport *self);

/* The absolute path, or @rel itself when @root is not known. Returns: (transfer full): "" for a
 * NULL @rel */
char *susun_export_dup_path (const SusunExport *self, gint64 root, const char *rel);

/* The first root of that role. (transfer none) (nullable) */
const char *susun_export_get_root (const SusunExport *self, SusunRootRole role);

/* Calls @write for all items in order. */
typedef gboolean (*SusunExportItem) (const SusunExport *self, const SusunItem *item,
                                     SusunCsvWriter *writer, gpointer user_data, GError **error);
gboolean susun_export_items (const SusunExport *self, SusunExportItem write, SusunCsvWriter *writer,
                             gpointer user_data, GError **error);

/* What the CSV of a quarantine says of an item that ended in its state. */
SusunQuarantineAction susun_export_quarantine_action (const SusunItem *item);

/* The two CSVs of dedupe: rows without the header. */
gboolean susun_export_dedupe_kept (const SusunExport *self, gboolean global, SusunCsvWriter *writer,
                                   GError **error);
gboolean susun_export_dedupe_duplicates (const SusunExport *self, gboolean global,
                                         SusunCsvWriter *writer, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SusunExport, susun_export_clear)

G_END_DECLS
