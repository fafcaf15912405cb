// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/ai/susun-ai-private.h"

#include <string.h>

#include "core/titles/susun-title-mask.h"

/* What is asked for before or beside asking: names, models, what would be sent. */

static const char *const provider_nicks[] = { "google", "openai-compatible" };
G_STATIC_ASSERT (G_N_ELEMENTS (provider_nicks) == SUSUN_N_AI_PROVIDERS);

const char *
susun_ai_provider_nick (SusunAiProviderKind kind)
{
  g_return_val_if_fail (kind < SUSUN_N_AI_PROVIDERS, provider_nicks[0]);

  return provider_nicks[kind];
}

gboolean
susun_ai_provider_from_nick (const char *nick, SusunAiProviderKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (provider_nicks); i++)
    if (g_str_equal (provider_nicks[i], nick))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

char *
susun_ai_database_for (const char *history_db)
{
  g_autofree char *folder = g_path_get_dirname (history_db);

  return g_build_filename (folder, "ai.db", NULL);
}

GPtrArray *
susun_ai_make_models (const SusunAiOptions *options)
{
  g_auto (GStrv) preferred = susun_ai_read_preferences (options);
  GPtrArray *models = g_ptr_array_new_with_free_func (g_free);

  if (options->model != NULL)
    g_ptr_array_add (models, g_strdup (options->model));
  for (guint i = 0; preferred[i] != NULL; i++)
    if (g_strcmp0 (preferred[i], options->model) != 0)
      g_ptr_array_add (models, g_strdup (preferred[i]));
  return models;
}

char *
susun_ai_preview (const SusunAiOptions *options, const SusunTitles *titles,
                  const char *const *texts, guint n)
{
  const SusunAiProvider *provider
      = options->provider == SUSUN_AI_GOOGLE ? &susun_ai_google : &susun_ai_openai;
  g_autoptr (GPtrArray) models = susun_ai_make_models (options);
  const char *model = models->len > 0 ? models->pdata[0] : "";
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
  GString *preview = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (asked, options->mask_names ? susun_titles_mask (titles, texts[i], names)
                                                  : g_strdup (texts[i]));
    }
  texts = (const char *const *) asked->pdata;
  for (guint start = 0; start < n;)
    {
      gsize bytes = 0;
      guint length = 0;
      while (start + length < n && length < SUSUN_AI_MAX_ITEMS)
        {
          bytes += strlen (texts[start + length]);
          if (length > 0 && bytes > SUSUN_AI_MAX_BYTES)
            break;
          length++;
        }
      g_autofree char *body
          = provider->make_body (model, provider->get_features (model), texts + start, length);
      g_string_append_printf (preview, "%s%s", start > 0 ? "\n" : "", body);
      start += length;
    }
  return g_string_free (preview, FALSE);
}

/* --- for the preferences */

gboolean
susun_ai_check_options (const SusunAiOptions *options, GError **error)
{
  SusunAiHttp *http = susun_ai_http_new (options, error);
  gboolean ok = http != NULL;

  susun_ai_http_free (http);
  return ok;
}

typedef struct
{
  SusunAiHttp *http;
  GStrv preferred;
} Listing;

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  susun_ai_http_free (listing->http);
  g_strfreev (listing->preferred);
  g_free (listing);
}

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Listing *listing = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GPtrArray) models = NULL;
  GError *error = NULL;

  g_main_context_push_thread_default (context);
  models = susun_ai_http_list_models (listing->http, (const char *const *) listing->preferred,
                                      cancellable, &error);
  g_clear_pointer (&listing->http, susun_ai_http_free);
  g_main_context_pop_thread_default (context);
  if (models == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_add (models, NULL);
  g_task_return_pointer (task, g_ptr_array_free (g_steal_pointer (&models), FALSE),
                         (GDestroyNotify) g_strfreev);
}

void
susun_ai_list_models_async (const SusunAiOptions *options, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  SusunAiHttp *http = susun_ai_http_new (options, &error);
  Listing *listing;

  g_task_set_source_tag (task, susun_ai_list_models_async);
  if (http == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  listing = g_new0 (Listing, 1);
  listing->http = http;
  listing->preferred = susun_ai_read_preferences (options);
  g_task_set_task_data (task, listing, listing_free);
  g_task_run_in_thread (task, list_in_thread);
}

GStrv
susun_ai_list_models_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
susun_ai_forget_answers (const char *database, GError **error)
{
  g_autoptr (SusunAiStore) store = NULL;

  if (!g_file_test (database, G_FILE_TEST_EXISTS))
    return TRUE;
  store = susun_ai_store_open (database, error);
  return store != NULL && susun_ai_store_forget_answers (store, error);
}
