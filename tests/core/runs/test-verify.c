// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <string.h>

#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/base/susun-sys.h"
#include "core/files/susun-medium.h"
#include "core/manifest/susun-sha256sums.h"
#include "core/manifest/susun-state-file.h"
#include "core/runs/susun-balance.h"
#include "core/runs/susun-resume.h"
#include "core/runs/susun-verify.h"
#include "tests/core/runs/runs-fixture.h"

static SusunVerifyOptions *
options_new (Fixture *self)
{
  SusunVerifyOptions *options = susun_verify_options_new ();

  options->input_csv = fixture_path (self, "report.csv");
  options->verified_out = fixture_path (self, "verified.csv");
  options->unverified_out = fixture_path (self, "unverified.csv");
  return options;
}

static GHashTable *
read_both (Fixture *self)
{
  g_autofree char *verified = fixture_path (self, "verified.csv");
  g_autofree char *unverified = fixture_path (self, "unverified.csv");

  return read_verified (read_verified (NULL, verified), unverified);
}

/* --- the rules */

#define GONE NULL
#define LINK "\1" /* the destination is a second name of the source */
#define SYMLINK "\2"
#define FOLDER "\3"
#define FIFO "\4"

typedef struct
{
  const char *name;
  const char *action;
  const char *status;
  const char *source; /* what stands there */
  const char *destination;
  const char *recorded; /* whose hash the row has, NULL for none */
  gboolean verified;
  const char *note; /* how the note begins, NULL: there is none */
} Rule;

static const Rule rules[] = {
  { "equal", "copy", "ok", "A", "A", "A", TRUE, NULL },
  { "equal, no hash", "copy", "ok", "A", "A", NULL, TRUE, NULL },
  { "empty", "copy", "ok", "", "", "", TRUE, NULL },
  { "archived already", "copy", "already_archived", "A", "A", "A", TRUE, NULL },
  { "duplicate", "copy", "duplicate", "A", "A", NULL, TRUE, NULL },
  { "only planned, but there", "report", "ok", "A", "A", NULL, TRUE, NULL },
  { "an error, but there", "copy", "error", "A", "A", NULL, TRUE, NULL },
  { "differs", "copy", "ok", "A", "B", NULL, FALSE,
    "differs: The original and the archive copy differ" },
  { "copy spoilt", "copy", "ok", "A", "B", "A", FALSE, "differs: The archive copy is not what" },
  { "original changed", "copy", "ok", "B", "A", "A", FALSE, "differs: The original was changed" },
  { "both changed", "copy", "ok", "B", "C", "A", FALSE, "differs: The original and the archive" },
  { "both changed alike", "copy", "ok", "B", "B", "A", FALSE, "changed: Both files are equal" },
  { "size differs", "copy", "ok", "A", "AA", NULL, FALSE, "differs: " },
  { "no copy", "copy", "ok", "A", GONE, "A", FALSE, "missing: The archive copy is missing" },
  { "no original", "copy", "ok", GONE, "A", "A", FALSE, "missing: The original is missing" },
  { "neither", "copy", "ok", GONE, GONE, "A", FALSE, "missing: " },
  { "moved", "move", "ok", GONE, "A", "A", TRUE, "the original was moved; proven by the hash" },
  { "moved, spoilt", "move", "ok", GONE, "B", "A", FALSE, "differs: The original is not there" },
  { "moved, no hash", "move", "ok", GONE, "A", NULL, FALSE, "missing: The original was moved" },
  { "moved, gone", "move", "ok", GONE, GONE, "A", FALSE, "missing: The archive copy is missing" },
  { "move that kept it", "move", "ok", "A", "A", "A", TRUE, NULL },
  { "planned", "report", "ok", "A", GONE, NULL, FALSE,
    "missing: There is no archive copy: it was" },
  { "hard link", "copy", "ok", "A", LINK, "A", FALSE, "unproven: The original and the archive" },
  { "symlink", "copy", "ok", "A", SYMLINK, "A", FALSE, "changed: " },
  { "folder", "copy", "ok", "A", FOLDER, "A", FALSE, "changed: " },
  { "fifo", "copy", "ok", FIFO, "A", "A", FALSE, "changed: " },
  { "new\nline, \"quoted\"", "copy", "ok", "A", "A", "A", TRUE, NULL },
  { "=cmd()", "copy", "ok", "A", "A", "A", TRUE, NULL },
  { "no\xff utf8", "copy", "ok", "A", "A", "A", TRUE, NULL },
  { "\xff differs", "copy", "ok", "A", "B", "A", FALSE, "differs: " },
};

