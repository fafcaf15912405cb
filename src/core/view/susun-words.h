// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/*
 * Runs and items in words for a person, translated.
 */

const char *susun_run_kind_label (SusunRunKind kind);    /* "Organize", "Verify", … */
const char *susun_run_state_label (SusunRunState state); /* "Interrupted", "Finished", … */

/* "DCIM → Archive": the names of its folders. @roots: (element-type SusunRootRow).
 * Returns: (transfer full): "" when there are none */
char *susun_run_title (const GPtrArray *roots);

/* What became of it, or where it is on its way: "Copied", "In quarantine", "Left out".
 * @kind: of its run */
const char *susun_item_outcome_label (SusunRunKind kind, const SusunItem *item);

G_END_DECLS
