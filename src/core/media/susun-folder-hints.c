// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-date-source-private.h"
#include "core/media/susun-resolver-private.h"

#include <string.h>

/* A sibling this near in time had the same clock on the wall. */
#define NEAR_HOURS 36

/* An outlier has so many siblings at least, and none of a year this near. */
#define OUTLIER_YEARS 2
#define OUTLIER_SIBLINGS 5

/* What the photos of one camera and one hour tell: a folder of a hundred thousand photos has few of
 * these. Nothing below depends on the order in which files are added: they come from many threads.
 */
typedef struct
{
  gint64 hour;  /* of the instant, in hours since 1970 */
  guint camera; /* hash of maker and model, 0 when not told */
  guint count;
  gint16 offset;
} Witness;

typedef struct
{
  GArray *rows; /* (element-type Witness) (owned) */
  guint sorted; /* so many rows at the beginning are in order and distinct */
} Witnesses;

struct _SusunFolderHints
{
  Witnesses *witnesses; /* (owned) */
  GArray *years;        /* (element-type gint) (owned): of the well-dated files, each once */
  guint n_dated;
};

SusunFolderHints *
susun_folder_hints_new (void)
{
  SusunFolderHints *self = g_new0 (SusunFolderHints, 1);

  self->witnesses = g_new0 (Witnesses, 1);
  self->witnesses->rows = g_array_new (FALSE, FALSE, sizeof (Witness));
  self->years = g_array_new (FALSE, FALSE, sizeof (int));
  return self;
}

void
susun_folder_hints_free (SusunFolderHints *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->witnesses->rows);
  g_array_unref (self->years);
  g_free (self->witnesses);
  g_free (self);
}

static int
compare_witnesses (gconstpointer a, gconstpointer b)
{
  const Witness *x = a, *y = b;

  if (x->hour != y->hour)
    return x->hour < y->hour ? -1 : 1;
  if (x->camera != y->camera)
    return x->camera < y->camera ? -1 : 1;
  return (x->offset > y->offset) - (x->offset < y->offset);
}

/* Sorts and joins equal rows. */
static void
tidy (Witnesses *self)
{
  guint n = 0;

  if (self->sorted == self->rows->len)
    return;
  g_array_sort (self->rows, compare_witnesses);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Witness *from = &g_array_index (self->rows, Witness, i);
      Witness *to = n > 0 ? &g_array_index (self->rows, Witness, n - 1) : NULL;
      if (to != NULL && compare_witnesses (to, from) == 0)
        to->count += from->count;
      else
        g_array_index (self->rows, Witness, n++) = *from;
    }
  g_array_set_size (self->rows, n);
  self->sorted = n;
}

static void
add_witness (Witnesses *self, guint camera, int offset, gint64 utc)
{
  gint64 hour = utc / 3600 - (utc % 3600 < 0);
  Witness row = { hour, camera, 1, (gint16) offset };
  Witness *last
      = self->rows->len > 0 ? &g_array_index (self->rows, Witness, self->rows->len - 1) : NULL;

  if (last != NULL && self->rows->len > self->sorted && compare_witnesses (last, &row) == 0)
    {
      last->count++;
      return;
    }
  g_array_append_val (self->rows, row);
  if (self->rows->len > 2 * self->sorted + 1024)
    tidy (self);
}

/* The first row at or after @hour. */
static guint
find_hour (const Witnesses *self, gint64 hour)
{
  guint low = 0, high = self->rows->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (self->rows, Witness, middle).hour < hour)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static guint
camera_of (const SusunEvidence *evidence)
{
  guint hash;

  if (evidence->maker->len == 0 && evidence->model->len == 0)
    return 0;
  hash = g_str_hash (evidence->maker->str) * 31 + g_str_hash (evidence->model->str);
  return hash != 0 ? hash : 1;
}

/* A camera's own wall clock, of the sources that nothing but a camera writes. */
static gboolean
is_witness (const SusunDateCandidate *c)
{
  return !c->is_utc && c->precision == SUSUN_PRECISION_SECOND
         && (c->source == SUSUN_DATE_SOURCE_EXIF_ORIGINAL
             || c->source == SUSUN_DATE_SOURCE_QUICKTIME_CREATIONDATE
             || c->source == SUSUN_DATE_SOURCE_QUICKTIME_XML
             || c->source == SUSUN_DATE_SOURCE_AVCHD_MDPM)
         && susun_candidate_suspicions (c, 0, 0) == 0;
}

