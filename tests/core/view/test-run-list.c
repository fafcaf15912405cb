// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "core/base/susun-civil.h"
#include "core/runs/susun-balance.h"
#include "core/view/susun-pairs.h"
#include "core/view/susun-picture-search.h"
#include "core/view/susun-run-list.h"
#include "core/view/susun-unproven.h"
#include "core/view/susun-words.h"
#include "tests/core/view/view-fixture.h"

/* An item without a date, of the run's roots. */
static gint64
add (Fixture *self, const SusunRun *run, SusunOp op, SusunItemState state, const char *source,
     const char *target)
{
  SusunItem item = {
    .run = run->id,
    .op = op,
    .state = state,
    .media = 1,
    .src_root = *source == '/' ? 0 : self->source,
    .src_path = (char *) source,
    .dst_root = target != NULL ? self->archive : 0,
    .dst_path = (char *) target,
    .wall = SUSUN_WALL_NONE,
    .offset = SUSUN_OFFSET_NONE,
    .day = SUSUN_WALL_NONE,
  };

  return fixture_add_item (self, &item);
}

static SusunRun *
add_copy (Fixture *self, guint n)
{
  SusunRun *run
      = fixture_add_run (self, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY, SUSUN_RUN_STATE_FINISHED, NULL);

  fixture_begin (self);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *source = g_strdup_printf ("DCIM/IMG_%04u.JPG", i);
      g_autofree char *target = g_strdup_printf ("2023/IMG_%04u.JPG", i);
      add (self, run, SUSUN_OP_COPY, SUSUN_ITEM_DONE, source, target);
    }
  fixture_commit (self);
  return run;
}

/* Of numbers @first to @end - 1 those below @good are proven. */
static SusunRun *
add_verify (Fixture *self, const SusunRun *copy, guint first, guint end, guint good)
{
  SusunRun *run = fixture_add_run (self, SUSUN_RUN_VERIFY, SUSUN_MODE_NONE,
                                   SUSUN_RUN_STATE_FINISHED, copy->chain_id);

  fixture_begin (self);
  for (guint i = first; i < end; i++)
    {
      /* As verification writes what lies below no root of its own. */
      g_autofree char *source
          = g_strdup_printf (i % 2 == 0 ? "DCIM/IMG_%04u.JPG" : "/media/card/DCIM/IMG_%04u.JPG", i);
      add (self, run, SUSUN_OP_VERIFY, i < good ? SUSUN_ITEM_DONE : SUSUN_ITEM_UNVERIFIED, source,
           NULL);
    }
  fixture_commit (self);
  return run;
}

static void
update (Fixture *self, SusunRun *run)
{
  g_autoptr (GError) error = NULL;

  fixture_begin (self);
  susun_store_update_run (self->store, run, &error);
  g_assert_no_error (error);
  fixture_commit (self);
}

static SusunRunList *
read_list (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  SusunRunList *list = susun_run_list_read (self->store, &error);

  g_assert_no_error (error);
  return list;
}

static const SusunRunEntry *
find (const SusunRunList *list, const SusunRun *run)
{
  for (guint i = 0; i < list->entries->len; i++)
    {
      const SusunRunEntry *entry = list->entries->pdata[i];
      if (g_str_equal (entry->run->run_id, run->run_id))
        return entry;
    }
  g_assert_not_reached ();
}

static gboolean
has_chip (const SusunRunEntry *entry, const char *text, SusunTone tone)
{
  for (guint i = 0; i < entry->chips->len; i++)
    {
      const SusunChip *chip = entry->chips->pdata[i];
      if (g_str_equal (chip->text, text) && chip->tone == tone)
        return TRUE;
    }
  return FALSE;
}

static void
assert_says (const SusunRunList *list, const char *expected)
{
  g_autofree char *text = susun_run_list_describe (list);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRunList) list = read_list (self);

  g_assert_cmpuint (list->entries->len, ==, 0);
  assert_says (list, NULL);
}

