// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-title-advice.h"

#include <stdio.h>

#include <glib/gi18n.h>

#include "core/media/susun-kind.h"

struct _SusunTitleAdvice
{
  SusunSession *session;
  SusunAi *ai;
  SusunTitleAdviser adviser;
  gboolean ask_all;

  GMutex lock;
  GHashTable *answers; /* (lock) (element-type guint64 utf8) */
  SusunJob *job;       /* (lock) (nullable) (borrowed): while it waits for us */
};

/* --- consent */

/* What would be sent of the folders' names, for the question before anything is read. */
static GPtrArray *
list_texts (const SusunTitles *titles, const char *folder, gboolean all)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *event = susun_title_event_part (name);
      SusunTitleFlags flags = 0;
      if (*name == '.' || susun_kind_is_junk_folder (name) || susun_title_is_empty_talk (event)
          || !g_utf8_validate (name, -1, NULL) || !g_file_test (path, G_FILE_TEST_IS_DIR))
        continue;
      g_autofree char *title G_GNUC_UNUSED = susun_titles_format (titles, event, &flags);
      if (all || flags & SUSUN_TITLE_UNCERTAIN)
        g_ptr_array_add (texts, g_steal_pointer (&event));
    }
  return texts;
}

/* --- advice */

/* On the AI's thread. */
static void
told_cb (const SusunAiSuggestion *suggestion, gpointer user_data)
{
  SusunTitleAdvice *self = user_data;
  guint64 *id = g_memdup2 (&suggestion->id, sizeof suggestion->id);

  g_mutex_lock (&self->lock);
  if (suggestion->origin != SUSUN_AI_ORIGIN_OFFLINE)
    g_hash_table_insert (self->answers, id, g_strdup (suggestion->title));
  else
    g_free (id);
  if (self->job != NULL)
    susun_job_add_done (self->job, 1, 0);
  g_mutex_unlock (&self->lock);
}

static void
offer_cb (guint64 id, const char *event, const char *title, SusunTitleFlags flags,
          gpointer user_data)
{
  SusunTitleAdvice *self = user_data;

  if (self->ask_all || flags & SUSUN_TITLE_UNCERTAIN)
    susun_ai_add (self->ai, id, event);
}

static gboolean
collect_cb (SusunJob *job, GCancellable *cancellable, gpointer user_data, GError **error)
{
  SusunTitleAdvice *self = user_data;
  SusunAiState state;
  gboolean ok;

  susun_ai_end (self->ai);
  g_mutex_lock (&self->lock);
  susun_ai_get_state (self->ai, &state);
  susun_job_add_total (job, state.added, 0);
  susun_job_add_done (job, state.told, 0);
  self->job = job;
  g_mutex_unlock (&self->lock);
  ok = susun_ai_wait (self->ai, cancellable, error);
  g_mutex_lock (&self->lock);
  self->job = NULL;
  g_mutex_unlock (&self->lock);
  return ok;
}

static char *
get_cb (guint64 id, gpointer user_data)
{
  SusunTitleAdvice *self = user_data;

  g_mutex_lock (&self->lock);
  char *title = g_strdup (g_hash_table_lookup (self->answers, &id));
  g_mutex_unlock (&self->lock);
  return title;
}

SusunTitleAdvice *
susun_title_advice_new (SusunSession *session, const SusunAiWords *words, SusunTitles *titles,
                        const char *folder, GError **error)
{
  g_auto (SusunAiWish) wish = { 0 };
  g_autoptr (SusunTitleAdvice) self = NULL;

  if (!susun_ai_words_read (words, session, &wish, error) || !wish.wanted)
    return NULL;
  self = g_new0 (SusunTitleAdvice, 1);
  g_mutex_init (&self->lock);
  self->session = session;
  self->ask_all = wish.all;
  self->answers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->adviser = (SusunTitleAdviser){ offer_cb, collect_cb, get_cb, self };
  self->ai = susun_ai_new (&wish.options, titles, told_cb, self, error);
  if (self->ai == NULL)
    return NULL;
  g_autoptr (GPtrArray) texts = list_texts (titles, folder, wish.all);
  if (!susun_ai_wish_ask_person (&wish, words, session, titles, texts))
    return NULL;
  return g_steal_pointer (&self);
}

void
susun_title_advice_free (SusunTitleAdvice *self)
{
  g_clear_pointer (&self->ai, susun_ai_free);
  g_hash_table_unref (self->answers);
  g_mutex_clear (&self->lock);
  g_free (self);
}

const SusunTitleAdviser *
susun_title_advice_get_adviser (SusunTitleAdvice *self)
{
  return &self->adviser;
}

void
susun_title_advice_tell (SusunTitleAdvice *self)
{
  susun_ai_words_tell (self->session, self->ai);
}
