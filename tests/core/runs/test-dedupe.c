// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/manifest/susun-state-file.h"
#include "core/runs/susun-balance.h"
#include "core/runs/susun-dedupe.h"
#include "core/runs/susun-equal-copies-private.h"
#include "core/runs/susun-resume.h"
#include "tests/core/runs/runs-fixture.h"

/* --- a manifest over an archive */

typedef struct
{
  const char *rel;
  const char *content; /* as the manifest says */
} Copy;

static SusunCsvWriter *
manifest_new (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "manifest.csv");
  g_autoptr (GError) error = NULL;

  g_unlink (path);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  SusunCsvWriter *writer = susun_csv_writer_new (fd, path);
  g_assert_true (susun_verify_report_write_header (writer, &error));
  return writer;
}

static void
manifest_add (SusunCsvWriter *writer, const char *run_id, const char *destination,
              const char *content, SusunVerification status)
{
  SusunHash hash = hash_of (content);
  g_autofree char *source = g_strconcat ("/media/card", destination, NULL);
  g_autoptr (GError) error = NULL;
  SusunVerifyRow row = {
    .run_id = run_id,
    .source_path = source,
    .destination_path = destination,
    .file_size_bytes = (gint64) strlen (content),
    .source_hash = &hash,
    .destination_hash = &hash,
    .status = status,
  };

  g_assert_true (susun_verify_report_write_row (writer, &row, &error));
}

static void
manifest_end (SusunCsvWriter *writer)
{
  g_assert_true (susun_csv_writer_flush (writer, NULL));
  susun_csv_writer_free (writer);
}

static void
make_archive (Fixture *self, const Copy *copies, guint n)
{
  SusunCsvWriter *writer = manifest_new (self);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_build_filename (self->archive, copies[i].rel, NULL);
      fixture_put (self->archive, copies[i].rel, copies[i].content);
      manifest_add (writer, self->run_id, path, copies[i].content, SUSUN_VERIFICATION_VERIFIED);
    }
  manifest_end (writer);
}

static SusunDedupeOptions *
options_new (Fixture *self)
{
  SusunDedupeOptions *options = susun_dedupe_options_new ();

  options->manifest = fixture_path (self, "manifest.csv");
  options->archive_root = g_strdup (self->archive);
  options->quarantine_root = g_strdup (self->quarantine);
  options->keep_out = fixture_path (self, "keep.csv");
  options->dupes_out = fixture_path (self, "dupes.csv");
  options->expected_run_id = g_strdup ("auto");
  options->workers = 2;
  return options;
}

static void
remove_outputs (Fixture *self)
{
  static const char *const names[] = { "keep.csv", "dupes.csv", "state.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = fixture_path (self, names[i]);
      g_unlink (path);
    }
}

static SusunRunJob *
run_job (Fixture *self, SusunDedupeOptions *options)
{
  return fixture_run (self, susun_dedupe_job_new (options), -1);
}

static GPtrArray *
rows_of (Fixture *self, const char *name)
{
  g_autofree char *path = fixture_path (self, name);

  return read_rows (path);
}

static void
assert_rows (Fixture *self, guint kept, guint duplicates)
{
  g_autoptr (GPtrArray) keep = rows_of (self, "keep.csv");
  g_autoptr (GPtrArray) dupes = rows_of (self, "dupes.csv");

  g_assert_cmpuint (keep->len, ==, kept);
  g_assert_cmpuint (dupes->len, ==, duplicates);
}

/* The cells of the row about that file. Returns: (transfer full) (nullable) */
static char **
find_row (Fixture *self, const char *csv, const char *rel)
{
  g_autoptr (GPtrArray) rows = rows_of (self, csv);
  g_autofree char *path = g_build_filename (self->archive, rel, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      g_auto (GStrv) cells = g_strsplit (rows->pdata[i], "|", -1);
      if (strcmp (cells[4], path) == 0)
        return g_steal_pointer (&cells);
    }
  return NULL;
}

