// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/files/susun-root.h"

G_BEGIN_DECLS

/**
 * Giving a file its final name, and moving a file to another name on one mount, never replacing
 * anything (SAFETY.md 2.2.10, 2.4): renameat2 (RENAME_NOREPLACE); where the file system does not
 * know that, link + unlink; where it has no links, an empty reservation made with O_EXCL, renamed
 * over.
 */
typedef enum
{
  SUSUN_PUBLISH_RENAME = 0,
  SUSUN_PUBLISH_LINK = 1,
  SUSUN_PUBLISH_RESERVE = 2,
} SusunPublishMethod;

typedef enum
{
  SUSUN_PUBLISHED,
  SUSUN_PUBLISH_OCCUPIED, /* the name is taken: nothing was done */
  SUSUN_PUBLISH_FAILED,   /* error is set */
} SusunPublishResult;

/* Called for the RESERVE method only: with inode 0 before the reservation is made, then with the
 * reservation's inode before it is renamed over, so that both can be journalled. FALSE stops. */
typedef gboolean (*SusunReserved) (guint64 ino, gpointer user_data, GError **error);

/**
 * SusunPublisher: remembers by file system which method works. One per run; thread-safe.
 */
typedef struct _SusunPublisher SusunPublisher;

SusunPublisher *susun_publisher_new (void);
void susun_publisher_free (SusunPublisher *self);

/* For tests: use only methods from @method on. */
void susun_publisher_set_first_method (SusunPublisher *self, SusunPublishMethod method);

/* @expected: (nullable): the file under the old name must be this (dev, ino, size, mtime) right
 * before, and dev+ino stand under the new name after; otherwise SUSUN_ERROR_CHANGED /
 * SUSUN_ERROR_UNSURE. @published: (out) (nullable): identity under the new name.
 * Nothing is fsynced: the caller syncs both folders, the new one first, once per batch. */
SusunPublishResult susun_publish (SusunPublisher *self, int old_folder, const char *old_name,
                                  int new_folder, const char *new_name,
                                  const SusunIdentity *expected, SusunReserved reserved,
                                  gpointer user_data, SusunIdentity *published, GError **error);

/* Recovery of a link + unlink that was cut in the middle: both names are the same file (checked
 * again here by dev and ino, and that there are two links), the old one goes. */
gboolean susun_publish_finish_link (int old_folder, const char *old_name, int new_folder,
                                    const char *new_name, GError **error);

/* Recovery of a reservation: removes @name when it is an empty regular file and, unless @ino is 0,
 * has that inode. Returns: TRUE when it was ours and is gone, or was not there */
gboolean susun_publish_remove_reservation (int folder, const char *name, guint64 ino,
                                           GError **error);

/* A folder or file whose names differ in case only goes through a temporary name; used by rename.
 */
SusunPublishResult susun_publish_in_two_steps (SusunPublisher *self, int folder,
                                               const char *old_name, const char *temp_name,
                                               const char *new_name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunPublisher, susun_publisher_free)

G_END_DECLS
