// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-medium.h"

G_BEGIN_DECLS

/**
 * SusunProof: "this file may go, because that other file holds the same bytes, read just now".
 *
 * The only way to remove or set aside a file of the user's is with a proof, and only
 * susun_prove() can make one: the struct is known to susun-proof.c alone (the idea is git-annex's
 * SafeDropProof). It is bound to device, inode, size, times and hash of both files and is good for
 * 60 seconds (monotonic) after the second one was read. Immutable; may cross threads.
 */
typedef struct _SusunProof SusunProof;

#define SUSUN_PROOF_SECONDS 60

/* What the caller needs to do with it: how well the keeper must have been read. */
typedef enum
{
  SUSUN_PROOF_SET_ASIDE, /* can be brought back (quarantine): at least SUSUN_LEVEL_REMOTE */
  SUSUN_PROOF_DESTROY,   /* cannot: at least SUSUN_LEVEL_EVICTED, copies must not share blocks */
} SusunProofPurpose;

/* Reads both files from the medium and compares with @expected. @going: the file that shall go;
 * @keeper: the copy that stays. Errors: SUSUN_ERROR_UNPROVEN (same file, hash differs from
 * @expected, keeper missing, level too weak, shared blocks), SUSUN_ERROR_CHANGED, G_IO_ERROR_*.
 * The message names the file and says that it was left alone.
 * Returns: (transfer full) (nullable) */
SusunProof *susun_prove (SusunMedium *medium, SusunRoot *going_root, const char *going,
                         SusunRoot *keeper_root, const char *keeper, const SusunHash *expected,
                         SusunProofPurpose purpose, GCancellable *cancellable, GError **error);
void susun_proof_free (SusunProof *self);

const SusunIdentity *susun_proof_get_going (const SusunProof *self);
const SusunIdentity *susun_proof_get_keeper (const SusunProof *self);
const SusunHash *susun_proof_get_hash (const SusunProof *self);
SusunLevel susun_proof_get_level (const SusunProof *self); /* the weaker of both */

/* Is it young enough, and are both files still as they were proven (looked at now)? Otherwise FALSE
 * with SUSUN_ERROR_UNPROVEN or SUSUN_ERROR_CHANGED: prove again. */
gboolean susun_proof_check (const SusunProof *self, GError **error);

/* Removes the file that the proof is about: checks the proof, then fstat of the open file against
 * the name, then unlinkat. The folder is not fsynced (once per batch, the caller). A proof for
 * DESTROY only. Consumes nothing: a proof used twice fails because the file is gone. */
gboolean susun_remove_with_proof (const SusunProof *self, GError **error);

/* For tests: pretend that @seconds have passed. */
void susun_proof_age (SusunProof *self, guint seconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunProof, susun_proof_free)

G_END_DECLS
