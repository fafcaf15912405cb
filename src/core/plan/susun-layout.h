// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/susun-name.h"

G_BEGIN_DECLS

/**
 * SusunLayout: where in the archive a file of a given day goes: a template such as "{year}",
 * "{year}/{month}", "{year}/{year}-{month}-{day}" or "{year}/{event}".
 *
 * Placeholders: {year} (four digits), {month} and {day} (two), {event} (the source's own folder
 * name, as the caller gives it); everything else stands for itself, '/' divides folders.
 * Immutable, so it may cross threads. Pure.
 */
typedef struct _SusunLayout SusunLayout;

/* Fails with SUSUN_ERROR_INVALID and a sentence for a template that is empty, absolute, has an
 * empty part, "." or "..", an unknown placeholder or a lone brace, control characters, is not
 * UTF-8, or has a part that starts with ".susun" (those are ours). Returns: (nullable) */
SusunLayout *susun_layout_new (const char *template, GError **error);
void susun_layout_free (SusunLayout *self);

/* (transfer none) */
const char *susun_layout_get_template (const SusunLayout *self);
gboolean susun_layout_needs_event (const SusunLayout *self);

/* The folder for a file of that day, relative to the archive: safe by
 * susun_path_is_safe_relative(), or "" for the archive itself. @day: a wall clock second of the day
 * (susun-civil.h), its time does not matter. @event: (nullable): bytes, one folder name. Without an
 * event its placeholder leaves nothing behind, not even the separators around it or an empty
 * folder. @rules: what the archive's file system refuses; each part is made legal by
 * susun_name_make_legal(). Returns: (transfer full) */
char *susun_layout_expand (const SusunLayout *self, gint64 day, const char *event,
                           const SusunNameRules *rules);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunLayout, susun_layout_free)

G_END_DECLS
