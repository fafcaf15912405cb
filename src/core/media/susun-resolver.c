// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/media/susun-date-source-private.h"
#include "core/media/susun-resolver-private.h"

/* A witness that another made doubtful, by the sources that only a camera fills, may speak; these
 * may not: whatever program touched the file last wrote them. */
static const guint8 late_witnesses[] = {
  SUSUN_DATE_SOURCE_EXIF_MODIFIED,
  SUSUN_DATE_SOURCE_EXIF_GPS,
  SUSUN_DATE_SOURCE_CONTAINER,
  SUSUN_DATE_SOURCE_MTIME,
};

/* Cameras whose clock was never set begin at one of these, and run. */
static const guint16 factory_days[] = { 1904, 1970, 1980 };

/* The last second of the year 9999 */
#define LAST_WALL G_GINT64_CONSTANT (253402300799)

typedef struct
{
  const SusunDateCandidate *candidate;
  gint64 wall; /* after the clock shift */
  int rank;
  guint16 suspicions;
} Weighed;

int
susun_offset_between (gint64 wall, gint64 utc, int step_minutes, int tolerance)
{
  gint64 step = step_minutes * 60;
  gint64 difference, rounded, rest;

  /* A damaged history may hold any number. */
  if (__builtin_sub_overflow (wall, utc, &difference) || difference > 15 * 3600
      || difference < -15 * 3600)
    return SUSUN_OFFSET_NONE;
  rounded = (difference + (difference < 0 ? -step / 2 : step / 2)) / step * step;
  rest = difference - rounded;
  if (ABS (rest) > tolerance || rounded < -12 * 3600 || rounded > 14 * 3600)
    return SUSUN_OFFSET_NONE;
  return (int) (rounded / 60);
}

int
susun_evidence_offset_from_gps (const SusunEvidence *evidence, gint64 wall)
{
  for (guint i = 0; i < evidence->candidates->len; i++)
    {
      const SusunDateCandidate *c = &g_array_index (evidence->candidates, SusunDateCandidate, i);
      if (c->source == SUSUN_DATE_SOURCE_EXIF_GPS && c->precision == SUSUN_PRECISION_SECOND)
        return susun_offset_between (wall, c->wall, 15, 300);
    }
  return SUSUN_OFFSET_NONE;
}

static gboolean
is_factory_clock (const SusunCivil *civil, guint precision)
{
  gboolean midnight = civil->hour == 0 && civil->minute == 0 && civil->second == 0;
  gboolean noon = civil->hour == 12 && civil->minute == 0 && civil->second == 0;

  if (civil->month != 1 || civil->day != 1)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (factory_days); i++)
    if (civil->year == factory_days[i])
      return TRUE;
  /* A day alone is a scanner's or an archivist's "that year", not a clock. */
  return precision != SUSUN_PRECISION_DAY && (midnight || noon);
}

guint16
susun_candidate_suspicions (const SusunDateCandidate *c, gint64 now, gint64 shift)
{
  const SusunDateSourceRow *row = susun_date_source_row (c->source);
  SusunCivil civil;
  gint64 wall = c->wall;

  if (wall == SUSUN_WALL_ZERO)
    return SUSUN_SUSPICION_ZERO;
  /* Outside of the years 1 to 9999 nothing can be counted or shown. */
  if (wall < SUSUN_WALL_ZERO)
    return SUSUN_SUSPICION_ZERO | SUSUN_SUSPICION_TOO_OLD;
  if (wall > LAST_WALL)
    return SUSUN_SUSPICION_ZERO | SUSUN_SUSPICION_FUTURE;
  wall += shift;
  susun_civil_from_wall (wall, &civil);
  if (civil.year < row->earliest)
    return SUSUN_SUSPICION_TOO_OLD;
  if (now > 0
      && wall - (c->offset != SUSUN_OFFSET_NONE ? c->offset * 60 : 0) > now + SUSUN_WALL_DAY)
    return SUSUN_SUSPICION_FUTURE;
  return is_factory_clock (&civil, c->precision) ? SUSUN_SUSPICION_FACTORY : 0;
}

