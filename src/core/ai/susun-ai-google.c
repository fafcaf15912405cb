// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/ai/susun-ai-provider-private.h"

#include <string.h>

/* Google's own way: generateContent. */

#define PAGE_SIZE 200

static const char *const models[] = {
  "gemma-4-26b-a4b-it", "gemma-4-31b-it", "gemini-3.5-flash-lite", "gemini-3.1-flash-lite",
  "gemini-3.8-flash",   "gemma-3-27b-it", "gemma-3-12b-it",        NULL,
};

static gboolean
is_family (const char *model, const char *family)
{
  return g_str_has_prefix (model, family);
}

static SusunAiFeatures
get_features (const char *model)
{
  /* The oldest ones have neither JSON nor a place for rules; those since 3.6 take no temperature.
   */
  if (is_family (model, "gemma-3"))
    return SUSUN_AI_FEATURE_TEMPERATURE | SUSUN_AI_FEATURE_LIMIT;
  if (is_family (model, "gemma"))
    return SUSUN_AI_FEATURE_THINKING | SUSUN_AI_FEATURE_SYSTEM | SUSUN_AI_FEATURE_LIMIT;
  if (is_family (model, "gemini-2"))
    return SUSUN_AI_FEATURE_THINKING | SUSUN_AI_FEATURE_TEMPERATURE | SUSUN_AI_FEATURE_SCHEMA
           | SUSUN_AI_FEATURE_SYSTEM | SUSUN_AI_FEATURE_LIMIT;
  if (is_family (model, "gemini-3"))
    return SUSUN_AI_FEATURE_THINKING | SUSUN_AI_FEATURE_SCHEMA | SUSUN_AI_FEATURE_SYSTEM
           | SUSUN_AI_FEATURE_LIMIT;
  return SUSUN_AI_FEATURE_SCHEMA | SUSUN_AI_FEATURE_SYSTEM | SUSUN_AI_FEATURE_LIMIT;
}

static char *
make_address (const char *endpoint, const char *model)
{
  g_autofree char *escaped = g_uri_escape_string (model, NULL, FALSE);

  return g_strdup_printf ("%s/models/%s:generateContent", endpoint, escaped);
}

static void
add_key (SoupMessageHeaders *headers, const SusunAiKey *key)
{
  /* Never in the address: addresses are logged on the way. */
  soup_message_headers_replace (headers, "x-goog-api-key", susun_ai_key_peek (key));
}

static void
add_parts (JsonBuilder *builder, const char *text)
{
  json_builder_set_member_name (builder, "parts");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, text);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

static void
add_schema (JsonBuilder *builder)
{
  static const char schema[]
      = "{\"type\":\"OBJECT\",\"properties\":{\"items\":{\"type\":\"ARRAY\",\"items\":{\"type\":"
        "\"OBJECT\",\"properties\":{\"i\":{\"type\":\"INTEGER\"},\"t\":{\"type\":\"STRING\"}},"
        "\"required\":[\"i\",\"t\"],\"propertyOrdering\":[\"i\",\"t\"]}}},\"required\":[\"items\"]"
        "}";

  json_builder_set_member_name (builder, "responseMimeType");
  json_builder_add_string_value (builder, "application/json");
  json_builder_set_member_name (builder, "responseSchema");
  json_builder_add_value (builder, json_from_string (schema, NULL));
}

static void
add_thinking (JsonBuilder *builder, const char *model)
{
  json_builder_set_member_name (builder, "thinkingConfig");
  json_builder_begin_object (builder);
  if (is_family (model, "gemini-2"))
    {
      json_builder_set_member_name (builder, "thinkingBudget");
      json_builder_add_int_value (builder, 0);
    }
  else
    {
      json_builder_set_member_name (builder, "thinkingLevel");
      json_builder_add_string_value (builder, is_family (model, "gemma") ? "minimal" : "low");
    }
  json_builder_end_object (builder);
}

static void
add_config (JsonBuilder *builder, const char *model, SusunAiFeatures features, guint n)
{
  json_builder_set_member_name (builder, "generationConfig");
  json_builder_begin_object (builder);
  if ((features & SUSUN_AI_FEATURE_SCHEMA) != 0)
    add_schema (builder);
  if ((features & SUSUN_AI_FEATURE_TEMPERATURE) != 0)
    {
      json_builder_set_member_name (builder, "temperature");
      json_builder_add_double_value (builder, 0.1);
    }
  if ((features & SUSUN_AI_FEATURE_LIMIT) != 0)
    {
      json_builder_set_member_name (builder, "maxOutputTokens");
      json_builder_add_int_value (builder, susun_ai_wire_limit (n));
    }
  if ((features & SUSUN_AI_FEATURE_THINKING) != 0)
    add_thinking (builder, model);
  json_builder_end_object (builder);
}

