// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-group-match.h"

#include <string.h>

#include "core/base/susun-path.h"
#include "core/plan/susun-group-match-private.h"
#include "core/plan/susun-name-private.h"
#include "core/plan/susun-name.h"

/* What the rules need to know of an entry, beside its kind. */
enum
{
  TRAIT_RAW = 1 << 0,
  TRAIT_LIVE_STILL = 1 << 1, /* of a kind that Apple or Google write beside a clip */
  TRAIT_LIVE_CLIP = 1 << 2,
  TRAIT_DNG = 1 << 3, /* ProRAW is DNG, and a Live Photo, too */
};

static gboolean
has_extension (const char *name, const char *const *extensions)
{
  const char *extension = susun_path_extension (name);

  for (; *extensions != NULL; extensions++)
    if (g_ascii_strcasecmp (extension, *extensions) == 0)
      return TRUE;
  return FALSE;
}

static guint
find_traits (const SusunGroupEntry *entry)
{
  static const char *const stills[] = { ".heic", ".jpg", ".jpeg", ".heif", ".hif", NULL };
  static const char *const clips[] = { ".mov", ".mp4", NULL };
  static const char *const dng[] = { ".dng", NULL };

  if (entry->kind == SUSUN_KIND_VIDEO)
    return has_extension (entry->name, clips) ? TRAIT_LIVE_CLIP : 0;
  if (has_extension (entry->name, stills))
    return TRAIT_LIVE_STILL;
  if (!susun_kind_is_raw (entry->name))
    return 0;
  return has_extension (entry->name, dng) ? TRAIT_RAW | TRAIT_DNG : TRAIT_RAW;
}

/* --- the index */

static void
index_init (SusunNameIndex *index, guint n_entries)
{
  gsize n_places = 16;

  while (n_places < 2 * (gsize) n_entries)
    n_places *= 2;
  index->mask = n_places - 1;
  index->keys = g_new (guint64, n_places);
  index->heads = g_new (guint32, n_places);
  memset (index->heads, 0xff, n_places * sizeof (guint32));
  index->next = g_new (guint32, n_entries + 1);
}

static void
index_clear (SusunNameIndex *index)
{
  g_free (index->keys);
  g_free (index->heads);
  g_free (index->next);
}

static gsize
index_find (const SusunNameIndex *index, guint64 key)
{
  gsize place = key & index->mask;

  while (index->heads[place] != SUSUN_GROUP_NO_ENTRY && index->keys[place] != key)
    place = (place + 1) & index->mask;
  return place;
}

static void
index_add (SusunNameIndex *index, guint64 key, guint32 entry)
{
  gsize place = index_find (index, key);

  index->keys[place] = key;
  index->next[entry] = index->heads[place];
  index->heads[place] = entry;
}

guint32
susun_name_index_first (const SusunNameIndex *index, guint64 key)
{
  return index->heads[index_find (index, key)];
}

/* --- files of one stem */

/**
 * Stem: the images and videos of one folder that share a stem, counted.
 */
typedef struct
{
  guint n_stills; /* not RAW */
  guint n_raws;
  guint n_live_stills;
  guint n_dngs;
  guint n_clips;
  guint32 still; /* one of each kind: the one, where there is one */
  guint32 raw;
  guint32 live_still;
  guint32 clip;
} Stem;

static Stem
count_stem (const SusunGroupFolder *folder, guint32 head)
{
  Stem stem = { 0 };

  for (guint32 i = head; i != SUSUN_GROUP_NO_ENTRY; i = folder->by_stem.next[i])
    {
      guint traits = folder->traits[i];
      if (traits & TRAIT_LIVE_CLIP)
        {
          stem.n_clips++;
          stem.clip = i;
        }
      if (folder->entries[i].kind != SUSUN_KIND_IMAGE)
        continue;
      if (traits & TRAIT_RAW)
        {
          stem.n_raws++;
          stem.raw = i;
        }
      else
        {
          stem.n_stills++;
          stem.still = i;
        }
      stem.n_dngs += (traits & TRAIT_DNG) != 0;
      if (traits & TRAIT_LIVE_STILL)
        {
          stem.n_live_stills++;
          stem.live_still = i;
        }
    }
  /* A DNG can be a Live Photo's still where it is the only still. */
  if (stem.n_stills == 0 && stem.n_raws == 1 && stem.n_dngs == 1)
    {
      stem.n_live_stills = 1;
      stem.live_still = stem.raw;
    }
  return stem;
}

static void
flag_ambiguous (const SusunGroupFolder *folder, guint32 head, guint traits)
{
  for (guint32 i = head; i != SUSUN_GROUP_NO_ENTRY; i = folder->by_stem.next[i])
    if (folder->traits[i] & traits)
      folder->members[i].flags |= SUSUN_GROUP_AMBIGUOUS;
}

static void
join (const SusunGroupFolder *folder, guint32 companion, guint32 main)
{
  folder->members[companion].main = main;
  folder->members[companion].role = SUSUN_ROLE_COMPANION;
}

