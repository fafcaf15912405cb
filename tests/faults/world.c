// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "world.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/susun-fd.h"
#include "core/base/susun-hash.h"
#include "core/manifest/susun-verify-report.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-resume.h"
#include "core/runs/susun-verify.h"
#include "places.h"

/* --- what the files hold */

/* Of a file that is copied in pieces: more than one buffer of the copying, with a rest. */
#define LARGE_SIZE ((1 << 20) + 4321)

/* Of the same file where one piece is enough. */
#define MIDDLE_SIZE 4321

static gboolean in_pieces = TRUE;

void
world_copies_in_pieces (gboolean yes)
{
  in_pieces = yes;
}

typedef struct
{
  const char *name; /* where it stands at first */
  const char *text; /* NULL: the large one */
  int year;
  gboolean strange; /* in the archive and not ours: it must stay as it is */
} Planted;

/* A Live Photo with its sidecar, a collision, a duplicate, an empty file, one of more than a
 * megabyte; and in the archive a stranger with the name of one of ours. A content is called by its
 * first name. */
static const Planted planted[] = {
  { "a/IMG_1.heic", "a still", 2019, FALSE },
  { "a/IMG_1.mov", "its clip", 2019, FALSE },
  { "a/IMG_1.heic.xmp", "<x:xmpmeta/>", 2019, FALSE },
  { "b/IMG_1.heic", "another still of that name", 2019, FALSE },
  { "b/again.heic", "a still", 2019, FALSE },
  { "b/large.png", NULL, 2021, FALSE },
  { "c/IMG_2.jpg", "ours", 2020, FALSE },
  { "c/empty.jpg", "", 2020, FALSE },
  { "2020/IMG_2.jpg", "a stranger's", 2020, TRUE },
  { "2020/notes.txt", "not ours", 2020, TRUE },
};

static const char *
bytes_of (const Planted *file, gsize *length)
{
  static char *large;

  *length = file->text != NULL ? strlen (file->text) : in_pieces ? LARGE_SIZE : MIDDLE_SIZE;
  if (file->text != NULL)
    return file->text;
  if (large == NULL)
    {
      large = g_malloc (LARGE_SIZE);
      for (gsize i = 0; i < LARGE_SIZE; i++)
        large[i] = (char) (i * 31 + (i >> 8));
    }
  return large;
}

static const SusunHash *
hash_of (const Planted *file)
{
  static SusunHash hashes[2][G_N_ELEMENTS (planted)];
  static gboolean known[2][G_N_ELEMENTS (planted)];
  SusunHash *hash = &hashes[in_pieces][file - planted];
  gboolean *is_known = &known[in_pieces][file - planted];

  if (!*is_known)
    {
      g_autoptr (SusunHasher) hasher = susun_hasher_new ();
      gsize length;
      const char *bytes = bytes_of (file, &length);
      susun_hasher_digest (hasher, bytes, length, hash);
      *is_known = TRUE;
    }
  return hash;
}

/* Which content does this file hold, whole? Returns: NULL for any other */
static const Planted *
identify (const char *path)
{
  g_auto (SusunFd) fd = open (path, O_RDONLY | O_CLOEXEC);
  const Planted *found = NULL;
  void *bytes = NULL;
  struct stat status;

  g_assert_no_errno (fd);
  g_assert_no_errno (fstat (fd, &status));
  if (status.st_size > 0)
    bytes = mmap (NULL, status.st_size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
  g_assert_true (bytes != MAP_FAILED);
  for (guint i = 0; i < G_N_ELEMENTS (planted) && found == NULL; i++)
    {
      gsize length;
      const char *expected = bytes_of (&planted[i], &length);
      if (length == (gsize) status.st_size
          && (length == 0 || memcmp (expected, bytes, length) == 0))
        found = &planted[i];
    }
  if (bytes != NULL)
    munmap (bytes, status.st_size);
  return found;
}

/* --- making it */

static void
put (const char *folder, const char *name, const Planted *file)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  struct tm tm
      = { .tm_year = file->year - 1900, .tm_mon = 4, .tm_mday = 17, .tm_hour = 10, .tm_sec = 12 };
  time_t time = timegm (&tm);
  struct timespec times[2] = { { .tv_sec = time }, { .tv_sec = time } };
  gsize length;
  const char *bytes = bytes_of (file, &length);

  g_assert_no_errno (g_mkdir_with_parents (parent, 0755));
  g_auto (SusunFd) fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  g_assert_no_errno (fd);
  g_assert_cmpint (write (fd, bytes, length), ==, length);
  g_assert_no_errno (futimens (fd, times));
}

