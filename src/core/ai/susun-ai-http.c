// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/ai/susun-ai-http-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/ai/susun-ai-deadline-private.h"
#include "core/base/susun-error.h"

#define MAX_ANSWER (1024 * 1024)
#define MAX_PAGES 20

/* Of what a service says, so many bytes. */
#define MAX_QUOTE 200
#define MAX_MODELS 1000
#define DEADLINE_CLOUD (60 * G_TIME_SPAN_SECOND)
#define DEADLINE_LOCAL (300 * G_TIME_SPAN_SECOND)

struct _SusunAiHttp
{
  SoupSession *session; /* (owned) */
  const SusunAiProvider *provider;
  SusunAiKey *key; /* (owned) (nullable) */
  char *endpoint;  /* (owned) */
  gint64 deadline;
  gboolean local;
};

static gboolean
is_local_host (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost");
}

static gboolean
check_endpoint (SusunAiHttp *self, const SusunAiOptions *options, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (self->endpoint, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  /* What may be a key is quoted nowhere. */
  if (host == NULL || *host == '\0'
      || (!g_str_equal (scheme, "http") && !g_str_equal (scheme, "https"))
      || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL
      || g_uri_get_fragment (uri) != NULL)
    return susun_throw (error, SUSUN_ERROR_INVALID,
                        _ ("The address of the AI must look like https://HOST/v1, without a name, "
                           "a password or a question mark in it"));
  self->local = is_local_host (host);
  if (g_str_equal (scheme, "http") && !self->local && !options->allow_plain_http)
    return susun_throw (error, SUSUN_ERROR_INVALID,
                        _ ("“%s” is another computer, and http would show it and everybody on the "
                           "way the key and the names: use https"),
                        host);
  if (self->key == NULL && options->provider == SUSUN_AI_GOOGLE)
    return susun_throw (error, SUSUN_ERROR_INVALID,
                        _ ("Google AI Studio needs a key: give --ai-key-file, set %s, or put it "
                           "into the keyring with the preferences of Susun"),
                        SUSUN_AI_KEY_VARIABLE);
  return TRUE;
}

SusunAiHttp *
susun_ai_http_new (const SusunAiOptions *options, GError **error)
{
  g_autoptr (SusunAiHttp) self = g_new0 (SusunAiHttp, 1);

  self->provider = options->provider == SUSUN_AI_GOOGLE ? &susun_ai_google : &susun_ai_openai;
  self->key = options->key != NULL ? susun_ai_key_ref (options->key) : NULL;
  self->endpoint
      = g_strdup (options->endpoint != NULL ? options->endpoint : self->provider->default_endpoint);
  while (g_str_has_suffix (self->endpoint, "/"))
    self->endpoint[strlen (self->endpoint) - 1] = '\0';
  if (!check_endpoint (self, options, error))
    return NULL;
  self->deadline = options->deadline_ms > 0 ? options->deadline_ms * G_TIME_SPAN_MILLISECOND
                   : self->local            ? DEADLINE_LOCAL
                                            : DEADLINE_CLOUD;
  return g_steal_pointer (&self);
}

void
susun_ai_http_free (SusunAiHttp *self)
{
  if (self == NULL)
    return;
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->key, susun_ai_key_unref);
  g_free (self->endpoint);
  g_free (self);
}

const SusunAiProvider *
susun_ai_http_get_provider (SusunAiHttp *self)
{
  return self->provider;
}

gboolean
susun_ai_http_is_local (SusunAiHttp *self)
{
  return self->local;
}

const char *
susun_ai_http_get_endpoint (SusunAiHttp *self)
{
  return self->endpoint;
}

/* On the thread that uses it. */
static SoupSession *
get_session (SusunAiHttp *self)
{
  if (self->session != NULL)
    return self->session;
  /* The deadline ends an exchange, so the socket's own timeout is only its backstop. */
  self->session
      = soup_session_new_with_options ("max-conns", 1, "max-conns-per-host", 1, "idle-timeout", 30,
                                       "timeout", (guint) (self->deadline / G_TIME_SPAN_SECOND) + 1,
                                       "user-agent", "Susun/" PACKAGE_VERSION, NULL);
  /* A server on this computer is not asked by way of another one. */
  if (self->local)
    soup_session_set_proxy_resolver (self->session, NULL);
  return self->session;
}

/* Reads to the end. @text: (inout). Returns: FALSE with G_IO_ERROR_NO_SPACE when it is too large */
static gboolean
read_all (GInputStream *stream, GByteArray *bytes, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (16 * 1024);

  for (;;)
    {
      gssize n = g_input_stream_read (stream, buffer, 16 * 1024, cancellable, error);
      if (n <= 0)
        return n == 0;
      if (bytes->len + n > MAX_ANSWER)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                               _ ("The answer of the AI service is far too large"));
          return FALSE;
        }
      g_byte_array_append (bytes, buffer, n);
    }
}

/* Whatever went wrong, as a sentence without addresses. */
static void
throw_failure (SusunAiHttp *self, const GError *failure, gboolean timed_out,
               GCancellable *cancellable, GError **error)
{
  if (timed_out || g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                         _ ("The AI service did not answer in time"));
  else if (g_cancellable_is_cancelled (cancellable))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    g_propagate_error (error, g_error_copy (failure));
  else
    {
      g_autofree char *reason = susun_ai_key_redact (self->key, failure->message);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("The AI service could not be reached: %s"), reason);
    }
}

