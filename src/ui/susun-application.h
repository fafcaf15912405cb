// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SusunApplication: builds what the window needs and passes it in: the worker that owns the history
 * and runs jobs, and a second one that only reads it.
 */
#define SUSUN_TYPE_APPLICATION (susun_application_get_type ())
G_DECLARE_FINAL_TYPE (SusunApplication, susun_application, SUSUN, APPLICATION, AdwApplication)

SusunApplication *susun_application_new (void);

/* After it has run: could it not even begin? It has told why. */
gboolean susun_application_has_failed (SusunApplication *self);

G_END_DECLS
