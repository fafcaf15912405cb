// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-root.h"
#include "core/media/susun-kind.h"

G_BEGIN_DECLS

/**
 * SusunFilter: which names a walk looks at. Immutable after it is filled; shared by threads.
 */
typedef struct
{
  gboolean images;
  gboolean videos;
  gboolean include_hidden;
  gboolean any_name;   /* files that are no media by their name are looked at too, as images */
  gboolean everything; /* take up files of no kind, too (SUSUN_KIND_OTHER) */
  GHashTable *types;   /* (nullable) (element-type utf8): ".jpg", lower case; overrides the kinds */
  GPtrArray *excludes; /* (nullable) (element-type GPatternSpec): against name and relative path */
  GHashTable *ignored_folders; /* (nullable) (element-type utf8): collision keys of folder names */
  GHashTable *ignored_types;   /* (nullable) (element-type utf8): ".jpg", lower case */
} SusunFilter;

/* What a walk did not take up, counted, and named up to SUSUN_WALK_LISTED each. */
typedef enum
{
  SUSUN_PASSED_OTHER, /* no medium of ours by its name */
  SUSUN_PASSED_JUNK,  /* Thumbs.db, @eaDir, … */
  SUSUN_PASSED_HIDDEN,
  SUSUN_PASSED_EXCLUDED, /* --exclude, --ignore-dirs, --ignore-ext */
  SUSUN_PASSED_LINK,     /* symlinks are not followed */
  SUSUN_PASSED_SPECIAL,  /* FIFO, socket, device */
  SUSUN_PASSED_MOUNT,    /* another file system is mounted there */
  SUSUN_PASSED_LOOP,     /* a folder that was seen already, or is nested too deeply */
  SUSUN_N_PASSED
} SusunPassed;

#define SUSUN_WALK_LISTED 200
#define SUSUN_WALK_DEPTH 128

/* "other", "junk", "hidden", … for JSON; and a translated word. */
const char *susun_passed_nick (SusunPassed passed);
const char *susun_passed_label (SusunPassed passed);

/**
 * SusunWalkCounts: what was passed over. Filled under a lock of the walk; a plain value after it.
 */
typedef struct
{
  guint64 passed[SUSUN_N_PASSED];
  GPtrArray *listed[SUSUN_N_PASSED]; /* (element-type filename): relative paths; links, specials,
                                        mounts and loops only */
  guint64 folders;
} SusunWalkCounts;

SusunWalkCounts *susun_walk_counts_new (void);
void susun_walk_counts_free (SusunWalkCounts *self);

typedef struct
{
  char *name;
  SusunKind kind;
} SusunListed;

/**
 * SusunListing: one folder as it stands: files of ours and folders to go on with, sorted by name.
 */
typedef struct
{
  GArray *files;      /* (element-type SusunListed) */
  GPtrArray *folders; /* (element-type filename): names */
} SusunListing;

/* Reads the open folder @fd (borrowed), whose relative path is @rel ("" for the root), at nesting
 * @depth. @passed collects what was passed over (not locked here: one thread's own counts). */
SusunListing *susun_listing_read (int fd, const char *rel, guint depth, const SusunFilter *filter,
                                  SusunWalkCounts *passed, GError **error);
void susun_listing_free (SusunListing *self);

/* Adds @from to @into and empties it. */
void susun_walk_counts_merge (SusunWalkCounts *into, SusunWalkCounts *from);
void susun_walk_counts_pass (SusunWalkCounts *self, SusunPassed passed, const char *rel,
                             const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunWalkCounts, susun_walk_counts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunListing, susun_listing_free)

G_END_DECLS
