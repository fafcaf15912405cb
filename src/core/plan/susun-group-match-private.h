// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/plan/susun-group-match.h"

G_BEGIN_DECLS

/* More than one file fits. */
#define SUSUN_GROUP_SEVERAL (G_MAXUINT32 - 1)

/**
 * SusunNameIndex: entries by the hash of a name, as chains. Two names with one hash of 64 bits do
 * not happen in a folder.
 */
typedef struct
{
  guint64 *keys;  /* (owned) */
  guint32 *heads; /* (owned): the first entry of a chain, or SUSUN_GROUP_NO_ENTRY */
  guint32 *next;  /* (owned): by entry, the next one of its chain */
  gsize mask;
} SusunNameIndex;

/* Entries with key 0 are left out. */
void susun_name_index_build (SusunNameIndex *index, guint n_entries, const guint64 *keys);
guint32 susun_name_index_first (const SusunNameIndex *index, guint64 key);

/**
 * SusunGroupFolder: one folder while it is matched.
 */
typedef struct
{
  const SusunGroupEntry *entries;
  SusunGroupMember *members;
  guint n_entries;
  guint n_sidecars;
  guint8 *takeout_how;     /* (owned) (nullable): by entry, how sure its takeout is */
  guint8 *traits;          /* (owned): by entry */
  SusunNameIndex by_stem;  /* images and videos */
  SusunNameIndex by_name;  /* images and videos */
  SusunNameIndex sidecars; /* by name */
  SusunNameIndex
      by_cut_title; /* images and videos, when there is a JSON: by the title Takeout cut */
  SusunNameIndex by_original; /* likewise: x-edited.jpg by x.jpg */
} SusunGroupFolder;

/* The main file of the group that has this stem. Returns: an index, SUSUN_GROUP_NO_ENTRY, or
 * SUSUN_GROUP_SEVERAL */
guint32 susun_group_find_stem (const SusunGroupFolder *folder, const char *stem, gsize length);

/* The image or video of this name. Returns: as above */
guint32 susun_group_find_name (const SusunGroupFolder *folder, const char *name, gsize length);

/* The image or video a Takeout JSON speaks of; notes it there. Returns: as above */
guint32 susun_group_find_takeout (SusunGroupFolder *folder, guint32 sidecar);

G_END_DECLS
