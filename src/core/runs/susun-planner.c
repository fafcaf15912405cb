// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-path.h"
#include "core/plan/susun-name.h"
#include "core/runs/susun-planner-private.h"

#define UNDATED_FOLDER "Undated"

/* The share of a folder's files that must be of one day for an event folder to carry its date. */
#define EVENT_SHARE 0.6

/* What planning keeps beside the public part. */
typedef struct
{
  SusunPlanner *planner;
  GHashTable *places; /* (element-type SusunHash gint64*): hash to the item that takes it along */
  gint64 seq;
  gboolean has_overrides;
  SusunEvidence *evidence; /* a scratch */
  SusunNameRules name_rules;
} Plan;

static int
compare_stretches (gconstpointer a, gconstpointer b)
{
  const SusunStretch *one = a;
  const SusunStretch *other = b;

  if (one->root != other->root)
    return one->root < other->root ? -1 : 1;
  int order = strcmp (one->path, other->path);
  return order != 0 ? order : (one->first_id > other->first_id) - (one->first_id < other->first_id);
}

/* --- dates at planning time */

/* Minutes east of UTC. @zone: (nullable): NULL is UTC */
static int
offset_at (GTimeZone *zone, gint64 seconds)
{
  return zone == NULL ? 0
                      : g_time_zone_get_offset (
                            zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, seconds))
                            / 60;
}

/* What the user said about this very file, its folder and its camera. */
static void
rules_of (const Plan *plan, const SusunItem *item, const char *camera, SusunDateRules *rules)
{
  SusunRoot *root = susun_run_roots_get (plan->planner->roots, item->src_root);

  susun_dating_rules (plan->planner->dating, root != NULL ? susun_root_get_path (root) : "",
                      item->src_path, camera, item->media, rules);
}

/* --undated mtime: the file system's time, said to be weak. */
static void
date_by_mtime (Plan *plan, SusunItem *item)
{
  gint64 ns = item->identity.mtime_ns;
  gint64 seconds = ns / 1000000000 - (ns % 1000000000 < 0);
  SusunDateCandidate candidate = {
    .wall = seconds,
    .nsec = (gint32) (ns - seconds * 1000000000),
    .offset = SUSUN_OFFSET_NONE,
    .source = SUSUN_DATE_SOURCE_MTIME,
    .is_utc = TRUE,
  };
  SusunDateRules rules;
  SusunDate date;

  rules_of (plan, item, NULL, &rules);
  rules.manual = SUSUN_WALL_NONE;
  susun_evidence_reset (plan->evidence);
  susun_evidence_add (plan->evidence, &candidate);
  susun_resolve (plan->evidence, &rules, NULL, &date);
  if (date.wall == SUSUN_WALL_NONE)
    {
      /* A time that cannot be believed (1970) is still what was asked for: nothing else is known.
       */
      int offset = offset_at (rules.zone, seconds);
      rules.manual = seconds + offset * 60;
      susun_resolve (plan->evidence, &rules, NULL, &date);
      date.offset = (gint16) offset;
    }
  item->wall = date.wall;
  item->offset = date.offset;
  item->date_source = SUSUN_DATE_SOURCE_MTIME;
  item->confidence = SUSUN_CONFIDENCE_WEAK;
  item->day = date.day;
}

/* What the camera was called, as the scan knew it, for --clock. */
static char *
camera_of (Plan *plan, const SusunItem *item)
{
  g_autofree char *maker = NULL;
  g_autofree char *model = NULL;
  g_autofree char *serial = NULL;

  if (item->camera == 0
      || !susun_store_get_camera (plan->planner->store, item->camera, &maker, &model, &serial,
                                  NULL))
    return NULL;
  return g_strconcat (maker, "\x1f", model, "\x1f", serial, NULL);
}

/* The user's own word on a date. The evidence is weighed anew, so that planning twice does not
 * shift twice; the zone that the file's siblings lent it stands in its offset. */
