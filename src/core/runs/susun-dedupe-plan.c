// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/runs/susun-dedupe-plan-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"
#include "core/media/susun-kind.h"
#include "core/plan/susun-name.h"
#include "core/plan/susun-taken.h"

/* Where copies go that are in no year folder. */
#define NO_YEAR_FOLDER "no-year"

typedef struct
{
  SusunDedupePlan *plan;
  SusunTaken *taken;   /* names in the quarantine */
  GHashTable *folders; /* (element-type filename): of the quarantine, whose names are in taken */
  GHashTable *kept;    /* (element-type guint guint): which copy stays, by group, once decided */
  SusunNameRules rules;
  gint64 seq;
} Planning;

/* --- what stands */

static gboolean
look_at (Planning *self, guint copy, SusunIdentity *identity)
{
  return susun_root_identify (self->plan->archive,
                              susun_equal_copies_get_path (self->plan->copies, copy), identity,
                              NULL)
         && S_ISREG (identity->mode);
}

/* The best name of those that are there. Returns: SUSUN_NO_COPY when none is */
static guint
decide_kept (Planning *self, guint group)
{
  gpointer known;
  guint first, length, kept = SUSUN_NO_COPY;

  if (g_hash_table_lookup_extended (self->kept, GUINT_TO_POINTER (group), NULL, &known))
    return GPOINTER_TO_UINT (known);
  susun_equal_copies_get_group (self->plan->copies, group, &first, &length);
  for (guint i = first; i < first + length && kept == SUSUN_NO_COPY; i++)
    {
      SusunIdentity identity;
      if (look_at (self, i, &identity))
        kept = i;
    }
  g_hash_table_insert (self->kept, GUINT_TO_POINTER (group), GUINT_TO_POINTER (kept));
  return kept;
}

static guint
group_of (Planning *self, guint copy)
{
  return susun_equal_copies_get_group_of (self->plan->copies, copy);
}

/* Is it the very file that is to be kept, under a second name? */
static gboolean
is_kept_file (Planning *self, guint copy)
{
  SusunIdentity identity, kept;

  return look_at (self, copy, &identity)
         && look_at (self, decide_kept (self, group_of (self, copy)), &kept)
         && susun_identity_same_file (&identity, &kept);
}

/* --- companions */

/* May all of @members go because what is kept for each of them belongs to @kept_group? */
static gboolean
can_go_together (Planning *self, GArray *members, gint64 kept_group)
{
  if (kept_group == 0)
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    {
      guint member = g_array_index (members, guint, i);
      guint kept
          = member != SUSUN_NO_COPY ? decide_kept (self, group_of (self, member)) : SUSUN_NO_COPY;
      if (kept == SUSUN_NO_COPY || kept == member
          || susun_together_get_group (self->plan->together, kept) != kept_group)
        return FALSE;
    }
  return TRUE;
}

/* Companions are planned with the first of them, whatever the order of their hashes. */
static gboolean
is_first_of (Planning *self, GArray *members, guint copy)
{
  guint group = group_of (self, copy);

  for (guint i = 0; i < members->len; i++)
    {
      guint member = g_array_index (members, guint, i);
      if (member != copy && group_of (self, member) < group)
        return FALSE;
    }
  return TRUE;
}

/* --- places in the quarantine */

static void
dup_folder (const char *rel, char folder[sizeof NO_YEAR_FOLDER])
{
  char year[SUSUN_YEAR_SIZE];

  susun_year_of_path (rel, year);
  g_strlcpy (folder, *year != '\0' ? year : NO_YEAR_FOLDER, sizeof NO_YEAR_FOLDER);
}

