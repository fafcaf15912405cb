// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SusunTitlesPrefs: the page Titles of the preferences: letters, own words, and which AI may be
 * asked, with its key in the keyring and a test of both.
 *
 * Tells "say" (string): a sentence for a toast.
 */
#define SUSUN_TYPE_TITLES_PREFS (susun_titles_prefs_get_type ())
G_DECLARE_FINAL_TYPE (SusunTitlesPrefs, susun_titles_prefs, SUSUN, TITLES_PREFS, AdwPreferencesPage)

void susun_titles_prefs_set_settings (SusunTitlesPrefs *self, GSettings *settings);

G_END_DECLS