static void
correct_date (Plan *plan, SusunItem *item, const SusunOverride *override)
{
  g_autofree char *camera = camera_of (plan, item);
  g_autoptr (GTimeZone) zone = NULL;
  SusunDateRules rules;
  SusunDate date;

  rules_of (plan, item, camera, &rules);
  if (item->offset != SUSUN_OFFSET_NONE)
    {
      zone = g_time_zone_new_offset (item->offset * 60);
      rules.zone = zone;
    }
  susun_evidence_reset (plan->evidence);
  if (item->evidence != NULL)
    susun_evidence_unpack (plan->evidence, item->evidence, item->evidence_length);
  if (override->manual != SUSUN_WALL_NONE)
    rules.manual = override->manual;
  else if (override->shift != 0)
    {
      /* Whatever its source, the user says that it is wrong by so much. */
      susun_resolve (plan->evidence, &rules, NULL, &date);
      if (date.wall != SUSUN_WALL_NONE)
        rules.manual = date.wall + override->shift;
    }
  susun_resolve (plan->evidence, &rules, NULL, &date);
  item->wall = date.wall;
  item->offset = date.offset;
  item->date_source = date.source;
  item->confidence = date.confidence;
  item->suspicions = date.suspicions | (item->suspicions & SUSUN_SUSPICION_AMBIGUOUS);
  item->day = date.day;
}

