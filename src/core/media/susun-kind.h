// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * What a file is, first by its name (cheap, enough to decide whether to open it), later by its
 * content (the reader recognises formats by their bytes, whatever the extension).
 *
 * The lists are PRODUCT.md's. Pure.
 */
typedef enum
{
  SUSUN_KIND_OTHER = 0, /* not ours: counted, never touched */
  SUSUN_KIND_IMAGE = 1,
  SUSUN_KIND_VIDEO = 2,
  SUSUN_KIND_SIDECAR = 3, /* .xmp .aae .thm, and .json that may be of Google Takeout */
} SusunKind;

/* @name: a file name, bytes; the extension is compared without case */
SusunKind susun_kind_from_name (const char *name);

/* Is it a RAW image by its extension (the part of RAW+JPEG that follows)? */
gboolean susun_kind_is_raw (const char *name);

/* "image", "video", "unknown" as the CSV has it (schema 1.0) */
const char *susun_kind_nick (SusunKind kind);

/* Names that tools and systems leave behind and that no user misses, PRODUCT.md and USERS.md 22:
 * Thumbs.db, desktop.ini, .DS_Store, SYNOFILE_THUMB*, ._* … */
gboolean susun_kind_is_junk_file (const char *name);

/* @eaDir, #recycle, .git, lost+found, venv, .@__thumb, .Trash*, $RECYCLE.BIN, .susun* … */
gboolean susun_kind_is_junk_folder (const char *name);

G_END_DECLS
