// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-item.h"
#include "world.h"

/* One operation to be swept: what comes before it, how it is begun, and on what kind of disk. */
typedef struct
{
  const char *name;
  gboolean cross;                 /* archive and quarantine lie on another file system */
  void (*prepare) (World *world); /* (nullable): what comes before the operation */
  SusunJob *(*make) (World *world);
  SusunRunKind kind;
  int refused_rename; /* errno that renameat2 answers, to force other ways of publishing; 0: none */
  int refused_link;
} Scenario;

/* Ends with one that has no name. */
extern const Scenario scenarios[];
