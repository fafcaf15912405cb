// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-run-list.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/view/susun-unproven.h"
#include "core/view/susun-view-task-private.h"
#include "core/view/susun-words.h"

static void
chip_free (gpointer data)
{
  SusunChip *chip = data;

  g_free (chip->text);
  g_free (chip);
}

static void
entry_free (gpointer data)
{
  SusunRunEntry *entry = data;

  susun_run_free (entry->run);
  g_clear_pointer (&entry->roots, g_ptr_array_unref);
  g_ptr_array_unref (entry->chips);
  g_free (entry->title);
  g_free (entry->summary);
  g_free (entry);
}

static SusunRunList *
run_list_new (void)
{
  SusunRunList *self = g_new0 (SusunRunList, 1);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

void
susun_run_list_free (SusunRunList *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/* --- numbers */

/* What was written when the run ended, or else the items are counted. */
static gboolean
read_counts (SusunRunEntry *self, SusunStore *store, GError **error)
{
  SusunBalance balance = { 0 };
  gboolean ended = self->run->state == SUSUN_RUN_STATE_FINISHED
                   && susun_balance_take_totals (&balance, self->run->totals);

  if (!ended && !susun_balance_read (store, self->run, &balance, error))
    return FALSE;
  memcpy (self->counts, balance.counts, sizeof self->counts);
  self->not_copied = balance.not_copied;
  self->counts[SUSUN_BALANCE_UNVERIFIED]
      -= MIN (self->not_copied, self->counts[SUSUN_BALANCE_UNVERIFIED]);
  return TRUE;
}

static gboolean
read_originals (SusunRunEntry *self, SusunStore *store, const GPtrArray *runs, GError **error)
{
  if (self->run->kind != SUSUN_RUN_ORGANIZE || self->run->mode != SUSUN_MODE_COPY
      || self->counts[SUSUN_BALANCE_COPIED] + self->counts[SUSUN_BALANCE_SIDECARS] == 0)
    return TRUE;
  return susun_unproven_count (store, self->run, runs, &self->originals, &self->unproven, error);
}

/* --- words */

static void
add_chip (SusunRunEntry *self, SusunTone tone, char *text)
{
  SusunChip *chip = g_new (SusunChip, 1);

  chip->text = text;
  chip->tone = tone;
  g_ptr_array_add (self->chips, chip);
}

/* "1,204 copied". Returns: (transfer full) */
static char *
describe_line (const SusunRunEntry *self, SusunBalanceLine line)
{
  /* Translators: a number, and what became of so many files: "1,204 copied" */
  return g_strdup_printf (_ ("%'lu %s"), (gulong) self->counts[line], susun_balance_label (line));
}

static SusunTone
tone_of_line (SusunBalanceLine line)
{
  switch (line)
    {
    case SUSUN_BALANCE_COPIED:
    case SUSUN_BALANCE_MOVED:
    case SUSUN_BALANCE_RENAMED:
    case SUSUN_BALANCE_VERIFIED:
    case SUSUN_BALANCE_QUARANTINED:
    case SUSUN_BALANCE_RESTORED:
      return SUSUN_TONE_GOOD;
    case SUSUN_BALANCE_NOT_REACHED:
      return SUSUN_TONE_WAITING;
    case SUSUN_BALANCE_UNREADABLE:
    case SUSUN_BALANCE_FAILED:
    case SUSUN_BALANCE_UNVERIFIED:
    case SUSUN_BALANCE_SKIPPED:
      return SUSUN_TONE_BAD;
    case SUSUN_BALANCE_REPORTED:
    case SUSUN_BALANCE_ARCHIVED:
    case SUSUN_BALANCE_UNCHANGED:
    case SUSUN_BALANCE_DUPLICATES:
    case SUSUN_BALANCE_SIDECARS:
    case SUSUN_BALANCE_EXCLUDED:
    case SUSUN_BALANCE_LEFT_OUT:
    case SUSUN_BALANCE_REMOVED:
    case SUSUN_N_BALANCE:
    default:
      return SUSUN_TONE_PLAIN;
    }
}

static const char *
mode_label (SusunMode mode)
{
  switch (mode)
    {
    case SUSUN_MODE_REPORT:
      return _ ("Report");
    case SUSUN_MODE_COPY:
      return _ ("Copy");
    case SUSUN_MODE_MOVE:
      return _ ("Move");
    case SUSUN_MODE_NONE:
    default:
      return NULL;
    }
}

/* Did a later run take it back, or put its originals aside? Runs that changed nothing do not count:
 * what is still PREPARING. */
static gboolean
is_followed_by (const SusunRun *run, const GPtrArray *runs, guint kinds, gboolean by_target)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const SusunRun *other = runs->pdata[i];
      if ((kinds >> other->kind & 1) == 0 || other->id <= run->id
          || other->state == SUSUN_RUN_STATE_PREPARING)
        continue;
      if (by_target ? g_strcmp0 (other->target, run->run_id) == 0
                    : g_str_equal (other->chain_id, run->chain_id))
        return TRUE;
    }
  return FALSE;
}

