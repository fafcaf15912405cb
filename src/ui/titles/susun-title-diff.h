// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/*
 * What is another in a new name, word by word, marked by form and not by colour: a word that goes
 * is struck through, one that comes is bold and underlined, one in other letters is underlined.
 */

/* @shown: the part of the new name that is shown, from its byte @skipped on; (out) (transfer full):
 * attributes for the old name and for that part. */
void susun_title_diff (const char *old_name, const char *new_name, gsize skipped,
                       PangoAttrList **old_marks, PangoAttrList **new_marks);

G_END_DECLS
