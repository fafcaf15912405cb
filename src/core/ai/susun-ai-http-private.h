// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ai/susun-ai-provider-private.h"

G_BEGIN_DECLS

/**
 * SusunAiHttp: the one session with a service: one connection, no redirects, no cookies, answers of
 * at most a mebibyte, each exchange within a deadline. One thread; blocks.
 */
typedef struct _SusunAiHttp SusunAiHttp;

/* @provider: outlives it. @deadline: µs for an exchange; 0: the usual one. SUSUN_ERROR_INVALID for
 * an address that cannot be used. Returns: (transfer full) (nullable) */
SusunAiHttp *susun_ai_http_new (const SusunAiOptions *options, GError **error);
void susun_ai_http_free (SusunAiHttp *self);

const SusunAiProvider *susun_ai_http_get_provider (SusunAiHttp *self);

/* Is the service on this computer? */
gboolean susun_ai_http_is_local (SusunAiHttp *self);

/* Without a slash at its end. */
const char *susun_ai_http_get_endpoint (SusunAiHttp *self);

/* Sends @body (NULL: a GET) and reads the answer. @answer: (out) (transfer full): UTF-8, "" for
 * none. G_IO_ERROR_TIMED_OUT for the deadline, G_IO_ERROR_CANCELLED, G_IO_ERROR_NO_SPACE for an
 * answer that is too large, others for a network that fails: sentences.
 * Returns: the HTTP status, 0 on error */
guint susun_ai_http_send (SusunAiHttp *self, const char *address, const char *body,
                          GCancellable *cancellable, char **answer, GError **error);

/* What another side has said, for a line of text: without keys, without what moves a cursor or
 * turns a line, and not too much of it. @key: (nullable). Returns: (transfer full) */
char *susun_ai_http_quote (const SusunAiKey *key, const char *said);

/* All models that can answer, those of our preference first.
 * Returns: (transfer full) (nullable) (element-type utf8) */
GPtrArray *susun_ai_http_list_models (SusunAiHttp *self, const char *const *preferred,
                                      GCancellable *cancellable, GError **error);

/* Our order of preference, or that of the user's file. Returns: (transfer full) */
GStrv susun_ai_read_preferences (const SusunAiOptions *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunAiHttp, susun_ai_http_free)

G_END_DECLS
