// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A sentence as it stands, and all of it: a toast itself takes markup, which names of folders are
 * not, and cuts off what has no room in one line. @place: what it is shown over. Returns: (transfer
 * full) */
AdwToast *susun_toast_new (GtkWidget *place, const char *sentence);

G_END_DECLS
