// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-error.h"
#include "core/base/susun-path.h"
#include "core/media/susun-evidence.h"
#include "core/plan/susun-name.h"
#include "core/runs/susun-rename-private.h"

/* Between two commits: a folder is a row, and its user watches them come, also where each of them
 * takes a while. */
#define COMMIT_ROWS 100
#define COMMIT_SPAN (300 * G_TIME_SPAN_MILLISECOND)

/* One event folder while it is read. */
typedef struct
{
  SusunEventCount *count;
  SusunCause cause; /* a part of it could not be read */
  char *note;       /* (nullable) */
} Event;

typedef struct
{
  SusunEventFinder *finder;
  GHashTable *events; /* (element-type filename Event): those that are being read */
  guint uncommitted;
  gint64 committed; /* g_get_monotonic_time() of the last time */
  guint64 found;
} Finding;

static void
event_free (gpointer data)
{
  Event *event = data;

  susun_event_count_free (event->count);
  g_free (event->note);
  g_free (event);
}

static Event *
event_new (void)
{
  Event *event = g_new0 (Event, 1);

  event->count = susun_event_count_new ();
  return event;
}

/* --- counting */

static void
count_file (Event *event, const SusunItem *item)
{
  gboolean medium = item->media == SUSUN_KIND_IMAGE || item->media == SUSUN_KIND_VIDEO;

  /* A folder that cannot be read may hold anything: what is known of the rest decides nothing. */
  if (!medium && item->media != SUSUN_KIND_SIDECAR && item->state == SUSUN_ITEM_UNREADABLE)
    {
      event->cause = item->cause;
      g_free (event->note);
      event->note = g_strdup (item->note);
    }
  else if (medium && item->state == SUSUN_ITEM_UNREADABLE)
    susun_event_count_add_doubtful (event->count, SUSUN_EVENT_UNREADABLE);
  else if (medium && item->confidence <= SUSUN_CONFIDENCE_SUSPECT && item->suspicions != 0)
    susun_event_count_add_doubtful (event->count, SUSUN_EVENT_SUSPECT);
  else if (medium && (item->confidence == SUSUN_CONFIDENCE_NONE || item->day == SUSUN_WALL_NONE))
    susun_event_count_add_doubtful (event->count, SUSUN_EVENT_UNDATED);
  else if (medium)
    susun_event_count_add (event->count, item->day, item->date_source == SUSUN_DATE_SOURCE_MTIME);
}

/* All captures of a call lie in one folder. */
static gboolean
count_folder (GArray *captures, gpointer user_data, GError **error)
{
  Finding *self = user_data;

  if (captures->len == 0)
    return TRUE;
  const SusunItem *first = &g_array_index (captures, SusunCapture, 0).item;
  const char *path = first->src_path;
  if (g_str_equal (path, "."))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, first->note);
      return FALSE;
    }
  const char *slash = strchr (path, '/');
  /* The one that is called by its own path could not be read at all. */
  g_autofree char *name = slash != NULL ? g_strndup (path, slash - path) : g_strdup (path);
  Event *event = g_hash_table_lookup (self->events, name);
  if (event == NULL)
    {
      event = event_new ();
      g_hash_table_insert (self->events, g_steal_pointer (&name), event);
    }
  for (guint i = 0; i < captures->len; i++)
    count_file (event, &g_array_index (captures, SusunCapture, i).item);
  return TRUE;
}

/* --- what becomes of it */

static void
leave (SusunItem *item, SusunItemState state, SusunCause cause, char *note)
{
  item->state = state;
  item->cause = cause;
  g_free (item->note);
  item->note = note;
}

static SusunCause
cause_of (SusunEventVerdict verdict)
{
  switch (verdict)
    {
    case SUSUN_EVENT_NO_MEDIA:
      return SUSUN_CAUSE_NO_MEDIA;
    case SUSUN_EVENT_NO_DATE:
      return SUSUN_CAUSE_NO_DATE;
    case SUSUN_EVENT_TIE:
      return SUSUN_CAUSE_TIE;
    case SUSUN_EVENT_LOW_SHARE:
      return SUSUN_CAUSE_LOW_SHARE;
    case SUSUN_EVENT_DATED:
    case SUSUN_EVENT_SPAN:
    default:
      return SUSUN_CAUSE_NONE;
    }
}

static void
set_date (SusunEventFinder *self, Event *event, SusunItem *item)
{
  SusunEventDate date;

  susun_event_decide (event->count, self->options->confidence, &date);
  item->note = susun_event_explain (event->count, &date, self->options->confidence);
  item->cause = cause_of (date.verdict);
  if (item->cause != SUSUN_CAUSE_NONE)
    {
      item->state = SUSUN_ITEM_LEFT_OUT;
      return;
    }
  item->day = date.day;
  item->wall = date.last_day;
}

/* Its name tells what happened, or tells nothing: then the day stands alone. */
static void
set_title (SusunEventFinder *self, SusunItem *item, char **event, SusunTitleFlags *flags)
{
  SusunCivil day = { 0 };

  if (item->day != SUSUN_WALL_NONE)
    susun_civil_from_wall (item->day, &day);
  *event = susun_title_event_in_year (item->src_path, day.year);
  item->ref_path = susun_title_is_empty_talk (*event)
                       ? g_strdup ("")
                       : susun_titles_format (self->titles, *event, flags);
}

