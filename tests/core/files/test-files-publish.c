// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/files/susun-publish.h"

#include "tests/core/files/fixture.h"

#define OLD "old.part"
#define NEW "new.jpg"
#define TEXT "a picture"
#define FOREIGN "somebody else's"

static const SusunPublishMethod methods[]
    = { SUSUN_PUBLISH_RENAME, SUSUN_PUBLISH_LINK, SUSUN_PUBLISH_RESERVE };

static const char *const method_names[] = { "rename", "link", "reserve" };

static SusunPublisher *
new_publisher (SusunPublishMethod method)
{
  SusunPublisher *publisher = susun_publisher_new ();

  susun_publisher_set_first_method (publisher, method);
  return publisher;
}

static SusunIdentity
identify (int folder, const char *name)
{
  SusunIdentity identity;

  g_assert_cmpint (susun_sys_identity_at (folder, name, &identity), ==, 0);
  return identity;
}

/* --- in peace */

typedef struct
{
  guint calls;
  guint64 inos[2];
  guint stop_at; /* answers FALSE at this call */
  int folder;
  gboolean plant; /* puts a file in the reservation's place */
} Reserving;

static gboolean
reserved_cb (guint64 ino, gpointer user_data, GError **error)
{
  Reserving *self = user_data;

  g_assert_cmpuint (self->calls, <, 2);
  self->inos[self->calls++] = ino;
  /* Journalled before it stands on the disk, and again when it does. */
  g_assert_cmpint (stands (self->folder, NEW), ==, ino != 0);
  if (ino != 0)
    g_assert_cmpuint (look (self->folder, NEW).st_ino, ==, ino);
  if (self->calls == self->stop_at)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the journal is full");
      return FALSE;
    }
  if (self->plant && ino != 0)
    {
      g_assert_cmpint (unlinkat (self->folder, NEW, 0), ==, 0);
      put (self->folder, NEW, FOREIGN);
    }
  return TRUE;
}

static void
test_publishes (gconstpointer data)
{
  SusunPublishMethod method = GPOINTER_TO_UINT (data);
  g_auto (Place) place = { 0 };
  g_autoptr (SusunPublisher) publisher = new_publisher (method);
  g_autoptr (GError) error = NULL;
  SusunIdentity published;

  place_init (&place, NULL);
  put (place.fd, OLD, TEXT);
  SusunIdentity before = identify (place.fd, OLD);
  Reserving reserving = { .folder = place.fd };

  SusunPublishResult result = susun_publish (publisher, place.fd, OLD, place.fd, NEW, &before,
                                             reserved_cb, &reserving, &published, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result, ==, SUSUN_PUBLISHED);
  g_assert_true (holds (place.fd, NEW, TEXT));
  g_assert_false (stands (place.fd, OLD));
  g_assert_true (susun_identity_same_content (&published, &before));
  SusunIdentity now = identify (place.fd, NEW);
  g_assert_true (susun_identity_unchanged (&published, &now));
  g_assert_cmpuint (published.nlink, ==, 1);
  g_assert_cmpuint (count_entries (place.fd), ==, 1);

  g_assert_cmpuint (reserving.calls, ==, method == SUSUN_PUBLISH_RESERVE ? 2 : 0);
  if (method == SUSUN_PUBLISH_RESERVE)
    {
      g_assert_cmpuint (reserving.inos[0], ==, 0);
      g_assert_cmpuint (reserving.inos[1], !=, 0);
      g_assert_cmpuint (reserving.inos[1], !=, before.ino);
    }
}

