// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/ai/susun-ai-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/titles/susun-title-mask.h"

/* A longer text is no folder's name. */
#define MAX_LETTERS 200

static void
entry_free (gpointer data)
{
  SusunAiEntry *entry = data;

  g_free (entry->text);
  g_free (entry);
}

static void
question_free (gpointer data)
{
  SusunAiQuestion *question = data;

  g_free (question->text);
  g_free (question->asked);
  g_ptr_array_unref (question->names);
  g_free (question->offline);
  g_free (question->title);
  g_free (question->reason);
  g_ptr_array_unref (question->entries);
  g_free (question);
}

/* --- the state, for all threads */

void
susun_ai_set_phase (SusunAi *self, SusunAiPhase phase, gint64 until)
{
  g_mutex_lock (&self->lock);
  self->state.phase = phase;
  self->state.until = until;
  g_mutex_unlock (&self->lock);
}

void
susun_ai_set_model (SusunAi *self, const char *model)
{
  g_mutex_lock (&self->lock);
  g_strlcpy (self->state.model, model, sizeof self->state.model);
  g_mutex_unlock (&self->lock);
}

void
susun_ai_count_request (SusunAi *self, gboolean is_retry)
{
  g_mutex_lock (&self->lock);
  self->state.requests++;
  self->state.retries += is_retry;
  g_mutex_unlock (&self->lock);
}

void
susun_ai_count_refused (SusunAi *self)
{
  g_mutex_lock (&self->lock);
  self->state.refused++;
  g_mutex_unlock (&self->lock);
}

void
susun_ai_set_problem (SusunAi *self, const char *problem)
{
  g_autofree char *redacted = susun_ai_key_redact (self->key, problem);
  g_autofree char *cut = g_utf8_substring (
      redacted, 0, MIN (g_utf8_strlen (redacted, -1), (glong) sizeof self->state.problem / 4));

  g_mutex_lock (&self->lock);
  g_strlcpy (self->state.problem, strlen (redacted) < sizeof self->state.problem ? redacted : cut,
             sizeof self->state.problem);
  g_mutex_unlock (&self->lock);
}

void
susun_ai_stop (SusunAi *self, const char *problem)
{
  susun_ai_set_problem (self, problem);
  susun_ai_set_phase (self, SUSUN_AI_PHASE_STOPPED, 0);
  self->stopped = TRUE;
}

void
susun_ai_get_state (SusunAi *self, SusunAiState *state)
{
  g_mutex_lock (&self->lock);
  *state = self->state;
  g_mutex_unlock (&self->lock);
}

void
susun_ai_lose_store (SusunAi *self, GError *error)
{
  g_debug ("what is remembered of the AI is lost: %s", error != NULL ? error->message : "");
  susun_ai_store_close (self->store);
  self->store = susun_ai_store_open (NULL, NULL);
  g_assert (self->store != NULL);
}

/* --- suggestions */

static void
tell (SusunAi *self, const SusunAiQuestion *question, const SusunAiEntry *entry)
{
  SusunAiSuggestion suggestion = {
    .id = entry->id,
    .text = entry->text,
    .title = question->title,
    .origin = question->origin,
    .reason = question->reason,
  };

  g_mutex_lock (&self->lock);
  gboolean muted = self->muted;
  self->state.told++;
  self->state.accepted += question->origin != SUSUN_AI_ORIGIN_OFFLINE;
  g_mutex_unlock (&self->lock);
  if (!muted && self->func != NULL)
    self->func (&suggestion, self->user_data);
}

void
susun_ai_settle (SusunAi *self, SusunAiQuestion *question, SusunAiOrigin origin, const char *title,
                 const char *reason)
{
  g_assert (!question->settled);

  question->settled = TRUE;
  question->origin = title != NULL && *title != '\0' ? origin : SUSUN_AI_ORIGIN_OFFLINE;
  question->title
      = g_strdup (question->origin != SUSUN_AI_ORIGIN_OFFLINE ? title : question->offline);
  question->reason = g_strdup (reason);
  for (guint i = 0; i < question->entries->len; i++)
    tell (self, question, question->entries->pdata[i]);
  g_ptr_array_set_size (question->entries, 0);
}

static void
settle_as_stopped (SusunAi *self, SusunAiQuestion *question)
{
  SusunAiState state;

  if (question->settled)
    return;
  susun_ai_get_state (self, &state);
  susun_ai_settle (self, question, SUSUN_AI_ORIGIN_OFFLINE, NULL,
                   g_cancellable_is_cancelled (self->cancellable) ? _ ("The AI was not asked.")
                   : *state.problem != '\0'                       ? state.problem
                                                                  : _ ("The AI was not asked."));
}

