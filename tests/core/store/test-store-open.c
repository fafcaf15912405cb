// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/*
 * Opening: new, read-only, locked, of another version, of another application, damaged; and what a
 * kill, a failing commit or a full disk leave.
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/susun-sys.h"
#include "core/store/susun-store-private.h"
#include "tests/core/store/store-fixture.h"

static void
assert_opens_with (Fixture *fixture, SusunStoreAccess access, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (fixture->path, access, &error);

  g_assert_null (store);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_error (error, domain, code);
}

static char *
pragma (SusunStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  char *answer = susun_db_get_text (&store->db, sql, &error);

  g_assert_no_error (error);
  return answer;
}

static void
assert_pragma (SusunStore *store, const char *sql, const char *expected)
{
  g_autofree char *answer = pragma (store, sql);

  g_assert_cmpstr (answer, ==, expected);
}

static void
test_new (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  GStatBuf status;

  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    g_assert_cmpstr (susun_store_get_path (store), ==, fixture->path);
    g_assert_false (susun_store_in_transaction (store));
    assert_pragma (store, "PRAGMA journal_mode", "wal");
    assert_pragma (store, "PRAGMA synchronous", "2");
    assert_pragma (store, "PRAGMA foreign_keys", "1");
    assert_pragma (store, "PRAGMA trusted_schema", "0");
    assert_pragma (store, "PRAGMA user_version", "1");
    assert_pragma (store, "PRAGMA mmap_size", "0");
    g_assert_cmpint (fixture_add_items (store, 10), >, 0);
  }
  /* What lies there is for its owner's eyes. */
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  /* Closed, all of it is in one file. */
  {
    g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
    g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  }
  g_assert_cmpint (fixture_count (fixture), ==, 10);
  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    g_assert_false (susun_store_in_transaction (store));
    g_assert_cmpint (fixture_count (fixture), ==, 10);
  }
}

/* A relative path is one from where it was opened, also when the folder changes later. */
static void
test_relative (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = g_get_current_dir ();
  g_autoptr (GError) error = NULL;
  SusunStore *store;

  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  store = susun_store_open ("a/../b/h.db", SUSUN_STORE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chdir (before), ==, 0);
  fixture_add_items (store, 2);
  g_assert_true (g_path_is_absolute (susun_store_get_path (store)));
  g_assert_true (g_str_has_suffix (susun_store_get_path (store), "/b/h.db"));
  susun_store_close (store);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SusunItemQuery all = { 0 };

  assert_opens_with (fixture, SUSUN_STORE_READ_ONLY, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  {
    g_autofree char *folder = g_path_get_dirname (fixture->path);
    g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
    g_mkdir_with_parents (folder, 0700);
  }
  /* A history of which nothing was written yet is none either. */
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  assert_opens_with (fixture, SUSUN_STORE_READ_ONLY, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  /* Beside a writer: what was committed is seen, what was not is not. */
  {
    g_autoptr (SusunStore) writer = fixture_open (fixture);
    gint64 run = fixture_add_items (writer, 5);
    g_autoptr (SusunStore) reader = susun_store_open (fixture->path, SUSUN_STORE_READ_ONLY, &error);
    g_assert_no_error (error);
    fixture_begin (writer);
    fixture_add_item (writer, run, "a");
    g_assert_cmpint (susun_store_count_items (reader, &all, &error), ==, 5);
    fixture_commit (writer);
    g_assert_cmpint (susun_store_count_items (reader, &all, &error), ==, 6);

    /* And a reader does not keep the writer from closing. */
    g_clear_pointer (&writer, susun_store_close);
    g_assert_cmpint (susun_store_count_items (reader, &all, &error), ==, 6);
    g_assert_no_error (error);
    g_assert_false (susun_db_exec (&reader->db, "DELETE FROM item", NULL));
  }
}

/* Runs @function in a process of its own. Returns: its exit status, or minus the signal */
static int
in_process (int (*function) (Fixture *fixture), Fixture *fixture)
{
  pid_t child = fork ();
  int status = 0;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (function (fixture));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFSIGNALED (status) ? -WTERMSIG (status) : WEXITSTATUS (status);
}

/* What an attempt to open ends as, as an exit status. */
enum
{
  OPENED = 0,
  LOCKED,
  DENIED,
  NO_SPACE,
  OTHER,
  SKIPPED = 77,
};

static int
outcome (const GError *error)
{
  if (error == NULL)
    return OPENED;
  if (g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_LOCKED))
    return LOCKED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    return DENIED;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return NO_SPACE;
  g_printerr ("%s\n", error->message);
  return OTHER;
}

static int
try_to_write (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (fixture->path, SUSUN_STORE_WRITE, &error);

  g_assert_cmpint (store == NULL, ==, error != NULL);
  return outcome (error);
}

static int
try_to_read (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (fixture->path, SUSUN_STORE_READ_ONLY, &error);
  SusunItemQuery all = { 0 };

  if (store != NULL && susun_store_count_items (store, &all, &error) != 3)
    return OTHER;
  return outcome (error);
}

static void
test_two_processes (Fixture *fixture, gconstpointer data)
{
  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    fixture_add_items (store, 3);
    g_assert_cmpint (in_process (try_to_write, fixture), ==, LOCKED);
    g_assert_cmpint (in_process (try_to_read, fixture), ==, OPENED);
    fixture_begin (store);
    g_assert_cmpint (in_process (try_to_read, fixture), ==, OPENED);

    /* Within one process it is the same. */
    assert_opens_with (fixture, SUSUN_STORE_WRITE, SUSUN_ERROR, SUSUN_ERROR_LOCKED);
    g_assert_cmpint (in_process (try_to_write, fixture), ==, LOCKED);
  }
  g_assert_cmpint (in_process (try_to_write, fixture), ==, OPENED);
  g_assert_cmpint (in_process (try_to_read, fixture), ==, OPENED);
}

