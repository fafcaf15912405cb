// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/ai/susun-ai-provider-private.h"

#include <string.h>

/* OpenAI's way, which most other servers speak: chat completions. */

static const char *const no_models[] = { NULL };

static SusunAiFeatures
get_features (const char *model)
{
  return SUSUN_AI_FEATURE_SCHEMA | SUSUN_AI_FEATURE_JSON | SUSUN_AI_FEATURE_TEMPERATURE
         | SUSUN_AI_FEATURE_SYSTEM | SUSUN_AI_FEATURE_LIMIT;
}

static char *
make_address (const char *endpoint, const char *model)
{
  return g_strconcat (endpoint, "/chat/completions", NULL);
}

static void
add_key (SoupMessageHeaders *headers, const SusunAiKey *key)
{
  char *value = g_strconcat ("Bearer ", susun_ai_key_peek (key), NULL);

  soup_message_headers_replace (headers, "Authorization", value);
  explicit_bzero (value, strlen (value));
  g_free (value);
}

static void
add_message (JsonBuilder *builder, const char *role, const char *text)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "role");
  json_builder_add_string_value (builder, role);
  json_builder_set_member_name (builder, "content");
  json_builder_add_string_value (builder, text);
  json_builder_end_object (builder);
}

static void
add_format (JsonBuilder *builder, SusunAiFeatures features)
{
  static const char schema[]
      = "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"tajuk\",\"strict\":true,\"schema\":{"
        "\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"items\"],"
        "\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
        "\"additionalProperties\":false,\"required\":[\"i\",\"t\"],\"properties\":{\"i\":{\"type\":"
        "\"integer\"},\"t\":{\"type\":\"string\"}}}}}}}}";
  static const char object[] = "{\"type\":\"json_object\"}";

  json_builder_set_member_name (builder, "response_format");
  json_builder_add_value (
      builder,
      json_from_string ((features & SUSUN_AI_FEATURE_SCHEMA) != 0 ? schema : object, NULL));
}

static char *
make_body (const char *model, SusunAiFeatures features, const char *const *texts, guint n)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *rules = susun_ai_wire_rules (features);
  g_autofree char *items = susun_ai_wire_items (texts, n);
  g_autofree char *together = g_strconcat (rules, "\n", items, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "model");
  json_builder_add_string_value (builder, model);
  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);
  if ((features & SUSUN_AI_FEATURE_SYSTEM) != 0)
    {
      add_message (builder, "system", rules);
      add_message (builder, "user", items);
    }
  else
    add_message (builder, "user", together);
  json_builder_end_array (builder);
  if ((features & SUSUN_AI_FEATURE_TEMPERATURE) != 0)
    {
      json_builder_set_member_name (builder, "temperature");
      json_builder_add_double_value (builder, 0.1);
    }
  if ((features & SUSUN_AI_FEATURE_LIMIT) != 0)
    {
      json_builder_set_member_name (builder, "max_tokens");
      json_builder_add_int_value (builder, susun_ai_wire_limit (n));
    }
  json_builder_set_member_name (builder, "stream");
  json_builder_add_boolean_value (builder, FALSE);
  if ((features & (SUSUN_AI_FEATURE_SCHEMA | SUSUN_AI_FEATURE_JSON)) != 0)
    add_format (builder, features);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
read_success (JsonObject *root, SusunAiReply *reply)
{
  JsonArray *choices = susun_ai_json_array (root, "choices");
  JsonObject *choice = susun_ai_json_element (choices, 0);
  const char *reason = susun_ai_json_string (choice, "finish_reason");
  const char *text = susun_ai_json_string (susun_ai_json_member (choice, "message"), "content");

  if (choice == NULL)
    reply->kind = choices != NULL ? SUSUN_AI_REPLY_EMPTY : SUSUN_AI_REPLY_UNUSABLE;
  else if (g_strcmp0 (reason, "length") == 0)
    reply->kind = SUSUN_AI_REPLY_CUT;
  else if (reason != NULL && strcmp (reason, "stop") != 0)
    reply->kind = SUSUN_AI_REPLY_BLOCKED;
  else if (text == NULL || *text == '\0')
    reply->kind = SUSUN_AI_REPLY_EMPTY;
  else
    {
      reply->kind = SUSUN_AI_REPLY_TEXT;
      reply->text = g_strdup (text);
    }
}

static void
read_bad_request (const char *message, SusunAiReply *reply)
{
  g_autofree char *lower = g_ascii_strdown (message != NULL ? message : "", -1);

  reply->kind = SUSUN_AI_REPLY_CAPABILITY;
  /* It may name what it takes: "must be 'json_schema' or 'text'". */
  if (strstr (lower, "response_format") != NULL || strstr (lower, "json_schema") != NULL)
    reply->minds = SUSUN_AI_FEATURE_SCHEMA;
  else if (strstr (lower, "temperature") != NULL)
    reply->minds = SUSUN_AI_FEATURE_TEMPERATURE;
  else if (strstr (lower, "max_tokens") != NULL)
    reply->minds = SUSUN_AI_FEATURE_LIMIT;
  else if (strstr (lower, "system") != NULL)
    reply->minds = SUSUN_AI_FEATURE_SYSTEM;
}

static void
read_reply (guint status, const char *body, SusunAiReply *reply)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root = susun_ai_json_load (parser, body, -1);
  JsonObject *error = susun_ai_json_error (root);
  const char *message = susun_ai_json_string (error, "message");

  /* Ollama's own errors: {"error":"…"}. */
  if (error == NULL)
    message = susun_ai_json_string (susun_ai_json_object (root), "error");
  reply->message = g_strdup (message);
  if (status == 200)
    read_success (susun_ai_json_object (root), reply);
  else if (status == 400 || status == 422)
    read_bad_request (message, reply);
  else if (status == 401 || status == 403)
    reply->kind = SUSUN_AI_REPLY_CREDENTIALS;
  else if (status == 404)
    reply->kind = message != NULL ? SUSUN_AI_REPLY_NO_MODEL : SUSUN_AI_REPLY_UNUSABLE;
  else if (status == 429)
    reply->kind = SUSUN_AI_REPLY_WAIT;
  else if (status == 408 || status >= 500)
    reply->kind = SUSUN_AI_REPLY_BUSY;
  else
    reply->kind = SUSUN_AI_REPLY_UNUSABLE;
}

static char *
make_models_address (const char *endpoint, const char *page)
{
  return g_strconcat (endpoint, "/models", NULL);
}

static gboolean
read_models (const char *body, GPtrArray *names, char **page)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *array;

  *page = NULL;
  array
      = susun_ai_json_array (susun_ai_json_object (susun_ai_json_load (parser, body, -1)), "data");
  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *id = susun_ai_json_string (susun_ai_json_element (array, i), "id");
      if (id != NULL)
        g_ptr_array_add (names, g_strdup (id));
    }
  return TRUE;
}

const SusunAiProvider susun_ai_openai = {
  .default_endpoint = "http://localhost:11434/v1",
  .models = no_models,
  .get_features = get_features,
  .make_address = make_address,
  .add_key = add_key,
  .make_body = make_body,
  .read_reply = read_reply,
  .make_models_address = make_models_address,
  .read_models = read_models,
};
