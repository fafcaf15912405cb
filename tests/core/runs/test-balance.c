// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "core/base/susun-civil.h"
#include "core/media/susun-evidence.h"
#include "core/runs/susun-balance.h"
#include "core/scan/susun-listing.h"
#include "tests/core/runs/runs-fixture.h"

static SusunRun *
add_run (Fixture *self, SusunRunKind kind)
{
  SusunRun *run = susun_run_new ();
  g_autoptr (GError) error = NULL;

  run->run_id = g_uuid_string_random ();
  run->chain_id = g_strdup (run->run_id);
  run->kind = kind;
  run->state = SUSUN_RUN_STATE_RUNNING;
  g_assert_true (susun_store_begin (fixture_store (self), &error));
  g_assert_true (susun_store_add_run (self->store, run, &error));
  g_assert_true (susun_store_commit (self->store, &error));
  g_assert_no_error (error);
  return run;
}

static void
add_item (Fixture *self, const SusunRun *run, SusunItem item)
{
  g_autoptr (GError) error = NULL;

  item.run = run->id;
  item.src_path = item.src_path != NULL ? item.src_path : (char *) "a.jpg";
  item.wall = SUSUN_WALL_NONE;
  item.offset = SUSUN_OFFSET_NONE;
  if (item.day == 0)
    item.day = SUSUN_WALL_NONE;
  g_assert_true (susun_store_begin (self->store, &error));
  g_assert_true (susun_store_add_item (self->store, &item, &error));
  g_assert_true (susun_store_commit (self->store, &error));
  g_assert_no_error (error);
}

static SusunBalance
read_balance (Fixture *self, const SusunRun *run)
{
  g_autoptr (GError) error = NULL;
  SusunBalance balance;

  g_assert_true (susun_balance_read (self->store, run, &balance, &error));
  g_assert_no_error (error);
  g_assert_true (susun_balance_adds_up (&balance));
  return balance;
}

/* --- which line an item is on */

typedef struct
{
  SusunRunKind kind;
  SusunOp op;
  SusunItemState state;
  SusunPart role;
  SusunBalanceLine line;
} Place;

#define PLACE(kind, op, state, role, line)                                                         \
  {                                                                                                \
    SUSUN_RUN_##kind, SUSUN_OP_##op, SUSUN_ITEM_##state, SUSUN_PART_##role, SUSUN_BALANCE_##line   \
  }