static void
stand (const char *folder, const char *name, const char *content, const char *source)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (content == GONE)
    return;
  if (strcmp (content, LINK) == 0)
    g_assert_no_errno (link (source, path));
  else if (strcmp (content, SYMLINK) == 0)
    g_assert_no_errno (symlink (source, path));
  else if (strcmp (content, FOLDER) == 0)
    g_assert_no_errno (g_mkdir (path, 0755));
  else if (strcmp (content, FIFO) == 0)
    g_assert_no_errno (mkfifo (path, 0644));
  else
    fixture_put (folder, name, content);
}

static void
write_rules (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "report.csv");
  Report *report = report_new (path);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const Rule *rule = &rules[i];
      g_autofree char *source = g_build_filename (self->source, rule->name, NULL);
      g_autofree char *destination = g_build_filename (self->archive, rule->name, NULL);
      SusunHash hash = hash_of (rule->recorded != NULL ? rule->recorded : "");
      stand (self->source, rule->name, rule->source, NULL);
      stand (self->archive, rule->name, rule->destination, source);
      report_add (report, self->run_id, rule->action, rule->status, source, destination, 1,
                  rule->recorded != NULL ? &hash : NULL);
    }
  report_end (report);
}

static void
assert_verdict (GHashTable *rows, const char *source, gboolean verified, const char *destination,
                const char *note)
{
  const char *row = g_hash_table_lookup (rows, source);

  g_assert_nonnull (row);
  g_auto (GStrv) parts = g_strsplit (row, "|", 3);
  g_assert_cmpstr (parts[0], ==, verified ? "verified" : "unverified");
  g_assert_cmpstr (parts[1], ==, destination);
  if (note == NULL)
    g_assert_cmpstr (parts[2], ==, "");
  else if (!g_str_has_prefix (parts[2], note))
    g_error ("%s: “%s” does not begin with “%s”", source, parts[2], note);
}

static void
check_rules (Fixture *self, const SusunRun *run)
{
  g_autoptr (GHashTable) rows = read_both (self);
  SusunBalance balance;
  guint verified = 0;

  g_assert_cmpuint (g_hash_table_size (rows), ==, G_N_ELEMENTS (rules));
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *source = g_build_filename (self->source, rules[i].name, NULL);
      g_autofree char *destination = g_build_filename (self->archive, rules[i].name, NULL);
      assert_verdict (rows, source, rules[i].verified, destination, rules[i].note);
      verified += rules[i].verified;
    }
  g_assert_true (susun_balance_read (self->store, run, &balance, NULL));
  g_assert_true (susun_balance_adds_up (&balance));
  g_assert_cmpuint (balance.found, ==, G_N_ELEMENTS (rules));
  g_assert_cmpuint (balance.counts[SUSUN_BALANCE_VERIFIED], ==, verified);
  g_assert_cmpuint (susun_balance_get_problems (&balance), ==, G_N_ELEMENTS (rules) - verified);
}

static void
test_rules (Fixture *self, gconstpointer data)
{
  SusunVerifyOptions *options = options_new (self);

  options->workers = GPOINTER_TO_UINT (data);
  write_rules (self);
  g_autoptr (SusunRunJob) job = fixture_run (self, susun_verify_job_new (options), -1);
  const SusunRun *run = susun_run_job_get_run (job);
  g_assert_cmpint (run->kind, ==, SUSUN_RUN_VERIFY);
  g_assert_cmpint (run->state, ==, SUSUN_RUN_STATE_FINISHED);
  g_assert_cmpstr (run->chain_id, ==, self->run_id);
  g_assert_true (run->has_manifest_hash);
  check_rules (self, run);
}

