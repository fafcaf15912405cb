// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/media/susun-kind.h"
#include "core/media/susun-resolver.h"

G_BEGIN_DECLS

/* "This camera was 7 h fast": added to what the camera told. */
typedef struct
{
  char *camera; /* part of "maker model serial", without case */
  int shift;    /* seconds */
  int met;      /* (atomic): a file of that camera was dated */
} SusunClock;

void susun_clock_free (SusunClock *self);

/* "This folder was Japan", "here the clock was an hour slow": for a folder and all below it. Of
 * several that hold a file the deepest counts, of equals the last; zone and shift each by itself.
 */
typedef struct
{
  char *folder;    /* absolute */
  char *zone_name; /* (nullable): IANA */
  GTimeZone *zone; /* (nullable) */
  gboolean shifts;
  int shift; /* seconds */
} SusunFolderRule;

/* @zone: (nullable): an IANA name. Returns: (nullable): NULL when there is no such zone */
SusunFolderRule *susun_folder_rule_new (const char *folder, const char *zone);
void susun_folder_rule_free (SusunFolderRule *self);

/* "That one is of 31 August 1987." */
typedef struct
{
  char *path; /* absolute: one file */
  gint64 wall;
} SusunHandDate;

void susun_hand_date_free (SusunHandDate *self);

/**
 * SusunDating: how the dates of a scan are judged: one value for a whole run, shared by threads.
 */
typedef struct
{
  GTimeZone *zone;      /* (nullable): NULL is UTC */
  int day_starts;       /* minutes after midnight */
  gint64 now;           /* seconds since 1970 UTC */
  gboolean mtime_first; /* --video-date-source filesystem: for videos */
  GPtrArray *clocks;    /* (nullable) (element-type SusunClock): --clock */
  GPtrArray *folders;   /* (nullable) (element-type SusunFolderRule) */
  GPtrArray *dates;     /* (nullable) (element-type SusunHandDate) */
} SusunDating;

/* The rules for one file: @rel below @root, of that camera and kind. @camera: (nullable): maker,
 * model and serial with US (0x1F) between them */
void susun_dating_rules (const SusunDating *self, const char *root, const char *rel,
                         const char *camera, SusunKind kind, SusunDateRules *rules);

G_END_DECLS
