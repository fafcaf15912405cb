// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/media/susun-resolver.h"

G_BEGIN_DECLS

/* What is wrong with one candidate by itself: SusunSuspicion flags. @shift: of the camera's clock
 */
guint16 susun_candidate_suspicions (const SusunDateCandidate *candidate, gint64 now, gint64 shift);

/* What the user's corrections add to a source's value, in seconds. */
gint64 susun_date_rules_shift (const SusunDateRules *rules, guint source);

/* The offset that makes the wall clock @wall out of the satellites' time in the same evidence, in
 * whole quarters of an hour. Returns: SUSUN_OFFSET_NONE when there is none that fits */
int susun_evidence_offset_from_gps (const SusunEvidence *evidence, gint64 wall);

/* The difference between a wall clock and an instant, when it is one that a zone could have.
 * @tolerance: seconds the two may be apart beside it. Returns: minutes, or SUSUN_OFFSET_NONE */
int susun_offset_between (gint64 wall, gint64 utc, int step_minutes, int tolerance);

/* The offset that siblings lend to an instant in UTC. Returns: SUSUN_OFFSET_NONE for none */
int susun_folder_hints_get_offset (const SusunFolderHints *self, const SusunEvidence *evidence,
                                   gint64 utc);

/* Is @wall years away from every one of the folder's well-dated files? */
gboolean susun_folder_hints_is_outlier (const SusunFolderHints *self, gint64 wall);

G_END_DECLS
