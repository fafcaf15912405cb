// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>
#include <sys/stat.h>

G_BEGIN_DECLS

/**
 * SusunIdentity: what makes a file *this* file and *unchanged*: compared right before acting.
 *
 * A plain value. Times are nanoseconds since 1970-01-01 UTC. An inode number is only meaningful
 * while its file system stays mounted (vfat makes new ones at each mount).
 */
typedef struct
{
  guint64 dev;
  guint64 ino;
  guint64 size; /* bytes */
  gint64 mtime_ns;
  gint64 ctime_ns;
  guint64 mount_id; /* 0 when the kernel does not tell */
  guint64 blocks;   /* of 512 bytes, as allocated */
  gint64 btime_ns;  /* when it was made, 0 when the file system does not tell */
  guint32 nlink;
  guint32 mode; /* with the file type, as in struct stat */
} SusunIdentity;

/* Is it one file (by whatever name)? */
gboolean susun_identity_same_file (const SusunIdentity *a, const SusunIdentity *b);

/* Is it one file, with the size and times it had? nlink and mode are not compared. */
gboolean susun_identity_unchanged (const SusunIdentity *a, const SusunIdentity *b);

/* As above without ctime, which a rename or a new link moves. */
gboolean susun_identity_same_content (const SusunIdentity *a, const SusunIdentity *b);

G_END_DECLS
