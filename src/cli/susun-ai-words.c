// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-ai-words.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "core/base/susun-error.h"

void
susun_ai_words_clear (SusunAiWords *self)
{
  if (self->key != NULL)
    explicit_bzero (self->key, strlen (self->key));
  g_free (self->key);
  g_free (self->key_file);
  g_free (self->provider);
  g_free (self->endpoint);
  g_free (self->model);
  g_free (self->scope);
}

void
susun_ai_wish_clear (SusunAiWish *self)
{
  g_clear_pointer (&self->key, susun_ai_key_unref);
  g_clear_pointer (&self->models, g_free);
  g_clear_pointer (&self->database, g_free);
}

static void
warn_about_key (SusunSession *session)
{
  fprintf (stderr, "susun-cli: %s\n",
           _ ("The key stands on the command line, where others on this computer can see it. "
              "Better use --ai-key-file, or the environment variable SUSUN_AI_API_KEY."));
  susun_log_file_write (session->log, "the key of the AI was given on the command line");
}

/* Returns: (transfer full) (nullable): NULL without error when none was given */
static SusunAiKey *
read_given_key (const SusunAiWords *words, SusunSession *session, GError **error)
{
  if (words->key != NULL && words->key_file != NULL)
    {
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("--ai-api-key and --ai-key-file exclude each other"));
      return NULL;
    }
  if (words->key != NULL)
    {
      warn_about_key (session);
      return susun_ai_key_new (words->key, error);
    }
  if (words->key_file != NULL)
    return susun_ai_key_read (words->key_file, error);
  return susun_ai_key_from_environment (error);
}

static gboolean
read_key (const SusunAiWords *words, SusunSession *session, SusunAiWish *wish, GError **error)
{
  g_autoptr (GError) failure = NULL;

  wish->key = read_given_key (words, session, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  wish->wanted = wish->key != NULL || words->provider != NULL || words->endpoint != NULL
                 || words->model != NULL;
  if (!wish->wanted || wish->key != NULL)
    return TRUE;
  /* A server of one's own may want none: a keyring that fails is no failure then. */
  wish->key
      = susun_ai_key_lookup (wish->options.provider == SUSUN_AI_GOOGLE || words->endpoint == NULL
                                 ? susun_ai_provider_nick (wish->options.provider)
                                 : words->endpoint,
                             session->cancellable, &failure);
  if (failure != NULL && wish->options.provider == SUSUN_AI_GOOGLE)
    {
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("There is no key for the AI: give --ai-key-file, or set %s. %s"),
                   SUSUN_AI_KEY_VARIABLE, failure->message);
      return FALSE;
    }
  return TRUE;
}

gboolean
susun_ai_words_read (const SusunAiWords *words, SusunSession *session, SusunAiWish *wish,
                     GError **error)
{
  if (words->provider != NULL
      && !susun_ai_provider_from_nick (words->provider, &wish->options.provider))
    return susun_throw (error, SUSUN_ERROR_INVALID, _ ("%s takes one of: %s"), "--ai-provider",
                        "google, openai-compatible");
  if (words->scope != NULL && !g_str_equal (words->scope, "all")
      && !g_str_equal (words->scope, "uncertain"))
    return susun_throw (error, SUSUN_ERROR_INVALID, _ ("%s takes one of: %s"), "--ai-scope",
                        "uncertain, all");
  if (!read_key (words, session, wish, error))
    return FALSE;
  wish->all = g_strcmp0 (words->scope, "all") == 0;
  wish->models = susun_ai_models_path ();
  wish->database = susun_ai_database_for (session->history_db);
  wish->options.endpoint = words->endpoint;
  wish->options.model = words->model;
  wish->options.key = wish->key;
  wish->options.models = wish->models;
  wish->options.database = wish->database;
  wish->options.mask_names = words->mask_names;
  return TRUE;
}

/* A person who does not answer has not agreed. */
static gboolean
ask_person (void)
{
  char answer[64] = "";

  fprintf (stderr, "%s ", _ ("Send this? [y/N]"));
  fflush (stderr);
  if (fgets (answer, sizeof answer, stdin) == NULL)
    return FALSE;
  g_autofree char *given = g_utf8_casefold (answer, -1);
  /* Translators: the letter that means yes */
  g_autofree char *yes = g_utf8_casefold (_ ("y"), -1);
  return g_str_has_prefix (given, yes);
}

gboolean
susun_ai_wish_ask_person (const SusunAiWish *self, const SusunAiWords *words, SusunSession *session,
                          const SusunTitles *titles, GPtrArray *texts)
{
  if (words->non_interactive || session->json || texts->len == 0 || !isatty (STDIN_FILENO)
      || !isatty (STDERR_FILENO))
    return TRUE;
  g_autofree char *preview
      = susun_ai_preview (&self->options, titles, (const char *const *) texts->pdata, texts->len);
  fprintf (stderr, "%s\n%s\n", _ ("This would be sent to the AI, and nothing else:"), preview);
  return ask_person ();
}

void
susun_ai_words_tell (SusunSession *session, SusunAi *ai)
{
  SusunAiState state;

  susun_ai_get_state (ai, &state);
  susun_log_file_write (session->log,
                        "the AI was asked about %u titles with %u requests: %u answers were good, "
                        "%u were refused; %s",
                        state.added, state.requests, state.accepted, state.refused, state.problem);
  if (*state.problem == '\0')
    return;
  if (state.phase == SUSUN_AI_PHASE_STOPPED)
    fprintf (stderr, _ ("susun-cli: Some titles were made offline: %s\n"), state.problem);
  else if (!session->quiet)
    fprintf (stderr, "susun-cli: %s\n", state.problem);
}
