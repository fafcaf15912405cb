// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/susun-ai-setup.h"

#include <string.h>

#include <glib/gi18n.h>

/* The setting is 0 for off, or one more than the provider. */
static SusunAiProviderKind
get_provider (GSettings *settings)
{
  return (SusunAiProviderKind) (g_settings_get_enum (settings, "ai-provider") - 1);
}

/* Returns: (transfer full) (nullable): NULL for the usual one */
static char *
dup_endpoint (GSettings *settings)
{
  g_autofree char *endpoint = g_settings_get_string (settings, "ai-endpoint");

  g_strstrip (endpoint);
  return get_provider (settings) == SUSUN_AI_OPENAI && *endpoint != '\0'
             ? g_steal_pointer (&endpoint)
             : NULL;
}

gboolean
susun_ai_setup_is_on (GSettings *settings)
{
  return g_settings_get_enum (settings, "ai-provider") > 0;
}

char *
susun_ai_setup_dup_name (GSettings *settings)
{
  char *endpoint;

  if (get_provider (settings) == SUSUN_AI_GOOGLE)
    return g_strdup ("Google AI Studio");
  endpoint = dup_endpoint (settings);
  return endpoint != NULL ? endpoint : g_strdup (_ ("Ollama on this computer"));
}

static gboolean
is_this_computer (const char *endpoint)
{
  g_autoptr (GUri) uri = g_uri_parse (endpoint, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return host != NULL
         && (g_ascii_strcasecmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost"));
}

gboolean
susun_ai_setup_is_remote (GSettings *settings)
{
  g_autofree char *endpoint = dup_endpoint (settings);

  return get_provider (settings) == SUSUN_AI_GOOGLE
         || (endpoint != NULL && !is_this_computer (endpoint));
}

char *
susun_ai_setup_dup_service (GSettings *settings)
{
  char *endpoint = dup_endpoint (settings);

  return endpoint != NULL ? endpoint : g_strdup (susun_ai_provider_nick (get_provider (settings)));
}

/* --- the key */

static void
looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  gboolean needed = GPOINTER_TO_INT (g_task_get_task_data (task));
  g_autoptr (GError) failure = NULL;
  GError *error = NULL;
  SusunAiKey *key = susun_ai_key_lookup_finish (result, &failure);

  if (key == NULL)
    key = susun_ai_key_from_environment (&error);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (key != NULL || !needed)
    /* A server of one's own may want none: a keyring that fails is no failure then. */
    g_task_return_pointer (task, key, (GDestroyNotify) susun_ai_key_unref);
  else if (failure != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                             _ ("The key of the AI could not be read from the keyring: %s"),
                             failure->message);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             _ ("There is no key for the AI yet. Set it in Preferences."));
}

void
susun_ai_setup_find_key (GSettings *settings, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *service = susun_ai_setup_dup_service (settings);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, susun_ai_setup_find_key);
  g_task_set_task_data (task, GINT_TO_POINTER (get_provider (settings) == SUSUN_AI_GOOGLE), NULL);
  susun_ai_key_lookup_async (service, cancellable, looked_up_cb, task);
}

SusunAiKey *
susun_ai_setup_find_key_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the options */

char *
susun_ai_setup_dup_database (void)
{
  g_autofree char *history = g_build_filename (g_get_user_data_dir (), "susun", "history.db", NULL);

  return susun_ai_database_for (history);
}

SusunAiSetup *
susun_ai_setup_new (GSettings *settings, SusunAiKey *key)
{
  SusunAiSetup *self = g_new0 (SusunAiSetup, 1);

  self->key = key != NULL ? susun_ai_key_ref (key) : NULL;
  self->endpoint = dup_endpoint (settings);
  self->model = g_strstrip (g_settings_get_string (settings, "ai-model"));
  self->models = susun_ai_models_path ();
  self->database = susun_ai_setup_dup_database ();
  self->options = (SusunAiOptions){
    .provider = get_provider (settings),
    .endpoint = self->endpoint,
    .key = self->key,
    .model = *self->model != '\0' ? self->model : NULL,
    .models = self->models,
    .database = self->database,
    .mask_names = g_settings_get_boolean (settings, "ai-mask-names"),
  };
  return self;
}

void
susun_ai_setup_free (SusunAiSetup *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->key, susun_ai_key_unref);
  g_free (self->endpoint);
  g_free (self->model);
  g_free (self->models);
  g_free (self->database);
  g_free (self);
}