gint64
susun_date_rules_shift (const SusunDateRules *rules, guint source)
{
  switch (susun_date_source_row (source)->origin)
    {
    case SUSUN_ORIGIN_CAMERA:
      return (gint64) rules->clock_shift + rules->folder_shift;
    case SUSUN_ORIGIN_NAME:
      return rules->folder_shift;
    default:
      return 0;
    }
}

static Weighed
weigh (const SusunDateCandidate *c, const SusunDateRules *rules)
{
  const SusunDateSourceRow *row = susun_date_source_row (c->source);
  gint64 shift = susun_date_rules_shift (rules, c->source);
  Weighed w = { c, c->wall, row->rank, 0 };

  w.suspicions = susun_candidate_suspicions (c, rules->now, shift);
  if (w.suspicions == 0 || w.suspicions == SUSUN_SUSPICION_FACTORY)
    w.wall += shift;
  /* A name without a time ("…-WA0001") says less than a service that knows the second. */
  if (c->source == SUSUN_DATE_SOURCE_FILE_NAME && c->precision == SUSUN_PRECISION_DAY)
    w.rank -= 100;
  if (c->source == SUSUN_DATE_SOURCE_MTIME && rules->mtime_first)
    w.rank = 950;
  return w;
}

static gboolean
is_late_witness (guint8 source)
{
  for (guint i = 0; i < G_N_ELEMENTS (late_witnesses); i++)
    if (late_witnesses[i] == source)
      return TRUE;
  return FALSE;
}

/* The best of those without suspicion, the best that was passed over for its suspicion, and all
 * suspicions met. */
typedef struct
{
  Weighed good;
  Weighed doubtful;
  guint16 suspicions;
} Choice;

static Choice
choose (const SusunEvidence *evidence, const SusunDateRules *rules)
{
  Choice choice = { { NULL }, { NULL }, 0 };

  for (guint i = 0; i < evidence->candidates->len; i++)
    {
      Weighed w = weigh (&g_array_index (evidence->candidates, SusunDateCandidate, i), rules);
      choice.suspicions |= w.suspicions;
      if (w.suspicions == 0)
        {
          if (choice.good.candidate == NULL || w.rank > choice.good.rank)
            choice.good = w;
        }
      /* A name or a service that tells nonsense is no evidence at all. */
      else if ((w.suspicions & SUSUN_SUSPICION_ZERO) == 0
               && susun_date_source_row (w.candidate->source)->origin == SUSUN_ORIGIN_CAMERA
               && (choice.doubtful.candidate == NULL || w.rank > choice.doubtful.rank))
        choice.doubtful = w;
    }
  return choice;
}

/* Two values of one source that differ by more than a day: nobody can tell which is true. */
static gboolean
is_contradicted (const SusunEvidence *evidence, const SusunDateRules *rules, const Weighed *winner)
{
  for (guint i = 0; i < evidence->candidates->len; i++)
    {
      Weighed w = weigh (&g_array_index (evidence->candidates, SusunDateCandidate, i), rules);
      if (w.candidate->source == winner->candidate->source && w.suspicions == 0
          && ABS (w.wall - winner->wall) > SUSUN_WALL_DAY)
        return TRUE;
    }
  return FALSE;
}

static int
offset_of_zone (GTimeZone *zone, gint64 utc)
{
  int interval;

  if (zone == NULL)
    return 0;
  interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, utc);
  return interval < 0 ? 0 : g_time_zone_get_offset (zone, interval) / 60;
}

