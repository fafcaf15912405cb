// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/ai/susun-ai-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/titles/susun-title-mask.h"

/* How often the same failure is tried again before another model is. */
#define MAX_FAILURES 4

/* How often a service that does not speak our language is tried again. */
#define MAX_UNUSABLE 2

/* Exchanges for one batch, over all models: beyond this the service is broken in a way we have not
 * thought of. */
#define MAX_EXCHANGES 40

/* A single wait is never longer, whatever the service says. */
#define MAX_WAIT (65 * G_TIME_SPAN_SECOND)

/* More texts than this are divided when their answer takes too long. */
#define SMALL_BATCH 10

/* What one batch has been through. */
typedef struct
{
  guint failures; /* in a row, with this model */
  guint unusable;
  guint empty;
  gboolean sent; /* what follows is a retry */
} Trouble;

typedef enum
{
  OUTCOME_REPLY, /* the model answered, one way or another */
  OUTCOME_AGAIN,
  OUTCOME_DIVIDE, /* too much for one answer */
  OUTCOME_STOPPED,
} Outcome;

static const char *
get_model (SusunAi *self)
{
  return self->model < self->models->len ? self->models->pdata[self->model] : NULL;
}

/* A sentence, and what the service said. @said: (nullable) */
static char *
join_problem (SusunAi *self, const char *sentence, const char *said)
{
  g_autofree char *quoted = said != NULL ? susun_ai_http_quote (self->key, said) : NULL;

  if (quoted == NULL || *quoted == '\0')
    return g_strdup (sentence);
  /* Translators: a sentence of ours, then what the service said (English) */
  return g_strdup_printf (_ ("%s (It said: %s)"), sentence, quoted);
}

static Outcome
stop (SusunAi *self, const char *sentence, const char *said)
{
  g_autofree char *problem = join_problem (self, sentence, said);

  susun_ai_stop (self, problem);
  return OUTCOME_STOPPED;
}

/* --- models */

static gboolean
is_for_text (const char *model)
{
  static const char *const others[] = { "embed", "image",    "tts",      "audio", "live",
                                        "veo",   "robotics", "computer", "aqa",   "vision" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (strstr (model, others[i]) != NULL)
      return FALSE;
  return TRUE;
}

/* What the service has and we did not think of, at the end. Returns: FALSE with @error */
static gboolean
list_models (SusunAi *self, GError **error)
{
  static const char *const none[] = { NULL };
  g_autoptr (GPtrArray) found
      = susun_ai_http_list_models (self->http, none, self->cancellable, error);

  self->listed = TRUE;
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    if (is_for_text (found->pdata[i])
        && !g_ptr_array_find_with_equal_func (self->models, found->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (self->models, g_strdup (found->pdata[i]));
  return TRUE;
}

/* Is there a model to ask? */
static gboolean
has_model (SusunAi *self)
{
  gboolean first = self->models->len == 0;
  g_autoptr (GError) error = NULL;

  if (self->model >= self->models->len && !self->listed && !list_models (self, &error) && first
      && !g_cancellable_is_cancelled (self->cancellable))
    susun_ai_stop (self, error->message);
  else if (first && self->models->len == 0)
    susun_ai_stop (self, _ ("The AI service has no model that can be asked."));
  return self->model < self->models->len;
}

/* @format: why, a sentence with a place for the model's name. */
static Outcome take_next_model (SusunAi *self, Trouble *trouble, const char *said,
                                const char *format, ...) G_GNUC_PRINTF (4, 5);

static Outcome
take_next_model (SusunAi *self, Trouble *trouble, const char *said, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *why = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *problem = join_problem (self, why, said);

  susun_ai_set_problem (self, problem);
  self->model++;
  trouble->failures = trouble->unusable = trouble->empty = 0;
  if (has_model (self))
    return OUTCOME_AGAIN;
  if (!self->stopped)
    susun_ai_stop (self, problem);
  return OUTCOME_STOPPED;
}

/* --- failures */

/* 2, 4, 8 s and so on, not all at the same moment. */
static gint64
get_backoff (guint failures)
{
  double seconds = MIN (60.0, (double) (2u << MIN (failures, 6)));

  return (gint64) (seconds * g_random_double_range (0.5, 1.0) * G_TIME_SPAN_SECOND);
}

static Outcome
try_again_later (SusunAi *self, Trouble *trouble, SusunAiPhase phase, gint64 span)
{
  return susun_ai_wait_span (self, phase, span) ? OUTCOME_AGAIN : OUTCOME_STOPPED;
}

/* Another model would not reach a service that this one does not. */
static Outcome
handle_network_failure (SusunAi *self, Trouble *trouble, guint n, const GError *error)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    return OUTCOME_STOPPED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) && n > SMALL_BATCH)
    return OUTCOME_DIVIDE;
  susun_ai_set_problem (self, error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE)
          ? ++trouble->unusable >= MAX_UNUSABLE
          : ++trouble->failures >= MAX_FAILURES)
    return stop (self, error->message, NULL);
  return try_again_later (self, trouble, SUSUN_AI_PHASE_RETRY, get_backoff (trouble->failures));
}

