// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-root.h"

G_BEGIN_DECLS

/* What the file system of this type (statfs f_type) is known to do. @dev: st_dev of a file on it; a
 * FUSE file system on a block device is told from one behind a daemon or portal by that. */
SusunFsTraits susun_fs_traits (guint64 type, guint64 dev);

/* Those of an open file below @root, which may stand on another file system than the root itself.
 */
SusunFsTraits susun_fs_traits_of (SusunRoot *root, int fd, const SusunIdentity *identity);

/* May two files of it share blocks over the borders of st_dev (btrfs subvolumes)? */
gboolean susun_fs_has_subvolumes (guint64 type);

/* Does syncfs(2) there wait for all data and metadata to be on the disk? */
gboolean susun_fs_has_good_syncfs (guint64 type);

/* Does it list a name byte for byte as it was given? FALSE when that is not known. */
gboolean susun_fs_keeps_names (guint64 type);

G_END_DECLS
