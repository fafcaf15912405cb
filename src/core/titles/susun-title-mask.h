// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/titles/susun-titles.h"

G_BEGIN_DECLS

/**
 * Names of people, hidden from whoever a title is sent to: "Kahwin Ahmad bin Ali" becomes
 * "Kahwin ⟦N1⟧ bin ⟦N2⟧".
 *
 * A name is what stands after a form of address (Dato', Cik, Hj.) and around bin, binti, a/l and
 * a/p; with them the words beside it that no table knows. It is a guess on the careful side: a name
 * that nothing announces is not found, an ordinary word after "Pak" is hidden.
 */

/* @names: (element-type utf8): gets what the marks stand for, ⟦N1⟧ first. Returns: (transfer full):
 * @text as it is when there are none */
char *susun_titles_mask (const SusunTitles *self, const char *text, GPtrArray *names);

/* Marks that are none of ours stay, for the check of the answer to find. Returns: (transfer full)
 */
char *susun_titles_unmask (const char *text, const GPtrArray *names);

G_END_DECLS