/* The items of the history say the same, with the levels at which the files were read. */
static void
test_items (Fixture *self, gconstpointer data)
{
  write_rules (self);
  g_autoptr (SusunRunJob) job = fixture_run (self, susun_verify_job_new (options_new (self)), -1);
  SusunItemQuery query = { .run = susun_run_job_get_run (job)->id, .order = SUSUN_ORDER_SEQ };
  g_autoptr (GPtrArray) items = susun_store_list_items (self->store, &query, NULL);
  SusunHash hash = hash_of ("A");

  g_assert_cmpuint (items->len, ==, G_N_ELEMENTS (rules));
  for (guint i = 0; i < items->len; i++)
    {
      const SusunItem *item = items->pdata[i];
      g_assert_cmpint (item->op, ==, SUSUN_OP_VERIFY);
      g_assert_cmpint (item->seq, ==, i + 1);
      g_assert_cmpstr (item->src_path, ==, rules[i].name);
      g_assert_cmpint (item->state, ==,
                       rules[i].verified ? SUSUN_ITEM_DONE : SUSUN_ITEM_UNVERIFIED);
      g_assert_cmpint (item->cause == SUSUN_CAUSE_NONE, ==, rules[i].verified);
      if (!rules[i].verified)
        continue;
      g_assert_cmpint (item->level, >=, SUSUN_LEVEL_REMOTE);
      g_assert_true (item->has_hash);
      if (*rules[i].destination != '\0')
        g_assert_true (susun_hash_equal (&item->hash, &hash));
    }
}

/* Paths that are not to be followed, whatever stands there. */
static void
test_paths (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *source; /* %s: the base folder */
    const char *destination;
    const char *note;
    const char *status; /* NULL: ok */
    const char *reason; /* as the report has it */
  } paths[] = {
    { "source/a.jpg", "%s/archive/a.jpg", "unproven: The path of “a.jpg” is not absolute" },
    { "%s/source/a.jpg", "archive/a.jpg", "unproven: The path of “a.jpg” is not absolute" },
    { "%s/source/../source/a.jpg", "%s/archive/a.jpg", "unproven: The path of" },
    { "%s/source/a.jpg", "%s/archive/../archive/a.jpg", "unproven: The path of" },
    { "%s/source//a.jpg", "%s/archive/a.jpg", "unproven: The path of" },
    { "%s/source/a.jpg", "", "missing: The report names no archive copy" },
    { "%s/source/a.jpg", "", "not-copied: It was skipped: the report has no copy", "skipped" },
    { "%s/source/a.jpg", "", "not-copied: Left out by you", "skipped", "Left out by you" },
    { "%s/source/a.jpg", "", "unproven: It could not be archived", "error" },
    { "%s/source/a.jpg", "", "unproven: The disk was full", "error", "The disk was full" },
    { "", "%s/archive/a.jpg", "missing: The report names no original" },
    { "%s/elsewhere/a.jpg", "%s/archive/a.jpg", "unproven: “a.jpg” lies outside" },
    { "%s/source/a.jpg", "%s/elsewhere/a.jpg", "unproven: “a.jpg” lies outside" },
  };
  g_autofree char *elsewhere = fixture_path (self, "elsewhere");
  gint64 source_root, archive_root;
  g_autoptr (SusunRun) run G_GNUC_UNUSED = fixture_add_organize (self, &source_root, &archive_root);

  fixture_put (self->source, "a.jpg", "A");
  fixture_put (self->archive, "a.jpg", "A");
  fixture_put (elsewhere, "a.jpg", "A");
  /* One at a time: several rows have the same source. */
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_auto (GStrv) from = g_strsplit (paths[i].source, "%s", 2);
      g_auto (GStrv) to = g_strsplit (paths[i].destination, "%s", 2);
      g_autofree char *source = g_strjoinv (self->base, from);
      g_autofree char *destination = g_strjoinv (self->base, to);
      g_autofree char *text = g_strdup_printf (
          "schema_version,run_id,source_path,destination_path,status,notes\n1.0,%s,%s,%s,%s,%s\n",
          self->run_id, source, destination, paths[i].status != NULL ? paths[i].status : "ok",
          paths[i].reason != NULL ? paths[i].reason : "");
      fixture_put (self->base, "report.csv", text);

      SusunVerifyOptions *options = options_new (self);
      g_autofree char *verified = g_strdup (options->verified_out);
      g_autofree char *unverified = g_strdup (options->unverified_out);
      g_autoptr (SusunRunJob) job = fixture_run (self, susun_verify_job_new (options), -1);
      g_autoptr (GHashTable) rows = read_both (self);
      g_assert_cmpuint (g_hash_table_size (rows), ==, 1);
      assert_verdict (rows, source, FALSE, destination, paths[i].note);
      gboolean behind = g_strcmp0 (paths[i].status, "skipped") == 0;
      g_assert_nonnull (strstr (susun_run_job_get_run (job)->totals,
                                behind ? "\"not_copied\":1" : "\"not_copied\":0"));
      g_assert_no_errno (g_unlink (verified));
      g_assert_no_errno (g_unlink (unverified));
    }
}

