// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/susun-store.h"

G_BEGIN_DECLS

/**
 * SusunItemFilter: the chips above a list of items. ALL to LEFT_OUT are those of Review and of a
 * run's page; an item may be under several. One table (susun-view-query.c) says of each what the
 * database is asked and how one item is judged, so that counts and lists agree.
 */
typedef enum
{
  SUSUN_ITEM_FILTER_ALL,
  SUSUN_ITEM_FILTER_ATTENTION, /* doubtful or without a date, and the user has not decided yet */
  SUSUN_ITEM_FILTER_NO_DATE,   /* nothing tells its date, or only the file system */
  SUSUN_ITEM_FILTER_DUPLICATES,
  SUSUN_ITEM_FILTER_ARCHIVED,
  SUSUN_ITEM_FILTER_UNREADABLE,
  SUSUN_ITEM_FILTER_FAILED,   /* ended otherwise than it should: failed, skipped, lost, differs */
  SUSUN_ITEM_FILTER_LEFT_OUT, /* by the user, by the range of dates, or as undated */
  SUSUN_ITEM_FILTER_DONE,     /* carried out; also what was taken back later */
  SUSUN_ITEM_FILTER_NOT_REACHED, /* still to be done */
  SUSUN_N_ITEM_FILTERS
} SusunItemFilter;

/* Translated, for a chip: "Needs attention". */
const char *susun_item_filter_label (SusunItemFilter filter);

/* The untranslated word for actions and settings: "attention". */
const char *susun_item_filter_nick (SusunItemFilter filter);
gboolean susun_item_filter_from_nick (const char *nick, SusunItemFilter *filter);

/* Is the item under it? Pure. */
gboolean susun_item_filter_matches (SusunItemFilter filter, const SusunItemTraits *traits);

/**
 * SusunViewQuery: which items of a run a person wants to see, in which order. A zeroed one with a
 * run is all of it, by id: the order of the scan. Its strings belong to whoever filled it;
 * copies own theirs and are freed.
 */
typedef struct
{
  gint64 run;
  SusunItemFilter filter;
  gboolean pictures; /* no sidecars: what Review shows */
  int year;          /* 0: any */
  int month;         /* 1 to 12, with a year; 0: any */
  int years;         /* how many from year on, without a month; 0 is as 1 */
  SusunCause cause;  /* NONE: any */
  char *search;      /* (nullable): part of the file name */
  gint64 folder_root;
  char *folder; /* (nullable): only what lies below this folder of folder_root */
  SusunItemOrder order;
  gboolean descending;
} SusunViewQuery;

SusunViewQuery *susun_view_query_copy (const SusunViewQuery *self);
void susun_view_query_free (SusunViewQuery *self);
gboolean susun_view_query_equal (const SusunViewQuery *a, const SusunViewQuery *b);

/* As the store is asked. The strings of @query stay @self's. */
void susun_view_query_to_items (const SusunViewQuery *self, SusunItemQuery *query);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SusunViewQuery, susun_view_query_free)

G_END_DECLS
