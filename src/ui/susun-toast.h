// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A sentence as it stands: a toast itself takes markup, and names of folders have any letters.
 * Returns: (transfer full) */
AdwToast *susun_toast_new (const char *sentence);

G_END_DECLS