/* --- anywhere */

static void
test_anywhere (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *action;
    const char *source;
    const char *recorded;
    const char *found; /* in the archive, NULL: it is unverified */
    const char *note;
  } rows_of[] = {
    { "moved-in-archive.jpg", "copy", "one", NULL, "2018/kenduri/renamed.jpg", "found elsewhere" },
    { "same-name.jpg", "copy", "two", "two", "zz/same-name.jpg", "found elsewhere" },
    { "gone.jpg", "copy", NULL, "three", "2018/three.png", "found elsewhere" },
    { "spoilt.jpg", "copy", "four", NULL, "2018/four.mp4", "found elsewhere" },
    { "in-place.jpg", "copy", "five", NULL, "in-place.jpg", NULL },
    { "gone-in-place.jpg", "copy", NULL, "six", "gone-in-place.jpg", "the original is not there" },
    { "nowhere.jpg", "copy", "seven", NULL, NULL, "missing: The archive copy is missing" },
    { "gone-nowhere.jpg", "copy", NULL, "eight", NULL, "missing: The archive copy is missing" },
    { "changed.jpg", "copy", "nine", "ten", NULL, "missing: The archive copy is missing" },
    { "only-sidecar.xyz", "copy", "odd kind", NULL, "2018/odd.xyz", "found elsewhere" },
  };
  g_autofree char *path = fixture_path (self, "report.csv");
  Report *report = report_new (path);

  for (guint i = 0; i < G_N_ELEMENTS (rows_of); i++)
    {
      g_autofree char *source = g_build_filename (self->source, rows_of[i].name, NULL);
      g_autofree char *destination = g_build_filename (self->archive, rows_of[i].name, NULL);
      SusunHash hash = hash_of (rows_of[i].recorded != NULL ? rows_of[i].recorded : "");
      const char *content = rows_of[i].source != NULL ? rows_of[i].source : rows_of[i].recorded;
      stand (self->source, rows_of[i].name, rows_of[i].source, NULL);
      if (rows_of[i].found != NULL)
        fixture_put (self->archive, rows_of[i].found, content);
      report_add (report, self->run_id, rows_of[i].action, "ok", source, destination,
                  (gint64) strlen (content), rows_of[i].recorded != NULL ? &hash : NULL);
    }
  report_end (report);
  fixture_put (self->archive, "spoilt.jpg", "4our");
  fixture_put (self->archive, "aa/other-of-that-size.jpg", "222");
  fixture_put (self->archive, "aa/two.jpg", "two");
  /* What was organized from is no copy of itself, even when it lies in the archive by a link. */
  g_autofree char *seven = g_build_filename (self->source, "nowhere.jpg", NULL);
  g_autofree char *linked = g_build_filename (self->archive, "aa/seven.jpg", NULL);
  g_assert_no_errno (link (seven, linked));

  SusunVerifyOptions *options = options_new (self);
  options->anywhere = TRUE;
  options->workers = 3;
  g_autoptr (SusunRunJob) job G_GNUC_UNUSED
      = fixture_run (self, susun_verify_job_new (options), -1);
  g_autoptr (GHashTable) rows = read_both (self);
  g_assert_cmpuint (g_hash_table_size (rows), ==, G_N_ELEMENTS (rows_of));
  for (guint i = 0; i < G_N_ELEMENTS (rows_of); i++)
    {
      g_autofree char *source = g_build_filename (self->source, rows_of[i].name, NULL);
      g_autofree char *place = g_build_filename (
          self->archive, rows_of[i].found != NULL ? rows_of[i].found : rows_of[i].name, NULL);
      assert_verdict (rows, source, rows_of[i].found != NULL, place, rows_of[i].note);
    }
}

