// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "core/view/susun-date-words.h"

#include <glib/gi18n-lib.h>

#include "core/base/susun-civil.h"

static char *
format_wall (gint64 wall, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (wall);

  return time != NULL ? g_date_time_format (time, format) : g_strdup (_ ("No date"));
}

char *
susun_day_label (gint64 day)
{
  if (day == SUSUN_WALL_NONE)
    return g_strdup (_ ("No date"));
  /* Translators: a day, for strftime: "13 July 2023" */
  return format_wall (day, _ ("%-d %B %Y"));
}

char *
susun_wall_label (gint64 wall)
{
  if (wall == SUSUN_WALL_NONE)
    return g_strdup (_ ("No date"));
  /* Translators: a day and a time, for strftime: "13 July 2023, 14:05" */
  return format_wall (wall, _ ("%-d %B %Y, %H:%M"));
}

const char *
susun_date_confidence_label (SusunConfidence confidence)
{
  switch (confidence)
    {
    case SUSUN_CONFIDENCE_CERTAIN:
      return _ ("Certain");
    case SUSUN_CONFIDENCE_LIKELY:
      return _ ("Likely");
    case SUSUN_CONFIDENCE_WEAK:
      return _ ("Doubtful");
    case SUSUN_CONFIDENCE_SUSPECT:
      return _ ("Suspect");
    case SUSUN_CONFIDENCE_NONE:
    default:
      return _ ("No date");
    }
}

/* One that is not named here is some record of the file. */
static const char *const source_labels[SUSUN_N_DATE_SOURCES] = {
  [SUSUN_DATE_SOURCE_NONE] = N_ ("nothing"),
  [SUSUN_DATE_SOURCE_EXIF_ORIGINAL] = N_ ("the camera’s own record"),
  [SUSUN_DATE_SOURCE_EXIF_DIGITIZED] = N_ ("when it was digitized"),
  [SUSUN_DATE_SOURCE_EXIF_MODIFIED] = N_ ("when it was last edited"),
  [SUSUN_DATE_SOURCE_EXIF_GPS] = N_ ("satellite time"),
  [SUSUN_DATE_SOURCE_XMP_EXIF_ORIGINAL] = N_ ("the camera’s record, kept by a photo program"),
  [SUSUN_DATE_SOURCE_XMP_PHOTOSHOP_CREATED] = N_ ("a photo program"),
  [SUSUN_DATE_SOURCE_XMP_EXIF_DIGITIZED] = N_ ("when it was digitized"),
  [SUSUN_DATE_SOURCE_XMP_CREATE] = N_ ("a photo program"),
  [SUSUN_DATE_SOURCE_IPTC_CREATED] = N_ ("its caption record"),
  [SUSUN_DATE_SOURCE_IPTC_DIGITIZED] = N_ ("when it was digitized"),
  [SUSUN_DATE_SOURCE_PNG_CREATION_TIME] = N_ ("the picture’s own record"),
  [SUSUN_DATE_SOURCE_QUICKTIME_CREATIONDATE] = N_ ("the phone’s own record"),
  [SUSUN_DATE_SOURCE_QUICKTIME_MVHD] = N_ ("the film’s header"),
  [SUSUN_DATE_SOURCE_QUICKTIME_DAY] = N_ ("the film’s title record"),
  [SUSUN_DATE_SOURCE_QUICKTIME_XML] = N_ ("the camera’s own record"),
  [SUSUN_DATE_SOURCE_MATROSKA_DATE_UTC] = N_ ("the film’s header"),
  [SUSUN_DATE_SOURCE_RIFF_IDIT] = N_ ("the camera’s own record"),
  [SUSUN_DATE_SOURCE_RIFF_ICRD] = N_ ("the film’s header"),
  [SUSUN_DATE_SOURCE_AVCHD_MDPM] = N_ ("the camera’s own record"),
  [SUSUN_DATE_SOURCE_ASF_CREATION] = N_ ("the film’s header"),
  [SUSUN_DATE_SOURCE_CONTAINER] = N_ ("the film’s header"),
  [SUSUN_DATE_SOURCE_FILE_NAME] = N_ ("the name of the file"),
  [SUSUN_DATE_SOURCE_TAKEOUT_JSON] = N_ ("the note of Google Takeout beside it"),
  [SUSUN_DATE_SOURCE_MTIME] = N_ ("when the file was last changed"),
  [SUSUN_DATE_SOURCE_MANUAL] = N_ ("set by you"),
  [SUSUN_DATE_SOURCE_QUICKTIME_MVHD_1970] = N_ ("the film’s header"),
};

const char *
susun_date_source_label (SusunDateSource source)
{
  if (source >= SUSUN_N_DATE_SOURCES || source_labels[source] == NULL)
    return _ ("a record in the file");
  return _ (source_labels[source]);
}

char *
susun_film_length_label (gint64 milliseconds)
{
  gint64 seconds = (milliseconds + 500) / 1000;

  if (seconds >= 3600)
    return g_strdup_printf ("%d:%02d:%02d", (int) (seconds / 3600), (int) (seconds / 60 % 60),
                            (int) (seconds % 60));
  return g_strdup_printf ("%d:%02d", (int) (seconds / 60), (int) (seconds % 60));
}

GArray *
susun_item_list_rivals (const SusunItem *item)
{
  g_autoptr (SusunEvidence) evidence = susun_evidence_new ();
  GArray *rivals = g_array_new (FALSE, FALSE, sizeof (SusunDateRival));
  gboolean chosen = FALSE;

  if (item->evidence != NULL)
    susun_evidence_unpack (evidence, item->evidence, item->evidence_length);
  for (guint i = 0; i < evidence->candidates->len; i++)
    {
      const SusunDateCandidate *candidate
          = &g_array_index (evidence->candidates, SusunDateCandidate, i);
      SusunDateRival rival = {
        .wall = candidate->wall,
        .is_utc = candidate->is_utc,
        .day_only = candidate->precision == SUSUN_PRECISION_DAY,
        .source = (SusunDateSource) candidate->source,
      };
      if (!chosen && candidate->source == item->date_source)
        chosen = TRUE;
      else
        g_array_append_val (rivals, rival);
    }
  return rivals;
}