/* Does it tell the local time of where the film was taken? An editor's XMP tells the editor's. */
static gboolean
tells_local_time (const SusunDateCandidate *c)
{
  const SusunDateSourceRow *row = susun_date_source_row (c->source);

  return !c->is_utc && c->precision == SUSUN_PRECISION_SECOND
         && (c->source == SUSUN_DATE_SOURCE_FILE_NAME || row->confidence == SUSUN_CONFIDENCE_CERTAIN
             || c->source == SUSUN_DATE_SOURCE_QUICKTIME_DAY);
}

/* What the file itself says beside an instant in UTC: a local time with its offset, or one whose
 * difference is an offset. */
static int
offset_in_file (const SusunEvidence *evidence, const SusunDateRules *rules, gint64 utc,
                SusunZoneFrom *from)
{
  for (guint i = 0; i < evidence->candidates->len; i++)
    {
      Weighed w = weigh (&g_array_index (evidence->candidates, SusunDateCandidate, i), rules);
      const SusunDateCandidate *c = w.candidate;
      int offset;
      if (w.suspicions != 0 || !tells_local_time (c))
        continue;
      if (c->offset != SUSUN_OFFSET_NONE)
        offset
            = ABS (w.wall - c->offset * 60 - utc) <= SUSUN_WALL_DAY ? c->offset : SUSUN_OFFSET_NONE;
      else
        /* A film's header is written at its end, its name at its begin. */
        offset = susun_offset_between (w.wall, utc, 30, 150);
      if (offset != SUSUN_OFFSET_NONE)
        {
          *from = c->source == SUSUN_DATE_SOURCE_FILE_NAME ? SUSUN_ZONE_FROM_NAME
                                                           : SUSUN_ZONE_FROM_CONTAINER;
          return offset;
        }
    }
  return SUSUN_OFFSET_NONE;
}

static void
set_local (const SusunEvidence *evidence, const SusunDateRules *rules,
           const SusunFolderHints *hints, const Weighed *winner, SusunDate *date)
{
  const SusunDateCandidate *c = winner->candidate;
  SusunZoneFrom from = SUSUN_ZONE_FROM_NOTHING;
  int offset;

  if (!c->is_utc)
    {
      date->wall = winner->wall;
      date->offset = c->offset;
      date->zone_from
          = c->offset != SUSUN_OFFSET_NONE ? SUSUN_ZONE_FROM_TAG : SUSUN_ZONE_FROM_NOTHING;
      if (c->offset == SUSUN_OFFSET_NONE && c->source != SUSUN_DATE_SOURCE_EXIF_MODIFIED
          && c->precision == SUSUN_PRECISION_SECOND
          && susun_date_source_row (c->source)->origin == SUSUN_ORIGIN_CAMERA)
        {
          offset = susun_evidence_offset_from_gps (evidence, winner->wall);
          if (offset != SUSUN_OFFSET_NONE)
            {
              date->offset = (gint16) offset;
              date->zone_from = SUSUN_ZONE_FROM_GPS;
            }
        }
      return;
    }

  offset = rules->zone_is_set ? SUSUN_OFFSET_NONE
                              : offset_in_file (evidence, rules, winner->wall, &from);
  if (offset == SUSUN_OFFSET_NONE && !rules->zone_is_set && c->source != SUSUN_DATE_SOURCE_MTIME)
    {
      date->asks_siblings = TRUE;
      if (hints != NULL)
        offset = susun_folder_hints_get_offset (hints, evidence, winner->wall);
      from = SUSUN_ZONE_FROM_SIBLINGS;
    }
  if (offset == SUSUN_OFFSET_NONE)
    {
      offset = offset_of_zone (rules->zone, winner->wall);
      from = rules->zone_is_set ? SUSUN_ZONE_FROM_FOLDER : SUSUN_ZONE_FROM_ARCHIVE;
    }
  date->wall = winner->wall + offset * 60;
  date->offset = (gint16) offset;
  date->zone_from = (guint8) from;
}

