// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/manifest/susun-quarantine-report.h"
#include "core/media/susun-evidence.h"
#include "core/media/susun-kind.h"
#include "core/runs/susun-organize.h"
#include "core/runs/susun-resume.h"
#include "tests/core/runs/runs-fixture.h"

static gint64
add_root (SusunStore *store, gint64 run, SusunRootRole role, const char *path)
{
  SusunRootRow row = { .run = run, .role = role, .path = (char *) path };

  g_assert_true (susun_store_add_root (store, &row, NULL));
  return row.id;
}

typedef struct
{
  SusunRun *run;
  gint64 source;
  gint64 archive;
  gint64 quarantine;
} Made;

static Made
make_run (Fixture *self, SusunRunKind kind, SusunMode mode)
{
  Made made = { .run = susun_run_new () };
  g_autoptr (SusunOrganizeOptions) options = susun_organize_options_new ();

  g_ptr_array_add (options->sources, g_strdup (self->source));
  options->destination = g_strdup (self->archive);
  options->date_from = susun_wall_from_text ("2019-01-01");
  made.run->run_id = g_uuid_string_random ();
  made.run->chain_id = g_strdup (kind == SUSUN_RUN_ORGANIZE ? made.run->run_id : self->run_id);
  made.run->kind = kind;
  made.run->mode = mode;
  made.run->state = SUSUN_RUN_STATE_FINISHED;
  made.run->options = susun_organize_options_to_json (options);
  g_assert_true (susun_store_begin (fixture_store (self), NULL));
  g_assert_true (susun_store_add_run (self->store, made.run, NULL));
  made.source = add_root (self->store, made.run->id, SUSUN_ROOT_SOURCE, self->source);
  made.archive = add_root (self->store, made.run->id, SUSUN_ROOT_ARCHIVE, self->archive);
  made.quarantine = add_root (self->store, made.run->id, SUSUN_ROOT_QUARANTINE, self->quarantine);
  g_assert_true (susun_store_commit (self->store, NULL));
  return made;
}

static void
add_item (Fixture *self, const Made *made, SusunItem item)
{
  item.run = made->run->id;
  item.src_root = made->source;
  g_assert_true (susun_store_begin (self->store, NULL));
  g_assert_true (susun_store_add_item (self->store, &item, NULL));
  g_assert_true (susun_store_plan_item (self->store, &item, NULL));
  g_assert_true (susun_store_commit (self->store, NULL));
}

static char *
export_run (Fixture *self, const SusunRun *run)
{
  char *path = fixture_path (self, "export.csv");
  g_autoptr (GError) error = NULL;

  g_assert_true (susun_history_export (self->store, run, path, NULL, &error));
  g_assert_no_error (error);
  return path;
}

/* --- organize: what is written is what the item says, through the reader of our own format */

typedef struct
{
  SusunItemState state;
  SusunOrganizeStatus status;
  gboolean stands; /* the row names the copy */
  SusunOrganizeFilter filter;
} Status;

static const Status statuses[] = {
  { SUSUN_ITEM_DONE, SUSUN_ORGANIZE_STATUS_OK, TRUE, SUSUN_ORGANIZE_FILTER_INCLUDED },
  { SUSUN_ITEM_UNDONE, SUSUN_ORGANIZE_STATUS_OK, TRUE, SUSUN_ORGANIZE_FILTER_INCLUDED },
  { SUSUN_ITEM_REPORTED, SUSUN_ORGANIZE_STATUS_OK, TRUE, SUSUN_ORGANIZE_FILTER_INCLUDED },
  { SUSUN_ITEM_ARCHIVED, SUSUN_ORGANIZE_STATUS_ALREADY_ARCHIVED, TRUE,
    SUSUN_ORGANIZE_FILTER_INCLUDED },
  { SUSUN_ITEM_DUPLICATE, SUSUN_ORGANIZE_STATUS_DUPLICATE, TRUE, SUSUN_ORGANIZE_FILTER_INCLUDED },
  { SUSUN_ITEM_EXCLUDED, SUSUN_ORGANIZE_STATUS_SKIPPED, FALSE,
    SUSUN_ORGANIZE_FILTER_EXCLUDED_BEFORE },
  { SUSUN_ITEM_LEFT_OUT, SUSUN_ORGANIZE_STATUS_SKIPPED, FALSE, SUSUN_ORGANIZE_FILTER_INCLUDED },
  { SUSUN_ITEM_PLANNED, SUSUN_ORGANIZE_STATUS_SKIPPED, FALSE, SUSUN_ORGANIZE_FILTER_INCLUDED },
  { SUSUN_ITEM_UNREADABLE, SUSUN_ORGANIZE_STATUS_ERROR, FALSE, SUSUN_ORGANIZE_FILTER_ERROR },
  { SUSUN_ITEM_FAILED, SUSUN_ORGANIZE_STATUS_ERROR, FALSE, SUSUN_ORGANIZE_FILTER_INCLUDED },
  { SUSUN_ITEM_SKIPPED, SUSUN_ORGANIZE_STATUS_ERROR, FALSE, SUSUN_ORGANIZE_FILTER_INCLUDED },
  { SUSUN_ITEM_LOST, SUSUN_ORGANIZE_STATUS_ERROR, FALSE, SUSUN_ORGANIZE_FILTER_INCLUDED },
  { SUSUN_ITEM_UNSURE, SUSUN_ORGANIZE_STATUS_ERROR, FALSE, SUSUN_ORGANIZE_FILTER_INCLUDED },
};

