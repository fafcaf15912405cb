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

/* The file of this title. */
static guint32
find_title (const SusunGroupFolder *folder, const Title *title)
{
  if (title->number == 0)
    return susun_group_find_name (folder, title->name, title->length);

  g_autofree char *whole = g_strndup (title->name, title->length);
  const char *extension = susun_path_extension (whole);
  g_autofree char *numbered
      = g_strdup_printf ("%.*s(%u)%s", (int) (extension - whole), whole, title->number, extension);
  return susun_group_find_name (folder, numbered, strlen (numbered));
}

/* --- cut and changed names */

/* Where the first CUT_UNITS UTF-16 units end. Returns: 0 when there are fewer */
static gsize
skip_units (const char *name, gsize length)
{
  gsize i = 0;

  for (guint units = 0; units < CUT_UNITS; units++)
    {
      guint8 byte = i < length ? name[i] : 0;
      if (i >= length)
        return 0;
      i += byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      /* A character of four bytes is two units. */
      units += byte >= 0xf0;
    }
  return MIN (i, length);
}

static guint64
title_key (const char *name, gsize length, guint number)
{
  guint64 key = susun_name_mix (susun_name_collision_hash (name, length) + number);

  return key != 0 ? key : 1;
}

/* The stem of a changed picture without the word for it, as collision key. @stem: not terminated
 * Returns: (transfer full) (nullable): NULL when it has no such word */
static char *
strip_edited (const char *stem, gsize length)
{
  if (memchr (stem, '-', length) == NULL)
    return NULL;

  g_autofree char *whole = g_strndup (stem, length);
  g_autofree char *key = susun_name_collision_key (whole);
  for (guint i = 0; i < G_N_ELEMENTS (edited_words); i++)
    if (g_str_has_suffix (key, edited_words[i]))
      return g_strndup (key, strlen (key) - strlen (edited_words[i]));
  return NULL;
}

/* Images and videos by what a JSON may call them. */
static void
index_titles (SusunGroupFolder *folder)
{
  g_autofree guint64 *cut = g_new0 (guint64, folder->n_entries + 1);
  g_autofree guint64 *edited = g_new0 (guint64, folder->n_entries + 1);

  for (guint32 i = 0; i < folder->n_entries; i++)
    {
      const SusunGroupEntry *entry = &folder->entries[i];
      const char *extension = susun_path_extension (entry->name);
      guint number;

      if (entry->kind != SUSUN_KIND_IMAGE && entry->kind != SUSUN_KIND_VIDEO)
        continue;
      gsize stem = strip_number (entry->name, extension - entry->name, &number);
      g_autofree char *original = strip_edited (entry->name, stem);
      if (original != NULL)
        {
          g_autofree char *title = g_strconcat (original, extension, NULL);
          edited[i] = title_key (title, strlen (title), number);
        }
      if (stem + strlen (extension) >= CUT_UNITS)
        {
          g_autofree char *title = g_strdup_printf ("%.*s%s", (int) stem, entry->name, extension);
          gsize end = skip_units (title, strlen (title));
          cut[i] = end > 0 ? title_key (title, end, number) : 0;
        }
    }
  susun_name_index_build (&folder->by_cut_title, folder->n_entries, cut);
  susun_name_index_build (&folder->by_original, folder->n_entries, edited);
}

static gboolean
is_edited (const SusunGroupFolder *folder, guint32 file)
{
  const char *name = folder->entries[file].name;
  guint number;
  gsize stem = strip_number (name, susun_path_extension (name) - name, &number);
  g_autofree char *original = strip_edited (name, stem);

  return original != NULL;
}

/* The file whose title was cut to this one; rather the original than what was made of it. */
static guint32
find_cut (const SusunGroupFolder *folder, const Title *title)
{
  guint32 found = SUSUN_GROUP_NO_ENTRY, edited = SUSUN_GROUP_NO_ENTRY;

  if (skip_units (title->name, title->length) != title->length)
    return SUSUN_GROUP_NO_ENTRY;
  guint64 key = title_key (title->name, title->length, title->number);
  for (guint32 i = susun_name_index_first (&folder->by_cut_title, key);
       i != SUSUN_GROUP_NO_ENTRY && found != SUSUN_GROUP_SEVERAL; i = folder->by_cut_title.next[i])
    {
      guint32 *place = is_edited (folder, i) ? &edited : &found;
      *place = *place == SUSUN_GROUP_NO_ENTRY ? i : SUSUN_GROUP_SEVERAL;
    }
  return found != SUSUN_GROUP_NO_ENTRY ? found : edited;
}

/* What was made of the file of this title. */
static guint32
find_edited (const SusunGroupFolder *folder, const Title *title)
{
  guint64 key = title_key (title->name, title->length, title->number);
  guint32 first = susun_name_index_first (&folder->by_original, key);

  if (first == SUSUN_GROUP_NO_ENTRY || folder->by_original.next[first] == SUSUN_GROUP_NO_ENTRY)
    return first;
  return SUSUN_GROUP_SEVERAL;
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
note_edited (SusunGroupFolder *folder, guint32 file, guint32 sidecar)
{
  const char *name = folder->entries[file].name;
  const char *extension = susun_path_extension (name);
  guint number;
  gsize stem = strip_number (name, extension - name, &number);
  g_autofree char *title = g_strdup_printf ("%.*s%s", (int) stem, name, extension);
  guint64 key = title_key (title, strlen (title), number);

  for (guint32 i = susun_name_index_first (&folder->by_original, key); i != SUSUN_GROUP_NO_ENTRY;
       i = folder->by_original.next[i])
    note (folder, i, sidecar, BY_EDITED_NAME);
}

guint32
susun_group_find_takeout (SusunGroupFolder *folder, guint32 sidecar)
{
  const char *json = folder->entries[sidecar].name;
  gsize length = susun_path_extension (json) - json;
  Title titles[MAX_TITLES];
  guint n_titles = find_titles (json, length, titles);
  guint32 found = SUSUN_GROUP_NO_ENTRY;
  guint how = BY_NAME;

  if (folder->takeout_how == NULL)
    {
      folder->takeout_how = g_new0 (guint8, folder->n_entries);
      index_titles (folder);
    }
  for (guint i = 0; i < n_titles && found == SUSUN_GROUP_NO_ENTRY; i++)
    found = find_title (folder, &titles[i]);
  for (guint i = 0; i < n_titles && found == SUSUN_GROUP_NO_ENTRY; i++)
    {
      how = BY_CUT_NAME;
      found = find_cut (folder, &titles[i]);
    }
  for (guint i = 0; i < n_titles && found == SUSUN_GROUP_NO_ENTRY; i++)
    {
      how = BY_EDITED_NAME;
      found = find_edited (folder, &titles[i]);
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
    note_edited (folder, found, sidecar);
  return found;
}
