// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/base/susun-hash.h"
#include "core/base/susun-identity.h"
#include "core/manifest/susun-organize-report.h"

G_BEGIN_DECLS

/**
 * SusunVerifySurvey: what one quick pass over a report tells before its files are read: that it is
 * whole, how much there is to do, and which folders it is about. In bounded memory.
 */
typedef struct
{
  SusunIdentity identity; /* of the report itself */
  SusunHash hash;
  guint64 rows;
  guint64 window_rows;  /* of them, those that are asked for */
  guint64 window_bytes; /* of their sources, as far as it tells */
  guint64 planned_only; /* of window_rows: action report: nothing was copied */
  guint64 self_proving; /* of window_rows: moved, with a hash: need no source */
  char *run_id;         /* (nullable): the id that all rows share, if it is a UUID */
  char *source_parent;  /* (nullable): the folder above all sources */
  char *archive;        /* (nullable): destination_root, if all share it; else the folder above all
                           destinations */
} SusunVerifySurvey;

/* @first, @limit: the window, @limit 0 is all. SUSUN_ERROR_INVALID for a file that is no report or
 * was cut off. */
gboolean susun_verify_survey_read (SusunVerifySurvey *self, const char *path, guint64 first,
                                   guint64 limit, GCancellable *cancellable, GError **error);
void susun_verify_survey_clear (SusunVerifySurvey *self);

/* Opens the report to be read from its first row, if it still is the one that was surveyed. */
SusunOrganizeReader *susun_verify_survey_open (const SusunVerifySurvey *self, const char *path,
                                               GError **error);

/* Is @path absolute, without "..", "." and empty parts? */
gboolean susun_verify_path_is_plain (const char *path);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SusunVerifySurvey, susun_verify_survey_clear)

G_END_DECLS
