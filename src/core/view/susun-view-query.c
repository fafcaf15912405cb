// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-view-query.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"
#include "core/media/susun-evidence.h"

#define STATE(state) (G_GUINT64_CONSTANT (1) << SUSUN_ITEM_##state)
#define PART(part) (1u << SUSUN_PART_##part)
#define CONFIDENCE(confidence) (1u << SUSUN_CONFIDENCE_##confidence)
#define SOURCE(source) (G_GUINT64_CONSTANT (1) << SUSUN_DATE_SOURCE_##source)

#define PICTURES (PART (SINGLE) | PART (MAIN) | PART (COMPANION))

/* What may still be filed, or was. A date of the others decides nothing. */
#define FILED                                                                                      \
  (STATE (FOUND) | STATE (PLANNED) | STATE (INTENT) | STATE (RESERVING) | STATE (COPIED)           \
   | STATE (RENAMING) | STATE (REMOVING) | STATE (DONE) | STATE (REPORTED) | STATE (LEFT_OUT))

static const struct
{
  const char *nick;
  const char *label;
  guint64 states; /* 0: any */
  guint doubts;   /* confidences; with any of them a suspicion counts, too */
  guint64 undated;
  gboolean open;
  gboolean left_out;
} filters[] = {
  [SUSUN_ITEM_FILTER_ALL] = { .nick = "all", .label = N_ ("All") },
  [SUSUN_ITEM_FILTER_ATTENTION]
  = { .nick = "attention",
      .label = N_ ("Needs attention"),
      .states = FILED,
      .doubts = CONFIDENCE (NONE) | CONFIDENCE (SUSPECT) | CONFIDENCE (WEAK),
      .open = TRUE },
  [SUSUN_ITEM_FILTER_NO_DATE] = { .nick = "no-date",
                                  .label = N_ ("No date"),
                                  .states = FILED,
                                  .undated = SOURCE (NONE) | SOURCE (MTIME),
                                  .open = TRUE },
  [SUSUN_ITEM_FILTER_DUPLICATES]
  = { .nick = "duplicates", .label = N_ ("Duplicates"), .states = STATE (DUPLICATE) },
  [SUSUN_ITEM_FILTER_ARCHIVED]
  = { .nick = "archived", .label = N_ ("Already archived"), .states = STATE (ARCHIVED) },
  [SUSUN_ITEM_FILTER_UNREADABLE]
  = { .nick = "unreadable", .label = N_ ("Unreadable"), .states = STATE (UNREADABLE) },
  [SUSUN_ITEM_FILTER_FAILED] = { .nick = "failed",
                                 .label = N_ ("Failed"),
                                 .states = STATE (FAILED) | STATE (SKIPPED) | STATE (LOST)
                                           | STATE (UNSURE) | STATE (UNVERIFIED) },
  [SUSUN_ITEM_FILTER_LEFT_OUT] = { .nick = "left-out",
                                   .label = N_ ("Left out"),
                                   .states = STATE (LEFT_OUT) | STATE (EXCLUDED),
                                   .left_out = TRUE },
  [SUSUN_ITEM_FILTER_DONE]
  = { .nick = "done",
      .label = N_ ("Done"),
      .states = STATE (DONE) | STATE (UNDONE) | STATE (RESTORED) | STATE (PURGED) },
  [SUSUN_ITEM_FILTER_NOT_REACHED]
  = { .nick = "not-reached",
      .label = N_ ("Not reached"),
      .states = STATE (FOUND) | STATE (PLANNED) | STATE (INTENT) | STATE (RESERVING)
                | STATE (COPIED) | STATE (RENAMING) | STATE (REMOVING) },
};
G_STATIC_ASSERT (G_N_ELEMENTS (filters) == SUSUN_N_ITEM_FILTERS);

const char *
susun_item_filter_label (SusunItemFilter filter)
{
  g_return_val_if_fail (filter < SUSUN_N_ITEM_FILTERS, "");
  return _ (filters[filter].label);
}

const char *
susun_item_filter_nick (SusunItemFilter filter)
{
  g_return_val_if_fail (filter < SUSUN_N_ITEM_FILTERS, "");
  return filters[filter].nick;
}

gboolean
susun_item_filter_from_nick (const char *nick, SusunItemFilter *filter)
{
  for (guint i = 0; i < SUSUN_N_ITEM_FILTERS; i++)
    if (g_strcmp0 (filters[i].nick, nick) == 0)
      {
        *filter = (SusunItemFilter) i;
        return TRUE;
      }
  return FALSE;
}

gboolean
susun_item_filter_matches (SusunItemFilter filter, const SusunItemTraits *traits)
{
  gboolean in_state = filters[filter].states == 0 || filters[filter].states >> traits->state & 1;

  if (!in_state && !(filters[filter].left_out && traits->left_out))
    return FALSE;
  if (filters[filter].open && traits->decided)
    return FALSE;
  if (filters[filter].doubts != 0 && (filters[filter].doubts >> traits->confidence & 1) == 0
      && traits->suspicions == 0)
    return FALSE;
  return filters[filter].undated == 0 || traits->day == SUSUN_WALL_NONE
         || (filters[filter].undated >> traits->date_source & 1) != 0;
}

SusunViewQuery *
susun_view_query_copy (const SusunViewQuery *self)
{
  SusunViewQuery *copy = g_memdup2 (self, sizeof *self);

  copy->search = g_strdup (self->search);
  copy->folder = g_strdup (self->folder);
  return copy;
}

void
susun_view_query_free (SusunViewQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->search);
  g_free (self->folder);
  g_free (self);
}

gboolean
susun_view_query_equal (const SusunViewQuery *a, const SusunViewQuery *b)
{
  return a->run == b->run && a->filter == b->filter && !a->pictures == !b->pictures
         && a->year == b->year && a->month == b->month && MAX (a->years, 1) == MAX (b->years, 1)
         && a->cause == b->cause && g_strcmp0 (a->search, b->search) == 0
         && a->folder_root == b->folder_root && g_strcmp0 (a->folder, b->folder) == 0
         && a->order == b->order && !a->descending == !b->descending;
}

/* The first day of the month that is @months after January of @year. */
static gint64
month_begin (int year, int months)
{
  return susun_civil_days (year + months / 12, months % 12 + 1, 1) * SUSUN_WALL_DAY;
}

void
susun_view_query_to_items (const SusunViewQuery *self, SusunItemQuery *query)
{
  *query = (SusunItemQuery){
    .run = self->run,
    .states = filters[self->filter].states,
    .doubts = filters[self->filter].doubts,
    .undated = filters[self->filter].undated,
    .open = filters[self->filter].open,
    .left_out = filters[self->filter].left_out,
    .roles = self->pictures ? PICTURES : 0,
    .has_cause = self->cause != SUSUN_CAUSE_NONE,
    .cause = (int) self->cause,
    .search = self->search != NULL && *self->search != '\0' ? self->search : NULL,
    .folder_root = self->folder_root,
    .folder = self->folder,
    .order = self->order,
    .descending = self->descending,
  };
  if (self->year == 0)
    return;
  query->has_days = TRUE;
  query->first_day = month_begin (self->year, MAX (self->month - 1, 0));
  query->last_day
      = month_begin (self->year, self->month != 0 ? self->month : 12 * MAX (self->years, 1))
        - SUSUN_WALL_DAY;
}