/* What the model minds is left out from now on, also in later runs. */
static Outcome
give_up_feature (SusunAi *self, Trouble *trouble, const SusunAiReply *reply)
{
  SusunAiFeatures features = susun_ai_get_features (self, get_model (self));
  SusunAiFeatures less = features & ~reply->minds;

  for (guint i = 0; less == features && i < susun_ai_n_features; i++)
    less = features & ~susun_ai_feature_ladder[i];
  if (less == features)
    return take_next_model (self, trouble, reply->message,
                            _ ("The model %s does not take our questions."), get_model (self));
  susun_ai_set_features (self, get_model (self), less);
  return OUTCOME_AGAIN;
}

static Outcome
slow_down (SusunAi *self, Trouble *trouble, const SusunAiReply *reply)
{
  gint64 span = reply->retry_after > 0 ? reply->retry_after : get_backoff (trouble->failures);
  g_autofree char *problem
      = join_problem (self, _ ("The AI service wants us to go slower."), reply->message);

  susun_ai_learn_pace (self, get_model (self), reply->per_minute);
  susun_ai_set_problem (self, problem);
  if (++trouble->failures >= MAX_FAILURES)
    return take_next_model (self, trouble, reply->message,
                            _ ("The model %s takes no more questions for now."), get_model (self));
  span += (gint64) (g_random_double () * G_TIME_SPAN_SECOND);
  return try_again_later (self, trouble, SUSUN_AI_PHASE_QUOTA, MIN (span, MAX_WAIT));
}

static Outcome
handle_reply (SusunAi *self, Trouble *trouble, const SusunAiReply *reply)
{
  switch (reply->kind)
    {
    case SUSUN_AI_REPLY_TEXT:
    case SUSUN_AI_REPLY_BLOCKED:
      return OUTCOME_REPLY;
    case SUSUN_AI_REPLY_CUT:
      return OUTCOME_DIVIDE;
    case SUSUN_AI_REPLY_EMPTY:
      return trouble->empty++ == 0 ? OUTCOME_AGAIN : OUTCOME_REPLY;
    case SUSUN_AI_REPLY_CAPABILITY:
      return give_up_feature (self, trouble, reply);
    case SUSUN_AI_REPLY_CREDENTIALS:
      return stop (self, _ ("The AI service does not accept the key. Give another one."),
                   reply->message);
    case SUSUN_AI_REPLY_REGION:
      return stop (self,
                   _ ("The AI service is not offered where this computer is, or not without "
                      "paying."),
                   reply->message);
    case SUSUN_AI_REPLY_NO_MODEL:
      return take_next_model (self, trouble, reply->message,
                              _ ("The AI service no longer has the model %s."), get_model (self));
    case SUSUN_AI_REPLY_NO_QUOTA:
      return take_next_model (self, trouble, reply->message,
                              _ ("The model %s cannot be asked with this key."), get_model (self));
    case SUSUN_AI_REPLY_DAY:
      susun_ai_block_day (self, get_model (self));
      return take_next_model (self, trouble, reply->message,
                              _ ("What may be asked of the model %s today is used up."),
                              get_model (self));
    case SUSUN_AI_REPLY_WAIT:
      return slow_down (self, trouble, reply);
    case SUSUN_AI_REPLY_BUSY:
      if (++trouble->failures >= MAX_FAILURES)
        return take_next_model (self, trouble, reply->message, _ ("The model %s does not answer."),
                                get_model (self));
      return try_again_later (self, trouble, SUSUN_AI_PHASE_RETRY, get_backoff (trouble->failures));
    case SUSUN_AI_REPLY_UNUSABLE:
    default:
      if (++trouble->unusable >= MAX_UNUSABLE)
        return stop (self, _ ("What answers at the address of the AI is no AI service."),
                     reply->message);
      return try_again_later (self, trouble, SUSUN_AI_PHASE_RETRY, get_backoff (trouble->unusable));
    }
}

