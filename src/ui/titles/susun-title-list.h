// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/job/susun-worker.h"
#include "ui/titles/susun-title-row.h"

G_BEGIN_DECLS

/**
 * SusunTitleList: the event folders of a run, as a GListModel of SusunTitleRow. It is read on a
 * worker, and what its user decides is written on another a moment after it was said. Main thread
 * only.
 *
 * Tells "changed" when a row did, "decided" when its user said something about one, and "failed"
 * (string): a sentence.
 */
#define SUSUN_TYPE_TITLE_LIST (susun_title_list_get_type ())
G_DECLARE_FINAL_TYPE (SusunTitleList, susun_title_list, SUSUN, TITLE_LIST, GObject)

/* @reader: a worker with a read-only store; @writer: the one that runs the jobs. */
SusunTitleList *susun_title_list_new (SusunWorker *reader, SusunWorker *writer);

/* Shows another run: forgets all rows. @run: (nullable): not kept. FALSE with a sentence when its
 * options, or the user's own words, cannot be read. */
gboolean susun_title_list_set_run (SusunTitleList *self, const SusunRun *run, GError **error);
gint64 susun_title_list_get_run (SusunTitleList *self);         /* 0 for none */
const char *susun_title_list_get_folder (SusunTitleList *self); /* (nullable): absolute */

/* Appends what was found since, in the order in which it was found. */
void susun_title_list_read_more (SusunTitleList *self);

/* Reads all anew, and sorts it by name: when the job has ended. */
void susun_title_list_read_all (SusunTitleList *self);
gboolean susun_title_list_is_reading (SusunTitleList *self);

/* (transfer none) (nullable): why they could not be read the last time, a sentence */
const char *susun_title_list_get_failure (SusunTitleList *self);

SusunTitleCase susun_title_list_get_case (SusunTitleList *self);
void susun_title_list_set_case (SusunTitleList *self, SusunTitleCase letter_case);

/* The formatter of the rows. (transfer none) (nullable) */
SusunTitles *susun_title_list_get_titles (SusunTitleList *self);

/* Of an item, while it is in the list. (transfer none) (nullable) */
SusunTitleRow *susun_title_list_find (SusunTitleList *self, gint64 id);

/* All that can be renamed is on, or off. Doubtful ones only go off. */
void susun_title_list_set_all (SusunTitleList *self, gboolean on);

/* How many will be renamed, and how many of all could be. */
guint susun_title_list_count_on (SusunTitleList *self, guint *possible);

/* Hands what was decided to the writer now: what is handed to it later comes after. */
void susun_title_list_write (SusunTitleList *self);

G_END_DECLS
