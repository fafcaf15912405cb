// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/view/susun-run-sheet.h"

G_BEGIN_DECLS

/**
 * SusunOutcomeBox: what came of a run: the balance sheet, the problems by their cause with what to
 * do about each, and what else was noticed.
 */
#define SUSUN_TYPE_OUTCOME_BOX (susun_outcome_box_get_type ())
G_DECLARE_FINAL_TYPE (SusunOutcomeBox, susun_outcome_box, SUSUN, OUTCOME_BOX, AdwBin)

/* @sheet: (nullable): NULL shows nothing; @remarks: (nullable) (element-type utf8). Not kept. */
void susun_outcome_box_show (SusunOutcomeBox *self, const SusunRunSheet *sheet,
                             const GPtrArray *remarks);

/* "Everything went well.", "3 files need a look."; of a run that ended. (transfer full) */
char *susun_outcome_describe (const SusunRunSheet *sheet);

/* The large sign above a state: "emblem-ok-symbolic" for well, "dialog-warning-symbolic" for a
 * look, or any other. */
void susun_outcome_set_sign (GtkWidget *image, const char *icon);

/* A row with a number at its end, for sheets. @value: (nullable). Returns: (transfer floating) */
GtkWidget *susun_outcome_row_new (const char *title, const char *subtitle, const char *value);

G_END_DECLS
