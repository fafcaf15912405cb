// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "ui/susun-outcome.h"

G_BEGIN_DECLS

/* The words of one page, translated. */
typedef struct
{
  const char *failed;    /* title, when looking failed; what is below it is the error */
  const char *cancelled; /* what is below "Stopped" */
  const char *icon;      /* when there simply is nothing */
  const char *title;
  const char *description;
} SusunNothing;

/* Why a page has nothing to show. @outcome: (nullable): of the job that looked for it; @unreadable:
 * (nullable): why what the job has found could not be read */
void susun_nothing_show (const SusunNothing *self, const SusunOutcome *outcome,
                         const char *unreadable, AdwStatusPage *page);

G_END_DECLS
