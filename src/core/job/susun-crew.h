// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SusunCrew: a bounded number of threads that share a list of things to do, for the length of one
 * call: the way all parallel work inside a job is done.
 *
 * With one worker everything runs on the caller's thread, in order: tests that count calls rely on
 * it.
 */
typedef struct _SusunCrew SusunCrew;

/* Called for every index once. @worker: 0 to workers - 1; two calls with the same worker never
 * overlap, so that each can have buffers of its own. */
typedef void (*SusunCrewFunc) (guint index, guint worker, gpointer user_data);

SusunCrew *susun_crew_new (guint workers);
void susun_crew_free (SusunCrew *self);
guint susun_crew_get_workers (SusunCrew *self);

/* Calls @func for 0 … @n - 1; returns when all calls have. One caller at a time. */
void susun_crew_run (SusunCrew *self, guint n, SusunCrewFunc func, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunCrew, susun_crew_free)

G_END_DECLS