static void
test_organize (Fixture *self, gconstpointer data)
{
  Made made = make_run (self, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY);
  const gint64 wall = susun_wall_from_text ("2018-12-31T23:59:58");
  const gint64 day = susun_wall_from_text ("2018-12-31");
  SusunHash hash = hash_of ("content");
  g_autoptr (GError) error = NULL;
  SusunOrganizeRow row;

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *name = g_strdup_printf ("sub/%u =\n\xff,\".JPG", i);
      g_autofree char *place = g_strdup_printf ("2018/%u (2).JPG", i);
      add_item (self, &made,
                (SusunItem){ .seq = i + 1,
                             .op = SUSUN_OP_COPY,
                             .state = statuses[i].state,
                             .media = i % 2 == 0 ? SUSUN_KIND_IMAGE : SUSUN_KIND_VIDEO,
                             .group = 77,
                             .src_path = name,
                             .dst_root = made.archive,
                             .dst_path = place,
                             .suffix = 2,
                             .identity = { .size = 1000 + i },
                             .has_hash = TRUE,
                             .hash = hash,
                             .wall = wall,
                             .offset = 480,
                             .day = day,
                             .date_source = SUSUN_DATE_SOURCE_EXIF_ORIGINAL,
                             .confidence = SUSUN_CONFIDENCE_CERTAIN,
                             .note = (char *) "a note" });
    }
  g_autofree char *path = export_run (self, made.run);
  g_autoptr (SusunOrganizeReader) reader
      = susun_organize_reader_new (susun_csv_reader_open (path, &error), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *source = g_strdup_printf ("%s/sub/%u =\n\xff,\".JPG", self->source, i);
      g_autofree char *place = g_strdup_printf ("%s/2018/%u (2).JPG", self->archive, i);
      gboolean stands = statuses[i].stands;
      g_assert_cmpint (susun_organize_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
      g_assert_cmpstr (row.run_id, ==, made.run->run_id);
      g_assert_cmpint (row.action, ==, SUSUN_ORGANIZE_ACTION_COPY);
      g_assert_cmpint (row.media_kind, ==,
                       i % 2 == 0 ? SUSUN_ORGANIZE_KIND_IMAGE : SUSUN_ORGANIZE_KIND_VIDEO);
      g_assert_cmpstr (row.source_path, ==, source);
      g_assert_cmpint (row.file_size_bytes, ==, 1000 + i);
      g_assert_cmpint (row.effective_wall, ==, wall);
      g_assert_cmpint (row.effective_year, ==, 2018);
      g_assert_cmpstr (row.destination_root, ==, self->archive);
      g_assert_cmpstr (row.destination_path, ==, stands ? place : "");
      g_assert_cmpint (row.collision_resolved, ==, stands);
      g_assert_cmpuint (row.collision_suffix, ==, stands ? 2 : 0);
      g_assert_cmpstr (row.metadata_source, ==, "exif");
      g_assert_cmpint (row.date_filter_result, ==, statuses[i].filter);
      g_assert_cmpint (row.status, ==, statuses[i].status);
      g_assert_cmpstr (row.notes, ==, "a note");
      g_assert_cmpint (row.capture_utc_offset, ==, 480);
      g_assert_cmpstr (row.date_confidence, ==, "certain");
      g_assert_cmpstr (row.group_id, ==, "77");
      g_assert_nonnull (row.source_hash);
      g_assert_true (susun_hash_equal (row.source_hash, &hash));
    }
  g_assert_cmpint (susun_organize_reader_next (reader, &row, &error), ==, SUSUN_CSV_END);
  susun_run_free (made.run);
}

/* --- the other kinds */

static void
test_verify (Fixture *self, gconstpointer data)
{
  Made made = make_run (self, SUSUN_RUN_VERIFY, SUSUN_MODE_NONE);
  SusunHash hash = hash_of ("content");

  add_item (self, &made,
            (SusunItem){ .seq = 1,
                         .op = SUSUN_OP_VERIFY,
                         .state = SUSUN_ITEM_DONE,
                         .src_path = (char *) "a.jpg",
                         .dst_root = made.archive,
                         .dst_path = (char *) "2019/a.jpg",
                         .has_hash = TRUE,
                         .hash = hash });
  add_item (self, &made,
            (SusunItem){ .seq = 2,
                         .op = SUSUN_OP_VERIFY,
                         .state = SUSUN_ITEM_UNVERIFIED,
                         .src_path = (char *) "b.jpg",
                         .note = (char *) "The archive copy is missing" });
  g_autofree char *path = export_run (self, made.run);
  g_autofree char *first = g_build_filename (self->source, "a.jpg", NULL);
  g_autofree char *second = g_build_filename (self->source, "b.jpg", NULL);
  g_autofree char *verified = g_strdup_printf ("verified|%s/2019/a.jpg|", self->archive);
  g_autoptr (GHashTable) rows = read_verified (NULL, path);
  g_assert_cmpstr (g_hash_table_lookup (rows, first), ==, verified);
  g_assert_cmpstr (g_hash_table_lookup (rows, second), ==,
                   "unverified||The archive copy is missing");
  susun_run_free (made.run);
}