static void
test_occupied (gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_autoptr (SusunPublisher) publisher = new_publisher (GPOINTER_TO_UINT (data));
  g_autoptr (GError) error = NULL;
  /* An empty file, a link to nowhere and a folder are somebody's, too. */
  static const char *const kinds[] = { "file", "empty", "symlink", "folder", "hard link" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_auto (Place) inner = { 0 };
      place_init (&inner, NULL);
      put (inner.fd, OLD, TEXT);
      if (i == 0)
        put (inner.fd, NEW, FOREIGN);
      else if (i == 1)
        put (inner.fd, NEW, "");
      else if (i == 2)
        g_assert_cmpint (symlinkat ("nowhere", inner.fd, NEW), ==, 0);
      else if (i == 3)
        g_assert_cmpint (mkdirat (inner.fd, NEW, 0755), ==, 0);
      else
        g_assert_cmpint (linkat (inner.fd, OLD, inner.fd, NEW, 0), ==, 0);
      struct stat before = look (inner.fd, NEW);

      SusunPublishResult result
          = susun_publish (publisher, inner.fd, OLD, inner.fd, NEW, NULL, NULL, NULL, NULL, &error);
      g_test_message ("%s", kinds[i]);
      g_assert_no_error (error);
      g_assert_cmpint (result, ==, SUSUN_PUBLISH_OCCUPIED);
      g_assert_true (holds (inner.fd, OLD, TEXT));
      struct stat after = look (inner.fd, NEW);
      g_assert_cmpuint (before.st_ino, ==, after.st_ino);
      g_assert_cmpuint (before.st_size, ==, after.st_size);
      g_assert_cmpuint (count_entries (inner.fd), ==, 2);
    }
  place_init (&place, NULL);
}

static void
test_expects (gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_autoptr (SusunPublisher) publisher = new_publisher (GPOINTER_TO_UINT (data));

  place_init (&place, NULL);
  put (place.fd, OLD, TEXT);
  SusunIdentity real = identify (place.fd, OLD);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      SusunIdentity wrong = real;
      if (i == 0)
        wrong.ino++;
      else if (i == 1)
        wrong.dev++;
      else if (i == 2)
        wrong.size++;
      else
        wrong.mtime_ns++;
      g_assert_cmpint (
          susun_publish (publisher, place.fd, OLD, place.fd, NEW, &wrong, NULL, NULL, NULL, &error),
          ==, SUSUN_PUBLISH_FAILED);
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CHANGED);
      g_assert_true (holds (place.fd, OLD, TEXT));
      g_assert_false (stands (place.fd, NEW));
    }

  g_autoptr (GError) error = NULL;
  g_assert_cmpint (susun_publish (publisher, place.fd, "not there", place.fd, NEW, NULL, NULL, NULL,
                                  NULL, &error),
                   ==, SUSUN_PUBLISH_FAILED);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_folder (gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_autoptr (SusunPublisher) publisher = new_publisher (GPOINTER_TO_UINT (data));
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  g_assert_cmpint (mkdirat (place.fd, "Old", 0755), ==, 0);
  put (place.fd, "Old/a.jpg", TEXT);
  g_assert_cmpint (
      susun_publish (publisher, place.fd, "Old", place.fd, "New", NULL, NULL, NULL, NULL, &error),
      ==, SUSUN_PUBLISHED);
  g_assert_no_error (error);
  g_assert_true (holds (place.fd, "New/a.jpg", TEXT));
  g_assert_false (stands (place.fd, "Old"));

  /* Neither over an empty folder of somebody's, nor into itself. */
  g_assert_cmpint (mkdirat (place.fd, "Empty", 0755), ==, 0);
  g_assert_cmpint (
      susun_publish (publisher, place.fd, "New", place.fd, "Empty", NULL, NULL, NULL, NULL, &error),
      ==, SUSUN_PUBLISH_OCCUPIED);
  g_assert_no_error (error);
  g_assert_cmpint (susun_publish (publisher, place.fd, "New", place.fd, "New/inner", NULL, NULL,
                                  NULL, NULL, &error),
                   ==, SUSUN_PUBLISH_FAILED);
  g_assert_nonnull (error);
  g_assert_true (holds (place.fd, "New/a.jpg", TEXT));
  g_assert_false (stands (place.fd, "New/inner"));
}