/* An empty history, for what comes before the operation: making its tables takes longer than all
 * else. */
static void
put_history (World *self)
{
  static char *bytes;
  static gsize length;
  g_autoptr (GError) error = NULL;

  if (bytes == NULL)
    {
      g_autoptr (SusunStore) store = susun_store_open (self->db, SUSUN_STORE_WRITE, &error);
      g_assert_no_error (error);
      g_clear_pointer (&store, susun_store_close);
      g_assert_true (g_file_get_contents (self->db, &bytes, &length, NULL));
      return;
    }
  g_auto (SusunFd) fd = open (self->db, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  g_assert_no_errno (fd);
  g_assert_cmpint (write (fd, bytes, length), ==, length);
}

World *
world_new (const char *base, const char *other, gboolean with_history)
{
  World *self = g_new0 (World, 1);

  self->base = g_strdup (base);
  self->other = g_strdup (other);
  places_clear (base);
  if (other != NULL)
    places_clear (other);
  self->source = g_build_filename (base, "source", NULL);
  self->archive = g_build_filename (other != NULL ? other : base, "archive", NULL);
  self->quarantine = g_build_filename (other != NULL ? other : base, "quarantine", NULL);
  self->db = g_build_filename (base, "history", "history.db", NULL);
  self->manifest = g_build_filename (base, "history", "verified.csv", NULL);
  g_autofree char *history = g_path_get_dirname (self->db);
  g_assert_no_errno (g_mkdir_with_parents (history, 0755));
  for (guint i = 0; i < G_N_ELEMENTS (planted); i++)
    put (planted[i].strange ? self->archive : self->source, planted[i].name, &planted[i]);
  if (with_history)
    put_history (self);
  return self;
}

void
world_free (World *self)
{
  g_free (self->base);
  g_free (self->other);
  g_free (self->source);
  g_free (self->archive);
  g_free (self->quarantine);
  g_free (self->db);
  g_free (self->manifest);
  g_free (self->chain_id);
  g_free (self);
}

/* --- runs */

gboolean
world_run (World *self, SusunJob *job, GError **error)
{
  g_autoptr (SusunJob) owned = job;
  g_autoptr (SusunStore) store = susun_store_open (self->db, SUSUN_STORE_WRITE, error);

  return store != NULL && susun_job_run (owned, store, NULL, error);
}

void
world_must_run (World *self, SusunJob *job)
{
  g_autoptr (GError) error = NULL;

  world_run (self, job, &error);
  g_assert_no_error (error);
}

static void
write_row (World *self, SusunCsvWriter *writer, const char *source, const char *copy,
           const Planted *file)
{
  g_autoptr (GError) error = NULL;
  gsize length;

  bytes_of (file, &length);
  SusunVerifyRow row = {
    .run_id = self->chain_id,
    .source_path = source,
    .destination_path = copy,
    .file_size_bytes = (gint64) length,
    .source_hash = hash_of (file),
    .destination_hash = hash_of (file),
    .status = SUSUN_VERIFICATION_VERIFIED,
  };
  g_assert_true (susun_verify_report_write_row (writer, &row, &error));
}

/* As `verify` would write it; from the history, because the sweeps need it so often. */
static void
write_manifest (World *self, SusunStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunRun) run
      = susun_store_find_run (store, self->chain_id, 1u << SUSUN_RUN_ORGANIZE, &error);
  SusunItemQuery query = { .run = run->id, .order = SUSUN_ORDER_SEQ };
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, &error);
  int fd = g_open (self->manifest, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (fd, self->manifest);

  g_assert_no_error (error);
  g_assert_true (susun_verify_report_write_header (writer, &error));
  for (guint i = 0; i < items->len; i++)
    {
      const SusunItem *item = items->pdata[i];
      g_autofree char *from = g_build_filename (self->source, item->src_path, NULL);
      g_autofree char *to = g_build_filename (self->archive, item->dst_path, NULL);
      const Planted *file = identify (from);
      g_assert_nonnull (file);
      write_row (self, writer, from, to, file);
    }
  g_assert_true (susun_csv_writer_flush (writer, &error));
}

void
world_organize (World *self)
{
  g_autoptr (GError) error = NULL;
  SusunOrganizeOptions *options = susun_organize_options_new ();

  g_ptr_array_add (options->sources, g_strdup (self->source));
  options->destination = g_strdup (self->archive);
  options->report_csv = g_build_filename (self->base, "history", "report.csv", NULL);
  options->mode = SUSUN_MODE_COPY;
  options->workers = 1;
  options->now = 1700000000;

  g_autoptr (SusunJob) job = susun_organize_job_new (options);
  g_autoptr (SusunStore) store = susun_store_open (self->db, SUSUN_STORE_WRITE, &error);
  g_assert_no_error (error);
  susun_job_run (job, store, NULL, &error);
  g_assert_no_error (error);
  self->chain_id = g_strdup (susun_run_job_get_run (SUSUN_RUN_JOB (job))->chain_id);
  write_manifest (self, store);
}

