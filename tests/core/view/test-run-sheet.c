// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/base/susun-civil.h"
#include "core/view/susun-chain-state.h"
#include "core/view/susun-pairs.h"
#include "core/view/susun-run-sheet.h"
#include "tests/core/view/view-fixture.h"

static void
add (Fixture *self, const SusunRun *run, SusunOp op, SusunItemState state, SusunPart role,
     SusunCause cause, int year, const char *name)
{
  static gint64 seq;
  SusunCivil civil = { .year = year, .month = 3, .day = 4 };
  SusunItem item = {
    .run = run->id,
    .seq = ++seq,
    .op = op,
    .state = state,
    .role = role,
    .cause = cause,
    .media = 1,
    .src_root = self->source,
    .src_path = (char *) name,
    .dst_root = self->archive,
    .dst_path = (char *) name,
    .ref_root = self->archive,
    .ref_path = (char *) "kept.jpg",
    .identity = { .size = 10 },
    .wall = SUSUN_WALL_NONE,
    .offset = SUSUN_OFFSET_NONE,
    .day = year != 0 ? susun_civil_to_wall (&civil) : SUSUN_WALL_NONE,
  };

  fixture_add_item (self, &item);
}

/* What waits, by year; sidecars are counted apart. */
static void
test_plan (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) run
      = fixture_add_run (self, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY, SUSUN_RUN_STATE_PLANNED, NULL);
  g_autoptr (GError) error = NULL;

  fixture_begin (self);
  add (self, run, SUSUN_OP_COPY, SUSUN_ITEM_PLANNED, SUSUN_PART_SINGLE, 0, 2019, "a.jpg");
  add (self, run, SUSUN_OP_COPY, SUSUN_ITEM_PLANNED, SUSUN_PART_SINGLE, 0, 2019, "b.jpg");
  add (self, run, SUSUN_OP_COPY, SUSUN_ITEM_PLANNED, SUSUN_PART_SINGLE, 0, 2021, "c.jpg");
  add (self, run, SUSUN_OP_COPY, SUSUN_ITEM_PLANNED, SUSUN_PART_SIDECAR, 0, 2021, "c.xmp");
  add (self, run, SUSUN_OP_NONE, SUSUN_ITEM_DUPLICATE, SUSUN_PART_SINGLE, 0, 2021, "d.jpg");
  add (self, run, SUSUN_OP_COPY, SUSUN_ITEM_PLANNED, SUSUN_PART_SINGLE, 0, 0, "e.jpg");
  fixture_commit (self);

  g_autoptr (SusunRunSheet) sheet = susun_run_sheet_read (self->store, run->run_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sheet->planned, ==, 5);
  g_assert_cmpuint (sheet->planned_photos, ==, 4);
  g_assert_cmpuint (sheet->planned_bytes, ==, 50);
  g_assert_cmpuint (sheet->days, ==, 2);
  g_assert_cmpuint (sheet->done, ==, 0);
  g_assert_cmpuint (sheet->years->len, ==, 3);
  const SusunYearCount *years = (const SusunYearCount *) (gpointer) sheet->years->data;
  g_assert_cmpint (years[0].year, ==, 0);
  g_assert_cmpint (years[1].year, ==, 2019);
  g_assert_cmpuint (years[1].count, ==, 2);
  g_assert_cmpint (years[2].year, ==, 2021);
  g_assert_cmpuint (years[2].count, ==, 1);
  g_assert_cmpstr (susun_run_sheet_get_root (sheet, SUSUN_ROOT_ARCHIVE), ==, "/home/ani/Archive");
  g_assert_null (susun_run_sheet_get_root (sheet, SUSUN_ROOT_QUARANTINE));
}