static void
test_hostile_names (gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_autoptr (SusunPublisher) publisher = new_publisher (GPOINTER_TO_UINT (data));
  g_autofree char *long_name = g_strnfill (255, 'x');
  g_autofree char *too_long = g_strnfill (256, 'x');
  const char *names[]
      = { long_name, "\xff\xfe.jpg", "a\nb.jpg", "-rf", "~", " ", "\\", "\xe2\x80\xae" };

  place_init (&place, NULL);
  put (place.fd, OLD, TEXT);
  const char *name = OLD;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_cmpint (susun_publish (publisher, place.fd, name, place.fd, names[i], NULL, NULL,
                                      NULL, NULL, &error),
                       ==, SUSUN_PUBLISHED);
      name = names[i];
      g_assert_true (holds (place.fd, name, TEXT));
      g_assert_cmpuint (count_entries (place.fd), ==, 1);
    }

  g_autoptr (GError) error = NULL;
  g_assert_cmpint (
      susun_publish (publisher, place.fd, name, place.fd, too_long, NULL, NULL, NULL, NULL, &error),
      ==, SUSUN_PUBLISH_FAILED);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (holds (place.fd, name, TEXT));
}

/* --- the ladder */

/* A file system that does not know the flag nor, perhaps, links. */
typedef struct
{
  int rename_code;
  int link_code;
  guint renames;
  guint links;
} Ladder;

static int
ladder_cb (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  Ladder *self = user_data;

  if (phase == SUSUN_SYS_BEFORE && call == SUSUN_SYS_RENAME)
    {
      self->renames++;
      return self->rename_code;
    }
  if (phase == SUSUN_SYS_BEFORE && call == SUSUN_SYS_LINK)
    {
      self->links++;
      return self->link_code;
    }
  return 0;
}

/* What does not work is found out once by file system. */
static void
test_ladder (void)
{
  static const int rename_codes[] = { EINVAL, ENOSYS, EOPNOTSUPP };
  static const int link_codes[] = { 0, EPERM, EOPNOTSUPP, EMLINK, ENOSYS };

  for (guint i = 0; i < G_N_ELEMENTS (rename_codes) * G_N_ELEMENTS (link_codes); i++)
    {
      g_auto (Place) place = { 0 };
      g_autoptr (SusunPublisher) publisher = susun_publisher_new ();
      g_autoptr (GError) error = NULL;
      Ladder ladder = { rename_codes[i / G_N_ELEMENTS (link_codes)],
                        link_codes[i % G_N_ELEMENTS (link_codes)] };
      gboolean links = ladder.link_code == 0;

      place_init (&place, NULL);
      put (place.fd, "1", TEXT);
      put (place.fd, "2", TEXT);
      susun_sys_set_hook (ladder_cb, &ladder);
      SusunPublishResult first = susun_publish (publisher, place.fd, "1", place.fd, "first", NULL,
                                                NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (first, ==, SUSUN_PUBLISHED);
      g_assert_cmpuint (ladder.links, ==, 1);
      g_assert_cmpuint (ladder.renames, ==, 1);

      SusunPublishResult second = susun_publish (publisher, place.fd, "2", place.fd, "second", NULL,
                                                 NULL, NULL, NULL, &error);
      susun_sys_set_hook (NULL, NULL);
      g_assert_no_error (error);
      g_assert_cmpint (second, ==, SUSUN_PUBLISHED);
      g_assert_cmpuint (ladder.links, ==, links ? 2 : 1);
      g_assert_cmpuint (ladder.renames, ==, 1);
      g_assert_true (holds (place.fd, "first", TEXT));
      g_assert_true (holds (place.fd, "second", TEXT));
      g_assert_cmpuint (count_entries (place.fd), ==, 2);
    }
}

/* What the file system refuses for good is no reason to try something weaker. */
static void
test_real_errors (void)
{
  static const struct
  {
    int code;
    int expected;
  } cases[] = {
    { ENOSPC, G_IO_ERROR_NO_SPACE },
    { EROFS, G_IO_ERROR_READ_ONLY },
    { EACCES, G_IO_ERROR_PERMISSION_DENIED },
    { EPERM, G_IO_ERROR_PERMISSION_DENIED },
    { EIO, G_IO_ERROR_FAILED },
    { EXDEV, G_IO_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Place) place = { 0 };
      g_autoptr (SusunPublisher) publisher = susun_publisher_new ();
      g_autoptr (GError) error = NULL;
      Ladder ladder = { cases[i].code };

      place_init (&place, NULL);
      put (place.fd, OLD, TEXT);
      susun_sys_set_hook (ladder_cb, &ladder);
      g_assert_cmpint (
          susun_publish (publisher, place.fd, OLD, place.fd, NEW, NULL, NULL, NULL, NULL, &error),
          ==, SUSUN_PUBLISH_FAILED);
      susun_sys_set_hook (NULL, NULL);
      g_assert_cmpint (error->domain, ==, G_IO_ERROR);
      if (cases[i].expected != G_IO_ERROR_FAILED)
        g_assert_cmpint (error->code, ==, cases[i].expected);
      g_assert_cmpuint (ladder.links, ==, 0);
      g_assert_true (holds (place.fd, OLD, TEXT));
      g_assert_cmpuint (count_entries (place.fd), ==, 1);
    }
}

/* --- the journal of a reservation */

static void
test_reserved_stops (void)
{
  for (guint stop_at = 1; stop_at <= 2; stop_at++)
    {
      g_auto (Place) place = { 0 };
      g_autoptr (SusunPublisher) publisher = new_publisher (SUSUN_PUBLISH_RESERVE);
      g_autoptr (GError) error = NULL;

      place_init (&place, NULL);
      put (place.fd, OLD, TEXT);
      Reserving reserving = { .stop_at = stop_at, .folder = place.fd };
      g_assert_cmpint (susun_publish (publisher, place.fd, OLD, place.fd, NEW, NULL, reserved_cb,
                                      &reserving, NULL, &error),
                       ==, SUSUN_PUBLISH_FAILED);
      g_assert_cmpstr (error->message, ==, "the journal is full");
      g_assert_true (holds (place.fd, OLD, TEXT));
      g_assert_false (stands (place.fd, NEW));
    }
}

static void
test_reservation_taken (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (SusunPublisher) publisher = new_publisher (SUSUN_PUBLISH_RESERVE);
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  put (place.fd, OLD, TEXT);
  Reserving reserving = { .folder = place.fd, .plant = TRUE };
  g_assert_cmpint (susun_publish (publisher, place.fd, OLD, place.fd, NEW, NULL, reserved_cb,
                                  &reserving, NULL, &error),
                   ==, SUSUN_PUBLISH_FAILED);
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_UNSURE);
  g_assert_true (holds (place.fd, OLD, TEXT));
  g_assert_true (holds (place.fd, NEW, FOREIGN));
}

