// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ai/susun-ai.h"

G_BEGIN_DECLS

/*
 * The AI as the preferences have it. It is off until its user chooses one there: a key in the
 * environment alone turns nothing on.
 */

gboolean susun_ai_setup_is_on (GSettings *settings);

/* "Google AI Studio", or the address of the server. Returns: (transfer full) */
char *susun_ai_setup_dup_name (GSettings *settings);

/* Is it a service of others: what is sent leaves the computer? */
gboolean susun_ai_setup_is_remote (GSettings *settings);

/* What its key is kept under in the keyring. Returns: (transfer full) */
char *susun_ai_setup_dup_service (GSettings *settings);

/* The key from the keyring; else that of the environment. Returns by finish: (transfer full)
 * (nullable): NULL without error when there is none and none is needed; with an error for a person
 * when there should be one */
void susun_ai_setup_find_key (GSettings *settings, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
SusunAiKey *susun_ai_setup_find_key_finish (GAsyncResult *result, GError **error);

/**
 * SusunAiSetup: options for susun_ai_new() and the strings they borrow.
 */
typedef struct
{
  SusunAiOptions options;
  SusunAiKey *key;
  char *endpoint;
  char *model;
  char *models;
  char *database;
} SusunAiSetup;

/* @key: (nullable): not kept. Only when it is on. */
SusunAiSetup *susun_ai_setup_new (GSettings *settings, SusunAiKey *key);
void susun_ai_setup_free (SusunAiSetup *self);

/* Where answers are remembered. Returns: (transfer full) */
char *susun_ai_setup_dup_database (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunAiSetup, susun_ai_setup_free)

G_END_DECLS