/* Without --anywhere none of it is looked for. */
static void
test_not_anywhere (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "report.csv");
  g_autofree char *source = g_build_filename (self->source, "a.jpg", NULL);
  g_autofree char *destination = g_build_filename (self->archive, "a.jpg", NULL);
  Report *report = report_new (path);

  fixture_put (self->source, "a.jpg", "A");
  fixture_put (self->archive, "b.jpg", "A");
  report_add (report, self->run_id, "copy", "ok", source, destination, 1, NULL);
  report_end (report);
  g_autoptr (SusunRunJob) job G_GNUC_UNUSED
      = fixture_run (self, susun_verify_job_new (options_new (self)), -1);
  g_autoptr (GHashTable) rows = read_both (self);
  assert_verdict (rows, source, FALSE, destination, "missing: The archive copy is missing");
}

/* --- windows, state files, outputs */

/* n pairs, every third one differs. */
static void
write_pairs (Fixture *self, guint n)
{
  g_autofree char *path = fixture_path (self, "report.csv");
  Report *report = report_new (path);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%04u.jpg", i);
      g_autofree char *source = g_build_filename (self->source, name, NULL);
      g_autofree char *destination = g_build_filename (self->archive, name, NULL);
      fixture_put (self->source, name, name);
      fixture_put (self->archive, name, i % 3 == 2 ? "other" : name);
      report_add (report, self->run_id, "copy", "ok", source, destination, 8, NULL);
    }
  report_end (report);
}

static void
assert_pairs (Fixture *self, guint first, guint end)
{
  g_autoptr (GHashTable) rows = read_both (self);

  g_assert_cmpuint (g_hash_table_size (rows), ==, end - first);
  for (guint i = first; i < end; i++)
    {
      g_autofree char *name = g_strdup_printf ("%04u.jpg", i);
      g_autofree char *source = g_build_filename (self->source, name, NULL);
      g_autofree char *destination = g_build_filename (self->archive, name, NULL);
      assert_verdict (rows, source, i % 3 != 2, destination, i % 3 == 2 ? "differs: " : NULL);
    }
}

static void
remove_outputs (Fixture *self)
{
  static const char *const names[] = { "verified.csv", "unverified.csv", "state.json", "sums" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = fixture_path (self, names[i]);
      g_unlink (path);
    }
}

static void
test_window (Fixture *self, gconstpointer data)
{
  static const struct
  {
    guint64 offset;
    guint64 limit;
    guint first;
    guint end;
  } windows[] = {
    { 0, 0, 0, 10 }, { 3, 0, 3, 10 },   { 0, 4, 0, 4 },    { 3, 4, 3, 7 },
    { 9, 5, 9, 10 }, { 10, 1, 10, 10 }, { 99, 0, 10, 10 }, { 0, 10, 0, 10 },
  };

  write_pairs (self, 10);
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      SusunVerifyOptions *options = options_new (self);
      options->offset = windows[i].offset;
      options->limit = windows[i].limit;
      g_autoptr (SusunRunJob) job G_GNUC_UNUSED
          = fixture_run (self, susun_verify_job_new (options), -1);
      assert_pairs (self, windows[i].first, windows[i].end);
      remove_outputs (self);
    }
}

static SusunState
read_state (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "state.json");
  g_autoptr (GError) error = NULL;
  SusunState state;
  g_autoptr (SusunStateFile) file G_GNUC_UNUSED = susun_state_file_open (path, &state, &error);

  g_assert_no_error (error);
  return state;
}

static SusunVerifyOptions *
batch_options (Fixture *self, guint64 limit)
{
  SusunVerifyOptions *options = options_new (self);

  options->state_file = fixture_path (self, "state.json");
  options->sha256sums = fixture_path (self, "sums");
  options->limit = limit;
  return options;
}

static guint
count_sums (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "sums");
  g_autofree char *text = NULL;
  guint count = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (; lines[count] != NULL && *lines[count] != '\0'; count++)
    {
      g_autofree char *name = NULL;
      SusunHash hash, expected;
      g_assert_true (susun_sha256sums_parse (lines[count], &hash, &name));
      expected = hash_of (susun_path_name (name));
      g_assert_true (susun_hash_equal (&hash, &expected));
      g_assert_true (g_str_has_prefix (name, self->archive));
    }
  return count;
}

