// SPDX-FileCopyrightText: The Susun developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "cli/susun-progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "cli/susun-text.h"

#define POLL_INTERVAL (150 * G_TIME_SPAN_MILLISECOND)
#define LINE_INTERVAL (5 * G_TIME_SPAN_SECOND)

/* The rate is that of about the last so many seconds: old enough to be calm, new enough to be true
 * when a network share slows down. */
#define RATE_SAMPLES 64
#define RATE_SPAN (8 * G_TIME_SPAN_SECOND)

#define BAR_CELLS 24

typedef struct
{
  gint64 time;
  guint64 bytes;
  guint64 files;
} Sample;

struct _SusunProgressView
{
  SusunJob *job; /* (borrowed) */
  gboolean bar;
  GThread *thread;
  GMutex lock;
  GCond wake;
  gboolean stop; /* (lock) */

  /* the thread's own */
  SusunPhase phase;
  gint64 phase_started;
  gint64 last_line;
  char *last_text; /* (owned) (nullable): of that line */
  gboolean shown;  /* a bar stands on the screen */
  Sample samples[RATE_SAMPLES];
  guint n_samples;
};

static void
take_sample (SusunProgressView *self, gint64 now, const SusunProgress *progress)
{
  guint keep = 0;

  if (self->phase != progress->phase || self->phase_started != progress->phase_started)
    {
      self->n_samples = 0;
      self->phase = progress->phase;
      self->phase_started = progress->phase_started;
      self->last_line = 0;
    }
  /* Those that are too old go, but for the youngest of them. */
  while (keep + 1 < self->n_samples && now - self->samples[keep + 1].time > RATE_SPAN)
    keep++;
  if (self->n_samples == RATE_SAMPLES && keep == 0)
    keep = 1;
  for (guint i = keep; i < self->n_samples; i++)
    self->samples[i - keep] = self->samples[i];
  self->n_samples -= keep;
  self->samples[self->n_samples++]
      = (Sample){ .time = now, .bytes = progress->bytes, .files = progress->files };
}

/* Per second, since the oldest sample. */
static double
get_rate (SusunProgressView *self, gboolean of_bytes)
{
  const Sample *first = &self->samples[0];
  const Sample *last = &self->samples[self->n_samples - 1];
  double seconds = (double) (last->time - first->time) / G_TIME_SPAN_SECOND;

  if (seconds < 0.1)
    return 0;
  return of_bytes ? (double) (last->bytes - first->bytes) / seconds
                  : (double) (last->files - first->files) / seconds;
}

static char *
format_left (double seconds)
{
  guint64 left = (guint64) (seconds + 0.5);

  if (left >= 3600)
    return g_strdup_printf ("%" G_GUINT64_FORMAT ":%02u:%02u", left / 3600,
                            (guint) (left / 60 % 60), (guint) (left % 60));
  return g_strdup_printf ("%u:%02u", (guint) (left / 60), (guint) (left % 60));
}

static gboolean
has_bytes (const SusunProgress *progress)
{
  return progress->total_bytes > 0 || progress->bytes > 0;
}

static double
get_fraction (const SusunProgress *progress)
{
  if (progress->total_bytes > 0)
    return MIN (1.0, (double) progress->bytes / (double) progress->total_bytes);
  if (progress->total_files > 0)
    return MIN (1.0, (double) progress->files / (double) progress->total_files);
  return -1;
}

/* A phase that is short, or has only begun, counts nothing. */
static gboolean
has_counts (const SusunProgress *progress)
{
  return progress->files > 0 || progress->total_files > 0 || has_bytes (progress);
}

static void
append_counts (GString *text, const SusunProgress *progress)
{
  if (has_bytes (progress))
    {
      g_autofree char *bytes = g_format_size (progress->bytes);
      g_autofree char *total = g_format_size (progress->total_bytes);
      if (progress->total_bytes > 0)
        g_string_append_printf (text, _ ("%s of %s"), bytes, total);
      else
        g_string_append (text, bytes);
      g_string_append (text, ", ");
    }
  g_autofree char *files = susun_count_to_text (progress->files);
  if (progress->total_files > 0)
    {
      g_autofree char *total = susun_count_to_text (progress->total_files);
      g_string_append_printf (
          text, ngettext ("%s of %s file", "%s of %s files", (gulong) progress->total_files), files,
          total);
    }
  else
    g_string_append_printf (text, ngettext ("%s file", "%s files", (gulong) progress->files),
                            files);
}