/* --- others are faster */

static void
plant_new (gpointer data)
{
  put (*(int *) data, NEW, FOREIGN);
}

static void
swap_old (gpointer data)
{
  int folder = *(int *) data;

  g_assert_cmpint (renameat (folder, OLD, folder, "aside"), ==, 0);
  put (folder, OLD, FOREIGN);
}

static const SusunSysCall naming_calls[] = { SUSUN_SYS_RENAME, SUSUN_SYS_LINK, SUSUN_SYS_OPEN };

/* A foreign file takes the name in the very last moment. */
static void
test_race_for_name (gconstpointer data)
{
  SusunPublishMethod method = GPOINTER_TO_UINT (data);
  g_auto (Place) place = { 0 };
  g_autoptr (SusunPublisher) publisher = new_publisher (method);
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  put (place.fd, OLD, TEXT);
  Fault fault = { naming_calls[method], SUSUN_SYS_BEFORE, 1, .act = plant_new, .data = &place.fd };
  susun_sys_set_hook (fault_cb, &fault);
  SusunPublishResult result
      = susun_publish (publisher, place.fd, OLD, place.fd, NEW, NULL, NULL, NULL, NULL, &error);
  susun_sys_set_hook (NULL, NULL);

  g_assert_true (fault_struck (&fault));
  g_assert_no_error (error);
  g_assert_cmpint (result, ==, SUSUN_PUBLISH_OCCUPIED);
  g_assert_true (holds (place.fd, OLD, TEXT));
  g_assert_true (holds (place.fd, NEW, FOREIGN));
}

