// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n-lib.h>
#include <gst/app/app.h>
#include <gst/gst.h>
#include <gst/video/video.h>

#include "core/thumbs/susun-thumb-private.h"

/* One frame of a film: filesrc ! decodebin ! videoconvertscale ! RGB ! videoflip ! appsink, paused.
 * Sound is never decoded. Nothing here waits longer than the film's share of time. */

#define MAX_WAIT (2 * G_USEC_PER_SEC)
#define SLICE (50 * GST_MSECOND)
#define MAX_SIDE 16384 /* of a frame, as decoded */

static const char no_video[] = "susun-no-video"; /* posted when there is nothing to link */

typedef struct
{
  const SusunThumbSource *source;
  GstElement *pipeline; /* (owned) */
  GstElement *scale;    /* the first after the decoder */
  GstAppSink *sink;
  GstBus *bus;      /* (owned) */
  GstPad *task_pad; /* (atomic) (owned) (nullable): of the demuxer, where it pulls from the file */
  gint64 deadline;
} Film;

static void
film_clear (Film *self)
{
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_clear_object (&self->bus);
  gst_clear_object (&self->task_pad);
  gst_clear_object (&self->pipeline);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Film, film_clear)

static void
post_no_video (GstElement *element)
{
  GstStructure *structure = gst_structure_new_empty (no_video);

  gst_element_post_message (element, gst_message_new_application (GST_OBJECT (element), structure));
}

/* The first stream of pictures is taken; another has nowhere to go. */
static void
pad_added_cb (GstElement *decoder, GstPad *pad, gpointer scale)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  g_autoptr (GstPad) sink = gst_element_get_static_pad (scale, "sink");
  const GstStructure *structure;
  int width = 0, height = 0;

  if (caps == NULL || gst_caps_is_empty (caps) || gst_pad_is_linked (sink))
    return;
  structure = gst_caps_get_structure (caps, 0);
  if (!gst_structure_has_name (structure, "video/x-raw"))
    return;
  gst_structure_get_int (structure, "width", &width);
  gst_structure_get_int (structure, "height", &height);
  if (width <= MAX_SIDE && height <= MAX_SIDE)
    gst_pad_link (pad, sink);
}

static void
no_more_pads_cb (GstElement *decoder, gpointer scale)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (scale, "sink");

  if (!gst_pad_is_linked (sink))
    post_no_video (decoder);
}

/* Sound, subtitles and what a camera notes beside are left as they are, unlinked. */
static gboolean
autoplug_continue_cb (GstElement *decoder, GstPad *pad, GstCaps *caps, gpointer user_data)
{
  const char *type = gst_structure_get_name (gst_caps_get_structure (caps, 0));

  return !g_str_has_prefix (type, "audio/") && !g_str_has_prefix (type, "text/")
         && !g_str_has_prefix (type, "subpicture/") && !g_str_has_prefix (type, "closedcaption/")
         && !g_str_has_prefix (type, "meta/");
}

static gboolean
is_demuxer (GstElement *element)
{
  GstElementFactory *factory = gst_element_get_factory (element);

  return factory != NULL
         && gst_element_factory_list_is_type (factory, GST_ELEMENT_FACTORY_TYPE_DEMUXER);
}

/* In a thread of GStreamer's. */
static void
element_added_cb (GstBin *bin, GstBin *parent, GstElement *element, gpointer user_data)
{
  Film *self = user_data;
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (element), "max-threads");

  /* One frame is wanted: threads that decode ahead only cost. */
  if (pspec != NULL && pspec->value_type == G_TYPE_INT)
    g_object_set (element, "max-threads", 1, NULL);
  if (is_demuxer (element) && g_atomic_pointer_get (&self->task_pad) == NULL)
    {
      GstPad *pad = gst_element_get_static_pad (element, "sink");
      if (pad != NULL && !g_atomic_pointer_compare_and_exchange (&self->task_pad, NULL, pad))
        gst_object_unref (pad);
    }
}

/* decodebin loses an error that comes while it still tries an element out: the demuxer has found no
 * stream and given up, and nobody says so. */
