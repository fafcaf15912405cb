// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "tests/core/store/store-fixture.h"

#include <glib/gstdio.h>

#include "core/base/susun-civil.h"

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("susun-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "data", "susun", "history.db", NULL);
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_clear_pointer (&dir, g_dir_close);
  g_remove (path);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

SusunStore *
fixture_open (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  SusunStore *store = susun_store_open (self->path, SUSUN_STORE_WRITE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

void
fixture_begin (SusunStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (susun_store_begin (store, &error));
  g_assert_no_error (error);
}

void
fixture_commit (SusunStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (susun_store_commit (store, &error));
  g_assert_no_error (error);
}

SusunRun *
fixture_add_run (SusunStore *store)
{
  SusunRun *run = susun_run_new ();
  SusunRootRow root = { .role = SUSUN_ROOT_SOURCE, .path = (char *) "/media/card" };
  g_autoptr (GError) error = NULL;

  run->run_id = g_uuid_string_random ();
  run->chain_id = g_strdup (run->run_id);
  run->kind = SUSUN_RUN_ORGANIZE;
  run->mode = SUSUN_MODE_COPY;
  run->state = SUSUN_RUN_STATE_PREPARING;
  run->started = G_GINT64_CONSTANT (1700000000000000);
  fixture_begin (store);
  g_assert_true (susun_store_add_run (store, run, &error));
  g_assert_no_error (error);
  root.run = run->id;
  g_assert_true (susun_store_add_root (store, &root, &error));
  g_assert_no_error (error);
  fixture_commit (store);
  return run;
}

gint64
fixture_add_item (SusunStore *store, gint64 run, const char *path)
{
  SusunItem item = {
    .run = run,
    .state = SUSUN_ITEM_FOUND,
    .src_root = 1,
    .src_path = (char *) path,
    .wall = SUSUN_WALL_NONE,
    .offset = SUSUN_OFFSET_NONE,
    .day = SUSUN_WALL_NONE,
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (susun_store_add_item (store, &item, &error));
  g_assert_no_error (error);
  g_assert_cmpint (item.id, >, 0);
  return item.id;
}

gint64
fixture_add_items (SusunStore *store, guint n)
{
  g_autoptr (SusunRun) run = fixture_add_run (store);

  fixture_begin (store);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("DCIM/100CANON/IMG_%05u.JPG", i);
      fixture_add_item (store, run->id, path);
    }
  fixture_commit (store);
  return run->id;
}

gint64
fixture_count (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (self->path, SUSUN_STORE_READ_ONLY, &error);
  SusunItemQuery all = { 0 };
  gint64 count;

  g_assert_no_error (error);
  count = susun_store_count_items (store, &all, &error);
  g_assert_no_error (error);
  return count;
}