static void
match_stem (const SusunGroupFolder *folder, guint32 head)
{
  Stem stem = count_stem (folder, head);

  if (stem.n_stills == 1 && stem.n_raws == 1)
    join (folder, stem.raw, stem.still);
  else if (stem.n_stills > 0 && stem.n_raws > 0)
    {
      for (guint32 i = head; i != SUSUN_GROUP_NO_ENTRY; i = folder->by_stem.next[i])
        if (folder->entries[i].kind == SUSUN_KIND_IMAGE)
          folder->members[i].flags |= SUSUN_GROUP_AMBIGUOUS;
    }

  if (stem.n_live_stills == 1 && stem.n_clips == 1)
    join (folder, stem.clip, stem.live_still);
  else if (stem.n_live_stills > 0 && stem.n_clips > 0)
    {
      flag_ambiguous (folder, head, TRAIT_LIVE_STILL | TRAIT_LIVE_CLIP);
      folder->members[stem.live_still].flags |= SUSUN_GROUP_AMBIGUOUS;
    }
}

/* Apple's other name for a Live Photo's clip: IMG_1_HEVC.MOV beside IMG_1.HEIC. Returns: the length
 * of "IMG_1", or @length */
static gsize
strip_hevc (const char *stem, gsize length)
{
  gsize marker = strlen (SUSUN_NAME_HEVC);

  if (length <= marker
      || g_ascii_strncasecmp (stem + length - marker, SUSUN_NAME_HEVC, marker) != 0)
    return length;
  return length - marker;
}

static guint32
find_main (const SusunGroupFolder *folder, const char *stem, gsize length)
{
  guint64 key = susun_name_collision_hash (stem, length);
  guint32 found = SUSUN_GROUP_NO_ENTRY;

  for (guint32 i = susun_name_index_first (&folder->by_stem, key); i != SUSUN_GROUP_NO_ENTRY;
       i = folder->by_stem.next[i])
    {
      guint32 main = folder->members[i].main;
      if (found != SUSUN_GROUP_NO_ENTRY && found != main)
        return SUSUN_GROUP_SEVERAL;
      found = main;
    }
  return found;
}

guint32
susun_group_find_stem (const SusunGroupFolder *folder, const char *stem, gsize length)
{
  guint32 found = find_main (folder, stem, length);
  gsize shorter = strip_hevc (stem, length);

  return found == SUSUN_GROUP_NO_ENTRY && shorter < length ? find_main (folder, stem, shorter)
                                                           : found;
}

guint32
susun_group_find_name (const SusunGroupFolder *folder, const char *name, gsize length)
{
  guint64 key = susun_name_collision_hash (name, length);
  guint32 first = susun_name_index_first (&folder->by_name, key);

  if (first == SUSUN_GROUP_NO_ENTRY || folder->by_name.next[first] == SUSUN_GROUP_NO_ENTRY)
    return first;
  /* a.jpg and A.JPG side by side: then the case tells. */
  for (guint32 i = first; i != SUSUN_GROUP_NO_ENTRY; i = folder->by_name.next[i])
    if (strlen (folder->entries[i].name) == length
        && memcmp (folder->entries[i].name, name, length) == 0)
      return i;
  return SUSUN_GROUP_SEVERAL;
}

/* --- sidecars */

/* darktable calls the sidecar of a picture's further version a_01.jpg.xmp. */
static guint32
find_darktable (const SusunGroupFolder *folder, const char *name, gsize length)
{
  g_autofree char *whole = g_strndup (name, length);
  gsize stem = susun_path_extension (whole) - whole;

  if (stem < 4 || stem == length || whole[stem - 3] != '_' || !g_ascii_isdigit (whole[stem - 2])
      || !g_ascii_isdigit (whole[stem - 1]))
    return SUSUN_GROUP_NO_ENTRY;
  memmove (whole + stem - 3, whole + stem, length - stem + 1);
  return susun_group_find_name (folder, whole, length - 3);
}

static guint32
find_for_xmp (const SusunGroupFolder *folder, const char *name, gsize length)
{
  guint32 found = susun_group_find_name (folder, name, length);

  if (found == SUSUN_GROUP_NO_ENTRY)
    found = susun_group_find_stem (folder, name, length);
  if (found == SUSUN_GROUP_NO_ENTRY)
    found = find_darktable (folder, name, length);
  return found;
}

/* Apple: IMG_0001.HEIC as taken, IMG_E0001.HEIC as edited, IMG_0001.AAE and IMG_O0001.AAE about the
 * editing. */
static guint32
find_for_aae (const SusunGroupFolder *folder, const char *name, gsize length)
{
  guint32 found = susun_group_find_stem (folder, name, length);
  char stem[64];

  if (found != SUSUN_GROUP_NO_ENTRY || length < 5 || length + 2 > sizeof stem
      || g_ascii_strncasecmp (name, "IMG_", 4) != 0)
    return found;
  if (strchr ("EeOo", name[4]) != NULL)
    {
      memcpy (stem, name, 4);
      memcpy (stem + 4, name + 5, length - 5);
      return susun_group_find_stem (folder, stem, length - 1);
    }
  memcpy (stem, name, 4);
  stem[4] = 'E';
  memcpy (stem + 5, name + 4, length - 4);
  return susun_group_find_stem (folder, stem, length + 1);
}

