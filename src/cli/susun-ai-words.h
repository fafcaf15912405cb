// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cli/susun-session.h"
#include "core/ai/susun-ai.h"

G_BEGIN_DECLS

/**
 * SusunAiWords: what the command line says about an AI, before it is judged. Zeroed by the command,
 * which clears it when done.
 */
typedef struct
{
  char *key;
  char *key_file;
  char *provider;
  char *endpoint;
  char *model;
  char *scope;
  gboolean mask_names;
  gboolean non_interactive;
} SusunAiWords;

/* Wipes the key, too. */
void susun_ai_words_clear (SusunAiWords *self);

/* The options of it, to be put among those of a command. @self must stay where it is. */
// clang-format off
#define SUSUN_AI_WORDS_ENTRIES(self)                                                               \
  { "ai-api-key", 0, 0, G_OPTION_ARG_STRING, &(self)->key,                                         \
    N_ ("The key of the AI; others can see it in the list of processes"), N_ ("KEY") },            \
  { "ai-key-file", 0, 0, G_OPTION_ARG_FILENAME, &(self)->key_file,                                 \
    N_ ("A file with the key of the AI in its first line"), N_ ("PATH") },                         \
  { "ai-provider", 0, 0, G_OPTION_ARG_STRING, &(self)->provider,                                   \
    N_ ("google or openai-compatible (default: google)"), N_ ("NAME") },                           \
  { "ai-endpoint", 0, 0, G_OPTION_ARG_STRING, &(self)->endpoint,                                   \
    N_ ("The address of the AI's server"), N_ ("URL") },                                           \
  { "ai-model", 0, 0, G_OPTION_ARG_STRING, &(self)->model, N_ ("The model to ask first"),          \
    N_ ("NAME") },                                                                                 \
  { "ai-scope", 0, 0, G_OPTION_ARG_STRING, &(self)->scope,                                         \
    N_ ("Which titles the AI is asked about: uncertain or all (default: uncertain)"),              \
    N_ ("SCOPE") },                                                                                \
  { "ai-mask-names", 0, 0, G_OPTION_ARG_NONE, &(self)->mask_names,                                 \
    N_ ("Names of people are not sent: a mark stands in their place"), NULL },                     \
  { "non-interactive", 0, 0, G_OPTION_ARG_NONE, &(self)->non_interactive,                          \
    N_ ("Ask nothing: what is given on the command line is meant"), NULL }
// clang-format on

/**
 * SusunAiWish: the words, judged. An AI is wanted by whoever gives a key or names a server; without
 * a key of its own Google's is looked for in the keyring.
 */
typedef struct
{
  gboolean wanted;
  gboolean all; /* every title, not only those that are in doubt */
  SusunAiOptions options;
  SusunAiKey *key; /* (owned) (nullable): options.key */
  char *models;    /* (owned): options.models */
  char *database;  /* (owned): options.database */
} SusunAiWish;

/* Warns of a key on the command line. @words must outlive @wish. SUSUN_ERROR_INVALID, or what ended
 * asking the keyring. @wish: cleared by the caller also on failure */
gboolean susun_ai_words_read (const SusunAiWords *words, SusunSession *session, SusunAiWish *wish,
                              GError **error);
void susun_ai_wish_clear (SusunAiWish *self);

/* At a terminal: shows a person every byte that would be sent for these texts, and asks. Elsewhere,
 * and with --non-interactive, what stands on the command line was meant. Returns: may it be sent?
 */
gboolean susun_ai_wish_ask_person (const SusunAiWish *self, const SusunAiWords *words,
                                   SusunSession *session, const SusunTitles *titles,
                                   GPtrArray *texts);

/* When all is answered: how it went, on stderr where that is worth a word, and in the log. */
void susun_ai_words_tell (SusunSession *session, SusunAi *ai);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SusunAiWords, susun_ai_words_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SusunAiWish, susun_ai_wish_clear)

G_END_DECLS