/* A batch a call, until all is done; one call more changes nothing. */
static void
test_batches (Fixture *self, gconstpointer data)
{
  write_pairs (self, 10);
  for (guint call = 1; call <= 5; call++)
    {
      g_autoptr (SusunRunJob) job G_GNUC_UNUSED
          = fixture_run (self, susun_verify_job_new (batch_options (self, 3)), -1);
      assert_pairs (self, 0, MIN (3 * call, 10));
      g_assert_cmpuint (read_state (self).cursor, ==, MIN (3 * call, 10));
      g_assert_cmpuint (count_sums (self), ==, call < 4 ? 0 : 7);
    }
}

/* A state file of the original tools knows no lengths: their rows stay, ours follow. */
static void
test_foreign_state (Fixture *self, gconstpointer data)
{
  g_autofree char *columns = g_strjoinv (",", (char **) susun_verify_columns);
  g_autofree char *row
      = g_strdup_printf ("%s\n%s,%s/0000.jpg,%s/0000.jpg,8,%064d,%064d,verified,\n", columns,
                         self->run_id, self->source, self->archive, 0, 0);
  g_autofree char *header = g_strdup_printf ("%s\n", columns);

  write_pairs (self, 5);
  fixture_put (self->base, "state.json", "{\"cursor\": 1}");
  fixture_put (self->base, "verified.csv", row);
  fixture_put (self->base, "unverified.csv", header);
  g_autoptr (SusunRunJob) job G_GNUC_UNUSED
      = fixture_run (self, susun_verify_job_new (batch_options (self, 0)), -1);
  assert_pairs (self, 0, 5);
  g_assert_cmpuint (read_state (self).cursor, ==, 5);
}

static void
assert_refused (Fixture *self, SusunVerifyOptions *options)
{
  g_autoptr (SusunRunJob) job
      = fixture_run (self, susun_verify_job_new (options), SUSUN_ERROR_INVALID);

  g_assert_null (susun_run_job_get_run (job));
}

/* Nothing that stands there is replaced, and nothing is recorded. */
static void
test_outputs_exist (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "verified.csv", "unverified.csv", "sums" };

  write_pairs (self, 3);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      SusunVerifyOptions *options = options_new (self);
      options->sha256sums = fixture_path (self, "sums");
      fixture_put (self->base, names[i], "precious");
      assert_refused (self, options);
      g_assert_true (fixture_has (self->base, names[i], "precious"));
      remove_outputs (self);
    }

  /* The same file twice. */
  SusunVerifyOptions *options = options_new (self);
  g_free (options->unverified_out);
  options->unverified_out = g_strdup (options->verified_out);
  assert_refused (self, options);
  options = options_new (self);
  g_free (options->verified_out);
  options->verified_out = g_strdup (options->input_csv);
  assert_refused (self, options);
}

/* A state file and outputs that do not fit to each other. */
static void
test_state_does_not_fit (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *state;
    const char *verified; /* NULL: missing */
  } cases[] = {
    { "{\"cursor\": 2, \"verified_bytes\": 400, \"unverified_bytes\": 0}", NULL },
    { "{\"cursor\": 2, \"verified_bytes\": 400, \"unverified_bytes\": 0}", "short" },
    { "{\"cursor\": 2, \"verified_bytes\": 4, \"unverified_bytes\": 0}", "precious\n" },
    { "{\"cursor\": 2}", "precious\nrows\n" },
    { "{\"cursor\": 2}", NULL },
    { "{\"cursor\": 0}", "precious\n" },
    { "{\"cursor\": 0, \"verified_bytes\": 0, \"unverified_bytes\": 0}", "precious\n" },
    { "not a state file", NULL },
    { "{\"cursor\": -1}", NULL },
  };

  write_pairs (self, 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture_put (self->base, "state.json", cases[i].state);
      if (cases[i].verified != NULL)
        fixture_put (self->base, "verified.csv", cases[i].verified);
      assert_refused (self, batch_options (self, 0));
      g_assert_true (fixture_has (self->base, "state.json", cases[i].state));
      if (cases[i].verified != NULL)
        g_assert_true (fixture_has (self->base, "verified.csv", cases[i].verified));
      remove_outputs (self);
    }
}