static void
assert_duplicate (Fixture *self, const char *rel, const char *year, const char *quarantined,
                  const char *action)
{
  g_auto (GStrv) cells = find_row (self, "dupes.csv", rel);
  g_autofree char *place
      = quarantined != NULL ? g_build_filename (self->quarantine, quarantined, NULL) : NULL;

  g_assert_nonnull (cells);
  g_assert_cmpstr (cells[0], ==, self->run_id);
  g_assert_cmpstr (cells[2], ==, year);
  g_assert_cmpstr (cells[5], ==, place != NULL ? place : "");
  g_assert_cmpstr (cells[6], ==, action);
}

static void
assert_kept (Fixture *self, const char *rel, const char *year, const char *reason)
{
  g_auto (GStrv) cells = find_row (self, "keep.csv", rel);

  g_assert_nonnull (cells);
  g_assert_cmpstr (cells[2], ==, year);
  g_assert_cmpstr (cells[5], ==, reason);
}

/* --- what is kept and what goes */

static const Copy copies[] = {
  { "2019/IMG_1.jpg", "one" },
  { "2019/IMG_1 (2).jpg", "one" },
  { "2019/Hari Raya di kampung.jpg", "one" },
  { "2020/IMG_1.jpg", "one" }, /* another year */
  { "2020/sub/IMG_1 (2).jpg", "two" },
  { "2020/IMG_1 (3).jpg", "two" },
  { "2020/alone.jpg", "alone" },
  { "Undated/b.jpg", "three" },
  { "Undated/a.jpg", "three" },
  { "2021/x/IMG_9.jpg", "nine" },
  { "2021/y/IMG_9.jpg", "nine" },
  { "2021/z/IMG_9.jpg", "nine" },
};

static void
test_by_year (Fixture *self, gconstpointer data)
{
  make_archive (self, copies, G_N_ELEMENTS (copies));
  g_autoptr (SusunRunJob) job = run_job (self, options_new (self));
  const SusunRun *run = susun_run_job_get_run (job);
  SusunBalance balance;

  assert_rows (self, 4, 6);
  assert_kept (self, "2019/Hari Raya di kampung.jpg", "2019", "not-a-camera-number");
  assert_duplicate (self, "2019/IMG_1.jpg", "2019", "2019/IMG_1.jpg", "quarantine");
  assert_duplicate (self, "2019/IMG_1 (2).jpg", "2019", "2019/IMG_1 (2).jpg", "quarantine");
  assert_kept (self, "2020/IMG_1 (3).jpg", "2020", "first-by-path");
  assert_duplicate (self, "2020/sub/IMG_1 (2).jpg", "2020", "2020/IMG_1 (2).jpg", "quarantine");
  assert_kept (self, "Undated/a.jpg", "", "first-by-path");
  assert_duplicate (self, "Undated/b.jpg", "", "no-year/b.jpg", "quarantine");
  assert_kept (self, "2021/x/IMG_9.jpg", "2021", "first-by-path");
  assert_duplicate (self, "2021/y/IMG_9.jpg", "2021", "2021/IMG_9.jpg", "quarantine");
  assert_duplicate (self, "2021/z/IMG_9.jpg", "2021", "2021/IMG_9 (2).jpg", "quarantine");

  g_assert_true (fixture_has (self->archive, "2019/Hari Raya di kampung.jpg", "one"));
  g_assert_false (fixture_has (self->archive, "2019/IMG_1.jpg", NULL));
  g_assert_true (fixture_has (self->quarantine, "2019/IMG_1.jpg", "one"));
  g_assert_true (fixture_has (self->archive, "2020/IMG_1.jpg", "one"));
  g_assert_true (fixture_has (self->archive, "2020/alone.jpg", "alone"));
  g_assert_true (fixture_has (self->quarantine, "2021/IMG_9 (2).jpg", "nine"));

  g_assert_cmpint (run->state, ==, SUSUN_RUN_STATE_FINISHED);
  g_assert_cmpstr (run->chain_id, ==, self->run_id);
  g_assert_true (susun_balance_read (self->store, run, &balance, NULL));
  g_assert_true (susun_balance_adds_up (&balance));
  g_assert_cmpuint (balance.counts[SUSUN_BALANCE_QUARANTINED], ==, 6);
  g_assert_cmpuint (susun_balance_get_problems (&balance), ==, 0);

  /* Once more: they are where they belong. */
  remove_outputs (self);
  g_autoptr (SusunRunJob) again G_GNUC_UNUSED = run_job (self, options_new (self));
  assert_rows (self, 0, 0);
}

