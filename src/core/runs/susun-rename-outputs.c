// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/manifest/susun-rename-report.h"
#include "core/manifest/susun-undo-script.h"
#include "core/plan/susun-name.h"
#include "core/plan/susun-rename-plan.h"
#include "core/runs/susun-new-file-private.h"
#include "core/runs/susun-rename-private.h"

/* --- rows of the report */

static SusunRenameEnd
end_of (const SusunItem *item)
{
  switch ((SusunItemState) item->state)
    {
    case SUSUN_ITEM_DONE:
      return SUSUN_RENAME_RENAMED;
    case SUSUN_ITEM_UNDONE:
      return SUSUN_RENAME_UNDONE;
    case SUSUN_ITEM_REPORTED:
      return SUSUN_RENAME_WOULD;
    case SUSUN_ITEM_UNCHANGED:
      return SUSUN_RENAME_UNCHANGED;
    case SUSUN_ITEM_LEFT_OUT:
      return SUSUN_RENAME_SKIPPED;
    case SUSUN_ITEM_UNREADABLE:
    case SUSUN_ITEM_SKIPPED:
    case SUSUN_ITEM_FAILED:
    case SUSUN_ITEM_LOST:
    case SUSUN_ITEM_UNSURE:
      return SUSUN_RENAME_ERROR;
    default:
      return SUSUN_RENAME_NOT_REACHED;
    }
}

static char *
day_to_text (gint64 day)
{
  char text[SUSUN_WALL_TEXT_SIZE];

  if (day == SUSUN_WALL_NONE)
    return NULL;
  susun_wall_to_text (day, text);
  return g_strndup (text, strlen ("YYYY-MM-DD"));
}

static SusunRenameRow *
make_row (const SusunItem *item, double confidence)
{
  SusunRenameRow *row = susun_rename_row_new ();
  g_autoptr (SusunEventCount) count
      = susun_event_count_unpack (item->evidence, item->evidence_length);
  SusunEventDate date;
  guint n;
  const SusunEventDay *days = susun_event_count_get_days (count, &n);

  susun_event_decide (count, confidence, &date);
  row->end = end_of (item);
  row->name = g_strdup (item->src_path);
  row->new_name = g_strdup (item->dst_path);
  row->day = day_to_text (item->day);
  if (item->wall != item->day)
    row->last_day = day_to_text (item->wall);
  row->title = g_strdup (item->ref_path);
  row->from = row->title != NULL ? susun_title_from_nick (item->level) : NULL;
  if (item->cause != SUSUN_CAUSE_NONE)
    row->reason = susun_cause_nick (item->cause);
  else if (row->end == SUSUN_RENAME_SKIPPED)
    row->reason = "left-out";
  row->explanation = g_strdup (item->note);
  row->share = date.share;
  row->media = date.media;
  row->undated = susun_event_count_get_doubtful (count, SUSUN_EVENT_UNDATED);
  row->suspect = susun_event_count_get_doubtful (count, SUSUN_EVENT_SUSPECT);
  row->unreadable = susun_event_count_get_doubtful (count, SUSUN_EVENT_UNREADABLE);
  row->by_time_stamp = susun_event_count_get_by_mtime (count);
  for (guint i = 0; i < n; i++)
    {
      SusunRenameDay day = { day_to_text (days[i].day), days[i].files };
      g_array_append_val (row->days, day);
    }
  return row;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const SusunItem *first = *(SusunItem *const *) a;
  const SusunItem *second = *(SusunItem *const *) b;

  return strcmp (first->src_path, second->src_path);
}

char *
susun_rename_report (SusunStore *store, const SusunRun *run, GError **error)
{
  SusunItemQuery query = { .run = run->id };
  g_autoptr (SusunRenameOptions) options = susun_rename_options_from_json (run->options, error);
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify) susun_rename_row_free);

  if (options == NULL)
    return NULL;
  g_autoptr (GPtrArray) items = susun_store_list_items (store, &query, error);
  if (items == NULL)
    return NULL;
  g_ptr_array_sort (items, compare_items);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (rows, make_row (items->pdata[i], options->confidence));
  const SusunRenameReport report = {
    .run_id = run->run_id,
    .folder = options->folder,
    .dry_run = options->dry_run,
    .confidence = options->confidence,
    .rows = rows,
  };
  return susun_rename_report_to_json (&report);
}

/* --- the way back, as steps of a script */

typedef struct
{
  GArray *steps;    /* (element-type SusunScriptStep) */
  GPtrArray *names; /* (element-type filename): temporary ones that steps borrow */
  GPtrArray *items; /* (element-type SusunItem): what was renamed */
} WayBack;

static void
way_back_clear (WayBack *self)
{
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WayBack, way_back_clear)

static void
add_step (WayBack *self, const char *from, const char *to)
{
  SusunScriptStep step = { from, to };

  g_array_append_val (self->steps, step);
}

static const char *
make_temp_name (WayBack *self, const SusunRun *run)
{
  char *name = g_strdup_printf (".susun-ren-%.8s-back-%u", run->run_id, self->names->len + 1);

  g_ptr_array_add (self->names, name);
  return name;
}

/* On a disk that cannot tell capitals, a name that differs in nothing else seems to be taken. */
static gboolean
is_one_name (const SusunRename *rename)
{
  g_autofree char *from = susun_name_collision_key (rename->name);
  g_autofree char *to = susun_name_collision_key (rename->target);

  return strcmp (from, to) == 0;
}