static gboolean
apply_override (Plan *plan, SusunItem *item, gboolean *left_out, GError **error)
{
  SusunOverride override;
  g_autoptr (GError) failure = NULL;

  *left_out = FALSE;
  if (!plan->has_overrides)
    return TRUE;
  if (!susun_store_get_override (plan->planner->store, item->id, &override, &failure))
    {
      if (failure == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *left_out = override.left_out;
  /* One that is taken back: the file's own word counts again. */
  if (override.manual != SUSUN_WALL_NONE || override.shift != 0
      || item->date_source == SUSUN_DATE_SOURCE_MANUAL)
    correct_date (plan, item, &override);
  return TRUE;
}

/* Nothing in the file tells its date, or nothing that can be believed. The file system's time is
 * no date of the file, unless it was asked for (--video-date-source filesystem). */
static gboolean
is_undated (const Plan *plan, const SusunItem *item)
{
  gboolean asked = plan->planner->options->mtime_first && item->media == SUSUN_KIND_VIDEO;

  return item->confidence <= SUSUN_CONFIDENCE_SUSPECT || item->day == SUSUN_WALL_NONE
         || (item->date_source == SUSUN_DATE_SOURCE_MTIME && !asked);
}

/* --- where content stands already */

/* In the archive, or on its way there from an earlier place of this run. @place becomes the
 * archive-relative path. */
static gboolean
stands_already (Plan *plan, const SusunItem *item, gboolean *in_archive, char **place,
                GError **error)
{
  *place = NULL;
  *in_archive = FALSE;
  if (!item->has_hash)
    return TRUE;
  *place = susun_archive_find (plan->planner->archive, &item->hash);
  if (*place != NULL)
    {
      *in_archive = TRUE;
      return TRUE;
    }
  gint64 *first = g_hash_table_lookup (plan->places, &item->hash);
  if (first == NULL)
    return TRUE;
  g_auto (SusunItem) other = { 0 };
  if (!susun_store_get_item (plan->planner->store, *first, &other, error))
    return FALSE;
  *place = g_steal_pointer (&other.dst_path);
  return TRUE;
}

static void
remember_place (Plan *plan, const SusunItem *item)
{
  if (!item->has_hash || g_hash_table_contains (plan->places, &item->hash))
    return;
  SusunHash *hash = g_new (SusunHash, 1);
  gint64 *id = g_new (gint64, 1);
  *hash = item->hash;
  *id = item->id;
  g_hash_table_insert (plan->places, hash, id);
}

/* --- giving destinations */

static void
set_note (SusunItem *item, const char *note)
{
  char *joined = item->note != NULL ? g_strconcat (item->note, "; ", note, NULL) : g_strdup (note);
  g_free (item->note);
  item->note = joined;
}

/* What an earlier plan said of it. Nobody but planning says these. */
static void
forget_notes (SusunItem *item)
{
  static const char *const notes[] = {
    N_ ("Renamed, because that disk cannot keep the name"),
    N_ ("Renamed, because some disks cannot keep the name"),
    N_ ("Before the range of dates asked for"),
    N_ ("After the range of dates asked for"),
    N_ ("The photo it belongs to is not beside it; it stays where it is"),
    N_ ("Left out by hand"),
    N_ ("No date that can be trusted"),
    N_ ("A file that belongs to it cannot be read"),
  };

  for (guint i = 0; item->note != NULL && i < G_N_ELEMENTS (notes); i++)
    {
      char *at = strstr (item->note, _ (notes[i]));
      if (at == NULL)
        continue;
      char *after = at + strlen (_ (notes[i]));
      if (at - item->note >= 2 && strncmp (at - 2, "; ", 2) == 0)
        at -= 2;
      else if (strncmp (after, "; ", 2) == 0)
        after += 2;
      memmove (at, after, strlen (after) + 1);
      if (*item->note == '\0')
        g_clear_pointer (&item->note, g_free);
    }
}

static gboolean
write_item (Plan *plan, SusunItem *item, GError **error)
{
  SusunPlanner *self = plan->planner;

  item->seq = ++plan->seq;
  if (item->state == SUSUN_ITEM_PLANNED)
    {
      self->planned_files++;
      self->planned_bytes += item->identity.size;
    }
  return susun_store_plan_item (self->store, item, error);
}

static SusunOp
op_of_mode (SusunMode mode)
{
  switch (mode)
    {
    case SUSUN_MODE_COPY:
      return SUSUN_OP_COPY;
    case SUSUN_MODE_MOVE:
      return SUSUN_OP_MOVE;
    case SUSUN_MODE_REPORT:
    case SUSUN_MODE_NONE:
    default:
      return SUSUN_OP_NONE;
    }
}

static void
send_to (Plan *plan, SusunItem *item, const char *folder, const char *name, guint number)
{
  const SusunOrganizeOptions *options = plan->planner->options;

  item->dst_root = plan->planner->archive_root;
  g_free (item->dst_path);
  item->dst_path = *folder == '\0' ? g_strdup (name) : g_strconcat (folder, "/", name, NULL);
  item->suffix = number > 1 ? (int) number : 0;
  item->op = op_of_mode (options->mode);
  item->state
      = options->dry_run || item->op == SUSUN_OP_NONE ? SUSUN_ITEM_REPORTED : SUSUN_ITEM_PLANNED;
}

static void
stay_where_it_is (Plan *plan, SusunItem *item, SusunItemState state, char *place)
{
  item->op = SUSUN_OP_NONE;
  item->state = state;
  item->dst_root = place != NULL ? plan->planner->archive_root : 0;
  g_free (item->dst_path);
  item->dst_path = place;
}

/* All files of a unit get one folder and one number. */
static void
send_unit (Plan *plan, GPtrArray *unit, const char *folder)
{
  g_autofree char **names = g_new0 (char *, unit->len);
  g_autofree char **result = g_new0 (char *, unit->len);
  guint number;

  for (guint i = 0; i < unit->len; i++)
    {
      const SusunItem *item = unit->pdata[i];
      gboolean changed;
      names[i]
          = susun_name_make_legal (susun_path_name (item->src_path), &plan->name_rules, &changed);
      if (changed)
        set_note (unit->pdata[i], plan->planner->options->portable_names
                                      ? _ ("Renamed, because some disks cannot keep the name")
                                      : _ ("Renamed, because that disk cannot keep the name"));
    }
  number = susun_taken_claim (susun_archive_get_taken (plan->planner->archive), folder,
                              (const char *const *) names, unit->len, plan->name_rules.max_bytes,
                              result);
  for (guint i = 0; i < unit->len; i++)
    {
      send_to (plan, unit->pdata[i], folder, result[i], number);
      remember_place (plan, unit->pdata[i]);
      g_free (names[i]);
      g_free (result[i]);
    }
}

/* A sidecar that is new, of a photo that is not: it goes beside the photo that stands, under the
 * name that matches it. */
static void
send_beside (Plan *plan, SusunItem *sidecar, const SusunItem *photo)
{
  const char *standing = susun_path_name (photo->dst_path);
  g_autofree char *folder = g_strndup (
      photo->dst_path, standing > photo->dst_path ? standing - photo->dst_path - 1 : 0);
  const char *names[2] = { susun_path_name (photo->src_path), susun_path_name (sidecar->src_path) };
  char *matching[2] = { NULL, NULL };
  guint number = 0;
  char *result;

  if (!susun_name_parse_suffix (standing, NULL, &number)
      || susun_name_parse_suffix (names[0], NULL, NULL))
    number = 0;
  susun_name_group_with_suffix (names, 2, number, plan->name_rules.max_bytes, matching);
  number = susun_taken_claim (susun_archive_get_taken (plan->planner->archive), folder,
                              (const char *const *) &matching[1], 1, plan->name_rules.max_bytes,
                              &result);
  send_to (plan, sidecar, folder, result, number);
  remember_place (plan, sidecar);
  g_free (matching[0]);
  g_free (matching[1]);
  g_free (result);
}

/* --- one unit: a file alone, or a group */

static gboolean
is_medium (const SusunItem *item)
{
  return item->media == SUSUN_KIND_IMAGE || item->media == SUSUN_KIND_VIDEO;
}

/* A group is known when all its pictures and clips are. @done: it was, and is settled. */
static gboolean
settle_known (Plan *plan, GPtrArray *unit, gboolean *done, GError **error)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_free);
  g_autofree gboolean *archived = g_new0 (gboolean, unit->len);
  gboolean all_archived = TRUE;

  *done = FALSE;
  for (guint i = 0; i < unit->len; i++)
    {
      const SusunItem *item = unit->pdata[i];
      char *place;
      if (!stands_already (plan, item, &archived[i], &place, error))
        return FALSE;
      g_ptr_array_add (places, place);
      if (is_medium (item) && place == NULL)
        return TRUE;
      if (is_medium (item))
        all_archived = all_archived && archived[i];
    }

  *done = TRUE;
  for (guint i = 0; i < unit->len; i++)
    {
      SusunItem *item = unit->pdata[i];
      if (!is_medium (item))
        continue;
      stay_where_it_is (plan, item, archived[i] ? SUSUN_ITEM_ARCHIVED : SUSUN_ITEM_DUPLICATE,
                        g_steal_pointer (&places->pdata[i]));
    }
  for (guint i = 0; i < unit->len; i++)
    {
      SusunItem *item = unit->pdata[i];
      if (is_medium (item))
        continue;
      if (places->pdata[i] != NULL)
        stay_where_it_is (plan, item, archived[i] ? SUSUN_ITEM_ARCHIVED : SUSUN_ITEM_DUPLICATE,
                          g_steal_pointer (&places->pdata[i]));
      else
        send_beside (plan, item, unit->pdata[0]);
    }
  return TRUE;
}

