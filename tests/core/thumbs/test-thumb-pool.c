// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/base/susun-sys.h"
#include "core/thumbs/susun-thumb-pool.h"
#include "core/thumbs/susun-thumb-shelf.h"
#include "thumbs-fixture.h"

#define BUDGET (16 * 1024 * 1024)

/* A gate before every file of the folder: what is opened is noted, and waits while it is shut. */
typedef struct
{
  const char *folder;
  GMutex lock;
  GCond changed;
  gboolean shut;  /* (lock) */
  guint waiting;  /* (lock): threads at the gate */
  GString *order; /* (lock): the first letters of the names that were opened */
} Gate;

static int
gate_hook (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  Gate *gate = user_data;
  const char *slash = name != NULL ? strrchr (name, '/') : NULL;

  if (call != SUSUN_SYS_OPEN || phase != SUSUN_SYS_BEFORE || slash == NULL
      || !g_str_has_prefix (name, gate->folder) || !g_str_has_suffix (name, ".jpg"))
    return 0;
  g_mutex_lock (&gate->lock);
  g_string_append_c (gate->order, slash[1]);
  gate->waiting++;
  g_cond_broadcast (&gate->changed);
  while (gate->shut)
    g_cond_wait (&gate->changed, &gate->lock);
  gate->waiting--;
  g_mutex_unlock (&gate->lock);
  return 0;
}

static void
gate_set_up (Gate *gate, Fixture *fixture, gboolean shut)
{
  memset (gate, 0, sizeof *gate);
  gate->folder = fixture->folder;
  gate->shut = shut;
  gate->order = g_string_new (NULL);
  g_mutex_init (&gate->lock);
  g_cond_init (&gate->changed);
  susun_sys_set_hook (gate_hook, gate);
}

static void
gate_tear_down (Gate *gate)
{
  susun_sys_set_hook (NULL, NULL);
  g_string_free (gate->order, TRUE);
  g_mutex_clear (&gate->lock);
  g_cond_clear (&gate->changed);
}

static void
gate_wait_for (Gate *gate, guint n)
{
  g_mutex_lock (&gate->lock);
  while (gate->waiting < n)
    g_cond_wait (&gate->changed, &gate->lock);
  g_mutex_unlock (&gate->lock);
}

static void
gate_open (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->shut = FALSE;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->lock);
}

/* Answers as they come. */
typedef struct
{
  GThread *thread;
  guint answered;
  guint cancelled;
  guint failed;
  SusunThumb *last; /* (owned) (nullable) */
} Answers;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answers *answers = user_data;
  g_autoptr (GError) error = NULL;
  SusunThumb *thumb = susun_thumb_pool_load_finish (SUSUN_THUMB_POOL (source), result, &error);

  g_assert_true (g_thread_self () == answers->thread);
  g_assert_true ((thumb == NULL) == (error != NULL));
  answers->answered++;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    answers->cancelled++;
  else if (error != NULL)
    answers->failed++;
  g_clear_pointer (&answers->last, susun_thumb_unref);
  answers->last = thumb;
}