static void
add_chips (SusunRunEntry *self, const GPtrArray *runs)
{
  const char *mode = mode_label (self->run->mode);
  guint back = 1u << SUSUN_RUN_UNDO | 1u << SUSUN_RUN_RESTORE;

  add_chip (self, SUSUN_TONE_PLAIN, g_strdup (susun_run_kind_label (self->run->kind)));
  if (mode != NULL)
    add_chip (self, SUSUN_TONE_PLAIN, g_strdup (mode));
  if (self->run->state != SUSUN_RUN_STATE_FINISHED)
    add_chip (self,
              self->run->state == SUSUN_RUN_STATE_FAILED ? SUSUN_TONE_BAD : SUSUN_TONE_WAITING,
              g_strdup (susun_run_state_label (self->run->state)));
  for (guint i = 0; i < SUSUN_N_BALANCE; i++)
    if (self->counts[i] > 0)
      add_chip (self, tone_of_line (i), describe_line (self, i));
  if (self->not_copied > 0)
    add_chip (
        self, SUSUN_TONE_PLAIN,
        g_strdup_printf (ngettext ("%'lu not copied", "%'lu not copied", (gulong) self->not_copied),
                         (gulong) self->not_copied));
  if (is_followed_by (self->run, runs, back, TRUE))
    add_chip (self, SUSUN_TONE_PLAIN, g_strdup (_ ("Taken back")));
}

/* "53 copied and 6 sidecars": as many as there are originals to be proven. Takes @done over.
 * Returns: (transfer full) */
static char *
add_sidecars (const SusunRunEntry *self, char *done)
{
  g_autofree char *photos = done;
  gulong sidecars = self->originals > self->counts[SUSUN_BALANCE_COPIED]
                        ? (gulong) (self->originals - self->counts[SUSUN_BALANCE_COPIED])
                        : 0;

  if (done == NULL || sidecars == 0)
    return g_steal_pointer (&photos);
  return g_strdup_printf (
      /* Translators: what was copied, and how many small files beside photos went along: "53 copied
       * and 6 sidecars" */
      ngettext ("%s and %'lu sidecar", "%s and %'lu sidecars", sidecars), photos, sidecars);
}

/* The line that says most, and what is still missing. Returns: (transfer full) */
static char *
summarize (const SusunRunEntry *self)
{
  static const SusunBalanceLine telling[] = {
    SUSUN_BALANCE_COPIED,      SUSUN_BALANCE_MOVED,    SUSUN_BALANCE_VERIFIED,
    SUSUN_BALANCE_QUARANTINED, SUSUN_BALANCE_RESTORED, SUSUN_BALANCE_REMOVED,
    SUSUN_BALANCE_REPORTED,    SUSUN_BALANCE_RENAMED,
  };
  g_autofree char *done = NULL;

  for (guint i = 0; done == NULL && i < G_N_ELEMENTS (telling); i++)
    if (self->counts[telling[i]] > 0)
      done = describe_line (self, telling[i]);
  if (self->counts[SUSUN_BALANCE_COPIED] > 0)
    done = add_sidecars (self, g_steal_pointer (&done));
  if (self->next == SUSUN_NEXT_RESUME)
    {
      const char *state = susun_run_state_label (self->run->state);
      /* Translators: how a run stands, and what it has done: "Cancelled: 1,204 copied" */
      return done != NULL ? g_strdup_printf (_ ("%s: %s"), state, done) : g_strdup (state);
    }
  if (done == NULL)
    return g_strdup (_ ("Nothing was to be done"));
  if (self->unproven == 0)
    return g_steal_pointer (&done);
  if (self->unproven == self->originals)
    /* Translators: "1,204 copied, not yet verified" */
    return g_strdup_printf (_ ("%s, not yet verified"), done);
  /* Translators: "1,204 copied, 12 not yet verified" */
  return g_strdup_printf (_ ("%s, %'lu not yet verified"), done, (gulong) self->unproven);
}

