// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "core/base/susun-path.h"
#include "core/plan/susun-group-match-private.h"
#include "core/plan/susun-name-private.h"
#include "core/plan/susun-name.h"

/* Google Takeout cuts the name of a JSON, without ".json", after so many UTF-16 units. */
#define CUT_UNITS 46
#define SUPPLEMENT "supplemental-metadata"
#define MAX_TITLES 4

/* What Google Photos adds to the stem of a changed picture; its JSON is that of the original. */
static const char *const edited_words[] = {
  "-edited",     "-effects",  "-smile",     "-mix",       "-edytowane",     "-bearbeitet",
  "-bewerkt",    "-redigert", "-redigeret", "-redigerad", "-modificato",    "-modifié",
  "-ha editado", "-editado",  "-editada",   "-editat",    "-upraveno",      "-szerkesztve",
  "-muokattu",   "-diedit",   "-disunting", "-изменено",  "-відредаговано", "-düzenlendi",
  "-編集済み",   "-已编辑",   "-已編輯",    "-수정됨",    "-แก้ไขแล้ว",
};

/**
 * Title: what a JSON may be speaking of: a file's name without the number that Takeout gave it
 * because another file had the same name: x.jpg and 1 for x(1).jpg.
 */
typedef struct
{
  const char *name; /* not terminated */
  gsize length;
  guint number; /* 0 for none */
} Title;

/* "(1)" at the end of the first @length bytes. Returns: the length without it, and its number */
static gsize
strip_number (const char *name, gsize length, guint *number)
{
  gsize first = length;
  guint value = 0;

  *number = 0;
  if (length < 4 || name[length - 1] != ')')
    return length;
  for (first = length - 1; first > 0 && g_ascii_isdigit (name[first - 1]); first--)
    ;
  gsize n_digits = length - 1 - first;
  if (n_digits < 1 || n_digits > 5 || name[first] == '0' || first < 2 || name[first - 1] != '('
      || name[first - 2] == ' ')
    return length;
  for (gsize i = first; i < length - 1; i++)
    value = value * 10 + (name[i] - '0');
  *number = value;
  return first - 1;
}

/* "x.jpg.supplemental-metadata" cut anywhere. Returns: the length of "x.jpg", or 0 */
static gsize
strip_supplement (const char *name, gsize length)
{
  const char *dot = memrchr (name, '.', length);
  gsize rest = dot != NULL ? name + length - (dot + 1) : 0;

  if (dot == NULL || rest > strlen (SUPPLEMENT)
      || g_ascii_strncasecmp (dot + 1, SUPPLEMENT, rest) != 0)
    return 0;
  return dot - name;
}

static guint
find_titles (const char *name, gsize length, Title titles[MAX_TITLES])
{
  guint n_titles = 1, n_whole, number;
  gsize stripped = strip_number (name, length, &number);

  titles[0] = (Title){ .name = name, .length = length };
  if (number > 0)
    titles[n_titles++] = (Title){ .name = name, .length = stripped, .number = number };
  n_whole = n_titles;
  for (guint i = 0; i < n_whole; i++)
    {
      gsize shorter = strip_supplement (name, titles[i].length);
      if (shorter > 0)
        titles[n_titles++] = (Title){ .name = name, .length = shorter, .number = titles[i].number };
    }
  return n_titles;
}

/* The file of this title, with @word and then the number at the end of its stem. */
static guint32
find_title (const SusunGroupFolder *folder, const Title *title, const char *word, GString *name)
{
  g_string_truncate (name, 0);
  g_string_append_len (name, title->name, title->length);
  gsize stem = susun_path_extension (name->str) - name->str;
  g_string_insert (name, stem, word);
  if (title->number > 0)
    {
      g_autofree char *number = g_strdup_printf ("(%u)", title->number);
      g_string_insert (name, stem + strlen (word), number);
    }
  return susun_group_find_name (folder, name->str, name->len);
}

static guint32
find_edited (const SusunGroupFolder *folder, const Title *titles, guint n_titles, GString *name)
{
  guint32 found = SUSUN_GROUP_NO_ENTRY;

  for (guint i = 0; i < n_titles; i++)
    for (guint j = 0; j < G_N_ELEMENTS (edited_words); j++)
      {
        guint32 one = find_title (folder, &titles[i], edited_words[j], name);
        if (one == SUSUN_GROUP_NO_ENTRY)
          continue;
        if (found != SUSUN_GROUP_NO_ENTRY && found != one)
          return SUSUN_GROUP_SEVERAL;
        found = one;
      }
  return found;
}

/* --- cut names */

/* Where @units UTF-16 units of the first @length bytes end. Returns: FALSE when they are fewer */
static gboolean
skip_units (const char *name, gsize length, guint units, gsize *end)
{
  gsize i = 0;

  for (guint n = 0; n < units; n++)
    {
      if (i >= length)
        return FALSE;
      /* The fourth byte of a character of four is its second unit. */
      gsize bytes = (guint8) name[i] >= 0xf0   ? 4
                    : (guint8) name[i] >= 0xe0 ? 3
                    : (guint8) name[i] >= 0xc0 ? 2
                                               : 1;
      n += bytes == 4;
      i += bytes;
    }
  *end = MIN (i, length);
  return TRUE;
}

static guint64
beginning_key (const char *name, gsize length, guint number)
{
  guint64 key = susun_name_mix (susun_name_collision_hash (name, length) + number);

  return key != 0 ? key : 1;
}

/* A file's name without Takeout's number. Returns: (transfer full) */
static char *
make_title (const char *name, guint *number)
{
  const char *extension = susun_path_extension (name);
  gsize stem = strip_number (name, extension - name, number);

  return g_strdup_printf ("%.*s%s", (int) stem, name, extension);
}

