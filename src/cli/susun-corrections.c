// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-corrections.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/scan/susun-dating.h"

/* The latest hour at which a day may begin. */
#define LAST_DAY_START (12 * 60)

/* Fifty years of hours: no clock is that wrong. */
#define MAX_HOURS 500000

void
susun_corrections_clear (SusunCorrections *self)
{
  g_strfreev (self->clocks);
  g_strfreev (self->folder_zones);
  g_strfreev (self->folder_clocks);
  g_strfreev (self->file_dates);
}

gint64
susun_corrections_number (const char *text, gint64 most, const char **end)
{
  gint64 value = 0;
  const char *p = text;

  for (; g_ascii_isdigit (*p); p++)
    {
      value = value * 10 + (*p - '0');
      if (value > most)
        return -1;
    }
  *end = p;
  return p == text ? -1 : value;
}

/* "+HH:MM:SS" */
static gboolean
read_shift (const char *text, int *shift)
{
  const char *p = text;
  gboolean back = *p == '-';
  gint64 hours = *p == '+' || back ? susun_corrections_number (p + 1, MAX_HOURS, &p) : -1;
  gint64 minutes = hours >= 0 && *p == ':' ? susun_corrections_number (p + 1, 59, &p) : -1;
  gint64 seconds = minutes >= 0 && *p == ':' ? susun_corrections_number (p + 1, 59, &p) : -1;

  if (seconds < 0 || *p != '\0')
    return FALSE;
  *shift = (int) (hours * 3600 + minutes * 60 + seconds) * (back ? -1 : 1);
  return TRUE;
}

/* "WHAT=VALUE": the last equals sign divides, a name may hold one. Returns: (nullable): WHAT */
static char *
split (const char *word, const char **value)
{
  const char *equals = strrchr (word, '=');

  if (equals == NULL || equals == word || equals[1] == '\0')
    return NULL;
  *value = equals + 1;
  return g_strndup (word, (gsize) (equals - word));
}

static gboolean
refuse (GError **error, const char *sentence, const char *word)
{
  g_autofree char *display = susun_path_display (word);

  return susun_throw (error, SUSUN_ERROR_INVALID, "%s: “%s”", sentence, display);
}

/* What the scan will call this file or folder: however it was named here, links and dots included,
 * it is looked for in the sources. Returns: (nullable): NULL with @error when it is in none */
static char *
find_in_sources (const char *word, const char *path, GPtrArray *sources, GError **error)
{
  g_autofree char *real = realpath (path, NULL);

  if (real == NULL)
    {
      refuse (error, _ ("There is no such file or folder"), word);
      return NULL;
    }
  for (guint i = 0; i < sources->len; i++)
    {
      const char *source = sources->pdata[i];
      g_autofree char *real_source = realpath (source, NULL);
      gsize length = real_source != NULL ? strlen (real_source) : 0;
      if (length == 0 || strncmp (real, real_source, length) != 0)
        continue;
      if (real[length] == '\0')
        return g_strdup (source);
      if (real[length] == '/' || length == 1)
        return g_build_filename (source, real + length, NULL);
    }
  refuse (error, _ ("It lies in none of the folders that are looked at"), word);
  return NULL;
}

static gboolean
read_clocks (char **words, GPtrArray **clocks, GError **error)
{
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      const char *value = "";
      g_autofree char *camera = split (words[i], &value);
      int shift;
      /* Kept as text: bytes that are none could not be read back. */
      if (!g_utf8_validate (words[i], -1, NULL))
        return refuse (error, _ ("--clock takes text in UTF-8"), words[i]);
      if (camera == NULL || !read_shift (value, &shift))
        return refuse (error,
                       _ ("--clock takes a camera and what to add to its time, such as "
                          "“Canon PowerShot=-07:00:00”"),
                       words[i]);
      if (*clocks == NULL)
        *clocks = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_clock_free);
      SusunClock *clock = g_new0 (SusunClock, 1);
      clock->camera = g_steal_pointer (&camera);
      clock->shift = shift;
      g_ptr_array_add (*clocks, clock);
    }
  return TRUE;
}

