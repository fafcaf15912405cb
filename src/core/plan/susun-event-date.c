// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/plan/susun-event-date.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"

struct _SusunEventCount
{
  GHashTable *by_day; /* (element-type gint64 SusunEventDay): the key is in the value */
  GArray *days;       /* (element-type SusunEventDay): the same in order, when not empty */
  guint64 media;
  guint64 by_mtime;
  guint64 doubtful[SUSUN_N_EVENT_DOUBTS];
};

/* Version, media, by mtime, the doubtful ones; then each day and its files. */
#define PACK_VERSION 1
#define PACK_TYPE "(qttttta(xt))"

SusunEventCount *
susun_event_count_new (void)
{
  SusunEventCount *self = g_new0 (SusunEventCount, 1);

  self->by_day = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->days = g_array_new (FALSE, FALSE, sizeof (SusunEventDay));
  return self;
}

void
susun_event_count_free (SusunEventCount *self)
{
  g_hash_table_unref (self->by_day);
  g_array_unref (self->days);
  g_free (self);
}

static void
add_files (SusunEventCount *self, gint64 day, guint64 files)
{
  SusunEventDay *known = g_hash_table_lookup (self->by_day, &day);

  if (known == NULL)
    {
      known = g_new0 (SusunEventDay, 1);
      known->day = day;
      g_hash_table_insert (self->by_day, &known->day, known);
    }
  known->files += files;
  g_array_set_size (self->days, 0);
}

void
susun_event_count_add (SusunEventCount *self, gint64 day, gboolean by_mtime)
{
  g_return_if_fail (day != SUSUN_WALL_NONE);

  add_files (self, day, 1);
  self->media++;
  self->by_mtime += by_mtime != FALSE;
}

void
susun_event_count_add_doubtful (SusunEventCount *self, SusunEventDoubt doubt)
{
  g_return_if_fail (doubt < SUSUN_N_EVENT_DOUBTS);

  self->media++;
  self->doubtful[doubt]++;
}

guint64
susun_event_count_get_media (const SusunEventCount *self)
{
  return self->media;
}

guint64
susun_event_count_get_doubtful (const SusunEventCount *self, SusunEventDoubt doubt)
{
  g_return_val_if_fail (doubt < SUSUN_N_EVENT_DOUBTS, 0);
  return self->doubtful[doubt];
}

guint64
susun_event_count_get_by_mtime (const SusunEventCount *self)
{
  return self->by_mtime;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  gint64 first = ((const SusunEventDay *) a)->day;
  gint64 second = ((const SusunEventDay *) b)->day;

  return (first > second) - (first < second);
}

const SusunEventDay *
susun_event_count_get_days (SusunEventCount *self, guint *n)
{
  GHashTableIter iter;
  gpointer value;

  if (self->days->len == 0)
    {
      g_hash_table_iter_init (&iter, self->by_day);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        g_array_append_vals (self->days, value, 1);
      g_array_sort (self->days, compare_days);
    }
  *n = self->days->len;
  return (const SusunEventDay *) self->days->data;
}

GBytes *
susun_event_count_pack (SusunEventCount *self)
{
  GVariantBuilder days;
  guint n;
  const SusunEventDay *entries = susun_event_count_get_days (self, &n);

  g_variant_builder_init (&days, G_VARIANT_TYPE ("a(xt)"));
  for (guint i = 0; i < n; i++)
    g_variant_builder_add (&days, "(xt)", entries[i].day, entries[i].files);
  g_autoptr (GVariant) packed = g_variant_ref_sink (
      g_variant_new (PACK_TYPE, (guint16) PACK_VERSION, self->media, self->by_mtime,
                     self->doubtful[SUSUN_EVENT_UNDATED], self->doubtful[SUSUN_EVENT_SUSPECT],
                     self->doubtful[SUSUN_EVENT_UNREADABLE], &days));
  return g_variant_get_data_as_bytes (packed);
}

