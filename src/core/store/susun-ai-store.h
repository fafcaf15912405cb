// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/base/susun-hash.h"

G_BEGIN_DECLS

/**
 * SusunAiStore: what is remembered of asking an AI: its answers, and how fast each model may be
 * asked.
 *
 * A database of its own beside the history: it is written on the AI's thread while a job's thread
 * owns the history, losing it loses no work, and it can be cleared by itself. One thread; several
 * processes may use it at once, and share the pace. Holds no key, and no name of a folder but as a
 * hash; answers are titles.
 */
typedef struct _SusunAiStore SusunAiStore;

/* @path: (nullable): NULL for one in memory. SUSUN_ERROR_SCHEMA, SUSUN_ERROR_CORRUPT, G_IO_ERROR_*.
 * Returns: (transfer full) (nullable) */
SusunAiStore *susun_ai_store_open (const char *path, GError **error);
void susun_ai_store_close (SusunAiStore *self);

/* Many writes as one; ending with @ok FALSE takes them back. take_turn() is one by itself. */
gboolean susun_ai_store_begin (SusunAiStore *self, GError **error);
gboolean susun_ai_store_end (SusunAiStore *self, gboolean ok, GError **error);

/* --- answers */

/* An answer that was accepted, of whatever model, or else what @model said. @verdict: 0 for
 * accepted (SusunTitleVerdict). Returns: (transfer full) (nullable): NULL without error when none
 * is known */
char *susun_ai_store_get_answer (SusunAiStore *self, const SusunHash *question, const char *model,
                                 int *verdict, GError **error);
gboolean susun_ai_store_put_answer (SusunAiStore *self, const SusunHash *question,
                                    const char *model, const char *answer, int verdict, gint64 now,
                                    GError **error);
gboolean susun_ai_store_forget_answers (SusunAiStore *self, GError **error);

/* --- pace: @model: the name of a model with the address of its service */

typedef struct
{
  gint64 interval;  /* µs between two requests; 0: as many as one likes */
  gint64 next;      /* µs since 1970: no request before */
  gint64 day;       /* which day (as the service counts days) the count is of */
  gint64 day_count; /* requests on that day */
  gint64 blocked;   /* µs since 1970: the service said that nothing is left until then */
  gint64 features;  /* what the model was found to take, -1: not known */
} SusunAiPace;

/* Fills in what is known; else @pace is left as it is. */
gboolean susun_ai_store_get_pace (SusunAiStore *self, const char *model, SusunAiPace *pace,
                                  GError **error);

/* Takes the next turn in one step, whoever else asks: when @now is not before @pace's next, that is
 * moved by the interval and the day's count by one. @pace: how it is now, as get_pace() gives it.
 * Returns: 0 when the request may go, when one may go otherwise; -1 on error */
gint64 susun_ai_store_take_turn (SusunAiStore *self, const char *model, SusunAiPace *pace,
                                 gint64 now, gint64 day, GError **error);

/* Writes interval, next, blocked and features; never brings next forward. */
gboolean susun_ai_store_set_pace (SusunAiStore *self, const char *model, const SusunAiPace *pace,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunAiStore, susun_ai_store_close)

G_END_DECLS