static void
wait_for (Answers *answers, guint n)
{
  while (answers->answered < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (answers->answered, ==, n);
}

static char *
make_photo (Fixture *self, const char *name, int width)
{
  g_autoptr (GdkPixbuf) picture = fixture_picture (width, width * 3 / 4);
  g_autoptr (GdkPixbuf) small = fixture_picture (160, 120);
  g_autoptr (GByteArray) jpeg = fixture_encode (picture, "jpeg");
  g_autoptr (GByteArray) thumb = fixture_encode (small, "jpeg");
  g_autoptr (GByteArray) bytes = fixture_with_exif (jpeg, 1, thumb);

  return fixture_write (self, name, bytes->data, bytes->len);
}

static void
ask (SusunThumbPool *pool, const char *path, SusunThumbWant want, GCancellable *cancellable,
     Answers *answers)
{
  susun_thumb_pool_load_async (pool, path, SUSUN_THUMB_SIZE_LARGE, want,
                               SUSUN_THUMB_URGENCY_VISIBLE, cancellable, answered_cb, answers);
}

static void
test_load (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = fixture_path (self, "thumbnails");
  g_autoptr (SusunThumbCache) cache = susun_thumb_cache_new (folder);
  g_autoptr (SusunThumbPool) pool = susun_thumb_pool_new (2, BUDGET, cache);
  g_autofree char *path = make_photo (self, "a.jpg", 800);
  g_autoptr (SusunThumb) peeked = NULL;
  g_autoptr (SusunThumb) placeholder = NULL;
  g_autoptr (SusunThumb) cached = NULL;
  Answers answers = { .thread = g_thread_self () };
  struct stat status;

  g_assert_null (susun_thumb_pool_peek (pool, path, SUSUN_THUMB_SIZE_LARGE));
  ask (pool, path, SUSUN_THUMB_WANT_PLACEHOLDER, NULL, &answers);
  wait_for (&answers, 1);
  g_assert_true (susun_thumb_is_placeholder (answers.last));
  placeholder = susun_thumb_pool_peek (pool, path, SUSUN_THUMB_SIZE_LARGE);
  g_assert_true (placeholder == answers.last);

  ask (pool, path, SUSUN_THUMB_WANT_FULL, NULL, &answers);
  wait_for (&answers, 2);
  g_assert_cmpint (susun_thumb_get_state (answers.last), ==, SUSUN_THUMB_FULL);
  g_assert_cmpint (susun_thumb_get_width (answers.last), ==, 256);
  peeked = susun_thumb_pool_peek (pool, path, SUSUN_THUMB_SIZE_LARGE);
  g_assert_true (peeked == answers.last);

  /* Again: from memory, and a finished one is a good placeholder. */
  ask (pool, path, SUSUN_THUMB_WANT_FULL, NULL, &answers);
  wait_for (&answers, 3);
  g_assert_true (peeked == answers.last);
  ask (pool, path, SUSUN_THUMB_WANT_PLACEHOLDER, NULL, &answers);
  wait_for (&answers, 4);
  g_assert_true (peeked == answers.last);

  /* The desktop's cache has it too, after the thread had time to write it. */
  susun_thumb_pool_stop (pool);
  g_assert_cmpint (stat (path, &status), ==, 0);
  cached
      = susun_thumb_cache_read (cache, path, status.st_mtim.tv_sec, SUSUN_THUMB_SIZE_LARGE, FALSE);
  g_assert_nonnull (cached);
  g_clear_pointer (&answers.last, susun_thumb_unref);
}

/* A file that changed is made anew. */
static void
test_changed (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbPool) pool = susun_thumb_pool_new (1, BUDGET, NULL);
  g_autofree char *path = make_photo (self, "a.jpg", 800);
  Answers answers = { .thread = g_thread_self () };

  ask (pool, path, SUSUN_THUMB_WANT_FULL, NULL, &answers);
  wait_for (&answers, 1);
  g_assert_cmpint (susun_thumb_get_width (answers.last), ==, 256);
  g_free (path);
  path = make_photo (self, "a.jpg", 200);
  ask (pool, path, SUSUN_THUMB_WANT_FULL, NULL, &answers);
  wait_for (&answers, 2);
  g_assert_cmpint (susun_thumb_get_width (answers.last), ==, 200);
  g_remove (path);
  ask (pool, path, SUSUN_THUMB_WANT_FULL, NULL, &answers);
  wait_for (&answers, 3);
  g_assert_cmpuint (answers.failed, ==, 1);
}