static void
test_global (Fixture *self, gconstpointer data)
{
  SusunDedupeOptions *options = options_new (self);

  make_archive (self, copies, G_N_ELEMENTS (copies));
  options->global = TRUE;
  g_autoptr (SusunRunJob) job G_GNUC_UNUSED = run_job (self, options);
  assert_rows (self, 4, 7);
  assert_kept (self, "2019/Hari Raya di kampung.jpg", "2019", "not-a-camera-number");
  assert_duplicate (self, "2020/IMG_1.jpg", "2020", "2020/IMG_1.jpg", "quarantine");
  g_assert_false (fixture_has (self->archive, "2020/IMG_1.jpg", NULL));
}

static void
test_dry_run (Fixture *self, gconstpointer data)
{
  SusunDedupeOptions *options = options_new (self);

  make_archive (self, copies, G_N_ELEMENTS (copies));
  options->dry_run = TRUE;
  g_autoptr (SusunRunJob) job G_GNUC_UNUSED = run_job (self, options);
  assert_rows (self, 4, 6);
  assert_duplicate (self, "2021/z/IMG_9.jpg", "2021", "2021/IMG_9 (2).jpg", "dry-run-quarantine");
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    g_assert_true (fixture_has (self->archive, copies[i].rel, copies[i].content));
  g_assert_false (g_file_test (self->quarantine, G_FILE_TEST_EXISTS));
}

/* Names in the quarantine are taken, whoever took them. */
static void
test_taken (Fixture *self, gconstpointer data)
{
  fixture_put (self->quarantine, "2019/img_1.JPG", "a stranger's");
  make_archive (self, copies, 3);
  g_autoptr (SusunRunJob) job G_GNUC_UNUSED = run_job (self, options_new (self));
  assert_duplicate (self, "2019/IMG_1.jpg", "2019", "2019/IMG_1 (2).jpg", "quarantine");
  assert_duplicate (self, "2019/IMG_1 (2).jpg", "2019", "2019/IMG_1 (2) (2).jpg", "quarantine");
  g_assert_true (fixture_has (self->quarantine, "2019/img_1.JPG", "a stranger's"));
  g_assert_true (fixture_has (self->quarantine, "2019/IMG_1 (2).jpg", "one"));
}

/* --- what is not as the manifest says */