static SusunNextStep
next_step (const SusunRunEntry *self, const GPtrArray *runs)
{
  guint aside = 1u << SUSUN_RUN_QUARANTINE | 1u << SUSUN_RUN_DELETE;

  if (self->run->state != SUSUN_RUN_STATE_FINISHED)
    return SUSUN_NEXT_RESUME;
  if (self->unproven > 0)
    return SUSUN_NEXT_VERIFY;
  return self->originals > 0 && !is_followed_by (self->run, runs, aside, FALSE)
             ? SUSUN_NEXT_CLEAN_UP
             : SUSUN_NEXT_NOTHING;
}

/* @run: (transfer full) */
static gboolean
add_entry (SusunRunList *self, SusunStore *store, SusunRun *run, const GPtrArray *runs,
           GError **error)
{
  SusunRunEntry *entry = g_new0 (SusunRunEntry, 1);

  entry->run = run;
  entry->chips = g_ptr_array_new_with_free_func (chip_free);
  g_ptr_array_add (self->entries, entry);
  entry->roots = susun_store_list_roots (store, run->id, error);
  if (entry->roots == NULL || !read_counts (entry, store, error)
      || !read_originals (entry, store, runs, error))
    return FALSE;
  entry->next = next_step (entry, runs);
  entry->title = susun_run_title (entry->roots);
  entry->summary = summarize (entry);
  add_chips (entry, runs);
  self->originals += entry->originals;
  self->unproven += entry->unproven;
  return TRUE;
}

SusunRunList *
susun_run_list_read (SusunStore *store, GError **error)
{
  g_autoptr (SusunRunList) self = run_list_new ();
  g_autoptr (GPtrArray) runs = susun_store_list_runs (store, 0, error);
  g_autoptr (GPtrArray) owned = runs != NULL ? susun_store_list_runs (store, 0, error) : NULL;

  if (owned == NULL)
    return NULL;
  g_ptr_array_set_free_func (owned, NULL);
  for (guint i = 0; i < owned->len; i++)
    if (!add_entry (self, store, owned->pdata[i], runs, error))
      {
        for (guint j = i + 1; j < owned->len; j++)
          susun_run_free (owned->pdata[j]);
        return NULL;
      }
  return g_steal_pointer (&self);
}

char *
susun_run_list_describe (const SusunRunList *self)
{
  gboolean organized = FALSE;

  for (guint i = 0; i < self->entries->len && !organized; i++)
    {
      const SusunRunEntry *entry = self->entries->pdata[i];
      organized = entry->counts[SUSUN_BALANCE_COPIED] + entry->counts[SUSUN_BALANCE_MOVED] > 0;
    }
  if (self->unproven > 0)
    return g_strdup_printf (ngettext ("%'lu original not yet proven",
                                      "%'lu originals not yet proven", (gulong) self->unproven),
                            (gulong) self->unproven);
  return organized ? g_strdup (_ ("Everything organized is proven")) : NULL;
}

/* --- on a worker */

static void
load_in_worker (GTask *task, SusunStore *store, const GError *store_error)
{
  GError *error = NULL;
  SusunRunList *self;

  /* No history yet: no runs. */
  if (g_error_matches (store_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_task_return_pointer (task, run_list_new (), (GDestroyNotify) susun_run_list_free);
      return;
    }
  if (!susun_view_task_begin (task, store, store_error))
    return;
  self = susun_run_list_read (store, &error);
  susun_view_task_end (task, store, self, (GDestroyNotify) susun_run_list_free, error);
}

void
susun_run_list_load (SusunWorker *worker, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, susun_run_list_load);
  susun_worker_push (worker, task, load_in_worker);
}

SusunRunList *
susun_run_list_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, susun_run_list_load), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
