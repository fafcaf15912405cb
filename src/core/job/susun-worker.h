// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunWorker: a named thread with a queue (FIFO) that owns one SusunStore.
 *
 * The store is opened on that thread with the first task that needs it and closed there at the end;
 * one for writing, whose lock keeps others out, also whenever nothing is left to do.
 */
#define SUSUN_TYPE_WORKER (susun_worker_get_type ())
G_DECLARE_FINAL_TYPE (SusunWorker, susun_worker, SUSUN, WORKER, GObject)

/* @store_path: (nullable): NULL for a worker without a store. Returns: (transfer full) */
SusunWorker *susun_worker_new (const char *name, const char *store_path, SusunStoreAccess access);

/* Runs @func on the worker's thread, tasks one after another. @func gets the store, or NULL with
 * @error when it could not be opened; it must return the task's result. @task: (transfer none) */
typedef void (*SusunWorkerFunc) (GTask *task, SusunStore *store, const GError *error);
void susun_worker_push (SusunWorker *self, GTask *task, SusunWorkerFunc func);

/* Ends the thread after what is queued; blocks. Also done by the last unref. */
void susun_worker_stop (SusunWorker *self);

G_END_DECLS