/* A row must end where the file is cut. */
static void
test_cut_inside_a_row (Fixture *self, gconstpointer data)
{
  write_pairs (self, 6);
  g_autoptr (SusunRunJob) job G_GNUC_UNUSED
      = fixture_run (self, susun_verify_job_new (batch_options (self, 3)), -1);
  SusunState state = read_state (self);
  g_autofree char *moved = g_strdup_printf ("{\"cursor\": 3, \"verified_bytes\": %" G_GINT64_FORMAT
                                            ", \"unverified_bytes\": %" G_GINT64_FORMAT "}",
                                            state.verified_bytes - 5, state.unverified_bytes);
  fixture_put (self->base, "state.json", moved);
  assert_refused (self, batch_options (self, 3));
}

/* --- input that is none */

static void
test_bad_input (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = {
    "",
    "schema_version,run_id\n",
    "schema_version,run_id,source_path,destination_path,status\n1.0,x,/a,/b",
    "schema_version,run_id,source_path,destination_path,status\n1.0,x,/a\n",
    "schema_version,run_id,source_path,destination_path,status\n1.0,x,\"/a,/b,ok\n",
    "schema_version,run_id,source_path,destination_path,status\n2.0,x,/a,/b,ok\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      fixture_put (self->base, "report.csv", texts[i]);
      assert_refused (self, options_new (self));
      g_assert_false (fixture_has (self->base, "verified.csv", NULL));
      g_assert_false (fixture_has (self->base, "unverified.csv", NULL));
    }
  /* A report without rows is one. */
  fixture_put (self->base, "report.csv",
               "schema_version,run_id,source_path,destination_path,status\n");
  g_autoptr (SusunRunJob) job G_GNUC_UNUSED
      = fixture_run (self, susun_verify_job_new (options_new (self)), -1);
  assert_pairs (self, 0, 0);
}

/* --- folders that are away */

static void
test_away (Fixture *self, gconstpointer data)
{
  g_autofree char *hidden = fixture_path (self, "hidden");
  gint64 source_root, archive_root;
  g_autoptr (SusunRun) run G_GNUC_UNUSED = fixture_add_organize (self, &source_root, &archive_root);

  write_pairs (self, 3);
  for (guint i = 0; i < 2; i++)
    {
      const char *away = i == 0 ? self->archive : self->source;
      g_assert_no_errno (g_rename (away, hidden));
      g_autoptr (SusunRunJob) job
          = fixture_run (self, susun_verify_job_new (options_new (self)), SUSUN_ERROR_AWAY);
      g_assert_cmpint (susun_run_job_get_run (job)->state, ==, SUSUN_RUN_STATE_FAILED);
      g_assert_no_errno (g_rename (hidden, away));

      /* Connected again, the run goes on. */
      g_autofree char *id = g_strdup (susun_run_job_get_run (job)->run_id);
      g_autoptr (GError) error = NULL;
      SusunJob *again = susun_resume_job_new (self->store, id, 2, &error);
      g_assert_no_error (error);
      g_autoptr (SusunRunJob) resumed G_GNUC_UNUSED = fixture_run (self, again, -1);
      assert_pairs (self, 0, 3);
      remove_outputs (self);
    }
}

/* --- cancelling and going on */

typedef struct
{
  GCancellable *cancellable;
  guint commits;
} Cancel;

/* The run, two roots, its state and its beginning are committed, then the first batch. */
static int
cancel_after_batch (SusunSysCall call, SusunSysPhase phase, const char *name, gpointer user_data)
{
  Cancel *cancel = user_data;

  if (call == SUSUN_SYS_COMMIT && phase == SUSUN_SYS_AFTER && ++cancel->commits == 6)
    g_cancellable_cancel (cancel->cancellable);
  return 0;
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Cancel cancel = { cancellable, 0 };
  g_autoptr (GError) error = NULL;

  write_pairs (self, 600);
  fixture_store (self);
  g_autoptr (SusunJob) job = susun_verify_job_new (options_new (self));
  susun_sys_set_hook (cancel_after_batch, &cancel);
  g_assert_false (susun_job_run (job, self->store, cancellable, &error));
  susun_sys_set_hook (NULL, NULL);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  const SusunRun *run = susun_run_job_get_run (SUSUN_RUN_JOB (job));
  g_assert_cmpint (run->state, ==, SUSUN_RUN_STATE_CANCELLED);

  /* What was done stands in the outputs; the rest follows, without a state file. */
  g_autoptr (GHashTable) some = read_both (self);
  g_assert_cmpuint (g_hash_table_size (some), >, 0);
  g_assert_cmpuint (g_hash_table_size (some), <, 600);
  SusunJob *again = susun_resume_job_new (self->store, run->run_id, 0, &error);
  g_assert_no_error (error);
  g_autoptr (SusunRunJob) resumed G_GNUC_UNUSED = fixture_run (self, again, -1);
  assert_pairs (self, 0, 600);

  SusunItemQuery query = { .run = run->id };
  g_assert_cmpint (susun_store_count_items (self->store, &query, NULL), ==, 600);
}

