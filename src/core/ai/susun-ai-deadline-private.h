// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SusunAiDeadline: a cancellable that cancels itself when a time is over, or when another one is
 * cancelled: for blocking calls that may drip for ever. A thread of its own watches the time.
 */
typedef struct _SusunAiDeadline SusunAiDeadline;

/* @span: µs from now. @parent: (nullable) */
SusunAiDeadline *susun_ai_deadline_new (gint64 span, GCancellable *parent);
void susun_ai_deadline_free (SusunAiDeadline *self);

/* Returns: (transfer none) */
GCancellable *susun_ai_deadline_get (SusunAiDeadline *self);

/* Was it the time? */
gboolean susun_ai_deadline_is_over (SusunAiDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunAiDeadline, susun_ai_deadline_free)

G_END_DECLS
