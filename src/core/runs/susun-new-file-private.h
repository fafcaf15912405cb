// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SusunNewFile: a file of ours (a report, a list) that appears under its name when it is complete,
 * and never in place of another.
 *
 * Until then it stands beside that place under a temporary name that is made from the run's id, so
 * that a run that goes on after a kill begins it anew. Free without publish takes it away.
 */
typedef struct _SusunNewFile SusunNewFile;

/* Fails with SUSUN_ERROR_INVALID when something stands at @path: to be asked before the work. */
gboolean susun_new_file_check (const char *path, GError **error);

/* @path: absolute. @fd: (out) (transfer full): to be written to, for a SusunOutput or
 * SusunCsvWriter. Returns: (transfer full) (nullable) */
SusunNewFile *susun_new_file_begin (const char *path, const char *run_id, int *fd, GError **error);

/* Gives it its name; what was written has been synced before. SUSUN_ERROR_INVALID when another file
 * stands there; the very same bytes are taken for it (a run that was killed right after this, and
 * goes on). */
gboolean susun_new_file_publish (SusunNewFile *self, GError **error);

/* For a run that goes on: takes away what a process of it that was killed in the middle has left of
 * this file, the temporary and the empty reservation of its name. A file that is complete stays. */
void susun_new_file_settle (const char *path, const char *run_id);
void susun_new_file_free (SusunNewFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunNewFile, susun_new_file_free)

G_END_DECLS