static gboolean
is_outside_range (const SusunOrganizeOptions *options, const SusunItem *item, const char **note)
{
  if (item->day == SUSUN_WALL_NONE)
    return FALSE;
  if (options->date_from != SUSUN_WALL_NONE && item->day < options->date_from)
    *note = _ ("Before the range of dates asked for");
  else if (options->date_to != SUSUN_WALL_NONE && item->day > options->date_to)
    *note = _ ("After the range of dates asked for");
  else
    return FALSE;
  return TRUE;
}

static void
end_unit (Plan *plan, GPtrArray *unit, SusunItemState state, const char *note)
{
  for (guint i = 0; i < unit->len; i++)
    {
      stay_where_it_is (plan, unit->pdata[i], state, NULL);
      set_note (unit->pdata[i], note);
    }
}

static gboolean
has_unreadable (GPtrArray *unit)
{
  for (guint i = 0; i < unit->len; i++)
    if (((SusunItem *) unit->pdata[i])->state == SUSUN_ITEM_UNREADABLE)
      return TRUE;
  return FALSE;
}

static gboolean
plan_unit (Plan *plan, GPtrArray *unit, const char *event, GError **error)
{
  const SusunOrganizeOptions *options = plan->planner->options;
  SusunItem *main = unit->pdata[0];
  gboolean left_out, done;
  const char *note;

  if (main->role == SUSUN_PART_ORPHAN)
    {
      end_unit (plan, unit, SUSUN_ITEM_REPORTED,
                _ ("The photo it belongs to is not beside it; it stays where it is"));
      return TRUE;
    }
  if (!apply_override (plan, main, &left_out, error))
    return FALSE;
  if (left_out)
    {
      end_unit (plan, unit, SUSUN_ITEM_LEFT_OUT, _ ("Left out by hand"));
      return TRUE;
    }
  if (is_undated (plan, main) && options->undated == SUSUN_UNDATED_SKIP)
    {
      end_unit (plan, unit, SUSUN_ITEM_LEFT_OUT, _ ("No date that can be trusted"));
      return TRUE;
    }
  if (is_undated (plan, main) && options->undated == SUSUN_UNDATED_MTIME)
    date_by_mtime (plan, main);
  for (guint i = 1; i < unit->len; i++)
    {
      SusunItem *item = unit->pdata[i];
      item->wall = main->wall;
      item->offset = main->offset;
      item->date_source = main->date_source;
      item->confidence = main->confidence;
      item->suspicions = main->suspicions;
      item->day = main->day;
    }
  if (is_outside_range (options, main, &note))
    {
      end_unit (plan, unit, SUSUN_ITEM_EXCLUDED, note);
      return TRUE;
    }
  if (!settle_known (plan, unit, &done, error))
    return FALSE;
  if (done)
    return TRUE;
  gboolean aside = main->day == SUSUN_WALL_NONE
                   || (options->undated == SUSUN_UNDATED_FOLDER && is_undated (plan, main));
  g_autofree char *folder
      = aside ? g_strdup (UNDATED_FOLDER)
              : susun_layout_expand (plan->planner->layout, main->day, event, &plan->name_rules);
  send_unit (plan, unit, folder);
  return TRUE;
}