static gpointer
use_on_other_thread (gpointer data)
{
  SusunStore *store = data;
  g_autoptr (SusunRun) run = NULL;

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*susun_store_may_read*");
  run = susun_store_get_run (store, "x", NULL);
  g_test_assert_expected_messages ();
  return run;
}

static void
test_one_thread (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  GThread *thread = g_thread_new ("other", use_on_other_thread, store);

  g_assert_null (g_thread_join (thread));
  /* Nor is anything written outside a transaction. */
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*susun_store_may_write*");
  g_assert_false (susun_store_forget_run (store, 1, NULL));
  g_test_assert_expected_messages ();
}

/* As another user, who cannot write there. The folders up to it are opened for them. */
static void
become_nobody (void)
{
  if (geteuid () == 0)
    g_assert_cmpint (setresgid (65534, 65534, 65534) | setresuid (65534, 65534, 65534), ==, 0);
}

static int
read_as_nobody (Fixture *fixture)
{
  become_nobody ();
  return try_to_read (fixture);
}

static int
write_as_nobody (Fixture *fixture)
{
  become_nobody ();
  return try_to_write (fixture);
}

static void
test_read_only_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *lock = g_strconcat (fixture->path, ".lock", NULL);

  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    fixture_add_items (store, 3);
  }
  g_assert_cmpint (g_chmod (fixture->folder, 0755) | g_chmod (parent, 0755), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0555) | g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (in_process (read_as_nobody, fixture), ==, OPENED);
  g_assert_cmpint (in_process (write_as_nobody, fixture), ==, DENIED);
  /* The lock could be taken, but the database not be written. */
  g_assert_cmpint (g_chmod (lock, 0666), ==, 0);
  g_assert_cmpint (in_process (write_as_nobody, fixture), ==, DENIED);
  g_assert_cmpint (g_chmod (folder, 0777), ==, 0);
  g_assert_cmpint (in_process (write_as_nobody, fixture), ==, DENIED);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  /* And where no folder can be made. */
  {
    Fixture deeper = { .path = g_build_filename (folder, "new", "history.db", NULL) };
    g_assert_cmpint (in_process (write_as_nobody, &deeper), ==, DENIED);
    g_free (deeper.path);
  }
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
}

/* Makes a database with SQL of its own, as others would. */
static void
make_database (Fixture *fixture, const char *sql)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  sqlite3 *handle = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_assert_cmpint (sqlite3_open (fixture->path, &handle), ==, SQLITE_OK);
  if (sqlite3_exec (handle, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (handle));
  sqlite3_close (handle);
}

