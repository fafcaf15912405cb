// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SusunDateRow: an entry for a day, typed as 2023-07-13 or picked from a calendar. What is typed is
 * its "text"; it looks wrong while that is neither a day nor empty.
 */
#define SUSUN_TYPE_DATE_ROW (susun_date_row_get_type ())
G_DECLARE_FINAL_TYPE (SusunDateRow, susun_date_row, SUSUN, DATE_ROW, AdwEntryRow)

G_END_DECLS
