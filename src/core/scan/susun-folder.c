// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/scan/susun-folder-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-fd.h"
#include "core/plan/susun-group-match.h"

GHashTable *
susun_folder_set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

gboolean
susun_folder_set_add (GHashTable *set, const SusunIdentity *identity)
{
  return g_hash_table_add (set, g_strdup_printf ("%" G_GINT64_MODIFIER "x:%" G_GINT64_MODIFIER "x",
                                                 identity->dev, identity->ino));
}

static void
clear_capture (gpointer data)
{
  SusunCapture *capture = data;

  susun_item_clear (&capture->item);
  g_free (capture->camera);
  g_free (capture->own_note);
}

static GArray *
captures_new (guint length)
{
  GArray *captures = g_array_sized_new (FALSE, TRUE, sizeof (SusunCapture), length);

  g_array_set_clear_func (captures, clear_capture);
  return captures;
}

static SusunFolder *
folder_new (const char *rel)
{
  SusunFolder *self = g_atomic_rc_box_new0 (SusunFolder);

  self->fd = -1;
  self->rel = g_strdup (rel);
  self->captures = captures_new (0);
  self->awaiting = captures_new (0);
  self->members = g_array_new (FALSE, FALSE, sizeof (guint));
  self->units = g_array_new (FALSE, FALSE, sizeof (SusunUnit));
  self->hints = susun_folder_hints_new ();
  g_mutex_init (&self->lock);
  return self;
}

static void
folder_clear (gpointer data)
{
  SusunFolder *self = data;

  susun_fd_clear (&self->fd);
  g_free (self->rel);
  g_clear_pointer (&self->listing, susun_listing_free);
  g_clear_pointer (&self->captures, g_array_unref);
  g_array_unref (self->awaiting);
  g_array_unref (self->members);
  g_array_unref (self->units);
  susun_folder_hints_free (self->hints);
  g_mutex_clear (&self->lock);
}