/* Another file is put under the old name after it was looked at: it goes back. */
static void
test_race_for_file (gconstpointer data)
{
  SusunPublishMethod method = GPOINTER_TO_UINT (data);
  g_auto (Place) place = { 0 };
  g_autoptr (SusunPublisher) publisher = new_publisher (method);
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  put (place.fd, OLD, TEXT);
  Fault fault = { naming_calls[method], SUSUN_SYS_BEFORE, 1, .act = swap_old, .data = &place.fd };
  susun_sys_set_hook (fault_cb, &fault);
  SusunPublishResult result
      = susun_publish (publisher, place.fd, OLD, place.fd, NEW, NULL, NULL, NULL, NULL, &error);
  susun_sys_set_hook (NULL, NULL);

  g_assert_true (fault_struck (&fault));
  g_assert_cmpint (result, ==, SUSUN_PUBLISH_FAILED);
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_CHANGED);
  g_assert_true (holds (place.fd, "aside", TEXT));
  g_assert_true (holds (place.fd, OLD, FOREIGN));
  g_assert_false (stands (place.fd, NEW));
}

/* The name is given to a file of somebody's between our link and our unlink: theirs stays. */
static void
test_race_for_unlink (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (SusunPublisher) publisher = new_publisher (SUSUN_PUBLISH_LINK);
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  put (place.fd, OLD, TEXT);
  Fault fault = { SUSUN_SYS_LINK, SUSUN_SYS_AFTER, 1, .act = swap_old, .data = &place.fd };
  susun_sys_set_hook (fault_cb, &fault);
  SusunPublishResult result
      = susun_publish (publisher, place.fd, OLD, place.fd, NEW, NULL, NULL, NULL, NULL, &error);
  susun_sys_set_hook (NULL, NULL);

  g_assert_no_error (error);
  g_assert_cmpint (result, ==, SUSUN_PUBLISHED);
  g_assert_true (holds (place.fd, NEW, TEXT));
  g_assert_true (holds (place.fd, OLD, FOREIGN));
}

/* Many threads want one name: one gets it, nobody loses anything. */
#define RACERS 8

typedef struct
{
  SusunPublisher *publisher;
  int folder;
  guint number;
  SusunPublishResult result;
} Racer;

static gpointer
race_in_worker (gpointer data)
{
  Racer *self = data;
  g_autofree char *name = g_strdup_printf ("racer %u", self->number);

  self->result = susun_publish (self->publisher, self->folder, name, self->folder, NEW, NULL, NULL,
                                NULL, NULL, NULL);
  return NULL;
}

static void
test_threads (gconstpointer data)
{
  for (guint round = 0; round < 50; round++)
    {
      g_auto (Place) place = { 0 };
      g_autoptr (SusunPublisher) publisher = new_publisher (GPOINTER_TO_UINT (data));
      Racer racers[RACERS];
      GThread *threads[RACERS];
      guint winners = 0;

      place_init (&place, NULL);
      for (guint i = 0; i < RACERS; i++)
        {
          g_autofree char *name = g_strdup_printf ("racer %u", i);
          put (place.fd, name, name);
          racers[i] = (Racer){ publisher, place.fd, i };
        }
      for (guint i = 0; i < RACERS; i++)
        threads[i] = g_thread_new ("racer", race_in_worker, &racers[i]);
      for (guint i = 0; i < RACERS; i++)
        g_thread_join (threads[i]);

      for (guint i = 0; i < RACERS; i++)
        {
          g_autofree char *name = g_strdup_printf ("racer %u", i);
          gboolean won = racers[i].result == SUSUN_PUBLISHED;
          winners += won;
          g_assert_true (won || racers[i].result == SUSUN_PUBLISH_OCCUPIED);
          g_assert_true (holds (place.fd, won ? NEW : name, name));
        }
      g_assert_cmpuint (winners, ==, 1);
      g_assert_cmpuint (count_entries (place.fd), ==, RACERS);
    }
}

/* --- the n-th call fails */

static const SusunSysCall fallible[]
    = { SUSUN_SYS_STAT,   SUSUN_SYS_RENAME, SUSUN_SYS_RENAME_OVER, SUSUN_SYS_LINK,
        SUSUN_SYS_UNLINK, SUSUN_SYS_OPEN,   SUSUN_SYS_MKDIR,       SUSUN_SYS_RMDIR };