/* A report that was changed meanwhile has other rows: no going on. */
static void
test_changed_report (Fixture *self, gconstpointer data)
{
  g_autofree char *path G_GNUC_UNUSED = fixture_path (self, "report.csv");
  g_autofree char *hidden = fixture_path (self, "hidden");
  g_autoptr (GError) error = NULL;

  write_pairs (self, 3);
  g_assert_no_errno (g_rename (self->archive, hidden));
  g_autoptr (SusunRunJob) job
      = fixture_run (self, susun_verify_job_new (options_new (self)), SUSUN_ERROR_AWAY);
  g_assert_no_errno (g_rename (hidden, self->archive));
  write_pairs (self, 4);
  SusunJob *again
      = susun_resume_job_new (self->store, susun_run_job_get_run (job)->run_id, 0, &error);
  g_assert_no_error (error);
  g_autoptr (SusunRunJob) resumed G_GNUC_UNUSED = fixture_run (self, again, SUSUN_ERROR_INVALID);
}

/* --- options */

static void
test_options (void)
{
  g_autoptr (SusunVerifyOptions) options = susun_verify_options_new ();
  g_autoptr (SusunVerifyOptions) read = NULL;
  g_autoptr (GError) error = NULL;

  options->input_csv = g_strdup ("/no\xff utf8/=1.csv");
  options->verified_out = g_strdup ("/a\nb");
  options->unverified_out = g_strdup ("/ü");
  options->state_file = g_strdup ("/s");
  options->limit = 7;
  options->offset = 9;
  options->anywhere = TRUE;
  options->workers = 3;
  g_autofree char *json = susun_verify_options_to_json (options);
  read = susun_verify_options_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->input_csv, ==, options->input_csv);
  g_assert_cmpstr (read->verified_out, ==, options->verified_out);
  g_assert_cmpstr (read->unverified_out, ==, options->unverified_out);
  g_assert_cmpstr (read->state_file, ==, options->state_file);
  g_assert_null (read->sha256sums);
  g_assert_cmpuint (read->limit, ==, 7);
  g_assert_cmpuint (read->offset, ==, 9);
  g_assert_true (read->anywhere);
  g_assert_cmpuint (read->workers, ==, 3);

  g_assert_null (susun_verify_options_from_json ("{}", &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (susun_verify_options_from_json ("nonsense", &error));
  g_assert_error (error, SUSUN_ERROR, SUSUN_ERROR_INVALID);
}

#define ADD(name, data, func)                                                                      \
  g_test_add ("/verify/" name, Fixture, data, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("rules/one worker", GUINT_TO_POINTER (1), test_rules);
  ADD ("rules/four workers", GUINT_TO_POINTER (4), test_rules);
  ADD ("items", NULL, test_items);
  ADD ("paths", NULL, test_paths);
  ADD ("anywhere", NULL, test_anywhere);
  ADD ("not anywhere", NULL, test_not_anywhere);
  ADD ("window", NULL, test_window);
  ADD ("batches", NULL, test_batches);
  ADD ("foreign state", NULL, test_foreign_state);
  ADD ("outputs exist", NULL, test_outputs_exist);
  ADD ("state does not fit", NULL, test_state_does_not_fit);
  ADD ("cut inside a row", NULL, test_cut_inside_a_row);
  ADD ("bad input", NULL, test_bad_input);
  ADD ("away", NULL, test_away);
  ADD ("cancel", NULL, test_cancel);
  ADD ("changed report", NULL, test_changed_report);
  g_test_add_func ("/verify/options", test_options);
  return g_test_run ();
}