static char *
make_body (const char *model, SusunAiFeatures features, const char *const *texts, guint n)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *rules = susun_ai_wire_rules (features);
  g_autofree char *items = susun_ai_wire_items (texts, n);
  g_autofree char *together = g_strconcat (rules, "\n", items, NULL);
  gboolean system = (features & SUSUN_AI_FEATURE_SYSTEM) != 0;

  json_builder_begin_object (builder);
  if (system)
    {
      json_builder_set_member_name (builder, "systemInstruction");
      json_builder_begin_object (builder);
      add_parts (builder, rules);
      json_builder_end_object (builder);
    }
  json_builder_set_member_name (builder, "contents");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "role");
  json_builder_add_string_value (builder, "user");
  add_parts (builder, system ? items : together);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  if ((features & ~SUSUN_AI_FEATURE_SYSTEM) != 0)
    add_config (builder, model, features, n);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* --- answers */

static gboolean
is_thought (JsonObject *part)
{
  JsonNode *node = json_object_get_member (part, "thought");

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

/* Returns: (transfer full) (nullable): NULL when it said nothing */
static char *
join_parts (JsonObject *candidate)
{
  JsonArray *parts = susun_ai_json_array (susun_ai_json_member (candidate, "content"), "parts");
  GString *text = g_string_new (NULL);

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonObject *part = susun_ai_json_element (parts, i);
      const char *piece = susun_ai_json_string (part, "text");
      if (piece != NULL && !is_thought (part))
        g_string_append (text, piece);
    }
  return g_string_free (text, text->len == 0);
}

static void
read_success (JsonObject *root, SusunAiReply *reply)
{
  JsonObject *candidate = susun_ai_json_element (susun_ai_json_array (root, "candidates"), 0);
  const char *blocked
      = susun_ai_json_string (susun_ai_json_member (root, "promptFeedback"), "blockReason");
  const char *reason;

  if (candidate == NULL)
    {
      reply->kind = blocked != NULL ? SUSUN_AI_REPLY_BLOCKED : SUSUN_AI_REPLY_EMPTY;
      if (root == NULL || (!json_object_has_member (root, "candidates") && blocked == NULL))
        reply->kind = SUSUN_AI_REPLY_UNUSABLE;
      return;
    }
  reason = susun_ai_json_string (candidate, "finishReason");
  if (g_strcmp0 (reason, "MAX_TOKENS") == 0)
    {
      reply->kind = SUSUN_AI_REPLY_CUT;
      return;
    }
  if (reason != NULL && strcmp (reason, "STOP") != 0)
    {
      reply->kind = SUSUN_AI_REPLY_BLOCKED;
      return;
    }
  reply->text = join_parts (candidate);
  reply->kind = reply->text != NULL ? SUSUN_AI_REPLY_TEXT : SUSUN_AI_REPLY_EMPTY;
}

/* The detail of an error with this type, by its end: "QuotaFailure". */
static JsonObject *
find_detail (JsonObject *error, const char *type)
{
  JsonArray *details = susun_ai_json_array (error, "details");

  for (guint i = 0; details != NULL && i < json_array_get_length (details); i++)
    {
      JsonObject *detail = susun_ai_json_element (details, i);
      const char *name = susun_ai_json_string (detail, "@type");
      if (name != NULL && g_str_has_suffix (name, type))
        return detail;
    }
  return NULL;
}

/* A protobuf Duration: "38s", "38.601658672s". Returns: µs, 0 for anything else */
static gint64
read_duration (const char *text)
{
  char *end;
  double seconds;

  if (text == NULL)
    return 0;
  seconds = g_ascii_strtod (text, &end);
  if (end == text || g_strcmp0 (end, "s") != 0 || !(seconds > 0 && seconds < 1e6))
    return 0;
  return (gint64) (seconds * G_TIME_SPAN_SECOND);
}

static gboolean
has_word (const char *text, const char *word)
{
  g_autofree char *lower = text != NULL ? g_ascii_strdown (text, -1) : NULL;

  return lower != NULL && strstr (lower, word) != NULL;
}

