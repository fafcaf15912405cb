// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-title-asker.h"

#include <stdio.h>

#include <glib/gi18n.h>

/* How often it is looked at what the AI does. */
#define LOOK_US (200 * G_TIME_SPAN_MILLISECOND)

/* Shorter waits are not worth a line. */
#define LONG_WAIT (10 * G_TIME_SPAN_SECOND)

struct _SusunTitleAsker
{
  SusunSession *session;
  const SusunAiWords *words;
  SusunAiWish wish;
  SusunTitles *titles; /* (owned) */
  GPtrArray *texts;    /* (owned): of what is to be asked about */
  GArray *ids;         /* (owned) (element-type guint): of the texts */

  GMutex lock;
  GHashTable *asked; /* (lock) (owned) (element-type guint SusunAskedTitle) */
};

static void
asked_free (gpointer data)
{
  SusunAskedTitle *asked = data;

  g_free (asked->title);
  g_free (asked->reason);
  g_free (asked);
}

SusunTitleAsker *
susun_title_asker_new (SusunSession *session, const SusunAiWords *words, SusunTitles *titles,
                       GError **error)
{
  g_auto (SusunAiWish) wish = { 0 };
  SusunTitleAsker *self;

  if (!susun_ai_words_read (words, session, &wish, error) || !wish.wanted)
    return NULL;
  /* A wrong address is wrong usage: told before anything is read. */
  SusunAi *ai = susun_ai_new (&wish.options, titles, NULL, NULL, error);
  if (ai == NULL)
    return NULL;
  susun_ai_free (ai);
  self = g_new0 (SusunTitleAsker, 1);
  self->session = session;
  self->words = words;
  self->wish = wish;
  wish = (SusunAiWish){ 0 };
  self->titles = susun_titles_ref (titles);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_array_new (FALSE, FALSE, sizeof (guint));
  g_mutex_init (&self->lock);
  self->asked = g_hash_table_new_full (NULL, NULL, NULL, asked_free);
  return self;
}

void
susun_title_asker_free (SusunTitleAsker *self)
{
  if (self == NULL)
    return;
  susun_ai_wish_clear (&self->wish);
  susun_titles_unref (self->titles);
  g_ptr_array_unref (self->texts);
  g_array_unref (self->ids);
  g_hash_table_unref (self->asked);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
susun_title_asker_add (SusunTitleAsker *self, guint id, const char *event, gboolean doubtful)
{
  if (!doubtful && !self->wish.all)
    return;
  g_ptr_array_add (self->texts, g_strdup (event));
  g_array_append_val (self->ids, id);
}

/* On the AI's thread. */
static void
told_cb (const SusunAiSuggestion *suggestion, gpointer user_data)
{
  SusunTitleAsker *self = user_data;
  SusunAskedTitle *asked = g_new0 (SusunAskedTitle, 1);

  asked->title = g_strdup (suggestion->title);
  asked->reason = g_strdup (suggestion->reason);
  asked->origin = suggestion->origin;
  g_mutex_lock (&self->lock);
  g_hash_table_insert (self->asked, GUINT_TO_POINTER ((guint) suggestion->id), asked);
  g_mutex_unlock (&self->lock);
}

/* A line for each long wait. @told: the end of the one that was told last */
static void
tell_wait (const SusunAiState *state, gint64 *told)
{
  gint64 left = state->until - g_get_real_time ();

  if (state->until == 0 || state->until == *told || left < LONG_WAIT)
    return;
  *told = state->until;
  fprintf (stderr, _ ("susun-cli: The AI is asked again in %d seconds: %s\n"),
           (int) (left / G_TIME_SPAN_SECOND), state->problem);
}

static void
watch (SusunTitleAsker *self, SusunAi *ai)
{
  SusunAiState state;
  gint64 told = 0;

  for (;;)
    {
      susun_ai_get_state (ai, &state);
      if (state.told == state.added || g_cancellable_is_cancelled (self->session->cancellable))
        return;
      if (!self->session->quiet)
        tell_wait (&state, &told);
      g_usleep (LOOK_US);
    }
}

void
susun_title_asker_run (SusunTitleAsker *self)
{
  g_autoptr (SusunAi) ai = NULL;
  g_autoptr (GError) error = NULL;

  if (self->texts->len == 0
      || !susun_ai_wish_ask_person (&self->wish, self->words, self->session, self->titles,
                                    self->texts))
    return;
  ai = susun_ai_new (&self->wish.options, self->titles, told_cb, self, &error);
  if (ai == NULL)
    {
      fprintf (stderr, "susun-cli: %s\n", error->message);
      return;
    }
  for (guint i = 0; i < self->texts->len; i++)
    susun_ai_add (ai, g_array_index (self->ids, guint, i), self->texts->pdata[i]);
  susun_ai_end (ai);
  watch (self, ai);
  susun_ai_wait (ai, self->session->cancellable, NULL);
  susun_ai_words_tell (self->session, ai);
}

const SusunAskedTitle *
susun_title_asker_get (SusunTitleAsker *self, guint id)
{
  return g_hash_table_lookup (self->asked, GUINT_TO_POINTER (id));
}
