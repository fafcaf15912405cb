// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/susun-wizard.h"

G_BEGIN_DECLS

/*
 * What the steps of the wizard (SusunStage) are called, and what comes after what.
 */

const char *susun_stage_get_title (SusunStage stage); /* translated: "Clean Up" */

/* The name of its page in the window's stack. */
const char *susun_stage_get_page (SusunStage stage);

/* Is it a step of the one way or the other? The first one is of both. */
gboolean susun_stage_is_on_way (SusunStage stage, gboolean renaming);

/* Of one that is not the first. */
SusunStage susun_stage_get_previous (SusunStage stage);

G_END_DECLS