static const int codes[] = { EIO, ENOSPC, EACCES, EROFS, EDQUOT, EINTR };

/* Whatever failed: the bytes stand under a known name, whole, and "not published" is true unless it
 * is said to be unsure. */
static void
check_after_fault (int folder, SusunPublishResult result, const GError *error)
{
  gboolean at_old = holds (folder, OLD, TEXT);
  gboolean at_new = holds (folder, NEW, TEXT);

  g_assert_true (at_old || at_new);
  g_assert_cmpint (result, !=, SUSUN_PUBLISH_OCCUPIED);
  g_assert_cmpint (error != NULL, ==, result == SUSUN_PUBLISH_FAILED);
  if (result == SUSUN_PUBLISHED)
    {
      g_assert_true (at_new);
      g_assert_false (stands (folder, OLD));
    }
  else if (!g_error_matches (error, SUSUN_ERROR, SUSUN_ERROR_UNSURE))
    {
      g_assert_true (at_old);
      /* At most the empty reservation whose removal was what failed. */
      g_assert_true (!stands (folder, NEW) || look (folder, NEW).st_size == 0);
    }
}

static void
test_nth_call_fails (gconstpointer data)
{
  SusunPublishMethod method = GPOINTER_TO_UINT (data);
  guint faults = 0;

  for (guint c = 0; c < G_N_ELEMENTS (fallible); c++)
    for (guint e = 0; e < G_N_ELEMENTS (codes); e++)
      for (guint nth = 1;; nth++)
        {
          g_auto (Place) place = { 0 };
          g_autoptr (SusunPublisher) publisher = new_publisher (method);
          g_autoptr (GError) error = NULL;

          place_init (&place, NULL);
          put (place.fd, OLD, TEXT);
          SusunIdentity expected = identify (place.fd, OLD);
          Fault fault = { fallible[c], SUSUN_SYS_BEFORE, nth, .code = codes[e] };
          susun_sys_set_hook (fault_cb, &fault);
          SusunPublishResult result = susun_publish (publisher, place.fd, OLD, place.fd, NEW,
                                                     &expected, NULL, NULL, NULL, &error);
          susun_sys_set_hook (NULL, NULL);
          check_after_fault (place.fd, result, error);
          if (codes[e] == EINTR)
            g_assert_cmpint (result, ==, SUSUN_PUBLISHED);
          if (!fault_struck (&fault))
            break;
          g_assert_cmpuint (nth, <, 100);
          faults++;
        }
  g_assert_cmpuint (faults, >, 12);
}

/* --- killed at the n-th call, then recovered */

typedef struct
{
  SusunPublishMethod method;
  int folder;
  Fault fault;
} Killed;

static int
publish_in_child (gpointer data)
{
  Killed *self = data;
  g_autoptr (SusunPublisher) publisher = new_publisher (self->method);

  susun_sys_set_hook (fault_cb, &self->fault);
  SusunPublishResult result = susun_publish (publisher, self->folder, OLD, self->folder, NEW, NULL,
                                             NULL, NULL, NULL, NULL);
  susun_sys_set_hook (NULL, NULL);
  return result == SUSUN_PUBLISHED ? 0 : 1;
}

static void
check_after_kill (int folder)
{
  g_autoptr (GError) error = NULL;
  gboolean at_old = holds (folder, OLD, TEXT);
  gboolean at_new = holds (folder, NEW, TEXT);

  g_assert_true (at_old || at_new);
  /* No half file: under the new name stands nothing, all or an empty reservation. */
  if (stands (folder, NEW) && !at_new)
    g_assert_cmpint (look (folder, NEW).st_size, ==, 0);

  /* Recovery, twice, because it may be killed, too. */
  for (guint i = 0; i < 2; i++)
    {
      if (at_new)
        g_assert_true (susun_publish_finish_link (folder, OLD, folder, NEW, &error));
      else
        g_assert_true (susun_publish_remove_reservation (folder, NEW, 0, &error));
      g_assert_no_error (error);
      g_assert_true (holds (folder, at_new ? NEW : OLD, TEXT));
      g_assert_cmpuint (count_entries (folder), ==, 1);
    }
}

