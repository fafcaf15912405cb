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
  gboolean taken;
} SusunUnit;

typedef struct
{
  int fd; /* (owned): -1 when all is read */
  char *rel;
  SusunListing *listing; /* (nullable): NULL when all is read, like captures */
  GArray *captures;      /* (element-type SusunCapture): beside listing->files, index for index */
  GArray *members;       /* (element-type guint): indexes, grouped */
  GArray *units;         /* (element-type SusunUnit) */
  GMutex lock;
  SusunFolderHints *hints; /* (lock) */
  int pending;             /* (atomic): pieces that are still being read */
  GArray *awaiting; /* (element-type SusunCapture): handed on with a date that the rest of the
                       folder may change; of the thread that hands on */
} SusunFolder;

/* Takes over @fd. @only: (nullable): take up only the unit with that file. */
SusunFolder *susun_folder_read (int fd, const char *rel, guint depth, gint64 root_id,
                                const SusunFilter *filter, const char *only,
                                SusunWalkCounts *passed, GError **error);
SusunFolder *susun_folder_ref (SusunFolder *self);
void susun_folder_unref (SusunFolder *self);

/* One capture that stands for a folder that could not be read.
 * Returns: (transfer full) (element-type SusunCapture) */
GArray *susun_captures_new_unreadable (const char *rel, gint64 root_id, const GError *error);

/* How the files of a folder are dated. All borrowed. */
typedef struct
{
  const char *root; /* the source's path */
  const SusunDating *dating;
  gboolean explain;
  SusunEvidence *evidence; /* a scratch */
} SusunFolderDating;

/* Takes what the units from @first to @last have become, which are read, out of the folder while
 * others are still read: dated by what each tells itself, a group with one date. Those in whose
 * date the folder's other files may have a say are marked: they await them. Returns: (transfer
 * full) (element-type SusunCapture) */
GArray *susun_folder_take (SusunFolder *self, guint first, guint last,
                           const SusunFolderDating *how);

/* When all files are read: what was not taken yet, dated by all that the folder tells.
 * Returns: (transfer full) (element-type SusunCapture) */
GArray *susun_folder_take_rest (SusunFolder *self, const SusunFolderDating *how);

/* Keeps of what was taken and handed on what awaits the rest. */
void susun_folder_keep_awaiting (SusunFolder *self, GArray *captures);

/* When all files are read: dates what awaits that. @revised: called for each item that became
 * another. FALSE when that said so. */
gboolean susun_folder_revise (SusunFolder *self, const SusunFolderDating *how,
                              SusunScanRevised revised, gpointer user_data, GError **error);

/* A set of (dev, ino). */
GHashTable *susun_folder_set_new (void);

/* Returns: FALSE when it was in already */
gboolean susun_folder_set_add (GHashTable *set, const SusunIdentity *identity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunFolder, susun_folder_unref)

G_END_DECLS
