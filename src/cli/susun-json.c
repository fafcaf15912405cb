// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-json.h"

#include <stdio.h>

#include "cli/susun-text.h"
#include "core/base/susun-path.h"

void
susun_json_add_text_element (JsonBuilder *builder, const char *text)
{
  if (text == NULL)
    json_builder_add_null_value (builder);
  else if (g_utf8_validate (text, -1, NULL))
    json_builder_add_string_value (builder, text);
  else
    {
      g_autofree char *display = susun_path_escape (text);
      json_builder_add_string_value (builder, display);
    }
}

void
susun_json_add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  susun_json_add_text_element (builder, text);
}

void
susun_json_add_path_element (JsonBuilder *builder, const char *path)
{
  if (path == NULL)
    json_builder_add_null_value (builder);
  else if (g_utf8_validate (path, -1, NULL))
    json_builder_add_string_value (builder, path);
  else
    {
      g_autofree char *uri = susun_path_to_uri (path);
      json_builder_add_string_value (builder, uri);
    }
}

void
susun_json_add_path (JsonBuilder *builder, const char *name, const char *path)
{
  json_builder_set_member_name (builder, name);
  susun_json_add_path_element (builder, path);
}

void
susun_json_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
susun_json_add_time (JsonBuilder *builder, const char *name, gint64 time)
{
  g_autofree char *text = time != 0 ? susun_time_to_text (time) : NULL;

  susun_json_add_text (builder, name, text);
}

void
susun_json_add_json (JsonBuilder *builder, const char *name, const char *json)
{
  JsonNode *node = json != NULL ? json_from_string (json, NULL) : NULL;

  json_builder_set_member_name (builder, name);
  json_builder_add_value (builder, node != NULL ? node : json_node_new (JSON_NODE_NULL));
}

void
susun_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  puts (text);
}
