// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-copy.h"

G_BEGIN_DECLS

/* What belongs to a file beside its bytes: extended attributes of the user's, the access list, mode
 * and modification time, as far as the target's file system keeps them. @scratch: at least 256 KiB.
 */
SusunLost susun_attributes_copy (int source, const SusunIdentity *identity, int target,
                                 guint8 *scratch, gsize scratch_size);

/* What the target says it has kept of mode and time; some file systems refuse nothing and keep
 * nothing. */
SusunLost susun_attributes_compare (const SusunIdentity *source, const SusunIdentity *target);

G_END_DECLS