static void
set_day (const SusunDateRules *rules, SusunDate *date)
{
  gint64 wall = date->wall;

  if (date->precision != SUSUN_PRECISION_DAY)
    wall -= rules->day_starts * 60;
  date->day = wall - ((wall % SUSUN_WALL_DAY) + SUSUN_WALL_DAY) % SUSUN_WALL_DAY;
}

static SusunConfidence
confidence_of (const SusunEvidence *evidence, const SusunDateCandidate *c)
{
  const SusunDateSourceRow *row = susun_date_source_row (c->source);
  SusunConfidence confidence = (SusunConfidence) row->confidence;

  /* A film that is cut short may be a piece of another. */
  if (evidence->broken && row->video)
    return MIN (confidence, SUSUN_CONFIDENCE_WEAK);
  if (c->source == SUSUN_DATE_SOURCE_FILE_NAME && c->precision == SUSUN_PRECISION_DAY)
    return SUSUN_CONFIDENCE_WEAK;
  return confidence;
}

void
susun_resolve (const SusunEvidence *evidence, const SusunDateRules *rules,
               const SusunFolderHints *hints, SusunDate *date)
{
  Choice choice;
  const Weighed *winner;

  *date = (SusunDate){
    .wall = SUSUN_WALL_NONE, .nsec = -1, .offset = SUSUN_OFFSET_NONE, .day = SUSUN_WALL_NONE
  };
  if (rules->manual != SUSUN_WALL_NONE)
    {
      date->wall = rules->manual;
      date->source = SUSUN_DATE_SOURCE_MANUAL;
      date->confidence = SUSUN_CONFIDENCE_CERTAIN;
      set_day (rules, date);
      return;
    }

  choice = choose (evidence, rules);
  winner = &choice.good;
  /* Beside a doubtful date of the camera, a date that any program may have left is no better. */
  if (choice.doubtful.candidate != NULL
      && (winner->candidate == NULL
          || (is_late_witness (winner->candidate->source) && choice.doubtful.rank > winner->rank)))
    winner = &choice.doubtful;
  if (winner->candidate == NULL)
    {
      date->suspicions = choice.suspicions;
      return;
    }

  date->source = winner->candidate->source;
  date->nsec = winner->candidate->nsec;
  date->precision = winner->candidate->precision;
  date->suspicions = winner->suspicions;
  date->shift = winner->wall - winner->candidate->wall;
  set_local (evidence, rules, hints, winner, date);
  if (winner == &choice.doubtful)
    date->confidence = SUSUN_CONFIDENCE_SUSPECT;
  else
    {
      date->confidence = (guint8) confidence_of (evidence, winner->candidate);
      /* What outranked it was nonsense: the same clock may have told this one too. */
      if (choice.doubtful.candidate != NULL && choice.doubtful.rank > winner->rank)
        date->confidence = MIN (date->confidence, SUSUN_CONFIDENCE_WEAK);
      if (is_contradicted (evidence, rules, winner))
        {
          date->suspicions |= SUSUN_SUSPICION_CONTRADICTED;
          date->confidence = MIN (date->confidence, SUSUN_CONFIDENCE_WEAK);
        }
    }
  if (date->confidence == SUSUN_CONFIDENCE_WEAK && date->source != SUSUN_DATE_SOURCE_MTIME)
    {
      date->asks_siblings = TRUE;
      if (hints != NULL && susun_folder_hints_is_outlier (hints, date->wall))
        {
          date->suspicions |= SUSUN_SUSPICION_OUTLIER;
          date->confidence = SUSUN_CONFIDENCE_SUSPECT;
        }
    }
  if (date->wall < SUSUN_WALL_ZERO + SUSUN_WALL_DAY || date->wall > LAST_WALL)
    {
      date->wall = SUSUN_WALL_NONE;
      date->confidence = SUSUN_CONFIDENCE_NONE;
      date->source = SUSUN_DATE_SOURCE_NONE;
      return;
    }
  set_day (rules, date);
}
