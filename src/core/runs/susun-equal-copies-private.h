// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/susun-hash.h"

G_BEGIN_DECLS

/**
 * SusunEqualCopies: the files of an archive that a manifest has hashes for, and which of them are
 * equal: within a year folder, or anywhere. About 40 bytes and the path a file. Pure.
 *
 * The order of the groups follows from the manifest alone (year, then hash), so that a later call
 * can go on at the group where an earlier one stopped. Within a group the best name comes first
 * (susun_name_rank(), then by path).
 */
typedef struct _SusunEqualCopies SusunEqualCopies;

SusunEqualCopies *susun_equal_copies_new (gboolean global);
void susun_equal_copies_free (SusunEqualCopies *self);

/* @rel: relative to the archive. The same file may be added several times. */
void susun_equal_copies_add (SusunEqualCopies *self, const char *rel, const SusunHash *hash);

/* After the last one was added. */
void susun_equal_copies_sort (SusunEqualCopies *self);

/* Groups of two files and more. */
guint susun_equal_copies_get_n_groups (SusunEqualCopies *self);

/* The copies first … first + length - 1 are equal. */
void susun_equal_copies_get_group (SusunEqualCopies *self, guint group, guint *first,
                                   guint *length);
const char *susun_equal_copies_get_path (SusunEqualCopies *self, guint copy);
const SusunHash *susun_equal_copies_get_hash (SusunEqualCopies *self, guint copy);

/* The group that @copy is in. */
guint susun_equal_copies_get_group_of (SusunEqualCopies *self, guint copy);

/* FALSE for a file that is in no group. */
gboolean susun_equal_copies_find (SusunEqualCopies *self, const char *rel, guint *copy);

/* The first part of @rel when it is a folder of four digits, else "". */
#define SUSUN_YEAR_SIZE 5
void susun_year_of_path (const char *rel, char year[SUSUN_YEAR_SIZE]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunEqualCopies, susun_equal_copies_free)

G_END_DECLS
