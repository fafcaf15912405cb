// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SusunAiKey: the key of an AI service. Immutable, counted, wiped when it goes. It is given to no
 * log, no report, no database and no message; any thread.
 */
typedef struct _SusunAiKey SusunAiKey;

/* The name of the environment variable that may hold it. */
#define SUSUN_AI_KEY_VARIABLE "SUSUN_AI_API_KEY"

/* White space around it is left out. SUSUN_ERROR_INVALID for an empty one or one that cannot be a
 * header's value (control characters, not ASCII, longer than 4 KiB); the sentence does not quote
 * it. Returns: (transfer full) (nullable) */
SusunAiKey *susun_ai_key_new (const char *text, GError **error);

/* The first line of a file. Returns: (transfer full) (nullable) */
SusunAiKey *susun_ai_key_read (const char *path, GError **error);

/* Returns: (transfer full) (nullable): NULL without error when the variable is not set */
SusunAiKey *susun_ai_key_from_environment (GError **error);

SusunAiKey *susun_ai_key_ref (SusunAiKey *self);
void susun_ai_key_unref (SusunAiKey *self);

/* Returns: (transfer none): not to be copied anywhere but into a request's header */
const char *susun_ai_key_peek (const SusunAiKey *self);

/* @text without the key and without anything that looks like one (AIza…, AQ.…, sk-…, Bearer …), for
 * whatever another side has said. @self: (nullable). Returns: (transfer full) */
char *susun_ai_key_redact (const SusunAiKey *self, const char *text);

/*
 * The Secret Service (the keyring). Each ends after at most SUSUN_AI_KEYRING_SECONDS with
 * G_IO_ERROR_TIMED_OUT: a keyring that asks for its password must not hold up anything for ever.
 * @service: "google" or the address of an OpenAI-compatible server: one key each.
 */
#define SUSUN_AI_KEYRING_SECONDS 30

void susun_ai_key_lookup_async (const char *service, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
/* Returns: (transfer full) (nullable): NULL without error when there is none */
SusunAiKey *susun_ai_key_lookup_finish (GAsyncResult *result, GError **error);

/* @key: (nullable): NULL removes it. */
void susun_ai_key_store_async (const char *service, SusunAiKey *key, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean susun_ai_key_store_finish (GAsyncResult *result, GError **error);

/* Blocks, for the command line. Returns: (transfer full) (nullable): NULL without error when there
 * is none */
SusunAiKey *susun_ai_key_lookup (const char *service, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunAiKey, susun_ai_key_unref)

G_END_DECLS
