// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SusunLogFile: the file of --log-file: one line an event, with the time, appended.
 *
 * Without a file every line is dropped, so callers need not ask. Any thread. Never given keys, nor
 * the words of the command line.
 */
typedef struct _SusunLogFile SusunLogFile;

SusunLogFile *susun_log_file_new (void);
void susun_log_file_free (SusunLogFile *self);

/* Makes the file when it is missing; only its owner can read a new one, as it holds paths. */
gboolean susun_log_file_open (SusunLogFile *self, const char *path, GError **error);
void susun_log_file_write (SusunLogFile *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* A GLogWriterFunc with a SusunLogFile as user data: GLib's messages go into the file too. */
GLogWriterOutput susun_log_file_take_message (GLogLevelFlags level, const GLogField *fields,
                                              gsize n_fields, gpointer log_file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunLogFile, susun_log_file_free)

G_END_DECLS