static void
add_year (SusunFolderHints *self, gint64 wall)
{
  SusunCivil civil;

  susun_civil_from_wall (wall, &civil);
  for (guint i = 0; i < self->years->len; i++)
    if (g_array_index (self->years, int, i) == civil.year)
      return;
  g_array_append_val (self->years, civil.year);
}

void
susun_folder_hints_add (SusunFolderHints *self, const SusunEvidence *evidence,
                        const SusunDateRules *rules)
{
  for (guint i = 0; i < evidence->candidates->len; i++)
    {
      const SusunDateCandidate *c = &g_array_index (evidence->candidates, SusunDateCandidate, i);
      int offset;
      gint64 wall;

      if (!is_witness (c))
        continue;
      wall = c->wall + susun_date_rules_shift (rules, c->source);
      add_year (self, wall);
      self->n_dated++;
      offset = c->offset != SUSUN_OFFSET_NONE ? c->offset
                                              : susun_evidence_offset_from_gps (evidence, wall);
      if (offset != SUSUN_OFFSET_NONE)
        add_witness (self->witnesses, camera_of (evidence), offset, wall - offset * 60);
      return;
    }
}

/* The offset most photos of one camera carry; of equals the most western. */
static int
most_common (const Witnesses *self, guint camera)
{
  guint counts[256] = { 0 }; /* quarters of an hour from -12:00 */
  int best = -1;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Witness *w = &g_array_index (self->rows, Witness, i);
      int slot = (w->offset + 12 * 60) / 15;
      if (w->camera == camera && slot >= 0 && slot < (int) G_N_ELEMENTS (counts))
        counts[slot] += w->count;
    }
  for (int slot = 0; slot < (int) G_N_ELEMENTS (counts); slot++)
    if (counts[slot] > (best < 0 ? 0 : counts[best]))
      best = slot;
  return best < 0 ? SUSUN_OFFSET_NONE : best * 15 - 12 * 60;
}

int
susun_folder_hints_get_offset (const SusunFolderHints *self, const SusunEvidence *evidence,
                               gint64 utc)
{
  Witnesses *witnesses = self->witnesses;
  guint camera = camera_of (evidence);
  gint64 hour = utc / 3600 - (utc % 3600 < 0);
  int own = SUSUN_OFFSET_NONE, near = SUSUN_OFFSET_NONE;
  gint64 distance = NEAR_HOURS + 1;
  gboolean unanimous = TRUE;

  tidy (witnesses);
  for (guint i = find_hour (witnesses, hour - NEAR_HOURS); i < witnesses->rows->len; i++)
    {
      const Witness *w = &g_array_index (witnesses->rows, Witness, i);
      gint64 d = ABS (w->hour - hour);
      if (w->hour > hour + NEAR_HOURS)
        break;
      if (camera != 0 && w->camera == camera && d < distance)
        {
          own = w->offset;
          distance = d;
        }
      if (near != SUSUN_OFFSET_NONE && w->offset != near)
        unanimous = FALSE;
      near = w->offset;
    }
  if (own == SUSUN_OFFSET_NONE && camera != 0)
    own = most_common (witnesses, camera);
  if (own != SUSUN_OFFSET_NONE)
    return own;
  /* Many phones write no camera into their films: then all cameras that were there must agree. */
  return unanimous ? near : SUSUN_OFFSET_NONE;
}

gboolean
susun_folder_hints_is_outlier (const SusunFolderHints *self, gint64 wall)
{
  SusunCivil civil;

  if (self->n_dated < OUTLIER_SIBLINGS)
    return FALSE;
  susun_civil_from_wall (wall, &civil);
  for (guint i = 0; i < self->years->len; i++)
    if (ABS (g_array_index (self->years, int, i) - civil.year) <= OUTLIER_YEARS)
      return FALSE;
  return TRUE;
}
