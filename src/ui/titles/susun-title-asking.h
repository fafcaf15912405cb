// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ai/susun-ai.h"

G_BEGIN_DECLS

/**
 * SusunTitleAsking: one talk with the AI about some titles: its suggestions are told on the thread
 * of the window as they come.
 *
 * Tells "told" (gint64 id, string title, string reason): @title is NULL when the offline one stays,
 * @reason says why, or is NULL.
 */
#define SUSUN_TYPE_TITLE_ASKING (susun_title_asking_get_type ())
G_DECLARE_FINAL_TYPE (SusunTitleAsking, susun_title_asking, SUSUN, TITLE_ASKING, GObject)

/* SUSUN_ERROR_INVALID as of susun_ai_new(). Returns: (transfer full) (nullable) */
SusunTitleAsking *susun_title_asking_new (const SusunAiOptions *options, SusunTitles *titles,
                                          GError **error);

/* First all of them, then go. */
void susun_title_asking_add (SusunTitleAsking *self, gint64 id, const char *event);
void susun_title_asking_go (SusunTitleAsking *self);

/* What was not answered keeps its offline title. */
void susun_title_asking_stop (SusunTitleAsking *self);

/* Ends it, and waits for its thread, up to a second; also done by the last unref. */
void susun_title_asking_close (SusunTitleAsking *self);

gboolean susun_title_asking_is_stopped (SusunTitleAsking *self); /* by its user */
void susun_title_asking_get_state (SusunTitleAsking *self, SusunAiState *state);

G_END_DECLS