/* One question to the service. */
static Outcome
exchange (SusunAi *self, Trouble *trouble, const char *const *texts, guint n, SusunAiReply *reply)
{
  const SusunAiProvider *provider = susun_ai_http_get_provider (self->http);
  g_autofree char *address = NULL, *body = NULL, *answer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean spent;
  guint status;

  if (!has_model (self))
    return OUTCOME_STOPPED;
  susun_ai_set_model (self, get_model (self));
  if (!susun_ai_wait_for_turn (self, get_model (self), &spent))
    return spent ? take_next_model (self, trouble, NULL,
                                    _ ("What may be asked of the model %s today is used up."),
                                    get_model (self))
                 : OUTCOME_STOPPED;

  address = provider->make_address (susun_ai_http_get_endpoint (self->http), get_model (self));
  body = provider->make_body (get_model (self), susun_ai_get_features (self, get_model (self)),
                              texts, n);
  susun_ai_set_phase (self, SUSUN_AI_PHASE_ASKING, 0);
  susun_ai_count_request (self, trouble->sent);
  trouble->sent = TRUE;
  status = susun_ai_http_send (self->http, address, body, self->cancellable, &answer, &error);
  if (status == 0)
    return handle_network_failure (self, trouble, n, error);
  if (status >= 300 && status < 400)
    return stop (self,
                 _ ("The AI service sends us to another address. Nothing was sent there; correct "
                    "the address."),
                 NULL);
  susun_ai_reply_clear (reply);
  *reply = (SusunAiReply){ 0 };
  provider->read_reply (status, answer, reply);
  return handle_reply (self, trouble, reply);
}

static Outcome
exchange_until_reply (SusunAi *self, const char *const *texts, guint n, gboolean repeated,
                      SusunAiReply *reply)
{
  Trouble trouble = { .sent = repeated };

  for (guint i = 0; i < MAX_EXCHANGES; i++)
    {
      Outcome outcome = exchange (self, &trouble, texts, n, reply);
      if (outcome != OUTCOME_AGAIN)
        return outcome;
    }
  return stop (self, _ ("The AI service fails again and again."), reply->message);
}

/* --- answers */

/* In one transaction, which is over before anybody is told: whoever listens may take its time. */
static void
remember_all (SusunAi *self, SusunAiQuestion **questions, guint n, char **answers,
              const SusunTitleVerdict *verdicts)
{
  gint64 now = self->clock.now (self->clock.data);
  g_autoptr (GError) error = NULL;
  gboolean ok = susun_ai_store_begin (self->store, &error);

  for (guint i = 0; ok && i < n; i++)
    if (answers[i] != NULL)
      ok = susun_ai_store_put_answer (self->store, &questions[i]->hash, get_model (self),
                                      answers[i], verdicts[i], now, &error);
  if (!susun_ai_store_end (self->store, ok, error == NULL ? &error : NULL))
    susun_ai_lose_store (self, error);
}

