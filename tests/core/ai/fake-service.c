// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "tests/core/ai/fake-service.h"

#include <string.h>

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#define HUGE_BODY (10 * 1024 * 1024)
#define DRIP_MS 50

struct _FakeService
{
  SusunTitles *titles;
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  char *endpoint;

  GMutex lock;
  GCond ready;
  GQueue script;       /* (lock) (element-type FakeStep) */
  GPtrArray *requests; /* (lock) (element-type FakeRequest) */
  guint open, most;    /* (lock) */
  gint64 now;          /* (lock) */
  GPtrArray *stolen;   /* of the server's thread: (element-type GIOStream) */
};

static void
request_free (gpointer data)
{
  FakeRequest *request = data;

  g_free (request->method);
  g_free (request->path);
  g_free (request->key);
  g_free (request->body);
  g_free (request);
}

static void
step_free (gpointer data)
{
  FakeStep *step = data;

  g_free ((char *) step->body);
  g_free ((char *) step->location);
  g_free (step);
}

/* --- bodies */

static char *
take_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
begin (JsonBuilder *builder, const char *name, gboolean array)
{
  if (name != NULL)
    json_builder_set_member_name (builder, name);
  if (array)
    json_builder_begin_array (builder);
  json_builder_begin_object (builder);
}

static void
end (JsonBuilder *builder, gboolean array)
{
  json_builder_end_object (builder);
  if (array)
    json_builder_end_array (builder);
}

char *
fake_google_text (const char *text, const char *finish_reason)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin (builder, NULL, FALSE);
  begin (builder, "candidates", TRUE);
  begin (builder, "content", FALSE);
  begin (builder, "parts", TRUE);
  add_string (builder, "text", text);
  end (builder, TRUE);
  end (builder, FALSE);
  add_string (builder, "finishReason", finish_reason);
  end (builder, TRUE);
  end (builder, FALSE);
  return take_json (builder);
}

char *
fake_google_error (guint code, const char *status, const char *message, const char *details)
{
  return g_strdup_printf (
      "{\"error\":{\"code\":%u,\"message\":\"%s\",\"status\":\"%s\",\"details\":[%s]}}", code,
      message, status, details != NULL ? details : "");
}

char *
fake_openai_text (const char *text, const char *finish_reason)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin (builder, NULL, FALSE);
  begin (builder, "choices", TRUE);
  begin (builder, "message", FALSE);
  add_string (builder, "role", "assistant");
  add_string (builder, "content", text);
  end (builder, FALSE);
  add_string (builder, "finish_reason", finish_reason);
  end (builder, TRUE);
  end (builder, FALSE);
  return take_json (builder);
}

/* --- questions */

/* The texts of a request, whichever of the two ways it speaks: the last string in it that holds
 * {"items":[…]}, behind the rules. */
static void
find_items (JsonNode *node, JsonArray **items)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) members = json_object_get_values (json_node_get_object (node));
      for (GList *l = members; l != NULL; l = l->next)
        find_items (l->data, items);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      find_items (json_array_get_element (json_node_get_array (node), i), items);
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      const char *start = g_strrstr (json_node_get_string (node), "{\"items\":[{\"i\":0,\"t\":\"");
      g_autoptr (JsonNode) inner = start != NULL ? json_from_string (start, NULL) : NULL;
      if (inner == NULL || g_str_has_prefix (start, "{\"items\":[{\"i\":0,\"t\":\"...\""))
        return;
      g_clear_pointer (items, json_array_unref);
      *items
          = json_array_ref (json_object_get_array_member (json_node_get_object (inner), "items"));
    }
}

static JsonArray *
read_items (const char *body)
{
  g_autoptr (JsonNode) root = json_from_string (body, NULL);
  JsonArray *items = NULL;

  if (root != NULL)
    find_items (root, &items);
  return items;
}