/* The names that stand there already. */
static void
take_names (Planning *self, const char *folder)
{
  SusunRoot *quarantine = self->plan->quarantine;

  if (!g_hash_table_add (self->folders, g_strdup (folder)) || quarantine == NULL)
    return;
  g_auto (SusunFd) fd
      = susun_sys_open_beneath (susun_root_get_fd (quarantine), folder, O_RDONLY | O_DIRECTORY, 0);
  DIR *dir = fd >= 0 ? susun_sys_fdopendir (fd) : NULL;
  if (dir == NULL)
    return;
  susun_fd_steal (&fd);
  for (struct dirent *entry; (entry = susun_sys_readdir (dir)) != NULL;)
    susun_taken_add (self->taken, folder, entry->d_name);
  closedir (dir);
}

/* Gives the copies (which belong together) places with one suffix. Companions in another year's
 * folder, which does not happen with archives of ours, get their own. */
static void
choose_places (Planning *self, const guint *copies, guint n, char **places, guint *suffix)
{
  char folder[sizeof NO_YEAR_FOLDER], other[sizeof NO_YEAR_FOLDER];
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char **result = g_new0 (char *, n);
  guint same = 0;

  dup_folder (susun_equal_copies_get_path (self->plan->copies, copies[0]), folder);
  take_names (self, folder);
  while (same < n)
    {
      const char *rel = susun_equal_copies_get_path (self->plan->copies, copies[same]);
      dup_folder (rel, other);
      if (strcmp (folder, other) != 0)
        break;
      g_ptr_array_add (names, susun_name_make_legal (susun_path_name (rel), &self->rules, NULL));
      same++;
    }
  *suffix = susun_taken_claim (self->taken, folder, (const char *const *) names->pdata, same,
                               self->rules.max_bytes, result);
  for (guint i = 0; i < same; i++)
    {
      places[i] = g_build_filename (folder, result[i], NULL);
      g_free (result[i]);
    }
  if (same < n)
    {
      guint ignored;
      choose_places (self, copies + same, n - same, places + same, &ignored);
    }
}

/* --- items */

/* One that cannot go. */
static void
leave (SusunItem *item, SusunCause cause, const char *note)
{
  item->state = SUSUN_ITEM_SKIPPED;
  item->cause = cause;
  g_free (item->note);
  item->note = g_strdup (note);
}

static void
fill_item (Planning *self, guint copy, guint kept, SusunItem *item)
{
  SusunDedupePlan *plan = self->plan;
  const char *rel = susun_equal_copies_get_path (plan->copies, copy);

  *item = (SusunItem){
    .run = plan->run->id,
    .seq = ++self->seq,
    .op = SUSUN_OP_MOVE,
    .state = plan->dry_run ? SUSUN_ITEM_REPORTED : SUSUN_ITEM_PLANNED,
    .media = susun_kind_from_name (susun_path_name (rel)),
    .src_root = plan->archive_id,
    .src_path = g_strdup (rel),
    .has_hash = TRUE,
    .hash = *susun_equal_copies_get_hash (plan->copies, copy),
    .wall = SUSUN_WALL_NONE,
    .offset = SUSUN_OFFSET_NONE,
    .day = SUSUN_WALL_NONE,
  };
  if (kept == SUSUN_NO_COPY)
    return;
  item->ref_root = plan->archive_id;
  item->ref_path = g_strdup (susun_equal_copies_get_path (plan->copies, kept));
}

static gboolean
store_item (Planning *self, SusunItem *item, GError **error)
{
  return susun_store_add_item (self->plan->store, item, error)
         && susun_store_plan_item (self->plan->store, item, error);
}

static void
fill_copy (Planning *self, guint copy, gboolean linked, SusunItem *item)
{
  fill_item (self, copy, decide_kept (self, group_of (self, copy)), item);
  item->dst_root = self->plan->quarantine_id;
  if (!look_at (self, copy, &item->identity))
    leave (item, SUSUN_CAUSE_MISSING, _ ("It is not there any more"));
  else if (is_kept_file (self, copy))
    leave (item, SUSUN_CAUSE_UNPROVEN,
           _ ("It is the very file that is kept, under a second name (a hard link)"));
  else if (linked)
    leave (item, SUSUN_CAUSE_GROUP, _ ("A file that belongs to it cannot go"));
}

