// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/runs/susun-rename.h"

G_BEGIN_DECLS

/**
 * SusunTitleRow: one event folder as the Titles page shows it: what the run found, what is proposed
 * and by whom, and what its user says. Holds no widget and reads nothing. Main thread only.
 *
 * Tells "changed".
 */
#define SUSUN_TYPE_TITLE_ROW (susun_title_row_get_type ())
G_DECLARE_FINAL_TYPE (SusunTitleRow, susun_title_row, SUSUN, TITLE_ROW, GObject)

typedef enum
{
  SUSUN_TITLE_ROW_RENAME,  /* it gets another name, if its user agrees */
  SUSUN_TITLE_ROW_RIGHT,   /* its name is right as it is */
  SUSUN_TITLE_ROW_DOUBT,   /* no day has the share: its user may say that the day is right */
  SUSUN_TITLE_ROW_NOTHING, /* it keeps its name; the note says why */
  SUSUN_TITLE_ROW_RENAMED, /* done */
} SusunTitleRowKind;

/* @folder: absolute: it lies there. @item: not kept. @override: (nullable): what its user said
 * before. @titles: makes the offline title; @threshold: of the run */
SusunTitleRow *susun_title_row_new (const char *folder, const SusunItem *item,
                                    const SusunOverride *override, SusunTitles *titles,
                                    double threshold);

/* The same folder, as the run knows it now. What its user said here stays. */
void susun_title_row_take_item (SusunTitleRow *self, const SusunItem *item,
                                const SusunOverride *override);

gint64 susun_title_row_get_id (SusunTitleRow *self);
/* Where it lies now: absolute, bytes. */
const char *susun_title_row_get_path (SusunTitleRow *self);
const char *susun_title_row_get_name (SusunTitleRow *self); /* displayable, as it is now */
SusunTitleRowKind susun_title_row_get_kind (SusunTitleRow *self);

/* A sentence: why this day, or why none. "" when there is none yet. */
const char *susun_title_row_get_note (SusunTitleRow *self);

/* Files of its day ÷ all of them, 0 to 1, and the count behind it. (transfer none) */
double susun_title_row_get_share (SusunTitleRow *self);
SusunEventCount *susun_title_row_get_count (SusunTitleRow *self);

/* "2019-03-14" of the name that is proposed, "" without a day. */
const char *susun_title_row_get_day (SusunTitleRow *self);
const char *susun_title_row_get_title (SusunTitleRow *self);
SusunTitleFrom susun_title_row_get_from (SusunTitleRow *self);

/* " (1)", when the plan found the name taken; "" otherwise. (transfer none) */
const char *susun_title_row_get_number (SusunTitleRow *self);

/* The whole name that is proposed. Returns: (transfer full) (nullable): NULL without a day */
char *susun_title_row_dup_proposal (SusunTitleRow *self);

/* The part of its name that tells the event: what an AI would be asked about. */
const char *susun_title_row_get_event (SusunTitleRow *self);

/* Is it worth asking? */
gboolean susun_title_row_is_uncertain (SusunTitleRow *self);

/* Will it be renamed as it stands now? */
gboolean susun_title_row_is_on (SusunTitleRow *self);
void susun_title_row_set_on (SusunTitleRow *self, gboolean on);

void susun_title_row_set_title (SusunTitleRow *self, const char *title, SusunTitleFrom from);

/* Back to the offline title. */
void susun_title_row_reset_title (SusunTitleRow *self);

/* Makes titles in other letters, but what its user wrote stays. */
void susun_title_row_set_titles (SusunTitleRow *self, SusunTitles *titles);

/* What the AI says: a suggestion that its user may take or refuse, or why there is none.
 * @reason: (nullable) */
void susun_title_row_wait_for_suggestion (SusunTitleRow *self);
void susun_title_row_suggest (SusunTitleRow *self, const char *title, const char *reason);
gboolean susun_title_row_is_waiting (SusunTitleRow *self);
const char *susun_title_row_get_suggestion (SusunTitleRow *self); /* (nullable) */
const char *susun_title_row_get_reason (SusunTitleRow *self);     /* (nullable) */
void susun_title_row_take_suggestion (SusunTitleRow *self);
void susun_title_row_refuse_suggestion (SusunTitleRow *self);

/* What is to be written into the history. Valid until the row changes. */
void susun_title_row_get_decision (SusunTitleRow *self, SusunRenameDecision *decision);

/* Has its user said anything here? */
gboolean susun_title_row_is_decided (SusunTitleRow *self);

/* Its id, to be looked up by; it stays where it is. (transfer none) */
gint64 *susun_title_row_peek_key (SusunTitleRow *self);

/* By the name now, for sorting. */
int susun_title_row_compare (gconstpointer a, gconstpointer b, gpointer unused);

G_END_DECLS
