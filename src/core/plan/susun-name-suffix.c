// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-name.h"

#include <string.h>

#include "core/plan/susun-name-private.h"

/* " (4294967295)" and the final NUL */
#define SUFFIX_SIZE 16

static char *
insert (const char *name, gsize place, gsize kept, const char *suffix)
{
  GString *result = g_string_sized_new (strlen (name) + SUFFIX_SIZE);

  g_string_append_len (result, name, kept);
  g_string_append (result, suffix);
  g_string_append (result, name + place);
  return g_string_free (result, FALSE);
}

static char *
with_suffix_text (const char *name, const char *suffix, guint max_bytes)
{
  gsize place = susun_name_suffix_place (name) - name;
  gsize others = strlen (name + place) + strlen (suffix);
  gsize room = max_bytes > others + 1 ? max_bytes - others : 1;

  return insert (name, place, susun_name_cut_length (name, place, room), suffix);
}

char *
susun_name_with_suffix (const char *name, guint number, guint max_bytes)
{
  char suffix[SUFFIX_SIZE];

  if (number < 2)
    return g_strdup (name);
  g_snprintf (suffix, sizeof suffix, " (%u)", number);
  return with_suffix_text (name, suffix, max_bytes);
}

/* How a companion's name follows the main file's. */
typedef enum
{
  FOLLOWS_STEM, /* starts with it: the suffix goes behind it there, too */
  FOLLOWS_NAME, /* a sidecar of Takeout's naming: takes the whole new name and ".json" */
  FOLLOWS_NOT,  /* takes the suffix like a file of its own */
} Follows;

/* "a.mov", "a.jpg.xmp", "a.xmp", darktable's "a_01.jpg.xmp" and Apple's "a_HEVC.mov" for the stem
 * "a" */
static gboolean
starts_with_stem (const char *name, const char *main_name, gsize stem_length)
{
  if (g_ascii_strncasecmp (name, main_name, stem_length) != 0)
    return FALSE;
  const char *rest = name + stem_length;
  if (rest[0] == '_' && g_ascii_isdigit (rest[1]) && g_ascii_isdigit (rest[2]))
    rest += 3;
  else if (g_ascii_strncasecmp (rest, SUSUN_NAME_HEVC, strlen (SUSUN_NAME_HEVC)) == 0)
    rest += strlen (SUSUN_NAME_HEVC);
  return *rest == '.';
}

static gboolean
ends_in_json (const char *name)
{
  gsize length = strlen (name);

  return length > 5 && g_ascii_strcasecmp (name + length - 5, ".json") == 0;
}

static Follows
how_it_follows (const char *name, const char *main_name, gsize stem_length, gsize room)
{
  if (starts_with_stem (name, main_name, stem_length))
    return strlen (name + stem_length) < room / 2 ? FOLLOWS_STEM : FOLLOWS_NOT;
  return ends_in_json (name) ? FOLLOWS_NAME : FOLLOWS_NOT;
}

void
susun_name_group_with_suffix (const char *const *names, guint n_names, guint number,
                              guint max_bytes, char **result)
{
  g_return_if_fail (n_names > 0);

  if (number < 2)
    {
      for (guint i = 0; i < n_names; i++)
        result[i] = g_strdup (names[i]);
      return;
    }

  char suffix[SUFFIX_SIZE];
  g_snprintf (suffix, sizeof suffix, " (%u)", number);
  gsize stem = susun_name_suffix_place (names[0]) - names[0];
  gsize room = max_bytes > strlen (suffix) ? max_bytes - strlen (suffix) : 1;
  gsize longest_rest = strlen (names[0] + stem);
  g_autofree Follows *follows = g_new (Follows, n_names);

  follows[0] = FOLLOWS_STEM;
  for (guint i = 1; i < n_names; i++)
    {
      gsize rest = 0;
      follows[i] = how_it_follows (names[i], names[0], stem, room);
      if (follows[i] == FOLLOWS_STEM)
        rest = strlen (names[i] + stem);
      else if (follows[i] == FOLLOWS_NAME)
        rest = strlen (names[0] + stem) + strlen (".json");
      longest_rest = MAX (longest_rest, rest);
    }

  /* Cut alike, or stems that matched would match no more. */
  gsize kept
      = susun_name_cut_length (names[0], stem, room > longest_rest + 1 ? room - longest_rest : 1);
  for (guint i = 0; i < n_names; i++)
    {
      if (follows[i] == FOLLOWS_STEM)
        result[i] = insert (names[i], stem, kept, suffix);
      else if (follows[i] == FOLLOWS_NAME)
        result[i] = g_strconcat (result[0], ".json", NULL);
      else
        result[i] = with_suffix_text (names[i], suffix, max_bytes);
    }
}

gboolean
susun_name_parse_suffix (const char *name, gsize *stem_length, guint *number)
{
  gsize end = susun_name_suffix_place (name) - name;
  guint value = 0;

  if (end < 5 || name[end - 1] != ')')
    return FALSE;
  gsize first = end - 1;
  while (first > 0 && g_ascii_isdigit (name[first - 1]))
    first--;
  gsize n_digits = end - 1 - first;
  if (n_digits < 1 || n_digits > 5 || name[first] == '0' || first < 3 || name[first - 1] != '('
      || name[first - 2] != ' ')
    return FALSE;
  for (gsize i = first; i < end - 1; i++)
    value = value * 10 + (name[i] - '0');
  if (stem_length != NULL)
    *stem_length = first - 2;
  if (number != NULL)
    *number = value;
  return TRUE;
}
