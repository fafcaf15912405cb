// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/titles/susun-title-asking.h"

struct _SusunTitleAsking
{
  GObject parent_instance;

  SusunAi *ai; /* (owned) (nullable) */
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (SusunTitleAsking, susun_title_asking, G_TYPE_OBJECT)

enum
{
  SIGNAL_TOLD,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* One suggestion on its way to the window's thread. */
typedef struct
{
  SusunTitleAsking *self; /* (owned) */
  gint64 id;
  char *title;  /* (nullable) */
  char *reason; /* (nullable) */
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  g_object_unref (message->self);
  g_free (message->title);
  g_free (message->reason);
  g_free (message);
}

static gboolean
deliver_cb (gpointer data)
{
  Message *message = data;

  /* It may have been closed while this was on its way. */
  if (message->self->ai != NULL)
    g_signal_emit (message->self, signals[SIGNAL_TOLD], 0, message->id, message->title,
                   message->reason);
  return G_SOURCE_REMOVE;
}

/* On the AI's thread. */
static void
told_cb (const SusunAiSuggestion *suggestion, gpointer user_data)
{
  gboolean offline = suggestion->origin == SUSUN_AI_ORIGIN_OFFLINE;
  Message *message = g_new0 (Message, 1);

  message->self = g_object_ref (user_data);
  message->id = (gint64) suggestion->id;
  message->title = offline ? NULL : g_strdup (suggestion->title);
  message->reason = offline ? g_strdup (suggestion->reason) : NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, deliver_cb, message, message_free);
}

void
susun_title_asking_close (SusunTitleAsking *self)
{
  g_clear_pointer (&self->ai, susun_ai_free);
}

static void
susun_title_asking_dispose (GObject *object)
{
  susun_title_asking_close (SUSUN_TITLE_ASKING (object));
  G_OBJECT_CLASS (susun_title_asking_parent_class)->dispose (object);
}

static void
susun_title_asking_class_init (SusunTitleAskingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = susun_title_asking_dispose;
  signals[SIGNAL_TOLD]
      = g_signal_new ("told", SUSUN_TYPE_TITLE_ASKING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_STRING, G_TYPE_STRING);
}

static void
susun_title_asking_init (SusunTitleAsking *self)
{
}

SusunTitleAsking *
susun_title_asking_new (const SusunAiOptions *options, SusunTitles *titles, GError **error)
{
  g_autoptr (SusunTitleAsking) self = g_object_new (SUSUN_TYPE_TITLE_ASKING, NULL);

  self->ai = susun_ai_new (options, titles, told_cb, self, error);
  return self->ai != NULL ? g_steal_pointer (&self) : NULL;
}

void
susun_title_asking_add (SusunTitleAsking *self, gint64 id, const char *event)
{
  susun_ai_add (self->ai, (guint64) id, event);
}

void
susun_title_asking_go (SusunTitleAsking *self)
{
  susun_ai_end (self->ai);
}

void
susun_title_asking_stop (SusunTitleAsking *self)
{
  self->stopped = TRUE;
  susun_ai_cancel (self->ai);
}

gboolean
susun_title_asking_is_stopped (SusunTitleAsking *self)
{
  return self->stopped;
}

void
susun_title_asking_get_state (SusunTitleAsking *self, SusunAiState *state)
{
  susun_ai_get_state (self->ai, state);
}