/* --- one folder */

/* "2019-03-14 Kursus", dated by the day most of its files share; without such a day, or when the
 * name carries a date already, the folder's own name. */
static char *
event_of (Plan *plan, const SusunStretch *stretch, GPtrArray *items)
{
  g_autoptr (GHashTable) days = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree char *path = g_strndup (stretch->path, MAX (strlen (stretch->path), 1) - 1);
  const char *name = *path != '\0' ? susun_path_name (path)
                                   : susun_path_name (susun_root_get_path (
                                       susun_run_roots_get (plan->planner->roots, stretch->root)));
  guint media = 0, most = 0;
  gint64 top = SUSUN_WALL_NONE;
  char text[SUSUN_WALL_TEXT_SIZE];

  for (guint i = 0; i < items->len; i++)
    {
      const SusunItem *item = items->pdata[i];
      if (!is_medium (item))
        continue;
      media++;
      if (is_undated (plan, item))
        continue;
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (days, &item->day)) + 1;
      gint64 *key = g_new (gint64, 1);
      *key = item->day;
      g_hash_table_replace (days, key, GUINT_TO_POINTER (count));
      if (count > most || (count == most && item->day < top))
        {
          most = count;
          top = item->day;
        }
    }
  g_autofree char *start = g_strndup (name, 10);
  if (media == 0 || most < EVENT_SHARE * media || susun_wall_from_text (start) != SUSUN_WALL_NONE)
    return g_strdup (name);
  susun_wall_to_text (top, text);
  return g_strdup_printf ("%.10s %s", text, name);
}

/* Files that are planned together: items from index @first on. */
typedef struct
{
  guint first;
  guint length;
} Unit;

static int
compare_units (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const GPtrArray *items = user_data;
  const SusunItem *one = items->pdata[((const Unit *) a)->first];
  const SusunItem *other = items->pdata[((const Unit *) b)->first];
  int order = strcmp (one->src_path, other->src_path);

  return order != 0 ? order : (one->id > other->id) - (one->id < other->id);
}

/* By the names of their main files: the scan stored them as it came to read them. */
static GArray *
list_units (GPtrArray *items)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (Unit));

  for (guint i = 0; i < items->len;)
    {
      SusunItem *main = items->pdata[i];
      Unit unit = { .first = i };
      /* The scan stored the main's row before it could know its id. */
      if (main->role == SUSUN_PART_MAIN)
        main->group = main->id;
      do
        i++;
      while (i < items->len && main->group != 0
             && ((SusunItem *) items->pdata[i])->group == main->group);
      unit.length = i - unit.first;
      g_array_append_val (units, unit);
    }
  g_array_sort_with_data (units, compare_units, items);
  return units;
}

/* All items of a folder, in the order of ids. @stretches: those that lie in it */
static GPtrArray *
list_folder (Plan *plan, const SusunStretch *stretches, guint n, GError **error)
{
  GPtrArray *items = NULL;

  for (guint i = 0; i < n; i++)
    {
      SusunItemQuery query = { .run = plan->planner->run->id,
                               .after = stretches[i].first_id - 1,
                               .limit = stretches[i].length };
      GPtrArray *more = susun_store_list_items (plan->planner->store, &query, error);
      if (items == NULL)
        items = more;
      else if (more != NULL)
        g_ptr_array_extend_and_steal (items, more);
      if (more == NULL)
        {
          g_clear_pointer (&items, g_ptr_array_unref);
          return NULL;
        }
    }
  return items;
}

