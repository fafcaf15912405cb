// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/scan/susun-dating.h"

#include <string.h>

void
susun_clock_free (SusunClock *self)
{
  g_free (self->camera);
  g_free (self);
}

SusunFolderRule *
susun_folder_rule_new (const char *folder, const char *zone)
{
  g_autoptr (GTimeZone) time_zone = NULL;

  if (zone != NULL && (time_zone = g_time_zone_new_identifier (zone)) == NULL)
    return NULL;
  SusunFolderRule *self = g_new0 (SusunFolderRule, 1);
  self->folder = g_strdup (folder);
  self->zone_name = g_strdup (zone);
  self->zone = g_steal_pointer (&time_zone);
  return self;
}

void
susun_folder_rule_free (SusunFolderRule *self)
{
  g_free (self->folder);
  g_free (self->zone_name);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self);
}

void
susun_hand_date_free (SusunHandDate *self)
{
  g_free (self->path);
  g_free (self);
}

/* A person writes a blank between maker and model. */
static gboolean
is_same (char told, char asked)
{
  return g_ascii_tolower (told == '\x1f' ? ' ' : told) == g_ascii_tolower (asked);
}

static gboolean
contains_folded (const char *text, const char *part)
{
  for (; *text != '\0'; text++)
    {
      gsize n = 0;
      while (part[n] != '\0' && text[n] != '\0' && is_same (text[n], part[n]))
        n++;
      if (part[n] == '\0')
        return TRUE;
    }
  return FALSE;
}

static void
apply_clocks (const SusunDating *self, const char *camera, SusunDateRules *rules)
{
  for (guint i = 0; camera != NULL && self->clocks != NULL && i < self->clocks->len; i++)
    {
      SusunClock *clock = self->clocks->pdata[i];
      if (!contains_folded (camera, clock->camera))
        continue;
      rules->clock_shift = clock->shift;
      if (!g_atomic_int_get (&clock->met))
        g_atomic_int_set (&clock->met, TRUE);
    }
}

/* How deep is the folder that holds the file? Returns: 0 when it does not */
static gsize
depth_of (const char *folder, const char *path)
{
  gsize length = strlen (folder);

  while (length > 1 && folder[length - 1] == '/')
    length--;
  if (strncmp (folder, path, length) != 0)
    return 0;
  return length == 1 || path[length] == '/' ? length : 0;
}

static void
apply_folders (const SusunDating *self, const char *path, SusunDateRules *rules)
{
  gsize zone_depth = 0, shift_depth = 0;

  for (guint i = 0; self->folders != NULL && i < self->folders->len; i++)
    {
      const SusunFolderRule *rule = self->folders->pdata[i];
      gsize depth = depth_of (rule->folder, path);
      if (depth > 0 && rule->zone != NULL && depth >= zone_depth)
        {
          zone_depth = depth;
          rules->zone = rule->zone;
          rules->zone_is_set = TRUE;
        }
      if (depth > 0 && rule->shifts && depth >= shift_depth)
        {
          shift_depth = depth;
          rules->folder_shift = rule->shift;
        }
    }
}

void
susun_dating_rules (const SusunDating *self, const char *root, const char *rel, const char *camera,
                    SusunKind kind, SusunDateRules *rules)
{
  *rules = (SusunDateRules){
    .zone = self->zone,
    .day_starts = self->day_starts,
    .now = self->now,
    .manual = SUSUN_WALL_NONE,
    .mtime_first = self->mtime_first && kind == SUSUN_KIND_VIDEO,
  };
  apply_clocks (self, camera, rules);
  if (self->folders == NULL && self->dates == NULL)
    return;
  g_autofree char *path = g_build_filename (root, rel, NULL);
  apply_folders (self, path, rules);
  for (guint i = 0; self->dates != NULL && i < self->dates->len; i++)
    {
      const SusunHandDate *date = self->dates->pdata[i];
      if (strcmp (date->path, path) == 0)
        rules->manual = date->wall;
    }
}