static void
test_not_as_it_says (Fixture *self, gconstpointer data)
{
  static const Copy more[] = {
    { "2019/kept is gone.jpg", "a" },
    { "2019/IMG_1.jpg", "a" },
    { "2019/IMG_2.jpg", "a" },
    { "2019/keeper was changed.jpg", "b" },
    { "2019/IMG_3.jpg", "b" },
    { "2019/all good.jpg", "c" },
    { "2019/IMG_4.jpg", "c" },
    { "2019/hard link.jpg", "d" },
    { "2019/IMG_5.jpg", "d" },
    { "2019/both are gone.jpg", "e" },
    { "2019/IMG_6.jpg", "e" },
    { "2019/IMG_8.jpg", "f" },
    { "2019/duplicate is gone.jpg", "f" },
  };
  static const char *const gone[] = { "2019/kept is gone.jpg", "2019/both are gone.jpg",
                                      "2019/IMG_6.jpg", "2019/IMG_8.jpg", "2019/IMG_5.jpg" };
  g_autofree char *link_from = g_build_filename (self->archive, "2019/hard link.jpg", NULL);
  g_autofree char *link_to = g_build_filename (self->archive, "2019/IMG_5.jpg", NULL);

  make_archive (self, more, G_N_ELEMENTS (more));
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      g_autofree char *path = g_build_filename (self->archive, gone[i], NULL);
      g_assert_no_errno (g_unlink (path));
    }
  g_assert_no_errno (link (link_from, link_to));
  fixture_put (self->archive, "2019/keeper was changed.jpg", "B");
  fixture_put (self->archive, "2019/IMG_4.jpg", "C");

  g_autoptr (SusunRunJob) job = run_job (self, options_new (self));
  SusunBalance balance;
  assert_duplicate (self, "2019/kept is gone.jpg", "2019", NULL, "missing");
  assert_duplicate (self, "2019/IMG_2.jpg", "2019", "2019/IMG_2.jpg", "quarantine");
  assert_duplicate (self, "2019/IMG_3.jpg", "2019", NULL, "error");
  assert_duplicate (self, "2019/IMG_4.jpg", "2019", NULL, "error");
  assert_duplicate (self, "2019/IMG_5.jpg", "2019", NULL, "error");
  assert_duplicate (self, "2019/both are gone.jpg", "2019", NULL, "missing");
  assert_duplicate (self, "2019/IMG_6.jpg", "2019", NULL, "missing");
  assert_duplicate (self, "2019/IMG_8.jpg", "2019", NULL, "missing");
  assert_kept (self, "2019/IMG_1.jpg", "2019", "first-by-path");

  g_assert_true (fixture_has (self->archive, "2019/IMG_1.jpg", "a"));
  g_assert_true (fixture_has (self->archive, "2019/keeper was changed.jpg", "B"));
  g_assert_true (fixture_has (self->archive, "2019/IMG_3.jpg", "b"));
  g_assert_true (fixture_has (self->archive, "2019/IMG_4.jpg", "C"));
  g_assert_true (fixture_has (self->archive, "2019/IMG_5.jpg", "d"));
  g_assert_true (susun_balance_read (self->store, susun_run_job_get_run (job), &balance, NULL));
  g_assert_true (susun_balance_adds_up (&balance));
  g_assert_cmpuint (balance.counts[SUSUN_BALANCE_QUARANTINED], ==, 1);
  g_assert_cmpuint (susun_balance_get_problems (&balance), ==, 7);
}