static void
test_quarantine (Fixture *self, gconstpointer data)
{
  Made made = make_run (self, SUSUN_RUN_QUARANTINE, SUSUN_MODE_NONE);
  const struct
  {
    SusunOp op;
    SusunItemState state;
    SusunQuarantineAction action;
  } rows[] = {
    { SUSUN_OP_MOVE, SUSUN_ITEM_DONE, SUSUN_QUARANTINE_ACTION_QUARANTINE },
    { SUSUN_OP_MOVE, SUSUN_ITEM_RESTORED, SUSUN_QUARANTINE_ACTION_QUARANTINE },
    { SUSUN_OP_REMOVE, SUSUN_ITEM_DONE, SUSUN_QUARANTINE_ACTION_DELETE },
    { SUSUN_OP_MOVE, SUSUN_ITEM_SKIPPED, SUSUN_QUARANTINE_ACTION_SKIPPED },
    { SUSUN_OP_MOVE, SUSUN_ITEM_FAILED, SUSUN_QUARANTINE_ACTION_ERROR },
  };
  g_autoptr (GError) error = NULL;
  SusunQuarantineRow row;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    add_item (self, &made,
              (SusunItem){ .seq = i + 1,
                           .op = rows[i].op,
                           .state = rows[i].state,
                           .src_path = (char *) "a.jpg",
                           .dst_root = made.quarantine,
                           .dst_path = (char *) "x/a.jpg" });
  g_autofree char *path = export_run (self, made.run);
  g_autofree char *place = g_build_filename (self->quarantine, "x/a.jpg", NULL);
  g_autoptr (SusunQuarantineReader) reader
      = susun_quarantine_reader_new (susun_csv_reader_open (path, &error), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (susun_quarantine_reader_next (reader, &row, &error), ==, SUSUN_CSV_ROW);
      g_assert_cmpstr (row.run_id, ==, self->run_id);
      g_assert_cmpint (row.action, ==, rows[i].action);
      g_assert_cmpstr (row.quarantine_path, ==, i < 2 ? place : "");
    }
  susun_run_free (made.run);
}

static void
test_plain (Fixture *self, gconstpointer data)
{
  Made made = make_run (self, SUSUN_RUN_UNDO, SUSUN_MODE_NONE);

  add_item (self, &made,
            (SusunItem){ .seq = 1,
                         .op = SUSUN_OP_REMOVE,
                         .state = SUSUN_ITEM_SKIPPED,
                         .cause = SUSUN_CAUSE_UNPROVEN,
                         .src_path = (char *) "a.jpg",
                         .identity = { .size = 5 },
                         .note = (char *) "Left alone" });
  g_autofree char *path = export_run (self, made.run);
  g_autofree char *row = g_strdup_printf ("%s|remove|skipped|%s/a.jpg||5||unproven|Left alone",
                                          made.run->run_id, self->source);
  g_autoptr (GPtrArray) rows = read_rows (path);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (rows->pdata[0], ==, row);
  susun_run_free (made.run);
}

/* Never over a file that is there; nothing is left beside it. */
static void
test_exists (Fixture *self, gconstpointer data)
{
  Made made = make_run (self, SUSUN_RUN_UNDO, SUSUN_MODE_NONE);
  g_autofree char *path = fixture_path (self, "precious");
  g_autoptr (GError) error = NULL;

  fixture_put (self->base, "precious", "precious");
  g_assert_false (susun_history_export (self->store, made.run, path, NULL, &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
  g_assert_true (fixture_has (self->base, "precious", "precious"));

  /* Cancelled: nothing appears. */
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *other = fixture_path (self, "other/export.csv");
  g_autofree char *folder = fixture_path (self, "other");
  add_item (self, &made, (SusunItem){ .seq = 1, .src_path = (char *) "a.jpg" });
  g_assert_no_errno (g_mkdir (folder, 0755));
  g_cancellable_cancel (cancellable);
  g_clear_error (&error);
  g_assert_false (susun_history_export (self->store, made.run, other, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_no_errno (g_rmdir (folder));
  susun_run_free (made.run);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/export/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("organize", test_organize);
  ADD ("verify", test_verify);
  ADD ("quarantine", test_quarantine);
  ADD ("plain", test_plain);
  ADD ("exists", test_exists);
  return g_test_run ();
}