/* The desktop's cache is asked before anything is decoded. */
static void
test_from_cache (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = fixture_path (self, "thumbnails");
  g_autoptr (SusunThumbCache) cache = susun_thumb_cache_new (folder);
  g_autoptr (SusunThumbPool) pool = susun_thumb_pool_new (1, BUDGET, cache);
  g_autofree char *path = fixture_write (self, "a.jpg", "no picture at all", 17);
  g_autoptr (GdkPixbuf) picture = fixture_picture (100, 50);
  g_autoptr (GBytes) pixels = gdk_pixbuf_read_pixel_bytes (picture);
  g_autoptr (SusunThumb) thumb = susun_thumb_new (
      SUSUN_THUMB_FULL, pixels, 100, 50, gdk_pixbuf_get_rowstride (picture), FALSE, -1, NULL);
  Answers answers = { .thread = g_thread_self () };
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_true (susun_thumb_cache_write (cache, path, status.st_mtim.tv_sec,
                                          SUSUN_THUMB_SIZE_LARGE, thumb, NULL));
  ask (pool, path, SUSUN_THUMB_WANT_FULL, NULL, &answers);
  wait_for (&answers, 1);
  g_assert_cmpint (susun_thumb_get_width (answers.last), ==, 100);
  g_clear_pointer (&answers.last, susun_thumb_unref);
}

static void
test_order (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *name;
    SusunThumbWant want;
    SusunThumbUrgency urgency;
  } asked[] = {
    { "0.jpg", SUSUN_THUMB_WANT_FULL, SUSUN_THUMB_URGENCY_VISIBLE }, /* taken at once */
    { "a.jpg", SUSUN_THUMB_WANT_FULL, SUSUN_THUMB_URGENCY_NEARBY },
    { "b.jpg", SUSUN_THUMB_WANT_PLACEHOLDER, SUSUN_THUMB_URGENCY_NEARBY },
    { "c.jpg", SUSUN_THUMB_WANT_FULL, SUSUN_THUMB_URGENCY_VISIBLE },
    { "d.jpg", SUSUN_THUMB_WANT_PLACEHOLDER, SUSUN_THUMB_URGENCY_VISIBLE },
    { "e.jpg", SUSUN_THUMB_WANT_FULL, SUSUN_THUMB_URGENCY_VISIBLE },
    { "f.jpg", SUSUN_THUMB_WANT_PLACEHOLDER, SUSUN_THUMB_URGENCY_VISIBLE },
  };
  g_autoptr (SusunThumbPool) pool = NULL;
  Answers answers = { .thread = g_thread_self () };
  Gate gate;

  gate_set_up (&gate, self, TRUE);
  pool = susun_thumb_pool_new (1, BUDGET, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autofree char *path = fixture_path (self, asked[i].name);
      susun_thumb_pool_load_async (pool, path, SUSUN_THUMB_SIZE_LARGE, asked[i].want,
                                   asked[i].urgency, NULL, answered_cb, &answers);
      if (i == 0)
        gate_wait_for (&gate, 1);
    }
  g_assert_cmpuint (susun_thumb_pool_get_waiting (pool), ==, G_N_ELEMENTS (asked) - 1);
  gate_open (&gate);
  wait_for (&answers, G_N_ELEMENTS (asked));
  g_assert_cmpstr (gate.order->str, ==, "0fdecba");
  g_assert_cmpuint (answers.failed, ==, G_N_ELEMENTS (asked)); /* there are no such files */
  gate_tear_down (&gate);
}