static gboolean
has_given_up (Film *self)
{
  GstPad *pad = g_atomic_pointer_get (&self->task_pad);
  g_autoptr (GstElement) demuxer = pad != NULL ? gst_pad_get_parent_element (pad) : NULL;
  gboolean given_up = FALSE;

  if (demuxer == NULL || gst_pad_get_task_state (pad) != GST_TASK_PAUSED)
    return FALSE;
  GST_OBJECT_LOCK (demuxer);
  given_up = demuxer->numsrcpads == 0;
  GST_OBJECT_UNLOCK (demuxer);
  return given_up;
}

static GstElement *
add_element (Film *self, const char *factory, GError **error)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  if (element == NULL)
    {
      g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                   /* Translators: the second is the name of a part of GStreamer */
                   _ ("“%s” cannot be shown here: GStreamer’s “%s” is not installed"),
                   self->source->display_name, factory);
      return NULL;
    }
  gst_bin_add (GST_BIN (self->pipeline), element);
  return element;
}

static GstCaps *
make_caps (int wanted)
{
  return gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "RGB", "width",
                              GST_TYPE_INT_RANGE, 1, wanted, "height", GST_TYPE_INT_RANGE, 1,
                              wanted, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
}

static gboolean
build (Film *self, GError **error)
{
  g_autoptr (GstCaps) caps = make_caps (self->source->wanted);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", self->source->fd);
  GstElement *file, *decoder, *filter, *flip, *sink;

  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->bus = gst_element_get_bus (self->pipeline);
  if ((file = add_element (self, "filesrc", error)) == NULL
      || (decoder = add_element (self, "decodebin", error)) == NULL
      || (self->scale = add_element (self, "videoconvertscale", error)) == NULL
      || (filter = add_element (self, "capsfilter", error)) == NULL
      || (flip = add_element (self, "videoflip", error)) == NULL
      || (sink = add_element (self, "appsink", error)) == NULL)
    return FALSE;
  self->sink = GST_APP_SINK (sink);
  g_object_set (file, "location", path, NULL);
  g_object_set (decoder, "force-sw-decoders", TRUE, NULL);
  g_object_set (filter, "caps", caps, NULL);
  gst_util_set_object_arg (G_OBJECT (flip), "video-direction", "auto");
  g_object_set (sink, "sync", FALSE, "max-buffers", 1, "enable-last-sample", FALSE, NULL);
  g_signal_connect (decoder, "autoplug-continue", G_CALLBACK (autoplug_continue_cb), NULL);
  g_signal_connect (decoder, "pad-added", G_CALLBACK (pad_added_cb), self->scale);
  g_signal_connect (decoder, "no-more-pads", G_CALLBACK (no_more_pads_cb), self->scale);
  g_signal_connect (self->pipeline, "deep-element-added", G_CALLBACK (element_added_cb), self);
  gst_element_link (file, decoder);
  gst_element_link_many (self->scale, filter, flip, sink, NULL);
  return TRUE;
}

static void
throw_gst (Film *self, GstMessage *message, GError **error)
{
  const SusunThumbSource *source = self->source;
  g_autoptr (GError) reason = NULL;

  gst_message_parse_error (message, &reason, NULL);
  if (g_error_matches (reason, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND)
      || g_error_matches (reason, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN)
      || g_error_matches (reason, GST_STREAM_ERROR, GST_STREAM_ERROR_DECRYPT)
      || g_error_matches (reason, GST_STREAM_ERROR, GST_STREAM_ERROR_DECRYPT_NOKEY))
    g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                 _ ("“%s” cannot be shown here: nothing that decodes it is installed"),
                 source->display_name);
  else
    susun_thumb_throw_broken (source, error);
}

static void
throw_no_video (Film *self, GError **error)
{
  g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_BROKEN,
               _ ("“%s” is a film without pictures"), self->source->display_name);
}