/* What a good model says: the words mended as the formatter does it, and one more. */
static char *
make_good_text (FakeService *self, JsonArray *items)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "items");
  json_builder_begin_array (builder);
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      g_autofree char *title
          = susun_titles_format (self->titles, json_object_get_string_member (item, "t"), NULL);
      g_auto (GStrv) parts = g_strsplit (title, "Ptunangan", -1);
      g_autofree char *mended = g_strjoinv ("Pertunangan", parts);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "i");
      json_builder_add_int_value (builder, i);
      add_string (builder, "t", mended);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return take_json (builder);
}

/* --- the server's thread */

typedef struct
{
  FakeService *service;
  GIOStream *stream;
} Drip;

static gboolean
drip_cb (gpointer data)
{
  Drip *drip = data;

  if (g_output_stream_write (g_io_stream_get_output_stream (drip->stream), " ", 1, NULL, NULL) == 1)
    return G_SOURCE_CONTINUE;
  g_mutex_lock (&drip->service->lock);
  drip->service->open--;
  g_mutex_unlock (&drip->service->lock);
  return G_SOURCE_REMOVE;
}

static void
drip_free (gpointer data)
{
  Drip *drip = data;

  g_object_unref (drip->stream);
  g_free (drip);
}

/* Promises more than it gives; then drips, hangs up or stays silent. */
static void
answer_badly (FakeService *self, SoupServerMessage *message, FakeKind kind)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                             "Content-Length: 5000\r\n\r\n{\"candidates\":";
  GIOStream *stream = soup_server_message_steal_connection (message);

  if (kind != FAKE_NEVER)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), head, strlen (head), NULL,
                               NULL, NULL);
  if (kind == FAKE_TRUNCATED)
    {
      g_io_stream_close (stream, NULL, NULL);
      g_object_unref (stream);
      g_mutex_lock (&self->lock);
      self->open--;
      g_mutex_unlock (&self->lock);
      return;
    }
  g_ptr_array_add (self->stolen, stream);
  if (kind == FAKE_DRIP)
    {
      g_autoptr (GSource) source = g_timeout_source_new (DRIP_MS);
      Drip *drip = g_new (Drip, 1);
      drip->service = self;
      drip->stream = g_object_ref (stream);
      g_source_set_callback (source, drip_cb, drip, drip_free);
      g_source_attach (source, self->context);
    }
}

static void
finished_cb (SoupServerMessage *message, gpointer data)
{
  FakeService *self = data;

  g_mutex_lock (&self->lock);
  self->open--;
  g_mutex_unlock (&self->lock);
}

static FakeStep *
note_request (FakeService *self, SoupServerMessage *message, const char *path, JsonArray **items)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));
  const char *key = soup_message_headers_get_one (headers, "x-goog-api-key");
  FakeRequest *request = g_new0 (FakeRequest, 1);
  FakeStep *step;

  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strconcat (path, query != NULL ? "?" : "", query, NULL);
  request->key
      = g_strdup (key != NULL ? key : soup_message_headers_get_one (headers, "Authorization"));
  request->body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  *items = read_items (request->body);
  request->n_items = *items != NULL ? json_array_get_length (*items) : 0;
  g_mutex_lock (&self->lock);
  request->time = self->now;
  g_ptr_array_add (self->requests, request);
  self->open++;
  self->most = MAX (self->most, self->open);
  step = g_queue_pop_head (&self->script);
  g_mutex_unlock (&self->lock);
  return step;
}

static void
answer_well (FakeService *self, SoupServerMessage *message, const char *path, JsonArray *items)
{
  g_autofree char *text = make_good_text (self, items);
  g_autofree char *body = strstr (path, "chat/completions") != NULL
                              ? fake_openai_text (text, "stop")
                              : fake_google_text (text, "STOP");

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body,
                                    strlen (body));
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  FakeService *self = data;
  JsonArray *items = NULL;
  FakeStep *step = note_request (self, message, path, &items);
  const char *body = step != NULL && step->body != NULL ? step->body : "";

  if (step == NULL || step->kind == FAKE_ANSWER || step->kind == FAKE_GOOD
      || step->kind == FAKE_HUGE)
    g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
  if (step == NULL || step->kind == FAKE_GOOD)
    answer_well (self, message, path, items);
  else if (step->kind == FAKE_HUGE)
    {
      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_TAKE,
                                        g_strnfill (HUGE_BODY, ' '), HUGE_BODY);
    }
  else if (step->kind == FAKE_ANSWER)
    {
      soup_server_message_set_status (message, step->status, NULL);
      if (step->location != NULL)
        soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                      "Location", step->location);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, body,
                                        strlen (body));
    }
  else
    answer_badly (self, message, step->kind);
  g_clear_pointer (&items, json_array_unref);
  if (step != NULL)
    step_free (step);
}