SusunEventCount *
susun_event_count_unpack (const guint8 *data, gsize length)
{
  SusunEventCount *self = susun_event_count_new ();
  /* A copy, which is aligned as GVariant wants it. */
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GVariant) packed
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (PACK_TYPE), bytes, FALSE));
  g_autoptr (GVariantIter) days = NULL;
  guint16 version;
  gint64 day;
  guint64 files;

  if (length == 0 || !g_variant_is_normal_form (packed))
    return self;
  g_variant_get_child (packed, 0, "q", &version);
  if (version != PACK_VERSION)
    return self;
  g_variant_get (packed, PACK_TYPE, &version, &self->media, &self->by_mtime,
                 &self->doubtful[SUSUN_EVENT_UNDATED], &self->doubtful[SUSUN_EVENT_SUSPECT],
                 &self->doubtful[SUSUN_EVENT_UNREADABLE], &days);
  while (g_variant_iter_next (days, "(xt)", &day, &files))
    add_files (self, day, files);
  return self;
}

/* --- the decision */

/* The largest day, the earliest of equal ones. @ties: (out): how many are as large */
static const SusunEventDay *
find_top (const SusunEventDay *days, guint n, guint *ties)
{
  const SusunEventDay *top = &days[0];

  *ties = 0;
  for (guint i = 1; i < n; i++)
    if (days[i].files > top->files)
      top = &days[i];
  for (guint i = 0; i < n; i++)
    *ties += days[i].files == top->files;
  return top;
}

/* Days that follow one another. */
typedef struct
{
  guint first;
  guint length;
  guint64 files;
} Span;

/* The stretch of days with most files. @tied: (out): another one has as many */
static Span
find_span (const SusunEventDay *days, guint n, gboolean *tied)
{
  Span best = { 0 };

  *tied = FALSE;
  for (guint i = 0; i < n;)
    {
      Span span = { .first = i };
      do
        span.files += days[i++].files;
      while (i < n && days[i].day == days[i - 1].day + SUSUN_WALL_DAY);
      span.length = i - span.first;
      if (span.files == best.files)
        *tied = TRUE;
      if (span.files <= best.files)
        continue;
      best = span;
      *tied = FALSE;
    }
  return best;
}

static gboolean
has_share (guint64 files, guint64 media, double threshold)
{
  /* Not a hair's breadth below: 3 of 5 are 0.6. */
  return (double) files >= threshold * (double) media - 1e-9;
}

void
susun_event_decide (SusunEventCount *self, double threshold, SusunEventDate *date)
{
  guint n, ties;
  const SusunEventDay *days = susun_event_count_get_days (self, &n);
  gboolean tied;

  *date = (SusunEventDate){
    .verdict = self->media == 0 ? SUSUN_EVENT_NO_MEDIA : SUSUN_EVENT_NO_DATE,
    .day = SUSUN_WALL_NONE,
    .last_day = SUSUN_WALL_NONE,
    .media = self->media,
  };
  if (n == 0)
    return;

  const SusunEventDay *top = find_top (days, n, &ties);
  Span span = find_span (days, n, &tied);
  gboolean is_event = span.length > 1 && span.length <= SUSUN_EVENT_DAYS && !tied
                      && has_share (span.files, self->media, threshold);
  date->day = top->day;
  date->last_day = top->day;
  date->files = top->files;
  if (ties == 1 && has_share (top->files, self->media, threshold))
    date->verdict = SUSUN_EVENT_DATED;
  else if (is_event)
    {
      date->verdict = SUSUN_EVENT_SPAN;
      date->day = days[span.first].day;
      date->last_day = days[span.first + span.length - 1].day;
      date->files = span.files;
    }
  else
    date->verdict = ties > 1 ? SUSUN_EVENT_TIE : SUSUN_EVENT_LOW_SHARE;
  date->share = (double) date->files / (double) self->media;
}

/* --- words */

