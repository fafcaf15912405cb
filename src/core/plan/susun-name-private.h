// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands behind the stem of a Live Photo's clip in some of Apple's exports. */
#define SUSUN_NAME_HEVC "_HEVC"

/* Where a suffix goes: before the extension, if what follows the last dot looks like one, otherwise
 * at the end. Points into @name. */
const char *susun_name_suffix_place (const char *name);

/* The longest piece of the first @length bytes of @text, of at most @limit bytes, that ends on a
 * character boundary. */
gsize susun_name_cut_length (const char *text, gsize length, gsize limit);

/* Spreads what differs between two hashes over all 64 bits. */
guint64 susun_name_mix (guint64 hash);

G_END_DECLS
