// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

/* Where worlds can be: folders on file systems of their own that vanish with the process, where
 * that is allowed. */
typedef struct
{
  char *base;  /* in memory, where there is that */
  char *other; /* (nullable): a second file system */
  char *disk;  /* (nullable): an ext4, whose ways to make things last are others than memory's */
} Places;

void places_find (Places *self);
void places_leave (Places *self);

/* Takes away everything below a folder. */
void places_clear (const char *folder);