static void
read_quota (JsonObject *error, SusunAiReply *reply)
{
  JsonArray *violations
      = susun_ai_json_array (find_detail (error, "google.rpc.QuotaFailure"), "violations");

  reply->retry_after = read_duration (
      susun_ai_json_string (find_detail (error, "google.rpc.RetryInfo"), "retryDelay"));
  reply->kind = SUSUN_AI_REPLY_WAIT;
  for (guint i = 0; violations != NULL && i < json_array_get_length (violations); i++)
    {
      JsonObject *violation = susun_ai_json_element (violations, i);
      const char *id = susun_ai_json_string (violation, "quotaId");
      const char *text = susun_ai_json_string (violation, "quotaValue");
      guint64 value = 0;
      if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &value, NULL)
          || value == 0)
        {
          reply->kind = SUSUN_AI_REPLY_NO_QUOTA;
          return;
        }
      /* What it says to wait (38 s) does not help when the day is spent. */
      if (has_word (id, "perday"))
        reply->kind = SUSUN_AI_REPLY_DAY;
      else if (has_word (id, "perminute") && has_word (id, "request"))
        reply->per_minute = (guint) value;
    }
}

static void
read_bad_request (JsonObject *error, SusunAiReply *reply)
{
  const char *status = susun_ai_json_string (error, "status");
  const char *reason = susun_ai_json_string (find_detail (error, "google.rpc.ErrorInfo"), "reason");
  const char *message = susun_ai_json_string (error, "message");

  if (g_strcmp0 (reason, "API_KEY_INVALID") == 0 || has_word (message, "credential"))
    reply->kind = SUSUN_AI_REPLY_CREDENTIALS;
  else if (g_strcmp0 (status, "FAILED_PRECONDITION") == 0)
    reply->kind = SUSUN_AI_REPLY_REGION;
  else
    {
      reply->kind = SUSUN_AI_REPLY_CAPABILITY;
      if (has_word (message, "thinking"))
        reply->minds = SUSUN_AI_FEATURE_THINKING;
      else if (has_word (message, "developer instruction"))
        reply->minds = SUSUN_AI_FEATURE_SYSTEM;
      else if (has_word (message, "json mode") || has_word (message, "responsesch"))
        reply->minds = SUSUN_AI_FEATURE_SCHEMA;
    }
}

static void
read_reply (guint status, const char *body, SusunAiReply *reply)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root = susun_ai_json_load (parser, body, -1);
  JsonObject *error = susun_ai_json_error (root);

  reply->message = g_strdup (susun_ai_json_string (error, "message"));
  if (status == 200)
    read_success (susun_ai_json_object (root), reply);
  else if (status == 400)
    read_bad_request (error, reply);
  else if (status == 401 || status == 403)
    reply->kind = SUSUN_AI_REPLY_CREDENTIALS;
  else if (status == 404)
    reply->kind = error != NULL ? SUSUN_AI_REPLY_NO_MODEL : SUSUN_AI_REPLY_UNUSABLE;
  else if (status == 429)
    read_quota (error, reply);
  else if (status == 408 || status >= 500)
    reply->kind = SUSUN_AI_REPLY_BUSY;
  else
    reply->kind = SUSUN_AI_REPLY_UNUSABLE;
}

/* --- models */

static char *
make_models_address (const char *endpoint, const char *page)
{
  g_autofree char *escaped = page != NULL ? g_uri_escape_string (page, NULL, FALSE) : NULL;

  return g_strdup_printf ("%s/models?pageSize=%d%s%s", endpoint, PAGE_SIZE,
                          escaped != NULL ? "&pageToken=" : "", escaped != NULL ? escaped : "");
}

static gboolean
can_generate (JsonObject *model)
{
  JsonArray *methods = susun_ai_json_array (model, "supportedGenerationMethods");

  for (guint i = 0; methods != NULL && i < json_array_get_length (methods); i++)
    {
      JsonNode *node = json_array_get_element (methods, i);
      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
          && g_strcmp0 (json_node_get_string (node), "generateContent") == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
read_models (const char *body, GPtrArray *names, char **page)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *root = susun_ai_json_object (susun_ai_json_load (parser, body, -1));
  JsonArray *array;

  array = susun_ai_json_array (root, "models");
  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *model = susun_ai_json_element (array, i);
      const char *name = susun_ai_json_string (model, "name");
      if (name != NULL && can_generate (model))
        g_ptr_array_add (
            names,
            g_strdup (g_str_has_prefix (name, "models/") ? name + strlen ("models/") : name));
    }
  *page = g_strdup (susun_ai_json_string (root, "nextPageToken"));
  return TRUE;
}

const SusunAiProvider susun_ai_google = {
  .default_endpoint = "https://generativelanguage.googleapis.com/v1beta",
  .models = models,
  .get_features = get_features,
  .make_address = make_address,
  .add_key = add_key,
  .make_body = make_body,
  .read_reply = read_reply,
  .make_models_address = make_models_address,
  .read_models = read_models,
};
