// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ai/susun-ai-key.h"
#include "core/titles/susun-title-check.h"

G_BEGIN_DECLS

/**
 * SusunAi: asks an AI to re-spell titles, on a thread of its own, so that nobody waits for it.
 *
 *   ai = susun_ai_new (&options, titles, told_cb, self, &error);
 *   susun_ai_add (ai, 0, "mjls ptunangan kkak lia");   (any number, while folders are scanned)
 *   susun_ai_end (ai);
 *   susun_ai_wait (ai, cancellable, &error);           (or go on: told_cb is called as they come)
 *   susun_ai_free (ai);
 *
 * Every text that was added gets exactly one suggestion; whatever goes wrong (no network, no quota,
 * a wrong key, a bad answer) it is the offline title, with a sentence that says why. One request at
 * a time, in batches, not faster than the service allows, answers remembered between runs.
 */
typedef struct _SusunAi SusunAi;

typedef enum
{
  SUSUN_AI_GOOGLE, /* Google AI Studio: generateContent */
  SUSUN_AI_OPENAI, /* any server that speaks OpenAI's chat completions: Ollama, llama.cpp, … */
  SUSUN_N_AI_PROVIDERS
} SusunAiProviderKind;

/* "google", "openai-compatible", as on the command line. Returns: (transfer none) */
const char *susun_ai_provider_nick (SusunAiProviderKind kind);
gboolean susun_ai_provider_from_nick (const char *nick, SusunAiProviderKind *kind);

/* What time it is, and waiting: a test gives its own. @wait returns early when @cancellable is
 * cancelled. Both are called on the AI's thread. */
typedef struct
{
  gint64 (*now) (gpointer data); /* µs since 1970 UTC */
  void (*wait) (gint64 until, GCancellable *cancellable, gpointer data);
  gpointer data;
} SusunAiClock;

/**
 * SusunAiOptions: copied by whoever takes them.
 */
typedef struct
{
  SusunAiProviderKind provider;
  const char *endpoint; /* (nullable): NULL: Google's own, or Ollama on this computer */
  SusunAiKey *key;      /* (nullable): a server on this computer needs none */
  const char *model;    /* (nullable): tried first; NULL: by the list of preferences */
  const char *models;   /* (nullable): a file with model names, one a line, best first, instead of
                           our list; one that does not exist is ours */
  const char *database; /* (nullable): answers and pacing, remembered; see susun_ai_database_for().
                           NULL: forgotten at the end */
  gboolean mask_names;  /* hide the names of people; see susun-title-mask.h */
  gboolean allow_plain_http; /* the user agreed to send to another computer without TLS */
  const SusunAiClock *clock; /* (nullable): NULL: the real one */
  guint deadline_ms; /* for one exchange with the service; 0: 60 s, on this computer 300 s */
} SusunAiOptions;

/* The database that goes with a history: "ai.db" beside it. Returns: (transfer full) */
char *susun_ai_database_for (const char *history_db);

/* $XDG_CONFIG_HOME/susun/ai-models.txt. Returns: (transfer full) */
char *susun_ai_models_path (void);

typedef enum
{
  SUSUN_AI_ORIGIN_OFFLINE,  /* the formatter's own title */
  SUSUN_AI_ORIGIN_CACHE,    /* an accepted answer of an earlier run */
  SUSUN_AI_ORIGIN_ANSWERED, /* an accepted answer */
} SusunAiOrigin;

/* Valid during the call that tells it. */
typedef struct
{
  guint64 id;
  const char *text;  /* as it was added */
  const char *title; /* in the letter case of the formatter */
  SusunAiOrigin origin;
  const char *reason; /* (nullable): with OFFLINE: a translated sentence that says why */
} SusunAiSuggestion;

/* On the AI's thread, once for every text, in any order. */
typedef void (*SusunAiFunc) (const SusunAiSuggestion *suggestion, gpointer user_data);

/* SUSUN_ERROR_INVALID for an address that cannot be used (not http(s), plain http to another
 * computer without allow_plain_http) or a missing key for Google. Nothing is sent before the first
 * full batch or susun_ai_end(). Returns: (transfer full) (nullable) */
SusunAi *susun_ai_new (const SusunAiOptions *options, SusunTitles *titles, SusunAiFunc func,
                       gpointer user_data, GError **error);

/* Cancels what is left (no more calls of func afterwards) and ends the thread; blocks up to a
 * second. */
void susun_ai_free (SusunAi *self);

/* @text: only the event part of a folder's name: never a path, never a date. Any thread; returns at
 * once. */
void susun_ai_add (SusunAi *self, guint64 id, const char *text);

/* Nothing more comes: what does not fill a batch is sent, too. */
void susun_ai_end (SusunAi *self);

/* Everything that has not been answered becomes offline titles at once. Any thread. */
void susun_ai_cancel (SusunAi *self);

/* Blocks until every text has its suggestion (susun_ai_end() must have been called).
 * G_IO_ERROR_CANCELLED when @cancellable was: then all the others are offline titles. Returns: TRUE
 * also when the AI failed: susun_ai_get_state() tells */
gboolean susun_ai_wait (SusunAi *self, GCancellable *cancellable, GError **error);

typedef enum
{
  SUSUN_AI_PHASE_IDLE,    /* nothing to ask yet */
  SUSUN_AI_PHASE_ASKING,  /* a request is under way */
  SUSUN_AI_PHASE_PACING,  /* waits so as not to ask faster than the service allows */
  SUSUN_AI_PHASE_QUOTA,   /* the service said to wait */
  SUSUN_AI_PHASE_RETRY,   /* waits before it tries again after a failure */
  SUSUN_AI_PHASE_STOPPED, /* asks nothing any more: see problem */
  SUSUN_AI_PHASE_DONE,
} SusunAiPhase;

typedef struct
{
  SusunAiPhase phase;
  gint64 until;      /* µs since 1970 UTC: the end of the wait, for a countdown; else 0 */
  guint added;       /* texts */
  guint told;        /* suggestions */
  guint accepted;    /* of them answers, of now or remembered */
  guint refused;     /* answers that the check refused */
  guint requests;    /* sent to the service in all */
  guint retries;     /* of them not the first for their texts */
  char model[128];   /* that is being asked */
  char problem[512]; /* why it stopped or what last failed, a sentence; "" when nothing did */
} SusunAiState;

/* Any thread. */
void susun_ai_get_state (SusunAi *self, SusunAiState *state);

/* Exactly the bodies that would be sent for @texts, one after another, for the consent of the user.
 * Those with a remembered answer are not in it. @titles: as given to susun_ai_new().
 * Returns: (transfer full) */
char *susun_ai_preview (const SusunAiOptions *options, const SusunTitles *titles,
                        const char *const *texts, guint n);

/* Would susun_ai_new() take them? Nothing is sent. SUSUN_ERROR_INVALID as there. */
gboolean susun_ai_check_options (const SusunAiOptions *options, GError **error);

/*
 * For the preferences: what models the service has (those that can answer), in our order of
 * preference; at the same time the test of address and key. On a thread of its own.
 */
void susun_ai_list_models_async (const SusunAiOptions *options, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
/* Returns: (transfer full) (nullable) (array zero-terminated=1) */
GStrv susun_ai_list_models_finish (GAsyncResult *result, GError **error);

/* Forgets all remembered answers; pacing stays. */
gboolean susun_ai_forget_answers (const char *database, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunAi, susun_ai_free)

G_END_DECLS