/* What an answer is remembered by: the text, and the rules it was asked with. */
static void
hash_question (const char *text, SusunHash *hash)
{
  g_autoptr (SusunHasher) hasher = susun_hasher_new ();
  const guint8 version = SUSUN_AI_PROMPT_VERSION;

  susun_hasher_start (hasher);
  susun_hasher_update (hasher, &version, 1);
  susun_hasher_update (hasher, text, strlen (text));
  susun_hasher_finish (hasher, hash);
}

/* One line of UTF-8 in form NFC. */
static char *
clean_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);

  for (char *p = composed; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  return g_strstrip (composed);
}

static SusunAiQuestion *
make_question (SusunAi *self, char *text)
{
  SusunAiQuestion *question = g_new0 (SusunAiQuestion, 1);

  question->text = text;
  question->names = g_ptr_array_new_with_free_func (g_free);
  question->asked = self->mask_names ? susun_titles_mask (self->titles, text, question->names)
                                     : g_strdup (text);
  question->offline = susun_titles_format (self->titles, text, NULL);
  question->entries = g_ptr_array_new_with_free_func (entry_free);
  hash_question (text, &question->hash);
  return question;
}

static gboolean
settle_with_remembered (SusunAi *self, SusunAiQuestion *question)
{
  const char *model = self->model < self->models->len ? self->models->pdata[self->model] : "";
  g_autoptr (GError) error = NULL;
  int verdict = 0;
  g_autofree char *answer
      = susun_ai_store_get_answer (self->store, &question->hash, model, &verdict, &error);

  if (error != NULL)
    susun_ai_lose_store (self, error);
  if (answer == NULL)
    return FALSE;
  /* The rules may have become stricter since, or somebody wrote into the database. */
  if (susun_titles_check (self->titles, question->text, answer) == SUSUN_TITLE_VERDICT_ACCEPTED)
    {
      g_autofree char *title = susun_titles_format (self->titles, answer, NULL);
      susun_ai_settle (self, question, SUSUN_AI_ORIGIN_CACHE, title, NULL);
      return TRUE;
    }
  if (verdict == SUSUN_TITLE_VERDICT_ACCEPTED)
    return FALSE;
  susun_ai_settle (self, question, SUSUN_AI_ORIGIN_OFFLINE, NULL,
                   _ ("An earlier answer of the AI was not taken."));
  return TRUE;
}

