// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file in memory: what a writer wrote can be read again, nothing touches the disk. */
static inline int
memory_file (const void *data, gsize length)
{
  int fd = memfd_create ("susun-test", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, length), ==, length);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  return fd;
}

/* Writers own their descriptor: they get a second one of the same file. */
static inline int
second_fd (int fd)
{
  int copy = dup (fd);

  g_assert_cmpint (copy, >=, 0);
  return copy;
}

/* Returns: (transfer full): all of it, with a final NUL */
static inline char *
whole_file (int fd, gsize *length)
{
  off_t size = lseek (fd, 0, SEEK_END);
  char *text = g_malloc (size + 1);

  g_assert_cmpint (pread (fd, text, size, 0), ==, size);
  text[size] = '\0';
  if (length != NULL)
    *length = size;
  return text;
}
