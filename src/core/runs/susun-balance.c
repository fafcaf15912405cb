// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-balance.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "core/base/susun-path.h"
#include "core/media/susun-evidence.h"
#include "core/runs/susun-run-job-private.h"
#include "core/scan/susun-listing.h"

#define EXAMPLES 5

#define STATE(state) (G_GUINT64_CONSTANT (1) << SUSUN_ITEM_##state)

static const struct
{
  const char *nick;
  const char *label;
} lines[] = {
  [SUSUN_BALANCE_COPIED] = { "copied", N_ ("copied") },
  [SUSUN_BALANCE_MOVED] = { "moved", N_ ("moved") },
  [SUSUN_BALANCE_RENAMED] = { "renamed", N_ ("renamed") },
  [SUSUN_BALANCE_VERIFIED] = { "verified", N_ ("verified") },
  [SUSUN_BALANCE_UNVERIFIED] = { "unverified", N_ ("not verified") },
  [SUSUN_BALANCE_QUARANTINED] = { "quarantined", N_ ("in quarantine") },
  [SUSUN_BALANCE_RESTORED] = { "restored", N_ ("put back") },
  [SUSUN_BALANCE_REMOVED] = { "removed", N_ ("removed") },
  [SUSUN_BALANCE_REPORTED] = { "reported", N_ ("reported only") },
  [SUSUN_BALANCE_ARCHIVED] = { "already_archived", N_ ("already in the archive") },
  [SUSUN_BALANCE_UNCHANGED] = { "unchanged", N_ ("unchanged") },
  [SUSUN_BALANCE_DUPLICATES] = { "duplicates", N_ ("duplicates") },
  [SUSUN_BALANCE_SIDECARS] = { "sidecars", N_ ("sidecars") },
  [SUSUN_BALANCE_EXCLUDED] = { "excluded", N_ ("outside the dates") },
  [SUSUN_BALANCE_LEFT_OUT] = { "left_out", N_ ("left out") },
  [SUSUN_BALANCE_SKIPPED] = { "skipped", N_ ("left alone") },
  [SUSUN_BALANCE_UNREADABLE] = { "unreadable", N_ ("unreadable") },
  [SUSUN_BALANCE_FAILED] = { "failed", N_ ("failed") },
  [SUSUN_BALANCE_NOT_REACHED] = { "not_reached", N_ ("not reached") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (lines) == SUSUN_N_BALANCE);
G_STATIC_ASSERT (SUSUN_N_PASSED <= G_N_ELEMENTS (((SusunBalance *) NULL)->passed));

#define LINE(line) (1u << SUSUN_BALANCE_##line)
#define ENDS_BADLY (LINE (SKIPPED) | LINE (FAILED) | LINE (NOT_REACHED))

/* The lines that every sheet of a kind has. */
static const guint sheets[SUSUN_N_RUN_KINDS] = {
  [SUSUN_RUN_ORGANIZE] = LINE (COPIED) | LINE (MOVED) | LINE (REPORTED) | LINE (ARCHIVED)
                         | LINE (DUPLICATES) | LINE (SIDECARS) | LINE (EXCLUDED) | LINE (LEFT_OUT)
                         | LINE (UNREADABLE) | LINE (FAILED) | LINE (NOT_REACHED),
  [SUSUN_RUN_VERIFY] = LINE (VERIFIED) | LINE (UNVERIFIED),
  [SUSUN_RUN_QUARANTINE] = LINE (QUARANTINED) | ENDS_BADLY,
  [SUSUN_RUN_RESTORE] = LINE (RESTORED) | ENDS_BADLY,
  [SUSUN_RUN_PURGE] = LINE (REMOVED) | ENDS_BADLY,
  [SUSUN_RUN_DELETE] = LINE (REMOVED) | ENDS_BADLY,
  [SUSUN_RUN_DEDUPE] = LINE (QUARANTINED) | ENDS_BADLY,
  [SUSUN_RUN_UNDO] = LINE (RESTORED) | LINE (REMOVED) | ENDS_BADLY,
  [SUSUN_RUN_RENAME]
  = LINE (RENAMED) | LINE (REPORTED) | LINE (UNCHANGED) | LINE (LEFT_OUT) | ENDS_BADLY,
  [SUSUN_RUN_REPAIR] = LINE (COPIED) | LINE (QUARANTINED) | ENDS_BADLY,
};

const char *
susun_balance_nick (SusunBalanceLine line)
{
  g_return_val_if_fail (line < SUSUN_N_BALANCE, "");
  return lines[line].nick;
}

const char *
susun_balance_label (SusunBalanceLine line)
{
  g_return_val_if_fail (line < SUSUN_N_BALANCE, "");
  return _ (lines[line].label);
}

gboolean
susun_balance_has_line (SusunRunKind kind, SusunBalanceLine line)
{
  g_return_val_if_fail (line < SUSUN_N_BALANCE, FALSE);
  return kind < SUSUN_N_RUN_KINDS && (sheets[kind] & 1u << line) != 0;
}

/* An item whose op was carried out. */
static SusunBalanceLine
line_of_done (SusunRunKind kind, SusunOp op)
{
  switch (kind)
    {
    case SUSUN_RUN_VERIFY:
      return SUSUN_BALANCE_VERIFIED;
    case SUSUN_RUN_QUARANTINE:
    case SUSUN_RUN_DEDUPE:
      return op == SUSUN_OP_REMOVE ? SUSUN_BALANCE_REMOVED : SUSUN_BALANCE_QUARANTINED;
    case SUSUN_RUN_DELETE:
    case SUSUN_RUN_PURGE:
      return SUSUN_BALANCE_REMOVED;
    case SUSUN_RUN_RESTORE:
    case SUSUN_RUN_UNDO:
      return op == SUSUN_OP_REMOVE ? SUSUN_BALANCE_REMOVED : SUSUN_BALANCE_RESTORED;
    case SUSUN_RUN_REPAIR:
      return op == SUSUN_OP_COPY ? SUSUN_BALANCE_COPIED : SUSUN_BALANCE_QUARANTINED;
    case SUSUN_RUN_RENAME:
      return SUSUN_BALANCE_RENAMED;
    case SUSUN_RUN_ORGANIZE:
    case SUSUN_N_RUN_KINDS:
    default:
      return op == SUSUN_OP_COPY ? SUSUN_BALANCE_COPIED : SUSUN_BALANCE_MOVED;
    }
}

static gboolean
is_sidecar (const SusunItemCount *count)
{
  return count->role == SUSUN_PART_SIDECAR || count->role == SUSUN_PART_ORPHAN;
}

/* Done, even if a later run took it back. */
static gboolean
was_done (SusunItemState state)
{
  return state == SUSUN_ITEM_DONE || state == SUSUN_ITEM_UNDONE || state == SUSUN_ITEM_RESTORED
         || state == SUSUN_ITEM_PURGED;
}

static SusunBalanceLine
line_of (SusunRunKind kind, const SusunItemCount *count)
{
  gboolean sidecar = kind == SUSUN_RUN_ORGANIZE && is_sidecar (count);

  switch ((SusunItemState) count->state)
    {
    case SUSUN_ITEM_DONE:
    case SUSUN_ITEM_UNDONE:
    case SUSUN_ITEM_RESTORED:
    case SUSUN_ITEM_PURGED:
      return sidecar ? SUSUN_BALANCE_SIDECARS : line_of_done (kind, count->op);
    case SUSUN_ITEM_REPORTED:
      return sidecar ? SUSUN_BALANCE_SIDECARS : SUSUN_BALANCE_REPORTED;
    case SUSUN_ITEM_DUPLICATE:
      return sidecar ? SUSUN_BALANCE_SIDECARS : SUSUN_BALANCE_DUPLICATES;
    case SUSUN_ITEM_ARCHIVED:
      return sidecar ? SUSUN_BALANCE_SIDECARS : SUSUN_BALANCE_ARCHIVED;
    case SUSUN_ITEM_UNCHANGED:
      return SUSUN_BALANCE_UNCHANGED;
    case SUSUN_ITEM_EXCLUDED:
      return SUSUN_BALANCE_EXCLUDED;
    case SUSUN_ITEM_LEFT_OUT:
      return SUSUN_BALANCE_LEFT_OUT;
    case SUSUN_ITEM_UNREADABLE:
      return SUSUN_BALANCE_UNREADABLE;
    case SUSUN_ITEM_SKIPPED:
      return kind == SUSUN_RUN_ORGANIZE ? SUSUN_BALANCE_FAILED : SUSUN_BALANCE_SKIPPED;
    case SUSUN_ITEM_UNVERIFIED:
      return SUSUN_BALANCE_UNVERIFIED;
    case SUSUN_ITEM_FAILED:
    case SUSUN_ITEM_LOST:
    case SUSUN_ITEM_UNSURE:
      return SUSUN_BALANCE_FAILED;
    case SUSUN_ITEM_FOUND:
    case SUSUN_ITEM_PLANNED:
    case SUSUN_ITEM_INTENT:
    case SUSUN_ITEM_RESERVING:
    case SUSUN_ITEM_COPIED:
    case SUSUN_ITEM_RENAMING:
    case SUSUN_ITEM_REMOVING:
    default:
      return SUSUN_BALANCE_NOT_REACHED;
    }
}

static guint64
get_count (JsonObject *object, const char *name)
{
  return (guint64) MAX (0, susun_options_get_int (object, name, 0));
}

/* What the scan passed over stands in the totals, or, while the run goes on, in the options. */
static gboolean
read_passed (const char *json, SusunBalance *balance)
{
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;
  JsonNode *member = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    member = json_object_get_member (json_node_get_object (node), "passed");
  if (member == NULL || !JSON_NODE_HOLDS_OBJECT (member))
    return FALSE;

  JsonObject *passed = json_node_get_object (member);
  for (guint i = 0; i < SUSUN_N_PASSED; i++)
    balance->passed[i] = get_count (passed, susun_passed_nick (i));
  return TRUE;
}

gboolean
susun_balance_read (SusunStore *store, const SusunRun *run, SusunBalance *balance, GError **error)
{
  g_autoptr (GArray) counts = susun_store_sum_items (store, run->id, error);
  SusunBalance sheet = { .kind = run->kind };

  if (counts == NULL)
    return FALSE;
  for (guint i = 0; i < counts->len; i++)
    {
      const SusunItemCount *count = &g_array_index (counts, SusunItemCount, i);
      SusunBalanceLine line = line_of (run->kind, count);

      sheet.found += count->count;
      sheet.found_bytes += count->bytes;
      sheet.counts[line] += count->count;
      sheet.bytes[line] += count->bytes;
      if (line == SUSUN_BALANCE_SIDECARS && count->role == SUSUN_PART_SIDECAR
          && was_done (count->state))
        sheet.sidecars_carried += count->count;
      if (line == SUSUN_BALANCE_UNVERIFIED && count->cause == SUSUN_CAUSE_NOT_COPIED)
        sheet.not_copied += count->count;
    }

  if (run->kind == SUSUN_RUN_ORGANIZE
      && !susun_store_count_undated (store, run->id, SUSUN_CONFIDENCE_WEAK, SUSUN_DATE_SOURCE_MTIME,
                                     &sheet.undated, &sheet.by_mtime, error))
    return FALSE;
  if (!read_passed (run->totals, &sheet))
    read_passed (run->options, &sheet);
  *balance = sheet;
  return TRUE;
}

gboolean
susun_balance_adds_up (const SusunBalance *balance)
{
  guint64 sum = 0;

  for (guint i = 0; i < SUSUN_N_BALANCE; i++)
    sum += balance->counts[i];
  return sum == balance->found;
}

guint64
susun_balance_get_problems (const SusunBalance *balance)
{
  return balance->counts[SUSUN_BALANCE_FAILED] + balance->counts[SUSUN_BALANCE_UNREADABLE]
         + balance->counts[SUSUN_BALANCE_UNVERIFIED] - balance->not_copied
         + balance->counts[SUSUN_BALANCE_SKIPPED];
}

static gboolean
shows_line (const SusunBalance *balance, SusunBalanceLine line)
{
  return balance->counts[line] > 0 || susun_balance_has_line (balance->kind, line);
}

char *
susun_balance_to_json (const SusunBalance *balance)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "found");
  json_builder_add_int_value (builder, balance->found);
  for (guint i = 0; i < SUSUN_N_BALANCE; i++)
    if (shows_line (balance, i))
      {
        json_builder_set_member_name (builder, lines[i].nick);
        json_builder_add_int_value (builder, balance->counts[i]);
      }
  json_builder_set_member_name (builder, "bytes");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "found");
  json_builder_add_int_value (builder, balance->found_bytes);
  for (guint i = 0; i < SUSUN_N_BALANCE; i++)
    if (shows_line (balance, i))
      {
        json_builder_set_member_name (builder, lines[i].nick);
        json_builder_add_int_value (builder, balance->bytes[i]);
      }
  json_builder_end_object (builder);
  if (balance->kind == SUSUN_RUN_ORGANIZE)
    {
      json_builder_set_member_name (builder, "undated");
      json_builder_add_int_value (builder, balance->undated);
      json_builder_set_member_name (builder, "by_mtime");
      json_builder_add_int_value (builder, balance->by_mtime);
      json_builder_set_member_name (builder, "sidecars_carried");
      json_builder_add_int_value (builder, balance->sidecars_carried);
      json_builder_set_member_name (builder, "passed");
      json_builder_begin_object (builder);
      for (guint i = 0; i < SUSUN_N_PASSED; i++)
        {
          json_builder_set_member_name (builder, susun_passed_nick (i));
          json_builder_add_int_value (builder, balance->passed[i]);
        }
      json_builder_end_object (builder);
    }
  if (balance->kind == SUSUN_RUN_VERIFY)
    {
      json_builder_set_member_name (builder, "not_copied");
      json_builder_add_int_value (builder, balance->not_copied);
    }
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

