// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-date-source-private.h"
#include "core/media/susun-resolver-private.h"

#include <string.h>

/* A sibling this near in time had the same clock on the wall. */
#define NEAR_SECONDS (36 * 3600)

/* An outlier is that far outside of the span of at least so many siblings. */
#define OUTLIER_SECONDS (2 * 366 * SUSUN_WALL_DAY)
#define OUTLIER_SIBLINGS 5

/* Tens of thousands of photos in one folder need not all be remembered. */
#define MAX_WITNESSES 4096

typedef struct
{
  guint camera; /* hash of maker and model, 0 when not told */
  gint16 offset;
  gint64 utc;
} Witness;

struct _SusunFolderHints
{
  GArray *witnesses;  /* (element-type Witness) (owned) */
  gint64 first, last; /* wall clocks of the well-dated files */
  guint n_dated;
};

SusunFolderHints *
susun_folder_hints_new (void)
{
  SusunFolderHints *self = g_new0 (SusunFolderHints, 1);

  self->witnesses = g_array_new (FALSE, FALSE, sizeof (Witness));
  return self;
}

void
susun_folder_hints_free (SusunFolderHints *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->witnesses);
  g_free (self);
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

void
susun_folder_hints_add (SusunFolderHints *self, const SusunEvidence *evidence)
{
  for (guint i = 0; i < evidence->candidates->len; i++)
    {
      const SusunDateCandidate *c = &g_array_index (evidence->candidates, SusunDateCandidate, i);
      Witness witness;
      int offset;

      if (!is_witness (c))
        continue;
      self->first = self->n_dated == 0 ? c->wall : MIN (self->first, c->wall);
      self->last = self->n_dated == 0 ? c->wall : MAX (self->last, c->wall);
      self->n_dated++;
      offset = c->offset != SUSUN_OFFSET_NONE ? c->offset
                                              : susun_evidence_offset_from_gps (evidence, c->wall);
      if (offset != SUSUN_OFFSET_NONE && self->witnesses->len < MAX_WITNESSES)
        {
          witness = (Witness){ camera_of (evidence), (gint16) offset, c->wall - offset * 60 };
          g_array_append_val (self->witnesses, witness);
        }
      return;
    }
}

/* The offset most photos of one camera carry; ties go to the first met. */
static int
most_common (const SusunFolderHints *self, guint camera)
{
  guint counts[256] = { 0 }; /* quarters of an hour from -12:00 */
  int best = SUSUN_OFFSET_NONE;
  guint best_count = 0;

  for (guint i = 0; i < self->witnesses->len; i++)
    {
      const Witness *w = &g_array_index (self->witnesses, Witness, i);
      guint slot = (guint) (w->offset + 12 * 60) / 15;
      if (w->camera != camera || slot >= G_N_ELEMENTS (counts))
        continue;
      if (++counts[slot] > best_count)
        {
          best_count = counts[slot];
          best = w->offset;
        }
    }
  return best;
}

int
susun_folder_hints_get_offset (const SusunFolderHints *self, const SusunEvidence *evidence,
                               gint64 utc)
{
  guint camera = camera_of (evidence);
  int own = SUSUN_OFFSET_NONE, near = SUSUN_OFFSET_NONE;
  gint64 distance = NEAR_SECONDS;
  gboolean unanimous = TRUE;

  for (guint i = 0; i < self->witnesses->len; i++)
    {
      const Witness *w = &g_array_index (self->witnesses, Witness, i);
      gint64 d = ABS (w->utc - utc);
      if (d >= NEAR_SECONDS)
        continue;
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
    own = most_common (self, camera);
  if (own != SUSUN_OFFSET_NONE)
    return own;
  /* Many phones write no camera into their films: then all cameras that were there must agree. */
  return unanimous ? near : SUSUN_OFFSET_NONE;
}

gboolean
susun_folder_hints_is_outlier (const SusunFolderHints *self, gint64 wall)
{
  return self->n_dated >= OUTLIER_SIBLINGS
         && (wall < self->first - OUTLIER_SECONDS || wall > self->last + OUTLIER_SECONDS);
}
