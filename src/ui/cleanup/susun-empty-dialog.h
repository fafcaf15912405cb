// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The question before files are deleted for ever: an AdwMessageDialog whose response "empty" can
 * only be given when the number of files was typed in. @since: µs since 1970 UTC: when they were
 * put there; a quarantine younger than 30 days is warned about. Returns: (transfer floating) */
GtkWidget *susun_empty_dialog_new (GtkWindow *parent, guint64 files, guint64 bytes, gint64 since);

G_END_DECLS