gboolean
susun_balance_take_totals (SusunBalance *balance, const char *json)
{
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)
      || !json_object_has_member (json_node_get_object (node), "found"))
    return FALSE;
  for (guint i = 0; i < SUSUN_N_BALANCE; i++)
    balance->counts[i] = get_count (json_node_get_object (node), lines[i].nick);
  balance->not_copied = get_count (json_node_get_object (node), "not_copied");
  return TRUE;
}

/* --- problems */

#define PROBLEM_STATES                                                                             \
  (STATE (UNREADABLE) | STATE (FAILED) | STATE (SKIPPED) | STATE (LOST) | STATE (UNSURE)           \
   | STATE (UNVERIFIED))

/* An event folder that keeps its name for a reason is no failure, but its user wants to know. */
static guint64
told_states (const SusunRun *run)
{
  return run->kind == SUSUN_RUN_RENAME ? PROBLEM_STATES | STATE (LEFT_OUT) : PROBLEM_STATES;
}

static void
problem_group_free (gpointer data)
{
  SusunProblemGroup *group = data;

  g_ptr_array_unref (group->examples);
  g_free (group);
}

static char *
example_of (const SusunItem *item)
{
  g_autofree char *path = susun_path_display (item->src_path);
  const char *note
      = item->note != NULL && *item->note != '\0' ? item->note : susun_cause_label (item->cause);

  return g_strdup_printf ("%s: %s", path, note);
}