static gpointer
serve_in_thread (gpointer data)
{
  FakeService *self = data;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server, NULL, request_cb, self, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  GSList *uris = soup_server_get_uris (server);
  g_mutex_lock (&self->lock);
  self->endpoint = g_strdup_printf ("http://127.0.0.1:%d/v1beta", g_uri_get_port (uris->data));
  g_cond_signal (&self->ready);
  g_mutex_unlock (&self->lock);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  g_main_loop_run (self->loop);
  soup_server_disconnect (server);
  g_clear_object (&server);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_ptr_array_set_size (self->stolen, 0);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

FakeService *
fake_service_new (SusunTitles *titles)
{
  FakeService *self = g_new0 (FakeService, 1);

  self->titles = susun_titles_ref (titles);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->requests = g_ptr_array_new_with_free_func (request_free);
  self->stolen = g_ptr_array_new_with_free_func (g_object_unref);
  self->now = G_GINT64_CONSTANT (1790000000) * G_USEC_PER_SEC;
  g_mutex_init (&self->lock);
  g_cond_init (&self->ready);
  g_queue_init (&self->script);
  self->thread = g_thread_new ("fake", serve_in_thread, self);
  g_mutex_lock (&self->lock);
  while (self->endpoint == NULL)
    g_cond_wait (&self->ready, &self->lock);
  g_mutex_unlock (&self->lock);
  return self;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
fake_service_free (FakeService *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, quit_cb, self->loop, NULL);
  g_source_attach (source, self->context);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_queue_clear_full (&self->script, step_free);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->stolen);
  susun_titles_unref (self->titles);
  g_free (self->endpoint);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ready);
  g_free (self);
}

const char *
fake_service_get_endpoint (FakeService *self)
{
  return self->endpoint;
}

void
fake_service_script (FakeService *self, const FakeStep *steps, guint n)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < n; i++)
    {
      FakeStep *step = g_memdup2 (&steps[i], sizeof steps[i]);
      step->body = g_strdup (step->body);
      step->location = g_strdup (step->location);
      g_queue_push_tail (&self->script, step);
    }
  g_mutex_unlock (&self->lock);
}

void
fake_service_script_one (FakeService *self, guint status, const char *body)
{
  const FakeStep step = { FAKE_ANSWER, status, body };

  fake_service_script (self, &step, 1);
}

guint
fake_service_count (FakeService *self)
{
  g_mutex_lock (&self->lock);
  guint n = self->requests->len;
  g_mutex_unlock (&self->lock);
  return n;
}

const FakeRequest *
fake_service_get (FakeService *self, guint index)
{
  g_assert_cmpuint (index, <, self->requests->len);
  return self->requests->pdata[index];
}

guint
fake_service_get_most (FakeService *self)
{
  return self->most;
}

static gint64
clock_now (gpointer data)
{
  return fake_service_now (data);
}

static void
clock_wait (gint64 until, GCancellable *cancellable, gpointer data)
{
  FakeService *self = data;

  g_mutex_lock (&self->lock);
  self->now = MAX (self->now, until);
  g_mutex_unlock (&self->lock);
}

gint64
fake_service_now (FakeService *self)
{
  g_mutex_lock (&self->lock);
  gint64 now = self->now;
  g_mutex_unlock (&self->lock);
  return now;
}

SusunAiClock
fake_service_get_clock (FakeService *self)
{
  return (SusunAiClock){ clock_now, clock_wait, self };
}
