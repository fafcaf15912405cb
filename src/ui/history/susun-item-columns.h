// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

#include "core/store/susun-item.h"

G_BEGIN_DECLS

/**
 * SusunItemColumns: the columns of a run's items over SusunItemStub: name, outcome, day, size,
 * from, to. A cell shows what is known and follows the stub while it is filled.
 */
typedef struct
{
  SusunRunKind kind; /* of the run that is shown: it says what an outcome is called */
} SusunItemColumns;

/* Adds them, once. @columns: must outlive the view. */
void susun_item_columns_add (SusunItemColumns *columns, GtkColumnView *view);

G_END_DECLS
