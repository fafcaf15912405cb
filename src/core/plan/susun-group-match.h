// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

#include "core/media/susun-kind.h"

G_BEGIN_DECLS

/**
 * Which files of one folder belong together, by their names. Pure, O(n).
 *
 * Names are compared without case. Within one folder, for one stem:
 * - one still (not RAW) and one RAW of the same stem are a group; the still that is not RAW is the
 *   main file (its date is the better supported one), the RAW its companion;
 * - one still of the kinds Apple and Google make (HEIC, HEIF, HIF, JPG, JPEG, or a lone DNG) and
 * one clip (MOV, MP4) of the same stem, or Apple's IMG_1_HEVC.MOV beside IMG_1.HEIC, are a Live
 * Photo: the still is the main file, the clip its companion; with a RAW beside them all three are
 * one group;
 * - more than one candidate for a part (IMG_1.HEIC + IMG_1.JPG + IMG_1.MOV, or IMG_1.JPG +
 * IMG_1.MOV
 *   + IMG_1.MP4): what is contested stays apart and all contenders are flagged ambiguous. Several
 *   stills of one stem without a clip or RAW simply are files of their own;
 * - a.jpg.xmp goes with a.jpg (so does darktable's a_01.jpg.xmp); a.xmp, a.aae, a.thm and a.json
 * with the group of that stem; Apple's IMG_E0001.AAE and IMG_O0001.AAE with IMG_E0001.*, else
 * IMG_0001.*, and IMG_0001.AAE with IMG_E0001.* when nothing else is there; when several files of
 * its stem stay apart the sidecar does, too (ambiguous); with no file at all it is an orphan;
 * - a Takeout .json goes with the one file it names in one of Takeout's ways: x.jpg.json;
 *   x.jpg.supplemental-metadata.json cut anywhere; a name cut after 46 UTF-16 units; x.jpg(1).json
 * or x.jpg.supplemental-metadata(1).json for x(1).jpg; x.jpg.json for x-edited.jpg (and the word in
 *   other languages) when x.jpg is not there. Two files that fit equally well: ambiguous, never one
 *   by chance.
 */
typedef enum
{
  SUSUN_ROLE_NONE = 0, /* a file that is not ours (SUSUN_KIND_OTHER) */
  SUSUN_ROLE_MAIN = 1,
  SUSUN_ROLE_COMPANION = 2, /* the clip of a Live Photo, the RAW beside a JPEG */
  SUSUN_ROLE_SIDECAR = 3,
} SusunRole;

typedef enum
{
  SUSUN_GROUP_AMBIGUOUS = 1 << 0, /* could belong to several; stays apart */
  SUSUN_GROUP_ORPHAN = 1 << 1,    /* a sidecar without a file */
} SusunGroupFlags;

typedef struct
{
  const char *name; /* bytes */
  SusunKind kind;
} SusunGroupEntry;

#define SUSUN_GROUP_NO_ENTRY G_MAXUINT32

/**
 * SusunGroupMember: what was found about the entry of the same index.
 */
typedef struct
{
  guint32 main;    /* index of the group's main file; its own index when it stands alone */
  guint32 takeout; /* index of the JSON that speaks of this file, or SUSUN_GROUP_NO_ENTRY;
                      x-edited.jpg may have that of x.jpg, whose sidecar it is */
  guint8 role;     /* SusunRole */
  guint8 flags;    /* SusunGroupFlags */
} SusunGroupMember;

/* @entries: one folder's listing, in any order; the result does not depend on it. Names are
 * distinct.
 * @members: (out caller-allocates) (array length=n_entries) */
void susun_group_match (const SusunGroupEntry *entries, guint n_entries, SusunGroupMember *members);

/* "main", "companion", "sidecar", "none": the words of the CSV and JSON */
const char *susun_role_nick (SusunRole role);

G_END_DECLS
