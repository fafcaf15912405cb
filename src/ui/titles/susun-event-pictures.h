// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-worker.h"

G_BEGIN_DECLS

/*
 * A few pictures of a folder, for a person to know it by: its first, one of its middle and its last
 * by name; of its first folder that has any where it has none itself.
 */
#define SUSUN_EVENT_PICTURES 3

/* @folder: absolute */
void susun_event_pictures_find (SusunWorker *reader, const char *folder, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full) (element-type filename) (nullable): at most SUSUN_EVENT_PICTURES
 * absolute paths, none when there are none; NULL when it was cancelled */
GPtrArray *susun_event_pictures_finish (GAsyncResult *result);

G_END_DECLS
