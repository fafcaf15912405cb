// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/scan/susun-scan.h"

G_BEGIN_DECLS

/**
 * SusunFolder: one folder of a scan while its files are read by several workers.
 */
typedef struct
{
  guint first;  /* index into members */
  guint length; /* 1, or the size of the group; the main comes first */
} SusunUnit;

typedef struct
{
  int fd; /* (owned): -1 for a folder that could not be read */
  char *rel;
  SusunListing *listing; /* (nullable) */
  GArray *captures;      /* (element-type SusunCapture): beside listing->files, index for index */
  GArray *members;       /* (element-type guint): indexes, grouped */
  GArray *units;         /* (element-type SusunUnit) */
  GMutex lock;
  SusunFolderHints *hints; /* (lock) */
  int pending;             /* (atomic): pieces that are still being read */
  gboolean ends_branch;    /* no folder: everything below the one named rel has been handed on */
} SusunFolder;

/* Takes over @fd. @only: (nullable): take up only the unit with that file. */
SusunFolder *susun_folder_read (int fd, const char *rel, guint depth, gint64 root_id,
                                const SusunFilter *filter, const char *only,
                                SusunWalkCounts *passed, GError **error);
SusunFolder *susun_folder_new_unreadable (const char *rel, gint64 root_id, const GError *error);
SusunFolder *susun_folder_new_end_of_branch (const char *name);
SusunFolder *susun_folder_ref (SusunFolder *self);
void susun_folder_unref (SusunFolder *self);

/* When all files are read: dates them, gives a group one date, leaves in captures what is to be
 * handed on. @root: the source's path. @evidence: a scratch. */
void susun_folder_resolve (SusunFolder *self, const char *root, const SusunDating *dating,
                           SusunEvidence *evidence, gboolean explain);

/* A set of (dev, ino). */
GHashTable *susun_folder_set_new (void);

/* Returns: FALSE when it was in already */
gboolean susun_folder_set_add (GHashTable *set, const SusunIdentity *identity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunFolder, susun_folder_unref)

G_END_DECLS
