// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/media/susun-date-source-private.h"
#include "core/media/susun-resolver-private.h"

/* The resolver's reasoning in words. */

static const struct
{
  guint16 flag;
  const char *text;
} suspicion_texts[] = {
  { SUSUN_SUSPICION_ZERO, N_ ("the camera’s clock was never set") },
  { SUSUN_SUSPICION_FACTORY, N_ ("looks like a clock at its factory setting") },
  { SUSUN_SUSPICION_FUTURE, N_ ("lies in the future") },
  { SUSUN_SUSPICION_TOO_OLD, N_ ("too old for this kind of file") },
  { SUSUN_SUSPICION_OUTLIER, N_ ("years away from all its siblings") },
  { SUSUN_SUSPICION_CONTRADICTED, N_ ("the file contradicts itself") },
  { SUSUN_SUSPICION_AMBIGUOUS, N_ ("could belong to several files of the same name; kept apart") },
};

const char *
susun_confidence_label (SusunConfidence confidence)
{
  switch (confidence)
    {
    case SUSUN_CONFIDENCE_CERTAIN:
      return _ ("certain");
    case SUSUN_CONFIDENCE_LIKELY:
      return _ ("likely");
    case SUSUN_CONFIDENCE_WEAK:
      return _ ("weak");
    case SUSUN_CONFIDENCE_SUSPECT:
      return _ ("suspect!");
    case SUSUN_CONFIDENCE_NONE:
    default:
      return _ ("no date");
    }
}

static const char *
zone_text (guint8 zone_from)
{
  switch (zone_from)
    {
    case SUSUN_ZONE_FROM_CONTAINER:
      return _ ("told in UTC, zone = the file’s own local time");
    case SUSUN_ZONE_FROM_NAME:
      return _ ("told in UTC, zone = the file name’s local time");
    case SUSUN_ZONE_FROM_SIBLINGS:
      return _ ("told in UTC, zone = its siblings’");
    case SUSUN_ZONE_FROM_FOLDER:
      return _ ("told in UTC, zone = set for this folder");
    case SUSUN_ZONE_FROM_ARCHIVE:
      return _ ("UTC assumed, zone = archive setting");
    case SUSUN_ZONE_FROM_GPS:
      return _ ("offset from satellite time");
    case SUSUN_ZONE_FROM_NOTHING:
    case SUSUN_ZONE_FROM_TAG:
    default:
      return NULL;
    }
}

static void
append_part (GString *line, const char *part)
{
  if (part == NULL)
    return;
  if (line->len > 0)
    g_string_append (line, "; ");
  g_string_append (line, part);
}

static void
append_suspicions (GString *line, guint16 suspicions)
{
  for (guint i = 0; i < G_N_ELEMENTS (suspicion_texts); i++)
    if (suspicions & suspicion_texts[i].flag)
      append_part (line, _ (suspicion_texts[i].text));
}

/* "+07:00:00" */
static char *
shift_text (gint64 shift)
{
  int seconds = (int) MIN (ABS (shift), G_MAXINT);

  return g_strdup_printf ("%c%02d:%02d:%02d", shift < 0 ? '-' : '+', seconds / 3600,
                          seconds / 60 % 60, seconds % 60);
}

static void
append_corrections (GString *line, const SusunDate *date)
{
  if (date->source == SUSUN_DATE_SOURCE_MANUAL)
    append_part (line, _ ("set by hand"));
  if (date->shift == 0)
    return;
  g_autofree char *shift = shift_text (date->shift);
  /* Translators: how much was added to a date, such as +07:00:00 */
  g_autofree char *text = g_strdup_printf (_ ("clock corrected by %s"), shift);
  append_part (line, text);
}

