// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SusunZonePage: the time zones of the world, to be searched by city, country or name.
 *
 * Signals: "chosen" (string): the name of a zone, such as Asia/Kuala_Lumpur, or "UTC"; "closed".
 */
#define SUSUN_TYPE_ZONE_PAGE (susun_zone_page_get_type ())
G_DECLARE_FINAL_TYPE (SusunZonePage, susun_zone_page, SUSUN, ZONE_PAGE, AdwBin)

/* @current: the one that is marked */
SusunZonePage *susun_zone_page_new (const char *current);

G_END_DECLS
