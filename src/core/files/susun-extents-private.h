// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-root.h"

G_BEGIN_DECLS

/* Do two files share blocks of one disk (reflinks), so that they are no independent copies? Best
 * effort: FALSE where the file system does not tell. */
gboolean susun_extents_are_shared (SusunRoot *first_root, const char *first, SusunRoot *second_root,
                                   const char *second);

G_END_DECLS