/* What waits is answered at once, while the only thread is busy; what is in hand ends. */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbPool) pool = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *path = make_photo (self, "a.jpg", 400);
  Answers answers = { .thread = g_thread_self () };
  Gate gate;

  gate_set_up (&gate, self, TRUE);
  pool = susun_thumb_pool_new (1, BUDGET, NULL);
  ask (pool, path, SUSUN_THUMB_WANT_FULL, cancellable, &answers);
  gate_wait_for (&gate, 1);
  for (int i = 0; i < 10; i++)
    ask (pool, path, SUSUN_THUMB_WANT_FULL, cancellable, &answers);
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (susun_thumb_pool_get_waiting (pool), ==, 0);
  g_assert_cmpuint (answers.answered, ==, 0); /* never from within */
  wait_for (&answers, 10);
  g_assert_cmpuint (answers.cancelled, ==, 10);

  /* Cancelled before it is asked. */
  ask (pool, path, SUSUN_THUMB_WANT_FULL, cancellable, &answers);
  wait_for (&answers, 11);
  g_assert_cmpuint (answers.cancelled, ==, 11);
  gate_open (&gate);
  wait_for (&answers, 12);
  g_assert_cmpuint (answers.cancelled, ==, 12);
  gate_tear_down (&gate);
}

static void
test_stop (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbPool) pool = NULL;
  g_autofree char *path = make_photo (self, "a.jpg", 400);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answers answers = { .thread = g_thread_self () };

  pool = susun_thumb_pool_new (1, BUDGET, NULL);
  for (int i = 0; i < 50; i++)
    ask (pool, path, SUSUN_THUMB_WANT_FULL, i % 2 ? cancellable : NULL, &answers);
  susun_thumb_pool_stop (pool);
  susun_thumb_pool_stop (pool);
  g_assert_cmpuint (susun_thumb_pool_get_waiting (pool), ==, 0);
  ask (pool, path, SUSUN_THUMB_WANT_FULL, cancellable, &answers);
  g_cancellable_cancel (cancellable);
  wait_for (&answers, 51);
  g_assert_cmpuint (answers.failed, ==, 0);
  g_assert_cmpuint (answers.cancelled, >, 0);
  g_clear_pointer (&answers.last, susun_thumb_unref);
}

/* Much at once, cancelled at random from another thread, the pool let go before the answers. */
static gpointer
cancel_in_thread (gpointer data)
{
  GPtrArray *cancellables = data;

  for (guint i = 0; i < cancellables->len; i++)
    if (i % 3 != 0)
      g_cancellable_cancel (g_ptr_array_index (cancellables, i));
  return NULL;
}

static void
test_many (Fixture *self, gconstpointer data)
{
  SusunThumbPool *pool = susun_thumb_pool_new (3, BUDGET, NULL);
  g_autofree char *path = make_photo (self, "a.jpg", 64);
  g_autoptr (GPtrArray) cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  Answers answers = { .thread = g_thread_self () };
  GThread *thread;

  for (int i = 0; i < 600; i++)
    g_ptr_array_add (cancellables, g_cancellable_new ());
  for (guint i = 0; i < 300; i++)
    ask (pool, path, i % 2, g_ptr_array_index (cancellables, i), &answers);
  thread = g_thread_new ("cancels", cancel_in_thread, cancellables);
  for (guint i = 300; i < 600; i++)
    ask (pool, path, i % 2, g_ptr_array_index (cancellables, i), &answers);
  g_object_unref (pool);
  wait_for (&answers, 600);
  g_thread_join (thread);
  g_assert_cmpuint (answers.failed, ==, 0);
  g_assert_cmpuint (answers.cancelled, <=, 400);
  g_clear_pointer (&answers.last, susun_thumb_unref);
}

static void
test_budget (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunThumbPool) pool = susun_thumb_pool_new (2, 1024 * 1024, NULL);
  Answers answers = { .thread = g_thread_self () };
  guint kept = 0;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);
      g_autofree char *path = make_photo (self, name, 300);
      ask (pool, path, SUSUN_THUMB_WANT_FULL, NULL, &answers);
      wait_for (&answers, i + 1);
      g_assert_cmpuint (susun_thumb_pool_get_cost (pool), <=, 1024 * 1024);
    }
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.jpg", i);
      g_autofree char *path = fixture_path (self, name);
      g_autoptr (SusunThumb) thumb = susun_thumb_pool_peek (pool, path, SUSUN_THUMB_SIZE_LARGE);
      kept += thumb != NULL;
      g_assert_true (thumb == NULL || i >= 20 - 7); /* 147 KB each: the last seven */
    }
  g_assert_cmpuint (kept, ==, 7);
  g_clear_pointer (&answers.last, susun_thumb_unref);
}

