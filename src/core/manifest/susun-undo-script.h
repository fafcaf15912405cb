// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/manifest/susun-output.h"

G_BEGIN_DECLS

/*
 * Scripts that give folders their old names again, for whoever has no Susun at hand: for a POSIX
 * shell and for PowerShell. They look before each step and replace nothing. Every name is quoted so
 * that it is nothing but a name, whatever bytes it holds.
 */

/* One step: a name in the folder, and the one it gets. */
typedef struct
{
  const char *from;
  const char *to;
} SusunScriptStep;

/* @folder: absolute. @steps: (array length=n): in order */
gboolean susun_undo_script_write_sh (SusunOutput *output, const char *folder,
                                     const SusunScriptStep *steps, guint n, GError **error);

/* A name that is not UTF-8 cannot be written for PowerShell: the script says so and goes on. */
gboolean susun_undo_script_write_ps1 (SusunOutput *output, const char *folder,
                                      const SusunScriptStep *steps, guint n, GError **error);

/* 'a name', for these two. Returns: (transfer full) */
char *susun_undo_script_quote_sh (const char *text);
char *susun_undo_script_quote_ps1 (const char *text);

G_END_DECLS
