// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-file-system.h"

#include <sys/sysmacros.h>

/* The numbers are those of statfs(2) and linux/magic.h; those with a name are asked for.
 */
#define TYPE_BTRFS 0x9123683e
#define TYPE_EXT 0xef53
#define TYPE_F2FS 0xf2f52010
#define TYPE_FUSE 0x65735546
#define TYPE_RAMFS 0x858458f6
#define TYPE_TMPFS 0x01021994
#define TYPE_XFS 0x58465342

static const struct
{
  guint64 type;
  SusunFsTraits traits;
} known[] = {
  { TYPE_TMPFS, SUSUN_FS_MEMORY },
  { TYPE_RAMFS, SUSUN_FS_MEMORY },
  /* vfat and exfat; exfat keeps 10 ms */
  { 0x4d44,
    SUSUN_FS_FRAGILE | SUSUN_FS_NEW_INODES | SUSUN_FS_WINDOWS_NAMES | SUSUN_FS_COARSE_MTIME },
  { 0x2011bab0,
    SUSUN_FS_FRAGILE | SUSUN_FS_NEW_INODES | SUSUN_FS_WINDOWS_NAMES | SUSUN_FS_COARSE_MTIME },
  /* ntfs and ntfs3, which desktops mount with windows_names */
  { 0x5346544e, SUSUN_FS_WINDOWS_NAMES },
  { 0x7366746e, SUSUN_FS_WINDOWS_NAMES },
  /* hfs, hfsplus (Linux writes without their journal) and udf */
  { 0x4244, SUSUN_FS_FRAGILE | SUSUN_FS_NEW_INODES | SUSUN_FS_COARSE_MTIME },
  { 0x482b, SUSUN_FS_FRAGILE | SUSUN_FS_NEW_INODES | SUSUN_FS_COARSE_MTIME },
  { 0x15013346, SUSUN_FS_FRAGILE | SUSUN_FS_NEW_INODES },
  /* nfs, cifs, smb2 and the old smb */
  { 0x6969, SUSUN_FS_REMOTE },
  { 0xff534d42, SUSUN_FS_REMOTE },
  { 0xfe534d42, SUSUN_FS_REMOTE },
  { 0x517b, SUSUN_FS_REMOTE },
  /* 9p, afs, ceph, coda, and the shared folders of VirtualBox and VMware */
  { 0x01021997, SUSUN_FS_REMOTE },
  { 0x5346414f, SUSUN_FS_REMOTE },
  { 0x00c36400, SUSUN_FS_REMOTE },
  { 0x73757245, SUSUN_FS_REMOTE },
  { 0x786f4256, SUSUN_FS_REMOTE },
  { 0xbacbacbc, SUSUN_FS_REMOTE },
};

SusunFsTraits
susun_fs_traits (guint64 type, guint64 dev)
{
  if (type == TYPE_FUSE)
    {
      SusunFsTraits traits = SUSUN_FS_REMOTE | SUSUN_FS_FRAGILE | SUSUN_FS_NEW_INODES;
      /* fuseblk: ntfs-3g or an exfat driver. */
      if (major (dev) != 0)
        traits |= SUSUN_FS_WINDOWS_NAMES | SUSUN_FS_COARSE_MTIME;
      return traits;
    }
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].type == type)
      return known[i].traits;
  return 0;
}

SusunFsTraits
susun_fs_traits_of (SusunRoot *root, int fd, const SusunIdentity *identity)
{
  if (identity->dev == susun_root_get_identity (root)->dev)
    return susun_root_get_traits (root);
  return susun_fs_traits (susun_sys_fs_type (fd), identity->dev);
}

gboolean
susun_fs_has_subvolumes (guint64 type)
{
  return type == TYPE_BTRFS;
}

gboolean
susun_fs_keeps_names (guint64 type)
{
  return susun_fs_has_good_syncfs (type) || type == TYPE_TMPFS || type == TYPE_RAMFS;
}

gboolean
susun_fs_has_good_syncfs (guint64 type)
{
  return type == TYPE_EXT || type == TYPE_XFS || type == TYPE_BTRFS || type == TYPE_F2FS;
}