void
world_name_events (World *self)
{
  static const char *const files[][2] = {
    { "a/IMG_1.heic", "2020-05-17 Satu" },     { "a/IMG_1.mov", "2020-05-17 Satu" },
    { "a/IMG_1.heic.xmp", "2020-05-17 Satu" }, { "b/large.png", "2019-05-17 Satu" },
    { "c/IMG_2.jpg", "2021-05-17 Satu" },      { "b/IMG_1.heic", "satu" },
    { "b/again.heic", "2020-05-17 Dua" },      { "c/empty.jpg", "Dua" },
  };
  static const char *const emptied[] = { "a", "b", "c" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *from = g_build_filename (self->source, files[i][0], NULL);
      g_autofree char *folder = g_build_filename (self->source, files[i][1], NULL);
      g_autofree char *name = g_path_get_basename (from);
      g_autofree char *to = g_build_filename (folder, name, NULL);
      g_assert_no_errno (g_mkdir_with_parents (folder, 0755));
      g_assert_no_errno (g_rename (from, to));
    }
  for (guint i = 0; i < G_N_ELEMENTS (emptied); i++)
    {
      g_autofree char *folder = g_build_filename (self->source, emptied[i], NULL);
      g_assert_no_errno (g_rmdir (folder));
    }
}

void
world_add_duplicates (World *self)
{
  const struct
  {
    const char *name;
    const Planted *file;
  } copies[] = {
    { "2019/once more/IMG_1.heic", &planted[0] },
    { "2019/once more/IMG_1.mov", &planted[1] },
    { "2019/once more/IMG_1.heic.xmp", &planted[2] },
    { "2019/once more/IMG_1 (3).heic", &planted[3] },
    { "2021/large (2).png", &planted[5] },
  };
  g_autoptr (GError) error = NULL;
  int fd = g_open (self->manifest, O_WRONLY | O_APPEND | O_CLOEXEC, 0);
  g_autoptr (SusunCsvWriter) writer = susun_csv_writer_new (fd, self->manifest);

  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autofree char *from = g_build_filename (self->source, copies[i].file->name, NULL);
      g_autofree char *to = g_build_filename (self->archive, copies[i].name, NULL);
      put (self->archive, copies[i].name, copies[i].file);
      write_row (self, writer, from, to, copies[i].file);
    }
  g_assert_true (susun_csv_writer_flush (writer, &error));
}

void
world_spoil (World *self)
{
  static const char *const names[] = { "2020/empty.jpg", "2021/large.png" };
  SusunVerifyOptions *options = susun_verify_options_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->archive, names[i], NULL);
      g_assert_no_errno (g_unlink (path));
    }
  put (self->archive, names[0], &planted[3]);
  options->input_csv = g_build_filename (self->base, "history", "report.csv", NULL);
  options->verified_out = g_build_filename (self->base, "history", "good.csv", NULL);
  options->unverified_out = g_build_filename (self->base, "history", "bad.csv", NULL);
  options->workers = 1;
  world_must_run (self, susun_verify_job_new (options));
}

/* Goes on with one run. One that had not begun says so, and is forgotten. */
static void
resume (SusunStore *store, const SusunRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunJob) job = susun_resume_job_new (store, run->run_id, 1, &error);

  g_assert_no_error (error);
  if (susun_job_run (job, store, NULL, &error))
    return;
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
  g_assert_true (susun_store_begin (store, NULL));
  g_assert_true (susun_store_forget_run (store, run->id, NULL));
  g_assert_true (susun_store_commit (store, NULL));
}

void
world_finish (World *self, SusunRunKind kind, SusunJob *again)
{
  const guint unfinished = 1u << SUSUN_RUN_STATE_PREPARING | 1u << SUSUN_RUN_STATE_PLANNED
                           | 1u << SUSUN_RUN_STATE_RUNNING | 1u << SUSUN_RUN_STATE_CANCELLED
                           | 1u << SUSUN_RUN_STATE_FAILED;
  g_autoptr (SusunJob) owned G_GNUC_UNUSED = again;
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (self->db, SUSUN_STORE_WRITE, &error);

  g_assert_no_error (error);
  susun_recover (store, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) runs = susun_store_list_runs_in_state (store, unfinished, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < runs->len; i++)
    resume (store, runs->pdata[i]);

  g_autoptr (GPtrArray) all = susun_store_list_runs (store, 1, &error);
  g_assert_no_error (error);
  const SusunRun *last = all->len > 0 ? all->pdata[0] : NULL;
  if (last != NULL && last->kind == kind && last->state == SUSUN_RUN_STATE_FINISHED)
    return;
  susun_job_run (again, store, NULL, &error);
  g_assert_no_error (error);
}