static gboolean
has_words (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* @entry: (transfer full). A new question that has to be asked goes to @pending. */
static void
take_entry (SusunAi *self, SusunAiEntry *entry, GQueue *pending)
{
  g_autofree char *text = clean_text (entry->text);
  SusunAiQuestion *question = g_hash_table_lookup (self->questions, text);

  if (question != NULL)
    {
      if (question->settled)
        {
          tell (self, question, entry);
          entry_free (entry);
        }
      else
        g_ptr_array_add (question->entries, entry);
      return;
    }
  question = make_question (self, g_steal_pointer (&text));
  g_ptr_array_add (question->entries, entry);
  g_hash_table_insert (self->questions, question->text, question);
  if (!has_words (question->offline))
    susun_ai_settle (self, question, SUSUN_AI_ORIGIN_OFFLINE, NULL,
                     _ ("There are no words to ask about."));
  else if (g_utf8_strlen (question->text, -1) > MAX_LETTERS)
    susun_ai_settle (self, question, SUSUN_AI_ORIGIN_OFFLINE, NULL,
                     _ ("It is too long to ask about."));
  else if (!settle_with_remembered (self, question))
    g_queue_push_tail (pending, question);
}

/* --- the thread */

static SusunAiEntry *
pop_entry (SusunAi *self)
{
  g_mutex_lock (&self->lock);
  SusunAiEntry *entry = g_queue_pop_head (&self->inbox);
  g_mutex_unlock (&self->lock);
  return entry;
}

/* Waits until there is more to do. Returns: FALSE when nothing more will come */
static gboolean
wait_for_more (SusunAi *self)
{
  g_mutex_lock (&self->lock);
  while (g_queue_is_empty (&self->inbox) && !self->ended)
    g_cond_wait (&self->changed, &self->lock);
  gboolean more = !g_queue_is_empty (&self->inbox);
  g_mutex_unlock (&self->lock);
  return more;
}

/* As many as go into one request. Returns: how many */
static guint
take_batch (GQueue *pending, SusunAiQuestion **batch)
{
  gsize bytes = 0;
  guint n = 0;

  while (n < SUSUN_AI_MAX_ITEMS && !g_queue_is_empty (pending))
    {
      SusunAiQuestion *question = g_queue_peek_head (pending);
      bytes += strlen (question->asked);
      if (n > 0 && bytes > SUSUN_AI_MAX_BYTES)
        break;
      batch[n++] = g_queue_pop_head (pending);
    }
  return n;
}

static gboolean
is_over (SusunAi *self)
{
  return self->stopped || g_cancellable_is_cancelled (self->cancellable);
}

static void
ask_batch (SusunAi *self, GQueue *pending)
{
  SusunAiQuestion *batch[SUSUN_AI_MAX_ITEMS];
  guint n = take_batch (pending, batch);

  if (!is_over (self))
    susun_ai_ask (self, batch, n);
  for (guint i = 0; i < n; i++)
    settle_as_stopped (self, batch[i]);
}

static void
answer_all (SusunAi *self)
{
  g_auto (GQueue) pending = G_QUEUE_INIT;
  gboolean more = TRUE;

  while (more || !g_queue_is_empty (&pending))
    {
      SusunAiEntry *entry;
      while ((entry = pop_entry (self)) != NULL)
        take_entry (self, entry, &pending);
      /* A part of a batch waits for the rest, which may still come. */
      if (pending.length >= SUSUN_AI_MAX_ITEMS || !more || is_over (self))
        while (!g_queue_is_empty (&pending)
               && (pending.length >= SUSUN_AI_MAX_ITEMS || !more || is_over (self)))
          ask_batch (self, &pending);
      else
        susun_ai_set_phase (self, SUSUN_AI_PHASE_IDLE, 0);
      more = more && wait_for_more (self);
    }
}

static gpointer
work_in_thread (gpointer data)
{
  SusunAi *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (context);
  self->store = susun_ai_store_open (self->database, &error);
  if (self->store == NULL)
    susun_ai_lose_store (self, error);
  answer_all (self);
  /* The session belongs to this thread. */
  g_clear_pointer (&self->http, susun_ai_http_free);
  g_clear_pointer (&self->store, susun_ai_store_close);
  g_main_context_pop_thread_default (context);

  g_mutex_lock (&self->lock);
  if (self->state.phase != SUSUN_AI_PHASE_STOPPED)
    self->state.phase = SUSUN_AI_PHASE_DONE;
  self->finished = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* --- the contract */

SusunAi *
susun_ai_new (const SusunAiOptions *options, SusunTitles *titles, SusunAiFunc func,
              gpointer user_data, GError **error)
{
  g_autoptr (SusunAiHttp) http = NULL;
  SusunAi *self;

  g_return_val_if_fail (options != NULL && titles != NULL, NULL);

  http = susun_ai_http_new (options, error);
  if (http == NULL)
    return NULL;
  self = g_new0 (SusunAi, 1);
  self->http = g_steal_pointer (&http);
  self->titles = susun_titles_ref (titles);
  self->mask_names = options->mask_names;
  self->func = func;
  self->user_data = user_data;
  self->clock = options->clock != NULL ? *options->clock : susun_ai_real_clock;
  self->database = g_strdup (options->database);
  self->cancellable = g_cancellable_new ();
  self->key = options->key != NULL ? susun_ai_key_ref (options->key) : NULL;
  self->models = susun_ai_make_models (options);
  self->questions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, question_free);
  g_queue_init (&self->inbox);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->thread = g_thread_new ("ai", work_in_thread, self);
  return self;
}

void
susun_ai_free (SusunAi *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->muted = TRUE;
  g_mutex_unlock (&self->lock);
  susun_ai_cancel (self);
  g_thread_join (self->thread);

  g_hash_table_unref (self->questions);
  g_ptr_array_unref (self->models);
  g_queue_clear_full (&self->inbox, entry_free);
  g_clear_pointer (&self->key, susun_ai_key_unref);
  g_object_unref (self->cancellable);
  susun_titles_unref (self->titles);
  g_free (self->database);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

void
susun_ai_add (SusunAi *self, guint64 id, const char *text)
{
  SusunAiEntry *entry = g_new (SusunAiEntry, 1);

  entry->id = id;
  entry->text = g_strdup (text);
  g_mutex_lock (&self->lock);
  /* After the end there is nobody to take it. */
  if (self->ended)
    g_critical ("susun_ai_add() after susun_ai_end()");
  g_queue_push_tail (&self->inbox, entry);
  self->state.added++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
susun_ai_end (SusunAi *self)
{
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
susun_ai_cancel (SusunAi *self)
{
  g_cancellable_cancel (self->cancellable);
  susun_ai_end (self);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer self)
{
  susun_ai_cancel (self);
}

gboolean
susun_ai_wait (SusunAi *self, GCancellable *cancellable, GError **error)
{
  gulong handler = 0;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  g_mutex_lock (&self->lock);
  while (!self->finished)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