static GBytes *
read_bytes (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize length = 0;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

static void
write_bytes (const char *path, const void *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  /* Not the slow, durable way; and GLib 2.74 would not shorten a file that is there. */
  g_remove (path);
  g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* Refused for reading and writing, and not one byte of it changes. */
static void
assert_refused (Fixture *fixture, SusunError code)
{
  g_autoptr (GBytes) before = read_bytes (fixture->path);
  g_autoptr (GBytes) after = NULL;

  assert_opens_with (fixture, SUSUN_STORE_READ_ONLY, SUSUN_ERROR, code);
  assert_opens_with (fixture, SUSUN_STORE_WRITE, SUSUN_ERROR, code);
  after = read_bytes (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
}

static void
test_from_the_future (Fixture *fixture, gconstpointer data)
{
  susun_store_close (fixture_open (fixture));
  make_database (fixture, "PRAGMA user_version = 2");
  assert_refused (fixture, SUSUN_ERROR_SCHEMA);
}

static void
test_of_another_application (Fixture *fixture, gconstpointer data)
{
  static const char *const others[] = {
    "CREATE TABLE photo (id)",
    "PRAGMA application_id = 252006674; CREATE TABLE run (id)",
    "PRAGMA user_version = 1; CREATE TABLE run (id)",
    "PRAGMA application_id = 252006674; PRAGMA user_version = 1",
    /* Ours by its mark, but no version was ever 0. */
    "PRAGMA application_id = 1398100814; CREATE TABLE run (id)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      make_database (fixture, others[i]);
      assert_refused (fixture, SUSUN_ERROR_SCHEMA);
      g_assert_cmpint (g_remove (fixture->path), ==, 0);
    }
}

static void
test_no_database (Fixture *fixture, gconstpointer data)
{
  static const char text[] = "This is a shopping list, and it is longer than a database's header. "
                             "Milk, bread, eggs, rice, tea, sugar, salt, pepper, coconut, chili.";
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  guint8 noise[8192];

  g_mkdir_with_parents (folder, 0700);
  write_bytes (fixture->path, text, sizeof text);
  assert_refused (fixture, SUSUN_ERROR_CORRUPT);
  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = (guint8) g_test_rand_int ();
  write_bytes (fixture->path, noise, sizeof noise);
  assert_refused (fixture, SUSUN_ERROR_CORRUPT);
}

/* A folder in its place, or a file where a folder should be. */
static void
test_in_the_way (Fixture *fixture, gconstpointer data)
{
  g_autofree char *data_folder = g_build_filename (fixture->folder, "data", NULL);

  write_bytes (data_folder, "", 0);
  assert_opens_with (fixture, SUSUN_STORE_WRITE, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_cmpint (g_remove (data_folder), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (SusunStore) store = susun_store_open (fixture->path, SUSUN_STORE_WRITE, &error);
    g_assert_null (store);
    g_assert_cmpint (error->domain, ==, G_IO_ERROR);
  }
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) whole = NULL;
  gsize size;

  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    fixture_add_items (store, 2000);
  }
  whole = read_bytes (fixture->path);
  size = g_bytes_get_size (whole);
  for (guint i = 0; i < 20; i++)
    {
      /* Less than a page may be missing where nothing is kept. */
      gsize length = i == 0   ? 1
                     : i == 1 ? 50
                     : i == 2 ? size - 4096
                              : (gsize) g_test_rand_int_range (100, (gint32) size - 4096);
      g_test_message ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bytes", length, size);
      write_bytes (fixture->path, g_bytes_get_data (whole, NULL), length);
      assert_refused (fixture, SUSUN_ERROR_CORRUPT);
    }
  write_bytes (fixture->path, g_bytes_get_data (whole, NULL), size);
  g_assert_cmpint (fixture_count (fixture), ==, 2000);
}

static void
assert_known_failure (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == SUSUN_ERROR || error->domain == G_IO_ERROR);
}

/* Asks everything of a store that may be damaged anywhere. */
static void
use_damaged (SusunStore *store)
{
  SusunItemQuery queries[] = { { 0 }, { .order = SUSUN_ORDER_PATH }, { .search = "img" } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = susun_store_list_runs (store, 0, &error);

  if (runs == NULL)
    assert_known_failure (error);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (GPtrArray) items = susun_store_list_items (store, &queries[i], &failure);
      if (items == NULL)
        assert_known_failure (failure);
    }
  for (gint64 run = 1; run < 4; run++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (GPtrArray) roots = susun_store_list_roots (store, run, &failure);
      if (roots == NULL)
        assert_known_failure (failure);
    }
}

static void
test_random_bytes (Fixture *fixture, gconstpointer data)
{
  guint rounds = g_test_slow () ? 2000 : 200;
  g_autoptr (GBytes) whole = NULL;
  gsize size;

  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    fixture_add_items (store, 100);
  }
  whole = read_bytes (fixture->path);
  size = g_bytes_get_size (whole);
  for (guint round = 0; round < rounds; round++)
    {
      g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (whole, NULL), size);
      /* Writing opens look at a small database as a whole; reading ones meet the damage. */
      SusunStoreAccess access = round % 2 == 0 ? SUSUN_STORE_READ_ONLY : SUSUN_STORE_WRITE;
      g_autoptr (GError) error = NULL;
      g_autoptr (SusunStore) store = NULL;
      for (guint i = 0; i < 1 + round % 20; i++)
        bytes[g_test_rand_int_range (0, (gint32) size)] = (guint8) g_test_rand_int ();
      write_bytes (fixture->path, bytes, size);
      store = susun_store_open (fixture->path, access, &error);
      if (store == NULL)
        assert_known_failure (error);
      else
        use_damaged (store);
    }
}

