// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-organize.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"
#include "core/runs/susun-run-job-private.h"
#include "core/scan/susun-scan.h"

SusunOrganizeOptions *
susun_organize_options_new (void)
{
  SusunOrganizeOptions *self = g_new0 (SusunOrganizeOptions, 1);

  self->sources = g_ptr_array_new_with_free_func (g_free);
  self->mode = SUSUN_MODE_REPORT;
  self->images = TRUE;
  self->videos = TRUE;
  self->date_from = SUSUN_WALL_NONE;
  self->date_to = SUSUN_WALL_NONE;
  self->layout = g_strdup ("{year}");
  self->workers = 4;
  return self;
}

void
susun_organize_options_free (SusunOrganizeOptions *self)
{
  g_ptr_array_unref (self->sources);
  g_clear_pointer (&self->types, g_ptr_array_unref);
  g_clear_pointer (&self->excludes, g_ptr_array_unref);
  g_clear_pointer (&self->clocks, g_ptr_array_unref);
  g_clear_pointer (&self->folder_rules, g_ptr_array_unref);
  g_clear_pointer (&self->hand_dates, g_ptr_array_unref);
  g_free (self->destination);
  g_free (self->report_csv);
  g_free (self->layout);
  g_free (self->zone);
  g_free (self);
}

static void
set_clocks (JsonObject *object, GPtrArray *clocks)
{
  JsonArray *array;

  if (clocks == NULL)
    return;
  array = json_array_new ();
  for (guint i = 0; i < clocks->len; i++)
    {
      const SusunClock *clock = clocks->pdata[i];
      JsonObject *entry = json_object_new ();
      json_object_set_string_member (entry, "camera", clock->camera);
      json_object_set_int_member (entry, "shift", clock->shift);
      json_array_add_object_element (array, entry);
    }
  json_object_set_array_member (object, "clocks", array);
}

static GPtrArray *
get_clocks (JsonObject *object)
{
  JsonArray *array = susun_options_get_array (object, "clocks");
  GPtrArray *clocks;

  if (array == NULL)
    return NULL;
  clocks = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_clock_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      SusunClock *clock = g_new0 (SusunClock, 1);
      clock->camera = susun_options_get_text (json_node_get_object (node), "camera");
      clock->shift = (int) susun_options_get_int (json_node_get_object (node), "shift", 0);
      if (clock->camera == NULL)
        susun_clock_free (clock);
      else
        g_ptr_array_add (clocks, clock);
    }
  return clocks;
}

static void
set_folder_rules (JsonObject *object, GPtrArray *rules)
{
  JsonArray *array;

  if (rules == NULL)
    return;
  array = json_array_new ();
  for (guint i = 0; i < rules->len; i++)
    {
      const SusunFolderRule *rule = rules->pdata[i];
      JsonObject *entry = json_object_new ();
      susun_options_set_path (entry, "folder", rule->folder);
      susun_options_set_text (entry, "zone", rule->zone_name);
      json_object_set_boolean_member (entry, "shifts", rule->shifts);
      json_object_set_int_member (entry, "shift", rule->shift);
      json_array_add_object_element (array, entry);
    }
  json_object_set_array_member (object, "folder_rules", array);
}

static GPtrArray *
get_folder_rules (JsonObject *object)
{
  JsonArray *array = susun_options_get_array (object, "folder_rules");
  GPtrArray *rules;

  if (array == NULL)
    return NULL;
  rules = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_folder_rule_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      JsonObject *entry = json_node_get_object (node);
      g_autofree char *folder = susun_options_get_path (entry, "folder");
      g_autofree char *zone = susun_options_get_text (entry, "zone");
      SusunFolderRule *rule = folder != NULL ? susun_folder_rule_new (folder, zone) : NULL;
      if (rule == NULL)
        continue;
      rule->shifts = susun_options_get_boolean (entry, "shifts");
      rule->shift = (int) susun_options_get_int (entry, "shift", 0);
      g_ptr_array_add (rules, rule);
    }
  return rules;
}

static void
set_hand_dates (JsonObject *object, GPtrArray *dates)
{
  JsonArray *array;

  if (dates == NULL)
    return;
  array = json_array_new ();
  for (guint i = 0; i < dates->len; i++)
    {
      const SusunHandDate *date = dates->pdata[i];
      JsonObject *entry = json_object_new ();
      susun_options_set_path (entry, "path", date->path);
      json_object_set_int_member (entry, "wall", date->wall);
      json_array_add_object_element (array, entry);
    }
  json_object_set_array_member (object, "hand_dates", array);
}

