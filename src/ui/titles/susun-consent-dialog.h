// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "ui/susun-ai-setup.h"
#include "ui/titles/susun-title-list.h"

G_BEGIN_DECLS

/**
 * SusunConsentDialog: shows every byte that would be sent to an AI, and asks. The response "send"
 * is the consent to exactly that.
 */
#define SUSUN_TYPE_CONSENT_DIALOG (susun_consent_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SusunConsentDialog, susun_consent_dialog, SUSUN, CONSENT_DIALOG,
                      AdwMessageDialog)

/* @setup: (transfer full). @name: of the service; @remote: it is not on this computer */
GtkWidget *susun_consent_dialog_new (GtkWindow *parent, SusunTitleList *list, SusunAiSetup *setup,
                                     const char *name, gboolean remote);

/* The rows whose titles were shown. (transfer none) (element-type SusunTitleRow) */
GPtrArray *susun_consent_dialog_get_rows (SusunConsentDialog *self);
const SusunAiOptions *susun_consent_dialog_get_options (SusunConsentDialog *self);

G_END_DECLS