static void
test_killed (gconstpointer data)
{
  SusunPublishMethod method = GPOINTER_TO_UINT (data);
  guint kills = 0;

  for (guint c = 0; c < G_N_ELEMENTS (fallible); c++)
    for (SusunSysPhase phase = SUSUN_SYS_BEFORE; phase <= SUSUN_SYS_AFTER; phase++)
      for (guint nth = 1;; nth++)
        {
          g_auto (Place) place = { 0 };
          Killed killed = { method, .fault = { fallible[c], phase, nth, .kill = TRUE } };

          place_init (&place, NULL);
          put (place.fd, OLD, TEXT);
          killed.folder = place.fd;
          int status = in_child (publish_in_child, &killed);
          check_after_kill (place.fd);
          if (status == 0)
            break;
          g_assert_cmpint (status, ==, -SIGKILL);
          g_assert_cmpuint (nth, <, 100);
          kills++;
        }
  g_assert_cmpuint (kills, >=, 6);
}

/* --- recovery leaves alone what it does not know */

static void
test_finish_link_refuses (void)
{
  g_auto (Place) place = { 0 };

  place_init (&place, NULL);
  put (place.fd, "a", TEXT);
  put (place.fd, "b", TEXT);
  put (place.fd, "lone", TEXT);
  g_assert_cmpint (linkat (place.fd, "a", place.fd, "a2", 0), ==, 0);
  g_assert_cmpint (linkat (place.fd, "b", place.fd, "B", 0), ==, 0);

  /* Two files; one name twice; and two names that a case-insensitive disk takes for one. */
  static const char *const pairs[][2]
      = { { "a", "b" }, { "a", "a" }, { "lone", "lone" }, { "b", "B" } };
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (
          susun_publish_finish_link (place.fd, pairs[i][0], place.fd, pairs[i][1], &error));
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_UNSURE);
    }
  g_assert_cmpuint (count_entries (place.fd), ==, 5);

  /* The new name is missing: that is no half link. */
  g_autoptr (GError) error = NULL;
  g_assert_false (susun_publish_finish_link (place.fd, "a", place.fd, "none", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (susun_publish_finish_link (place.fd, "a", place.fd, "a2", &error));
  g_assert_no_error (error);
  g_assert_false (stands (place.fd, "a"));
  g_assert_true (holds (place.fd, "a2", TEXT));
}

static void
test_remove_reservation_refuses (void)
{
  g_auto (Place) place = { 0 };

  place_init (&place, NULL);
  put (place.fd, "full", TEXT);
  put (place.fd, "empty", "");
  g_assert_cmpint (mkdirat (place.fd, "folder", 0755), ==, 0);
  g_assert_cmpint (symlinkat ("empty", place.fd, "link"), ==, 0);
  guint64 ino = look (place.fd, "empty").st_ino;
  const struct
  {
    const char *name;
    guint64 ino;
  } refused[] = {
    { "full", 0 },        { "full", look (place.fd, "full").st_ino },
    { "empty", ino + 1 }, { "folder", 0 },
    { "link", 0 },        { "link", look (place.fd, "link").st_ino },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (
          susun_publish_remove_reservation (place.fd, refused[i].name, refused[i].ino, &error));
      g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_UNSURE);
      g_assert_true (stands (place.fd, refused[i].name));
    }

  g_autoptr (GError) error = NULL;
  g_assert_true (susun_publish_remove_reservation (place.fd, "empty", ino, &error));
  g_assert_true (susun_publish_remove_reservation (place.fd, "empty", ino, &error));
  g_assert_true (susun_publish_remove_reservation (place.fd, "folder",
                                                   look (place.fd, "folder").st_ino, &error));
  g_assert_no_error (error);
  g_assert_false (stands (place.fd, "empty"));
  g_assert_false (stands (place.fd, "folder"));
}

/* --- two steps */