/* What went along is told, too: the numbers of the row and of the line above it are one. */
static void
test_sidecars (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) copy = add_copy (self, 3);
  g_autoptr (SusunRunList) list = NULL;
  SusunItem item = {
    .run = copy->id,
    .op = SUSUN_OP_COPY,
    .state = SUSUN_ITEM_DONE,
    .role = SUSUN_PART_SIDECAR,
    .media = 3,
    .src_root = self->source,
    .dst_root = self->archive,
    .dst_path = (char *) "2023/IMG_0000.xmp",
    .src_path = (char *) "DCIM/IMG_0000.xmp",
    .wall = SUSUN_WALL_NONE,
    .offset = SUSUN_OFFSET_NONE,
    .day = SUSUN_WALL_NONE,
  };

  fixture_begin (self);
  fixture_add_item (self, &item);
  fixture_commit (self);
  list = read_list (self);
  g_assert_cmpstr (find (list, copy)->summary, ==, "3 copied and 1 sidecar, not yet verified");
  assert_says (list, "4 originals not yet proven");
}

/* From the copy to the last proof, with verifications that look at parts, and one that looks again.
 */
static void
test_chain (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) copy = add_copy (self, 10);
  g_autoptr (SusunRunList) unverified = read_list (self);
  const SusunRunEntry *entry = find (unverified, copy);

  g_assert_cmpuint (entry->originals, ==, 10);
  g_assert_cmpuint (entry->unproven, ==, 10);
  g_assert_cmpuint (entry->next, ==, SUSUN_NEXT_VERIFY);
  g_assert_cmpstr (entry->title, ==, "card → Archive");
  g_assert_cmpstr (entry->summary, ==, "10 copied, not yet verified");
  g_assert_true (has_chip (entry, "Organize", SUSUN_TONE_PLAIN));
  g_assert_true (has_chip (entry, "Copy", SUSUN_TONE_PLAIN));
  g_assert_true (has_chip (entry, "10 copied", SUSUN_TONE_GOOD));
  assert_says (unverified, "10 originals not yet proven");

  g_autoptr (SusunRun) first = add_verify (self, copy, 0, 6, 5);
  g_autoptr (SusunRunList) partly = read_list (self);
  entry = find (partly, copy);
  g_assert_cmpuint (entry->unproven, ==, 5);
  g_assert_cmpstr (entry->summary, ==, "10 copied, 5 not yet verified");
  g_assert_true (has_chip (find (partly, first), "1 not verified", SUSUN_TONE_BAD));
  assert_says (partly, "5 originals not yet proven");

  g_autoptr (SusunRun) second = add_verify (self, copy, 5, 10, 10);
  g_autoptr (SusunRunList) proven = read_list (self);
  entry = find (proven, copy);
  g_assert_cmpuint (entry->unproven, ==, 0);
  g_assert_cmpuint (entry->next, ==, SUSUN_NEXT_CLEAN_UP);
  g_assert_cmpstr (entry->summary, ==, "10 copied");
  assert_says (proven, "Everything organized is proven");
  g_assert_cmpuint (find (proven, second)->next, ==, SUSUN_NEXT_NOTHING);

  /* A copy that was good and is not any more: the last word counts. */
  susun_run_free (add_verify (self, copy, 0, 10, 8));
  g_autoptr (SusunRunList) spoiled = read_list (self);
  g_assert_cmpuint (find (spoiled, copy)->unproven, ==, 2);

  susun_run_free (add_verify (self, copy, 8, 10, 10));
  g_autoptr (SusunRun) aside = fixture_add_run (self, SUSUN_RUN_QUARANTINE, SUSUN_MODE_NONE,
                                                SUSUN_RUN_STATE_FINISHED, copy->chain_id);
  g_autoptr (SusunRunList) clean = read_list (self);
  g_assert_cmpuint (find (clean, copy)->next, ==, SUSUN_NEXT_NOTHING);
  g_assert_cmpuint (clean->entries->len, ==, 6);
  g_assert_cmpstr (((SusunRunEntry *) clean->entries->pdata[0])->run->run_id, ==, aside->run_id);
}

