// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-root.h"
#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunRunRoots: the roots of one run, open and (those it writes) locked, by their row ids.
 *
 * Reading is thread-safe once all roots are in.
 */
typedef struct _SusunRunRoots SusunRunRoots;

SusunRunRoots *susun_run_roots_new (void);
void susun_run_roots_free (SusunRunRoots *self); /* locks go, then the roots */

/* Records @root for the run (in the caller's transaction, or one of its own). A root with that role
 * and path is not added twice. Returns: its id, or 0 with @error */
gint64 susun_run_roots_add (SusunRunRoots *self, SusunStore *store, gint64 run, SusunRootRole role,
                            SusunRoot *root, GError **error);

/* Opens all roots of a recorded run. SUSUN_ERROR_AWAY when one is not there, or another folder or
 * disk stands in its place. */
gboolean susun_run_roots_load (SusunRunRoots *self, SusunStore *store, gint64 run, GError **error);

/* Locks the roots of these roles (1 << role) for writing. */
gboolean susun_run_roots_lock (SusunRunRoots *self, guint roles, GError **error);

/* Gives the locks back, before the run is recorded as finished: what a kill leaves of them then is
 * cleared when the run is resumed. */
void susun_run_roots_unlock (SusunRunRoots *self);

/* (transfer none) (nullable): NULL for an id that is not in */
SusunRoot *susun_run_roots_get (SusunRunRoots *self, gint64 id);
gint64 susun_run_roots_first (SusunRunRoots *self, SusunRootRole role); /* 0: none */

/* The root of that role below which @path (absolute) lies. @rel: (out): points into @path.
 * Returns: its id, or 0 */
gint64 susun_run_roots_find (SusunRunRoots *self, SusunRootRole role, const char *path,
                             const char **rel);

/* One that was recorded as on device D, and is on E now (the disk was unplugged meanwhile): the
 * identity's device follows. */
void susun_run_roots_adapt (SusunRunRoots *self, gint64 id, SusunIdentity *identity);
guint susun_run_roots_count (SusunRunRoots *self);
gint64 susun_run_roots_get_id (SusunRunRoots *self, guint index);
SusunRootRole susun_run_roots_get_role (SusunRunRoots *self, guint index);
gboolean susun_run_roots_is_quarantine (SusunRunRoots *self, gint64 id);

/* Does any of these roots lie on a disk that spins? Then one reader at a time. */
guint susun_run_roots_limit_workers (SusunRunRoots *self, guint workers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRunRoots, susun_run_roots_free)

G_END_DECLS
