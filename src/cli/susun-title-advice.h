// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cli/susun-ai-words.h"
#include "core/runs/susun-rename.h"

G_BEGIN_DECLS

/**
 * SusunTitleAdvice: an AI beside a rename: it is asked while folders are read, and waited for only
 * when all are.
 */
typedef struct _SusunTitleAdvice SusunTitleAdvice;

/* @titles: a formatter like the run's; @folder: whose folders are to be renamed, for the question
 * that a person at a terminal is asked before anything is sent. NULL without error when no AI is
 * wanted, or that person does not want it. Returns: (transfer full) (nullable) */
SusunTitleAdvice *susun_title_advice_new (SusunSession *session, const SusunAiWords *words,
                                          SusunTitles *titles, const char *folder, GError **error);
void susun_title_advice_free (SusunTitleAdvice *self);

/* Valid as long as @self. */
const SusunTitleAdviser *susun_title_advice_get_adviser (SusunTitleAdvice *self);

/* After the run: says on stderr why titles were made offline all the same. */
void susun_title_advice_tell (SusunTitleAdvice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunTitleAdvice, susun_title_advice_free)

G_END_DECLS