/* Damage that is met only while working: the database is too large to be looked at as a whole. */
static void
test_damage_while_working (Fixture *fixture, gconstpointer data)
{
  static const guint8 garbage[4096 * 4] = { 0xff, 0xff, 0xff, 0xff };
  g_autoptr (GError) error = NULL;
  gint64 run;

  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    run = fixture_add_items (store, 30000);
  }
  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    SusunItemQuery query = { .run = run };
    g_autoptr (GPtrArray) items = NULL;
    int fd = g_open (fixture->path, O_WRONLY | O_CLOEXEC, 0);
    g_assert_cmpint (pwrite (fd, garbage, sizeof garbage, 4096 * 300), ==, sizeof garbage);
    g_close (fd, NULL);
    items = susun_store_list_items (store, &query, &error);
    g_assert_null (items);
    g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CORRUPT);
    g_assert_nonnull (strstr (error->message, fixture->path));
  }
}

/* --- commits that fail or never end */

typedef struct
{
  SusunSysPhase phase;
  guint countdown;
  int answer; /* an errno, or 0 to kill */
} CommitHook;

static int
commit_hook (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  CommitHook *hook = user_data;

  if (call != SUSUN_SYS_COMMIT || phase != hook->phase || --hook->countdown > 0)
    return 0;
  if (hook->answer == 0)
    raise (SIGKILL);
  return hook->answer;
}

static void
test_commit_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SusunStore) store = fixture_open (fixture);
  gint64 run = fixture_add_items (store, 1);
  CommitHook hook = { .phase = SUSUN_SYS_BEFORE, .countdown = 1, .answer = ENOSPC };
  g_autoptr (GError) error = NULL;

  fixture_begin (store);
  fixture_add_item (store, run, "a");
  susun_sys_set_hook (commit_hook, &hook);
  g_assert_false (susun_store_commit (store, &error));
  susun_sys_set_hook (NULL, NULL);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_false (susun_store_in_transaction (store));
  g_assert_cmpint (fixture_count (fixture), ==, 1);

  /* Rolling back what is rolled back already does no harm, and one can go on. */
  susun_store_rollback (store);
  fixture_begin (store);
  fixture_add_item (store, run, "b");
  fixture_commit (store);
  g_assert_cmpint (fixture_count (fixture), ==, 2);
}

static SusunJournal journal;
static CommitHook kill_hook;

/* Four commits of one item each, on the way of which the hook kills. */
static int
write_until_killed (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  SusunStore *store
      = susun_store_open_with_journal (fixture->path, SUSUN_STORE_WRITE, journal, &error);
  g_autoptr (SusunRun) run = NULL;

  g_assert_no_error (error);
  run = fixture_add_run (store);
  susun_sys_set_hook (commit_hook, &kill_hook);
  for (guint i = 0; i < 4; i++)
    {
      fixture_begin (store);
      fixture_add_item (store, run->id, "a");
      fixture_commit (store);
    }
  return OPENED;
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  for (journal = SUSUN_JOURNAL_WAL; journal <= SUSUN_JOURNAL_DELETE; journal++)
    for (guint n = 1; n <= 4; n++)
      for (SusunSysPhase phase = SUSUN_SYS_BEFORE; phase <= SUSUN_SYS_AFTER; phase++)
        {
          kill_hook = (CommitHook){ .phase = phase, .countdown = n };
          g_assert_cmpint (in_process (write_until_killed, fixture), ==, -SIGKILL);
          /* The lock went with the process. */
          susun_store_close (fixture_open (fixture));
          g_assert_cmpint (fixture_count (fixture), ==, n - (phase == SUSUN_SYS_BEFORE));
          g_assert_cmpint (g_remove (fixture->path), ==, 0);
        }
}