static void
look_at_folder (SusunEventFinder *self, SusunItem *item)
{
  g_autoptr (GError) error = NULL;

  if (!susun_root_identify (self->root, item->src_path, &item->identity, &error))
    leave (item, SUSUN_ITEM_UNREADABLE, susun_cause_from_error (error), g_strdup (error->message));
  else if (item->identity.dev != susun_root_get_identity (self->root)->dev)
    leave (item, SUSUN_ITEM_LEFT_OUT, SUSUN_CAUSE_NOT_SUPPORTED,
           g_strdup (_ ("Another disk is mounted there; its folder cannot be renamed")));
  else if (!g_utf8_validate (item->src_path, -1, NULL))
    leave (item, SUSUN_ITEM_LEFT_OUT, SUSUN_CAUSE_NAME,
           g_strdup (_ ("Its name is not in UTF-8, so that it cannot be told what it says; rename "
                        "it by hand")));
  /* A folder's size says nothing, sums are of files; nor does its ctime, but when it was made is
   * what tells it from another that comes in its place. */
  item->identity.size = 0;
  item->identity.ctime_ns = item->identity.btime_ns;
}

static gboolean
store_event (Finding *self, const char *name, Event *event, GError **error)
{
  SusunEventFinder *finder = self->finder;
  g_auto (SusunItem) item = {
    .run = finder->run->id,
    .op = SUSUN_OP_RENAME,
    .state = SUSUN_ITEM_FOUND,
    .src_root = finder->root_id,
    .src_path = g_strdup (name),
    .dst_root = finder->root_id,
    .day = SUSUN_WALL_NONE,
    .wall = SUSUN_WALL_NONE,
    .offset = SUSUN_OFFSET_NONE,
  };
  g_autoptr (GBytes) packed = susun_event_count_pack (event->count);
  g_autofree char *event_part = NULL;
  SusunTitleFlags flags = 0;

  item.evidence_length = g_bytes_get_size (packed);
  item.evidence = g_memdup2 (g_bytes_get_data (packed, NULL), item.evidence_length);
  look_at_folder (finder, &item);
  if (item.state == SUSUN_ITEM_FOUND && event->cause != SUSUN_CAUSE_NONE)
    leave (&item, SUSUN_ITEM_UNREADABLE, event->cause, g_strdup (event->note));
  if (item.state == SUSUN_ITEM_FOUND)
    {
      set_date (finder, event, &item);
      set_title (finder, &item, &event_part, &flags);
    }
  if (!susun_store_in_transaction (finder->store) && !susun_store_begin (finder->store, error))
    return FALSE;
  if (!susun_store_add_item (finder->store, &item, error))
    return FALSE;
  if (item.state == SUSUN_ITEM_FOUND && *item.ref_path != '\0' && finder->adviser != NULL)
    finder->adviser->offer ((guint64) item.id, event_part, item.ref_path, flags,
                            finder->adviser->user_data);
  self->found++;
  return TRUE;
}

static gboolean
end_event (const char *name, gpointer user_data, GError **error)
{
  Finding *self = user_data;
  SusunEventFinder *finder = self->finder;
  Event *event = g_hash_table_lookup (self->events, name);

  if (event == NULL)
    {
      event = event_new ();
      g_hash_table_insert (self->events, g_strdup (name), event);
    }
  if (!store_event (self, name, event, error))
    return FALSE;
  g_hash_table_remove (self->events, name);
  if (++self->uncommitted < COMMIT_ROWS && g_get_monotonic_time () - self->committed < COMMIT_SPAN)
    return TRUE;
  self->uncommitted = 0;
  self->committed = g_get_monotonic_time ();
  if (!susun_store_commit (finder->store, error))
    return FALSE;
  susun_job_tell_items (SUSUN_JOB (finder->job), self->found);
  return TRUE;
}

static GHashTable *
make_keys (GPtrArray *texts, char *(*make) (const char *text))
{
  GHashTable *keys;

  if (texts == NULL)
    return NULL;
  keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < texts->len; i++)
    g_hash_table_add (keys, make (texts->pdata[i]));
  return keys;
}

static char *
make_type_key (const char *text)
{
  return g_ascii_strdown (text, -1);
}

gboolean
susun_event_finder_run (SusunEventFinder *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) events
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, event_free);
  g_autoptr (GHashTable) folders
      = make_keys (self->options->ignored_folders, susun_name_collision_key);
  g_autoptr (GHashTable) types = make_keys (self->options->ignored_types, make_type_key);
  const SusunFilter filter = {
    .images = TRUE,
    .videos = TRUE,
    .ignored_folders = folders,
    .ignored_types = types,
  };
  g_autoptr (SusunScan) scan = susun_scan_new (self->root, self->root_id, &filter, self->dating);
  Finding finding = {
    .finder = self,
    .events = events,
    .committed = g_get_monotonic_time (),
  };
  SusunJob *job = SUSUN_JOB (self->job);

  susun_job_begin_phase (job, SUSUN_PHASE_SCANNING, 0, 0);
  susun_scan_set_branches (scan, end_event);
  if (!susun_scan_run (scan, self->readers, count_folder, &finding, job, cancellable, error)
      || (susun_store_in_transaction (self->store) && !susun_store_commit (self->store, error)))
    {
      susun_store_rollback (self->store);
      return FALSE;
    }
  susun_job_tell_items (job, finding.found);
  return TRUE;
}
