// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/ai/susun-ai-key.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "core/ai/susun-ai-deadline-private.h"
#include "core/base/susun-error.h"

#define MAX_KEY 4096

struct _SusunAiKey
{
  char *text; /* (owned): wiped with the last reference */
};

static const SecretSchema schema = {
  "io.github.susun.Susun.ApiKey",
  SECRET_SCHEMA_NONE,
  { { "service", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

static void
wipe (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
clear_key (gpointer data)
{
  SusunAiKey *self = data;

  wipe (self->text);
}

/* What a header's value may hold, without blanks. */
static gboolean
is_usable (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;
  return length > 0 && length <= MAX_KEY;
}

SusunAiKey *
susun_ai_key_new (const char *text, GError **error)
{
  char *trimmed = g_strstrip (g_strdup (text));
  SusunAiKey *self;

  if (!is_usable (trimmed))
    {
      wipe (trimmed);
      susun_throw (error, SUSUN_ERROR_INVALID,
                   _ ("This cannot be the key of an AI service: a key is one word of letters, "
                      "digits and signs"));
      return NULL;
    }
  self = g_atomic_rc_box_new0 (SusunAiKey);
  self->text = trimmed;
  return self;
}

SusunAiKey *
susun_ai_key_read (const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *shown = g_filename_display_name (path);
  char *text = NULL;
  SusunAiKey *self;

  if (!g_file_get_contents (path, &text, NULL, &failure))
    {
      susun_throw (error, SUSUN_ERROR_INVALID, _ ("The key file “%s” could not be read: %s"), shown,
                   failure->message);
      return NULL;
    }
  /* Cut, not divided: what is copied must be wiped. */
  char *end = strpbrk (text, "\r\n");
  if (end != NULL)
    {
      explicit_bzero (end, strlen (end));
      *end = '\0';
    }
  self = susun_ai_key_new (text, NULL);
  wipe (text);
  if (self == NULL)
    susun_throw (error, SUSUN_ERROR_INVALID, _ ("The first line of the key file “%s” is not a key"),
                 shown);
  return self;
}

SusunAiKey *
susun_ai_key_from_environment (GError **error)
{
  const char *text = g_getenv (SUSUN_AI_KEY_VARIABLE);

  return text != NULL && *text != '\0' ? susun_ai_key_new (text, error) : NULL;
}

SusunAiKey *
susun_ai_key_ref (SusunAiKey *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
susun_ai_key_unref (SusunAiKey *self)
{
  g_atomic_rc_box_release_full (self, clear_key);
}

const char *
susun_ai_key_peek (const SusunAiKey *self)
{
  return self->text;
}

char *
susun_ai_key_redact (const SusunAiKey *self, const char *text)
{
  g_autoptr (GRegex) keys
      = g_regex_new ("AIza[0-9A-Za-z_\\-]{6,}|AQ\\.[0-9A-Za-z_\\-\\.]{6,}"
                     "|sk-[0-9A-Za-z_\\-]{6,}|(?i)bearer\\s+\\S+|key=[^&\\s\"]+",
                     G_REGEX_RAW, 0, NULL);
  g_autofree char *redacted = g_regex_replace_literal (keys, text, -1, 0, "[…]", 0, NULL);

  if (self == NULL || strstr (redacted, self->text) == NULL)
    return g_steal_pointer (&redacted);
  g_auto (GStrv) parts = g_strsplit (redacted, self->text, -1);
  return g_strjoinv ("[…]", parts);
}

/* --- the keyring */

/* The end of a wait, as a person reads it. */
static void
throw_keyring (const GError *failure, gboolean timed_out, GError **error)
{
  if (timed_out)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                         _ ("The keyring did not answer in time. Is it locked?"));
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (failure));
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The keyring could not be used: %s"),
                 failure->message);
}

/* Returns: (nullable): NULL for none; the secret is wiped */
static SusunAiKey *
take_secret (char *secret, GError **error)
{
  SusunAiKey *key = secret != NULL && *secret != '\0' ? susun_ai_key_new (secret, error) : NULL;

  if (secret != NULL)
    secret_password_wipe (secret);
  g_free (secret);
  return key;
}

SusunAiKey *
susun_ai_key_lookup (const char *service, GCancellable *cancellable, GError **error)
{
  g_autoptr (SusunAiDeadline) deadline
      = susun_ai_deadline_new (SUSUN_AI_KEYRING_SECONDS * G_TIME_SPAN_SECOND, cancellable);
  g_autoptr (GError) failure = NULL;
  char *secret = secret_password_lookup_sync (&schema, susun_ai_deadline_get (deadline), &failure,
                                              "service", service, NULL);

  if (failure != NULL)
    {
      throw_keyring (failure, susun_ai_deadline_is_over (deadline), error);
      return NULL;
    }
  return take_secret (secret, error);
}

typedef struct
{
  char *service;
  SusunAiKey *key; /* (nullable) */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->service);
  g_clear_pointer (&entry->key, susun_ai_key_unref);
  g_free (entry);
}

/* The keyring is a service of the session's: its blocking calls on a thread of their own end by the
 * same deadline as the command line's. */
static void
lookup_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Entry *entry = data;
  g_autoptr (GError) error = NULL;
  SusunAiKey *key = susun_ai_key_lookup (entry->service, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, key, (GDestroyNotify) susun_ai_key_unref);
}

void
susun_ai_key_lookup_async (const char *service, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Entry *entry = g_new0 (Entry, 1);

  g_task_set_source_tag (task, susun_ai_key_lookup_async);
  entry->service = g_strdup (service);
  g_task_set_task_data (task, entry, entry_free);
  g_task_run_in_thread (task, lookup_in_thread);
}

SusunAiKey *
susun_ai_key_lookup_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
store_key (const Entry *entry, GCancellable *cancellable, GError **error)
{
  if (entry->key == NULL)
    {
      /* Removing what is not there answers FALSE without an error. */
      secret_password_clear_sync (&schema, cancellable, error, "service", entry->service, NULL);
      return error == NULL || *error == NULL;
    }
  g_autofree char *label = g_strdup_printf (_ ("Susun: key for %s"), entry->service);
  return secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, entry->key->text,
                                     cancellable, error, "service", entry->service, NULL);
}

static void
store_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (SusunAiDeadline) deadline
      = susun_ai_deadline_new (SUSUN_AI_KEYRING_SECONDS * G_TIME_SPAN_SECOND, cancellable);
  g_autoptr (GError) failure = NULL;
  GError *error = NULL;

  if (store_key (data, susun_ai_deadline_get (deadline), &failure))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  throw_keyring (failure, susun_ai_deadline_is_over (deadline), &error);
  g_task_return_error (task, error);
}

void
susun_ai_key_store_async (const char *service, SusunAiKey *key, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Entry *entry = g_new0 (Entry, 1);

  g_task_set_source_tag (task, susun_ai_key_store_async);
  entry->service = g_strdup (service);
  entry->key = key != NULL ? susun_ai_key_ref (key) : NULL;
  g_task_set_task_data (task, entry, entry_free);
  g_task_run_in_thread (task, store_in_thread);
}

gboolean
susun_ai_key_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