static GPtrArray *
get_hand_dates (JsonObject *object)
{
  JsonArray *array = susun_options_get_array (object, "hand_dates");
  GPtrArray *dates;

  if (array == NULL)
    return NULL;
  dates = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_hand_date_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      SusunHandDate *date = g_new0 (SusunHandDate, 1);
      date->path = susun_options_get_path (json_node_get_object (node), "path");
      date->wall = susun_options_get_int (json_node_get_object (node), "wall", SUSUN_WALL_NONE);
      if (date->path == NULL || date->wall == SUSUN_WALL_NONE)
        susun_hand_date_free (date);
      else
        g_ptr_array_add (dates, date);
    }
  return dates;
}

char *
susun_organize_options_to_json (const SusunOrganizeOptions *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *sources = json_array_new ();

  for (guint i = 0; i < self->sources->len; i++)
    {
      g_autofree char *uri = susun_path_to_uri (self->sources->pdata[i]);
      json_array_add_string_element (sources, uri);
    }
  json_object_set_array_member (object, "sources", sources);
  susun_options_set_path (object, "destination", self->destination);
  json_object_set_int_member (object, "mode", self->mode);
  json_object_set_boolean_member (object, "dry_run", self->dry_run);
  json_object_set_boolean_member (object, "images", self->images);
  json_object_set_boolean_member (object, "videos", self->videos);
  susun_options_set_texts (object, "types", self->types);
  susun_options_set_texts (object, "excludes", self->excludes);
  json_object_set_boolean_member (object, "include_hidden", self->include_hidden);
  json_object_set_int_member (object, "date_from", self->date_from);
  json_object_set_int_member (object, "date_to", self->date_to);
  susun_options_set_path (object, "report_csv", self->report_csv);
  json_object_set_boolean_member (object, "mtime_first", self->mtime_first);
  susun_options_set_text (object, "layout", self->layout);
  json_object_set_int_member (object, "undated", self->undated);
  susun_options_set_text (object, "zone", self->zone);
  json_object_set_int_member (object, "day_starts", self->day_starts);
  set_clocks (object, self->clocks);
  set_folder_rules (object, self->folder_rules);
  set_hand_dates (object, self->hand_dates);
  json_object_set_int_member (object, "workers", self->workers);
  json_object_set_int_member (object, "now", self->now);
  json_object_set_boolean_member (object, "portable_names", self->portable_names);
  json_object_set_boolean_member (object, "plan_only", self->plan_only);
  return susun_options_print (object);
}

SusunOrganizeOptions *
susun_organize_options_from_json (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = susun_options_parse (json, error);
  g_autoptr (SusunOrganizeOptions) self = NULL;
  GPtrArray *sources;

  if (object == NULL)
    return NULL;
  self = susun_organize_options_new ();
  sources = susun_options_get_texts (object, "sources", TRUE);
  if (sources != NULL)
    {
      g_ptr_array_unref (self->sources);
      self->sources = sources;
    }
  self->destination = susun_options_get_path (object, "destination");
  self->mode = susun_options_get_int (object, "mode", SUSUN_MODE_REPORT);
  self->dry_run = susun_options_get_boolean (object, "dry_run");
  self->images = susun_options_get_boolean (object, "images");
  self->videos = susun_options_get_boolean (object, "videos");
  self->types = susun_options_get_texts (object, "types", FALSE);
  self->excludes = susun_options_get_texts (object, "excludes", FALSE);
  self->include_hidden = susun_options_get_boolean (object, "include_hidden");
  self->date_from = susun_options_get_int (object, "date_from", SUSUN_WALL_NONE);
  self->date_to = susun_options_get_int (object, "date_to", SUSUN_WALL_NONE);
  self->report_csv = susun_options_get_path (object, "report_csv");
  self->mtime_first = susun_options_get_boolean (object, "mtime_first");
  g_free (self->layout);
  self->layout = susun_options_get_text (object, "layout");
  self->undated = susun_options_get_int (object, "undated", SUSUN_UNDATED_MTIME);
  self->zone = susun_options_get_text (object, "zone");
  self->day_starts = (int) susun_options_get_int (object, "day_starts", 0);
  self->clocks = get_clocks (object);
  self->folder_rules = get_folder_rules (object);
  self->hand_dates = get_hand_dates (object);
  self->workers = (guint) susun_options_get_int (object, "workers", 4);
  self->now = susun_options_get_int (object, "now", 0);
  self->portable_names = susun_options_get_boolean (object, "portable_names");
  self->plan_only = susun_options_get_boolean (object, "plan_only");
  if (self->sources->len == 0 || self->destination == NULL || self->layout == NULL)
    {
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("The history does not hold the choices this run was made with, so it cannot "
                      "be continued. Start a new run instead; nothing was touched."));
      return NULL;
    }
  return g_steal_pointer (&self);
}
