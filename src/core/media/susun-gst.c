// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <gst/gst.h>
#include <gst/pbutils/pbutils.h>

#include "core/media/susun-reader-private.h"

/* GStreamer's discoverer for containers that none of our walks recognises (DV, OGG, MXF, …): slow
 * (milliseconds, and a registry at its first use), hence the last resort. */

static void
unref_discoverer (gpointer discoverer)
{
  if (discoverer != NULL)
    g_object_unref (discoverer);
}

/* One per thread: discovering is not thread-safe, making a discoverer is not cheap. */
static GstDiscoverer *
get_discoverer (void)
{
  static GPrivate per_thread = G_PRIVATE_INIT (unref_discoverer);
  GstDiscoverer *discoverer = g_private_get (&per_thread);

  if (discoverer == NULL)
    {
      if (!gst_init_check (NULL, NULL, NULL))
        return NULL;
      discoverer = gst_discoverer_new (GST_SECOND, NULL);
      g_private_set (&per_thread, discoverer);
    }
  return discoverer;
}

static void
take_date (GstDateTime *told, SusunEvidence *evidence)
{
  SusunCivil civil;
  SusunDateCandidate date = {
    .nsec = -1,
    .offset = SUSUN_OFFSET_NONE,
    .source = SUSUN_DATE_SOURCE_CONTAINER,
    .precision = SUSUN_PRECISION_DAY,
  };

  if (!gst_date_time_has_day (told))
    return;
  civil = (SusunCivil){ gst_date_time_get_year (told), gst_date_time_get_month (told),
                        gst_date_time_get_day (told) };
  if (gst_date_time_has_time (told))
    {
      float zone = gst_date_time_get_time_zone_offset (told);
      civil.hour = gst_date_time_get_hour (told);
      civil.minute = gst_date_time_get_minute (told);
      civil.second = gst_date_time_has_second (told) ? gst_date_time_get_second (told) : 0;
      date.precision = SUSUN_PRECISION_SECOND;
      date.is_utc = zone == 0;
      if (zone != 0 && zone >= -12 && zone <= 14)
        date.offset = (gint16) (zone * 60);
    }
  date.wall = susun_civil_to_wall (&civil);
  susun_evidence_add (evidence, &date);
}

void
susun_read_gst (SusunInput *input, SusunEvidence *evidence)
{
  int fd = susun_input_get_fd (input);
  GstDiscoverer *discoverer;
  g_autofree char *uri = NULL;
  g_autoptr (GstDiscovererInfo) info = NULL;
  const GstTagList *tags;
  g_autoptr (GstDateTime) told = NULL;

  if (fd < 0)
    return;
  discoverer = get_discoverer ();
  if (discoverer == NULL)
    return;
  uri = g_strdup_printf ("file:///proc/self/fd/%d", fd);
  info = gst_discoverer_discover_uri (discoverer, uri, NULL);
  if (info == NULL)
    return;
  if (gst_discoverer_info_get_result (info) == GST_DISCOVERER_OK)
    evidence->format = "gstreamer";
  tags = gst_discoverer_info_get_tags (info);
  if (tags != NULL && gst_tag_list_get_date_time (tags, GST_TAG_DATE_TIME, &told))
    take_date (told, evidence);
}