static void
append_rate (SusunProgressView *self, GString *text, const SusunProgress *progress)
{
  gboolean of_bytes = has_bytes (progress);
  double rate = get_rate (self, of_bytes);
  double left = progress->total_bytes > 0
                    ? (double) progress->total_bytes - (double) progress->bytes
                    : (double) progress->total_files - (double) progress->files;

  if (rate <= 0)
    return;
  if (of_bytes)
    {
      g_autofree char *size = g_format_size ((guint64) rate);
      /* Translators: a rate: “85.0 MB a second” */
      g_string_append_printf (text, _ (", %s/s"), size);
    }
  else
    g_string_append_printf (text, _ (", %.0f files/s"), rate);
  if (get_fraction (progress) >= 0 && left > 0 && (progress->total_bytes > 0 || !of_bytes))
    {
      g_autofree char *time = format_left (left / rate);
      /* Translators: how long it will still take: “0:42 left” */
      g_string_append_printf (text, _ (", %s left"), time);
    }
}

static char *
describe (SusunProgressView *self, const SusunProgress *progress)
{
  GString *text = g_string_new (NULL);

  if (has_counts (progress))
    append_counts (text, progress);
  if (progress->paused)
    g_string_append (text, _ (", paused"));
  else
    append_rate (self, text, progress);
  if (progress->current[0] != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", progress->current);
  return g_string_free (text, FALSE);
}

static guint
get_columns (void)
{
  struct winsize size;

  return ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* Cut to what fits, so that the bar never wraps and scrolls. */
static char *
fit (const char *text, guint columns)
{
  guint used = 0;
  const char *end = text;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      used += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
      if (used > columns)
        break;
      end = g_utf8_next_char (p);
    }
  return g_strndup (text, (gsize) (end - text));
}

static void
show_bar (SusunProgressView *self, const SusunProgress *progress)
{
  double fraction = get_fraction (progress);
  g_autofree char *details = describe (self, progress);
  GString *line = g_string_new (susun_phase_label (progress->phase));

  if (fraction >= 0)
    {
      guint full = (guint) (fraction * BAR_CELLS);
      g_string_append (line, " [");
      for (guint i = 0; i < BAR_CELLS; i++)
        g_string_append_c (line, i < full ? '#' : '.');
      g_string_append_printf (line, "] %3u%%", (guint) (fraction * 100));
    }
  g_string_append_printf (line, " %s", details);
  g_autofree char *text = fit (line->str, get_columns () - 1);
  fprintf (stderr, "\r%s\033[K", text);
  fflush (stderr);
  self->shown = TRUE;
  g_string_free (line, TRUE);
}

static void
show_line (SusunProgressView *self, const SusunProgress *progress)
{
  g_autofree char *details = describe (self, progress);
  char *text = g_strconcat (susun_phase_label (progress->phase), *details != '\0' ? ": " : "",
                            details, NULL);

  /* At the end of a phase that counts nothing there is nothing new to say. */
  if (g_strcmp0 (text, self->last_text) != 0)
    fprintf (stderr, "%s\n", text);
  g_free (self->last_text);
  self->last_text = text;
}

static void
look (SusunProgressView *self, gint64 now, gboolean at_end)
{
  SusunProgress progress;

  susun_job_get_progress (self->job, &progress);
  if (progress.phase == SUSUN_PHASE_WAITING)
    return;
  take_sample (self, now, &progress);
  if (self->bar)
    show_bar (self, &progress);
  else if (at_end || self->last_line == 0 || now - self->last_line >= LINE_INTERVAL)
    {
      show_line (self, &progress);
      self->last_line = now;
    }
}

static gpointer
look_in_thread (gpointer data)
{
  SusunProgressView *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stop)
    {
      gint64 now = g_get_monotonic_time ();

      g_mutex_unlock (&self->lock);
      look (self, now, FALSE);
      g_mutex_lock (&self->lock);
      if (!self->stop)
        g_cond_wait_until (&self->wake, &self->lock, now + POLL_INTERVAL);
    }
  g_mutex_unlock (&self->lock);
  /* A job that was done before the first look is told about too. */
  look (self, g_get_monotonic_time (), TRUE);
  return NULL;
}

SusunProgressView *
susun_progress_view_new (SusunJob *job)
{
  SusunProgressView *self = g_new0 (SusunProgressView, 1);

  self->job = job;
  self->bar = isatty (STDERR_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->thread = g_thread_new ("progress", look_in_thread, self);
  return self;
}

void
susun_progress_view_free (SusunProgressView *self)
{
  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  if (self->shown)
    {
      fputs ("\r\033[K", stderr);
      fflush (stderr);
    }
  g_free (self->last_text);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}
