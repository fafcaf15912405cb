// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/*
 * What every question to the history does on the worker's thread before it is read, and after.
 */

/* From here on reading from @store ends soon after @task was cancelled. Returns: FALSE when it is
 * answered already: it was cancelled before, or there is no @store, for @store_error */
gboolean susun_view_task_begin (GTask *task, SusunStore *store, const GError *store_error);

/* @answer: (transfer full) (nullable): NULL when @error (transfer full) is set */
void susun_view_task_end (GTask *task, SusunStore *store, gpointer answer, GDestroyNotify free_func,
                          GError *error);

G_END_DECLS