/* What was never copied is told, but it is no problem, and no pair to look at. */
static void
test_not_copied (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) copy = add_copy (self, 4);
  g_autoptr (SusunRun) verify = fixture_add_run (self, SUSUN_RUN_VERIFY, SUSUN_MODE_NONE,
                                                 SUSUN_RUN_STATE_FINISHED, copy->chain_id);
  static const SusunCause causes[]
      = { SUSUN_CAUSE_NOT_COPIED, SUSUN_CAUSE_DIFFERS, SUSUN_CAUSE_NOT_COPIED };
  g_autoptr (GError) error = NULL;
  SusunBalance balance;

  fixture_begin (self);
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      SusunItem item = {
        .run = verify->id,
        .op = SUSUN_OP_VERIFY,
        .state = SUSUN_ITEM_UNVERIFIED,
        .seq = i + 1,
        .cause = causes[i],
        .src_root = self->source,
        .src_path = (char *) "DCIM/a.jpg",
        .wall = SUSUN_WALL_NONE,
        .offset = SUSUN_OFFSET_NONE,
        .day = SUSUN_WALL_NONE,
      };
      fixture_add_item (self, &item);
    }
  fixture_commit (self);
  susun_balance_read (self->store, verify, &balance, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (balance.counts[SUSUN_BALANCE_UNVERIFIED], ==, 3);
  g_assert_cmpuint (balance.not_copied, ==, 2);
  g_assert_cmpuint (susun_balance_get_problems (&balance), ==, 1);
  g_assert_true (susun_balance_adds_up (&balance));

  /* Counted, and then from what is written at the end. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SusunRunList) list = read_list (self);
      const SusunRunEntry *entry = find (list, verify);
      g_assert_true (has_chip (entry, "1 not verified", SUSUN_TONE_BAD));
      g_assert_true (has_chip (entry, "2 not copied", SUSUN_TONE_PLAIN));
      g_clear_pointer (&verify->totals, g_free);
      verify->totals = susun_balance_to_json (&balance);
      update (self, verify);
    }

  g_autoptr (SusunPairs) pairs = susun_pairs_read (self->store, verify->run_id, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pairs->total, ==, 1);
  g_assert_cmpuint (pairs->pairs->len, ==, 1);
}

/* A verification of another chain proves nothing here. */
static void
test_other_chain (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) one = add_copy (self, 4);
  g_autoptr (SusunRun) other = add_copy (self, 4);
  susun_run_free (add_verify (self, other, 0, 4, 4));
  g_autoptr (SusunRunList) list = read_list (self);

  g_assert_cmpuint (find (list, one)->unproven, ==, 4);
  g_assert_cmpuint (find (list, other)->unproven, ==, 0);
  g_assert_cmpuint (list->unproven, ==, 4);
  g_assert_cmpuint (list->originals, ==, 8);
}

