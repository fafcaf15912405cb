// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where there is no room for the name of @button in one line it goes on in the next, or it does
 * not. One without a name is left as it is. */
void susun_button_set_lines (GtkWidget *button, gboolean many);

G_END_DECLS