static SusunThumb *
make_thumb (SusunThumbState state, gsize bytes)
{
  g_autofree guint8 *data = g_malloc0 (bytes);
  g_autoptr (GBytes) pixels = g_bytes_new (data, bytes);

  return susun_thumb_new (state, pixels, 1, 1, 3, FALSE, -1, NULL);
}

static gboolean
is_on_shelf (SusunThumbShelf *shelf, const char *path)
{
  g_autoptr (SusunThumb) thumb = susun_thumb_shelf_get (shelf, path, 128, NULL);

  return thumb != NULL;
}

static void
test_shelf (void)
{
  g_autoptr (SusunThumbShelf) shelf = susun_thumb_shelf_new (4500);
  g_autoptr (SusunThumb) thumb = make_thumb (SUSUN_THUMB_FULL, 1000);
  g_autoptr (SusunThumb) placeholder = make_thumb (SUSUN_THUMB_PLACEHOLDER, 500);
  g_autoptr (SusunThumb) huge = make_thumb (SUSUN_THUMB_FULL, 6000);
  SusunIdentity identity = { .dev = 1, .ino = 2, .size = 3, .mtime_ns = 4 };
  SusunIdentity later = identity;

  susun_thumb_shelf_put (shelf, "a", 128, &identity, thumb);
  susun_thumb_shelf_put (shelf, "b", 128, &identity, thumb);
  susun_thumb_shelf_put (shelf, "c", 128, &identity, thumb);
  g_assert_true (is_on_shelf (shelf, "a")); /* the last asked for now */
  susun_thumb_shelf_put (shelf, "d", 128, &identity, thumb);
  g_assert_false (is_on_shelf (shelf, "b"));
  g_assert_true (is_on_shelf (shelf, "a"));
  g_assert_true (is_on_shelf (shelf, "c"));
  g_assert_true (is_on_shelf (shelf, "d"));
  g_assert_cmpuint (susun_thumb_shelf_get_length (shelf), ==, 3);
  g_assert_cmpuint (susun_thumb_shelf_get_cost (shelf), <=, 4500);

  /* A placeholder does not take a finished one's place, but that of a file that was. */
  susun_thumb_shelf_put (shelf, "a", 128, &identity, placeholder);
  {
    g_autoptr (SusunThumb) got = susun_thumb_shelf_get (shelf, "a", 128, &identity);
    g_assert_true (got == thumb);
  }
  later.mtime_ns++;
  susun_thumb_shelf_put (shelf, "a", 128, &later, placeholder);
  {
    g_autoptr (SusunThumb) got = susun_thumb_shelf_get (shelf, "a", 128, &later);
    g_assert_true (got == placeholder);
  }
  g_assert_null (susun_thumb_shelf_get (shelf, "a", 128, &identity));
  g_assert_false (is_on_shelf (shelf, "a"));

  susun_thumb_shelf_put (shelf, "c", 128, &identity, huge);
  g_assert_false (is_on_shelf (shelf, "c"));
  g_assert_true (is_on_shelf (shelf, "d"));
  g_assert_cmpuint (susun_thumb_shelf_get_length (shelf), ==, 1);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/thumbs/pool/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("load", test_load);
  ADD ("changed", test_changed);
  ADD ("from-cache", test_from_cache);
  ADD ("order", test_order);
  ADD ("cancel", test_cancel);
  ADD ("stop", test_stop);
  ADD ("many", test_many);
  ADD ("budget", test_budget);
  g_test_add_func ("/thumbs/pool/shelf", test_shelf);
  return g_test_run ();
}
