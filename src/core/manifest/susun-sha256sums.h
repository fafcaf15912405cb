// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/susun-hash.h"
#include "core/manifest/susun-output.h"

G_BEGIN_DECLS

/*
 * The list that `sha256sum -c` accepts (coreutils 9): 64 hex digits, two spaces, the name as bytes,
 * a line feed. A name with a backslash, line feed or carriage return has these written as \\ \n \r
 * and its line starts with a backslash.
 */

/* Adds one line; susun_output_flush() tells whether all went well. @path: bytes, absolute or
 * relative to the folder in which `sha256sum -c` will be run */
gboolean susun_sha256sums_write (SusunOutput *output, const SusunHash *hash, const char *path,
                                 GError **error);

/* Reads one line, without its line feed; the binary marker " *" is accepted too. @path: (out)
 * (transfer full). Returns: FALSE when @line is no such line */
gboolean susun_sha256sums_parse (const char *line, SusunHash *hash, char **path);

G_END_DECLS
