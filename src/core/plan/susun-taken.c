// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-taken.h"

#include <string.h>

#include "core/plan/susun-name-private.h"
#include "core/plan/susun-name.h"

/**
 * KeyMap: a set of 64-bit keys by open addressing, with a number beside each key if asked for. Keys
 * are hashes already, so their low bits choose the place. 0 stands for an empty place.
 */
typedef struct
{
  guint64 *keys;    /* (owned) (nullable) */
  guint32 *numbers; /* (owned) (nullable) */
  gsize n_places;   /* a power of two, or 0 */
  gsize n_keys;
} KeyMap;

struct _SusunTaken
{
  KeyMap names;   /* what is taken */
  KeyMap numbers; /* by a name (and its main file's) that was claimed twice: the first number that
                     may be free */
};

static gsize
key_map_find (const KeyMap *map, guint64 key)
{
  gsize place = key & (map->n_places - 1);

  while (map->keys[place] != 0 && map->keys[place] != key)
    place = (place + 1) & (map->n_places - 1);
  return place;
}

/* At most three quarters full. */
static void
key_map_grow (KeyMap *map, gboolean with_numbers)
{
  KeyMap old = *map;

  if (map->n_keys + 1 <= map->n_places / 4 * 3)
    return;
  map->n_places = MAX (64, 2 * old.n_places);
  map->keys = g_new0 (guint64, map->n_places);
  if (with_numbers)
    map->numbers = g_new0 (guint32, map->n_places);
  for (gsize i = 0; i < old.n_places; i++)
    if (old.keys[i] != 0)
      {
        gsize place = key_map_find (map, old.keys[i]);
        map->keys[place] = old.keys[i];
        if (with_numbers)
          map->numbers[place] = old.numbers[i];
      }
  g_free (old.keys);
  g_free (old.numbers);
}

static gboolean
key_map_contains (const KeyMap *map, guint64 key)
{
  return map->n_places > 0 && map->keys[key_map_find (map, key)] == key;
}

static gsize
key_map_add (KeyMap *map, guint64 key, gboolean with_numbers)
{
  key_map_grow (map, with_numbers);
  gsize place = key_map_find (map, key);
  map->n_keys += map->keys[place] == 0;
  map->keys[place] = key;
  return place;
}

SusunTaken *
susun_taken_new (void)
{
  return g_new0 (SusunTaken, 1);
}

void
susun_taken_free (SusunTaken *self)
{
  g_free (self->names.keys);
  g_free (self->numbers.keys);
  g_free (self->numbers.numbers);
  g_free (self);
}

static guint64
folder_hash (const char *folder)
{
  return susun_name_collision_hash (folder, -1);
}

/* An odd factor, so that two that change places make another key. */
static guint64
mix_keys (guint64 a, guint64 b)
{
  guint64 key = susun_name_mix (a * 3 + b);

  return key != 0 ? key : 1;
}

static guint64
name_key (guint64 folder, const char *name)
{
  return mix_keys (folder, susun_name_collision_hash (name, -1));
}

void
susun_taken_add (SusunTaken *self, const char *folder, const char *name)
{
  key_map_add (&self->names, name_key (folder_hash (folder), name), FALSE);
}

gboolean
susun_taken_contains (SusunTaken *self, const char *folder, const char *name)
{
  return key_map_contains (&self->names, name_key (folder_hash (folder), name));
}

guint64
susun_taken_get_size (SusunTaken *self)
{
  return self->names.n_keys;
}

/**
 * Member: one file of a group that is looking for its name.
 */
typedef struct
{
  guint64 own_key;      /* of its own name, without a suffix */
  guint64 number_key;   /* of that and the main file's: how a suffix is added depends on both */
  guint32 first_number; /* below it all of its names are taken */
  guint64 key;          /* of its name with the number that is tried */
} Member;

static guint32
get_first_number (SusunTaken *self, const Member *member)
{
  if (!key_map_contains (&self->names, member->own_key))
    return 1;
  if (!key_map_contains (&self->numbers, member->number_key))
    return 2;
  return self->numbers.numbers[key_map_find (&self->numbers, member->number_key)];
}

static void
set_first_number (SusunTaken *self, const Member *member)
{
  if (member->first_number > 1)
    {
      gsize place = key_map_add (&self->numbers, member->number_key, TRUE);
      self->numbers.numbers[place] = member->first_number;
    }
}

/* Do two of the group's names fall on one? Groups are small. */
static gboolean
is_repeated (const Member *members, guint i)
{
  for (guint j = 0; j < i; j++)
    if (members[j].key == members[i].key)
      return TRUE;
  return FALSE;
}

/* Looks whether all names with this number are free, and remembers what is not. */
static gboolean
try_number (SusunTaken *self, guint64 folder, Member *members, char **result, guint n_names,
            guint number)
{
  gboolean free = TRUE;

  for (guint i = 0; i < n_names; i++)
    {
      members[i].key = name_key (folder, result[i]);
      if (!key_map_contains (&self->names, members[i].key))
        continue;
      free = FALSE;
      if (members[i].first_number == number)
        members[i].first_number = number + 1;
    }
  return free;
}

guint
susun_taken_claim (SusunTaken *self, const char *folder, const char *const *names, guint n_names,
                   guint max_bytes, char **result)
{
  g_return_val_if_fail (n_names > 0, 0);

  guint64 hash = folder_hash (folder);
  g_autofree Member *members = g_new0 (Member, n_names);
  guint number = 1;

  for (guint i = 0; i < n_names; i++)
    {
      members[i].own_key = name_key (hash, names[i]);
      members[i].number_key = members[i].own_key;
      if (i > 0)
        members[i].number_key = mix_keys (members[0].own_key, members[i].own_key);
      members[i].first_number = get_first_number (self, &members[i]);
      number = MAX (number, members[i].first_number);
    }
  for (;; number++)
    {
      susun_name_group_with_suffix (names, n_names, number, max_bytes, result);
      if (try_number (self, hash, members, result, n_names, number))
        break;
      for (guint i = 0; i < n_names; i++)
        g_clear_pointer (&result[i], g_free);
    }

  for (guint i = 0; i < n_names; i++)
    if (!is_repeated (members, i))
      {
        key_map_add (&self->names, members[i].key, FALSE);
        if (members[i].first_number == number)
          members[i].first_number = number + 1;
        set_first_number (self, &members[i]);
      }
  /* Only now: what a file of its own takes must not be what the group was about to take. */
  for (guint i = 1; i < n_names; i++)
    if (is_repeated (members, i))
      {
        g_free (result[i]);
        susun_taken_claim (self, folder, &names[i], 1, max_bytes, &result[i]);
      }
  return number;
}
