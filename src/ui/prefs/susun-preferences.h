// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "core/job/susun-worker.h"

G_BEGIN_DECLS

/**
 * SusunPreferences: how pictures are dated and named, and what Susun keeps: a window of pages.
 * Every row is bound to its key of the settings; a further page is a further AdwPreferencesPage in
 * the template (or a widget of its own) and its bindings.
 */
#define SUSUN_TYPE_PREFERENCES (susun_preferences_get_type ())
G_DECLARE_FINAL_TYPE (SusunPreferences, susun_preferences, SUSUN, PREFERENCES, AdwPreferencesWindow)

/* @worker: owns the history, from which finished runs can be forgotten. */
SusunPreferences *susun_preferences_new (GSettings *settings, SusunWorker *worker);

G_END_DECLS