/* From the copy over the proof to the quarantine. */
static void
test_chain (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) copy
      = fixture_add_run (self, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY, SUSUN_RUN_STATE_FINISHED, NULL);
  g_autoptr (GError) error = NULL;

  fixture_begin (self);
  add (self, copy, SUSUN_OP_COPY, SUSUN_ITEM_DONE, 0, 0, 2019, "a.jpg");
  add (self, copy, SUSUN_OP_COPY, SUSUN_ITEM_DONE, 0, 0, 2019, "b.jpg");
  fixture_commit (self);
  g_autoptr (SusunChainState) copied = susun_chain_state_read (self->store, copy->run_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (copied->chain_id, ==, copy->chain_id);
  g_assert_cmpuint (copied->originals, ==, 2);
  g_assert_cmpuint (copied->unproven, ==, 2);
  g_assert_null (copied->verify);
  g_assert_cmpstr (copied->sources->pdata[0], ==, "/media/card");
  /* Nothing is there that could be written beside it. */
  g_assert_cmpstr (copied->place, ==, "/media/card/.susun-quarantine");

  g_autoptr (SusunRun) verify = fixture_add_run (self, SUSUN_RUN_VERIFY, SUSUN_MODE_NONE,
                                                 SUSUN_RUN_STATE_FINISHED, copy->chain_id);
  fixture_begin (self);
  add (self, verify, SUSUN_OP_VERIFY, SUSUN_ITEM_DONE, 0, 0, 0, "a.jpg");
  add (self, verify, SUSUN_OP_VERIFY, SUSUN_ITEM_UNVERIFIED, 0, SUSUN_CAUSE_DIFFERS, 0, "b.jpg");
  fixture_commit (self);
  g_autoptr (SusunChainState) proven = susun_chain_state_read (self->store, verify->run_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (proven->proven, ==, 1);
  g_assert_cmpuint (proven->unproven, ==, 1);
  g_assert_cmpuint (proven->quarantined, ==, 0);

  g_autoptr (SusunPairs) bad = susun_pairs_read (self->store, verify->run_id, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bad->total, ==, 1);
  const SusunPair *pair = bad->pairs->pdata[0];
  g_assert_cmpstr (pair->first, ==, "/media/card/b.jpg");
  g_assert_cmpstr (pair->second, ==, "/home/ani/Archive/b.jpg");

  g_autoptr (SusunRun) quarantine = fixture_add_run (self, SUSUN_RUN_QUARANTINE, SUSUN_MODE_NONE,
                                                     SUSUN_RUN_STATE_FINISHED, copy->chain_id);
  fixture_begin (self);
  add (self, quarantine, SUSUN_OP_MOVE, SUSUN_ITEM_DONE, 0, 0, 0, "a.jpg");
  fixture_commit (self);
  g_autoptr (SusunChainState) moved = susun_chain_state_read (self->store, copy->chain_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (moved->quarantined, ==, 1);
  g_assert_cmpuint (moved->quarantined_bytes, ==, 10);
  g_assert_cmpstr (moved->quarantine_run, ==, quarantine->run_id);
  g_assert_false (moved->emptied);
}

/* Of a dedupe: the one that is kept, the one that goes, and what its user has left out. */
static void
test_pairs (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) run
      = fixture_add_run (self, SUSUN_RUN_DEDUPE, SUSUN_MODE_NONE, SUSUN_RUN_STATE_PLANNED, NULL);
  g_autoptr (GError) error = NULL;

  fixture_begin (self);
  add (self, run, SUSUN_OP_MOVE, SUSUN_ITEM_PLANNED, 0, 0, 0, "a.jpg");
  add (self, run, SUSUN_OP_MOVE, SUSUN_ITEM_PLANNED, 0, 0, 0, "b.jpg");
  fixture_commit (self);
  g_autoptr (SusunPairs) some = susun_pairs_read (self->store, run->run_id, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (some->total, ==, 2);
  g_assert_cmpuint (some->bytes, ==, 20);
  g_assert_cmpuint (some->pairs->len, ==, 1);
  const SusunPair *first = some->pairs->pdata[0];
  g_assert_cmpstr (first->first, ==, "/home/ani/Archive/kept.jpg");
  g_assert_cmpstr (first->second, ==, "/media/card/a.jpg");
  g_assert_false (first->left_out);

  SusunOverride override = { .item = first->item, .manual = SUSUN_WALL_NONE, .left_out = TRUE };
  fixture_begin (self);
  g_assert_true (susun_store_set_override (self->store, &override, &error));
  fixture_commit (self);
  g_autoptr (SusunPairs) all = susun_pairs_read (self->store, run->run_id, 0, &error);
  g_assert_no_error (error);
  g_assert_true (((const SusunPair *) all->pairs->pdata[0])->left_out);
  g_assert_false (((const SusunPair *) all->pairs->pdata[1])->left_out);
}

static void
test_unknown (Fixture *self, gconstpointer data)
{
  const char *none = "3f0c9f0e-0000-4000-8000-000000000000";
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;
  g_autoptr (GError) third = NULL;

  g_assert_null (susun_run_sheet_read (self->store, none, &first));
  g_assert_error (first, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (susun_chain_state_read (self->store, none, &second));
  g_assert_error (second, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (susun_pairs_read (self->store, none, 0, &third));
  g_assert_error (third, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/run-sheet/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("plan", test_plan);
  ADD ("chain", test_chain);
  ADD ("pairs", test_pairs);
  ADD ("unknown", test_unknown);
  return g_test_run ();
}
