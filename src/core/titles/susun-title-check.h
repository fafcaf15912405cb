// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/titles/susun-titles.h"

G_BEGIN_DECLS

/*
 * The check of an AI's answer: it may re-spell a title, and nothing else. Pure, any thread.
 */

/* Why an answer is refused; stored in the cache of answers: append only, never renumber. */
typedef enum
{
  SUSUN_TITLE_VERDICT_ACCEPTED = 0,
  SUSUN_TITLE_VERDICT_EMPTY,
  SUSUN_TITLE_VERDICT_CHARACTERS, /* control or direction characters, a slash, several lines */
  SUSUN_TITLE_VERDICT_TOO_LONG,
  SUSUN_TITLE_VERDICT_DANGEROUS_START, /* = + - @ . */
  SUSUN_TITLE_VERDICT_DIGITS,          /* a number came, went or changed */
  SUSUN_TITLE_VERDICT_ACRONYM,
  SUSUN_TITLE_VERDICT_WORDS, /* a word was exchanged, invented or lost */
  SUSUN_N_TITLE_VERDICTS
} SusunTitleVerdict;

/* Returns: (transfer none): a translated phrase, such as "it changes a number" */
const char *susun_title_verdict_label (SusunTitleVerdict verdict);

/* @input: what was asked about; @answer: the AI's, as it came (bytes). The letter case of @self
 * does not matter. */
SusunTitleVerdict susun_titles_check (const SusunTitles *self, const char *input,
                                      const char *answer);

G_END_DECLS