/* @copies: present, one or several that belong together. */
static gboolean
plan_copies (Planning *self, const guint *copies, guint n, GError **error)
{
  g_autofree char **places = g_new0 (char *, n);
  gboolean linked = FALSE;
  gboolean ok = TRUE;
  gint64 group = 0;
  guint suffix;

  for (guint i = 0; i < n && !linked; i++)
    linked = is_kept_file (self, copies[i]);
  choose_places (self, copies, n, places, &suffix);
  for (guint i = 0; i < n; i++)
    {
      g_auto (SusunItem) item = { 0 };
      fill_copy (self, copies[i], linked, &item);
      item.dst_path = g_steal_pointer (&places[i]);
      item.suffix = suffix > 1 ? (int) suffix : 0;
      item.group = group;
      ok = ok && store_item (self, &item, error);
      if (ok && n > 1 && i == 0)
        {
          group = item.id;
          item.group = group;
          ok = susun_store_plan_item (self->plan->store, &item, error);
        }
    }
  return ok;
}

static gboolean
plan_missing (Planning *self, guint copy, guint kept, GError **error)
{
  const char *rel = susun_equal_copies_get_path (self->plan->copies, copy);
  g_autofree char *path = susun_root_dup_path (self->plan->archive, rel);
  g_autofree char *known = susun_chain_find_kept (self->plan->chain, path);
  g_auto (SusunItem) item = { 0 };

  /* An earlier dedupe has put it aside: that is what was to be done. */
  if (known != NULL)
    return TRUE;
  fill_item (self, copy, kept, &item);
  leave (&item, SUSUN_CAUSE_MISSING, _ ("The manifest names it, but it is not there"));
  return store_item (self, &item, error);
}

static gboolean
plan_present (Planning *self, guint copy, guint kept, GError **error)
{
  SusunTogether *together = self->plan->together;
  gint64 group = susun_together_get_group (together, copy);
  GArray *members = group != 0 ? susun_together_get_members (together, group) : NULL;

  if (group == 0)
    return plan_copies (self, &copy, 1, error);
  if (!can_go_together (self, members, susun_together_get_group (together, kept)))
    {
      self->plan->kept_together++;
      return TRUE;
    }
  if (!is_first_of (self, members, copy))
    return TRUE;
  return plan_copies (self, (const guint *) members->data, members->len, error);
}

static gboolean
plan_group (Planning *self, guint group, GError **error)
{
  guint kept = decide_kept (self, group);
  guint first, length;

  susun_equal_copies_get_group (self->plan->copies, group, &first, &length);
  for (guint i = first; i < first + length; i++)
    {
      SusunIdentity identity;
      if (i == kept)
        continue;
      if (look_at (self, i, &identity) ? !plan_present (self, i, kept, error)
                                       : !plan_missing (self, i, kept, error))
        return FALSE;
    }
  return TRUE;
}

static void
set_rules (Planning *self)
{
  SusunRoot *quarantine = self->plan->quarantine;
  SusunNameRules rules = { .max_bytes = SUSUN_NAME_MAX };

  if (quarantine != NULL && susun_root_get_traits (quarantine) & SUSUN_FS_WINDOWS_NAMES)
    rules.flags = SUSUN_NAME_REFUSES_WINDOWS | SUSUN_NAME_REFUSES_NON_UTF8 | SUSUN_NAME_FOLDS_CASE;
  self->rules = rules;
}

gboolean
susun_dedupe_plan_groups (SusunDedupePlan *plan, guint first, guint n_groups, GError **error)
{
  g_autoptr (SusunTaken) taken = susun_taken_new ();
  g_autoptr (GHashTable) folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);
  Planning self = { .plan = plan, .taken = taken, .folders = folders, .kept = kept };

  set_rules (&self);
  for (guint i = 0; i < n_groups; i++)
    if (!susun_job_go_on (plan->job, plan->cancellable, error)
        || !plan_group (&self, first + i, error))
      return FALSE;
  return TRUE;
}
