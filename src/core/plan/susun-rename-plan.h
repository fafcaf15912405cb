// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * New names for the folders of one folder: which are free, and in which order they can be given.
 * Names are compared by their collision key (susun-name.h), so that a plan for one file system is
 * good on every other. Pure.
 */

/* The name of an event folder: "2019-03-14 Kursus Pengurusan KADA", or the day alone for an empty
 * title. Legal everywhere, at most SUSUN_NAME_CUT bytes. @day: a wall second; @title: UTF-8.
 * Returns: (transfer full) */
char *susun_rename_make_name (gint64 day, const char *title);

/* "name (n)"; the name is cut, on a character's boundary, when more than SUSUN_NAME_CUT bytes would
 * come out. Returns: (transfer full) */
char *susun_rename_number_name (const char *name, guint number);

/**
 * SusunRename: one folder on its way from its name to another.
 */
typedef struct
{
  const char *name;   /* that it has (bytes) */
  const char *wanted; /* (nullable): that it shall have; NULL: it stays as it is */

  /* what planning says */
  char *target;        /* (owned) (nullable): the name it gets; NULL: it keeps its name */
  guint number;        /* n of " (n)", 0 for none */
  guint place;         /* in the order of renaming, from 1; 0 when it keeps its name */
  guint circle;        /* 0, or the number of the circle of names it belongs to, from 1 */
  gboolean goes_aside; /* it takes a temporary name first, then its circle is gone through in order,
                          and it comes last */
} SusunRename;

void susun_rename_clear (SusunRename *self);

/* Chooses the targets, then the order. A wanted name that is taken becomes "name (1)", "name (2)",
 * …; one that is numbered already and rightly so stays. No two targets have the same key, and none
 * has that of a name that stays. @others: (array length=n_others): whatever else stands in the
 * folder */
void susun_rename_choose (SusunRename *renames, guint n, const char *const *others, guint n_others);

/* Only the order, for targets that are given: a name is given after the folder that has it has
 * left it. Members of a circle follow one another. */
void susun_rename_order (SusunRename *renames, guint n);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SusunRename, susun_rename_clear)

G_END_DECLS
