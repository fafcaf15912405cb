// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/view/susun-item-row-private.h"
#include "core/view/susun-item-stub.h"

G_BEGIN_DECLS

struct _SusunItemStub
{
  GObject parent_instance;

  gint64 id;
  SusunItemRow *row; /* (owned) (nullable): NULL until it is filled */
  char *name;        /* (owned) (nullable): made when it is asked for */
};

SusunItemStub *susun_item_stub_new (gint64 id);

/* Notifies. */
void susun_item_stub_fill (SusunItemStub *self, SusunItemRow *row);

G_END_DECLS