static void
index_beginnings (SusunGroupFolder *folder)
{
  g_autofree guint64 *keys = g_new0 (guint64, folder->n_entries + 1);

  for (guint32 i = 0; i < folder->n_entries; i++)
    {
      const SusunGroupEntry *entry = &folder->entries[i];
      gsize length = strlen (entry->name), end;
      guint number;

      if (length <= CUT_UNITS
          || (entry->kind != SUSUN_KIND_IMAGE && entry->kind != SUSUN_KIND_VIDEO))
        continue;
      g_autofree char *title = make_title (entry->name, &number);
      if (skip_units (title, strlen (title), CUT_UNITS, &end))
        keys[i] = beginning_key (title, end, number);
    }
  susun_name_index_build (&folder->by_beginning, folder->n_entries, keys);
}

static gboolean
is_edited (const char *name)
{
  guint number;
  gsize stem = strip_number (name, susun_path_extension (name) - name, &number);
  g_autofree char *whole = g_strndup (name, stem);
  g_autofree char *key = susun_name_collision_key (whole);

  for (guint i = 0; i < G_N_ELEMENTS (edited_words); i++)
    if (g_str_has_suffix (key, edited_words[i]))
      return TRUE;
  return FALSE;
}

/* Does the file's title go on where this one was cut? */
static gboolean
goes_on (const char *name, const Title *title)
{
  guint number;
  g_autofree char *whole = make_title (name, &number);
  gsize length = strlen (whole), end;
  guint units = CUT_UNITS;

  /* As many units of it as the cut title has, counted from the length both share. */
  while (skip_units (title->name, title->length, units, &end) && end < title->length)
    units++;
  return number == title->number && skip_units (whole, length, units, &end)
         && susun_name_collision_hash (whole, end)
                == susun_name_collision_hash (title->name, title->length);
}

static guint32
find_cut (SusunGroupFolder *folder, const Title *title)
{
  guint32 found = SUSUN_GROUP_NO_ENTRY, edited = SUSUN_GROUP_NO_ENTRY;
  gsize end;

  if (!skip_units (title->name, title->length, CUT_UNITS, &end))
    return SUSUN_GROUP_NO_ENTRY;
  if (folder->by_beginning.keys == NULL)
    index_beginnings (folder);
  for (guint32 i = susun_name_index_first (&folder->by_beginning,
                                           beginning_key (title->name, end, title->number));
       i != SUSUN_GROUP_NO_ENTRY; i = folder->by_beginning.next[i])
    {
      const char *name = folder->entries[i].name;
      if (!goes_on (name, title))
        continue;
      guint32 *place = is_edited (name) ? &edited : &found;
      *place = *place == SUSUN_GROUP_NO_ENTRY ? i : SUSUN_GROUP_SEVERAL;
    }
  return found != SUSUN_GROUP_NO_ENTRY ? found : edited;
}

/* --- the search */

/* How a JSON was found to speak of a file, the surest first. */
enum
{
  BY_NAME,
  BY_CUT_NAME,
  BY_EDITED_NAME,
  BY_STEM,
};

/* Lets the file know its JSON, unless it has a surer one. */
static void
note (SusunGroupFolder *folder, guint32 file, guint32 sidecar, guint how)
{
  SusunGroupMember *member = &folder->members[file];

  if (member->takeout != SUSUN_GROUP_NO_ENTRY)
    {
      guint known = folder->takeout_how[file];
      if (known < how
          || (known == how
              && strcmp (folder->entries[member->takeout].name, folder->entries[sidecar].name) < 0))
        return;
    }
  member->takeout = sidecar;
  folder->takeout_how[file] = how;
}

/* The changed versions of a picture have none of their own. */
static void
note_edited (SusunGroupFolder *folder, guint32 file, guint32 sidecar, GString *name)
{
  guint number;
  g_autofree char *whole = make_title (folder->entries[file].name, &number);
  Title title = { .name = whole, .length = strlen (whole), .number = number };

  for (guint i = 0; i < G_N_ELEMENTS (edited_words); i++)
    {
      guint32 edited = find_title (folder, &title, edited_words[i], name);
      if (edited < SUSUN_GROUP_SEVERAL)
        note (folder, edited, sidecar, BY_EDITED_NAME);
    }
}

guint32
susun_group_find_takeout (SusunGroupFolder *folder, guint32 sidecar)
{
  const char *json = folder->entries[sidecar].name;
  gsize length = susun_path_extension (json) - json;
  g_autoptr (GString) name = g_string_sized_new (length + 32);
  Title titles[MAX_TITLES];
  guint n_titles = find_titles (json, length, titles);
  guint32 found = SUSUN_GROUP_NO_ENTRY;
  guint how = BY_NAME;

  if (folder->takeout_how == NULL)
    folder->takeout_how = g_new0 (guint8, folder->n_entries);
  for (guint i = 0; i < n_titles && found == SUSUN_GROUP_NO_ENTRY; i++)
    found = find_title (folder, &titles[i], "", name);
  for (guint i = 0; i < n_titles && found == SUSUN_GROUP_NO_ENTRY; i++)
    {
      how = BY_CUT_NAME;
      found = find_cut (folder, &titles[i]);
    }
  if (found == SUSUN_GROUP_NO_ENTRY)
    {
      how = BY_EDITED_NAME;
      found = find_edited (folder, titles, n_titles, name);
    }
  if (found == SUSUN_GROUP_NO_ENTRY)
    {
      how = BY_STEM;
      found = susun_group_find_stem (folder, json, length);
    }
  if (found >= SUSUN_GROUP_SEVERAL)
    return found;
  note (folder, found, sidecar, how);
  if (how == BY_NAME || how == BY_CUT_NAME)
    note_edited (folder, found, sidecar, name);
  return found;
}
