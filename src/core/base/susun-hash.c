// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/base/susun-hash.h"

#include <string.h>

#include <openssl/evp.h>

struct _SusunHasher
{
  EVP_MD_CTX *context; /* (owned) */
  EVP_MD *sha256;      /* (owned): fetched once, EVP_sha256() would look it up at each start */
};

gboolean
susun_hash_equal (const SusunHash *a, const SusunHash *b)
{
  return memcmp (a->bytes, b->bytes, SUSUN_HASH_SIZE) == 0;
}

void
susun_hash_to_hex (const SusunHash *hash, char hex[SUSUN_HASH_HEX_SIZE])
{
  static const char digits[] = "0123456789abcdef";

  for (guint i = 0; i < SUSUN_HASH_SIZE; i++)
    {
      hex[2 * i] = digits[hash->bytes[i] >> 4];
      hex[2 * i + 1] = digits[hash->bytes[i] & 15];
    }
  hex[2 * SUSUN_HASH_SIZE] = '\0';
}

gboolean
susun_hash_from_hex (const char *hex, SusunHash *hash)
{
  SusunHash parsed;

  if (strlen (hex) != 2 * SUSUN_HASH_SIZE)
    return FALSE;
  for (guint i = 0; i < SUSUN_HASH_SIZE; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]);
      int low = g_ascii_xdigit_value (hex[2 * i + 1]);
      if (high < 0 || low < 0)
        return FALSE;
      parsed.bytes[i] = high << 4 | low;
    }
  *hash = parsed;
  return TRUE;
}

SusunHasher *
susun_hasher_new (void)
{
  SusunHasher *self = g_new0 (SusunHasher, 1);

  self->context = EVP_MD_CTX_new ();
  self->sha256 = EVP_MD_fetch (NULL, "SHA256", NULL);
  g_assert (self->context != NULL && self->sha256 != NULL);
  return self;
}

void
susun_hasher_free (SusunHasher *self)
{
  EVP_MD_CTX_free (self->context);
  EVP_MD_free (self->sha256);
  g_free (self);
}

void
susun_hasher_start (SusunHasher *self)
{
  g_assert (EVP_DigestInit_ex2 (self->context, self->sha256, NULL) == 1);
}

void
susun_hasher_update (SusunHasher *self, const void *data, gsize length)
{
  g_assert (EVP_DigestUpdate (self->context, data, length) == 1);
}

void
susun_hasher_finish (SusunHasher *self, SusunHash *hash)
{
  g_assert (EVP_DigestFinal_ex (self->context, hash->bytes, NULL) == 1);
}

void
susun_hasher_digest (SusunHasher *self, const void *data, gsize length, SusunHash *hash)
{
  susun_hasher_start (self);
  susun_hasher_update (self, data, length);
  susun_hasher_finish (self, hash);
}
