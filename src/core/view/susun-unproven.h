// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/* Of the originals that an organize run has copied and that still stand in both places: how many
 * are there, and of how many has no verification of the run's chain proven the copy? The last
 * verification that looked at one decides. Reads every item of the chain once: 16 bytes of memory
 * and 2 µs for each. @runs: (element-type SusunRun): all of the history, newest first. */
gboolean susun_unproven_count (SusunStore *store, const SusunRun *organize, const GPtrArray *runs,
                               guint64 *originals, guint64 *unproven, GError **error);

G_END_DECLS
