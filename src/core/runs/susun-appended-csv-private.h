// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/manifest/susun-csv-writer.h"

G_BEGIN_DECLS

/*
 * The outputs of commands that can be resumed: CSVs of ours that grow batch by batch, and that are
 * cut back to what was counted before they grow on. Never is anything cut off a file that is not
 * such a CSV: it must begin with our header, and what is kept must end with a row.
 */
typedef enum
{
  SUSUN_APPENDED_NEW,    /* must not be there yet */
  SUSUN_APPENDED_BEGUN,  /* no row was counted yet: not there, or not more than its header */
  SUSUN_APPENDED_LENGTH, /* so long it was, or it is longer */
  SUSUN_APPENDED_END,    /* the length is not known (a state file of another tool): all is kept */
} SusunAppendedFrom;

/* SUSUN_APPENDED_LENGTH for a known @length, _END for -1. */
SusunAppendedFrom susun_appended_csv_from (gint64 length);

/* Can it go on so? SUSUN_ERROR_INVALID with a sentence that says what to do otherwise. Nothing is
 * changed. @columns: NULL-terminated */
gboolean susun_appended_csv_check (const char *path, const char *const *columns,
                                   SusunAppendedFrom from, gint64 length, GError **error);

/* Checks again, makes the file or cuts it, writes the header where there is none.
 * Returns: (transfer full) (nullable): stands where the next row goes */
SusunCsvWriter *susun_appended_csv_open (const char *path, const char *const *columns,
                                         SusunAppendedFrom from, gint64 length, GError **error);

G_END_DECLS
