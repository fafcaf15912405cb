// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What is done after a yes. @asker: who asked; @subject: (nullable) what it was asked about */
typedef void (*SusunYesFunc) (gpointer asker, const char *subject);

/**
 * susun_ask:
 * @asker: a widget; it lives as long as the question
 * @subject: (nullable): a copy of it is handed to @func
 * @no, @yes: what the buttons say; @no is also Escape
 * @yes_look: with ADW_RESPONSE_DESTRUCTIVE no is also Enter, else yes
 *
 * A question before something is done. Nothing is called when the answer is no.
 */
void susun_ask (GtkWidget *asker, const char *heading, const char *body, const char *no,
                const char *yes, AdwResponseAppearance yes_look, SusunYesFunc func,
                const char *subject);

G_END_DECLS
