// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <json-glib/json-glib.h>

#include "core/media/susun-reader-private.h"

/* Google Takeout: {"photoTakenTime": {"timestamp": "1355184435", …}, …}, seconds in UTC. */

#define MAX_JSON (256 * 1024)
#define MAX_NESTING 32

/* json-glib parses by recursion: a hostile depth must not reach it. */
static gboolean
is_shallow (const char *text, gsize length)
{
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '{' || text[i] == '[')
        depth++;
      else if (text[i] == '}' || text[i] == ']')
        depth--;
      if (depth > MAX_NESTING)
        return FALSE;
    }
  return TRUE;
}

static gboolean
get_timestamp (JsonObject *object, gint64 *seconds)
{
  JsonNode *node = json_object_get_member (object, "timestamp");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_ascii_string_to_signed (json_node_get_string (node), 10,
                                     G_GINT64_CONSTANT (-62135596800),
                                     G_GINT64_CONSTANT (253402300799), seconds, NULL);
  if (json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  *seconds = json_node_get_int (node);
  return TRUE;
}

void
susun_read_takeout (const SusunSpan *span, SusunEvidence *evidence)
{
  gsize got;
  const char *text = (const char *) susun_span_peek (span, 0, MAX_JSON, &got);
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root, *taken;
  gint64 seconds;

  if (text == NULL || !is_shallow (text, got))
    return;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) got, NULL))
    {
      susun_evidence_broken (evidence);
      return;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  taken = json_object_get_member (json_node_get_object (root), "photoTakenTime");
  if (taken == NULL || !JSON_NODE_HOLDS_OBJECT (taken)
      || !get_timestamp (json_node_get_object (taken), &seconds))
    return;
  susun_evidence_add_utc (evidence, SUSUN_DATE_SOURCE_TAKEOUT_JSON, seconds, -1);
}
