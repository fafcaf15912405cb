// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ai/susun-ai-http-private.h"
#include "core/store/susun-ai-store.h"

G_BEGIN_DECLS

/* How much is asked at once. */
#define SUSUN_AI_MAX_ITEMS 40
#define SUSUN_AI_MAX_BYTES 4000

/* A text that was added, by whom it is known. */
typedef struct
{
  guint64 id;
  char *text; /* (owned): as it was added */
} SusunAiEntry;

/* One text to ask about, and all who wait for it. Of the AI's thread alone. */
typedef struct
{
  char *text;         /* (owned): cleaned */
  char *asked;        /* (owned): with its names masked, where that is wished */
  GPtrArray *names;   /* (owned): what was masked */
  char *offline;      /* (owned): its title by the formatter */
  SusunHash hash;     /* what its answer is remembered by */
  GPtrArray *entries; /* (owned) (element-type SusunAiEntry): still to be told */
  gboolean settled;
  char *title;  /* (owned) (nullable): when settled */
  char *reason; /* (owned) (nullable) */
  SusunAiOrigin origin;
} SusunAiQuestion;

struct _SusunAi
{
  SusunTitles *titles; /* (owned) */
  SusunAiFunc func;
  gpointer user_data;
  SusunAiClock clock;
  gboolean mask_names;
  char *database;            /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  GThread *thread;           /* (owned) */

  GMutex lock;
  GCond changed;
  GQueue inbox;       /* (lock) (element-type SusunAiEntry) */
  gboolean ended;     /* (lock): nothing more comes */
  gboolean muted;     /* (lock): nobody listens any more */
  gboolean finished;  /* (lock): everything was told */
  SusunAiState state; /* (lock) */

  /* Of the AI's thread alone. */
  SusunAiHttp *http;     /* (owned) */
  SusunAiKey *key;       /* (owned) (nullable): for redacting */
  SusunAiStore *store;   /* (owned) */
  GHashTable *questions; /* (owned): text -> SusunAiQuestion */
  GPtrArray *models;     /* (owned) (element-type utf8): best first */
  guint model;           /* index of the one that is asked */
  gboolean listed;       /* the service was asked for its models */
  gboolean stopped;
};

/* susun-ai-ask.c: asks about @questions, at most a batch, and settles each of them. */
void susun_ai_ask (SusunAi *self, SusunAiQuestion **questions, guint n);

/* susun-ai.c, for it */
void susun_ai_settle (SusunAi *self, SusunAiQuestion *question, SusunAiOrigin origin,
                      const char *title, const char *reason);
void susun_ai_set_phase (SusunAi *self, SusunAiPhase phase, gint64 until);
void susun_ai_set_model (SusunAi *self, const char *model);
void susun_ai_count_request (SusunAi *self, gboolean is_retry);
void susun_ai_count_refused (SusunAi *self);

/* @problem: a sentence; what the service said in it is redacted. */
void susun_ai_set_problem (SusunAi *self, const char *problem);

/* Asks nothing any more. */
void susun_ai_stop (SusunAi *self, const char *problem);

/* susun-ai-settings.c: what is tried, best first. Returns: (transfer full) (element-type utf8) */
GPtrArray *susun_ai_make_models (const SusunAiOptions *options);

/* susun-ai-pace.c: waits until the model may be asked and takes the turn. Returns: FALSE when
 * cancelled, or with @spent when nothing is left for the day */
gboolean susun_ai_wait_for_turn (SusunAi *self, const char *model, gboolean *spent);

/* Waits a span, for @phase. Returns: FALSE when cancelled */
gboolean susun_ai_wait_span (SusunAi *self, SusunAiPhase phase, gint64 span);

SusunAiFeatures susun_ai_get_features (SusunAi *self, const char *model);
void susun_ai_set_features (SusunAi *self, const char *model, SusunAiFeatures features);

/* What the service told about a model. */
void susun_ai_learn_pace (SusunAi *self, const char *model, guint per_minute);
void susun_ai_block_day (SusunAi *self, const char *model);

/* The store answers no more: forget it for this run. */
void susun_ai_lose_store (SusunAi *self, GError *error);

extern const SusunAiClock susun_ai_real_clock;

G_END_DECLS
