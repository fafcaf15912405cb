// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/manifest/susun-csv-writer.h"
#include "core/manifest/susun-state-file.h"
#include "core/runs/susun-verify-pair-private.h"
#include "core/runs/susun-verify.h"

G_BEGIN_DECLS

/**
 * SusunVerifyTotals: how far a verification came and what it found: kept in SusunRun.totals with
 * every batch, so that it can go on without a state file, too.
 */
typedef struct
{
  guint64 first;           /* the row the run began with, counted from 0 */
  guint64 cursor;          /* the next row: all before it are done */
  gint64 verified_bytes;   /* length of --verified-out at that row */
  gint64 unverified_bytes; /* of --unverified-out */
  guint64 verified;        /* rows of this run */
  guint64 unverified;
  guint64 differs;    /* of unverified: both files were read and are not equal */
  guint64 missing;    /* of unverified: one of them is not there */
  guint64 not_copied; /* of unverified: left where they are on purpose */
  guint64 bytes;      /* of the verified files */
} SusunVerifyTotals;

char *susun_verify_totals_to_json (const SusunVerifyTotals *self);

/* FALSE when @json is no such thing (the run had not begun to write). @json: (nullable) */
gboolean susun_verify_totals_from_json (SusunVerifyTotals *self, const char *json);

/**
 * SusunVerifyRecord: what a verification writes: two CSVs and the state file, which never tell
 * more than is on disk.
 *
 * Rows are counted from 0 over the whole report, as the original tools do: a state file with the
 * cursor 100 says that the rows before the 101st are done. A call does at most --limit rows, from
 * --offset or the cursor on, whichever is later.
 */
typedef struct
{
  const SusunVerifyOptions *options; /* (borrowed) */
  SusunVerifyTotals totals;
  SusunStateFile *state_file; /* (owned) (nullable) */
  SusunState state;           /* as the state file has it */
  gboolean resumed;
  SusunCsvWriter *verified; /* (owned) */
  SusunCsvWriter *unverified;
} SusunVerifyRecord;

/* Finds out where to begin and whether the outputs fit to that; changes nothing.
 * SUSUN_ERROR_INVALID with what to do. @resumed: an interrupted run goes on. @totals: (nullable):
 * what it had written down. */
SusunVerifyRecord *susun_verify_record_new (const SusunVerifyOptions *options, gboolean resumed,
                                            const char *totals, GError **error);
void susun_verify_record_free (SusunVerifyRecord *self);

/* Is row @number (from 0) behind the window? */
gboolean susun_verify_record_is_beyond (const SusunVerifyRecord *self, guint64 number);

/* Makes the outputs or cuts them back. */
gboolean susun_verify_record_open (SusunVerifyRecord *self, GError **error);

gboolean susun_verify_record_add (SusunVerifyRecord *self, const SusunVerifyPair *pair,
                                  GError **error);

/* The rows added are on disk, and counted in totals. */
gboolean susun_verify_record_sync (SusunVerifyRecord *self, GError **error);

/* The state file follows, if there is one; the history has the totals by now. */
gboolean susun_verify_record_save_state (SusunVerifyRecord *self, GError **error);

/* Writes the checksum list anew from all verified rows. @run_id: for its temporary name. */
gboolean susun_verify_record_write_list (SusunVerifyRecord *self, const char *run_id,
                                         GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunVerifyRecord, susun_verify_record_free)

G_END_DECLS