static void
add_folder_rule (GPtrArray **folders, SusunFolderRule *rule)
{
  if (*folders == NULL)
    *folders = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_folder_rule_free);
  g_ptr_array_add (*folders, rule);
}

static gboolean
read_folder_zones (char **words, GPtrArray *sources, GPtrArray **folders, GError **error)
{
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      const char *zone = "";
      g_autofree char *folder = split (words[i], &zone);
      if (folder == NULL)
        return refuse (error,
                       _ ("--folder-zone takes a folder and its time zone, such as "
                          "“Trip=Asia/Tokyo”"),
                       words[i]);
      g_autofree char *path = find_in_sources (words[i], folder, sources, error);
      if (path == NULL)
        return FALSE;
      SusunFolderRule *rule = susun_folder_rule_new (path, zone);
      if (rule == NULL)
        return susun_throw (error, SUSUN_ERROR_INVALID, _ ("“%s” is no time zone"), zone);
      add_folder_rule (folders, rule);
    }
  return TRUE;
}

static gboolean
read_folder_clocks (char **words, GPtrArray *sources, GPtrArray **folders, GError **error)
{
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      const char *value = "";
      g_autofree char *folder = split (words[i], &value);
      int shift;
      if (folder == NULL || !read_shift (value, &shift))
        return refuse (error,
                       _ ("--folder-clock takes a folder and what to add to its files' time, such "
                          "as “Trip=-07:00:00”"),
                       words[i]);
      g_autofree char *path = find_in_sources (words[i], folder, sources, error);
      if (path == NULL)
        return FALSE;
      SusunFolderRule *rule = susun_folder_rule_new (path, NULL);
      rule->shifts = TRUE;
      rule->shift = shift;
      add_folder_rule (folders, rule);
    }
  return TRUE;
}

static gboolean
read_file_dates (char **words, GPtrArray *sources, GPtrArray **dates, GError **error)
{
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      const char *value = "";
      g_autofree char *file = split (words[i], &value);
      gint64 wall = file != NULL ? susun_wall_from_text (value) : SUSUN_WALL_NONE;
      if (wall == SUSUN_WALL_NONE)
        return refuse (error,
                       _ ("--file-date takes a file and its date, such as “scan.jpg=1987-08-31” "
                          "or “scan.jpg=1987-08-31T16:30:00”"),
                       words[i]);
      g_autofree char *path = find_in_sources (words[i], file, sources, error);
      if (path == NULL)
        return FALSE;
      if (*dates == NULL)
        *dates = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_hand_date_free);
      SusunHandDate *date = g_new0 (SusunHandDate, 1);
      date->path = g_steal_pointer (&path);
      date->wall = wall;
      g_ptr_array_add (*dates, date);
    }
  return TRUE;
}

gboolean
susun_corrections_read (const SusunCorrections *self, GPtrArray *sources, GPtrArray **clocks,
                        GPtrArray **folders, GPtrArray **dates, GError **error)
{
  return read_clocks (self->clocks, clocks, error)
         && read_folder_zones (self->folder_zones, sources, folders, error)
         && read_folder_clocks (self->folder_clocks, sources, folders, error)
         && read_file_dates (self->file_dates, sources, dates, error);
}

gboolean
susun_read_day_starts (const char *word, int *minutes, GError **error)
{
  const char *p = word;

  if (word == NULL)
    return TRUE;
  gint64 hours = susun_corrections_number (p, 23, &p);
  gint64 rest = hours >= 0 && *p == ':' ? susun_corrections_number (p + 1, 59, &p) : -1;
  if (rest < 0 || *p != '\0' || hours * 60 + rest > LAST_DAY_START)
    return susun_throw (error, SUSUN_ERROR_INVALID,
                        _ ("--day-starts takes a time from 00:00 to 12:00, not “%s”"), word);
  *minutes = (int) (hours * 60 + rest);
  return TRUE;
}
