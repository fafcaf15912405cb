// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/plan/susun-rename-plan.h"
#include "core/runs/susun-rename-private.h"

/* From what was found and decided to names and their order. */

typedef struct
{
  SusunStore *store;
  const SusunRun *run;
  gint64 root_id;
  gboolean dry_run;
  GPtrArray *items;     /* (element-type SusunItem): by name */
  SusunRename *renames; /* (array length=items->len) */
  GPtrArray *wanted;    /* (element-type utf8): what renames borrow */
} Plan;

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const SusunItem *first = *(SusunItem *const *) a;
  const SusunItem *second = *(SusunItem *const *) b;

  return strcmp (first->src_path, second->src_path);
}

/* Everything that has a name in the folder, whatever it is. */
static GPtrArray *
list_names (SusunRoot *root, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  int fd = susun_sys_openat (susun_root_get_fd (root), ".", O_RDONLY | O_DIRECTORY, 0);
  DIR *dir = fd >= 0 ? susun_sys_fdopendir (fd) : NULL;
  struct dirent *entry = NULL;
  int failure = dir == NULL ? errno : 0;

  while (dir != NULL && (entry = susun_sys_readdir (dir)) != NULL)
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      g_ptr_array_add (names, g_strdup (entry->d_name));
  if (dir != NULL)
    {
      failure = errno;
      closedir (dir);
    }
  else if (fd >= 0)
    close (fd);
  if (failure == 0)
    return g_steal_pointer (&names);
  g_autofree char *display = susun_path_display (susun_root_get_path (root));
  errno = failure;
  susun_throw_errno (error, _ ("Reading the folder “%s”"), display);
  return NULL;
}

/* What the user set by hand is right. */
static gboolean
take_decision (Plan *plan, SusunItem *item, gboolean *left_out, GError **error)
{
  SusunOverride override;
  g_autoptr (GError) failure = NULL;

  *left_out = FALSE;
  if (!susun_store_get_override (plan->store, item->id, &override, &failure))
    {
      if (failure == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *left_out = override.left_out;
  if (override.manual == SUSUN_WALL_NONE)
    return TRUE;
  item->day
      = override.manual - ((override.manual % SUSUN_WALL_DAY) + SUSUN_WALL_DAY) % SUSUN_WALL_DAY;
  item->wall = item->day;
  item->cause = SUSUN_CAUSE_NONE;
  return TRUE;
}

static gboolean
want_name (Plan *plan, guint index, GError **error)
{
  SusunItem *item = plan->items->pdata[index];
  SusunRename *rename = &plan->renames[index];
  gboolean left_out;

  rename->name = item->src_path;
  if (!take_decision (plan, item, &left_out, error))
    return FALSE;
  if (item->state == SUSUN_ITEM_UNREADABLE)
    return TRUE;
  if (item->day == SUSUN_WALL_NONE || left_out || item->ref_path == NULL
      || item->cause != SUSUN_CAUSE_NONE)
    {
      item->state = SUSUN_ITEM_LEFT_OUT;
      return TRUE;
    }
  char *name = susun_rename_make_name (item->day, item->ref_path);
  g_ptr_array_add (plan->wanted, name);
  rename->wanted = name;
  return TRUE;
}

static gint64
circle_of (const Plan *plan, guint circle)
{
  for (guint i = 0; circle != 0 && i < plan->items->len; i++)
    if (plan->renames[i].circle == circle && plan->renames[i].goes_aside)
      return ((SusunItem *) plan->items->pdata[i])->id;
  return 0;
}

static gboolean
write_plan (Plan *plan, GError **error)
{
  guint place = 0;

  for (guint i = 0; i < plan->items->len; i++)
    place = MAX (place, plan->renames[i].place);
  for (guint i = 0; i < plan->items->len; i++)
    {
      SusunItem *item = plan->items->pdata[i];
      const SusunRename *rename = &plan->renames[i];
      g_clear_pointer (&item->dst_path, g_free);
      item->op = rename->target != NULL ? SUSUN_OP_RENAME : SUSUN_OP_NONE;
      item->dst_root = plan->root_id;
      item->dst_path = g_strdup (rename->target);
      item->suffix = (int) rename->number;
      item->seq = rename->place != 0 ? rename->place : ++place;
      item->group = circle_of (plan, rename->circle);
      if (rename->target != NULL)
        item->state = plan->dry_run ? SUSUN_ITEM_REPORTED : SUSUN_ITEM_PLANNED;
      else if (rename->wanted != NULL)
        item->state = SUSUN_ITEM_UNCHANGED;
      if (!susun_store_plan_item (plan->store, item, error))
        return FALSE;
    }
  return TRUE;
}

/* Names that belong to no folder of the plan stay where they are. */
static GPtrArray *
find_others (const Plan *plan, GPtrArray *names)
{
  g_autoptr (GHashTable) ours = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; i < plan->items->len; i++)
    g_hash_table_add (ours, (char *) plan->renames[i].name);
  for (guint i = 0; i < names->len; i++)
    if (!g_hash_table_contains (ours, names->pdata[i]))
      g_ptr_array_add (others, names->pdata[i]);
  return others;
}

static gboolean
fill_plan (Plan *plan, SusunRoot *root, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (root, error);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < plan->items->len; i++)
    if (!want_name (plan, i, error))
      return FALSE;
  g_autoptr (GPtrArray) others = find_others (plan, names);
  susun_rename_choose (plan->renames, plan->items->len, (const char *const *) others->pdata,
                       others->len);
  return susun_store_begin (plan->store, error)
         && susun_store_end (plan->store, write_plan (plan, error), error);
}