static guint32
find_for_sidecar (SusunGroupFolder *folder, guint32 sidecar)
{
  const char *name = folder->entries[sidecar].name;
  const char *extension = susun_path_extension (name);
  gsize length = extension - name;

  if (g_ascii_strcasecmp (extension, ".json") == 0)
    return susun_group_find_takeout (folder, sidecar);
  if (g_ascii_strcasecmp (extension, ".xmp") == 0)
    return find_for_xmp (folder, name, length);
  if (g_ascii_strcasecmp (extension, ".aae") == 0)
    return find_for_aae (folder, name, length);
  return susun_group_find_stem (folder, name, length);
}

static void
match_sidecar (SusunGroupFolder *folder, guint32 sidecar)
{
  SusunGroupMember *member = &folder->members[sidecar];
  guint64 key = susun_name_collision_hash (folder->entries[sidecar].name, -1);
  guint32 first = susun_name_index_first (&folder->sidecars, key);
  guint32 found = find_for_sidecar (folder, sidecar);

  if (found == SUSUN_GROUP_NO_ENTRY)
    member->flags |= SUSUN_GROUP_ORPHAN;
  else if (found == SUSUN_GROUP_SEVERAL || folder->sidecars.next[first] != SUSUN_GROUP_NO_ENTRY)
    /* Several files, or several sidecars whose names differ in case only. */
    member->flags |= SUSUN_GROUP_AMBIGUOUS;
  else
    member->main = folder->members[found].main;
}

/* --- a folder */

static void
folder_init (SusunGroupFolder *folder, const SusunGroupEntry *entries, guint n_entries,
             SusunGroupMember *members)
{
  *folder = (SusunGroupFolder){ .entries = entries, .members = members };
  folder->traits = g_new0 (guint8, n_entries + 1);
  index_init (&folder->by_stem, n_entries);
  index_init (&folder->by_name, n_entries);
  index_init (&folder->sidecars, n_entries);
  for (guint32 i = 0; i < n_entries; i++)
    {
      const char *name = entries[i].name;
      gboolean media = entries[i].kind == SUSUN_KIND_IMAGE || entries[i].kind == SUSUN_KIND_VIDEO;

      members[i] = (SusunGroupMember){
        .main = i,
        .takeout = SUSUN_GROUP_NO_ENTRY,
        .role = media                                 ? SUSUN_ROLE_MAIN
                : entries[i].kind == SUSUN_KIND_OTHER ? SUSUN_ROLE_NONE
                                                      : SUSUN_ROLE_SIDECAR,
      };
      if (media)
        {
          gsize stem = susun_path_extension (name) - name;
          folder->traits[i] = find_traits (&entries[i]);
          if (folder->traits[i] & TRAIT_LIVE_CLIP)
            stem = strip_hevc (name, stem);
          index_add (&folder->by_stem, susun_name_collision_hash (name, stem), i);
          index_add (&folder->by_name, susun_name_collision_hash (name, -1), i);
        }
      else if (entries[i].kind == SUSUN_KIND_SIDECAR)
        {
          index_add (&folder->sidecars, susun_name_collision_hash (name, -1), i);
          folder->n_sidecars++;
        }
    }
}

static void
folder_clear (SusunGroupFolder *folder)
{
  g_free (folder->traits);
  g_free (folder->takeout_how);
  index_clear (&folder->by_stem);
  index_clear (&folder->by_name);
  index_clear (&folder->sidecars);
  index_clear (&folder->by_cut_title);
  index_clear (&folder->by_original);
}

void
susun_name_index_build (SusunNameIndex *index, guint n_entries, const guint64 *keys)
{
  index_init (index, n_entries);
  for (guint32 i = 0; i < n_entries; i++)
    if (keys[i] != 0)
      index_add (index, keys[i], i);
}

void
susun_group_match (const SusunGroupEntry *entries, guint n_entries, SusunGroupMember *members)
{
  SusunGroupFolder folder;

  folder_init (&folder, entries, n_entries, members);
  folder.n_entries = n_entries;
  for (gsize place = 0; place <= folder.by_stem.mask; place++)
    if (folder.by_stem.heads[place] != SUSUN_GROUP_NO_ENTRY)
      match_stem (&folder, folder.by_stem.heads[place]);
  for (guint32 i = 0; folder.n_sidecars > 0 && i < n_entries; i++)
    if (entries[i].kind == SUSUN_KIND_SIDECAR)
      match_sidecar (&folder, i);
  folder_clear (&folder);
}

const char *
susun_role_nick (SusunRole role)
{
  static const char *const nicks[] = { "none", "main", "companion", "sidecar" };

  return nicks[role < G_N_ELEMENTS (nicks) ? role : 0];
}
