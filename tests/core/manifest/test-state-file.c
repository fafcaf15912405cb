// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "core/base/susun-error.h"
#include "core/base/susun-sys.h"
#include "core/manifest/susun-state-file.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("susun-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "state.json", NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  /* Nothing else stays in the folder. */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static char *
contents (const char *path)
{
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SusunState state = { 9, 9, 9, 9, 9, 9 };
  g_autoptr (SusunStateFile) file = susun_state_file_open (fixture->path, &state, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (state.cursor, ==, 0);
  g_assert_cmpint (state.verified_bytes, ==, -1);
  g_assert_cmpint (state.dupes_bytes, ==, -1);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  g_assert_true (susun_state_file_write (file, &state, &error));
  g_autofree char *first = contents (fixture->path);
  g_assert_cmpstr (first, ==, "{\"cursor\": 0}\n");

  for (guint i = 1; i <= 3; i++)
    {
      state = (SusunState){ i, 10 * i, 20 * i, -1, -1, -1 };
      g_assert_true (susun_state_file_write (file, &state, &error));
      g_assert_no_error (error);
    }
  g_autofree char *last = contents (fixture->path);
  g_assert_cmpstr (last, ==, "{\"cursor\": 3, \"verified_bytes\": 30, \"unverified_bytes\": 60}\n");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);

  g_autoptr (SusunStateFile) again = susun_state_file_open (fixture->path, &state, &error);
  g_assert_no_error (error);
  g_assert_nonnull (again);
  g_assert_cmpuint (state.cursor, ==, 3);
  g_assert_cmpint (state.unverified_bytes, ==, 60);
  g_assert_cmpint (state.keep_bytes, ==, -1);
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    gint64 cursor; /* -1: refused */
  } cases[] = {
    { "{\"cursor\": 1234}", 1234 },
    { "{\"cursor\": 7, \"verified_bytes\": 5, \"unverified_bytes\": 6, \"other\": [1]}", 7 },
    { " {\n\"cursor\":0}\n", 0 },
    { "", -1 },
    { "[]", -1 },
    { "5", -1 },
    { "null", -1 },
    { "{}", -1 },
    { "{\"cursor\": \"7\"}", -1 },
    { "{\"cursor\": -1}", -1 },
    { "{\"cursor\": 1.5}", -1 },
    { "{\"cursor\": null}", -1 },
    { "{\"cursor\": true}", -1 },
    { "{\"cursor\": 1, \"verified_bytes\": -5}", -1 },
    { "{\"cursor\": 1, \"verified_bytes\": {}}", -1 },
    { "{\"cursor\": 1", -1 },
    { "{\"cursor\": 1}\xff", -1 },
    { "\xff\xd8\xff\xe0 a photo", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      SusunState state;
      g_assert_true (g_file_set_contents (fixture->path, cases[i].text, -1, NULL));
      g_autoptr (SusunStateFile) file = susun_state_file_open (fixture->path, &state, &error);
      if (cases[i].cursor < 0)
        {
          g_assert_null (file);
          g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (state.cursor, ==, cases[i].cursor);
    }

  g_autofree char *large = g_strnfill (100000, ' ');
  g_autoptr (GError) error = NULL;
  SusunState state;
  g_assert_true (g_file_set_contents (fixture->path, large, -1, NULL));
  g_assert_null (susun_state_file_open (fixture->path, &state, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
}

/* What somebody else put there is never written over. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SusunState state;
  g_autoptr (SusunStateFile) file = susun_state_file_open (fixture->path, &state, &error);

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (fixture->path, "planted", -1, NULL));
  g_assert_false (susun_state_file_write (file, &state, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CHANGED);
  g_autofree char *planted = contents (fixture->path);
  g_assert_cmpstr (planted, ==, "planted");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);

  g_clear_error (&error);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_true (susun_state_file_write (file, &state, &error));
  g_assert_true (g_file_set_contents (fixture->path, "{\"cursor\": 99}", -1, NULL));
  g_assert_false (susun_state_file_write (file, &state, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CHANGED);
  g_autofree char *theirs = contents (fixture->path);
  g_assert_cmpstr (theirs, ==, "{\"cursor\": 99}");

  g_clear_error (&error);
  g_assert_null (susun_state_file_open ("/nonexistent/state.json", &state, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (susun_state_file_open (fixture->folder, &state, &error));
  g_assert_nonnull (error);
}

typedef struct
{
  guint n_calls;
  guint fail_at;
  int error;
} Fault;

static int
fail_one (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  Fault *fault = user_data;

  if (phase != SUSUN_SYS_BEFORE)
    return 0;
  return ++fault->n_calls == fault->fail_at ? fault->error : 0;
}

/* The n-th call fails, n = 1, 2, … until none does: the file holds the old state or the new one,
 * and no temporary file stays (unless removing it is what failed). */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const int errors[] = { EIO, ENOSPC, EROFS };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    for (guint n = 1;; n++)
      {
        g_autoptr (GError) error = NULL;
        SusunState state = { 1, 1, 1, -1, -1, -1 };
        Fault fault = { 0, n, errors[i] };

        g_assert_true (g_file_set_contents (fixture->path, "{\"cursor\": 1}", -1, NULL));
        g_autoptr (SusunStateFile) file = susun_state_file_open (fixture->path, &state, NULL);
        state = (SusunState){ 2, 2, 2, -1, -1, -1 };
        susun_sys_set_hook (fail_one, &fault);
        gboolean written = susun_state_file_write (file, &state, &error);
        susun_sys_set_hook (NULL, NULL);

        g_assert_cmpint (written, ==, error == NULL);
        g_autoptr (SusunStateFile) after = susun_state_file_open (fixture->path, &state, NULL);
        g_assert_nonnull (after);
        g_assert_true (state.cursor == 1 || state.cursor == 2);
        if (written)
          g_assert_cmpuint (state.cursor, ==, 2);
        g_assert_cmpuint (count_files (fixture->folder), ==, 1);
        if (fault.n_calls < n)
          {
            g_assert_true (written);
            break;
          }
        g_assert_false (written);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/state-file/write", Fixture, NULL, set_up, test_write, tear_down);
  g_test_add ("/state-file/read", Fixture, NULL, set_up, test_read, tear_down);
  g_test_add ("/state-file/foreign", Fixture, NULL, set_up, test_foreign, tear_down);
  g_test_add ("/state-file/faults", Fixture, NULL, set_up, test_faults, tear_down);
  return g_test_run ();
}
