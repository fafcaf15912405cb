// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-sys.h"

G_BEGIN_DECLS

/**
 * SusunRoot: a folder the user named (a source, the archive, a quarantine), held open.
 *
 * Everything below it is reached through its descriptor, relative, and never through a symlink, so
 * that what happens to the path meanwhile cannot lead anywhere else. Immutable and reference
 * counted: may cross threads.
 */
typedef struct _SusunRoot SusunRoot;

/* What a file system is known to do, from its type (statfs f_type). */
typedef enum
{
  SUSUN_FS_REMOTE = 1 << 0,        /* NFS, CIFS, FUSE: reads may come from the server's cache */
  SUSUN_FS_MEMORY = 1 << 1,        /* tmpfs, ramfs: memory is the medium */
  SUSUN_FS_FRAGILE = 1 << 2,       /* no journal (vfat, exfat, unknown FUSE): a rename may lose the
                                      only name in a power cut: copy, verify, unlink last */
  SUSUN_FS_WINDOWS_NAMES = 1 << 3, /* refuses <>:"\|?* and trailing dots and spaces */
  SUSUN_FS_COARSE_MTIME = 1 << 4, /* keeps mtimes to 2 s only (vfat), or to 10 ms (exfat), or 1 s */
  SUSUN_FS_NEW_INODES = 1 << 5,   /* a file may have another inode number at the next mount */
} SusunFsTraits;

/* @path: absolute. A path that is a symlink to a folder is resolved once, here. Errors:
 * SUSUN_ERROR_AWAY for ENOENT, ENOTCONN, ESTALE, ENODEV (never "deleted");
 * G_IO_ERROR_NOT_DIRECTORY. Returns: (transfer full) (nullable) */
SusunRoot *susun_root_open (const char *path, GError **error);

/* As above, but makes missing folders (0777 & ~umask), and fsyncs their parents. @made: (out)
 * (nullable): how many were made, from the end of the path. */
SusunRoot *susun_root_open_or_make (const char *path, guint *made, GError **error);
SusunRoot *susun_root_ref (SusunRoot *self);
void susun_root_unref (SusunRoot *self);

const char *susun_root_get_path (SusunRoot *self);
int susun_root_get_fd (SusunRoot *self); /* (borrowed), O_RDONLY | O_DIRECTORY */
const SusunIdentity *susun_root_get_identity (SusunRoot *self);

/* Where a folder that the document portal lends really is, if the portal tells. Returns: (transfer
 * full) (nullable) */
char *susun_root_dup_host_path (SusunRoot *self);
guint64 susun_root_get_fs_type (SusunRoot *self);
SusunFsTraits susun_root_get_traits (SusunRoot *self);

/* Is it there after this program? A sandbox has memory in place of its user's home. What is below
 * the temporary folder is meant to go, and counts as lasting. */
gboolean susun_root_lasts (SusunRoot *self);

/* Can something be made in the folder @path, or in the nearest one above it that is there, and does
 * it last? */
gboolean susun_place_is_usable (const char *path);

/* Does the disk under it spin (queue/rotational of its block device)? FALSE when not known. */
gboolean susun_root_is_rotational (SusunRoot *self);

/* Is @error, met below this root, the whole root going away (unplugged, share lost)? Looks at the
 * root itself again. */
gboolean susun_root_is_away (SusunRoot *self);

/* Is one of the two the other, or inside the other, by device and inode of each and of all their
 * ancestors (so bind mounts and symlinked parents are seen)? */
typedef enum
{
  SUSUN_ROOTS_APART,
  SUSUN_ROOTS_SAME,
  SUSUN_ROOTS_FIRST_INSIDE_SECOND,
  SUSUN_ROOTS_SECOND_INSIDE_FIRST,
} SusunRootsRelation;
SusunRootsRelation susun_roots_compare (SusunRoot *first, SusunRoot *second);

/* Are both on one mount (same st_dev and mount id), and lent by the document portal as one if it
 * lends them, so that a rename between them works? */
gboolean susun_roots_same_mount (SusunRoot *first, SusunRoot *second);

/* Does the document portal lend neither, or both under one id? */
gboolean susun_roots_lent_together (SusunRoot *first, SusunRoot *second);

/* @rel: safe relative (susun_path_is_safe_relative), "" for the root itself where a folder is
 * meant. Regular files only: anything else is G_IO_ERROR_NOT_REGULAR_FILE. Never blocks on a FIFO
 * (O_NONBLOCK). O_NOATIME where allowed. Returns: a descriptor (caller closes), or -1 with @error
 */
int susun_root_open_file (SusunRoot *self, const char *rel, SusunIdentity *identity,
                          GError **error);

/* The folder that holds @rel, and in @name (points into @rel) its last part. -1 with @error. */
int susun_root_open_parent (SusunRoot *self, const char *rel, const char **name, GError **error);

/* As above, making missing folders; calls @made (nullable) for every folder made, with its relative
 * path, *before* mkdir, so that it can be journalled; FALSE from @made stops. Parents are fsynced.
 */
typedef gboolean (*SusunDirMade) (const char *rel, gpointer user_data, GError **error);
int susun_root_make_parent (SusunRoot *self, const char *rel, const char **name, SusunDirMade made,
                            gpointer user_data, GError **error);

/* The same with @mode & ~umask for the folders made: 0700 in a quarantine. */
int susun_root_make_parent_with_mode (SusunRoot *self, const char *rel, mode_t mode,
                                      const char **name, SusunDirMade made, gpointer user_data,
                                      GError **error);

/* Does not follow. Returns: FALSE with G_IO_ERROR_NOT_FOUND when it is not there */
gboolean susun_root_identify (SusunRoot *self, const char *rel, SusunIdentity *identity,
                              GError **error);

/* fsync of the folder @rel ("" for the root); where a file system refuses that, it is no error. */
gboolean susun_root_sync_folder (SusunRoot *self, const char *rel, GError **error);

/* Removes the folder @rel when it is empty. Returns: TRUE when it is gone */
gboolean susun_root_remove_empty_folder (SusunRoot *self, const char *rel);

/* Free bytes and inodes for an ordinary user. 0 inodes: the file system does not count them. */
gboolean susun_root_get_space (SusunRoot *self, guint64 *bytes, guint64 *inodes, GError **error);

/* root path + "/" + rel. Returns: (transfer full) */
char *susun_root_dup_path (SusunRoot *self, const char *rel);

/**
 * SusunRootLock: "a Susun writes below this root": an OFD lock on ROOT/.susun/lock.
 *
 * Free removes the lock file and the folder again when nothing else is in it. A file system that
 * knows no locks (ENOSYS, ENOLCK, EOPNOTSUPP) is tolerated.
 */
typedef struct _SusunRootLock SusunRootLock;

/* SUSUN_ERROR_LOCKED when another process holds it; G_IO_ERROR_READ_ONLY, …_PERMISSION_DENIED. */
SusunRootLock *susun_root_lock (SusunRoot *root, GError **error);
void susun_root_lock_free (SusunRootLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRoot, susun_root_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunRootLock, susun_root_lock_free)

G_END_DECLS
