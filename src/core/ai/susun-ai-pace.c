// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/ai/susun-ai-private.h"

#include <glib/gi18n-lib.h>

/* Fifteen a minute: the least of what free keys were given, until the service says otherwise. */
#define DEFAULT_INTERVAL (4 * G_TIME_SPAN_SECOND)

/* A block that is longer than this is a day's. */
#define LONG_WAIT (65 * G_TIME_SPAN_SECOND)

static gint64
real_now (gpointer data)
{
  return g_get_real_time ();
}

static void
real_wait (gint64 until, GCancellable *cancellable, gpointer data)
{
  GPollFD poll_fd;
  gint64 span = until - g_get_real_time ();

  if (span <= 0 || !g_cancellable_make_pollfd (cancellable, &poll_fd))
    return;
  /* A clock that is set meanwhile must not hold us up: looked at again every second. */
  g_poll (&poll_fd, 1, (int) MIN (span / G_TIME_SPAN_MILLISECOND + 1, 1000));
  g_cancellable_release_fd (cancellable);
}

const SusunAiClock susun_ai_real_clock = { real_now, real_wait, NULL };

static gboolean
wait_until (SusunAi *self, SusunAiPhase phase, gint64 until)
{
  susun_ai_set_phase (self, phase, until);
  while (!g_cancellable_is_cancelled (self->cancellable)
         && self->clock.now (self->clock.data) < until)
    self->clock.wait (until, self->cancellable, self->clock.data);
  susun_ai_set_phase (self, SUSUN_AI_PHASE_ASKING, 0);
  return !g_cancellable_is_cancelled (self->cancellable);
}

gboolean
susun_ai_wait_span (SusunAi *self, SusunAiPhase phase, gint64 span)
{
  return wait_until (self, phase, self->clock.now (self->clock.data) + span);
}

/* A model of a service: the same name at another address is another one. */
static char *
get_pace_name (SusunAi *self, const char *model)
{
  return g_strconcat (susun_ai_http_get_endpoint (self->http), " ", model, NULL);
}

/* Google's days end at midnight in California. */
static GDateTime *
get_service_time (gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/Los_Angeles");
  g_autoptr (GTimeZone) without = g_time_zone_new_offset (-8 * 3600);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / G_TIME_SPAN_SECOND);

  return utc != NULL ? g_date_time_to_timezone (utc, zone != NULL ? zone : without) : NULL;
}

static gint64
get_service_day (gint64 now)
{
  g_autoptr (GDateTime) time = get_service_time (now);

  if (time == NULL)
    return 0;
  return g_date_time_get_year (time) * 1000 + g_date_time_get_day_of_year (time);
}

static gint64
get_next_midnight (gint64 now)
{
  g_autoptr (GDateTime) time = get_service_time (now);

  if (time == NULL)
    return now + G_TIME_SPAN_DAY;
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (time, 1);
  g_autoptr (GDateTime) midnight = g_date_time_new (
      g_date_time_get_timezone (time), g_date_time_get_year (tomorrow),
      g_date_time_get_month (tomorrow), g_date_time_get_day_of_month (tomorrow), 0, 0, 0);
  return g_date_time_to_unix (midnight) * G_TIME_SPAN_SECOND;
}

/* A server of one's own on this computer may be asked as fast as it answers. */
static SusunAiPace
get_default_pace (SusunAi *self)
{
  gboolean free = susun_ai_http_is_local (self->http)
                  && susun_ai_http_get_provider (self->http) != &susun_ai_google;

  return (SusunAiPace){ .interval = free ? 0 : DEFAULT_INTERVAL, .features = -1 };
}

gboolean
susun_ai_wait_for_turn (SusunAi *self, const char *model, gboolean *spent)
{
  g_autofree char *name = get_pace_name (self, model);

  *spent = FALSE;
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      SusunAiPace pace = get_default_pace (self);
      gint64 now = self->clock.now (self->clock.data);
      gint64 turn
          = susun_ai_store_take_turn (self->store, name, &pace, now, get_service_day (now), &error);
      if (turn < 0)
        {
          susun_ai_lose_store (self, error);
          continue;
        }
      if (turn == 0)
        return !g_cancellable_is_cancelled (self->cancellable);
      if (pace.blocked - now > LONG_WAIT)
        {
          *spent = TRUE;
          return FALSE;
        }
      if (!wait_until (self, SUSUN_AI_PHASE_PACING, turn))
        return FALSE;
    }
}

/* Reads, lets @change do its part, and writes. */
static void
change_pace (SusunAi *self, const char *model, void (*change) (SusunAiPace *pace, gint64 value),
             gint64 value)
{
  g_autofree char *name = get_pace_name (self, model);
  g_autoptr (GError) error = NULL;
  SusunAiPace pace = get_default_pace (self);
  gboolean ok;

  if (!susun_ai_store_begin (self->store, &error))
    {
      susun_ai_lose_store (self, error);
      return;
    }
  ok = susun_ai_store_get_pace (self->store, name, &pace, &error);
  if (ok)
    {
      change (&pace, value);
      ok = susun_ai_store_set_pace (self->store, name, &pace, &error);
    }
  if (!susun_ai_store_end (self->store, ok, error == NULL ? &error : NULL))
    susun_ai_lose_store (self, error);
}

static void
set_interval (SusunAiPace *pace, gint64 interval)
{
  /* Never faster than before: the service may have counted something we did not see. */
  gint64 later = pace->next - pace->interval + interval;

  pace->interval = MAX (pace->interval, interval);
  pace->next = MAX (pace->next, later);
}

static void
set_blocked (SusunAiPace *pace, gint64 until)
{
  pace->blocked = until;
}

static void
set_features (SusunAiPace *pace, gint64 features)
{
  pace->features = features;
}

void
susun_ai_learn_pace (SusunAi *self, const char *model, guint per_minute)
{
  if (per_minute > 0)
    change_pace (self, model, set_interval, G_TIME_SPAN_MINUTE / per_minute);
}

void
susun_ai_block_day (SusunAi *self, const char *model)
{
  change_pace (self, model, set_blocked, get_next_midnight (self->clock.now (self->clock.data)));
}

SusunAiFeatures
susun_ai_get_features (SusunAi *self, const char *model)
{
  g_autofree char *name = get_pace_name (self, model);
  SusunAiPace pace = get_default_pace (self);

  if (susun_ai_store_get_pace (self->store, name, &pace, NULL) && pace.features >= 0)
    return (SusunAiFeatures) pace.features;
  return susun_ai_http_get_provider (self->http)->get_features (model);
}

void
susun_ai_set_features (SusunAi *self, const char *model, SusunAiFeatures features)
{
  change_pace (self, model, set_features, features);
}
