// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * Fixture: a history in a folder of its own, with ways to fill it. What must work is asserted here.
 */
typedef struct
{
  char *folder;
  char *path;        /* of the history */
  SusunStore *store; /* (owned): the writing one */
  gint64 source;     /* the roots of the last run that was added */
  gint64 archive;
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

void fixture_begin (Fixture *self);
void fixture_commit (Fixture *self);

/* A run with a source /media/card and an archive /home/ani/Archive, committed. @chain: (nullable):
 * run_id of the chain; NULL: begins one. Returns: (transfer full) */
SusunRun *fixture_add_run (Fixture *self, SusunRunKind kind, SusunMode mode, SusunRunState state,
                           const char *chain);

/* An item as a scan finds it: number @i of a library in which everything a filter looks for is
 * there: folders of 100 files, each of one to three days over fourteen years. */
void fixture_fill_item (Fixture *self, gint64 run, guint i, SusunItem *item, char *path,
                        gsize size);

/* Adds numbers @first to @first + @n - 1, in commits of 20,000. */
void fixture_add_items (Fixture *self, gint64 run, guint first, guint n);

/* Adds one, inside a transaction. Returns: its id */
gint64 fixture_add_item (Fixture *self, SusunItem *item);

/* Runs the default main context until @done says so; fails after a minute. */
typedef gboolean (*FixtureDone) (gpointer user_data);
void fixture_wait (FixtureDone done, gpointer user_data);

/* Resident memory of this process in bytes. */
gint64 fixture_resident (void);

G_END_DECLS
