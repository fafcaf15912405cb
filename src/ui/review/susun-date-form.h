// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/runs/susun-correction.h"

G_BEGIN_DECLS

/**
 * SusunDateForm: asks when pictures were taken: a day and a time, or by how much the camera's clock
 * was wrong; and says what that would make of one of them.
 *
 * Signal "changed": what is said is another.
 */
#define SUSUN_TYPE_DATE_FORM (susun_date_form_get_type ())
G_DECLARE_FINAL_TYPE (SusunDateForm, susun_date_form, SUSUN, DATE_FORM, AdwBin)

/* @name: displayable, of the picture that stands for all; @wall: its date now, or SUSUN_WALL_NONE
 */
GtkWidget *susun_date_form_new (const char *name, gint64 wall);

/* Offers to shift all other pictures of the same cameras, too. @camera: (nullable): displayable,
 * when it is one */
void susun_date_form_offer_camera (SusunDateForm *self, const char *camera);

/* Writes into @correction what is said: its kind, and the date or the shift. Returns: FALSE when
 * what is typed is no date, or nothing is changed by it */
gboolean susun_date_form_read (SusunDateForm *self, SusunCorrection *correction);

G_END_DECLS