/* Until the sink holds a frame. Returns: FALSE with @error when there is none to come */
static gboolean
wait_for_frame (Film *self, GError **error)
{
  guint idle = 0; /* slices in which the demuxer had given up */

  while (!g_cancellable_set_error_if_cancelled (self->source->cancellable, error))
    {
      g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
          self->bus, SLICE,
          GST_MESSAGE_ASYNC_DONE | GST_MESSAGE_ERROR | GST_MESSAGE_EOS | GST_MESSAGE_APPLICATION);
      if (message != NULL)
        switch (GST_MESSAGE_TYPE (message))
          {
          case GST_MESSAGE_ASYNC_DONE:
            return TRUE;
          case GST_MESSAGE_ERROR:
            throw_gst (self, message, error);
            return FALSE;
          case GST_MESSAGE_EOS:
          case GST_MESSAGE_APPLICATION:
            throw_no_video (self, error);
            return FALSE;
          default:
            break;
          }
      idle = has_given_up (self) ? idle + 1 : 0;
      if (idle == 3)
        return susun_thumb_throw_broken (self->source, error);
      if (g_get_monotonic_time () > self->deadline)
        {
          g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                       _ ("“%s” takes too long to be shown"), self->source->display_name);
          return FALSE;
        }
    }
  return FALSE;
}

/* A copy: the frame goes back to the decoder's pool. */
static GdkPixbuf *
to_pixbuf (GstSample *sample)
{
  GstCaps *caps = gst_sample_get_caps (sample);
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstVideoInfo info;
  GstVideoFrame frame;
  GdkPixbuf *pixbuf;

  if (caps == NULL || buffer == NULL || !gst_video_info_from_caps (&info, caps)
      || GST_VIDEO_INFO_FORMAT (&info) != GST_VIDEO_FORMAT_RGB
      || !gst_video_frame_map (&frame, &info, buffer, GST_MAP_READ))
    return NULL;
  pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, GST_VIDEO_FRAME_WIDTH (&frame),
                           GST_VIDEO_FRAME_HEIGHT (&frame));
  for (int y = 0; pixbuf != NULL && y < GST_VIDEO_FRAME_HEIGHT (&frame); y++)
    memcpy (gdk_pixbuf_get_pixels (pixbuf) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf),
            (const guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame, 0)
                + (gsize) y * (gsize) GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0),
            (gsize) GST_VIDEO_FRAME_WIDTH (&frame) * 3);
  gst_video_frame_unmap (&frame);
  return pixbuf;
}

GdkPixbuf *
susun_thumb_decode_film (const SusunThumbSource *source, gint64 *duration_ms, GError **error)
{
  g_auto (Film) self = { .source = source };
  g_autoptr (GstSample) sample = NULL;
  gint64 duration = -1;
  GdkPixbuf *pixbuf;

  *duration_ms = -1;
  if (!gst_init_check (NULL, NULL, NULL))
    {
      g_set_error (error, SUSUN_THUMB_ERROR, SUSUN_THUMB_ERROR_UNSHOWABLE,
                   _ ("“%s” cannot be shown here: GStreamer does not start"), source->display_name);
      return NULL;
    }
  if (!build (&self, error))
    return NULL;
  self.deadline = g_get_monotonic_time () + MAX_WAIT;
  gst_element_set_state (self.pipeline, GST_STATE_PAUSED);
  if (!wait_for_frame (&self, error))
    return NULL;
  if (gst_element_query_duration (self.pipeline, GST_FORMAT_TIME, &duration) && duration > 0)
    *duration_ms = duration / GST_MSECOND;
  sample = gst_app_sink_try_pull_preroll (self.sink, 0);
  /* The first frame is often black; where seeking fails it is the one there is. */
  if (duration > 0
      && gst_element_seek_simple (self.pipeline, GST_FORMAT_TIME,
                                  GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT, duration / 10)
      && wait_for_frame (&self, NULL))
    {
      GstSample *later = gst_app_sink_try_pull_preroll (self.sink, 0);
      if (later != NULL)
        {
          g_clear_pointer (&sample, gst_sample_unref);
          sample = later;
        }
    }
  if (g_cancellable_set_error_if_cancelled (source->cancellable, error))
    return NULL;
  pixbuf = sample != NULL ? to_pixbuf (sample) : NULL;
  if (pixbuf == NULL)
    throw_no_video (&self, error);
  return pixbuf;
}
