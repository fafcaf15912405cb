// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/susun-hash.h"
#include "core/media/susun-input.h"
#include "core/scan/susun-folder-private.h"

G_BEGIN_DECLS

/**
 * SusunFileReader: reads a folder's files for a scan: what they tell about their date goes into the
 * folder's captures. Each worker has one of its own.
 */
typedef struct
{
  const char *root;          /* (borrowed): the source's path */
  const SusunDating *dating; /* (borrowed) */
  SusunInput *input;
  SusunEvidence *evidence; /* a scratch, free between two units */
  SusunHasher *hasher;
} SusunFileReader;

void susun_file_reader_init (SusunFileReader *self, const char *root, const SusunDating *dating);
void susun_file_reader_clear (SusunFileReader *self);

/* Files that belong together. What cannot be read is an unreadable capture. */
void susun_file_reader_read (SusunFileReader *self, SusunFolder *folder, const SusunUnit *unit);

G_END_DECLS
