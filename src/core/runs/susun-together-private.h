// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-equal-copies-private.h"
#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunTogether: which of the equal copies in an archive belong to a Live Photo, a RAW with its
 * JPEG, or have sidecars, as far as the history knows: such a group must not be taken apart.
 */
typedef struct _SusunTogether SusunTogether;

#define SUSUN_NO_COPY G_MAXUINT /* a member that is not among the equal copies */

/* @chain_id: of the organize run that made the archive's files; unknown to the history: no groups.
 * @archive: absolute path that the copies are relative to. Returns: (transfer full) (nullable) */
SusunTogether *susun_together_new (SusunStore *store, const char *chain_id, const char *archive,
                                   SusunEqualCopies *copies, GCancellable *cancellable,
                                   GError **error);
void susun_together_free (SusunTogether *self);

/* 0: it stands alone. */
gint64 susun_together_get_group (SusunTogether *self, guint copy);

/* Returns: (transfer none) (element-type guint): copies, or SUSUN_NO_COPY */
GArray *susun_together_get_members (SusunTogether *self, gint64 group);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunTogether, susun_together_free)

G_END_DECLS
