// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SusunHash: a SHA-256 digest (FIPS 180-4) as a plain value.
 */
#define SUSUN_HASH_SIZE 32
#define SUSUN_HASH_HEX_SIZE 65 /* with the final NUL */
typedef struct
{
  guint8 bytes[SUSUN_HASH_SIZE];
} SusunHash;

gboolean susun_hash_equal (const SusunHash *a, const SusunHash *b);
void susun_hash_to_hex (const SusunHash *hash, char hex[SUSUN_HASH_HEX_SIZE]);

/* Takes 64 hex digits, either case, nothing else. Returns: FALSE when @hex is not that */
gboolean susun_hash_from_hex (const char *hex, SusunHash *hash);

/**
 * SusunHasher: SHA-256 over a stream, by OpenSSL (it uses the processor's SHA instructions).
 *
 * One thread at a time. Start, update…, finish; it can then be started again.
 */
typedef struct _SusunHasher SusunHasher;

SusunHasher *susun_hasher_new (void);
void susun_hasher_free (SusunHasher *self);
void susun_hasher_start (SusunHasher *self);
void susun_hasher_update (SusunHasher *self, const void *data, gsize length);
void susun_hasher_finish (SusunHasher *self, SusunHash *hash);

/* The hash of bytes in memory. */
void susun_hasher_digest (SusunHasher *self, const void *data, gsize length, SusunHash *hash);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunHasher, susun_hasher_free)

G_END_DECLS