/* Rows that prove nothing, and rows about files elsewhere, are passed over and told. */
static void
test_passed_rows (Fixture *self, gconstpointer data)
{
  g_autofree char *elsewhere = fixture_path (self, "elsewhere");
  SusunCsvWriter *writer = manifest_new (self);
  const struct
  {
    const char *folder;
    const char *rel;
    SusunVerification status;
  } rows[] = {
    { self->archive, "2019/a.jpg", SUSUN_VERIFICATION_VERIFIED },
    { self->archive, "2019/a.jpg", SUSUN_VERIFICATION_VERIFIED }, /* twice: of two originals */
    { self->archive, "2019/b.jpg", SUSUN_VERIFICATION_UNVERIFIED },
    { self->archive, "2019/c.jpg", SUSUN_VERIFICATION_UNKNOWN },
    { elsewhere, "2019/d.jpg", SUSUN_VERIFICATION_VERIFIED },
    { self->archive, "../elsewhere/2019/d.jpg", SUSUN_VERIFICATION_VERIFIED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat (rows[i].folder, "/", rows[i].rel, NULL);
      fixture_put (rows[i].folder, rows[i].rel, "same");
      manifest_add (writer, self->run_id, path, "same", rows[i].status);
    }
  manifest_end (writer);
  g_autoptr (SusunRunJob) job = run_job (self, options_new (self));
  assert_rows (self, 0, 0);
  g_assert_cmpuint (susun_run_job_get_remarks (job)->len, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (fixture_has (rows[i].folder, rows[i].rel, "same"));
}

/* --- refusals */

static void
assert_refused (Fixture *self, SusunDedupeOptions *options, int code)
{
  g_autoptr (SusunRunJob) job = fixture_run (self, susun_dedupe_job_new (options), code);

  g_assert_null (susun_run_job_get_run (job));
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    g_assert_true (fixture_has (self->archive, copies[i].rel, copies[i].content));
  g_assert_false (g_file_test (self->quarantine, G_FILE_TEST_EXISTS));
}

static void
test_run_id (Fixture *self, gconstpointer data)
{
  g_autofree char *other = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (self->archive, "2019/IMG_1.jpg", NULL);
  const char *const strange[] = { other, "" };

  make_archive (self, copies, G_N_ELEMENTS (copies));
  SusunDedupeOptions *options = options_new (self);
  g_free (options->expected_run_id);
  options->expected_run_id = g_strdup (other);
  assert_refused (self, options, SUSUN_ERROR_REFUSED);

  /* One row of another run, or of none, the last of all. */
  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      SusunCsvWriter *writer = manifest_new (self);
      for (guint j = 0; j < 500; j++)
        manifest_add (writer, self->run_id, path, "one", SUSUN_VERIFICATION_VERIFIED);
      manifest_add (writer, strange[i], path, "one", SUSUN_VERIFICATION_UNVERIFIED);
      manifest_end (writer);
      assert_refused (self, options_new (self), SUSUN_ERROR_REFUSED);
      options = options_new (self);
      g_free (options->expected_run_id);
      options->expected_run_id = g_strdup (self->run_id);
      assert_refused (self, options, SUSUN_ERROR_REFUSED);
    }
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  make_archive (self, copies, G_N_ELEMENTS (copies));

  /* A quarantine in the archive. */
  SusunDedupeOptions *options = options_new (self);
  g_free (options->quarantine_root);
  options->quarantine_root = g_build_filename (self->archive, "quarantine", NULL);
  assert_refused (self, options, SUSUN_ERROR_REFUSED);

  /* Outputs that exist. */
  fixture_put (self->base, "dupes.csv", "precious");
  assert_refused (self, options_new (self), SUSUN_ERROR_INVALID);
  g_assert_true (fixture_has (self->base, "dupes.csv", "precious"));
  remove_outputs (self);

  /* The same output twice. */
  options = options_new (self);
  g_free (options->keep_out);
  options->keep_out = g_strdup (options->dupes_out);
  assert_refused (self, options, SUSUN_ERROR_INVALID);

  /* An archive that is away. */
  options = options_new (self);
  g_free (options->archive_root);
  options->archive_root = fixture_path (self, "unplugged");
  assert_refused (self, options, SUSUN_ERROR_AWAY);

  /* A manifest that was cut off. */
  fixture_put (self->base, "manifest.csv",
               "run_id,source_path,destination_path,file_size_bytes,source_hash,destination_hash,"
               "verification_status,notes\r\nx,/a,/b");
  assert_refused (self, options_new (self), SUSUN_ERROR_INVALID);
}

/* --- batches */

static void
test_batches (Fixture *self, gconstpointer data)
{
  static const guint kept[] = { 2, 4, 4 };

  make_archive (self, copies, G_N_ELEMENTS (copies));
  for (guint call = 0; call < G_N_ELEMENTS (kept); call++)
    {
      SusunDedupeOptions *options = options_new (self);
      options->state_file = fixture_path (self, "state.json");
      options->limit = 2;
      g_autoptr (SusunRunJob) job G_GNUC_UNUSED = run_job (self, options);
      g_autoptr (GPtrArray) rows = rows_of (self, "keep.csv");
      g_assert_cmpuint (rows->len, ==, kept[call]);
    }
  assert_rows (self, 4, 6);

  g_autofree char *path = fixture_path (self, "state.json");
  SusunState state;
  g_autoptr (SusunStateFile) file = susun_state_file_open (path, &state, NULL);
  g_assert_nonnull (file);
  g_assert_cmpuint (state.cursor, ==, 4);
}

/* --- what belongs together */

static void
add_member (Fixture *self, const SusunRun *run, gint64 source, gint64 archive, const char *rel,
            SusunPart role, gint64 *group)
{
  g_autoptr (GError) error = NULL;
  SusunItem item = {
    .run = run->id,
    .seq = 1,
    .op = SUSUN_OP_COPY,
    .state = SUSUN_ITEM_DONE,
    .role = role,
    .group = *group,
    .src_root = source,
    .src_path = (char *) rel,
    .dst_root = archive,
    .dst_path = (char *) rel,
    .wall = SUSUN_WALL_NONE,
    .offset = SUSUN_OFFSET_NONE,
    .day = SUSUN_WALL_NONE,
  };

  g_assert_true (susun_store_begin (self->store, &error));
  g_assert_true (susun_store_add_item (self->store, &item, &error));
  if (*group == 0)
    *group = item.group = item.id;
  g_assert_true (susun_store_plan_item (self->store, &item, &error));
  g_assert_true (susun_store_commit (self->store, &error));
  g_assert_no_error (error);
}

static void
add_group (Fixture *self, const SusunRun *run, gint64 source, gint64 archive, const char *first,
           const char *second, const char *third)
{
  gint64 group = 0;

  add_member (self, run, source, archive, first, SUSUN_PART_MAIN, &group);
  add_member (self, run, source, archive, second, SUSUN_PART_COMPANION, &group);
  if (third != NULL)
    add_member (self, run, source, archive, third, SUSUN_PART_SIDECAR, &group);
}

static void
test_together (Fixture *self, gconstpointer data)
{
  static const Copy live[] = {
    /* a whole Live Photo that is there twice */
    { "2019/kenduri.heic", "still 1" },
    { "2019/kenduri.mov", "clip 1" },
    { "2019/IMG_1.heic", "still 1" },
    { "2019/IMG_1.mov", "clip 1" },
    /* one whose sidecar is another */
    { "2019/pantai.heic", "still 2" },
    { "2019/pantai.mov", "clip 2" },
    { "2019/IMG_2.heic", "still 2" },
    { "2019/IMG_2.mov", "clip 2" },
    { "2019/IMG_2.xmp", "edits of my own" },
    /* a photo alone that is also in a Live Photo */
    { "2019/gunung.heic", "still 3" },
    { "2019/gunung.mov", "clip 3" },
    { "2019/IMG_3.heic", "still 3" },
    /* one whose best name is the photo alone */
    { "2019/sawah padi.heic", "still 4" },
    { "2019/IMG_4.heic", "still 4" },
    { "2019/IMG_4.mov", "clip 4" },
  };
  gint64 source, archive;
  g_autoptr (SusunRun) run = fixture_add_organize (self, &source, &archive);

  make_archive (self, live, G_N_ELEMENTS (live));
  add_group (self, run, source, archive, "2019/kenduri.heic", "2019/kenduri.mov", NULL);
  add_group (self, run, source, archive, "2019/IMG_1.heic", "2019/IMG_1.mov", NULL);
  add_group (self, run, source, archive, "2019/pantai.heic", "2019/pantai.mov", NULL);
  add_group (self, run, source, archive, "2019/IMG_2.heic", "2019/IMG_2.mov", "2019/IMG_2.xmp");
  add_group (self, run, source, archive, "2019/gunung.heic", "2019/gunung.mov", NULL);
  add_group (self, run, source, archive, "2019/IMG_4.heic", "2019/IMG_4.mov", NULL);

  /* Whatever the limit cuts, a Live Photo goes whole: its clip with its photo. */
  for (guint call = 0; call < 8; call++)
    {
      SusunDedupeOptions *options = options_new (self);
      options->state_file = fixture_path (self, "state.json");
      options->limit = 1;
      g_autoptr (SusunRunJob) job G_GNUC_UNUSED = run_job (self, options);
      g_assert_cmpint (fixture_has (self->archive, "2019/IMG_1.heic", NULL), ==,
                       fixture_has (self->archive, "2019/IMG_1.mov", NULL));
    }
  assert_rows (self, 3, 3);
  assert_duplicate (self, "2019/IMG_1.heic", "2019", "2019/IMG_1.heic", "quarantine");
  assert_duplicate (self, "2019/IMG_1.mov", "2019", "2019/IMG_1.mov", "quarantine");
  assert_duplicate (self, "2019/IMG_3.heic", "2019", "2019/IMG_3.heic", "quarantine");
  g_assert_true (fixture_has (self->archive, "2019/IMG_2.heic", "still 2"));
  g_assert_true (fixture_has (self->archive, "2019/IMG_2.mov", "clip 2"));
  g_assert_true (fixture_has (self->archive, "2019/IMG_4.heic", "still 4"));
  g_assert_true (fixture_has (self->archive, "2019/sawah padi.heic", "still 4"));
}

static void
test_left_together (Fixture *self, gconstpointer data)
{
  static const Copy live[] = {
    { "2019/pantai.heic", "still" },
    { "2019/IMG_2.heic", "still" },
    { "2019/IMG_2.mov", "clip" },
  };
  gint64 source, archive;
  g_autoptr (SusunRun) run = fixture_add_organize (self, &source, &archive);

  make_archive (self, live, G_N_ELEMENTS (live));
  add_group (self, run, source, archive, "2019/IMG_2.heic", "2019/IMG_2.mov", NULL);
  g_autoptr (SusunRunJob) job = run_job (self, options_new (self));
  assert_rows (self, 0, 0);
  g_assert_cmpuint (susun_run_job_get_remarks (job)->len, ==, 1);
}

/* --- the grouping by itself */

static void
test_equal_copies (void)
{
  g_autoptr (SusunEqualCopies) equal = susun_equal_copies_new (FALSE);
  SusunHash one = hash_of ("one"), two = hash_of ("two");
  guint first, length, copy;
  char year[SUSUN_YEAR_SIZE];

  susun_equal_copies_add (equal, "2019/b.jpg", &one);
  susun_equal_copies_add (equal, "2019/a.jpg", &one);
  susun_equal_copies_add (equal, "2019/a.jpg", &one);
  susun_equal_copies_add (equal, "2020/a.jpg", &one);
  susun_equal_copies_add (equal, "2019/c.jpg", &two);
  susun_equal_copies_sort (equal);
  g_assert_cmpuint (susun_equal_copies_get_n_groups (equal), ==, 1);
  susun_equal_copies_get_group (equal, 0, &first, &length);
  g_assert_cmpuint (length, ==, 2);
  g_assert_cmpstr (susun_equal_copies_get_path (equal, first), ==, "2019/a.jpg");
  g_assert_cmpstr (susun_equal_copies_get_path (equal, first + 1), ==, "2019/b.jpg");
  g_assert_true (susun_hash_equal (susun_equal_copies_get_hash (equal, first), &one));
  g_assert_true (susun_equal_copies_find (equal, "2019/b.jpg", &copy));
  g_assert_cmpuint (copy, ==, first + 1);
  g_assert_cmpuint (susun_equal_copies_get_group_of (equal, copy), ==, 0);
  g_assert_false (susun_equal_copies_find (equal, "2020/a.jpg", &copy));
  g_assert_false (susun_equal_copies_find (equal, "2019/c.jpg", &copy));

  static const struct
  {
    const char *rel;
    const char *year;
  } years[] = { { "2019/a.jpg", "2019" }, { "2019", "" },     { "20190/a.jpg", "" },
                { "201/a.jpg", "" },      { "a/2019/b", "" }, { "0001/x/y", "0001" } };
  for (guint i = 0; i < G_N_ELEMENTS (years); i++)
    {
      susun_year_of_path (years[i].rel, year);
      g_assert_cmpstr (year, ==, years[i].year);
    }
}

static void
test_options (void)
{
  g_autoptr (SusunDedupeOptions) options = susun_dedupe_options_new ();
  g_autoptr (GError) error = NULL;

  options->manifest = g_strdup ("/m\xff");
  options->archive_root = g_strdup ("/a");
  options->quarantine_root = g_strdup ("/q");
  options->keep_out = g_strdup ("/k");
  options->dupes_out = g_strdup ("/d");
  options->expected_run_id = g_strdup ("auto");
  options->global = TRUE;
  options->limit = 5;
  options->dry_run = TRUE;
  g_autofree char *json = susun_dedupe_options_to_json (options);
  g_autoptr (SusunDedupeOptions) read = susun_dedupe_options_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->manifest, ==, "/m\xff");
  g_assert_cmpstr (read->expected_run_id, ==, "auto");
  g_assert_null (read->state_file);
  g_assert_true (read->global);
  g_assert_true (read->dry_run);
  g_assert_cmpuint (read->limit, ==, 5);
  g_assert_null (susun_dedupe_options_from_json ("{}", &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
}

/* The window shows the plan first: what its user unticks stays, with what belongs to it. */
static void
test_spared (Fixture *self, gconstpointer data)
{
  const Copy pairs[] = {
    { "2019/a.jpg", "one" },
    { "2019/a (2).jpg", "one" },
    { "2020/b.jpg", "two" },
    { "2020/b (2).jpg", "two" },
  };
  SusunDedupeOptions *options;

  make_archive (self, pairs, G_N_ELEMENTS (pairs));
  options = options_new (self);
  options->plan_only = TRUE;
  g_autoptr (SusunRunJob) planned = run_job (self, options);
  const SusunRun *run = susun_run_job_get_run (planned);
  g_assert_cmpuint (run->state, ==, SUSUN_RUN_STATE_PLANNED);
  g_assert_true (fixture_has (self->archive, "2019/a (2).jpg", "one"));

  SusunStore *store = fixture_store (self);
  SusunItemQuery query = { .run = run->id };
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, NULL);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_true (susun_store_begin (store, NULL));
  for (guint i = 0; i < items->len; i++)
    {
      const SusunItem *item = items->pdata[i];
      SusunOverride override = { .item = item->id, .manual = SUSUN_WALL_NONE, .left_out = TRUE };
      if (g_str_equal (item->src_path, "2019/a (2).jpg"))
        g_assert_true (susun_store_set_override (store, &override, NULL));
    }
  g_assert_true (susun_store_commit (store, NULL));

  g_autoptr (SusunJob) resume = susun_resume_job_new (store, run->run_id, 1, NULL);
  g_autoptr (SusunRunJob) job = fixture_run (self, g_steal_pointer (&resume), -1);
  SusunBalance balance;
  g_assert_true (
      susun_balance_read (fixture_store (self), susun_run_job_get_run (job), &balance, NULL));
  g_assert_true (susun_balance_adds_up (&balance));
  g_assert_cmpuint (balance.counts[SUSUN_BALANCE_QUARANTINED], ==, 1);
  g_assert_cmpuint (balance.counts[SUSUN_BALANCE_LEFT_OUT], ==, 1);
  g_assert_true (fixture_has (self->archive, "2019/a (2).jpg", "one"));
  g_assert_false (fixture_has (self->archive, "2020/b (2).jpg", "two"));
  assert_rows (self, 1, 1);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/dedupe/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("spared", test_spared);
  ADD ("by year", test_by_year);
  ADD ("global", test_global);
  ADD ("dry run", test_dry_run);
  ADD ("taken names", test_taken);
  ADD ("not as it says", test_not_as_it_says);
  ADD ("passed rows", test_passed_rows);
  ADD ("run_id", test_run_id);
  ADD ("refusals", test_refusals);
  ADD ("batches", test_batches);
  ADD ("together", test_together);
  ADD ("left together", test_left_together);
  g_test_add_func ("/dedupe/equal copies", test_equal_copies);
  g_test_add_func ("/dedupe/options", test_options);
  return g_test_run ();
}