SusunFolder *
susun_folder_ref (SusunFolder *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
susun_folder_unref (SusunFolder *self)
{
  g_atomic_rc_box_release_full (self, folder_clear);
}

/* @rel: of the folder */
static SusunCapture *
add_capture (GArray *captures, gint64 root_id, const char *rel, const char *name, SusunKind kind)
{
  g_array_set_size (captures, captures->len + 1);
  SusunCapture *capture = &g_array_index (captures, SusunCapture, captures->len - 1);

  capture->main = -1;
  capture->item.state = SUSUN_ITEM_FOUND;
  capture->item.media = kind;
  capture->item.src_root = root_id;
  capture->item.src_path = *rel == '\0' ? g_strdup (name) : g_strconcat (rel, "/", name, NULL);
  capture->item.wall = SUSUN_WALL_NONE;
  capture->item.day = SUSUN_WALL_NONE;
  capture->item.offset = SUSUN_OFFSET_NONE;
  return capture;
}

GArray *
susun_captures_new_unreadable (const char *rel, gint64 root_id, const GError *error)
{
  GArray *captures = captures_new (1);
  SusunCapture *capture
      = add_capture (captures, root_id, "", *rel == '\0' ? "." : rel, SUSUN_KIND_OTHER);

  capture->item.state = SUSUN_ITEM_UNREADABLE;
  capture->item.cause = susun_cause_from_error (error);
  capture->item.note = g_strdup (error->message);
  return captures;
}

/* A group is taken up when its main is wanted: a Live Photo's clip goes with its still. */
static gboolean
is_wanted (const SusunFilter *filter, SusunKind kind)
{
  switch (kind)
    {
    case SUSUN_KIND_IMAGE:
      return filter->images;
    case SUSUN_KIND_VIDEO:
      return filter->videos;
    case SUSUN_KIND_SIDECAR:
      return TRUE;
    case SUSUN_KIND_OTHER:
    default:
      return FALSE;
    }
}

/* A .json without its photo is no sidecar: any program may have put it there. */
static gboolean
is_foreign_json (const SusunListed *listed, const SusunGroupMember *member)
{
  const char *dot = strrchr (listed->name, '.');

  return listed->kind == SUSUN_KIND_SIDECAR && member->flags & SUSUN_GROUP_ORPHAN && dot != NULL
         && g_ascii_strcasecmp (dot, ".json") == 0;
}

static void
add_member (SusunFolder *self, SusunUnit *unit, guint index)
{
  g_array_append_val (self->members, index);
  unit->length++;
}

/* Index lists by main, so that units come out in listing order and in O(n). */
static void
make_units (SusunFolder *self, const SusunGroupMember *members, const SusunFilter *filter,
            const char *only, SusunWalkCounts *passed)
{
  guint n = self->listing->files->len;
  g_autofree guint *next = g_new (guint, n + 1);
  g_autofree guint *last = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    {
      next[i] = G_MAXUINT;
      last[i] = i;
    }
  for (guint i = 0; i < n; i++)
    if (members[i].main != i)
      {
        next[last[members[i].main]] = i;
        last[members[i].main] = i;
      }

  for (guint i = 0; i < n; i++)
    {
      const SusunListed *main = &g_array_index (self->listing->files, SusunListed, i);
      SusunUnit unit = { .first = self->members->len };
      gboolean named = only == NULL;

      if (members[i].main != i)
        continue;
      if (is_foreign_json (main, &members[i]))
        {
          susun_walk_counts_pass (passed, SUSUN_PASSED_OTHER, self->rel, main->name);
          continue;
        }
      if (!is_wanted (filter, main->kind))
        {
          for (guint j = i; j != G_MAXUINT; j = next[j])
            susun_walk_counts_pass (passed, SUSUN_PASSED_OTHER, self->rel, "");
          continue;
        }
      for (guint j = i; j != G_MAXUINT; j = next[j])
        {
          SusunCapture *capture = &g_array_index (self->captures, SusunCapture, j);
          const SusunListed *listed = &g_array_index (self->listing->files, SusunListed, j);
          named = named || strcmp (listed->name, only) == 0;
          if (j != i)
            {
              capture->main = (int) i;
              capture->item.role = members[j].role == SUSUN_ROLE_SIDECAR ? SUSUN_PART_SIDECAR
                                                                         : SUSUN_PART_COMPANION;
            }
          else if (next[i] != G_MAXUINT)
            {
              capture->main = (int) i;
              capture->item.role = SUSUN_PART_MAIN;
            }
          else if (listed->kind == SUSUN_KIND_SIDECAR)
            capture->item.role = SUSUN_PART_ORPHAN;
          if (members[j].flags & SUSUN_GROUP_AMBIGUOUS)
            {
              capture->item.suspicions = SUSUN_SUSPICION_AMBIGUOUS;
              if (listed->kind == SUSUN_KIND_SIDECAR)
                capture->item.note
                    = g_strdup (_ ("Could belong to several files of the same name; kept apart"));
            }
          add_member (self, &unit, j);
        }
      if (named)
        g_array_append_val (self->units, unit);
      else
        g_array_set_size (self->members, unit.first);
    }
}

SusunFolder *
susun_folder_read (int fd, const char *rel, guint depth, gint64 root_id, const SusunFilter *filter,
                   const char *only, SusunWalkCounts *passed, GError **error)
{
  g_autoptr (SusunFolder) self = folder_new (rel);

  self->fd = fd;
  self->listing = susun_listing_read (fd, rel, depth, filter, passed, error);
  if (self->listing == NULL)
    return NULL;

  guint n = self->listing->files->len;
  g_autofree SusunGroupEntry *entries = g_new (SusunGroupEntry, MAX (n, 1));
  g_autofree SusunGroupMember *members = g_new (SusunGroupMember, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      const SusunListed *listed = &g_array_index (self->listing->files, SusunListed, i);
      entries[i] = (SusunGroupEntry){ .name = listed->name, .kind = listed->kind };
      add_capture (self->captures, root_id, rel, listed->name, listed->kind);
    }
  susun_group_match (entries, n, members);
  make_units (self, members, filter, only, passed);
  return g_steal_pointer (&self);
}

/* --- dates */

static void
append_note (SusunItem *item, const char *text)
{
  if (*text == '\0')
    return;
  char *joined = item->note == NULL ? g_strdup (text) : g_strconcat (item->note, "; ", text, NULL);
  g_free (item->note);
  item->note = joined;
}

static void
unpack_evidence (const SusunCapture *capture, SusunEvidence *evidence)
{
  susun_evidence_reset (evidence);
  if (capture->item.evidence == NULL)
    return;
  susun_evidence_unpack (evidence, capture->item.evidence, capture->item.evidence_length);
  if (capture->camera != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (capture->camera, "\x1f", 3);
      g_string_assign (evidence->maker, parts[0]);
      g_string_assign (evidence->model, parts[1]);
      g_string_assign (evidence->serial, parts[2]);
    }
}

static void
set_date (SusunItem *item, const SusunDate *date)
{
  item->wall = date->wall;
  item->offset = date->offset;
  item->date_source = date->source;
  item->confidence = date->confidence;
  item->suspicions = date->suspicions | (item->suspicions & SUSUN_SUSPICION_AMBIGUOUS);
  item->day = date->day;
}

/* What is known of one file: its date, and what is to be said of it. */
typedef struct
{
  SusunDate date;
  char *text;
} Answer;

/* @hints: (nullable): NULL while not all of the folder is read */
static void
resolve_one (const SusunCapture *capture, const SusunFolderHints *hints,
             const SusunFolderDating *how, Answer *answer)
{
  SusunDateRules rules;

  unpack_evidence (capture, how->evidence);
  susun_dating_rules (how->dating, how->root, capture->item.src_path, capture->camera,
                      capture->item.media, &rules);
  susun_resolve (how->evidence, &rules, hints, &answer->date);
  answer->date.suspicions |= capture->item.suspicions & SUSUN_SUSPICION_AMBIGUOUS;
  answer->text = how->explain ? susun_date_explain (&answer->date, how->evidence, &rules)
                              : susun_date_note (&answer->date, how->evidence);
}

static gboolean
is_dated (const SusunCapture *members, guint i)
{
  return i == 0 ? members[0].item.media != SUSUN_KIND_SIDECAR
                : members[i].item.role == SUSUN_PART_COMPANION;
}

/* Is there a member whose date the rest of the folder may change? */
static gboolean
resolve_members (const SusunCapture *members, guint n, const SusunFolderHints *hints,
                 const SusunFolderDating *how, Answer *answers)
{
  gboolean asks = FALSE;

  for (guint i = 0; i < n; i++)
    if (is_dated (members, i))
      {
        resolve_one (&members[i], hints, how, &answers[i]);
        asks = asks || (hints == NULL && answers[i].date.asks_siblings);
      }
  return asks;
}

/* One date for the group: what the user set, else the still's, unless it can only guess and the
 * companion knows. */
static void
take_answers (SusunCapture *members, guint n, const Answer *answers)
{
  SusunDate best = answers[0].date;

  if (!is_dated (members, 0))
    return;
  for (guint i = 1; i < n; i++)
    {
      const SusunDate *date = &answers[i].date;
      if (is_dated (members, i)
          && (date->source == SUSUN_DATE_SOURCE_MANUAL
                  ? best.source != SUSUN_DATE_SOURCE_MANUAL
                  : best.confidence <= SUSUN_CONFIDENCE_WEAK && date->confidence > best.confidence))
        best = *date;
    }
  best.suspicions &= ~SUSUN_SUSPICION_AMBIGUOUS; /* each member's own */
  for (guint i = 0; i < n; i++)
    {
      if (answers[i].text != NULL)
        append_note (&members[i].item, answers[i].text);
      set_date (&members[i].item, &best);
    }
}

/* @members: one unit, the main first. @hints: (nullable): NULL while not all of the folder is read
 */
static void
resolve_unit (SusunCapture *members, guint n, const SusunFolderHints *hints,
              const SusunFolderDating *how)
{
  g_autofree Answer *answers = g_new0 (Answer, n);
  gboolean awaits = resolve_members (members, n, hints, how, answers);

  for (guint i = 0; i < n; i++)
    {
      members[i].awaits = awaits;
      members[i].own_note = awaits ? g_strdup (members[i].item.note) : NULL;
    }
  take_answers (members, n, answers);
  for (guint i = 0; i < n; i++)
    g_free (answers[i].text);
}

/* --- what is handed on */

static void
move_capture (GArray *to, SusunCapture *capture)
{
  g_array_append_vals (to, capture, 1);
  memset (capture, 0, sizeof *capture);
}

/* The unit's captures come to the end of @to. */
static void
take_unit (SusunFolder *self, SusunUnit *unit, const SusunFolderHints *hints,
           const SusunFolderDating *how, GArray *to)
{
  const guint *members = &g_array_index (self->members, guint, unit->first);
  guint start = to->len;

  for (guint i = 0; i < unit->length; i++)
    {
      SusunCapture *capture = &g_array_index (self->captures, SusunCapture, members[i]);
      if (capture->main >= 0)
        capture->main = (int) start;
      move_capture (to, capture);
    }
  resolve_unit (&g_array_index (to, SusunCapture, start), unit->length, hints, how);
  unit->taken = TRUE;
}

static GArray *
take_units (SusunFolder *self, guint first, guint last, const SusunFolderHints *hints,
            const SusunFolderDating *how)
{
  guint length = 0;

  for (guint i = first; i < last; i++)
    {
      const SusunUnit *unit = &g_array_index (self->units, SusunUnit, i);
      length += unit->taken ? 0 : unit->length;
    }
  GArray *captures = captures_new (length);
  for (guint i = first; i < last; i++)
    {
      SusunUnit *unit = &g_array_index (self->units, SusunUnit, i);
      if (!unit->taken)
        take_unit (self, unit, hints, how, captures);
    }
  return captures;
}

GArray *
susun_folder_take (SusunFolder *self, guint first, guint last, const SusunFolderDating *how)
{
  return take_units (self, first, last, NULL, how);
}

GArray *
susun_folder_take_rest (SusunFolder *self, const SusunFolderDating *how)
{
  GArray *captures = take_units (self, 0, self->units->len, self->hints, how);

  susun_fd_clear (&self->fd);
  g_clear_pointer (&self->captures, g_array_unref);
  g_clear_pointer (&self->listing, susun_listing_free);
  return captures;
}

void
susun_folder_keep_awaiting (SusunFolder *self, GArray *captures)
{
  for (guint i = 0; i < captures->len;)
    {
      SusunCapture *main = &g_array_index (captures, SusunCapture, i);
      guint start = self->awaiting->len;
      int group = main->main;
      gboolean awaits = main->awaits;
      do
        {
          SusunCapture *capture = &g_array_index (captures, SusunCapture, i++);
          if (!awaits)
            continue;
          if (group >= 0)
            capture->main = (int) start;
          move_capture (self->awaiting, capture);
        }
      while (group >= 0 && i < captures->len
             && g_array_index (captures, SusunCapture, i).main == group);
    }
}

static gboolean
is_same_answer (const SusunItem *one, const SusunItem *other)
{
  return one->wall == other->wall && one->offset == other->offset && one->day == other->day
         && one->date_source == other->date_source && one->confidence == other->confidence
         && one->suspicions == other->suspicions && g_strcmp0 (one->note, other->note) == 0;
}

static gboolean
revise_unit (SusunFolder *self, SusunCapture *members, guint n, const SusunFolderDating *how,
             SusunScanRevised revised, gpointer user_data, GError **error)
{
  g_autofree SusunItem *before = g_new (SusunItem, n);
  gboolean ok = TRUE;

  for (guint i = 0; i < n; i++)
    {
      before[i] = members[i].item; /* the note alone is owned */
      members[i].item.note = g_steal_pointer (&members[i].own_note);
    }
  resolve_unit (members, n, self->hints, how);
  for (guint i = 0; i < n; i++)
    {
      ok = ok
           && (is_same_answer (&before[i], &members[i].item)
               || revised (&members[i].item, user_data, error));
      g_free (before[i].note);
    }
  return ok;
}

gboolean
susun_folder_revise (SusunFolder *self, const SusunFolderDating *how, SusunScanRevised revised,
                     gpointer user_data, GError **error)
{
  for (guint i = 0; i < self->awaiting->len;)
    {
      SusunCapture *members = &g_array_index (self->awaiting, SusunCapture, i);
      guint n = 1;
      while (members[0].main >= 0 && i + n < self->awaiting->len
             && members[n].main == members[0].main)
        n++;
      if (!revise_unit (self, members, n, how, revised, user_data, error))
        return FALSE;
      i += n;
    }
  g_array_set_size (self->awaiting, 0);
  return TRUE;
}
