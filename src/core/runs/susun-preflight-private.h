// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-root.h"

G_BEGIN_DECLS

/*
 * Refusals before anything is touched (SAFETY.md 2.7). All fail with SUSUN_ERROR_REFUSED and a
 * sentence that names the folders.
 */

/* The sources among each other, and each with the archive. @archive: (nullable): NULL when it does
 * not exist yet, then @archive_path's nearest existing parent is looked at. */
gboolean susun_preflight_apart (GPtrArray *sources, SusunRoot *archive, const char *archive_path,
                                GError **error);

/* A quarantine may lie beside a source, or in it under its own name only (.susun-quarantine); never
 * in the archive, and neither may lie in it. @roots: (element-type SusunRoot) */
gboolean susun_preflight_quarantine (SusunRoot *quarantine, const char *quarantine_path,
                                     GPtrArray *roots, GError **error);

/* Can files be made (or, for a source, taken away) below it? */
gboolean susun_preflight_writable (SusunRoot *root, GError **error);

/* The same of a folder that is still to be made, as far as it can be told before. */
gboolean susun_preflight_new_folder (const char *path, GError **error);

/* Files that are moved from the first @n_sources to @target by copying them are read back from its
 * medium before an original goes. A disk behind a network or FUSE shows what its server remembers:
 * every one of them would be copied in vain. @target: (nullable): as above */
gboolean susun_preflight_move (GPtrArray *sources, guint n_sources, SusunRoot *target,
                               const char *target_path, GError **error);

/* Room for @files files of @bytes bytes in all, with 1 % and 256 MiB to spare. */
gboolean susun_preflight_space (SusunRoot *root, guint64 bytes, guint64 files, GError **error);

#define SUSUN_QUARANTINE_NAME ".susun-quarantine"

G_END_DECLS
