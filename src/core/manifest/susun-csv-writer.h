// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

#include "core/base/susun-hash.h"

G_BEGIN_DECLS

/**
 * SusunCsvWriter: rows of a CSV file (RFC 4180; lines end with CR LF, as Python's csv writes them).
 *
 * The file is always valid UTF-8 and never holds a NUL:
 * - A cell is quoted only when it has to be; line breaks, quotes and commas stay what they are,
 *   inside quotes.
 * - A text cell that a spreadsheet would take for a formula (it starts with = + - @ TAB CR) gets a
 *   leading apostrophe, and so does one that starts with apostrophes before such a character: the
 *   reader takes exactly one away, so nothing is lost. Numbers, dates and words that we write
 *   ourselves are left alone.
 * - A path that is not UTF-8 is written as a file:// URI with every byte kept.
 *
 * Owns its descriptor. Cells are added one by one, susun_csv_writer_end_row() ends the row; the
 * first write error stays and every later row fails with it. One thread at a time.
 */
typedef struct _SusunCsvWriter SusunCsvWriter;

/* Takes over @fd, which stands where the next row shall go (a resumed file: at its end). @path: the
 * file's name for messages, bytes. */
SusunCsvWriter *susun_csv_writer_new (int fd, const char *path);

/* Closes the file. What was not flushed is lost: flush or sync before, and look at the answer. */
void susun_csv_writer_free (SusunCsvWriter *self);

/* A whole row of column names. @columns: NULL-terminated, ASCII */
gboolean susun_csv_writer_header (SusunCsvWriter *self, const char *const *columns, GError **error);

/* Any text. What is not UTF-8 is written as susun_path_display() shows it. @text: (nullable): NULL
 * is an empty cell */
void susun_csv_writer_text (SusunCsvWriter *self, const char *text);

/* A word of ours, a date, a number as text: ASCII without comma, quote or line break, written as it
 * is. @word: (nullable) */
void susun_csv_writer_word (SusunCsvWriter *self, const char *word);

/* A path, bytes. Absolute ones come back exactly as they are, whatever their bytes; relative ones
 * do when they are UTF-8 and do not start with "file:///". @path: (nullable): NULL and "" are an
 * empty cell */
void susun_csv_writer_path (SusunCsvWriter *self, const char *path);

/* An absolute path as file:// URI, always. @path: (nullable) */
void susun_csv_writer_uri (SusunCsvWriter *self, const char *path);

void susun_csv_writer_uint64 (SusunCsvWriter *self, guint64 value);

/* As 64 hex digits. @hash: (nullable): NULL is an empty cell */
void susun_csv_writer_hash (SusunCsvWriter *self, const SusunHash *hash);

/* Ends the row; writes when enough is gathered. */
gboolean susun_csv_writer_end_row (SusunCsvWriter *self, GError **error);
gboolean susun_csv_writer_flush (SusunCsvWriter *self, GError **error);

/* Flushes, then fsync: the rows are on the medium. */
gboolean susun_csv_writer_sync (SusunCsvWriter *self, GError **error);

/* The length of the file up to here, with what was in it before and what is not flushed yet. At the
 * end of a row it is the length to cut the file back to when resuming. */
guint64 susun_csv_writer_get_length (SusunCsvWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunCsvWriter, susun_csv_writer_free)

G_END_DECLS