/* A move proves by itself; what was taken back or never copied is no open question. */
static void
test_nothing_open (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) move
      = fixture_add_run (self, SUSUN_RUN_ORGANIZE, SUSUN_MODE_MOVE, SUSUN_RUN_STATE_FINISHED, NULL);
  fixture_begin (self);
  add (self, move, SUSUN_OP_MOVE, SUSUN_ITEM_DONE, "DCIM/a.jpg", "2023/a.jpg");
  fixture_commit (self);
  g_autoptr (SusunRun) copy
      = fixture_add_run (self, SUSUN_RUN_ORGANIZE, SUSUN_MODE_COPY, SUSUN_RUN_STATE_FINISHED, NULL);
  fixture_begin (self);
  add (self, copy, SUSUN_OP_COPY, SUSUN_ITEM_UNDONE, "DCIM/b.jpg", "2023/b.jpg");
  add (self, copy, SUSUN_OP_NONE, SUSUN_ITEM_DUPLICATE, "DCIM/c.jpg", "2023/b.jpg");
  fixture_commit (self);
  g_autoptr (SusunRun) undo = fixture_add_run (self, SUSUN_RUN_UNDO, SUSUN_MODE_NONE,
                                               SUSUN_RUN_STATE_FINISHED, copy->chain_id);
  undo->target = g_strdup (copy->run_id);
  update (self, undo);
  g_autoptr (SusunRunList) list = read_list (self);

  g_assert_cmpuint (list->unproven, ==, 0);
  g_assert_cmpuint (find (list, move)->next, ==, SUSUN_NEXT_NOTHING);
  g_assert_cmpuint (find (list, copy)->next, ==, SUSUN_NEXT_NOTHING);
  g_assert_true (has_chip (find (list, copy), "Taken back", SUSUN_TONE_PLAIN));
  g_assert_false (has_chip (find (list, move), "Taken back", SUSUN_TONE_PLAIN));
  assert_says (list, "Everything organized is proven");
}

static void
test_unfinished (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) copy = add_copy (self, 3);

  fixture_begin (self);
  add (self, copy, SUSUN_OP_COPY, SUSUN_ITEM_PLANNED, "DCIM/z.jpg", "2023/z.jpg");
  fixture_commit (self);
  copy->state = SUSUN_RUN_STATE_CANCELLED;
  update (self, copy);
  g_autoptr (SusunRunList) list = read_list (self);
  const SusunRunEntry *entry = find (list, copy);
  g_assert_cmpuint (entry->next, ==, SUSUN_NEXT_RESUME);
  g_assert_cmpuint (entry->unproven, ==, 3);
  g_assert_true (has_chip (entry, "Cancelled", SUSUN_TONE_WAITING));
  g_assert_true (has_chip (entry, "1 not reached", SUSUN_TONE_WAITING));
  g_assert_cmpstr (entry->summary, ==, "Cancelled: 3 copied");
}

/* What was written at the end is taken as it is; nonsense there is as nothing. */
static void
test_totals (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) copy = add_copy (self, 3);

  copy->totals = g_strdup ("{\"found\": 1300, \"copied\": 1204, \"failed\": 2}");
  update (self, copy);
  g_autoptr (SusunRunList) list = read_list (self);
  g_assert_cmpuint (find (list, copy)->counts[SUSUN_BALANCE_COPIED], ==, 1204);
  g_assert_true (has_chip (find (list, copy), "2 failed", SUSUN_TONE_BAD));
  g_assert_cmpuint (find (list, copy)->unproven, ==, 3);

  g_free (copy->totals);
  copy->totals = g_strdup ("[\"found\"");
  update (self, copy);
  g_autoptr (SusunRunList) again = read_list (self);
  g_assert_cmpuint (find (again, copy)->counts[SUSUN_BALANCE_COPIED], ==, 3);
}

/* --- where did this picture go? */

