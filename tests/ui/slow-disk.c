// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* A disk that takes its time to name, for tests that want to be in the middle of a run: preloaded
 * into susun. While there is a file $SUSUN_DISK_STOPS_AFTER, it makes as many steps as it says, and
 * no more: “n4” names four files, “r4” begins to read four pictures. Nobody may read a folder that
 * is called $SUSUN_DISK_FORBIDS: also not root, who runs these tests at times. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PATIENCE_US 5000

static void
step (char kind)
{
  static atomic_int steps[128];
  const char *path = getenv ("SUSUN_DISK_STOPS_AFTER");
  FILE *file;
  int number;

  if (path == NULL || access (path, F_OK) != 0)
    return;
  number = atomic_fetch_add (&steps[(int) kind], 1);
  while ((file = fopen (path, "r")) != NULL)
    {
      char stopped = 0;
      int allowed = 0;
      int read = fscanf (file, "%c%d", &stopped, &allowed);

      fclose (file);
      if (read == 2 && (kind != stopped || number < allowed))
        return;
      usleep (PATIENCE_US);
    }
}

int
renameat2 (int old_folder, const char *old_name, int new_folder, const char *new_name,
           unsigned int flags)
{
  usleep (PATIENCE_US);
  step ('n');
  return (int) syscall (SYS_renameat2, old_folder, old_name, new_folder, new_name, flags);
}

static int
begins_picture (int fd)
{
  char link[64], path[4096];
  ssize_t length;

  if (lseek (fd, 0, SEEK_CUR) != 0)
    return 0;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path);
  return length > 4 && memcmp (path + length - 4, ".jpg", 4) == 0;
}

ssize_t
read (int fd, void *buffer, size_t size)
{
  int before = errno;

  if (begins_picture (fd))
    step ('r');
  errno = before;
  return syscall (SYS_read, fd, buffer, size);
}

static int
is_forbidden (const char *path)
{
  const char *forbidden = getenv ("SUSUN_DISK_FORBIDS");
  const char *slash = strrchr (path, '/');

  return forbidden != NULL && strcmp (slash != NULL ? slash + 1 : path, forbidden) == 0;
}

/* openat2 has no function of its own. */
long
syscall (long number, ...)
{
  static long (*next) (long, ...);
  long arguments[6];
  va_list list;

  va_start (list, number);
  for (int i = 0; i < 6; i++)
    arguments[i] = va_arg (list, long);
  va_end (list);
  if (number == SYS_openat2 && is_forbidden ((const char *) arguments[1]))
    {
      errno = EACCES;
      return -1;
    }
  if (next == NULL)
    next = (long (*) (long, ...)) dlsym (RTLD_NEXT, "syscall");
  return next (number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4],
               arguments[5]);
}
