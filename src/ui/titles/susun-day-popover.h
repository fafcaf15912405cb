// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

#include "ui/titles/susun-title-row.h"

G_BEGIN_DECLS

/* How the pictures of an event folder are spread over the days: a bar and a number each, and in a
 * sentence what follows from it. Returns: (transfer floating): a popover */
GtkWidget *susun_day_popover_new (SusunTitleRow *row);

G_END_DECLS
