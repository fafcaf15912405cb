// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/susun-identity.h"

G_BEGIN_DECLS

/**
 * The names that a folder itself lists for files (SAFETY.md 2.2.11).
 *
 * Most file systems keep a name byte for byte. Others fold its case or composition: there the name
 * that was asked for finds the file, until the disk is mounted in another way or elsewhere.
 */
typedef struct
{
  const char *name;              /* (borrowed): that was asked for */
  const SusunIdentity *identity; /* (borrowed): of what stands under it */
  char *listed; /* (owned) (nullable): set to what the folder calls it, when that is another name */
} SusunReadBack;

/* Looks into the folder once for all of them; not at all where the file system keeps names. A file
 * that is not listed keeps the name that found it. @folder: open for reading. errno on failure. */
gboolean susun_read_back_names (int folder, SusunReadBack *files, guint n);

G_END_DECLS
