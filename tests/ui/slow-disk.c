// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* A disk that takes its time to name a file, for tests that want to be in the middle of a run:
 * preloaded into susun by test-window.py. */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PATIENCE_US 5000

int
renameat2 (int old_folder, const char *old_name, int new_folder, const char *new_name,
           unsigned int flags)
{
  usleep (PATIENCE_US);
  return (int) syscall (SYS_renameat2, old_folder, old_name, new_folder, new_name, flags);
}