static SusunProblemGroup *
problem_group_new (SusunStore *store, const SusunRun *run, SusunCause cause, guint64 count,
                   GError **error)
{
  SusunItemQuery query = {
    .run = run->id,
    .states = told_states (run),
    .has_cause = TRUE,
    .cause = cause,
    .limit = EXAMPLES,
  };
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, error);

  if (items == NULL)
    return NULL;
  SusunProblemGroup *group = g_new0 (SusunProblemGroup, 1);
  group->cause = cause;
  group->count = count;
  group->examples = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (group->examples, example_of (items->pdata[i]));
  return group;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const SusunProblemGroup *first = *(SusunProblemGroup *const *) a;
  const SusunProblemGroup *second = *(SusunProblemGroup *const *) b;

  if (first->count != second->count)
    return first->count < second->count ? 1 : -1;
  return (int) first->cause - (int) second->cause;
}

GPtrArray *
susun_balance_list_problems (SusunStore *store, const SusunRun *run, GError **error)
{
  g_autoptr (GArray) counts = susun_store_sum_items (store, run->id, error);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (problem_group_free);
  guint64 by_cause[SUSUN_N_CAUSES] = { 0 };

  if (counts == NULL)
    return NULL;
  for (guint i = 0; i < counts->len; i++)
    {
      const SusunItemCount *count = &g_array_index (counts, SusunItemCount, i);
      if (told_states (run) >> count->state & 1 && count->cause < SUSUN_N_CAUSES)
        by_cause[count->cause] += count->count;
    }
  /* What its user left out has no other cause. */
  if (run->kind == SUSUN_RUN_RENAME)
    by_cause[SUSUN_CAUSE_NONE] = 0;
  for (guint cause = 0; cause < SUSUN_N_CAUSES; cause++)
    {
      if (by_cause[cause] == 0)
        continue;
      SusunProblemGroup *group = problem_group_new (store, run, cause, by_cause[cause], error);
      if (group == NULL)
        return NULL;
      g_ptr_array_add (groups, group);
    }
  g_ptr_array_sort (groups, compare_groups);
  return g_steal_pointer (&groups);
}
