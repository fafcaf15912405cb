// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/*
 * What the steps of the wizard (SusunStage) are called.
 */

const char *susun_stage_get_title (SusunStage stage); /* translated: "Clean Up" */

/* The name of its page in the window's stack. */
const char *susun_stage_get_page (SusunStage stage);

G_END_DECLS
