// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunItemStub: one row of a SusunItemModel: at first only an id, soon what the history knows.
 *
 * "item" is notified when it is filled, and again each time it was read anew. Main thread.
 */
#define SUSUN_TYPE_ITEM_STUB (susun_item_stub_get_type ())
G_DECLARE_FINAL_TYPE (SusunItemStub, susun_item_stub, SUSUN, ITEM_STUB, GObject)

gint64 susun_item_stub_get_id (SusunItemStub *self);

/* Both stay until the next notify::item. Returns: (transfer none) (nullable): NULL until it is
 * filled */
const SusunItem *susun_item_stub_get_item (SusunItemStub *self);
const SusunOverride *susun_item_stub_get_override (SusunItemStub *self);

/* The file's name as it is displayed, "" until it is filled; also a property, "name". */
const char *susun_item_stub_get_name (SusunItemStub *self);

/* The camera that took it, for a person. Returns: (transfer none) (nullable): NULL until it is
 * filled, or when it is not known */
const char *susun_item_stub_get_camera (SusunItemStub *self);

/* Absolute paths as bytes: where the original was found, and where its copy stands or will stand
 * (for a duplicate: where the other one goes). Returns: (transfer full) (nullable): NULL until it
 * is filled, or when there is none */
char *susun_item_stub_dup_source (SusunItemStub *self);
char *susun_item_stub_dup_destination (SusunItemStub *self);

G_END_DECLS
