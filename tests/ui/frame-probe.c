// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

/*
 * What a person feels, measured from inside the window without changing it: preloaded into susun by
 * bench-frames.py, it writes to $SUSUN_FRAMES, one line each, times in µs of CLOCK_MONOTONIC:
 *
 *   frame BEGIN UPDATE LAYOUT PAINT CPU READY   when a frame began, how long its phases took, what
 *                                         of that this thread was computing, and how long it could
 *                                         have but others had the processor; the rest it slept
 *   texture TIME                          a picture was handed to GTK
 *   page TIME                             another page was shown
 */
#include <dlfcn.h>
#include <stdio.h>
#include <time.h>

#include <gtk/gtk.h>

static FILE *out;

typedef struct
{
  gint64 begun;
  gint64 updated;
  gint64 laid_out;
  gint64 computed;
  gint64 ready;
} Frame;

static gint64
get_computed (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* How long this thread was ready to run and had to wait for a processor. */
static gint64
get_ready (void)
{
  FILE *file = fopen ("/proc/thread-self/schedstat", "re");
  long long waited = 0;

  if (file == NULL)
    return 0;
  if (fscanf (file, "%*d %lld", &waited) != 1)
    waited = 0;
  fclose (file);
  return waited / 1000;
}

static void
begin_cb (GdkFrameClock *clock, Frame *frame)
{
  frame->begun = frame->updated = frame->laid_out = g_get_monotonic_time ();
  frame->computed = get_computed ();
  frame->ready = get_ready ();
}

static void
updated_cb (GdkFrameClock *clock, Frame *frame)
{
  frame->updated = frame->laid_out = g_get_monotonic_time ();
}

static void
laid_out_cb (GdkFrameClock *clock, Frame *frame)
{
  frame->laid_out = g_get_monotonic_time ();
}

static void
painted_cb (GdkFrameClock *clock, Frame *frame)
{
  if (frame->begun != 0)
    fprintf (
        out, "frame %lld %lld %lld %lld %lld %lld\n", (long long) frame->begun,
        (long long) (frame->updated - frame->begun), (long long) (frame->laid_out - frame->updated),
        (long long) (g_get_monotonic_time () - frame->laid_out),
        (long long) (get_computed () - frame->computed), (long long) (get_ready () - frame->ready));
  frame->begun = 0;
}

static void
realized_cb (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  Frame *frame = g_new0 (Frame, 1);

  g_object_set_data_full (G_OBJECT (clock), "susun-frame", frame, g_free);
  g_signal_connect (clock, "before-paint", G_CALLBACK (begin_cb), frame);
  g_signal_connect_after (clock, "update", G_CALLBACK (updated_cb), frame);
  g_signal_connect_after (clock, "layout", G_CALLBACK (laid_out_cb), frame);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (painted_cb), frame);
}

static void
added_cb (GtkApplication *application, GtkWindow *window)
{
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    realized_cb (GTK_WIDGET (window));
  else
    g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
}

int g_application_run (GApplication *application, int argc, char **argv);

int
g_application_run (GApplication *application, int argc, char **argv)
{
  int (*run) (GApplication *, int, char **) = dlsym (RTLD_NEXT, "g_application_run");
  const char *path = g_getenv ("SUSUN_FRAMES");

  if (path != NULL && (out = fopen (path, "we")) != NULL)
    {
      setvbuf (out, NULL, _IOLBF, 0);
      g_signal_connect (application, "window-added", G_CALLBACK (added_cb), NULL);
    }
  return run (application, argc, argv);
}

GdkTexture *gdk_memory_texture_new (int width, int height, GdkMemoryFormat format, GBytes *bytes,
                                    gsize stride);

GdkTexture *
gdk_memory_texture_new (int width, int height, GdkMemoryFormat format, GBytes *bytes, gsize stride)
{
  GdkTexture *(*make) (int, int, GdkMemoryFormat, GBytes *, gsize)
      = dlsym (RTLD_NEXT, "gdk_memory_texture_new");

  if (out != NULL)
    fprintf (out, "texture %lld\n", (long long) g_get_monotonic_time ());
  return make (width, height, format, bytes, stride);
}

void gtk_stack_set_visible_child_name (GtkStack *stack, const char *name);

void
gtk_stack_set_visible_child_name (GtkStack *stack, const char *name)
{
  void (*show) (GtkStack *, const char *) = dlsym (RTLD_NEXT, "gtk_stack_set_visible_child_name");

  if (out != NULL)
    fprintf (out, "page %lld\n", (long long) g_get_monotonic_time ());
  show (stack, name);
}