static const Place places[] = {
  PLACE (ORGANIZE, COPY, DONE, SINGLE, COPIED),
  PLACE (ORGANIZE, COPY, DONE, COMPANION, COPIED),
  PLACE (ORGANIZE, MOVE, DONE, MAIN, MOVED),
  PLACE (ORGANIZE, COPY, UNDONE, SINGLE, COPIED),
  PLACE (ORGANIZE, MOVE, UNDONE, SINGLE, MOVED),
  PLACE (ORGANIZE, COPY, DONE, SIDECAR, SIDECARS),
  PLACE (ORGANIZE, COPY, REPORTED, SIDECAR, SIDECARS),
  PLACE (ORGANIZE, COPY, ARCHIVED, SIDECAR, SIDECARS),
  PLACE (ORGANIZE, COPY, DUPLICATE, SIDECAR, SIDECARS),
  PLACE (ORGANIZE, NONE, REPORTED, ORPHAN, SIDECARS),
  PLACE (ORGANIZE, COPY, FAILED, SIDECAR, FAILED),
  PLACE (ORGANIZE, COPY, UNREADABLE, SIDECAR, UNREADABLE),
  PLACE (ORGANIZE, COPY, EXCLUDED, SIDECAR, EXCLUDED),
  PLACE (ORGANIZE, COPY, LEFT_OUT, SIDECAR, LEFT_OUT),
  PLACE (ORGANIZE, COPY, PLANNED, SIDECAR, NOT_REACHED),
  PLACE (ORGANIZE, COPY, REPORTED, SINGLE, REPORTED),
  PLACE (ORGANIZE, NONE, ARCHIVED, SINGLE, ARCHIVED),
  PLACE (ORGANIZE, NONE, DUPLICATE, SINGLE, DUPLICATES),
  PLACE (ORGANIZE, NONE, EXCLUDED, SINGLE, EXCLUDED),
  PLACE (ORGANIZE, NONE, LEFT_OUT, SINGLE, LEFT_OUT),
  PLACE (ORGANIZE, NONE, UNREADABLE, SINGLE, UNREADABLE),
  PLACE (ORGANIZE, COPY, FAILED, SINGLE, FAILED),
  PLACE (ORGANIZE, COPY, SKIPPED, SINGLE, FAILED),
  PLACE (ORGANIZE, MOVE, LOST, SINGLE, FAILED),
  PLACE (ORGANIZE, MOVE, UNSURE, SINGLE, FAILED),
  PLACE (ORGANIZE, NONE, FOUND, SINGLE, NOT_REACHED),
  PLACE (ORGANIZE, COPY, PLANNED, SINGLE, NOT_REACHED),
  PLACE (ORGANIZE, COPY, INTENT, SINGLE, NOT_REACHED),
  PLACE (ORGANIZE, COPY, RESERVING, SINGLE, NOT_REACHED),
  PLACE (ORGANIZE, MOVE, COPIED, SINGLE, NOT_REACHED),
  PLACE (ORGANIZE, MOVE, RENAMING, SINGLE, NOT_REACHED),
  PLACE (ORGANIZE, MOVE, REMOVING, SINGLE, NOT_REACHED),
  PLACE (VERIFY, VERIFY, DONE, SINGLE, VERIFIED),
  PLACE (VERIFY, VERIFY, DONE, SIDECAR, VERIFIED),
  PLACE (VERIFY, VERIFY, UNVERIFIED, SINGLE, UNVERIFIED),
  PLACE (QUARANTINE, MOVE, DONE, SINGLE, QUARANTINED),
  PLACE (QUARANTINE, MOVE, RESTORED, SINGLE, QUARANTINED),
  PLACE (QUARANTINE, MOVE, PURGED, SIDECAR, QUARANTINED),
  PLACE (QUARANTINE, MOVE, SKIPPED, SINGLE, SKIPPED),
  PLACE (QUARANTINE, MOVE, FAILED, SINGLE, FAILED),
  PLACE (QUARANTINE, MOVE, PLANNED, SINGLE, NOT_REACHED),
  PLACE (QUARANTINE, MOVE, REPORTED, SINGLE, REPORTED),
  PLACE (DEDUPE, MOVE, DONE, SINGLE, QUARANTINED),
  PLACE (DEDUPE, MOVE, SKIPPED, SINGLE, SKIPPED),
  PLACE (DELETE, REMOVE, DONE, SINGLE, REMOVED),
  PLACE (PURGE, REMOVE, DONE, SINGLE, REMOVED),
  PLACE (PURGE, REMOVE, SKIPPED, SINGLE, SKIPPED),
  PLACE (RESTORE, MOVE, DONE, SINGLE, RESTORED),
  PLACE (UNDO, MOVE, DONE, SINGLE, RESTORED),
  PLACE (UNDO, REMOVE, DONE, SINGLE, REMOVED),
  PLACE (UNDO, REMOVE, SKIPPED, SINGLE, SKIPPED),
  PLACE (RENAME, RENAME, DONE, SINGLE, RENAMED),
};

static void
test_places (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const Place *place = &places[i];
      fixture_store (self);
      g_autoptr (SusunRun) run = add_run (self, place->kind);
      add_item (self, run,
                (SusunItem){ .op = place->op,
                             .state = place->state,
                             .role = place->role,
                             .identity = { .size = 7 } });
      SusunBalance balance = read_balance (self, run);
      g_assert_cmpuint (balance.found, ==, 1);
      g_assert_cmpuint (balance.found_bytes, ==, 7);
      if (balance.counts[place->line] != 1 || balance.bytes[place->line] != 7)
        g_error ("place %u is not on the line “%s”", i, susun_balance_nick (place->line));
    }
}