const char *
susun_event_verdict_nick (SusunEventVerdict verdict)
{
  static const char *const nicks[] = {
    [SUSUN_EVENT_DATED] = "dated",       [SUSUN_EVENT_SPAN] = "span",
    [SUSUN_EVENT_NO_MEDIA] = "no-media", [SUSUN_EVENT_NO_DATE] = "no-date",
    [SUSUN_EVENT_TIE] = "tie",           [SUSUN_EVENT_LOW_SHARE] = "low-share",
  };

  return verdict < G_N_ELEMENTS (nicks) ? nicks[verdict] : "?";
}

static char *
day_to_text (gint64 day)
{
  char text[SUSUN_WALL_TEXT_SIZE];

  susun_wall_to_text (day, text);
  return g_strndup (text, strlen ("YYYY-MM-DD"));
}

/* "1,203" */
static char *
count_to_text (guint64 count)
{
  return g_strdup_printf ("%'" G_GUINT64_FORMAT, count);
}

/* @format: for one count, when it is not 0 */
static void
append_count (GString *text, const char *format, guint64 n)
{
  g_autofree char *count = count_to_text (n);

  if (n == 0)
    return;
  g_string_append (text, "; ");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (text, format, count);
#pragma GCC diagnostic pop
}

/* How many files have no part in the count, when there are any. */
static void
append_doubts (SusunEventCount *self, GString *text)
{
  guint64 undated = self->doubtful[SUSUN_EVENT_UNDATED];
  guint64 suspect = self->doubtful[SUSUN_EVENT_SUSPECT];
  guint64 unreadable = self->doubtful[SUSUN_EVENT_UNREADABLE];

  append_count (text, ngettext ("%s file tells no date", "%s files tell no date", (gulong) undated),
                undated);
  append_count (text,
                ngettext ("%s date is doubtful and was not counted",
                          "%s dates are doubtful and were not counted", (gulong) suspect),
                suspect);
  append_count (
      text,
      ngettext ("%s file could not be read", "%s files could not be read", (gulong) unreadable),
      unreadable);
  append_count (text,
                ngettext ("%s is dated by the file's time stamp only",
                          "%s are dated by their files' time stamps only", (gulong) self->by_mtime),
                self->by_mtime);
}

char *
susun_event_explain (SusunEventCount *self, const SusunEventDate *date, double threshold)
{
  GString *text = g_string_new (NULL);
  g_autofree char *files = count_to_text (date->files);
  g_autofree char *media = count_to_text (date->media);
  g_autofree char *day = date->day != SUSUN_WALL_NONE ? day_to_text (date->day) : NULL;
  g_autofree char *last = date->day != SUSUN_WALL_NONE ? day_to_text (date->last_day) : NULL;
  int percent = (int) (100 * date->share);
  int wanted = (int) (100 * threshold + 0.5);

  switch (date->verdict)
    {
    case SUSUN_EVENT_DATED:
      g_string_append_printf (text, _ ("%s of %s files are of %s (%d %%)"), files, media, day,
                              percent);
      break;
    case SUSUN_EVENT_SPAN:
      g_string_append_printf (
          text,
          _ ("An event of several days: %s of %s files are from %s to %s (%d %%); its first day"),
          files, media, day, last, percent);
      break;
    case SUSUN_EVENT_NO_MEDIA:
      g_string_append (text, _ ("There is no photo and no film in it"));
      break;
    case SUSUN_EVENT_NO_DATE:
      g_string_append_printf (text,
                              ngettext ("Its %s file tells no day that can be trusted",
                                        "None of its %s files tells a day that can be trusted",
                                        (gulong) date->media),
                              media);
      break;
    case SUSUN_EVENT_TIE:
      g_string_append_printf (
          text, _ ("Several days have the same share: %s of %s files are of %s (%d %%)"), files,
          media, day, percent);
      break;
    case SUSUN_EVENT_LOW_SHARE:
    default:
      g_string_append_printf (
          text, _ ("No day has %d %% of its files: at most %s of %s are of one day, %s (%d %%)"),
          wanted, files, media, day, percent);
      break;
    }
  append_doubts (self, text);
  return g_string_free (text, FALSE);
}