static guint
exchange (SusunAiHttp *self, SoupMessage *message, GByteArray *bytes, GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GInputStream) stream
      = soup_session_send (get_session (self), message, cancellable, error);

  if (stream == NULL || !read_all (stream, bytes, cancellable, error)
      || !g_input_stream_close (stream, cancellable, error))
    return 0;
  return soup_message_get_status (message);
}

guint
susun_ai_http_send (SusunAiHttp *self, const char *address, const char *body,
                    GCancellable *cancellable, char **answer, GError **error)
{
  g_autoptr (SusunAiDeadline) deadline = susun_ai_deadline_new (self->deadline, cancellable);
  g_autoptr (SoupMessage) message = soup_message_new (body != NULL ? "POST" : "GET", address);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) failure = NULL;
  guint status;

  if (message == NULL)
    {
      susun_throw (error, SUSUN_ERROR_INVALID, _ ("The address of the AI cannot be used"));
      return 0;
    }
  /* A redirect would take the key to another computer. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (self->key != NULL)
    self->provider->add_key (soup_message_get_request_headers (message), self->key);
  if (body != NULL)
    {
      g_autoptr (GBytes) request = g_bytes_new (body, strlen (body));
      soup_message_set_request_body_from_bytes (message, "application/json", request);
    }
  status = exchange (self, message, bytes, susun_ai_deadline_get (deadline), &failure);
  if (status == 0)
    {
      /* What is left of a broken exchange must not be read as the next answer. */
      soup_session_abort (self->session);
      throw_failure (self, failure, susun_ai_deadline_is_over (deadline), cancellable, error);
      return 0;
    }
  *answer
      = bytes->len > 0 ? g_utf8_make_valid ((const char *) bytes->data, bytes->len) : g_strdup ("");
  return status;
}

char *
susun_ai_http_quote (const SusunAiKey *key, const char *said)
{
  g_autofree char *redacted = susun_ai_key_redact (key, said);
  GString *text = g_string_new (NULL);

  for (const char *p = redacted; *p != '\0' && text->len < MAX_QUOTE; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      g_string_append_unichar (
          text, g_unichar_isprint (c) && g_unichar_type (c) != G_UNICODE_FORMAT ? c : ' ');
    }
  if (text->len >= MAX_QUOTE)
    g_string_append (text, "…");
  return g_string_free (text, FALSE);
}

/* --- models */

char *
susun_ai_models_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "susun", "ai-models.txt", NULL);
}

GStrv
susun_ai_read_preferences (const SusunAiOptions *options)
{
  const SusunAiProvider *provider
      = options->provider == SUSUN_AI_GOOGLE ? &susun_ai_google : &susun_ai_openai;
  g_autoptr (GPtrArray) models = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  if (options->models == NULL || !g_file_get_contents (options->models, &text, NULL, NULL)
      || !g_utf8_validate (text, -1, NULL))
    return g_strdupv ((char **) provider->models);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      if (*line != '\0' && *line != '#' && models->len < MAX_MODELS)
        g_ptr_array_add (models, g_strdup (line));
    }
  if (models->len == 0)
    return g_strdupv ((char **) provider->models);
  g_ptr_array_add (models, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&models), FALSE);
}

/* Those of @preferred that are there come first, in its order. @models: (transfer full) */
static GPtrArray *
sort_models (GPtrArray *models, const char *const *preferred)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func (g_free);
  guint index;

  for (guint i = 0; preferred[i] != NULL; i++)
    if (g_ptr_array_find_with_equal_func (models, preferred[i], g_str_equal, &index))
      g_ptr_array_add (sorted, g_ptr_array_steal_index (models, index));
  for (guint i = 0; i < models->len && sorted->len < MAX_MODELS; i++)
    g_ptr_array_add (sorted, g_strdup (models->pdata[i]));
  g_ptr_array_unref (models);
  return sorted;
}

static gboolean
throw_reply (SusunAiHttp *self, guint status, const char *answer, GError **error)
{
  g_auto (SusunAiReply) reply = { 0 };
  g_autofree char *said = NULL;

  self->provider->read_reply (status, answer, &reply);
  said = susun_ai_http_quote (self->key, reply.message != NULL ? reply.message : "");
  if (reply.kind == SUSUN_AI_REPLY_CREDENTIALS)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                 _ ("The AI service does not accept the key. %s"), said);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 /* Translators: a number such as 404, and what the service says (English) */
                 _ ("The AI service did not list its models (%u). %s"), status, said);
  return FALSE;
}

GPtrArray *
susun_ai_http_list_models (SusunAiHttp *self, const char *const *preferred,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) models = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *page = NULL;

  for (guint i = 0; i < MAX_PAGES && models->len < MAX_MODELS; i++)
    {
      g_autofree char *address = self->provider->make_models_address (self->endpoint, page);
      g_autofree char *answer = NULL;
      guint status = susun_ai_http_send (self, address, NULL, cancellable, &answer, error);

      if (status == 0)
        return NULL;
      g_clear_pointer (&page, g_free);
      if (status != 200 || !self->provider->read_models (answer, models, &page))
        {
          throw_reply (self, status, answer, error);
          return NULL;
        }
      if (page == NULL || *page == '\0')
        break;
    }
  return sort_models (g_steal_pointer (&models), preferred);
}