static void
settle_with_answer (SusunAi *self, SusunAiQuestion *question, const char *answer,
                    SusunTitleVerdict verdict)
{
  if (verdict == SUSUN_TITLE_VERDICT_ACCEPTED)
    {
      /* The letters may be the AI's; how they are written is ours. */
      g_autofree char *title = susun_titles_format (self->titles, answer, NULL);
      susun_ai_settle (self, question, SUSUN_AI_ORIGIN_ANSWERED, title, NULL);
      return;
    }
  /* Translators: a phrase such as "it changes a number" */
  g_autofree char *reason = g_strdup_printf (_ ("The answer of the AI was not taken: %s."),
                                             susun_title_verdict_label (verdict));
  susun_ai_count_refused (self);
  susun_ai_settle (self, question, SUSUN_AI_ORIGIN_OFFLINE, NULL, reason);
}

static void ask (SusunAi *self, SusunAiQuestion **questions, guint n, gboolean repeated,
                 gboolean again);

/* What is missing is asked for once more. */
static void
take_answers (SusunAi *self, SusunAiQuestion **questions, guint n, gboolean again, const char *text)
{
  g_auto (GStrv) answers = g_new0 (char *, n + 1);
  g_autofree SusunTitleVerdict *verdicts = g_new0 (SusunTitleVerdict, n);
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  susun_ai_wire_read_items (text, answers, n);
  for (guint i = 0; i < n; i++)
    if (answers[i] != NULL)
      {
        char *masked = answers[i];
        answers[i] = susun_titles_unmask (masked, questions[i]->names);
        g_free (masked);
        verdicts[i] = susun_titles_check (self->titles, questions[i]->text, answers[i]);
      }
  remember_all (self, questions, n, answers, verdicts);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *answer = g_steal_pointer (&answers[i]);
      if (answer != NULL)
        settle_with_answer (self, questions[i], answer, verdicts[i]);
      else if (again)
        susun_ai_settle (self, questions[i], SUSUN_AI_ORIGIN_OFFLINE, NULL,
                         _ ("The AI gave no answer to this."));
      else
        g_ptr_array_add (missing, questions[i]);
    }
  if (missing->len > 0)
    ask (self, (SusunAiQuestion **) missing->pdata, missing->len, TRUE, TRUE);
}

/* @repeated: all of it was asked before. @again: because the AI left it out. */
static void
ask (SusunAi *self, SusunAiQuestion **questions, guint n, gboolean repeated, gboolean again)
{
  g_auto (SusunAiReply) reply = { 0 };
  g_autofree const char **texts = g_new0 (const char *, n + 1);
  Outcome outcome;

  /* What is not settled when the AI stops is settled by the caller. */
  if (self->stopped || g_cancellable_is_cancelled (self->cancellable))
    return;
  for (guint i = 0; i < n; i++)
    texts[i] = questions[i]->asked;
  outcome = exchange_until_reply (self, texts, n, repeated, &reply);
  if (outcome == OUTCOME_STOPPED)
    return;
  if (outcome == OUTCOME_REPLY && reply.kind == SUSUN_AI_REPLY_TEXT)
    take_answers (self, questions, n, again, reply.text);
  else if (n > 1)
    {
      /* One of them may be what it does not like; half of them makes half of the answer. */
      ask (self, questions, n / 2, TRUE, again);
      ask (self, questions + n / 2, n - n / 2, TRUE, again);
    }
  else
    susun_ai_settle (self, questions[0], SUSUN_AI_ORIGIN_OFFLINE, NULL,
                     _ ("The AI did not want to answer this."));
}

void
susun_ai_ask (SusunAi *self, SusunAiQuestion **questions, guint n)
{
  ask (self, questions, n, FALSE, FALSE);
}
