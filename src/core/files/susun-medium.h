// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/susun-hash.h"
#include "core/files/susun-root.h"

G_BEGIN_DECLS

/**
 * Hashing from the medium: what the disk holds, not what the page cache remembers
 * (SAFETY.md 2.2.9).
 *
 * Levels from weak to strong; stored in the history as integers.
 */
typedef enum
{
  SUSUN_LEVEL_NONE = 0,
  SUSUN_LEVEL_CACHED = 1, /* pages could not be dropped: proves nothing about the medium */
  SUSUN_LEVEL_REMOTE
  = 2, /* asked of a server or a FUSE daemon, which may have answered from memory */
  SUSUN_LEVEL_EVICTED = 3, /* dropped from the page cache (mincore saw none), then read */
  SUSUN_LEVEL_DIRECT
  = 4, /* read with O_DIRECT, past the page cache; on tmpfs memory is the medium */
} SusunLevel;

/* "none" "cached" "remote" "evicted" "direct" */
const char *susun_level_nick (SusunLevel level);

/* Told after every piece. @user_data of the caller; may be called from any thread. */
typedef void (*SusunBytesDone) (guint64 bytes, gpointer user_data);

/**
 * SusunMedium: the buffers and the hasher of one worker that reads media. One thread at a time.
 */
typedef struct _SusunMedium SusunMedium;

SusunMedium *susun_medium_new (void);
void susun_medium_free (SusunMedium *self);
void susun_medium_set_progress (SusunMedium *self, SusunBytesDone done, gpointer user_data);

/* Hashes the whole regular file. It must stay the same file, size and times from open to end, else
 * SUSUN_ERROR_CHANGED. Dirty pages are written first (O_DIRECT and fsync see to that).
 * @identity: (out): as it was when hashed; @level: (out). */
gboolean susun_medium_hash (SusunMedium *self, SusunRoot *root, const char *rel,
                            GCancellable *cancellable, SusunIdentity *identity, SusunHash *hash,
                            SusunLevel *level, GError **error);

/* The same through the page cache, quickly: for planning only, never for a proof. */
gboolean susun_medium_hash_cached (SusunMedium *self, SusunRoot *root, const char *rel,
                                   GCancellable *cancellable, SusunIdentity *identity,
                                   SusunHash *hash, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunMedium, susun_medium_free)

G_END_DECLS
