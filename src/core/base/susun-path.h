// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Paths are bytes as the file system gave them, not UTF-8. These are the only conversions.
 */

/* UTF-8, what is no UTF-8 and control, line and direction characters as \x0A or \u202E, a backslash
 * as itself. errno is kept: it is made for messages. Returns: (transfer full) */
char *susun_path_escape (const char *path);

/* For a person: as above (errno is kept, too), and of what the document portal lends only what its
 * user gave it. Returns: (transfer full) */
char *susun_path_display (const char *path);

/* The last part of a path for a message. Returns: (transfer full) */
char *susun_path_display_name (const char *path);

/* The document portal lends folders to a sandbox as /run/user/UID/doc/ID/NAME: nothing can be made
 * beside NAME, and nothing is renamed from one ID to another, although all are on one mount.
 * Returns: the length of the part up to and with ID; 0 for any other path, and without a NAME */
gsize susun_path_lent_prefix (const char *path);

/* @name in the folder that @path, absolute, is in. Returns: (transfer full) (nullable): NULL where
 * nothing can be made: beside what the portal lends, and beside the root */
char *susun_path_beside (const char *path, const char *name);

/* file:///… with every byte kept (RFC 8089, RFC 3986 2.1). @path is absolute. Returns: (transfer
 * full) */
char *susun_path_to_uri (const char *path);

/* Returns: (transfer full) (nullable): NULL when @uri is no local file URI */
char *susun_path_from_uri (const char *uri);

/* Is it a relative path that stays below its root by its text: not empty, not absolute, no empty
 * part, no "." and no ".."? */
gboolean susun_path_is_safe_relative (const char *path);

/* @path relative to @root, both absolute and without ".." parts. Returns: (nullable): a pointer
 * into
 * @path ("" for the root itself), NULL when it is not below */
const char *susun_path_below (const char *path, const char *root);

/* Absolute, "." and ".." and double slashes removed by text; symlinks are not resolved.
 * Returns: (transfer full) */
char *susun_path_absolute (const char *path);

/* The part after the last '/'; points into @path. */
const char *susun_path_name (const char *path);

/* The extension with its dot, or "" for none; a leading dot is no extension. Points into @name. */
const char *susun_path_extension (const char *name);

G_END_DECLS
