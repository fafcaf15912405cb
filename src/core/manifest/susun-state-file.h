// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SusunState: how far a resumable command came. @cursor is what the original tools have; the
 * lengths are those of the outputs at that row, to which they are cut back when resuming. A plain
 * value.
 */
typedef struct
{
  guint64 cursor;          /* rows done */
  gint64 verified_bytes;   /* of --verified-out; -1 when the file does not tell */
  gint64 unverified_bytes; /* of --unverified-out */
  gint64 results_bytes;    /* of --results-out (quarantine) */
  gint64 keep_bytes;       /* of --keep-out (dedupe) */
  gint64 dupes_bytes;      /* of --dupes-out (dedupe) */
} SusunState;

#define SUSUN_STATE_INIT                                                                           \
  {                                                                                                \
    0, -1, -1, -1, -1, -1                                                                          \
  }

/**
 * SusunStateFile: the file of --state-file, a JSON object `{"cursor": N, …}`.
 *
 * It is never written over anything that is not a state file, nor over one that somebody else
 * changed meanwhile. One thread at a time.
 */
typedef struct _SusunStateFile SusunStateFile;

/* Reads the file if there is one. Fails with SUSUN_ERROR_INVALID when it is something else than a
 * state file (no object, no cursor, a member that is no count), and with G_IO_ERROR.
 * @state: (out): what it holds; SUSUN_STATE_INIT when there is no file yet. Returns: (nullable) */
SusunStateFile *susun_state_file_open (const char *path, SusunState *state, GError **error);
void susun_state_file_free (SusunStateFile *self);

/* Writes @state so that a crash at any moment leaves the old or the new one: temporary file, fsync,
 * rename, fsync of the folder. The caller has synced the rows it counts before. Fails with
 * SUSUN_ERROR_CHANGED when the file is no longer the one that was read or written last. */
gboolean susun_state_file_write (SusunStateFile *self, const SusunState *state, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunStateFile, susun_state_file_free)

G_END_DECLS