/* A whole organize run: the sentence of PRODUCT.md adds up. */
static void
test_sheet (Fixture *self, gconstpointer data)
{
  fixture_store (self);
  g_autoptr (SusunRun) run = add_run (self, SUSUN_RUN_ORGANIZE);
  guint expected[SUSUN_N_BALANCE] = { 0 };
  guint found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    for (guint j = 0; places[i].kind == SUSUN_RUN_ORGANIZE && j <= i % 3; j++)
      {
        add_item (self, run,
                  (SusunItem){ .op = places[i].op,
                               .state = places[i].state,
                               .role = places[i].role,
                               .media = (guint8) j });
        expected[places[i].line]++;
        found++;
      }
  SusunBalance balance = read_balance (self, run);
  g_assert_cmpuint (balance.found, ==, found);
  for (guint i = 0; i < SUSUN_N_BALANCE; i++)
    g_assert_cmpuint (balance.counts[i], ==, expected[i]);
  g_assert_cmpuint (susun_balance_get_problems (&balance), ==,
                    expected[SUSUN_BALANCE_FAILED] + expected[SUSUN_BALANCE_UNREADABLE]);
}

static void
test_carried_and_undated (Fixture *self, gconstpointer data)
{
  const gint64 day = G_GINT64_CONSTANT (1560000000);
  fixture_store (self);
  g_autoptr (SusunRun) run = add_run (self, SUSUN_RUN_ORGANIZE);
  const SusunItem items[] = {
    /* dated */
    { .state = SUSUN_ITEM_DONE,
      .op = SUSUN_OP_COPY,
      .confidence = SUSUN_CONFIDENCE_CERTAIN,
      .date_source = SUSUN_DATE_SOURCE_EXIF_ORIGINAL,
      .day = day },
    { .state = SUSUN_ITEM_DONE,
      .op = SUSUN_OP_COPY,
      .confidence = SUSUN_CONFIDENCE_WEAK,
      .date_source = SUSUN_DATE_SOURCE_FILE_NAME,
      .day = day },
    /* by mtime */
    { .state = SUSUN_ITEM_DONE,
      .op = SUSUN_OP_COPY,
      .confidence = SUSUN_CONFIDENCE_WEAK,
      .date_source = SUSUN_DATE_SOURCE_MTIME,
      .day = day },
    /* into Undated */
    { .state = SUSUN_ITEM_DONE, .op = SUSUN_OP_COPY, .confidence = SUSUN_CONFIDENCE_NONE },
    { .state = SUSUN_ITEM_LEFT_OUT, .confidence = SUSUN_CONFIDENCE_SUSPECT },
    /* none of its business */
    { .state = SUSUN_ITEM_UNREADABLE, .confidence = SUSUN_CONFIDENCE_NONE },
    { .state = SUSUN_ITEM_DONE, .op = SUSUN_OP_COPY, .role = SUSUN_PART_SIDECAR },
    { .state = SUSUN_ITEM_ARCHIVED, .op = SUSUN_OP_NONE, .role = SUSUN_PART_SIDECAR },
    { .state = SUSUN_ITEM_REPORTED, .op = SUSUN_OP_NONE, .role = SUSUN_PART_ORPHAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    add_item (self, run, items[i]);
  SusunBalance balance = read_balance (self, run);
  g_assert_cmpuint (balance.undated, ==, 3);
  g_assert_cmpuint (balance.by_mtime, ==, 1);
  g_assert_cmpuint (balance.counts[SUSUN_BALANCE_SIDECARS], ==, 3);
  g_assert_cmpuint (balance.sidecars_carried, ==, 1);
}

/* What the scan passed over is read from the totals, survives being written, and is not in found.
 */
static void
test_json (Fixture *self, gconstpointer data)
{
  fixture_store (self);
  g_autoptr (SusunRun) run = add_run (self, SUSUN_RUN_ORGANIZE);
  add_item (
      self, run,
      (SusunItem){ .op = SUSUN_OP_COPY, .state = SUSUN_ITEM_DONE, .identity = { .size = 123 } });
  run->totals = g_strdup ("{\"passed\":{\"other\":4,\"junk\":2,\"hidden\":\"x\"}}");
  SusunBalance balance = read_balance (self, run);
  g_assert_cmpuint (balance.passed[SUSUN_PASSED_OTHER], ==, 4);
  g_assert_cmpuint (balance.passed[SUSUN_PASSED_JUNK], ==, 2);
  g_assert_cmpuint (balance.passed[SUSUN_PASSED_HIDDEN], ==, 0);
  g_assert_cmpuint (balance.found, ==, 1);

  g_free (run->totals);
  run->totals = susun_balance_to_json (&balance);
  g_autoptr (JsonNode) node = json_from_string (run->totals, NULL);
  JsonObject *object = json_node_get_object (node);
  g_assert_cmpint (json_object_get_int_member (object, "found"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (object, "copied"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (object, "not_reached"), ==, 0);
  g_assert_false (json_object_has_member (object, "verified"));
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (object, "bytes"), "copied"), ==,
      123);
  SusunBalance again = read_balance (self, run);
  g_assert_cmpmem (&again, sizeof again, &balance, sizeof balance);
}

static void
test_problems (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_store (self);
  g_autoptr (SusunRun) run = add_run (self, SUSUN_RUN_ORGANIZE);
  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *path = g_strdup_printf ("folder/%u\n.jpg", i);
      add_item (self, run,
                (SusunItem){ .op = SUSUN_OP_COPY,
                             .state = SUSUN_ITEM_FAILED,
                             .cause = SUSUN_CAUSE_NO_SPACE,
                             .src_path = path,
                             .note = (char *) (i == 0 ? "No room for it" : NULL) });
    }
  add_item (self, run,
            (SusunItem){ .state = SUSUN_ITEM_UNREADABLE, .cause = SUSUN_CAUSE_PERMISSION });
  add_item (self, run, (SusunItem){ .op = SUSUN_OP_COPY, .state = SUSUN_ITEM_DONE });
  add_item (self, run,
            (SusunItem){ .state = SUSUN_ITEM_LEFT_OUT, .cause = SUSUN_CAUSE_PERMISSION });

  g_autoptr (GPtrArray) groups = susun_balance_list_problems (self->store, run, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (groups->len, ==, 2);
  const SusunProblemGroup *first = groups->pdata[0];
  g_assert_cmpint (first->cause, ==, SUSUN_CAUSE_NO_SPACE);
  g_assert_cmpuint (first->count, ==, 9);
  g_assert_cmpuint (first->examples->len, ==, 5);
  g_assert_cmpstr (first->examples->pdata[0], ==, "folder/0\\x0A.jpg: No room for it");
  g_assert_cmpstr (first->examples->pdata[1], ==, "folder/1\\x0A.jpg: The disk is full");
  const SusunProblemGroup *second = groups->pdata[1];
  g_assert_cmpint (second->cause, ==, SUSUN_CAUSE_PERMISSION);
  g_assert_cmpuint (second->count, ==, 1);
}

/* Every line has a word, and is on the sheet of some kind. */
static void
test_words (void)
{
  g_autoptr (GHashTable) nicks = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint line = 0; line < SUSUN_N_BALANCE; line++)
    {
      gboolean somewhere = FALSE;
      for (guint kind = SUSUN_RUN_ORGANIZE; kind < SUSUN_N_RUN_KINDS; kind++)
        somewhere = somewhere || susun_balance_has_line (kind, line);
      g_assert_true (somewhere);
      g_assert_true (g_hash_table_add (nicks, (char *) susun_balance_nick (line)));
      g_assert_cmpint (strlen (susun_balance_label (line)), >, 0);
    }
}

#define ADD(name, func)                                                                            \
  g_test_add ("/balance/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("places", test_places);
  ADD ("sheet", test_sheet);
  ADD ("carried and undated", test_carried_and_undated);
  ADD ("json", test_json);
  ADD ("problems", test_problems);
  g_test_add_func ("/balance/words", test_words);
  return g_test_run ();
}