/* --- looking at it */

typedef void (*Visit) (const char *path, const char *label, gpointer user_data);

static void
visit (const char *path, const char *label, Visit visitor, gpointer user_data)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *child_label = g_build_filename (label, name, NULL);
      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        visit (child, child_label, visitor, user_data);
      else
        visitor (child, child_label, user_data);
    }
}

static void
visit_all (World *self, Visit visitor, gpointer user_data)
{
  visit (self->source, "source", visitor, user_data);
  visit (self->archive, "archive", visitor, user_data);
  visit (self->quarantine, "quarantine", visitor, user_data);
}

static gboolean
is_temporary (const char *label)
{
  return strstr (label, "/.susun") != NULL;
}

/* A folder that stands aside is under a name that the history knows, with all that is in it. */
static gboolean
is_ours (const char *label)
{
  return (is_temporary (label) && strstr (label, "/.susun-ren-") == NULL)
         || g_str_has_suffix (label, ".csv");
}

static const char *
name_of (const Planted *file)
{
  return file != NULL ? file->name : "something else";
}

static void
list_one (const char *path, const char *label, gpointer user_data)
{
  struct stat status;

  if (is_ours (label))
    return;
  g_assert_no_errno (stat (path, &status));
  g_ptr_array_add (user_data,
                   g_strdup_printf ("%s is %s of %" G_GINT64_FORMAT, label,
                                    name_of (identify (path)), (gint64) status.st_mtime));
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The quarantine's folder carries a run's id, which differs from world to world. */
static char *
without_ids (World *self, const char *text)
{
  if (self->chain_id == NULL)
    return g_strdup (text);
  g_auto (GStrv) parts = g_strsplit (text, self->chain_id, -1);
  return g_strjoinv ("RUN", parts);
}

char *
world_list (World *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  visit_all (self, list_one, lines);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  g_autofree char *joined = g_strjoinv ("\n", (char **) lines->pdata);
  return without_ids (self, joined);
}

static gboolean
has_twin (const Planted *file)
{
  for (guint i = 0; i < G_N_ELEMENTS (planted); i++)
    if (&planted[i] != file && g_strcmp0 (planted[i].text, file->text) == 0)
      return TRUE;
  return FALSE;
}

static void
list_content (const char *path, const char *label, gpointer user_data)
{
  const char *end = strchr (label, '/');
  const Planted *file;

  if (is_ours (label))
    return;
  file = identify (path);
  /* Whether one of two equal files is the other's duplicate depends on what could be read. */
  if (file != NULL && has_twin (file) && g_str_has_prefix (label, "source/"))
    return;
  g_autofree char *line
      = g_strdup_printf ("%.*s has %s", (int) (end - label), label, name_of (file));
  if (!g_ptr_array_find_with_equal_func (user_data, line, g_str_equal, NULL))
    g_ptr_array_add (user_data, g_steal_pointer (&line));
}

char *
world_list_contents (World *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  visit_all (self, list_content, lines);
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

typedef struct
{
  const char *context;
  gboolean seen[G_N_ELEMENTS (planted)];
} Checking;

static void
check_one (const char *path, const char *label, gpointer user_data)
{
  Checking *checking = user_data;

  if (is_ours (label))
    return;
  const Planted *found = identify (path);
  if (found == NULL)
    g_error ("%s: no whole file of ours nor a stranger's: %s", checking->context, path);
  if (found->strange && !g_str_has_suffix (label, found->name))
    g_error ("%s: a stranger's file stands elsewhere: %s", checking->context, path);
  checking->seen[found - planted] = TRUE;
}

/* A content that has several files is called by the first. */
static gboolean
is_first (guint index)
{
  for (guint i = 0; i < index; i++)
    if (g_strcmp0 (planted[i].text, planted[index].text) == 0)
      return FALSE;
  return TRUE;
}

void
world_check (World *self, const char *context)
{
  Checking checking = { .context = context };

  visit_all (self, check_one, &checking);
  for (guint i = 0; i < G_N_ELEMENTS (planted); i++)
    {
      g_autofree char *place = g_build_filename (self->archive, planted[i].name, NULL);
      if (is_first (i) && !checking.seen[i])
        g_error ("%s: the bytes of %s are lost", context, planted[i].name);
      if (planted[i].strange
          && (!g_file_test (place, G_FILE_TEST_IS_REGULAR) || identify (place) != &planted[i]))
        g_error ("%s: a stranger's file is gone: %s", context, place);
    }
}

static char *
path_of (GPtrArray *roots, gint64 id, const char *rel)
{
  for (guint i = 0; i < roots->len; i++)
    {
      const SusunRootRow *root = roots->pdata[i];
      if (root->id == id)
        return g_build_filename (root->path, rel, NULL);
    }
  return NULL;
}

/* One row of a run that is finished. @gone: paths from where later runs took something away */
static void
check_item (const SusunItem *item, GPtrArray *roots, GHashTable *gone, const char *context)
{
  if (!susun_item_state_is_end (item->state))
    g_error ("%s: “%s” is still %s in a finished run", context, item->src_path,
             susun_item_state_nick (item->state));
  if (item->state == SUSUN_ITEM_LOST || item->state == SUSUN_ITEM_UNSURE)
    g_error ("%s: “%s” is %s", context, item->src_path, susun_item_state_nick (item->state));
  if (item->state == SUSUN_ITEM_DONE && item->op == SUSUN_OP_RENAME)
    {
      g_autofree char *folder = path_of (roots, item->dst_root, item->dst_path);
      if (!g_hash_table_contains (gone, folder) && !g_file_test (folder, G_FILE_TEST_IS_DIR))
        g_error ("%s: the history says that “%s” is “%s” now", context, item->src_path, folder);
    }
  if (item->state != SUSUN_ITEM_DONE || (item->op != SUSUN_OP_COPY && item->op != SUSUN_OP_MOVE))
    return;
  g_autofree char *place = path_of (roots, item->dst_root, item->dst_path);
  if (g_hash_table_contains (gone, place))
    return;
  const Planted *found = g_file_test (place, G_FILE_TEST_IS_REGULAR) ? identify (place) : NULL;
  if (found == NULL || (item->has_hash && !susun_hash_equal (hash_of (found), &item->hash)))
    g_error ("%s: the history says that “%s” went to “%s”", context, item->src_path, place);
}

void
world_check_history (World *self, const char *context)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunStore) store = susun_store_open (self->db, SUSUN_STORE_READ_ONLY, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) runs = susun_store_list_runs (store, 0, &error);
  g_assert_no_error (error);
  g_autoptr (GHashTable) gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* The newest first. */
  for (guint i = 0; i < runs->len; i++)
    {
      const SusunRun *run = runs->pdata[i];
      SusunItemQuery query = { .run = run->id };
      g_autoptr (GPtrArray) roots = susun_store_list_roots (store, run->id, &error);
      g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, &error);
      g_assert_no_error (error);
      if (run->state != SUSUN_RUN_STATE_FINISHED)
        g_error ("%s: a run is %s", context, susun_run_state_nick (run->state));
      for (guint j = 0; j < items->len; j++)
        check_item (items->pdata[j], roots, gone, context);
      for (guint j = 0; j < items->len; j++)
        {
          const SusunItem *item = items->pdata[j];
          if (item->state == SUSUN_ITEM_DONE
              && (item->op == SUSUN_OP_MOVE || item->op == SUSUN_OP_REMOVE
                  || item->op == SUSUN_OP_RENAME))
            g_hash_table_add (gone, path_of (roots, item->src_root, item->src_path));
        }
    }
}

static void
find_untidy (const char *path, const char *label, gpointer user_data)
{
  char **left = user_data;
  struct stat status;

  g_assert_no_errno (stat (path, &status));
  /* What is empty without being called so was a reservation of that name. */
  if (*left == NULL
      && (is_temporary (label) || (status.st_size == 0 && strstr (label, "empty") == NULL)))
    *left = g_strdup (path);
}

/* A reservation of a folder's name is an empty folder: the source has none that begins like a new
 * name or a temporary one. */
static char *
find_empty_folder (World *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->source, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->source, name, NULL);
      g_autoptr (GDir) inside = g_dir_open (path, 0, NULL);
      if (inside != NULL && g_dir_read_name (inside) == NULL
          && (g_str_has_prefix (name, "20") || g_str_has_prefix (name, ".susun")))
        return g_steal_pointer (&path);
    }
  return NULL;
}

char *
world_find_left_behind (World *self)
{
  char *left = NULL;

  visit_all (self, find_untidy, &left);
  return left != NULL ? left : find_empty_folder (self);
}
