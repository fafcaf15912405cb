// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SusunWrapBox: its children beside one another, each as wide as it wants to be, in as many lines
 * as it takes. One that expands gets what is left of its line; a button whose name
 * is too long even for a line of its own has it in two. (GtkFlowBox has columns, and is a
 * table for a screen reader.)
 *
 * Property: "centered" (gboolean): lines stand in the middle, not at the start.
 */
#define SUSUN_TYPE_WRAP_BOX (susun_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (SusunWrapBox, susun_wrap_box, SUSUN, WRAP_BOX, GtkWidget)

GtkWidget *susun_wrap_box_new (void);
void susun_wrap_box_append (SusunWrapBox *self, GtkWidget *child);
void susun_wrap_box_clear (SusunWrapBox *self);

G_END_DECLS