static void
test_journals (Fixture *fixture, gconstpointer data)
{
  static const SusunJournal journals[]
      = { SUSUN_JOURNAL_DELETE, SUSUN_JOURNAL_WAL, SUSUN_JOURNAL_DELETE };

  for (guint i = 0; i < G_N_ELEMENTS (journals); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SusunStore) store
          = susun_store_open_with_journal (fixture->path, SUSUN_STORE_WRITE, journals[i], &error);
      g_assert_no_error (error);
      if (journals[i] == SUSUN_JOURNAL_WAL)
        {
          assert_pragma (store, "PRAGMA journal_mode", "wal");
          assert_pragma (store, "PRAGMA synchronous", "2");
        }
      else
        {
          assert_pragma (store, "PRAGMA journal_mode", "delete");
          assert_pragma (store, "PRAGMA synchronous", "3");
        }
      fixture_add_items (store, 5);
      g_assert_cmpint (fixture_count (fixture), ==, 5 * (i + 1));
    }
  g_assert_cmpint (susun_store_journal_for (0xef53), ==, SUSUN_JOURNAL_WAL);        /* ext4 */
  g_assert_cmpint (susun_store_journal_for (0x6969), ==, SUSUN_JOURNAL_DELETE);     /* NFS */
  g_assert_cmpint (susun_store_journal_for (0xff534d42), ==, SUSUN_JOURNAL_DELETE); /* CIFS */
  g_assert_cmpint (susun_store_journal_for (0x65735546), ==, SUSUN_JOURNAL_DELETE); /* FUSE */
}

/* The WAL stays small however much is written, also while sorted items are read. */
static void
test_wal_is_bounded (Fixture *fixture, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (SusunStore) store = fixture_open (fixture);
  gint64 run = fixture_add_items (store, 1000);
  SusunItemQuery query = { .run = run, .order = SUSUN_ORDER_PATH };
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunItemCursor) cursor = susun_store_query (store, &query, &error);
  const SusunItem *item = NULL;
  GStatBuf status;

  /* Touches all pages with every commit: 300 commits of some 50 pages are 60 MB. */
  for (guint i = 0; i < 300; i++)
    {
      g_assert_cmpint (susun_item_cursor_step (cursor, &item, &error), ==, SUSUN_STEP_ROW);
      fixture_begin (store);
      g_assert_true (susun_db_exec (&store->db, "UPDATE item SET level = level + 1", &error));
      fixture_commit (store);
    }
  g_assert_cmpint (g_stat (wal, &status), ==, 0);
  g_assert_cmpint (status.st_size, <, 20 * 1024 * 1024);
}

static int
fill_small_disk (Fixture *fixture)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = NULL;
  g_autoptr (SusunRun) run = NULL;
  gint64 committed = 0;

  g_mkdir_with_parents (folder, 0700);
  if (unshare (CLONE_NEWNS) < 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0
      || mount ("susun", folder, "tmpfs", 0, "size=2m") < 0)
    return SKIPPED;
  store = susun_store_open (fixture->path, SUSUN_STORE_WRITE, &error);
  g_assert_no_error (error);
  run = fixture_add_run (store);
  for (;;)
    {
      gboolean ok = susun_store_begin (store, &error);
      for (guint i = 0; ok && i < 100; i++)
        {
          SusunItem item = { .run = run->id, .src_path = (char *) "DCIM/100CANON/IMG_0001.JPG" };
          ok = susun_store_add_item (store, &item, &error);
        }
      if (!ok || !susun_store_commit (store, &error))
        break;
      committed += 100;
    }
  susun_store_rollback (store);
  /* What was committed before is all there. */
  if (committed == 0 || fixture_count (fixture) != committed)
    return OTHER;
  return outcome (error);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  int status = in_process (fill_small_disk, fixture);

  if (status == SKIPPED)
    g_test_skip ("mounting a small disk is not allowed here");
  else
    g_assert_cmpint (status, ==, NO_SPACE);
}

/* --- every released version of the schema */