static void
add_steps (WayBack *self, const SusunRun *run, const SusunRename *renames, guint n)
{
  g_autofree guint *by_place = g_new0 (guint, n + 1);
  g_autofree const char **aside = g_new0 (const char *, n + 1);
  guint circle = 0;

  for (guint i = 0; i < n; i++)
    by_place[renames[i].place] = i;
  for (guint place = 1; place <= n; place++)
    {
      const SusunRename *rename = &renames[by_place[place]];
      if (rename->circle != 0 && rename->circle != circle)
        for (guint i = 0; i < n; i++)
          if (renames[i].circle == rename->circle && renames[i].goes_aside)
            {
              aside[i] = make_temp_name (self, run);
              add_step (self, renames[i].name, aside[i]);
            }
      circle = rename->circle;
      const char *from = aside[by_place[place]] != NULL ? aside[by_place[place]] : rename->name;
      if (from == rename->name && is_one_name (rename))
        {
          from = make_temp_name (self, run);
          add_step (self, rename->name, from);
        }
      add_step (self, from, rename->target);
    }
}

static gboolean
plan_way_back (WayBack *self, SusunStore *store, const SusunRun *run, GError **error)
{
  SusunItemQuery query = {
    .run = run->id,
    .states = G_GUINT64_CONSTANT (1) << SUSUN_ITEM_DONE,
    .order = SUSUN_ORDER_SEQ,
  };

  self->steps = g_array_new (FALSE, FALSE, sizeof (SusunScriptStep));
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->items = susun_store_list_items (store, &query, error);
  if (self->items == NULL)
    return FALSE;
  guint n = self->items->len;
  g_autofree SusunRename *renames = g_new0 (SusunRename, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      const SusunItem *item = self->items->pdata[i];
      renames[i].name = item->dst_path;
      renames[i].target = item->src_path;
    }
  susun_rename_order (renames, n);
  add_steps (self, run, renames, n);
  return TRUE;
}

/* --- files */

static char *
script_path (const SusunRenameOptions *options, const char *ending)
{
  return g_strconcat (options->undo_script, ending, NULL);
}

/* One that lay in a folder that gets another name could not be written any more. */
static gboolean
check_output (const SusunRenameOptions *options, const char *path, GError **error)
{
  const char *below = susun_path_below (path, options->folder);
  g_autofree char *display = susun_path_display (path);
  g_autofree char *parent = g_path_get_dirname (path);

  if (!susun_new_file_check (path, error))
    return FALSE;
  if (below != NULL && strchr (below, '/') != NULL)
    return susun_throw (error, SUSUN_ERROR_REFUSED,
                        _ ("“%s” lies in a folder that may get another name. Nothing was touched; "
                           "name a file elsewhere."),
                        display);
  return g_file_test (parent, G_FILE_TEST_IS_DIR)
         || susun_throw (error, SUSUN_ERROR_REFUSED,
                         _ ("The folder for “%s” does not exist. Nothing was touched."), display);
}

gboolean
susun_rename_check_outputs (const SusunRenameOptions *options, GError **error)
{
  if (options->report_json != NULL && !check_output (options, options->report_json, error))
    return FALSE;
  if (options->undo_script == NULL)
    return TRUE;
  g_autofree char *sh = script_path (options, ".sh");
  g_autofree char *ps1 = script_path (options, ".ps1");
  return check_output (options, sh, error) && check_output (options, ps1, error);
}

typedef gboolean (*WriteFunc) (SusunOutput *output, gpointer user_data, GError **error);

static gboolean
write_file (const char *path, const SusunRun *run, WriteFunc func, gpointer user_data,
            GError **error)
{
  int fd;
  g_autoptr (SusunNewFile) file = susun_new_file_begin (path, run->run_id, &fd, error);
  g_autoptr (SusunOutput) output = file != NULL ? susun_output_new (fd, path) : NULL;

  return output != NULL && func (output, user_data, error) && susun_output_sync (output, error)
         && susun_new_file_publish (file, error);
}

static gboolean
write_text (SusunOutput *output, gpointer user_data, GError **error)
{
  const char *text = user_data;

  susun_output_append (output, text, strlen (text));
  return TRUE;
}

typedef struct
{
  const WayBack *way;
  const SusunRenameOptions *options;
} Script;

static gboolean
write_sh (SusunOutput *output, gpointer user_data, GError **error)
{
  const Script *script = user_data;

  return susun_undo_script_write_sh (output, script->options->folder,
                                     (const SusunScriptStep *) script->way->steps->data,
                                     script->way->steps->len, error);
}

static gboolean
write_ps1 (SusunOutput *output, gpointer user_data, GError **error)
{
  const Script *script = user_data;

  return susun_undo_script_write_ps1 (output, script->options->folder,
                                      (const SusunScriptStep *) script->way->steps->data,
                                      script->way->steps->len, error);
}

static gboolean
write_scripts (SusunStore *store, const SusunRun *run, const SusunRenameOptions *options,
               GError **error)
{
  g_auto (WayBack) way = { 0 };
  Script script = { &way, options };
  g_autofree char *sh = script_path (options, ".sh");
  g_autofree char *ps1 = script_path (options, ".ps1");

  return plan_way_back (&way, store, run, error) && write_file (sh, run, write_sh, &script, error)
         && write_file (ps1, run, write_ps1, &script, error);
}

gboolean
susun_rename_write_outputs (SusunStore *store, const SusunRun *run,
                            const SusunRenameOptions *options, GError **error)
{
  if (options->report_json != NULL)
    {
      g_autofree char *report = susun_rename_report (store, run, error);
      if (report == NULL || !write_file (options->report_json, run, write_text, report, error))
        return FALSE;
    }
  /* A dry run has done nothing that could be taken back. */
  return options->undo_script == NULL || options->dry_run
         || write_scripts (store, run, options, error);
}
