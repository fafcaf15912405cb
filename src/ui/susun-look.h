// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SusunLook: what is found out about files that were dropped or named, before they are sources.
 *
 * It is found out on a thread that nobody waits for: a network disk that is dead does not answer
 * for minutes, and neither the window nor anything else may stop for it. A value; freed by whoever
 * got it.
 */
typedef struct
{
  GPtrArray *folders; /* (element-type GFile): those that can be reached; of a file the one it is in
                       */
  GFile *archive; /* (nullable): of last time when it is there, or one beside the first folder */
  char *refused;  /* (nullable): a sentence about the first that is no folder */
} SusunLook;

/* @last: (nullable): the archive of last time: it may lie on a disk that is not plugged in, and
 * must not be begun anew in the empty place of that disk. */
void susun_look_start (GFile **files, guint n_files, GFile *last, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full) (nullable): NULL when it was cancelled */
SusunLook *susun_look_finish (GAsyncResult *result, GError **error);
void susun_look_free (SusunLook *self);

/* The sentence about one that is no folder. Returns: (transfer full) */
char *susun_look_refuse (GFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunLook, susun_look_free)

G_END_DECLS
