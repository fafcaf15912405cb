// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

/**
 * TitleRow: a name, what the formatter must make of it, and what an AI may make of it: a right
 * answer. All UTF-8.
 */
typedef struct
{
  const char *input;
  const char *offline;
  const char *answer; /* (nullable): NULL when offline rules are enough */
} TitleRow;

/* Our own rows. */
extern const TitleRow title_rows[];
extern const guint n_title_rows;

/* Those of ../shared, where it is: (transfer full) (element-type TitleRow) (nullable). Their
 * strings live as long as the program. */
GArray *title_rows_read_shared (void);

/* Our own rows and those. (transfer full) (element-type TitleRow) */
GArray *title_rows_all (void);

/* What a right answer to a row is. */
static inline const char *
title_row_answer (const TitleRow *row)
{
  return row->answer != NULL ? row->answer : row->offline;
}
