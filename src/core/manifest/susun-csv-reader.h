// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

#include "core/base/susun-hash.h"

G_BEGIN_DECLS

/**
 * SusunCsvReader: a CSV file, row by row, in bounded memory.
 *
 * Reads what SusunCsvWriter, Python's csv and pandas write: UTF-8 with or without a byte order mark
 * (other bytes are let through, they may be part of a path), CR LF or LF, quoted cells with line
 * breaks, lines that are empty are skipped. The first row names the columns; they are looked up by
 * name, in any order.
 *
 * Everything else is refused with SUSUN_ERROR_INVALID and a sentence that names the file and the
 * line, never guessed: a stray quote, too few or too many cells, a file that ends inside a quoted
 * cell or with a row that is too short (it was cut off), NUL bytes, UTF-16, cells beyond 1 MiB,
 * rows beyond 4 MiB, more than 256 columns. After an error the reader stays at it.
 *
 * Owns its descriptor. One thread at a time.
 */
typedef struct _SusunCsvReader SusunCsvReader;

#define SUSUN_CSV_MAX_CELL (1024 * 1024)
#define SUSUN_CSV_MAX_ROW (4 * 1024 * 1024)
#define SUSUN_CSV_MAX_COLUMNS 256

typedef enum
{
  SUSUN_CSV_ROW,
  SUSUN_CSV_END,
  SUSUN_CSV_ERROR,
} SusunCsvStep;

/* Takes over @fd, at its beginning, also when it fails. Reads the header row. @path: the file's
 * name for messages, bytes. Returns: (transfer full) (nullable): NULL on error */
SusunCsvReader *susun_csv_reader_new (int fd, const char *path, GError **error);

/* As above for a file to be opened. */
SusunCsvReader *susun_csv_reader_open (const char *path, GError **error);
void susun_csv_reader_free (SusunCsvReader *self);

/* Returns: the column of that name (the first, if there are several), or -1 */
int susun_csv_reader_find_column (SusunCsvReader *self, const char *name);

/* Finds several at once: columns[i] becomes the place of names[i] or -1. Fails, naming the file and
 * the columns that are missing, when one of the first @n_required is not there. */
gboolean susun_csv_reader_find_columns (SusunCsvReader *self, const char *const *names,
                                        guint n_names, guint n_required, int *columns,
                                        GError **error);

SusunCsvStep susun_csv_reader_next (SusunCsvReader *self, GError **error);

/* Passes over @n_rows rows, checking them as next does. Returns: SUSUN_CSV_ROW when all were there,
 * SUSUN_CSV_END when the file has fewer */
SusunCsvStep susun_csv_reader_skip (SusunCsvReader *self, guint64 n_rows, GError **error);

/* How many rows were read or skipped, the header not counted. */
guint64 susun_csv_reader_get_row_count (SusunCsvReader *self);

/* Where in the file the next row starts, in bytes. */
guint64 susun_csv_reader_get_offset (SusunCsvReader *self);

/* The line in which the current row starts; the header stands in line 1. */
guint64 susun_csv_reader_get_line (SusunCsvReader *self);

/*
 * The cells of the current row. What is returned is borrowed and valid until the next row. A column
 * of -1 is a column that the file does not have: an empty cell.
 */

/* The cell as text, the apostrophe of the formula guard taken off. Bytes: usually UTF-8. */
const char *susun_csv_reader_get_text (SusunCsvReader *self, int column);

/* The cell as path: as text, and a file:/// URI decoded. Returns: (nullable): NULL with
 * SUSUN_ERROR_INVALID when it is a broken URI */
const char *susun_csv_reader_get_path (SusunCsvReader *self, int column, GError **error);

/* A count or size: digits, or what pandas makes of them ("12.0"). @value becomes -1 for an empty
 * cell. Fails with SUSUN_ERROR_INVALID for anything else */
gboolean susun_csv_reader_get_size (SusunCsvReader *self, int column, gint64 *value,
                                    GError **error);

/* 64 hex digits. @present becomes FALSE for an empty cell. Fails with SUSUN_ERROR_INVALID for
 * anything else */
gboolean susun_csv_reader_get_hash (SusunCsvReader *self, int column, SusunHash *hash,
                                    gboolean *present, GError **error);

/* "true" or "1" in any case is TRUE, all else FALSE. */
gboolean susun_csv_reader_get_boolean (SusunCsvReader *self, int column);

/* Sets SUSUN_ERROR_INVALID with a sentence that names the file and the current line. @reason: a
 * translated clause. Returns: FALSE always */
gboolean susun_csv_reader_throw (SusunCsvReader *self, GError **error, const char *reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunCsvReader, susun_csv_reader_free)

G_END_DECLS
