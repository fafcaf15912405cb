// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * susun_message_present:
 * @dialog: all of it is there: heading, text, extra child, responses
 *
 * Shows @dialog. Where the screen is lower than it, with large letters on a small one, its text and
 * its extra child scroll, so that the responses are in sight: by itself an AdwMessageDialog is as
 * high as it is, and they are below the edge.
 */
void susun_message_present (AdwMessageDialog *dialog);

G_END_DECLS