gboolean
susun_rename_make_plan (SusunStore *store, const SusunRun *run, SusunRoot *root, gint64 root_id,
                        gboolean dry_run, GError **error)
{
  SusunItemQuery query = { .run = run->id };
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, error);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);

  if (items == NULL)
    return FALSE;
  g_ptr_array_sort (items, compare_items);
  g_autofree SusunRename *renames = g_new0 (SusunRename, MAX (items->len, 1));
  Plan plan = { store, run, root_id, dry_run, items, renames, wanted };
  gboolean ok = fill_plan (&plan, root, error);
  for (guint i = 0; i < items->len; i++)
    susun_rename_clear (&renames[i]);
  return ok;
}

/* --- what its user decides */

/* Made legal when the name is made. */
static gboolean
write_title (SusunStore *store, gint64 item, const char *title, SusunTitleFrom from, GError **error)
{
  g_auto (SusunItem) row = { 0 };

  if (!susun_store_get_item (store, item, &row, error))
    return FALSE;
  if (row.state != SUSUN_ITEM_FOUND && row.state != SUSUN_ITEM_PLANNED
      && row.state != SUSUN_ITEM_UNCHANGED && row.state != SUSUN_ITEM_LEFT_OUT
      && row.state != SUSUN_ITEM_UNREADABLE)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("This run has begun to give names; nothing more can be decided in it."));
  g_free (row.ref_path);
  row.ref_path = g_strdup (title);
  row.level = (guint8) from;
  /* The title is of the plan's columns, who proposed it of the journal's. */
  return susun_store_plan_item (store, &row, error)
         && susun_store_step_item (store, &row, row.state, error);
}

gboolean
susun_rename_set_title (SusunStore *store, gint64 item, const char *title, SusunTitleFrom from,
                        GError **error)
{
  g_return_val_if_fail (title != NULL && g_utf8_validate (title, -1, NULL), FALSE);
  return susun_store_begin (store, error)
         && susun_store_end (store, write_title (store, item, title, from, error), error);
}

gboolean
susun_rename_decide (SusunStore *store, const SusunRenameDecision *decisions, guint n,
                     GError **error)
{
  gboolean ok = TRUE;

  if (!susun_store_begin (store, error))
    return FALSE;
  for (guint i = 0; ok && i < n; i++)
    {
      const SusunRenameDecision *decision = &decisions[i];
      const SusunOverride override = {
        .item = decision->item,
        .manual = decision->day,
        .left_out = decision->left_out,
      };
      ok = write_title (store, decision->item, decision->title, decision->from, error)
           && susun_store_set_override (store, &override, error);
    }
  return susun_store_end (store, ok, error);
}
