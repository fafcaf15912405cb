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
}

static SusunFolder *
folder_new (const char *rel)
{
  SusunFolder *self = g_atomic_rc_box_new0 (SusunFolder);

  self->fd = -1;
  self->rel = g_strdup (rel);
  self->captures = g_array_new (FALSE, TRUE, sizeof (SusunCapture));
  g_array_set_clear_func (self->captures, clear_capture);
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
  g_array_unref (self->captures);
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

static SusunCapture *
add_capture (SusunFolder *self, gint64 root_id, const char *name, SusunKind kind)
{
  g_array_set_size (self->captures, self->captures->len + 1);
  SusunCapture *capture = &g_array_index (self->captures, SusunCapture, self->captures->len - 1);

  capture->main = -1;
  capture->item.state = SUSUN_ITEM_FOUND;
  capture->item.media = kind;
  capture->item.src_root = root_id;
  capture->item.src_path
      = *self->rel == '\0' ? g_strdup (name) : g_strconcat (self->rel, "/", name, NULL);
  capture->item.wall = SUSUN_WALL_NONE;
  capture->item.day = SUSUN_WALL_NONE;
  capture->item.offset = SUSUN_OFFSET_NONE;
  return capture;
}

SusunFolder *
susun_folder_new_unreadable (const char *rel, gint64 root_id, const GError *error)
{
  SusunFolder *self = folder_new ("");
  SusunCapture *capture = add_capture (self, root_id, *rel == '\0' ? "." : rel, SUSUN_KIND_OTHER);

  capture->item.state = SUSUN_ITEM_UNREADABLE;
  capture->item.cause = susun_cause_from_error (error);
  capture->item.note = g_strdup (error->message);
  return self;
}

SusunFolder *
susun_folder_new_end_of_branch (const char *name)
{
  SusunFolder *self = folder_new (name);

  self->ends_branch = TRUE;
  return self;
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
      add_capture (self, root_id, listed->name, listed->kind);
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

static void
resolve_one (SusunFolder *self, SusunCapture *capture, const char *root, const SusunDating *dating,
             SusunEvidence *evidence, gboolean explain, SusunDate *date)
{
  SusunDateRules rules;

  unpack_evidence (capture, evidence);
  susun_dating_rules (dating, root, capture->item.src_path, capture->camera, capture->item.media,
                      &rules);
  susun_resolve (evidence, &rules, self->hints, date);
  date->suspicions |= capture->item.suspicions & SUSUN_SUSPICION_AMBIGUOUS;
  g_autofree char *text
      = explain ? susun_date_explain (date, evidence, &rules) : susun_date_note (date, evidence);
  append_note (&capture->item, text);
  set_date (&capture->item, date);
}

static void
resolve_unit (SusunFolder *self, const SusunUnit *unit, const char *root, const SusunDating *dating,
              SusunEvidence *evidence, gboolean explain)
{
  guint *members = &g_array_index (self->members, guint, unit->first);
  SusunCapture *main = &g_array_index (self->captures, SusunCapture, members[0]);
  SusunDate best;

  if (main->item.media == SUSUN_KIND_SIDECAR)
    return;
  resolve_one (self, main, root, dating, evidence, explain, &best);
  for (guint i = 1; i < unit->length; i++)
    {
      SusunCapture *capture = &g_array_index (self->captures, SusunCapture, members[i]);
      SusunDate date;
      if (capture->item.role != SUSUN_PART_COMPANION)
        continue;
      resolve_one (self, capture, root, dating, evidence, explain, &date);
      /* One date for the group: what the user set, else the still's, unless it can only guess and
       * the companion knows. */
      if (date.source == SUSUN_DATE_SOURCE_MANUAL
              ? best.source != SUSUN_DATE_SOURCE_MANUAL
              : best.confidence <= SUSUN_CONFIDENCE_WEAK && date.confidence > best.confidence)
        best = date;
    }
  best.suspicions &= ~SUSUN_SUSPICION_AMBIGUOUS; /* each member's own */
  for (guint i = 0; i < unit->length; i++)
    set_date (&g_array_index (self->captures, SusunCapture, members[i]).item, &best);
}

/* What was not taken up (the only file asked for has siblings) does not leave the folder; groups
 * point to the new indexes. */
static void
compact (SusunFolder *self)
{
  guint n = self->captures->len;
  g_autofree int *place = g_new (int, MAX (n, 1));
  GArray *kept = g_array_sized_new (FALSE, TRUE, sizeof (SusunCapture), self->members->len);

  if (self->listing == NULL)
    {
      g_array_unref (kept);
      return;
    }
  for (guint i = 0; i < self->members->len; i++)
    {
      guint index = g_array_index (self->members, guint, i);
      SusunCapture *capture = &g_array_index (self->captures, SusunCapture, index);
      place[index] = (int) i;
      g_array_append_vals (kept, capture, 1);
      memset (capture, 0, sizeof *capture);
    }
  for (guint i = 0; i < kept->len; i++)
    {
      SusunCapture *capture = &g_array_index (kept, SusunCapture, i);
      if (capture->main >= 0)
        capture->main = place[capture->main];
    }
  g_array_unref (self->captures);
  g_array_set_clear_func (kept, clear_capture);
  self->captures = kept;
}

void
susun_folder_resolve (SusunFolder *self, const char *root, const SusunDating *dating,
                      SusunEvidence *evidence, gboolean explain)
{
  for (guint i = 0; i < self->units->len; i++)
    resolve_unit (self, &g_array_index (self->units, SusunUnit, i), root, dating, evidence,
                  explain);
  compact (self);
  susun_fd_clear (&self->fd);
}
