// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "ui/titles/susun-title-row.h"

#include <string.h>

#include "core/base/susun-civil.h"
#include "core/base/susun-path.h"
#include "core/plan/susun-rename-plan.h"
#include "core/view/susun-words.h"

struct _SusunTitleRow
{
  GObject parent_instance;

  gint64 id;
  char *folder;  /* in which it lies */
  char *name;    /* bytes */
  char *display; /* of it */
  char *path;
  char *key; /* sorts it */
  char *event;
  SusunTitles *titles; /* (owned) */
  double threshold;

  /* what the run knows */
  SusunItemState state;
  SusunCause cause;
  gint64 found_day; /* of its own, or of the largest share */
  char *note;
  char *number;
  double share;
  SusunEventCount *count; /* (owned) */

  /* what is proposed */
  char *title;
  SusunTitleFrom from;
  char *basis; /* (nullable): what the AI wrote, before letter case */
  gboolean uncertain;
  gboolean off;     /* its user does not want it */
  gboolean agreed;  /* its user says that the day is right */
  gboolean decided; /* here, since it was read */
  char day[16];

  char *suggestion; /* (nullable) */
  char *reason;     /* (nullable) */
  gboolean waiting;
};

G_DEFINE_FINAL_TYPE (SusunTitleRow, susun_title_row, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
tell_changed (SusunTitleRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_text (char **text, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*text);
  *text = copy;
}

static void
susun_title_row_finalize (GObject *object)
{
  SusunTitleRow *self = SUSUN_TITLE_ROW (object);

  g_free (self->folder);
  g_free (self->name);
  g_free (self->display);
  g_free (self->path);
  g_free (self->key);
  g_free (self->event);
  g_clear_pointer (&self->titles, susun_titles_unref);
  g_free (self->note);
  g_free (self->number);
  g_clear_pointer (&self->count, susun_event_count_free);
  g_free (self->title);
  g_free (self->basis);
  g_free (self->suggestion);
  g_free (self->reason);
  G_OBJECT_CLASS (susun_title_row_parent_class)->finalize (object);
}

static void
susun_title_row_class_init (SusunTitleRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = susun_title_row_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SUSUN_TYPE_TITLE_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
susun_title_row_init (SusunTitleRow *self)
{
}

/* --- what the run knows */

/* A run that is planned again after its user agreed knows the day as its own. */
static void
read_count (SusunTitleRow *self, const SusunItem *item)
{
  SusunEventDate date;
  SusunCivil civil;

  g_clear_pointer (&self->count, susun_event_count_free);
  self->count = susun_event_count_unpack (item->evidence, item->evidence_length);
  susun_event_decide (self->count, self->threshold, &date);
  self->share = date.share;
  self->found_day = item->day != SUSUN_WALL_NONE ? item->day : date.day;
  *self->day = '\0';
  if (self->found_day == SUSUN_WALL_NONE)
    return;
  susun_civil_from_wall (self->found_day, &civil);
  g_snprintf (self->day, sizeof self->day, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

static void
read_event (SusunTitleRow *self, const SusunItem *item)
{
  SusunCivil civil = { 0 };
  SusunTitleFlags flags = 0;
  g_autofree char *title = NULL;

  if (item->day != SUSUN_WALL_NONE)
    susun_civil_from_wall (item->day, &civil);
  g_free (self->event);
  self->event = susun_title_event_in_year (item->src_path, civil.year);
  title = susun_titles_format (self->titles, self->event, &flags);
  self->uncertain
      = (flags & SUSUN_TITLE_UNCERTAIN) != 0 && !susun_title_is_empty_talk (self->event);
}

/* What its user decided here and is not yet written is newer than what is read. */
static void
read_decision (SusunTitleRow *self, const SusunItem *item, const SusunOverride *override)
{
  if (self->decided)
    return;
  set_text (&self->title, item->ref_path != NULL ? item->ref_path : "");
  self->from = (SusunTitleFrom) item->level;
  set_text (&self->basis, self->from == SUSUN_TITLE_FROM_AI ? self->title : NULL);
  self->off = override != NULL && override->left_out;
  self->agreed = override != NULL && override->manual != SUSUN_WALL_NONE;
}

void
susun_title_row_take_item (SusunTitleRow *self, const SusunItem *item,
                           const SusunOverride *override)
{
  self->state = item->state;
  self->cause = item->cause;
  if (item->state == SUSUN_ITEM_UNDONE)
    set_text (&self->note, susun_item_outcome_label (SUSUN_RUN_RENAME, item));
  else
    set_text (&self->note, item->note != NULL ? item->note : "");
  g_free (self->number);
  self->number = item->suffix > 0 ? g_strdup_printf (" (%d)", item->suffix) : g_strdup ("");
  g_free (self->path);
  self->path = g_build_filename (
      self->folder,
      item->state == SUSUN_ITEM_DONE && item->dst_path != NULL ? item->dst_path : item->src_path,
      NULL);
  read_count (self, item);
  read_event (self, item);
  read_decision (self, item, override);
  tell_changed (self);
}

SusunTitleRow *
susun_title_row_new (const char *folder, const SusunItem *item, const SusunOverride *override,
                     SusunTitles *titles, double threshold)
{
  SusunTitleRow *self = g_object_new (SUSUN_TYPE_TITLE_ROW, NULL);

  self->id = item->id;
  self->folder = g_strdup (folder);
  self->name = g_strdup (item->src_path);
  self->display = susun_path_display (item->src_path);
  self->key = g_utf8_collate_key_for_filename (self->display, -1);
  self->titles = susun_titles_ref (titles);
  self->threshold = threshold;
  susun_title_row_take_item (self, item, override);
  return self;
}

/* --- what is shown */

gint64
susun_title_row_get_id (SusunTitleRow *self)
{
  return self->id;
}

gint64 *
susun_title_row_peek_key (SusunTitleRow *self)
{
  return &self->id;
}

const char *
susun_title_row_get_path (SusunTitleRow *self)
{
  return self->path;
}

const char *
susun_title_row_get_name (SusunTitleRow *self)
{
  return self->display;
}

const char *
susun_title_row_get_note (SusunTitleRow *self)
{
  return self->note;
}

double
susun_title_row_get_share (SusunTitleRow *self)
{
  return self->share;
}

SusunEventCount *
susun_title_row_get_count (SusunTitleRow *self)
{
  return self->count;
}

const char *
susun_title_row_get_day (SusunTitleRow *self)
{
  return self->day;
}

const char *
susun_title_row_get_title (SusunTitleRow *self)
{
  return self->title;
}

SusunTitleFrom
susun_title_row_get_from (SusunTitleRow *self)
{
  return self->from;
}

const char *
susun_title_row_get_number (SusunTitleRow *self)
{
  return self->number;
}

const char *
susun_title_row_get_event (SusunTitleRow *self)
{
  return self->event;
}

gboolean
susun_title_row_is_uncertain (SusunTitleRow *self)
{
  return self->uncertain;
}

char *
susun_title_row_dup_proposal (SusunTitleRow *self)
{
  return self->found_day != SUSUN_WALL_NONE ? susun_rename_make_name (self->found_day, self->title)
                                            : NULL;
}

static gboolean
is_right (SusunTitleRow *self)
{
  g_autofree char *proposal = susun_title_row_dup_proposal (self);

  if (!self->decided && self->state == SUSUN_ITEM_UNCHANGED)
    return TRUE;
  return g_strcmp0 (proposal, self->name) == 0;
}

SusunTitleRowKind
susun_title_row_get_kind (SusunTitleRow *self)
{
  if (self->state == SUSUN_ITEM_DONE)
    return SUSUN_TITLE_ROW_RENAMED;
  if (self->state == SUSUN_ITEM_UNDONE || self->found_day == SUSUN_WALL_NONE
      || self->state == SUSUN_ITEM_UNREADABLE)
    return SUSUN_TITLE_ROW_NOTHING;
  if (self->cause == SUSUN_CAUSE_LOW_SHARE || self->cause == SUSUN_CAUSE_TIE)
    return SUSUN_TITLE_ROW_DOUBT;
  if (self->cause != SUSUN_CAUSE_NONE)
    return SUSUN_TITLE_ROW_NOTHING;
  return is_right (self) ? SUSUN_TITLE_ROW_RIGHT : SUSUN_TITLE_ROW_RENAME;
}

gboolean
susun_title_row_is_on (SusunTitleRow *self)
{
  switch (susun_title_row_get_kind (self))
    {
    case SUSUN_TITLE_ROW_RENAME:
      return !self->off;
    case SUSUN_TITLE_ROW_DOUBT:
      return self->agreed && !self->off && !is_right (self);
    case SUSUN_TITLE_ROW_RENAMED:
      return TRUE;
    case SUSUN_TITLE_ROW_RIGHT:
    case SUSUN_TITLE_ROW_NOTHING:
    default:
      return FALSE;
    }
}

int
susun_title_row_compare (gconstpointer a, gconstpointer b, gpointer unused)
{
  const SusunTitleRow *first = a;
  const SusunTitleRow *second = b;
  int order = strcmp (first->key, second->key);

  return order != 0 ? order : strcmp (first->name, second->name);
}

/* --- what its user says */

void
susun_title_row_set_on (SusunTitleRow *self, gboolean on)
{
  if (susun_title_row_is_on (self) == on)
    return;
  self->off = !on;
  self->agreed = on && susun_title_row_get_kind (self) == SUSUN_TITLE_ROW_DOUBT;
  self->decided = TRUE;
  tell_changed (self);
}

void
susun_title_row_set_title (SusunTitleRow *self, const char *title, SusunTitleFrom from)
{
  if (g_str_equal (self->title, title) && self->from == from)
    return;
  set_text (&self->title, title);
  set_text (&self->basis, from == SUSUN_TITLE_FROM_AI ? title : NULL);
  self->from = from;
  self->decided = TRUE;
  set_text (&self->number, "");
  tell_changed (self);
}

static char *
make_offline_title (SusunTitleRow *self)
{
  return susun_title_is_empty_talk (self->event)
             ? g_strdup ("")
             : susun_titles_format (self->titles, self->event, NULL);
}

void
susun_title_row_reset_title (SusunTitleRow *self)
{
  g_autofree char *title = make_offline_title (self);

  susun_title_row_set_title (self, title, SUSUN_TITLE_FROM_RULES);
}

void
susun_title_row_set_titles (SusunTitleRow *self, SusunTitles *titles)
{
  g_autofree char *title = NULL;

  susun_titles_ref (titles);
  susun_titles_unref (self->titles);
  self->titles = titles;
  if (self->suggestion != NULL)
    {
      g_autofree char *suggestion = susun_titles_format (titles, self->suggestion, NULL);
      set_text (&self->suggestion, suggestion);
    }
  if (self->from == SUSUN_TITLE_FROM_RULES)
    susun_title_row_reset_title (self);
  else if (self->from == SUSUN_TITLE_FROM_AI)
    {
      title = susun_titles_format (titles, self->basis, NULL);
      susun_title_row_set_title (self, title, SUSUN_TITLE_FROM_AI);
    }
  tell_changed (self);
}

void
susun_title_row_get_decision (SusunTitleRow *self, SusunRenameDecision *decision)
{
  *decision = (SusunRenameDecision){
    .item = self->id,
    .title = self->title,
    .from = self->from,
    .day = self->agreed ? self->found_day : SUSUN_WALL_NONE,
    .left_out = self->off,
  };
}

gboolean
susun_title_row_is_decided (SusunTitleRow *self)
{
  return self->decided;
}

/* --- what the AI says */

void
susun_title_row_wait_for_suggestion (SusunTitleRow *self)
{
  self->waiting = TRUE;
  g_clear_pointer (&self->suggestion, g_free);
  g_clear_pointer (&self->reason, g_free);
  tell_changed (self);
}

void
susun_title_row_suggest (SusunTitleRow *self, const char *title, const char *reason)
{
  self->waiting = FALSE;
  set_text (&self->reason, reason);
  /* What stands there already need not be suggested. */
  set_text (&self->suggestion, title != NULL && !g_str_equal (title, self->title) ? title : NULL);
  tell_changed (self);
}

gboolean
susun_title_row_is_waiting (SusunTitleRow *self)
{
  return self->waiting;
}

const char *
susun_title_row_get_suggestion (SusunTitleRow *self)
{
  return self->suggestion;
}

const char *
susun_title_row_get_reason (SusunTitleRow *self)
{
  return self->reason;
}

void
susun_title_row_take_suggestion (SusunTitleRow *self)
{
  g_autofree char *title = g_steal_pointer (&self->suggestion);

  if (title != NULL)
    susun_title_row_set_title (self, title, SUSUN_TITLE_FROM_AI);
}

void
susun_title_row_refuse_suggestion (SusunTitleRow *self)
{
  g_clear_pointer (&self->suggestion, g_free);
  tell_changed (self);
}