/* One that cannot be read keeps its whole group where it is: all or nothing. */
static void
leave_unit (Plan *plan, GPtrArray *unit)
{
  for (guint i = 0; i < unit->len; i++)
    {
      SusunItem *item = unit->pdata[i];
      if (item->state == SUSUN_ITEM_UNREADABLE)
        continue;
      stay_where_it_is (plan, item, SUSUN_ITEM_FAILED, NULL);
      item->cause = SUSUN_CAUSE_GROUP;
      set_note (item, _ ("A file that belongs to it cannot be read"));
    }
}

static gboolean
plan_folder (Plan *plan, const SusunStretch *stretches, guint n, GError **error)
{
  SusunPlanner *self = plan->planner;
  g_autoptr (GPtrArray) items = list_folder (plan, stretches, n, error);
  g_autoptr (GArray) units = NULL;
  g_autofree char *event = NULL;

  if (items == NULL)
    return FALSE;
  if (susun_layout_needs_event (self->layout))
    event = event_of (plan, stretches, items);
  units = list_units (items);
  for (guint i = 0; i < units->len; i++)
    {
      const Unit *span = &g_array_index (units, Unit, i);
      g_autoptr (GPtrArray) unit = g_ptr_array_new ();
      for (guint j = span->first; j < span->first + span->length; j++)
        {
          if (plan->has_overrides)
            forget_notes (items->pdata[j]);
          g_ptr_array_add (unit, items->pdata[j]);
        }
      if (has_unreadable (unit))
        leave_unit (plan, unit);
      else if (!plan_unit (plan, unit, event, error))
        return FALSE;
      for (guint j = 0; j < unit->len; j++)
        if (!write_item (plan, unit->pdata[j], error))
          return FALSE;
    }
  susun_job_add_done (SUSUN_JOB (self->job), items->len, 0);
  return TRUE;
}

static guint
hash_of_hash (gconstpointer key)
{
  guint value;

  memcpy (&value, ((const SusunHash *) key)->bytes, sizeof value);
  return value;
}

static gboolean
equal_hashes (gconstpointer a, gconstpointer b)
{
  return susun_hash_equal (a, b);
}

/* The whole plan is one transaction: it is there, or it is not. */
static gboolean
plan_all (Plan *plan, GError **error)
{
  SusunPlanner *self = plan->planner;
  g_autoptr (GArray) stretches = susun_store_list_stretches (self->store, self->run->id, error);

  if (stretches == NULL)
    return FALSE;
  g_array_sort (stretches, compare_stretches);
  for (guint i = 0; i < stretches->len;)
    {
      const SusunStretch *folder = &g_array_index (stretches, SusunStretch, i);
      guint n = 1;
      while (i + n < stretches->len && folder[n].root == folder->root
             && strcmp (folder[n].path, folder->path) == 0)
        n++;
      if (!susun_job_go_on (SUSUN_JOB (self->job), self->cancellable, error)
          || !plan_folder (plan, folder, n, error))
        return FALSE;
      i += n;
    }
  return TRUE;
}

gboolean
susun_planner_run (SusunPlanner *self, GError **error)
{
  g_autoptr (GHashTable) places
      = g_hash_table_new_full (hash_of_hash, equal_hashes, g_free, g_free);
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  gboolean windows
      = (self->archive_traits & SUSUN_FS_WINDOWS_NAMES) != 0 || self->options->portable_names;
  Plan plan = {
    .planner = self,
    .places = places,
    .evidence = evidence,
    .name_rules = { .max_bytes = SUSUN_NAME_MAX,
                    .flags = windows ? SUSUN_NAME_REFUSES_WINDOWS | SUSUN_NAME_REFUSES_NON_UTF8
                                           | SUSUN_NAME_FOLDS_CASE
                                     : 0 },
  };

  gint64 overrides = susun_store_count_overrides (self->store, self->run->id, error);

  if (overrides < 0)
    return FALSE;
  plan.has_overrides = overrides > 0;
  susun_job_begin_phase (SUSUN_JOB (self->job), SUSUN_PHASE_PLANNING, 0, 0);
  if (!susun_store_begin (self->store, error))
    return FALSE;
  return susun_store_end (self->store, plan_all (&plan, error), error);
}