static void
test_version_1 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name
      = g_test_build_filename (G_TEST_DIST, "core", "store", "sample-v1.sql", NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = NULL;
  g_autoptr (SusunRun) run = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) roots = NULL;
  g_autoptr (GPtrArray) folders = NULL;
  SusunOverride override;
  SusunIdentity identity = { .dev = 65024, .ino = 11, .size = 1000, .mtime_ns = 1, .ctime_ns = 2 };
  SusunHash hash;
  SusunItem *item;

  g_file_get_contents (name, &sql, NULL, &error);
  g_assert_no_error (error);
  make_database (fixture, sql);

  store = fixture_open (fixture);
  run = susun_store_get_run (store, "0b4e4e0c-3f0f-4d3c-9c5a-0f6f6f1f2a01", &error);
  g_assert_no_error (error);
  g_assert_cmpint (run->kind, ==, SUSUN_RUN_ORGANIZE);
  g_assert_cmpint (run->state, ==, SUSUN_RUN_STATE_CANCELLED);
  g_assert_cmpstr (run->manifest, ==, "/archive/2023-11-15-organize-media-report.csv");
  items = susun_store_list_items (store, &(SusunItemQuery){ .run = run->id }, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 2);
  item = g_ptr_array_index (items, 0);
  g_assert_cmpstr (item->src_path, ==, "DCIM/IMG_0001.JPG");
  g_assert_cmpstr (item->dst_path, ==, "2023/IMG_0001.JPG");
  g_assert_cmpint (item->state, ==, SUSUN_ITEM_DONE);
  g_assert_cmpint (item->wall, ==, 1700000000);
  g_assert_cmpint (item->offset, ==, 480);
  g_assert_true (item->has_hash);
  item = g_ptr_array_index (items, 1);
  g_assert_cmpstr (item->src_path, ==, "DCIM/\xff.JPG");
  g_assert_cmpint (item->wall, ==, G_MININT64);
  roots = susun_store_list_roots (store, run->id, &error);
  g_assert_cmpuint (roots->len, ==, 2);
  folders = susun_store_list_folders (store, run->id, &error);
  g_assert_cmpuint (folders->len, ==, 1);
  g_assert_true (susun_store_get_override (store, item->id, &override, &error));
  g_assert_cmpint (override.shift, ==, 3600);
  g_assert_true (susun_store_get_hash (store, &identity, &hash));
  assert_pragma (store, "PRAGMA user_version", "1");
  assert_pragma (store, "PRAGMA integrity_check", "ok");
  assert_pragma (store, "SELECT count (*) FROM item_log", "1");
  assert_pragma (store, "SELECT count (*) FROM tombstone", "1");

  /* It is worked with as with any other. */
  g_assert_cmpint (fixture_add_items (store, 1), >, run->id);
  fixture_begin (store);
  g_assert_true (susun_store_forget_run (store, run->id, &error));
  fixture_commit (store);
}

/* What a new database looks like is what the sample of the last version says, to the letter. */
static void
test_schema_is_the_sample (Fixture *fixture, gconstpointer data)
{
  static const char schema[]
      = "SELECT group_concat (sql, ';') FROM"
        " (SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name)";
  g_autofree char *name
      = g_test_build_filename (G_TEST_DIST, "core", "store", "sample-v1.sql", NULL);
  g_autofree char *sql = NULL;
  g_autofree char *sampled = NULL;
  g_autofree char *made = NULL;

  g_assert_true (g_file_get_contents (name, &sql, NULL, NULL));
  make_database (fixture, sql);
  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    sampled = pragma (store, schema);
  }
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  {
    g_autoptr (SusunStore) store = fixture_open (fixture);
    made = pragma (store, schema);
  }
  g_assert_cmpstr (made, ==, sampled);
}

#define ADD(path, function)                                                                        \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/open/new", test_new);
  ADD ("/store/open/relative", test_relative);
  ADD ("/store/open/read-only", test_read_only);
  ADD ("/store/open/two-processes", test_two_processes);
  ADD ("/store/open/one-thread", test_one_thread);
  ADD ("/store/open/read-only-folder", test_read_only_folder);
  ADD ("/store/open/from-the-future", test_from_the_future);
  ADD ("/store/open/another-application", test_of_another_application);
  ADD ("/store/open/no-database", test_no_database);
  ADD ("/store/open/in-the-way", test_in_the_way);
  ADD ("/store/open/truncated", test_truncated);
  ADD ("/store/open/random-bytes", test_random_bytes);
  ADD ("/store/open/damage-while-working", test_damage_while_working);
  ADD ("/store/open/commit-fails", test_commit_fails);
  ADD ("/store/open/killed", test_killed);
  ADD ("/store/open/journals", test_journals);
  ADD ("/store/open/wal-is-bounded", test_wal_is_bounded);
  ADD ("/store/open/full-disk", test_full_disk);
  ADD ("/store/open/version-1", test_version_1);
  ADD ("/store/open/schema-is-the-sample", test_schema_is_the_sample);
  return g_test_run ();
}
