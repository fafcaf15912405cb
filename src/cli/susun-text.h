// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a terminal shows without breaking lines itself. */
#define SUSUN_HELP_WIDTH 79

/*
 * Numbers, times and tables as a person reads them.
 */

/* With the locale's thousands separators. Returns: (transfer full) */
char *susun_count_to_text (guint64 count);

/* "2026-11-20T09:30:00" on this computer's wall clock; "" for 0. @time: µs since 1970 UTC.
 * Returns: (transfer full) */
char *susun_time_to_text (gint64 time);

/* The words of a command line, quoted for a shell where they need it. Returns: (transfer full) */
char *susun_words_to_text (const char *const *words);

/* Breaks lines at blanks so that none takes more than @width cells of a terminal; a word that is
 * longer stands alone. The last line ends with a newline, too.
 * Returns: (transfer full) */
char *susun_text_wrap (const char *text, guint width);

/**
 * SusunTable: rows of cells, printed with aligned columns.
 */
typedef struct _SusunTable SusunTable;

/* @columns: one character a column: 'l' left, 'r' right aligned */
SusunTable *susun_table_new (const char *columns);
void susun_table_free (SusunTable *self);

/* Adds the next cell; after the last column a new row begins. @text: (transfer full) */
void susun_table_take (SusunTable *self, char *text);
void susun_table_add (SusunTable *self, const char *text);

/* Every line begins with @indent. */
void susun_table_print (SusunTable *self, const char *indent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunTable, susun_table_free)

G_END_DECLS
