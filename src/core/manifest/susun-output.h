// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SusunOutput: bytes on their way into a file of ours (a report, a list), buffered.
 *
 * Owns its descriptor. The first write error stays: from then on nothing is written any more and
 * every call that can fail does, with that error. One thread at a time.
 */
typedef struct _SusunOutput SusunOutput;

/* Takes over @fd, which stands where the next byte shall go (a resumed file: at its end). @path:
 * the file's name for messages, bytes. */
SusunOutput *susun_output_new (int fd, const char *path);

/* Closes the file. What was not flushed is lost: flush or sync before, and look at the answer. */
void susun_output_free (SusunOutput *self);

void susun_output_append (SusunOutput *self, const void *data, gsize length);

/* Room for @size bytes at the end of the buffer, for a caller that fills it itself and then tells
 * with susun_output_advance() how much it used. Returns: (transfer none) */
char *susun_output_reserve (SusunOutput *self, gsize size);
void susun_output_advance (SusunOutput *self, gsize used);

/* Writes the buffer out when it is large enough to be worth a system call. To be called between
 * rows: then what a crash leaves is whole rows, but for the one system call it may interrupt. */
gboolean susun_output_spill (SusunOutput *self, GError **error);
gboolean susun_output_flush (SusunOutput *self, GError **error);

/* Flushes, then fsync: the bytes are on the medium. */
gboolean susun_output_sync (SusunOutput *self, GError **error);

/* The length of the file up to here, with what was in it before and what is still in the buffer. */
guint64 susun_output_get_length (SusunOutput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunOutput, susun_output_free)

G_END_DECLS