char *
susun_date_note (const SusunDate *date, const SusunEvidence *evidence)
{
  GString *line = g_string_new (NULL);

  if (date->zone_from == SUSUN_ZONE_FROM_ARCHIVE
      && date->source == SUSUN_DATE_SOURCE_QUICKTIME_MVHD)
    g_string_append (line, _ ("mvhd, UTC assumed, zone = archive setting"));
  else if (date->zone_from == SUSUN_ZONE_FROM_NOTHING
           && date->source == SUSUN_DATE_SOURCE_QUICKTIME_MVHD)
    g_string_append (line, _ ("mvhd, in the camera’s own time"));
  else if (date->zone_from != SUSUN_ZONE_FROM_GPS)
    append_part (line, zone_text (date->zone_from));
  append_corrections (line, date);
  if (date->precision == SUSUN_PRECISION_DAY && date->wall != SUSUN_WALL_NONE)
    append_part (line, _ ("day only"));
  append_suspicions (line, date->suspicions);
  for (guint i = 0; i < evidence->notes->len; i++)
    append_part (line, g_ptr_array_index (evidence->notes, i));
  return g_string_free (line, FALSE);
}

static void
append_candidate (GString *text, const SusunDateCandidate *c, guint16 suspicions)
{
  char wall[SUSUN_WALL_TEXT_SIZE] = "0000-00-00T00:00:00";
  char offset[SUSUN_OFFSET_TEXT_SIZE];
  g_autoptr (GString) doubts = g_string_new (NULL);

  if (c->wall != SUSUN_WALL_ZERO && (suspicions & SUSUN_SUSPICION_ZERO) == 0)
    susun_wall_to_text (CLAMP (c->wall, SUSUN_WALL_ZERO, G_GINT64_CONSTANT (253402300799)), wall);
  if (c->precision == SUSUN_PRECISION_DAY)
    wall[10] = '\0';
  else if (c->precision == SUSUN_PRECISION_MINUTE)
    wall[16] = '\0';
  susun_offset_to_text (c->offset, offset);
  append_suspicions (doubts, suspicions);
  g_string_append_printf (text, "  %s: %s%s%s", susun_date_source_tag ((SusunDateSource) c->source),
                          wall, c->is_utc ? "Z" : "", offset);
  if (doubts->len > 0)
    g_string_append_printf (text, " (%s)", doubts->str);
  g_string_append_c (text, '\n');
}

char *
susun_date_explain (const SusunDate *date, const SusunEvidence *evidence,
                    const SusunDateRules *rules)
{
  GString *text = g_string_new (NULL);
  g_autofree char *note = susun_date_note (date, evidence);

  if (date->wall == SUSUN_WALL_NONE)
    g_string_append (text, _ ("No date that can be believed."));
  else
    {
      char wall[SUSUN_WALL_TEXT_SIZE], offset[SUSUN_OFFSET_TEXT_SIZE];
      susun_wall_to_text (date->wall, wall);
      susun_offset_to_text (date->offset, offset);
      /* Translators: a date, its offset, the tag that told it, a word for how sure it is */
      g_string_append_printf (text, _ ("%s%s by %s (%s)"), wall, offset,
                              susun_date_source_tag ((SusunDateSource) date->source),
                              susun_confidence_label ((SusunConfidence) date->confidence));
    }
  g_string_append_c (text, '\n');
  if (*note != '\0')
    g_string_append_printf (text, "  %s\n", note);

  /* By rank, the winner's source first. */
  for (int rank = G_MAXUINT16; rank > 0;)
    {
      int next = 0;
      for (guint i = 0; i < evidence->candidates->len; i++)
        {
          const SusunDateCandidate *c
              = &g_array_index (evidence->candidates, SusunDateCandidate, i);
          const SusunDateSourceRow *row = susun_date_source_row (c->source);
          int own = c->source == date->source ? G_MAXUINT16 : row->rank;
          gint64 shift = susun_date_rules_shift (rules, c->source);
          if (own == rank)
            append_candidate (text, c, susun_candidate_suspicions (c, rules->now, shift));
          else if (own < rank)
            next = MAX (next, own);
        }
      rank = next;
    }
  return g_string_free (text, FALSE);
}
