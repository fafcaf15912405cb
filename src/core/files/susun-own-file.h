// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-medium.h"

G_BEGIN_DECLS

/* Removes a file that Susun itself wrote (a report), when it is a regular file that still holds the
 * bytes with that hash. For nothing of the user's: those go with a proof (susun-proof.h).
 * SUSUN_ERROR_CHANGED when it holds something else; it is left alone then. */
gboolean susun_remove_own_file (SusunRoot *root, const char *rel, const SusunHash *hash,
                                GError **error);

G_END_DECLS
