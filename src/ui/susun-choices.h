// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/job/susun-worker.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-rename.h"
#include "ui/susun-look.h"

G_BEGIN_DECLS

/**
 * SusunChoices: what a person chooses before a run: which folders, into which archive, what of them
 * and how. Together with the settings it becomes the options of the job. Main thread only.
 *
 * Properties, for one run only: "images" and "videos" (gboolean): which kinds; "first-day" and
 * "last-day" (string): as they were typed, such as 2023-07-13, or empty for no bound; "types"
 * (string): as it was typed, ".jpg, mp4", or empty for all; "hidden" (gboolean): hidden files too;
 * "film-times" (gboolean): films are dated by the time of their file. "share" (double): how much of
 * an event folder must be of one day, in percent.
 *
 * Tells "changed" when anything, also the obstacle, is another than before.
 */
#define SUSUN_TYPE_CHOICES (susun_choices_get_type ())
G_DECLARE_FINAL_TYPE (SusunChoices, susun_choices, SUSUN, CHOICES, GObject)

/* @reader: looks at folders, so that nothing here waits for a disk. Returns: (transfer full) */
SusunChoices *susun_choices_new (SusunWorker *reader, GSettings *settings);

/* (transfer none) (element-type GFile): the sources; watch it for changes. */
GListModel *susun_choices_get_sources (SusunChoices *self);

/* The archive folder that was remembered, whether it is there or not. (transfer full) (nullable) */
GFile *susun_choices_dup_last_archive (SusunChoices *self);

/* A folder that is in already is not added twice. Without an archive the proposed one is taken.
 * What was tried out is over with the first folder. */
void susun_choices_add_sources (SusunChoices *self, const SusunLook *look);
void susun_choices_remove_source (SusunChoices *self, guint position);

/* Only this folder, and an archive beside it that is not remembered: to try it out. */
void susun_choices_try_out (SusunChoices *self, GFile *folder);

/* What was chosen for one run is forgotten; what was remembered is taken again. */
void susun_choices_clear (SusunChoices *self);

/* The archive and the layout are proposed again next time. */
void susun_choices_remember (SusunChoices *self);

GFile *susun_choices_get_archive (SusunChoices *self); /* (transfer none) (nullable) */

/* Returns: FALSE for a folder that no path leads to: the one of before stays */
gboolean susun_choices_set_archive (SusunChoices *self, GFile *archive);

SusunMode susun_choices_get_mode (SusunChoices *self);
void susun_choices_set_mode (SusunChoices *self, SusunMode mode);

/* Event folders get other names, and no picture goes anywhere. */
gboolean susun_choices_get_renaming (SusunChoices *self);
void susun_choices_set_renaming (SusunChoices *self, gboolean renaming);

/* A template, see susun-layout.h; may be wrong, then that is the obstacle. */
const char *susun_choices_get_layout (SusunChoices *self);
void susun_choices_set_layout (SusunChoices *self, const char *layout);

/* Why a run with these choices cannot begin, a sentence; NULL when it can. "" while it is being
 * looked at. @missing: (out) (optional): something is still to be chosen, nothing is wrong */
const char *susun_choices_get_obstacle (SusunChoices *self, gboolean *missing);

/* Returns: (transfer full) */
SusunOrganizeOptions *susun_choices_make_options (SusunChoices *self);
SusunRenameOptions *susun_choices_make_rename_options (SusunChoices *self);

G_END_DECLS
