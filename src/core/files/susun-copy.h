// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-medium.h"

G_BEGIN_DECLS

/**
 * Copying into a temporary name in the target folder (SAFETY.md 2.2, steps 4 to 7): one pass that
 * reads, hashes and writes; nothing stands under a final name yet.
 */
#define SUSUN_TEMP_PREFIX ".susun-"

/* ".susun-<first 8 of run id>-<number>.part". Returns: (transfer full) */
char *susun_copy_temp_name (const char *run_id, gint64 number);

/* What the target could not keep; flags. Reported, no failure. */
typedef enum
{
  SUSUN_LOST_NOTHING = 0,
  SUSUN_LOST_TIMES = 1 << 0,
  SUSUN_LOST_MODE = 1 << 1,
  SUSUN_LOST_XATTRS = 1 << 2,
} SusunLost;

typedef struct
{
  SusunIdentity source; /* as it was before and after the copy */
  SusunIdentity target; /* of the temporary file, as written */
  SusunHash hash;       /* of the bytes as they were read */
  SusunLost lost;
  int fd; /* (owned by the caller): the temporary, still open for its fsync */
} SusunCopied;

/* Copies one file. @planned: (nullable): the source must be this one, unchanged, else
 * SUSUN_ERROR_CHANGED; it is also looked at again at the end. @folder: the target folder.
 * Write-back is started while a large file is copied, but nothing is fsynced: that is
 * susun_copy_sync's, so that many can go together. On any error the temporary is removed again.
 * Uses the worker's @medium for buffers and hasher. G_IO_ERROR_CANCELLED when @cancellable is
 * triggered in the middle. */
gboolean susun_copy_to_temp (SusunMedium *medium, SusunRoot *source, const char *rel,
                             const SusunIdentity *planned, int folder, const char *temp_name,
                             GCancellable *cancellable, SusunCopied *copied, GError **error);

/* Starts the write-back of what is left: for files that will be fsynced one by one, so that the
 * disk works before the first fsync waits. Advisory. */
void susun_copy_start_writeback (const SusunCopied *copied);

/* fsync of the temporary's data and metadata. Called once only per descriptor: after a failed fsync
 * the kernel has dropped the pages, so the file must be copied anew. */
gboolean susun_copy_sync (SusunCopied *copied, const char *display_name, GError **error);

/* The same for many at once with a single syncfs, which for small files takes half the time or
 * less.
 * @target: the root that the temporaries are below, opened before the first of them was made.
 * Returns: TRUE when all of them are durable; FALSE when that is not known (not every file system
 * and kernel says what went wrong): then susun_copy_sync each. */
gboolean susun_copy_sync_together (SusunRoot *target, const SusunCopied *const *copied,
                                   guint n_copied);

/* Removes a temporary of ours: the name must start with SUSUN_TEMP_PREFIX and be a regular file.
 * A name that is not there is no error. */
gboolean susun_copy_discard_temp (int folder, const char *temp_name, GError **error);

G_END_DECLS
