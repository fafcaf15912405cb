// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/media/susun-evidence.h"
#include "core/media/susun-input.h"

G_BEGIN_DECLS

/**
 * One reader per format behind one table. A reader recognises its format by the first bytes and
 * adds candidates; it judges nothing. It never reads a whole file: it asks the SusunInput for the
 * pieces it needs, within the input's budget. Bad bytes are no error: the reader sets
 * evidence->broken and leaves a note, and what was found so far stays.
 *
 * To add a format: a file with a susun_read_… function and a row in susun-reader.c.
 */

/* Reads the evidence of the file's content. Thread-safe with different @input and @evidence.
 * The format is recognised by content; @input's name only helps where content cannot tell.
 *
 * Returns: FALSE with @error only when the file could not be read at all (EIO); damaged content is
 * evidence->broken. */
gboolean susun_media_read (SusunInput *input, SusunEvidence *evidence, GError **error);

/* A sidecar's evidence (XMP, Takeout JSON) is added to the evidence of the file it belongs to. */
gboolean susun_media_read_sidecar (SusunInput *input, SusunEvidence *evidence, GError **error);

/* The date in a file name (the table of patterns in susun-filename.c), or nothing. */
void susun_media_read_name (const char *name, SusunEvidence *evidence);

G_END_DECLS
