// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunBalance: the balance sheet of a run, which always adds up:
 * found = copied + moved + reported + already archived + duplicates + sidecars + excluded +
 *         left out + unreadable + failed + not reached (PRODUCT.md)
 * and for the other kinds of run their own ends. Computed from the items, never counted beside
 * them. A plain value.
 */
typedef enum
{
  SUSUN_BALANCE_COPIED,
  SUSUN_BALANCE_MOVED,
  SUSUN_BALANCE_RENAMED,
  SUSUN_BALANCE_VERIFIED,
  SUSUN_BALANCE_UNVERIFIED,
  SUSUN_BALANCE_QUARANTINED,
  SUSUN_BALANCE_RESTORED,
  SUSUN_BALANCE_REMOVED,
  SUSUN_BALANCE_REPORTED,
  SUSUN_BALANCE_ARCHIVED,
  SUSUN_BALANCE_UNCHANGED, /* folders whose names are right */
  SUSUN_BALANCE_DUPLICATES,
  SUSUN_BALANCE_SIDECARS,
  SUSUN_BALANCE_EXCLUDED,
  SUSUN_BALANCE_LEFT_OUT,
  SUSUN_BALANCE_SKIPPED,
  SUSUN_BALANCE_UNREADABLE,
  SUSUN_BALANCE_FAILED,
  SUSUN_BALANCE_NOT_REACHED,
  SUSUN_N_BALANCE
} SusunBalanceLine;

typedef struct
{
  SusunRunKind kind;
  guint64 found;
  guint64 found_bytes;
  guint64 counts[SUSUN_N_BALANCE];
  guint64 bytes[SUSUN_N_BALANCE];
  guint64 undated;          /* dated by nothing better than mtime, or not at all */
  guint64 by_mtime;         /* filed by mtime */
  guint64 sidecars_carried; /* of the sidecars: went along with their photo */
  guint64 not_copied;       /* of the unverified: left where they are on purpose */
  guint64 passed[16];       /* by SusunPassed: what the scan passed over; not part of found */
} SusunBalance;

gboolean susun_balance_read (SusunStore *store, const SusunRun *run, SusunBalance *balance,
                             GError **error);

/* "copied", "already_archived", …: the member names of JSON; and a translated word. */
const char *susun_balance_nick (SusunBalanceLine line);
const char *susun_balance_label (SusunBalanceLine line);

/* Does this line belong on the sheet of that kind of run, also when it is 0? */
gboolean susun_balance_has_line (SusunRunKind kind, SusunBalanceLine line);

/* Is the sum of the lines what was found? It is; tests hold us to it. */
gboolean susun_balance_adds_up (const SusunBalance *balance);

/* How many items ended badly. What was left where it is on purpose did not, also when a
 * verification finds no copy of it. */
guint64 susun_balance_get_problems (const SusunBalance *balance);

/* As JSON for SusunRun.totals and --json. Returns: (transfer full) */
char *susun_balance_to_json (const SusunBalance *balance);

/* The counts of SusunRun.totals, as that or a verification wrote them; all else is left as it is.
 * @json: (nullable). FALSE when it holds none: the run has not ended. */
gboolean susun_balance_take_totals (SusunBalance *balance, const char *json);

/* Problems of a run, of a rename also the folders that keep their names for a reason, grouped by
 * cause: count, label, up to five example paths with their notes. */
typedef struct
{
  SusunCause cause;
  guint64 count;
  GPtrArray *examples; /* (element-type utf8): "path: note", displayable */
} SusunProblemGroup;
GPtrArray *susun_balance_list_problems (SusunStore *store, const SusunRun *run, GError **error);

G_END_DECLS
