// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cli/susun-ai-words.h"

G_BEGIN_DECLS

/**
 * SusunTitleAsker: an AI for titles that are all known at once: "susun-cli titles".
 */
typedef struct _SusunTitleAsker SusunTitleAsker;

typedef struct
{
  char *title;
  char *reason; /* (nullable): with OFFLINE: why */
  SusunAiOrigin origin;
} SusunAskedTitle;

/* NULL without error when no AI is wanted. Returns: (transfer full) (nullable) */
SusunTitleAsker *susun_title_asker_new (SusunSession *session, const SusunAiWords *words,
                                        SusunTitles *titles, GError **error);
void susun_title_asker_free (SusunTitleAsker *self);

/* @event: what would be sent. Only those in doubt are asked about, unless all are. */
void susun_title_asker_add (SusunTitleAsker *self, guint id, const char *event, gboolean doubtful);

/* Asks and waits; says on stderr what is waited for, and what went wrong. */
void susun_title_asker_run (SusunTitleAsker *self);

/* Returns: (transfer none) (nullable): NULL when it was not asked about */
const SusunAskedTitle *susun_title_asker_get (SusunTitleAsker *self, guint id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunTitleAsker, susun_title_asker_free)

G_END_DECLS
