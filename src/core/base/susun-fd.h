// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>
#include <unistd.h>

G_BEGIN_DECLS

/**
 * SusunFd: a file descriptor that closes itself: `g_auto (SusunFd) fd = -1;`
 *
 * Not for a descriptor whose close() result matters: data that must last was fsynced before.
 */
typedef int SusunFd;

static inline void
susun_fd_clear (SusunFd *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static inline int
susun_fd_steal (SusunFd *fd)
{
  int stolen = *fd;
  *fd = -1;
  return stolen;
}

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (SusunFd, close, -1)

G_END_DECLS
