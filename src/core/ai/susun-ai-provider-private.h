// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "core/ai/susun-ai.h"

G_BEGIN_DECLS

/*
 * One file per way to talk to a service (susun-ai-google.c, susun-ai-openai.c), behind a table of
 * functions that turn texts into a request and an answer into one of a few outcomes. No I/O.
 */

/* What the question and the rules are; changes with every change of the words below. */
#define SUSUN_AI_PROMPT_VERSION 2

/* Capabilities that a request asks of a model. A model that refuses one is not asked for it again.
 */
typedef enum
{
  SUSUN_AI_FEATURE_THINKING = 1 << 0,
  SUSUN_AI_FEATURE_TEMPERATURE = 1 << 1,
  SUSUN_AI_FEATURE_SCHEMA = 1 << 2,
  SUSUN_AI_FEATURE_JSON = 1 << 3,
  SUSUN_AI_FEATURE_SYSTEM = 1 << 4,
  SUSUN_AI_FEATURE_LIMIT = 1 << 5, /* how long the answer may become */
} SusunAiFeatures;

/* The order in which they are given up when a model does not say what it minds. */
extern const SusunAiFeatures susun_ai_feature_ladder[];
extern const guint susun_ai_n_features;

typedef enum
{
  SUSUN_AI_REPLY_TEXT,        /* text is what the model said */
  SUSUN_AI_REPLY_CUT,         /* it had more to say than it may: ask less */
  SUSUN_AI_REPLY_BLOCKED,     /* it does not want to answer this */
  SUSUN_AI_REPLY_EMPTY,       /* it said nothing, without a reason */
  SUSUN_AI_REPLY_CAPABILITY,  /* it cannot do something the request wants: @minds */
  SUSUN_AI_REPLY_CREDENTIALS, /* the key is wrong, or may not do this */
  SUSUN_AI_REPLY_REGION,      /* the service is not offered here */
  SUSUN_AI_REPLY_NO_MODEL,
  SUSUN_AI_REPLY_NO_QUOTA, /* this model is not for this key at all */
  SUSUN_AI_REPLY_DAY,      /* nothing is left for today */
  SUSUN_AI_REPLY_WAIT,     /* too fast */
  SUSUN_AI_REPLY_BUSY,     /* the service has trouble: again later */
  SUSUN_AI_REPLY_UNUSABLE, /* no service of this kind answers here */
} SusunAiReplyKind;

typedef struct
{
  SusunAiReplyKind kind;
  char *text;            /* (owned) (nullable) */
  char *message;         /* (owned) (nullable): what the service says of a failure, not redacted */
  SusunAiFeatures minds; /* with CAPABILITY: 0 when it does not say */
  gint64 retry_after;    /* µs; 0: not said */
  guint per_minute;      /* how many requests it takes a minute; 0: not said */
} SusunAiReply;

void susun_ai_reply_clear (SusunAiReply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SusunAiReply, susun_ai_reply_clear)

typedef struct
{
  const char *default_endpoint;
  const char *const *models; /* our order of preference, NULL-terminated; empty: ask the service */

  /* What is asked of a model that is not known yet. */
  SusunAiFeatures (*get_features) (const char *model);
  char *(*make_address) (const char *endpoint, const char *model);
  void (*add_key) (SoupMessageHeaders *headers, const SusunAiKey *key);
  char *(*make_body) (const char *model, SusunAiFeatures features, const char *const *texts,
                      guint n);
  /* @body: UTF-8. Fills in @reply. */
  void (*read_reply) (guint status, const char *body, SusunAiReply *reply);
  char *(*make_models_address) (const char *endpoint, const char *page);
  /* Adds names to @models. @page: (out) (nullable) (transfer full): the next. Returns: FALSE when
   * this is no list of models */
  gboolean (*read_models) (const char *body, GPtrArray *models, char **page);
} SusunAiProvider;

extern const SusunAiProvider susun_ai_google;
extern const SusunAiProvider susun_ai_openai;

/* susun-ai-wire.c: what both have in common. */

/* {"items":[{"i":0,"t":"…"}]} */
char *susun_ai_wire_items (const char *const *texts, guint n);
/* The rules, with how to answer when nothing else says so. */
char *susun_ai_wire_rules (SusunAiFeatures features);
guint susun_ai_wire_limit (guint n);

/* Finds {"items":[…]} in what a model said, whatever is around it. @answers: (array length=n): set
 * to the answer for each index; NULL for one that is missing or came twice.
 * Returns: FALSE when there is nothing of the kind */
gboolean susun_ai_wire_read_items (const char *text, char **answers, guint n);

/* Parses what somebody else wrote; what is nested deeper than any answer is refused, as the parser
 * would use up the stack. Returns: (transfer none) (nullable): of @parser */
JsonNode *susun_ai_json_load (JsonParser *parser, const char *text, gssize length);

/* Type-checked ways into a JSON document that somebody else wrote: NULL, 0 for anything else. */
JsonObject *susun_ai_json_object (JsonNode *node);
JsonObject *susun_ai_json_member (JsonObject *object, const char *name);
JsonArray *susun_ai_json_array (JsonObject *object, const char *name);
JsonObject *susun_ai_json_element (JsonArray *array, guint index);
const char *susun_ai_json_string (JsonObject *object, const char *name);

/* The error object of an answer: {"error":{…}}, or in an array. @parser keeps it.
 * Returns: (nullable) */
JsonObject *susun_ai_json_error (JsonNode *root);

G_END_DECLS
