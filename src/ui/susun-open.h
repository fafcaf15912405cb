// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows a folder or a file in the program that the desktop has for it. What is not there any more,
 * or cannot be shown, is said in a toast. @path: absolute, bytes */
void susun_open_path (GtkWidget *widget, const char *path);

G_END_DECLS
