// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SusunTaken: the names that are taken in the archive's folders: by files that stand there and by
 * what the run itself is about to write.
 *
 * Names are compared by their collision key (susun-name.h), so that an archive never holds two
 * names that another file system takes for one. Only 64 bits of each are kept: at a million names
 * about 16 bytes a name, and the chance that any two are confused is below 1 : 10,000,000 (which
 * would cost a needless suffix, nothing else). Deterministic: the same calls give the same names.
 * One thread at a time.
 */
typedef struct _SusunTaken SusunTaken;

SusunTaken *susun_taken_new (void);
void susun_taken_free (SusunTaken *self);

/* @folder: relative to the archive, as susun_layout_expand() gives it. @name: bytes */
void susun_taken_add (SusunTaken *self, const char *folder, const char *name);
gboolean susun_taken_contains (SusunTaken *self, const char *folder, const char *name);

/* How many names are in it. */
guint64 susun_taken_get_size (SusunTaken *self);

/* Finds the first number whose suffix makes all of these files' names free in @folder, and takes
 * those names. names[0] is the main file, the others are its companions and share the suffix
 * (susun_name_group_with_suffix()). Nearly O(1) for the 50,000th file of one name, too. A companion
 * that would fall on the same name as another of its group is numbered apart.
 * @max_bytes: the longest name the target takes. @result: (out caller-allocates) (array
 * length=n_names) (element-type filename): each (transfer full).
 * Returns: the number: 1 when the names stayed as they were, otherwise 2, 3, … */
guint susun_taken_claim (SusunTaken *self, const char *folder, const char *const *names,
                         guint n_names, guint max_bytes, char **result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunTaken, susun_taken_free)

G_END_DECLS
