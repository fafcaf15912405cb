// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-medium.h"
#include "core/job/susun-job.h"

G_BEGIN_DECLS

/**
 * SusunReading: one file to be read from its medium, and what came of it. A plain struct; @root and
 * @rel are borrowed.
 */
typedef struct
{
  SusunRoot *root; /* (nullable): NULL: there is no way to it, error says why */
  const char *rel;
  gboolean there; /* it was looked at, and is a regular file */
  gboolean hashed;
  SusunIdentity identity; /* as looked at, then as hashed */
  SusunHash hash;
  SusunLevel level;
  GError *error; /* (owned) (nullable): why it is not there or could not be read */
} SusunReading;

void susun_reading_clear (SusunReading *self);

/* Is nothing there under this name (as opposed to something that cannot be read)? */
gboolean susun_reading_is_missing (const SusunReading *self);

/**
 * SusunReaders: reads many files in parallel, in the order that is best for their disks: on disks
 * that spin one at a time each and in the order given, on others the large ones first, so that no
 * worker is left waiting for the last.
 */
typedef struct _SusunReaders SusunReaders;

/* @job: (borrowed): for progress, pause. */
SusunReaders *susun_readers_new (SusunJob *job, guint workers);
void susun_readers_free (SusunReaders *self);

/* Looks at all that have a root: there and identity, or error. */
void susun_readers_look (SusunReaders *self, GPtrArray *readings);

/* Hashes all (which are there), and puts them in the order they are read in: hashed, hash, level
 * and identity, or error. FALSE when it was cancelled: then some are not done. */
gboolean susun_readers_hash (SusunReaders *self, GPtrArray *readings, GCancellable *cancellable,
                             GError **error);

/* Bytes that the progress did not count with will be read. */
void susun_readers_expect (SusunReaders *self, guint64 bytes);

/* What was read in all is so much less than was expected in all: the progress need not wait for it.
 * To be called between two batches, with what the batch was to read. */
void susun_readers_settle (SusunReaders *self, guint64 expected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunReaders, susun_readers_free)

G_END_DECLS
