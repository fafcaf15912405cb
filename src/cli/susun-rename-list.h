// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/* What a rename did, or would do, as lines for a person: “old → new”, sorted by the old name.
 * @run: of kind RENAME. Returns: (transfer full) (element-type utf8) (nullable) */
GPtrArray *susun_rename_list_new (SusunStore *store, const SusunRun *run, GError **error);

G_END_DECLS