static void
test_search (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunRun) copy = add_copy (self, 30);
  g_autoptr (SusunRun) verify = add_verify (self, copy, 0, 5, 5);
  g_autoptr (GError) error = NULL;
  g_autoptr (SusunPictureTraces) traces
      = susun_picture_search (self->store, "img_0003", 100, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (traces->traces->len, ==, 2);
  g_assert_false (traces->more);
  const SusunPictureTrace *proof = traces->traces->pdata[0];
  const SusunPictureTrace *origin = traces->traces->pdata[1];
  g_assert_cmpstr (proof->run_id, ==, verify->run_id);
  g_assert_cmpstr (proof->outcome, ==, "Proven");
  g_assert_cmpstr (proof->from, ==, "/media/card/DCIM/IMG_0003.JPG");
  g_assert_cmpstr (origin->run_id, ==, copy->run_id);
  g_assert_cmpstr (origin->outcome, ==, "Copied");
  g_assert_cmpstr (origin->name, ==, "IMG_0003.JPG");
  g_assert_cmpstr (origin->from, ==, "/media/card/DCIM/IMG_0003.JPG");
  g_assert_cmpstr (origin->to, ==, "/home/ani/Archive/2023/IMG_0003.JPG");

  g_autoptr (SusunPictureTraces) many = susun_picture_search (self->store, "img", 10, &error);
  g_assert_cmpuint (many->traces->len, ==, 10);
  g_assert_true (many->more);
  g_autoptr (SusunPictureTraces) none = susun_picture_search (self->store, "xyz", 10, &error);
  g_assert_cmpuint (none->traces->len, ==, 0);
  g_autoptr (SusunPictureTraces) nothing = susun_picture_search (self->store, "", 10, &error);
  g_assert_cmpuint (nothing->traces->len, ==, 0);
}

/* --- on a worker */

static void
took_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

static void
test_worker (Fixture *self, gconstpointer data)
{
  g_autoptr (SusunWorker) worker = susun_worker_new ("read", self->path, SUSUN_STORE_READ_ONLY);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GError) error = NULL;

  susun_run_free (add_copy (self, 3));
  susun_run_list_load (worker, NULL, took_cb, &listed);
  susun_picture_search_start (worker, "IMG", 2, NULL, took_cb, &found);
  fixture_wait (is_set, &listed);
  fixture_wait (is_set, &found);
  g_autoptr (SusunRunList) list = susun_run_list_load_finish (listed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->unproven, ==, 3);
  g_autoptr (SusunPictureTraces) traces = susun_picture_search_finish (found, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (traces->traces->len, ==, 2);

  g_cancellable_cancel (cancellable);
  susun_run_list_load (worker, cancellable, took_cb, &cancelled);
  fixture_wait (is_set, &cancelled);
  g_assert_null (susun_run_list_load_finish (cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_no_history (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "none.db", NULL);
  g_autoptr (SusunWorker) worker = susun_worker_new ("read", path, SUSUN_STORE_READ_ONLY);
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (GError) error = NULL;

  susun_run_list_load (worker, NULL, took_cb, &listed);
  susun_picture_search_start (worker, "IMG", 2, NULL, took_cb, &found);
  fixture_wait (is_set, &listed);
  fixture_wait (is_set, &found);
  g_autoptr (SusunRunList) list = susun_run_list_load_finish (listed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->entries->len, ==, 0);
  g_autoptr (SusunPictureTraces) traces = susun_picture_search_finish (found, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (traces->traces->len, ==, 0);
}

/* Every state and kind has a word. */
static void
test_words (void)
{
  for (guint kind = 1; kind < SUSUN_N_RUN_KINDS; kind++)
    for (guint state = 0; state < 64; state++)
      {
        SusunItem item = { .state = (guint8) state, .op = SUSUN_OP_MOVE };
        gboolean known = strcmp (susun_item_state_nick (state), "?") != 0;
        g_assert_cmpint (known, ==, *susun_item_outcome_label (kind, &item) != '\0');
        g_assert_cmpstr (susun_run_kind_label (kind), !=, "");
      }
  for (guint state = 1; state < SUSUN_N_RUN_STATES; state++)
    g_assert_cmpstr (susun_run_state_label (state), !=, "");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/run-list/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("empty", test_empty);
  ADD ("sidecars", test_sidecars);
  ADD ("chain", test_chain);
  ADD ("not-copied", test_not_copied);
  ADD ("other-chain", test_other_chain);
  ADD ("nothing-open", test_nothing_open);
  ADD ("unfinished", test_unfinished);
  ADD ("totals", test_totals);
  ADD ("search", test_search);
  ADD ("worker", test_worker);
  ADD ("no-history", test_no_history);
  g_test_add_func ("/run-list/words", test_words);
  return g_test_run ();
}
