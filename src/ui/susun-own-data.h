// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * What belongs to the program and is no code: found where it was installed, or, for a program that
 * was built and not installed, in its build tree.
 */

/* The pictures to try it on. Returns: (transfer full) (nullable): an absolute path */
char *susun_own_data_find_sample (void);

/* Returns: (transfer full) (nullable): NULL with a sentence when the schema is nowhere. GSettings
 * itself would end the program. */
GSettings *susun_own_data_open_settings (GError **error);

G_END_DECLS
