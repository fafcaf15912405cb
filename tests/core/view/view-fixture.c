// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "tests/core/view/view-fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/susun-civil.h"
#include "core/media/susun-evidence.h"
#include "core/media/susun-kind.h"
#include "core/media/susun-resolver.h"

#define COMMIT_ITEMS 20000

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  const char *dir = g_getenv ("SUSUN_BENCH_DIR");
  g_autoptr (GError) error = NULL;

  self->folder = dir != NULL ? g_strdup (dir) : g_dir_make_tmp ("susun-view-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "history.db", NULL);
  self->store = susun_store_open (self->path, SUSUN_STORE_WRITE, &error);
  g_assert_no_error (error);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock" };

  susun_store_close (self->store);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (self->path, suffixes[i], NULL);
      g_remove (name);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

void
fixture_begin (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  susun_store_begin (self->store, &error);
  g_assert_no_error (error);
}

void
fixture_commit (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  susun_store_commit (self->store, &error);
  g_assert_no_error (error);
}

static gint64
add_root (Fixture *self, gint64 run, SusunRootRole role, const char *path)
{
  SusunRootRow root = { .run = run, .role = role, .path = (char *) path };
  g_autoptr (GError) error = NULL;

  susun_store_add_root (self->store, &root, &error);
  g_assert_no_error (error);
  return root.id;
}

SusunRun *
fixture_add_run (Fixture *self, SusunRunKind kind, SusunMode mode, SusunRunState state,
                 const char *chain)
{
  g_autoptr (SusunRun) run = susun_run_new ();
  g_autoptr (GError) error = NULL;

  run->run_id = g_uuid_string_random ();
  run->chain_id = g_strdup (chain != NULL ? chain : run->run_id);
  run->kind = kind;
  run->mode = mode;
  run->state = state;
  run->started = G_GINT64_CONSTANT (1700000000000000);
  fixture_begin (self);
  susun_store_add_run (self->store, run, &error);
  g_assert_no_error (error);
  self->source = add_root (self, run->id, SUSUN_ROOT_SOURCE, "/media/card");
  self->archive = add_root (self, run->id, SUSUN_ROOT_ARCHIVE, "/home/ani/Archive");
  fixture_commit (self);
  return g_steal_pointer (&run);
}

static SusunItemState
state_of (guint i)
{
  if (i % 20 == 7)
    return SUSUN_ITEM_DUPLICATE;
  if (i % 50 == 11)
    return SUSUN_ITEM_ARCHIVED;
  if (i % 1000 == 13)
    return SUSUN_ITEM_UNREADABLE;
  if (i % 1000 == 14)
    return SUSUN_ITEM_FAILED;
  if (i % 500 == 17)
    return SUSUN_ITEM_LEFT_OUT;
  if (i % 25 == 6)
    return SUSUN_ITEM_DONE;
  return SUSUN_ITEM_FOUND;
}

static SusunCause
cause_of (guint i)
{
  if (i % 1000 == 13)
    return SUSUN_CAUSE_IO;
  return i % 1000 == 14 ? SUSUN_CAUSE_NO_SPACE : SUSUN_CAUSE_NONE;
}

void
fixture_fill_item (Fixture *self, gint64 run, guint i, SusunItem *item, char *path, gsize size)
{
  static guint8 evidence[70];
  gint64 day = (gint64) (14000 + i / 100 * 7919 % 5000 + i % 100 / 40) * SUSUN_WALL_DAY;
  gboolean dated = i % 50 != 3;

  g_snprintf (path, size, "Pictures/New Folder (%u)/IMG_%04u.JPG", i / 100, i % 10000);
  *item = (SusunItem){
    .run = run,
    .state = state_of (i),
    .cause = cause_of (i),
    .media = SUSUN_KIND_IMAGE,
    .role = i % 40 == 39 ? SUSUN_PART_SIDECAR : SUSUN_PART_SINGLE,
    .src_root = self->source,
    .src_path = path,
    .identity = { .dev = 65024,
                  .ino = 5000000 + i,
                  .size = 2000000 + (guint64) i * 7919 % 3000000,
                  .mtime_ns = G_GINT64_CONSTANT (1700000000123456789) + i,
                  .ctime_ns = G_GINT64_CONSTANT (1700000000987654321) + i,
                  .nlink = 1 },
    .head_print = (guint64) i * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15),
    .wall = dated ? day + i % 86400 : SUSUN_WALL_NONE,
    .offset = i % 3 == 0 ? 480 : SUSUN_OFFSET_NONE,
    .date_source = !dated        ? SUSUN_DATE_SOURCE_NONE
                   : i % 50 == 4 ? SUSUN_DATE_SOURCE_MTIME
                                 : SUSUN_DATE_SOURCE_EXIF_ORIGINAL,
    .confidence = !dated        ? SUSUN_CONFIDENCE_NONE
                  : i % 10 == 4 ? SUSUN_CONFIDENCE_WEAK
                                : SUSUN_CONFIDENCE_CERTAIN,
    .suspicions = i % 200 == 9 ? SUSUN_SUSPICION_OUTLIER : 0,
    .day = dated ? day : SUSUN_WALL_NONE,
    .evidence = evidence,
    .evidence_length = sizeof evidence,
  };
}

gint64
fixture_add_item (Fixture *self, SusunItem *item)
{
  g_autoptr (GError) error = NULL;

  susun_store_add_item (self->store, item, &error);
  g_assert_no_error (error);
  return item->id;
}

void
fixture_add_items (Fixture *self, gint64 run, guint first, guint n)
{
  fixture_begin (self);
  for (guint i = first; i < first + n; i++)
    {
      SusunItem item;
      char path[128];
      fixture_fill_item (self, run, i, &item, path, sizeof path);
      fixture_add_item (self, &item);
      if ((i - first) % COMMIT_ITEMS != COMMIT_ITEMS - 1)
        continue;
      fixture_commit (self);
      fixture_begin (self);
    }
  fixture_commit (self);
}

static gboolean
too_long_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_CONTINUE;
}

void
fixture_wait (FixtureDone done, gpointer user_data)
{
  gboolean too_long = FALSE;
  guint timeout = g_timeout_add_seconds (60, too_long_cb, &too_long);

  while (!done (user_data) && !too_long)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
  g_assert_false (too_long);
}

gint64
fixture_resident (void)
{
  g_autofree char *text = NULL;
  char *pages;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  pages = strchr (text, ' ');
  return pages != NULL ? g_ascii_strtoll (pages, NULL, 10) * sysconf (_SC_PAGESIZE) : 0;
}
