// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/manifest/susun-organize-report.h"
#include "core/manifest/susun-verify-report.h"
#include "core/runs/susun-anywhere-private.h"
#include "core/runs/susun-run-roots-private.h"

G_BEGIN_DECLS

/**
 * SusunVerifyPair: one row of a report while it is verified: its two files, what was read of them,
 * and the verdict with its reason. The rules of verification are all here; no I/O.
 */
typedef struct
{
  char *path; /* (owned): absolute as the row has it, "" for none */
  gint64 root_id;
  SusunReading reading;
} SusunVerifySide;

typedef struct
{
  guint64 number; /* of the row, from 1 */
  char *run_id;
  gint64 size; /* as the row has it, or -1 */
  SusunOrganizeAction action;
  SusunOrganizeStatus status;
  SusunOrganizeKind kind;
  char *reason; /* (owned) (nullable): why the report has no copy, in its words */
  gboolean has_recorded;
  SusunHash recorded; /* source_hash of the row */

  SusunVerifySide source;
  SusunVerifySide destination;
  gboolean same_file;         /* both names are one file: nothing is proven by it */
  char *recorded_destination; /* (owned) (nullable): it was found elsewhere */

  gboolean verified;
  SusunCause cause;
  char *note;     /* (owned) (nullable): for a person */
  char *csv_note; /* (owned) (nullable): the same, a problem with the word for its cause in front */
} SusunVerifyPair;

/**
 * SusunVerifyPlaces: the folders that the rows are about.
 */
typedef struct
{
  SusunRunRoots *roots; /* (borrowed) */
  GPtrArray *away;      /* (borrowed) (element-type filename): sources (and an archive that was only
                           planned) that are not there */
} SusunVerifyPlaces;

/* @row is copied. */
SusunVerifyPair *susun_verify_pair_new (const SusunOrganizeRow *row, guint64 number,
                                        const SusunVerifyPlaces *places);
void susun_verify_pair_free (SusunVerifyPair *self);

/* After both were looked at: adds to @readings what is worth reading. */
void susun_verify_pair_add_readings (SusunVerifyPair *self, gboolean anywhere, GPtrArray *readings);

/* Decides, by what is known. May be asked again after more is. */
void susun_verify_pair_judge (SusunVerifyPair *self);

/* Is there a content to be looked for anywhere in the archive? Fills @wanted. */
gboolean susun_verify_pair_is_wanted (SusunVerifyPair *self, SusunWanted *wanted);

/* The content was found there: that is the destination from now on. */
void susun_verify_pair_move_destination (SusunVerifyPair *self, gint64 root_id,
                                         const SusunReading *found);

/* Borrowed from @self. */
void susun_verify_pair_to_row (const SusunVerifyPair *self, SusunVerifyRow *row);
void susun_verify_pair_to_item (const SusunVerifyPair *self, SusunItem *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunVerifyPair, susun_verify_pair_free)

G_END_DECLS
