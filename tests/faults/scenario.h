// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-item.h"
#include "world.h"

/* Where archive and quarantine lie. */
typedef enum
{
  BESIDE,  /* the source, on one file system */
  ACROSS,  /* on a second one */
  ON_DISK, /* on an ext4 */
} Where;

/* One operation to be swept: what comes before it, how it is begun, and on what kind of disk. */
typedef struct
{
  const char *name;
  Where where;
  void (*prepare) (World *world); /* (nullable): what comes before the operation */
  SusunJob *(*make) (World *world);
  SusunRunKind kind;
  int refused_rename; /* errno that renameat2 answers, to force other ways of publishing; 0: none */
  int refused_link;
} Scenario;

/* Ends with one that has no name. */
extern const Scenario scenarios[];
