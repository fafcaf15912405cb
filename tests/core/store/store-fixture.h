// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * Fixture: a folder of its own for every test, with the path a history may be made at, and a few
 * short ways to say what the tests say often. What must work is asserted here.
 */
typedef struct
{
  char *folder;
  char *path; /* FOLDER/data/susun/history.db: nothing of it is there yet */
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

SusunStore *fixture_open (Fixture *self);
void fixture_begin (SusunStore *store);
void fixture_commit (SusunStore *store);

/* A run with its own chain and its source root, committed. Returns: (transfer full) */
SusunRun *fixture_add_run (SusunStore *store);

/* Inside a transaction. Returns: the item's id */
gint64 fixture_add_item (SusunStore *store, gint64 run, const char *path);

/* A run of @n items, committed. Returns: the run's id */
gint64 fixture_add_items (SusunStore *store, guint n);

/* The number of items of all runs, read by another, read-only store. */
gint64 fixture_count (Fixture *self);

G_END_DECLS