static void
test_two_steps (gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_autoptr (SusunPublisher) publisher = new_publisher (GPOINTER_TO_UINT (data));
  g_autoptr (GError) error = NULL;

  place_init (&place, NULL);
  put (place.fd, "MERDEKA.jpg", TEXT);
  g_assert_cmpint (mkdirat (place.fd, "MERDEKA", 0755), ==, 0);
  put (place.fd, "MERDEKA/a", TEXT);
  g_assert_cmpint (susun_publish_in_two_steps (publisher, place.fd, "MERDEKA.jpg", ".susun-ren-1",
                                               "Merdeka.jpg", &error),
                   ==, SUSUN_PUBLISHED);
  g_assert_cmpint (susun_publish_in_two_steps (publisher, place.fd, "MERDEKA", ".susun-ren-2",
                                               "Merdeka", &error),
                   ==, SUSUN_PUBLISHED);
  g_assert_no_error (error);
  g_assert_true (holds (place.fd, "Merdeka.jpg", TEXT));
  g_assert_true (holds (place.fd, "Merdeka/a", TEXT));
  g_assert_cmpuint (count_entries (place.fd), ==, 2);

  /* Taken: back to the old name, and nothing is left on the way. */
  put (place.fd, "taken", FOREIGN);
  g_assert_cmpint (susun_publish_in_two_steps (publisher, place.fd, "Merdeka.jpg", ".susun-ren-3",
                                               "taken", &error),
                   ==, SUSUN_PUBLISH_OCCUPIED);
  g_assert_no_error (error);
  g_assert_true (holds (place.fd, "Merdeka.jpg", TEXT));
  g_assert_true (holds (place.fd, "taken", FOREIGN));
  g_assert_cmpuint (count_entries (place.fd), ==, 3);
}

static void
test_two_steps_fail (void)
{
  for (guint nth = 1;; nth++)
    {
      g_auto (Place) place = { 0 };
      g_autoptr (SusunPublisher) publisher = susun_publisher_new ();
      g_autoptr (GError) error = NULL;
      Fault fault = { SUSUN_SYS_RENAME, SUSUN_SYS_BEFORE, nth, .last = nth + 9, .code = EIO };

      place_init (&place, NULL);
      put (place.fd, OLD, TEXT);
      susun_sys_set_hook (fault_cb, &fault);
      SusunPublishResult result
          = susun_publish_in_two_steps (publisher, place.fd, OLD, ".susun-ren-1", NEW, &error);
      susun_sys_set_hook (NULL, NULL);
      if (!fault_struck (&fault))
        break;
      /* From the second rename on all fail, the one back, too: the file has the name in between. */
      g_assert_cmpint (result, ==, SUSUN_PUBLISH_FAILED);
      g_assert_true (holds (place.fd, nth == 1 ? OLD : ".susun-ren-1", TEXT));
      if (nth == 2)
        g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_UNSURE);
    }
}

static void
add_for_methods (const char *name, GTestDataFunc function)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autofree char *path = g_strdup_printf ("/files/publish/%s/%s", name, method_names[i]);
      g_test_add_data_func (path, GUINT_TO_POINTER (methods[i]), function);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_for_methods ("publishes", test_publishes);
  add_for_methods ("occupied", test_occupied);
  add_for_methods ("expects", test_expects);
  add_for_methods ("folder", test_folder);
  add_for_methods ("hostile-names", test_hostile_names);
  g_test_add_func ("/files/publish/ladder", test_ladder);
  g_test_add_func ("/files/publish/real-errors", test_real_errors);
  g_test_add_func ("/files/publish/reserved-stops", test_reserved_stops);
  g_test_add_func ("/files/publish/reservation-taken", test_reservation_taken);
  add_for_methods ("race-for-name", test_race_for_name);
  add_for_methods ("race-for-file", test_race_for_file);
  g_test_add_func ("/files/publish/race-for-unlink", test_race_for_unlink);
  add_for_methods ("threads", test_threads);
  add_for_methods ("nth-call-fails", test_nth_call_fails);
  add_for_methods ("killed", test_killed);
  g_test_add_func ("/files/publish/finish-link-refuses", test_finish_link_refuses);
  g_test_add_func ("/files/publish/remove-reservation-refuses", test_remove_reservation_refuses);
  add_for_methods ("two-steps", test_two_steps);
  g_test_add_func ("/files/publish/two-steps-fail", test_two_steps_fail);
  return g_test_run ();
}
